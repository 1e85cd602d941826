"""Options that commands share, and what the user says with them."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ..commands.run import Ocr, PdfEngine, Reading
from ..limits import ENVIRONMENT, Limits, from_environment, with_settings

NoticeArgument = Annotated[str, typer.Argument(metavar="NOTICE", help="A file (PDF, DOCX, HTML, text …), or - for standard input.")]
EngineOption = Annotated[PdfEngine, typer.Option("--pdf-engine", help="Who reads PDF: the fast engine or the reference.")]
LimitOption = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=VALUE", help="Another limit, as max_pages=5000 or max_bytes=2G; gongwen doctor lists them."),
]
OcrOption = Annotated[Ocr, typer.Option("--ocr", help="When pages are read by OCR: where there is no usable text, always, never.")]
PasswordOption = Annotated[
    str | None, typer.Option("--password", envvar="GONGWEN_PASSWORD", metavar="TEXT", help="Opens a PDF that asks for a password.")
]


class State:
    """What stands before the command on the line."""

    debug = False


def reading(pdf_engine: PdfEngine, ocr: Ocr, password: str | None, limits: list[str] | None) -> Reading:
    """How documents are read in this call. Raises typer.BadParameter where a limit is none."""
    return Reading(pdf_engine.value, ocr.value, password, State.debug, limits_of(limits))


def limits_of(settings: list[str] | None) -> Limits:
    """The limits of this call: those of the environment, and over them those of the line."""
    hint = ENVIRONMENT
    try:
        limits = from_environment(os.environ.get(ENVIRONMENT))
        hint = "--limit"
        return with_settings(settings or (), limits)
    except ValueError as exc:
        raise typer.BadParameter(str(exc), param_hint=hint) from exc


def sink_names(given: list[str] | None) -> list[str]:
    """The sinks of `--to`. The address of a database stays whole: its password may hold a comma."""
    return [name.strip() for one in given or () for name in ([one] if "://" in one else one.split(",")) if name.strip()]
