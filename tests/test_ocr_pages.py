"""Which pages of a PDF are read by OCR: without text, garbled, covered by a picture that says otherwise; pictures on pages of text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

import docx_builder as docx
import pdf_builder as pdf
import scans
from gongwen.errors import Code, GongwenError
from gongwen.model.source import Line, Source, Table
from gongwen.readers import read

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 595.0, 842.0
LINES = [
    "清江市人民政府办公室",
    "　　一、完善便民服务体系。加强社区食堂、",
    "便民药店建设，新增社区食堂12家，覆盖率达到",
    "85%以上。（市民政局、市商务局负责）",
]
BARE = [line.strip("\u3000") for line in LINES]


def placed(picture: Image, x: float, y: float, width: float, height: float) -> tuple[bytes, dict[str, bytes]]:
    """The operators that draw a picture with its lower left corner at x, y, and its object."""
    out = io.BytesIO()
    picture.convert("L").save(out, "JPEG", quality=85)
    entries = f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    return f"q {width} 0 0 {height} {x} {y} cm /Im Do Q\n".encode(), {"Im": pdf.stream(out.getvalue(), f"{entries} /Filter /DCTDecode")}


def scan_with_layer(lines: Sequence[str], rotate: int = 0) -> bytes:
    """A scan of LINES, and behind it, drawn invisibly as scanners do, what a program made of them."""
    content, xobjects = placed(scans.drawn(LINES), 0, 0, WIDTH, HEIGHT)
    for k, line in enumerate(lines):
        bare = line.lstrip("\u3000")
        content += pdf.text(79.2 + 16 * (len(line) - len(bare)), HEIGHT - 126 - 27.7 * k, bare, size=15.8, mode=3)
    return pdf.build([pdf.Sheet(content, xobjects=xobjects, rotate=rotate)])


def lines(source: Source) -> list[Line]:
    return [item for item in source.items if isinstance(item, Line)]


def told(source: Source) -> list[tuple[str, int | None]]:
    return [(remark.code, remark.page) for remark in source.remarks]


@scans.NEEDS_OCR
@pytest.mark.slow
class TestPages:
    def test_the_layer_of_a_good_scanner_stays(self) -> None:
        source = read(scan_with_layer(LINES), "scan.pdf")
        assert [line.text for line in lines(source)] == BARE
        assert source.reader == "pdf/pdfium"
        assert told(source) == []

    def test_a_layer_that_says_something_else_does_not(self) -> None:
        wrong = [line.translate(str.maketrans("完善便民市府加强新增", "宅喜使艮巾俯如弶薪曾")) for line in LINES]
        source = read(scan_with_layer(wrong), "scan.pdf")
        assert [line.text for line in lines(source)] == BARE
        assert told(source) == [("ocr_used", None)]

    def test_a_table_pasted_as_a_picture_is_read_where_it_stands(self) -> None:
        rows = [["序号", "重点任务", "责任单位"], ["1", "贡献率", "市民政局、市教育局"], ["2", "普及率", "市卫健委"]]
        whole = scans.drawn([], rows, point=12, width=130)
        part = whole.crop((200, 280, 1330, 500))
        content, xobjects = placed(part, 90, 450, 0.36 * part.width, 0.36 * part.height)
        content += pdf.paragraph(90, 780, ["一、完善便民服务体系，加强社区食堂建设。", "任务分工见下表。"])
        content += pdf.text(90, 400, "二、改善出行条件，更新公交候车亭。")
        data = pdf.build([pdf.Sheet(content, xobjects=xobjects)])
        first, second, table, last = read(data, "mixed.pdf").items
        assert isinstance(table, Table)
        assert [[cell.text for cell in table.cells if cell.row == row] for row in range(3)] == rows
        assert all(line.confidence for cell in table.cells for line in cell.lines)
        assert [line.text[:2] for line in (first, second, last) if isinstance(line, Line)] == ["一、", "任务", "二、"]
        assert [line.confidence for line in (first, second, last) if isinstance(line, Line)] == [None] * 3
        assert told(read(data, "mixed.pdf")) == [("ocr_used", None)]
        assert told(read(data, "mixed.pdf", ocr="never")) == [("pictures_not_read", 1)]

    def test_a_photograph_on_a_page_is_none_of_its_text(self) -> None:
        from PIL import Image

        content, xobjects = placed(Image.effect_noise((600, 400), 60), 90, 300, 420, 280)
        data = pdf.build([pdf.Sheet(content + pdf.text(90, 700, "一、完善便民服务体系。"), xobjects=xobjects)])
        source = read(data, "photo.pdf")
        assert [line.text for line in lines(source)] == ["一、完善便民服务体系。"]
        assert told(source) == []

    def test_blank_pages_of_a_scan_are_blank(self) -> None:
        from PIL import Image

        source = read(scans.as_pdf([scans.drawn(LINES), Image.new("RGB", scans.A4, (250, 250, 248))]), "scan.pdf")
        assert [line.text for line in lines(source)] == BARE
        assert told(source) == [("ocr_used", None)]
        assert len(source.pages) == 2

    @pytest.mark.parametrize("rotate", [0, 90, 270])
    def test_boxes_are_those_of_the_page_as_displayed(self, rotate: int) -> None:
        """A scan that lies on its side, by its picture or by the page's own rotation."""
        from gongwen import convert

        picture = scans.drawn(LINES).rotate(rotate, expand=True)
        record = convert(scans.as_pdf([picture]), name="scan.pdf")
        at = record.text.index("85%")
        span = next(target.span for task in record.tasks for target in task.targets if target.span.start <= at < target.span.end)
        x0, top, x1, bottom = span.boxes[-1]
        width, height = (842, 595) if rotate else (595, 842)
        assert 0 <= x0 < x1 <= width
        assert 0 <= top < bottom <= height
        middle = (x0 + x1) / 2, (top + bottom) / 2
        long, across = (x1 - x0, bottom - top) if not rotate else (bottom - top, x1 - x0)
        assert long > across
        line = 108 + 3 * 27.7 + 11  # the middle of the fourth line
        expected = {0: (None, line), 90: (line, None), 270: (842 - line, None)}[rotate]
        assert all(want is None or got == pytest.approx(want, abs=4) for got, want in zip(middle, expected, strict=True))


