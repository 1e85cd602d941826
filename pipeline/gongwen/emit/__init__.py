"""Records to what other systems read. Sinks only ever see records; one definition of the tables serves them all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .base import Sink, Sinks

PLACES = {  # sinks by name, and where each writes under the folder of results; None: the folder itself
    "json": "records",
    "jsonl": None,
    "csv": "csv",
    "xlsx": "ledger.xlsx",
    "parquet": "parquet",
    "sqlite": "gongwen.sqlite",
    "duckdb": "gongwen.duckdb",
}
SERVERS = ("postgresql://", "postgres://")


def open_sinks(names: Sequence[str], folder: Path) -> Sinks:
    """Open sinks by name (`PLACES`) or by the URL of a PostgreSQL database.

    Raises:
        ValueError: no sink has that name.
        GongwenError: output_unwritable, dependency_missing.
    """
    for name in names:
        if name not in PLACES and not name.startswith(SERVERS):
            raise ValueError(f"no sink {name!r}; there are {', '.join(PLACES)} and postgresql://…")
    opened = Sinks(())
    try:
        for name in dict.fromkeys(names):
            opened.append(_open(name, folder))
    except BaseException:
        opened.abandon()
        raise
    return opened


def _open(name: str, folder: Path) -> Sink:
    if name.startswith(SERVERS):
        from .databases import PostgresSink

        return PostgresSink(name)
    place = PLACES[name]
    path = folder if place is None else folder / place
    if name == "json":
        from .json import JsonSink

        return JsonSink(path)
    if name == "jsonl":
        from .jsonl import JsonLinesSink

        return JsonLinesSink(path)
    if name == "csv":
        from .csv import CsvSink

        return CsvSink(path)
    if name == "xlsx":
        from .workbook import WorkbookSink

        return WorkbookSink(path)
    if name == "parquet":
        from .parquet import ParquetSink

        return ParquetSink(path)
    from .databases import DuckDbSink, SqliteSink

    return SqliteSink(path) if name == "sqlite" else DuckDbSink(path)


__all__ = ["PLACES", "SERVERS", "Sink", "Sinks", "open_sinks"]
