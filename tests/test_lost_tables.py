"""Tables without their grid: restored where the evidence proves them, left as lines with a remark where it does not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import compare, generate, render_text
from generator.document import Document, Paragraph
from generator.document import Table as Drawn
from gongwen.convert import convert
from gongwen.layout import lay_out
from gongwen.layout.lost import restore
from gongwen.model.body import Body, TableBlock
from gongwen.model.source import Box, Line, Table
from gongwen.readers.text import read_text


def body_of(text: str) -> Body:
    return lay_out(read_text(text.encode(), "notice.txt"))


def rows_of(text: str) -> list[list[str]]:
    """The cells of the only table, its heading left out."""
    body = body_of(text)
    [table] = [block for block in body.blocks if isinstance(block, TableBlock)]
    return [[body.text[start:end] for start, end in row.cells] for row in table.rows]


def roles_of(text: str) -> list[str | None]:
    [table] = [block for block in body_of(text).blocks if isinstance(block, TableBlock)]
    return [column.role for column in table.columns]


def left_alone(text: str, *, reported: bool) -> bool:
    body = body_of(text)
    remarked = any(remark.code == "table_unrestored" for remark in body.remarks)
    return not any(isinstance(block, TableBlock) for block in body.blocks) and remarked == reported


def stacked(*rows: str) -> str:
    """Cells parted by bars, one line each."""
    return "\n".join(cell for row in rows for cell in row.split("|") if cell) + "\n"


# --- one cell per line --------------------------------------------------------------------------------------------------

HEAD = "序号|重点任务|责任单位|完成时限"
TASKS = (HEAD, "1|完善托育服务网络|市卫健委、市民政局|2024年6月底前", "2|开展托育机构排查|市卫健委|全年", "3|建设社区食堂|市民政局|长期")


def test_running_numbers_and_kinds_of_cells_prove_rows() -> None:
    assert rows_of(stacked(*TASKS)) == [row.split("|") for row in TASKS[1:]]
    assert roles_of(stacked(*TASKS)) == ["number", "task", "units", "deadline"]


def test_empty_lines_between_cells_change_nothing() -> None:
    assert rows_of(stacked(*TASKS).replace("\n", "\n\n")) == rows_of(stacked(*TASKS))


def test_a_cell_that_is_missing_leaves_its_place_empty() -> None:
    without_time = stacked(*TASKS[:2], "2|开展托育机构排查|市卫健委|", TASKS[3])
    assert rows_of(without_time)[1] == ["2", "开展托育机构排查", "市卫健委", ""]


@pytest.mark.parametrize("mark", ["/", "—", "——", "无"])
def test_a_mark_for_nothing_fills_its_place(mark: str) -> None:
    assert rows_of(stacked(*TASKS[:2], f"2|开展托育机构排查|市卫健委|{mark}", TASKS[3]))[1][3] == mark


def test_a_merged_first_column_stands_once() -> None:
    text = stacked("领域|" + HEAD, "一、养老服务|" + TASKS[1], TASKS[2], "二、社区服务|" + TASKS[3])
    assert [row[0] for row in rows_of(text)] == ["一、养老服务", "一、养老服务", "二、社区服务"]


def test_measures_of_several_lines_stay_in_their_cell() -> None:
    text = stacked(
        "序号|工作任务|具体措施|责任单位",
        "1|完善托育服务网络|（1）新建普惠托位。|（2）培训保育人员。|市卫健委",
        "2|建设社区食堂|在老旧小区设点。|市民政局",
        "3|开展机构排查|（1）建立台账。|（2）限期整改。|市市场监管局",
    )
    assert rows_of(text)[0][2] == "（1）新建普惠托位。\n（2）培训保育人员。"
    assert [row[3] for row in rows_of(text)] == ["市卫健委", "市民政局", "市市场监管局"]


def test_a_row_without_number_and_task_goes_on_under_the_one_above() -> None:
    text = stacked(
        "序号|工作任务|具体措施|责任单位|完成时限",
        "1|完善托育服务网络|新建普惠托位。|市卫健委|6月底前",
        "培训保育人员。|市教育局|9月底前",
        "2|建设社区食堂|在老旧小区设点。|市民政局|全年",
        "3|开展机构排查|建立台账。|市市场监管局|年底前",
    )
    assert rows_of(text)[1] == ["", "完善托育服务网络", "培训保育人员。", "市教育局", "9月底前"]


def test_rows_without_numbers_are_proved_by_bodies_and_times() -> None:
    text = stacked("重点任务|责任单位|完成时限", *(row.partition("|")[2] for row in TASKS[1:]))
    assert [row[1] for row in rows_of(text)] == ["市卫健委、市民政局", "市卫健委", "市民政局"]


def test_a_heading_over_rows_becomes_a_group() -> None:
    body = body_of(stacked(HEAD, "养老服务方面", TASKS[1], TASKS[2], "社区服务方面", TASKS[3]))
    [table] = [block for block in body.blocks if isinstance(block, TableBlock)]
    assert [row.group for row in table.rows] == [True, False, False, True, False]


def test_the_table_ends_where_its_rows_end() -> None:
    body = body_of(stacked(*TASKS) + "抄送：市委办公室。\n清江市民政局 2024年1月8日印发\n")
    last = body.blocks[-2:]
    assert [body.text[b.start : b.end] for b in last] == ["抄送：市委办公室。", "清江市民政局 2024年1月8日印发"]


# --- indicators ---------------------------------------------------------------------------------------------------------

FIGURES = ("1|普惠性托位占比|%|52|60", "2|每千人口托位数|个|2.5|4.5", "3|持证人员占比|%|—|≥90")


def test_figures_stand_under_their_years() -> None:
    text = stacked("序号|指标|单位|2022年|2025年", *FIGURES)
    assert rows_of(text)[2] == ["3", "持证人员占比", "%", "—", "≥90"]
    assert roles_of(text)[:3] == ["number", "indicator", "unit"]


def test_heading_words_over_two_lines_are_one_heading() -> None:
    text = stacked("序号|主要|指标|单位|“十三五”完成|情况|“十四五”规划|目标|指标|属性", *(row + "|预期性" for row in FIGURES))
    [table] = [block for block in body_of(text).blocks if isinstance(block, TableBlock)]
    assert [c.header for c in table.columns] == ["序号", "主要指标", "单位", "“十三五”完成情况", "“十四五”规划目标", "指标属性"]


def test_a_heading_over_years_keeps_its_years() -> None:
    text = stacked("序号|指标|单位|目标值|2024年|2025年", *(row.replace("—", "80") for row in FIGURES))
    [table] = [block for block in body_of(text).blocks if isinstance(block, TableBlock)]
    assert [c.year for c in table.columns] == [None, None, None, "2024", "2025"]


def test_a_lone_goal_is_placed_by_its_sign() -> None:
    text = stacked("序号|指标|单位|2022年|2025年", *FIGURES[:2], "3|持证人员占比|%|≥90")
    assert rows_of(text)[2][3:] == ["", "≥90"]


def test_a_lone_figure_that_fits_either_year_is_not_guessed() -> None:
    assert left_alone(stacked("序号|指标|单位|2022年|2025年", *FIGURES[:2], "3|持证人员占比|%|90"), reported=True)


def test_figures_that_can_be_shared_out_in_two_ways_stay_with_their_name() -> None:
    text = stacked("序号|指标|2022年|2025年", "1|普惠性托位占比|52|60", "2|持证人员占比|70|90", "3|城市覆盖率|市级≥20|县级≥10|镇级≥5")
    body = body_of(text)
    assert any("市级≥20" in remark.message for remark in body.remarks)
    assert rows_of(text)[2][2:] == ["", ""]


# --- tables run into one line -------------------------------------------------------------------------------------------


def flat(head: str, *rows: str, after: str = "") -> str:
    return "规划目标明确，保障有力，见专栏1。专栏1　养老服务发展主要指标" + head + "".join(rows) + after + "\n"


def test_growth_proves_where_one_figure_ends() -> None:
    text = flat(
        "序号指标2020年2025年2025年比2020年增长",
        "1养老床位总数（万张）12.515.020%",
        "2护理型床位占比（%）48.655.06.4个百分点",
        "3社区站点（个）800100025%",
        after="注：数据为年末数。",
    )
    assert rows_of(text) == [
        ["1", "养老床位总数（万张）", "12.5", "15.0", "20%"],
        ["2", "护理型床位占比（%）", "48.6", "55.0", "6.4个百分点"],
        ["3", "社区站点（个）", "800", "1000", "25%"],
    ]


def test_the_text_before_and_after_stays() -> None:
    text = flat("序号指标2020年2025年", "1入住率（%）＜45≥60", "2覆盖率（%）＜80≥95", "3合格率（%）＜90≥98", after="注：数据为年末数。")
    body = body_of(text)
    first, last = body.blocks[0], body.blocks[-1]
    assert body.text[first.start : first.end].endswith("养老服务发展主要指标")
    assert body.text[last.start : last.end] == "注：数据为年末数。"


def test_words_of_nature_and_cumulated_figures_part_rows() -> None:
    text = flat(
        "指标2020年2025年〔累计〕属性",
        "床位使用率（%）54.661.0〔6.4〕预期性",
        "新增床位（万张）--〔3〕约束性",
        "医养结合率（%）-＞90-约束性",
    )
    assert [row[-1] for row in rows_of(text)] == ["预期性", "约束性", "约束性"]
    assert rows_of(text)[1][1:4] == ["-", "-", "〔3〕"]


def test_a_row_that_can_be_cut_in_two_ways_has_no_values_and_is_reported() -> None:
    text = flat(
        "指标2020年2025年属性",
        "入住率（%）＜45≥60预期性",
        "覆盖率（%）＜80≥95约束性",
        "合格率（%）＜90≥98约束性",
        "平均时长（小时）12.516约束性",
    )
    assert rows_of(text)[3] == ["平均时长（小时）12.516", "", "", "约束性"]
    assert any("12.516" in remark.message for remark in body_of(text).remarks)


def test_years_in_running_text_are_no_table() -> None:
    prose = "各项指标2020年已经完成，2025年要再上台阶，力争主要指标在全省前列。" * 4
    assert left_alone(prose + "\n", reported=False)


# --- columns of blanks --------------------------------------------------------------------------------------------------

PRINTED = """序号    重点任务              责任单位        完成时限

