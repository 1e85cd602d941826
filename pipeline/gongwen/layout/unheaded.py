"""The columns of a task table that has no heading row, told by what their cells hold: numbers, bodies, times, text.

A column is told only where most of its cells are of one kind; bodies or times must be proved, else the table stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from ..recognise.clauses import read_cell
from ..recognise.points import cue
from ..recognise.times import find_times
from .grid import Grid, GridCell, is_group_row

_NUMBER = re.compile(r"[（(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.．、]?")
_MOST = 0.7
_MIN_ROWS = 2


def roles_by_content(grid: Grid) -> list[str | None] | None:
    """The role of every column; None where no column of bodies or times beside one of text is proved."""
    rows = [row for row in grid.rows if not is_group_row(row)]
    if len(rows) < _MIN_ROWS or not 2 <= grid.n_cols <= 10:
        return None
    kinds = [_kind(_texts(rows, col)) for col in range(grid.n_cols)]
    text = [col for col, kind in enumerate(kinds) if kind == "text"]
    if not text or not {"units", "deadline"} & set(kinds):
        return None
    roles: list[str | None] = [None if kind == "text" else kind for kind in kinds]
    if len(text) > 1 and _mean(_texts(rows, text[0])) < 10 and _mean(_texts(rows, text[1])) > 10 and _merged(rows, text[0]):
        roles[text.pop(0)] = "group"
    roles[text[0]] = "task"
    for col in text[1:2]:
        roles[col] = "measures" if col < min(c for c, kind in enumerate(kinds) if kind in ("units", "deadline")) else None
    return roles


def _texts(rows: Sequence[Sequence[GridCell]], col: int) -> list[str]:
    return [row[col].text for row in rows if row[col].lines]


def _mean(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _merged(rows: Sequence[Sequence[GridCell]], col: int) -> bool:
    return any(below[col] is above[col] or not below[col].lines for above, below in pairwise(rows))


def _kind(texts: Sequence[str]) -> str | None:
    if len(texts) < _MIN_ROWS:
        return None
    if _share(texts, lambda t: _NUMBER.fullmatch("".join(t.split())) is not None) == 1:
        return "number"
    if _share(texts, _is_time) >= _MOST:
        return "deadline"
    if _share(texts, _names_bodies) >= _MOST:
        return "units"
    return "text" if _mean(texts) > 5 else None


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for t in texts if test(t)) / len(texts)


def _is_time(text: str) -> bool:
    bare = "".join(text.split())
    if len(bare) > 24:
        return False
    if cue("open_word").fullmatch(bare) is not None:
        return True
    found = find_times(bare, 0, len(bare))
    return sum(time.end - time.start for time in found) >= len(bare) * 0.6


def _names_bodies(text: str) -> bool:
    if len(text) > 200:
        return False
    read = read_cell(text, 0, len(text))
    return bool(read.units) and not read.unread and all(unit.category not in (None, "other") for unit in read.units)
