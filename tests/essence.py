"""What a notice says whatever it is printed on: the part of a record that must be the same in every format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongwen.records import Deadline, Indicator, Notice, Target, Task, Unit

Essence = dict[str, Any]


def essence(record: Notice) -> Essence:
    """Ids, tasks, indicators and duties without places; texts without blanks, since line ends are no part of them."""
    return {
        "id": record.id,
        "tasks": [_task(task) for task in record.tasks],
        "indicators": [_indicator(row) for row in record.indicators],
        "duties": [[_deadline(d) for d in duty.deadlines] for duty in record.duties],
    }


def differences(one: Essence, other: Essence) -> list[str]:
    """Every place where two essences differ, smallest first: path, what the one has, what the other has."""
    return sorted(_differences("", one, other), key=len)


def _differences(path: str, one: Any, other: Any) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one:
            yield from _differences(f"{path}.{key}", one[key], other[key])
    elif isinstance(one, list) and isinstance(other, list):
        for i, (mine, theirs) in enumerate(zip(one, other, strict=False)):
            yield from _differences(f"{path}[{i}]", mine, theirs)
        for sign, longer in (("-", one[len(other) :]), ("+", other[len(one) :])):
            yield from (f"{path} {sign} {item}" for item in longer)
    elif one != other:
        yield f"{path}: {one!r} / {other!r}"


def bare(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())


def _task(task: Task) -> Essence:
    return {
        "id": task.id,
        "view": task.view,
        "number": task.number,
        "part": task.part,
        "path": [bare(p) for p in task.path],
        "title": bare(task.title),
        "measures": [(m.marker, bare(m.text)) for m in task.measures],
        "units": [_unit(u) for u in task.units],
        "deadlines": [_deadline(d) for d in task.deadlines],
        "targets": [_target(t) for t in task.targets],
    }


def _unit(unit: Unit) -> tuple[Any, ...]:
    return unit.name, unit.role, unit.inherited


def _deadline(deadline: Deadline) -> tuple[Any, ...]:
    return deadline.kind, deadline.start, deadline.end, deadline.offset, deadline.freq, bare(deadline.raw)


def _target(target: Target) -> tuple[Any, ...]:
    return target.mode, target.comparator, target.value, target.upper, target.unit, bare(target.metric)


def _indicator(row: Indicator) -> Essence:
    return {
        "id": row.id,
        "number": row.number,
        "name": bare(row.name),
        "domain": bare(row.domain),
        "unit": row.unit,
        "nature": row.nature,
        "values": [(v.period, v.role, v.mode, v.comparator, v.value, v.upper, v.unit, v.facet) for v in row.values],
        "units": [_unit(u) for u in row.units],
    }
