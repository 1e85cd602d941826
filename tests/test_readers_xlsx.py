"""Workbooks: the tables of their sheets as shown, titles over them, notes under them; what is hidden, merged or computed."""

from __future__ import annotations

import datetime
import io
import itertools
import struct
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from generator.document import Cell, Document, Paragraph, Table
from generator.render_xlsx import render_xlsx
from gongwen import clock
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.model import source as model
from gongwen.model.source import Layer, Line, Source, Wrap
from gongwen.readers import read
from gongwen.readers.sheets import read_xls, read_xlsx
from gongwen.readers.sheets.blocks import read_sheet
from gongwen.readers.sheets.model import Entry, Range, Sheet

HEAD = ["序号", "重点任务", "责任单位", "完成时限"]
ROWS = [[1, "建设便民站点", "市民政局", "6月底前"], [2, "更新公交车辆", "市交通运输局", "年底前"]]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(rows: Sequence[Sequence[Any]], title: str = "Sheet1") -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return book, sheet


def source_of(rows: Sequence[Sequence[Any]], title: str = "Sheet1", limits: Limits = DEFAULT) -> Source:
    return read_xlsx(saved(workbook(rows, title)[0]), "清单.xlsx", limits)


def shape(source: Source) -> list[Any]:
    """Lines as text, tables as rows of text, in order; hidden lines and comments with their layer."""
    out: list[Any] = []
    for item in source.items:
        if isinstance(item, Line):
            out.append(item.text if item.layer is Layer.BODY else (str(item.layer), item.text))
        else:
            out.append(grid(item))
    return out


def grid(table: model.Table) -> list[list[str]]:
    rows = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row][cell.col] = cell.text
    return rows


TABLE = [[str(x) for x in row] for row in [HEAD, *ROWS]]


# ---------------------------------------------------------------- blocks


def test_a_table() -> None:
    source = source_of([HEAD, *ROWS])
    assert shape(source) == [TABLE]
    assert (source.reader, source.pages, source.remarks) == ("xlsx", (), ())


def test_titles_over_and_notes_under_a_table() -> None:
    book, sheet = workbook([["清江市重点任务清单"], [None, None, None, "单位：个"], HEAD, *ROWS, ["注：责任单位排名第一的为牵头单位。"]])
    sheet.merge_cells("A1:D1")
    sheet["A1"].alignment, sheet["A1"].font = Alignment(horizontal="center"), Font(bold=True, size=20)
    source = read_xlsx(saved(book), "x")
    assert shape(source) == ["清江市重点任务清单", "单位：个", TABLE, "注：责任单位排名第一的为牵头单位。"]
    title = source.items[0]
    assert isinstance(title, Line)
    assert (title.style.align, title.style.bold, title.style.size) == ("center", True, 20)


def test_lines_of_a_form_are_no_heading() -> None:
    rows = [["重点任务清单"], ["填报单位：安平县", None, "填报时间：2026年3月"], HEAD, *ROWS]
    assert shape(source_of(rows)) == ["重点任务清单", "填报单位：安平县  填报时间：2026年3月", TABLE]


def test_a_heading_of_two_rows() -> None:
    book, sheet = workbook([["序号", "指标", "目标值", None], [None, None, "2026年", "2027年"], [1, "覆盖率", 85, 90]])
    for area in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(area)
    (table,) = read_xlsx(saved(book), "x").items
    assert isinstance(table, model.Table)
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells][:5] == [
        (0, 0, 2, 1, "序号"), (0, 1, 2, 1, "指标"), (0, 2, 1, 2, "目标值"), (1, 2, 1, 1, "2026年"), (1, 3, 1, 1, "2027年"),
    ]  # fmt: skip


def test_group_rows_stay_in_the_table() -> None:
    book, sheet = workbook([HEAD, ["一、民生保障"], ROWS[0], ["二、交通出行"], ROWS[1]])
    sheet.merge_cells("A2:D2")
    sheet.merge_cells("A4:D4")
    (table,) = read_xlsx(saved(book), "x").items
    assert isinstance(table, model.Table)
    assert [(c.row, c.colspan) for c in table.cells if c.colspan > 1] == [(1, 4), (3, 4)]


def test_cells_merged_downwards() -> None:
    book, sheet = workbook([["领域", *HEAD], ["民生", *ROWS[0]], [None, *ROWS[1]]])
    sheet.merge_cells("A2:A3")
    (table,) = read_xlsx(saved(book), "x").items
    assert isinstance(table, model.Table)
    assert (table.n_rows, table.n_cols) == (3, 5)
    assert next(c for c in table.cells if c.text == "民生").rowspan == 2


