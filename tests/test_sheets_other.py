"""Task lists that are workbooks by their name alone: XML of Excel 2003, web pages, values parted by commas; and Word as one XML file."""

from __future__ import annotations

import base64
import io
import itertools
import zipfile
from xml.sax.saxutils import escape

import pytest

from essence import differences, essence
from generator import generate, render_docx
from gongwen import clock, convert
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.readers import read
from gongwen.readers.sheets import ods as opendocument
from gongwen.readers.sheets import read_csv, read_spreadsheetml, spreadsheetml
from gongwen.readers.sheets.model import MAX_HIDDEN
from gongwen.readers.sniff import sniff
from test_readers_xlsx import HEAD, ROWS, TABLE, saved, shape, workbook

SS = "urn:schemas-microsoft-com:office:spreadsheet"
HTML = "http://www.w3.org/TR/REC-html40"
STYLES = (
    '<Style ss:ID="Default" ss:Name="Normal"><Font ss:Size="11"/></Style>'
    '<Style ss:ID="s1"><NumberFormat ss:Format="0.0%"/></Style><Style ss:ID="s2" ss:Parent="s1"/>'
    '<Style ss:ID="s3"><NumberFormat ss:Format="Long Date"/></Style>'
    '<Style ss:ID="s4"><Alignment ss:Horizontal="Center"/><Font ss:Size="20" ss:Bold="1"/></Style>'
    '<Style ss:ID="s5"><NumberFormat ss:Format="yyyy\\-mm\\-dd"/></Style><Style ss:ID="s6"><NumberFormat ss:Format="Percent"/></Style>'
)


def cell(value: object, kind: str = "String", **attributes: object) -> str:
    own = "".join(f' ss:{name}="{content}"' for name, content in attributes.items())
    return f'<Cell{own}><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'


def row(*cells: object, **attributes: object) -> str:
    own = "".join(f' ss:{name}="{content}"' for name, content in attributes.items())
    return f"<Row{own}>{''.join(c if isinstance(c, str) and c.startswith('<') else cell(c) for c in cells)}</Row>"


def book(*rows: str, name: str = "Sheet1", columns: str = "", options: str = "", more: str = "") -> bytes:
    sheet = f'<Worksheet ss:Name="{name}"><Table>{columns}{"".join(rows)}</Table>{options}</Worksheet>'
    return (
        f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{SS}" xmlns:ss="{SS}" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>{STYLES}</Styles>{sheet}{more}</Workbook>'
    ).encode()


LIST = [row(*HEAD), *(row(*r) for r in ROWS)]


def test_a_list_under_a_merged_title() -> None:
    title = row(cell("清江市重点任务清单", MergeAcross=3, StyleID="s4"))
    source = read(book(title, *LIST), "清单.xls")
    assert shape(source) == ["清江市重点任务清单", TABLE]
    assert source.reader == "spreadsheetml"
    assert (source.items[0].style.align, source.items[0].style.bold, source.items[0].style.size) == ("center", True, 20)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (cell("0.475", "Number", StyleID="s1"), "47.5%"),
        (cell("0.475", "Number", StyleID="s2"), "47.5%"),
        (cell("0.5", "Number", StyleID="s6"), "50.00%"),
        (cell("85", "Number"), "85"),
        (cell("2026-06-30T00:00:00.000", "DateTime", StyleID="s3"), "2026年6月30日"),
        (cell("2026-06-30T00:00:00.000", "DateTime", StyleID="s5"), "2026-06-30"),
        (cell("2026-06-30T00:00:00.000", "DateTime"), "2026/6/30"),
        (cell("bald", "DateTime"), "bald"),
        (cell("x", "Number"), "x"),
        (cell("1", "Boolean"), "TRUE"),
        (cell("甲\r\n乙"), "甲\n乙"),
        (f'<Cell><ss:Data ss:Type="String" xmlns="{HTML}"><B>重点</B><Font>任务</Font></ss:Data></Cell>', "重点任务"),
        (cell("#N/A", "Error"), "#N/A"),
        (cell("甲", StyleID="nowhere"), "甲"),
    ],
)
def test_values_as_shown(given: str, shown: str) -> None:
    (table,) = shape(read_spreadsheetml(book(row("项目", "数值"), row("某项", given)), "x"))
    assert table[1][1] == shown


