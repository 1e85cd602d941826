"""Calendar points as printed: 2025年9月底, 今年上半年, 第三季度, “十四五”期间, and the years a notice plans for."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import regex

from . import calendar
from .grammar import Grammar, compile_fragment, load
from .numerals import read_integer, read_year

_HALVES: Final = {"上": (1, 6), "下": (7, 12)}
_THIRDS: Final = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_HALF_MONTHS: Final = {"上": (1, 15), "下": (16, 31)}
_MONTHLY: Final = frozenset(("month", "shift_month", "half_month"))
_WHOLE_YEAR: Final = frozenset(("全年", "全年度"))
ENDS: Final = frozenset("底末")


class Point(NamedTuple):
    """A calendar point or unit as printed: its first and last day, placeholders where the year is missing."""

    begin: str | None
    until: str | None
    shift: str | None = None
    kind: str = "bare"  # by: it names an end (底, 末); during: 全年, “十四五”期间; no_such_date: 2月30日; else bare
    has_year: bool = False  # the year is printed


@functools.lru_cache(maxsize=4096)
def read_point(text: str) -> Point | None:
    """A calendar point as it stands in `text`, which holds nothing else; None for what is none or no date (2月30日)."""
    hit = cue("point").fullmatch(text)
    if hit is None:
        return None
    parts = {key: value for key, value in hit.groupdict().items() if value is not None}
    if "plan" in parts:
        return _plan_point(parts)
    if "shift" in parts:
        shift = str(grammar().words("deictic_units")[parts["shift"]])
        return Point(None, None, shift, "by" if parts.get("edge") in ENDS else "bare")
    if "own" in parts:
        return Point(None, None, str(grammar().words("own_units")[parts["own"]]), "by")
    return _date_point(parts)


def grammar() -> Grammar:
    return load("times")


@functools.cache
def cue(name: str) -> regex.Pattern[str]:
    return compile_fragment("times", "{" + name + "}")


def _plan_point(parts: Mapping[str, str]) -> Point | None:
    ordinal = read_integer(parts["plan"])
    years = calendar.five_year_plan(ordinal) if ordinal is not None else None
    if years is None:
        return None
    first, last = years
    part = parts["plan_part"]
    if part[-1] == "末" or part.startswith("末"):
        return Point(None, calendar.whole_year(last)[1], None, "by", True)
    if part.startswith(("初", "期初")):
        last = first + 1
    elif part.startswith("中"):
        first, last = first + 2, first + 2
    return Point(calendar.whole_year(first)[0], calendar.whole_year(last)[1], None, "during", True)


def _date_point(parts: Mapping[str, str]) -> Point | None:
    year, shift, kind = 0, None, "bare"
    if "year" in parts:
        found = read_year(parts["year"])
        if found is None:
            return None
        year = found
    elif "deictic" in parts:
        steps = int(grammar().words("deictic_years")[parts["deictic"]])
        shift = f"year{steps:+d}"
        kind = "during" if parts["deictic"] in _WHOLE_YEAR else "bare"
    if "all" in parts:
        kind = "during"
    period = _period(year, parts)
    if period is None:
        return None
    if not _is_date(period.begin):  # 9月31日: its month's last day, should a deadline need one
        last = calendar.with_year(period.begin, year)
        return Point(last, last, shift, "no_such_date", year > 0)
    if "month" not in parts and parts.keys() & _MONTHLY:
        shift = f"month{int(grammar().words('deictic_months')[parts.get('shift_month', '本月')]):+d}"
        period = calendar.Period(f"0000-00-{period.begin[8:]}", f"0000-00-{period.end[8:]}")
    if parts.get("edge", " ")[-1] in ENDS:
        kind = "by"
    return Point(*period, shift, kind, year > 0)


def _period(year: int, parts: Mapping[str, str]) -> calendar.Period | None:
    """The part of the year that is named, from the smallest unit up."""
    edge = parts.get("edge", "")
    if parts.keys() & _MONTHLY:
        return _in_month(year, parts, edge)
    if "half" in parts:
        return calendar.months(year, *_HALVES[parts["half"]])
    if "quarter" in parts:
        number = read_integer(parts["quarter"]) or 1
        return calendar.months(year, number * 3 if edge and edge[-1] in ENDS else number * 3 - 2, number * 3)
    if "several" in parts:
        count = (read_integer(parts["several"]) or 0) * (3 if parts["several_of"] == "季度" else 1)
        if not 1 <= count <= 12:
            return None
        return calendar.months(year, 1, count) if parts["side"] == "前" else calendar.months(year, 13 - count, 12)
    if edge.endswith("初"):
        return calendar.months(year, 1, 2)
    if edge == "伊始":
        return calendar.months(year, 1, 1)
    if edge.endswith("中"):
        return calendar.months(year, 6, 6)
    return calendar.months(year, 11, 12) if edge else calendar.whole_year(year)


def _is_date(date: str) -> bool:
    return calendar.is_date(int(date[:4]), int(date[5:7]), int(date[8:]))


def _in_month(year: int, parts: Mapping[str, str], edge: str) -> calendar.Period | None:
    month = (read_integer(parts["month"]) if "month" in parts else 1) or 0
    if not 1 <= month <= 12:
        return None
    first, last = 1, calendar.last_day(year, month)
    if "day" in parts:
        first = last = read_integer(parts["day"]) or 0
    elif "third" in parts:
        first, last = _THIRDS[parts["third"]]
    elif "half_month" in parts:
        first, last = _HALF_MONTHS[parts["half_month"]]
    elif edge:
        first, last = (25, last) if edge[-1] in ENDS else (1, 5)
    if not 1 <= first <= 31:
        return None
    if "day" not in parts:
        last = min(last, calendar.last_day(year, month))
    return calendar.Period(calendar.iso(year, month, first), calendar.iso(year, month, last))


def planning_period(title: str, issued_on: str | None, text_head: str) -> tuple[int | None, calendar.Period | None]:
    """The year and the period that a notice plans for, from its title, else its preamble, else the year of issue.

    Gives (year, (first day, last day)). The year is None where the period spans several years and nothing names one.
    `issued_on` is an ISO date or a prefix of one (2022-03); `text_head` the first paragraphs after the title.
    """
    issued = int(issued_on[:4]) if issued_on and issued_on[:4].isdigit() else None
    for text in (title, cue("basis").sub("", text_head[:600])):
        period = _named_period(text, issued, in_title=text is title)
        if period is not None:
            first, last = int(period.begin[:4]), int(period.end[:4])
            if first == last:
                return first, period
            return (issued if issued is not None and first <= issued <= last else None), period
    return (issued, calendar.whole_year(issued)) if issued is not None else (None, None)


def _named_period(text: str, issued: int | None, *, in_title: bool) -> calendar.Period | None:
    periods: list[calendar.Period] = []
    for hit in cue("planning").finditer(text):
        period = _planning_hit(hit)
        if period is not None:
            periods.append(period)
    if in_title:
        return _longest(periods)
    near = [p for p in periods if issued is None or int(p.begin[:4]) <= issued <= int(p.end[:4])]
    return near[0] if near else None


def _longest(periods: Sequence[calendar.Period]) -> calendar.Period | None:
    """A title may name both a plan and the year of the work: the single year is what is planned for."""
    ordered = sorted(periods, key=lambda p: (int(p.end[:4]) - int(p.begin[:4]), p.begin))
    return ordered[0] if ordered else None


def _planning_hit(hit: regex.Match[str]) -> calendar.Period | None:
    if hit["plan"] is not None:
        ordinal = read_integer(hit["plan"])
        years = calendar.five_year_plan(ordinal) if ordinal is not None else None
        return None if years is None else calendar.years(*years)
    first, last = read_year(hit["first"]), read_year(hit["last"] or hit["first"])
    if first is None or last is None or not first <= last <= first + 30:
        return None
    return calendar.years(first, last)
