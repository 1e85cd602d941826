"""Two figures of one metric: can they be compared, which of them asks more, and was the old one reached?"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Decimal

from ..recognise.grammar import load
from .record import Direction, TargetRef

_UP, _DOWN = ("ge", "gt"), ("le", "lt")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The old figure in the unit of the new one; `converted`: the units differ."""

    value: Decimal | None
    upper: Decimal | None
    converted: bool


@functools.lru_cache(maxsize=10_000)
def comparable(a: str | None, b: str | None) -> Decimal | None:
    """How many of unit `b` one of unit `a` is; None if they are of different kinds."""
    if a == b or a is None or b is None:
        return Decimal(1)
    for scale in _scales():
        if a in scale and b in scale:
            return scale[a] / scale[b]
    return None


def reckoned(old: TargetRef, new: TargetRef) -> Reckoned | None:
    """The old figure as the new one is measured; None if their units are of different kinds."""
    factor = comparable(old.unit, new.unit)
    if factor is None:
        return None
    value, upper = (Decimal(v) * factor if v is not None else None for v in (old.value, old.upper))
    return Reckoned(value, upper, factor != 1)


_AMOUNTS = {"level", "count"}  # 新增就业3万人 and 新增就业提高到3万人 ask the same kind of thing


def unchanged(old: TargetRef, new: TargetRef) -> bool:
    """Do both ask the same, whatever the words and units?"""
    as_new = reckoned(old, new)
    if as_new is None or old.mode != new.mode or old.comparator != new.comparator:
        return False
    return as_new.value == _decimal(new.value) and as_new.upper == _decimal(new.upper)


def direction(old: TargetRef, new: TargetRef, *, elsewhere: bool = False) -> Direction:
    """Does the new figure ask more than the old one? `changed` where nobody can say, as of numbers of two places (`elsewhere`)."""
    as_new = reckoned(old, new)
    value = _decimal(new.value)
    if as_new is None or as_new.value is None or value is None or (old.mode != new.mode and {old.mode, new.mode} != _AMOUNTS):
        return "changed"
    if elsewhere and not _is_ratio(new.unit):
        return "changed"
    step = value - as_new.value
    if old.mode == "change" and value * as_new.value > 0:
        return _by_sign(abs(value) - abs(as_new.value))
    way = sense(old, new)
    if way == 0:
        return "changed"
    if step == 0:
        return _by_strictness(old, new)
    return _by_sign(step * way)


def sense(old: TargetRef, new: TargetRef) -> int:
    """1 where more is better, -1 where less is, 0 where nobody can say: by the comparator, then by the words of the figures."""
    for target in (new, old):
        if target.comparator in _UP:
            return 1
        if target.comparator in _DOWN:
            return -1
    by_words = _by_words(_beside(new)) or _by_words(_beside(old)) or _by_words(new.metric)
    return by_words or (1 if "count" in (old.mode, new.mode) else 0)


def reached(goal: TargetRef, actual: TargetRef | Decimal | None, way: int) -> bool | None:
    """Does an actual figure meet a goal? None where it cannot be told."""
    if actual is None or goal.value is None or goal.mode not in ("level", "count"):
        return None
    if isinstance(actual, TargetRef):
        factor = comparable(actual.unit, goal.unit)
        if factor is None or actual.value is None or actual.mode != "level":
            return None
        actual = Decimal(actual.value) * factor
    value = Decimal(goal.value)
    if actual == value:
        return goal.comparator not in ("gt", "lt")
    if goal.comparator == "range":
        return value <= actual <= Decimal(goal.upper) if goal.upper is not None else None
    return None if way == 0 else (actual - value) * way > 0


def _by_sign(step: Decimal) -> Direction:
    if step == 0:
        return "changed"
    return "tightened" if step > 0 else "loosened"


def _by_strictness(old: TargetRef, new: TargetRef) -> Direction:
    """The same value with another comparator: more than 90 asks more than 90 or more."""
    pairs = {("ge", "gt"): "tightened", ("le", "lt"): "tightened", ("gt", "ge"): "loosened", ("lt", "le"): "loosened"}
    found: Direction = "changed"
    if (old.comparator, new.comparator) in pairs:
        found = "tightened" if pairs[old.comparator, new.comparator] == "tightened" else "loosened"
    return found


def _beside(target: TargetRef) -> str:
    """What is printed beside the metric: 3岁以下 in its name says nothing of the figure."""
    return target.raw.replace(target.metric, "，")


def _by_words(text: str) -> int:
    """Which way the words of a figure point; 0 if they do not, or both ways."""
    words = load("changes").words
    up, down = (max((len(w) for w in words(name) if w in text), default=0) for name in ("upward", "downward"))
    return (up > down) - (down > up)


@functools.cache
def _scales() -> tuple[dict[str, Decimal], ...]:
    table = load("changes").words("scales")
    return tuple({str(word): Decimal(str(factor)) for word, factor in scale.items()} for scale in table.values())


def _is_ratio(unit: str | None) -> bool:
    grammar = load("changes")
    scales = grammar.words("scales")
    return any(unit in scales[family] for family in grammar.words("ratios"))


def _decimal(value: str | None) -> Decimal | None:
    return Decimal(value) if value is not None else None
