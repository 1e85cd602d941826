"""Databases that keep records: SQLite and DuckDB in a file, PostgreSQL on a server. A notice is replaced as a whole, in one transaction."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import Code, GongwenError
from ..records import Notice
from . import sql
from .base import needs
from .files import unwritable
from .rows import Row, rows_of
from .tables import TABLES, Table

_BATCH = 200  # notices that DuckDB is given at once
_VERSION_TABLE = "gongwen_version"
_NOT_OPENED = "No notice was written: the database could not be opened or made ready."
_NOT_THIS_ONE = "Nothing of this notice was written; those before it are kept."


class SqliteSink:
    """Keeps records in a SQLite file."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None)
            with _closed_on_error(self._connection):
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._connection.execute("PRAGMA journal_mode = WAL")
                _prepare(self._connection.execute, sql.SQLITE, str(path))
        except (OSError, sqlite3.Error) as exc:
            raise _failed(str(path), exc, _NOT_OPENED) from exc
        self._inserts = {table.name: sql.insert_statement(table, sql.SQLITE) for table in TABLES}
        self._path = path

    def add(self, notice: Notice) -> None:
        run = self._connection.execute
        try:
            run("BEGIN IMMEDIATE")
            run("DELETE FROM notices WHERE notice_id = ?", (notice.id,))
            for name, rows in rows_of(notice).items():
                self._connection.executemany(self._inserts[name], (tuple(map(_plain, row)) for row in rows))
            run("COMMIT")
        except sqlite3.Error as exc:
            if self._connection.in_transaction:
                run("ROLLBACK")
            raise _failed(str(self._path), exc, _NOT_THIS_ONE) from exc

    def close(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    def abandon(self) -> None:
        self._connection.close()


class DuckDbSink:
    """Keeps records in a DuckDB file; notices are put in by the hundred, since a column store is slow row by row."""

    def __init__(self, path: Path) -> None:
        try:
            import duckdb
            import pyarrow  # noqa: F401 - is it there?
        except ImportError as exc:
            raise needs("duckdb and pyarrow", "duckdb", "duckdb") from exc
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = duckdb.connect(str(path))
            with _closed_on_error(self._connection):
                _prepare(self._connection.execute, sql.DUCKDB, str(path))
        except (OSError, duckdb.Error) as exc:
            raise _failed(str(path), exc, _NOT_OPENED) from exc
        self._path, self._error = path, duckdb.Error
        self._held: dict[str, Notice] = {}

    def add(self, notice: Notice) -> None:
        self._held[notice.id] = notice
        if len(self._held) >= _BATCH:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._connection.close()

    def abandon(self) -> None:
        with contextlib.suppress(Exception):  # what made the run give up is told, not this
            self._flush()
        self._connection.close()

    def _flush(self) -> None:
        from .parquet import arrow_table

        if not self._held:
            return
        rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        for notice in self._held.values():
            for name, found in rows_of(notice).items():
                rows[name] += found
        run = self._connection.execute
        try:
            run("BEGIN")
            for table in reversed(TABLES):
                run(f"DELETE FROM {table.name} WHERE notice_id IN (SELECT unnest(?))", [list(self._held)])  # noqa: S608 - our own names
            for table in TABLES:
                self._connection.register("given", arrow_table(table, rows[table.name]))
                run(f"INSERT INTO {table.name} SELECT * FROM given")  # noqa: S608 - our own names
                self._connection.unregister("given")
            run("COMMIT")
        except BaseException as exc:
            with contextlib.suppress(self._error):
                run("ROLLBACK")
            if not isinstance(exc, self._error):
                raise  # interrupted: what is held is written by `abandon`
            n_lost = len(self._held)
            self._held.clear()
            hint = f"Notices that were not written: the last {n_lost} given; those before them are kept."
            raise _failed(str(self._path), exc, hint) from exc
        self._held.clear()


class PostgresSink:
    """Keeps records in a PostgreSQL database, given by its URL; rows go in by COPY."""

    def __init__(self, url: str) -> None:
        try:
            import psycopg
        except ImportError as exc:
            raise needs("psycopg", "postgres", "postgresql") from exc
        self._error = psycopg.Error
        try:
            self._connection = psycopg.connect(url, autocommit=True)
            with _closed_on_error(self._connection), self._connection.transaction():
                self._connection.execute("SELECT pg_advisory_xact_lock(7265611)")  # two that begin at once make the tables once
                _prepare(self._connection.execute, sql.POSTGRES, "the database")
        except psycopg.Error as exc:
            raise _failed("PostgreSQL", exc, _NOT_OPENED) from exc

    def add(self, notice: Notice) -> None:
        rows = rows_of(notice)
        try:
            with self._connection.transaction(), self._connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (notice.id,))
                cursor.execute("DELETE FROM notices WHERE notice_id = %s", (notice.id,))
                for table in TABLES:
                    self._copy(cursor, table, rows[table.name])
        except self._error as exc:
            raise _failed("PostgreSQL", exc, _NOT_THIS_ONE) from exc

    def close(self) -> None:
        self._connection.close()

    def abandon(self) -> None:
        self._connection.close()

    def _copy(self, cursor: Any, table: Table, rows: Sequence[Row]) -> None:
        if not rows:
            return
        with cursor.copy(sql.copy_statement(table)) as copy:
            for row in rows:
                copy.write_row([list(v) if isinstance(v, tuple) else _no_nul(v) for v in row])


@contextlib.contextmanager
def _closed_on_error(connection: Any) -> Iterator[None]:
    """A connection that cannot be made ready holds no lock and no place on the server."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _prepare(run: Any, dialect: sql.Dialect, where: str) -> None:
    """Make or migrate the tables. Raises GongwenError where a newer gongwen made them."""
    run(f"CREATE TABLE IF NOT EXISTS {_VERSION_TABLE} (version INTEGER NOT NULL)")
    found = run(f"SELECT max(version) FROM {_VERSION_TABLE}").fetchone()[0]  # noqa: S608 - our own name
    if found is not None and found > sql.VERSION:
        message = f"{where} has tables of version {found}, this gongwen knows {sql.VERSION}"
        raise GongwenError(Code.OUTPUT_UNWRITABLE, message, hint="Use the newer gongwen, or another database.")
    if found == sql.VERSION:
        return
    for step in range((found or sql.VERSION) + 1, sql.VERSION + 1):
        for statement in sql.MIGRATIONS[step]:
            run(statement)
    for statement in sql.create_statements(dialect):
        run(statement)
    run(f"INSERT INTO {_VERSION_TABLE} VALUES ({sql.VERSION})")  # noqa: S608 - our own name and number


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value


def _no_nul(value: Any) -> Any:
    return value.replace("\x00", "") if isinstance(value, str) else value


def _failed(where: str, exc: Exception, hint: str) -> GongwenError:
    if isinstance(exc, OSError):
        return unwritable(Path(where), exc)
    said = next(iter(str(exc).strip().splitlines()), type(exc).__name__)
    return GongwenError(Code.OUTPUT_UNWRITABLE, f"{where}: {said}", hint=hint)
