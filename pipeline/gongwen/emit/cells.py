"""Text of documents in cells of spreadsheets: what a spreadsheet would take for a formula is kept as text."""

from __future__ import annotations

import re
from typing import Any

_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r|%]")  # what spreadsheets, of any width of writing, begin to reckon on
_NUMBER = re.compile(r"[+\-]?[0-9]+(?:\.[0-9]+)?%?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what XML cannot hold
LONGEST = 32_767  # characters in a cell of Excel


def defused(text: str) -> str:
    """The text with a mark before it where a spreadsheet would read it as a formula; plain numbers are left alone."""
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def in_cell(text: str) -> str:
    """Text as a cell of Excel can hold it: no control characters, not too long."""
    clean = _CONTROL.sub("", text)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"


def as_text(cell: Any) -> None:
    """Make what openpyxl took for a formula or an error code text, which Excel keeps so when the cell is edited."""
    if cell.data_type in ("f", "e"):
        cell.data_type = "s"
        cell.style = "Normal"
        cell.quotePrefix = True
