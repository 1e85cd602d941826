"""OCR as its user meets it: scans say the same as the text layer of the same print; without the extra, one coded line says what to do."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

import scans
from essence import essence
from generator import find_office, generate, render_pdfs
from gongwen import convert
from gongwen.errors import Code, GongwenError
from gongwen.model.source import Layer, Line, Source, Table
from gongwen.readers import read
from gongwen.records import Notice

BARS = {"task": 0.97, "units": 0.95, "targets": 0.95}
STRAIGHT, LEANING = 3_001, 3_000  # seeds: a table over two pages; text alone
LINES = [
    "清江市人民政府办公室",
    "　　一、完善便民服务体系。加强社区食堂、",
    "便民药店建设，新增社区食堂12家，覆盖率达到",
    "85%以上。（市民政局、市商务局负责）",
    "　　二、改善出行条件。更新公交候车亭120座，",
    "新增公共停车泊位3000个。（市交通运输局、市",
    "公安局负责）",
]


@pytest.fixture(scope="module")
def pdfs() -> dict[int, bytes]:
    if find_office() is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    scans.chinese_font()
    seeds = (STRAIGHT, LEANING)
    return dict(zip(seeds, render_pdfs([generate(seed).document for seed in seeds]), strict=True))


def f1(one: Iterable[Any], other: Iterable[Any]) -> float:
    mine, theirs = Counter(map(repr, one)), Counter(map(repr, other))
    n = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / n if n else 1.0


def scores(text: Notice, scan: Notice) -> dict[str, float]:
    a, b = essence(text)["tasks"], essence(scan)["tasks"]
    return {
        "task": f1([(t["view"], t["path"], t["title"]) for t in a], [(t["view"], t["path"], t["title"]) for t in b]),
        "units": f1([(t["id"], u) for t in a for u in t["units"]], [(t["id"], u) for t in b for u in t["units"]]),
        "targets": f1([(t["id"], x) for t in a for x in t["targets"]], [(t["id"], x) for t in b for x in t["targets"]]),
    }


def hold(text: Notice, scan: Notice) -> None:
    got = scores(text, scan)
    assert {key: round(value, 3) for key, value in got.items() if value < BARS[key]} == {}


def lines(source: Source) -> list[Line]:
    return [item for item in source.items if isinstance(item, Line)]


@scans.NEEDS_OCR
@pytest.mark.slow
class TestScans:
    def test_a_clean_scan_says_what_the_text_says(self, pdfs: dict[int, bytes]) -> None:
        text = convert(pdfs[STRAIGHT], name="text.pdf")
        assert sum(len(task.targets) for task in text.tasks) >= 5
        told: list[tuple[int, int]] = []
        record = convert(scans.as_pdf(scans.printed(pdfs[STRAIGHT])), name="scan.pdf", progress=lambda *page: told.append(page))
        hold(text, record)
        assert record.source.reader == "pdf/pdfium+rapidocr"
        assert told == [(n, record.source.pages) for n in range(1, (record.source.pages or 0) + 1)]
        assert "ocr_used" in {finding.code for finding in record.audit.findings}

    def test_a_scan_that_leans_and_one_on_its_head(self, pdfs: dict[int, bytes]) -> None:
        first, second = scans.printed(pdfs[LEANING])
        pages = [first.rotate(-1.7, fillcolor="white", resample=3), second.rotate(180)]
        hold(convert(pdfs[LEANING], name="text.pdf"), convert(scans.as_pdf(pages), name="scan.pdf"))

    def test_pages_with_text_stay_as_they_are(self, pdfs: dict[int, bytes]) -> None:
        import pypdfium2

        mixed = pypdfium2.PdfDocument(pdfs[LEANING])
        scan = pypdfium2.PdfDocument(scans.as_pdf([scans.drawn(LINES)]))
        mixed.del_page(1)
        mixed.import_pages(scan)
        out = io.BytesIO()
        mixed.save(out)
        source = read(out.getvalue(), "mixed.pdf")
        alone = [line for line in lines(read(pdfs[LEANING], "text.pdf")) if line.page == 1]
        assert [line.text for line in lines(source) if line.page == 1] == [line.text for line in alone]
        assert {line.confidence is None for line in lines(source) if line.page == 1} == {True}
        assert [line.text for line in lines(source) if line.page == 2] == [line.strip("\u3000") for line in LINES]
        assert [remark.message for remark in source.remarks if remark.code == "ocr_used"] == ["1 page read by OCR: 2"]

    def test_a_picture_is_read_where_it_stands(self) -> None:
        source = read(scans.saved([scans.drawn(LINES)], "PNG"), "page.png")
        assert source.media_type == "image/png"
        assert source.reader == "rapidocr"
        found = lines(source)
        assert [line.text for line in found] == [line.strip("\u3000") for line in LINES]
        assert [round(line.indent or 0) for line in found] == [2 if line.startswith("\u3000") else 0 for line in LINES]
        assert all(line.confidence is not None and line.confidence > 0.9 for line in found)
        assert all(line.style.size == pytest.approx(16, abs=0.5) for line in found)
        box = found[1].box
        assert box is not None
        assert (box.x0, (box.top + box.bottom) / 2) == pytest.approx((111, 146), abs=4)  # 220 + 2 em, line 2, in points

    def test_a_ruled_table(self) -> None:
        rows = [["序号", "重点任务", "责任单位"], ["1", "贡献率", "市民政局、市教育局"], ["2", "普及率", "市卫健委"]]
        source = read(scans.saved([scans.drawn(LINES[:1], rows, point=12, width=130)], "PNG"), "page.png")
        (table,) = [item for item in source.items if isinstance(item, Table)]
        assert (table.n_rows, table.n_cols, table.ruled) == (3, 3, True)
        assert [[cell.text for cell in table.cells if cell.row == row] for row in range(3)] == rows
        assert all(line.confidence for cell in table.cells for line in cell.lines)

    def test_a_page_on_its_side_and_tiff_pages(self) -> None:
        upright = scans.drawn(LINES)
        source = read(scans.saved([upright.rotate(90, expand=True), upright.rotate(270, expand=True)], "TIFF", dpi=(200, 200)), "a.tif")
        assert [[line.text for line in lines(source) if line.page == n] for n in (1, 2)] == [[x.strip("\u3000") for x in LINES]] * 2
        assert [(round(page.width), round(page.height)) for page in source.pages] == [(595, 842)] * 2

    def test_what_the_engine_is_not_sure_of_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gongwen.readers.ocr.SURE", 1.01)
        source = read(scans.saved([scans.drawn(LINES[:2])], "PNG"), "page.png")
        remarks = {remark.code: remark for remark in source.remarks}
        assert remarks["ocr_low_confidence"].page == 1
        assert remarks["ocr_low_confidence"].message.startswith("2 lines")
        monkeypatch.setattr("gongwen.readers.ocr.UNREAD", 1.01)
        source = read(scans.saved([scans.drawn(LINES[:2])], "PNG"), "page.png")
        assert {line.layer for line in lines(source)} == {Layer.HIDDEN}

    def test_the_same_bytes_give_the_same_record(self) -> None:
        data = scans.saved([scans.drawn(LINES[:3])], "PNG")
        assert convert(data, name="a.png").to_json() == convert(data, name="a.png").to_json()

    def test_always_reads_pages_with_text_too(self, pdfs: dict[int, bytes]) -> None:
        import pypdfium2

        document = pypdfium2.PdfDocument(pdfs[LEANING])
        document.del_page(0)
        out = io.BytesIO()
        document.save(out)
        source = read(out.getvalue(), "text.pdf", ocr="always")
        assert source.reader == "pdf/pdfium+rapidocr"
        assert all(line.confidence for line in lines(source))

    def test_a_blank_page_is_blank(self) -> None:
        from PIL import Image

        with pytest.raises(GongwenError) as caught:
            read(scans.saved([Image.new("L", (800, 1100), 250)], "PNG"), "blank.png")
        assert caught.value.code is Code.FILE_EMPTY


class TestWithoutTheExtra:
    @pytest.fixture(autouse=True)
    def _absent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in ("gongwen.readers.ocr", "gongwen.readers.ocr.scans"):
            monkeypatch.setattr(f"{module}.is_installed", lambda: False)

    def error(self, data: bytes, name: str, **options: Any) -> GongwenError:
        with pytest.raises(GongwenError) as caught:
            read(data, name, **options)
        return caught.value

    @pytest.fixture
    def scan(self) -> bytes:
        from PIL import Image

        return scans.as_pdf([Image.new("RGB", (400, 500), "grey")])

    def test_a_scan(self, scan: bytes) -> None:
        error = self.error(scan, "scan.pdf")
        assert error.code is Code.NO_TEXT_LAYER
        assert "pip install 'gongwen[ocr]'" in (error.hint or "")

    def test_a_picture(self) -> None:
        error = self.error(b"\x89PNG\r\n\x1a\n", "page.png")
        assert error.code is Code.NO_TEXT_LAYER
        assert "gongwen[ocr]" in (error.hint or "")

    def test_asked_for(self, scan: bytes) -> None:
        error = self.error(scan, "scan.pdf", ocr="always")
        assert error.code is Code.DEPENDENCY_MISSING
        assert "gongwen[ocr]" in (error.hint or "")

    def test_switched_off(self, scan: bytes) -> None:
        assert self.error(scan, "scan.pdf", ocr="never").code is Code.NO_TEXT_LAYER
        assert self.error(b"\x89PNG\r\n\x1a\n", "page.png", ocr="never").code is Code.NO_TEXT_LAYER
