"""Who is charged with a task: the unit clauses of a task put together, with what headings and lists lay on it.

Order of a task's units: those inherited from headings, its own in order of mention, those that an onward clause
(以下均需各地负责，不再列出) lays on every later task of the list. A body that stands twice counts once, with the stronger role.
"""

from __future__ import annotations

import functools
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import regex

from ..model.mentions import ClauseMention, UnitMention
from ..recognise import regions
from ..recognise.bodies import PREFIXED, parse_name
from ..recognise.clauses import with_lead
from ..recognise.completion import completed
from ..recognise.grammar import compile_fragment
from ..recognise.regions import Region
from ..recognise.unit_reading import read

STRENGTH = {"supporting": 0, "responsible": 1, "lead": 2}


@dataclass(frozen=True, slots=True)
class AssignedUnit:
    """A body charged with a task. `raw` is what is printed, `name` what it would be standing alone."""

    start: int
    end: int
    raw: str
    name: str
    role: str  # lead, supporting, responsible
    rule: str
    level: str | None = None
    category: str | None = None
    canonical: str | None = None
    inherited: bool = False
    optional: bool = False


@dataclass(slots=True)
class Assigner:
    """Puts the units of one notice's tasks together; call `task` in document order.

    `home` is the notice's region. What an onward clause lays on later tasks holds within one list: a change of `of_list`
    (another table, annex or forwarded plan) ends it. A declared order (排在第一位的为牵头部门，下同) holds for the whole notice.
    """

    text: str
    home: Region | None = None
    _onward: list[UnitMention] = field(default_factory=list)
    _list: Hashable = None
    _order: str | None = None

    def declare(self, order: str | None) -> None:
        """A rule on order that stands outside any clause (recognise.clauses.declared_order)."""
        self._order = order or self._order

    def task(
        self, clauses: Sequence[ClauseMention], headings: Sequence[ClauseMention] = (), of_list: Hashable = None
    ) -> tuple[AssignedUnit, ...]:
        """The units of one task from its own clauses and those on the headings above it, outermost heading first."""
        if of_list != self._list:
            self._onward, self._list = [], of_list
        above = [self._ordered(c) for c in headings]
        own = [self._ordered(c) for c in clauses]
        standing = [self._assigned(u) for c in own for u in c.units]
        names = {u.name for u in standing}
        inherited = [self._assigned(u, inherited=True) for c in above for u in c.units]
        stronger = {u.name: u.role for u in merged(inherited)}
        standing = [_at_least(u, stronger.get(u.name)) for u in standing]
        laid_on = [self._assigned(u, inherited=True) for u in self._onward if u.name not in names]
        for clause in (*above, *own):
            self._onward += [u for u in clause.onward if all(u.name != known.name for known in self._onward)]
        return merged([*(u for u in inherited if u.name not in names), *standing, *laid_on])

    def cell(self, clause: ClauseMention, of_list: Hashable = None) -> tuple[AssignedUnit, ...]:
        """The units of a table row or of an indicator: a task whose only clause is the cell."""
        return self.task((clause,), (), of_list)

    def _ordered(self, clause: ClauseMention) -> ClauseMention:
        if clause.lead_first is not None:
            self._order = clause.lead_first
            return clause
        if self._order is None or all(unit.category == "collective" for unit in clause.units):
            return clause  # 各地区、各有关部门 have no first among them
        return with_lead(clause, self.text, self._order)

    def _assigned(self, unit: UnitMention, *, inherited: bool = False) -> AssignedUnit:
        return assigned(self.text, unit, self.home, inherited=inherited)


def assigned(text: str, unit: UnitMention, home: Region | None, *, inherited: bool = False) -> AssignedUnit:
    """A mention as an assigned unit, with its official name where that is certain."""
    body = parse_name(unit.name)
    return AssignedUnit(
        start=unit.start,
        end=unit.end,
        raw=text[unit.start : unit.end],
        name=unit.name,
        role=unit.role,
        rule=unit.rule,
        level=unit.level,
        category=unit.category,
        canonical=regions.canonical(body, home) if body is not None else None,
        inherited=inherited,
        optional=unit.optional,
    )


def _at_least(unit: AssignedUnit, role: str | None) -> AssignedUnit:
    return unit if role is None or STRENGTH[role] <= STRENGTH[unit.role] else replace(unit, role=role)


def merged(units: Iterable[AssignedUnit]) -> tuple[AssignedUnit, ...]:
    """Each body once, where it first stands, with the stronger role; certain if any mention is."""
    best: dict[str, AssignedUnit] = {}
    for unit in units:
        known = best.get(unit.name)
        if known is None:
            best[unit.name] = unit
            continue
        role = max(known.role, unit.role, key=STRENGTH.__getitem__)
        inherited = known.inherited and unit.inherited
        best[unit.name] = replace(known, role=role, optional=known.optional and unit.optional, inherited=inherited)
    return tuple(best.values())


@functools.cache
def _charged() -> regex.Pattern[str]:
    """A list of bodies at the head of a sentence and the word that charges them."""
    return compile_fragment("clauses", "{charge_head}(?P<who>[^。；;\\n：:“”《》，,]{2,80}?){charge_gap}(?P<verb>{charge_verb})")


def charged_bodies(text: str, start: int, end: int, home: Region | None = None) -> tuple[AssignedUnit, ...]:
    """Bodies that sentences of text[start:end] charge (X要, X应当, X负责, X牵头): optional units of an item that has
    neither a unit column nor a clause. Only a list of bodies that opens its sentence counts, never one spoken of."""
    window = "\n" + text[start:end]
    found: list[AssignedUnit] = []
    for hit in _charged().finditer(window):
        found += _subject(text, start - 1 + hit.start("who"), hit["who"], hit["verb"], home)
    return merged(found)


def _subject(text: str, at: int, who: str, verb: str, home: Region | None) -> list[AssignedUnit]:
    wording = who.rstrip()
    reading = read(wording)
    if reading.loose or not reading.charged or reading.labelled:
        return []
    if any(c.item.body.strength < PREFIXED for c in reading.charged):
        return []
    role = "lead" if verb == "牵头" else "responsible"
    units: list[AssignedUnit] = []
    for named in completed([c.item for c in reading.charged]):
        body = named.item.body
        for name in _each_level(named.name):
            mention = UnitMention(at + named.item.start, at + named.item.end, name, role, body.rule, named.level, body.category, True)
            units.append(assigned(text, mention, home))
    return units


@functools.cache
def _levels_of() -> regex.Pattern[str]:
    """Levels that share a department."""
    return compile_fragment("clauses", "{levels_of}")


def _each_level(name: str) -> list[str]:
    """市、县两级医保部门 -> 市医保部门, 县医保部门; any other name as it is."""
    hit = _levels_of().fullmatch(name)
    if hit is None:
        return [name]
    return [level + hit["head"] for level in hit["levels"] if level not in "、和及"]
