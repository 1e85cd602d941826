"""The day of a feast in a given year: fixed ones, lunar ones from the table of times.yaml, Qingming by its rule."""

from __future__ import annotations

import datetime as dt
from typing import Final

import regex

from .grammar import load

_FIXED: Final = regex.compile(r"(\d\d)-(\d\d)")
_LUNAR: Final = regex.compile(r"([a-z_]+)([+-]\d+)?")
_QINGMING_YEARS: Final = range(2000, 2100)  # for which the common rule of the solar term holds


def feast_day(when: str, year: int) -> dt.date | None:
    """The day that the lexicons `feasts` name: 10-01, moon, spring-1 (the day before), qingming; None where the table ends."""
    fixed = _FIXED.fullmatch(when)
    if fixed is not None:
        return dt.date(year, int(fixed[1]), int(fixed[2]))
    if when == "qingming":
        return dt.date(year, 4, int(0.2422 * (year % 100) + 4.81) - year % 100 // 4) if year in _QINGMING_YEARS else None
    lunar = _LUNAR.fullmatch(when)
    if lunar is None:
        return None
    day = load("times").words("lunar_feasts").get(lunar[1], {}).get(year)
    return None if day is None else dt.date.fromisoformat(f"{year:04d}-{day}") + dt.timedelta(days=int(lunar[2] or 0))
