"""Tables in plain text and Markdown: tab-separated rows, one cell per line behind a tab, pipes.

Only what the marks themselves say is used: a tab, an empty line, a pipe. Tables that kept no mark are for layout to prove.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..model.source import Cell, Line, Table, Wrap

BLANK = " \u3000\u00a0\u2002\u2003\u2009\ufeff\u200b"
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_PIPE_RULE = re.compile(r"\s*+(?:[|+]\s*+)?:?[-=—]++:?\s*+(?:[|+]\s*+:?[-=—]++:?\s*+)*+(?:[|+]\s*+)?$")
_GRID_RULE = re.compile(r"\s*[+|](?:[-=]{2,}[+|])+\s*$")
_GRID_EDGES = ("+-", "+=", "┌─", "├─", "└─", "┏━", "┣━", "┗━", "╔═", "╠═", "╚═")
_DRAWN = str.maketrans("│┃║─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝", "|||---" + "+" * 27)  # rules drawn with characters
_CELL_BREAK = re.compile(r"</?(?:p|br|div|li)\s*/?>", re.IGNORECASE)
_MIN_PIPES, _MIN_PIPE_ROWS = 3, 3  # what proves a table of pipes that has no rule line
_MIN_MERGED = 3  # columns that one text fills, where it tells a merged cell
_MAX_GAP = 2  # blank lines that may stand between two rows of one tab-separated table


def table_at(lines: Sequence[str], at: int) -> tuple[Table, int] | None:
    """The table that begins at lines[at] and the index of the line after it; None where none begins."""
    if _has_pipe(lines[at]):
        found = _pipe_table(lines, at)
        if found is not None:
            return found
    return (_tab_table(lines, at) or _cell_table(lines, at)) if "\t" in lines[at] else None


def unbold(text: str) -> tuple[str, bool]:
    """Markdown's emphasis marks taken off; True where they held the whole line."""
    if "**" not in text:
        return text, False
    whole = _BOLD.fullmatch(text) is not None
    return _BOLD.sub(r"\1", text), whole


def _cell(row: int, col: int, text: str, header: bool = False) -> Cell:
    parts = [unbold(p.strip(BLANK))[0] for p in (_CELL_BREAK.split(text) if "<" in text else [text])]
    return Cell(row, col, tuple(Line(p, wrap=Wrap.PARAGRAPH) for p in parts if p), header=header)


# --- tab-separated rows -------------------------------------------------------------------------------------------


def _fields(line: str) -> list[str] | None:
    """The cells of a tab-separated row, None where the line is none. A line of blanks and tabs is none."""
    if "\t" not in line or not line.strip(BLANK + "\t"):
        return None
    cells = line.split("\t")
    return cells if sum(1 for c in cells if c.strip(BLANK)) > 1 or (len(cells) > 2 and cells[0].strip(BLANK)) else None


def _tab_table(lines: Sequence[str], at: int) -> tuple[Table, int] | None:
    """Rows of tab-separated cells, a few blank lines between them allowed; a lone line between rows is a group row."""
    first = _fields(lines[at])
    if first is None:
        return None
    rows: list[list[str]] = [first]
    width = len(first)
    end = at + 1
    while end < len(lines):
        here, gap = _next_filled(lines, end)
        if here is None or gap > _MAX_GAP:
            break
        cells = _fields(lines[here]) or _rest_of_row(lines[here], width) or _lone_cell(lines, here, width)
        if cells is None or (gap and _new_head(cells, rows)):
            break
        rows.append(cells)
        end = here + 1
    if len(rows) == 1 and width < 3:
        return None  # a single line with one tab is text with a gap
    return _grid(rows), end


def _rest_of_row(line: str, width: int) -> list[str] | None:
    """What is left of a row that a page break cut: one cell, the others empty, all separators there."""
    return line.split("\t") if line.count("\t") == width - 1 and line.strip(BLANK + "\t") else None


def _new_head(cells: list[str], rows: list[list[str]]) -> bool:
    """A row of another width after a blank line begins another table."""
    return len(cells) != len(rows[-1]) and len(cells) != len(rows[0]) and sum(1 for c in cells if c.strip()) > len(cells) - 1


