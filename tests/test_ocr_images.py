"""Picture files of every kind that scanners, telephones and programs write: right way up, in black on white, one page for one page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import scans
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.readers import read

if TYPE_CHECKING:
    from PIL.Image import Image

pytestmark = scans.NEEDS_OCR


def page(mode: str = "RGB") -> Image:
    """White, with a black bar at the top."""
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", (300, 424), "white")
    ImageDraw.Draw(sheet).rectangle((40, 20, 260, 60), fill="black")
    return sheet.convert(mode)


def saved(image: Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def clear() -> Image:
    """Black print on nothing."""
    from PIL import Image

    sheet = Image.new("RGBA", (300, 424), (0, 0, 0, 0))
    sheet.paste((0, 0, 0, 255), (40, 20, 260, 60))
    return sheet


def deep(kind: str) -> Image:
    import numpy as np
    from PIL import Image

    levels = np.asarray(page("L"), dtype=np.float64) * (257 if kind == "uint16" else 1 / 255)
    if kind == "float32":
        levels[400:, :10] = np.nan
    return Image.fromarray(levels.astype(kind))


def on_its_side() -> bytes:
    """As a telephone stores it: pixels on their side, and a mark how to turn them."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(page().rotate(90, expand=True), "JPEG", exif=exif)


def with_small_copy() -> bytes:
    """A TIFF whose second frame is its first made smaller."""
    from PIL import TiffImagePlugin

    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out, True) as writer:
        page("L").save(writer, "TIFF")
        writer.newFrame()
        page("L").resize((75, 106)).save(writer, "TIFF", tiffinfo={254: 1})
    return out.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    "png of one bit": lambda: saved(page("1"), "PNG"),
    "png with a palette": lambda: saved(page("P"), "PNG"),
    "png with a clear palette": lambda: saved(clear().convert("P"), "PNG"),
    "png on nothing": lambda: saved(clear(), "PNG"),
    "png in grey on nothing": lambda: saved(clear().convert("LA"), "PNG"),
    "png of 16 bits": lambda: saved(deep("uint16"), "PNG"),
    "png that moves": lambda: saved(page(), "PNG", save_all=True, append_images=[page("L").convert("RGB").rotate(90)] * 2),
    "jpeg in inks": lambda: saved(page("CMYK"), "JPEG"),
    "jpeg in grey": lambda: saved(page("L"), "JPEG"),
    "jpeg in steps": lambda: saved(page(), "JPEG", progressive=True),
    "jpeg on its side": on_its_side,
    "jpeg with a second picture": lambda: saved(page(), "MPO", save_all=True, append_images=[page().resize((75, 106))]),
    "tiff of a fax": lambda: saved(page("1"), "TIFF", compression="group4"),
    "tiff in inks": lambda: saved(page("CMYK"), "TIFF", compression="tiff_lzw"),
    "tiff of 16 bits": lambda: saved(deep("uint16"), "TIFF"),
    "tiff of fractions": lambda: saved(deep("float32"), "TIFF"),
    "tiff with a small copy": with_small_copy,
    "gif": lambda: saved(page(), "GIF"),
    "gif that moves": lambda: saved(page(), "GIF", save_all=True, append_images=[page().rotate(180)] * 3),
    "bmp": lambda: saved(page(), "BMP"),
    "webp": lambda: saved(page(), "WEBP"),
    "webp that moves": lambda: saved(page(), "WEBP", save_all=True, append_images=[page().rotate(180)] * 3),
    "jpeg 2000": lambda: saved(page(), "JPEG2000"),
    "avif": lambda: saved(page(), "AVIF"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_the_same_page(kind: str) -> None:
    from gongwen.readers.ocr.images import pictures

    ((picture, _, count),) = pictures(KINDS[kind](), DEFAULT)
    assert (picture.shape, count) == ((424, 300, 3), 1)
    assert picture[30:50, 60:240].max() < 60
    assert picture[80:380, 20:280].min() > 200


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (1, 4000), (4000, 1), (150, 900), (30, 30)])
def test_pictures_too_small_for_print(size: tuple[int, int]) -> None:
    from PIL import Image

    with pytest.raises(GongwenError) as caught:
        read(saved(Image.new("L", size, 128), "PNG"), "dot.png")
    assert caught.value.code is Code.FILE_EMPTY


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100), "photo.heic", Code.UNSUPPORTED_FORMAT),
        (b"GIF89a" + bytes(30), "x.gif", Code.FILE_CORRUPT),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(40), "x.jp2", Code.FILE_CORRUPT),
        (b"\x00\x00\x00\x1cftypavif" + bytes(40), "x.avif", Code.FILE_CORRUPT),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, name: str, code: Code) -> None:
    with pytest.raises(GongwenError) as caught:
        read(data, name)
    assert caught.value.code is code
    assert caught.value.hint


def test_a_long_picture_has_no_more_pages_than_allowed() -> None:
    from PIL import Image

    with pytest.raises(GongwenError) as caught:
        read(saved(Image.new("L", (210, 6000), 255), "PNG"), "long.png", Limits(max_pages=3))
    assert caught.value.code is Code.TOO_MANY_PAGES


def test_pages_are_counted_before_they_are_read() -> None:
    from gongwen.readers.ocr.images import pictures

    data = saved(page("1"), "TIFF", save_all=True, append_images=[page("1")] * 2)
    assert [count for *_, count in pictures(data, DEFAULT)] == [3, 3, 3]
