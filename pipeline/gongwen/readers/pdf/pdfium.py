"""The pdfium engine: raw calls, one page open at a time, every handle closed.

The boxes of all characters are fetched by `map` over addresses into one float array: the call per character stays, the Python loop
around it goes. pdfium is not thread-safe: one process, one thread.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, pairwise, repeat, starmap
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.model.source import Bookmark
from gongwen.readers.page.glyphs import Font, Glyphs, middle_of_run
from gongwen.readers.pdf.annotations import draw_typed
from gongwen.readers.pdf.calls import POINTER, char_matrix, char_unicode, font_size, is_generated, object_font, render_mode, text_object
from gongwen.readers.pdf.drawing import Drawing, Frame
from gongwen.readers.pdf.faces import face_of
from gongwen.readers.pdf.tags import tagged_headings
from gongwen.readers.pdf.unlock import forget_error, locked
from gongwen.readers.pdf.unseen import set_unseen_apart

MAX_BOOKMARKS = 5_000
MAX_BOOKMARK_DEPTH = 12
MAX_TITLE = 1_000  # characters

_TAIL = "\udc00"  # stands for the second half of a character beyond the first 65,536, which pdfium counts as two
_BREAK = re.compile(rf"[\r\n]+| |{_TAIL}")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_FILL_AND_STROKE = 2


@contextmanager
def open_document(data: bytes, limits: Limits) -> Iterator[PdfiumDocument]:
    """Open the bytes as a PDF. Errors: FILE_ENCRYPTED, FILE_CORRUPT, TOO_MANY_PAGES."""
    forget_error()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _open_error(error) from None
    try:
        n_pages = len(document)
        if n_pages <= 0:
            raise GongwenError(Code.FILE_CORRUPT, "The PDF has no pages.", hint="Ask for the file again.")
        if n_pages > limits.max_pages:
            raise limits.exceeded("max_pages", f"{n_pages} pages")
        yield PdfiumDocument(document, n_pages)
    finally:
        document.close()


def _open_error(error: pdfium.PdfiumError) -> GongwenError:
    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return locked()
    return GongwenError(Code.FILE_CORRUPT, "The PDF cannot be opened.", hint="Save it anew from a PDF program, or ask for it again.")


class PdfiumDocument:
    """An open PDF; `page(i)` reads one page and leaves nothing open after the with block."""

    def __init__(self, document: pdfium.PdfDocument, n_pages: int) -> None:
        self._document = document
        self.n_pages = n_pages
        self._headings: list[Bookmark] | None = [] if raw.FPDFCatalog_IsTagged(document.raw) else None  # of the pages read so far

    @contextmanager
    def page(self, index: int, limits: Limits) -> Iterator[Glyphs | None]:
        """The glyphs and rulings of page `index` (from 0); None where pdfium cannot load the page. Error: TOO_MUCH_TEXT."""
        handle = raw.FPDF_LoadPage(self._document.raw, index)
        if handle and draw_typed(handle):
            raw.FPDF_ClosePage(handle)
            handle = raw.FPDF_LoadPage(self._document.raw, index)
        if not handle:
            yield None
            return
        text_page = raw.FPDFText_LoadPage(handle)
        try:
            yield _read_page(handle, text_page, index + 1, limits, self._headings) if text_page else None
        finally:
            if text_page:
                raw.FPDFText_ClosePage(text_page)
            raw.FPDF_ClosePage(handle)

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The outline, at most MAX_BOOKMARKS entries and MAX_BOOKMARK_DEPTH deep (a loop ends it), and tagged headings of pages read."""
        document = self._document.raw
        found: list[Bookmark] = []
        seen: set[int] = set()
        waiting = [(raw.FPDFBookmark_GetFirstChild(document, None), 1)]
        while waiting and len(found) < MAX_BOOKMARKS:
            mark, level = waiting.pop()
            address = ctypes.cast(mark, POINTER).value
            if not address or address in seen:
                continue
            seen.add(address)
            target = raw.FPDFBookmark_GetDest(document, mark)
            page = raw.FPDFDest_GetDestPageIndex(document, target) if target else -1
            found.append(Bookmark(_title(mark), level, page + 1 if page >= 0 else None))
            waiting.append((raw.FPDFBookmark_GetNextSibling(document, mark), level))
            if level < MAX_BOOKMARK_DEPTH:
                waiting.append((raw.FPDFBookmark_GetFirstChild(document, mark), level + 1))
        return (*found, *(self._headings or ()))

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


