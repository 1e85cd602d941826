"""Commands that make pages for people: report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ..commands.run import Ocr, PdfEngine
from .options import EngineOption, LimitOption, OcrOption, PasswordOption, reading


def report(
    notice: Annotated[str, typer.Argument(metavar="NOTICE", help="A file (PDF, DOCX, HTML, text …), its record (.json), or -.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File for the page (.html), instead of standard output.")] = None,
    pages: Annotated[bool, typer.Option("--pages", help="Show the pages of PDF, OFD or pictures with boxes on what was found.")] = False,
    pdf_engine: EngineOption = PdfEngine.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    password: PasswordOption = None,
    limit: LimitOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no progress on standard error.")] = False,
) -> None:
    """Make a page (HTML) of a notice: its text with everything found marked, and its task table."""
    from ..commands.report import report as made

    made(notice, replace(reading(pdf_engine, ocr, password, limit), quiet=quiet), out=out, pages=pages)
