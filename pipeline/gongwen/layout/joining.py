"""Tables whole again: parts on following pages joined, repeated headings dropped, rows that the break cut mended.

A joined part is never guessed: where the evidence is missing the tables stay apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from .grid import Grid, GridCell, heading_texts
from .page_cuts import mend_cut


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
        return heading_texts(above) == heading_texts(below)
    if above.edges and below.edges and len(above.edges) == len(below.edges):
        return all(abs(a - b) < 6 for a, b in zip(above.edges, below.edges, strict=True))
    return bool(above.pages) and bool(below.pages) and above.pages[-1] != below.pages[0]


def _caption(grid: Grid) -> list[str]:
    return ["".join("".join(line.text for line in lines).split()) for lines in grid.caption]


def _append(above: Grid, below: Grid) -> None:
    page = below.pages[0] if below.pages else None
    above.dropped += [("repeated_header", text, page) for text in _caption(below)]
    for row in below.rows[: below.n_header]:
        above.dropped += [("repeated_header", cell.text, page) for cell in _distinct(row)]
    above.rows += mend_cut(above, below.rows[below.n_header :], page)
    above.pages += [p for p in below.pages if p not in above.pages]
    above.dropped += below.dropped


def _distinct(row: Sequence[GridCell]) -> list[GridCell]:
    seen: list[GridCell] = []
    for cell in row:
        if cell.lines and not any(cell is x for x in seen):
            seen.append(cell)
    return seen
