"""Pages of an OFD file that are pictures: put together as they are printed, for OCR to read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.model.source import Remark
from gongwen.readers.ocr.scans import DPI, MAX_SIDE, Scanner
from gongwen.readers.ofd.content import Drawer, Placed
from gongwen.readers.ofd.package import Package
from gongwen.readers.ofd.pictures import open_picture
from gongwen.readers.page.glyphs import Glyphs
from gongwen.readers.page.legible import is_covered

if TYPE_CHECKING:
    from PIL.Image import Image

    from gongwen.readers.ocr.engine import Picture

MAX_PICTURES = 400  # put on one page; some makers cut a scan into strips
LEAST_DPI, MOST_DPI = 150, 300  # at which a scan is read as it is


@dataclass(slots=True)
class OfdScanner(Scanner):
    """Takes the place of pages that OCR reads better. What is drawn on them is not seen by it, only their pictures."""

    remarks: list[Remark] = field(default_factory=list)
    _package: Package | None = None
    _drawn: Drawer | None = None

    def take(self, package: Package, drawn: Drawer, count: int) -> Glyphs:
        """The page itself, or what OCR reads of its pictures."""
        self._package, self._drawn = package, drawn
        page = drawn.page
        if not drawn.pictures or (self.mode == "always" and page.text.strip() and not is_covered(page)):
            return page
        try:
            return self(page, page.number, count) or page
        except GongwenError as error:
            if error.code not in (Code.FILE_CORRUPT, Code.UNSUPPORTED_FORMAT, Code.PICTURE_TOO_LARGE):
                raise
            severity = "warning" if page.text.strip() else "error"
            self.remarks.append(Remark("picture_unreadable", f"A picture cannot be read: {error.message}.", page.number, severity))
            return page

    def _agrees(self, glyphs: Glyphs, picture: Picture, scale: float) -> bool:
        """What is drawn over the pictures is not seen on them, so that it cannot be held against them."""
        return True

    def _picture(self, number: int) -> tuple[Picture, float]:
        """The pictures of the page in their places on white paper, and its points per pixel."""
        import numpy as np

        if self._drawn is None or self._package is None:
            raise ValueError("no page is open")
        paper, scale = pictures_on_paper(self._package, self._drawn, self.limits)
        return np.ascontiguousarray(np.asarray(paper)[:, :, ::-1]), scale


def pictures_on_paper(package: Package, drawn: Drawer, limits: Limits) -> tuple[Image, float]:
    """The pictures of a page in their places on white paper, and its points per pixel.

    Errors: those of `open_picture`, PICTURE_TOO_LARGE.
    """
    from PIL import Image

    page = drawn.page
    images = []
    n_pixels = 0
    for placed in drawn.pictures[:MAX_PICTURES]:
        images.append(open_picture(package, placed.part, limits))
        n_pixels += images[-1].width * images[-1].height
        if n_pixels > limits.max_pixels:
            raise limits.exceeded("max_pixels", f"{n_pixels} pixels on one page", page=page.number)
    scale = min(_scale(images, drawn.pictures), MAX_SIDE / max(page.width, page.height))
    paper = Image.new("RGB", (max(1, round(page.width * scale)), max(1, round(page.height * scale))), "white")
    for image, placed in zip(images, drawn.pictures, strict=False):
        _put(paper, image, placed, scale)
    return paper, 1 / scale


def _scale(images: Sequence[Image], pictures: Sequence[Placed]) -> float:
    """Pixels per point: those of the largest picture itself, or of a whole part of them, since every change blurs its lines."""
    size, across = max((image.width, math.hypot(*placed.matrix[:2])) for image, placed in zip(images, pictures, strict=False))
    own = size / max(across, 1.0)
    own /= max(1, math.ceil(own / (MOST_DPI / 72) - 0.05))
    return own if own >= LEAST_DPI / 72 else DPI / 72


def _put(paper: Image, image: Image, placed: Placed, scale: float) -> None:
    """The image drawn through its matrix, which takes its unit square to points."""
    from PIL import Image as Pillow

    a, b, c, d, e, f = (value * scale for value in placed.matrix)
    across, down = math.hypot(a, b), math.hypot(c, d)
    if across < 1 or down < 1:
        return
    image = image.reduce((max(1, int(image.width / across + 0.1)), max(1, int(image.height / down + 0.1))))
    if abs(b) + abs(c) < 1 and abs(a - image.width) < 1 and abs(d - image.height) < 1:
        paper.paste(image, (round(e), round(f)))
        return
    a, b, c, d = a / image.width, b / image.width, c / image.height, d / image.height
    det = a * d - b * c
    if abs(det) < 1e-9:
        return
    back = (d / det, -c / det, (c * f - d * e) / det, -b / det, a / det, (b * e - a * f) / det)
    drawn = image.transform(paper.size, Pillow.Transform.AFFINE, back, Pillow.Resampling.BICUBIC)
    whole = Pillow.new("L", image.size, 255).transform(paper.size, Pillow.Transform.AFFINE, back)
    paper.paste(drawn, mask=whole)
