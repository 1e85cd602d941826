"""Which task of the new notice continues which of the old one: by evidence, for all at once, one to one where it can be.

First what a person said (`links`), then the best one-to-one assignment over all believed pairs, then tasks that were split
or merged: an unpaired task joins a pair if the whole is told better by both parts than by one alone. Of what is left, tasks
that come nearest to each other are paired, and said to be uncertain.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .assign import assign
from .candidates import candidates
from .evidence import CERTAIN, MIDDLE, Comparison, Judge
from .items import Item, union
from .parts import parts_of

_RIVAL = 0.3  # score from which an unpaired task is told as one that may belong
_MAX_RIVALS = 3
_MARGIN = 0.03  # of the means, under which another task is nearly as good
_LEAD = 0.5  # share of its lead over the next best that is added to the mean of a pair
_TIE = 1e-6  # what an equal number and a near place in the list are worth: they only break ties

Near = Mapping[int, Mapping[int, Comparison]]
Group = tuple[tuple[int, ...], tuple[int, ...]]  # places in the old and in the new list


@dataclass(frozen=True, slots=True)
class Links:
    """What a person said, by places in the two lists: tasks that belong together, and tasks without a counterpart."""

    groups: tuple[Group, ...] = ()
    gone: frozenset[int] = frozenset()
    come: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Tasks that belong together; none on one side for added and removed.

    `found`: the evidence, None if there is no pair; `said`: a person said so; `rivals`: other tasks that it may belong with.
    """

    old: tuple[Item, ...]
    new: tuple[Item, ...]
    found: Comparison | None = None
    said: bool = False
    rivals: tuple[Item, ...] = ()

    @property
    def certain(self) -> bool:
        """No person need look."""
        return self.said or (not self.rivals and (self.found is None or self.found.score >= CERTAIN))


def align(judge: Judge, old: Sequence[Item], new: Sequence[Item], links: Links) -> list[Alignment]:
    """Every task of both lists in exactly one alignment: in the order of the new list, then the removed ones in their own."""
    near = _near(judge, old, new, links)
    partner = _assigned(near, old, new)
    groups = _grouped(judge, old, new, near, partner)
    groups += _left_over(near, groups)
    done = [_alignment(judge, old, new, group, near, partner) for group in groups]
    done += [_told(judge, old, new, group) for group in links.groups]
    paired_old = {item.index for a in done for item in a.old}
    paired_new = {item.index for a in done for item in a.new}
    back = _turned(near)
    for item in old:
        if item.index not in paired_old:
            said = item.index in links.gone
            done.append(Alignment((item,), (), said=said, rivals=_nearest(item, new, near)))
    for item in new:
        if item.index not in paired_new:
            said = item.index in links.come
            done.append(Alignment((), (item,), said=said, rivals=_nearest(item, old, back)))
    return sorted(done, key=lambda a: (not a.new, [item.index for item in a.new], [item.index for item in a.old]))


def _near(judge: Judge, old: Sequence[Item], new: Sequence[Item], links: Links) -> dict[int, dict[int, Comparison]]:
    """Every pair worth comparing, compared; tasks that a person spoke of are left out."""
    said_old = links.gone | {i for olds, _ in links.groups for i in olds}
    said_new = links.come | {j for _, news in links.groups for j in news}
    near: dict[int, dict[int, Comparison]] = defaultdict(dict)
    for i, j in candidates(old, new, judge.rarity):
        if i not in said_old and j not in said_new:
            near[i][j] = judge.compare(old[i], new[j])
    return _with_leads(near)


def _with_leads(near: dict[int, dict[int, Comparison]]) -> dict[int, dict[int, Comparison]]:
    """What is alone in being alike is believed sooner: the lead over the next best, on either side, is added in part."""
    rows = {i: _best_two(row.values()) for i, row in near.items()}
    columns = {j: _best_two(column.values()) for j, column in _turned(near).items()}
    return {i: {j: _led(c, rows[i], columns[j]) for j, c in row.items()} for i, row in near.items()}


def _best_two(found: Iterable[Comparison]) -> tuple[float, float]:
    best = heapq.nlargest(2, (c.mean for c in found))
    return best[0], best[1] if len(best) > 1 else 0.0


