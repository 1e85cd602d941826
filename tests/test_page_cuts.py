"""Rows and labels that a page break cut, and rows that truly begin below it."""

from __future__ import annotations

from gongwen.layout.grid import Grid, expand
from gongwen.layout.heading_rows import count_header_rows
from gongwen.layout.joining import join
from gongwen.model.source import Box, Cell, Line, Style, Table

EM = 10.0
PITCH = 15.0
PAD = 5.0
HEAD = [["部门"], ["重点任务"], ["说明"]]
WIDTHS = (6, 14, 8)  # characters of a full line in each column


Rows = list[list[list[str]]]


def sheet(page: int, rows: Rows, widths: tuple[int, ...] = WIDTHS, merged: dict[tuple[int, int], int] | None = None) -> Grid:
    """A ruled table as printed: each cell a list of lines, each row as high as its tallest cell. `merged`: rows by place."""
    lefts = [100.0]
    for n in widths:
        lefts.append(lefts[-1] + n * EM + 2 * PAD)
    tops = [100.0]
    for row in rows:
        single = [lines for c, lines in enumerate(row) if not any(k == c for _, k in merged or ())]
        tops.append(tops[-1] + PITCH * max(map(len, single), default=1) + PAD)
    cells = []
    for r, row in enumerate(rows):
        for c, lines in enumerate(row):
            down = (merged or {}).get((r, c), 1)
            if any(k == c and at < r < at + span for (at, k), span in (merged or {}).items()):
                continue
            print_ = tuple(
                Line(text, page, Box(lefts[c] + PAD, y, lefts[c] + PAD + EM * len(text), y + EM), style=Style(EM))
                for text, y in zip(lines, (tops[r] + PAD / 2 + PITCH * k for k in range(len(lines))), strict=True)
            )
            box = Box(lefts[c], tops[r], lefts[c + 1], tops[r + down])
            cells.append(Cell(r, c, print_, down, page=page, box=box))
    made = expand(Table(len(rows), len(widths), tuple(cells), page=page, box=Box(lefts[0], tops[0], lefts[-1], tops[-1])))
    made.n_header = count_header_rows(made)
    return made


def joined(*sheets: Grid) -> list[list[str]]:
    (whole,) = join(list(sheets))
    return [[cell.text for cell in row] for row in whole.rows[whole.n_header :]]


FIRST = [["县民政局"], ["发展养老服务，建设社区食堂十", "处。"], ["年底前完成"]]


def test_a_row_of_which_every_cell_was_cut() -> None:
    above = sheet(1, [HEAD, FIRST, [["云岭省生态环"], ["保护和改善生活环境与生态环境"], ["全年推进"]]])
    below = sheet(2, [HEAD, [["境监测站"], ["，预防污染。"], []], [["县水利局"], ["整治河道。"], ["全年推进"]]])
    assert joined(above, below)[1:] == [
        ["云岭省生态环境监测站", "保护和改善生活环境与生态环境，预防污染。", "全年推进"],
        ["县水利局", "整治河道。", "全年推进"],
    ]


def test_all_cells_cut_and_none_left_blank_is_told_by_the_others_that_end_with_stops() -> None:
    widths = (6, 14, 7)
    last = [["云岭省生态环"], ["保护和改善生活环境与生态环境"], ["责任到人并每月"]]
    above = sheet(1, [HEAD, FIRST, [["县财政局"], ["保障资金。"], ["按月拨付"]], last], widths)
    below = sheet(2, [HEAD, [["境监测站"], ["质量，预防和治理各类环境污染", "事故。"], ["通报"]]], widths)
    assert len(joined(above, below)) == 3


def test_a_row_that_begins_on_the_new_page_has_a_name_of_its_own() -> None:
    above = sheet(1, [HEAD, FIRST, [["县教育局"], ["新建幼儿园三所。"], ["年底前完成"]]])
    below = sheet(2, [HEAD, [["县水利局"], ["整治河道。"], ["全年推进"]]])
    assert len(joined(above, below)) == 3


def test_a_name_that_happens_to_fill_its_cell_is_not_cut() -> None:
    above = sheet(1, [HEAD, FIRST, [["县自然资源局"], ["完成地质灾害隐患点治理"], ["全年推进"]]])
    below = sheet(2, [HEAD, [["县住房建设局"], ["改造老旧小区"], ["全年推进"]]])
    assert len(joined(above, below)) == 3


def test_a_task_without_a_stop_that_leaves_room_on_its_line_is_not_cut() -> None:
    above = sheet(1, [HEAD, [["县民政局"], ["发展养老服务"], ["全年"]]])
    below = sheet(2, [HEAD, [[], ["建设社区食堂"], ["全年"]]])
    assert len(joined(above, below)) == 2


