"""Text as most write it, character for character: traditional forms and digits in capitals are put plainly, offsets stay."""

from __future__ import annotations

import functools

from .grammar import load


def plain_writing(text: str, *, capitals: bool = False) -> str:
    """The text with traditional forms (個, 號) made simplified and, where `capitals` says so, 壹贰叁 made 一二三; as long as before."""
    return text.translate(_table(capitals))


@functools.cache
def _table(capitals: bool) -> dict[int, str]:
    words = load("common").lexicons
    pairs = dict(words["traditional"]) | (dict(words["capitals"]) if capitals else {})
    return str.maketrans({char: str(plain) for char, plain in pairs.items()})
