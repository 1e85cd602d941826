"""Tables printed with runs of blanks, one line of print after the other: columns are what stands between gutters of blanks.

Proved where the headings stand in one line, as many stretches of text as headings lie side by side in all lines below
it, and the rows are told by running numbers or by empty lines. Cells merged over rows cannot be told, so every row must
have its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from ..model.source import Cell, Line, Table, Wrap
from ..recognise.grammar import compile_fragment
from .cell_kinds import ColumnKind, Words
from .columns import TASK_ROLES, heading_role, heading_words

MIN_COLUMNS = 3
MIN_ROWS = 3
_MAX_LINES = 2000
_WINDOW = 100  # lines in which the first rows must stand
_MAX_ROW = 80  # lines
_SEGMENT = regex.compile(r"\S+(?:[ \u00a0\u3000]\S+)*")
_GAP = regex.compile(r"\S[ \u00a0\u3000]{2,}\S")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line between runs of blanks: text[start:end], printed at `left` to `right`."""

    line: int
    start: int
    end: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table in place of `n_lines` lines, or None with the headings that nothing proved."""

    table: Table | None
    n_lines: int
    heading: str


@cache
def _under() -> regex.Pattern[str]:
    return compile_fragment("tables", "{under}")


def may_head(text: str) -> bool:
    """Cheap: can this line be the headings of a table set with blanks?"""
    if len(text) > 160 or _GAP.search(text) is None:
        return False
    words = ["".join(s.group().split()) for s in _SEGMENT.finditer(text)]
    known = sum(1 for w in words if w in heading_words())
    return len(words) >= MIN_COLUMNS and known >= max(2, len(words) * 0.5)


def find_aligned(lines: Sequence[Line], at: int) -> Aligned | None:
    """The table whose headings are lines[at]; None where they are not followed by lines set in columns."""
    heading = [lines[at].text[s.start() : s.end()] for s in _SEGMENT.finditer(lines[at].text)]
    body = list(_body(lines[at + 1 : at + 1 + _WINDOW]))
    if sum(1 for line in body if _GAP.search(line.text)) < MIN_ROWS:
        return None
    numbered = heading_role(heading[0], TASK_ROLES) == "number"
    if numbered and not any(Words(hit.group()).number == 1 for line in body if (hit := _SEGMENT.search(line.text))):
        return None
    body = list(_body(lines[at + 1 : at + 1 + _MAX_LINES]))
    for wide in (False, True):
        segments = [_segments(i, line, wide) for i, line in enumerate(body)]
        rows = _numbered_rows(body, segments, len(heading)) if numbered else _plain_rows(body, segments, len(heading))
        grid = _grid(rows, segments, len(heading))
        if grid is not None and _fits(grid, body, heading):
            return Aligned(_table(lines[at], body, grid, heading), 1 + rows[-1][-1] + 1, " ".join(heading))
    return Aligned(None, 1, " ".join(heading))


def _body(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if line.box is not None or _under().match(line.text):
            return
        yield line


def _segments(i: int, line: Line, wide: bool) -> list[Segment]:
    """Where the stretches of a line are printed, in characters; `wide`: a full-width character takes two places."""
    indent = 2 * (line.indent or 0.0)
    found = []
    for hit in _SEGMENT.finditer(line.text):
        left = indent + (_places(line.text[: hit.start()]) if wide else hit.start())
        found.append(Segment(i, hit.start(), hit.end(), left, left + (_places(hit.group()) if wide else hit.end() - hit.start())))
    return found


def _places(text: str) -> int:
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


# --- rows as lists of lines -------------------------------------------------------------------------------------------


def _numbered_rows(body: Sequence[Line], segments: Sequence[Sequence[Segment]], k: int) -> list[list[int]]:
    """Rows by running numbers: one to each stretch between empty lines, or each on the first line of its row."""
    marks: list[int] = []
    for i, parts in enumerate(segments):
        if marks and i - marks[-1] > _MAX_ROW:
            break
        if len(parts) > 1 and Words(body[i].text[parts[0].start : parts[0].end]).number == len(marks) + 1:
            marks.append(i)
    if len(marks) < MIN_ROWS:
        return []
    blocks = _blocks(body, marks[-1])
    if all(sum(1 for m in marks if m in block) == 1 for block in blocks):
        return blocks
    if marks[0] == 0 and all(len(segments[m]) == k for m in marks):
        last = _last_line(body, segments, marks)
        return [list(range(a, b)) for a, b in zip(marks, [*marks[1:], last + 1], strict=True)]
    return []


def _last_line(body: Sequence[Line], segments: Sequence[Sequence[Segment]], marks: Sequence[int]) -> int:
    """The last line of the last row: lines go on as long as nothing parts them and they keep to its columns."""
    last = marks[-1]
    bands = _bands([s for parts in segments[: marks[-1] + 1] for s in parts])
    parted = any(body[i].blank_before for i in range(1, last + 1))
    while last + 1 < len(body) and not (body[last + 1].blank_before and not parted):
        if not all(any(a <= s.left and s.right <= b for a, b in bands) for s in segments[last + 1]):
            break
        last += 1
    return last


def _plain_rows(body: Sequence[Line], segments: Sequence[Sequence[Segment]], k: int) -> list[list[int]]:
    """Rows without numbers: lines that all fill every column, or stretches between empty lines that do."""
    full = 0
    while full < len(body) and len(segments[full]) == k:
        full += 1
    if full >= MIN_ROWS and (full == len(body) or body[full].blank_before or len(segments[full]) == 1):
        return [[i] for i in range(full)]
    rows: list[list[int]] = []
    for block in _blocks(body, len(body) - 1):
        if len(_bands([s for i in block for s in segments[i]])) != k:
            break
        rows.append(block)
    return rows


def _blocks(body: Sequence[Line], last: int) -> list[list[int]]:
    """Stretches of lines between empty lines, to the one that holds line `last`."""
    blocks: list[list[int]] = []
    for i, line in enumerate(body):
        if line.blank_before or not blocks:
            if i > last:
                break
            blocks.append([])
        blocks[-1].append(i)
    return blocks


# --- columns ----------------------------------------------------------------------------------------------------------


def _bands(segments: Sequence[Segment]) -> list[tuple[float, float]]:
    """Where anything is printed, as stretches with empty gutters between them."""
    bands: list[tuple[float, float]] = []
    for left, right in sorted((s.left, s.right) for s in segments):
        if bands and left <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], right))
        else:
            bands.append((left, right))
    return bands


def _grid(rows: Sequence[Sequence[int]], segments: Sequence[Sequence[Segment]], k: int) -> list[list[list[Segment]]] | None:
    """Cells as lists of segments; None where there are not as many bands as headings, or a row lacks most of its cells."""
    if len(rows) < MIN_ROWS:
        return None
    bands = _bands([s for row in rows for i in row for s in segments[i]])
    if len(bands) != k:
        return None
    grid: list[list[list[Segment]]] = []
    for row in rows:
        cells: list[list[Segment]] = [[] for _ in bands]
        for i in row:
            for s in segments[i]:
                cells[next(c for c, (a, b) in enumerate(bands) if a <= s.left < b)].append(s)
        if sum(1 for cell in cells if cell) < max(2, k - 1):
            return None
        grid.append(cells)
    return grid


def _fits(grid: Sequence[Sequence[Sequence[Segment]]], body: Sequence[Line], heading: Sequence[str]) -> bool:
    """Do the cells hold what their headings say?"""
    columns = [ColumnKind("".join(h.split())) for h in heading]
    cells = misfits = 0
    for n, row in enumerate(grid):
        for column, cell in zip(columns, row, strict=True):
            if cell:
                words = Words("".join(body[s.line].text[s.start : s.end] for s in cell))
                cells += 1
                misfits += column.first(words, n) > 2.0
    return misfits <= cells * 0.05


# --- table ------------------------------------------------------------------------------------------------------------


def _table(head: Line, body: Sequence[Line], grid: Sequence[Sequence[Sequence[Segment]]], heading: Sequence[str]) -> Table:
    spans = [s.span() for s in _SEGMENT.finditer(head.text)]
    cells = [Cell(0, c, (_part(head, *span),), header=True, page=head.page) for c, span in enumerate(spans)]
    for r, row in enumerate(grid, 1):
        for c, cell in enumerate(row):
            if cell:
                lines = tuple(_part(body[s.line], s.start, s.end) for s in cell)
                cells.append(Cell(r, c, lines, page=body[cell[0].line].page))
    return Table(len(grid) + 1, len(heading), tuple(cells), page=head.page, ruled=False)


def _part(line: Line, start: int, end: int) -> Line:
    return replace(line, text=line.text[start:end], wrap=Wrap.UNKNOWN, indent=None, blank_before=False)
