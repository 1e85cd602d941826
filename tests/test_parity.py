"""One notice, many formats, one record: as text, Word, web page, OFD, workbook and PDF, whoever prints it and whichever engine reads it.

Real notices are laid out from their text and printed anew from that; planted ones and those of corpus/ are printed from their truth.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from essence import Essence, bare, differences, essence
from generator import (
    Document,
    Planted,
    corpus,
    document_from_body,
    find_office,
    generate,
    render_docx,
    render_html,
    render_ofd,
    render_pdfs,
    render_text,
    render_xlsx,
)
from gongwen import convert
from gongwen.layout import lay_out
from gongwen.model.body import Body, TableBlock
from gongwen.readers.text import read_text

SHARED = Path(os.environ.get("GONGWEN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
REAL = sorted(path.stem for path in (SHARED / "gold").glob("*.json"))
PLANTED = [f"planted-{seed}" for seed in range(3_000, 3_016)]
WRITTEN = sorted(corpus.FORMATS)  # by hand, in corpus/sources
CASES = [*REAL, *PLANTED, *WRITTEN]
PRINTS: dict[str, Callable[[Document], bytes]] = {
    "docx": render_docx,
    "docx numbered by Word": lambda document: render_docx(document, auto_numbering=True),
    "docx with heading styles": lambda document: render_docx(document, heading_styles=True),
    "html": render_html,
    "html gb18030": lambda document: render_html(document, charset="gb18030", seed=1),
    "ofd": render_ofd,
    "ofd in pieces": lambda document: render_ofd(document, scattered=True),
    "xlsx": render_xlsx,
    "xlsx of numbers": lambda document: render_xlsx(document, numbers=True),
}
SUFFIX = {form: form.partition(" ")[0] for form in PRINTS}

def cases(forms: list[str]) -> list[object]:
    return [pytest.param(case, form) for case in CASES for form in forms]


@cache
def text_of(case: str) -> bytes:
    if case in REAL:
        return (SHARED / "notices" / f"{case}.txt").read_bytes()
    planted = planted_of(case)
    return render_text(planted.document, "clean", truth=planted.truth).encode()


@cache
def planted_of(case: str) -> Planted:
    return corpus.notices()[case] if case in WRITTEN else generate(int(case.partition("-")[2]))


@cache
def document_of(case: str) -> Document:
    if case in REAL:
        body = lay_out(read_text(text_of(case), f"{case}.txt"))
        return document_from_body([block_of(block, body) for block in body.blocks], case)
    return planted_of(case).document


@cache
def said_by_the_text(case: str) -> Essence:
    return essence(convert(text_of(case), name=f"{case}.txt"))


def block_of(block: object, body: Body) -> tuple[str, object]:
    """A laid-out block as plain text or cells, merged cells as they were drawn."""
    if isinstance(block, TableBlock):
        return "table", drawn(block, body.text)
    return "p", body.text[block.start : block.end]  # type: ignore[attr-defined]


def drawn(table: TableBlock, text: str) -> list[list[tuple[str, int, int]]]:
    """Rows of (text, rowspan, colspan): every cell where it begins."""
    head = [[(column.header, 1, 1) for column in table.columns]] if any(c.header for c in table.columns) else []
    grid = [[span if span[1] > span[0] else None for span in row.cells] for row in table.rows]
    rows: list[list[tuple[str, int, int]]] = []
    for r, row in enumerate(grid):
        cells = []
        for c, span in enumerate(row):
            if span and ((r and grid[r - 1][c] == span) or (c and row[c - 1] == span)):
                continue  # inside a merged cell
            down = across = 1
            while span and r + down < len(grid) and grid[r + down][c] == span:
                down += 1
            while span and c + across < len(row) and row[c + across] == span:
                across += 1
            cells.append((text[slice(*span)] if span else "", down, across))
        rows.append(cells)
    return head + rows


def hold(case: str, form: str, data: bytes, *, pdf_engine: str = "pdfium") -> None:
    odd = differences(said_by_the_text(case), essence(convert(data, name=f"{case}.{form}", pdf_engine=pdf_engine)))
    if odd:
        pytest.fail("\n".join([f"{case}: text / {form}, {len(odd)} differences", *(line[:300] for line in odd[:12])]))


def test_there_are_real_notices() -> None:
    if not REAL:
        pytest.skip(f"no real notices in {SHARED} (set GONGWEN_SHARED): planted ones alone are compared")
    assert len(REAL) >= 7


@pytest.mark.parametrize(("case", "form"), cases(list(PRINTS)))
def test_other_formats(case: str, form: str) -> None:
    if form == "docx numbered by Word" and case in REAL:
        pytest.skip("the numbering of a real notice is not known beforehand")
    hold(case, SUFFIX[form], PRINTS[form](document_of(case)))


@pytest.mark.parametrize("form", ["docx", "html"])
def test_notices_as_issued_say_what_their_transcripts_say(form: str) -> None:
    pairs = [(path, path.with_suffix(".txt")) for path in sorted((SHARED / "notices").glob(f"*.{form}"))]
    if not pairs:
        pytest.skip(f"no real notices in {SHARED} (set GONGWEN_SHARED)")
    for issued, transcript in pairs:
        one, other = convert(transcript), convert(issued)
        assert not differences(essence(one), essence(other)), issued.name
        assert (one.meta, bare(one.text), other.audit.coverage) == (other.meta, bare(other.text), 1.0), issued.name


@pytest.fixture(scope="session")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All cases as PDF, printed in one start of LibreOffice, whichever worker comes first."""
    if find_office() is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    if not shutil.which("fc-list") or not subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout:
        pytest.skip("no Chinese font is installed: a PDF would show empty boxes")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "parity-pdf"
    printed = folder / "printed"
    try:
        folder.mkdir()
    except FileExistsError:
        for _ in range(600):
            if printed.exists():
                return pickle.loads(printed.read_bytes())  # type: ignore[no-any-return]  # our own file
            time.sleep(0.5)
        pytest.fail("the other worker has printed nothing")
    made = dict(zip(CASES, render_pdfs([document_of(case) for case in CASES]), strict=True))
    (folder / "part").write_bytes(pickle.dumps(made))
    (folder / "part").rename(printed)
    return made


