"""Lines of print to rows and cells: the cheapest reading of a run of cells under given columns.

Every line either goes on in the cell above it, begins a later cell of the row, or begins a row; cells may be missing.
The numbers of the number column must count up by one. All readings are followed line by line and the cheapest kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .cell_kinds import NEVER, ColumnKind, Words

_ROW = 0.3  # each row must earn more than this
_GROUP_ROW = 1.2
_LEFT_OVER = 3.0  # the cost of ending above a figure
_MARGIN = 8.0  # a reading this much dearer than the best one is given up


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
        nodes = _Step(nodes, lines[i - 1] if i else None, words, columns, tails).nodes()
        if not nodes:
            break
        rest = _LEFT_OVER if left_over(lines, i + 1) else 0.0
        for node in nodes:
            if node.col >= 0 and not words.open:
                total = node.cost + tails[node.col] + rest
                if best is None or total < best[0]:
                    best = (total, i, node)
        if best is not None and min(n.cost for n in nodes) > best[0] + _MARGIN:
            break
    if best is None or best[0] >= 0:
        return None
    return Reading(_unwind(best[2], best[1], len(columns)), best[1] + 1, best[0])


def left_over(lines: Sequence[Words], at: int) -> bool:
    """Does a line that can only be of a table stand near below?"""
    return any(words.of_table for words in lines[at : at + 3])


class _Step:
    """All readings with one line more: the cheapest for each column and number, the hopeless ones dropped."""

    def __init__(
        self, before: list[Node], above: Words | None, words: Words, columns: Sequence[ColumnKind], tails: Sequence[float]
    ) -> None:
        self.before = before
        self.above = above
        self.words = words
        self.columns = columns
        self.tails = tails
        self.best: dict[tuple[int, int], Node] = {}
        self.firsts: dict[tuple[int, int], float] = {}
        self.furthers: dict[tuple[int, int], float] = {}

    def nodes(self) -> list[Node]:
        cut = 3.0 if self.above is not None and self.above.open else 0.0
        ends: dict[tuple[int, bool], tuple[float, Node]] = {}
        for node in self.before:
            if node.col < 0:  # a heading over rows is followed by a row
                self._cells(node, node.cost, 0, True)
                continue
            done = node.cost
            if node.parent is not None:
                self._go_on(node)
                self._cells(node, node.cost + cut, node.col + 1, False)
                done += cut + self.tails[node.col]
            key = (node.number, node.rows == 0)
            if key not in ends or done < ends[key][0]:
                ends[key] = (done, node)
        for done, node in ends.values():
            self._cells(node, done + _ROW, 0, True)
            self._heading(node, done + _GROUP_ROW)
        if not self.best:
            return []
        floor = min(n.cost for n in self.best.values()) + _MARGIN
        return [n for n in self.best.values() if n.cost <= floor]

    def _keep(self, cost: float, col: int, number: int, depth: int, row: bool, rows: int, parent: Node) -> None:
        known = self.best.get((col, number))
        if known is None or cost < known.cost:
            self.best[col, number] = Node(cost, col, number, depth, row, rows, parent)

    def _go_on(self, node: Node) -> None:
        """The line goes on in the cell above it."""
        if self.above is None:
            return
        key = (node.col, node.depth)
        cost = self.furthers.get(key, -NEVER)
        if cost == -NEVER:
            cost = self.furthers[key] = self.columns[node.col].further(self.above, self.words, node.depth)
        if cost < NEVER / 2:
            self._keep(node.cost + cost, node.col, node.number, node.depth + 1, False, node.rows, node)

    def _heading(self, node: Node, cost: float) -> None:
        """The line is a heading over the rows below it."""
        if len(self.columns) < 3 or not self.words.heads_rows or any(c.held for c in self.columns):
            return
        if any(c.number for c in self.columns):
            self._keep(cost + (2.0 if self.words.stopped else 0.0), -1, node.number, 1, True, node.rows, node)

    def _cells(self, node: Node, cost: float, at: int, row: bool) -> None:
        """The line begins the cell of column `at` or of a later one, those between being empty."""
        unnumbered = False
        number = node.number
        for col in range(at, len(self.columns)):
            column = self.columns[col]
            counts = column.number or column.counted
            key = (col, number if counts else 0)
            new = self.firsts.get(key, -NEVER)
            if new == -NEVER:
                new = self.firsts[key] = column.first(self.words, number)
            if new < NEVER / 2:
                new += cost + (1.0 if unnumbered and column.named else 0.0)
                following = number + (counts and column.counts_on(self.words, number))
                self._keep(new, col, following, 1, row, node.rows + row, node)
            cost += 0.2 if unnumbered and column.named else column.skip
            unnumbered = unnumbered or column.number
            if row and node.rows == 0:  # merged cells stand once: in the first row nothing is merged into a row above
                cost += NEVER if column.number else 4.0 if column.held else 0.0
            if cost > NEVER / 2:
                return


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
