"""Tables without a full set of rulings: three-line tables (rules above, below the heads, at the end) and tables set by columns.

Precision comes first. A table without any rule needs three columns and three lines that agree; with rules it needs two columns, and
most of the lines between the rules must be cut by the same gaps. Paragraphs, signatures, tables of contents fail one of these.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongwen.readers.page.columns import Chunk, chunks_of
from gongwen.readers.page.glyphs import Ruling
from gongwen.readers.page.lines import Piece
from gongwen.readers.page.rulings import tidy

ROWS = 3  # lines that must agree
FREE_COLUMNS = 3  # columns needed where no rule helps
SAME_EDGE = 4.0  # points within which rules begin or end alike
RULE_WIDTH = 120.0  # points; shorter rules are underlines
CUT_SHARE = 0.6  # of the lines between rules that must be cut into columns
FLUSH = 0.6  # em within which a column's cells begin, end or are centred alike
FLUSH_SHARE = 0.8  # of the cells of a column
FAR = 2.6  # times a line's height to the next row of a table without rules
APART = 1.12  # times the distance of lines in a cell, from which rows stand apart
CLOSE = 1.05  # times that distance by which lines of one cell may differ
WALL = 1.6  # em left at the end of a line that goes on below
FILLED = 0.6  # of the rows that must fill all columns but one


@dataclass(slots=True)
class AlignedCell:
    """A cell of an aligned table with its pieces of print."""

    row: int
    col: int
    colspan: int
    pieces: list[Piece]


@dataclass(slots=True)
class Aligned:
    """A table found by alignment, standing for `lines[start:end]`; `edges` has the column edges."""

    start: int
    end: int
    n_rows: int
    edges: list[tuple[float, float]]
    cells: list[AlignedCell] = field(default_factory=list)


def find_aligned(lines: Sequence[list[Piece]], rules: Sequence[Ruling]) -> list[Aligned]:
    """Tables among the lines of a page (in reading order), from first to last; `rules` are the horizontal ones of no ruled table."""
    if sum(1 for line in lines if len(line) > 1) < ROWS:
        return []
    chunks = [chunks_of(line) for line in lines]
    if sum(1 for line in chunks if len(line) > 1) < ROWS:
        return []
    found = _between_rules(chunks, rules)
    taken = {i for table in found for i in range(table.start, table.end)}
    found += _free(chunks, taken)
    return sorted(found, key=lambda table: table.start)


def _between_rules(lines: list[list[Chunk]], rules: Sequence[Ruling]) -> list[Aligned]:
    found = []
    for stack in _stacks([rule for rule in tidy(rules) if rule.end - rule.start >= RULE_WIDTH]):
        inside = [i for i, line in enumerate(lines) if _stands_in(line, stack)]
        if len(inside) < 2 or inside[-1] - inside[0] != len(inside) - 1:
            continue
        marks = [rule.pos for rule in stack]
        bands = [bisect_right(marks, _middle(lines[i])) for i in inside]
        cut = _under_heading([lines[i] for i in inside]) if bands.count(1) == 1 else None
        if cut is None:
            columns = _columns([lines[i] for i in inside])
            cut = None if columns is None else (columns, [lines[i] for i in inside])
        if cut is None:
            continue
        columns, body = cut
        if len(marks) > 3:
            rows = _by_band(body, bands)
        else:
            n_head = bands.count(1)
            rows = [body[:n_head], *rows_of(body[n_head:], columns)]
        if len(rows) >= 2:
            found.append(_table(inside[0], inside[-1] + 1, columns, rows))
    return found


def _stacks(rules: list[Ruling]) -> list[list[Ruling]]:
    """Three or more rules of the same extent above each other."""
    stacks: list[list[Ruling]] = []
    for rule in rules:
        for stack in stacks:
            if abs(stack[0].start - rule.start) <= SAME_EDGE and abs(stack[0].end - rule.end) <= SAME_EDGE:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) >= 3]


def _stands_in(line: list[Chunk], stack: list[Ruling]) -> bool:
    inside = line[0].left >= stack[0].start - SAME_EDGE and line[-1].right <= stack[0].end + SAME_EDGE
    return inside and stack[0].pos < _middle(line) < stack[-1].pos


def _middle(line: list[Chunk]) -> float:
    piece = line[0].pieces[0]
    return (piece.top + piece.bottom) / 2


def _columns(lines: list[list[Chunk]]) -> list[tuple[float, float]] | None:
    """The columns of the lines with the most usual number of chunks, if these are most of the lines and agree."""
    cut = [line for line in lines if len(line) > 1]
    if len(cut) < ROWS or len(cut) < CUT_SHARE * len(lines):
        return None
    n = Counter(len(line) for line in cut).most_common(1)[0][0]
    full = [line for line in cut if len(line) == n]
    if len(full) < ROWS:
        return None
    columns = [(min(line[c].left for line in full), max(line[c].right for line in full)) for c in range(n)]
    return columns if all(a[1] < b[0] for a, b in pairwise(columns)) else None


def _by_band(lines: Sequence[list[Chunk]], bands: Sequence[int]) -> list[list[list[Chunk]]]:
    """One row between two rules."""
    rows: list[list[list[Chunk]]] = []
    for k, line in enumerate(lines):
        if k == 0 or bands[k] != bands[k - 1]:
            rows.append([])
        rows[-1].append(line)
    return rows


def _under_heading(lines: Sequence[list[Chunk]]) -> tuple[list[tuple[float, float]], list[list[Chunk]]] | None:
    """Columns told by the heading alone, and the lines cut into them; None where some line does not fit."""
    columns, body = _grow(lines, 0, len(lines))
    return (columns, body) if len(body) == len(lines) and len(columns) > 1 else None


def _free(lines: list[list[Chunk]], taken: set[int]) -> list[Aligned]:
    found = []
    i = 0
    while i < len(lines):
        if len(lines[i]) < FREE_COLUMNS or i in taken:
            i += 1
            continue
        end = i + 1
        while end < len(lines) and end not in taken and _is_near(lines[end - 1], lines[end]):
            end += 1
        columns, body = _grow(lines, i, end)
        rows = rows_of(body, columns)
        while rows and sum(len(line) for line in rows[-1]) < 2:
            rows.pop()
        if len(rows) >= ROWS and _are_filled(rows, columns) and _are_flush(rows, columns):
            n = sum(map(len, rows))
            rest = _rest_above(lines[:i], columns) if i and not taken and _is_near(lines[i - 1], lines[i]) else []
            found.append(_table(i - len(rest), i + n, columns, [rest, *rows] if rest else rows))
            i += n
        else:
            i += 1
    return found


def _rest_above(lines: list[list[Chunk]], columns: list[tuple[float, float]]) -> list[list[Chunk]]:
    """The rest of a row that the page before began: lines at the top of the page that stand in columns other than the first."""
    rest: list[list[Chunk]] = []
    for k in range(len(lines) - 1, -1, -1):
        cut = _in_columns(lines[k], columns)
        if cut is None or _span(cut[0], columns)[0] == 0:
            return []
        rest.insert(0, cut)
        if k and not _is_near(lines[k - 1], lines[k]):
            return rest if k < 3 else []  # nothing but running heads stands above
    return rest


def _grow(lines: Sequence[list[Chunk]], start: int, end: int) -> tuple[list[tuple[float, float]], list[list[Chunk]]]:
    """The columns that the first line tells, widened by the lines below as far as these stand in them; those lines cut into columns."""
    columns = [(chunk.left, chunk.right) for chunk in lines[start]]
    body = [lines[start]]
    for line in lines[start + 1 : end]:
        cut = _in_columns(line, columns)
        if cut is None:
            break
        wider = list(columns)
        for chunk in cut:
            k = _span(chunk, columns)[0]
            wider[k] = min(wider[k][0], chunk.left), max(wider[k][1], chunk.right)
        if any(left[1] >= right[0] for left, right in pairwise(wider)):
            break
        columns = wider
        body.append(cut)
    return columns, body


def _in_columns(line: list[Chunk], columns: list[tuple[float, float]]) -> list[Chunk] | None:
    """The line with one chunk a column; None where print goes over the space between two columns."""
    out: list[Chunk] = []
    last = -1
    for chunk in line:
        first, final = _span(chunk, columns)
        parts = [chunk] if first == final else [Chunk([piece], piece.left, piece.right) for piece in chunk.pieces]
        for part in parts:
            first, final = _span(part, columns)
            if first != final or first < last:
                return None
            if first == last:
                joined = [*out[-1].pieces, *part.pieces]
                out[-1] = Chunk(joined, out[-1].left, part.right)
            else:
                out.append(part)
            last = first
    return out


def rows_of(lines: Sequence[list[Chunk]], columns: list[tuple[float, float]]) -> list[list[list[Chunk]]]:
    """The lines put together into rows: where rows stand further apart than lines, by that, else by what goes on in each cell."""
    return _by_distance(lines, columns) or _by_cells(lines, columns)


def _by_distance(lines: Sequence[list[Chunk]], columns: list[tuple[float, float]]) -> list[list[list[Chunk]]]:
    steps = [_middle(below) - _middle(above) for above, below in pairwise(lines)]
    if len(steps) < ROWS or min(steps) <= 0 or max(steps) < APART * min(steps):
        return []
    rows = [[lines[0]]]
    for step, line in zip(steps, lines[1:], strict=True):
        if step >= APART * min(steps):
            rows.append([])
        elif step > CLOSE * min(steps):
            return []
        rows[-1].append(line)
    if len(rows) < ROWS or any(sum(1 for line in row if _span(line[0], columns)[0] == 0) != 1 for row in rows):
        return []
    return rows


def _by_cells(lines: Sequence[list[Chunk]], columns: list[tuple[float, float]]) -> list[list[list[Chunk]]]:
    """A line with something in the first column begins a row; so does one with print that goes on in no cell above it."""
    rows: list[list[list[Chunk]]] = []
    open_cells: dict[int, Chunk] = {}
    for line in lines:
        cells = {_span(chunk, columns)[0]: chunk for chunk in line}
        if not rows or 0 in cells or any(not _is_full(open_cells.get(k), columns[k]) for k in cells):
            rows.append([])
            open_cells = {}
        rows[-1].append(line)
        open_cells = cells
    return rows


def _is_full(chunk: Chunk | None, column: tuple[float, float]) -> bool:
    return chunk is not None and chunk.right >= column[1] - WALL * chunk.pieces[0].font.size


def _is_near(above: list[Chunk], below: list[Chunk]) -> bool:
    one, two = above[0].pieces[0], below[0].pieces[0]
    return 0 < two.top - one.top <= FAR * (one.bottom - one.top)


def _are_filled(rows: list[list[list[Chunk]]], columns: list[tuple[float, float]]) -> bool:
    """Do most rows fill most columns?"""
    filled = [len({_span(chunk, columns)[0] for line in row for chunk in line}) for row in rows]
    return sum(1 for n in filled if n >= max(FREE_COLUMNS, len(columns) - 1)) >= FILLED * len(rows)


def _are_flush(rows: list[list[list[Chunk]]], columns: list[tuple[float, float]]) -> bool:
    """Whether each column's cells begin, end or are centred alike, headings aside."""
    em = rows[0][0][0].pieces[0].font.size or 1.0
    for col in range(len(columns)):
        cells = []
        for row in rows[1:] if len(rows) > ROWS else rows:
            first = next((chunk for line in row for chunk in line if _span(chunk, columns)[0] == col), None)
            cells += [first] if first is not None else []
        measures = ([c.left for c in cells], [c.right for c in cells], [(c.left + c.right) / 2 for c in cells])
        if cells and not any(_alike(values, FLUSH * em) for values in measures):
            return False
    return True


