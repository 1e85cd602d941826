"""Every time expression of any Chinese text, resolved: dates, periods, lengths of time and what comes again.

    >>> [(e.begin, e.until) for e in find_time_expressions("自今年3月起，两年内建成", "2026-03-18")]
    [('2026-03-01', None), ('2026-03-18', '2028-03-18')]

`times.find_times` reads what a notice says of its tasks, with the reason why a time is no deadline, and leaves the missing
year to assembly. This is for other uses: it asks for no reason, takes the wording of grammars/time_expressions.yaml on top of
that of times.yaml, and counts what has no year of its own from a day of reference. Records are made without it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import regex

from ..model.mentions import TimeMention
from . import calendar, calendar_readings, period_parts, relative_readings
from .amounts import Amount, from_iso
from .calendar_readings import grammar
from .grammar import Match, compile_fragment
from .meanings import Meaning
from .plain_writing import plain_writing
from .points import read_point
from .times import find_times

_SPOKEN: Final = ("time_expressions.week", "time_expressions.month", "time_expressions.stretch")  # 上周末, 前一个月, 前一季度
_WEEKDAY: Final = "time_expressions.weekday"
_BARE_DAY: Final = "time_expressions.day_of_month"
_RANGE: Final = "time_expressions.range"
_REACH: Final = 8  # characters that a word before an expression may take
EXAMPLE_DAY: Final = "2026-03-18"  # the day on which the examples of the grammar are read


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression. `start`/`end` are offsets into the text, end exclusive; dates ISO, both inclusive.

    `kind` is date (a day), period, length or recurrence. Of a date or period `begin` or `until` is None where it is open
    (自…起, 到…), both where it cannot be told: 2月30日, or 今年 without a day of reference. A length has an `amount`, or bounds
    (`least`, `most`); a period counted from today (近三年) has its amount as well. A recurrence has its interval in `every`.
    """

    start: int
    end: int
    kind: str
    rule: str
    begin: str | None = None
    until: str | None = None
    amount: Amount | None = None
    least: Amount | None = None
    most: Amount | None = None
    every: Amount | None = None
    anchor: str | None = None  # the event that a length is counted from (印发)


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression on the way: `plain` can still be joined to a range or bounded by 起, 前."""

    start: int
    end: int
    rule: str
    meaning: Meaning
    plain: bool = False
    mention: TimeMention | None = None


def find_time_expressions(text: str, reference_date: str | dt.date | None = None) -> list[TimeExpression]:
    """All time expressions of a text in order; they never overlap.

    `reference_date` is the day (ISO) that 今天, 去年, 近三年 and dates without a year are counted from; without it they are
    found and not resolved. A date without a year belongs to the year of reference.

    Raises:
        ValueError: a reference date that is none.
    """
    today = dt.date.fromisoformat(reference_date) if isinstance(reference_date, str) else reference_date
    text = plain_writing(text, capitals=True)
    found = [*_of_notices(text, today), *_of_any_text(text, today)]
    plain = _joined(text, _apart([item for item in found if item.plain]))
    bounded = [_bound(text, item, today) for item in plain]
    return [_expression(item) for item in _closed(text, _apart([item for item in found if not item.plain] + bounded))]


def interpret(match: Match) -> dict[str, Any]:
    """The fields that examples of the grammar may state: begin, until, amount, least, most, every."""
    meaning = _read(match, dt.date.fromisoformat(EXAMPLE_DAY))
    if meaning is None:
        return {}
    lengths = {name: _told(getattr(meaning, name)) for name in ("amount", "least", "most", "every")}
    return {"begin": meaning.begin, "until": meaning.until, **lengths}


def _told(amount: Amount | None) -> str | None:
    return None if amount is None else " ".join(f"{number.normalize():f} {unit}" for unit, number in amount.items())


_READERS: Final = calendar_readings.READERS | period_parts.READERS | relative_readings.READERS


def _read(match: Match, today: dt.date | None) -> Meaning | None:
    return _READERS[match.rule.gives["kind"]](match, today)


# --- what the two grammars find


def _of_any_text(text: str, today: dt.date | None) -> Iterator[_Found]:
    for match in grammar().find(text):
        meaning = _read(match, today)
        if meaning is not None:
            plain = meaning.kind == "date" and meaning.amount is None
            yield _Found(match.start, match.end, match.rule.name, meaning, plain)


def _of_notices(text: str, today: dt.date | None) -> Iterator[_Found]:
    for mention in find_times(text):
        if mention.excused == "document_number":
            continue
        meaning = _meaning(text, mention, today)
        if meaning is not None:
            plain = (mention.rule == "times.point" and mention.kind != "during") or mention.rule.endswith(".shared")
            yield _Found(mention.start, mention.end, mention.rule, meaning, plain, mention)


def _meaning(text: str, mention: TimeMention, today: dt.date | None) -> Meaning | None:
    """What a mention says on that day; None for spans, which the other grammar reads, unless counted from an event."""
    if mention.kind == "recurring":
        return Meaning("every", every=_interval(mention.freq))
    if mention.kind == "relative":
        if mention.rule.startswith("times.by_feast"):
            return Meaning("date")
        amount = from_iso(mention.offset or "")
        return Meaning("length", amount=amount) if mention.anchor is not None else None
    if mention.excused == "no_such_date" or mention.rule.endswith("no_such_date"):
        return Meaning("date")
    return _resolved(mention, _with_begin(text, mention), today)


def _interval(freq: str | None) -> Amount | None:
    return None if freq is None else from_iso(freq)


def _with_begin(text: str, mention: TimeMention) -> str | None:
    """The first day, of 年底 and 月末 too, which as deadlines have none."""
    if mention.kind == "by" and mention.rule == "times.period":  # 2026至2028年前
        last = _cue("before_at_end").search(text, mention.start, mention.end)
        inner = find_times(text, mention.start, mention.end if last is None else last.start())
        return inner[0].begin if inner else None
    if mention.kind != "by" or mention.rule not in ("times.point", "times.point.shared"):
        return mention.begin
    point = read_point(text[mention.start : mention.end].strip())
    return None if point is None else point.begin


def _resolved(mention: TimeMention, first: str | None, today: dt.date | None) -> Meaning:
    """Dates with their year, counted from today; an edge of a month or quarter (本月底) is its last days."""
    day, year = (None, None) if today is None else (today.isoformat(), today.year)
    until = calendar.resolve(mention.until, mention.shift, year, day, end=True)
    begins = first is not None or mention.kind in ("bare", "during")
    begin = calendar.resolve(first, mention.shift, year, day, end=False) if begins else None
    if mention.kind == "during" and mention.until is None:
        until = None
    if mention.kind == "by" and begin is None and until is not None and mention.shift is not None and mention.rule == "times.point":
        begin = f"{until[:8]}25" if mention.shift.startswith("month") else f"{until[:8]}01"
    if begin is not None and until is not None and calendar_readings.is_leap_day_of_none(mention.until, begin, until):
        return Meaning("date")
    return Meaning("date", begin, until, has_year=not mention.needs_year)


@functools.cache
def _cue(name: str) -> regex.Pattern[str]:
    return compile_fragment("time_expressions", "{" + name + "}")


# --- one after the other


def _apart(found: list[_Found]) -> list[_Found]:
    """The leftmost, among those the longest, among those what is resolved."""
    kept: list[_Found] = []
    for item in sorted(found, key=_rank):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _rank(item: _Found) -> tuple[int, int, bool, int]:
    """Of equals a notice's own wording goes first, but for weeks and months as they are spoken of."""
    meaning = item.meaning
    unresolved = meaning.kind == "date" and meaning.begin is None and meaning.until is None
    order = 1 if item.mention is not None else 0 if item.rule in _SPOKEN else 2
    return item.start, -item.end, unresolved, order


