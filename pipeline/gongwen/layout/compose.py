"""The canonical text: paragraphs and tables written out once, each stretch with the place where it was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import regex

from .. import clock
from ..model.body import CellSpan, Column, Paragraph, Piece, Row, TableBlock
from ..model.source import Line
from ..recognise.grammar import compile_fragment
from .columns import columns_of
from .flow import glue
from .grid import Grid, GridCell, is_group_row, paragraphs_of

_SEPARATOR = re.compile("[、，,；;（(]")
_LINES_OF_A_NAME = 4
_MOST_LINES = 40  # of a cell in which names over several lines are looked for
UNIT_ROLES = ("units", "lead", "supporting", "data_units")


class Composer:
    """Writes blocks one after the other; the only place where offsets are made."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at = 0
        self.pieces: list[Piece] = []

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def text(self) -> str:
        return "".join(self.parts)

    def _break(self) -> None:
        if self.at:
            self._put("\n")

    def lines(self, lines: Sequence[Line]) -> CellSpan:
        """Write lines as one paragraph."""
        start = self.at
        before = ""
        for line in lines:
            text = line.text.strip()
            if not text:
                continue
            if before:
                gap = glue(before, text)
                if gap:
                    self._put(gap)
            char_x = line.char_x if text == line.text else None
            self.pieces.append(Piece(self.at, self.at + len(text), line.page, line.box, char_x))
            self._put(text)
            before = text
        return start, self.at

    def paragraph(self, lines: Sequence[Line]) -> Paragraph:
        clock.check()
        self._break()
        start, end = self.lines(lines)
        first = lines[0]
        return Paragraph(start, end, first.style, first.indent, first.blank_before, len(lines))

    def table(self, grid: Grid) -> TableBlock:
        """Write a table row by row; a merged cell is written where it first comes, later rows point back to it."""
        clock.check()
        self._break()
        start = self.at
        columns = columns_of(grid)
        written: dict[int, CellSpan] = {}
        rows: list[Row] = []
        for r, row in enumerate(grid.rows):
            if r:
                self._put("\n")
            spans, own = self._row(row, columns, written)
            if r >= grid.n_header:
                rows.append(Row(tuple(spans), tuple(own), is_group_row(row)))
        return TableBlock(start, self.at, columns, tuple(rows), tuple(grid.pages))

    def _row(self, row: Sequence[GridCell], columns: Sequence[Column], written: dict[int, CellSpan]) -> tuple[list[CellSpan], list[bool]]:
        spans: list[CellSpan] = []
        own: list[bool] = []
        first = True
        for cell, column in zip(row, columns, strict=True):
            key = id(cell)
            if key in written:
                spans.append(written[key])
                own.append(any(cell is x for x in row[: len(spans) - 1]) and own[row.index(cell)])
                continue
            if not first:
                self._put("\t")
            first = False
            written[key] = self._cell(cell, column)
            spans.append(written[key])
            own.append(True)
        return spans, own

    def _cell(self, cell: GridCell, column: Column) -> CellSpan:
        start = self.at
        of_units = column.role in UNIT_ROLES
        paragraphs = paragraphs_of(cell)
        if column.role == "deadline":
            paragraphs = _times_whole(paragraphs)
        if of_units and any(len(lines) > 1 for lines in paragraphs):
            paragraphs = _names_apart(paragraphs)
        for i, lines in enumerate(paragraphs):
            if i:
                self._put("\n")
            self.lines(lines)
        return start, self.at


def _times_whole(paragraphs: list[list[Line]]) -> list[list[Line]]:
    """A narrow column breaks times anywhere (2024年 / 10月, 12月 / 底前): such lines are one."""
    out: list[list[Line]] = []
    for lines in paragraphs:
        if out and _time_cut().search(out[-1][-1].text.strip() + "\n" + lines[0].text.strip()) is not None:
            out[-1] = [*out[-1], *lines]
        else:
            out.append(lines)
    return out


@cache
def _time_cut() -> regex.Pattern[str]:
    return compile_fragment("columns", "{time_cut}")


def _names_apart(paragraphs: list[list[Line]]) -> list[list[Line]]:
    """In a narrow column of bodies a full line may still be a whole name: keep names on lines of their own."""
    from ..recognise.bodies import parse_body

    out: list[list[Line]] = []
    for lines in paragraphs:
        if len(lines) < 2:
            out.append(lines)
            continue
        whole = None if len(lines) > _MOST_LINES or _SEPARATOR.search("".join(x.text for x in lines)) else _all_whole(lines, parse_body)
        out += whole or _apart_where_both_whole(lines, parse_body)
    return out


def _apart_where_both_whole(lines: Sequence[Line], parse_body: object) -> list[list[Line]]:
    out: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if _whole(out[-1], parse_body) and _whole([line], parse_body):
            out.append([line])
        else:
            out[-1].append(line)
    return out


def _all_whole(lines: Sequence[Line], parse_body: object) -> list[list[Line]] | None:
    """The lines as names of several lines each, as many names as can be; None where some line belongs to no whole name."""
    best: list[list[list[Line]] | None] = [[], *([None] * len(lines))]
    for end in range(1, len(lines) + 1):
        for start in range(max(0, end - _LINES_OF_A_NAME), end):
            before, name, known = best[start], list(lines[start:end]), best[end]
            if before is not None and (known is None or len(before) >= len(known)) and _whole(name, parse_body):
                best[end] = [*before, name]
    return best[-1]


def _whole(lines: Sequence[Line], parse_body: object) -> bool:
    text = "".join(line.text.strip() for line in lines)
    if not text or text[-1] in "、，,；;":
        return False
    return callable(parse_body) and parse_body(text, 0, len(text)) is not None
