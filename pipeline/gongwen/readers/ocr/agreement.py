"""Whether the text layer behind a picture says what the picture shows: a few of its lines are read and compared."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

from gongwen.readers.ocr.engine import Area, Picture, read_line
from gongwen.readers.page.glyphs import Glyphs

SAMPLE = 5  # of the longest lines
SHORTEST = 4  # characters of a line that tells anything
ONE_LINE = 1.6  # times the height of its first glyph: what is higher is two lines that the engine joined at a hyphen
ALIKE = 0.95  # of the characters; what OCR itself mistakes on a clean page is under 0.01


def agrees(page: Glyphs, picture: Picture, scale: float) -> bool:
    """Whether the longest lines of the layer are read alike from the picture; a layer without any is believed.

    `scale` is points per pixel.
    """
    said = seen = ""
    for start, end in sorted(_lines(page), key=lambda run: run[0] - run[1])[:SAMPLE]:
        area = Area(*(side / scale for side in _sides(page, start, end)))
        read = read_line(picture, area) if area.x0 < picture.shape[1] and area.top < picture.shape[0] else None
        said += _folded(page.text[start:end])
        seen += _folded(read.text) if read else ""
    return not said or SequenceMatcher(None, said, seen, autojunk=False).ratio() >= ALIKE


def _lines(page: Glyphs) -> list[tuple[int, int]]:
    """The runs that are one line, lie across the page and on it."""
    return [(a, b) for a, b in page.runs if len(page.text[a:b].split()) and b - a >= SHORTEST and _lies(page, a, b)]


def _lies(page: Glyphs, start: int, end: int) -> bool:
    x0, top, x1, bottom = _sides(page, start, end)
    high = bottom - top
    return x0 >= 0 and top >= 0 and x1 - x0 > 2 * high > 0 and high < ONE_LINE * (page.bottom[start] - page.top[start])


def _sides(page: Glyphs, start: int, end: int) -> tuple[float, float, float, float]:
    return min(page.x0[start:end]), min(page.top[start:end]), max(page.x1[start:end]), max(page.bottom[start:end])


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
