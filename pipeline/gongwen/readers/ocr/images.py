"""Picture files to pictures, a TIFF with all its pages, checked before a pixel is unpacked."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.readers.ocr.engine import Picture
from gongwen.readers.ocr.upright import ink_of
from gongwen.readers.pixels import BROKEN, FORMATS, on_white

if TYPE_CHECKING:
    from PIL.Image import Image

PAGED = ("TIFF",)  # frames of others are those of an animation, or smaller copies
WORKING_SIDE = 2_000  # pixels of the shorter side that are worked on: 240 dpi of A4
A4 = (595.3, 841.9)  # points
SHORT_SIDE = (350.0, 900.0)  # points of the shorter side of a page, if its resolution is to be believed
LEAST_DPI = 90.0  # programs write 72 or 96 where they know nothing
STRIP = 2.2  # times as high as wide: not a page but several, one below the other
NARROW = 200  # pixels; what is not as wide is no page
_SUBFILE = 254  # the tag of a TIFF that tells what a frame is for


def pictures(data: bytes, limits: Limits) -> Iterator[tuple[Picture, float, int]]:
    """Every page in the file with its points per pixel, and how many there are. Errors: FILE_CORRUPT, PICTURE_TOO_LARGE, TOO_MANY_PAGES."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                count = getattr(image, "n_frames", 1) if image.format in PAGED else 1
                if count > limits.max_pages:
                    raise limits.exceeded("max_pages", f"{count} pages")
                for index in range(count):
                    image.seek(index)
                    if index and _is_copy(image):
                        continue
                    if image.width * image.height > limits.max_pixels:
                        raise _too_large(f"{image.width} x {image.height} pixels", limits, index + 1)
                    parts, scale = _pages(on_white(ImageOps.exif_transpose(image)), image.info.get("dpi"))
                    for part in parts:
                        yield part, scale, max(count, len(parts))
        except Image.DecompressionBombError as error:
            raise _too_large(str(error), limits) from error
        except BROKEN as error:
            raise GongwenError(Code.FILE_CORRUPT, f"the picture cannot be read ({error})", hint="Scan or save it anew.") from error


def _is_copy(image: Image) -> bool:
    """Whether a frame of a TIFF says that it is another one made smaller."""
    tags = getattr(image, "tag_v2", {})
    return bool(int(tags.get(_SUBFILE, 0)) & 1)


def _too_large(size: str, limits: Limits, page: int | None = None) -> GongwenError:
    return limits.exceeded("max_pixels", size, page=page, otherwise="scan at 300 dpi")


def _pages(image: Image, dpi: tuple[float, float] | None) -> tuple[list[Picture], float]:
    """The frame as one page or several, and its points per pixel."""
    width = image.width
    short = min(image.size) if image.height <= STRIP * width or width < NARROW else width
    scale = _scale(short, dpi)
    if short > WORKING_SIDE:
        factor = WORKING_SIDE / short
        image = image.resize((max(1, round(width * factor)), max(1, round(image.height * factor))))
        scale /= factor
    picture = np.ascontiguousarray(np.asarray(image)[:, :, ::-1])
    return list(_strips(picture)), scale


def _scale(short: int, dpi: tuple[float, float] | None) -> float:
    """Points per pixel by the resolution stated, where it makes a page of a likely size; else as of A4."""
    stated = float(dpi[0]) if dpi else 0.0
    if stated >= LEAST_DPI and SHORT_SIDE[0] <= short * 72 / stated <= SHORT_SIDE[1]:
        return 72 / stated
    return A4[0] / short


def _strips(picture: Picture) -> Iterator[Picture]:
    """A page, or a long picture of several cut between its lines where a page would end."""
    height, width = picture.shape[:2]
    if height <= STRIP * width or width < NARROW:
        yield picture
        return
    page = round(width * A4[1] / A4[0])
    empty = np.flatnonzero(np.count_nonzero(ink_of(picture), axis=1) == 0)
    at = 0
    while height - at > 1.5 * page:
        near = empty[(empty > at + page // 2) & (empty <= at + page)]
        cut = int(near[-1]) if len(near) else at + page
        yield picture[at:cut]
        at = cut
    yield picture[at:]
