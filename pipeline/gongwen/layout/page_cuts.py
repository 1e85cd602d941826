"""What a page break cut inside a table: rows that go on below it, told from rows that begin there.

A person sees it from the row below the break: what names a row (its number, the first cells) is missing or goes on in the
middle of a word, and the cell above it is full to its right wall and down to its bottom edge without having come to an end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..recognise.numbering import marker_at
from .grid import Grid, GridCell, ended, is_group_row

_NEVER_FIRST = "，。、；：！？,;:!?）)〕】》〉”’」』％%"
_PADDING = 12.0  # points that both sides of a cell keep free at most, each way
_ROOM = 1.2  # em left at the end of a line into which no further character fits
_PITCH = 1.9  # em from line to line in a cell, at most
_UNBROKEN = re.compile(r"[0-9A-Za-z.,%％+\-]{0,8}")  # what moves down to the next line as a whole
_USUAL = 0.7  # share of a column's cells that end with a stop, from which one without it is unfinished


def mend_cut(above: Grid, rows: list[list[GridCell]], page: int | None) -> list[list[GridCell]]:
    """Put what the break cut back into `above`; the rows that are left begin below the break."""
    if rows and above.rows and len(above.rows) > above.n_header:
        if is_cut(above, rows[0]):
            _mend(above, rows, page)
            rows = rows[1:]
        if rows:
            _carry_over(above, rows, page)
    return rows


def is_cut(above: Grid, first: Sequence[GridCell]) -> bool:
    """Does the row `first` below a page break go on with the last row above it?"""
    last = above.rows[-1]
    if is_group_row(last) or is_group_row(first):
        return False
    same = [_repeated(above, first, i) for i in range(len(last))]
    blank = [not b.lines for b in first]
    fresh = [not s and not k for s, k in zip(same, blank, strict=True)]
    if not any(fresh):
        return all(blank) or any(same)
    if any(same):
        # all that names the row (everything left of what goes on) is repeated, and at least two cells or the number are
        left = range(fresh.index(True))
        return bool(left) and all(same[i] or blank[i] for i in left) and sum(same) >= 2
    lead = next((i for i, cell in enumerate(last) if cell.lines), 0)
    going_on = [i for i, f in enumerate(fresh) if f and last[i].lines]
    if not all(blank[i] for i in range(lead + 1)):
        return _names_cut(above, first, going_on)
    named_by = [f for cell, f in zip(last[lead + 1 :], fresh[lead + 1 :], strict=True) if cell.lines]
    if len(named_by) > 2 and all(named_by):  # short cells seldom go on: a new row under a merged cell that is printed once
        return all(_runs_on(last[i], first[i], printed=True) for i in going_on)
    # the longest text tells: names of bodies never end with a stop
    longest = max(going_on, key=lambda i: len(last[i].text) + len(first[i].text), default=None)
    if longest is None:
        return False
    if _runs_on(last[longest], first[longest]):
        return True
    # that the number is missing where every row has its own leaves a further paragraph, or names cut beside a finished text
    alone = fresh.count(True) == 1
    return _all_numbered(above, lead) and (alone or any(_runs_on(last[i], first[i], printed=True) for i in going_on))


def _names_cut(above: Grid, first: Sequence[GridCell], going_on: Sequence[int]) -> bool:
    """Even the cells that name the row are cut: all that goes on is unfinished, and no row of its own would look like this."""
    last = above.rows[-1]
    if not going_on or not all(_runs_on(last[i], first[i], printed=True) for i in going_on):
        return False
    if any(last[i].text.isdecimal() and not _one_number(above, first, i) for i in going_on):
        return False
    if any(cell.lines and not last[i].lines for i, cell in enumerate(first)):
        return False
    if any(cell.lines and not first[i].lines and _always_filled(above, i) for i, cell in enumerate(last)):
        return True
    longest = max(going_on, key=lambda i: len(last[i].text) + len(first[i].text))
    if len(last[longest].lines) + len(first[longest].lines) < 3:
        return False
    return first[longest].text[:1] in _NEVER_FIRST or _ends_with_stops(above, longest)


def _one_number(above: Grid, first: Sequence[GridCell], col: int) -> bool:
    """A narrow column cuts a number in two where both halves make the next one: 10, then 1 above the break and 1 below it."""
    last = above.rows[-1][col]
    before = next((row[col].text for row in above.rows[-2 :: -1] if row[col] is not last and row[col].lines), "")
    whole = last.text + first[col].text
    return before.isdecimal() and whole.isdecimal() and int(whole) == int(before) + 1


def _repeated(above: Grid, first: Sequence[GridCell], col: int) -> bool:
    """Is the cell printed again below the break?"""
    return _same(above.rows[-1][col], first[col]) and not _one_number(above, first, col)


def _runs_on(a: GridCell, b: GridCell, printed: bool = False) -> bool:
    """Can the text of `a` go on in `b`: it has not ended, and where the print is known the cell has no room left for more of it.

    `printed` wants the print to be known.
    """
    if ended(a.text):
        return False
    line = a.lines[-1]
    if a.box is None or line.box is None or not line.style.size:
        return not printed
    em = line.style.size
    marker = marker_at(b.text, 0)
    if printed and marker is not None and marker.end < len(b.text):
        return False
    room = (a.box.x1 - a.box.x0) - (line.box.x1 - line.box.x0)
    head = _UNBROKEN.match(b.text)
    whole = 0.5 * len(head.group()) if head is not None else 0.0
    return room <= _PADDING + (_ROOM + whole + (b.text[1:2] in _NEVER_FIRST)) * em and fills_down(a)


def fills_down(cell: GridCell) -> bool:
    """Is there no room for one more line in the cell? True where the print is not known."""
    page = cell.lines[-1].page
    first, last = next(line for line in cell.lines if line.page == page).box, cell.lines[-1].box
    if cell.box is None or first is None or last is None:
        return True
    em = cell.lines[-1].style.size or last.bottom - last.top
    return (cell.box.bottom - cell.box.top) - (last.bottom - first.top) <= _PADDING + _PITCH * em


def _all_numbered(above: Grid, lead: int) -> bool:
    """Does every row have a number of its own in this column?"""
    rows = [row for row in above.rows[above.n_header :] if not is_group_row(row)]
    numbers = [row[lead] for row in rows]
    single = all(a is not b for a, b in pairwise(numbers))
    return single and len(rows) > 1 and all(_is_number(cell.text) for cell in numbers)


def _is_number(text: str) -> bool:
    marker = marker_at(text, 0)
    return text.isdecimal() or (marker is not None and marker.end >= len(text))


def _always_filled(grid: Grid, col: int) -> bool:
    return all(row[col].lines for row in grid.rows[grid.n_header :] if not is_group_row(row))


def _ends_with_stops(grid: Grid, col: int) -> bool:
    texts = [row[col].text for row in grid.rows[grid.n_header : -1] if row[col].lines and not is_group_row(row)]
    return len(texts) > 1 and sum(map(ended, texts)) >= _USUAL * len(texts)


def _same(a: GridCell, b: GridCell) -> bool:
    return bool(a.text) and "".join(a.text.split()) == "".join(b.text.split())


def _mend(above: Grid, rows: list[list[GridCell]], page: int | None) -> None:
    """Put the first of `rows` into the last row above; where its cells are merged with cells below, these go on with it."""
    for c, (a, b) in enumerate(zip(above.rows[-1], rows[0], strict=True)):
        if a is b or not b.lines or any(b is x for x in rows[0][:c]):
            continue
        if _repeated(above, rows[0], c):
            above.dropped.append(("repeated_cell", b.text, page))
        else:
            a.lines = [*a.lines, *b.lines]
            a.box = b.box
        _replace(rows[1:], c, b, a)


def _replace(rows: list[list[GridCell]], col: int, old: GridCell, new: GridCell) -> None:
    for row in rows:
        if row[col] is not old:
            break
        row[col] = new
        new.spans = True


def _carry_over(above: Grid, rows: list[list[GridCell]], page: int | None) -> None:
    """A merged cell that goes on over the page is printed again, left blank, or cut at the top of the next part."""
    last = above.rows[-1]
    for c in range(min(2, above.n_cols)):
        held = last[c]
        top = rows[0][c]
        if top is held or is_group_row(rows[0]):
            continue
        if _same(held, top) and (top.spans or held.spans or _text_column(above, c)):
            above.dropped.append(("repeated_cell", top.text, page))
        elif held.spans and top.lines and _label_cut(last, held, top):
            held.lines = [*held.lines, *top.lines]
            held.box = top.box
        else:
            continue
        _replace(rows, c, top, held)


def _label_cut(last: Sequence[GridCell], held: GridCell, top: GridCell) -> bool:
    """A merged label fills its cell and goes on below, while the row beside it was not stretched to hold it: 健康 / 水平."""
    if not held.lines or held.box is None or not _runs_on(held, top, printed=True):
        return False
    return any(cell.lines and not cell.spans and fills_down(cell) for cell in last)


def _text_column(grid: Grid, col: int) -> bool:
    """Not a column of numbers: the same words twice in it mean one merged cell."""
    return any(len(row[col].text) > 3 and not row[col].text.isdecimal() for row in grid.rows[grid.n_header :])
