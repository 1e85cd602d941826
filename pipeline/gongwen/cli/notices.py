"""Commands on notices: convert, show, explain."""

from __future__ import annotations

from typing import Annotated

import typer

from ..commands.run import Ocr, PdfEngine, emit, read_notice
from .options import EngineOption, LimitOption, NoticeArgument, OcrOption, PasswordOption, reading


def convert(
    notices: Annotated[list[str], typer.Argument(metavar="NOTICE...", help="Files (PDF, DOCX, HTML, text …), or - for standard input.")],
    # A string, since Path drops the separator at the end that makes it a folder.
    out: Annotated[str | None, typer.Option("--out", "-o", help="File or folder for the records, instead of standard output.")] = None,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave the canonical text out of the record.")] = False,
    indent: Annotated[
        bool | None,
        typer.Option("--indent/--compact", help="JSON over many lines, or on one. Default: one line each for several on standard output."),
    ] = None,
    pdf_engine: EngineOption = PdfEngine.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    password: PasswordOption = None,
    limit: LimitOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if the audit has any warning.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no progress on standard error.")] = False,
) -> None:
    """Convert notices to records (JSON)."""
    from ..commands.convert import convert_sources

    if notices.count("-") > 1:
        raise typer.BadParameter("standard input can be read only once", param_hint="NOTICE")
    how = reading(pdf_engine, ocr, password, limit)
    wide = indent if indent is not None else (out is not None or len(notices) == 1)
    try:
        code = convert_sources(
            notices,
            out=out,
            indent=2 if wide else None,
            with_text=not no_text,
            strict=strict,
            quiet=quiet,
            how=how,
        )
    except ValueError as exc:
        raise typer.BadParameter(str(exc), param_hint="--out") from exc
    raise typer.Exit(code)


def show(
    notice: NoticeArgument,
    pdf_engine: EngineOption = PdfEngine.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    password: PasswordOption = None,
    limit: LimitOption = None,
    width: Annotated[int | None, typer.Option("--width", min=40, help="Columns of the table. Default: the terminal's.")] = None,
) -> None:
    """Show the tasks of a notice as a table."""
    from ..commands.show import show_notice

    emit(show_notice(read_notice(notice, reading(pdf_engine, ocr, password, limit)), width))


def explain(
    notice: NoticeArgument,
    at: Annotated[int | None, typer.Option("--at", min=0, help="Offset into the canonical text.")] = None,
    find: Annotated[str | None, typer.Option("--find", help="Text to look for; every place of it is explained.")] = None,
    pdf_engine: EngineOption = PdfEngine.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    password: PasswordOption = None,
    limit: LimitOption = None,
) -> None:
    """Tell which rules made what at a place of a notice."""
    from ..commands.explain import explain as told
    from ..commands.explain import occurrences

    if (at is None) == (find is None):
        raise typer.BadParameter("give one of --at and --find", param_hint="--at/--find")
    record = read_notice(notice, reading(pdf_engine, ocr, password, limit))
    text = record.text or ""
    if at is not None and at >= len(text):
        raise typer.BadParameter(f"the text has {len(text)} characters", param_hint="--at")
    places = occurrences(text, find) if find is not None else [(at or 0, (at or 0) + 1)]
    if not places:
        raise typer.BadParameter("the text does not say that", param_hint="--find")
    emit(told(record, places))
