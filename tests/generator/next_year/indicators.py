"""A table of indicators and the next year's: rows kept under the same or another name, with the same goal or another, dropped and added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from ..document import Cell, Table
from ..stock import subjects
from ..truth import Entry
from .figures import Aim, plain, tightened
from .fresh import bare
from .lexicon import swap
from .listing import Listing

COMPARED = {"ge": ("≥{}", "{}以上"), "le": ("≤{}", "{}以内")}


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: its last value and its goal, to be reached (ge) or not to be passed (le)."""

    name: str
    unit: str
    comparator: str
    base: Decimal
    goal: Decimal


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of both years; `changes` says (kind, old name, new name), kinds as in a diff record: same, changed, added, removed."""

    old: tuple[Row, ...] = ()
    new: tuple[Row, ...] = ()
    changes: frozenset[tuple[str, str, str]] = frozenset()


def two_tables(rng: Random, listing: Listing, rewording: float) -> Tables:
    """Two tables of a list's subject, of figures that no task of the list has. `rewording` is the chance of a word of a name."""
    used = {bare(t["metric"]) for item in listing.items for t in item.targets}
    free = [row for row in subjects()[listing.subject]["rates"] if row[0] not in used]
    rng.shuffle(free)
    if len(free) < 4:
        return Tables()
    rows = [_row(rng, *stock) for stock in free]
    late = rng.randint(1, 2)
    old, added = rows[:-late], rows[-late:]
    new: list[Row] = []
    told: set[tuple[str, str, str]] = set()
    for row in old:
        if rng.random() < 0.2:
            told.add(("removed", row.name, ""))
            continue
        made = replace(row, name=swap(rng, row.name, rewording, "metrics"), base=row.goal)
        aim = tightened(rng, Aim(row.name, "level", row.comparator, row.goal, row.unit), loosen=rng.random() < 0.2)
        if aim is not None and rng.random() < 0.7:
            made = replace(made, goal=aim.value)
        told.add(("same" if made.goal == row.goal else "changed", row.name, made.name))
        new.append(made)
    for row in added:
        new.insert(rng.randint(0, len(new)), row)
        told.add(("added", "", row.name))
    return Tables(tuple(old), tuple(new), frozenset(told))


def _row(rng: Random, name: str, unit: str, low: float, high: float, direction: str) -> Row:
    values = sorted(Decimal(str(round(rng.uniform(low, high), 1))) for _ in range(2))
    base, goal = values if direction == "high" else reversed(values)
    return Row(name, unit, "ge" if direction == "high" else "le", base, goal)


def drawn(rng: Random, rows: Iterable[Row], year: int) -> tuple[Table, list[Entry]]:
    """The table as printed, and its rows in gold form."""
    head = ("序号", "指标名称", "单位", f"{year - 1}年实际值", f"{year}年目标值")
    lines, golds = [tuple(Cell(word) for word in head)], []
    for number, row in enumerate(rows, 1):
        goal = rng.choice(COMPARED[row.comparator]).format(plain(row.goal))
        lines.append(tuple(Cell(text) for text in (str(number), row.name, row.unit, plain(row.base), goal)))
        base_value = _value(year - 1, "baseline", "eq", row.base, row.unit)
        golds.append(
            {"number": str(number), "name": row.name, "values": [base_value, _value(year, "goal", row.comparator, row.goal, row.unit)]}
        )
    return Table(tuple(lines)), golds


def _value(year: int, role: str, comparator: str, value: Decimal, unit: str) -> Entry:
    return {
        "period": str(year),
        "role": role,
        "mode": "level",
        "comparator": comparator,
        "value": plain(value),
        "upper": None,
        "unit": unit,
    }
