"""The cells of a sheet where they are seen, and the regions that empty rows and columns make of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from .model import Entry, Sheet

FEW_CELLS = 2  # beside a table are a remark, no column of it
HEADS = 12  # first rows of a table among which its heading is looked for
MAX_DEPTH = 12  # regions in regions


@dataclass(slots=True)
class Placed:
    """A cell that shows something, with the rows and columns it covers."""

    top: int
    left: int
    bottom: int
    right: int
    entry: Entry


_BY_PLACE = attrgetter("top", "left")


def place(sheet: Sheet) -> tuple[list[Placed], list[Placed]]:
    """The cells seen, moved together over hidden rows and columns, and the cells hidden.

    A merged cell shows what its top left corner holds, from the first row and column of it that is seen.
    """
    ends = {(r.top, r.left): (r.bottom, r.right) for r in sheet.merged}
    rows = _Axis({r for r, _ in sheet.cells}, ((r.top, r.bottom) for r in sheet.merged), sheet.hidden_rows)
    columns = _Axis({c for _, c in sheet.cells}, ((r.left, r.right) for r in sheet.merged), sheet.hidden_columns)
    shown: list[Placed] = []
    hidden: list[Placed] = []
    for (r, c), entry in sorted(sheet.cells.items()):
        bottom, right = ends.get((r, c), (r, c))
        down, across = rows.seen(r, bottom), columns.seen(c, right)
        if down and across:
            shown.append(Placed(down[0], across[0], down[1], across[1], entry))
        else:
            hidden.append(Placed(r, c, r, c, entry))
    return shown, hidden


class _Axis:
    """The rows (or columns) that matter: those with cells, and those at which a merged cell begins or ends among them."""

    def __init__(self, used: set[int], merged: Iterable[tuple[int, int]], hidden: set[int]) -> None:
        last = max(used, default=0)
        for start, end in merged:
            if start <= last:
                used.update((start, min(end, last)))
        self._seen = sorted(used - hidden)
        self._hidden = sorted(hidden)

    def seen(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and the last one seen from start to end, counted without those hidden."""
        low, high = bisect_left(self._seen, start), bisect_right(self._seen, end) - 1
        if low > high:
            return None
        first, last = self._seen[low], self._seen[high]
        return (first - bisect_left(self._hidden, first), last - bisect_left(self._hidden, last)) if self._hidden else (first, last)


def rows_of(cells: Sequence[Placed]) -> list[list[Placed]]:
    """The cells by the row they begin in."""
    rows: dict[int, list[Placed]] = {}
    for cell in cells:
        rows.setdefault(cell.top, []).append(cell)
    return [rows[r] for r in sorted(rows)]


def extent(cells: Sequence[Placed]) -> tuple[int, int]:
    """The first and the last column."""
    return min(c.left for c in cells), max(c.right for c in cells)


def regions(cells: list[Placed], depth: int = 0) -> list[list[Placed]]:
    """Cells cut apart at empty rows and columns; what an empty row or a spacer column parts within one table stays together."""
    out: list[list[Placed]] = []
    for band in _bands(cells):
        parts = _side_by_side(_cut(band, columns=True)) if depth < MAX_DEPTH else [band]
        if len(parts) == 1:
            out.append(band)
        else:
            for part in parts:
                out += regions(part, depth + 1)
    return out


def _cut(cells: list[Placed], *, columns: bool) -> list[list[Placed]]:
    """Cells in groups that an empty row (or column) parts, in order."""
    groups: list[list[Placed]] = []
    start, end = attrgetter(*(("left", "right") if columns else ("top", "bottom"))), 0
    for cell in sorted(cells, key=start):
        first, last = start(cell)
        if not groups or first > end + 1:
            groups.append([])
            end = last
        groups[-1].append(cell)
        end = max(end, last)
    return [sorted(group, key=_BY_PLACE) for group in groups]


@dataclass(slots=True)
class _Band:
    """Rows of one table as far as they are put together."""

    cells: list[Placed]
    edges: tuple[int, int]
    heads: list[list[str]]
    bold: bool
    bottom: int
    last: int  # how many cells its last row has
    first: list[Placed] = field(default_factory=list)

    @classmethod
    def of(cls, cells: list[Placed]) -> _Band:
        rows = rows_of(cells)
        heads = [[c.entry.text for c in row] for row in rows[:HEADS]]
        bold = all(c.entry.style.bold for c in cells)
        return cls(cells, extent(cells), heads, bold, max(c.bottom for c in cells), len(rows[-1]), rows[0])

    def goes_on_in(self, below: _Band) -> bool:
        """Whether rows under an empty one belong to this table: same columns, no title or heading of their own."""
        if self.edges != below.edges or self.last < 2 or len(below.first) < 2 or below.heads[0] in self.heads:
            return False
        return self.bold or not all(c.entry.style.bold for c in below.first)

    def take(self, below: _Band) -> None:
        gap = below.first[0].top - self.bottom - 1
        for cell in below.cells:
            cell.top, cell.bottom = cell.top - gap, cell.bottom - gap
        self.cells += below.cells
        self.bold, self.bottom, self.last = self.bold and below.bold, below.bottom - gap, below.last


def _bands(cells: list[Placed]) -> list[list[Placed]]:
    bands: list[_Band] = []
    for band in (_Band.of(part) for group in _cut(cells, columns=False) for part in _steps(group)):
        if bands and bands[-1].goes_on_in(band):
            bands[-1].take(band)
        else:
            bands.append(band)
    return [band.cells for band in bands]


def _steps(cells: list[Placed]) -> list[list[Placed]]:
    """Cut where all that stands below stands beside all that stands above: tables that touch at a corner."""
    rows = rows_of(cells)
    below = [(0, 0)] * len(rows)
    low, high = extent(rows[-1])
    for i in range(len(rows) - 1, -1, -1):
        left, right = extent(rows[i])
        low, high = min(low, left), max(high, right)
        below[i] = low, high
    parts: list[list[Placed]] = [[]]
    left, right = extent(rows[0])
    for i, row in enumerate(rows):
        first, last = extent(row)
        if parts[-1] and (right < below[i][0] or below[i][1] < left):
            parts.append([])
            left, right = first, last
        left, right = min(left, first), max(right, last)
        parts[-1] += row
    return parts


def _side_by_side(parts: list[list[Placed]]) -> list[list[Placed]]:
    """Parts from left to right, put together again where an empty column is only a spacer."""
    out: list[list[Placed]] = []
    tops: set[int] = set()
    for part in parts:
        others = {c.top for c in part}
        if out and not _apart(out[-1], part, tops, others):
            out[-1] += part
            tops |= others
        else:
            out.append(part)
            tops = others
    return [sorted(part, key=_BY_PLACE) for part in out]


def _apart(one: list[Placed], two: list[Placed], rows: set[int], others: set[int]) -> bool:
    """Two tables side by side: neither a mere column, both from the same row on, of different rows or under the same heading."""
    if min(len(one), len(two)) <= FEW_CELLS or rows.isdisjoint(others):
        return True
    if len(two) == len(others) or len(one) == len(rows) or one[0].top != two[0].top:
        return False
    return rows != others or [c.entry.text for c in one if c.top == one[0].top] == [c.entry.text for c in two if c.top == two[0].top]
