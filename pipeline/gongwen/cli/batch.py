"""Commands on many documents: batch, watch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..commands.batch import Engine, FailOn, MisuseError, Plan
from ..commands.progress import Progress
from ..commands.run import Exit, Ocr, PdfEngine
from ..errors import GongwenError
from .options import EngineOption, LimitOption, OcrOption, PasswordOption, reading, sink_names

if TYPE_CHECKING:
    from ..batch.work import Options

OutOption = Annotated[str, typer.Option("--out", "-o", help="Folder for records, data sets, manifest and state; or a URL (s3://…).")]
ToOption = Annotated[
    list[str] | None,
    typer.Option(
        "--to", help="Besides the records: jsonl, csv, xlsx, parquet, sqlite, duckdb, postgresql://…; several by commas or repeated."
    ),
]
JobsOption = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes. Default: one for each core.")]
StateOption = Annotated[
    Path | None, typer.Option("--state", help="Folder on this machine for the state, if not in --out (of a URL: below ~/.local/state).")
]
WhereOption = Annotated[Engine, typer.Option("--engine", help="Convert on this machine, or on the nodes of a Ray cluster.")]
NoTextOption = Annotated[bool, typer.Option("--no-text", help="Leave the canonical text out of the records.")]
LogOption = Annotated[bool, typer.Option("--log-json", help="Every event as a line of JSON on standard error.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors of the run.")]


def batch(
    out: OutOption,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUT...]", help="Files, folders with all below them, patterns (all three also as URLs), archives."),
    ] = None,
    from_list: Annotated[
        str | None, typer.Option("--from-list", metavar="FILE", help="A file of paths, one a line; - for standard input.")
    ] = None,
    to: ToOption = None,
    jobs: JobsOption = None,
    engine: WhereOption = Engine.LOCAL,
    state: StateOption = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Convert again what failed.")] = False,
    resume: Annotated[bool, typer.Option("--resume/--force", help="Keep what is done, or convert everything again.")] = True,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="What makes the exit code other than 0.")] = FailOn.PARTIAL,
    pdf_engine: EngineOption = PdfEngine.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    password: PasswordOption = None,
    no_text: NoTextOption = False,
    limit: LimitOption = None,
    log_json: LogOption = False,
    quiet: QuietOption = False,
) -> None:
    """Convert many documents, each in a process that may fail; what is done already is kept."""
    from ..batch.run import Again
    from ..commands.batch import batch_documents

    if not inputs and from_list is None:
        raise typer.BadParameter("name files or folders, or give --from-list", param_hint="INPUT")
    options = _options(pdf_engine, ocr, password, limit, no_text)
    plan = Plan(out, options, sink_names(to), jobs, Again(all=not resume, failed=retry_failed), fail_on, state, engine)
    progress = Progress(quiet=quiet, as_json=log_json)
    raise typer.Exit(_called(progress, lambda: batch_documents(inputs or [], from_list, plan, progress)))


def watch(
    folders: Annotated[list[str], typer.Argument(metavar="FOLDER...", help="Folders that documents arrive in.")],
    out: OutOption,
    to: ToOption = None,
    jobs: JobsOption = None,
    engine: WhereOption = Engine.LOCAL,
    state: StateOption = None,
    every: Annotated[float, typer.Option("--every", min=0.1, help="Seconds between two looks.")] = 2.0,
    pdf_engine: EngineOption = PdfEngine.PDFIUM,
    ocr: OcrOption = Ocr.AUTO,
    password: PasswordOption = None,
    no_text: NoTextOption = False,
    limit: LimitOption = None,
    log_json: LogOption = False,
    quiet: QuietOption = False,
) -> None:
    """Convert what arrives in folders, until interrupted."""
    from ..batch.run import Again
    from ..commands.watch import watch_folders

    plan = Plan(out, _options(pdf_engine, ocr, password, limit, no_text), sink_names(to), jobs, Again(), state=state, engine=engine)
    progress = Progress(quiet=quiet, as_json=log_json)
    raise typer.Exit(_called(progress, lambda: watch_folders(folders, plan, progress, seconds=every)))


def _called(progress: Progress, command: Callable[[], Exit]) -> Exit:
    """The exit code of the command. Raises typer.BadParameter for a call that cannot mean anything."""
    try:
        return command()
    except MisuseError as exc:
        raise typer.BadParameter(str(exc), param_hint=exc.option) from exc
    except GongwenError as error:
        progress.broken_off(error)
        return Exit.FAILED


def _options(pdf_engine: PdfEngine, ocr: Ocr, password: str | None, limit: list[str] | None, no_text: bool) -> Options:
    from ..batch.work import Options

    how = reading(pdf_engine, ocr, password, limit)
    return Options(how.pdf_engine, how.ocr, how.password, not no_text, how.limits)
