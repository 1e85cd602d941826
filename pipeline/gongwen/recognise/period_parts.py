"""Parts of a period, counted from its ends: 4月前4天, 5月第一周, 5月的第二个星期一, 2026年最后一天."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from .amounts import away, read_amount
from .calendar_readings import WEEKDAYS, period_of
from .grammar import Match
from .meanings import Meaning, between
from .numerals import read_integer

_DAY: Final = dt.timedelta(days=1)
_LAST: Final = ("最后一", "最后")


def _part_of(match: Match, today: dt.date | None) -> Meaning:
    period, has_year = period_of(match["of"] or "", today)
    amount = read_amount(match["length"] or "")
    if period is None or amount is None:
        return Meaning("date")
    first, last = dt.date.fromisoformat(period.begin), dt.date.fromisoformat(period.end)
    if match["front"] is not None:
        end = away(first, amount, 1)
        return between(first, None if end is None else end - _DAY, has_year=has_year)
    start = away(last + _DAY, amount, -1)
    return between(start, last, has_year=has_year)


def _nth_week(match: Match, today: dt.date | None) -> Meaning:
    """The n-th week of a month or year, counted like ISO weeks: the first is that which holds the fourth day."""
    period, has_year = period_of(match["of"] or "", today)
    if period is None:
        return Meaning("date")
    first, last = dt.date.fromisoformat(period.begin), dt.date.fromisoformat(period.end)
    weekday, nth = match["weekday"], match["nth"] or ""
    if weekday is not None:
        return _nth_weekday(first, last, WEEKDAYS[weekday], nth, has_year)
    if nth in _LAST:
        fourth = last - _DAY * 3
        monday = fourth - _DAY * fourth.weekday()
    else:
        fourth = first + _DAY * 3
        monday = fourth - _DAY * fourth.weekday() + _DAY * 7 * ((read_integer(nth) or 1) - 1)
    return between(monday, monday + _DAY * 6, has_year=has_year)


def _nth_weekday(first: dt.date, last: dt.date, weekday: int, nth: str, has_year: bool) -> Meaning:
    if nth in _LAST:
        day = last - _DAY * ((last.weekday() - weekday) % 7)
    else:
        day = first + _DAY * ((weekday - first.weekday()) % 7 + 7 * ((read_integer(nth) or 1) - 1))
    return between(day, day, has_year=has_year) if first <= day <= last else Meaning("date")


def _nth_day(match: Match, today: dt.date | None) -> Meaning:
    period, has_year = period_of(match["of"] or "", today)
    if period is None:
        return Meaning("date")
    nth = match["nth"] or ""
    day = dt.date.fromisoformat(period.end) if nth in _LAST else dt.date.fromisoformat(period.begin) + _DAY * ((read_integer(nth) or 1) - 1)
    return between(day, day, has_year=has_year)


READERS: Final[dict[str, Callable[[Match, dt.date | None], Meaning | None]]] = {
    "part_of": _part_of,
    "nth_week": _nth_week,
    "nth_day": _nth_day,
}
