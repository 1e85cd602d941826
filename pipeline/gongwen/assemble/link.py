"""The two views of a task: an item of the text and the row of the task table that lists it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import add

from .drafts import TaskDraft

_SAME = 0.34  # least share of common pairs of characters


def counterparts(tasks: Sequence[TaskDraft], text: str) -> dict[str, tuple[str, ...]]:
    """Keys of the tasks of the other view, by key.

    A table is another view of the text where most of its rows find an item of the same number with like words, or of the same title: where
    sections count their items anew, the rows of their table may count through.
    """
    sections = [t for t in tasks if t.view == "section"]
    tables: dict[str, list[TaskDraft]] = {}
    for task in tasks:
        if task.view == "table":
            tables.setdefault(task.key.partition("-")[0], []).append(task)
    if not sections or not tables:
        return {}
    words = _Words(tasks, text)
    linked: dict[str, list[str]] = {}
    for rows in tables.values():
        pairs = [pair for row in rows for pair in _matches(row, sections, words)]
        if len({row for row, _ in pairs}) * 2 < len(rows):
            continue
        for row, item in pairs:
            linked.setdefault(row, []).append(item)
            linked.setdefault(item, []).append(row)
    return {key: tuple(keys) for key, keys in linked.items()}


class _Words(dict[str, frozenset[str]]):
    """The pairs of characters of a task's text by its key, gathered when they are first asked for: few tasks are compared."""

    def __init__(self, tasks: Sequence[TaskDraft], text: str) -> None:
        self.spans = {task.key: task.span for task in tasks}
        self.text = text

    def __missing__(self, key: str) -> frozenset[str]:
        made = self[key] = _pairs(self.text[slice(*self.spans[key])])
        return made


def _matches(row: TaskDraft, sections: Sequence[TaskDraft], words: _Words) -> list[tuple[str, str]]:
    titled = [s for s in sections if row.title_text and s.title_text and _bare(s.title_text) == _bare(row.title_text)]
    if len(titled) == 1:
        return [(row.key, titled[0].key)]
    same = [(s, _likeness(words[row.key], words[s.key])) for s in sections if row.number is None or s.number == row.number]
    best = max(same, key=lambda pair: pair[1], default=None)
    wanted = _SAME if row.number is not None else 2 * _SAME
    return [(row.key, best[0].key)] if best is not None and best[1] >= wanted else []


def _pairs(text: str) -> frozenset[str]:
    """Every pair of characters; one that comes again is numbered, so that sets tell how often two texts share it."""
    bare = _bare(text)
    counts = Counter(map(add, bare, bare[1:]))
    again = (f"{pair}{k}" for pair, n in counts.items() if n > 1 for k in range(1, n))
    return frozenset(counts).union(again)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Share of the smaller text's pairs that the other has."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0
