"""Text that is drawn but not seen: white on white, fully transparent, in a layer that is switched off.

Colour, transparency and marks only make text suspect; whether it can be seen is told by a small picture of the page. A page whose
text is unseen for the most part is a scan with its text layer, and is left alone.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import groupby, repeat
from typing import Any

import pypdfium2.raw as raw

from gongwen.readers.page.glyphs import Glyphs
from gongwen.readers.pdf.calls import count_marks, fill_color, get_mark, mark_name, render_mode, text_object

WHITE = 225  # of 255 in each colour, from which text is suspect
FAINT = 12  # of 255; more transparent text is suspect
CONTRAST = 24  # of 255 between lightest and darkest place under a text that can be seen
LARGEST = 1_600  # pixels of the picture's longer side
MOST = 0.5  # of a page's characters that may be taken for unseen
_INVISIBLE = 3  # the render mode of text layers


def set_unseen_apart(page: Glyphs, handle: Any, text: int, index: Sequence[int], objects: Sequence[int]) -> None:
    """Cut the page's runs where unseen text begins and ends, and note those runs. `objects` are the page's text objects."""
    suspects = _suspects(objects)
    if not suspects:
        return
    owners = list(map(text_object, repeat(text), index))
    runs = [part for run in page.runs for part in _cut(run, owners, suspects)]
    doubtful = [run for run in runs if owners[run[0]] in suspects]
    if not doubtful or sum(end - start for start, end in doubtful) > MOST * len(page.text):
        return
    picture = _Picture(handle, page.width, page.height)
    page.unseen = page.unseen | {start for start, end in doubtful if not picture.shows(page, start, end)}
    page.runs = runs


def _cut(run: tuple[int, int], owners: Sequence[int], suspects: frozenset[int]) -> list[tuple[int, int]]:
    parts = []
    at = run[0]
    for _, group in groupby(range(*run), key=lambda i: owners[i] if owners[i] in suspects else 0):
        n = sum(1 for _ in group)
        parts.append((at, at + n))
        at += n
    return parts


def _suspects(objects: Sequence[int]) -> frozenset[int]:
    n = len(objects)
    buffer = (ctypes.c_uint * (4 * n))()
    start = ctypes.addressof(buffer)
    red, green, blue, alpha = (range(start + 4 * k, start + 4 * k + 16 * n, 16) for k in range(4))
    known = map(fill_color, objects, red, green, blue, alpha)
    marked = list(map(count_marks, objects))
    found = []
    for k, (handle, ok, marks) in enumerate(zip(objects, known, marked, strict=True)):
        r, g, b, a = buffer[4 * k : 4 * k + 4]
        pale = ok and (a <= FAINT or min(r, g, b) >= WHITE) and render_mode(handle) != _INVISIBLE
        if pale or (marks > 0 and any(_is_layer(handle, i) for i in range(marks))):
            found.append(handle)
    return frozenset(found)


def _is_layer(handle: int, i: int) -> bool:
    """Is the text marked as part of a layer (optional content)?"""
    mark = get_mark(handle, i)
    name, size = (ctypes.c_ushort * 8)(), ctypes.c_ulong()
    known = mark and mark_name(mark, ctypes.addressof(name), 16, ctypes.addressof(size))
    return bool(known) and bytes(name)[: size.value].decode("utf-16-le", "replace").rstrip("\0") == "OC"


class _Picture:
    """The page in grey, about a pixel a point."""

    def __init__(self, handle: Any, width: float, height: float) -> None:
        self._scale = min(1.0, LARGEST / max(width, height, 1.0))
        self._width, self._height = max(1, round(width * self._scale)), max(1, round(height * self._scale))
        bitmap = raw.FPDFBitmap_CreateEx(self._width, self._height, raw.FPDFBitmap_Gray, None, 0)
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, self._width, self._height, 0xFFFFFFFF)
            raw.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, self._width, self._height, 0, raw.FPDF_GRAYSCALE)
            self._stride = raw.FPDFBitmap_GetStride(bitmap)
            self._pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), self._stride * self._height)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)

    def shows(self, page: Glyphs, start: int, end: int) -> bool:
        """Is anything to be seen where these glyphs stand?"""
        scale = self._scale
        left, right = int(min(page.x0[start:end]) * scale), int(max(page.x1[start:end]) * scale) + 1
        top, low = int(min(page.top[start:end]) * scale), int(max(page.bottom[start:end]) * scale) + 1
        left, right = max(0, left), min(self._width, right)
        rows = [self._pixels[y * self._stride + left : y * self._stride + right] for y in range(max(0, top), min(self._height, low))]
        rows = [row for row in rows if row]
        return bool(rows) and max(map(max, rows)) - min(map(min, rows)) >= CONTRAST
