"""Tables that came down to one cell per line: the heading words, the running numbers and the kinds of cells prove the grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, pairwise

import regex

from ..model.source import Cell, Line, Table, Wrap
from ..recognise.grammar import compile_fragment
from .cell_kinds import ColumnKind, Words, heading_cost
from .columns import INDICATOR_ROLES, TASK_ROLES, YEAR, heading_role, heading_words, is_heading_word
from .row_search import Reading, left_over, search

_HEAD = 12  # characters of a heading word that may open a table
_MAX_HEAD = 26  # lines of a heading
_MAX_COLUMNS = 12
_TRIAL = 80  # lines on which the numbers of columns that come into question are compared
_ODD_COLUMN = 5.0  # the cost of a column that no row fills, or of groups on the wrong side
_EVEN = 3.0  # what speaks for as many columns as there are lines from one running number to the next
_MAX_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Head:
    """A way to read the heading: `columns` as line indices counted from its first line; `upper` a heading over several of them."""

    columns: tuple[tuple[int, ...], ...]
    n_lines: int
    cost: float
    upper: tuple[int, int, int] | None = None  # (line, first column, last column)


@dataclass(frozen=True, slots=True)
class Found:
    """A table in place of `n_lines` lines, or None with the heading words that nothing proved.

    `doubts` are rows whose figures can be shared out in more than one way: they stand with the words of the row.
    """

    table: Table | None
    n_lines: int
    heading: str
    doubts: tuple[str, ...] = ()


@cache
def _under() -> regex.Pattern[str]:
    return compile_fragment("tables", "{under}")


def may_begin(text: str) -> bool:
    """Cheap: can this line be the first heading word of a table?"""
    return 1 < len(text) <= _HEAD and "".join(text.split()) in heading_words()


def find_cell_lines(lines: Sequence[Line], at: int) -> Found | None:
    """The table whose heading begins at lines[at]; None where no heading of a table stands there."""
    words = [Words(line.text) for line in lines[at : at + _MAX_HEAD + 6]]
    heads = _heads(words)
    if not heads:
        return None
    room: list[Words] = []
    whole = _extend(room, lines[at : at + _MAX_HEAD + _TRIAL])
    chosen = _choose(heads, words, room)
    title = " ".join(w.bare for w in words[: heads[0].n_lines])
    unproved = Found(None, max(1, _run_of_headings(words)), title)
    if chosen is None:
        return unproved
    head, columns, reading = chosen
    while not whole and reading.n_lines + _TRIAL // 2 > len(room) and len(room) < _MAX_LINES:
        whole = _extend(room, lines[at + len(room) : at + 4 * len(room)])
        reading = search(room[head.n_lines :], columns) or reading
    if not _proved(reading, room[head.n_lines :], columns):
        return unproved
    below = room[head.n_lines :]
    doubts = [row for row in reading.rows if len(row) == len(columns) and _shared_out(row, below, columns)]
    for row in doubts:
        _take_figures_back(row, columns)
    body = lines[at + head.n_lines : at + head.n_lines + reading.n_lines]
    table = _table(lines[at : at + head.n_lines], head, body, reading, columns)
    said = tuple(" ".join(below[i].bare for cell in row for i in cell) for row in doubts)
    return Found(table, head.n_lines + reading.n_lines, title, said)


def _extend(room: list[Words], lines: Sequence[Line]) -> bool:
    """Add lines to those in which the table must end; True where its end is certain to be among them."""
    for line in lines:
        if room and _under().match(line.text):
            return True
        room.append(Words(line.text))
    return not lines


def _choose(heads: Sequence[Head], words: Sequence[Words], room: Sequence[Words]) -> tuple[Head, list[ColumnKind], Reading] | None:
    """The way to read the heading under which the lines below it are read best, and how they are read."""
    distance = _distance(room[heads[0].n_lines :])
    best: tuple[float, Head, list[ColumnKind], Reading] | None = None
    for head in heads:
        columns = _kinds(head, words)
        trial = search(room[head.n_lines :], columns)
        if trial is None:
            continue
        odd = _odd_columns(trial, columns)
        if head is heads[0] and not odd and _regular(trial, columns):
            return head, columns, trial
        cost = trial.cost + head.cost + _ODD_COLUMN * odd - _EVEN * (len(columns) == distance)
        if best is None or cost < best[0]:
            best = (cost, head, columns, trial)
    return None if best is None else best[1:]


def _regular(reading: Reading, columns: Sequence[ColumnKind]) -> bool:
    """Every row has a line for each column, and more than one only where text may have them: no other reading is sought."""
    rows = [row for row in reading.rows if len(row) == len(columns)]
    full = sum(1 for row in rows if all(len(cell) == 1 or (cell and c.long) or c.may_lack for cell, c in zip(row, columns, strict=True)))
    return len(rows) >= 3 and full >= 0.9 * len(rows) and reading.cost <= -1.5 * len(rows)


def _kinds(head: Head, words: Sequence[Words]) -> list[ColumnKind]:
    columns = [ColumnKind("".join(words[i].bare for i in col)) for col in head.columns]
    number = next((c for c, column in enumerate(columns) if column.number), None)
    for column in columns[:number] if number else ():
        column.hold()  # what stands before the number stands over several rows
    if number is None:
        named = next((column for column in columns if column.named), None)
        if named is not None:
            named.counted = True
    years = sorted({y.group(1) for column in columns if column.figures and (y := YEAR.search(column.header))})
    for column in columns:
        column.past = column.past or (len(years) > 1 and column.figures and years[0] in column.header)
    return columns


def _distance(words: Sequence[Words]) -> int | None:
    """How many lines most often lie between one running number and the next; None if that is no rule."""
    gaps: Counter[int] = Counter()
    wanted, last = 1, None
    for i, w in enumerate(words):
        if w.number == wanted:
            if last is not None:
                gaps[i - last] += 1
            wanted, last = wanted + 1, i
    if not gaps:
        return None
    gap, n = gaps.most_common(1)[0]
    return gap if n >= 2 and n > gaps.total() * 0.5 else None


def _odd_columns(reading: Reading, columns: Sequence[ColumnKind]) -> int:
    """Columns that hardly a row fills, and columns of groups behind what they group."""
    rows = [row for row in reading.rows if len(row) == len(columns)]
    filled = [sum(1 for row in rows if row[c]) for c in range(len(columns))]
    named = next((c for c, column in enumerate(columns) if column.named), len(columns))
    behind = sum(1 for column in columns[named:] if column.held)
    return behind + sum(1 for n, column in zip(filled, columns, strict=True) if n < (1 if column.may_lack else len(rows) * 0.25))


# --- heading ----------------------------------------------------------------------------------------------------------


def _heads(words: Sequence[Words]) -> list[Head]:
    """Ways to read the heading, the likelier first; [] where too few heading words stand together."""
    known = _run_of_headings(words)
    if any(heading_role(w.bare, TASK_ROLES) == "number" for w in words[:known]):
        first = next((i for i, w in enumerate(words) if w.number == 1), None)
        if first is None or first > _MAX_HEAD:
            return []
        ends = list(range(first, max(1, first - 4), -1))
    elif known >= 2:
        ends = [known]
    else:
        return []
    heads = [head for end in ends for head in (*_partitions(words[:end]), *_two_rows(words[:end]))]
    if not heads:
        return []
    floor = min(h.cost for h in heads)
    return sorted((h for h in heads if h.cost <= floor + 4.5), key=lambda h: (h.cost, h.n_lines))[:10]


def _run_of_headings(words: Sequence[Words]) -> int:
    n = 0
    for w in words:
        if len(w.bare) > 20 or not (is_heading_word(w.bare) or (n and w.bare[:1] in "（([【")):
            break
        n += 1
    return n


def _partitions(words: Sequence[Words]) -> Iterator[Head]:
    """For each number of columns the cheapest cut of the heading lines into headings of up to four lines."""
    n = len(words)
    table: list[dict[int, tuple[float, tuple[tuple[int, ...], ...]]]] = [{} for _ in range(n + 1)]
    table[0][0] = (0.0, ())
    for end in range(1, n + 1):
        for start in range(max(0, end - 4), end):
            cost = heading_cost([w.text for w in words[start:end]])
            for k, (so_far, cuts) in table[start].items():
                total = so_far + cost
                if k < _MAX_COLUMNS and (k + 1 not in table[end] or total < table[end][k + 1][0]):
                    table[end][k + 1] = (total, (*cuts, tuple(range(start, end))))
    for k, (cost, cuts) in sorted(table[n].items()):
        if k > 1:
            yield Head(cuts, n, cost)


def _two_rows(words: Sequence[Words]) -> Iterator[Head]:
    """A heading over years that stand in a second row: 序号 指标 单位 目标值 属性 2023年 2025年."""
    n = len(words)
    years = 0
    while years < n and YEAR.fullmatch(words[n - 1 - years].bare):
        years += 1
    if years < 2:
        return
    top = n - years
    for i in range(top):
        if heading_role(words[i].bare, INDICATOR_ROLES) == "goal" and not YEAR.search(words[i].bare):
            columns = (*((j,) for j in range(i)), *((top + j,) for j in range(years)), *((j,) for j in range(i + 1, top)))
            cost = sum(heading_cost([words[c[0]].text]) for c in columns) - 1.0
            yield Head(columns, n, cost, (i, i, i + years - 1))


# --- proof ------------------------------------------------------------------------------------------------------------


def _proved(reading: Reading, lines: Sequence[Words], columns: Sequence[ColumnKind]) -> bool:
    """Rows that count up, or cells of kinds that nothing else is; and hardly a cell that does not fit its column."""
    rows = [row for row in reading.rows if len(row) == len(columns)]
    numbered = any(c.number for c in columns)
    if len(rows) < (2 if numbered else 3) or reading.cost > -0.8 * len(rows):
        return False
    if left_over(lines, reading.n_lines):
        return False
    misfits = cells = firm = 0
    last = 0
    for row in rows:
        proofs = 0
        if _crowded(row, columns) or not _figures_placed(row, lines, columns):
            return False
        for column, cell in zip(columns, row, strict=True):
            if not cell:
                continue
            cells += 1
            cost = column.first(lines[cell[0]], last)
            last += column.counts_on(lines[cell[0]], last)
            misfits += cost > 1.0
            proofs += cost <= -0.5
        firm += proofs > 0
    if misfits > cells * 0.08:
        return False
    return firm == len(rows) if not numbered else firm >= len(rows) * 0.8


def _crowded(row: Sequence[Sequence[int]], columns: Sequence[ColumnKind]) -> bool:
    """One cell of several lines beside an empty one: the lines may be shared out in another way."""
    crowded = any(len(cell) > 1 and c.figures for cell, c in zip(row, columns, strict=True))
    return crowded and any(not cell and not (c.may_lack or c.number or c.named) for cell, c in zip(row, columns, strict=True))


def _shared_out(row: Sequence[Sequence[int]], lines: Sequence[Words], columns: Sequence[ColumnKind]) -> bool:
    """Neighbouring cells of figures with words beside them (县级≥20), more lines in one than in the other."""
    for (a, left), (b, right) in pairwise(zip(columns, row, strict=True)):
        if a.figures and b.figures and left and right and len(left) != len(right):
            beside = [lines[left[-1]], lines[right[0]]]
            if all(words.valued and not words.figure and not words.nothing for words in beside):
                return True
    return False


def _take_figures_back(row: list[list[int]], columns: Sequence[ColumnKind]) -> None:
    """Figures that nothing places stand with the words that name the row."""
    places = [c for c, column in enumerate(columns) if column.figures and not column.named]
    words = (c for c, column in enumerate(columns) if column.named or column.wordy)
    name = next((c for c, column in enumerate(columns) if column.named), next(words, places[0] - 1))
    for c in places:
        row[name] += row[c]
        row[c] = []


def _figures_placed(row: Sequence[Sequence[int]], lines: Sequence[Words], columns: Sequence[ColumnKind]) -> bool:
    """Where fewer figures than columns of figures stand in a row, only one way to share them out may fit."""
    places = [c for c, column in enumerate(columns) if column.figures and not column.named]
    filled = [c for c in places if row[c]]
    if len(filled) in (0, len(places)) or len(places) > 8:
        return True
    first = [lines[row[c][0]] for c in filled]
    costs = sorted(
        sum(columns[c].first(words, 0) for c, words in zip(chosen, first, strict=True)) for chosen in combinations(places, len(filled))
    )
    return costs[1] - costs[0] >= 0.35


# --- table ------------------------------------------------------------------------------------------------------------


def _table(head_lines: Sequence[Line], head: Head, lines: Sequence[Line], reading: Reading, columns: Sequence[ColumnKind]) -> Table:
    k = len(columns)
    cells = list(_head_cells(head_lines, head))
    r = 2 if head.upper else 1
    for row in reading.rows:
        if len(row) == 1:
            cells.append(Cell(r, 0, _lines(lines, row[0], False), colspan=k, page=lines[row[0][0]].page))
        else:
            for c, cell in enumerate(row):
                if cell:
                    joined = "short" in columns[c].kinds
                    cells.append(Cell(r, c, _lines(lines, cell, not joined), page=lines[cell[0]].page))
        r += 1
    return Table(r, k, tuple(cells), page=head_lines[0].page, ruled=False)


def _head_cells(lines: Sequence[Line], head: Head) -> Iterator[Cell]:
    if head.upper is None:
        for c, column in enumerate(head.columns):
            yield Cell(0, c, _lines(lines, column, False), header=True, page=lines[column[0]].page)
        return
    at, first, last = head.upper
    later: list[Cell] = []
    for c, column in enumerate(head.columns):
        if c == first:
            yield Cell(0, c, (lines[at],), colspan=last - first + 1, header=True, page=lines[at].page)
        if first <= c <= last:
            later.append(Cell(1, c, _lines(lines, column, False), header=True, page=lines[column[0]].page))
        else:
            yield Cell(0, c, _lines(lines, column, False), rowspan=2, header=True, page=lines[column[0]].page)
    yield from later


def _lines(lines: Sequence[Line], indices: Sequence[int], apart: bool) -> tuple[Line, ...]:
    """The lines of a cell; `apart`: each is a paragraph unless its end is open."""
    if not apart:
        return tuple(lines[i] for i in indices)
    return tuple(replace(lines[i], wrap=Wrap.PARAGRAPH) for i in indices)
