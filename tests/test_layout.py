"""Source to Body: text with offsets, provenance, furniture; nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.audit.coverage import cover
from gongwen.convert import convert
from gongwen.layout import lay_out
from gongwen.model.body import Body, Paragraph
from gongwen.model.source import Box, Cell, Item, Line, Table, Wrap
from layouts import CellText, body, drawn, paragraphs, printed, rows, source, tables


def test_blocks_in_reading_order() -> None:
    laid = body("安平县任务表", drawn([["序号", "任务"], ["1", "健全网络"]]), "以上任务由县政府督办。")
    assert [type(b).__name__ for b in laid.blocks] == ["Paragraph", "TableBlock", "Paragraph"]
    assert laid.text == "安平县任务表\n序号\t任务\n1\t健全网络\n以上任务由县政府督办。"


def test_a_merged_cell_stands_once_and_every_row_points_to_it() -> None:
    laid = body(drawn([["序号", "任务", "责任单位"], [("1", 2, 1), ("健全网络", 2, 1), "县卫健局"], ["县财政局"]]))
    (table,) = tables(laid)
    assert laid.text.count("健全网络") == 1
    assert rows(table, laid.text) == [["1", "健全网络", "县卫健局"], ["1", "健全网络", "县财政局"]]
    assert [row.own for row in table.rows] == [(True, True, True), (False, False, True)]


def test_heading_rows_are_columns_and_no_rows() -> None:
    laid = body(drawn([["序号", "任务", ("责任单位", 1, 2)], ["", "", "牵头单位", "配合单位"], ["1", "健全网络", "县卫健局", "县财政局"]]))
    (table,) = tables(laid)
    assert [c.header for c in table.columns] == ["序号", "任务", "责任单位 牵头单位", "责任单位 配合单位"]
    assert len(table.rows) == 1


def test_tables_on_two_pages_are_one() -> None:
    head: list[CellText] = ["序号", "任务", "责任单位"]
    first = drawn([head, ["1", "健全网络", "县卫健局"]], page=1)
    second = drawn([head, ["2", "提升服务", "县财政局"]], page=2)
    laid = body(first, second)
    (table,) = tables(laid)
    assert table.pages == (1, 2)
    assert [row[0] for row in rows(table, laid.text)] == ["1", "2"]
    assert [f.kind for f in laid.furniture] == ["repeated_header"] * 3


def test_a_group_s_empty_cells_below_belong_to_it() -> None:
    head: list[CellText] = ["领域", "序号", "工作内容", "责任单位"]
    laid = body(drawn([head, ["公共卫生", "1", "新建卫生室", "县卫健局"], ["", "2", "培训村医", "县卫健局"]]))
    (table,) = tables(laid)
    assert [row[0] for row in rows(table, laid.text)] == ["公共卫生", "公共卫生"]


def test_names_on_lines_of_their_own_in_a_column_of_bodies() -> None:
    lines = tuple(Line(t) for t in ("县卫生健康局", "县财政局", "县医疗保障局"))
    cells = (Cell(0, 0, (Line("任务"),)), Cell(0, 1, (Line("责任单位"),)), Cell(1, 0, (Line("健全网络"),)), Cell(1, 1, lines))
    laid = body(Table(2, 2, cells))
    (table,) = tables(laid)
    assert rows(table, laid.text)[0][1] == "县卫生健康局\n县财政局\n县医疗保障局"


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        (["省医保", "局", "省卫健", "委"], "省医保局\n省卫健委"),
        (["市自然资源", "和规划局", "市林业局"], "市自然资源和规划局\n市林业局"),
        (["县人民政府", "办公室"], "县人民政府办公室"),
        (["市住房和城乡", "建设局"], "市住房和城乡建设局"),
    ],
)
def test_names_that_a_narrow_column_breaks(printed: list[str], names: str) -> None:
    cells = [Cell(0, 0, (Line("任务"),)), Cell(0, 1, (Line("责任单位"),)), Cell(1, 0, (Line("健全网络"),))]
    laid = body(Table(2, 2, (*cells, Cell(1, 1, tuple(Line(text) for text in printed)))))
    assert rows(tables(laid)[0], laid.text)[0][1] == names


def test_the_rest_of_a_row_on_the_next_page_leaves_most_columns_empty() -> None:
    above = drawn([["序号", "任务", "措施", "责任单位", "备注"], ["1", "健全网络", "在每个行政村建设", "县卫健局", "续建"]], page=1)
    below = drawn([["", "", "村卫生室一所。", "", ""]], page=2)
    (table,) = tables(laid := body(above, below))
    assert rows(table, laid.text) == [["1", "健全网络", "在每个行政村建设\n村卫生室一所。", "县卫健局", "续建"]]


def test_every_character_knows_its_page_and_box() -> None:
    box = Box(80, 100, 500, 115)
    lines = [Line("建立健全工作机制，", page=1, box=box), Line("压实责任。", page=2, box=Box(80, 60, 200, 75))]
    laid = lay_out(source(*lines, pages=2))
    assert [(laid.text[p.start : p.end], p.page) for p in laid.pieces] == [("建立健全工作机制，", 1), ("压实责任。", 2)]
    assert laid.pieces[0].box == box


def test_a_page_number_in_the_middle_of_a_sentence() -> None:
    above = "建立健全现代医院管理制度，完善绩效考核。人员支出占业务支出的比例提高2个百分"
    laid = lay_out(source(*printed(above + "\n- 2 -\n点以上，提高医疗服务收入占比。")))
    assert [f.kind for f in laid.furniture] == ["page_number"]
    assert paragraphs(laid) == [above + "点以上，提高医疗服务收入占比。"]


def test_nothing_at_all() -> None:
    laid = lay_out(source())
    assert (laid.text, laid.blocks, laid.pieces) == ("", (), ())


LINES = st.text(alphabet="一二、（）1.2。，：县年任务AB “”附件-", min_size=1, max_size=25).map(Line)
ROW = st.lists(st.sampled_from(["序号", "任务", "1", "县卫健局", "落实。", ""]), min_size=2, max_size=2)
TABLES = st.lists(ROW, min_size=1, max_size=4).map(lambda made: drawn([list(row) for row in made]))


@given(st.lists(LINES | TABLES, max_size=10))
def test_every_character_is_placed_and_offsets_hold(items: list[Item]) -> None:
    laid = lay_out(source(*items))
    share, _, unplaced = cover(laid)
    assert (share, unplaced) == (1.0, ())
    _ordered(laid)


def _ordered(laid: Body) -> None:
    at = 0
    for block in laid.blocks:
        assert at <= block.start <= block.end <= len(laid.text)
        at = block.end
        if not isinstance(block, Paragraph):
            assert all(block.start <= s <= e <= block.end for row in block.rows for s, e in row.cells)
    at = 0
    for piece in laid.pieces:
        assert at <= piece.start < piece.end
        at = piece.end


def test_paragraphs_keep_what_the_format_tells_of_them() -> None:
    lines = [Line("安平县方案", wrap=Wrap.PARAGRAPH, indent=2.0), Line("为推进工作。", wrap=Wrap.PARAGRAPH, blank_before=True)]
    laid = lay_out(source(*lines))
    assert paragraphs(laid) == ["安平县方案", "为推进工作。"]
    first, second = laid.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.indent, second.blank_before, first.lines) == (2.0, True, 1)


def test_names_with_their_roles_on_lines_of_their_own() -> None:
    lines = tuple(Line(t) for t in ("县供销社（牵头）", "县商务局"))
    cells = (Cell(0, 0, (Line("任务"),)), Cell(0, 1, (Line("责任单位"),)), Cell(1, 0, (Line("建设冷库"),)), Cell(1, 1, lines))
    laid = body(Table(2, 2, cells))
    assert rows(tables(laid)[0], laid.text)[0][1] == "县供销社（牵头）\n县商务局"


CUT = [
    ("各单位要明确专人负责，于每月5日前将上月进", "展情况报县医改办。"),
    ("全省培训县级骨干300名、乡镇卫生院人员120", "0名。"),
    ("会议明确，县卫健局要于3月底前完成可研报告编", "制。"),
]


@pytest.mark.parametrize(("above", "below"), CUT)
def test_a_cut_sentence_in_a_text_of_few_lines(above: str, below: str) -> None:
    assert paragraphs(lay_out(source(*printed(f"{above}\n{below}")))) == [above + below]


def test_characters_of_no_width_are_no_text() -> None:
    text = "安平县任务\n1.健全网络。建卫生室3所。（县\u200b卫健局、县财政\ufeff局）\n2.提升服务。培训村医。（县卫健局）\n"
    notice = convert(text.encode(), name="copied.txt")
    assert [u.name for u in notice.tasks[0].units] == ["县卫健局", "县财政局"]
