"""Commands that compare notices: diff, track."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..commands.run import Ocr, PdfEngine
from .options import EngineOption, LimitOption, OcrOption, PasswordOption, reading, sink_names

_Side = "Records (.json) or notices (PDF, DOCX, HTML, text …); one may be - for standard input."


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=f"The earlier notice, or the higher body's. {_Side}")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later notice, or the lower body's.")],
    to: Annotated[str, typer.Option("--to", help="text, json, md, html, xlsx; several by commas, into a folder.")] = "text",
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


def track(
    records: Annotated[
        list[str], typer.Argument(metavar="RECORDS...", help="Records (.json, .jsonl), folders of them, or - for standard input.")
    ],
    to: Annotated[
        list[str] | None, typer.Option("--to", help="What to write: jsonl, parquet, xlsx; several by commas or repeated.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")] = Path(),
    first: Annotated[int | None, typer.Option("--from", metavar="YEAR", help="Print what became of the targets of this year.")] = None,
    last: Annotated[int | None, typer.Option("--until", metavar="YEAR", help="… by this year. Default: the last one.")] = None,
    across: Annotated[bool, typer.Option("--across", help="Also say which metrics and tasks of different places are of one kind.")] = False,
    width: Annotated[int | None, typer.Option("--width", min=60, help="Columns of the table. Default: the terminal's.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No findings and no summary on standard error.")] = False,
) -> None:
    """Follow metrics and tasks through many years."""
    from ..commands.track import track_records

    if first is None and last is not None:
        raise typer.BadParameter("--until wants --from", param_hint="--until")
    if to is None and first is None:
        raise typer.BadParameter("name what to write (--to), or a year whose targets to follow (--from)", param_hint="--to/--from")
    forms = sink_names(to or [])
    years = (first, last) if first is not None else None
    try:
        code = track_records(records, forms, out, years=years, across=across, width=width, quiet=quiet)
    except ValueError as exc:
        raise typer.BadParameter(str(exc), param_hint="--to/--from/--until") from exc
    raise typer.Exit(code)