def _joined(text: str, found: list[_Found]) -> Iterator[_Found]:
    """Two expressions that are one: X至Y where no rule read them so, a day with its weekday; and lists, whose first has the year."""
    held: _Found | None = None
    for item in found:
        both = None if held is None else _together(text, held, item)
        if both is not None:
            held = both
            continue
        if held is not None:
            item = _carried(text, held, item)
            yield held
        held = item
    if held is not None:
        yield held


def _together(text: str, first: _Found, last: _Found) -> _Found | None:
    if _cue("range_link").fullmatch(text, first.end, last.start) is not None:
        return _period(first, last)
    if last.rule != _WEEKDAY or first.meaning.begin is None or first.meaning.begin != first.meaning.until or first.rule == _WEEKDAY:
        return None
    if _cue("with_weekday").fullmatch(text, first.end, last.start) is None:
        return None
    end = last.end + (text[last.end : last.end + 1] in ("）", ")"))
    return dataclasses.replace(first, end=end, mention=None)


def _carried(text: str, before: _Found, item: _Found) -> _Found:
    """2026年5月1日、3日和6月: the later ones belong to the year, a bare day to the month of the one before."""
    begin, until, year = item.meaning.begin, item.meaning.until, before.meaning.begin
    if begin is None or until is None or year is None or _cue("list_link").fullmatch(text, before.end, item.start) is None:
        return item
    if item.rule == _BARE_DAY:
        begin = until = _day_in(year, begin)
        has_year = before.meaning.has_year
    elif before.meaning.has_year and _lacks_year(item):
        begin, until = calendar.with_year(begin, int(year[:4])), calendar.with_year(until, int(year[:4]))
        has_year = True
    else:
        return item
    return dataclasses.replace(item, meaning=item.meaning._replace(begin=begin, until=until, has_year=has_year), mention=None)


