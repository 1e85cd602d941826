"""Tables whole again: parts on following pages joined, repeated headings dropped, rows that the break cut mended.

A joined part is never guessed: where the evidence is missing the tables stay apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import sub

from .grid import Grid, GridCell, heading_texts
from .page_cuts import mend_cut

SAME_EDGE = 6.0  # points within which the edges of columns on two pages are one


def join(grids: list[Grid]) -> list[Grid]:
    """Join each grid to the one before it where it continues it. Only neighbours are given."""
    out: list[Grid] = []
    for grid in grids:
        part = _in_columns_of(out[-1], grid) if out else None
        if part is not None and _continues(out[-1], part):
            _append(out[-1], part)
        else:
            out.append(grid)
    return out


def _in_columns_of(above: Grid, below: Grid) -> Grid | None:
    """The part `below` with as many columns as `above`: columns that are blank on its page, or over which all its cells are merged."""
    if below.n_cols == above.n_cols:
        return below
    if below.n_header or below.n_cols > above.n_cols or not (above.edges and below.edges and _as_wide(above, below)):
        return None
    places = [next((k for k, x in enumerate(below.edges) if abs(x - above.edges[c]) < SAME_EDGE), None) for c in above.kept]
    if places[0] is None or not set(below.kept) <= set(places):
        return None
    rows = []
    for row in below.rows:
        cells = dict(zip(below.kept, row, strict=True))
        wide: list[GridCell] = []
        for place in places:
            wide.append(wide[-1] if place is None else cells[place] if place in cells else GridCell([]))
        rows.append(wide)
    return replace(below, rows=rows, n_cols=above.n_cols, edges=above.edges, kept=above.kept)


def _as_wide(above: Grid, below: Grid) -> bool:
    if above.box is None or below.box is None or above.pages == below.pages:
        return False
    return abs(above.box.x0 - below.box.x0) < SAME_EDGE and abs(above.box.x1 - below.box.x1) < SAME_EDGE


def _continues(above: Grid, below: Grid) -> bool:
    if above.n_cols != below.n_cols or (below.caption and _caption(above) != _caption(below)):
        return False
    if below.n_header:
        return heading_texts(above) == heading_texts(below)
    if above.edges and below.edges and len(above.edges) == len(below.edges):
        narrowest = min(map(sub, above.edges[1:], above.edges), default=0.0)
        within = SAME_EDGE if above.ruled and below.ruled else max(SAME_EDGE, 0.5 * narrowest)  # print gives no edges, only its own
        return all(abs(a - b) < within for a, b in zip(above.edges, below.edges, strict=True))
    if above.pages and below.pages:
        return above.pages[-1] != below.pages[0]
    return _counts_on(above, below)


def _counts_on(above: Grid, below: Grid) -> bool:
    """Where there are no pages to cut a table in two, the running number of its rows proves that the parts are one."""
    last, first = (rows[i][0].text.strip() if rows and rows[i] else "" for rows, i in ((above.rows, -1), (below.rows, 0)))
    return all(text.isascii() and text.isdecimal() and len(text) < 6 for text in (last, first)) and int(first) == int(last) + 1


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
