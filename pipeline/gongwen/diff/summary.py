"""Counts of a diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import get_args

from .record import DeadlineChange, FieldChanges, IndicatorChange, Summary, TargetChange, TaskChange, TaskKind


def summary_of(tasks: Sequence[TaskChange], goals: Sequence[TargetChange], indicators: Sequence[IndicatorChange]) -> Summary:
    """Of tasks by kind, of fields over all tasks that were kept; targets of tasks, goals and indicators together."""
    kinds = Counter(change.kind for change in tasks)
    inside = [change.changes for change in tasks if change.changes is not None]
    units = Counter(unit.kind for changes in inside for unit in changes.units)
    targets = [*(t for changes in inside for t in changes.targets), *goals, *(v for row in indicators for v in row.values)]
    asked = Counter(target.direction for target in targets)
    rows = Counter(row.kind for row in indicators)
    earlier, later = _moved(d for changes in inside for d in changes.deadlines)
    return Summary(
        **{kind: kinds[kind] for kind in get_args(TaskKind)},
        unchanged=sum(c.kind == "same" and c.changes is not None and untouched(c.changes) for c in tasks),
        uncertain=sum(not change.certain for change in tasks),
        units_added=units["added"],
        units_removed=units["removed"],
        roles_changed=units["role_changed"],
        deadlines_earlier=earlier,
        deadlines_later=later,
        targets_added=sum(t.kind == "added" for t in targets) + rows["added"],
        targets_dropped=asked["dropped"] + rows["removed"],
        targets_tightened=asked["tightened"],
        targets_loosened=asked["loosened"],
        targets_reached=sum(t.reached is True for t in targets),
    )


def untouched(changes: FieldChanges) -> bool:
    """Nothing changed inside but the year."""
    moved = any(not deadline.with_period for deadline in changes.deadlines)
    return not (moved or changes.units or changes.targets) and all(m.kind == "same" for m in changes.measures)


def _moved(deadlines: Iterable[DeadlineChange]) -> tuple[int, int]:
    """How many came earlier and later than the planning period moved them."""
    days = [d.against_period for d in deadlines if d.against_period]
    return sum(d < 0 for d in days), sum(d > 0 for d in days)
