"""Source to Body: how notices are printed, undone.

Furniture goes into a layer of its own, paragraphs and table rows that print cut are whole again, every character of
the canonical text knows its page and box. Nothing here knows what a notice means.
"""

from __future__ import annotations

from ..model.body import Block, Body, Furniture
from ..model.source import Item, Line, Source, Table
from .bookmarks import mark_headings
from .columns import columns_of
from .compose import Composer
from .flow import gather, unfold
from .furniture import take_off
from .grid import Grid, drop_empty_columns, expand, fill_down, split_at_headings
from .heading_rows import count_header_rows, lift_caption
from .joining import join
from .lost import restore
from .measure import as_printed, study

__all__ = ["lay_out"]


def lay_out(source: Source) -> Body:
    """Lay out a document.

    Args:
        source: what a reader gave.

    Returns:
        The canonical text with blocks, provenance and furniture. Empty text if the document has none.
    """
    items, furniture = take_off(source)
    items = mark_headings(items, source.bookmarks)
    items, remarks = restore(as_printed(items))
    print_ = study([item for item in items if isinstance(item, Line)])
    composer = Composer()
    blocks: list[Block] = []
    for run in _runs(items):
        if isinstance(run[0], Line):
            lines = unfold([item for item in run if isinstance(item, Line) and item.text.strip()])
            blocks += [composer.paragraph(p) for p in gather(lines, print_) if p]
        else:
            tables = [item for item in run if isinstance(item, Table) and item.cells]
            for grid in _grids(tables):
                furniture += [Furniture(kind, text, page) for kind, text, page in grid.dropped]
                blocks += [composer.paragraph(lines) for lines in grid.caption]
                blocks.append(composer.table(grid))
    return Body(composer.text(), tuple(blocks), tuple(composer.pieces), tuple(furniture), (*source.remarks, *remarks), source)


def _runs(items: list[Item]) -> list[list[Item]]:
    """Neighbouring items of one kind."""
    runs: list[list[Item]] = []
    for item in items:
        if runs and isinstance(runs[-1][0], Line) == isinstance(item, Line):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _grids(tables: list[Table]) -> list[Grid]:
    grids = [grid for i, table in enumerate(tables) if (grid := expand(table, with_empty=_may_go_on(tables, i))).rows]
    for grid in grids:
        lift_caption(grid)
        grid.n_header = count_header_rows(grid)
    joined = join([part for grid in grids for part in split_at_headings(grid)])
    for grid in joined:
        drop_empty_columns(grid)
        _fill(grid)
    return joined


def _may_go_on(tables: list[Table], i: int) -> bool:
    """Is this part of a table that a page cut? The rest of a row leaves most of its columns empty there."""
    here = tables[i]
    beside = tables[max(i - 1, 0) : i] + tables[i + 1 : i + 2]
    return any(other.n_cols == here.n_cols and other.page != here.page for other in beside)


def _fill(grid: Grid) -> None:
    """Merges that text formats lose: group and domain columns hold until the next entry."""
    columns = columns_of(grid)
    number = next((i for i, c in enumerate(columns) if c.role == "number"), None)
    held = [i for i, c in enumerate(columns) if c.role in ("group", "domain")]
    task = next((i for i, c in enumerate(columns) if c.role == "task"), None)
    if task is not None:  # bodies named left of their tasks stand for all rows down to the next
        held += [i for i, c in enumerate(columns[:task]) if c.role in ("units", "lead")]
    rows = grid.rows[grid.n_header :]
    if task is not None and all(row[task].lines or (number is not None and not row[number].lines) for row in rows):
        held.append(task)
    fill_down(grid, held)
