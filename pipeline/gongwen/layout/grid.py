"""Tables as grids: every place of a table refers to the cell that covers it, merged cells from all their places.

Works on cells as lists of lines, before offsets exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model.source import Box, Line, Table
from ..recognise.marks import width
from ..recognise.numbering import marker_at
from .flow import gather
from .measure import Print

_STOPS = "。；;！？：:"


@dataclass(slots=True)
class GridCell:
    """A cell while tables are put together. `lines` as printed; `row` and `col` of its top left corner in the whole table."""

    lines: list[Line]
    header: bool = False
    spans: bool = False  # drawn over several rows or columns
    box: Box | None = None  # as drawn

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
    edges: tuple[float, ...] = ()  # left edges of the columns as drawn in points, where all are known
    kept: tuple[int, ...] = ()  # the columns as drawn that are columns here; the others hold nothing of their own
    box: Box | None = None  # of the part on the first page
    caption: list[list[Line]] = field(default_factory=list)  # cells over the whole width above the headings, each its lines
    dropped: list[tuple[str, str, int | None]] = field(default_factory=list)  # (kind, text, page) of what was taken off


def expand(table: Table, *, with_empty: bool = False) -> Grid:
    """The grid of one drawn table: empty places become empty cells, spans become shared references.

    `with_empty` leaves columns in that hold nothing.
    """
    rows: list[list[GridCell | None]] = [[None] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        made = GridCell(list(cell.lines), cell.header, cell.rowspan > 1 or cell.colspan > 1, cell.box)
        for r in range(cell.row, min(cell.row + cell.rowspan, table.n_rows)):
            for c in range(cell.col, min(cell.col + cell.colspan, table.n_cols)):
                if rows[r][c] is None:
                    rows[r][c] = made
    filled = [[x if x is not None else GridCell([]) for x in row] for row in rows]
    filled = [row for row in filled if any(x.lines for x in row)]
    pages = [table.page] if table.page else []
    grid = Grid(filled, table.n_cols, 0, pages, table.ruled, _edges(table), tuple(range(table.n_cols)), table.box)
    if not with_empty:
        drop_empty_columns(grid)
    return grid


def _edges(table: Table) -> tuple[float, ...]:
    lefts: dict[int, float] = {}
    for cell in table.cells:
        if cell.box is not None:
            lefts[cell.col] = min(lefts.get(cell.col, cell.box.x0), cell.box.x0)
    for cell in table.cells:
        if cell.box is not None:
            lefts.setdefault(cell.col + cell.colspan, cell.box.x1)
    return tuple(lefts[c] for c in range(table.n_cols)) if all(c in lefts for c in range(table.n_cols)) else ()


def drop_empty_columns(grid: Grid) -> None:
    """Take columns out that hold nothing, or nothing of their own."""
    keep = [c for c in range(grid.n_cols) if any(row[c].lines for row in grid.rows)]
    # a column that only repeats its neighbour (drawn over both) holds nothing of its own
    own = [c for i, c in enumerate(keep) if i == 0 or any(row[c] is not row[keep[i - 1]] for row in grid.rows)]
    grid.kept = tuple(grid.kept[c] for c in own)
    if len(own) < grid.n_cols:
        grid.rows = [[row[c] for c in own] for row in grid.rows]
        grid.n_cols = len(own)


def ended(text: str) -> bool:
    """Does the text of a cell end with a stop, closing marks behind it aside?"""
    return text.rstrip("”’」』）)》 ")[-1:] in _STOPS


def is_group_row(row: Sequence[GridCell]) -> bool:
    """One cell over the whole width, or one filled cell at the left and nothing else."""
    first = row[0]
    return bool(first.lines) and len(row) > 1 and all(cell is first for cell in row)


def one_cell(row: Sequence[GridCell]) -> bool:
    """Words in the first column alone, merged over the others or not."""
    return is_group_row(row) or [bool(cell.lines) for cell in row] == [True] + [False] * (len(row) - 1)


def split_at_headings(grid: Grid) -> list[Grid]:
    """The parts of a table in which the heading row comes again: each part is what stood on one page."""
    heading = heading_texts(grid)
    if not grid.n_header or not any(heading):
        return [grid]
    cuts = [0]
    n = grid.n_header
    for r in range(n, len(grid.rows) - n + 1):
        if ["".join(cell.text.split()) for row in grid.rows[r : r + n] for cell in row] == heading:
            cuts.append(r)
    parts = [grid.rows[a:b] for a, b in zip(cuts, [*cuts[1:], len(grid.rows)], strict=True)]
    made = [Grid(rows, grid.n_cols, n, list(grid.pages), grid.ruled, grid.edges, grid.kept, grid.box) for rows in parts]
    made[0].caption = grid.caption
    return made


def heading_texts(grid: Grid) -> list[str]:
    return ["".join(cell.text.split()) for row in grid.rows[: grid.n_header] for cell in row]


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
        if out and lone and not ended(out[-1][-1].text):
            out[-1] = [*out[-1], *lines]
        else:
            out.append(lines)
    return out
