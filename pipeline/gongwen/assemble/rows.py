"""Rows of task tables: number, group above, title, measures, and the cells that say who and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from ..model.body import CellSpan, Row, TableBlock
from ..model.outline import Span
from ..recognise.grammar import load
from ..recognise.numbering import marker_at, ordinal_value
from .names import compact, strip_marker, tidy, trim


@dataclass(slots=True)
class RowTask:
    """A task of a table before its contents are read."""

    number: str | None
    part: int
    path: tuple[str, ...]
    title: Span
    measures: Span | None  # the measures cell
    texts: tuple[Span, ...]  # cells in which times and targets may stand, title first
    units: tuple[tuple[str, Span], ...]  # (role of the column, cell)
    deadlines: tuple[Span, ...]
    span: Span
    stages: tuple[tuple[int, Span], ...] = ()  # (column, cell) of the columns for stretches of time
    figures: tuple[Span, ...] = ()  # cells of target columns
    groups: tuple[Span, ...] = ()  # the cells of the group rows above, outermost first, as in `path`


_SAID_AGAIN = ("units", "lead", "supporting", "deadline")


@cache
def _ditto() -> frozenset[str]:
    """What stands in a cell instead of the words of the cell above."""
    return frozenset(load("columns").words("ditto"))


@cache
def _totals() -> tuple[str, ...]:
    """Words that begin a row of sums."""
    return tuple(load("columns").words("totals"))


def is_task_table(table: TableBlock) -> bool:
    """A table that says what is to be done, and who does it or when or how."""
    roles = {column.role for column in table.columns}
    if "task" not in roles or "indicator" in roles or not table.rows:
        return False
    return bool(roles & {"units", "lead", "supporting", "deadline", "stage"}) or {"number", "measures"} <= roles


def read_rows(table: TableBlock, text: str) -> list[RowTask]:
    """The tasks of a task table, in order."""
    reader = _Reader(table, text)
    for row in table.rows:
        reader.read(row)
    return reader.tasks


class _Reader:
    def __init__(self, table: TableBlock, text: str) -> None:
        self.text = text
        self.columns = table.columns
        self.tasks: list[RowTask] = []
        self.groups: tuple[str, ...] = ()
        self.group_cells: tuple[CellSpan, ...] = ()
        self.families: tuple[str | None, ...] = ()  # of the markers that the open groups begin with
        self.last_number: CellSpan | None = None
        self.parts: dict[str | None, int] = {}
        told = [cell for row in table.rows if len({c for c in row.cells if c[1] > c[0]}) > 2 for cell in self._cells(row, "number")]
        self.numbers_of_tasks = set(told)
        self.families_of_tasks = {_family(text[slice(*cell)]) for cell in told}
        self.last_title: Span | None = None
        self.said: dict[int, CellSpan] = {}  # what each column of bodies or times said last

    def read(self, row: Row) -> None:
        head = next((cell for cell in row.cells if cell[1] > cell[0]), None)
        if head is None or compact(self.text[slice(*head)]).startswith(_totals()):
            return
        row = self._as_above(row)
        if row.group or self._spans_columns(row) or self._alone(row):
            self._group(tidy(self.text[slice(*trim(self.text, *head))]), head)
            return
        task = self._cell(row, "task")
        measures = self._cell(row, "measures")
        if task is not None and self._heads_rows(row):
            number, title = self._cell(row, "number"), tidy(self.text[slice(*task)])
            self._group(compact(self.text[slice(*number)]).rstrip("、.．") + "、" + title if number else title, task)
            return
        if task is not None or measures is not None:
            self._add(row, task, measures)

    def _as_above(self, row: Row) -> Row:
        """同上 in a cell of bodies or times stands for what the column said last."""
        cells, own = list(row.cells), list(row.own)
        for i, column in enumerate(self.columns):
            if column.role not in _SAID_AGAIN:
                continue
            if compact(self.text[slice(*cells[i])]).rstrip("。") not in _ditto():
                self.said[i] = cells[i]
            elif i in self.said:
                cells[i], own[i] = self.said[i], False
        return replace(row, cells=tuple(cells), own=tuple(own))

    def _group(self, heading: str, cell: CellSpan) -> None:
        """A group closes those of its own family and what stands under them; one of another family stands below."""
        marker = marker_at(heading, 0)
        family = marker.family if marker is not None else None
        keep = self.families.index(family) if family in self.families else len(self.families) if family is not None else 0
        self.groups = (*self.groups[:keep], heading)
        self.families = (*self.families[:keep], family)
        self.group_cells = (*self.group_cells[:keep], cell)

    def _alone(self, row: Row) -> bool:
        """Words in the number column and nothing beside them."""
        number = self._cell(row, "number")
        filled = {cell for cell in row.cells if cell[1] > cell[0]}
        return number is not None and len(filled) == 1 and number[1] - number[0] > 4

    def _heads_rows(self, row: Row) -> bool:
        """Only number and task are filled, and the number is of another kind than those of the rows that say more."""
        number = self._cell(row, "number")
        if number is None or number in self.numbers_of_tasks or len({cell for cell in row.cells if cell[1] > cell[0]}) > 2:
            return False
        return bool(self.numbers_of_tasks) and _family(self.text[slice(*number)]) not in self.families_of_tasks

    def _spans_columns(self, row: Row) -> bool:
        """One cell over number and task: it heads the rows below, whatever figures stand beside it."""
        cells = {column.role: cell for column, cell in zip(self.columns, row.cells, strict=True)}
        number, task = cells.get("number"), cells.get("task")
        return number is not None and number == task and number[1] > number[0]

    def _cells(self, row: Row, role: str) -> list[CellSpan]:
        cells = []
        for column, cell in zip(self.columns, row.cells, strict=True):
            span = trim(self.text, *cell, "")
            if column.role == role and span[1] > span[0] and span not in cells:
                cells.append(span)
        return cells

    def _cell(self, row: Row, role: str) -> CellSpan | None:
        cells = self._cells(row, role)
        return cells[0] if cells else None

    def _add(self, row: Row, task: Span | None, measures: Span | None) -> None:
        title = task or measures
        assert title is not None
        if task is None:
            measures = None
        number, begin = self._number(row, title)
        title = trim(self.text, begin, title[1])
        key = number
        repeated = self._repeats(row, number, task)
        self.parts[key] = self.parts.get(key, 0) + 1 if repeated else 1
        self.last_title = title
        texts = [title, *([measures] if measures else []), *self._cells(row, "target")]
        texts += [span for span in self._cells(row, "measures")[1:] if span not in texts]
        if task is not None and repeated and len(texts) > 1:
            texts = [t for t in texts if t != title] if self._held(row, "task") else texts
        own = [cell for cell, mine in zip(row.cells, row.own, strict=True) if mine and cell[1] > cell[0]] or list(row.cells)
        self.tasks.append(
            RowTask(
                number=number,
                part=self.parts[key],
                path=self._path(row),
                title=title,
                measures=measures,
                texts=tuple(texts),
                units=tuple((role, cell) for role in ("lead", "units", "supporting") for cell in self._cells(row, role)),
                deadlines=tuple(self._cells(row, "deadline")),
                span=(min(c[0] for c in own), max(c[1] for c in own)),
                stages=tuple((i, trim(self.text, *cell, "")) for i, cell in enumerate(row.cells) if self.columns[i].role == "stage"),
                figures=tuple(self._cells(row, "target")),
                groups=self.group_cells,
            )
        )

    def _number(self, row: Row, title: Span) -> tuple[str | None, int]:
        """The row's number and where the words of its title begin."""
        has_column = any(column.role == "number" for column in self.columns)
        cell = self._cell(row, "number")
        if cell is not None:
            self.last_number = cell
            digits = _digits(self.text[slice(*cell)])
            marker, begin = strip_marker(self.text, *title)
            same = marker is not None and digits == str(marker.ordinal)
            return digits, begin if same else title[0]
        if has_column and self.last_number is not None:
            return _digits(self.text[slice(*self.last_number)]), title[0]
        marker, begin = strip_marker(self.text, *title)
        return (str(marker.ordinal), begin) if marker is not None else (None, title[0])

    def _repeats(self, row: Row, number: str | None, task: Span | None) -> bool:
        """A further row under one number, or under one merged task cell."""
        if not self.tasks:
            return False
        if self._held(row, "number") or (number is not None and self._cell(row, "number") is None and self._has("number")):
            return number == self.tasks[-1].number
        return task is not None and self._held(row, "task") and number == self.tasks[-1].number

    def _has(self, role: str) -> bool:
        return any(column.role == role for column in self.columns)

    def _held(self, row: Row, role: str) -> bool:
        """Is the cell of this role carried down from the row above?"""
        return any(c.role == role and not mine for c, mine in zip(self.columns, row.own, strict=True))

    def _path(self, row: Row) -> tuple[str, ...]:
        groups = [tidy(self.text[slice(*trim(self.text, *cell))]) for cell in self._cells(row, "group")]
        return (*self.groups, *groups)


def _family(number: str) -> str:
    """The form of a number, its numerals told by their kind: 一 is of another kind than 1, （一） than 一."""
    kinds = ["9" if c.isdecimal() else "一" if c in "一二三四五六七八九十百" else c for c in compact(number)]
    return "".join(kind for i, kind in enumerate(kinds) if i == 0 or kind != kinds[i - 1])


def _digits(printed: str) -> str | None:
    """The number of a row in Arabic digits; other labels as printed."""
    bare = compact(printed).strip("()（）.．、[]【】〔〕")
    if not bare:
        return None
    if bare.isdecimal():
        return str(int(bare))
    value = ordinal_value(bare) if all(c in "〇零一二三四五六七八九十百①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳" for c in bare) else 0
    return str(value) if value else bare
