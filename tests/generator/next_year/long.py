"""Two long lists, a year and the next, put together from planted pairs: for what takes time and memory, not for the truth."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from ..render_text import render_text
from .listing import Listing, Section
from .pairs import pair
from .printing import choose_look, planted

FIRST_SEED = 50_000
HEADINGS = 50


def long_pair(tasks: int, level: str = "medium") -> tuple[str, str]:
    """Both notices as text, with so many tasks each. Titles and phrases come again, under other headings."""
    sides: tuple[list[Listing], list[Listing]] = [], []
    seed = FIRST_SEED
    while min(sum(len(listing.items) for listing in side) for side in sides) < tasks:
        made = pair(seed, level).edited
        seed += 1
        if not made.old.table:
            sides[0].append(made.old)
            sides[1].append(made.new)
    old, new = (_text(side, tasks) for side in sides)
    return old, new


def _text(lists: list[Listing], tasks: int) -> str:
    """One notice with a heading for every so many tasks: no marker counts beyond 99."""
    headings = [section.heading or "其他重点任务" for listing in lists for section in listing.sections for _ in section.items]
    items = [item for listing in lists for item in listing.items][:tasks]
    size = max(10, -(-tasks // HEADINGS))
    sections = tuple(Section(at, headings[at], tuple(items[at : at + size])) for at in range(0, tasks, size))
    look = replace(choose_look(Random("long")), continuous=False)
    return render_text(planted(replace(lists[0], sections=sections), look, "long").document)
