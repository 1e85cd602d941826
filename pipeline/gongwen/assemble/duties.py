"""Duties: sentences outside the tasks by which the notice binds its addressees, with their dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import regex

from ..model.outline import Span
from ..recognise.grammar import compile_fragment, load
from ..recognise.times import find_times
from .calendar import Calendar
from .deadlines import Deadline, deadlines
from .names import sentences

_ZONES = ("cover", "closing")  # the letter itself and the closing section; what a preamble tells of others is none


@dataclass(frozen=True, slots=True)
class DutyDraft:
    """A duty before records are made."""

    span: Span
    deadlines: tuple[Deadline, ...]
    rule: str


@cache
def _bare() -> regex.Pattern[str]:
    return compile_fragment("duties", "{bare}")


def read_duties(text: str, outside: Iterable[tuple[str, Span]], calendar: Calendar) -> list[DutyDraft]:
    """The duties in the stretches outside tasks, each (zone, stretch)."""
    found: list[DutyDraft] = []
    for zone, span in outside:
        if zone not in _ZONES:
            continue
        for sentence in sentences(text, *span):
            draft = _duty(text, sentence, calendar)
            if draft is not None:
                found.append(draft)
    return found


def _duty(text: str, sentence: Span, calendar: Calendar) -> DutyDraft | None:
    start, end = sentence
    matches = list(load("duties").find(text, start, end))
    match = next((m for m in matches if m.rule.gives["kind"] == "report"), matches[0] if matches else None)
    if match is None or _bare().match(text[start:end]):
        return None
    times = find_times(text, start, end)
    dated = deadlines(text, start, end, times, planning_year=calendar.planning_year, issued_on=calendar.issued_on, period=calendar.period)
    if match.rule.gives["kind"] == "report":
        return DutyDraft(sentence, tuple(d for d in dated if d.kind in ("by", "recurring", "relative")), match.rule.name)
    return DutyDraft(sentence, (), match.rule.name)