def _next_filled(lines: Sequence[str], at: int) -> tuple[int | None, int]:
    gap = 0
    while at < len(lines):
        if lines[at].strip(BLANK + "\t"):
            return at, gap
        gap += 1
        at += 1
    return None, gap


def _lone_cell(lines: Sequence[str], at: int, width: int) -> list[str] | None:
    """A short line with a table row right after it heads the rows below."""
    text = lines[at].strip(BLANK + "\t")
    for _ in range(3):  # a group without rows may stand right above the next group
        after, gap = _next_filled(lines, at + 1)
        if len(lines[at].strip()) > 40 or after is None or gap > _MAX_GAP:
            return None
        following = _fields(lines[after])
        if following is not None:
            return [text] if len(following) == width else None
        at = after
    return None


def _grid(rows: list[list[str]]) -> Table:
    width = max(len(r) for r in rows)
    cells: list[Cell] = []
    for i, row in enumerate(rows):
        if len(row) == 1:
            one = _cell(i, 0, row[0])
            cells.append(Cell(i, 0, one.lines, colspan=width))
            continue
        # a row that is short lost the cells that a merged one above covers: they are the leftmost
        lost = width - len(row)
        cells += [_cell(i, j + lost, text) for j, text in enumerate(row) if text.strip(BLANK)]
    return Table(len(rows), width, tuple(cells), ruled=False)


# --- one cell per line, marked by a leading tab ---------------------------------------------------------------------


def _cell_table(lines: Sequence[str], at: int) -> tuple[Table, int] | None:
    """Cells on lines of their own that begin with a tab, rows parted by empty lines.

    A tab alone is an empty cell where empty lines part the rows. A line without the tab that follows inside a row
    belongs to the cell above it.
    """
    if not _is_cell_line(lines[at]):
        return None
    parted = _parted_by_empty_lines(lines, at)
    blocks, end = _blocks(lines, at, parted)
    n_cols = len(blocks[0])
    rows = _rows_of_blocks(blocks, n_cols) if parted else None
    if rows is None:
        filled = [cell for block in blocks for cell in block if cell]
        n_cols = sum(1 for cell in blocks[0] if cell)
        rows = [filled[i : i + n_cols] for i in range(0, len(filled), n_cols)]
        rows = [row + [""] * (n_cols - len(row)) if len(row) > 1 else row for row in rows]
    return (_grid(rows), end) if n_cols > 1 and len(rows) > 1 and len(blocks) > 1 else None


def _is_cell_line(line: str) -> bool:
    return line.startswith("\t") and line.strip(BLANK + "\t") != "" and "\t" not in line.strip(BLANK + "\t")


def _is_empty_cell(line: str) -> bool:
    return line.startswith("\t") and not line.strip(BLANK + "\t")


def _parted_by_empty_lines(lines: Sequence[str], at: int) -> bool:
    """Whether lines without even a tab stand between the rows, so that a tab alone can be told from them."""
    for i in range(at, len(lines)):
        if not lines[i].strip(BLANK):
            return True
        if not (_is_cell_line(lines[i]) or _is_empty_cell(lines[i])):
            return False
    return False


def _blocks(lines: Sequence[str], at: int, parted: bool) -> tuple[list[list[str]], int]:
    """Cells by the stretches between empty lines, and the index of the line after the table."""
    blocks: list[list[str]] = [[]]
    end = i = at
    new = False
    while i < len(lines):
        line = lines[i]
        if _is_cell_line(line) or (parted and _is_empty_cell(line)):
            if new:
                blocks.append([])
                new = False
            blocks[-1].append(line.strip(BLANK + "\t"))
            end = i + 1
        elif not line.strip(BLANK + "\t"):
            new = True
        elif _belongs(lines, i, blocks, new):
            blocks[-1][-1] += "<br>" + line.strip(BLANK)
            end = i + 1
        else:
            break
        i += 1
    while len(blocks) > 1 and not any(blocks[-1]):
        blocks.pop()
    return blocks, end


def _belongs(lines: Sequence[str], at: int, blocks: list[list[str]], after_empty: bool) -> bool:
    """A line without a tab is part of the cell above it where the cells of its row go on, or where other rows end so."""
    if len(blocks) == 1 and (after_empty or not _row_goes_on(lines, at)):
        return False
    if after_empty:
        return _cells_follow(lines, at)
    return _row_goes_on(lines, at) or _cells_follow(lines, at) or any("<br>" in block[-1] for block in blocks[:-1] if len(block) > 1)


