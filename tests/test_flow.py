"""Lines of print to paragraphs: what goes on, what begins anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.layout.flow import gather, glue, unfold
from gongwen.layout.measure import study
from gongwen.model.source import Box, Line, Style, Wrap
from gongwen.recognise.marks import width
from layouts import printed

# a county notice as a printer sets it: lines of 28 characters, first lines set in by two
WRAPPED = """
　　一、推进县域医共体建设，完善双向转诊机制，明确功能定
位和病种目录，2024年底前县域内基层医疗卫生机构诊疗量占比
提高3.5个百分点以上，为居民提供全方位健康服务，推动二、
三级医院与基层结对帮扶，建立工作台账。
　　二、完善药品供应保障。（责任单位：县卫生健康局、县医保
局、县市场监管局）
　　三、加强人才队伍建设
　　实施“县管乡用”，每年招聘大学生村医不少于
12名，并按照
2024年标准发放补助。各医疗机构要压实责任，强化督导检查。
各乡镇要密切配合，于每季度末报送进展情况，县卫生健康局汇
总后报县政府。
"""


def gathered(text: str, wrap: Wrap = Wrap.UNKNOWN) -> list[str]:
    return ["".join(line.text for line in p) for p in gather(printed(text, wrap))]


def test_hard_wraps_are_undone() -> None:
    found = gathered(WRAPPED)
    assert [p[:6] for p in found] == ["一、推进县域", "二、完善药品", "三、加强人才", "实施“县管乡"]
    assert found[0].endswith("推动二、三级医院与基层结对帮扶，建立工作台账。")
    assert found[1].endswith("县医保局、县市场监管局）")
    assert "村医不少于12名，并按照2024年标准" in found[3]


def test_the_measure_of_print_is_learnt_from_its_lines() -> None:
    learnt = study(printed(WRAPPED))
    assert learnt.measure == pytest.approx(29.5, abs=1)
    assert learnt.indented


def test_one_line_may_go_beyond_the_wall() -> None:
    title = "清江市人民政府关于印发清江市二〇三一年便民服务重点任务和责任分工的通知"
    assert study(printed(title + "\n" + WRAPPED)).measure == pytest.approx(29.5, abs=1.5)


def test_few_or_uneven_lines_have_no_measure() -> None:
    assert study(printed("短行\n又一行")).measure is None
    assert study(printed("\n".join("字" * n for n in range(3, 60, 4)))).measure is None


TWO = [
    # (two lines, do they make one paragraph?)
    ("工作目标\n到2025年，建成10个中心。", False),
    ("现印发给你们，请认真贯彻执行。\n安平县人民政府", False),
    ("安平县人民政府\n2024年1月1日", False),
    ("附件：1.任务表\n2.指标表", False),
    ("责任单位：县教育局\n完成时限：6月", False),
    ("1.建立制度\n2.落实责任", False),
    ("一、\n加强领导", True),
    ("各县人民政府，\n市政府各部门：", True),
    ("关于印发《安平县\n改革方案》的通知", True),
    ("（责任单位：县教育局、\n县财政局）", True),
    ("提高服务能力和水平，\n建立健全制度。", True),
    ("建立健全制度\n。", True),
    ("提高到95\n%以上。", True),
]


@pytest.mark.parametrize(("text", "one"), TWO)
def test_two_lines(text: str, one: bool) -> None:
    assert (len(gathered(text)) == 1) is one


def test_a_figure_cut_at_the_line_s_end_is_no_item() -> None:
    above = "全县公立医院平均住院日缩短到8天以内。人员支出占业务支出的比例提高3"
    assert gathered(above + "\n.5个百分点，医疗服务收入占比提高") == [above + ".5个百分点，医疗服务收入占比提高"]


def test_a_decimal_point_never_begins_a_line() -> None:
    assert gathered("药占比下降3\n.5个百分点") == ["药占比下降3.5个百分点"]


def test_items_that_all_end_with_a_stop_take_back_what_was_cut_from_them() -> None:
    items = "\n".join(f"{n}.建立健全县乡村三级联动的工作机制和制度体系。" for n in range(1, 6))
    cut = items + "\n6.建立健全县乡村三级联动的工作机制和\n制度体系，落实到位。"
    assert gathered(cut)[-1] == "6.建立健全县乡村三级联动的工作机制和制度体系，落实到位。"


def test_a_title_of_another_size_stands_apart() -> None:
    big, small = Style(size=22.0), Style(size=16.0)
    lines = [Line("安平县医改", style=big), Line("实施方案", style=big), Line("为推进改革", style=small)]
    assert [len(p) for p in gather(lines)][-1] == 1


def test_soft_breaks_go_on_unless_a_short_line_stands_alone() -> None:
    cut = "各单位要高度重视，加强统筹协调；要明确分工，压实责任，扎实推进各项"
    lines = [Line(cut, wrap=Wrap.SOFT), Line("工作落实。", wrap=Wrap.PARAGRAPH)]
    assert len(gather(lines)) == 1
    lines = [Line("安平县教育局", wrap=Wrap.SOFT), Line("2024年3月1日", wrap=Wrap.PARAGRAPH)]
    assert len(gather(lines)) == 2


def test_paragraphs_that_lost_their_breaks_are_told_by_their_indents() -> None:
    text = "　　".join(f"第{n}段的内容，" + "说明有关事项和要求，" * 8 + "完。" for n in "甲乙丙丁")
    assert [line.text[:3] for line in unfold([Line(text)])] == ["第甲段", "第乙段", "第丙段", "第丁段"]


@pytest.mark.parametrize(("text", "em"), [("安平县", 3.0), ("AI医疗", 3.0), ("2024年", 3.0), ("", 0.0)])
def test_width_counts_half_for_half_width_characters(text: str, em: float) -> None:
    assert width(text) == em


GAPS = [("Internet", "Plus", " "), ("互联", "网络", ""), ("达到", "95%", ""), ("Smart,", "Health", " ")]


@pytest.mark.parametrize(("left", "right", "gap"), GAPS)
def test_only_latin_words_need_a_blank(left: str, right: str, gap: str) -> None:
    assert glue(left, right) == gap


@given(st.lists(st.text(alphabet="一二、（）1.。，：县年AB “”附件", min_size=1, max_size=30), max_size=20))
def test_no_line_is_lost_or_moved(texts: list[str]) -> None:
    lines = [Line(t) for t in texts]
    assert [line for p in gather(lines) for line in p] == lines


BROKEN = [
    ("（县卫健局、县财政局、县医疗保障局按职责分工负责）（", "八）完善服务功能。"),
    ("全国儿童青少年总体近视率力争每年降低", "0.5 个百分点以上，新发近视率明显下降。"),
]


@pytest.mark.parametrize(("above", "below"), BROKEN)
def test_what_cannot_end_a_line_goes_on(above: str, below: str) -> None:
    lead = "各级医疗卫生机构要进一步健全工作机制，完善政策措施，强化督促指导，确保取得实效。" + above
    assert gathered(f"{lead}\n{below}") == [lead + below]


LEFT, WIDE = 80.0, 432.0  # the text block of a page, in points: 27 characters of 16 points


def set_in_type(rows: list[tuple[str, float, float | str]]) -> list[Line]:
    """Lines of print one below the other: text, size in points, and the indent in em or "center" or "right"."""
    out = []
    for k, (text, size, where) in enumerate(rows):
        room = WIDE - width(text) * size
        left = where * size if isinstance(where, float) else room / 2 if where == "center" else room
        box = Box(LEFT + left, 100 + 30 * k, LEFT + left + width(text) * size, 100 + 30 * k + size)
        align = where if isinstance(where, str) and room > 2 * size else None
        out.append(Line(text, 1, box, style=Style(size, align=align), indent=left / size))
    return out


BODY: list[tuple[str, float, float | str]] = [
    ("各市人民政府：", 16.0, 0.0),
    ("现将方案印发给你们，请结合实际认真组织实施，并于每季", 16.0, 2.0),
    ("度末报送进展情况。", 16.0, 0.0),
    ("云岭省人民政府办公厅", 16.0, "right"),
]


def gathered_print(rows: list[tuple[str, float, float | str]]) -> list[str]:
    lines = set_in_type(rows)
    return ["".join(line.text for line in p) for p in gather(lines, study(lines))]


def test_a_title_that_fills_its_lines_is_one() -> None:
    title = ["云岭省人民政府办公厅关于印发《云岭省", "2031年深化医药卫生体制改革任务分工", "方案》的通知"]
    found = gathered_print([*((text, 22.0, "center") for text in title), *BODY])
    assert found[0] == "".join(title)


def test_an_open_book_title_goes_on_in_the_next_line_of_its_type() -> None:
    title = [("关于印发《清江市便民", 22.0, "center"), ("服务工作方案》的通知", 22.0, "center")]
    assert gathered_print([*title, *BODY])[0] == "关于印发《清江市便民服务工作方案》的通知"


def test_a_line_that_is_all_bracket_stands_under_its_title() -> None:
    title = [("关于进一步做好义务教育有关工作的若干意见", 22.0, "center"), ("（征求意见稿）", 22.0, "center")]
    assert gathered_print([*title, *BODY])[:2] == [text for text, _, _ in title]


def test_a_notice_of_few_lines_is_wrapped_where_its_page_ends() -> None:
    rows: list[tuple[str, float, float | str]] = [
        ("关于印发工作台账的通知", 22.0, "center"),
        ("《安平县2031年深化医药卫生体制改革工作台账》已经", 16.0, 2.0),
        ("研究同意，现印发给你们。", 16.0, 0.0),
        ("附件：1.安平县基础教育高质量发展三年行动计划", 16.0, 2.0),
        ("（2031-2033年）", 16.0, 0.0),
        ("2.安平县2031年深化医药卫生体制改革重点任务分工", 16.0, 2.0),
        ("表", 16.0, 0.0),
        ("安平县人民政府办公室", 16.0, "right"),
    ]
    assert gathered_print(rows)[1:] == [
        "《安平县2031年深化医药卫生体制改革工作台账》已经研究同意，现印发给你们。",
        "附件：1.安平县基础教育高质量发展三年行动计划（2031-2033年）",
        "2.安平县2031年深化医药卫生体制改革重点任务分工表",
        "安平县人民政府办公室",
    ]


def test_a_unit_clause_that_had_no_room_behind_its_text() -> None:
    text = "全面强化广告导向监管，完善容错纠错和正向激励工作机制。"
    rows = [(text[:25], 16.0, 2.0), (text[25:], 16.0, 0.0), (text[:24] + "。", 16.0, 2.0), ("（责任单位：县市场监管局）", 16.0, 0.0)] * 4
    found = gathered_print(rows)
    assert found[1] == text[:24] + "。（责任单位：县市场监管局）"
