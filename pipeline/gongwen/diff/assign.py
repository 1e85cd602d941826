"""The best one-to-one assignment over few candidates a row: exact, in plain Python, and the same on every run.

scipy's `linear_sum_assignment` solves the full matrix; candidates are few (a dozen a task), so shortest augmenting paths
over those alone (Jonker and Volgenant, 1987, sparse form) are faster here, and save the half second that loading scipy costs.
The tests hold the result against scipy's.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

Row = Mapping[int, float]  # gain by column


def assign(rows: Sequence[Row]) -> list[int | None]:
    """The column of each row, None where none is worth it; the sum of gains is the highest possible.

    Args:
        rows: for each row its candidate columns with their gains; gains of 0 or less are never taken.
    """
    best = max((gain for row in rows for gain in row.values()), default=0.0)
    if best <= 0:
        return [None] * len(rows)
    width = 1 + max(column for row in rows for column in row)
    # A row may stay without a column at the cost `best`: a column of its own, numbered behind all others.
    costs = [{**{column: best - gain for column, gain in sorted(row.items()) if gain > 0}, width + i: best} for i, row in enumerate(rows)]
    prices: dict[int, float] = {}
    row_of: dict[int, int] = {}
    column_of: list[int] = [-1] * len(rows)
    for i in range(len(rows)):
        _augment(i, costs, prices, row_of, column_of)
    return [column if column < width else None for column in column_of]


def _augment(start: int, costs: list[dict[int, float]], prices: dict[int, float], row_of: dict[int, int], column_of: list[int]) -> None:
    """Give `start` a column along the cheapest chain of exchanges."""
    distance: dict[int, float] = {}
    via: dict[int, int] = {}
    done: dict[int, float] = {}
    queue: list[tuple[float, int]] = []
    row, length = start, 0.0
    while True:
        own = column_of[row]
        base = length - (costs[row][own] - prices.get(own, 0.0) if own >= 0 else 0.0)
        for column, cost in costs[row].items():
            to = base + cost - prices.get(column, 0.0)
            if column not in done and to < distance.get(column, float("inf")):
                distance[column], via[column] = to, row
                heapq.heappush(queue, (to, column))
        length, column = heapq.heappop(queue)
        while column in done:
            length, column = heapq.heappop(queue)
        done[column] = length
        if column not in row_of:
            break
        row = row_of[column]
    for seen, at in done.items():
        prices[seen] = prices.get(seen, 0.0) + at - length
    while True:
        row = via[column]
        row_of[column] = row
        column, column_of[row] = column_of[row], column
        if row == start:
            return
