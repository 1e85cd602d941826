"""Commands on records: export, schema."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..commands.run import emit
from .options import sink_names


def export(
    records: Annotated[
        list[str], typer.Argument(metavar="RECORDS...", help="Records (.json, .jsonl), folders of them, or - for standard input.")
    ],
    to: Annotated[
        list[str],
        typer.Option("--to", help="json, jsonl, csv, xlsx, parquet, sqlite, duckdb, or postgresql://…; several by commas or repeated."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")] = Path(),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary on standard error.")] = False,
) -> None:
    """Put records into workbooks, data sets and databases."""
    from ..commands.export import export_records

    try:
        code = export_records(records, sink_names(to), out, quiet=quiet)
    except ValueError as exc:
        raise typer.BadParameter(str(exc), param_hint="--to") from exc
    raise typer.Exit(code)


class SchemaOf(StrEnum):
    """Whose schema."""

    NOTICE = "notice"
    DIFF = "diff"


def schema(
    of: Annotated[SchemaOf, typer.Argument(metavar="[notice|diff]", help="Of the record of a notice, or of a diff.")] = SchemaOf.NOTICE,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write, instead of standard output.")] = None,
) -> None:
    """Print the JSON Schema of a record."""
    from ..commands.run import write_whole

    if of is SchemaOf.DIFF:
        from ..diff import schema_text
    else:
        from ..records import schema_text
    emit(schema_text()) if out is None else write_whole(out, schema_text())
