"""What became of the rows of indicator tables, matched by name."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Indicator, IndicatorValue
from . import figures
from .assign import assign
from .record import IndicatorChange, TargetChange
from .refs import indicator_ref, value_ref
from .targets import Facts, Figure, changed, dropped
from .units import unit_changes
from .wording import Rarity, compact, grams

_ALIKE = 0.45  # likeness of names from which two rows are one indicator
_FOREIGN = 0.6  # what is left of it where units are of different kinds


def indicator_changes(old: Sequence[Indicator], new: Sequence[Indicator], *, elsewhere: bool) -> tuple[IndicatorChange, ...]:
    """Every indicator of both notices once: those of the new one in its order, then those that it no longer has."""
    rarity = Rarity([grams(row.name) for row in (*old, *new)])
    alike = [{j: _likeness(a, b, rarity) for j, b in enumerate(new)} for a in old]
    found = assign([{j: value - _ALIKE for j, value in row.items()} for row in alike])
    partner = {j: i for i, j in enumerate(found) if j is not None}
    changes = []
    for j, row in enumerate(new):
        i = partner.get(j)
        if i is None:
            changes.append(IndicatorChange(kind="added", new=indicator_ref(row)))
        else:
            changes.append(_compared(old[i], row, alike[i][j], rarity, elsewhere=elsewhere))
    kept = set(partner.values())
    changes += [IndicatorChange(kind="removed", old=indicator_ref(row)) for i, row in enumerate(old) if i not in kept]
    return tuple(changes)


def facts_of(indicators: Sequence[Indicator], rarity: Rarity) -> Facts:
    """What a notice's indicator tables say is already so: the figures of their base years."""
    return Facts(
        tuple(
            (grams(row.name + (value.facet or "")), value_ref(row.name, row.unit, value))
            for row in indicators
            for value in row.values
            if value.role == "baseline" and value.value is not None
        ),
        rarity,
    )


def _likeness(a: Indicator, b: Indicator, rarity: Rarity) -> float:
    likeness = 1.0 if compact(a.name) == compact(b.name) else rarity.cosine(grams(a.name), grams(b.name))
    return likeness if figures.comparable(a.unit, b.unit) is not None else likeness * _FOREIGN


def _compared(old: Indicator, new: Indicator, score: float, rarity: Rarity, *, elsewhere: bool) -> IndicatorChange:
    facts = facts_of([new], rarity)
    olds, news = _last_goals(old), _last_goals(new)
    values: list[TargetChange] = []
    for facet, goal in news.items():
        after = _figure(new, goal)
        before = olds.get(facet)
        if before is None:
            values.append(TargetChange(kind="added", new=after.ref))
        elif not figures.unchanged(_figure(old, before).ref, after.ref):
            values.append(changed(_figure(old, before), after, facts, elsewhere=elsewhere))
    values += [dropped(_figure(old, goal), facts) for facet, goal in olds.items() if facet not in news]
    units = unit_changes(old.units, new.units, elsewhere=elsewhere)
    return IndicatorChange(
        kind="changed" if values or units else "same",
        old=indicator_ref(old),
        new=indicator_ref(new),
        score=round(min(1.0, score), 3),
        values=tuple(values),
        units=units,
    )


def _last_goals(row: Indicator) -> dict[str, IndicatorValue]:
    """The goal of the last period, for each thing that the row has a figure for."""
    found: dict[str, IndicatorValue] = {}
    for value in row.values:
        if value.role == "goal":
            known = found.get(value.facet or "")
            if known is None or (value.period or "") >= (known.period or ""):
                found[value.facet or ""] = value
    return found


def _figure(row: Indicator, value: IndicatorValue) -> Figure:
    return Figure(value_ref(row.name, row.unit, value), grams(row.name + (value.facet or "")), frozenset())
