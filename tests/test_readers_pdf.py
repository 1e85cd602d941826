"""The PDF reader on whole documents: notices typeset by LibreOffice, real ones, and a zoo of damaged files."""

from __future__ import annotations

import gc
import hashlib
import io
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gongwen.errors import Code, GongwenError
from gongwen.model.source import Line, Source, Table
from gongwen.readers import read
from gongwen.readers.pdf import read_pdf
from pdf_builder import Sheet, build, grid, paragraph, row_of

TASK = "完善河湖长制责任体系，健全巡查、整改、销号闭环机制，到2031年底前全省重点河段管护覆盖率达到95%以上。"


def office() -> str:
    found = shutil.which("soffice")
    if not found:
        pytest.skip("LibreOffice is not installed: PDFs of real typesetting are not tested")
    return found


def export(docx: bytes, folder: Path, options: str = "") -> bytes:
    (folder / "notice.docx").write_bytes(docx)
    target = f"pdf:writer_pdf_Export:{options}" if options else "pdf"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office(), profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(folder / "notice.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "notice.pdf").read_bytes()


def notice() -> bytes:
    """A notice after GB/T 9704: heading, title, addressees, numbered paragraphs, signature, and on a landscape page a task table."""
    docx: Any = pytest.importorskip("docx")
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)

    def add(string: str, size: int = 16, align: Any = None, indent: int = 0, bold: bool = False) -> None:
        para = document.add_paragraph()
        run = para.add_run(string)
        run.font.size, run.bold = Pt(size), bold
        run.font.name = "Noto Serif CJK SC"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
        para.alignment = align
        para.paragraph_format.line_spacing, para.paragraph_format.space_after = Pt(28), Pt(0)
        para.paragraph_format.first_line_indent = Pt(indent * size)

    add("松河州关于推进河湖管护改革的通知", 22, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    add("")
    add("各县、市人民政府：")
    add("一、健全责任体系", indent=2)
    for number in range(1, 9):
        add(f"{number}.{TASK}（州水务局牵头）", indent=2)
    add("松河州人民政府", align=WD_ALIGN_PARAGRAPH.RIGHT)
    landscape = document.add_section()
    landscape.orientation, landscape.page_width, landscape.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    add("任务分工表", 22, WD_ALIGN_PARAGRAPH.CENTER)
    table = document.add_table(rows=7, cols=4)
    table.style = "Table Grid"
    for col, head in enumerate(("序号", "领域", "重点任务", "责任单位")):
        table.cell(0, col).text = head
    for r in range(1, 7):
        for col, value in ((0, str(r)), (2, TASK), (3, "州水务局、州财政局")):
            table.cell(r, col).text = value
    for first, last, name in ((1, 3, "体制"), (4, 6, "机制")):
        table.cell(first, 1).merge(table.cell(last, 1)).text = name
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def typeset(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return export(notice(), tmp_path_factory.mktemp("office"))


def flat(source: Source) -> list[object]:
    """What both engines must give alike: every line and cell with its text and spans."""
    return [item.text if isinstance(item, Line) else cells(item) for item in source.items]


def cells(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in table.cells]


def squeezed(source: Source) -> str:
    found = [item.text if isinstance(item, Line) else "\n".join(cell.text for cell in item.cells) for item in source.items]
    return re.sub(r"\s", "", "".join(found))


class TestTypesetNotice:
    def test_text_and_setting(self, typeset: bytes) -> None:
        source = read_pdf(typeset, "notice.pdf")
        body = [item for item in source.items if isinstance(item, Line)]
        title, addressees, heading, first = body[0], body[1], body[2], body[3]
        assert (title.text, title.style.size, title.style.bold, title.style.align) == (
            "松河州关于推进河湖管护改革的通知",
            22,
            True,
            "center",
        )
        assert (addressees.text, addressees.indent, addressees.blank_before) == ("各县、市人民政府：", 0, True)
        assert (heading.text, heading.indent) == ("一、健全责任体系", pytest.approx(2, abs=0.1))
        assert first.text.startswith("1.完善河湖长制")
        assert body[-2].text == "松河州人民政府"
        assert body[-2].style.align == "right"
        assert squeezed(source).count(TASK) == 8 + 6

    def test_the_table_of_the_landscape_page(self, typeset: bytes) -> None:
        source = read_pdf(typeset, "notice.pdf")
        (table,) = [item for item in source.items if isinstance(item, Table)]
        assert (table.n_rows, table.n_cols, table.ruled) == (7, 4, True)
        groups = [(cell.row, cell.rowspan, cell.text) for cell in table.cells if cell.col == 1]
        assert groups == [(0, 1, "领域"), (1, 3, "体制"), (4, 3, "机制")]
        page = source.pages[-1]
        assert page.width > page.height
        assert isinstance(source.items[-2], Line)
        assert (source.items[-2].text, source.items[-2].style.align) == ("任务分工表", "center")

    def test_both_engines_agree(self, typeset: bytes) -> None:
        assert flat(read_pdf(typeset, "notice.pdf")) == flat(read_pdf(typeset, "notice.pdf", engine="pdfplumber"))

    def test_every_character_lies_on_its_page(self, typeset: bytes) -> None:
        source = read_pdf(typeset, "notice.pdf")
        sizes = {page.number: page for page in source.pages}
        for item in source.items:
            for line in [item] if isinstance(item, Line) else [line for cell in item.cells for line in cell.lines]:
                assert line.char_x is not None
                assert line.box is not None
                assert len(line.char_x) == len(line.text) + 1
                assert 0 <= line.box.x0 < line.box.x1 <= sizes[line.page or 0].width
                assert 0 <= line.box.top < line.box.bottom <= sizes[line.page or 0].height

    @pytest.mark.parametrize("option", ["DocumentOpenPassword", "PermissionPassword"])
    def test_passwords(self, option: str, tmp_path: Path) -> None:
        """A password to open locks the file; one that only restricts printing and copying does not."""
        flag = "EncryptFile" if option == "DocumentOpenPassword" else "RestrictPermissions"
        options = f'{{"{flag}":{{"type":"boolean","value":"true"}},"{option}":{{"type":"string","value":"x"}}}}'
        data = export(notice(), tmp_path, options)
        if option == "PermissionPassword":
            assert TASK in squeezed(read_pdf(data, "n.pdf"))
            return
        for engine in ("pdfium", "pdfplumber"):
            with pytest.raises(GongwenError) as caught:
                read_pdf(data, "n.pdf", engine=engine)
            assert caught.value.code is Code.FILE_ENCRYPTED
            source = read(data, "n.pdf", pdf_engine=engine, ocr="never", password="x")
            assert TASK in squeezed(source)
            assert (source.sha256, source.n_bytes) == (hashlib.sha256(data).hexdigest(), len(data))  # of the file as it came
        with pytest.raises(GongwenError, match="does not open"):
            read(data, "n.pdf", password="y")

    def test_a_password_that_nobody_asked_for_does_no_harm(self, typeset: bytes) -> None:
        assert read(typeset, "n.pdf", password="x") == read(typeset, "n.pdf")


def resident() -> int:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_memory_stays_flat_over_many_documents() -> None:
    sheet = Sheet(paragraph(72, 760, [TASK[:30]] * 10) + grid([72, 300, 500], [500, 470, 440]) + row_of([76, 310], 480, ["甲", "乙"]))
    data = build([sheet] * 3)
    for _ in range(100):
        read_pdf(data, "m.pdf")
    gc.collect()
    before = resident()
    for _ in range(300):
        read_pdf(data, "m.pdf")
    gc.collect()
    assert resident() - before < 8 * 1024 * 1024


class TestRealNotices:
    @pytest.fixture(params=["11_*.pdf", "59_*.pdf", "60_*.pdf"])
    def file(self, shared: Path, request: pytest.FixtureRequest) -> Path:
        found = sorted((shared / "notices").glob(request.param))
        if not found:
            pytest.skip(f"no {request.param} among the shared notices")
        return found[0]

    def test_engines_agree(self, file: Path) -> None:
        data = file.read_bytes()
        assert flat(read_pdf(data, file.name)) == flat(read_pdf(data, file.name, engine="pdfplumber"))

    def test_the_text_is_that_of_the_text_file(self, file: Path) -> None:
        """The text files were made by other means and put table cells in another order: the characters must be the same ones."""
        ours = Counter(squeezed(read_pdf(file.read_bytes(), file.name)))
        theirs = Counter(re.sub(r"\s", "", file.with_suffix(".txt").read_text("utf-8")))
        assert (theirs - ours).total() <= 0.01 * theirs.total()
        assert (ours - theirs).total() <= 0.03 * theirs.total()