def test_places_that_the_file_states_and_merged_cells() -> None:
    rows = [row(*HEAD), row("1", "建站", cell("市民政局", MergeDown=1), "6月")]
    rows.append(row("2", cell("修路", Index=2), cell("年底", Index=4), Index=3))
    source = read_spreadsheetml(book(*rows), "x")
    (table,) = source.items
    assert [(c.row, c.col, c.rowspan) for c in table.cells if c.text == "市民政局"] == [(1, 2, 2)]  # type: ignore[union-attr]
    assert shape(source)[0][2] == ["2", "修路", "", "年底"]


def test_what_is_hidden_and_what_has_no_value() -> None:
    columns = '<Column ss:Index="5" ss:Hidden="1"/>'
    options = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    hidden = f'<Worksheet ss:Name="底稿"><Table>{row("草稿", "数")}</Table>{options}</Worksheet>'
    rows = [row(*HEAD, "备注"), row("3", "停办", "某局", "无", "停", Hidden=1)]
    rows += [row(*ROWS[0], "未核"), row(*ROWS[1], '<Cell ss:Formula="=1"/>')]
    source = read_spreadsheetml(book(*rows, columns=columns, more=hidden), "x")
    assert shape(source)[0] == TABLE
    assert [r.code for r in source.remarks] == ["cells_hidden", "formula_without_value", "sheet_hidden"]


@pytest.mark.parametrize("number", ["999999999999999", "-1", "x", "1048577"])
def test_odd_places_cost_nothing(number: str) -> None:
    rows = [row(*HEAD), row(*ROWS[0], Index=number), row(cell(2, Index=number, MergeAcross=number, MergeDown=number), "甲", "乙")]
    assert read_spreadsheetml(book(*rows, columns=f'<Column ss:Hidden="1" ss:Index="{number}" ss:Span="{number}"/>'), "x").items


def test_many_long_hidden_stretches_cost_no_more_than_one() -> None:
    """And what they hide is hidden all the same."""
    columns = "".join(f'<Column ss:Index="{5 + 20_000 * n}" ss:Hidden="1" ss:Span="19999"/>' for n in range(50))
    rows = [row(*HEAD, "备注"), row(*ROWS[0], "未核"), row(*ROWS[1])]
    rows += [row(Hidden=1, Span=19_999) for _ in range(50)] + [row("3", "停办", "某局", "无", Hidden=1)]
    (sheet,), _ = spreadsheetml.read_workbook(book(*rows, columns=columns), DEFAULT, [])
    assert len(sheet.hidden_columns) + len(sheet.hidden_rows) < 2 * MAX_HIDDEN + 102
    assert shape(read_spreadsheetml(book(*rows, columns=columns), "x"))[:2] == [TABLE, ("hidden", "备注")]


def failed(data: bytes, name: str, limits: Limits = DEFAULT) -> Code:
    with pytest.raises(GongwenError) as raised:
        read(data, name, limits)
    return raised.value.code


