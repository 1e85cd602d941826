"""Brackets and stops of Chinese print, once for all stages."""

from __future__ import annotations

from typing import Final

PAIRS: Final = {"（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】", "［": "］", "﹙": "﹚"}
OPENING: Final = "".join(PAIRS)
CLOSING: Final = "".join(PAIRS.values())
_REACH: Final = 600  # characters; a longer bracket is none that anybody closed


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
