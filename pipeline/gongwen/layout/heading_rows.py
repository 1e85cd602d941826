"""Which rows at the top of a table are headings, and what stands above them: its title, its form lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import regex

from ..recognise.grammar import compile_fragment
from ..recognise.numbering import marker_at
from .columns import BARE_NUMBER, INDICATOR_ROLES, NUMERIC, TASK_ROLES, YEAR, heading_role, is_heading_word, is_stage
from .grid import Grid, GridCell, ended, is_group_row, one_cell


@cache
def _form_line() -> regex.Pattern[str]:
    return compile_fragment("tables", "{form_line}")


def count_header_rows(grid: Grid) -> int:
    """How many rows at the top are headings: marked so, made of heading words, or tied to such a row by merged cells."""
    n = 0
    for k, row in enumerate(grid.rows[:4]):
        if is_group_row(row):
            break
        above = grid.rows[k - 1] if k else None
        if _is_heading_row(row) or (above is not None and _goes_on_above(above, row)) or _spans_headings(grid, k):
            n += 1
        else:
            break
    if n == 0 and len(grid.rows) > 2 and _looks_like_heading(grid):
        return 1
    return min(n, len(grid.rows) - 1) if len(grid.rows) > 1 else 0


def _is_heading_row(row: Sequence[GridCell]) -> bool:
    filled = [cell for cell in row if cell.lines]
    worded = sum(1 for cell in filled if is_heading_word(cell.text) or is_stage(cell.text))
    return all(cell.header for cell in filled) or (worded >= max(2, len(filled) * 0.5) and not _has_value(row))


def _goes_on_above(above: Sequence[GridCell], row: Sequence[GridCell]) -> bool:
    """Cells of the heading row above reach down into this row: subheadings under a spanning heading, or a note beside most of them."""
    held = sum(1 for a, b in zip(above, row, strict=True) if a is b and a.lines)
    under_span = any(a.spans and a is not b for a, b in zip(above, row, strict=True))
    return ((held > 0 and under_span) or held * 2 > len(row)) and not _has_value(row)


def _spans_headings(grid: Grid, at: int) -> bool:
    """Short words over several columns, with a row of headings below them: 责任落实 over 责任单位 and 完成时限."""
    row, below = grid.rows[at], grid.rows[at + 1 : at + 2]
    spanning = any(a is b and a.lines for a, b in pairwise(row))
    short = all(len(cell.text) <= 16 and not ended(cell.text) for cell in row)
    if not (below and spanning and short) or is_group_row(below[0]) or _has_value(row):
        return False
    return _is_heading_row(below[0]) or (at < 2 and _spans_headings(grid, at + 1))


def lift_caption(grid: Grid) -> None:
    """Take the rows above the headings off a table: its title, its form lines (填报单位：… 单位：万元)."""
    for n, row in enumerate(grid.rows[:4]):
        if n and not one_cell(row) and sum(is_heading_word(cell.text) for cell in row if cell.lines) >= 2:
            above = grid.rows[:n]
            del grid.rows[:n]
            groups = [r for r in above if one_cell(r) and marker_at(r[0].text, 0) is not None]
            grid.caption = [cell.lines for r in above if r not in groups for cell in _apart(r)]
            head = count_header_rows(grid)
            grid.rows[head:head] = groups  # 一、… over the headings heads the rows below them
            return
        if not (one_cell(row) or all(_form_line().match(cell.text) for cell in row if cell.lines)):
            return


def _apart(row: Sequence[GridCell]) -> list[GridCell]:
    return [cell for i, cell in enumerate(row) if cell.lines and not any(cell is x for x in row[:i])]


def _has_value(row: Sequence[GridCell]) -> bool:
    return any(NUMERIC.match(cell.text) and not YEAR.match(cell.text) and not is_stage(cell.text) for cell in row if cell.lines)


def _looks_like_heading(grid: Grid) -> bool:
    """Short words over longer text or figures, a row with years, or heading words by their endings."""
    row = grid.rows[0]
    texts = [cell.text for cell in row if cell.lines]
    if len(texts) < 2 or any(len(t) > 16 or t[-1:] in "。；" for t in texts) or BARE_NUMBER.fullmatch(texts[0]):
        return False
    known = sum(1 for t in texts if heading_role(t, TASK_ROLES) or heading_role(t, INDICATOR_ROLES) or YEAR.search(t))
    return known >= max(1, len(texts) // 2)
