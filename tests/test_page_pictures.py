"""Pictures of pages for a person to look at: PDF rendered, OFD drawn again, picture files as they are; and where boxes lie on them."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

import odd_pdfs
import pdf_builder
from gongwen import convert
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.readers.pictures import MAX_SIDE, WIDTH, PagePicture, page_pictures
from ofd_builder import Sheet, build, text
from scans import NEEDS_OCR
from test_ofd_scans import placed, saved, scan

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
PDF, OFD, TIFF = (CORPUS / name for name in ("qingjiang-health-tasks.pdf", "qingjiang-health-tasks.ofd", "anping-medical-letter.tiff"))
SVG = "{http://www.w3.org/2000/svg}"


def pictures(data: bytes, limits: Limits = DEFAULT, **more: object) -> list[PagePicture]:
    return list(page_pictures(data, "x", limits, **more))  # type: ignore[arg-type]


def svg(page: PagePicture) -> ElementTree.Element:
    assert isinstance(page.image, str)
    return ElementTree.fromstring(page.image)


@pytest.mark.parametrize("path", [PDF, OFD], ids=["pdf", "ofd"])
def test_every_page_has_a_picture_of_its_size(path: Path) -> None:
    pages = pictures(path.read_bytes())
    assert [page.number for page in pages] == list(range(1, (convert(path).source.pages or 0) + 1))
    assert all((round(page.width), round(page.height)) == (595, 842) for page in pages)


def test_only_so_many_pages_are_drawn() -> None:
    assert len(pictures(PDF.read_bytes(), most=2)) == len(pictures(OFD.read_bytes(), most=2)) == 2


def test_pages_of_a_pdf_are_as_wide_as_can_be_read() -> None:
    image = pictures(PDF.read_bytes())[0].image
    assert isinstance(image, Image.Image)
    assert image.width == WIDTH


def test_a_page_of_any_shape_stays_small() -> None:
    for page in pictures(odd_pdfs.media("[0 0 20 14000]")) + pictures(odd_pdfs.media("[0 0 14400 14400]")):
        assert isinstance(page.image, Image.Image)
        assert max(page.image.size) <= MAX_SIDE + 1


def test_a_page_that_would_unpack_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (3_000, 3_000)).save(out, "PDF")
    with pytest.raises(GongwenError) as caught:
        pictures(out.getvalue(), Limits(max_pixels=1_000_000))
    assert caught.value.code is Code.PICTURE_TOO_LARGE


def test_a_broken_pdf_is_told() -> None:
    with pytest.raises(GongwenError) as caught:
        pictures(b"%PDF-1.7\nstartxref\n0\n%%EOF")
    assert caught.value.code is Code.FILE_CORRUPT


def test_a_page_that_stands_on_its_side_is_drawn_as_displayed() -> None:
    (page,) = pictures(pdf_builder.build([pdf_builder.Sheet(pdf_builder.text(100, 700, "修路架桥"), entries="/Rotate 90")]))
    assert page.width > page.height


def test_glyphs_of_ofd_stand_where_they_are_printed() -> None:
    (page,) = pictures(build([Sheet(text(20, 30, "修路 架桥", 5))]))
    (drawn,) = svg(page).iter(f"{SVG}text")
    assert drawn.text == "修路架桥"
    xs = [float(x) for x in drawn.attrib["x"].split()]
    assert xs[0] == pytest.approx(20 * 72 / 25.4, abs=0.5)
    assert xs[2] - xs[1] == pytest.approx(1.5 * 5 * 72 / 25.4, abs=0.5)  # a blank between them
    assert float(drawn.attrib["y"]) == pytest.approx(30 * 72 / 25.4, abs=3)


def test_the_whole_text_of_an_ofd_is_on_its_pages() -> None:
    shown = "".join(drawn.text or "" for page in pictures(OFD.read_bytes()) for drawn in svg(page).iter(f"{SVG}text"))
    wanted = "".join((convert(OFD).text or "").split())
    assert not set(wanted) - set(shown)
    assert len(shown) >= len(wanted)


@pytest.mark.parametrize("evil", ["</text><script>alert(1)</script>", '"><image href="http://x/"/>', "&lt;b&gt;"])
def test_hostile_text_stays_text(evil: str) -> None:
    (page,) = pictures(build([Sheet(text(20, 30, evil, 5))]))
    assert {element.tag for element in svg(page).iter()} == {f"{SVG}svg", f"{SVG}rect", f"{SVG}text"}


def test_a_scanned_ofd_shows_its_picture() -> None:
    (page,) = pictures(scan({"a.png": saved(Image.new("L", (210, 297), 128))}))
    (image,) = svg(page).iter(f"{SVG}image")
    assert image.attrib["href"].startswith("data:image/jpeg;base64,")


def test_a_broken_picture_leaves_the_rest_of_the_page() -> None:
    (page,) = pictures(scan({"a.png": b"no picture"}, Sheet(placed() + text(20, 30, "修路"))))
    assert [drawn.text for drawn in svg(page).iter(f"{SVG}text")] == ["修路"]
    assert not list(svg(page).iter(f"{SVG}image"))


@NEEDS_OCR
def test_a_picture_file_is_its_own_pages() -> None:
    pages = pictures(TIFF.read_bytes())
    assert [page.number for page in pages] == [1, 2, 3]
    assert all(isinstance(page.image, Image.Image) and page.image.width <= WIDTH for page in pages)


def test_formats_without_pages_have_none() -> None:
    assert pictures("一、任务".encode()) == []
