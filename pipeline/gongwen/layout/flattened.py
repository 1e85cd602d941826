"""Indicator tables that were flattened into one line of text, all cells run together.

A row is cut only where its figures can be cut in one way alone: as many as the heading has columns, none with a leading
zero, shares not over a hundred, growth that is the growth of the two figures before it, row numbers that count up. A row
that leaves a choice keeps its text in the cell of its name and has no values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from ..model.source import Cell, Line, Table, Wrap
from ..recognise.grammar import compile_fragment, expand
from ..recognise.numbering import marker_at
from .flat_figures import BLANKS, Value, holds, splits_of

MIN_LINE = 60  # characters; a shorter line holds no heading with three rows
_MAX_BODY = 8000  # characters
_MAX_NAME = 90
_MAX_RUN = 60
_MAX_DOUBTS = 40
_MAX_FIRST_DOUBTS = 6  # rows from the heading on of which none can be cut

_BRACKET = regex.compile(r"[（(][^（）()]{1,16}[）)]")


@dataclass(frozen=True, slots=True)
class Head:
    """The heading: spans of its words, in the order of the columns, and which columns are changes."""

    start: int
    end: int
    columns: tuple[tuple[int, int], ...]
    numbered: bool
    n_before: int  # columns before the figures
    changes: tuple[bool, ...]  # per column of figures
    nature: bool


@dataclass(slots=True)
class Row:
    """A row as spans of text; `values` None where the figures can be cut in more than one way."""

    number: tuple[int, int] | None
    name: tuple[int, int]
    values: list[Value] | None
    nature: tuple[int, int] | None
    group: tuple[int, int] | None = None


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(expand("tables", "{flat_cue}"))


@cache
def _run() -> regex.Pattern[str]:
    return compile_fragment("tables", "{flat_run}")


@cache
def _head_pattern() -> regex.Pattern[str]:
    return compile_fragment("tables", "{flat_head}")


@cache
def _figure_heading() -> regex.Pattern[str]:
    return compile_fragment("tables", "(?P<change>{flat_change})|{flat_year}")


@cache
def _note() -> regex.Pattern[str]:
    return compile_fragment("tables", "{note}")


@cache
def _nature() -> regex.Pattern[str]:
    return compile_fragment("tables", "{nature}")


@cache
def _unit() -> regex.Pattern[str]:
    return compile_fragment("values", "(?r)(?:{unit_name})")


def may_hold(text: str) -> bool:
    """Cheap: can the heading of a flattened table stand in this line?"""
    return len(text) >= MIN_LINE and _cue().search(text) is not None


def unflatten(line: Line) -> tuple[list[Line | Table], list[str]] | None:
    """The line cut into text and tables, and what could not be cut; None where no heading of a flattened table stands in it."""
    text = line.text
    out: list[Line | Table] = []
    doubts: list[str] = []
    done = 0
    found = False
    for hit in _head_pattern().finditer(text):
        if hit.start() < done:
            continue
        if len(doubts) > _MAX_DOUBTS:
            break
        head = _head(hit)
        rows, end = _rows(text, head)
        sure = [row for row in rows if row.values is not None]
        found = True
        if len(sure) < 3 or len(sure) < 0.6 * len(rows):
            doubts.append(" ".join("".join(text[a:b].split()) for a, b in head.columns))
            continue
        doubts += ["".join(text[slice(*row.name)].split()) for row in rows if row.values is None]
        if text[done : head.start].strip():
            out.append(_piece(line, done, head.start))
        out.append(_table(line, head, rows))
        done = end
    if not found:
        return None
    if text[done:].strip():
        out.append(_piece(line, done, len(text)))
    return out, doubts


# --- heading ----------------------------------------------------------------------------------------------------------


def _head(hit: regex.Match[str]) -> Head:
    columns = [hit.span(part) for part in ("number", "name", "unit") if hit.group(part)]
    before = len(columns)
    changes: list[bool] = []
    for figure in _figure_heading().finditer(hit.string, *hit.span("figures")):
        columns.append(figure.span())
        changes.append(figure.group("change") is not None)
    # the mark of a footnote stays with the heading before it
    ends = [*(c[0] for c in columns[1:]), hit.start("nature") if hit.group("nature") else hit.end("figures")]
    columns = [(a, max(b, end)) for (a, b), end in zip(columns, ends, strict=True)]
    if hit.group("nature"):
        columns.append(hit.span("nature"))
    return Head(hit.start(), hit.end(), tuple(columns), bool(hit.group("number")), before, tuple(changes), bool(hit.group("nature")))


# --- rows -------------------------------------------------------------------------------------------------------------


def _rows(text: str, head: Head) -> tuple[list[Row], int]:
    """The rows from the heading on and where they end."""
    stop = min(len(text), head.end + _MAX_BODY)
    note = _note().search(text, head.end, stop)
    stop = note.start() if note else stop
    rows: list[Row] = []
    at, count, marks = head.end, 0, 0
    number: tuple[int, int] | None = None
    if head.numbered:
        first = _expected(text, at, stop, 1)
        if first is None:
            return [], head.end
        number, count, at = first, 1, first[1]
    for start, end in _runs(text, at, stop):
        if start < at:
            continue
        start, end = _unit_sign(text, start, end) if head.n_before > 1 + head.numbered else (start, end)
        name = _trim(text, at, start)
        if name[1] - name[0] > _MAX_NAME or "。" in text[slice(*name)]:
            break
        nature = _nature().match(text, _skip(text, end), stop) if head.nature else None
        following_number = f"{count + 1}" if head.numbered else f"{marks + 1}."
        cut = _cut(text, (start, end), head, text[slice(*name)], None if nature else following_number)
        if cut is None or name[0] == name[1]:
            continue
        values, begin, over, following = cut
        row = Row(number, _trim(text, at, begin), values, nature.span() if nature else None)
        if not head.numbered:
            marks = _off_group(text, row, marks)
        rows.append(row)
        if len(rows) == _MAX_FIRST_DOUBTS and all(r.values is None for r in rows):
            return rows, head.end
        at = nature.end() if nature else over
        if head.numbered:
            number = _expected(text, at, stop, count + 1) if nature else following
            count += number is not None
            at = number[1] if number else at
    return rows, at


def _runs(text: str, at: int, stop: int) -> Iterator[tuple[int, int]]:
    """Stretches of figures and their signs, none of them inside a short bracket of words."""
    brackets = [b.span() for b in _BRACKET.finditer(text, at, stop)]
    for run in _run().finditer(text, at, stop):
        start, end = run.span()
        inside = next((b for b in brackets if b[0] < start < b[1]), None)
        if inside is not None:
            start = inside[1]
        if end - start <= _MAX_RUN and any(not c.isspace() for c in text[start:end]):
            yield start, end


def _unit_sign(text: str, start: int, end: int) -> tuple[int, int]:
    """A sign in front of the figures is the unit that had a column of its own."""
    return (start + 1 if text[start] in "%％‰" else start), end


def _cut(
    text: str, run: tuple[int, int], head: Head, name: str, next_number: str | None
) -> tuple[list[Value] | None, int, int, tuple[int, int] | None] | None:
    """(values, where they begin, where the row ends, the next row's number); None where the run is no row's figures.

    Digits in front may be the mark of a footnote behind the name: tried only where nothing else fits.
    """
    start, end = run
    for skip in range(3):
        if skip and not text[start : start + skip].isdigit():
            break
        ways = splits_of(text, start + skip, end, head.changes, next_number)
        if ways is None:
            return None
        splits = [s for s in ways if holds(s[0], head.changes, name)]
        if len(splits) == 1:
            values, number = splits[0]
            return values, start + skip, values[-1].end, number
        if splits:
            over = max(s[0][-1].end for s in splits)
            numbers = {s[1] for s in splits}
            return None, over, over, numbers.pop() if len(numbers) == 1 else None
    return None


def _off_group(text: str, row: Row, marks: int) -> int:
    """What stands before the marker of the next group is a heading over rows; gives the groups counted so far."""
    start, end = row.name
    for i in range(start, end):
        if not text[i].isdigit() or (i > start and text[i - 1].isdigit()):
            continue
        marker = marker_at(text, i, end)
        if marker is not None and marker.ordinal == marks + 1 and text[marker.end - 1] in ".．、":
            if i > start:
                row.group = _trim(text, start, i)
                row.name = (i, end)
            return marks + 1
    return marks


# --- helpers ----------------------------------------------------------------------------------------------------------


def _expected(text: str, at: int, stop: int, number: int) -> tuple[int, int] | None:
    begin = _skip(text, at)
    end = begin + len(str(number))
    return (begin, end) if text[begin:end] == str(number) and not text[end : end + 1].isdigit() and end < stop else None


def _skip(text: str, at: int) -> int:
    hit = BLANKS.match(text, at)
    return hit.end() if hit else at


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _unit_apart(text: str, name: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """The name and, behind it, the unit that had a column of its own."""
    hit = _unit().match(text, *name)
    if hit is None or hit.start() <= name[0]:
        return name, None
    return _trim(text, name[0], hit.start()), hit.span()


def _piece(line: Line, start: int, end: int) -> Line:
    """A stretch of the line as a line of its own."""
    char_x = line.char_x[start : end + 1] if line.char_x else None
    return replace(line, text=line.text[start:end], wrap=Wrap.PARAGRAPH, char_x=char_x, blank_before=line.blank_before and start == 0)


def _table(line: Line, head: Head, rows: Sequence[Row]) -> Table:
    n_cols = len(head.columns)
    cells = [Cell(0, c, (_piece(line, *span),), header=True, page=line.page) for c, span in enumerate(head.columns)]
    r = 1
    for row in rows:
        if row.group is not None:
            cells.append(Cell(r, 0, (_piece(line, *row.group),), colspan=n_cols, page=line.page))
            r += 1
        spans: list[tuple[int, int] | None] = [None] * n_cols
        if head.numbered:
            spans[0] = row.number
        name, unit = _unit_apart(line.text, row.name) if head.n_before > 1 + head.numbered else (row.name, None)
        spans[int(head.numbered)] = name
        if unit is not None:
            spans[head.n_before - 1] = unit
        for i, value in enumerate(row.values or ()):
            spans[head.n_before + i] = _trim(line.text, value.start, value.end)
        if head.nature:
            spans[-1] = row.nature
        cells += [Cell(r, c, (_piece(line, *s),), page=line.page) for c, s in enumerate(spans) if s is not None and s[1] > s[0]]
        r += 1
    return Table(r, n_cols, tuple(cells), page=line.page, ruled=False)