def test_errors() -> None:
    assert failed(book(*LIST)[:-30], "x.xls") is Code.FILE_CORRUPT
    assert failed(book(), "x.xls") is Code.FILE_EMPTY
    assert failed(book(*LIST), "x.xls", Limits(max_chars=10)) is Code.TOO_MUCH_TEXT
    bomb = book(*LIST).replace(b"<Workbook", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><Workbook', 1)
    assert failed(bomb, "x.xls") in (Code.FILE_CORRUPT, Code.UNSUPPORTED_FORMAT)


# ---------------------------------------------------------------- web pages called .xls


def test_a_web_page_called_a_workbook() -> None:
    """What most office systems export: a table of HTML, its numbers marked for Excel."""
    rows = "".join(f"<tr>{''.join(f'<td style=mso-number-format:General x:str>{c}</td>' for c in r)}</tr>" for r in [HEAD, *ROWS])
    table = f"<table><tr><td colspan=4>清单</td></tr>{rows}</table>"
    page = f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>{table}</body></html>'
    for data in (page.encode(), page.encode("gb18030"), page.encode("utf-16"), table.encode()):
        source = read(data, "清单.xls")
        assert source.reader.startswith("html")
        assert TABLE[1] in [row for item in shape(source) if isinstance(item, list) for row in item]


SECOND = "<table><tr><td>指标</td><td>数值</td></tr><tr><td>覆盖率</td><td>85%</td></tr></table>"


def test_a_workbook_saved_as_one_page() -> None:
    """Excel frames its sheets; the page of tabs is no sheet."""
    rows = "".join(f"<tr>{''.join(f'<td>{value}</td>' for value in r)}</tr>" for r in [HEAD, *ROWS])
    sheets = "".join(f'<x:ExcelWorksheet><x:WorksheetSource HRef="book.files/sheet00{n}.htm"/></x:ExcelWorksheet>' for n in (1, 2))
    frames = '<frameset><frame src="book.files/sheet001.htm"><frame src="book.files/tabstrip.htm"></frameset>'
    parts = {
        "book.htm": f"<html><head><!--[if gte mso 9]><xml>{sheets}</xml><![endif]--></head>{frames}</html>",
        "book.files/tabstrip.htm": "<html><body><p>清单</p><p>说明</p></body></html>",
        "book.files/sheet001.htm": f"<html><body><table>{rows}</table></body></html>",
        "book.files/sheet002.htm": f"<html><body>{SECOND}</body></html>",
    }

    def saved_page(parts: dict[str, str]) -> bytes:
        head = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
        made = head.encode()
        for place, page in parts.items():
            made += f"--x\r\nContent-Location: file:///C:/{place}\r\nContent-Type: text/html; charset=gb2312\r\n\r\n".encode()
            made += page.encode("gb2312") + b"\r\n"
        return made + b"--x--\r\n"

    assert shape(read(saved_page(parts), "清单.xls")) == [TABLE, [["指标", "数值"], ["覆盖率", "85%"]]]
    parts["book.htm"] = f"<html>{frames}</html>"
    assert TABLE in shape(read(saved_page(parts), "清单.xls"))
    del parts["book.files/sheet001.htm"], parts["book.files/tabstrip.htm"]
    assert failed(saved_page(parts), "清单.xls") is Code.NO_TEXT_LAYER


# ---------------------------------------------------------------- values parted by commas

LINES = [[str(value) for value in row] for row in [HEAD, *ROWS]]


def written(rows: list[list[str]], separator: str = ",", end: str = "\r\n") -> str:
    return "".join(separator.join(f'"{v}"' if separator in v or "\n" in v else v for v in row) + end for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_values_in_any_encoding(encoding: str, separator: str, end: str) -> None:
    source = read(written(LINES, separator, end).encode(encoding), "清单.csv")
    assert shape(source) == [TABLE]
    assert source.media_type == "text/csv"


def test_quotes_breaks_and_formulas() -> None:
    rows = [HEAD, ["1", "（1）甲\n（2）乙,丙", '="001"', "6月底前"], ROWS[1]]
    (table,) = shape(read_csv(written([[str(v) for v in r] for r in rows]).encode(), "x.csv"))
    assert table[1] == ["1", "（1）甲\n（2）乙,丙", "001", "6月底前"]
    stated = "sep=|\r\n" + written(LINES, "|")
    assert shape(read_csv(stated.encode(), "x.csv")) == [TABLE]


def test_a_title_over_the_values() -> None:
    text = "清江市重点任务清单,,,\n" + written(LINES)
    assert shape(read_csv(text.encode(), "x.csv")) == ["清江市重点任务清单", TABLE]


def test_a_few_rows_below_lines_of_text_are_a_table() -> None:
    text = "清江市重点任务清单\n一、说明\n（一）每月报送。\n（二）各栏均须填写。\n二、清单\n三、附则\n" + written(LINES)
    assert shape(read_csv(text.encode(), "x.csv"))[-1] == TABLE


def test_rows_of_several_widths_are_a_table() -> None:
    source = read_csv("序号,任务,单位,时限\n1,建站\n2,修路,市交通局\n3,架桥,市交通局,年底\n".encode(), "x.csv")
    assert shape(source)[0][3] == ["3", "架桥", "市交通局", "年底"]


@pytest.mark.parametrize("parted", ["费用1,200元。", "甲,乙\n丙,丁,戊\n己,庚,辛,壬"])
def test_a_comma_in_one_line_of_many_makes_no_table(parted: str) -> None:
    text = "\n".join(["各部门要认真组织实施。"] * 20 + [parted] + ["请于年底前报送。"] * 20)
    source = read_csv(text.encode(), "x.csv")
    assert source.reader.startswith("text")
    assert parted.split("\n")[0] in [item.text for item in source.items]  # type: ignore[union-attr]


def test_the_first_line_names_a_separator_that_is_one() -> None:
    source = read_csv(("sep=省\n" + written(LINES)).encode(), "x.csv")
    assert shape(source) == ["sep=省", TABLE]


def test_no_column_is_dropped() -> None:
    wide = [f"第{number}项" for number in range(2_500)]
    (table,) = read_csv(written([wide, wide]).encode(), "x.csv").items
    assert [c.text for c in table.cells] == wide * 2  # type: ignore[union-attr]
    assert failed(written([wide, wide]).encode(), "x.csv", Limits(max_table_cells=4_000)) is Code.TABLE_TOO_LARGE


def test_the_clock_is_looked_at_between_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = itertools.count()
    monkeypatch.setattr(clock.time, "monotonic", lambda: float(next(ticks)))
    with clock.running(Limits(max_seconds=2)):
        assert failed(written(LINES).encode(), "x.csv", Limits(max_seconds=2)) is Code.TOOK_TOO_LONG


def test_text_that_only_its_name_calls_a_table() -> None:
    source = read("关于印发方案的通知\n一、总体要求\n".encode(), "notice.csv")
    assert source.reader.startswith("text")
    assert sniff(b"a,b\n1,2\n", "notice.txt") == "txt"
    assert failed(b"\xff\xfe\x00\x01" * 50, "x.csv") in (Code.UNSUPPORTED_FORMAT, Code.ENCODING_UNKNOWN)
    assert failed(written(LINES).encode(), "x.csv", Limits(max_table_cells=4)) is Code.TABLE_TOO_LARGE
    assert read(b'a,b\n"' + b"x" * 200_000, "x.csv").items  # an endless field


def test_the_same_tasks_whatever_the_list_is_written_as() -> None:
    rows = [["清江市2026年民生实事任务清单", "", "", ""], HEAD, ["1", "建设便民站点30个", "市民政局", "2026年6月底前"]]
    rows.append(["2", "更新公交车辆50辆", "市交通运输局", "2026年底前"])
    record = convert(saved(workbook(rows)[0]), name="清单.xlsx")
    assert [(len(task.targets), len(task.deadlines)) for task in record.tasks] == [(1, 1), (1, 1)]
    expected = essence(record)
    xml = book(*(row(*(cell(v) for v in r)) for r in rows))
    commas, tabs = written(rows).encode("gb18030"), written(rows, "\t").encode("utf-16")
    for data, name in ((xml, "清单.xls"), (commas, "清单.csv"), (tabs, "清单.tsv")):
        assert differences(expected, essence(convert(data, name=name))) == [], name


# ---------------------------------------------------------------- OpenDocument

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text", "style"))
SHEETS = "application/vnd.oasis.opendocument.spreadsheet"


def ods_cell(words: str = "", more: str = "", inner: str = "") -> str:
    return f"<table:table-cell {more}>{inner}{f'<text:p>{words}</text:p>' if words else ''}</table:table-cell>"


def ods_rows(*rows: list[str], more: str = "") -> str:
    cells = ("".join(value if value.startswith("<") else ods_cell(value) for value in row) for row in rows)
    return "".join(f"<table:table-row {more}>{row}</table:table-row>" for row in cells)


def ods_body(*tables: str, styles: str = "") -> str:
    bare = '<table:table table:name="Sheet1">{}</table:table>'
    named = "".join(table if table.startswith("<table:table ") else bare.format(table) for table in tables)
    body = f"<office:body><office:spreadsheet>{named}</office:spreadsheet></office:body>"
    return f"<office:automatic-styles>{styles}</office:automatic-styles>{body}"


def ods(body: str, *, locked: bool = False, content: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", SHEETS)
        if content:
            archive.writestr("content.xml", f"<office:document-content {NAMES}>{body}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", "<x><encryption-data/></x>" if locked else "<x/>")
    return out.getvalue()


FAR = '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'


def test_opendocument_in_its_container_and_as_one_file() -> None:
    title = ods_cell("清江市重点任务清单", 'table:number-columns-spanned="4"')
    title += '<table:covered-table-cell table:number-columns-repeated="3"/>'
    head = f"<table:table-header-rows>{ods_rows(LINES[0])}</table:table-header-rows>"
    body = ods_body(ods_rows([title]) + head + ods_rows(*LINES[1:]) + FAR)
    flat = f'<?xml version="1.0"?><office:document {NAMES} office:mimetype="{SHEETS}">{body}</office:document>'
    for data in (ods(body), flat.encode()):
        source = read(data, "清单.ods")
        assert shape(source) == ["清江市重点任务清单", TABLE]
        assert source.reader == "ods"


def test_opendocument_cells() -> None:
    odd = ods_cell("甲<text:s text:c='2'/>乙<text:line-break/>丙<text:note>注</text:note>丁</text:p><text:p>戊")
    note = ods_cell("85.5%", inner="<office:annotation><text:p>请核实</text:p></office:annotation>")
    twice = ods_cell("同上", 'table:number-columns-repeated="2"')
    source = read(ods(ods_body(ods_rows(["项目", "数值", "一", "二"], [odd, note, twice]))), "x.ods")
    assert shape(source) == [[["项目", "数值", "一", "二"], ["甲  乙\n丙丁\n戊", "85.5%", "同上", "同上"]], ("comment", "请核实")]


def test_opendocument_rows_columns_and_sheets_that_are_hidden() -> None:
    column = '<table:table-column table:number-columns-repeated="4"/><table:table-column table:visibility="collapse"/>'
    hidden = ods_rows(["3", "停办", "某局", "无", "停"], more='table:visibility="filter"')
    style = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    secret = f'<table:table table:name="底稿" table:style-name="h">{ods_rows(["草稿", "数"])}</table:table>'
    data = ods(ods_body(column + ods_rows([*LINES[0], "备注"]) + hidden + ods_rows(*LINES[1:]), secret, styles=style))
    source = read(data, "x.ods")
    assert shape(source)[0] == TABLE
    assert [r.code for r in source.remarks] == ["cells_hidden", "sheet_hidden"]


def test_opendocument_with_many_hidden_columns() -> None:
    column = '<table:table-column table:number-columns-repeated="4"/>'
    column += '<table:table-column table:visibility="collapse" table:number-columns-repeated="10000"/>' * 50
    data = ods(ods_body(column + ods_rows([*LINES[0], "备注"], *LINES[1:])))
    (sheet,), _ = opendocument.read_workbook(data, DEFAULT)
    assert len(sheet.hidden_columns) < MAX_HIDDEN
    assert shape(read(data, "x.ods")) == [TABLE, ("hidden", "备注")]


def test_opendocument_that_cannot_be_read() -> None:
    body = ods_body(ods_rows(*LINES))
    assert failed(ods(body, locked=True), "x.ods") is Code.FILE_ENCRYPTED
    assert failed(ods(body, content=False), "x.ods") in (Code.FILE_CORRUPT, Code.UNSUPPORTED_FORMAT)
    assert failed(ods(body[:-20]), "x.ods") is Code.FILE_CORRUPT
    assert failed(ods(ods_body("")), "x.ods") is Code.FILE_EMPTY
    many = ods_rows(["甲", ods_cell("乙", 'table:number-columns-repeated="99999999"')], more='table:number-rows-repeated="99999999"')
    assert failed(ods(ods_body(many)), "x.ods") is Code.TABLE_TOO_LARGE
    assert failed(ods(body), "x.ods", Limits(max_chars=10)) is Code.TOO_MUCH_TEXT


# ---------------------------------------------------------------- other containers


def test_workbooks_that_must_be_saved_anew() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83")
        archive.writestr("xl/theme/theme1.xml", "<x/>")
    with pytest.raises(GongwenError) as raised:
        read(out.getvalue(), "清单.xlsb")
    assert raised.value.code is Code.UNSUPPORTED_FORMAT
    assert "Save it as .xlsx" in (raised.value.hint or "")


def flat(data: bytes) -> bytes:
    """An OOXML file as Word saves it in one XML file."""
    parts = ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                inner = content.decode("utf-8-sig")
                inner = inner[inner.index("?>") + 2 :] if inner.startswith("<?xml") else inner
                parts += f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part>'
            else:
                coded = base64.encodebytes(content).decode()
                parts += f'<pkg:part pkg:name="/{name}"><pkg:binaryData>{coded}</pkg:binaryData></pkg:part>'
    head = '<?xml version="1.0" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
    return f'{head}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'.encode()


def test_word_documents_in_one_xml_file() -> None:
    docx = render_docx(generate(3_007).document, auto_numbering=True)
    record = convert(flat(docx), name="notice.xml")
    assert differences(essence(convert(docx, name="notice.docx")), essence(record)) == []
    assert record.source.bytes == len(flat(docx))
    assert failed(flat(docx), "x.xml", Limits(max_entries=3)) is Code.TOO_MANY_ENTRIES
    assert failed(flat(docx)[:3_000], "x.xml") is Code.FILE_CORRUPT
    empty = b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"></pkg:package>'
    assert failed(empty, "x.xml") is Code.UNSUPPORTED_FORMAT
    broken = empty.replace(b"></pkg", b'><pkg:part pkg:name="/a"><pkg:binaryData>%%%=a</pkg:binaryData></pkg:part></pkg')
    assert failed(broken, "x.xml") in (Code.FILE_CORRUPT, Code.UNSUPPORTED_FORMAT)


def test_a_workbook_in_one_xml_file() -> None:
    assert shape(read(flat(saved(workbook([HEAD, *ROWS])[0])), "x.xml")) == [TABLE]


