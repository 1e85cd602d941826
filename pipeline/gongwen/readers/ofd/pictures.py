"""Pictures that pages of an OFD file show, as their files hold them: what Pillow reads, and JBIG2, which pdfium reads."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.readers.ofd import jbig2
from gongwen.readers.ofd.package import Package
from gongwen.readers.pixels import BROKEN, FORMATS, on_white

if TYPE_CHECKING:
    from PIL.Image import Image


def open_picture(package: Package, part: str | None, limits: Limits) -> Image:
    """The picture in three colours on white. Errors: FILE_CORRUPT (missing, broken), UNSUPPORTED_FORMAT, PICTURE_TOO_LARGE."""
    if part is None:
        raise GongwenError(Code.FILE_CORRUPT, "its file is missing")
    try:
        data = package.read(part)
    except KeyError:
        raise GongwenError(Code.FILE_CORRUPT, f"{part} is missing") from None
    if data.startswith(jbig2.MAGIC):
        return jbig2.read(data, part, limits)
    return _decoded(data, part, limits)


def _decoded(data: bytes, part: str, limits: Limits) -> Image:
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if image.width * image.height > limits.max_pixels:
                    raise limits.exceeded("max_pixels", f"{part} has {image.width} x {image.height} pixels")
                return on_white(image)
        except UnidentifiedImageError:
            raise GongwenError(Code.UNSUPPORTED_FORMAT, f"{part} is of an unknown format") from None
        except Image.DecompressionBombError as error:
            raise limits.exceeded("max_pixels", f"{part} is a bomb") from error
        except BROKEN as error:
            raise GongwenError(Code.FILE_CORRUPT, f"{part} is broken ({error})") from error
