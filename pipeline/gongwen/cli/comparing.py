"""Commands that compare notices: diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..commands.run import Ocr, PdfEngine
from .options import EngineOption, LimitOption, OcrOption, PasswordOption, reading

_Side = "Records (.json) or notices (PDF, DOCX, HTML, text …); one may be - for standard input."


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=f"The earlier notice, or the higher body's. {_Side}")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later notice, or the lower body's.")],
    to: Annotated[str, typer.Option("--to", help="text, json, md, xlsx; several by commas, into a folder.")] = "text",
    # A string, since Path drops the separator at the end that makes it a folder.
    out: Annotated[str | None, typer.Option("--out", "-o", help="File, or folder (FOLDER/), instead of standard output.")] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="Corrections of the alignment: YAML or JSON, old task: new task.")] = None,
    pdf_engine: EngineOption = PdfEngine.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    password: PasswordOption = None,
    limit: LimitOption = None,
) -> None:
    """Tell what became of every task from one notice to the next."""
    from ..commands.diff import diff_notices

    if old == new == "-":
        raise typer.BadParameter("standard input can be read only once", param_hint="NEW")
    forms = list(dict.fromkeys(form.strip() for form in to.split(",") if form.strip()))
    try:
        code = diff_notices(old, new, forms, out=out, map_file=map_file, how=reading(pdf_engine, ocr, password, limit))
    except ValueError as exc:
        raise typer.BadParameter(str(exc), param_hint="--to/--out") from exc
    raise typer.Exit(code)