def _lacks_year(item: _Found) -> bool:
    return item.mention is not None and item.mention.shift is None and not item.meaning.has_year


def _day_in(month: str, day: str) -> str:
    """The day of another month; its last where it has not so many."""
    return calendar.with_year(f"0000-{month[5:7]}-{day[8:]}", int(month[:4]))


def _period(first: _Found, last: _Found) -> _Found | None:
    begin, until = first.meaning.begin, last.meaning.until
    if begin is None or until is None:
        return None
    if last.rule == _BARE_DAY:
        until = _day_in(begin, until)
    elif first.meaning.has_year and _lacks_year(last):
        until = calendar.with_year(until, int(begin[:4]) + (until[4:] < begin[4:]))
    if begin > until and (first.rule, last.rule) == (_WEEKDAY, _WEEKDAY):  # 周四至周二
        until = (dt.date.fromisoformat(until) + dt.timedelta(days=7)).isoformat()
    if begin > until:
        return None
    return _Found(first.start, last.end, _RANGE, Meaning("date", begin, until, has_year=first.meaning.has_year), True)


def _bound(text: str, item: _Found, today: dt.date | None) -> _Found:
    """With what stands around it that times.yaml does not know: 自, 到 before, 起, 前 behind."""
    since, until = _cue("since_before"), _cue("until_before")
    after = _cue("bound_after").match(text, item.end)
    low = max(0, item.start - _REACH)
    started, ended = since.search(text, low, item.start), until.search(text, low, item.start)
    meaning, start, end = item.meaning, item.start, item.end
    if after is not None and after["now"] is not None:
        meaning, end = meaning._replace(until=None if today is None else today.isoformat()), after.end()
        start = started.start() if started is not None else start
    elif after is not None and after["onward"] is not None:
        meaning, end = meaning._replace(until=None), after.end()
        start = started.start() if started is not None else start
    elif after is not None or ended is not None:
        if after is not None and item.rule == "time_expressions.feast":  # 春节前 ends the day before
            meaning = meaning._replace(until=_day_before(meaning.until))
        meaning, end = meaning._replace(begin=None), after.end() if after is not None else end
        start = ended.start() if ended is not None else start
    elif started is not None and item.rule != _RANGE:
        meaning, start = meaning._replace(until=None), started.start()
    return dataclasses.replace(item, start=start, end=end, meaning=meaning)


def _closed(text: str, found: list[_Found]) -> list[_Found]:
    """2026年1月1日开始|到3月1日结束: one period."""
    out: list[_Found] = []
    for item in found:
        first = out[-1] if out else None
        if first is not None and first.end == item.start and _opens(first.meaning) and _closes(item.meaning):
            begin, until = str(first.meaning.begin), str(item.meaning.until)
            if begin <= until:
                out[-1] = dataclasses.replace(first, end=item.end, rule=_RANGE, meaning=first.meaning._replace(until=until), mention=None)
                continue
        out.append(item)
    return out


def _opens(meaning: Meaning) -> bool:
    return meaning.kind == "date" and meaning.begin is not None and meaning.until is None


def _closes(meaning: Meaning) -> bool:
    return meaning.kind == "date" and meaning.begin is None and meaning.until is not None


def _day_before(day: str | None) -> str | None:
    return None if day is None else (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()


def _expression(item: _Found) -> TimeExpression:
    meaning = item.meaning
    kind = {"every": "recurrence", "length": "length"}.get(meaning.kind)
    if kind is None:
        kind = "date" if meaning.begin is not None and meaning.begin == meaning.until else "period"
    return TimeExpression(
        start=item.start,
        end=item.end,
        kind=kind,
        rule=item.rule,
        begin=meaning.begin,
        until=meaning.until,
        amount=meaning.amount,
        least=meaning.least,
        most=meaning.most,
        every=meaning.every,
        anchor=item.mention.anchor if item.mention is not None else None,
    )
