"""The `gongwen` command. Only declarations: what a command does is in gongwen.commands, loaded when it is called."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from . import __version__
from .commands.run import Exit, Ocr, PdfEngine, Reading, complain, emit, error_line, internal, read_notice, say
from .errors import GongwenError
from .limits import ENVIRONMENT, Limits, from_environment, with_settings

app = typer.Typer(
    name="gongwen",
    help="From a Chinese reform notice (公文) to its task list.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
grammar_app = typer.Typer(name="grammar", help="Look at the grammars and test them.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(grammar_app)

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


class _State:
    debug = False


def _reading(pdf_engine: PdfEngine, ocr: Ocr, password: str | None, limits: list[str] | None) -> Reading:
    return Reading(pdf_engine.value, ocr.value, password, _State.debug, _limits(limits))


def _limits(settings: list[str] | None) -> Limits:
    """The limits of this call: those of the environment, and over them those of the line."""
    hint = ENVIRONMENT
    try:
        limits = from_environment(os.environ.get(ENVIRONMENT))
        hint = "--limit"
        return with_settings(settings or (), limits)
    except ValueError as exc:
        raise typer.BadParameter(str(exc), param_hint=hint) from exc


def _version(wanted: bool) -> None:
    if wanted:
        emit(f"gongwen {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
) -> None:
    _State.debug = debug


@app.command()
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
    from .commands.convert import convert_sources

    if notices.count("-") > 1:
        raise typer.BadParameter("standard input can be read only once", param_hint="NOTICE")
    how = _reading(pdf_engine, ocr, password, limit)
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


@app.command()
def show(
    notice: NoticeArgument,
    pdf_engine: EngineOption = PdfEngine.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    password: PasswordOption = None,
    limit: LimitOption = None,
    width: Annotated[int | None, typer.Option("--width", min=40, help="Columns of the table. Default: the terminal's.")] = None,
) -> None:
    """Show the tasks of a notice as a table."""
    from .commands.show import show_notice

    emit(show_notice(read_notice(notice, _reading(pdf_engine, ocr, password, limit)), width))


@app.command()
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
    from .commands.explain import explain as told
    from .commands.explain import occurrences

    if (at is None) == (find is None):
        raise typer.BadParameter("give one of --at and --find", param_hint="--at/--find")
    record = read_notice(notice, _reading(pdf_engine, ocr, password, limit))
    text = record.text or ""
    if at is not None and at >= len(text):
        raise typer.BadParameter(f"the text has {len(text)} characters", param_hint="--at")
    places = occurrences(text, find) if find is not None else [(at or 0, (at or 0) + 1)]
    if not places:
        raise typer.BadParameter("the text does not say that", param_hint="--find")
    emit(told(record, places))


@app.command()
def export(
    records: Annotated[
        list[str], typer.Argument(metavar="RECORDS...", help="Records (.json, .jsonl), folders of them, or - for standard input.")
    ],
    to: Annotated[
        list[str],
        typer.Option("--to", help="jsonl, csv, xlsx, parquet, sqlite, duckdb, or postgresql://…; several by commas or repeated."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")] = Path(),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary on standard error.")] = False,
) -> None:
    """Put records into workbooks, data sets and databases."""
    from .commands.export import export_records

    # The address of a database stays whole: its password may hold a comma.
    sinks = [name.strip() for given in to for name in ([given] if "://" in given else given.split(",")) if name.strip()]
    try:
        code = export_records(records, sinks, out, quiet=quiet)
    except ValueError as exc:
        raise typer.BadParameter(str(exc), param_hint="--to") from exc
    raise typer.Exit(code)


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write, instead of standard output.")] = None,
) -> None:
    """Print the JSON Schema of a record."""
    from .commands.run import write_whole
    from .records import schema_text

    emit(schema_text()) if out is None else write_whole(out, schema_text())


@app.command()
def doctor() -> None:
    """Tell what is installed, what is missing and how to get it, and the limits."""
    from .commands.doctor import checks, limit_lines

    limits = _limits(None)
    results = list(checks())
    emit("".join(line + "\n" for line in (*(check.line for check in results), *limit_lines(limits))))
    if any(check.required and check.found is None for check in results):
        raise typer.Exit(Exit.FAILED)


@grammar_app.command("list")
def grammar_list() -> None:
    """List the grammars with their size."""
    from .commands.grammar import listing

    emit(listing() + "\n")


@grammar_app.command("test")
def grammar_test(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="Grammars to test. Default: all.")] = None,
) -> None:
    """Run the examples of the grammars."""
    from .commands.grammar import failures, told
    from .recognise.grammar import grammar_names

    known = grammar_names()
    unknown = [name for name in names or [] if name not in known]
    if unknown:
        raise typer.BadParameter(f"no grammar {', '.join(unknown)}; there are {', '.join(known)}", param_hint="NAME")
    bad = failures(names or known)
    emit("".join(told(failure) + "\n" for failure in bad))
    say(f"{len(names or known)} grammars, {len(bad)} examples fail" if bad else f"{len(names or known)} grammars, all examples hold")
    if bad:
        raise typer.Exit(Exit.FAILED)


def _start_quickly() -> None:
    """A process of our own need not look for what it never finds: that is a fifth of the time of one small notice."""
    gc.set_threshold(200_000, 20, 20)  # modules and patterns are made once and stay: hundreds of thousands of objects
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else the entry points of every installed package are read


def main() -> None:
    """Run the command. Whatever goes wrong ends in one line on standard error, never in a traceback."""
    _start_quickly()
    arguments = sys.argv[1:]
    if "--debug" in arguments[1:] and "--" not in arguments:  # allowed anywhere, as people type it last
        arguments = ["--debug", *(a for a in arguments if a != "--debug")]
    try:
        app(args=arguments, prog_name="gongwen")
    except GongwenError as error:
        complain(error)
        sys.exit(Exit.FAILED)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.FAILED)
    except Exception as exc:
        if _State.debug:
            raise
        say(error_line(internal(exc)))
        sys.exit(Exit.FAILED)
