"""Tables that lost their grid on the way into plain text, proved back where figures and columns leave no doubt.

What looks like a table and cannot be proved stays as lines, with a remark; it is never guessed.
"""

from __future__ import annotations

from ..model.source import Item, Line, Remark, Table
from .aligned import find_aligned, may_head
from .cell_lines import Found, find_cell_lines, may_begin
from .flattened import may_hold, unflatten

# a document with more of these is not searched further
_MAX_FAILED = 60  # tables that proved nothing
_MAX_TRIED = 2000  # places where a table might begin


def restore(items: list[Item]) -> tuple[list[Item], list[Remark]]:
    """Items with restored tables in place of their lines, and remarks on what looked like a table but proved nothing."""
    lines = [item for item in items if isinstance(item, Line)]
    remarks: list[Remark] = []
    drawn = {id(item) for item in items}
    if any(may_hold(line.text) for line in lines):
        items = _flat_to_tables(items, remarks)
    if any(may_begin(line.text) or may_head(line.text) for line in lines):
        items = _runs_to_tables(items, remarks)
    made = [item for item in items if isinstance(item, Table) and id(item) not in drawn]
    return items, [*remarks, *(_restored(table.page) for table in made)]


def _flat_to_tables(items: list[Item], remarks: list[Remark]) -> list[Item]:
    """Long lines cut where a whole table stands in them."""
    out: list[Item] = []
    for item in items:
        found = unflatten(item) if isinstance(item, Line) and len(remarks) < _MAX_FAILED and may_hold(item.text) else None
        if found is None:
            out.append(item)
            continue
        parts, doubts = found
        out += parts
        remarks += [_remark(f"a row that was flattened into text and can be cut in more than one way: {d}", item.page) for d in doubts]
    return out


def _runs_to_tables(items: list[Item], remarks: list[Remark]) -> list[Item]:
    """Runs of lines with the tables of one cell per line among them."""
    out: list[Item] = []
    run: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            if item.text.strip():
                run.append(item)
            continue
        out += _cells_to_tables(run, remarks)
        run = []
        out.append(item)
    return out + _cells_to_tables(run, remarks)


def _remark(message: str, page: int | None) -> Remark:
    return Remark("table_unrestored", message, page)


def _restored(page: int | None) -> Remark:
    return Remark("table_restored", "a table that had lost its grid was put together from its words and figures", page)


def _cells_to_tables(lines: list[Line], remarks: list[Remark]) -> list[Item]:
    """Neighbouring lines with the tables of one cell per line among them."""
    out: list[Item] = []
    done = tried = 0
    for at, line in enumerate(lines):
        if at < done or tried >= _MAX_TRIED or len(remarks) >= _MAX_FAILED or not (may_begin(line.text) or may_head(line.text)):
            continue
        tried += 1
        found = find_cell_lines(lines, at) if may_begin(line.text) else find_aligned(lines, at) if may_head(line.text) else None
        if found is None:
            continue
        if found.table is None:
            remarks.append(_remark(f"lines that look like a table without its grid: {found.heading}", line.page))
            out += lines[done : at + found.n_lines]
        else:
            out += lines[done:at]
            out.append(found.table)
            doubts = found.doubts if isinstance(found, Found) else ()
            remarks += [_remark(f"a row whose figures can be shared out in more than one way: {doubt}", line.page) for doubt in doubts]
        done = at + found.n_lines
    return out + lines[done:]
