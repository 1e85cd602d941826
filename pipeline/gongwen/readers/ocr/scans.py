"""PDF pages that OCR reads better than their text layer says: which they are, and their pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gongwen.clock import OcrClock
from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.readers.ocr.extra import is_installed
from gongwen.readers.page.glyphs import Glyphs
from gongwen.readers.page.legible import Verdict, is_covered, is_thin, judge, unread_pictures
from gongwen.readers.pictures import check_pixels

if TYPE_CHECKING:
    import pypdfium2

    from gongwen.readers.ocr.engine import Picture
    from gongwen.readers.ocr.page import Scanned

DPI = 200
MAX_SIDE = 5_000  # pixels of a page, however large it says it is

Progress = Callable[[int, int], None]  # page, of how many


@dataclass(slots=True)
class Scanner:
    """Takes the place of pages that OCR reads better, and adds what pictures on other pages say. `mode` is "auto" or "always"."""

    data: bytes
    mode: str
    limits: Limits
    progress: Progress | None = None
    read: dict[int, Scanned] = field(default_factory=dict)  # by page number
    parts: set[int] = field(default_factory=set)  # numbers of pages of which only pictures were read
    wanted: list[int] = field(default_factory=list)  # numbers of pages that want OCR where there is none
    fault: GongwenError | None = None  # why OCR, although installed, cannot be started
    _document: pypdfium2.PdfDocument | None = None
    _clock: OcrClock | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._document is not None:
            self._document.close()

    def __call__(self, glyphs: Glyphs | None, number: int, count: int) -> Glyphs | None:
        """The page itself, or what OCR reads of its picture, or both together."""
        if glyphs is None:
            return None
        verdict = Verdict.PICTURE if self.mode == "always" else judge(glyphs)
        drawn = verdict is Verdict.BLANK and glyphs.n_objects > 0
        doubtful = verdict is Verdict.TEXT and is_covered(glyphs)
        pasted = unread_pictures(glyphs) if verdict is Verdict.TEXT and not doubtful else []
        if verdict in (Verdict.TEXT, Verdict.BLANK) and not (drawn or doubtful or pasted):
            return glyphs
        if not self._is_ready():
            if verdict in (Verdict.PICTURE, Verdict.GARBLED):
                self.wanted.append(number)
            return glyphs
        from gongwen.readers.ocr.page import read_picture

        self._clock = self._clock or OcrClock(self.limits)
        with self._clock.page(number):
            picture, scale = self._picture(number)
            if doubtful and self._agrees(glyphs, picture, scale):
                return glyphs
            if self.progress is not None:
                self.progress(number, count)
            if pasted:
                return self._with_pictures(glyphs, pasted, picture, scale)
            scanned = self.read[number] = read_picture(picture, scale, number)
        return scanned.glyphs

    def _is_ready(self) -> bool:
        """Whether OCR is installed and starts; with "always" a failure is an error."""
        if self.fault is None and is_installed():
            from gongwen.readers.ocr.engine import engine

            try:
                engine()
                return True
            except GongwenError as error:
                if self.mode == "always" or error.code is not Code.DEPENDENCY_MISSING:
                    raise
                self.fault = error
        return False

    def _agrees(self, glyphs: Glyphs, picture: Picture, scale: float) -> bool:
        """Whether the text layer says what the picture behind it shows; one of few characters cannot be told by them."""
        from gongwen.readers.ocr.agreement import agrees

        return not is_thin(glyphs) and agrees(glyphs, picture, scale)

    def _with_pictures(self, glyphs: Glyphs, pasted: list[tuple[float, float, float, float]], picture: Picture, scale: float) -> Glyphs:
        """The page with the print on its pictures."""
        from gongwen.readers.ocr.pasted import add_pictures

        glyphs, scanned = add_pictures(glyphs, pasted, picture, scale)
        if scanned is not None:
            self.read[glyphs.number] = scanned
            self.parts.add(glyphs.number)
        return glyphs

    def _picture(self, number: int) -> tuple[Picture, float]:
        """The page as printed at DPI, less where it is very large, and its points per pixel."""
        import pypdfium2

        if self._document is None:
            self._document = pypdfium2.PdfDocument(self.data)
        page = self._document[number - 1]
        try:
            check_pixels(page, number, self.limits)
            scale = min(DPI / 72, MAX_SIDE / max(*page.get_size(), 1.0))
            bitmap = page.render(scale=scale, may_draw_forms=False)
            try:
                picture: Picture = bitmap.to_numpy()[:, :, :3].copy()
            finally:
                bitmap.close()
            return picture, page.get_size()[0] / picture.shape[1]
        finally:
            page.close()
