"""Days and periods counted from a day of reference, lengths of time and what comes again: 下周五, 近三年, 30~90日, 每3小时."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from . import calendar
from .amounts import Amount, amount_of, away, read_amount
from .calendar import Period
from .calendar_readings import WEEKDAYS, grammar, inside
from .grammar import Match, load
from .meanings import Meaning, between, dated
from .numerals import read_number

_DAY: Final = dt.timedelta(days=1)


# --- from today


def _day(match: Match, today: dt.date | None) -> Meaning:
    if today is None:
        return Meaning("date")
    return dated(calendar.shifted("day", int(grammar().words("days")[match.text]), today.isoformat()))


def _week(match: Match, today: dt.date | None) -> Meaning:
    if today is None:
        return Meaning("date")
    monday = today - _DAY * today.weekday()
    weekday = match["weekday"]
    steps = match["steps"]
    if steps is not None:
        monday += _DAY * 7 * int(grammar().words("weeks")[steps])
    if weekday is None:
        return between(monday, monday + _DAY * 6)
    day = monday + _DAY * WEEKDAYS[weekday]
    if steps is None and day < today:  # the next to come
        day += _DAY * 7
    return between(day, day + _DAY if weekday == "末" else day)


def _month(match: Match, today: dt.date | None) -> Meaning:
    if today is None:
        return Meaning("date")
    period = calendar.shifted("month", int(grammar().words("far_months")[match["month_text"] or ""]), today.isoformat())
    if period is None or match["rest"] is None:
        return dated(period)
    return dated(inside(int(period.begin[:4]), f"{int(period.begin[5:7])}月{match['rest']}"))


def _stretch(match: Match, today: dt.date | None) -> Meaning:
    if today is None:
        return Meaning("date")
    words = grammar().lexicons
    unit = str(words["stretches"][match["stretch"] or ""])
    period = calendar.shifted(unit, int(words["weeks"][match["steps"] or ""]), today.isoformat())
    if period is not None and match["edge"] is not None:
        period = Period(f"{period.end[:8]}01", period.end)
    return dated(period)


def _third(match: Match, today: dt.date | None) -> Meaning:
    return dated(None if today is None else inside(today.year, f"{today.month}月{match['third']}"))


# --- lengths


def _length(match: Match, today: dt.date | None) -> Meaning:
    return Meaning("length", amount=read_amount(match.text))


def _bounded_length(match: Match, today: dt.date | None) -> Meaning:
    amount = read_amount(match.text)
    return Meaning("length", least=amount if match["least"] else None, most=amount if match["most"] else None)


def _length_range(match: Match, today: dt.date | None) -> Meaning | None:
    most, low = read_amount(match["high"] or ""), match["low"] or ""
    least = read_amount(low)
    if least is None and most is not None:
        least = _amount_like(low, match["u"] or "")
    return Meaning("length", least=least, most=most)


def _about(match: Match, today: dt.date | None) -> Meaning | None:
    low, high = read_number(match["low"] or ""), read_number(match["high"] or "")
    if low is None or high is None or low >= high:
        return None
    unit, scale = match["u"] or "", match["scale"] or ""
    return Meaning("length", least=_amount_like((match["low"] or "") + scale, unit), most=_amount_like((match["high"] or "") + scale, unit))


def _amount_like(figure: str, unit: str) -> Amount | None:
    return read_amount(figure, unit)


# --- spans from or to today


def _past_span(match: Match, today: dt.date | None) -> Meaning:
    amount = read_amount(match["length"] or "")
    if today is None or amount is None:
        return Meaning("date", amount=amount)
    return between(away(today, amount, -1), today)._replace(amount=amount)


def _coming_span(match: Match, today: dt.date | None) -> Meaning:
    amount = read_amount(match["length"] or "")
    if today is None or amount is None:
        return Meaning("date", amount=amount)
    return between(today, away(today, amount, 1))._replace(amount=amount)


def _within(match: Match, today: dt.date | None) -> Meaning:
    amount = read_amount(match.text)
    if today is None or amount is None:
        return Meaning("length", amount=amount)
    return between(today, away(today, amount, 1))._replace(amount=amount)


def _later(match: Match, today: dt.date | None) -> Meaning:
    amount = read_amount(match["length"] or "")
    if today is None or amount is None:
        return Meaning("date", amount=amount)
    day = away(today, amount, 1 if match["later"] else -1)
    return between(day, day)._replace(amount=amount)


# --- what comes again


def _every(match: Match, today: dt.date | None) -> Meaning:
    length = match["length"]
    return Meaning("every", every=read_amount(length) if length is not None else _amount_like("一", match["u"] or ""))


def _every_weekday(match: Match, today: dt.date | None) -> Meaning:
    return Meaning("every", every=amount_of(week=1))


def _every_days(match: Match, today: dt.date | None) -> Meaning:
    return Meaning("every", every=amount_of(month=1))


def _every_part(match: Match, today: dt.date | None) -> Meaning:
    letter = str(load("times").words("every_units")[match["unit"] or ""])
    units: Mapping[str, Amount] = {
        "Y": amount_of(year=1), "HY": amount_of(month=6), "Q": amount_of(month=3), "S": amount_of(month=6), "M": amount_of(month=1),
        "HM": amount_of(day=15), "X": amount_of(day=10), "W": amount_of(week=1), "D": amount_of(day=1),
    }  # fmt: skip
    return Meaning("every", every=units[letter])


def _every_year(match: Match, today: dt.date | None) -> Meaning:
    return Meaning("every", every=amount_of(year=1))


READERS: Final[dict[str, Callable[[Match, dt.date | None], Meaning | None]]] = {
    "day": _day,
    "week": _week,
    "month": _month,
    "stretch": _stretch,
    "third": _third,
    "length": _length,
    "bounded_length": _bounded_length,
    "length_range": _length_range,
    "about": _about,
    "past_span": _past_span,
    "coming_span": _coming_span,
    "within": _within,
    "later": _later,
    "every": _every,
    "every_weekday": _every_weekday,
    "every_days": _every_days,
    "every_part": _every_part,
    "every_year": _every_year,
}
