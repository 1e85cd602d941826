"""Ruled tables: the cells that the rulings enclose, merged cells with their spans, and the text that stands in each."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongwen.readers.page.glyphs import Ruling
from gongwen.readers.page.lines import Piece
from gongwen.readers.page.rulings import REACH, Grid, grids, tidy

NARROWEST = 4.5  # points; no glyph of print fits into a narrower row or column
OVERHANG = 8.0  # points by which rulings must stick out before an open side counts as a column
COVERED = 0.6  # share of a cell's side that must be drawn
PAGE_FRAME = 0.5  # of the page height: a one-column box with such a cell is a frame round the text
MAX_CELLS = 20_000  # elementary cells of one grid


@dataclass(slots=True)
class Block:
    """A cell of a grid: first row and column, spans, edges, and the pieces of print whose characters have their centre in it."""

    row: int
    col: int
    rowspan: int
    colspan: int
    x0: float
    top: float
    x1: float
    bottom: float
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Lattice:
    """A ruled table: column edges, row edges, its cells by row and column, and for each elementary cell the cell that covers it."""

    xs: list[float]
    ys: list[float]
    blocks: list[Block]
    owner: list[list[Block | None]]

    def at(self, x: float, y: float) -> Block | None:
        i, j = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return self.owner[i][j] if 0 <= i < len(self.owner) and 0 <= j < len(self.owner[0]) else None


def find_lattices(horizontal: Sequence[Ruling], vertical: Sequence[Ruling], page_height: float) -> list[Lattice]:
    """The ruled grids of a page with at least two cells, from top to bottom. Whether they hold text is told later, by `keep`."""
    found = [lattice for grid in grids(tidy(horizontal), tidy(vertical)) if (lattice := _lattice(grid, page_height))]
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def keep(lattice: Lattice) -> bool:
    """A drawing with fewer than two cells of text is no table."""
    return sum(1 for block in lattice.blocks if block.pieces) >= 2


def _lattice(grid: Grid, page_height: float) -> Lattice | None:
    close_sides(grid)
    xs, ys = _edges(grid.vertical), _edges(grid.horizontal)
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_cols < 1 or n_rows * n_cols < 2 or n_rows * n_cols > MAX_CELLS:
        return None
    below = _drawn(grid.horizontal, ys, xs)
    beside = _drawn(grid.vertical, xs, ys)
    label = _regions(n_rows, n_cols, below, beside)
    blocks, owner = _blocks(label, xs, ys)
    if len(blocks) < 2:
        return None
    if n_cols == 1 and any(block.bottom - block.top > PAGE_FRAME * page_height for block in blocks):
        return None
    return Lattice(xs, ys, blocks, owner)


def close_sides(grid: Grid) -> None:
    """Give an open-sided table the side that its rulings reach to (tables without outer verticals are common)."""
    for across, along in ((grid.horizontal, grid.vertical), (grid.vertical, grid.horizontal)):
        low, high = min(r.pos for r in along), max(r.pos for r in along)
        starts = [r.start for r in across if r.start < low - OVERHANG]
        ends = [r.end for r in across if r.end > high + OVERHANG]
        span = across[0].pos, across[-1].pos
        if len(starts) > 1:
            along.insert(0, Ruling(min(starts), *span))
        if len(ends) > 1:
            along.append(Ruling(max(ends), *span))


def _edges(rulings: Sequence[Ruling]) -> list[float]:
    out: list[float] = []
    for ruling in rulings:
        if not out or ruling.pos - out[-1] > NARROWEST:
            out.append(ruling.pos)
    return out


def _drawn(rulings: Sequence[Ruling], at: list[float], across: list[float]) -> list[list[bool]]:
    """For each position in `at` and each interval of `across`: whether a ruling covers most of it."""
    drawn = [[False] * (len(across) - 1) for _ in at]
    for ruling in rulings:
        line = drawn[max(0, bisect_right(at, ruling.pos + 1e-6) - 1)]
        for k, (a, b) in enumerate(itertools.pairwise(across)):
            if min(b, ruling.end + REACH) - max(a, ruling.start - REACH) >= COVERED * (b - a):
                line[k] = True
    return drawn


def _regions(n_rows: int, n_cols: int, below: list[list[bool]], beside: list[list[bool]]) -> list[list[int]]:
    """Elementary cells with no ruling between them get the same label, the row-major number of the first."""
    parent = list(range(n_rows * n_cols))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i in range(n_rows):
        for j in range(n_cols):
            here = i * n_cols + j
            if j + 1 < n_cols and not beside[j + 1][i]:
                a, b = sorted((root(here), root(here + 1)))
                parent[b] = a
            if i + 1 < n_rows and not below[i + 1][j]:
                a, b = sorted((root(here), root(here + n_cols)))
                parent[b] = a
    return [[root(i * n_cols + j) for j in range(n_cols)] for i in range(n_rows)]


def _blocks(label: list[list[int]], xs: list[float], ys: list[float]) -> tuple[list[Block], list[list[Block | None]]]:
    """Rectangles of equal labels. A region that is no rectangle is cut into bands of rows."""
    n_rows, n_cols = len(label), len(label[0])
    owner: list[list[Block | None]] = [[None] * n_cols for _ in range(n_rows)]
    blocks: list[Block] = []
    for i in range(n_rows):
        for j in range(n_cols):
            if owner[i][j] is not None:
                continue
            mark = label[i][j]
            right = j + 1
            while right < n_cols and label[i][right] == mark and owner[i][right] is None:
                right += 1
            low = i + 1
            while low < n_rows and _band_like(label[low], j, right, mark):
                low += 1
            block = Block(i, j, low - i, right - j, xs[j], ys[i], xs[right], ys[low])
            blocks.append(block)
            for row in owner[i:low]:
                row[j:right] = [block] * (right - j)
    return blocks, owner


def _band_like(row: list[int], left: int, right: int, mark: int) -> bool:
    """Whether the row goes on with the region over exactly these columns."""
    if any(value != mark for value in row[left:right]):
        return False
    return (left == 0 or row[left - 1] != mark) and (right == len(row) or row[right] != mark)


def fill(lattice: Lattice, pieces: Sequence[Piece]) -> list[Piece]:
    """Put the pieces into the cells by the centres of their characters; give back what stands outside."""
    left, right, high, low = lattice.xs[0], lattice.xs[-1], lattice.ys[0], lattice.ys[-1]
    outside: list[Piece] = []
    for piece in pieces:
        y = (piece.top + piece.bottom) / 2
        if not high <= y <= low or piece.right < left or piece.left > right:
            outside.append(piece)
            continue
        first = lattice.at((piece.x0[0] + piece.x1[0]) / 2, y)
        if first is not None and piece.x0[-1] + piece.x1[-1] < 2 * first.x1:
            first.pieces.append(piece)
            continue
        for block, part in _split(lattice, piece, y):
            (block.pieces if block is not None else outside).append(part)
    return outside


def _split(lattice: Lattice, piece: Piece, y: float) -> list[tuple[Block | None, Piece]]:
    owners = [lattice.at((a + b) / 2, y) for a, b in zip(piece.x0, piece.x1, strict=True)]
    parts: list[tuple[Block | None, Piece]] = []
    start = 0
    for i in range(1, len(owners) + 1):
        if i < len(owners) and owners[i] is owners[start]:
            continue
        text = piece.text[start:i]
        kept = [k for k, char in enumerate(text, start) if not char.isspace()]
        if kept:
            a, b = kept[0], kept[-1] + 1
            parts.append((owners[start], Piece(piece.text[a:b], piece.x0[a:b], piece.x1[a:b], piece.top, piece.bottom, piece.font)))
        start = i
    return parts
