"""XLS (BIFF, Excel 97 and older, and Kingsoft ET): the same sheets, as xlrd reads them."""

from __future__ import annotations

import io
import re
from typing import Any

from ... import clock
from ...errors import Code, GongwenError
from ...limits import Limits
from ...model.source import PLAIN, Style
from ..decode import decode_text
from .formats import GENERAL, show, show_text
from .model import MAX_MERGED, Counter, Entry, Range, Sheet

SAMPLE = 100_000  # characters by which an encoding is told
_LATIN = frozenset(("iso-8859-1", "latin_1", "cp1252"))  # also where a workbook states none
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CENTRED = {2: "center", 3: "right", 6: "center"}
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def read_workbook(data: bytes, limits: Limits) -> tuple[list[Sheet], dict[str, str]]:
    """The sheets in the order of their tabs. Raises GongwenError: file_encrypted, file_corrupt, too_much_text."""
    book = _open(data)
    counter = Counter(limits)
    try:
        return [_sheet(book, number, counter) for number in range(book.nsheets)], {}
    except GongwenError:
        raise
    except Exception as error:  # xlrd raises whatever its parser meets in a damaged file
        raise _corrupt() from error


def _open(data: bytes) -> Any:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        encoding = _encoding(book)
        if encoding is not None:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO(), encoding_override=encoding)
        return book
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise GongwenError(Code.FILE_ENCRYPTED, "The workbook opens only with a password.", hint="Save it without one.") from None
        raise _corrupt() from None
    except GongwenError:
        raise
    except Exception as error:  # as above
        raise _corrupt() from error


def _encoding(book: Any) -> str | None:
    """What the texts of a workbook without Unicode (before Excel 97, and made by scripts) are really in; None where it is as stated."""
    if book.biff_version >= 80 or book.encoding not in _LATIN:
        return None
    texts = [cell.value for sheet in book.sheets() for row in sheet.get_rows() for cell in row if cell.ctype == 1]
    raw = "\n".join(texts)[:SAMPLE].encode(book.encoding, "ignore")
    return decode_text(raw)[1] if any(byte >= 0x80 for byte in raw) else None


def _corrupt() -> GongwenError:
    return GongwenError(Code.FILE_CORRUPT, "The workbook cannot be opened.", hint="Save it anew as .xlsx.")


def _sheet(book: Any, number: int, counter: Counter) -> Sheet:
    read = book.sheet_by_index(number)
    sheet = Sheet(read.name, hidden=bool(read.visibility))
    sheet.hidden_rows = {r for r, info in read.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {c for c, info in read.colinfo_map.items() if info.hidden}
    sheet.merged = [Range(top, left, bottom - 1, right - 1) for top, bottom, left, right in read.merged_cells[:MAX_MERGED]]
    styles: dict[int, tuple[str, Style]] = {}
    for r in range(read.nrows):
        clock.check()
        for c in range(read.row_len(r)):
            kind, value = read.cell_type(r, c), read.cell_value(r, c)
            if kind in (0, 6):  # empty, blank
                continue
            index = read.cell_xf_index(r, c)
            code, style = styles.get(index) or styles.setdefault(index, _style(book, index))
            text = _text(kind, value, code, bool(book.datemode))
            if text and not text.isspace():
                counter.add(text)
                sheet.cells[r, c] = Entry(text, style)
    sheet.notes = [_BREAKS.sub("\n", note.text) for _, note in sorted(read.cell_note_map.items()) if note.text.strip()]
    return sheet


def _text(kind: int, value: Any, code: str, from_1904: bool) -> str:
    if kind == 1:
        return show_text(_BREAKS.sub("\n", value), code)
    if kind == 4:
        return "TRUE" if value else "FALSE"
    if kind == 5:
        return _ERRORS.get(value, "#N/A")
    return show(float(value), code, from_1904=from_1904)


def _style(book: Any, index: int) -> tuple[str, Style]:
    if not 0 <= index < len(book.xf_list):  # scripts write none
        return GENERAL, PLAIN
    xf = book.xf_list[index]
    made = book.format_map.get(xf.format_key)
    font = book.font_list[xf.font_index]
    align = _CENTRED.get(xf.alignment.hor_align)
    code = made.format_str if made is not None else ""
    return code or GENERAL, Style(font.height / 20 or None, bool(font.bold), font.name or None, align)
