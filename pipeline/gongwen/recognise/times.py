"""Time expressions: what a notice prints as date, period, recurrence or span, read without knowing the notice.

`find_times` gives every expression in order, those included that are no deadlines, with the reason in `excused`:

in_title, document_number   inside 《…》, a year in a document number
baseline, past              较2020年; 2020年已…, 2020年以来
plan_name, attributive      2025年重点工作任务; 今年上半年的进展
effective, benefit_length   自…起施行; 学制三年, 贴息三年
past, no_such_date          近三年; 2月30日
condition, handling_time    连续2年, 6个月内仍未整改; 3个工作日内办结 (a target of quantities)
rate                        每人每年…元, 每天不少于1小时
length                      a bare duration that opens no clause: claims nothing, a figure there may still be a target

Dates that lack their year carry placeholders (see `calendar`); `calendar.resolve` supplies it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from ..model.mentions import TimeMention
from . import calendar
from .feasts import feast_day
from .grammar import Match
from .numerals import read_integer, read_number, read_year
from .points import ENDS, Point, cue, grammar, planning_period, read_point
from .time_excuses import Reading, excuse
from .time_lists import share

__all__ = ["find_times", "interpret", "planning_period"]

_ANCHOR_REACH: Final = 24  # characters that the name of an event may take
_EVENT_REACH: Final = 16  # characters between an event and the span counted from it
_TODAY: Final = "day+0"  # 即日
_FREQUENCY: Final = {"HY": (6, "M"), "HM": (15, "D"), "X": (10, "D"), "Q": (3, "M"), "S": (6, "M")}


def find_times(text: str, start: int = 0, end: int | None = None) -> list[TimeMention]:
    """All time expressions in text[start:end], in order, non-overlapping; `excused` tells those that are no deadlines."""
    stop = len(text) if end is None else end
    found: list[TimeMention] = []
    for match in grammar().find(text, start, stop):
        if match.rule.gives["kind"] == "title":
            found += _inside_title(match)
            continue
        floor = found[-1].end if found else start
        mention = _mention(match, floor)
        if mention is not None:
            found.append(mention)
    return share(text, found) if len(found) > 1 else found


def interpret(match: Match) -> dict[str, Any]:
    """The fields that examples of the grammar may state: kind, start, end, offset, freq, anchor, rrule, excused."""
    mention = _mention(match, 0)
    if mention is None:
        return {}
    return {
        "kind": mention.kind,
        "start": mention.begin,
        "end": mention.until,
        "offset": mention.offset,
        "freq": mention.freq,
        "anchor": mention.anchor,
        "rrule": mention.rrule,
        "excused": mention.excused,
        "whole": match.string[mention.start : mention.end],
    }


def _mention(match: Match, floor: int) -> TimeMention | None:
    reading = _READERS[match.rule.gives["kind"]](match, floor)
    if reading is None:
        return None
    begin = match.start if reading.start is None else reading.start
    excused = match.rule.gives.get("excused") or reading.excused or excuse(match, reading)
    return TimeMention(
        start=begin,
        end=match.end,
        rule=match.rule.name if reading.variant is None else f"{match.rule.name}.{reading.variant}",
        kind=reading.kind,
        begin=reading.begin,
        until=reading.until,
        needs_year=reading.shift is not None or calendar.is_placeholder(reading.begin) or calendar.is_placeholder(reading.until),
        shift=reading.shift,
        offset=reading.offset,
        anchor=reading.anchor,
        freq=reading.freq,
        rrule=reading.rrule,
        excused=excused,
    )


def _inside_title(match: Match) -> list[TimeMention]:
    inner = grammar().find(match.string, match.start + 1, match.end - 1)
    mentions = (_mention(m, match.start) for m in inner if m.rule.gives["kind"] != "title")
    return [_excused(m, "in_title") for m in mentions if m is not None]


def _excused(mention: TimeMention, reason: str) -> TimeMention:
    return dataclasses.replace(mention, excused=reason)


# --- what the rules say around them


def _read_point_rule(match: Match, floor: int) -> Reading | None:
    """A point alone (its kind open), with 前 behind it (by), or with 起 (an open end)."""
    if "before" in match.groups:
        return _read_by(match, floor)
    if "onward" in match.groups:
        return _read_since(match, floor)
    point = read_point(match.groups["listed"] + "月" if "listed" in match.groups else match.groups["at"])
    if point is None:
        return None
    if point.kind == "no_such_date":
        return Reading("bare", excused="no_such_date")
    return Reading(point.kind, None if point.kind == "by" else point.begin, point.until, point.shift)


def _read_by(match: Match, floor: int) -> Reading | None:
    if "feast" in match.groups:
        return _read_feast(match)
    point = read_point(match.groups["at"])
    if point is None:
        return None
    if point.kind == "no_such_date":
        return Reading("by", None, point.until, point.shift, variant="no_such_date")
    unclear = "before" in match.groups and _is_whole(point)
    return Reading("by", None, point.until, point.shift, variant="whole" if unclear else "before" if "before" in match.groups else None)


def _read_since(match: Match, floor: int) -> Reading | None:
    point = read_point(match.groups["at"])
    return None if point is None else Reading("during", point.begin or point.until, None, point.shift, variant="since")


def _is_whole(point: Point) -> bool:
    """A whole year, quarter or month, of which 前 does not say whether its end is meant."""
    if point.kind != "bare" or point.begin is None or point.until is None or not point.begin.endswith("-01"):
        return False
    return calendar.with_year(point.until[:8] + "31", int(point.until[:4])) == point.until


def _read_feast(match: Match) -> Reading | None:
    """春节前 ends the day before; what has no fixed day (汛期前) counts from the event."""
    name = match.groups["feast"]
    date = grammar().words("feasts")[name]
    if date is None:
        return Reading("relative", anchor=name)
    at = read_point(match.groups["at"]) if "at" in match.groups else None
    year = int(at.until[:4]) if at is not None and at.until is not None else 0
    shift = at.shift if at is not None else None
    if date[:1].isalpha():  # a lunar one, or that of a solar term
        lunar = feast_day(date, year)
        if lunar is None:
            return Reading("by", shift=shift or "year+0", anchor=name)
        return Reading("by", None, (lunar - dt.timedelta(days=1)).isoformat(), shift)
    month, day = int(date[:2]), int(date[3:])
    if (month, day) == (1, 1):  # 元旦前 is the end of the year before; without a year, of this one
        earlier = None if shift is None else str(calendar.Shift("year", calendar.Shift.parse(shift).steps - 1))
        return Reading("by", None, calendar.iso(max(year - 1, 0), 12, 31), earlier)
    if day == 1:
        return Reading("by", None, calendar.iso(year, month - 1, calendar.last_day(year, month - 1)), shift)
    return Reading("by", None, calendar.iso(year, month, day - 1), shift)


def _read_period(match: Match, floor: int) -> Reading | None:
    at = read_point(match.groups["from"])
    if at is not None and at.shift == _TODAY:
        last = read_point(match.groups["to"])
        return None if last is None else Reading("during", None, last.until, last.shift or _TODAY)
    period = _bounds(match)
    if period is None:
        return None
    if "before" in match.groups:
        return Reading("by", None, period.until, period.shift)
    return Reading("during", period.begin, period.until, period.shift)


def _bounds(match: Match) -> Point | None:
    """First and last day of X至Y; what either end leaves out it takes from the other."""
    left, right = match.groups["from"], match.groups["to"]
    to = read_point(right)
    if to is None:
        return _day_of_same_month(left, right)
    at = read_point(left)
    if at is None:
        of_years = read_year(left) is not None and not (len(left) <= 2 and "年" not in right)  # 10—12月: the tenth month, not 2010
        at = read_point(left + ("年" if of_years else "季度" if right.endswith("季度") else "月"))
    if at is None or at.begin is None or to.until is None or "no_such_date" in (at.kind, to.kind):
        return None
    period = _in_one_count(at, to, following=right.startswith(("次年", "翌年")))
    if period is None or period.begin is None or period.until is None:
        return None
    comparable = calendar.is_placeholder(period.begin) == calendar.is_placeholder(period.until)
    return None if comparable and period.begin > period.until else period


def _in_one_count(at: Point, to: Point, *, following: bool) -> Point | None:
    """Both ends counted from the same year: printed ones as printed, the others as years after the planning year."""
    begin, until = str(at.begin), str(to.until)
    first, last = _steps(at), _steps(to)
    if first is None or last is None:  # one of them counts months from the day of issue: 至下月9日
        return Point(begin, until, to.shift) if at.has_year else None
    if following:
        last = int(begin[:4]) + 1 if at.has_year else first + 1
        return Point(begin, calendar.with_year(until, last), None if at.has_year else at.shift or "year+0")
    if at.has_year and not to.has_year and to.shift is None:
        year = int(begin[:4])
        return Point(begin, calendar.with_year(until, year + (until[4:] < begin[4:])))
    if to.has_year and not at.has_year and at.shift is None:
        year = int(until[:4])
        return Point(calendar.with_year(begin, year - (until[4:] < begin[4:])), until)
    if at.has_year or to.has_year:
        return Point(begin, until, at.shift or to.shift)
    if to.shift is None:
        last = first + (until[4:] < begin[4:])
    return Point(begin, calendar.with_year(until, last - first), at.shift or to.shift) if last >= first else None


def _steps(point: Point) -> int | None:
    """Years from the planning year; None for what counts months or weeks."""
    if point.shift is None:
        return 0
    how = calendar.Shift.parse(point.shift)
    return how.steps if how.unit == "year" else None


def _day_of_same_month(left: str, right: str) -> Point | None:
    """9月10日至15日"""
    at = read_point(left) or read_point(left + "日")
    day = cue("day").fullmatch(right)
    if at is None or at.until is None or day is None or at.begin != at.until:
        return None
    last = read_integer(day["day"]) or 0
    year, month = int(at.until[:4]), int(at.until[5:7])
    known = calendar.is_date(year, month, last) if month else 1 <= last <= 31  # of 本月 the month is still to be supplied
    if not known or last < int(at.until[8:]):
        return None
    return Point(at.begin, calendar.iso(year, month, last), at.shift)


def _read_recurring(match: Match, floor: int) -> Reading | None:
    unit = str(grammar().words("every_units")[match.groups["unit"]])
    number = read_number(match.groups["n"]) if "n" in match.groups else Decimal(1)
    step, letter = _FREQUENCY.get(unit, (1, unit))
    freq = calendar.duration(number * step, letter) if number is not None and number <= 100 else None
    if freq is None:
        return None
    return Reading("recurring", freq=freq, rrule=_rule_of(match, freq, unit), unit=unit)


def _rule_of(match: Match, freq: str, unit: str) -> str | None:
    """RRULE of 每年3月底前, 每月5日前, 每月底; the frequency alone where the place within it has no simple day."""
    if "weekday" in match.groups:
        return calendar.rrule(freq, weekday=match.groups["weekday"])
    inner = match.groups.get("at_inner")
    if inner is None:
        return calendar.rrule(freq)
    if unit == "Y":
        point = read_point(inner.strip())
        if point is None or point.until is None or "月" not in inner:
            return calendar.rrule(freq, 12, 31) if inner.strip()[-1] in ENDS else calendar.rrule(freq)
        month, day = int(point.until[5:7]), int(point.until[8:])
        if "day" in match.groups:
            return calendar.rrule(freq, month, day)
        return calendar.rrule(freq, month, -1)
    if unit == "M":
        number = read_integer(match.groups["day"]) if "day" in match.groups else None
        return calendar.rrule(freq, None, number or (-1 if inner.strip()[-1] in ENDS else None))
    return calendar.rrule(freq)


def _read_span(match: Match, floor: int) -> Reading | None:
    groups = match.groups
    unit = str(grammar().words("units")[groups["unit"]])
    amount = read_number(groups["n"])
    if amount is None:
        return None
    offset = calendar.duration(amount + Decimal("0.5") if "and_half" in groups else amount, unit)
    if offset is None:
        return None
    event = cue("event_before").search(match.string, max(floor, match.start - _EVENT_REACH), match.start) if "inside" in groups else None
    if event is not None:
        start = _anchor_start(match.string, event.start("event"), floor)
        return Reading("relative", offset=offset, anchor=match.string[start : event.end("event")], start=start, unit=unit)
    return Reading("relative", offset=offset, unit=unit)


def _anchor_start(text: str, event: int, floor: int) -> int:
    """Where the name of the event begins: 省上医改专项规划|发布, back to a preposition or the start of the clause."""
    low = max(floor, event - _ANCHOR_REACH)
    stop = cue("anchor_stop")
    at = event
    while at > low and stop.match(text, at - 1) is None:
        at -= 1
    return at


def _read_nothing(match: Match, floor: int) -> Reading:
    return Reading("bare")


_READERS: Final[dict[str, Callable[[Match, int], Reading | None]]] = {
    "none": _read_nothing,
    "title": _read_nothing,
    "point": _read_point_rule,
    "by": _read_by,
    "since": _read_since,
    "during": _read_period,
    "recurring": _read_recurring,
    "relative": _read_span,
}
