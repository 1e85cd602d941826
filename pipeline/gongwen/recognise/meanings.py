"""What a time expression says, once its dates are counted: a day, a period, a length of time, an interval."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from .amounts import Amount
from .calendar import Period


class Meaning(NamedTuple):
    """Dates are ISO, both ends inclusive; all None where they cannot be told."""

    kind: str  # date (a day or a period), length, every
    begin: str | None = None
    until: str | None = None
    amount: Amount | None = None
    least: Amount | None = None
    most: Amount | None = None
    every: Amount | None = None
    has_year: bool = False  # the year is said, not supplied


def dated(period: Period | None, *, has_year: bool = False) -> Meaning:
    """A period; without one a date that cannot be told."""
    return Meaning("date") if period is None else Meaning("date", period.begin, period.end, has_year=has_year)


def between(first: dt.date | None, last: dt.date | None, *, has_year: bool = False) -> Meaning:
    """From one day to another; a date that cannot be told where either is missing."""
    if first is None or last is None:
        return Meaning("date")
    return Meaning("date", first.isoformat(), last.isoformat(), has_year=has_year)
