"""A sheet as it reads: titles over a table, tables side by side or below each other, notes under them, hidden cells apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ...limits import Limits
from ...model.source import Cell, Item, Layer, Line, Style, Table, Wrap
from .model import Entry, Sheet
from .regions import Placed, extent, place, regions, rows_of

HEADING_SHARE = 0.5  # of the columns that the first row of a table fills
NOTE_SHARE = 0.5  # of the columns that a note under a table is merged over
NOTE_CHARS = 14  # a lone first cell of more characters under a table is a note
MAX_TITLE_ROWS = 12

_DEFAULT_NAME = re.compile(r"\D{1,7}\d{0,4}\s?(?:\(\d+\))?", re.DOTALL)
_FIELD = re.compile("[:\uff1a]")  # "name: …", a line of a form over a table


def read_sheet(sheet: Sheet, limits: Limits, *, first: bool = True) -> list[Item]:
    """The items of a sheet in reading order; what is hidden stands last, as lines of its rows.

    The name of the sheet stands over it where it has no title of its own: over a table that has none above it, and over mere text that
    is not the `first` of the workbook, lest it read as what goes on from the table before.
    """
    placed, unseen = place(sheet)
    items: list[Item] = []
    for region in regions(placed):
        items += _region_items(region, limits)
    if items and _says_something(sheet.title) and _lacks_title(items, sheet.title.strip(), first):
        items.insert(0, _line(Entry(sheet.title)))
    if sheet.hidden:
        return [*_hidden_lines(placed), *_hidden_lines(unseen)]
    items += _hidden_lines(unseen)
    items += [Line(" ".join(note.split()), wrap=Wrap.PARAGRAPH, layer=Layer.COMMENT) for note in sheet.notes]
    return items


def _lacks_title(items: Sequence[Item], name: str, first: bool) -> bool:
    top = items[0]
    if not isinstance(top, Line):
        return True
    return not first and all(isinstance(item, Line) for item in items) and name not in top.text and top.text not in name


def _says_something(title: str) -> bool:
    """Not a name that the program gave (Sheet1, or a few characters and a number in any language)."""
    name = title.strip()
    return len(name) > 2 and not (_DEFAULT_NAME.fullmatch(name) and (name[-1].isdecimal() or name[-1] == ")"))


def _hidden_lines(cells: Sequence[Placed]) -> Iterator[Line]:
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.top, []).append(" ".join(cell.entry.text.split()))
    for texts in rows.values():
        yield Line("\t".join(texts), wrap=Wrap.PARAGRAPH, layer=Layer.HIDDEN)


def _region_items(cells: list[Placed], limits: Limits) -> Iterator[Item]:
    rows = rows_of(cells)
    left, right = extent(cells)
    first = _first_table_row(rows, left, right)
    end = _end_of_table(rows, first, left, right)
    if end - first < 2 or right == left:
        first = end = len(rows)
    for i, row in enumerate(rows[:first]):
        yield _row_line(row, blank_before=i == 0)
    if end > first:
        yield _table([cell for row in rows[first:end] for cell in row], limits)
    for row in rows[end:]:
        yield _row_line(row)


def _first_table_row(rows: list[list[Placed]], left: int, right: int) -> int:
    """The first row that has several cells over much of the width, and is not a line of a form."""
    width = right - left + 1
    for i, row in enumerate(rows[:MAX_TITLE_ROWS]):
        if len(row) < 2 or (row[0].bottom > row[0].top and len(rows) > i + 1 and len(row) + len(rows[i + 1]) < HEADING_SHARE * width):
            continue
        if all(_FIELD.search(cell.entry.text) for cell in row):
            continue
        usual = sorted(len(r) for r in rows[i:])[len(rows[i:]) // 2]
        covered = sum(c.right - c.left + 1 for c in row)
        if covered >= 0.7 * width or len(row) >= HEADING_SHARE * usual:
            return i
    return 0 if all(len(row) > 1 for row in rows) else next((i for i, row in enumerate(rows) if len(row) > 1), len(rows))


def _end_of_table(rows: list[list[Placed]], first: int, left: int, right: int) -> int:
    """Behind the last row that is no note: a lone cell from the first column on, merged over much of the width or long."""
    end = len(rows)
    reach = list(accumulate((max(c.bottom for c in row) for row in rows[first:]), max))
    while end > first + 1 and len(rows[end - 1]) == 1:
        cell = rows[end - 1][0]
        held = reach[end - 2 - first] >= cell.top
        wide = cell.right - cell.left + 1 > NOTE_SHARE * (right - left + 1)
        if held or cell.left != left or not (wide or len(cell.entry.text) > NOTE_CHARS):
            break
        end -= 1
    return end


def _row_line(row: Sequence[Placed], *, blank_before: bool = False) -> Line:
    """A row over or under a table as one line."""
    text = "  ".join(" ".join(cell.entry.text.split("\n")) for cell in row)
    style = row[0].entry.style
    if len(row) > 1 and style.align:
        style = Style(style.size, style.bold, style.font)
    return _line(Entry(text, style), blank_before=blank_before)


def _line(entry: Entry, *, blank_before: bool = True) -> Line:
    return Line(entry.text.strip(), wrap=Wrap.PARAGRAPH, style=entry.style, blank_before=blank_before)


def _table(cells: list[Placed], limits: Limits) -> Table:
    top, low = min(c.top for c in cells), max(c.bottom for c in cells)
    left, right = extent(cells)
    n_rows, n_cols = low - top + 1, right - left + 1
    if n_rows * n_cols > limits.max_table_cells:
        raise limits.exceeded("max_table_cells", f"a table of {n_rows} rows and {n_cols} columns")
    made = tuple(
        Cell(c.top - top, c.left - left, _lines(c.entry), c.bottom - c.top + 1, c.right - c.left + 1)
        for c in sorted(cells, key=lambda c: (c.top, c.left))
    )
    return Table(n_rows, n_cols, made)


def _lines(entry: Entry) -> tuple[Line, ...]:
    """The lines of a cell: a break typed in it parts them, whether or not the paragraph goes on."""
    if "\n" not in entry.text:
        return (Line(entry.text.strip(), wrap=Wrap.PARAGRAPH, style=entry.style),)
    parts = [part for raw in entry.text.split("\n") if (part := raw.strip())]
    wraps = [*[Wrap.SOFT] * (len(parts) - 1), Wrap.PARAGRAPH]
    return tuple(Line(part, wrap=wrap, style=entry.style) for part, wrap in zip(parts, wraps, strict=True))