def _led(found: Comparison, row: tuple[float, float], column: tuple[float, float]) -> Comparison:
    if found.mean < row[0] or found.mean < column[0]:
        return found
    lead = found.mean - max(row[1], column[1])
    return replace(found, mean=min(1.0, found.mean + _LEAD * lead))


def _turned(near: Near) -> dict[int, dict[int, Comparison]]:
    """The same, by new task."""
    turned: dict[int, dict[int, Comparison]] = defaultdict(dict)
    for i, row in near.items():
        for j, found in row.items():
            turned[j][i] = found
    return turned


def _assigned(near: Near, old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """The best partner of each old task that has one, for all at once."""
    places = sorted(near)
    rows = [{j: c.mean - MIDDLE + _tie(c, len(old), len(new)) for j, c in near[i].items() if c.mean > MIDDLE} for i in places]
    return {i: j for i, j in zip(places, assign(rows), strict=True) if j is not None}


def _tie(found: Comparison, old_count: int, new_count: int) -> float:
    a, b = found.old, found.new
    apart = abs(a.index / old_count - b.index / new_count)
    return _TIE * ((a.task.number == b.task.number) + (a.heading == b.heading) + 1 - apart)


def _grouped(judge: Judge, old: Sequence[Item], new: Sequence[Item], near: Near, partner: Mapping[int, int]) -> list[Group]:
    """Pairs, splits and merges; where two claim a task, the one that gains most has it."""
    turned = _turned(near)
    splits = parts_of(judge, old, new, near, partner)
    merges = parts_of(judge, new, old, turned, {j: i for i, j in partner.items()})
    claims = [(p.gain, ((p.whole,), p.parts)) for p in splits] + [(p.gain, (p.parts, (p.whole,))) for p in merges]
    groups: list[Group] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = [(0.0, ((i,), (j,))) for i, j in sorted(partner.items())]
    for _, (olds, news) in (*sorted(claims, key=lambda c: (-c[0], c[1])), *pairs):
        if taken_old.isdisjoint(olds) and taken_new.isdisjoint(news):
            groups.append((olds, news))
            taken_old.update(olds)
            taken_new.update(news)
    return groups


def _left_over(near: Near, groups: Sequence[Group]) -> list[Group]:
    """Tasks that nobody claimed and of which each comes nearest to the other of all: too weak to be sure of, too near to be left apart."""
    taken_old = {i for olds, _ in groups for i in olds}
    taken_new = {j for _, news in groups for j in news}
    nearest = {j: max(column, key=lambda i: (column[i].mean, -i)) for j, column in _turned(near).items()}
    found: list[Group] = []
    for i, row in sorted(near.items()):
        j = max(row, key=lambda j: (row[j].mean, -j))
        if row[j].score >= _RIVAL and nearest[j] == i and i not in taken_old and j not in taken_new:
            found.append(((i,), (j,)))
    return found


def _told(judge: Judge, old: Sequence[Item], new: Sequence[Item], group: Group) -> Alignment:
    olds, news = tuple(old[i] for i in group[0]), tuple(new[j] for j in group[1])
    return Alignment(olds, news, judge.compare(union(olds), union(news)), said=True)


def _alignment(judge: Judge, old: Sequence[Item], new: Sequence[Item], group: Group, near: Near, partner: Mapping[int, int]) -> Alignment:
    olds, news = tuple(old[i] for i in group[0]), tuple(new[j] for j in group[1])
    if len(olds) > 1 or len(news) > 1:
        return Alignment(olds, news, judge.compare(union(olds), union(news)))
    i, j = group[0][0], group[1][0]
    found = near[i][j]
    strength = {new_place: near[old_place][new_place].mean for old_place, new_place in partner.items()}
    rivals = [
        c.new
        for place, c in sorted(near[i].items())
        if place != j and c.mean >= found.mean - _MARGIN and strength.get(place, 0.0) <= c.mean + _MARGIN
    ]
    return Alignment(olds, news, found, rivals=tuple(rivals[:_MAX_RIVALS]))


def _nearest(item: Item, others: Sequence[Item], near: Near) -> tuple[Item, ...]:
    """The tasks that come nearest to one without a counterpart."""
    likely = sorted((-c.mean, place) for place, c in near.get(item.index, {}).items() if c.score >= _RIVAL)
    return tuple(others[place] for _, place in likely[:_MAX_RIVALS])
