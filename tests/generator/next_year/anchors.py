"""What makes a planted pair fair: a careful reader can tell every old task from the others by words that its successor keeps."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from .listing import Item

if TYPE_CHECKING:
    from .edits import Edited

ENOUGH = 3  # trigrams that only the tasks of one tie share
HAN = re.compile(r"[一-鿿]+")


def trigrams(item: Item) -> set[str]:
    """Every run of three Han characters in title, text and metrics."""
    runs = HAN.findall(item.text)
    return {run[i : i + 3] for run in runs for i in range(len(run) - 2)}


def unanchored(edited: Edited) -> list[tuple[int, int]]:
    """The tied (old, new) keys that do not share ENOUGH trigrams which stand in no other task of either list."""
    old = {item.key: trigrams(item) for item in edited.old.items}
    new = {item.key: trigrams(item) for item in edited.new.items}
    in_old, in_new = Counter(g for grams in old.values() for g in grams), Counter(g for grams in new.values() for g in grams)
    bad = []
    for tie in edited.ties:
        own_old = Counter(g for key in tie.old for g in old[key])
        own_new = Counter(g for key in tie.new for g in new[key])
        for a in tie.old:
            for b in tie.new:
                shared = [g for g in old[a] & new[b] if in_old[g] == own_old[g] and in_new[g] == own_new[g]]
                if len(shared) < ENOUGH:
                    bad.append((a, b))
    return bad


def overlap(one: Item, two: Item) -> float:
    """Dice overlap of the character bigrams of title and text."""
    a, b = Counter(_bigrams(one.text)), Counter(_bigrams(two.text))
    both = sum((a & b).values())
    return 2 * both / ((sum(a.values()) + sum(b.values())) or 1)


def _bigrams(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]
