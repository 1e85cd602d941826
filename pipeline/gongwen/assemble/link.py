"""The two views of a task: an item of the text and the row of the task table that lists it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .drafts import TaskDraft

_SAME = 0.34  # least share of common pairs of characters


def counterparts(tasks: Sequence[TaskDraft], text: str) -> dict[str, tuple[str, ...]]:
    """Keys of the tasks of the other view, by key.

    A table is another view of the text where most of its rows find an item of the same number with like words.
    """
    sections = [t for t in tasks if t.view == "section"]
    tables: dict[str, list[TaskDraft]] = {}
    for task in tasks:
        if task.view == "table":
            tables.setdefault(task.key.partition("-")[0], []).append(task)
    if not sections or not tables:
        return {}
    words = {t.key: _pairs(text[slice(*t.span)]) for t in tasks}
    linked: dict[str, list[str]] = {}
    for rows in tables.values():
        pairs = [pair for row in rows for pair in _matches(row, sections, words)]
        if len({row for row, _ in pairs}) * 2 < len(rows):
            continue
        for row, item in pairs:
            linked.setdefault(row, []).append(item)
            linked.setdefault(item, []).append(row)
    return {key: tuple(keys) for key, keys in linked.items()}


def _matches(row: TaskDraft, sections: Sequence[TaskDraft], words: dict[str, Counter[str]]) -> list[tuple[str, str]]:
    same = [(s, _likeness(words[row.key], words[s.key])) for s in sections if row.number is None or s.number == row.number]
    best = max(same, key=lambda pair: pair[1], default=None)
    wanted = _SAME if row.number is not None else 2 * _SAME
    return [(row.key, best[0].key)] if best is not None and best[1] >= wanted else []


def _pairs(text: str) -> Counter[str]:
    bare = [c for c in text if c.isalnum()]
    return Counter(a + b for a, b in pairwise(bare))


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Share of the smaller text's pairs that the other has."""
    smaller = min(sum(a.values()), sum(b.values()))
    return sum(min(n, b[pair]) for pair, n in a.items() if pair in b) / smaller if smaller else 0.0
