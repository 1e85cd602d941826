"""Tasks that were split or merged: one whole against several parts.

Split and merged are the same search seen from two sides. It begins with the pair that the assignment made and adds the parts
that have no counterpart of their own. What speaks for a part is the share of its wording that stands in the whole, and a
title about the same thing; and it must tell something of the whole that the other parts do not tell. Without a title in
common it must tell the whole clearly better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .evidence import CERTAIN, Comparison, Judge
from .items import Item
from .wording import Grams

_BELIEVED = 0.37  # belief from which a task is a part of another
_TITLE = 0.6  # what a title about the same thing is worth beside the share of the wording
_TITLES_ALIKE = 0.15  # likeness under which titles are about different things
_NAMED = 0.6  # share of a part's title that must stand in the whole where it has another title
_STANDS_IN, _GROWTH = 0.45, 1.10  # then: share of the wording, and how much better the whole must be told with the part
_TELLS = 0.05  # share of the whole that a part must tell beside the others
MAX_PARTS = 6


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole and its parts, by their places in their lists; `gain`: how much likeness all parts add over the best one."""

    whole: int
    parts: tuple[int, ...]
    gain: float


def parts_of(
    judge: Judge,
    wholes: Sequence[Item],
    pieces: Sequence[Item],
    near: Mapping[int, Mapping[int, Comparison]],
    partner: Mapping[int, int],
) -> list[Parts]:
    """Every whole that several pieces make up.

    Args:
        wholes, pieces: the two lists, either way round.
        near: for each whole the pieces compared with it.
        partner: the piece that each whole is paired with.
    """
    home = _homes(judge, wholes, pieces, near)
    paired_with = {piece: whole for whole, piece in partner.items()}

    def loose(whole: int, piece: int) -> bool:
        other = paired_with.get(piece)
        return other is None or (other != whole and near[other][piece].score < CERTAIN)

    found = []
    for whole, row in sorted(near.items()):
        own = partner.get(whole)
        free = [piece for piece in row if piece != own and loose(whole, piece) and home.get(piece) == whole]
        if free:
            parts = _grown(judge, wholes[whole], pieces, own, free)
            if parts is not None:
                found.append(Parts(whole, *parts))
    return found


def _homes(judge: Judge, wholes: Sequence[Item], pieces: Sequence[Item], near: Mapping[int, Mapping[int, Comparison]]) -> dict[int, int]:
    """The whole that each piece is most likely a part of."""
    best: dict[int, tuple[float, int]] = {}
    for whole, row in near.items():
        for piece in row:
            belief = _belief(judge, wholes[whole], pieces[piece])
            if belief >= _BELIEVED and (belief, -whole) > best.get(piece, (0.0, 0)):
                best[piece] = belief, -whole
    return {piece: -whole for piece, (_, whole) in best.items()}


def _belief(judge: Judge, whole: Item, piece: Item) -> float:
    return judge.rarity.within(piece.grams, whole.grams) + _TITLE * _titled(judge, whole, piece)


def _titled(judge: Judge, whole: Item, piece: Item) -> float:
    """Is the part called like the whole, or like something that stands in its wording?"""
    title = piece.title_grams
    alike = judge.rarity.cosine(whole.title_grams, title)
    named = judge.rarity.within(title, whole.grams) if title else 0.0
    return max(alike, named if named >= _NAMED else 0.0)


def _grown(judge: Judge, whole: Item, pieces: Sequence[Item], own: int | None, free: list[int]) -> tuple[tuple[int, ...], float] | None:
    """The parts in their order and the gain; None if no two of them tell the whole better than one."""
    parts: list[int] = [] if own is None else [own]
    told: Grams = frozenset() if own is None else pieces[own].grams
    gain = 0.0
    for belief, piece in sorted(((_belief(judge, whole, pieces[p]), -p) for p in free), reverse=True):
        part = pieces[-piece]
        if len(parts) < MAX_PARTS and _adds(judge, whole, part, told):
            parts.append(-piece)
            told |= part.grams
            gain += belief
    return (tuple(sorted(parts)), gain) if len(parts) > 1 else None


def _adds(judge: Judge, whole: Item, part: Item, told: Grams) -> bool:
    """Does the part tell something of the whole that is not told yet?"""
    rarity = judge.rarity
    if rarity.weigh((whole.grams & part.grams) - told) < _TELLS * rarity.of(whole.grams):
        return False
    if _titled(judge, whole, part) >= _TITLES_ALIKE:
        return True
    before = rarity.cosine(whole.grams, told) if told else 0.0
    return rarity.within(part.grams, whole.grams) >= _STANDS_IN and rarity.cosine(whole.grams, told | part.grams) >= _GROWTH * before
