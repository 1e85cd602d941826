"""Why a time expression is no deadline: what stands before and behind it. The wording of the cues is in the grammar."""

from __future__ import annotations

from typing import Final, NamedTuple

from . import calendar
from .grammar import Match
from .points import cue

_REACH: Final = 16  # characters that a cue before an expression may take


class Reading(NamedTuple):
    """What a match means, before its surroundings may excuse it."""

    kind: str
    begin: str | None = None
    until: str | None = None
    shift: str | None = None
    offset: str | None = None
    anchor: str | None = None
    freq: str | None = None
    rrule: str | None = None
    start: int | None = None  # where the expression begins, if before the match (the name of an event)
    unit: str | None = None
    excused: str | None = None
    variant: str | None = None  # appended to the rule's name: `whole` for 2030年前, whose last day is meant


def _before(name: str, text: str, at: int) -> bool:
    return cue(name).search(text, max(0, at - _REACH), at) is not None


def _after(name: str, text: str, at: int) -> bool:
    return cue(name).match(text, at) is not None


def excuse(match: Match, reading: Reading) -> str | None:
    if reading.kind == "recurring":
        return _excuse_recurring(match, reading)
    if reading.kind == "relative":
        return _excuse_span(match, reading)
    return _excuse_date(match, reading)


def _excuse_date(match: Match, reading: Reading) -> str | None:
    text, start, end = match.string, match.start, match.end
    if _before("baseline_before", text, start) or _after("baseline_after", text, end):
        return "baseline"
    if text.endswith("以来", start, end):
        return "past"
    if reading.variant == "since":
        return _excuse_since(match)
    if match.rule.name == "times.by_until" and _before("validity_before", text, start):
        return "effective"
    if text[start] == "截" and _after("told_after", text, end):
        return "past"
    if _before("change_before", text, start) and _after("change_after", text, end):
        return "baseline"
    if reading.variant is None and (_is_gone(reading) or _after("past_after", text, end)):
        return "past"
    return _excuse_name(text, start, end) if reading.kind in ("bare", "during") else None


def _is_gone(reading: Reading) -> bool:
    """上年, 去年同月, 上一季度: before the time the notice plans for, whenever that is."""
    return reading.shift is not None and calendar.Shift.parse(reading.shift).steps < 0


def _excuse_since(match: Match) -> str | None:
    if _after("effective_after", match.string, match.end):
        return "effective"
    if "onward" not in match.groups and _after("change_after", match.string, match.end):
        return "baseline"
    return None


def _excuse_name(text: str, start: int, end: int) -> str | None:
    """A year in the name of a plan, or as the attribute of a noun."""
    if _after("name_after", text, end) or (text[end : end + 1] in ("）", ")") and _before("named_before", text, start)):
        return "plan_name"
    if _after("project_after", text, end):
        return "plan_name"
    if _after("attributive_after", text, end) or (_before("attributive_before", text, start) and _after("named_noun", text, end)):
        return "attributive"
    return None


def _excuse_recurring(match: Match, reading: Reading) -> str | None:
    text = match.string
    if _before("rate_before", text, match.start) or _after("rate_direct", text, match.end):
        return "rate"
    if _after("capped_after", text, match.end):
        return "rate"
    if reading.unit in ("D", "W") and _after("daily_after", text, match.end):
        return "rate"
    if reading.unit == "M" and _after("rate_after", text, match.end):
        return "rate"
    return None


def _excuse_span(match: Match, reading: Reading) -> str | None:
    text, start, end = match.string, match.start, match.end
    if reading.anchor is not None:
        return _excuse_event(match, reading)
    if reading.unit is None:
        return None
    if match.groups.get("coming", "")[-1:] in ("近", "去"):
        return "past"
    if _before("shortened_before", text, start):
        return "handling_time"
    if "more" in match.groups or _before("condition_before", text, start) or _after("condition_after", text, end):
        return "condition"
    if "inside" in match.groups and (reading.unit in ("H", "MIN") or (reading.unit == "D" and _after("handling_after", text, end))):
        return "handling_time"
    if _before("length_before", text, start):
        return "benefit_length"
    if any(key in match.groups for key in ("inside", "taking", "coming")):
        return None
    if _before("opens_clause", text, start) and _after("building_after", text, end):
        return None
    return "plan_name" if _after("plan_named", text, end) else "length"


def _excuse_event(match: Match, reading: Reading) -> str | None:
    anchor = reading.anchor or ""
    if reading.unit in ("H", "MIN"):
        return "handling_time"
    if cue("handling_event").search(anchor) is not None and cue("document_event").search(anchor) is None:
        return "handling_time"
    return "condition" if _after("condition_after", match.string, match.end) else None
