"""OFD pages that are pictures: put together as printed, read by OCR, and told where that cannot be."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

import scans
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, MIB, Limits
from gongwen.model.source import Line, Source
from gongwen.readers import read
from gongwen.readers.ofd import jbig2
from gongwen.readers.ofd.content import Drawer
from gongwen.readers.ofd.package import Package
from gongwen.readers.ofd.scans import OfdScanner
from gongwen.readers.page.glyphs import Glyphs
from ofd_builder import NS, Sheet, build, text
from scans import NEEDS_OCR

Picture = np.ndarray  # height x width x 3


def saved(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def placed(key: str = "50", box: str = "0 0 210 297", ctm: str | None = "210 0 0 297 0 0", more: str = "") -> str:
    matrix = f' CTM="{ctm}"' if ctm else ""
    return f'<ofd:ImageObject ID="9" Boundary="{box}"{matrix} ResourceID="{key}"{more}/>'


def scan(pictures: dict[str, bytes], *sheets: Sheet, base: str = "Res", folder: str = "Doc_0/Res/") -> bytes:
    """An OFD file whose pictures are numbered from 50 on."""
    listed = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
        for number, name in enumerate(pictures, 50)
    )
    res = f'<ofd:Res xmlns:ofd="{NS}" BaseLoc="{base}"><ofd:MultiMedias>{listed}</ofd:MultiMedias></ofd:Res>'
    members: dict[str, str | bytes | None] = {"Doc_0/R.xml": res, **{folder + name: data for name, data in pictures.items()}}
    return build(sheets or [Sheet(placed())], common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>", members=members)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """The pictures that OCR is given, in place of OCR."""
    pages: list[Picture] = []

    def take(self: OfdScanner, package: Package, drawn: Drawer, count: int) -> Glyphs:
        self._package, self._drawn = package, drawn
        if drawn.pictures:
            pages.append(self._picture(drawn.page.number)[0])
        return drawn.page

    monkeypatch.setattr(OfdScanner, "take", take)
    return pages


def fails(data: bytes, limits: Limits = DEFAULT, **options: str) -> GongwenError:
    with pytest.raises(GongwenError) as raised:
        read(data, "scan.ofd", limits, **options)
    return raised.value


def lines(source: Source) -> list[str]:
    return [item.text for item in source.items if isinstance(item, Line)]


def quarters() -> Image.Image:
    """Red, green, blue and white quarters from the top left on."""
    image = Image.new("RGB", (210, 297), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 104, 148), "red")
    draw.rectangle((105, 0, 209, 148), "green")
    draw.rectangle((0, 149, 104, 296), "blue")
    return image


RED, GREEN, BLUE, WHITE = (0, 0, 255), (0, 128, 0), (255, 0, 0), (255, 255, 255)  # as blue, green, red


def corners(picture: Picture) -> list[tuple[int, ...]]:
    height, width = picture.shape[:2]
    return [tuple(int(v) for v in picture[y, x]) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]


@pytest.mark.parametrize(
    ("ctm", "expected"),
    [
        ("210 0 0 297 0 0", [RED, GREEN, BLUE, WHITE]),
        (None, [RED, GREEN, BLUE, WHITE]),
        ("-210 0 0 297 210 0", [GREEN, RED, WHITE, BLUE]),
        ("210 0 0 -297 0 297", [BLUE, WHITE, RED, GREEN]),
        ("0 297 -210 0 210 0", [BLUE, RED, WHITE, GREEN]),
    ],
)
def test_a_picture_through_its_matrix(ctm: str | None, expected: list[tuple[int, ...]], seen: list[Picture]) -> None:
    fails(scan({"a.png": saved(quarters())}, Sheet(placed(ctm=ctm))))
    (picture,) = seen
    assert picture.shape == (2339, 1654, 3)
    assert corners(picture) == expected


@pytest.mark.parametrize("form", ["PNG", "BMP", "TIFF", "GIF", "JPEG2000"])
def test_formats(form: str, seen: list[Picture]) -> None:
    fails(scan({f"a.{form}": saved(quarters(), form)}))
    assert corners(seen[0])[0] == RED


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_grey_of_sixteen_bits_keeps_its_shades(form: str, seen: list[Picture]) -> None:
    levels = np.asarray(quarters().convert("L"), dtype=np.uint16)
    fails(scan({f"a.{form}": saved(Image.fromarray(levels * 257), form)}))
    assert [corner[0] for corner in corners(seen[0])] == [levels[74, 52], levels[74, 157], levels[222, 52], 255]


def test_clear_parts_are_paper(seen: list[Picture]) -> None:
    clear = quarters().convert("RGBA")
    clear.putalpha(0)
    fails(scan({"a.png": saved(clear)}))
    assert corners(seen[0]) == [WHITE] * 4


def test_strips_make_a_page(seen: list[Picture]) -> None:
    upper, lower = (saved(quarters().crop(area)) for area in ((0, 0, 210, 149), (0, 149, 210, 297)))
    strips = placed("50", "0 0 210 149", "210 0 0 149 0 0") + placed("51", "0 149 210 148", "210 0 0 148 0 0")
    fails(scan({"a.png": upper, "b.png": lower}, Sheet(strips)))
    assert corners(seen[0]) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize(("base", "folder"), [("Res", "Doc_0/Res/"), ("Res", "DOC_0/RES/"), ("", "Doc_0/"), ("Res", "Doc_0/elsewhere/")])
def test_where_a_picture_lies(base: str, folder: str, seen: list[Picture]) -> None:
    fails(scan({"Image_1.PNG": saved(quarters())}, base=base, folder=folder))
    assert corners(seen[0])[0] == RED


@pytest.mark.parametrize(("dpi", "kept"), [(200, 1), (300, 1), (600, 2)])
def test_a_scan_keeps_its_own_pixels(dpi: int, kept: int, seen: list[Picture]) -> None:
    """Fitting it to a resolution of ours would blur what OCR has to read."""
    size = round(70 / 25.4 * dpi), round(99 / 25.4 * dpi)
    noise = Image.frombytes("L", size, np.random.default_rng(1).integers(0, 256, size[0] * size[1], np.uint8).tobytes())
    fails(scan({"a.png": saved(noise, compress_level=0)}, Sheet(placed(box="0 0 70 99", ctm="70 0 0 99 0 0"), (70, 99))))
    reduced = np.asarray(noise.reduce(kept))
    height, width = min(len(reduced), len(seen[0])), min(reduced.shape[1], seen[0].shape[1])
    assert abs(seen[0].shape[1] - reduced.shape[1]) <= 1
    assert (seen[0][:height, :width, 0] == reduced[:height, :width]).all()


def mmr(image: Image.Image) -> bytes:
    """The picture coded as facsimile machines do (T.6), which JBIG2 knows too."""
    turned = ImageOps.invert(image.convert("L")).convert("1")  # TIFF takes the bit of ink for white
    with Image.open(io.BytesIO(saved(turned, "TIFF", compression="group4", strip_size=1 << 30))) as made:
        offsets, counts = made.tag_v2[273], made.tag_v2[279]
        assert len(offsets) == 1
        made.fp.seek(offsets[0])
        return bytes(made.fp.read(counts[0]))


def as_jbig2(image: Image.Image, *, sequential: bool = True, pages: bool = True) -> bytes:
    width, height = image.size
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + mmr(image)
    parts = [(48, struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)), (38, region), (49, b""), (51, b"")]
    headers = [struct.pack(">IBBBI", i, kind, 0, kind != 51, len(data)) for i, (kind, data) in enumerate(parts)]
    head = jbig2.MAGIC + bytes([sequential | (not pages) << 1]) + (struct.pack(">I", 1) if pages else b"")
    if sequential:
        return head + b"".join(header + data for header, (_, data) in zip(headers, parts, strict=True))
    return head + b"".join(headers) + b"".join(data for _, data in parts)


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("pages", [True, False])
def test_jbig2(sequential: bool, pages: bool, seen: list[Picture]) -> None:
    black = Image.new("1", (210, 297), 1)
    ImageDraw.Draw(black).rectangle((0, 0, 104, 148), 0)
    fails(scan({"a.jb2": as_jbig2(black, sequential=sequential, pages=pages)}))
    assert corners(seen[0]) == [(0, 0, 0), WHITE, WHITE, WHITE]


GOOD = as_jbig2(Image.new("1", (32, 32), 1))


@pytest.mark.parametrize("cut", [0, 1, 5, 12, 30, 40])
def test_broken_jbig2_is_a_coded_error_or_a_picture(cut: int) -> None:
    try:
        size = jbig2.read(GOOD[: len(jbig2.MAGIC) + cut], "a.jb2", DEFAULT).size
    except GongwenError as error:
        size = None
        code = error.code
    assert size == (32, 32) or code is Code.FILE_CORRUPT


def test_vast_jbig2_is_not_drawn() -> None:
    with pytest.raises(GongwenError) as raised:
        jbig2.read(GOOD, "a.jb2", Limits(max_pixels=1_000))
    assert raised.value.code is Code.PICTURE_TOO_LARGE


# ---------------------------------------------------------------- what cannot be read


@NEEDS_OCR
@pytest.mark.parametrize(
    ("pictures", "said"),
    [
        ({"b.png": b""}, "is of an unknown format"),
        ({"b.png": b"\x89PNG\r\n\x1a\n\x00"}, "is of an unknown format"),
        ({"b.png": saved(quarters())[:300]}, "is broken"),
        ({"b.jb2": jbig2.MAGIC}, "is broken JBIG2"),
        ({}, "its file is missing"),
    ],
)
def test_a_picture_that_cannot_be_read_is_told(pictures: dict[str, bytes], said: str) -> None:
    error = fails(scan(pictures))
    assert error.code is Code.NO_TEXT_LAYER
    assert said in error.message
    source = read(scan(pictures, Sheet(text(30, 50, "首页")), Sheet(placed())), "scan.ofd")
    assert [(r.code, r.page, r.severity) for r in source.remarks] == [("page_without_text", 2, "error"), ("picture_unreadable", 2, "error")]


@NEEDS_OCR
def test_vast_pictures_are_not_opened() -> None:
    assert "pixels" in fails(scan({"a.png": saved(quarters())}), Limits(max_pixels=10_000)).message
    bomb = scan({"a.bmp": saved(Image.new("1", (3_000, 9 * MIB // 375), 1), "BMP")})
    assert fails(bomb, Limits(max_entry_bytes=MIB)).code is Code.EXPANDS_TOO_FAR


def test_without_ocr_a_scan_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("gongwen.readers.ocr.is_installed", "gongwen.readers.ocr.scans.is_installed"):
        monkeypatch.setattr(place, lambda: False)
    error = fails(scan({"a.png": saved(quarters())}))
    assert error.code is Code.NO_TEXT_LAYER
    assert "gongwen[ocr]" in (error.hint or "")
    assert fails(scan({"a.png": saved(quarters())}), ocr="always").code is Code.DEPENDENCY_MISSING
    assert fails(scan({"a.png": saved(quarters())}), ocr="never").code is Code.NO_TEXT_LAYER


@NEEDS_OCR
@pytest.mark.parametrize("mode", ["auto", "always"])
def test_written_text_beside_a_picture_is_never_given_up(mode: str) -> None:
    """A seal or a map on a page is no scan of it."""
    page = Sheet(text(30, 50, "清江市人民政府办公室") + placed(box="120 200 42 42", ctm="42 0 0 42 0 0"))
    source = read(scan({"a.png": saved(quarters())}, page), "notice.ofd", ocr=mode)
    assert lines(source) == ["清江市人民政府办公室"]
    assert source.reader == "ofd"


# ---------------------------------------------------------------- OCR itself

PRINTED = ["关于开展便民服务提升行动的通知", "一、完善社区服务设施", "2026年6月底前建成便民站点30个。"]


@NEEDS_OCR
@pytest.mark.slow
@pytest.mark.parametrize(
    "make", [lambda image: saved(image, "JPEG", quality=90), lambda image: as_jbig2(image.convert("1"))], ids=["jpeg", "jbig2"]
)
def test_a_scan_is_read(make: Callable[[Image.Image], bytes]) -> None:
    image = scans.drawn(PRINTED)
    source = read(scan({"a": make(image)}, Sheet(placed()), Sheet(text(30, 50, "附件见后页"))), "scan.ofd")
    assert lines(source) == [*PRINTED, "附件见后页"]
    first = source.items[0]
    assert isinstance(first, Line)
    assert first.page == 1
    assert first.confidence is not None
    assert source.reader == "ofd+rapidocr"
    assert [r.code for r in source.remarks] == ["ocr_used"]
