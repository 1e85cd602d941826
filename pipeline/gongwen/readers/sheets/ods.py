"""OpenDocument workbooks (ODF 1.3, part 3, 9), in their container or as one XML file. Cells hold what they show: formats are not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import clock
from ...errors import Code, GongwenError
from ...limits import Limits
from ..container import SafeZip
from ..xml import parse
from .model import MAX_HIDDEN, MAX_MERGED, Counter, Entry, Range, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _TEXT, _OFFICE, _STYLE = (_ODF % name for name in ("table", "text", "office", "style"))
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ASIDE = (f"{_OFFICE}annotation", f"{_TEXT}note")
_BLANKS = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
MAX_REPEATED = 10_000  # times that a row or a cell with text is taken
MAX_PLACE = 10_000_000


def read_workbook(data: bytes, limits: Limits) -> tuple[list[Sheet], dict[str, str]]:
    """The sheets in the order of their tabs. Raises GongwenError as SafeZip does, file_corrupt, file_encrypted, too_much_text,
    table_too_large."""
    root = parse(_content(data, limits), "content.xml")
    counter = Counter(limits)
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(p.get(f"{_TABLE}display") == "false" for p in style.iterchildren(f"{_STYLE}table-properties"))
    }
    tables = root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    return [_sheet(table, table.get(f"{_TABLE}style-name") in unseen, counter, limits) for table in tables], {}


def _content(data: bytes, limits: Limits) -> bytes:
    if not data.startswith(b"PK"):
        return data
    container = SafeZip(data, limits)
    if "META-INF/manifest.xml" in container and b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise GongwenError(Code.FILE_ENCRYPTED, "The workbook opens only with a password.", hint="Save it without one.")
    try:
        return container.read("content.xml")
    except KeyError:
        raise GongwenError(Code.FILE_CORRUPT, "the part content.xml is missing") from None


def _sheet(table: _Element, hidden: bool, counter: Counter, limits: Limits) -> Sheet:
    sheet = Sheet(table.get(f"{_TABLE}name", ""), hidden)
    at = 0
    for column in table.iterdescendants(f"{_TABLE}table-column"):
        repeated = _whole(column.get(f"{_TABLE}number-columns-repeated"))
        if column.get(f"{_TABLE}visibility", "visible") != "visible":
            sheet.hidden_columns.update(range(at, min(at + repeated, MAX_HIDDEN)))
        at += repeated
    r = 0
    for row in table.iterdescendants(f"{_TABLE}table-row"):
        clock.check()
        cells = _cells(row, sheet, counter)
        repeated = _whole(row.get(f"{_TABLE}number-rows-repeated"))
        times = min(repeated, MAX_REPEATED) if cells else 0
        if len(sheet.cells) + times * len(cells) > limits.max_table_cells:  # a few bytes may stand for millions of cells
            raise limits.exceeded("max_table_cells", f"more cells on the sheet {sheet.title}")
        for again in range(times):
            for c, text, down, across in cells:
                counter.add(text)
                sheet.cells[r + again, c] = Entry(text)
                if down + across > 2 and len(sheet.merged) < MAX_MERGED:
                    sheet.merged.append(Range(r + again, c, r + again + down - 1, c + across - 1))
            if row.get(f"{_TABLE}visibility", "visible") != "visible":
                sheet.hidden_rows.add(r + again)
        r = min(r + repeated, MAX_PLACE)
    return sheet


def _cells(row: _Element, sheet: Sheet, counter: Counter) -> list[tuple[int, str, int, int]]:
    """Column, text, rows and columns covered, of each cell that shows something."""
    found: list[tuple[int, str, int, int]] = []
    c = 0
    for cell in row.iterchildren(*_CELLS):
        repeated = _whole(cell.get(f"{_TABLE}number-columns-repeated"))
        text = "\n".join(_words(p) for p in cell.iterchildren(f"{_TEXT}p")).strip()
        if text and cell.tag == _CELLS[0]:
            down, across = (_whole(cell.get(f"{_TABLE}number-{way}-spanned")) for way in ("rows", "columns"))
            found += [(c + again, text, down, across) for again in range(min(repeated, MAX_REPEATED))]
        elif not text and cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None:
            sheet.without_value += 1
        for note in cell.iterchildren(_ASIDE[0]):
            words = "\n".join(_words(p) for p in note.iterchildren(f"{_TEXT}p")).strip()
            if words:
                counter.add(words)
                sheet.notes.append(words)
        c = min(c + repeated, MAX_PLACE)
    return found


def _words(element: _Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(_whole(child.get(f"{_TEXT}c")), 1_000))
        elif child.tag not in _ASIDE:
            parts.append(_BLANKS.get(child.tag) or _words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _whole(text: str | None) -> int:
    """How many times, how many cells: at least one."""
    return max(1, min(int(text), MAX_PLACE)) if text and text.isdecimal() and len(text) < 12 else 1
