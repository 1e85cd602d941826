"""XLSX (SpreadsheetML): what the sheets of a workbook show, read from the parts themselves under the caps of the container.

openpyxl is not used here: it reads members without a cap and refuses workbooks with an odd style; what is needed of the format
(shared strings, number formats, merged ranges, hidden rows) is little.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from ... import clock
from ...limits import Limits
from ...model.source import PLAIN, Remark, Style
from ..container import SafeZip
from ..opc import EXCEL, Package, Relation, with_common_names
from .formats import BUILTIN, GENERAL, show, show_text
from .model import MAX_HIDDEN, MAX_MERGED, Counter, Entry, Range, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_A_T = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_ROW, _COL, _MERGE = f"{_NS}row", f"{_NS}col", f"{_NS}mergeCell"
_T, _R, _SI, _IS, _V, _F = (f"{_NS}{name}" for name in ("t", "r", "si", "is", "v", "f"))
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_OFF = frozenset((None, "0", "false", "off"))
MAX_ROWS = 10_000_000  # a sheet has 1,048,576


class _Format(NamedTuple):
    """How the cells of one format (cellXfs) are shown."""

    code: str
    style: Style


def read_workbook(data: bytes, limits: Limits, remarks: list[Remark]) -> tuple[list[Sheet], dict[str, str]]:
    """The sheets in the order of their tabs, and what the properties say. Raises GongwenError as SafeZip does, and too_much_text."""
    package = Package(SafeZip(data, limits), remarks, EXCEL)
    book = package.required(package.main)
    properties = book.find(f"{_NS}workbookPr")
    reader = _Reader(package, Counter(limits), properties is not None and properties.get("date1904") not in _OFF)
    relations = package.relations(package.main)
    usual = [] if relations else package.numbered_parts("worksheets/sheet")
    sheets = []
    for number, entry in enumerate(book.iterfind(f"{_NS}sheets/{_NS}sheet")):
        title = entry.get("name", "")
        relation = relations.get(entry.get(_R_ID, "")) or (Relation("worksheet", usual[number], False) if number < len(usual) else None)
        if relation is None or relation.external:
            remarks.append(Remark("sheet_unreadable", f"The sheet {title} is not in the file.", severity="error"))
        elif relation.kind != "worksheet":
            remarks.append(Remark("chart_sheet", f"{title} is a {relation.kind}; it holds no cells.", severity="info"))
        else:
            sheet = reader.sheet(relation.target, title)
            sheet.hidden = entry.get("state", "visible") != "visible"
            sheets.append(sheet)
    return sheets, package.meta()


class _Reader:
    """Reads the sheets of one workbook."""

    def __init__(self, package: Package, counter: Counter, from_1904: bool) -> None:
        self._package = package
        self._counter = counter
        self._from_1904 = from_1904
        self._last_row = -1
        self._formats = _formats(package.optional(package.target("styles")))
        strings = package.optional(package.target("sharedStrings"))
        self._strings = [_string(item) for item in strings.iterchildren(_SI)] if strings is not None else []

    def sheet(self, part: str, title: str) -> Sheet:
        sheet = Sheet(title)
        self._last_row = -1
        try:
            for element in self._elements(part):
                if element.tag == _ROW:
                    self._row(sheet, element)
                elif element.tag == _COL:
                    _hide_columns(sheet, element)
                elif len(sheet.merged) < MAX_MERGED and (area := _area(element.get("ref", ""))):
                    sheet.merged.append(area)
        except (KeyError, etree.XMLSyntaxError, ValueError) as error:
            message = f"The sheet {title} cannot be read to its end ({error})."
            self._package.remark(Remark("sheet_unreadable", message, severity="error"))
        self._beside(sheet, self._package.relations(part))
        return sheet

    def _elements(self, part: str) -> Iterator[_Element]:
        """Rows, columns and merged ranges one after the other, each freed after use."""
        stream = io.BytesIO(with_common_names(self._package.read(part)))
        events = etree.iterparse(
            stream, tag=(_ROW, _COL, _MERGE), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for _, element in events:
            yield element
            element.clear()
            parent = element.getparent()
            if parent is not None and element.getprevious() is not None:
                del parent[0]

    def _row(self, sheet: Sheet, row: _Element) -> None:
        clock.check()
        number = row.get("r", "")
        self._last_row = r = int(number) - 1 if number.isdecimal() and 0 < int(number[:8]) < MAX_ROWS else self._last_row + 1
        if row.get("hidden") not in _OFF or row.get("ht") == "0":
            sheet.hidden_rows.add(r)
        c = -1
        for cell in row:
            found = _REFERENCE.fullmatch(cell.get("r", ""))
            c = _column(found.group(1)) if found else c + 1
            code, style = self._format(cell.get("s"))
            text = self._text(sheet, cell, code)
            if text and not text.isspace():
                self._counter.add(text)
                sheet.cells[r, c] = Entry(text, style)

    def _format(self, index: str | None) -> _Format:
        i = int(index) if index and index.isdecimal() and len(index) < 8 else 0
        return self._formats[i] if i < len(self._formats) else _Format(GENERAL, PLAIN)

    def _text(self, sheet: Sheet, cell: _Element, code: str) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_IS)
            return show_text(_string(inline), code) if inline is not None else ""
        value = cell.find(_V)
        raw = value.text if value is not None else None
        if not raw:
            if cell.find(_F) is not None and kind != "str":
                sheet.without_value += 1
            return ""
        if kind == "s":
            i = int(raw) if raw.strip().isdecimal() and len(raw) < 12 else -1
            return show_text(self._strings[i], code) if 0 <= i < len(self._strings) else ""
        if kind in ("str", "e"):
            return show_text(_clean(raw), code)
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if kind == "d":
            return raw.replace("T00:00:00", "")
        return _shown(raw, code, self._from_1904)

    def _beside(self, sheet: Sheet, relations: dict[str, Relation]) -> None:
        """What a sheet has besides its cells: comments are kept, drawings named."""
        for relation in relations.values():
            if relation.external:
                continue
            if relation.kind == "comments":
                root = self._package.optional(relation.target)
                for text in root.iter(f"{_NS}text") if root is not None else ():
                    note = _string(text)
                    self._counter.add(note)
                    sheet.notes.append(note)
            elif relation.kind == "drawing":
                root = self._package.optional(relation.target)
                if root is not None and any((t.text or "").strip() for t in root.iter(_A_T)):
                    self._package.remark(Remark("text_box", f"A text box on the sheet {sheet.title} is not read."))
                if root is not None and next(root.iter(_CHART), None) is not None:
                    self._package.remark(Remark("chart", f"A chart on the sheet {sheet.title} is not read."))


def _shown(raw: str, code: str, from_1904: bool) -> str:
    try:
        value = float(raw)
        return show(value, code, from_1904=from_1904) if abs(value) < 1e300 else raw
    except (ValueError, OverflowError, ArithmeticError):
        return raw


def _string(item: _Element) -> str:
    """A string of plain or rich text; phonetic guides are left out."""
    parts = [t.text or "" for child in item for t in ([child] if child.tag == _T else child.iterchildren(_T) if child.tag == _R else ())]
    return _clean("".join(parts))


def _clean(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda hit: _character(int(hit.group(1), 16)), text)
    return _BREAKS.sub("\n", text)


def _character(code: int) -> str:
    return "" if code in (0x0D, 0) or 0xD800 <= code < 0xE000 else chr(code)


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return column - 1


def _area(reference: str) -> Range | None:
    first, _, last = reference.partition(":")
    one, two = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if one is None or two is None:
        return None
    area = Range(int(one.group(2)) - 1, _column(one.group(1)), int(two.group(2)) - 1, _column(two.group(1)))
    return area if area.top <= area.bottom and area.left <= area.right else None


def _hide_columns(sheet: Sheet, element: _Element) -> None:
    first, last = element.get("min", ""), element.get("max", "")
    if element.get("hidden") not in _OFF and first.isdecimal() and last.isdecimal() and len(first + last) < 12:
        sheet.hidden_columns.update(range(int(first) - 1, min(int(last), MAX_HIDDEN)))


def _formats(styles: _Element | None) -> list[_Format]:
    if styles is None:
        return []
    codes = dict(BUILTIN)
    for element in styles.iterfind(f"{_NS}numFmts/{_NS}numFmt"):
        number = element.get("numFmtId", "")
        if number.isdecimal() and len(number) < 8:
            codes[int(number)] = element.get("formatCode", GENERAL)
    fonts = [_font(element) for element in styles.iterfind(f"{_NS}fonts/{_NS}font")]
    found = []
    for element in styles.iterfind(f"{_NS}cellXfs/{_NS}xf"):
        number, font = element.get("numFmtId", ""), element.get("fontId", "")
        name, size, bold = fonts[int(font)] if font.isdecimal() and len(font) < 8 and int(font) < len(fonts) else (None, None, False)
        alignment = element.find(f"{_NS}alignment")
        align = alignment.get("horizontal") if alignment is not None else None
        align = "center" if align == "centerContinuous" else align if align in ("center", "right") else None
        code = codes.get(int(number), GENERAL) if number.isdecimal() and len(number) < 8 else GENERAL
        found.append(_Format(code, Style(size, bold, name, align)))
    return found


def _font(element: _Element) -> tuple[str | None, float | None, bool]:
    bold, size, name = (element.find(f"{_NS}{tag}") for tag in ("b", "sz", "name"))
    try:
        points = float(size.get("val", "")) if size is not None else None
    except ValueError:
        points = None
    return (name.get("val") if name is not None else None), points, bold is not None and bold.get("val", "1") not in _OFF
