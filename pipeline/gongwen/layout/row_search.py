"""Lines of print to rows and cells: the cheapest reading of a run of cells under given columns.

Every line either goes on in the cell above it, begins a later cell of the row, or begins a row; cells may be missing.
The numbers of the number column must count up by one. All readings are followed line by line and the cheapest kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cell_kinds import NEVER, ColumnKind, Words

_ROW = 0.3  # each row must earn more than this
_GROUP_ROW = 1.2
_MARGIN = 14.0  # a reading this much dearer than the best one is given up


@dataclass(frozen=True, slots=True)
class Node:
    """The reading of the lines up to one of them: `col` is where that line stands, -1 for a heading over rows."""

    cost: float
    col: int
    number: int
    depth: int  # lines of the cell so far
    starts_row: bool
    rows: int
    parent: Node | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows as cells as line indices; a row of one cell in a list of its own is a heading over the rows below."""

    rows: list[list[list[int]]]
    n_lines: int
    cost: float


def search(lines: Sequence[Words], columns: Sequence[ColumnKind]) -> Reading | None:
    """The cheapest reading of the lines from the first on; it may end at any line. None if nothing is worth a row."""
    best: tuple[float, int, Node] | None = None
    nodes: list[Node] = [Node(0.0, len(columns) - 1, 0, 0, False, 0, None)]
    tails = [sum(c.skip for c in columns[i + 1 :]) for i in range(len(columns))]
    for i, words in enumerate(lines):
        nodes = _step(nodes, lines[i - 1] if i else None, words, columns, tails)
        if not nodes:
            break
        for node in nodes:
            if node.col >= 0 and not words.open:
                total = node.cost + tails[node.col]
                if best is None or total < best[0]:
                    best = (total, i, node)
        if best is not None and min(n.cost for n in nodes) > best[0] + _MARGIN:
            break
    if best is None or best[0] >= 0:
        return None
    return Reading(_unwind(best[2], best[1], len(columns)), best[1] + 1, best[0])


def _step(nodes: list[Node], above: Words | None, words: Words, columns: Sequence[ColumnKind], tails: Sequence[float]) -> list[Node]:
    """All readings with one line more, the cheapest for each column and number, the hopeless ones dropped."""
    best: dict[tuple[int, int], Node] = {}
    for node in nodes:
        for new in _moves(node, above, words, columns, tails):
            key = (new.col, new.number)
            if new.cost < NEVER / 2 and (key not in best or new.cost < best[key].cost):
                best[key] = new
    if not best:
        return []
    floor = min(n.cost for n in best.values()) + _MARGIN
    return [n for n in best.values() if n.cost <= floor]


def _moves(node: Node, above: Words | None, words: Words, columns: Sequence[ColumnKind], tails: Sequence[float]) -> Iterator[Node]:
    k = len(columns)
    if above is not None and node.parent is not None and node.col >= 0:
        cost = node.cost + columns[node.col].further(above, words, node.depth)
        yield Node(cost, node.col, node.number, node.depth + 1, False, node.rows, node)
    cut = 3.0 if above is not None and above.open and node.col >= 0 else 0.0
    if node.parent is not None and node.col >= 0:
        yield from _cells(node, node.cost + cut, node.col + 1, words, columns, False)
    if node.col < 0:  # a heading over rows is followed by a row
        yield from _cells(node, node.cost, 0, words, columns, True)
        return
    done = node.cost + cut + (tails[node.col] if node.parent is not None else 0.0)
    yield from _cells(node, done + _ROW, 0, words, columns, True)
    if k > 2 and words.heads_rows and any(c.number for c in columns) and not any(c.held for c in columns):
        yield Node(done + _GROUP_ROW + (2.0 if words.stopped else 0.0), -1, node.number, 1, True, node.rows, node)


def _cells(node: Node, cost: float, at: int, words: Words, columns: Sequence[ColumnKind], row: bool) -> Iterator[Node]:
    """The line begins the cell of column `at` or of a later one, those between being empty."""
    unnumbered = False
    for col in range(at, len(columns)):
        column = columns[col]
        new = cost + column.first(words, node.number) + (1.0 if unnumbered and column.named else 0.0)
        if new < NEVER / 2:
            number = node.number + column.counts_on(words, node.number)
            yield Node(new, col, number, 1, row, node.rows + row, node)
        cost += 0.2 if unnumbered and column.named else column.skip
        unnumbered = unnumbered or column.number
        if row and node.rows == 0:  # merged cells stand once: in the first row nothing is merged into a row above
            cost += NEVER if column.number else 4.0 if column.held else 0.0


def _unwind(last: Node, at: int, k: int) -> list[list[list[int]]]:
    rows: list[list[list[int]]] = []
    row: list[list[int]] = [[] for _ in range(k)]
    node: Node | None = last
    while node is not None and node.parent is not None:
        if node.col < 0:
            rows.append([[at]])
        else:
            row[node.col].insert(0, at)
            if node.starts_row:
                rows.append(row)
                row = [[] for _ in range(k)]
        node = node.parent
        at -= 1
    rows.reverse()
    return rows