1    推进政务数据共享，建成统一   县政务服务局、   2024年6月底前
     的数据目录。             县大数据局

2    优化网上办事大厅功能。      县政务服务局     2024年9月底前

3    开展基层减负试点，压减各类   县委办公室、县   2024年底前
     报表。                民政局
"""


def test_gutters_of_blanks_part_columns() -> None:
    assert rows_of(PRINTED)[0] == ["1", "推进政务数据共享，建成统一的数据目录。", "县政务服务局、县大数据局", "2024年6月底前"]
    assert rows_of(PRINTED)[2][2] == "县委办公室、县民政局"


def test_rows_that_are_not_parted_begin_with_their_number() -> None:
    assert [row[0] for row in rows_of(PRINTED.replace("\n\n", "\n"))] == ["1", "2", "3"]


def test_numbers_set_in_the_middle_of_merged_cells_prove_nothing() -> None:
    text = PRINTED.replace("\n2    优化", "\n     优化").replace("\n3    开展", "\n2    开展")
    assert left_alone(text, reported=True)


# --- nothing that is no table -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1.完善制度。\n2.强化保障。\n3.严格考核。\n",
        "责任单位：市卫健委\n完成时限：2024年底\n责任单位：市民政局\n完成时限：全年\n",
        "清江市民政局\n清江市财政局\n2024年3月1日\n",
        "一、工作任务\n二、责任单位\n三、完成时限\n",
        "工作任务\n各地要认真组织实施，确保按时完成。\n",
    ],
)
def test_lists_labels_and_signatures_stay_lines(text: str) -> None:
    assert left_alone(text, reported=False)


def test_numbers_that_break_off_prove_nothing() -> None:
    assert left_alone(stacked(HEAD, "1|完善托育服务网络", "各地要认真组织实施，确保按时完成。"), reported=True)


# --- provenance and totality --------------------------------------------------------------------------------------------


def test_cells_keep_the_lines_with_their_pages_and_boxes() -> None:
    cells = [cell for row in TASKS for cell in row.split("|")]
    items = [Line(text, page=2, box=Box(50, 20.0 * i, 300, 20.0 * i + 12)) for i, text in enumerate(cells)]
    [table], _ = restore(list(items))
    assert isinstance(table, Table)
    assert [(line.text, line.page, line.box) for cell in table.cells for line in cell.lines] == [(x.text, x.page, x.box) for x in items]


WORDS = ["序号", "指标", "重点任务", "责任单位", "2025年", "1", "2", "3", "市卫健委", "全年", "95%", "/", "建设站点", "（一）加强领导。"]


def characters(texts: Iterable[str]) -> list[str]:
    return sorted("".join("".join(texts).split()))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_no_character_is_lost(texts: list[str]) -> None:
    items, _ = restore([Line(text) for text in texts])
    kept = (x.text for item in items for x in ([item] if isinstance(item, Line) else (y for c in item.cells for y in c.lines)))
    assert characters(kept) == characters(texts)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789.-<≥〔〕% 年指标约束性（）床位2025", max_size=120))
def test_no_character_of_a_flat_table_is_lost(tail: str) -> None:
    text = "序号指标2020年2025年" + "1入住率（%）＜45≥60" + tail + "。" * 40
    items, _ = restore([Line(text)])
    kept = (x.text for item in items for x in ([item] if isinstance(item, Line) else (y for c in item.cells for y in c.lines)))
    assert characters(kept) == characters([text])


# --- planted notices ----------------------------------------------------------------------------------------------------


def without_tabs(document: Document, empty: str) -> str:
    """The notice with every cell on a line of its own; a merged cell stands once, an empty one as `empty` or not at all."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines += block.text.split("\n")
        else:
            cells = [cell.text or empty for row in block.grid() for cell, here in row if here]
            lines += [line for cell in cells for line in cell.split("\n") if line]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(6))
def test_planted_tables_come_back_row_by_row(seed: int) -> None:
    planted = generate(seed, "cell_lines")
    for text in (render_text(planted.document, "cell_lines", truth=planted.truth), without_tabs(planted.document, "")):
        record = convert(text.encode(), name="planted.txt").model_dump(mode="json")
        drawn = sum(isinstance(block, Drawn) for block in planted.document.blocks)
        assert len(record["tables"]) == drawn
        assert record["audit"]["coverage"] == 1
        scores = compare(planted.truth, record, "planted.txt")
        assert scores["task"].missed == 0
