"""What became of targets: the same metric found again in other words, and whether it asks more or less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..records import Target
from . import figures
from .assign import assign
from .context import Surroundings
from .record import TargetChange, TargetRef
from .refs import target_ref
from .wording import Grams, Rarity, compact, grams

_ALIKE = 0.35  # from which two targets are taken for one
_METRIC, _CONTEXT, _VALUE = 0.7, 0.2, 0.1  # what the same metric, the same surroundings, the same figure are worth
_FOREIGN = 0.5  # what is left of it where units are of different kinds
_OTHER_MODE = 0.7  # or where one is a level and the other a change


@dataclass(frozen=True, slots=True)
class Figure:
    """A target made ready: its reference, the pairs of characters of its metric and of what stands around it.

    `actual`: the figure that the text gives for where it stands now."""

    ref: TargetRef
    metric: Grams
    around: Grams
    actual: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the new notice says is already so: figures with the pairs of characters of their metric."""

    figures: tuple[tuple[Grams, TargetRef], ...]
    rarity: Rarity

    def about(self, metric: Grams) -> TargetRef | None:
        """The figure for a metric, the closest name first; None if there is none of nearly that name."""
        alike = [(self.rarity.cosine(metric, name), -i) for i, (name, _) in enumerate(self.figures)]
        best = max(alike, default=(0.0, 0))
        return self.figures[-best[1]][1] if best[0] >= 0.8 else None


def figures_of(around: Surroundings) -> list[Figure]:
    """The targets of a task."""
    return [figure(target, around.of(target)) for target in around.item.targets]


def figure(target: Target, around: Grams = frozenset()) -> Figure:
    """A target, or a goal that stands in no task."""
    base = target.baseline.value if target.baseline is not None else None
    return Figure(target_ref(target), grams(target.metric), around, Decimal(base) if base is not None else None)


def target_changes(old: Sequence[Figure], new: Sequence[Figure], facts: Facts, *, elsewhere: bool = False) -> tuple[TargetChange, ...]:
    """Targets that came, went or changed; those of the new list first, in its order. `elsewhere`: the lists are of two places."""
    partner = matched(old, new, facts.rarity)
    changes = []
    for j, target in enumerate(new):
        i = partner.get(j)
        if i is None:
            changes.append(TargetChange(kind="added", new=target.ref))
        elif not figures.unchanged(old[i].ref, target.ref):
            changes.append(changed(old[i], target, facts, elsewhere=elsewhere))
    kept = set(partner.values())
    changes += [dropped(target, facts) for i, target in enumerate(old) if i not in kept]
    return tuple(changes)


def matched(old: Sequence[Figure], new: Sequence[Figure], rarity: Rarity) -> dict[int, int]:
    """For new targets the old one of the same metric."""
    rows = [{j: _likeness(a, b, rarity) - _ALIKE for j, b in enumerate(new)} for a in old]
    return {j: i for i, j in enumerate(assign(rows)) if j is not None}


def _likeness(a: Figure, b: Figure, rarity: Rarity) -> float:
    if a.metric.isdisjoint(b.metric) and a.ref.metric != b.ref.metric:
        return 0.0  # whatever stands around them, they measure different things
    one, two = a.ref, b.ref
    metric = 1.0 if compact(one.metric) == compact(two.metric) else rarity.cosine(a.metric, b.metric)
    same_value = one.value == two.value and one.comparator == two.comparator
    likeness = _METRIC * metric + _CONTEXT * rarity.cosine(a.around, b.around) + _VALUE * same_value
    if figures.comparable(one.unit, two.unit) is None:
        likeness *= _FOREIGN
    return likeness if one.mode == two.mode else likeness * _OTHER_MODE


def changed(old: Figure, new: Figure, facts: Facts, *, elsewhere: bool = False) -> TargetChange:
    """A metric that both notices set, differently."""
    as_new = figures.reckoned(old.ref, new.ref)
    difference = None
    if as_new is not None and as_new.value is not None and new.ref.value is not None:
        difference = _plain(Decimal(new.ref.value) - as_new.value)
    way = figures.sense(old.ref, new.ref)
    actual = None if elsewhere else new.actual if new.actual is not None else facts.about(old.metric)
    return TargetChange(
        kind="changed",
        old=old.ref,
        new=new.ref,
        direction=figures.direction(old.ref, new.ref, elsewhere=elsewhere),
        reached=figures.reached(old.ref, actual, way),
        difference=difference,
        converted=as_new is not None and as_new.converted,
    )


def dropped(old: Figure, facts: Facts) -> TargetChange:
    """A metric that the new notice no longer sets."""
    done = figures.reached(old.ref, facts.about(old.metric), figures.sense(old.ref, old.ref))
    return TargetChange(kind="removed", old=old.ref, direction="dropped", reached=done)


def _plain(value: Decimal) -> str:
    """A decimal without an exponent and without zeros at its end."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
