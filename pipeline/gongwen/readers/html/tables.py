"""The geometry of HTML tables (WHATWG HTML 4.9.12, forming a table), and whether a table holds data or lays out the page."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from ...limits import Limits
from .css import parse_style
from .tree import Element, words

MAX_SPAN = 1000  # HTML's own cap on colspan
WIDE = 2000  # columns; beyond it spans are noise and count as one
HEAD_ROWS = 3  # at most in a table that is but the head of the next
LONG_CELL = 1500  # characters: a cell with more, and most of the table's text, is a page's column

_NEUTRAL = words("div span section ul li dl dt dd p")
_ROLES = {"table": "table", "grid": "table", "treegrid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td", "gridcell": "td"}
_ROLES |= {"columnheader": "th", "rowheader": "th"}
_DISPLAYS = {"table": "table", "inline-table": "table", "table-row-group": "tbody", "table-header-group": "thead", "table-row": "tr"}
_DISPLAYS |= {"table-footer-group": "tfoot", "table-cell": "td"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in its place; spans are those that fit."""

    row: int
    col: int
    rowspan: int
    colspan: int
    element: Element
    header: bool


@dataclass(slots=True)
class Grid:
    n_rows: int
    n_cols: int
    cells: list[Placed]
    captions: list[Element] = field(default_factory=list)
    strays: list[Element | str] = field(default_factory=list)  # what stands in the table outside its cells


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Element, ...]
    group_end: int  # index of the row after the last of its group: no span goes further
    head: bool


def form(table: Element, limits: Limits | None = None) -> Grid:
    """The grid of a table: spans clipped to their row group, overlaps resolved for the earlier cell, columns and rows in
    which no cell begins taken out. Raises TABLE_TOO_LARGE for more than `max_table_cells` places.
    """
    captions: list[Element] = []
    strays: list[Element | str] = []
    rows = _rows(table, captions, strays)
    placed: list[Placed] = []
    until: list[int] = []  # by column: the first row in which it is free
    for r, row in enumerate(rows):
        col = 0
        for element in row.cells:
            while col < len(until) and until[col] > r:
                col += 1
            colspan = _span(element, "colspan", 1) if col < WIDE else 1
            colspan = max(1, min(colspan, MAX_SPAN))
            for taken in range(col, min(col + colspan, len(until))):
                if until[taken] > r:
                    colspan = taken - col
                    break
            rowspan = _span(element, "rowspan", 1)
            rowspan = row.group_end - r if rowspan == 0 else max(1, min(rowspan, row.group_end - r))
            until += [0] * (col + colspan - len(until))
            until[col : col + colspan] = [r + rowspan] * colspan
            placed.append(Placed(r, col, rowspan, colspan, element, element.tag == "th" or row.head))
            col += colspan
    grid = _compact(placed)
    grid.captions, grid.strays = captions, strays
    if limits is not None and grid.n_rows * grid.n_cols > limits.max_table_cells:
        raise limits.exceeded("max_table_cells", f"a table of {grid.n_rows} rows and {grid.n_cols} columns")
    return grid


def _rows(table: Element, captions: list[Element], strays: list[Element | str]) -> list[_Row]:
    groups: list[tuple[list[Element], bool]] = []
    loose: list[Element] | None = None
    for child in table.children:
        if isinstance(child, str):
            if not child.isspace():
                strays.append(child)
        elif child.tag == "tr":
            if loose is None:
                loose = []
                groups.append((loose, False))
            loose.append(child)
        elif child.tag in ("tbody", "thead", "tfoot"):
            loose = None
            groups.append(([e for e in child.elements() if e.tag == "tr"], child.tag == "thead"))
            strays += [c for c in child.children if (c.tag != "tr" if isinstance(c, Element) else not c.isspace())]
        elif child.tag == "caption":
            captions.append(child)
        elif child.tag not in ("colgroup", "col"):
            strays.append(child)
    rows: list[_Row] = []
    for group, head in groups:
        end = len(rows) + len(group)
        for tr in group:
            cells = tuple(e for e in tr.elements() if e.tag in ("td", "th"))
            strays += [c for c in tr.children if (c.tag not in ("td", "th") if isinstance(c, Element) else not c.isspace())]
            rows.append(_Row(cells, end, head))
    return rows


def _span(element: Element, name: str, otherwise: int) -> int:
    digits = element.attrs.get(name, "").strip()[:6]
    return int(digits) if digits.isascii() and digits.isdigit() else otherwise


def _compact(placed: list[Placed]) -> Grid:
    """The cells on a grid of only those rows and columns in which a cell begins."""
    rows = sorted({p.row for p in placed})
    cols = sorted({p.col for p in placed})
    cells = []
    for p in placed:
        row, col = bisect_left(rows, p.row), bisect_left(cols, p.col)
        rowspan = bisect_left(rows, p.row + p.rowspan) - row
        colspan = bisect_left(cols, p.col + p.colspan) - col
        cells.append(Placed(row, col, rowspan, colspan, p.element, p.header))
    return Grid(len(rows), len(cols), cells)


def adopt(elements: list[Element]) -> None:
    """Make elements that are displayed as a table, or say that they are one (ARIA), the tags of one.

    Two rows of two cells are wanted: a lone row is how pages were laid out before there were better means.
    """
    for element in elements:
        if element.tag in _NEUTRAL and element.attrs and _part(element) == "table":
            groups = [e for e in element.elements() if _part(e) in ("tbody", "thead", "tfoot")]
            rows = [row for e in (element, *groups) for row in e.elements() if _part(row) == "tr"]
            cells = [cell for row in rows for cell in row.elements() if _part(cell) in ("td", "th")]
            if len(rows) >= 2 and len(cells) >= 2 * len(rows):
                for part in (element, *groups, *rows, *cells):
                    part.tag, part.block = _part(part) or part.tag, True


def _part(element: Element) -> str | None:
    """The tag of the part of a table that the element plays."""
    if element.tag not in _NEUTRAL:
        return None
    role = element.attrs.get("role")
    if role in _ROLES:
        return _ROLES[role]
    style = element.attrs.get("style")
    return _DISPLAYS.get(parse_style(style).display or "") if style else None


def is_layout(table: Element, grid: Grid) -> bool:
    """Whether the table only arranges text on the page: one column, a frame around other tables, a column of running text."""
    if table.attrs.get("role") in ("presentation", "none"):
        return True
    filled = [p for p in grid.cells if p.element.visible]
    if len({p.col for p in filled}) <= 1:
        return True
    marked = any(p.element.tag == "th" and p.element.visible for p in filled) or bool(grid.captions)
    nested = _nested(table)
    if not marked and nested and sum(t.visible for t in nested) * 2 >= table.visible:
        return True
    longest = max(p.element.visible for p in filled)
    if longest > LONG_CELL and longest > 0.7 * table.visible and not marked and not _ruled(table, filled):
        return True
    if len({p.row for p in filled}) == 1 and not marked:
        return not _ruled(table, filled) or longest > LONG_CELL
    return False


def _nested(table: Element) -> list[Element]:
    """The outermost tables inside."""
    found: list[Element] = []
    stack = table.elements()
    while stack:
        element = stack.pop()
        if element.tag == "table":
            found.append(element)
        else:
            stack.extend(element.elements())
    return found


def _ruled(table: Element, cells: list[Placed]) -> bool:
    border = table.attrs.get("border", "0").strip()
    if border not in ("", "0") or "bordercolor" in table.attrs:
        return True
    return any(e.said.bordered for e in [table, *(p.element for p in cells[:4])])
