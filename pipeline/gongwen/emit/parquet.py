"""Parquet data sets: a folder a table, parted by the year that notices plan for (Hive style: tasks/year=2025/part-0.parquet)."""

from __future__ import annotations

import contextlib
import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..records import Notice
from .base import needs
from .files import partial, put_folder, unwritable
from .rows import Row, planning_year, rows_of
from .tables import TABLES, Table

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_BATCH = 20_000  # rows held before they are written


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, with its comments as metadata of the fields."""
    import pyarrow as pa

    types = {
        "text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(),
        "list": pa.list_(pa.string()),
    }  # fmt: skip
    fields = [pa.field(c.name, types[c.type], nullable=not c.required, metadata={"comment": c.comment}) for c in table.columns]
    return pa.schema(fields, metadata={"comment": table.comment})


def arrow_table(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Rows of a table as Arrow columns; ISO dates become dates."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    arrays = [
        pa.array(values, pa.string()).cast(pa.date32()) if column.type == "date" else pa.array(values, field.type)
        for column, field, values in zip(table.columns, schema, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


class ParquetSink:
    """Writes the data sets of all tables into a folder, which takes the place of one that is there when all is written."""

    def __init__(self, folder: Path) -> None:
        try:
            import pyarrow.parquet  # noqa: F401 - is it there?
        except ImportError as exc:
            raise needs("pyarrow", "parquet", "parquet") from exc
        self._folder, self._temporary = folder, partial(folder)
        self._held: dict[tuple[str, int | None], list[Row]] = defaultdict(list)
        self._n_held = 0
        self._writers: dict[tuple[str, int | None], pq.ParquetWriter] = {}
        try:
            if self._temporary.exists():
                shutil.rmtree(self._temporary)
            self._temporary.mkdir(parents=True)
        except OSError as exc:
            raise unwritable(folder, exc) from exc

    def add(self, notice: Notice) -> None:
        year = planning_year(notice)
        for name, rows in rows_of(notice).items():
            self._held[name, year] += rows
            self._n_held += len(rows)
        if self._n_held >= _BATCH:
            self._flush()

    def close(self) -> None:
        try:
            self._flush()
            for writer in self._writers.values():
                writer.close()
        except OSError as exc:
            raise unwritable(self._folder, exc) from exc
        put_folder(self._temporary, self._folder)

    def abandon(self) -> None:
        for writer in self._writers.values():
            with contextlib.suppress(OSError):
                writer.close()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def _flush(self) -> None:
        tables: dict[str, Any] = {table.name: table for table in TABLES}
        for (name, year), rows in self._held.items():
            table = tables[name]
            if rows:
                self._writer(table, year).write_table(arrow_table(_without_year(table), _rows_without_year(table, rows)))
        self._held.clear()
        self._n_held = 0

    def _writer(self, table: Table, year: int | None) -> pq.ParquetWriter:
        import pyarrow.parquet as pq

        key = (table.name, year)
        if key not in self._writers:
            folder = self._temporary / table.name / f"year={NO_YEAR if year is None else year}"
            folder.mkdir(parents=True, exist_ok=True)
            self._writers[key] = pq.ParquetWriter(folder / "part-0.parquet", arrow_schema(_without_year(table)), compression="zstd")
        return self._writers[key]


def _without_year(table: Table) -> Table:
    """The table as it stands in its files: the year is told by the folder, and may not stand there twice."""
    columns = tuple(c for c in table.columns if c.name != "year")
    return table if len(columns) == len(table.columns) else Table(table.name, table.comment, columns, table.key, table.parent)


def _rows_without_year(table: Table, rows: list[Row]) -> list[Row]:
    if "year" not in table.names:
        return rows
    at = table.names.index("year")
    return [(*row[:at], *row[at + 1 :]) for row in rows]
