"""Pages of a document as pictures, for a person to look at: of PDF, OFD and picture files. Other formats have none to draw."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.readers.sniff import PICTURES, sniff

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

WIDTH = 1_240  # pixels of a page across: 150 dpi of A4
MAX_SIDE = 2_400  # pixels of its longer side


class PagePicture(NamedTuple):
    """A page as displayed: number from 1, width and height in points, the picture; of OFD a drawing in SVG."""

    number: int
    width: float
    height: float
    image: Image | str


def page_pictures(data: bytes, name: str, limits: Limits, *, password: str | None = None, most: int = 200) -> Iterator[PagePicture]:
    """The first pages of a document, `most` of them; nothing for a format that has no pages to draw.

    Errors (GongwenError): FILE_CORRUPT, FILE_ENCRYPTED, PICTURE_TOO_LARGE, TOO_MANY_PAGES; DEPENDENCY_MISSING for a picture file
    where OCR is not installed.
    """
    kind = sniff(data, name)
    if kind == "pdf":
        return islice(_of_pdf(data, limits, password), most)
    if kind == "ofd":
        from gongwen.readers.ofd.redrawn import redrawn

        return (PagePicture(*page) for page in redrawn(data, name, limits, most))
    return islice(_of_picture(data, limits), most) if kind in PICTURES else iter(())


def check_pixels(page: pypdfium2.PdfPage, number: int, limits: Limits) -> None:
    """Drawing a page of a PDF unpacks every picture on it, however small it stands there. Error: PICTURE_TOO_LARGE."""
    from pypdfium2 import raw

    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        width, height = picture.get_px_size()
        if width * height > limits.max_pixels:
            raise limits.exceeded("max_pixels", f"{width} by {height} pixels", page=number)


def _of_pdf(data: bytes, limits: Limits, password: str | None) -> Iterator[PagePicture]:
    import pypdfium2 as pdfium

    from gongwen.readers.pdf.unlock import forget_error, unlocked

    forget_error()
    try:
        document = pdfium.PdfDocument(unlocked(data, password) if password is not None else data)
    except pdfium.PdfiumError as error:
        raise GongwenError(Code.FILE_CORRUPT, "The pages of the PDF cannot be drawn.") from error
    try:
        for index in range(len(document)):
            try:
                page = document[index]
            except pdfium.PdfiumError:  # the record says so as well
                continue
            try:
                check_pixels(page, index + 1, limits)
                width, height = page.get_size()
                if width > 0 and height > 0:
                    bitmap = page.render(scale=min(WIDTH / width, MAX_SIDE / max(width, height)), may_draw_forms=False)
                    yield PagePicture(index + 1, width, height, bitmap.to_pil().convert("RGB"))
                    bitmap.close()
            finally:
                page.close()
    finally:
        document.close()


def _of_picture(data: bytes, limits: Limits) -> Iterator[PagePicture]:
    from gongwen.readers.ocr.extra import is_installed, missing

    if not is_installed():
        raise missing()
    from PIL import Image

    from gongwen.readers.ocr.images import pictures

    for number, (pixels, scale, _) in enumerate(pictures(data, limits), 1):
        image = Image.fromarray(pixels[:, :, ::-1])
        width, height = image.width * scale, image.height * scale
        image.thumbnail((WIDTH, MAX_SIDE))
        yield PagePicture(number, width, height, image)
