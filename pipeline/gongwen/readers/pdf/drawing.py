"""What pdfium knows about a page besides its text: where display space lies, the rulings and pictures drawn, text it passes over."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Sequence
from itertools import compress, repeat
from typing import Any

import pypdfium2.raw as raw

from gongwen.readers.page.drawn import IDENTITY, Matrix, add_parts, box_through, multiply, through
from gongwen.readers.page.fonts import is_latin_name
from gongwen.readers.page.glyphs import Glyphs, add_thin
from gongwen.readers.pdf.calls import (
    draw_mode,
    form_count,
    form_object,
    is_embedded,
    loose_box,
    object_bounds,
    object_font,
    object_matrix,
    object_type,
    page_object,
    path_segment,
    segment_close,
    segment_count,
    segment_point,
    segment_type,
)
from gongwen.readers.pdf.faces import face_of

MAX_OBJECTS = 30_000  # drawing objects looked at on one page
MAX_SEGMENTS = 60_000  # path segments looked at on one page
MAX_FORM_DEPTH = 8

_ONLY_TEXT = bytes(kind == raw.FPDF_PAGEOBJ_TEXT for kind in range(256))
_NOT_TEXT = bytes(kind != raw.FPDF_PAGEOBJ_TEXT for kind in range(256))


class Frame:
    """The visible part of a page: from the file's user space to display space."""

    def __init__(self, handle: Any) -> None:
        self.rotation = 90 * (raw.FPDFPage_GetRotation(handle) % 4)
        self.width = float(raw.FPDF_GetPageWidthF(handle))
        self.height = float(raw.FPDF_GetPageHeightF(handle))
        rect = raw.FS_RECTF()
        if raw.FPDF_GetPageBoundingBox(handle, rect):
            self.x0, self.y0, self.x1, self.y1 = rect.left, rect.bottom, rect.right, rect.top
        else:
            upright = self.rotation % 180 == 0
            self.x0 = self.y0 = 0.0
            self.x1, self.y1 = (self.width, self.height) if upright else (self.height, self.width)

    def boxes(self, text: int, index: Sequence[int]) -> tuple[list[float], list[float], list[float], list[float]]:
        """x0, top, x1, bottom of these characters, by advance width and the font's ascent and descent."""
        n = len(index)
        if n == 0:
            return [], [], [], []
        buffer = (ctypes.c_float * (4 * n))()
        start = ctypes.addressof(buffer)
        deque(map(loose_box, repeat(text), index, range(start, start + 16 * n, 16)), maxlen=0)
        values: list[float] = memoryview(buffer).cast("B").cast("f").tolist()  # type: ignore[assignment]
        return self._turn(values[0::4], values[1::4], values[2::4], values[3::4])

    def _turn(
        self, left: list[float], up: list[float], right: list[float], low: list[float]
    ) -> tuple[list[float], list[float], list[float], list[float]]:
        x0, y0, x1, y1 = self.x0, self.y0, self.x1, self.y1
        if self.rotation == 90:
            return [y - y0 for y in low], [x - x0 for x in left], [y - y0 for y in up], [x - x0 for x in right]
        if self.rotation == 180:
            return [x1 - x for x in right], [y - y0 for y in low], [x1 - x for x in left], [y - y0 for y in up]
        if self.rotation == 270:
            return [y1 - y for y in up], [x1 - x for x in right], [y1 - y for y in low], [x1 - x for x in left]
        if x0:
            left, right = [x - x0 for x in left], [x - x0 for x in right]
        return left, [y1 - y for y in up], right, [y1 - y for y in low]

    def box(self, left: float, low: float, right: float, up: float) -> tuple[float, float, float, float]:
        a, b, c, d = self._turn([left], [up], [right], [low])
        return a[0], b[0], c[0], d[0]


