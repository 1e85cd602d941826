"""Workbooks of Excel 2003 in one XML file, which many office systems export under the name .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ... import clock
from ...limits import Limits
from ...model.source import PLAIN, Remark, Style
from ..xml import parse
from .formats import BUILTIN, GENERAL, show, show_text
from .model import MAX_HIDDEN, MAX_MERGED, Counter, Entry, Range, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_INDEX, _ID = f"{_SS}Index", f"{_SS}ID"
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_EPOCH = datetime(1899, 12, 30)
MAX_INDEX = 10_000_000
# Formats that the file names instead of writing them
_NAMED = {
    "General Number": GENERAL, "General Date": BUILTIN[22], "Long Date": BUILTIN[31], "Medium Date": BUILTIN[14], "Short Date": BUILTIN[14],
    "Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "#,##0.00", "Scientific": "0.00E+00",
}  # fmt: skip


class _Look(NamedTuple):
    """How the cells of a style are shown."""

    code: str = GENERAL
    style: Style = PLAIN


def read_workbook(data: bytes, limits: Limits, remarks: list[Remark]) -> tuple[list[Sheet], dict[str, str]]:
    """The sheets in the order of their tabs, and what the properties say. Raises GongwenError file_corrupt, too_much_text."""
    root = parse(data, "workbook")
    looks = _looks(root)
    counter = Counter(limits)
    sheets = [_sheet(element, looks, counter) for element in root.iterchildren(f"{_SS}Worksheet")]
    title = root.findtext("{urn:schemas-microsoft-com:office:office}DocumentProperties/{urn:schemas-microsoft-com:office:office}Title")
    return sheets, {"title": " ".join(title.split())[:1000]} if title and title.strip() else {}


def _looks(root: _Element) -> dict[str, _Look]:
    looks: dict[str, _Look] = {}
    for element in root.iterfind(f"{_SS}Styles/{_SS}Style"):
        parent = looks.get(element.get(f"{_SS}Parent", ""), looks.get("Default", _Look()))
        looks[element.get(_ID, "")] = _look(element, parent)
    return looks


def _look(element: _Element, parent: _Look) -> _Look:
    code, style = parent
    number, font, alignment = (element.find(f"{_SS}{name}") for name in ("NumberFormat", "Font", "Alignment"))
    if number is not None:
        stated = number.get(f"{_SS}Format", GENERAL)
        code = _NAMED.get(stated, stated)
    size, bold, name, align = style.size, style.bold, style.font, style.align
    if font is not None:
        size = _number(font.get(f"{_SS}Size")) or size
        bold = font.get(f"{_SS}Bold") == "1"
        name = font.get(f"{_SS}FontName") or name
    if alignment is not None:
        align = {"Center": "center", "CenterAcrossSelection": "center", "Right": "right"}.get(alignment.get(f"{_SS}Horizontal", ""))
    return _Look(code, Style(size, bold, name, align))


def _sheet(element: _Element, looks: dict[str, _Look], counter: Counter) -> Sheet:
    sheet = Sheet(element.get(f"{_SS}Name", ""))
    visible = element.findtext(f"{_X}WorksheetOptions/{_X}Visible")
    sheet.hidden = visible is not None and visible.strip() != "SheetVisible"
    table = element.find(f"{_SS}Table")
    if table is None:
        return sheet
    for c, column in _indexed(table.iterchildren(f"{_SS}Column")):
        if column.get(f"{_SS}Hidden") == "1":
            _hide(sheet.hidden_columns, c, column)
    for r, row in _indexed(table.iterchildren(f"{_SS}Row")):
        clock.check()
        if row.get(f"{_SS}Hidden") == "1":
            _hide(sheet.hidden_rows, r, row)
        _row(sheet, r, row, looks, counter)
    return sheet


def _hide(hidden: set[int], at: int, element: _Element) -> None:
    """The row or column, and those after it that the element spans: they have no cells."""
    hidden.add(at)
    hidden.update(range(at + 1, min(at + 1 + _whole(element.get(f"{_SS}Span")), MAX_HIDDEN)))


def _row(sheet: Sheet, r: int, row: _Element, looks: dict[str, _Look], counter: Counter) -> None:
    own = row.get(f"{_SS}StyleID", "")
    for c, cell in _indexed(row.iterchildren(f"{_SS}Cell")):
        across, down = _whole(cell.get(f"{_SS}MergeAcross")), _whole(cell.get(f"{_SS}MergeDown"))
        if (across or down) and len(sheet.merged) < MAX_MERGED:
            sheet.merged.append(Range(r, c, r + down, c + across))
        code, style = looks.get(cell.get(f"{_SS}StyleID", own), looks.get("Default", _Look()))
        data = cell.find(f"{_SS}Data")
        text = _text(data, code) if data is not None else ""
        if text and not text.isspace():
            counter.add(text)
            sheet.cells[r, c] = Entry(text, style)
        elif data is None and cell.get(f"{_SS}Formula"):
            sheet.without_value += 1
        for comment in cell.iterchildren(f"{_SS}Comment"):
            note = "".join(str(part) for part in comment.itertext()).strip()
            if note:
                counter.add(note)
                sheet.notes.append(note)


def _indexed(elements: Iterator[_Element]) -> Iterator[tuple[int, _Element]]:
    """Rows, columns or cells with their places from 0: each stands after the one before and what that spans, or where it says."""
    at = 0
    for element in elements:
        stated = _whole(element.get(_INDEX))
        at = stated - 1 if stated else at
        yield at, element
        at += 1 + _whole(element.get(f"{_SS}MergeAcross")) + _whole(element.get(f"{_SS}Span"))


def _text(data: _Element, code: str) -> str:
    """What a cell shows; rich text is HTML inside."""
    raw = "".join(str(part) for part in data.itertext())
    kind = data.get(f"{_SS}Type", "String")
    value = _number(raw) if kind == "Number" else _serial(raw.strip()) if kind == "DateTime" else None
    if value is not None:
        try:
            return show(value, code if kind == "Number" or code != GENERAL else BUILTIN[14])
        except (ValueError, OverflowError, ArithmeticError):
            return raw
    if kind == "Boolean":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    return show_text(_BREAKS.sub("\n", raw), code)


def _serial(text: str) -> float | None:
    """A date as Excel counts it: days since the end of 1899."""
    try:
        return (datetime.fromisoformat(text[:23]) - _EPOCH).total_seconds() / 86_400
    except (ValueError, TypeError):
        return None


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None


def _whole(text: str | None) -> int:
    return min(int(text), MAX_INDEX) if text and text.isdecimal() and len(text) < 12 else 0
