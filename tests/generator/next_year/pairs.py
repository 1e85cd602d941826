"""Pairs of notices whose right diff is known: a planted or hand-written notice and the next year's, both as printed and as read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from gongwen import convert
from gongwen.records import Notice

from .. import corpus
from ..compare import Scores, compare
from ..document import Planted
from ..notice import generate
from ..render_text import render_text
from .anchors import unanchored
from .edits import Edited, next_year, strength
from .fresh import enriched, grown
from .listing import Listing, distinct, listing_of
from .printing import choose_look, planted

SMALLEST = 5  # tasks that a list must have to be worth comparing


@dataclass(frozen=True, slots=True)
class Pair:
    """`old` and `new` as printed, with the gold truth of each, and the right diff by the keys of tasks."""

    name: str
    old: Planted
    new: Planted
    edited: Edited

    @property
    def old_keys(self) -> list[int]:
        return [item.key for item in self.edited.old.items]

    @property
    def new_keys(self) -> list[int]:
        return [item.key for item in self.edited.new.items]


def pair(seed: int, level: str) -> Pair:
    """The pair of a seed at a level (light, medium, heavy). Deterministic. Raises ValueError for an unknown level."""
    rng = Random(f"next-year-{seed}-{level}")
    return pair_of(rng, base(seed), level, f"{level} {seed}")


def pair_of(rng: Random, listing: Listing, level: str, name: str) -> Pair:
    """A pair made from a list. Where a careful reader could not tell a pair of tasks, the edits are drawn again."""
    for _ in range(12):
        edited = next_year(rng, listing, strength(level))
        if not unanchored(edited):
            break
    look = choose_look(rng)
    other = look if level == "light" else choose_look(rng)
    was, now = edited.tables.old, edited.tables.new
    return Pair(name, planted(edited.old, look, f"{name} old", rows=was), planted(edited.new, other, f"{name} new", rows=now), edited)


@lru_cache(maxsize=1024)
def base(seed: int, *, filled: bool = True) -> Listing:
    """A list to start from: a generated notice, read, taken apart, cleared of what cannot be told apart and, if asked, filled up."""
    for attempt in range(40):
        made = generate(seed + 10_000 * attempt, "clean")
        record = read(made)
        if any(tally.f1 < 1 for tally in compare(made.truth, record.model_dump(mode="json")).values()):
            continue
        listing = distinct(listing_of(record)) if filled else as_list(record)
        if len(listing.items) >= SMALLEST and not filled:
            return listing
        if len(listing.items) >= SMALLEST:
            rng = Random(f"base-{seed}")
            return enriched(rng, grown(rng, listing, rng.choice([0, 0, 8, 20])))
    raise ValueError(f"no list for seed {seed}")


def corpus_lists() -> dict[str, Listing]:
    """The hand-written notices of corpus/ as lists, by name; small ones left out."""
    lists = {name: as_list(read(one)) for name, one in corpus.notices().items()}
    return {name: one for name, one in lists.items() if len(one.items) >= 3}


def as_list(record: Notice) -> Listing:
    """A record as a list whose tasks can be told apart; tasks that are nothing but a title are left out."""
    return distinct(listing_of(record)).over(lambda item: item if item.sentences else None)


def read(made: Planted) -> Notice:
    """The record that the converter gives for a printed notice."""
    return convert(render_text(made.document).encode(), name=f"{made.document.name}.txt")


def misread(made: Planted, record: Notice) -> Scores:
    """How the record differs from what was printed."""
    truth: dict[str, Any] = {key: made.truth[key] for key in ("tasks", "indicators")}
    return compare(truth, record.model_dump(mode="json"), made.document.name)