class Drawing:
    """Collects rulings and pictures among the objects of a page, form XObjects included."""

    def __init__(self, page: Glyphs, frame: Frame) -> None:
        self._page = page
        self._frame = frame
        self._segments = 0
        self.texts: list[int] = []
        self._floats = (ctypes.c_float * 6)()
        self._at = [ctypes.addressof(self._floats) + 4 * k for k in range(6)]
        self._ints = (ctypes.c_int * 2)()

    def read(self, page: int, count: int) -> None:
        self._walk(page_object, page, count, IDENTITY, 0)

    def _walk(self, get: Any, owner: int, count: int, matrix: Matrix, depth: int) -> None:
        page = self._page
        take = max(0, min(count, MAX_OBJECTS - page.n_objects))
        page.capped = page.capped or take < count
        page.n_objects += take
        objects = list(map(get, repeat(owner), range(take)))
        kinds = bytes(map(object_type, objects))
        self.texts += compress(objects, kinds.translate(_ONLY_TEXT))
        for handle, kind in compress(zip(objects, kinds, strict=True), kinds.translate(_NOT_TEXT)):
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(handle, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._picture(handle, matrix)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                self._walk(form_object, handle, form_count(handle), multiply(self._matrix_of(handle), matrix), depth + 1)

    def _picture(self, handle: int, matrix: Matrix) -> None:
        values, at = self._floats, self._at
        self._page.n_images += 1
        if object_bounds(handle, at[0], at[1], at[2], at[3]):
            left, low, right, up = box_through(matrix, values[0], values[1], values[2], values[3])
            self._page.pictures.append(self._frame.box(left, low, right, up))

    def loses_text(self) -> bool:
        """Whether text objects have no extent: pdfium passes over what it finds no glyph for, which happens without the fonts installed."""
        fonts = list(map(object_font, self.texts))
        absent = {font for font in set(fonts) if font and not is_embedded(font) and not is_latin_name(face_of(font)[0])}
        at = self._at
        for handle, font in zip(self.texts, fonts, strict=True):
            if font in absent and object_bounds(handle, at[0], at[1], at[2], at[3]) and self._floats[2] - self._floats[0] < 0.01:
                return True
        return False

    def _matrix_of(self, handle: int) -> Matrix:
        values = self._floats
        if not object_matrix(handle, self._at[0]):
            return IDENTITY
        return values[0], values[1], values[2], values[3], values[4], values[5]

    def _path(self, handle: int, matrix: Matrix) -> None:
        values, at = self._floats, self._at
        if not object_bounds(handle, at[0], at[1], at[2], at[3]):
            return
        left, low, right, up = values[0], values[1], values[2], values[3]
        if matrix is not IDENTITY:
            left, low, right, up = box_through(matrix, left, low, right, up)
        x0, top, x1, bottom = self._frame.box(left, low, right, up)
        if add_thin(self._page, x0, top, x1, bottom):
            return
        self._outline(handle, matrix)

    def _outline(self, handle: int, matrix: Matrix) -> None:
        """Rulings out of the parts of a path that is not itself thin: each thin part, each straight edge of a stroked or framing one."""
        count = segment_count(handle)
        if count < 2:
            return
        if self._segments + count > MAX_SEGMENTS:
            self._page.capped = True
            return
        ints = self._ints
        address = ctypes.addressof(ints)
        if not draw_mode(handle, address, address + 4):
            return
        filled, stroked = ints[0] != 0, ints[1] != 0
        if not stroked and count <= 5:
            return  # one filled area: a background
        self._segments += count
        parts = self._parts(handle, count, multiply(self._matrix_of(handle), matrix))
        add_parts(self._page, parts, filled=filled, stroked=stroked)

    def _parts(self, handle: int, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """The straight pieces of a path as chains of points in display space; a curve ends a chain."""
        values, at, frame = self._floats, self._at, self._frame
        parts: list[list[tuple[float, float]]] = []
        start: tuple[float, float] | None = None
        for k in range(count):
            segment = path_segment(handle, k)
            if not segment or not segment_point(segment, at[0], at[1]):
                continue
            x, y = through(matrix, values[0], values[1])
            point = frame.box(x, y, x, y)[:2]
            kind = segment_type(segment)
            if kind == raw.FPDF_SEGMENT_LINETO and parts:
                parts[-1].append(point)
            else:
                parts.append([point])
                if kind == raw.FPDF_SEGMENT_MOVETO:
                    start = point
            if start is not None and kind != raw.FPDF_SEGMENT_MOVETO and segment_close(segment):
                parts[-1].append(start)
        return [part for part in parts if len(part) > 1]
