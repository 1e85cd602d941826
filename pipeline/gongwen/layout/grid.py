"""Tables whole again: grids expanded, parts on following pages joined, repeated headings dropped, cut rows mended.

Works on cells as lists of paragraphs, before offsets exist. A joined part is never guessed: where the evidence is
missing the tables stay apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model.source import Box, Line, Table
from ..recognise.marks import width
from ..recognise.numbering import marker_at
from .flow import Print, gather

_STOPS = "。；;！？：:"


@dataclass(slots=True)
class GridCell:
    """A cell while tables are put together. `lines` as printed; `row` and `col` of its top left corner in the whole table."""

    lines: list[Line]
    header: bool = False
    spans: bool = False  # drawn over several rows or columns

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines).strip()


@dataclass(slots=True)
class Grid:
    """A table as rows of references to cells; a merged cell is referred to from every place that it covers."""

    rows: list[list[GridCell]]
    n_cols: int
    n_header: int
    pages: list[int]
    ruled: bool
    edges: tuple[float, ...] = ()  # left edges of columns in points, where known
    bottom: Box | None = None
    caption: list[list[Line]] = field(default_factory=list)  # cells over the whole width above the headings, each its lines
    dropped: list[tuple[str, str, int | None]] = field(default_factory=list)  # (kind, text, page) of what was taken off


def expand(table: Table) -> Grid:
    """The grid of one drawn table: empty places become empty cells, spans become shared references."""
    rows: list[list[GridCell | None]] = [[None] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        made = GridCell(list(cell.lines), cell.header, cell.rowspan > 1 or cell.colspan > 1)
        for r in range(cell.row, min(cell.row + cell.rowspan, table.n_rows)):
            for c in range(cell.col, min(cell.col + cell.colspan, table.n_cols)):
                if rows[r][c] is None:
                    rows[r][c] = made
    filled = [[x if x is not None else GridCell([]) for x in row] for row in rows]
    filled = [row for row in filled if any(x.lines for x in row)]
    grid = Grid(filled, table.n_cols, 0, [table.page] if table.page else [], table.ruled, _edges(table), table.box)
    _drop_empty_columns(grid)
    return grid


def _edges(table: Table) -> tuple[float, ...]:
    lefts: dict[int, float] = {}
    for cell in table.cells:
        if cell.box is not None:
            lefts[cell.col] = min(lefts.get(cell.col, cell.box.x0), cell.box.x0)
    return tuple(lefts[c] for c in sorted(lefts))


def _drop_empty_columns(grid: Grid) -> None:
    keep = [c for c in range(grid.n_cols) if any(row[c].lines for row in grid.rows)]
    # a column that only repeats its neighbour (drawn over both) holds nothing of its own
    own = [c for i, c in enumerate(keep) if i == 0 or any(row[c] is not row[keep[i - 1]] for row in grid.rows)]
    if len(own) < grid.n_cols:
        grid.rows = [[row[c] for c in own] for row in grid.rows]
        grid.n_cols = len(own)


def is_group_row(row: Sequence[GridCell]) -> bool:
    """One cell over the whole width, or one filled cell at the left and nothing else."""
    first = row[0]
    return bool(first.lines) and len(row) > 1 and all(cell is first for cell in row)


def split_at_headings(grid: Grid) -> list[Grid]:
    """The parts of a table in which the heading row comes again: each part is what stood on one page."""
    heading = _heading(grid)
    if not grid.n_header or not any(heading):
        return [grid]
    cuts = [0]
    n = grid.n_header
    for r in range(n, len(grid.rows) - n + 1):
        if ["".join(cell.text.split()) for row in grid.rows[r : r + n] for cell in row] == heading:
            cuts.append(r)
    parts = [grid.rows[a:b] for a, b in zip(cuts, [*cuts[1:], len(grid.rows)], strict=True)]
    made = [Grid(rows, grid.n_cols, n, list(grid.pages), grid.ruled, grid.edges, grid.bottom) for rows in parts]
    made[0].caption = grid.caption
    return made


def join(grids: list[Grid]) -> list[Grid]:
    """Join each grid to the one before it where it continues it. Only neighbours are given."""
    out: list[Grid] = []
    for grid in grids:
        if out and _continues(out[-1], grid):
            _append(out[-1], grid)
        else:
            out.append(grid)
    return out


def _continues(above: Grid, below: Grid) -> bool:
    if above.n_cols != below.n_cols or (below.caption and _caption(above) != _caption(below)):
        return False
    if below.n_header:
        return _heading(above) == _heading(below)
    if above.edges and below.edges and len(above.edges) == len(below.edges):
        return all(abs(a - b) < 6 for a, b in zip(above.edges, below.edges, strict=True))
    return bool(above.pages) and bool(below.pages) and above.pages[-1] != below.pages[0]


def _caption(grid: Grid) -> list[str]:
    return ["".join("".join(line.text for line in lines).split()) for lines in grid.caption]


def _heading(grid: Grid) -> list[str]:
    return ["".join(cell.text.split()) for row in grid.rows[: grid.n_header] for cell in row]


def _append(above: Grid, below: Grid) -> None:
    page = below.pages[0] if below.pages else None
    above.dropped += [("repeated_header", text, page) for text in _caption(below)]
    for row in below.rows[: below.n_header]:
        above.dropped += [("repeated_header", cell.text, page) for cell in _distinct(row)]
    rows = below.rows[below.n_header :]
    if rows and above.rows and len(above.rows) > above.n_header and _cut(above.rows[-1], rows[0]):
        _mend(above, rows[0], page)
        rows = rows[1:]
    if rows and above.rows:
        _carry_over(above, rows, page)
    above.rows += rows
    above.pages += [p for p in below.pages if p not in above.pages]
    above.dropped += below.dropped


def _distinct(row: Sequence[GridCell]) -> list[GridCell]:
    seen: list[GridCell] = []
    for cell in row:
        if cell.lines and not any(cell is x for x in seen):
            seen.append(cell)
    return seen


def _same(a: GridCell, b: GridCell) -> bool:
    return bool(a.text) and "".join(a.text.split()) == "".join(b.text.split())


def _cut(last: Sequence[GridCell], first: Sequence[GridCell]) -> bool:
    """Was the row cut by the page: what names it is repeated or left blank below, and some cell goes on."""
    if is_group_row(last) or is_group_row(first):
        return False
    same = [_same(a, b) for a, b in zip(last, first, strict=True)]
    blank = [not b.lines for b in first]
    fresh = [not s and not k for s, k in zip(same, blank, strict=True)]
    if not any(fresh):
        return all(blank) or any(same)
    lead = next((i for i, cell in enumerate(last) if cell.lines), 0)
    named = fresh.index(True)
    if any(same):
        # all that names the row (everything left of what goes on) is repeated, and at least two cells or the number are
        left = list(range(named))
        return bool(left) and all(same[i] or blank[i] for i in left) and sum(same) >= 2
    if not all(blank[i] for i in range(lead + 1)):
        return False
    named_by = [f for cell, f in zip(last[lead + 1 :], fresh[lead + 1 :], strict=True) if cell.lines]
    if len(named_by) > 2 and all(named_by):
        return False  # short cells do not go on: a new row under a merged cell that is printed once
    # the longest text tells: names of bodies never end with a stop
    going_on = [i for i, f in enumerate(fresh) if f and last[i].lines]
    longest = max(going_on, key=lambda i: len(last[i].text) + len(first[i].text), default=None)
    return longest is not None and not _ended(last[longest].text)


def _ended(text: str) -> bool:
    bare = text.rstrip("”’」』）)》 ")
    return bare[-1:] in _STOPS


def _mend(above: Grid, first: Sequence[GridCell], page: int | None) -> None:
    last = above.rows[-1]
    done: list[GridCell] = []
    for a, b in zip(last, first, strict=True):
        if any(b is x for x in done) or not b.lines:
            continue
        done.append(b)
        if _same(a, b):
            above.dropped.append(("repeated_cell", b.text, page))
        else:
            a.lines = [*a.lines, *b.lines]


def _carry_over(above: Grid, rows: list[list[GridCell]], page: int | None) -> None:
    """A merged cell that goes on over the page is printed again, or left blank, at the top of the next part."""
    last = above.rows[-1]
    for c in range(min(2, above.n_cols)):
        held = last[c]
        top = rows[0][c]
        if top is held or is_group_row(rows[0]):
            continue
        if _same(held, top) and (top.spans or held.spans or _text_column(above, c)):
            above.dropped.append(("repeated_cell", top.text, page))
            held.spans = True
            for row in rows:
                if row[c] is top:
                    row[c] = held
                else:
                    break


def _text_column(grid: Grid, col: int) -> bool:
    """Not a column of numbers: the same words twice in it mean one merged cell."""
    return any(len(row[col].text) > 3 and not row[col].text.isdigit() for row in grid.rows[grid.n_header :])


def fill_down(grid: Grid, columns: Sequence[int]) -> None:
    """In these columns an empty place under a filled one belongs to it (the merge was lost on the way)."""
    for c in columns:
        held: GridCell | None = None
        for row in grid.rows[grid.n_header :]:
            if is_group_row(row):
                held = None
            elif row[c].lines:
                held = row[c]
            elif held is not None:
                held.spans = True
                row[c] = held


def paragraphs_of(cell: GridCell) -> list[list[Line]]:
    """The paragraphs of a cell; a cell is as wide as its longest line."""
    if len(cell.lines) < 2:
        return [cell.lines] if cell.lines else []
    measure = max(width(line.text) for line in cell.lines)
    return _lone_markers_joined(gather(cell.lines, Print(measure, False)))


def _lone_markers_joined(paragraphs: list[list[Line]]) -> list[list[Line]]:
    """A line of a narrow cell that begins with 一、 where nothing else is counted so, and the line above is open: 招采合 / 一、质量优先."""
    markers = [marker_at(lines[0].text, 0) for lines in paragraphs]
    families = [marker.family if marker is not None else None for marker in markers]
    out: list[list[Line]] = []
    for lines, family in zip(paragraphs, families, strict=True):
        lone = family == "han" and families.count(family) == 1
        if out and lone and not _ended(out[-1][-1].text):
            out[-1] = [*out[-1], *lines]
        else:
            out.append(lines)
    return out
