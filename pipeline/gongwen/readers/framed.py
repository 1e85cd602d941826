"""Tables that hold the text of a document in their rows: sheets saved as pages, forms in which a whole notice was typed."""

from __future__ import annotations

from dataclasses import replace

from ..model.source import Cell, Item, Table

PEELED = 3  # rows of one cell over all columns, in a run, from which they are text before or after the table
FRAMED = 10  # lines in a table of one column from which it only frames a text


def unframed(table: Table) -> list[Item]:
    """The lines of text that stand above and below in the table's own rows, and the table that is left; most are given back as they are."""
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.lines:
            by_row.setdefault(cell.row, []).append(cell)
    texts = [_is_text(by_row.get(row, []), table) for row in range(table.n_rows)]
    if all(texts):
        lines = [line for cell in table.cells for line in cell.lines]
        return [*lines] if len(lines) >= FRAMED else [table]
    first = texts.index(False)
    last = table.n_rows - texts[::-1].index(False)
    first = first if first >= PEELED else 0
    last = last if table.n_rows - last >= PEELED else table.n_rows
    if not first and last == table.n_rows:
        return [table]
    inner = tuple(replace(cell, row=cell.row - first) for cell in table.cells if first <= cell.row < last)
    before = [line for cell in table.cells if cell.row < first for line in cell.lines]
    after = [line for cell in table.cells if cell.row >= last for line in cell.lines]
    return [*before, replace(table, n_rows=last - first, cells=inner), *after]


def _is_text(filled: list[Cell], table: Table) -> bool:
    return not filled or (len(filled) == 1 and filled[0].rowspan == 1 and filled[0].colspan == table.n_cols)