def test_tables_below_each_other() -> None:
    rows = [HEAD, *ROWS, [], ["附：指标表"], ["指标", "数值"], ["覆盖率", "85%"]]
    assert shape(source_of(rows)) == [TABLE, "附：指标表", [["指标", "数值"], ["覆盖率", "85%"]]]


def test_an_empty_row_within_a_table() -> None:
    assert shape(source_of([HEAD, ROWS[0], [], ROWS[1]])) == [TABLE]
    assert shape(source_of([HEAD, ROWS[0], [], HEAD, ROWS[1]])) == [[TABLE[0], TABLE[1]], [TABLE[0], TABLE[2]]]


def test_tables_side_by_side() -> None:
    left, right = [["甲", "乙"], ["1", "2"], ["3", "4"]], [["丙", "丁"], ["5", "6"]]
    rows = [["甲", "乙", None, "丙", "丁"], ["1", "2", None, "5", "6"], ["3", "4", None, None, None]]
    assert shape(source_of(rows)) == [left, right]
    again = [["甲", "乙", None, "甲", "乙"], ["1", "2", None, "5", "6"]]
    assert shape(source_of(again)) == [[["甲", "乙"], ["1", "2"]], [["甲", "乙"], ["5", "6"]]]


def test_a_spacer_column_parts_nothing() -> None:
    (table,) = source_of([["序号", None, "任务", "单位"], ["1", None, "甲", "乙"], ["2", None, "丙", "丁"]]).items
    assert isinstance(table, model.Table)
    assert table.n_cols == 4


def test_tables_that_touch_at_a_corner() -> None:
    rows = [["甲", "乙"], ["1", "2"], [None, None, "丙", "丁"], [None, None, "3", "4"]]
    assert shape(source_of(rows)) == [[["甲", "乙"], ["1", "2"]], [["丙", "丁"], ["3", "4"]]]


def test_one_column_is_text() -> None:
    assert shape(source_of([["关于开展专项行动的通知"], ["一、总体要求"], ["坚持问题导向。"]])) == [
        "关于开展专项行动的通知",
        "一、总体要求",
        "坚持问题导向。",
    ]


def test_breaks_typed_in_a_cell_part_its_lines() -> None:
    (table,) = source_of([HEAD, [1, "（1）甲\n（2）乙\r\n", "市民政局\n市财政局", ""]]).items
    assert isinstance(table, model.Table)
    cell = table.cells[5]
    assert [(line.text, line.wrap) for line in cell.lines] == [("（1）甲", Wrap.SOFT), ("（2）乙", Wrap.PARAGRAPH)]


places = st.tuples(st.integers(0, 14), st.integers(0, 8))
areas = st.tuples(places, st.integers(0, 3), st.integers(0, 4)).map(lambda a: Range(a[0][0], a[0][1], a[0][0] + a[1], a[0][1] + a[2]))


@settings(max_examples=200, deadline=None)
@given(
    st.sets(places, min_size=1, max_size=60), st.lists(areas, max_size=4), st.sets(st.integers(0, 14), max_size=3),
    st.sets(st.integers(0, 8), max_size=2), st.booleans(),
)  # fmt: skip
def test_no_cell_is_lost_or_shown_twice(
    cells: set[tuple[int, int]], merged: list[Range], rows: set[int], columns: set[int], hidden: bool
) -> None:
    """However sparse, merged and hidden."""
    sheet = Sheet("名称", hidden, {place: Entry(f"t{i}") for i, place in enumerate(sorted(cells))}, merged, rows, columns)
    seen: list[str] = []
    for item in read_sheet(sheet, DEFAULT):
        if isinstance(item, Line):
            seen += item.text.replace("名称", "").split()
        else:
            seen += " ".join(cell.text for cell in item.cells).split()
            assert all(c.row >= 0 and c.row + c.rowspan <= item.n_rows and c.col + c.colspan <= item.n_cols for c in item.cells)
    assert sorted(seen) == sorted(f"t{i}" for i in range(len(cells)))


# ---------------------------------------------------------------- sheets


