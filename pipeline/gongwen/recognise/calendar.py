"""Date arithmetic of notices: parts of a year, five-year plans, durations, recurrences, and dates that lack their year.

Dates are ISO strings, periods pairs of them, both ends inclusive. A date whose year the text leaves out carries the
placeholder year: 0000, or 0001 for the year after (10月至次年3月), counted from what `Shift` says; the month is 00 where
even that is only 本月, 下月.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final, NamedTuple


class Period(NamedTuple):
    """First and last day, ISO, both inclusive."""

    begin: str
    end: str


FIRST_PLAN_YEAR: Final = 1951  # the n-th five-year plan begins in 1951 + 5 n, from the third (1966) on
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEKDAYS: Final = dict(zip("一二三四五六日", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_FREQUENCIES: Final = {"D": ("DAILY", 1), "W": ("WEEKLY", 1), "M": ("MONTHLY", 1), "Y": ("YEARLY", 1)}


class Shift(NamedTuple):
    """How far, in `unit` (year, quarter, month, week, day), a date lies from the planning year or the day of issue."""

    unit: str
    steps: int

    def __str__(self) -> str:
        return f"{self.unit}{self.steps:+d}"

    @classmethod
    def parse(cls, text: str) -> Shift:
        at = max(text.find("+"), text.find("-"))
        return cls(text[:at], int(text[at:]))


def last_day(year: int, month: int) -> int:
    """The number of days of a month; placeholder years count as leap years."""
    leap = year < 10 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return 28 if month == 2 and not leap else _LENGTHS[month - 1]


def iso(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{day:02d}"


def is_date(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= last_day(year, month)


def months(year: int, first: int, last: int) -> Period:
    """From the first day of one month to the last day of another of the same year."""
    return Period(iso(year, first, 1), iso(year, last, last_day(year, last)))


def whole_year(year: int) -> Period:
    return years(year, year)


def years(first: int, last: int) -> Period:
    """Whole years."""
    return Period(iso(first, 1, 1), iso(last, 12, 31))


def five_year_plan(ordinal: int) -> tuple[int, int] | None:
    """First and last year of the n-th five-year plan: 14 -> (2021, 2025). None before the third, whose years are irregular."""
    if not 3 <= ordinal <= 40:
        return None
    first = FIRST_PLAN_YEAR + 5 * ordinal
    return first, first + 4


def with_year(date: str, year: int) -> str:
    """The placeholder year replaced; a day that the month does not have that year becomes its last (29 February)."""
    month, day = int(date[5:7]), int(date[8:10])
    return iso(year, month, min(day, last_day(year, month)))


def shifted(unit: str, steps: int, today: str) -> Period | None:
    """The whole year, half, quarter, month, week or day that lies `steps` from the one that holds `today`."""
    try:
        day = dt.date.fromisoformat(today)
        if unit == "year":
            return whole_year(day.year + steps)
        if unit in ("month", "quarter", "half"):
            width = {"month": 1, "quarter": 3, "half": 6}[unit]
            index = (day.year * 12 + day.month - 1) // width + steps
            year, first = divmod(index * width, 12)
            return months(year, first + 1, first + width)
        start = day + dt.timedelta(days=steps * (7 if unit == "week" else 1))
        if unit == "week":
            start -= dt.timedelta(days=start.weekday())
            return Period(start.isoformat(), (start + dt.timedelta(days=6)).isoformat())
        return Period(start.isoformat(), start.isoformat())
    except (ValueError, OverflowError, KeyError):
        return None


def resolve(date: str | None, shift: str | None, year: int | None, today: str | None, *, end: bool) -> str | None:
    """A date with its year supplied: `year` is the planning year, `today` the day of issue; None where they are missing.

    `end` tells which end of a shifted unit (本季度, 下周) is meant when the date itself says nothing.
    """
    if date is not None and not is_placeholder(date):
        return date
    how = Shift.parse(shift) if shift else None
    if how is not None and how.unit != "year":
        period = shifted(how.unit, how.steps, today) if today else None
        if period is None:  # the day of issue is not known; a day and month still tell the year
            return None if date is None or date[5:7] == "00" or year is None else with_year(date, year)
        if date is None:
            return period.end if end else period.begin
        month = int(period.begin[5:7]) if date[5:7] == "00" else int(date[5:7])
        return with_year(iso(0, month, int(date[8:10])), int(period.begin[:4]))
    if date is None:
        return None
    return None if year is None else with_year(date, year + int(date[:4]) + (how.steps if how else 0))


def is_placeholder(date: str | None) -> bool:
    """Whether the year of the date must still be supplied."""
    return date is not None and date.startswith("000")


def duration(amount: Decimal, unit: str) -> str | None:
    """ISO 8601 duration of 2周 (P2W), 10个工作日 (P10D), 半年 (P6M), 24小时 (PT24H); None for what it cannot say."""
    if unit in ("H", "MIN"):
        return f"PT{amount.normalize():f}{unit[0]}" if amount > 0 else None
    factor = {"Q": 3, "S": 6}.get(unit, 1)  # quarters and terms are months
    letter = "M" if unit in ("Q", "S") else unit
    amount *= factor
    if amount != amount.to_integral_value():  # halves: 一年半, 半个月
        letter, amount = {"Y": ("M", amount * 12), "M": ("D", amount * 30), "W": ("D", amount * 7)}.get(letter, (letter, amount))
    if amount <= 0 or amount != amount.to_integral_value() or amount > 10_000:
        return None
    return f"P{int(amount)}{letter}"


def rrule(freq: str, month: int | None = None, day: int | None = None, weekday: str | None = None) -> str | None:
    """RFC 5545 rule of a frequency (P3M), with the month and day within it (-1: the last day), or the weekday (一 … 日)."""
    count, letter = freq[1:-1], freq[-1]
    if not count.isdigit() or letter not in _FREQUENCIES:
        return None
    parts = ["FREQ=" + _FREQUENCIES[letter][0]]
    if int(count) > 1:
        parts.append(f"INTERVAL={int(count)}")
    if month is not None:
        parts.append(f"BYMONTH={month}")
    if day is not None:
        parts.append(f"BYMONTHDAY={day}")
    if weekday is not None:
        parts.append("BYDAY=" + _WEEKDAYS[weekday])
    return ";".join(parts)


def edtf(kind: str, begin: str | None, until: str | None) -> str | None:
    """ISO 8601-2 (EDTF) of a resolved deadline: ../2025-12-31 for `by`; 2025, 2025-09, 2021/2025 or days for a period."""
    if kind == "by":
        return f"../{until}" if until else None
    if kind != "during" or not begin:
        return None
    if not until:
        return f"{begin}/.."
    if begin == until:
        return begin
    short_begin, short_until = _precision(begin, until)
    return short_begin if short_begin == short_until else f"{short_begin}/{short_until}"


def _precision(begin: str, until: str) -> tuple[str, str]:
    """Both dates cut to years or months where they are whole ones."""
    if begin.endswith("-01-01") and until.endswith("-12-31"):
        return begin[:4], until[:4]
    if begin.endswith("-01") and int(until[8:]) == last_day(int(until[:4]), int(until[5:7])):
        return begin[:7], until[:7]
    return begin, until
