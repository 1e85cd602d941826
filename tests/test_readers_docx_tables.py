"""Tables of Word: every cell once, where it is drawn, with what it covers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docx_builder import cell, only_table, package, paragraph, read, row, table, texts
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT
from gongwen.model.source import Line, Table
from gongwen.readers.docx import read_docx

START, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def layout(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in found.cells]


def test_spans_in_both_directions() -> None:
    found = only_table(
        read(
            table(
                row(cell("序号", START), cell("任务", span(2)), cell("单位")),
                row(cell("", GO_ON), cell("甲", START), cell("乙"), cell("丙", START)),
                row(cell("1"), cell("", GO_ON), cell("丁"), cell("", GO_ON)),
            )
        )
    )
    assert (found.n_rows, found.n_cols, found.ruled) == (3, 4, True)
    assert layout(found) == [
        (0, 0, 2, 1, "序号"),
        (0, 1, 1, 2, "任务"),
        (0, 3, 1, 1, "单位"),
        (1, 1, 2, 1, "甲"),
        (1, 2, 1, 1, "乙"),
        (1, 3, 2, 1, "丙"),
        (2, 0, 1, 1, "1"),
        (2, 2, 1, 1, "丁"),
    ]


def test_a_merge_without_a_beginning_or_of_another_width_begins_where_it_stands() -> None:
    found = only_table(
        read(
            table(
                row(cell("甲", GO_ON), cell("乙", START), cell("丙")),
                row(cell("", GO_ON), cell("丁", span(2) + GO_ON)),
                row(cell("戊"), cell("", span(2) + GO_ON)),
            )
        )
    )
    assert layout(found) == [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (0, 2, 1, 1, "丙"), (1, 1, 2, 2, "丁"), (2, 0, 1, 1, "戊")]


def test_text_in_covered_cells_is_kept_unless_it_only_repeats() -> None:
    rows = row(cell("市教育局", START)) + row(cell("市教育局", GO_ON)) + row(cell("市财政局", GO_ON))
    assert layout(only_table(read(table(rows)))) == [(0, 0, 3, 1, "市教育局\n市财政局")]


def test_rows_that_begin_late_or_end_early() -> None:
    late = row(cell("乙"), properties='<w:gridBefore w:val="1"/>')
    found = only_table(read(table(row(cell("甲"), cell("丙"), cell("丁")), late, row(cell("戊")))))
    assert (found.n_rows, found.n_cols) == (3, 3)
    assert layout(found)[3:] == [(1, 1, 1, 1, "乙"), (2, 0, 1, 1, "戊")]


def test_short_rows_without_spans_are_laid_out_by_their_widths() -> None:
    def wide(text: str, width: int) -> str:
        return cell(text, f'<w:tcW w:w="{width}" w:type="dxa"/>')

    grid = '<w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="5000"/><w:gridCol w:w="3000"/></w:tblGrid>'

    def rows_of(*rows: str) -> list[tuple[int, int, int, int, str]]:
        return layout(only_table(read(f"<w:tbl>{grid}{''.join(rows)}</w:tbl>")))

    full = row(wide("1", 1000), wide("甲", 5000), wide("乙", 3000))
    assert rows_of(row(wide("任务表", 9010)), full)[0] == (0, 0, 1, 3, "任务表")
    percent = cell("任务表", '<w:tcW w:w="5000" w:type="pct"/>')
    assert rows_of(row(percent), full)[0] == (0, 0, 1, 3, "任务表")
    assert rows_of(full, row(wide("小计", 5990), wide("3", 3000)))[3:] == [(1, 0, 1, 2, "小计"), (1, 2, 1, 1, "3")]
    assert rows_of(full, row(wide("短行", 6000)))[3:] == [(1, 0, 1, 1, "短行")]
    assert rows_of(full, row(wide("他宽", 3100), wide("余", 5900)))[3:] == [(1, 0, 1, 1, "他宽"), (1, 1, 1, 1, "余")]


def test_legacy_horizontal_merges() -> None:
    begin, go_on = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    assert layout(only_table(read(table(row(cell("甲", begin), cell("", go_on), cell("乙")))))) == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙")]


def test_heading_rows_are_marked() -> None:
    found = only_table(read(table(row(cell("序号"), cell("任务"), properties="<w:tblHeader/>"), row(cell("1"), cell("甲")))))
    assert [c.header for c in found.cells] == [True, True, False, False]


def test_cells_keep_their_paragraphs_and_nested_tables_in_reading_order() -> None:
    nested = table(row(cell("内一"), cell(table(row(cell("最内"))))), row(cell("内二")))
    found = only_table(read(table(row(cell(paragraph("前") + nested + paragraph("后")), cell("邻")))))
    assert [line.text for line in found.cells[0].lines] == ["前", "内一", "最内", "内二", "后"]
    assert found.cells[1].text == "邻"


def test_a_frame_of_one_column_around_tables_is_taken_away() -> None:
    inner = table(row(cell("序号"), cell("任务")), row(cell("1"), cell("甲")))
    source = read(table(row(cell(paragraph("标题") + inner)), row(cell("落款"))))
    assert [type(item) for item in source.items] == [Line, Table, Line]
    assert [remark.code for remark in source.remarks] == ["frame_table"]


def test_a_title_row_over_all_columns_is_no_frame() -> None:
    found = only_table(read(table(row(cell("任务表", span(2))), row(cell("甲"), cell(table(row(cell("内"))))))))
    assert layout(found)[0] == (0, 0, 1, 2, "任务表")


def test_a_small_box_stays_a_table() -> None:
    found = only_table(read(table(row(cell(paragraph("一") + paragraph("二"))))))
    assert [line.text for line in found.cells[0].lines] == ["一", "二"]


def test_a_document_typed_into_a_table_is_text() -> None:
    source = read(table(row(cell("".join(paragraph(f"第{i}段") for i in range(10))))))
    assert [item.text for item in source.items if isinstance(item, Line)] == [f"第{i}段" for i in range(10)]
    assert [remark.code for remark in source.remarks] == ["text_in_table"]


def test_rows_of_text_around_the_rows_of_a_table_are_text() -> None:
    wide = [row(cell(text, span(2))) for text in ("甲", "乙", "丙")]
    grid = [row(cell("序号"), cell("任务")), row(cell("1"), cell("丁"))]
    items = read(table(*wide, *grid, row(cell("注", span(2))))).items
    assert [item.text for item in items[:3] if isinstance(item, Line)] == ["甲", "乙", "丙"]
    assert layout(items[3]) == [(0, 0, 1, 1, "序号"), (0, 1, 1, 1, "任务"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "丁"), (2, 0, 1, 2, "注")]
    assert len(read(table(*wide[:2], *grid)).items) == 1, "a title and a line below it belong to the table"


def test_cells_are_capped_and_absurd_spans_cut() -> None:
    body = table(*[row(*[cell("x") for _ in range(5)]) for _ in range(5)])
    with pytest.raises(GongwenError) as caught:
        read_docx(package(body), "x", replace(DEFAULT, max_table_cells=24))
    assert caught.value.code is Code.TABLE_TOO_LARGE
    assert "max_table_cells" in (caught.value.hint or "")
    assert only_table(read(table(row(cell("甲", span(2_000_000_000)), cell("乙"))))).n_cols == 64


def test_an_empty_table_is_nothing() -> None:
    assert texts("<w:tbl><w:tblPr/></w:tbl>" + table(row()) + paragraph("后")) == ["后"]


CELLS = st.tuples(st.integers(1, 4), st.sampled_from(["", START, GO_ON, '<w:hMerge w:val="continue"/>']), st.integers(0, 3))


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(CELLS, max_size=6)), min_size=1, max_size=7))
@settings(max_examples=150, deadline=None)
def test_whatever_the_spans_cells_never_overlap_and_no_text_is_lost(rows: list[tuple[int, list[tuple[int, str, int]]]]) -> None:
    marks: list[str] = []
    xml = []
    for before, cells in rows:
        made = []
        for width, merge, _ in cells:
            marks.append(f"<{len(marks)}>")
            made.append(cell(marks[-1].replace("<", "〈").replace(">", "〉"), span(width) + merge))
        xml.append(row(*made, properties=f'<w:gridBefore w:val="{before}"/>'))
    source = read(table(*xml) + paragraph("完"))
    for found in source.items:
        if isinstance(found, Table):
            taken = [(r, c) for x in found.cells for r in range(x.row, x.row + x.rowspan) for c in range(x.col, x.col + x.colspan)]
            assert len(taken) == len(set(taken))
            assert all(r < found.n_rows and c < found.n_cols for r, c in taken)
            assert [(x.row, x.col) for x in found.cells] == sorted((x.row, x.col) for x in found.cells)
    text = "\n".join(texts(table(*xml)))
    assert all(f"〈{i}〉" in text for i in range(len(marks)))
