"""From time expressions to deadlines: what a bare year means here, the year a bare month belongs to, each time once.

A bare year, 年内, a bare month or quarter is read by what it governs, clause by clause to the end of its sentence or the
next time: a target that is a level, a change or a trend, or a verb of completion (实现, 建成, 出台) makes it `by` its last
day; an action, or a count alone, makes it `during`. The first clause that has either decides.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import regex

from ..model.mentions import TimeMention
from ..recognise import calendar
from ..recognise.calendar import Period
from ..recognise.feasts import feast_day
from ..recognise.numerals import read_integer, read_year
from ..recognise.points import cue, grammar
from ..recognise.times import find_times

_SENTENCE_END: Final = regex.compile(r"[。；;！!？?\n]")
_CLAUSE: Final = regex.compile(r"[^，,：:]+")
_REACHED: Final = frozenset(("level", "change", "reference", "trend"))
_COLUMN_EXCUSES: Final = frozenset(("attributive", "plan_name", "length", "condition", "benefit_length"))

_NOTES: Final = {"whole": "unclear_end", "no_such_date": "no_such_date"}


class Setting(NamedTuple):
    """What the notice says about time as a whole: ISO dates; all may be unknown."""

    planning_year: int | None = None
    issued_on: str | None = None
    period: Period | None = None

    @property
    def year(self) -> int | None:
        """The year that a date without one belongs to."""
        if self.planning_year is not None:
            return self.planning_year
        return int(self.issued_on[:4]) if self.issued_on else None

    @property
    def first_day(self) -> str | None:
        """The first day the notice can plan for; what ended before is a past fact."""
        days = [f"{self.year:04d}-01-01"] if self.year is not None else []
        days += [self.period.begin] if self.period is not None else []
        days += [f"{self.issued_on[:4]}-01-01"] if self.issued_on else []
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline with its year supplied. `start`/`end` are offsets into the canonical text, `begin`/`until` ISO dates."""

    start: int
    end: int
    raw: str
    kind: str  # by, during, recurring, relative, open
    rule: str
    begin: str | None = None
    until: str | None = None
    offset: str | None = None
    anchor: str | None = None
    freq: str | None = None
    rrule: str | None = None
    edtf: str | None = None
    source: str = "text"  # text, column, heading
    year_inferred: bool = False
    optional: bool = False
    note: str | None = None  # unclear_end: 2030年前 without 底; no_such_date: 9月31日前; year_missing: nothing tells the year


def deadlines(
    text: str,
    start: int,
    end: int,
    times: Iterable[TimeMention],
    *,
    planning_year: int | None = None,
    issued_on: str | None = None,
    period: Period | None = None,
    targets: Sequence[tuple[int, str]] = (),
    source: str = "text",
) -> list[Deadline]:
    """The deadlines among `times` (as `find_times` gives them, in order) that lie in text[start:end], each once.

    `targets` are (offset, mode) of the targets found in the same window, mode as in `TargetMention`. `source` is text or heading.
    """
    setting = Setting(planning_year, issued_on, period)
    inside = [t for t in times if start <= t.start and t.end <= end]
    goals = sorted(at for at, mode in targets if start <= at < end and mode in _REACHED)
    kinds = _kinds(text, end, inside, goals)
    years = _carried_years(text, inside)
    found: list[Deadline] = []
    for i, mention in enumerate(inside):
        if mention.excused is None and not _starts_recurrence(text, inside, i) and not _ends_recurrence(inside, i):
            deadline = _resolved(text, mention, kinds[i], setting, years[i], source)
            found += [deadline] if deadline is not None else []
    return once(found)


def column_deadlines(
    text: str,
    start: int,
    end: int,
    *,
    planning_year: int | None = None,
    issued_on: str | None = None,
    period: Period | None = None,
    header: str = "",
    source: str = "column",
) -> list[Deadline]:
    """The deadlines of a cell of a time column, or of what follows 完成时限： on a line of its own: text[start:end].

    A bare month is by its end; a bare year or quarter is so under a `header` of completion (完成时限), else it runs.
    """
    setting = Setting(planning_year, issued_on, period)
    due = cue("due_header").search(header) is not None
    found: list[Deadline] = []
    mentions = find_times(text, start, end)
    for mention, year in zip(mentions, _carried_years(text, mentions), strict=True):
        if mention.excused is not None and mention.excused not in _COLUMN_EXCUSES:
            continue
        kind = _column_kind(text, mention, end, due) if mention.kind == "bare" else mention.kind
        deadline = _resolved(text, mention, kind, setting, year, source, keep_past=True)
        if deadline is not None:
            found.append(deadline)
    found += _column_only(text, start, end, due, setting, source)
    return once(_apart(found))


