"""A neutral document as OFD: set in lines of print, tables drawn as paths, paged, with page numbers, as a maker of OFD does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import ofd_builder as ofd

from .document import Document, Paragraph, Table
from .render_docx import CENTRED, FACES, FLUSH, RIGHT

MM = 25.4 / 72  # millimetres in a point
TOP, BOTTOM, LEFT, RIGHT_MARGIN = 37.0, 35.0, 28.0, 26.0
LEADING, WIDE_LEADING = 28 * MM, 34 * MM
CELL_SIZE, CELL_LEADING, CELL_GAP = 10.5 * MM, 15.6 * MM, 1.9
FONT = {"title": "3", "issuer_head": "3", "heading1": "2", "heading2": "4", "body": "1"}
SHORT = 6  # lines of a merged cell that no page break cuts
NO_START = "，。、；：！？）》”〕】’％%·"
NO_END = "（《“〔【‘"
_UNIT = re.compile(r"[0-9A-Za-z.,%+/-]+|.", re.DOTALL)
_SCATTER = re.compile(r"[0-9]+|[^0-9]{1,9}")


@dataclass
class _Cell:
    row: int
    col: int
    end: int
    last: int
    lines: list[str]
    header: bool


@dataclass
class _Press:
    """The pages as they fill: objects of the page at hand, the pen's height, whether pages lie on their side."""

    scattered: bool
    turned: bool = False
    y: float = TOP
    objects: list[str] = field(default_factory=list)
    sheets: list[ofd.Sheet] = field(default_factory=list)

    @property
    def size(self) -> tuple[float, float]:
        return (297.0, 210.0) if self.turned else (210.0, 297.0)

    @property
    def width(self) -> float:
        return self.size[0] - LEFT - RIGHT_MARGIN

    @property
    def foot(self) -> float:
        return self.size[1] - BOTTOM

    def end_page(self, *, turned: bool | None = None) -> None:
        foot = f"— {len(self.sheets) + 1} —"
        self.print(LEFT + (self.width - sum(ofd.widths(foot, 5.0))) / 2, self.size[1] - 25.0, foot, 5.0, "1")
        self.sheets.append(ofd.Sheet("".join(self.objects), self.size))
        self.objects, self.y = [], TOP
        self.turned = self.turned if turned is None else turned

    def print(self, x: float, y: float, string: str, size: float, font: str) -> None:
        """Text on the base line y, as one object or, scattered, cut before and after every number."""
        for part in _SCATTER.findall(string) if self.scattered else [string]:
            self.objects.append(ofd.text(x, y, part, size, Font=font))
            x += sum(ofd.widths(part, size))


def render_ofd(document: Document, *, scattered: bool = False) -> bytes:
    """The notice as an OFD file; with `scattered` every line is several text objects."""
    press = _Press(scattered)
    for block in document.blocks:
        wants = isinstance(block, Table) and document.landscape_tables
        if wants != press.turned and (wants or isinstance(block, Paragraph)):
            press.end_page(turned=wants)
        if isinstance(block, Table):
            _table(press, block)
        else:
            _paragraph(press, block)
    press.end_page()
    return ofd.build(press.sheets)


def _paragraph(press: _Press, block: Paragraph) -> None:
    if block.page_break_before and press.objects:
        press.end_page()
    face = block.role if block.role in ("title", "issuer_head") else "body"
    if block.role == "heading":
        face = {1: "heading1", 2: "heading2"}.get(block.level, "body")
    size = FACES[face][1] * MM
    leading = WIDE_LEADING if block.role in CENTRED else LEADING
    indent = 0.0 if block.role in CENTRED or block.role in RIGHT or block.role in FLUSH else 2 * size
    for text in block.text.split("\n"):
        for line in wrap(text, press.width, size, indent):
            if press.y + leading > press.foot:
                press.end_page()
            spare = press.width - indent - sum(ofd.widths(line, size))
            shift = spare / 2 if block.role in CENTRED else spare - (4 * size if spare > 8 * size else 0) if block.role in RIGHT else 0.0
            press.print(LEFT + indent + max(0.0, shift), press.y + (leading + 0.76 * size) / 2, line, size, FONT[face])
            press.y += leading
            indent = 0.0
        indent = 2 * size if block.role not in CENTRED | RIGHT | FLUSH else 0.0


