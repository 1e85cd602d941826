"""Calendar points that times.yaml does not know (零八年5月, 2026年Q2, 上世纪90年代, 5月第一周), read as on a day of reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from . import calendar
from .amounts import read_amount
from .calendar import Period
from .feasts import feast_day
from .grammar import Grammar, Match, load
from .meanings import Meaning, between, dated
from .numerals import read_integer, read_year
from .points import Point, read_point

_DAY: Final = dt.timedelta(days=1)
WEEKDAYS: Final = {char: i for i, char in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_THIRDS: Final = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_AGE_PARTS: Final = {"初": (0, 2), "前": (0, 3), "中": (4, 6), "后": (6, 10), "末": (7, 10), "上": (0, 5), "下": (5, 10)}
_LEAP_DAY: Final = "02-29"
_QUARTERS: Final = {"首": 1, "末": 4}


def grammar() -> Grammar:
    return load("time_expressions")


# --- inside a year


def _year(match: Match, today: dt.date | None) -> Meaning:
    year = _year_of(match, today)
    if year is None:
        return Meaning("date")
    rest = (match["rest"] or "").replace("季度", "季").replace("季", "季度")
    return dated(inside(year, rest), has_year=match["odd"] is not None)


def _within_year(match: Match, today: dt.date | None) -> Meaning:
    year = _year_of(match, today)
    printed = "年" not in (match["year_text"] or "") or (match["year_text"] or " ")[0].isnumeric()
    return dated(None if year is None else inside(year, match["rest"] or ""), has_year=printed)


def _years(match: Match, today: dt.date | None) -> Meaning | None:
    first, last = read_year(match["first"] or ""), read_year(match["last"] or "")
    return None if first is None or last is None or first >= last else dated(calendar.years(first, last), has_year=True)


def _listed_year(match: Match, today: dt.date | None) -> Meaning | None:
    year = read_year(match["first"] or "")
    return None if year is None else dated(calendar.whole_year(year), has_year=True)


def _months(match: Match, today: dt.date | None) -> Meaning | None:
    """2026.05-2026.08"""
    first, last = read_year(match["first"] or ""), read_year(match["last"] or "")
    month, last_month = read_integer(match["first_month"] or "") or 0, read_integer(match["last_month"] or "") or 0
    if first is None or last is None or (first, month) > (last, last_month):
        return None
    return dated(Period(calendar.months(first, month, month).begin, calendar.months(last, last_month, last_month).end), has_year=True)


def _days_of_year(match: Match, today: dt.date | None) -> Meaning | None:
    """2026/3/1-3/10"""
    period, _ = period_of(match["of"] or "", today)
    month, day = read_integer(match["last_month"] or "") or 0, read_integer(match["last_day"] or "") or 0
    if period is None or not calendar.is_date(int(period.begin[:4]), month, day):
        return None
    last = calendar.iso(int(period.begin[:4]), month, day)
    return dated(Period(period.begin, last), has_year=True) if period.begin <= last else None


def _quarters(match: Match, today: dt.date | None) -> Meaning | None:
    """一、二季度: from the first month of one to the last of the other, where they follow each other."""
    year, first, last = _year_of(match, today), read_integer(match["first"] or "") or 0, read_integer(match["last"] or "") or 0
    if last != first + 1:
        return None
    return dated(None if year is None else calendar.months(year, first * 3 - 2, last * 3), has_year=match["year_text"] is not None)


def _point(match: Match, today: dt.date | None) -> Meaning:
    period, has_year = period_of(match["of"] or "", today)
    return dated(period, has_year=has_year)


def _plan(match: Match, today: dt.date | None) -> Meaning:
    ordinal = read_integer(match["plan"] or "")
    years = None if ordinal is None else calendar.five_year_plan(ordinal)
    return dated(None if years is None else calendar.years(*years), has_year=True)


def _edge_of_month(match: Match, today: dt.date | None) -> Meaning:
    if today is None:
        return Meaning("date")
    return dated(inside(today.year, f"{today.month}月{'初' if match['edge'] == '初' else '中旬'}"))


def _year_of(match: Match, today: dt.date | None) -> int | None:
    """The year that a match names, else that of today."""
    text = match["year_text"]
    here = None if today is None else today.year
    if text is None:
        return here
    if match["far_year"] is not None:
        return None if here is None else here + int(grammar().words("far_years")[match["far_year"]])
    odd = match["odd"]
    if odd is not None:
        return _odd_year(odd)
    point = read_point(text.strip() if "年" in text else text.strip() + "年")
    if point is None or point.begin is None:
        return None
    if point.has_year:
        return int(point.begin[:4])
    steps = calendar.Shift.parse(point.shift).steps if point.shift else 0
    return None if here is None else here + steps


def _odd_year(text: str) -> int | None:
    """08 -> 2008, 九八 -> 1998, 两千零八 -> 2008, 1840."""
    plain = text.replace(" ", "").replace("\u3000", "").replace("○", "〇")
    value = read_integer(plain)
    if value is None:
        return None
    if len(plain) == 2:
        return value + (1900 if value >= 50 else 2000)
    return value if 1000 <= value <= 2999 else None


def inside(year: int, rest: str) -> Period | None:
    """A part of a year that need not be one of ours: 3月底, 上半年; nothing for all of it."""
    like = 2000 if calendar.last_day(year, 2) == 29 else 2001
    point = read_point(f"{like}年{rest.strip()}")
    if point is None or point.begin is None or point.until is None or point.kind == "no_such_date":
        return None
    return Period(f"{year:04d}{point.begin[4:]}", f"{year:04d}{point.until[4:]}")


def period_of(text: str, today: dt.date | None) -> tuple[Period | None, bool]:
    """First and last day of a calendar point as printed, and whether its year is printed."""
    point = read_point(text.strip())
    return (None, False) if point is None else (resolved(point, today), point.has_year)


def resolved(point: Point, today: dt.date | None) -> Period | None:
    """First and last day of a point; None for what is no date, or cannot be told without a day of reference."""
    if point.kind == "no_such_date":
        return None
    day = None if today is None else today.isoformat()
    year = None if today is None else today.year
    begin = calendar.resolve(point.begin, point.shift, year, day, end=False)
    until = calendar.resolve(point.until, point.shift, year, day, end=True)
    if begin is None or until is None or is_leap_day_of_none(point.until, begin, until):
        return None
    return Period(begin, until)


def is_leap_day_of_none(printed: str | None, begin: str, until: str) -> bool:
    """29 February of a year that has none."""
    return begin == until and (printed or "")[5:] == _LEAP_DAY != until[5:]


def _quarter(match: Match, today: dt.date | None) -> Meaning:
    year, text = _year_of(match, today), match["quarter"] or "1"
    number = _QUARTERS.get(text) or read_integer(text) or 1
    return dated(None if year is None else calendar.months(year, number * 3 - 2, number * 3), has_year=match["year_text"] is not None)


def _half(match: Match, today: dt.date | None) -> Meaning:
    year = _year_of(match, today)
    if match["half_month"] is not None:
        if today is None:
            return Meaning("date")
        return dated(inside(today.year, f"{today.month}月{'上' if match['half_month'] in '上前' else '下'}半月"))
    half = "上" if match["half"] == "前" else "下"
    return dated(None if year is None else inside(year, f"{half}半年"), has_year=match["year_text"] is not None)


def _thirds(match: Match, today: dt.date | None) -> Meaning:
    return _days_of(match, today, _THIRDS[match["first"] or "上"][0], _THIRDS[match["last"] or "下"][1])


def _middle(match: Match, today: dt.date | None) -> Meaning:
    return _days_of(match, today, *_THIRDS["中"])


def _days_of(match: Match, today: dt.date | None, first: int, last: int) -> Meaning:
    """From one day to another of a month."""
    period, has_year = period_of(match["of"] or "", today)
    if period is None:
        return Meaning("date")
    last = min(last, int(period.end[8:]))
    if first > last:
        return Meaning("date")
    return dated(Period(f"{period.begin[:8]}{first:02d}", f"{period.begin[:8]}{last:02d}"), has_year=has_year)


def _bare_day(match: Match, today: dt.date | None) -> Meaning:
    day = read_integer(match["day"] or "") or 0
    return _days_of(match, today, day, day)


def _day_of_month(match: Match, today: dt.date | None) -> Meaning:
    if today is None and match.text.endswith("日"):  # of no month: as long as that
        return Meaning("length", amount=read_amount(match.text))
    day = read_integer(match["day"] or "") or 0
    return dated(None if today is None else inside(today.year, f"{today.month}月{day}日"))


def _season(match: Match, today: dt.date | None) -> Meaning:
    year = _year_of(match, today)
    if year is None:
        return Meaning("date")
    month = int(grammar().words("seasons")[match["season"] or ""]) - 3  # spring begins in March, winter in December
    last = year + (month == 9)
    end = (month + 5) % 12 or 12
    return dated(
        Period(calendar.iso(year, month + 3, 1), calendar.iso(last, end, calendar.last_day(last, end))),
        has_year=match["year_text"] is not None,
    )


def _feast(match: Match, today: dt.date | None) -> Meaning:
    year = _year_of(match, today)
    date = None if year is None else feast_day(str(grammar().words("feasts")[match["feast"] or ""]), year)
    return between(date, date)


def _decade(match: Match, today: dt.date | None) -> Meaning:
    if match["decade_year"] is not None:
        first = int(match["decade_year"])
    else:
        decade = read_integer(match["decade"] or "")
        if decade is None:
            return Meaning("date")
        century = _century_start(match["century"], today) if match["century"] is not None else 1900 if decade >= 30 else 2000
        if century is None:
            return Meaning("date")
        first = century + decade
    return _part_of_age(match, first, 1, has_year=True)


def _century(match: Match, today: dt.date | None) -> Meaning:
    start = _century_start(match["century"], today)
    return Meaning("date") if start is None else _part_of_age(match, start + 1, 10, has_year=True)


def _century_start(text: str | None, today: dt.date | None) -> int | None:
    """The year before the first of a century; of “the last century” counted from today."""
    if text is None:
        return None
    if text[0] in "上本这下":
        return None if today is None else today.year // 100 * 100 + {"上": -100, "下": 100}.get(text[0], 0)
    number = read_integer(text)
    return None if number is None or not 10 <= number <= 29 else (number - 1) * 100


def _part_of_age(match: Match, first: int, width: int, *, has_year: bool) -> Meaning:
    part = match["age_part"]
    low, high = (0, 10) if part is None else _AGE_PARTS[part[0]]
    return dated(calendar.years(first + low * width, first + high * width - 1), has_year=has_year)


def _figures(match: Match, today: dt.date | None) -> Meaning:
    year, month, day = read_year(match["year"] or ""), read_integer(match["month"] or "") or 0, read_integer(match["day"] or "1") or 0
    if year is None or not calendar.is_date(year, month, day):
        return Meaning("date")
    if match["day"] is None:
        return dated(calendar.months(year, month, month), has_year=True)
    return dated(Period(calendar.iso(year, month, day), calendar.iso(year, month, day)), has_year=True)


READERS: Final[dict[str, Callable[[Match, dt.date | None], Meaning | None]]] = {
    "year": _year,
    "within_year": _within_year,
    "plan": _plan,
    "listed_year": _listed_year,
    "months": _months,
    "point": _point,
    "years": _years,
    "days_of_year": _days_of_year,
    "quarters": _quarters,
    "edge_of_month": _edge_of_month,
    "quarter": _quarter,
    "half": _half,
    "thirds": _thirds,
    "middle": _middle,
    "season": _season,
    "feast": _feast,
    "decade": _decade,
    "century": _century,
    "figures": _figures,
    "bare_day": _bare_day,
    "day_of_month": _day_of_month,
}
