"""Prints the hand-written notices of corpus/sources in their formats: `python -m generator.corpus` from tests/."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from .annotated import parse
from .document import Planted
from .render_docx import render_docx
from .render_html import render_html
from .render_ofd import render_ofd
from .render_pdf import find_office, render_pdfs
from .render_text import render_text
from .render_xlsx import render_xlsx

FOLDER = Path(__file__).parents[2] / "corpus"
# the formats of each notice; text formats name their noise, DOCX says whether Word counts the markers
FORMATS: dict[str, tuple[str, ...]] = {
    "anping-medical-letter": ("txt:clean",),
    "beiling-education-tasks": ("html:gb18030",),
    "chagan-rural-tasks": ("txt:page_breaks",),
    "linshui-services-points": ("html:utf-8",),
    "ningchuan-manufacturing-plan": ("docx:auto",),
    "qingjiang-health-tasks": ("docx:typed", "html:utf-8", "ofd", "pdf", "txt:clean", "xlsx"),
    "shiquanhe-pollution-measures": ("pdf",),
    "songhe-eldercare-oneline": ("txt:one_line",),
    "songhe-jobs-2022": ("txt:clean",),
    "songhe-jobs-2023": ("html:utf-8",),
    "songhe-jobs-2024": ("pdf",),
    "yunling-health-plan": ("docx:auto",),
    "yunling-jobs-2024": ("docx:typed",),
}
# further formats, which want other programs to be read: LibreOffice, OCR
WANTING: dict[str, tuple[str, ...]] = {"anping-medical-letter": ("tiff",), "beiling-education-tasks": ("doc",)}
DPI = 200


def notices() -> dict[str, Planted]:
    """Every annotated notice by name."""
    return {path.stem: parse(path.stem, path.read_text("utf-8")) for path in sorted((FOLDER / "sources").glob("*.notice"))}


def expected(name: str, planted: Planted) -> dict[str, Any]:
    """The expected record: the planted truth under the name of the first format."""
    return {**planted.truth, "notice": f"{name}.{FORMATS[name][0].partition(':')[0]}"}


def printed(planted: Planted, form: str) -> bytes:
    """One notice in one format, PDF excepted."""
    kind, _, how = form.partition(":")
    if kind == "txt":
        return render_text(planted.document, how).encode()
    if kind == "html":
        return render_html(planted.document, charset=how)
    if kind == "ofd":
        return render_ofd(planted.document)
    if kind == "xlsx":
        return render_xlsx(planted.document)
    return render_docx(planted.document, auto_numbering=how == "auto", heading_styles=False)


def scanned(pdf: bytes) -> bytes:
    """A PDF as a scanner for black and white stores it: TIFF, fax group 4."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=DPI / 72).to_pil().convert("L").point(lambda v: 255 * (v > 150)).convert("1") for page in document]
    document.close()
    out = io.BytesIO()
    pages[0].save(out, "TIFF", compression="group4", dpi=(DPI, DPI), save_all=True, append_images=pages[1:])
    return out.getvalue()


def by_office(made: dict[str, Planted], form: str) -> dict[str, bytes]:
    """The notices whose formats LibreOffice makes, by the name of their file."""
    from_pdf = form == "tiff"
    names = [name for name in made if form in (*FORMATS[name], *WANTING.get(name, ()))]
    data = render_pdfs([made[name].document for name in names], form="pdf" if from_pdf else form)
    return {f"{name}.{form}": scanned(one) if from_pdf else one for name, one in zip(names, data, strict=True)}


def build() -> list[Path]:
    """Write all formats and expected records into corpus/; what LibreOffice makes only where it is. Returns what was written."""
    written: list[Path] = []
    made = notices()
    for name, planted in made.items():
        path = FOLDER / f"{name}.expected.json"
        path.write_text(json.dumps(expected(name, planted), ensure_ascii=False, indent=1) + "\n", "utf-8")
        written.append(path)
        for form in FORMATS[name]:
            if form != "pdf":
                path = FOLDER / f"{name}.{form.partition(':')[0]}"
                path.write_bytes(printed(planted, form))
                written.append(path)
    if find_office():
        for form in ("pdf", "doc", "tiff"):
            for name, data in by_office(made, form).items():
                path = FOLDER / name
                path.write_bytes(data)
                written.append(path)
    return written


if __name__ == "__main__":
    for item in build():
        print(item.relative_to(FOLDER.parent))