def once(found: Iterable[Deadline]) -> list[Deadline]:
    """Of deadlines that come to the same, the first; put a time column's before those of the text."""
    kept: dict[tuple[str, str | None, str | None, str | None, str | None], Deadline] = {}
    for deadline in found:
        kept.setdefault((deadline.kind, deadline.begin, deadline.until, deadline.offset, deadline.freq), deadline)
    return list(kept.values())


def _apart(found: Sequence[Deadline]) -> list[Deadline]:
    """In order of place; of two that overlap the one that was found first."""
    kept: list[Deadline] = []
    for _, deadline in sorted(enumerate(found), key=lambda pair: (pair[1].start, pair[0])):
        if not kept or deadline.start >= kept[-1].end:
            kept.append(deadline)
    return kept


def _kinds(text: str, end: int, times: Sequence[TimeMention], goals: Sequence[int]) -> list[str]:
    """The kind of every mention, bare ones decided; the first of a list (2025年、2026年分别达到) is what the last is."""
    kinds = [t.kind for t in times]
    following: int | None = None
    for i in range(len(times) - 1, -1, -1):
        if times[i].excused is not None:
            continue
        if kinds[i] == "bare":
            after = times[following] if following is not None else None
            if after is not None and after.kind == "bare" and cue("list_between").fullmatch(text, times[i].end, after.start):
                kinds[i] = kinds[following or 0]
            else:
                kinds[i] = _governed_kind(text, times[i].end, _scope_end(text, times[i].end, end, after), goals)
        following = i if times[i].kind in ("bare", "by", "during") else following
    return kinds


def _starts_recurrence(text: str, times: Sequence[TimeMention], i: int) -> bool:
    """2025年起，每年3月底前: the recurrence is the deadline, the year tells when it begins."""
    this = times[i]
    if not (this.kind == "during" and this.until is None and i + 1 < len(times)):
        return False
    after = times[i + 1]
    return after.kind == "recurring" and after.excused is None and _SENTENCE_END.search(text, this.end, after.start) is None


def _ends_recurrence(times: Sequence[TimeMention], i: int) -> bool:
    """每年汛期前: the season tells when in each year."""
    before = times[i - 1] if i else None
    return before is not None and before.kind == "recurring" and before.end == times[i].start and times[i].rule == "times.by_feast"


def _scope_end(text: str, at: int, end: int, following: TimeMention | None) -> int:
    """Where what a bare time governs ends: with its sentence, or where the next time begins."""
    limit = end if following is None else following.start
    stop = _SENTENCE_END.search(text, at, limit)
    return limit if stop is None else stop.start()


def _governed_kind(text: str, at: int, stop: int, goals: Sequence[int]) -> str:
    """`goals` are the sorted offsets of the targets that are reached: levels, changes, trends."""
    for clause in _CLAUSE.finditer(text, at, stop):
        first, last = clause.span()
        if bisect_left(goals, first) < bisect_left(goals, last):
            return "by"
        if cue("leading_in").match(text, first, last) is not None:
            continue
        if cue("begins").match(text, first, last) is not None:
            return "during"
        if cue("completion").search(text, first, last) is not None:
            return "by"
        if cue("action").search(text, first, last) is not None:
            return "during"
    return "during"


def _carried_years(text: str, times: Sequence[TimeMention]) -> list[int | None]:
    """The printed year that each later date of the same sentence belongs to, if any: 2025年6月、9月底前."""
    years: list[int | None] = []
    year: int | None = None
    last = 0
    for mention in times:
        if _SENTENCE_END.search(text, last, mention.start) is not None:
            year = None
        last = mention.end
        lacks = mention.needs_year and mention.shift is None and mention.kind in ("bare", "by", "during")
        years.append(year if lacks else None)
        if not mention.needs_year and mention.until is not None and mention.excused in (None, "plan_name", "attributive"):
            one = mention.begin is None or mention.begin[:4] == mention.until[:4]
            year = int(mention.until[:4]) if one and not mention.rule.startswith("times.by_until") else None
    return years


