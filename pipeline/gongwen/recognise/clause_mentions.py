"""A reading of a unit clause as a mention: names completed, levels at home, times beside the names, the lead by declared order."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

import regex

from ..model.mentions import ClauseMention, TimeMention, UnitMention
from . import regions
from .bodies import KNOWN, Body
from .compact import Compact
from .completion import completed
from .grammar import compile_fragment
from .regions import Region
from .times import find_times
from .unit_names import Item
from .unit_reading import Charged, Reading

MAX_WHEN = 30  # characters of what is to be done by when, beside the names
_STRENGTH = {"lead": 2, "responsible": 1, "supporting": 0}


@functools.cache
def cue(name: str) -> regex.Pattern[str]:
    """A fragment of grammars/clauses.yaml, compiled once."""
    return compile_fragment("clauses", f"{{{name}}}")


def is_time(compact: Compact, span: tuple[int, int], *, lax: bool = False) -> bool:
    """A stretch of a clause that says by when, without a label: 2024年底前完成. `lax`: and then what is done by then."""
    stretch = compact.text[span[0] : span[1]]
    if cue("duration").fullmatch(stretch) is not None:
        return True
    times = find_times(stretch, 0, len(stretch))
    if lax and times and len(stretch) <= MAX_WHEN and cue("when").match(stretch) is not None:
        return True
    for time in reversed(times):
        stretch = stretch[: time.start] + stretch[time.end :]
    return bool(times) and cue("around_time").fullmatch(stretch) is not None


def mention(
    text: str, start: int, end: int, rule: str, reading: Reading, compact: Compact, home: Region | None
) -> ClauseMention:
    """The clause at text[start:end] that `reading` makes of `compact`."""
    units = _units(reading.charged, compact, home)
    onward = _onward_units(reading, units, compact, home)
    times: list[TimeMention] = []
    for span in (*reading.asides, *reading.loose):
        times += find_times(text, *compact.span(*span)) or _lasting(compact, span)
    unread = [compact.span(*s) for s in reading.loose if not is_time(compact, s, lax=reading.tailed or reading.labelled)]
    clause = ClauseMention(start, end, rule, units, onward, reading.lead_first, tuple(times), tuple(unread))
    if reading.lead_first is not None:
        clause = with_lead(clause, text, reading.lead_first)
    return clause


def _lasting(compact: Compact, span: tuple[int, int]) -> list[TimeMention]:
    """持续推进 beside the names: a time without end."""
    start, end = compact.span(*span)
    return [TimeMention(start, end, "clauses.duration", "open")] if cue("duration").fullmatch(compact.text[slice(*span)]) else []


def _units(charged: Sequence[Charged], compact: Compact, home: Region | None) -> tuple[UnitMention, ...]:
    best: dict[str, UnitMention] = {}
    house = False
    for named, charge in zip(completed([c.item for c in charged]), charged, strict=True):
        body = named.item.body
        house = house or (not named.item.division and is_house(body))
        start, end = compact.span(named.item.start, named.item.end)
        level = _level_at_home(named.level, body, home)
        unit = UnitMention(start, end, named.name, charge.role, body.rule, level, body.category, _may_be_left_out(named.item, house))
        known = best.get(unit.name)
        if known is None:
            best[unit.name] = unit
        else:
            role = max(known.role, unit.role, key=lambda r: _STRENGTH[r])
            best[unit.name] = replace(known, role=role, optional=known.optional and unit.optional)
    return tuple(best.values())


def _may_be_left_out(item: Item, house: bool) -> bool:
    """Divisions of a body already named may be; divisions that the notice charges themselves may not."""
    return item.optional and (item.noted or not item.division or house)


def _onward_units(reading: Reading, units: Sequence[UnitMention], compact: Compact, home: Region | None) -> tuple[UnitMention, ...]:
    """The bodies laid on later tasks, named as in the clause itself where they stand there too."""
    if not reading.onward:
        return ()
    by_place = {(u.start, u.end): u for u in units}
    fresh = _units(reading.onward, compact, home)
    return tuple(replace(by_place[u.start, u.end], role=u.role) if (u.start, u.end) in by_place else u for u in fresh)


def _level_at_home(level: str | None, body: Body, home: Region | None) -> str | None:
    """市 in a notice of a municipality is 省, in one of a county-level city 县; no prefix: the notice's own level."""
    if home is None or body.central:
        return level
    if body.prefix is not None and body.place is None:
        seat = regions.seat(body.prefix, home)
        return seat.level if seat is not None else level
    return level if level is not None or body.collective else home.level


def with_lead(clause: ClauseMention, text: str, mode: str) -> ClauseMention:
    """The clause under a rule on order that the notice has declared (first, comma, semicolon, each with /supporting).

    A clause that states roles of its own is left as it is; where it only says who helps, the first of the others leads.
    """
    kind, _, rest = mode.partition("/")
    roles = [unit.role for unit in clause.units]
    if not roles or roles[0] != "responsible" or "lead" in roles or (kind != "first" and "supporting" in roles):
        return clause
    cut = clause.units[0].end
    if kind != "first":
        cut = _first_mark(text, clause, "，," if kind == "comma" else "；;")
        if cut < 0:
            return clause
    other = rest or "responsible"
    laid_on = {unit.name for unit in clause.onward}
    units = tuple(
        replace(u, role="lead" if u.end <= cut else u.role if u.name in laid_on or u.role == "supporting" else other) for u in clause.units
    )
    return replace(clause, units=units)


def _first_mark(text: str, clause: ClauseMention, marks: str) -> int:
    for left, right in zip(clause.units, clause.units[1:], strict=False):
        between = text[left.end : right.start]
        if any(mark in between for mark in marks):
            return left.end
    return -1


def is_house(body: Body) -> bool:
    """A body that has divisions, as against one of its divisions."""
    return bool(body.prefix or body.place or body.central) or (body.strength == KNOWN and not body.collective)