def word(*members: tuple[str, bytes], body: str = "") -> bytes:
    """A Word document with pictures, one below the other."""
    drawn = "".join(docx.paragraph(f'<w:r><w:drawing><a:blip r:embed="p{i}"/></w:drawing></w:r>') for i in range(len(members)))
    relations = [docx.relation(f"p{i}", "image", f"media/{name}") for i, (name, _) in enumerate(members)]
    out = io.BytesIO(docx.package(body + drawn, relations=relations))
    with zipfile.ZipFile(out, "a") as archive:
        for name, data in members:
            archive.writestr(f"word/media/{name}", data)
    return out.getvalue()


@scans.NEEDS_OCR
@pytest.mark.slow
class TestWord:
    def test_scans_put_into_a_document_are_its_pages(self) -> None:
        first, second = (scans.saved([scans.drawn(part)], "PNG") for part in (LINES[:2], LINES[2:]))
        source = read(word(("b.png", first), ("a.emf", b"no picture"), ("a.png", second)), "scan.docx")
        assert [(line.text, line.page) for line in lines(source)] == list(zip(BARE, (1, 1, 2, 2), strict=True))
        assert source.reader == "docx+rapidocr"
        assert told(source) == [("pictures_not_read", None), ("ocr_used", None)]
        assert source.remarks[0].message.startswith("1 of 3")

    def test_a_document_with_text_stays_as_it_is(self) -> None:
        data = word(("a.png", scans.saved([scans.drawn(LINES[:1])], "PNG")), body=docx.paragraph("一、" + "完善便民服务体系。" * 4))
        assert [line.text[:2] for line in lines(read(data, "a.docx"))] == ["一、"]
        assert told(read(word(("a.png", b"\x89PNG\r\n\x1a\n")), "a.docx")) == [("no_text", None)]

    def test_without_ocr_it_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = word(("a.png", scans.saved([scans.drawn(LINES[:1])], "PNG")))
        assert told(read(data, "a.docx", ocr="never")) == [("no_text", None)]
        monkeypatch.setattr("gongwen.readers.ocr.word.is_installed", lambda: False)
        assert told(read(data, "a.docx")) == [("no_text", None), ("ocr_missing", None)]


class TestWithoutOcr:
    """What a user is told who has no OCR or does not want it."""

    def test_pages_that_went_unread_are_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gongwen.readers.ocr.scans.is_installed", lambda: False)
        content, xobjects = placed(_grey(), 0, 0, WIDTH, HEIGHT)
        sheets = [pdf.Sheet(pdf.text(90, 700, "一、完善便民服务体系，加强社区食堂和便民药店建设。")), pdf.Sheet(content, xobjects=xobjects)]
        source = read(pdf.build([*sheets, pdf.Sheet(content + pdf.text(290, 40, "- 3 -"), xobjects=xobjects)]), "mixed.pdf")
        assert told(source) == [("page_without_text", 2), ("page_without_text", 3), ("ocr_missing", None)]
        assert source.remarks[-1].message.startswith("2 pages not read: 2-3.")
        assert "pip install 'gongwen[ocr]'" in source.remarks[-1].message

    @pytest.mark.parametrize("mode", ["auto", "never"])
    def test_page_numbers_over_a_scan_are_no_text(self, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gongwen.readers.ocr.scans.is_installed", lambda: False)
        content, xobjects = placed(_grey(), 0, 0, WIDTH, HEIGHT)
        with pytest.raises(GongwenError) as caught:
            read(pdf.build([pdf.Sheet(content + pdf.text(290, 40, "- 3 -"), xobjects=xobjects)]), "scan.pdf", ocr=mode)
        assert caught.value.code is Code.NO_TEXT_LAYER

    def test_ocr_that_does_not_start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from gongwen.readers.ocr.extra import cannot_start

        def broken() -> None:
            raise cannot_start("ImportError: libGL.so.1")

        monkeypatch.setattr("gongwen.readers.ocr.scans.is_installed", lambda: True)
        monkeypatch.setattr("gongwen.readers.ocr.engine.engine", broken)
        data = scans.as_pdf([_grey()])
        for mode in ("auto", "always"):
            with pytest.raises(GongwenError) as caught:
                read(data, "scan.pdf", ocr=mode)
            assert caught.value.code is Code.DEPENDENCY_MISSING
            assert "libGL" in caught.value.message
            assert "gongwen[ocr]" in (caught.value.hint or "")


def _grey() -> Image:
    from PIL import Image as Pillow

    return Pillow.new("RGB", (400, 500), "grey")
