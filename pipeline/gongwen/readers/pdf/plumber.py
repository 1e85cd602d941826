"""The pdfplumber engine: pure Python, slow, independent of pdfium up to glyphs and rulings. For reference and parity tests."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.model.source import Bookmark
from gongwen.readers.page.fonts import clean_name, is_bold_name
from gongwen.readers.page.glyphs import Font, Glyphs, Ruling, add_thin, middle_of_run
from gongwen.readers.pdf.unlock import locked

MAX_OBJECTS = 30_000


@contextmanager
def open_document(data: bytes, limits: Limits) -> Iterator[PlumberDocument]:
    """Open the bytes as a PDF. Errors: FILE_ENCRYPTED, FILE_CORRUPT, TOO_MANY_PAGES."""
    import pdfplumber

    with _quiet():
        try:
            document = pdfplumber.open(io.BytesIO(data), unicode_norm=None)
            n_pages = len(document.pages)
        except Exception as error:
            # pdfminer raises whatever its parsers meet: any failure to open is one fact, the file cannot be read
            raise locked() if "Password" in f"{error!r}{error.__context__!r}" else _corrupt() from None
        try:
            if n_pages == 0:
                raise GongwenError(Code.FILE_CORRUPT, "The PDF has no pages.", hint="Ask for the file again.")
            if n_pages > limits.max_pages:
                raise limits.exceeded("max_pages", f"{n_pages} pages")
            yield PlumberDocument(document, n_pages)
        finally:
            document.close()


def _corrupt() -> GongwenError:
    return GongwenError(Code.FILE_CORRUPT, "The PDF cannot be opened.", hint="Save it anew from a PDF program, or ask for it again.")


class PlumberDocument:
    """An open PDF; `page(i)` reads one page and frees its objects after the with block."""

    def __init__(self, document: Any, n_pages: int) -> None:
        self._document = document
        self.n_pages = n_pages

    @contextmanager
    def page(self, index: int, limits: Limits) -> Iterator[Glyphs | None]:
        """The glyphs and rulings of page `index` (from 0); None where pdfminer cannot read the page. Error: TOO_MUCH_TEXT."""
        if index >= self.n_pages:  # in a damaged file the engines may not count alike
            yield None
            return
        page = self._document.pages[index]
        try:
            yield _read_page(page, index + 1, limits)
        finally:
            page.close()

    def bookmarks(self) -> tuple[Bookmark, ...]:
        return ()  # the reference is for lines and tables

    def meta(self) -> dict[str, str]:
        stated = {str(key).lower(): value for key, value in self._document.metadata.items()}
        return {key: value.replace("\0", "") for key, value in sorted(stated.items()) if isinstance(value, str) and value}


def _read_page(page: Any, number: int, limits: Limits) -> Glyphs | None:
    try:
        chars: list[dict[str, Any]] = page.chars
        if len(chars) <= limits.max_chars_per_page:
            return _glyphs(page, chars, number)
    except Exception:  # damaged content, whatever pdfminer makes of it: the page is reported, the others go on
        return None
    raise limits.exceeded("max_chars_per_page", f"{len(chars)} characters", page=number)


@contextmanager
def _quiet() -> Iterator[None]:
    """pdfminer reports every flaw of a file to its logger; what matters to the reader is a remark or an error."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _glyphs(page: Any, chars: list[dict[str, Any]], number: int) -> Glyphs:
    left, top, width, height = _crop(page)
    fonts: list[Font] = []
    texts: list[str] = []
    out = Glyphs(
        number, width, height, page.rotation or 0, "", [], [], [], [], [],
        lambda i: fonts[i], lambda start, end: fonts[middle_of_run(texts, start, end)],
    )  # fmt: skip
    for char in chars:
        text = char["text"]
        if text == " " and texts and texts[-1] == " ":
            continue  # as pdfium does; how wide the gap is tells its place
        if text.startswith("(cid:"):
            text = "\ufffd"
            out.unmapped += 1
        font = _font(char)
        width = (char["x1"] - char["x0"]) / max(1, len(text))
        for k, letter in enumerate(text):
            texts.append(letter)
            fonts.append(font)
            out.x0.append(char["x0"] - left + k * width)
            out.x1.append(char["x0"] - left + (k + 1) * width)
            out.top.append(char["top"] - top)
            out.bottom.append(char["bottom"] - top)
    out.text = "".join(texts)
    out.runs = _runs(out, fonts)
    _draw(out, page, left, top)
    return out


