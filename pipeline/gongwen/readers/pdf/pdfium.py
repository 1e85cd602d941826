"""The pdfium engine: raw calls, one page open at a time, every handle closed.

The boxes of all characters are fetched by `map` over addresses into one float array: the call per character stays, the Python loop
around it goes. pdfium is not thread-safe: one process, one thread.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, compress, pairwise, repeat, starmap
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.model.source import Bookmark
from gongwen.readers.pdf.fonts import clean_name, is_bold_name, is_latin_name
from gongwen.readers.pdf.glyphs import Font, Glyphs, Ruling, add_thin, middle_of_run

MAX_OBJECTS = 30_000  # drawing objects looked at on one page
MAX_SEGMENTS = 60_000  # path segments looked at on one page
MAX_FORM_DEPTH = 8
MAX_BOOKMARKS = 5_000
MAX_BOOKMARK_DEPTH = 12
MAX_TITLE = 1_000  # characters

_BREAK = re.compile(r"[\r\n]+| ")
_POINTER = ctypes.c_void_p


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    """The raw function with plain addresses for pointers: half the cost per call of typed pointers."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(getattr(raw, name), _POINTER).value or 0)


_loose_box = _bind("FPDFText_GetLooseCharBox", ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
_is_generated = _bind("FPDFText_IsGenerated", ctypes.c_int, _POINTER, ctypes.c_int)
_text_object = _bind("FPDFText_GetTextObject", _POINTER, _POINTER, ctypes.c_int)
_char_matrix = _bind("FPDFText_GetMatrix", ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
_char_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, ctypes.c_int)
_font_size = _bind("FPDFText_GetFontSize", ctypes.c_double, _POINTER, ctypes.c_int)
_object_font = _bind("FPDFTextObj_GetFont", _POINTER, _POINTER)
_render_mode = _bind("FPDFTextObj_GetTextRenderMode", ctypes.c_int, _POINTER)
_font_name = _bind("FPDFFont_GetBaseFontName", ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
_font_flags = _bind("FPDFFont_GetFlags", ctypes.c_int, _POINTER)
_is_embedded = _bind("FPDFFont_GetIsEmbedded", ctypes.c_int, _POINTER)
_page_object = _bind("FPDFPage_GetObject", _POINTER, _POINTER, ctypes.c_int)
_form_object = _bind("FPDFFormObj_GetObject", _POINTER, _POINTER, ctypes.c_ulong)
_form_count = _bind("FPDFFormObj_CountObjects", ctypes.c_int, _POINTER)
_object_type = _bind("FPDFPageObj_GetType", ctypes.c_int, _POINTER)
_object_matrix = _bind("FPDFPageObj_GetMatrix", ctypes.c_int, _POINTER, _POINTER)
_object_bounds = _bind("FPDFPageObj_GetBounds", ctypes.c_int, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
_draw_mode = _bind("FPDFPath_GetDrawMode", ctypes.c_int, _POINTER, _POINTER, _POINTER)
_segment_count = _bind("FPDFPath_CountSegments", ctypes.c_int, _POINTER)
_segment = _bind("FPDFPath_GetPathSegment", _POINTER, _POINTER, ctypes.c_int)
_segment_type = _bind("FPDFPathSegment_GetType", ctypes.c_int, _POINTER)
_segment_point = _bind("FPDFPathSegment_GetPoint", ctypes.c_int, _POINTER, _POINTER, _POINTER)
_segment_close = _bind("FPDFPathSegment_GetClose", ctypes.c_int, _POINTER)

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ONLY_TEXT = bytes(kind == raw.FPDF_PAGEOBJ_TEXT for kind in range(256))
_NOT_TEXT = bytes(kind != raw.FPDF_PAGEOBJ_TEXT for kind in range(256))
_FORCE_BOLD = 1 << 18
_FILL_AND_STROKE = 2


@contextmanager
def open_document(data: bytes, limits: Limits) -> Iterator[PdfiumDocument]:
    """Open the bytes as a PDF. Errors: FILE_ENCRYPTED, FILE_CORRUPT, TOO_MANY_PAGES."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _open_error(error) from None
    try:
        n_pages = len(document)
        if n_pages <= 0:
            raise GongwenError(Code.FILE_CORRUPT, "The PDF has no pages.", hint="Ask for the file again.")
        if n_pages > limits.max_pages:
            raise GongwenError(Code.TOO_MANY_PAGES, f"{n_pages} pages; the limit max_pages is {limits.max_pages}.")
        yield PdfiumDocument(document, n_pages)
    finally:
        document.close()


def _open_error(error: pdfium.PdfiumError) -> GongwenError:
    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return GongwenError(Code.FILE_ENCRYPTED, "The PDF opens only with a password.", hint="Save it without the password.")
    return GongwenError(Code.FILE_CORRUPT, "The PDF cannot be opened.", hint="Save it anew from a PDF program, or ask for it again.")


class PdfiumDocument:
    """An open PDF; `page(i)` reads one page and leaves nothing open after the with block."""

    def __init__(self, document: pdfium.PdfDocument, n_pages: int) -> None:
        self._document = document
        self.n_pages = n_pages

    @contextmanager
    def page(self, index: int, limits: Limits) -> Iterator[Glyphs | None]:
        """The glyphs and rulings of page `index` (from 0); None where pdfium cannot load the page. Error: TOO_MUCH_TEXT."""
        handle = raw.FPDF_LoadPage(self._document.raw, index)
        if not handle:
            yield None
            return
        text_page = raw.FPDFText_LoadPage(handle)
        try:
            yield _read_page(handle, text_page, index + 1, limits) if text_page else None
        finally:
            if text_page:
                raw.FPDFText_ClosePage(text_page)
            raw.FPDF_ClosePage(handle)

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The outline, at most MAX_BOOKMARKS entries and MAX_BOOKMARK_DEPTH deep; a loop ends it."""
        document = self._document.raw
        found: list[Bookmark] = []
        seen: set[int] = set()
        waiting = [(raw.FPDFBookmark_GetFirstChild(document, None), 1)]
        while waiting and len(found) < MAX_BOOKMARKS:
            mark, level = waiting.pop()
            address = ctypes.cast(mark, _POINTER).value
            if not address or address in seen:
                continue
            seen.add(address)
            target = raw.FPDFBookmark_GetDest(document, mark)
            page = raw.FPDFDest_GetDestPageIndex(document, target) if target else -1
            found.append(Bookmark(_title(mark), level, page + 1 if page >= 0 else None))
            waiting.append((raw.FPDFBookmark_GetNextSibling(document, mark), level))
            if level < MAX_BOOKMARK_DEPTH:
                waiting.append((raw.FPDFBookmark_GetFirstChild(document, mark), level + 1))
        return tuple(found)

    def meta(self) -> dict[str, str]:
        """Title, author and the like as the file states them."""
        try:
            stated = self._document.get_metadata_dict(skip_empty=True)
        except (pdfium.PdfiumError, UnicodeError):
            return {}
        return {key.lower(): value.replace("\0", "") for key, value in sorted(stated.items())}


def _title(mark: Any) -> str:
    size = min(raw.FPDFBookmark_GetTitle(mark, None, 0), 2 * MAX_TITLE)
    buffer = ctypes.create_string_buffer(size + 2)
    raw.FPDFBookmark_GetTitle(mark, buffer, size)
    return " ".join(buffer.raw[:size].decode("utf-16-le", "replace").replace("\0", "").split())


def _read_page(handle: Any, text_page: Any, number: int, limits: Limits) -> Glyphs:
    page = ctypes.cast(handle, _POINTER).value or 0
    text = ctypes.cast(text_page, _POINTER).value or 0
    frame = _Frame(handle)
    n = max(0, raw.FPDFText_CountChars(text_page))
    if n > limits.max_chars_per_page:
        raise GongwenError(Code.TOO_MUCH_TEXT, f"{n} characters; the limit max_chars_per_page is {limits.max_chars_per_page}.", page=number)
    string, unmapped = _page_text(text_page, text, n)
    spans, breaks = _spans(string, text)
    index = list(chain.from_iterable(starmap(range, spans)))
    string = "".join([string[start:end] for start, end in spans])
    x0, top, x1, bottom = frame.boxes(text, index)
    fonts = _FontReader(text, frame.rotation, index)
    runs = _runs(spans, breaks)
    glyphs = Glyphs(
        number, frame.width, frame.height, frame.rotation, string, x0, top, x1, bottom, runs, fonts.at, fonts.of_run, unmapped
    )  # fmt: skip
    fonts.page = glyphs
    drawing = _Drawing(glyphs, frame)
    drawing.read(page, raw.FPDFPage_CountObjects(handle))
    glyphs.lost = drawing.loses_text()
    return glyphs


class _Frame:
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
        deque(map(_loose_box, repeat(text), index, range(start, start + 16 * n, 16)), maxlen=0)
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


def _page_text(text_page: Any, text: int, n: int) -> tuple[str, int]:
    """The characters, one for each index, and how many of them have no Unicode value."""
    if n == 0:
        return "", 0
    buffer = (ctypes.c_ushort * (2 * n + 2))()
    written = raw.FPDFText_GetText(text_page, 0, n, buffer)
    string = bytes(memoryview(buffer).cast("B")[: 2 * max(0, written - 1)]).decode("utf-16-le", "replace")
    if len(string) != n:  # pdfium leaves out what has no Unicode value: ask for each
        points = list(map(_char_unicode, repeat(text), range(n)))
        string = "".join(chr(p) if 0 < p < 0xD800 or 0xDFFF < p < 0x110000 else "\ufffd" for p in points)
        return string, sum(1 for p in points if p == 0)
    return string, 0


def _spans(string: str, text: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Spans of characters that are drawn, and the numbers of those spans that begin a line for pdfium.

    Line breaks and blanks that pdfium made up are left out: blanks are made from positions later on, alike for every engine.
    """
    spans: list[tuple[int, int]] = []
    breaks: list[int] = []
    start = 0
    for match in _BREAK.finditer(string):
        at = match.start()
        is_blank = string[at] == " "
        if is_blank and not _is_generated(text, at):
            continue
        if at > start:
            spans.append((start, at))
        if not is_blank:
            breaks.append(len(spans))
        start = match.end()
    if len(string) > start:
        spans.append((start, len(string)))
    breaks.append(len(spans))
    return spans, breaks


def _runs(spans: Sequence[tuple[int, int]], breaks: Sequence[int]) -> list[tuple[int, int]]:
    """The spans between two breaks put together, counted in drawn characters."""
    runs: list[tuple[int, int]] = []
    start = first = 0
    for last in breaks:
        end = start + sum([b - a for a, b in spans[first:last]])
        if end > start:
            runs.append((start, end))
        start, first = end, last
    return runs


class _FontReader:
    """Asks pdfium how a glyph is set. All glyphs of a text object are set alike, so each object is asked once."""

    __slots__ = ("_alike", "_faces", "_fonts", "_index", "_matrix", "_matrix_at", "_rotation", "_text", "page")

    page: Glyphs

    def __init__(self, text: int, rotation: int, index: Sequence[int]) -> None:
        self._text = text
        self._rotation = float(rotation)
        self._index = index  # pdfium's number of each glyph
        self._fonts: dict[int, Font] = {}  # by the address of the text object, as long as the page is open
        self._alike: dict[tuple[int, int, float], Font] = {}  # by font, render mode and height of the box
        self._faces: dict[int, tuple[str | None, bool]] = {}  # by the address of the font
        self._matrix = (ctypes.c_float * 6)()
        self._matrix_at = ctypes.addressof(self._matrix)

    def at(self, i: int) -> Font:
        handle = _text_object(self._text, self._index[i]) or 0
        font = self._fonts.get(handle)
        if font is None:
            font = self._fonts[handle] = self._ask(i, handle)
        return font

    def of_run(self, start: int, end: int) -> Font:
        """As `at`, and without the matrix where a run from left to right has the font and height of one seen before."""
        page = self.page
        i = (start + end) // 2
        if page.text[i] < "\u2e80":
            i = middle_of_run(page.text, start, end)
        handle = _text_object(self._text, self._index[i]) or 0
        font = self._fonts.get(handle)
        if font is not None:
            return font
        height = page.bottom[i] - page.top[i]
        if not handle or end - start < 2 or abs(page.top[end - 1] - page.top[start]) > 0.3 * height or page.x0[end - 1] <= page.x0[start]:
            return self.at(i)
        key = _object_font(handle) or 0, _render_mode(handle), round(height, 1)
        font = self._alike.get(key)
        if font is None:
            font = self._ask(i, handle)
            if not font.angle:
                self._alike[key] = font
        self._fonts[handle] = font
        return font

    def _ask(self, i: int, handle: int) -> Font:
        i = self._index[i]
        size = _font_size(self._text, i)
        angle = self._rotation
        if _char_matrix(self._text, i, self._matrix_at):
            a, b, c, d, _, _ = self._matrix
            size *= d if c == 0.0 and d > 0 else math.hypot(c, d)
            if b != 0.0 or a < 0:
                angle = (angle - math.degrees(math.atan2(b, a))) % 360
        if not handle:
            return Font(round(size, 2), None, False, angle)
        address = _object_font(handle) or 0
        face = self._faces.get(address)
        if face is None:
            face = self._faces[address] = _face(address)
        bold = face[1] or _render_mode(handle) == _FILL_AND_STROKE
        return Font(round(size, 2), face[0], bold, angle)


def _face(font: int) -> tuple[str | None, bool]:
    if not font:
        return None, False
    size = _font_name(font, None, 0)
    if not 1 < size < 1024:
        return None, False
    buffer = ctypes.create_string_buffer(size)
    _font_name(font, ctypes.addressof(buffer), size)
    name = clean_name(buffer.value)
    flags = _font_flags(font)
    return name, is_bold_name(name) or (flags >= 0 and bool(flags & _FORCE_BOLD))


class _Drawing:
    """Collects rulings and counts pictures among the objects of a page, form XObjects included."""

    def __init__(self, page: Glyphs, frame: _Frame) -> None:
        self._page = page
        self._frame = frame
        self._segments = 0
        self._texts: list[int] = []
        self._floats = (ctypes.c_float * 6)()
        self._at = [ctypes.addressof(self._floats) + 4 * k for k in range(6)]
        self._ints = (ctypes.c_int * 2)()

    def read(self, page: int, count: int) -> None:
        self._walk(_page_object, page, count, _IDENTITY, 0)

    def _walk(self, get: Any, owner: int, count: int, matrix: _Matrix, depth: int) -> None:
        page = self._page
        take = max(0, min(count, MAX_OBJECTS - page.n_objects))
        page.capped = page.capped or take < count
        page.n_objects += take
        objects = list(map(get, repeat(owner), range(take)))
        kinds = bytes(map(_object_type, objects))
        self._texts += compress(objects, kinds.translate(_ONLY_TEXT))
        for handle, kind in compress(zip(objects, kinds, strict=True), kinds.translate(_NOT_TEXT)):
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(handle, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                page.n_images += 1
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                self._walk(_form_object, handle, _form_count(handle), _multiply(self._matrix_of(handle), matrix), depth + 1)

    def loses_text(self) -> bool:
        """Whether text objects have no extent: pdfium passes over what it finds no glyph for, which happens without the fonts installed."""
        fonts = list(map(_object_font, self._texts))
        absent = {font for font in set(fonts) if font and not _is_embedded(font) and not is_latin_name(_face(font)[0])}
        at = self._at
        for handle, font in zip(self._texts, fonts, strict=True):
            if font in absent and _object_bounds(handle, at[0], at[1], at[2], at[3]) and self._floats[2] - self._floats[0] < 0.01:
                return True
        return False

    def _matrix_of(self, handle: int) -> _Matrix:
        values = self._floats
        if not _object_matrix(handle, self._at[0]):
            return _IDENTITY
        return values[0], values[1], values[2], values[3], values[4], values[5]

    def _path(self, handle: int, matrix: _Matrix) -> None:
        values, at = self._floats, self._at
        if not _object_bounds(handle, at[0], at[1], at[2], at[3]):
            return
        left, low, right, up = values[0], values[1], values[2], values[3]
        if matrix is not _IDENTITY:
            left, low, right, up = _box_through(matrix, left, low, right, up)
        x0, top, x1, bottom = self._frame.box(left, low, right, up)
        if add_thin(self._page, x0, top, x1, bottom):
            return
        self._outline(handle, matrix)

    def _outline(self, handle: int, matrix: _Matrix) -> None:
        """Rulings out of the parts of a path that is not itself thin: each thin part, each straight edge of a stroked or framing one."""
        count = _segment_count(handle)
        if count < 2:
            return
        if self._segments + count > MAX_SEGMENTS:
            self._page.capped = True
            return
        ints = self._ints
        address = ctypes.addressof(ints)
        if not _draw_mode(handle, address, address + 4):
            return
        filled, stroked = ints[0] != 0, ints[1] != 0
        if not stroked and count <= 5:
            return  # one filled area: a background
        self._segments += count
        parts = self._parts(handle, count, _multiply(self._matrix_of(handle), matrix))
        outlines = stroked or (filled and len(parts) > 1)
        for part in parts:
            xs = [p[0] for p in part]
            ys = [p[1] for p in part]
            if add_thin(self._page, min(xs), min(ys), max(xs), max(ys)) or not outlines:
                continue
            for (xa, ya), (xb, yb) in pairwise(part):
                if abs(ya - yb) <= 1.0 < abs(xa - xb):
                    self._page.horizontal.append(Ruling((ya + yb) / 2, min(xa, xb), max(xa, xb)))
                elif abs(xa - xb) <= 1.0 < abs(ya - yb):
                    self._page.vertical.append(Ruling((xa + xb) / 2, min(ya, yb), max(ya, yb)))

    def _parts(self, handle: int, count: int, matrix: _Matrix) -> list[list[tuple[float, float]]]:
        """The straight pieces of a path as chains of points in display space; a curve ends a chain."""
        values, at, frame = self._floats, self._at, self._frame
        parts: list[list[tuple[float, float]]] = []
        start: tuple[float, float] | None = None
        for k in range(count):
            segment = _segment(handle, k)
            if not segment or not _segment_point(segment, at[0], at[1]):
                continue
            x, y = _through(matrix, values[0], values[1])
            point = frame.box(x, y, x, y)[:2]
            kind = _segment_type(segment)
            if kind == raw.FPDF_SEGMENT_LINETO and parts:
                parts[-1].append(point)
            else:
                parts.append([point])
                if kind == raw.FPDF_SEGMENT_MOVETO:
                    start = point
            if start is not None and kind != raw.FPDF_SEGMENT_MOVETO and _segment_close(segment):
                parts[-1].append(start)
        return [part for part in parts if len(part) > 1]


def _multiply(m: _Matrix, n: _Matrix) -> _Matrix:
    if n is _IDENTITY:
        return m
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip


def _through(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _box_through(m: _Matrix, left: float, low: float, right: float, up: float) -> tuple[float, float, float, float]:
    corners = [_through(m, x, y) for x in (left, right) for y in (low, up)]
    xs = [c[0] for c in corners]
    ys = [c[1] for c in corners]
    return min(xs), min(ys), max(xs), max(ys)
