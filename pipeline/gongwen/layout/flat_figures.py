"""Figures run together without a blank: every way to cut them into cells, and which ways can be meant.

12.515.020% under 2020, 2025 and growth can only be 12.5, 15.0 and 20%: no other cut gives a growth of 20%.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from ..recognise.grammar import compile_fragment

_SHARE = ("%", "％")
_MAX_SPLITS = 2000
BLANKS = regex.compile(r"[ \t\u3000\u00a0]+")
_NOTHING = regex.compile(r"——|[-—–－/]")


@cache
def _figure() -> regex.Pattern[str]:
    return compile_fragment("tables", "{flat_value}")


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of figures: text[start:end]; `number` None where it holds none."""

    start: int
    end: int
    number: Decimal | None
    unit: str
    decimals: int


Split = tuple[list[Value], tuple[int, int] | None]


def splits_of(text: str, start: int, end: int, changes: Sequence[bool], next_number: str | None) -> list[Split] | None:
    """Every way to cut text[start:end] into a value for each column, with the number of the next row behind them or not.

    `changes` tells for each column whether it holds changes. None where there are too many ways to try them all.
    """
    found: list[Split] = []
    budget = _MAX_SPLITS
    stack: list[tuple[int, tuple[Value, ...]]] = [(start, ())]
    while stack:
        at, values = stack.pop()
        budget -= 1
        if not budget:
            return None
        if len(values) < len(changes):
            stack += [(v.end, (*values, v)) for v in _values_at(text, at, end, changes[len(values)])]
            continue
        rest = text[at:end]
        if not rest.strip():
            found.append((list(values), None))
        elif next_number is not None and rest.strip().replace("．", ".").rstrip("、") in (next_number, next_number + "."):
            begin = at + len(rest) - len(rest.lstrip())
            found.append((list(values), (begin, begin + len(rest.strip()))))
    return found


def _values_at(text: str, at: int, end: int, change: bool) -> Iterator[Value]:
    """Every value that may begin at `at`: a mark for none, a blank, a figure of any of its lengths."""
    begin = _after_blanks(text, at)
    if at < begin <= end:
        yield Value(at, begin, None, "", 0)  # a blank is an empty cell or nothing at all
    hit = _NOTHING.match(text, begin, end)
    if hit:
        yield Value(begin, hit.end(), None, "", 0)
        if hit.end() - begin == 2:
            yield Value(begin, begin + 1, None, "", 0)
    longest = _figure().match(text, begin, end)
    if longest is None:
        return
    for stop in range(begin + 1, min(end, longest.end()) + 1):
        figure = _figure().fullmatch(text, begin, stop)
        if figure is None or (figure["sign"] and not change) or (figure["open"] and not change):
            continue
        digits = figure["n"]
        number = Decimal(digits) * (-1 if figure["sign"] in ("-", "－") else 1)
        yield Value(begin, stop, number, figure["unit"] or "", len(digits.partition(".")[2]))


def holds(values: Sequence[Value], changes: Sequence[bool], name: str) -> bool:
    """Are shares within a hundred, and is a change the change of the figures before it?"""
    levels = [v for v, change in zip(values, changes, strict=True) if not change and v.number is not None]
    share = any(sign in name for sign in ("（%）", "（％）", "(%)")) or any(v.unit in _SHARE for v in levels)
    if share and any(v.number is not None and v.number > 100 for v in levels):
        return False
    moved = [v for v, change in zip(values, changes, strict=True) if change and v.number is not None]
    if not moved or len(levels) < 2:
        return bool(levels) or bool(moved)
    return any(_is_change(levels[0], levels[-1], v) for v in moved)


def _is_change(base: Value, goal: Value, change: Value) -> bool:
    """A difference, or where the change is a share also the growth over the base, to the places printed."""
    if base.number is None or goal.number is None or change.number is None:
        return False
    difference = goal.number - base.number
    places = min(change.decimals, max(base.decimals, goal.decimals))
    if abs(difference - change.number) < Decimal(1).scaleb(-places) * (1 if places else Decimal("0.5")):
        return True
    growth = difference / base.number * 100 if base.number and change.unit in _SHARE else None
    return growth is not None and abs(growth - change.number) < Decimal(1).scaleb(-change.decimals)


def _after_blanks(text: str, at: int) -> int:
    hit = BLANKS.match(text, at)
    return hit.end() if hit else at
