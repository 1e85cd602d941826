"""Columns for stretches of time (一季度 | 二季度, 2024年目标 | 2025年目标): what their cells say is due then; figures of a row's title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from ..model.body import TableBlock
from ..model.mentions import TargetMention
from ..model.outline import Span
from ..recognise.calendar import edtf
from ..recognise.grammar import compile_fragment, load
from ..recognise.points import cue
from ..recognise.targets import account
from .calendar import Calendar
from .deadlines import Deadline, column_deadlines
from .names import compact

_MAX_FIGURE = 24  # characters of a cell that holds nothing but a figure


@dataclass(frozen=True, slots=True)
class Stage:
    """A cell of such a column, and the words of time in the column's heading."""

    cell: Span
    when: Span


def stage_words(table: TableBlock, text: str) -> dict[int, Span]:
    """Where the headings of the stage columns say their time, by column; a heading that is not found as printed is left out."""
    end = min((cell[0] for row in table.rows[:1] for cell in row.cells), default=table.end)
    at, found = table.start, dict[int, Span]()
    for i, column in enumerate(table.columns):
        words = compile_fragment("columns", "{stage_when}").search(compact(column.header)) if column.role == "stage" else None
        hit = regex.search(r"\s*".join(map(regex.escape, words.group())), text, pos=at, endpos=end) if words is not None else None
        if hit is not None:
            found[i] = hit.span()
            at = hit.end()
    return found


def stage_deadlines(stage: Stage, text: str, calendar: Calendar) -> list[Deadline]:
    """When a cell is due: by the end of its stretch where it says something to be completed or reached, else during it."""
    said = text[slice(*stage.cell)]
    due = cue("begins").match(said) is None and (cue("completion").search(said) is not None or is_figure(said))
    found = column_deadlines(
        text,
        *stage.when,
        planning_year=calendar.planning_year,
        issued_on=calendar.issued_on,
        period=calendar.period,
        header="完成时限" if due else "",
        source="column",
    )
    if not due:
        return found
    # a span of months (1-3月) runs by itself; what is to be completed in it is due by its end
    return [replace(d, kind="by", begin=None, edtf=edtf("by", None, d.until)) if d.kind == "during" and d.until else d for d in found]


def is_figure(said: str) -> bool:
    """A cell with a figure and nothing beside it that says what is counted: 5万亩, ≥98%, 不低于20个."""
    bare = compact(said)
    return 0 < len(bare) <= _MAX_FIGURE and compile_fragment("columns", "{only_figure}").fullmatch(bare) is not None


def says_nothing(said: str) -> bool:
    return compact(said) in load("values").words("nothing")


def targets_by_title(text: str, cell: Span, title: str) -> list[TargetMention]:
    """The targets of a cell that holds a figure alone: the row's title says what is counted."""
    said = text[slice(*cell)]
    if not is_figure(said):
        return []
    shift = cell[0] - len(title)
    found = [t for t in account(title + said, 0, len(title) + len(said)).targets if t.end > len(title)]
    return [replace(t, start=max(t.start + shift, cell[0]), end=t.end + shift) for t in found]


def by_titles(text: str, cells: Sequence[Span], title: str) -> list[TargetMention]:
    """The targets of all such cells of a row, in order."""
    return [target for cell in cells for target in targets_by_title(text, cell, title)]
