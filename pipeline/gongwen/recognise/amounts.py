"""Amounts of time (3年, 两个半月, 一年又一个月21天) and what day lies so far from another."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

import regex

from . import calendar
from .grammar import compile_fragment, load
from .numerals import read_number

Amount = Mapping[str, Decimal]
"""How many of each unit: year, month, week, day, workday, hour, minute, second. A quarter is three months, and so on."""

UNITS: Final = ("year", "month", "week", "day", "workday", "hour", "minute", "second")
_PARTS: Final = {
    "quarter": ("month", 3),
    "half": ("month", 6),
    "term": ("month", 6),
    "century": ("year", 100),
    "quarter_hour": ("minute", 15),
}
_HALF: Final = Decimal("0.5")
_DAYS: Final = {"week": 7, "day": 1}
_MONTHS: Final = {"year": 12, "month": 1}
_GRAMMAR: Final = "time_expressions"
_ISO: Final = regex.compile(r"P(?:(\d+)([YMWD])|T(\d+)([HM]))")
_LETTERS: Final = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def amount_of(**units: int | Decimal) -> Amount:
    """An amount that cannot be changed, its units from the largest down."""
    return MappingProxyType({unit: Decimal(units[unit]) for unit in UNITS if unit in units})


def read_amount(text: str, unit: str | None = None) -> Amount | None:
    """The amount written in `text`; `unit` (as in the lexicon `lengths`) is that of a figure which has none. None if it has no value."""
    if unit is not None:
        return _amount([(text, unit, False)])
    return _amount([_read_part(hit) for hit in _part().finditer(text)])


def unit_of(word: str) -> str:
    """What a word for a length counts (个季度: quarter)."""
    for lexicon in ("lengths", "halved", "minutes", "singles"):
        unit = load(_GRAMMAR).words(lexicon).get(word)
        if unit is not None:
            return str(unit)
    return word


def from_iso(duration: str) -> Amount | None:
    """An ISO 8601 duration of one unit (P3M, PT24H), as mentions give it."""
    hit = _ISO.fullmatch(duration)
    if hit is None:
        return None
    if hit[1] is not None:
        return amount_of(**{_LETTERS[hit[2]]: int(hit[1])})
    return amount_of(**{"hour" if hit[4] == "H" else "minute": int(hit[3])})


def away(day: dt.date, amount: Amount, sign: int) -> dt.date | None:
    """The day that lies so far after (`sign` 1) or before (-1) another; None out of the calendar; hours count from 24 on."""
    months = sum((amount[unit] * factor for unit, factor in _MONTHS.items() if unit in amount), Decimal(0))
    days = sum((amount[unit] * factor for unit, factor in _DAYS.items() if unit in amount), Decimal(0))
    days += (months % 1) * 30 + amount.get("hour", Decimal(0)) // 24
    try:
        moved = _months_away(day, sign * int(months)) + dt.timedelta(days=sign * int(days))
        return _workdays_away(moved, sign * int(amount.get("workday", 0)))
    except (ValueError, OverflowError):
        return None


def _months_away(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.last_day(year, month + 1)))


def _workdays_away(day: dt.date, count: int) -> dt.date:
    """Mondays to Fridays; what a year's holidays shift is not known."""
    weeks, rest = divmod(abs(count), 5)
    step = dt.timedelta(days=1 if count > 0 else -1)
    day += step * 7 * weeks
    while rest:
        day += step
        rest -= day.weekday() < 5
    return day


@functools.cache
def _part() -> regex.Pattern[str]:
    return compile_fragment(_GRAMMAR, "{part}|(?P<n>{numeral})(?P<u>{minutes})")


def _read_part(hit: regex.Match[str]) -> tuple[str, str, bool]:
    """(figure, unit word, and a half)"""
    figure, half = hit["n"], hit["half"]
    if figure is None:
        return "半", hit["u"], False
    return figure, hit["u"], half is not None or "个半" in hit[0]


def _amount(parts: list[tuple[str, str, bool]]) -> Amount | None:
    total: dict[str, Decimal] = {}
    for figure, word, and_half in parts:
        value = read_number(figure)
        if value is None:
            return None
        unit, factor = _PARTS.get(unit_of(word), (unit_of(word), 1))
        total[unit] = total.get(unit, Decimal(0)) + (value + _HALF if and_half else value) * factor
    return MappingProxyType({unit: total[unit] for unit in UNITS if unit in total}) if total else None