def _crop(page: Any) -> tuple[float, float, float, float]:
    """Left, top, width and height of the visible part, in pdfplumber's coordinates: those of the turned MediaBox."""
    mx0, my0, mx1, my1 = page.page_obj.mediabox
    cx0, cy0, cx1, cy1 = page.page_obj.cropbox
    west, south, east, north = max(cx0 - mx0, 0), max(cy0 - my0, 0), max(mx1 - cx1, 0), max(my1 - cy1, 0)
    rotation = page.rotation or 0
    left, top, right, bottom = {
        90: (south, west, north, east), 180: (east, south, west, north), 270: (north, east, south, west),
    }.get(rotation, (west, north, east, south))  # fmt: skip
    x0, y0 = page.mediabox[:2]  # pdfplumber counts from the corner that the file states, which may lie anywhere
    return x0 + left, y0 + top, float(page.width) - left - right, float(page.height) - top - bottom


def _font(char: dict[str, Any]) -> Font:
    a, b = char["matrix"][:2]
    name = clean_name(char["fontname"])
    size = char["height"] if char["upright"] else char["width"]  # the box is one font size high, across the direction of print
    return Font(round(size, 2), name, is_bold_name(name), -math.degrees(math.atan2(b, a)) % 360)


def _runs(page: Glyphs, fonts: list[Font]) -> list[tuple[int, int]]:
    """Spans of glyphs drawn one after the other on one line; blanks of no width break them like any other gap."""
    runs: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(page.text) + 1):
        if i < len(page.text) and fonts[i].angle == fonts[i - 1].angle and _goes_on(page, i):
            continue
        runs.append((start, i))
        start = i
    return runs if page.text else []


def _goes_on(page: Glyphs, i: int) -> bool:
    low = min(page.bottom[i] - page.top[i], page.bottom[i - 1] - page.top[i - 1])
    beside = min(page.bottom[i], page.bottom[i - 1]) - max(page.top[i], page.top[i - 1])
    return beside >= 0.5 * low and page.x0[i] >= page.x0[i - 1] - low


def _draw(out: Glyphs, page: Any, left: float, top: float) -> None:
    shapes = [*page.lines, *page.rects, *page.curves]
    out.n_images = len(page.images)
    out.pictures = [(i["x0"] - left, i["top"] - top, i["x1"] - left, i["bottom"] - top) for i in page.images[:MAX_OBJECTS]]
    out.n_objects = len(shapes)
    out.capped = len(shapes) > MAX_OBJECTS
    for shape in shapes[:MAX_OBJECTS]:
        box = (shape["x0"] - left, shape["top"] - top, shape["x1"] - left, shape["bottom"] - top)
        if add_thin(out, *box):
            continue
        if shape["stroke"]:
            _outline(out, [(x - left, y - top) for x, y in shape["pts"]])


def _outline(out: Glyphs, points: list[tuple[float, float]]) -> None:
    for (xa, ya), (xb, yb) in zip(points, [*points[1:], points[0]], strict=True):
        if abs(ya - yb) <= 1.0 < abs(xa - xb):
            out.horizontal.append(Ruling((ya + yb) / 2, min(xa, xb), max(xa, xb)))
        elif abs(xa - xb) <= 1.0 < abs(ya - yb):
            out.vertical.append(Ruling((xa + xb) / 2, min(ya, yb), max(ya, yb)))
