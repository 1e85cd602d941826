"""Did a task move to another heading, or did its heading only change its words?

Headings of the two notices answer to each other if they read alike, or if most tasks of one went to the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .items import Item, bare
from .wording import compact, grams

_ALIKE = 0.5  # share of common wording from which two headings are one
_MOST = 0.5  # share of a heading's tasks that must go the same way

Path = tuple[str, ...]


class Headings:
    """What became of the headings, learned from the tasks that were paired."""

    def __init__(self, pairs: Sequence[tuple[Item, Item]]) -> None:
        self._ways = Counter((_path(old), _path(new)) for old, new in pairs)
        self._from = Counter(_path(old) for old, _ in pairs)
        self._to = Counter(_path(new) for _, new in pairs)

    def moved(self, old: Item, new: Item) -> bool:
        """Does the task stand under a heading that is not the old one? False where either notice has no headings."""
        a, b = _path(old), _path(new)
        if not a or not b or a == b or _alike(a, b):
            return False
        together = self._ways[a, b]
        return not (together > _MOST * self._from[a] and together > _MOST * self._to[b])


def _path(item: Item) -> Path:
    return tuple(compact(bare(heading)) for heading in item.task.path)


def _alike(a: Path, b: Path) -> bool:
    one, two = (grams("\n".join(path)) for path in (a, b))
    return bool(one and two) and 2 * len(one & two) >= _ALIKE * (len(one) + len(two))
