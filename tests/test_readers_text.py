"""The text reader: lines as printed, and tables by tabs, by cells on lines of their own, by pipes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.errors import GongwenError
from gongwen.limits import Limits
from gongwen.model.source import Line, Source, Table, Wrap
from gongwen.readers.text import read_text


def read(text: str, name: str = "notice.txt") -> Source:
    return read_text(text.encode(), name)


def lines(text: str) -> list[Line]:
    return [item for item in read(text).items if isinstance(item, Line)]


def table(text: str) -> list[list[str]]:
    """The only table as rows of texts; lines of a cell parted by /, a merged cell standing once."""
    [found] = [item for item in read(text).items if isinstance(item, Table)]
    rows = [[""] * found.n_cols for _ in range(found.n_rows)]
    for cell in found.cells:
        rows[cell.row][cell.col] = "/".join(line.text for line in cell.lines)
    return rows


# --- lines --------------------------------------------------------------------------------------------------------------


def test_every_filled_line_is_a_line_of_print() -> None:
    got = lines("清江市人民政府\n\n关于推进养老服务的通知\n")
    assert [line.text for line in got] == ["清江市人民政府", "关于推进养老服务的通知"]
    assert [line.blank_before for line in got] == [False, True]
    assert {line.wrap for line in got} == {Wrap.UNKNOWN}


@pytest.mark.parametrize(("lead", "indent"), [("　　", 2.0), ("    ", 2.0), ("", 0.0), ("　 ", 1.5)])
def test_indent_is_measured_in_characters(lead: str, indent: float) -> None:
    assert lines(f"{lead}一、总体要求\n")[0].indent == indent


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(end: str) -> None:
    assert [line.text for line in lines(f"第一行{end}第二行{end}")] == ["第一行", "第二行"]


def test_a_form_feed_parts_lines_like_an_empty_line() -> None:
    assert [(line.text, line.blank_before) for line in lines("上页\f下页")] == [("上页", False), ("下页", True)]


def test_blanks_inside_a_line_are_kept() -> None:
    assert lines("目　　录")[0].text == "目　　录"


def test_one_tab_in_a_lone_line_is_a_gap_in_text() -> None:
    assert [item.text for item in read("联系人：\t李某\n").items if isinstance(item, Line)] == ["联系人：\t李某"]


# --- tab-separated rows -------------------------------------------------------------------------------------------------


def test_tab_separated_rows_are_a_table() -> None:
    assert table("序号\t任务\t单位\n1\t修路\t县交通局\n2\t架桥\t县住建局\n") == [
        ["序号", "任务", "单位"],
        ["1", "修路", "县交通局"],
        ["2", "架桥", "县住建局"],
    ]


def test_empty_lines_between_rows_are_allowed() -> None:
    assert len(table("序号\t任务\t单位\n\n1\t修路\t县交通局\n\n2\t架桥\t县住建局\n")) == 3


def test_a_short_row_lacks_its_leftmost_cells() -> None:
    assert table("领域\t任务\t单位\n交通\t修路\t县交通局\n架桥\t县住建局\n")[2] == ["", "架桥", "县住建局"]


def test_a_lone_line_between_rows_heads_the_rows_below() -> None:
    found = read("序号\t任务\t单位\n一、交通\n1\t修路\t县交通局\n").items[0]
    assert isinstance(found, Table)
    assert [c.colspan for c in found.cells if c.row == 1] == [3]


@pytest.mark.parametrize("cell", ["修路<br>架桥", "<p>修路</p><p>架桥</p>", "<p>修路</p>架桥"])
def test_paragraph_marks_in_a_cell_part_its_lines(cell: str) -> None:
    assert table(f"序号\t任务\t单位\n1\t{cell}\t县交通局\n")[1][1] == "修路/架桥"


# --- one cell per line behind a tab -------------------------------------------------------------------------------------

CELLS = "\t序号\n\t任务\n\t单位\n\n\t1\n\t修路\n\t县交通局\n\n\t2\n\t架桥\n\t县住建局\n"


def test_cells_behind_tabs_make_rows_between_empty_lines() -> None:
    assert table(CELLS) == [["序号", "任务", "单位"], ["1", "修路", "县交通局"], ["2", "架桥", "县住建局"]]


def test_a_tab_alone_is_an_empty_cell() -> None:
    assert table(CELLS.replace("\t修路\n", "\t\n"))[1] == ["1", "", "县交通局"]
    assert table(CELLS.replace("\t2\n\t架桥", "\t\n\t"))[2] == ["", "", "县住建局"]


def test_a_line_without_a_tab_goes_on_in_the_cell_above() -> None:
    text = CELLS.replace("\t修路\n", "\t（1）修通乡镇之间的公路，全部铺设沥青路面并完善沿线照明设施。\n（2）补种行道树。\n")
    assert table(text)[1][1] == "（1）修通乡镇之间的公路，全部铺设沥青路面并完善沿线照明设施。/（2）补种行道树。"


def test_a_short_line_between_empty_lines_is_part_of_the_cell_when_cells_go_on() -> None:
    assert table(CELLS.replace("\t县交通局\n", "\t县交通局\n\n县财政局\n"))[1][2] == "县交通局/县财政局"


def test_text_below_the_table_is_not_of_it() -> None:
    assert [item.text for item in read(CELLS + "\n注：单位按职责分工。\n").items if isinstance(item, Line)] == ["注：单位按职责分工。"]


def test_a_row_without_its_last_cells_keeps_its_number_in_front() -> None:
    assert table(CELLS.replace("\t2\n\t架桥\n\t县住建局", "\t2\n\t架桥"))[2] == ["2", "架桥", ""]


def test_cells_without_empty_lines_stay_lines_for_layout_to_prove() -> None:
    assert [line.text for line in lines("\t序号\n\t任务\n\t1\n\t修路\n")] == ["序号", "任务", "1", "修路"]


# --- Markdown -----------------------------------------------------------------------------------------------------------


def test_pipes_with_a_rule_are_a_table_with_a_marked_heading() -> None:
    found = read("| 序号 | 任务 |\n|---|:--:|\n| 1 | 修路 |\n").items[0]
    assert isinstance(found, Table)
    assert [(c.text, c.header) for c in found.cells] == [("序号", True), ("任务", True), ("1", False), ("修路", False)]


@pytest.mark.parametrize(
    "text",
    [
        "|序号|任务|\n|-|-|\n|1|修路|\n",
        "序号|任务|单位|\n1|修路|某局|\n2|架桥|某局|\n",
        "+---+---+\n|序号|任务|\n+---+---+\n|1|修路|\n+---+---+\n",
        "┌──┬──┐\n│序号│任务│\n├──┼──┤\n│1│修路│\n└──┴──┘\n",
    ],
)
def test_pipes_with_odd_rules_or_many_alike_are_a_table(text: str) -> None:
    found = read(text).items[0]
    assert isinstance(found, Table)
    assert [c.text for c in found.cells][:2] == ["序号", "任务"]


def test_pipes_without_a_rule_are_text() -> None:
    assert [line.text for line in lines("甲 | 乙\n丙 | 丁\n")] == ["甲 | 乙", "丙 | 丁"]


def test_markdown_headings_have_levels_only_in_markdown_files() -> None:
    [marked] = read("## 二、主要任务\n", "notice.md").items
    assert isinstance(marked, Line)
    assert (marked.text, marked.style.outline_level) == ("二、主要任务", 2)
    assert lines("## 二、主要任务\n")[0].text == "## 二、主要任务"


def test_marks_of_emphasis_are_taken_off() -> None:
    got = lines("**总体要求**\n坚持**问题导向**。\n")
    assert [(line.text, line.style.bold) for line in got] == [("总体要求", True), ("坚持问题导向。", False)]


# --- limits and totality ------------------------------------------------------------------------------------------------


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(GongwenError) as caught:
        read_text(b"a\tb\tc\n" * 10, "x.txt", Limits(max_table_cells=20))
    assert caught.value.code == "table_too_large"


def test_too_much_text_is_refused() -> None:
    with pytest.raises(GongwenError) as caught:
        read_text("字".encode() * 100, "x.txt", Limits(max_chars=50))
    assert caught.value.code == "too_much_text"


@given(st.lists(st.sampled_from(["\t", "\n", "\n\n", "1", "任务", "县局", "|", "-", "　", "<br>", "**", "# "]), max_size=60).map("".join))
def test_no_character_is_lost(text: str) -> None:
    marks = str.maketrans("", "", "|-*")
    kept = [x.text for item in read(text).items for x in ([item] if isinstance(item, Line) else (y for c in item.cells for y in c.lines))]
    got, given = "".join(kept).replace("<br>", "").translate(marks), text.replace("<br>", "").translate(marks)
    assert sorted("".join(got.split())) == sorted("".join(given.split()))
