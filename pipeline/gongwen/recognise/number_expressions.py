"""Every number of any Chinese text with its value and unit: numerals, shares, fractions, money, measures, ranges.

    >>> [(e.value, e.unit) for e in find_number_expressions("增长百分之六点三，达到三千三百八十元五角")]
    [(Decimal('6.3'), '%'), (Decimal('3380.5'), '元')]

`quantities.find_quantities` lists the numbers of a notice with the reason why one can be no target. This is for other uses: it
takes numerals alone, in capitals and mixed, and the wording of grammars/number_expressions.yaml. Records are made without it.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import regex

from . import number_readings
from .grammar import Grammar, Match, compile_fragment, load
from .long_numerals import whole
from .number_readings import Reading
from .plain_writing import plain_writing
from .sentences import Spans
from .time_expressions import find_time_expressions

_REACH: Final = 16  # characters that comparing words may take
_LOWER: Final = frozenset(("ge", "gt"))
_UPPER: Final = frozenset(("le", "lt"))


@dataclass(frozen=True, slots=True)
class NumberExpression:
    """A number as written. `start`/`end` are offsets into the text, end exclusive, its comparing words included.

    `kind` is number, percent, fraction, ratio, money, measure or range. `value` is the figure, None for a range and where it has
    none (数百); `least` and `most` are the bounds that a range or the comparing words give, both included. 成 and 折 are given
    in percent; 千分之 and 万分之 keep their own unit (‰, ‱); a ratio 1:n has the value n and the unit 1:n.
    """

    start: int
    end: int
    kind: str
    rule: str
    value: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    unit: str | None = None
    comparator: str = "eq"  # ge gt le lt approx range eq


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    rule: str
    reading: Reading
    comparator: str = "eq"
    least: Decimal | None = None
    most: Decimal | None = None


def find_number_expressions(text: str) -> list[NumberExpression]:
    """All numbers of a text in order; they never overlap. What is part of a date is none."""
    text = plain_writing(text)
    dates = _dates(text)
    found = [f for f in _single(text) if dates.holding(f.start) is None]
    compared = [_compared(text, f, floor) for f, floor in _with_floor(_joined(text, found))]
    return [_expression(f) for f in _both_bounds(text, [f for f in compared if not _is_weak(text, f)])]


def interpret(match: Match) -> dict[str, Any]:
    """The fields that examples of the grammar may state: value, unit."""
    reading = number_readings.read(match)
    if reading is None:
        return {}
    figures = {name: getattr(reading, name) for name in ("value", "least", "most")}
    return {"unit": reading.unit} | {name: None if figure is None else f"{figure.normalize():f}" for name, figure in figures.items()}


def _grammar() -> Grammar:
    return load("number_expressions")


@functools.cache
def _cue(name: str) -> regex.Pattern[str]:
    return compile_fragment("number_expressions", "{" + name + "}")


def _dates(text: str) -> Spans:
    """Where dates and recurrences stand; a span counted from today is a number too."""
    times = find_time_expressions(text)
    return Spans((t.start, t.end) for t in times if t.kind in ("date", "period", "recurrence") and t.amount is None)


def _single(text: str) -> Iterable[_Found]:
    for match in _grammar().find(text):
        reading = number_readings.read(match)
        if reading is not None:
            comparator = "range" if reading.least is not None else "gt" if reading.some else "eq"
            yield _Found(match.start, match.end, match.rule.name, reading, comparator, reading.least, reading.most)


# --- ranges


def _joined(text: str, found: list[_Found]) -> list[_Found]:
    """X至Y, X和Y之间: two figures that are the ends of one range."""
    out: list[_Found] = []
    for item in found:
        both = _range(text, out[-1], item) if out else None
        if both is None:
            out.append(item)
        else:
            out[-1] = both
    return out


def _range(text: str, first: _Found, last: _Found) -> _Found | None:
    low, high = first.reading, last.reading
    most = high.value
    if first.comparator == "range" or low.value is None or most is None or high.number is None:
        return None
    after = _cue("between_after").match(text, last.end)
    if _cue("range_link").fullmatch(text, first.end, last.start) is None:
        if _cue("and_link").fullmatch(text, first.end, last.start) is None:
            return None
        if after is None and (high.unit != "间" or low.unit is not None):
            return None
        if after is None:  # 10与20间: no count of rooms
            high = high._replace(unit=None)
    if low.unit is not None and high.unit is not None and low.unit != high.unit:
        return None
    least = number_readings.carried(low, high)
    if least > most:
        return None
    before = _cue("between_before").search(text, max(0, first.start - _REACH), first.start)
    start = first.start if before is None else before.start()
    end = last.end if after is None else after.end()
    unit = high.unit if high.unit is not None else low.unit
    return _Found(start, end, "number_expressions.range", Reading("range", None, unit), "range", least, most)


# --- comparing words


def _with_floor(found: list[_Found]) -> Iterable[tuple[_Found, int]]:
    """Each with the end of the one before."""
    floor = 0
    for item in found:
        yield item, floor
        floor = item.end


def _compared(text: str, item: _Found, floor: int) -> _Found:
    value = item.reading.value
    if value is None or item.comparator == "range":
        return item
    low = max(floor, item.start - _REACH)
    start, end, comparator = item.start, item.end, item.comparator
    than = _cue("than").search(text, low, start)
    if than is not None:
        for name, known in (("than_more", "gt"), ("than_less", "lt")):
            hit = _cue(name).match(text, end)
            if hit is not None:
                start, end, comparator = than.start(), hit.end(), known
    before, behind = _cue("before").search(text, low, start), _cue("behind").match(text, end)
    if before is not None:
        comparator = before.lastgroup or comparator
        start = start if comparator == "approx" else before.start()
    if behind is not None:
        end = behind.end()
        comparator = behind.lastgroup or comparator if comparator in ("eq", "approx", "gt") else comparator
    least = value if comparator in _LOWER else None
    most = value if comparator in _UPPER else None
    if before is not None and comparator == "eq":
        least = most = value
    return dataclasses.replace(item, start=start, end=end, comparator=comparator, least=least, most=most)


def _both_bounds(text: str, found: list[_Found]) -> list[_Found]:
    """大于10小于20: a lower and an upper bound of the same thing."""
    link = _cue("both_bounds")
    out: list[_Found] = []
    for item in found:
        before = out[-1] if out else None
        if before is not None and _opposed(before, item) and link.fullmatch(text, before.end, item.start) is not None:
            least = before.least if before.least is not None else item.least
            most = before.most if before.most is not None else item.most
            if least is not None and most is not None and least <= most:
                unit = item.reading.unit or before.reading.unit
                out[-1] = _Found(before.start, item.end, "number_expressions.bounds", Reading("range", None, unit), "range", least, most)
                continue
        out.append(item)
    return out


def _opposed(first: _Found, last: _Found) -> bool:
    pair = {first.comparator in _LOWER, last.comparator in _LOWER}
    bounds = first.comparator in _LOWER | _UPPER and last.comparator in _LOWER | _UPPER
    units = (first.reading.unit, last.reading.unit)
    return bounds and pair == {True, False} and (None in units or units[0] == units[1])


# --- what is no number after all


def _is_weak(text: str, item: _Found) -> bool:
    """一, 万一, 千万, 三三两两: words more often than numbers, unless they stand alone or something compares them."""
    reading = item.reading
    if not reading.weak or item.comparator != "eq" or item.least is not None:
        return False
    word = _cue("word_char")
    return word.match(text, item.end) is not None or (item.start > 0 and word.match(text, item.start - 1) is not None)


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else whole(value)


def _expression(item: _Found) -> NumberExpression:
    reading = item.reading
    return NumberExpression(
        start=item.start,
        end=item.end,
        kind=reading.kind,
        rule=item.rule,
        value=_plain(reading.value),
        least=_plain(item.least),
        most=_plain(item.most),
        unit=reading.unit,
        comparator=item.comparator,
    )