def test_sheets_in_order_with_names_that_say_something() -> None:
    book, _ = workbook([HEAD, *ROWS], "民生实事清单")
    second = book.create_sheet("Sheet2")
    second.append(["指标", "数值"])
    second.append(["覆盖率", "85%"])
    titled = book.create_sheet("指标体系")
    for row in (["指标总表"], ["指标", "数值"], ["覆盖率", "90%"]):
        titled.append(row)
    book.create_sheet("空白表")
    assert shape(read_xlsx(saved(book), "x")) == [
        "民生实事清单",
        TABLE,
        [["指标", "数值"], ["覆盖率", "85%"]],
        "指标总表",
        [["指标", "数值"], ["覆盖率", "90%"]],
    ]


def test_the_name_of_a_sheet_of_mere_text_stands_over_it() -> None:
    """Else its numbered remarks go on from the table before."""
    book, _ = workbook([HEAD, *ROWS], "Sheet1")
    for name, texts in (("填报说明", ["1.每月5日前报送。", "2.各栏均须填写。"]), ("备注栏", ["备注栏：", "无"]), ("Sheet4", ["甲"])):
        for text in texts:
            if name not in book.sheetnames:
                book.create_sheet(name)
            book[name].append([text])
    assert shape(read_xlsx(saved(book), "x")) == [TABLE, "填报说明", "1.每月5日前报送。", "2.各栏均须填写。", "备注栏：", "无", "甲"]


