"""Which pairs of tasks are worth comparing: those that share rare wording. A thousand tasks against a thousand in seconds."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence

from .items import Item
from .wording import Grams, Rarity

PER_TASK = 12  # candidates kept for each task, from either side
_MAX_MEETINGS = 2_500  # pairs of tasks that one pair of characters may bring together: commoner wording tells nothing


def candidates(old: Sequence[Item], new: Sequence[Item], rarity: Rarity) -> list[tuple[int, int]]:
    """Pairs of places in the two lists, in order: for every task the tasks of the other list that share most rare wording with it, and
    those that read alike, however common their wording is."""
    rows = _rows(old, new)
    kept = set(_equal(old, new))
    best_of_new: list[list[tuple[float, int]]] = [[] for _ in new]
    new_norms = [math.sqrt(rarity.of(item.grams) or 1) for item in new]
    for i, item in enumerate(old):
        shared = _shared(item.grams, rows, rarity)
        likeness = {j: value / new_norms[j] for j, value in shared.items()}
        kept.update((i, j) for j in heapq.nlargest(PER_TASK, likeness, key=lambda j: (likeness[j], -j)))
        norm = math.sqrt(rarity.of(item.grams) or 1)
        for j, value in shared.items():
            push = heapq.heappush if len(best_of_new[j]) < PER_TASK else heapq.heappushpop
            push(best_of_new[j], (value / norm, -i))
    kept.update((-i, j) for j, found in enumerate(best_of_new) for _, i in found)
    return sorted(kept)


def _equal(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Tasks that read alike; of several, the first with the first and so on."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for i, item in enumerate(old):
        waiting[item.words].append(i)
    for j, item in enumerate(new):
        if waiting[item.words]:
            yield waiting[item.words].popleft(), j


def _rows(old: Sequence[Item], new: Sequence[Item]) -> Mapping[str, list[int]]:
    """The new tasks that hold a pair of characters, where it is not too common to bring tasks together."""
    where: dict[str, list[int]] = defaultdict(list)
    for j, item in enumerate(new):
        for gram in item.grams:
            where[gram].append(j)
    spread: dict[str, int] = defaultdict(int)
    for item in old:
        for gram in item.grams & where.keys():
            spread[gram] += 1
    return {gram: row for gram, row in where.items() if len(row) * spread[gram] <= _MAX_MEETINGS}


def _shared(grams: Grams, rows: Mapping[str, list[int]], rarity: Rarity) -> dict[int, int]:
    """Weight of what a task shares with each new task; whole numbers, so that the order of adding does not matter."""
    shared: dict[int, int] = defaultdict(int)
    for gram in grams & rows.keys():
        weight = rarity.weights[gram]
        for j in rows[gram]:
            shared[j] += weight
    return shared
