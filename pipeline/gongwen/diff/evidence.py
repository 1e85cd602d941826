"""What speaks for two tasks being one: their words above all, then title, headings, bodies, metrics and documents.

Every kind of evidence is a likeness from 0 to 1, weighted by how much it can tell at all: a heading or a body that all tasks
of both lists share tells nothing. The weighted mean is stretched so that 0.5 is the point from which an alignment is believed.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..recognise.grammar import load
from .items import Item
from .offices import office_of
from .record import Evidence, EvidenceKind
from .wording import Grams, Rarity, grams

MIDDLE, _STEEPNESS = 0.14, 14.0  # the mean from which two tasks are taken for one, and how fast belief grows; set on planted truth
CERTAIN = 0.8  # score from which no person need look
_OTHER_PHASE = 0.4  # what is left of it where titles name two phases of one project
_WEIGHTS: dict[EvidenceKind, float] = {"text": 0.60, "title": 0.25, "heading": 0.08, "units": 0.08, "metrics": 0.08, "citations": 0.08}
_MARKS: tuple[EvidenceKind, ...] = ("heading", "units", "metrics", "citations")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two tasks compared. `mean`: of all evidence; `parts`: likeness and weight by kind, of kinds that both sides have."""

    old: Item
    new: Item
    mean: float
    parts: dict[EvidenceKind, tuple[float, float]]

    @property
    def score(self) -> float:
        """The mean stretched: 0.5 where belief begins, 1 for equal tasks."""
        return stretched(self.mean)


class Judge:
    """Compares the tasks of two lists; knows how rare everything is in both."""

    def __init__(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        both = [*old, *new]
        self.rarity = Rarity([item.grams for item in both], _stock())
        self._marks = {kind: Rarity([marks_of(item, kind) for item in both]) for kind in _MARKS}

    def compare(self, old: Item, new: Item) -> Comparison:
        """How much speaks for it."""
        text = self.rarity.cosine(old.grams, new.grams) if old.grams != new.grams else 1.0
        parts: dict[EvidenceKind, tuple[float, float]] = {"text": (text, _WEIGHTS["text"])}
        if old.title_grams and new.title_grams:
            parts["title"] = self.rarity.cosine(old.title_grams, new.title_grams), _WEIGHTS["title"]
        for kind, rarity in self._marks.items():
            a, b = marks_of(old, kind), marks_of(new, kind)
            if a and b:
                parts[kind] = rarity.cosine(a, b), _WEIGHTS[kind] * rarity.telling(a | b)
        mean = sum(value * weight for value, weight in parts.values()) / sum(weight for _, weight in parts.values())
        if old.phases and new.phases and old.phases.isdisjoint(new.phases):
            mean *= _OTHER_PHASE
        return Comparison(old, new, min(1.0, mean), parts)

    def told(self, found: Comparison) -> tuple[Evidence, ...]:
        """The evidence for a person, the strongest first, with what is shared."""
        old, new = found.old, found.new
        shared: dict[EvidenceKind, tuple[str, ...]] = {
            "text": self.rarity.rarest(old.grams & new.grams),
            "title": self.rarity.rarest(old.title_grams & new.title_grams),
            "units": tuple(unit.name for unit in new.units if office_of(unit).field in old.fields),
            "metrics": tuple(sorted(old.metrics & new.metrics)),
            "citations": tuple(sorted(old.citations & new.citations)),
        }
        strength = {kind: value * weight for kind, (value, weight) in found.parts.items() if value * weight > 0}
        return tuple(
            Evidence(kind=kind, score=round(min(1.0, found.parts[kind][0]), 3), shared=shared.get(kind, ()))
            for kind in sorted(strength, key=lambda k: (-strength[k], k))
        )


@functools.cache
def _stock() -> Grams:
    """Pairs of characters of the words that every notice has."""
    return grams("，".join(load("changes").words("stock")))


def marks_of(item: Item, kind: EvidenceKind) -> Grams:
    """What a task has of a kind of evidence beside its words."""
    match kind:
        case "heading":
            return item.heading_grams
        case "units":
            return item.fields
        case "metrics":
            return item.metric_grams
        case _:
            return item.citations


def stretched(mean: float) -> float:
    """From a weighted mean of likenesses to a score: 0.5 at the point where an alignment begins to be believed, 1 for equals."""
    if mean >= 1 - 1e-9:
        return 1.0
    return 1 / (1 + math.exp(-_STEEPNESS * (mean - MIDDLE)))