def test_a_further_paragraph_of_a_numbered_row_stands_alone_below() -> None:
    head = [["序号"], ["重点任务"], ["责任单位"]]
    above = sheet(1, [head, [["1"], ["开展排查。"], ["县应急局"]], [["2"], ["1.建立台账。"], ["县民政局"]]])
    below = sheet(2, [head, [[], ["2.逐一销号。"], []], [["3"], ["总结评估。"], ["县民政局"]]])
    assert joined(above, below)[1:] == [["2", "1.建立台账。2.逐一销号。", "县民政局"], ["3", "总结评估。", "县民政局"]]


def test_a_row_cut_twice() -> None:
    above = sheet(1, [HEAD, FIRST, [["县交通局"], ["提升农村公路，打造四好农村路"], ["全年推进"]]])
    middle = sheet(2, [HEAD, [[], ["示范线，完善安全防护设施和公"], []]])
    below = sheet(3, [HEAD, [[], ["共站点。"], []]])
    assert joined(above, middle, below)[1][1] == "提升农村公路，打造四好农村路示范线，完善安全防护设施和公共站点。"


def test_a_narrow_label_cut_in_the_middle_of_the_word() -> None:
    head = [["领域"], ["重点任务"], ["责任单位"]]
    tasks = [["新建幼儿园三所。"], ["县教育局"]]
    above = sheet(1, [head, [["健", "康"], *tasks], [[], *tasks]], (1, 14, 8), {(1, 0): 2})
    below = sheet(2, [head, [["水", "平"], *tasks], [[], *tasks]], (1, 14, 8), {(1, 0): 2})
    assert [row[0] for row in joined(above, below)] == ["健康水平"] * 4


def test_labels_with_room_left_in_their_cells_are_two() -> None:
    head = [["领域"], ["重点任务"], ["责任单位"]]
    tasks = [["新建幼儿园三所，改扩建小学两", "所，补足学位。"], ["县教育局"]]
    above = sheet(1, [head, [["健", "康"], *tasks], [[], *tasks]], (1, 14, 8), {(1, 0): 2})
    below = sheet(2, [head, [["教", "育"], *tasks], [[], *tasks]], (1, 14, 8), {(1, 0): 2})
    assert [row[0] for row in joined(above, below)] == ["健康", "健康", "教育", "教育"]


def test_a_part_whose_merged_columns_are_blank_belongs_to_the_table_above() -> None:
    head = [["序号"], ["环节"], ["任务"], ["内容"]]
    widths = (2, 4, 8, 14)
    first, second = [["1"], ["生产"], ["优化计划"], ["打通产销数据。"]], [["2"], ["供应"], ["预警风险"], ["建设协同平台。"]]
    above = sheet(1, [head, first, second], widths)
    below = sheet(2, [[[], [], ["配送物料"], ["规划配送路径。"]]], widths)
    assert joined(above, below)[1:] == [["2", "供应", "预警风险", "建设协同平台。"], ["", "", "配送物料", "规划配送路径。"]]


def test_a_narrower_table_below_is_another_table() -> None:
    above = sheet(1, [HEAD, FIRST])
    below = sheet(2, [[["甲"], ["乙"]], [["丙"], ["丁"]]], WIDTHS[:2])
    assert len(join([above, below])) == 2


def test_a_number_cut_in_a_column_of_one_figure() -> None:
    head = [["领域"], ["编"], ["重点任务"], ["责任单位"]]
    widths = (6, 1, 12, 8)
    rows = [[["优化服务"], [*str(n)], ["整治河道。"], ["县水利局"]] for n in range(9, 11)]
    above = sheet(1, [head, *rows, [["统筹推进基层"], ["1"], ["加快推进智慧政务服务大厅"], ["县数据局"]]], widths)
    below = sheet(2, [head, [["服务建设"], ["1"], ["建设。"], []], [[], ["1", "2"], ["完善机制。"], ["县数据局"]]], widths, {(1, 0): 2})
    assert joined(above, below)[2:] == [
        ["统筹推进基层服务建设", "11", "加快推进智慧政务服务大厅建设。", "县数据局"],
        ["统筹推进基层服务建设", "12", "完善机制。", "县数据局"],
    ]


def test_names_cut_beside_a_finished_text() -> None:
    head = [["序号"], ["重点任务"], ["责任单位"]]
    widths = (2, 12, 9)
    above = sheet(1, [head, [["1"], ["开展排查。"], ["县应急局"]], [["2"], ["建立台账。"], ["县民政局、县行政审"]]], widths)
    below = sheet(2, [head, [[], ["逐一销号。"], ["批局"]], [["3"], ["总结评估。"], ["县民政局"]]], widths)
    assert joined(above, below)[1] == ["2", "建立台账。逐一销号。", "县民政局、县行政审批局"]


def test_circled_numbers_are_no_numbers_to_reckon_with() -> None:
    above = sheet(1, [[["号"], ["重点任务"]], [["①"], ["建设社区食堂十", "处。"]], [["②"], ["保护和改善生活环境"]]], widths=(1, 9))
    below = sheet(2, [[["号"], ["重点任务"]], [["②"], ["与生态环境。"]]], widths=(1, 9))
    assert [row[0] for row in joined(above, below)][:2] == ["①", "②"]
