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
        columns = _columns([lines[i] for i in inside])
        if columns is None:
            continue
        marks = [rule.pos for rule in stack]
        bands = [bisect_right(marks, _middle(lines[i])) for i in inside]
        by_band = len(marks) > 3
        rows: list[list[list[Chunk]]] = []
        for k, i in enumerate(inside):
            new = k == 0 or bands[k] != bands[k - 1] or not (by_band or bands[k] == 1 or _goes_on(lines[i - 1], lines[i], columns))
            if new:
                rows.append([])
            rows[-1].append(lines[i])
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


def _free(lines: list[list[Chunk]], taken: set[int]) -> list[Aligned]:
    found = []
    i = 0
    while i < len(lines):
        n = len(lines[i])
        if n < FREE_COLUMNS or i in taken:
            i += 1
            continue
        columns = [(chunk.left, chunk.right) for chunk in lines[i]]
        rows = [[lines[i]]]
        end = i + 1
        while end < len(lines) and end not in taken and _is_near(lines[end - 1], lines[end]):
            line = lines[end]
            if len(line) == n:
                wider = [(min(a, c.left), max(b, c.right)) for (a, b), c in zip(columns, line, strict=True)]
                if any(left[1] >= right[0] for left, right in pairwise(wider)):
                    break
                columns = wider
                rows.append([line])
            elif len(line) < n and _goes_on(lines[end - 1], line, columns):
                rows[-1].append(line)
            else:
                break
            end += 1
        if len(rows) >= ROWS and _are_flush([row[0] for row in rows]):
            found.append(_table(i, end, columns, rows))
            i = end
        else:
            i += 1
    return found


def _is_near(above: list[Chunk], below: list[Chunk]) -> bool:
    one, two = above[0].pieces[0], below[0].pieces[0]
    return 0 < two.top - one.top <= FAR * (one.bottom - one.top)


def _goes_on(above: list[Chunk], line: list[Chunk], columns: list[tuple[float, float]]) -> bool:
    """Whether the line only continues cells: nothing in the first column, each chunk within one column, close below."""
    one, two = above[0].pieces[0], line[0].pieces[0]
    if two.top - one.top > 1.7 * (one.bottom - one.top):
        return False
    return all(c.left > columns[0][1] and any(a - 2 <= c.left and c.right <= b + 2 for a, b in columns[1:]) for c in line)


def _are_flush(rows: list[list[Chunk]]) -> bool:
    """Whether each column's cells begin, end or are centred alike."""
    em = rows[0][0].pieces[0].font.size or 1.0
    for col in range(len(rows[0])):
        cells = [row[col] for row in rows]
        measures = ([c.left for c in cells], [c.right for c in cells], [(c.left + c.right) / 2 for c in cells])
        if not any(_alike(values, FLUSH * em) for values in measures):
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