def test_templates_workbooks_with_macros_and_lost_parts() -> None:
    data = saved(workbook([HEAD, *ROWS])[0])
    types = "[Content_Types].xml"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    for other in ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", main.replace("sheet.main", "template.main")):
        assert shape(read(edited(data, types, main, other), "清单.xlsm")) == [TABLE]
    for lost in (types, "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kept = {name: archive.read(name) for name in archive.namelist() if name != lost}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name, content in kept.items():
                made.writestr(name, content)
        assert shape(read(out.getvalue(), "清单.xlsx")) == [TABLE], lost


def test_a_size_that_is_only_declared_costs_nothing() -> None:
    data = edited(saved(workbook([HEAD, *ROWS])[0]), "xl/worksheets/sheet1.xml", 'ref="A1:D3"', 'ref="A1:XFD1048576"')
    assert shape(read_xlsx(data, "x")) == [TABLE]


@pytest.mark.parametrize("name", ["Sheet1", "Sheet12", "Sheet1 (2)", "工作表1", "表3", "Лист1", "Feuil2"])
def test_names_that_the_program_gave_say_nothing(name: str) -> None:
    assert shape(source_of([HEAD, *ROWS], name)) == [TABLE]


def test_hidden_sheets_rows_and_columns() -> None:
    book, sheet = workbook([[*HEAD, "内部备注"], [*ROWS[0], "未核"], [3, "停办事项", "某局", "无", "停"], [*ROWS[1], "已核"]])
    sheet.column_dimensions["E"].hidden = True
    sheet.row_dimensions[3].hidden = True
    secret = book.create_sheet("底稿")
    secret.append(["草稿", "草稿数"])
    secret.sheet_state = "veryHidden"
    source = read_xlsx(saved(book), "x")
    assert shape(source) == [
        TABLE,
        ("hidden", "内部备注"),
        ("hidden", "未核"),
        ("hidden", "3\t停办事项\t某局\t无\t停"),
        ("hidden", "已核"),
        ("hidden", "草稿\t草稿数"),
    ]
    assert [r.code for r in source.remarks] == ["cells_hidden", "sheet_hidden"]


def test_merged_cells_over_hidden_rows_and_columns() -> None:
    book, sheet = workbook(
        [["领域", "任务", "单位"], ["民生", "甲", "某局"], [None, "乙", "某局"], [None, "丙", "某局"], ["交通", "丁", "某局"]]
    )
    sheet.merge_cells("A2:A4")
    sheet.row_dimensions[3].hidden = True
    table = read_xlsx(saved(book), "x").items[0]
    assert isinstance(table, model.Table)
    assert table.n_rows == 4
    assert [(c.row, c.rowspan) for c in table.cells if c.text == "民生"] == [(1, 2)]


def test_comments_and_charts_are_told() -> None:
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment

    book, sheet = workbook([["年度", "数量"], [2025, 3], [2026, 5]])
    sheet["B2"].comment = Comment("请核实", "审核人")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E5")
    book.create_chartsheet("图").add_chart(BarChart())
    source = read_xlsx(saved(book), "x")
    assert shape(source) == [[["年度", "数量"], ["2025", "3"], ["2026", "5"]], ("comment", "请核实")]
    assert {r.code for r in source.remarks} == {"chart", "chart_sheet"}


def test_text_boxes_are_told() -> None:
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    rels = f'<Relationships><Relationship Id="d" Type="{link}" Target="../drawings/drawing1.xml"/></Relationships>'
    drawing = f'<wsDr><sp><txBody><p xmlns="{a}"><r><t>框中字</t></r></p></txBody></sp></wsDr>'
    more = {"worksheets___rels__sheet1.xml.rels": rels, "drawings__drawing1.xml": drawing}
    source = read_xlsx(package('<row><c t="str"><v>表外字</v></c></row>', "", **more), "x")
    assert shape(source) == ["表外字"]
    assert [r.code for r in source.remarks] == ["text_box"]


# ---------------------------------------------------------------- values


def test_values_as_shown() -> None:
    book, sheet = workbook([["项目", "数值"]])
    shown = [
        (0.475, "0.0%", "47.5%"), (12, "General", "12"), (3.0, "General", "3"), (1234567.5, "#,##0.00", "1,234,567.50"),
        (datetime.date(2025, 6, 30), 'yyyy"年"m"月"d"日"', "2025年6月30日"), (datetime.date(2025, 6, 30), "yyyy-mm-dd", "2025-06-30"),
        (datetime.date(2026, 12, 31), "yyyy/m/d", "2026/12/31"), (85, '"≥"0"%"', "≥85%"), (30, '0"个"', "30个"), (True, "General", "TRUE"),
    ]  # fmt: skip
    for value, code, _ in shown:
        sheet.append(["某项", value])
        sheet.cell(sheet.max_row, 2).number_format = code
    (table,) = read_xlsx(saved(book), "x").items
    assert isinstance(table, model.Table)
    assert [row[1] for row in grid(table)[1:]] == [text for _, _, text in shown]


def test_dates_counted_from_1904() -> None:
    book, sheet = workbook([["项目", "日期"], ["某项", datetime.date(2025, 6, 30)]])
    sheet["B2"].number_format = "yyyy-mm-dd"
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert shape(read_xlsx(saved(book), "x")) == [[["项目", "日期"], ["某项", "2025-06-30"]]]


def test_formulas_show_their_result_or_are_remarked() -> None:
    book, _ = workbook([["项目", "数值"], ["甲", 3], ["合计", "=SUM(B2:B2)"]])
    source = read_xlsx(saved(book), "x")
    assert [(r.code, r.severity) for r in source.remarks] == [("formula_without_value", "warning")]
    with_result = edited(saved(book), "xl/worksheets/sheet1.xml", "<f>SUM(B2:B2)</f><v></v>", "<f>SUM(B2:B2)</f><v>3</v>")
    assert with_result is not None
    source = read_xlsx(with_result, "x")
    assert source.remarks == ()
    assert shape(source) == [[["项目", "数值"], ["甲", "3"], ["合计", "3"]]]


def test_shared_strings_rich_text_phonetics_and_escapes() -> None:
    strings = "<si><r><t>重点</t></r><r><rPr/><t>任务</t></r><rPh sb='0' eb='1'><t>じゅうてん</t></rPh></si>"
    strings += "<si><t>甲_x000D_&#10;乙_x4E00_</t></si>"
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row r="2"><c r="A2" t="str"><v>丙</v></c><c t="s"><v>7</v></c>'
    rows += '<c r="B2" t="e"><v>#N/A</v></c></row>'
    assert shape(read_xlsx(package(rows, strings), "x")) == [[["重点任务", "甲\n乙一"], ["丙", "#N/A"]]]


# ---------------------------------------------------------------- parity with the neutral document


def test_the_same_rows_as_the_document() -> None:
    rows = (
        (Cell("序号"), Cell("指标"), Cell("目标", colspan=2)),
        (Cell("1", rowspan=2), Cell("覆盖率"), Cell("85%"), Cell("90.5%")),
        (Cell("达标数"), Cell("30"), Cell("12.0")),
    )
    document = Document("x", (Paragraph("指标总表", "title"), Table(rows)))
    for numbers in (False, True):
        source = read_xlsx(render_xlsx(document, numbers=numbers), "x")
        assert shape(source) == ["指标总表", [["序号", "指标", "目标", ""], ["1", "覆盖率", "85%", "90.5%"], ["", "达标数", "30", "12.0"]]]


# ---------------------------------------------------------------- what cannot be read


def edited(data: bytes, member: str, old: str, new: str) -> bytes:
    """The workbook with a passage of one part replaced; the passage must be there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as made:
        for name in archive.namelist():
            content = archive.read(name).decode()
            if name == member:
                assert old in content, content[-2000:]
                content = content.replace(old, new)
            made.writestr(name, content)
    return out.getvalue()


def package(rows: str, strings: str, namespace: str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", **more: str) -> bytes:
    """A workbook of one sheet, part by part; `more` holds parts of xl/ by their names, a slash as two underlines."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    for kind, target in (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")):
        listed += f'<Relationship Id="{kind}" Type="{relations}/{kind}" Target="{target}"/>'
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{relations}"><sheets>'
        '<sheet name="Sheet1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": listed + "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>',
    }
    parts |= {"xl/" + name.replace("__", "/"): content for name, content in more.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def fails(data: bytes, **caps: int) -> Code:
    with pytest.raises(GongwenError) as raised:
        read_xlsx(data, "x", replace(DEFAULT, **caps))  # type: ignore[arg-type]
    return raised.value.code


def test_errors_and_caps() -> None:
    data = saved(workbook([HEAD, *ROWS])[0])
    assert fails(saved(openpyxl.Workbook())) is Code.FILE_EMPTY
    assert fails(b"") is Code.FILE_EMPTY
    assert fails(data[:500]) is Code.FILE_CORRUPT
    assert fails(data, max_table_cells=11) is Code.TABLE_TOO_LARGE
    assert fails(data, max_chars=20) is Code.TOO_MUCH_TEXT
    assert fails(data, max_entries=3) is Code.TOO_MANY_ENTRIES
    assert fails(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) is Code.FILE_ENCRYPTED


def test_many_small_tables_are_too_many_in_the_end() -> None:
    rows = [row for _ in range(30) for row in (["甲", "乙"], ["1", "2"], [])]
    data = saved(workbook(rows)[0])
    assert len(read_xlsx(data, "x", replace(DEFAULT, max_table_cells=120)).items) == 30
    assert fails(data, max_table_cells=20) is Code.TABLE_TOO_LARGE


def test_a_far_cell_and_a_vast_merge_cost_nothing() -> None:
    book, sheet = workbook([HEAD, *ROWS])
    sheet["XFD1048576"] = "远处"
    vast = '</sheetData><mergeCells><mergeCell ref="A5:XFC1048575"/><mergeCell ref="5:7"/></mergeCells>'
    data = edited(saved(book), "xl/worksheets/sheet1.xml", "</sheetData>", vast)
    assert shape(read_xlsx(data, "x")) == [TABLE, "远处"]


@pytest.mark.parametrize("step", [1, 2])
def test_time_grows_with_the_cells_alone(step: int) -> None:
    """Rows of one cell, notes under a table, rows parted by empty ones: none of them is looked at again for every other."""
    lone = "".join(f'<row r="{step * r}"><c r="A{step * r}"><v>1</v></c></row>' for r in range(3, 8_000))
    pair = "".join(f'<row r="{r}"><c r="A{r}" t="str"><v>甲</v></c><c t="str"><v>乙</v></c></row>' for r in (1, 2))
    many = "".join(f'<row r="{step * r}"><c r="A{step * r}"><v>{r}</v></c><c><v>2</v></c></row>' for r in range(1, 8_000))
    for rows in (pair + lone, many):
        start = time.process_time()
        read_xlsx(package(rows, ""), "x")
        assert time.process_time() - start < 8


def test_a_sheet_that_breaks_off_gives_what_it_had() -> None:
    data = edited(saved(workbook([HEAD, *ROWS])[0]), "xl/worksheets/sheet1.xml", '<row r="3"', "<<row r='3'")
    source = read_xlsx(data, "x")
    assert shape(source) == [TABLE[:2]]
    assert [(r.code, r.severity) for r in source.remarks] == [("sheet_unreadable", "error")]
    everything = edited(data, "xl/worksheets/sheet1.xml", "<sheetData>", "<")
    assert fails(everything) is Code.FILE_CORRUPT


def test_odd_references_styles_and_numbers() -> None:
    data = saved(workbook([["甲", "乙"], ["丙", 5]])[0])
    for old, new in (
        ('r="B2"', 'r="?"'),
        ('r="B2"', 's="99999999999"'),
        ("<v>5</v>", "<v>nan</v>"),
        ("<v>5</v>", "<v>1e999</v>"),
        ('r="2"', 'r="x"'),
        ('<row r="2"', '<row r="0"'),
        ('<row r="2"', '<row r="99999999999"'),
    ):
        (table,) = read_xlsx(edited(data, "xl/worksheets/sheet1.xml", old, new), "x").items
        assert isinstance(table, model.Table)
        assert (table.n_rows, table.n_cols) == (2, 2)


def test_strict_workbooks() -> None:
    rows = '<row><c t="s"><v>0</v></c><c><v>1</v></c></row><row><c t="s"><v>0</v></c><c><v>2</v></c></row>'
    data = package(rows, "<si><t>甲</t></si>", "http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert shape(read_xlsx(data, "x")) == [[["甲", "1"], ["甲", "2"]]]


# ---------------------------------------------------------------- the old format


def old_workbook(encrypted: bool = False) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("民生实事清单")
    sheet.write_merge(0, 0, 0, 2, "清江市民生实事", xlwt.easyxf("font: bold on, height 400; align: horiz center"))
    for r, row in enumerate([["任务", "时限", "进度"], ["建站", None, None], ["修路", None, None]], 1):
        for c, text in enumerate(row):
            if text:
                sheet.write(r, c, text)
    sheet.write(2, 1, datetime.date(2026, 6, 30), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    sheet.write(2, 2, 0.475, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(3, 1, "年底前\n（含验收）")
    sheet.write(3, 2, 3)
    sheet.row(3).hidden = False
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_old_binary_format() -> None:
    source = read_xls(old_workbook(), "清单.xls")
    assert shape(source) == [
        "清江市民生实事",
        [["任务", "时限", "进度"], ["建站", "2026年6月30日", "47.5%"], ["修路", "年底前\n（含验收）", "3"]],
    ]
    title = source.items[0]
    assert isinstance(title, Line)
    assert (title.style.align, title.style.bold, title.style.size) == ("center", True, 20)
    assert read(old_workbook(), "清单.et").reader == "xls"


def bare_stream(rows: Sequence[Sequence[Any]], encoding: str) -> bytes:
    """Records without a container, as scripts on web servers write them under the name .xls."""
    out = struct.pack("<HHHHHH", 0x809, 8, 0, 0x10, 0, 0)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                text = value.encode(encoding)
                out += struct.pack("<HHHHHH", 0x204, 8 + len(text), r, c, 0, len(text)) + text
            else:
                out += struct.pack("<HHHHHd", 0x203, 14, r, c, 0, value)
    return out + struct.pack("<HH", 0x0A, 0)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "big5"])
def test_streams_without_a_container_and_their_encoding(encoding: str) -> None:
    rows = [["序號", "任務", "單位"], ["一", "建設便民站點", "市民政局"]] if encoding == "big5" else [HEAD, *ROWS]
    assert shape(read(bare_stream(rows, encoding), "清单.xls")) == [[[str(value) for value in row] for row in rows]]


def test_the_clock_is_looked_at_between_rows_of_an_old_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[None] = []
    monkeypatch.setattr(clock, "check", lambda page=None: rows.append(None))
    read_xls(bare_stream([HEAD, *ROWS], "gbk"), "清单.xls")
    assert len(rows) == 1 + len(ROWS)


def test_an_old_workbook_with_a_password() -> None:
    stream = bare_stream([HEAD, *ROWS], "gbk")
    locked = stream[:12] + struct.pack("<HHHH", 0x2F, 4, 0x1234, 0x5678) + stream[12:]
    with pytest.raises(GongwenError) as raised:
        read_xls(locked, "清单.xls")
    assert raised.value.code is Code.FILE_ENCRYPTED


def test_a_damaged_old_file_is_one_coded_error() -> None:
    data = old_workbook()
    for at in itertools.chain(range(512, len(data), 997), [600, 2000]):
        hurt = data[:at] + b"\xff\xfe\x00" * 30 + data[at + 90 :]
        try:
            read_xls(hurt, "x")
        except GongwenError as error:
            code = error.code
        else:
            continue
        assert code in (Code.FILE_CORRUPT, Code.FILE_EMPTY, Code.FILE_ENCRYPTED, Code.TABLE_TOO_LARGE)


def test_the_front_door_knows_workbooks() -> None:
    assert read(saved(workbook([HEAD, *ROWS])[0]), "notice.docx").reader == "xlsx"