def wrap(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """Lines as wide as fits: numbers and words whole, no closing mark at a start, no opening one at an end."""
    lines: list[str] = []
    line, room = "", width - indent
    for unit in _UNIT.findall(text):
        wide = sum(ofd.widths(unit, size))
        if line and wide > room + 1e-6 and not (unit in NO_START and wide <= room + size):
            carried = ""
            while line[:-1] and line[-1] in NO_END:
                carried, line = line[-1] + carried, line[:-1]
            lines.append(line)
            line, room = carried, width - sum(ofd.widths(carried, size))
        while wide > width:  # a word longer than the line
            fits = max(1, int(room / (size / 2)))
            lines.append(line + unit[:fits])
            line, unit, room = "", unit[fits:], width
            wide = sum(ofd.widths(unit, size))
        line += unit
        room -= wide
    return [*lines, line] if line or not lines else lines


def _table(press: _Press, block: Table) -> None:
    grid = block.grid()
    asked = [min(24, max(4, *(min(len(row[c][0].text), 24) for row in grid))) for c in range(len(grid[0]))]
    xs = [LEFT]
    for share in asked:
        xs.append(xs[-1] + press.width * share / sum(asked))
    cells = list(_cells(block, xs))
    heights = _heights(cells, len(grid))
    heads = block.header_rows
    heading = _heights([c for c in cells if c.header], heads)
    if press.y + sum(heading) + heights[min(heads, len(grid) - 1)] > press.foot and press.y > TOP:
        press.end_page()  # the heading never stands alone
    row = 0
    while row < len(grid):
        if row == 0 or press.y == TOP:
            _draw(press, [c for c in _cells(block, xs) if c.header], 0, heads, heading, xs)
            row, bare = max(row, heads), press.y
        end = row
        while end < len(grid) and press.y + sum(heights[row : end + 1]) <= press.foot:
            end += 1
        if end == row and press.y == bare:  # a row taller than a page: what fits of it, the rest on the next
            heights[row] = press.foot - press.y
            _draw(press, cells, row, row + 1, heights, xs)
            heights[row] = 0.0
        elif end > row:
            _draw(press, cells, row, end, heights, xs)
            row = end
        if row < len(grid):
            press.end_page()
            _grow(cells, heights, row)


def _cells(block: Table, xs: list[float]) -> Iterator[_Cell]:
    grid = block.grid()
    for r, row in enumerate(grid):
        for c, (cell, here) in enumerate(row):
            if not here:
                continue
            end, last = min(r + cell.rowspan, len(grid)), min(c + cell.colspan, len(row))
            room = xs[last] - xs[c] - 2 * CELL_GAP
            lines = [line for part in cell.text.split("\n") for line in wrap(part, room, CELL_SIZE)]
            yield _Cell(r, c, end, last, lines, r < block.header_rows)


def _heights(cells: list[_Cell], n: int) -> list[float]:
    heights = [CELL_LEADING + CELL_GAP] * n
    _grow(cells, heights, 0)
    return heights


def _grow(cells: list[_Cell], heights: list[float], first: int) -> None:
    """Rows from `first` on high enough for what the cells still have to print, merged ones after the others."""
    for cell in sorted(cells, key=lambda c: c.end - c.row):
        rows = range(max(first, cell.row), cell.end)
        if not rows or rows[-1] >= len(heights):
            continue
        missing = len(cell.lines) * CELL_LEADING + CELL_GAP - sum(heights[r] for r in rows)
        heights[rows[-1]] += max(0.0, missing)


def _parts(cells: list[_Cell], first: int, end: int) -> list[_Cell]:
    """Merged cells that go on over the end of this page, as far as it."""
    return [replace(cell, end=end) for cell in cells if first <= cell.row < end < cell.end]


def _draw(press: _Press, cells: list[_Cell], first: int, end: int, heights: list[float], xs: list[float]) -> None:
    """Rows first to end at the pen, each cell with as many of its lines as its part of this page holds; a short one is kept whole."""
    if end - first > 1 or heights[first] < press.foot - press.y:
        _grow([cell for cell in _parts(cells, first, end) if len(cell.lines) <= SHORT], heights, first)
    ys = [press.y]
    for r in range(first, end):
        ys.append(ys[-1] + heights[r])
    for cell in cells:
        if cell.end <= first or cell.row >= end:
            continue
        top, low = ys[max(cell.row, first) - first], ys[min(cell.end, end) - first]
        left, right = xs[cell.col], xs[cell.last]
        press.objects.append(ofd.box(left, top, right, low))
        fits = max(0, int((low - top - CELL_GAP + 1e-6) / CELL_LEADING))
        lines, cell.lines = cell.lines[:fits], cell.lines[fits:]
        y = top + CELL_GAP / 2
        if cell.header:
            y += (low - top - CELL_GAP - len(lines) * CELL_LEADING) / 2
        for line in lines:
            spare = right - left - sum(ofd.widths(line, CELL_SIZE)) if cell.header else 2 * CELL_GAP
            press.print(left + spare / 2, y + 0.76 * CELL_LEADING, line, CELL_SIZE, "2" if cell.header else "1")
            y += CELL_LEADING
    press.y = ys[-1]
