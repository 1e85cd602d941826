"""Brackets of Chinese print, characters of no width and the measure of text, once for all stages."""

from __future__ import annotations

import re
from typing import Final

PAIRS: Final = {"（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】", "［": "］", "﹙": "﹚"}
OPENING: Final = "".join(PAIRS)
CLOSING: Final = "".join(PAIRS.values())
_REACH: Final = 600  # characters; a longer bracket is none that anybody closed


_NO_WIDTH: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def without_no_width(text: str) -> str:
    """`text` without soft hyphens, zero-width blanks and joiners, direction marks and byte order marks."""
    return _NO_WIDTH.sub("", text) if _NO_WIDTH.search(text) else text


def opened_at(text: str, end: int, start: int = 0) -> int | None:
    """Where the bracket opens that text[end - 1] closes, not before `start`; None if it closes none."""
    if end <= start or text[end - 1] not in CLOSING:
        return None
    depth = 0
    for i in range(end - 1, max(start - 1, end - 1 - _REACH), -1):
        depth += (text[i] in CLOSING) - (text[i] in OPENING)
        if depth == 0:
            return i
    return None


def width(text: str) -> float:
    """Width in em: a half-width (ASCII) character is 0.5, any other 1."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))