@pytest.mark.parametrize(("case", "form"), cases(["pdf"]))
def test_pdf(pdfs: dict[str, bytes], case: str, form: str) -> None:
    hold(case, form, pdfs[case])


def published(stem: str) -> list[Essence]:
    """What the text and the PDF of a notice say that offices put out in both."""
    paths = [next((SHARED / "notices").glob(f"{stem}*.{suffix}"), None) for suffix in ("txt", "pdf")]
    if None in paths:
        pytest.skip(f"no real notices in {SHARED} (set GONGWEN_SHARED)")
    return [essence(convert(path)) for path in paths if path is not None]


@pytest.mark.parametrize("stem", ["11_", "60_"])
def test_a_notice_published_as_text_and_as_pdf(stem: str) -> None:
    assert not differences(*published(stem))


def test_a_table_that_only_the_published_pdf_has() -> None:
    """The text of this one has lost the rules of its table with merged cells, and says so; the PDF is right."""
    text, pdf = published("59_")
    sections = [task for task in pdf["tasks"] if task["view"] == "section"]
    for task in (*text["tasks"], *sections):
        task["path"] = task["path"][-1]
    assert text["tasks"][: len(sections)] == sections
    table = [task for task in pdf["tasks"] if task["view"] == "table"]
    assert [sum(1 for task in table if task["number"] == n) for n in "12345"] == [3, 7, 6, 3, 2]


@pytest.mark.parametrize("path", sorted(corpus.FOLDER.glob("*.pdf")), ids=lambda path: path.name)
def test_both_engines_of_pdf_read_the_same(path: Path) -> None:
    fast, slow = (convert(path, pdf_engine=engine) for engine in ("pdfium", "pdfplumber"))
    assert not differences(essence(slow), essence(fast))
    assert [len(table.rows) for table in slow.tables] == [len(table.rows) for table in fast.tables]
