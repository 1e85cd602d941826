"""PDF pages without a text layer, or with a wrong one: which they are, and their pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gongwen.clock import OcrClock
from gongwen.limits import Limits
from gongwen.readers.ocr.extra import is_installed
from gongwen.readers.page.garble import is_garbled
from gongwen.readers.page.glyphs import Glyphs

if TYPE_CHECKING:
    import pypdfium2

    from gongwen.readers.ocr.engine import Picture
    from gongwen.readers.ocr.page import Scanned

DPI = 200
MAX_SIDE = 5_000  # pixels of a page, however large it says it is
FULL_PAGE = 0.6  # share of the page that a picture covers if it is what there is to read
THIN = 40  # characters on such a picture: a stamp of the scanner or a page number, not the text
FEW_IDEOGRAPHS = 0.2  # of the characters on such a picture: read by a program that knew no Chinese

Progress = Callable[[int, int], None]  # page, of how many


@dataclass(slots=True)
class Scanner:
    """Takes the place of pages that OCR reads better. `mode` is "auto" or "always"."""

    data: bytes
    mode: str
    limits: Limits
    progress: Progress | None = None
    read: dict[int, Scanned] = field(default_factory=dict)  # by page number
    wanted: bool = False  # a page wants OCR that is not installed
    _document: pypdfium2.PdfDocument | None = None
    _clock: OcrClock | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._document is not None:
            self._document.close()

    def __call__(self, glyphs: Glyphs | None, number: int, count: int) -> Glyphs | None:
        """The page itself, or what OCR reads of its picture."""
        if glyphs is None or not (self.mode == "always" or self._is_wrong(glyphs, number)):
            return glyphs
        if not is_installed():
            self.wanted = True
            return glyphs
        if self.progress is not None:
            self.progress(number, count)
        from gongwen.readers.ocr.page import read_picture

        self._clock = self._clock or OcrClock(self.limits)
        with self._clock.page(number):
            picture, scale = self._picture(number)
            scanned = self.read[number] = read_picture(picture, scale, number)
        return scanned.glyphs

    def _is_wrong(self, glyphs: Glyphs, number: int) -> bool:
        """Whether the text layer is missing, unreadable, or plainly not the text of the picture behind it."""
        text = "".join(glyphs.text.split())
        if not text:
            return glyphs.n_images > 0 or glyphs.n_objects > 0
        if is_garbled(glyphs.text, glyphs.unmapped):
            return True
        if not glyphs.n_images:
            return False
        ideographs = sum(char >= "\u3400" for char in text)
        return (len(text) < THIN or ideographs < FEW_IDEOGRAPHS * len(text)) and self._is_picture(number)

    def _open(self) -> pypdfium2.PdfDocument:
        import pypdfium2

        if self._document is None:
            self._document = pypdfium2.PdfDocument(self.data)
        return self._document

    def _is_picture(self, number: int) -> bool:
        """Whether one picture covers most of the page."""
        import pypdfium2.raw as raw

        page = self._open()[number - 1]
        try:
            x0, y0, x1, y1 = page.get_bbox()
            whole = abs((x1 - x0) * (y1 - y0)) or 1.0
            for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
                left, low, right, high = picture.get_bounds()
                covered = max(0.0, min(right, x1) - max(left, x0)) * max(0.0, min(high, y1) - max(low, y0))
                if covered >= FULL_PAGE * whole:
                    return True
            return False
        finally:
            page.close()

    def _picture(self, number: int) -> tuple[Picture, float]:
        """The page as printed at DPI, less where it is very large, and its points per pixel."""
        page = self._open()[number - 1]
        try:
            scale = min(DPI / 72, MAX_SIDE / max(*page.get_size(), 1.0))
            bitmap = page.render(scale=scale, may_draw_forms=False)
            try:
                picture: Picture = bitmap.to_numpy()[:, :, :3].copy()
            finally:
                bitmap.close()
            return picture, page.get_size()[0] / picture.shape[1]
        finally:
            page.close()
