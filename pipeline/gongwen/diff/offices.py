"""Are two printed names one office? Through abbreviations, reforms of the organs, and from a higher level to a lower one."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from ..recognise.bodies import parse_name
from ..recognise.grammar import load
from ..recognise.regions import LEVELS
from ..records import Unit

Kinship = Literal["same", "renamed", "localised"]

_TAX = re.compile("^国家税务总局(.+税务局)$")  # 国家税务总局清江市税务局 is what 清江市税务局 is in full
_MAX_REFORMS = 5  # steps from one name to the next that are followed


@dataclass(frozen=True, slots=True)
class Office:
    """An office apart from how it is printed. `field`: its full name without level, place and last word (卫生健康); `full`: with
    the last word (卫生健康委员会); `where`: its place (清江市) or level word (市), empty where it has none; `level`: 0 the centre to 4."""

    name: str
    field: str
    full: str
    where: str
    level: int | None
    collective: bool = False


def office_of(unit: Unit) -> Office:
    """The office that a record's unit names."""
    return _office(unit.canonical or unit.name, unit.level)


def kinship(old: Office, new: Office, *, elsewhere: bool = False) -> Kinship | None:
    """How two names go together; None if they are two offices.

    Args:
        old: as the old notice has it.
        new: as the new one has it.
        elsewhere: the notices are of different places or levels, so that 省教育厅 and 市教育局 answer to each other.
    """
    if old.name == new.name:
        return "same"
    here = _same_place(old, new)
    if not here and not elsewhere:
        return None
    if here and old.full == new.full:
        return "same"
    if old.collective != new.collective or (old.collective and here):
        return None
    if not _akin(old.field, new.field) and not (elsewhere and old.collective and old.level != new.level):
        return None
    return "renamed" if here else "localised"


def _akin(old: str, new: str) -> bool:
    """One field, two names of one, or one took over the other's work."""
    a, b = _fields().get(old, old), _fields().get(new, new)
    return a == b or b in successors(a) or a in successors(b)


@functools.cache
def _fields() -> dict[str, str]:
    """Fields by every name that offices of that kind bear: 文广新 and 文化和旅游 are one."""
    found: dict[str, str] = {}
    for stem, spec in load("bodies").words("departments").items():
        for word in (stem, *spec.get("also", ()), *spec.get("akin", ())):
            found.setdefault(word, stem)
    return found


@functools.lru_cache(maxsize=2_000)
def successors(field: str) -> frozenset[str]:
    """Fields that took over the work of a field, at once or later."""
    table = load("changes").words("successors")
    found: set[str] = set()
    waiting = [field]
    for _ in range(_MAX_REFORMS):
        after = [_fields().get(word, word) for one in waiting for word in str(table.get(one, "")).split()]
        waiting = [word for word in after if word not in found]
        found.update(waiting)
    return frozenset(found)


@functools.lru_cache(maxsize=50_000)
def _office(name: str, level: str | None) -> Office:
    body = parse_name(_TAX.sub(r"\1", name))
    rank = LEVELS.index(level) if level in LEVELS else None
    if body is None:
        return Office(name, _without_form(name), name, "", rank)
    full = body.full or body.head
    where = body.place or body.prefix or ""
    return Office(name, _without_form(full), full, where, rank if rank is not None else _rank(body.level), body.collective)


def _rank(level: str | None) -> int | None:
    return LEVELS.index(level) if level in LEVELS else None


def _without_form(full: str) -> str:
    forms = sorted(load("changes").words("forms"), key=lambda w: (-len(w), w))
    form = next((f for f in forms if full.endswith(f) and len(full) > len(f) + 1), "")
    field = full[: len(full) - len(form)].removeprefix("国家")
    return f"{field}办公" if field.endswith("政府") and form else field  # an office of the government is not the government


def _same_place(old: Office, new: Office) -> bool:
    """Places are one where they are named alike, where one is only a level word of the same level, or where one is not named."""
    if old.where == new.where or old.where.endswith(new.where) or new.where.endswith(old.where):
        return old.level == new.level or None in (old.level, new.level)
    return False
