"""The two views of a task: an item of the text and the row of the task table that lists it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .drafts import TaskDraft

_SAME = 0.34  # least share of common pairs of characters


def counterparts(tasks: Sequence[TaskDraft], text: str) -> dict[str, tuple[str, ...]]:
    """Keys of the tasks of the other view, by key. A row and an item match when their number and their words agree."""
    sections = [t for t in tasks if t.view == "section"]
    rows = [t for t in tasks if t.view == "table"]
    if not sections or not rows:
        return {}
    words = {t.key: _pairs(text[slice(*t.span)]) for t in tasks}
    linked: dict[str, list[str]] = {}
    for row in rows:
        scored = [(_likeness(words[row.key], words[s.key]) + (0.15 if s.number == row.number else 0.0), s) for s in sections]
        score, best = max(scored, key=lambda pair: pair[0])
        if score >= _SAME:
            linked.setdefault(row.key, []).append(best.key)
            linked.setdefault(best.key, []).append(row.key)
    return {key: tuple(keys) for key, keys in linked.items()}


def _pairs(text: str) -> Counter[str]:
    bare = [c for c in text if c.isalnum()]
    return Counter(a + b for a, b in zip(bare, bare[1:], strict=False))


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Share of the smaller text's pairs that the other has."""
    smaller = min(sum(a.values()), sum(b.values()))
    return sum((a & b).values()) / smaller if smaller else 0.0