def _read_page(handle: Any, text_page: Any, number: int, limits: Limits, headings: list[Bookmark] | None) -> Glyphs:
    page = ctypes.cast(handle, POINTER).value or 0
    text = ctypes.cast(text_page, POINTER).value or 0
    frame = Frame(handle)
    n = max(0, raw.FPDFText_CountChars(text_page))
    if n > limits.max_chars_per_page:
        raise limits.exceeded("max_chars_per_page", f"{n} characters", page=number)
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
    _part_ligatures(glyphs, text, index)
    drawing = Drawing(glyphs, frame)
    drawing.read(page, raw.FPDFPage_CountObjects(handle))
    glyphs.lost = drawing.loses_text()
    set_unseen_apart(glyphs, handle, text, index, drawing.texts)
    if headings is not None and len(headings) < MAX_BOOKMARKS:
        headings += tagged_headings(handle, glyphs, text, index)
    return glyphs


def _part_ligatures(page: Glyphs, text: int, index: Sequence[int]) -> None:
    """A glyph that stands for several letters has one box for all of them: each gets its share, lest they look printed over each other."""
    x0, top, x1 = page.x0, page.top, page.x1
    for word in _LETTERS.finditer(page.text):
        at = word.start()
        while at < word.end():
            end = at + 1
            while end < word.end() and x0[end] == x0[at] and x1[end] == x1[at] and top[end] == top[at]:
                end += 1
            if end - at > 1 and text_object(text, index[at]) == text_object(text, index[end - 1]):  # letters drawn twice are two objects
                edges = [x0[at] + k * (x1[at] - x0[at]) / (end - at) for k in range(end - at + 1)]
                x0[at:end], x1[at:end] = edges[:-1], edges[1:]
            at = end


def _page_text(text_page: Any, text: int, n: int) -> tuple[str, int]:
    """The characters, one for each index, and how many of them have no Unicode value."""
    if n == 0:
        return "", 0
    buffer = (ctypes.c_ushort * (2 * n + 2))()
    written = raw.FPDFText_GetText(text_page, 0, n, buffer)
    string = bytes(memoryview(buffer).cast("B")[: 2 * max(0, written - 1)]).decode("utf-16-le", "replace")
    if len(string) != n:  # pdfium leaves out what has no Unicode value: ask for each
        points = list(map(char_unicode, repeat(text), range(n)))
        chars = [chr(p) if 0 < p < 0xD800 or 0xDFFF < p < 0x110000 else "\ufffd" for p in points]
        for i, (high, low) in enumerate(pairwise(points)):
            if 0xD800 <= high < 0xDC00 <= low < 0xE000:
                chars[i], chars[i + 1] = chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), _TAIL
        return "".join(chars), sum(1 for p in points if p == 0)
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
        if string[at] == " " and not is_generated(text, at):
            continue
        if at > start:
            spans.append((start, at))
        if string[at] in "\r\n":
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
        handle = text_object(self._text, self._index[i]) or 0
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
        handle = text_object(self._text, self._index[i]) or 0
        font = self._fonts.get(handle)
        if font is not None:
            return font
        height = page.bottom[i] - page.top[i]
        if not handle or end - start < 2 or abs(page.top[end - 1] - page.top[start]) > 0.3 * height or page.x0[end - 1] <= page.x0[start]:
            return self.at(i)
        key = object_font(handle) or 0, render_mode(handle), round(height, 1)
        font = self._alike.get(key)
        if font is None:
            font = self._ask(i, handle)
            if not font.angle:
                self._alike[key] = font
        self._fonts[handle] = font
        return font

    def _ask(self, i: int, handle: int) -> Font:
        i = self._index[i]
        size = font_size(self._text, i)
        angle = self._rotation
        if char_matrix(self._text, i, self._matrix_at):
            a, b, c, d, _, _ = self._matrix
            size *= d if c == 0.0 and d > 0 else math.hypot(c, d)
            if b != 0.0 or a < 0:
                angle = (angle - math.degrees(math.atan2(b, a))) % 360
        if not handle:
            return Font(round(size, 2), None, False, angle)
        address = object_font(handle) or 0
        face = self._faces.get(address)
        if face is None:
            face = self._faces[address] = face_of(address)
        bold = face[1] or render_mode(handle) == _FILL_AND_STROKE
        return Font(round(size, 2), face[0], bold, angle)
