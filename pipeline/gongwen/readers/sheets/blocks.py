"""A sheet as it reads: titles over a table, tables side by side or below each other, notes under them, hidden cells apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from ...errors import Code, GongwenError
from ...limits import Limits
from ...model.source import Cell, Item, Layer, Line, Style, Table, Wrap
from .model import Entry, Range, Sheet

HEADING_SHARE = 0.5  # of the columns that the first row of a table fills
NOTE_SHARE = 0.5  # of the columns that a note under a table is merged over
NOTE_CHARS = 14  # a lone first cell of more characters under a table is a note
MAX_TITLE_ROWS = 12
FEW_CELLS = 2  # beside a table are a remark, no column of it

_DEFAULT_NAME = re.compile(r"\D{1,7}\d{0,4}\s?(?:\(\d+\))?", re.DOTALL)
_FIELD = re.compile("[:\uff1a]")  # "name: …", a line of a form over a table


@dataclass(slots=True)
class _Placed:
    """A cell that shows something, with the rows and columns it covers."""

    top: int
    left: int
    bottom: int
    right: int
    entry: Entry


def read_sheet(sheet: Sheet, limits: Limits) -> list[Item]:
    """The items of a sheet in reading order; what is hidden stands last, as lines of its rows."""
    placed, unseen = _place(sheet)
    items: list[Item] = []
    for region in _regions(placed):
        items += _region_items(region, limits)
    if items and not isinstance(items[0], Line) and _says_something(sheet.title):
        items.insert(0, _line(Entry(sheet.title)))
    if sheet.hidden:
        return [*_hidden_lines(placed), *_hidden_lines(unseen)]
    items += _hidden_lines(unseen)
    items += [Line(" ".join(note.split()), wrap=Wrap.PARAGRAPH, layer=Layer.COMMENT) for note in sheet.notes]
    return items


def _says_something(title: str) -> bool:
    """Not a name that the program gave (Sheet1, or a few characters and a number in any language)."""
    name = title.strip()
    return len(name) > 2 and not (_DEFAULT_NAME.fullmatch(name) and (name[-1].isdecimal() or name[-1] == ")"))


def _place(sheet: Sheet) -> tuple[list[_Placed], list[_Placed]]:
    """The cells shown, and those hidden. A merged cell shows what its top left corner holds, from its first row and column seen."""
    merged = {(r.top, r.left): r for r in sheet.merged}
    rows, columns = _ranks({r for r, _ in sheet.cells}, sheet.merged, 0), _ranks({c for _, c in sheet.cells}, sheet.merged, 1)
    shown: list[_Placed] = []
    hidden: list[_Placed] = []
    for (r, c), entry in sorted(sheet.cells.items(), key=itemgetter(0)):
        area = merged.get((r, c), Range(r, c, r, c))
        seen_rows = [i for i in rows[bisect_left(rows, r) : bisect_right(rows, area.bottom)] if i not in sheet.hidden_rows]
        seen_columns = [j for j in columns[bisect_left(columns, c) : bisect_right(columns, area.right)] if j not in sheet.hidden_columns]
        if seen_rows and seen_columns:
            shown.append(_Placed(seen_rows[0], seen_columns[0], seen_rows[-1], seen_columns[-1], entry))
        else:
            hidden.append(_Placed(r, c, r, c, entry))
    return _without_hidden(shown, sheet), hidden


def _ranks(used: set[int], merged: Sequence[Range], axis: int) -> list[int]:
    """Rows (or columns) that matter: those with cells, and those at which a merged cell begins or ends within them."""
    top = max(used, default=0)
    return sorted(used | {r[axis] for r in merged if r[axis] <= top} | {min(r[axis + 2], top) for r in merged if r[axis] <= top})


def _without_hidden(cells: list[_Placed], sheet: Sheet) -> list[_Placed]:
    """The cells moved together over hidden rows and columns, so that these part nothing."""
    rows, columns = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
    if rows or columns:
        for cell in cells:
            cell.top, cell.bottom = (i - bisect_left(rows, i) for i in (cell.top, cell.bottom))
            cell.left, cell.right = (j - bisect_left(columns, j) for j in (cell.left, cell.right))
    return cells


def _hidden_lines(cells: Sequence[_Placed]) -> Iterator[Line]:
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.top, []).append(" ".join(cell.entry.text.split()))
    for texts in rows.values():
        yield Line("\t".join(texts), wrap=Wrap.PARAGRAPH, layer=Layer.HIDDEN)


# ---------------------------------------------------------------- regions


def _regions(cells: list[_Placed]) -> list[list[_Placed]]:
    """Cells cut apart at empty rows and columns; what an empty row or a spacer column parts within one table stays together."""
    out: list[list[_Placed]] = []
    for band in _bands(cells):
        parts = _beside(_cut(band, columns=True))
        if len(parts) == 1:
            out.append(band)
        else:
            for part in parts:
                out += _regions(part)
    return out


def _bands(cells: list[_Placed]) -> list[list[_Placed]]:
    bands: list[list[_Placed]] = []
    for band in (part for group in _cut(cells, columns=False) for part in _steps(group)):
        if bands and _goes_on(bands[-1], band):
            gap = min(c.top for c in band) - max(c.bottom for c in bands[-1]) - 1
            for cell in band:
                cell.top, cell.bottom = cell.top - gap, cell.bottom - gap
            bands[-1] += band
        else:
            bands.append(band)
    return bands


def _steps(cells: list[_Placed]) -> list[list[_Placed]]:
    """Cut where all that stands below stands beside all that stands above: tables that touch at a corner."""
    rows = _rows(cells)
    below = [(0, 0)] * len(rows)
    low, high = _extent(rows[-1])
    for i in range(len(rows) - 1, -1, -1):
        left, right = _extent(rows[i])
        low, high = min(low, left), max(high, right)
        below[i] = low, high
    parts: list[list[_Placed]] = [[]]
    for i, row in enumerate(rows):
        if parts[-1]:
            left, right = _extent(parts[-1])
            if right < below[i][0] or below[i][1] < left:
                parts.append([])
        parts[-1] += row
    return parts


def _beside(parts: list[list[_Placed]]) -> list[list[_Placed]]:
    """Parts that stand side by side, put together again where an empty column is only a spacer."""
    out: list[list[_Placed]] = []
    for part in parts:
        if out and not _apart(out[-1], part):
            out[-1] = sorted([*out[-1], *part], key=lambda c: (c.top, c.left))
        else:
            out.append(part)
    return out


def _apart(one: list[_Placed], two: list[_Placed]) -> bool:
    """Two tables side by side: neither a mere column, both from the same row on, of different rows or under the same heading."""
    if min(len(one), len(two)) <= FEW_CELLS:
        return True
    rows, others = {c.top for c in one}, {c.top for c in two}
    if rows.isdisjoint(others):
        return True
    if any(left == right for left, right in (_extent(one), _extent(two))) or min(rows) != min(others):
        return False
    return rows != others or [c.entry.text for c in _rows(one)[0]] == [c.entry.text for c in _rows(two)[0]]


def _cut(cells: list[_Placed], *, columns: bool) -> list[list[_Placed]]:
    """Cells in groups that an empty row (or column) parts, in order."""
    if not cells:
        return []
    start, end = (_left, _right) if columns else (_top, _bottom)
    groups: list[list[_Placed]] = []
    reach = -2
    for cell in sorted(cells, key=start):
        if start(cell) > reach + 1:
            groups.append([])
        groups[-1].append(cell)
        reach = max(reach, end(cell))
    return [sorted(group, key=lambda c: (c.top, c.left)) for group in groups]


def _top(cell: _Placed) -> int:
    return cell.top


def _bottom(cell: _Placed) -> int:
    return cell.bottom


def _left(cell: _Placed) -> int:
    return cell.left


def _right(cell: _Placed) -> int:
    return cell.right


def _goes_on(above: list[_Placed], below: list[_Placed]) -> bool:
    """Whether rows under an empty one belong to the table above it: same columns, no heading of their own."""
    first = [c for c in below if c.top == below[0].top]
    if _extent(above) != _extent(below) or len(first) < 2:
        return False
    last = above[-1].top
    if sum(1 for c in above if c.top == last) < 2:
        return False
    texts = [c.entry.text for c in first]
    if any([c.entry.text for c in row] == texts for row in _rows(above)):
        return False  # the heading again
    return not (all(c.entry.style.bold for c in first) and not all(c.entry.style.bold for c in above))


def _extent(cells: Sequence[_Placed]) -> tuple[int, int]:
    return min(c.left for c in cells), max(c.right for c in cells)


def _rows(cells: Sequence[_Placed]) -> list[list[_Placed]]:
    """The cells by the row they begin in."""
    rows: dict[int, list[_Placed]] = {}
    for cell in cells:
        rows.setdefault(cell.top, []).append(cell)
    return [rows[r] for r in sorted(rows)]


# ---------------------------------------------------------------- items


def _region_items(cells: list[_Placed], limits: Limits) -> Iterator[Item]:
    rows = _rows(cells)
    left, right = _extent(cells)
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


def _first_table_row(rows: list[list[_Placed]], left: int, right: int) -> int:
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


def _end_of_table(rows: list[list[_Placed]], first: int, left: int, right: int) -> int:
    """Behind the last row that is no note: a lone cell from the first column on, merged over much of the width or long."""
    end = len(rows)
    while end > first + 1 and len(rows[end - 1]) == 1:
        cell = rows[end - 1][0]
        held = any(other.bottom >= cell.top for row in rows[first : end - 1] for other in row)
        wide = cell.right - cell.left + 1 > NOTE_SHARE * (right - left + 1)
        if held or cell.left != left or not (wide or len(cell.entry.text) > NOTE_CHARS):
            break
        end -= 1
    return end


def _row_line(row: Sequence[_Placed], *, blank_before: bool = False) -> Line:
    """A row over or under a table as one line."""
    text = "  ".join(" ".join(cell.entry.text.split("\n")) for cell in row)
    style = row[0].entry.style
    if len(row) > 1 and style.align:
        style = Style(style.size, style.bold, style.font)
    return _line(Entry(text, style), blank_before=blank_before)


def _line(entry: Entry, *, blank_before: bool = True) -> Line:
    return Line(entry.text.strip(), wrap=Wrap.PARAGRAPH, style=entry.style, blank_before=blank_before)


def _table(cells: list[_Placed], limits: Limits) -> Table:
    top, low = min(c.top for c in cells), max(c.bottom for c in cells)
    left, right = _extent(cells)
    n_rows, n_cols = low - top + 1, right - left + 1
    if n_rows * n_cols > limits.max_table_cells:
        raise GongwenError(
            Code.TABLE_TOO_LARGE,
            f"a table of {n_rows} rows and {n_cols} columns",
            hint=f"The limit max_table_cells is {limits.max_table_cells}.",
        )
    made = tuple(
        Cell(c.top - top, c.left - left, _lines(c.entry), c.bottom - c.top + 1, c.right - c.left + 1)
        for c in sorted(cells, key=lambda c: (c.top, c.left))
    )
    return Table(n_rows, n_cols, made)


def _lines(entry: Entry) -> tuple[Line, ...]:
    """The lines of a cell: a break typed in it parts them, whether or not the paragraph goes on."""
    parts = [part for raw in entry.text.split("\n") if (part := raw.strip())]
    wraps = [*[Wrap.SOFT] * (len(parts) - 1), Wrap.PARAGRAPH]
    return tuple(Line(part, wrap=wrap, style=entry.style) for part, wrap in zip(parts, wraps, strict=True))
