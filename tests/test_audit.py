"""Coverage and findings: what the record says about itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongwen.audit.coverage import cover
from gongwen.convert import convert_source
from gongwen.layout import lay_out
from gongwen.model.source import Layer, Line, Remark, Wrap
from gongwen.records import Audit, Notice
from layouts import CellText, drawn, printed, source

PLAN = "安平县2024年重点任务\n一、健全网络。{first}\n二、提升服务。培训村医80名。（县卫健局）\n"


def converted(text: str) -> Notice:
    return convert_source(source(*printed(text, Wrap.PARAGRAPH)))


def codes(text: str) -> list[str]:
    return [f.code for f in converted(text).audit.findings]


def test_a_clear_notice_has_no_findings() -> None:
    audit = converted(PLAN.format(first="2024年6月底前，新建村卫生室10个。（县卫健局、县财政局）")).audit
    assert audit.findings == ()
    assert audit.coverage == 1.0
    assert audit.unplaced == ()


FINDINGS = [
    # first item of a plan, the finding, the text that it points to
    ("9月底前新建村卫生室10个。（县卫健局）", "year_inferred", "9月底前"),
    ("2026年前新建村卫生室10个。（县卫健局）", "deadline_unclear", "2026年前"),
    ("按1.5的系数配备人员。（县卫健局）", "quantity_open", "1.5"),
]


@pytest.mark.parametrize(("first", "code", "pointed"), FINDINGS)
def test_findings_on_a_task(first: str, code: str, pointed: str) -> None:
    notice = converted(PLAN.format(first=first))
    (found,) = [f for f in notice.audit.findings if f.code == code]
    assert found.span is not None
    assert (notice.text or "")[found.span.start : found.span.end] == pointed


@pytest.mark.parametrize(
    ("markers", "code"),
    [
        ("一、二、四、", "numbering_gap"),
        ("一、二、二、", "numbering_repeat"),
    ],
)
def test_findings_on_the_numbering(markers: str, code: str) -> None:
    items = "\n".join(f"{m}、健全服务网络。建立台账。" for m in markers.split("、") if m)
    assert code in codes("安平县重点任务\n" + items)


def test_a_text_that_is_no_notice() -> None:
    audit = converted("春天来了。\n花开了。").audit
    assert [(f.code, f.severity) for f in audit.findings if f.code == "no_tasks"] == [("no_tasks", "error")]


def test_a_missing_title() -> None:
    assert "no_title" in codes("1.健全网络。建立台账。（县卫健局）\n2.提升服务。培训村医。（县卫健局）")


def test_a_column_that_no_rule_knows() -> None:
    head: list[CellText] = ["序号", "任务", "责任单位", "联络员"]
    table = drawn([head, ["1", "健全网络", "县卫健局", "张某"], ["2", "提升服务", "县卫健局", "李某"]])
    notice = convert_source(source(*printed("安平县2024年重点任务"), table))
    (found,) = [f for f in notice.audit.findings if f.code == "column_unknown"]
    assert "联络员" in found.message


def test_what_the_reader_remarked() -> None:
    made = replace(source(*printed(PLAN.format(first="建立台账。（县卫健局）"))), remarks=(Remark("font_unmapped", "no map", page=3),))
    (found,) = [f for f in convert_source(made).audit.findings if f.code == "font_unmapped"]
    assert found.message == "no map (page 3)"


def test_findings_stand_in_the_order_of_the_text() -> None:
    notice = converted(PLAN.format(first="9月底前按1.5的系数配备。（县卫健局）") + "四、完善保障。10月底前完成。（县财政局）")
    places = [f.span.start if f.span else -1 for f in notice.audit.findings]
    assert places == sorted(places)
    assert len(places) >= 4


def test_furniture_is_counted_by_kind() -> None:
    lines = [Line("云岭省", layer=Layer.HEADER), *printed("安平县方案\n- 1 -\n一、任务。落实。\n- 2 -")]
    audit: Audit = convert_source(source(*lines)).audit
    assert [(f.kind, f.lines, f.chars) for f in audit.furniture] == [("page_number", 2, 6), ("running_head", 1, 3)]


def test_what_is_kept_aside_can_be_read_in_the_record() -> None:
    heads = [Line(f"第{k % 60}期  " + "长" * 300, layer=Layer.HEADER) for k in range(1, 200)]
    lines = [*heads, *printed("安平县方案\n- 1 -\n一、任务。落实。\n- 2 -")]
    numbers, running = convert_source(source(*lines)).audit.furniture
    assert numbers.texts == ("- 1 -", "- 2 -")
    assert (running.lines, len(running.texts), {len(text) for text in running.texts}) == (199, 50, {200})
    assert running.texts[0].startswith("第1期 长")



def test_coverage_tells_what_has_no_place() -> None:
    laid = lay_out(source(*printed("健全网络。")))
    assert cover(laid)[0] == 1.0
    share, _, unplaced = cover(replace(laid, text=laid.text[:-2]))
    assert share == pytest.approx(0.6)
    assert [u.text for u in unplaced] == ["。络"]


def test_a_signature_of_another_place() -> None:
    items = "一、健全网络。建立台账。（市卫健委）\n二、提升服务。培训村医。（市卫健委）\n"
    assert "region_conflict" in codes("福州市2024年重点任务\n" + items + "贵阳市人民政府\n2024年3月1日")


def test_the_youth_league_committee_is_no_other_place() -> None:
    items = "一、健全网络。建立台账。（省教育厅、团省委）\n二、提升服务。培训骨干。（省民政厅）\n"
    assert "region_conflict" not in codes("云岭省2024年重点任务\n" + items + "云岭省人民政府\n2024年3月1日")


def test_a_body_named_twice_in_one_clause() -> None:
    assert "unit_repeated" in codes(PLAN.format(first="新建村卫生室。（责任单位：县卫健局、县财政局、县卫健局）"))


def test_a_bracket_that_stands_where_the_others_have_their_clause() -> None:
    items = "1.健全网络。建立台账。（县卫健局）\n2.提升服务。培训村医。（老张与小李）\n3.完善保障。安排资金。（县财政局）"
    assert "clause_unread" in codes("安平县2024年重点任务\n" + items)
