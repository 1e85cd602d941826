"""Tables, indexes, comments and views as SQL, for the three dialects that records are kept in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .tables import TABLES, Column, Table, Type

VERSION = 1  # of the tables and views; raised with each change of them
# What brings a database from the version before to this one, so that a new gongwen goes on with an old database.
MIGRATIONS: dict[int, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database writes its types, its placeholder, and whether it has arrays and comments."""

    name: str
    types: dict[Type, str]
    placeholder: str
    arrays: bool
    comments: bool
    foreign_keys: bool


SQLITE = Dialect(
    "sqlite",
    {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT", "list": "TEXT"},
    "?",
    arrays=False,
    comments=False,
    foreign_keys=True,
)
DUCKDB = Dialect(
    "duckdb",
    {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "list": "VARCHAR[]"},
    "?",
    arrays=True,
    comments=True,
    foreign_keys=False,  # DuckDB checks them row by row and refuses to replace a parent within one transaction
)
POSTGRES = Dialect(
    "postgres",
    {"text": "text", "integer": "bigint", "number": "double precision", "boolean": "boolean", "date": "date", "list": "text[]"},
    "%s",
    arrays=True,
    comments=True,
    foreign_keys=True,
)


def create_statements(dialect: Dialect) -> Iterator[str]:
    """What makes all tables, comments and views; views are made anew, last those that others are made of."""
    for name in reversed(views(dialect)):
        yield f"DROP VIEW IF EXISTS {name}"
    for table in TABLES:
        yield _create(table, dialect)
        if dialect.comments:
            yield f"COMMENT ON TABLE {table.name} IS {_literal(table.comment)}"
            for column in table.columns:
                yield f"COMMENT ON COLUMN {table.name}.{_name(column.name)} IS {_literal(column.comment)}"
    for name, (comment, query) in views(dialect).items():
        yield f"CREATE VIEW {name} AS {query}"
        if dialect.comments:
            yield f"COMMENT ON VIEW {name} IS {_literal(comment)}"


def insert_statement(table: Table, dialect: Dialect) -> str:
    """One row into the table, its columns in order."""
    names = ", ".join(map(_name, table.names))
    marks = ", ".join([dialect.placeholder] * len(table.columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names are our own


def copy_statement(table: Table) -> str:
    """Rows into the table from the client, in PostgreSQL's fast way."""
    return f"COPY {table.name} ({', '.join(map(_name, table.names))}) FROM STDIN"


def views(dialect: Dialect) -> dict[str, tuple[str, str]]:
    """The questions people ask, by name: what it answers, and the query."""
    today, quarter_end = _today(dialect), _quarter_end(dialect)
    return {
        "due": (
            "Tasks by the day they are due, with who leads. 任务时限。",
            "SELECT d.end_date, n.title AS notice, t.task_number, t.title, d.raw AS deadline, a.unit_name AS lead, t.notice_id, t.task_id"
            " FROM deadlines d JOIN tasks t ON t.notice_id = d.notice_id AND t.task_id = d.owner_id AND d.owner = 'task'"
            " JOIN notices n ON n.notice_id = t.notice_id"
            " LEFT JOIN (SELECT u.notice_id, u.owner_id, MIN(u.position) AS first_lead FROM assignments u"
            " WHERE u.owner = 'task' AND u.role = 'lead' GROUP BY u.notice_id, u.owner_id) f"
            " ON f.notice_id = t.notice_id AND f.owner_id = t.task_id"
            " LEFT JOIN assignments a"
            " ON a.notice_id = f.notice_id AND a.owner = 'task' AND a.owner_id = f.owner_id AND a.position = f.first_lead"
            " WHERE d.end_date IS NOT NULL",
        ),
        "due_this_quarter": (
            "What is due from today to the end of the quarter. 本季度到期任务。",
            f"SELECT * FROM due WHERE end_date >= {today} AND end_date <= {quarter_end}",  # noqa: S608 - our own expressions
        ),
        "load_by_unit": (
            "Who carries most: tasks of each body by role. 各单位承担任务数。",
            "SELECT unit_name, COUNT(DISTINCT notice_id || '#' || owner_id) AS tasks,"
            " SUM(CASE WHEN role = 'lead' THEN 1 ELSE 0 END) AS leads,"
            " SUM(CASE WHEN role = 'supporting' THEN 1 ELSE 0 END) AS supports"
            " FROM assignments WHERE owner = 'task' GROUP BY unit_name",
        ),
        "targets_by_metric": (
            "Targets and figures of indicators by metric and year. 分年度目标值。",
            "SELECT x.metric, COALESCE(CAST(SUBSTR(CAST(x.by_date AS VARCHAR(10)), 1, 4) AS INTEGER), n.year) AS year,"  # noqa: S608 - our own names
            " x.mode, x.comparator, x.value, x.unit, n.title AS notice, x.notice_id"
            " FROM targets x JOIN notices n ON n.notice_id = x.notice_id"
            " UNION ALL SELECT i.name, n.year, i.mode, i.comparator, i.value, i.unit, n.title, i.notice_id"
            " FROM indicators i JOIN notices n ON n.notice_id = i.notice_id WHERE i.role = 'goal' AND i.period IS NULL"
            " UNION ALL SELECT i.name, CAST(i.period AS INTEGER), i.mode, i.comparator, i.value, i.unit, n.title, i.notice_id"
            f" FROM indicators i JOIN notices n ON n.notice_id = i.notice_id WHERE i.role = 'goal' AND {_is_year(dialect, 'i.period')}",
        ),
    }


def _create(table: Table, dialect: Dialect) -> str:
    lines = [_definition(column, dialect) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(map(_name, table.key))})")
    if dialect.foreign_keys and table.parent is not None:
        parent = next(t for t in TABLES if t.name == table.parent)
        keys = ", ".join(map(_name, parent.key))
        lines.append(f"FOREIGN KEY ({keys}) REFERENCES {parent.name} ({keys}) ON DELETE CASCADE")
    return f"CREATE TABLE IF NOT EXISTS {table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def _definition(column: Column, dialect: Dialect) -> str:
    return f"{_name(column.name)} {dialect.types[column.type]}{' NOT NULL' if column.required else ''}"


def _name(name: str) -> str:
    return f'"{name}"' if name in ("start", "end", "offset", "position") else name


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _today(dialect: Dialect) -> str:
    return "date('now', 'localtime')" if dialect is SQLITE else "CURRENT_DATE"


def _quarter_end(dialect: Dialect) -> str:
    if dialect is SQLITE:
        months = "((strftime('%m', 'now', 'localtime') + 2) / 3) * 3"
        return f"date('now', 'localtime', 'start of year', '+' || ({months}) || ' months', '-1 day')"
    return "CAST(date_trunc('quarter', CURRENT_DATE) + INTERVAL '3 months' - INTERVAL '1 day' AS DATE)"


def _is_year(dialect: Dialect, column: str) -> str:
    if dialect is SQLITE:
        return f"{column} GLOB '[12][0-9][0-9][0-9]'"
    if dialect is DUCKDB:
        return f"regexp_full_match({column}, '[12][0-9]{{3}}')"
    return f"{column} ~ '^[12][0-9]{{3}}$'"
