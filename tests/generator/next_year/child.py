"""A higher body's list and what a lower one made of it, and pairs that have nothing in common."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from random import Random

from ..stock import bodies as stock_bodies
from ..truth import Entry
from . import figures
from .anchors import unanchored
from .bodies import parted
from .edits import Edited, Tie
from .fresh import Writer
from .lexicon import STRENGTHS
from .listing import Item, Listing, Piece, Sentence
from .pairs import Pair, base
from .printing import choose_look, planted, title_of
from .tasks import Editor

BELOW = {"省": "市", "自治区": "市", "市": "县", "州": "县"}
TIER = {"市": "middle", "县": "lower"}
PLACES = {"市": ("清江市", "临海市", "宁川市", "云溪市"), "县": ("东岭县", "安平县", "石泉河县", "北陵县")}


def child_pair(seed: int) -> Pair:
    """A list and that of a body one level down: taken over, adapted to the place with smaller figures, left out, and its own additions."""
    rng = Random(f"child-{seed}")
    parent = next(made for n in range(40) if (made := base(seed + 5_000 * n)) and _level(made) in BELOW)
    for _ in range(12):
        edited = _Child(rng, parent).made()
        if not unanchored(edited):
            break
    name, above, below = f"child {seed}", choose_look(rng), choose_look(rng)
    cites = title_of(edited.old, above)
    return Pair(name, planted(edited.old, above, f"{name} old"), planted(edited.new, below, f"{name} new", cites=cites), edited)


def unrelated_pair(seed: int) -> Pair:
    """Lists of two subjects by two issuers, as they were generated: the same turns of phrase, but no whole sentences in common."""
    rng = Random(f"unrelated-{seed}")
    old = base(seed, filled=False)
    new = next(
        made for n in range(1, 60) if (made := base(seed + 5_000 * n, filled=False)).subject != old.subject and made.place != old.place
    )
    edited = Edited(old, new, relation="unrelated")
    name = f"unrelated {seed}"
    return Pair(name, planted(old, choose_look(rng), f"{name} old"), planted(new, choose_look(rng), f"{name} new"), edited)


def _level(listing: Listing) -> str:
    """The level prefix of most bodies of the list."""
    prefixes = [parted(u["name"])[0] for item in listing.items for u in item.units]
    return max(sorted({p for p in prefixes if p}), key=prefixes.count, default="")


class _Child:
    def __init__(self, rng: Random, parent: Listing) -> None:
        self.rng, self.parent = rng, parent
        self.above = _level(parent)
        self.level = BELOW[self.above]
        self.place = rng.choice([p for p in PLACES[self.level] if p != parent.place])
        self.writer = Writer(rng, parent)
        self.share = Decimal(rng.randint(8, 30)) / 100
        self.light, self.medium = (Editor(rng, self.writer, STRENGTHS[name], 0, 0.0, []) for name in ("light", "medium"))
        self.ties: list[Tie] = []
        self.uptake: dict[int, str] = {}

    def made(self) -> Edited:
        sections = []
        for section in self.parent.sections:
            items = [made for item in section.items for made in self._uptake(item)]
            if items:
                sections.append(replace(section, items=tuple(items), heading=section.heading and self._here(section.heading)))
        new = replace(self.parent, place=self.place, issuer=f"{self.place}人民政府办公室", sections=tuple(sections))
        return Edited(self.parent, new, self.ties, relation="parent_child", uptake=self.uptake)

    def _uptake(self, item: Item) -> list[Item]:
        draw = self.rng.random()
        made = []
        if draw < 0.35:
            made.append(self._kept(self.light.words(item), item.key, "taken_over"))
        elif draw < 0.8:
            made.append(self._kept(self._local(self.medium.words(item)), item.key, "localised"))
        else:
            self.uptake[item.key] = "left_out"
        if self.rng.random() < 0.12:
            own = self.writer.item()
            if own:
                made.append(self._at_home(own))
                self.uptake[own.key] = "own"
        return made

    def _kept(self, item: Item, key: int, uptake: str) -> Item:
        self.ties.append(Tie("kept", (key,), (key,)))
        self.uptake[key] = uptake
        return self._at_home(item)

    def _local(self, item: Item) -> Item:
        """The title names the place, the figures are the place's own."""
        title = f"{item.title}（{self.place}）" if item.title and self.rng.random() < 0.1 else item.title
        sentences = tuple(replace(s, pieces=tuple(self._smaller(p) for p in s.pieces)) for s in item.sentences)
        return replace(item, title=title, sentences=sentences)

    def _smaller(self, piece: Piece) -> Piece:
        aim = figures.readable(piece.found) if piece.found and piece.is_target else None
        if aim is None:
            return piece
        if aim.mode == "count":
            aim = replace(aim, value=max(Decimal(1), (aim.value * self.share).to_integral_value()))
        else:
            aim = figures.tightened(self.rng, aim, loosen=self.rng.random() < 0.5) or aim
        made = figures.printed(self.rng, aim)
        return Piece(made["raw"], made)

    def _at_home(self, item: Item) -> Item:
        """Bodies and scopes of the lower level."""
        sentences = tuple(Sentence(s.key, tuple(self._piece(p) for p in s.pieces), s.title) for s in item.sentences)
        title = self._here(item.title) if item.title else None
        return replace(item, title=title, sentences=sentences, units=self._bodies(item.units))

    def _piece(self, piece: Piece) -> Piece:
        if piece.found is None:
            return Piece(self._here(piece.text))
        named = {k: self._here(v) if k in ("raw", "metric") else v for k, v in piece.found.items()}
        return Piece(named["raw"], named)

    def _here(self, text: str) -> str:
        text = re.sub(f"全{self.above[-1]}(?!面|程|周)", f"全{self.level}", text)
        return text.replace(self.parent.place, self.place) if self.parent.place else text

    def _bodies(self, units: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """The offices that do the same one level down; bodies that the lower level does not have are left out."""
        made: dict[str, Entry] = {}
        for unit in units:
            prefix, rest = parted(unit["name"])
            name = next(
                (
                    self.level + tiers[TIER[self.level]][0]
                    for tiers in stock_bodies()["agencies"].values()
                    if rest in [n for names in tiers.values() for n in names]
                ),
                None,
            )
            if name is None and prefix == self.above and rest.startswith("委"):
                name = self.level + rest
            if name is None and "各" in unit["name"]:
                name = str(self.rng.choice(stock_bodies()["collectives"][self.level]))
            if name is not None:
                made.setdefault(name, {**unit, "name": name})
        return tuple(made.values()) or ({"name": f"{self.level}政府办公室", "role": "responsible"},)
