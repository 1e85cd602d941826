"""Where the cells of a w:tbl stand in its grid: spans, vertical merges, rows that begin late or end early."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from . import names as n
from .tree import attr, is_on, unwrap, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_COLUMNS = 63  # as Word has it; a span beyond is an error of the writer
_GRID_SPAN, _V_MERGE, _H_MERGE = n.w("gridSpan"), n.w("vMerge"), n.w("hMerge")
_DELETED = n.w("cellDel")
_GRID_COL, _WIDTH, _CELL_WIDTH = n.w("gridCol"), n.w("w"), f"{n.TC_PR}/{n.w('tcW')}"
_TOLERANCE = 0.02  # of the width of the table
_GRID_BEFORE, _HEADER = n.w("gridBefore"), n.w("tblHeader")


@dataclass(slots=True)
class Slot:
    """A cell as drawn. `elements` are its w:tc, the first one its own, the others those it covers."""

    row: int
    col: int
    colspan: int
    header: bool
    elements: list[_Element]
    rowspan: int = 1


@dataclass(slots=True)
class Grid:
    """All cells of a table by row and column. `reading` pairs every w:tc with its slot in document order."""

    n_rows: int = 0
    n_cols: int = 0
    slots: list[Slot] = field(default_factory=list)
    reading: list[tuple[_Element, Slot, bool]] = field(default_factory=list)


def read_grid(table: _Element) -> Grid:
    """Lay the cells out. Every w:tc ends in exactly one slot and no two slots overlap."""
    grid = Grid()
    edges = _column_edges(table)
    open_merges: dict[int, Slot] = {}
    for row in unwrap(table, (n.TR,)):
        properties = row.find(n.TR_PR)
        if properties is not None and properties.find(n.DEL) is not None:
            continue
        open_merges = _read_row(row, properties, grid, open_merges, edges)
        grid.n_rows += 1
    return grid


def _read_row(row: _Element, properties: _Element | None, grid: Grid, above: dict[int, Slot], edges: list[int]) -> dict[int, Slot]:
    """Append the slots of a row; give the merges that go on below it, by column."""
    col, header = 0, False
    if properties is not None:
        col = min(max(whole_number(attr(properties.find(_GRID_BEFORE))) or 0, 0), MAX_COLUMNS)
        header = is_on(properties.find(_HEADER))
    going_on: dict[int, Slot] = {}
    left: Slot | None = None
    cells = [(element, stated) for element in unwrap(row, (n.TC,)) if _DELETED not in (stated := _stated(element))]
    for (element, stated), span in zip(cells, _spans(cells, col, edges), strict=True):
        vertical = stated.get(_V_MERGE)
        if left is not None and stated.get(_H_MERGE) == "continue":
            left.elements.append(element)
            grid.reading.append((element, left, True))
            if left.row == grid.n_rows:
                left.colspan += span
            col += span
            continue
        covering = above.get(col) if vertical == "continue" else None
        if covering is not None and covering.colspan == span:
            covering.rowspan += 1
            covering.elements.append(element)
            slot = covering
        else:
            # a merge that goes on from nothing, or from a cell of another width, begins here
            slot = Slot(grid.n_rows, col, span, header, [element])
            grid.slots.append(slot)
        grid.reading.append((element, slot, slot is covering))
        if vertical is not None:
            going_on[col] = slot
        left = slot
        col += span
    grid.n_cols = max(grid.n_cols, col)
    return going_on


def _spans(cells: list[tuple[_Element, dict[str, str]]], col: int, edges: list[int]) -> list[int]:
    """How many columns each cell of a row takes.

    Some writers leave the spans out and give widths alone; a row that is short of cells, states no span at all and fills the
    width of the table is laid out by its widths.
    """
    spans = [min(max(whole_number(stated.get(_GRID_SPAN)) or 1, 1), MAX_COLUMNS) for _, stated in cells]
    if col + len(cells) >= len(edges) or any(_GRID_SPAN in stated for _, stated in cells):
        return spans
    at, right, by_width = col, edges[col - 1] if col else 0, []
    for element, _ in cells:
        right += _width(element.find(_CELL_WIDTH), edges[-1])
        end = min(range(len(edges)), key=lambda i: abs(edges[i] - right)) + 1
        if end <= at or abs(edges[end - 1] - right) > edges[-1] * _TOLERANCE:
            return spans
        by_width.append(end - at)
        at = end
    return by_width if at == len(edges) else spans


def _width(element: _Element | None, whole: int) -> int:
    """A w:tcW in twentieths of a point; w:type="pct" counts in fiftieths of a percent of the table."""
    width = whole_number(attr(element, _WIDTH)) or 0
    return width * whole // 5000 if attr(element, n.w("type")) == "pct" else width


def _column_edges(table: _Element) -> list[int]:
    """The right edges of the columns of w:tblGrid, in twentieths of a point; empty where it does not tell."""
    grid = table.find(n.TBL_GRID)
    widths = [whole_number(column.get(_WIDTH)) or 0 for column in grid.iterchildren(_GRID_COL)] if grid is not None else []
    return list(accumulate(widths)) if len(widths) <= MAX_COLUMNS and all(width > 0 for width in widths) else []


def _stated(cell: _Element) -> dict[str, str]:
    """The properties of a cell that place it. A merge without a value is one that goes on."""
    properties = cell.find(n.TC_PR)
    if properties is None:
        return {}
    found = properties.iterchildren(_GRID_SPAN, _V_MERGE, _H_MERGE, _DELETED)
    return {element.tag: element.get(n.VAL, "continue") for element in found}
