"""Tables of the canonical text cut back into their cells, so that marks inside a cell keep their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..records import Table

_MOST_COLUMNS = 40
_MOST_HEADING_LINES = 12

_How = Literal["own", "left", "above", "end"]


@dataclass(slots=True)
class Cell:
    """A cell as drawn: its stretch of the text, where it stands, and over how many rows and columns it reaches."""

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    def reach(self, row: int, column: int) -> None:
        """Be as large as to cover that place as well."""
        self.rows = max(self.rows, row - self.row + 1)
        self.columns = max(self.columns, column - self.column + 1)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the text: the words of its headings, where its first row begins, and the cells of each row."""

    start: int
    body: int
    end: int
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def grid_of(table: Table, text: str) -> Grid | None:
    """The cells of a table in the text; None where its rows do not account for every character of its place.

    In the text a merged cell stands once, where it first comes, while the record repeats it in every row: a cell that says
    the same as the one above or to the left, and is not in the text again, is one with it.
    """
    width = len(table.columns)
    start, end = table.span.start, min(table.span.end, len(text))
    if not table.rows or not 0 < width <= _MOST_COLUMNS or any(len(row) != width for row in table.rows):
        return None
    body = start
    for _ in range(_MOST_HEADING_LINES):
        rows = _rows(table.rows, text, body, end)
        if rows is not None:
            return Grid(start, body, end, tuple(column.header for column in table.columns), rows)
        body = text.find("\n", body, end) + 1
        if not body:
            return None
    return None


def _rows(rows: Sequence[tuple[str, ...]], text: str, at: int, end: int) -> tuple[tuple[Cell, ...], ...] | None:
    """The cells of all rows from `at` on, if they fill the text to `end` exactly."""
    drawn: list[tuple[Cell, ...]] = []
    standing: list[Cell] = []  # the cell that each column shows in the row above
    for r, row in enumerate(rows):
        if r:
            if text[at : at + 1] != "\n":
                return None
            at += 1
        places = _row(row, rows[r - 1] if r else None, text, at, end)
        if places is None:
            return None
        shown: list[Cell] = []
        own: list[Cell] = []
        for column, (begin, how) in enumerate(places[:-1]):
            if how == "own":
                own.append(Cell(begin, begin + len(row[column]), r, column))
                shown.append(own[-1])
            else:
                shown.append(shown[column - 1] if how == "left" else standing[column])
                shown[-1].reach(r, column)
        drawn.append(tuple(own))
        standing, at = shown, places[-1][0]
    return tuple(drawn) if at == end else None


def _row(row: tuple[str, ...], before: tuple[str, ...] | None, text: str, at: int, end: int) -> tuple[tuple[int, _How], ...] | None:
    """Where the cell of each column begins and how it comes there; the last item is the end of the row."""

    @cache
    def place(column: int, at: int, first: bool) -> tuple[tuple[int, _How], ...] | None:
        if column == len(row):
            return ((at, "end"),) if at == end or text[at] == "\n" else None
        cell = row[column]
        begin = at if first else at + 1
        after = begin + len(cell)
        here = (first or text[at : at + 1] == "\t") and after <= end and text.startswith(cell, begin)
        if here and (after == end or text[after] in "\t\n"):
            rest = place(column + 1, after, False)
            if rest is not None:
                return ((begin, "own"), *rest)
        merged: list[_How] = []
        if column and row[column - 1] == cell:
            merged.append("left")
        if before is not None and before[column] == cell:
            merged.append("above")
        for how in merged:
            rest = place(column + 1, at, first)
            if rest is not None:
                return ((at, how), *rest)
        return None

    return place(0, at, True)
