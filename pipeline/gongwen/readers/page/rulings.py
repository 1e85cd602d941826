"""Rulings as drawn, tidied: parallel ones within a few points made one, touching ones joined, and tied together into grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongwen.readers.page.glyphs import Ruling

SNAP = 3.0  # points within which parallel rulings are one (double borders)
JOIN = 3.0  # points of gap over which a ruling goes on
REACH = 3.0  # points by which a ruling may fall short of the one it meets
SHORTEST = 5.0  # points; shorter ones are dots and serifs
MAX_RULINGS = 1_500  # of one direction on one page


@dataclass(slots=True)
class Grid:
    """Rulings that meet: the horizontal ones by y, the vertical ones by x."""

    horizontal: list[Ruling]
    vertical: list[Ruling]


def tidy(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Snapped, joined, without the stubs; ordered by position, then start."""
    out: list[Ruling] = []
    band: list[Ruling] = []
    for ruling in sorted(rulings):
        if band and ruling.pos - band[0].pos > SNAP:
            out.extend(_join(band))
            band = []
        band.append(ruling)
    if band:
        out.extend(_join(band))
    return sorted(ruling for ruling in out if ruling.end - ruling.start >= SHORTEST)


def _join(band: list[Ruling]) -> list[Ruling]:
    weight = sum(r.end - r.start for r in band)
    pos = sum(r.pos * (r.end - r.start) for r in band) / weight if weight else band[0].pos
    out: list[Ruling] = []
    for ruling in sorted(band, key=lambda r: r.start):
        if out and ruling.start <= out[-1].end + JOIN:
            if ruling.end > out[-1].end:
                out[-1] = out[-1]._replace(end=ruling.end)
        else:
            out.append(Ruling(pos, ruling.start, ruling.end))
    return out


def grids(horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> list[Grid]:
    """Sets of tidied rulings tied together by crossings, each with at least two rulings of one direction and one of the other."""
    if not horizontal or not vertical or len(horizontal) > MAX_RULINGS or len(vertical) > MAX_RULINGS:
        return []
    n = len(horizontal)
    parent = list(range(n + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(horizontal):
        y, left, right = h.pos, h.start - REACH, h.end + REACH
        for j, v in enumerate(vertical):
            if left <= v.pos <= right and v.start - REACH <= y <= v.end + REACH:
                parent[root(i)] = root(n + j)
    members: dict[int, Grid] = {}
    for i, h in enumerate(horizontal):
        members.setdefault(root(i), Grid([], [])).horizontal.append(h)
    for j, v in enumerate(vertical):
        members.setdefault(root(n + j), Grid([], [])).vertical.append(v)
    return [g for g in members.values() if len(g.horizontal) + len(g.vertical) >= 3 and g.horizontal and g.vertical]