def _resolved(
    text: str, mention: TimeMention, kind: str, setting: Setting, carried: int | None, source: str, *, keep_past: bool = False
) -> Deadline | None:
    """The deadline of a mention, its year supplied; None for what ended before the notice begins to plan."""
    year = carried if carried is not None else setting.year
    today = setting.issued_on if setting.issued_on and len(setting.issued_on) == 10 else None
    dated = kind in ("by", "during")
    until = calendar.resolve(mention.until, mention.shift, year, today, end=True) if dated else None
    begin = calendar.resolve(mention.begin, mention.shift, year, today, end=False) if kind == "during" else None
    if until is None and dated and mention.anchor is not None:
        until = _eve(mention, year, today)
    if mention.kind == "during" and mention.until is None:
        until = None  # 自2025年起 has no end, whatever unit it counts from
    if not keep_past and dated and _is_past(mention, begin, until, setting):
        return None
    return Deadline(
        start=mention.start,
        end=mention.end,
        raw=text[mention.start : mention.end],
        kind=kind,
        rule=mention.rule,
        begin=begin,
        until=until,
        offset=mention.offset if kind == "relative" else None,
        anchor=mention.anchor,
        freq=mention.freq if kind == "recurring" else None,
        rrule=mention.rrule,
        edtf=calendar.edtf(kind, begin, until),
        source=source,
        year_inferred=mention.needs_year and dated,
        note="year_missing" if dated and not until and not begin else _NOTES.get(mention.rule.rpartition(".")[2]),
    )


def _eve(mention: TimeMention, year: int | None, today: str | None) -> str | None:
    """The day before a lunar feast without a year (春节前): of the next one after the day of issue, else of the planning year's."""
    when = grammar().words("feasts").get(mention.anchor or "")
    steps = calendar.Shift.parse(mention.shift).steps if mention.shift else 0
    first = None if year is None else year + steps
    if when is None or first is None:
        return None
    if today is not None and not steps:
        first = int(today[:4])
    days = [feast_day(when, at) for at in (first, first + 1)]
    eves = [(day - dt.timedelta(days=1)).isoformat() for day in days if day is not None]
    return next((eve for eve in eves if today is None or steps or eve >= today), None)


def _is_past(mention: TimeMention, begin: str | None, until: str | None, setting: Setting) -> bool:
    """Ended before the time planned for; or a bare month or day, its year printed, that was over when the notice was signed."""
    last = until or begin
    if last is None:
        return False
    if setting.first_day is not None and last < setting.first_day:
        return True
    told = mention.kind == "bare" and not mention.needs_year and mention.begin is not None and mention.begin[:7] == last[:7]
    return told and setting.issued_on is not None and last <= setting.issued_on


def _column_kind(text: str, mention: TimeMention, end: int, due: bool) -> str:
    """A bare month or day is by its end, unless something begins then; longer units only under a header of completion."""
    if cue("begins").match(text, mention.end, end) is not None:
        return "during"
    rest = text[mention.end : end]
    if due or cue("completion").search(rest[:12]) is not None:
        return "by"
    begin, until = mention.begin, mention.until
    return "by" if begin is None or until is None or begin[5:7] == until[5:7] else "during"


def _column_only(text: str, start: int, end: int, due: bool, setting: Setting, source: str) -> list[Deadline]:
    """What means a time only in a time column: 长期, 年度, a year without 年, 2025.06."""
    found = [
        Deadline(hit.start(), hit.end(), hit.group(), "open", "times.open_word", source=source)
        for hit in cue("open_word").finditer(text, start, end)
    ]
    for name in ("column_years", "column_month", "column_year", "column_annual"):
        for hit in cue(name).finditer(text, start, end):
            period = _column_period(name, hit, setting)
            if period is None:
                continue
            by = name == "column_month" or (due and name == "column_year")
            deadline = Deadline(hit.start(), hit.end(), hit.group(), "by" if by else "during", f"times.{name}", source=source)
            begin = None if by else period.begin
            edtf = calendar.edtf(deadline.kind, begin, period.end)
            found.append(replace(deadline, begin=begin, until=period.end, edtf=edtf, year_inferred=name == "column_annual"))
    return found


def _column_period(name: str, hit: regex.Match[str], setting: Setting) -> Period | None:
    if name == "column_annual":
        return None if setting.year is None else calendar.whole_year(setting.year)
    if name == "column_year":
        year = read_year(hit.group())
        return None if year is None else calendar.whole_year(year)
    if name == "column_years":
        first, last = read_year(hit["first"]), read_year(hit["last"])
        if first is None or last is None or first > last:
            return None
        return calendar.years(first, last)
    year, month = read_year(hit["year"]), read_integer(hit["month"])
    return None if year is None or month is None or not 1 <= month <= 12 else calendar.months(year, month, month)
