"""Tables in text: values parted by commas, tabs or semicolons (RFC 4180, and what spreadsheet programs make of it), as one sheet."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter as Tally
from collections.abc import Iterator

from ... import clock
from ...limits import Limits
from ..decode import decode_text
from .model import Counter, Entry, Sheet

SAMPLE = 200  # rows by which the separator is told
FEWEST_ROWS = 3  # of one width that make a table below any amount of other text
_SEPARATORS = (",", "\t", ";", "|")
_STATED = re.compile(r"sep=([,\t;|])[ \t]*\r?\n", re.IGNORECASE)  # a first line that Excel writes and reads
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # a formula that keeps 001 from becoming 1
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def read_rows(data: bytes, limits: Limits) -> tuple[Sheet, str] | None:
    """The sheet and the encoding; None where nothing parts the text into columns.

    Raises GongwenError: encoding_unknown, too_much_text, table_too_large.
    """
    text, encoding = decode_text(data)
    if len(text) > limits.max_chars:
        raise limits.exceeded("max_chars", f"{len(text)} characters")
    stated = _STATED.match(text)
    text = text[stated.end() :] if stated else text
    separator = stated.group(1) if stated else _separator(text)
    if separator is None:
        return None
    sheet, counter = Sheet(""), Counter(limits)
    try:
        for r, row in enumerate(_parted(text, separator)):
            clock.check()
            for c, value in enumerate(row):
                shown = _BREAKS.sub("\n", _AS_TEXT.sub(r"\1", value)).strip()
                if shown:
                    counter.add(shown)
                    sheet.cells[r, c] = Entry(shown)
    except csv.Error:
        return None
    return sheet, encoding


def _parted(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str | None:
    """The one that gives the most rows of one width, at least two columns; None where it parts only a few of the lines.

    It parts half of the rows that are not blank, or, where lines of text stand above or below them, three or more and most of these alike.
    """
    best: tuple[int, str | None] = (0, None)
    for separator in _SEPARATORS:
        try:
            widths = [len(row) for row in itertools.islice(_parted(text, separator), SAMPLE) if any(map(str.strip, row))]
        except csv.Error:
            continue
        parted = Tally(width for width in widths if width > 1)
        alike, together = max(parted.values(), default=0), parted.total()
        is_table = 2 * together >= len(widths) or (alike >= FEWEST_ROWS and 2 * alike > together)
        if is_table and alike > best[0]:
            best = alike, separator
    return best[1]