def _row_goes_on(lines: Sequence[str], at: int) -> bool:
    """Another cell comes before the next empty line."""
    for i in range(at + 1, min(at + 60, len(lines))):
        if lines[i].startswith("\t"):
            return True
        if not lines[i].strip(BLANK):
            return False
    return False


def _cells_follow(lines: Sequence[str], at: int) -> bool:
    """A short line, at most one empty line below the cell, is part of it if cells go on afterwards."""
    for _ in range(4):
        if len(lines[at].strip()) > 30 or not any(line.strip() for line in lines[max(0, at - 2) : at]):
            return False
        after, _gap = _next_filled(lines, at + 1)
        if after is None or _is_cell_line(lines[after]):
            return after is not None
        at = after
    return False


def _rows_of_blocks(blocks: list[list[str]], n_cols: int) -> list[list[str]] | None:
    """Each block as a row; None where one holds more cells than the first, so that blocks cannot be rows.

    A short row lacks the cells that a merged one above it covers, or, where it begins with its number, the last ones.
    """
    if any(len(block) > n_cols for block in blocks):
        return None
    counted = sum(1 for block in blocks[1:] if block and block[0].isdigit())
    rows: list[list[str]] = []
    for block in blocks:
        cells = block
        if 1 < len(cells) < n_cols:
            gap = [""] * (n_cols - len(cells))
            cells = cells + gap if counted and cells[0].isdigit() else gap + cells
        rows.append(cells)
    return rows


# --- Markdown pipes -------------------------------------------------------------------------------------------------


def _has_pipe(line: str) -> bool:
    return "|" in line or "│" in line or "┃" in line or line.lstrip()[:2] in _GRID_EDGES


def _pipe_table(lines: Sequence[str], at: int) -> tuple[Table, int] | None:
    """Rows of pipes under a rule line, or several in sequence with the same number of pipes."""
    end = at
    while end < len(lines) and _has_pipe(lines[end]):
        end += 1
    drawn = [line.translate(_DRAWN) for line in lines[at:end]]
    head = next((i for i, line in enumerate(drawn) if not _GRID_RULE.match(line)), len(drawn))
    ruled = head + 1 < len(drawn) and "|" in drawn[head] and _PIPE_RULE.match(drawn[head + 1]) is not None
    if not ruled and not _alike(drawn, head):
        return None
    bordered = drawn[head].strip().startswith("|")
    kept = (line for i, line in enumerate(drawn) if not _GRID_RULE.match(line) and not (ruled and i == head + 1))
    rows = [_pipe_cells(line, bordered=bordered) for line in kept]
    width = max(len(r) for r in rows)
    headed = ruled and not any(_GRID_RULE.match(line) for line in drawn[head + 2 : -1])  # rules between all rows tell no heading
    cells = [cell for i, row in enumerate(rows) for cell in _pipe_row(i, row, width, header=headed and i == 0)]
    return Table(len(rows), width, tuple(cells), ruled=False), end


def _pipe_row(i: int, row: list[str], width: int, *, header: bool) -> Iterator[Cell]:
    """The cells of a row; one text in every column is a merged cell, as programs write it that know none."""
    if len(row) == width >= _MIN_MERGED and row[0].strip(BLANK) and len(set(row)) == 1:
        yield replace(_cell(i, 0, row[0], header=header), colspan=width)
        return
    for j, text in enumerate(row):
        if text.strip(BLANK):
            yield _cell(i, j, text, header=header)


def _alike(lines: Sequence[str], at: int) -> bool:
    count = lines[at].count("|")
    rows = [line for line in lines[at : at + _MIN_PIPE_ROWS] if line.count("|") == count]
    return count >= _MIN_PIPES and len(rows) == _MIN_PIPE_ROWS


def _pipe_cells(line: str, *, bordered: bool) -> list[str]:
    """The cells of a line; without a border on the left, a pipe that begins it stands behind an empty cell."""
    body = line.strip()
    body = (body.removeprefix("|") if bordered else body).removesuffix("|")
    return [c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", body)]
