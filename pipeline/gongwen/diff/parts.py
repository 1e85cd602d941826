"""Tasks that were split or merged: one whole against several parts, which together tell it better than any one of them.

Split and merged are the same search seen from two sides. It begins with the pair that the assignment made and adds parts
while the likeness of the whole to all parts together grows. A part must stand in the whole for a good share, and in no
other task for a better one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .evidence import CERTAIN, Comparison, Judge
from .items import Item
from .wording import Grams

_GROWTH = 1.10  # how much better the whole must be told with a part than without it
_STANDS_IN = 0.30  # share of a part's wording that must stand in the whole
_LIKELY = 0.20  # likeness from which parts are believed that no assignment found before
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
    """The whole in which each piece stands for the largest share."""
    best: dict[int, tuple[float, int]] = {}
    for whole, row in near.items():
        for piece in row:
            share = judge.rarity.within(pieces[piece].grams, wholes[whole].grams)
            if share >= _STANDS_IN and (share, -whole) > best.get(piece, (0.0, 0)):
                best[piece] = share, -whole
    return {piece: -whole for piece, (_, whole) in best.items()}


def _grown(judge: Judge, whole: Item, pieces: Sequence[Item], own: int | None, free: list[int]) -> tuple[tuple[int, ...], float] | None:
    """The parts in their order and the gain; None if no two of them tell the whole better than one."""
    rarity = judge.rarity
    parts: list[int] = [] if own is None else [own]
    told: Grams = frozenset() if own is None else pieces[own].grams
    alone = now = rarity.cosine(whole.grams, told) if told else 0.0
    while free and len(parts) < MAX_PARTS:
        likeness, piece = max((rarity.cosine(whole.grams, told | pieces[p].grams), -p) for p in free)
        if parts and likeness < now * _GROWTH:
            break
        piece = -piece
        free = [p for p in free if p != piece]
        parts.append(piece)
        told, now = told | pieces[piece].grams, likeness
        alone = max(alone, rarity.cosine(whole.grams, pieces[piece].grams))
    if len(parts) < 2 or (own is None and now < _LIKELY):
        return None
    return tuple(sorted(parts)), now - alone