def _alike(values: list[float], within: float) -> bool:
    middle = sorted(values)[len(values) // 2]
    return sum(1 for value in values if abs(value - middle) <= within) >= FLUSH_SHARE * len(values)


def _table(start: int, end: int, columns: list[tuple[float, float]], rows: list[list[list[Chunk]]]) -> Aligned:
    table = Aligned(start, end, len(rows), columns)
    for number, row in enumerate(rows):
        cells: dict[int, AlignedCell] = {}
        for line in row:
            for chunk in line:
                first, last = _span(chunk, columns)
                cell = cells.setdefault(first, AlignedCell(number, first, 1, []))
                cell.colspan = max(cell.colspan, last - first + 1)
                cell.pieces += chunk.pieces
        table.cells += _without_overlap(cells, number, len(columns))
    return table


def _without_overlap(cells: dict[int, AlignedCell], row: int, n_cols: int) -> list[AlignedCell]:
    """The cells of a row from left to right, each ending before the next, empty ones where nothing stands."""
    out: list[AlignedCell] = []
    col = 0
    starts = sorted(cells)
    while col < n_cols:
        cell = cells.get(col) or AlignedCell(row, col, 1, [])
        limit = next((s for s in starts if s > col), n_cols)
        cell.colspan = min(cell.colspan, limit - col)
        out.append(cell)
        col += cell.colspan
    return out


def _span(chunk: Chunk, columns: list[tuple[float, float]]) -> tuple[int, int]:
    over = [k for k, (a, b) in enumerate(columns) if min(b, chunk.right) - max(a, chunk.left) > 0]
    if over:
        return over[0], over[-1]
    middle = (chunk.left + chunk.right) / 2
    nearest = min(range(len(columns)), key=lambda k: abs((columns[k][0] + columns[k][1]) / 2 - middle))
    return nearest, nearest
