"""Tables whole again: expanded, joined over pages, mended."""

from __future__ import annotations

from gongwen.layout.grid import Grid, expand, fill_down, is_group_row, paragraphs_of, split_at_headings
from gongwen.layout.heading_rows import count_header_rows
from gongwen.layout.joining import join
from gongwen.model.source import Box, Cell, Line, Table
from layouts import CellText, drawn

HEAD: list[CellText] = ["序号", "任务", "责任单位"]


def grid(rows: list[list[CellText]], page: int | None = None) -> Grid:
    made = expand(drawn(rows, page))
    made.n_header = count_header_rows(made)
    return made


def texts(made: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in made.rows]


def test_a_merged_cell_is_referred_to_from_every_place_it_covers() -> None:
    made = grid([HEAD, [("1", 2, 1), ("健全网络", 2, 1), "县教育局"], ["县财政局"]])
    assert made.rows[1][0] is made.rows[2][0]
    assert texts(made)[2] == ["1", "健全网络", "县财政局"]


def test_empty_rows_and_columns_go() -> None:
    made = grid([["序号", "", "任务"], ["1", "", "甲"], ["", "", ""]])
    assert texts(made) == [["序号", "任务"], ["1", "甲"]]


def test_a_cell_over_the_whole_width_is_a_group_row() -> None:
    made = grid([HEAD, [("一、教育", 1, 3)], ["1", "新建学校", "县教育局"]])
    assert [is_group_row(row) for row in made.rows] == [False, True, False]


def test_a_heading_that_comes_again_parts_the_pages() -> None:
    made = grid([HEAD, ["1", "甲", "县教育局"], HEAD, ["2", "乙", "县财政局"]])
    assert [texts(part)[1:] for part in split_at_headings(made)] == [[["1", "甲", "县教育局"]], [["2", "乙", "县财政局"]]]


def test_parts_with_the_same_heading_join_and_the_second_heading_goes() -> None:
    (made,) = join([grid([HEAD, ["1", "甲", "县教育局"]], 1), grid([HEAD, ["2", "乙", "县财政局"]], 2)])
    assert texts(made) == [["序号", "任务", "责任单位"], ["1", "甲", "县教育局"], ["2", "乙", "县财政局"]]
    assert made.pages == [1, 2]
    assert [text for _, text, _ in made.dropped] == ["序号", "任务", "责任单位"]


def test_a_continuation_without_heading_joins_on_the_next_page() -> None:
    assert len(join([grid([HEAD, ["1", "甲", "县教育局"]], 1), grid([["2", "乙", "县财政局"]], 2)])) == 1


def test_other_columns_or_another_heading_stay_apart() -> None:
    first = grid([HEAD, ["1", "甲", "县教育局"]], 1)
    assert len(join([first, grid([["序号", "指标名称"], ["1", "就诊率"]], 2)])) == 2
    assert len(join([first, grid([["序号", "指标名称", "目标值"], ["1", "就诊率", "90%"]], 2)])) == 2


def test_a_continuation_s_columns_must_stand_where_the_first_ones_do() -> None:
    def placed(page: int, lefts: list[float], text: list[str]) -> Grid:
        boxes = [Box(x, 100, x + 50, 120) for x in lefts]
        cells = tuple(Cell(0, c, (Line(t, page=page),), page=page, box=b) for c, (b, t) in enumerate(zip(boxes, text, strict=True)))
        return expand(Table(1, len(cells), cells, page=page))

    assert len(join([placed(1, [60, 120, 300], ["1", "甲", "乙"]), placed(2, [61, 121, 299], ["2", "丙", "丁"])])) == 1
    assert len(join([placed(1, [60, 120, 300], ["1", "甲", "乙"]), placed(2, [60, 200, 300], ["2", "丙", "丁"])])) == 2


def test_a_row_cut_by_the_page_is_mended() -> None:
    above = grid([HEAD, ["1", "健全县乡村三级", "县卫健局、"]], 1)
    below = grid([HEAD, ["", "医疗卫生服务网络。", "县财政局"]], 2)
    (made,) = join([above, below])
    assert texts(made)[1:] == [["1", "健全县乡村三级医疗卫生服务网络。", "县卫健局、县财政局"]]


def test_a_new_row_that_lost_its_number_is_not_glued_to_a_finished_one() -> None:
    above = grid([HEAD, ["1", "健全服务网络。", "县卫健局"]], 1)
    below = grid([HEAD, ["", "建立工作台账。", "县财政局"]], 2)
    (made,) = join([above, below])
    assert len(made.rows) == 3


def test_a_new_row_under_a_merged_cell_printed_once_is_not_glued_to_the_row_before() -> None:
    head: list[CellText] = ["领域", "指标", "单位", "目标值"]
    above = grid([head, ["公共卫生", "床位数", "张", "4.5"]], 1)
    below = grid([head, ["", "医师数", "人", "3.1"]], 2)
    (made,) = join([above, below])
    assert len(made.rows) == 3


def test_a_merged_cell_printed_again_on_the_next_page_is_one() -> None:
    head: list[CellText] = ["领域", "任务", "责任单位"]
    above = grid([head, [("公共卫生领域", 2, 1), "甲任务", "县卫健局"], ["乙任务", "县财政局"]], 1)
    below = grid([head, [("公共卫生领域", 2, 1), "丙任务", "县教育局"], ["丁任务", "县民政局"]], 2)
    (made,) = join([above, below])
    assert len({id(row[0]) for row in made.rows[1:]}) == 1
    assert ("repeated_cell", "公共卫生领域", 2) in made.dropped


def test_empty_places_under_a_group_are_filled_and_a_group_row_ends_it() -> None:
    head: list[CellText] = ["领域", "任务", "责任单位"]
    made = grid([head, ["教育", "甲", "县教育局"], ["", "乙", "县财政局"], [("二、卫生", 1, 3)], ["", "丙", "县卫健局"]])
    fill_down(made, [0])
    assert [row[0].text for row in made.rows[1:]] == ["教育", "教育", "二、卫生", ""]


def test_lines_of_a_narrow_cell_are_one_paragraph_and_items_stay_apart() -> None:
    lines = ["1.完善双向转诊", "机制，落实到位", "。", "2.建立台账。"]
    cell = expand(Table(1, 2, (Cell(0, 0, tuple(Line(t) for t in lines)), Cell(0, 1, (Line("甲"),))))).rows[0][0]
    assert ["".join(x.text for x in p) for p in paragraphs_of(cell)] == ["1.完善双向转诊机制，落实到位。", "2.建立台账。"]
