"""Threads of metrics as lines: every goal against the one before it, and whether later notices show it reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..diff import TargetRef, figures
from .links import Strand
from .metrics import Metric, Said, in_unit, kind_of, period_of, plain, year_of
from .record import Change, MetricLine


@dataclass(frozen=True, slots=True)
class Compared:
    """A goal against an earlier one. `certain`: it is known whether more or less is better."""

    change: Change
    difference: Decimal | None = None
    certain: bool = True


def metric_lines(name: str, strand: Strand) -> Iterator[MetricLine]:
    """The lines of one thread, in the order of its notices."""
    unit = unit_of(strand)
    wording = latest(strand).ref.metric
    for metric in strand.metrics:
        actual = metric.actuals[-1] if metric.actuals else None
        for i, goal in enumerate(metric.goals or [None]):
            yield _line(name, wording, unit, strand, metric, goal, actual if not i else None)


def unit_of(strand: Strand) -> str | None:
    """The unit that the latest figure with one is given in."""
    return next((one.ref.unit for metric in reversed(strand.metrics) for one in metric.said if one.ref.unit), None)


def latest(strand: Strand) -> Said:
    """The last goal of a thread, else its last figure."""
    goals = [one for metric in strand.metrics for one in metric.goals]
    return goals[-1] if goals else strand.last.said[-1]


def _line(name: str, wording: str, unit: str | None, strand: Strand, metric: Metric, goal: Said | None, actual: Said | None) -> MetricLine:
    notice = metric.listed.notice
    before = goal_before(strand, metric, goal) if goal is not None else None
    compared = against(before[1].ref, goal.ref) if before is not None and goal is not None else None
    shown = reached(strand, metric, goal) if goal is not None else None
    home = goal or actual
    task = home.task if home is not None else None
    row = next((one.indicator for one in metric.said if one.indicator is not None), None)
    return MetricLine(
        thread=name,
        name=wording,
        unit=unit,
        region=metric.listed.place,
        year=metric.listed.year,
        issuers=notice.meta.issuers,
        notice_id=notice.id,
        notice_title=notice.meta.title,
        doc_number=notice.meta.doc_number,
        source_name=notice.source.name,
        task_id=task.id if task is not None else None,
        task_title=task.title if task is not None else None,
        indicator_id=row,
        goal=goal.ref if goal is not None else None,
        goal_value=in_unit(goal.ref, unit) if goal is not None else None,
        actual=actual.ref if actual is not None else None,
        actual_value=in_unit(actual.ref, unit) if actual is not None else None,
        change=None if goal is None else compared.change if compared is not None else "first",
        since=before[0].listed.year if before is not None else None,
        difference=plain(compared.difference) if compared is not None and compared.difference is not None else None,
        reached=shown[0] if shown is not None else None,
        reached_in=shown[1].listed.notice.id if shown is not None else None,
    )


def goal_before(strand: Strand, metric: Metric, goal: Said) -> tuple[Metric, Said] | None:
    """The goal of an earlier year that a goal is held against: for the same period where one is, else the last one."""
    earlier = [(other, one) for other in strand.metrics if other.listed.year < metric.listed.year for one in other.goals]
    return nearest(earlier, goal)


def nearest(goals: Sequence[tuple[Metric, Said]], goal: Said) -> tuple[Metric, Said] | None:
    """Of goals in the order of time the last one of the same kind and for the same period as another goal, else the last one."""
    best = max(range(len(goals)), key=lambda i: (*closeness(goals[i][1].ref, goal.ref), i), default=None)
    return goals[best] if best is not None else None


def closeness(one: TargetRef, goal: TargetRef) -> tuple[bool, bool]:
    """How well a goal can be held against another: of one kind (a state, a change, a trend), for one period."""
    period = period_of(goal)
    return kind_of(one) == kind_of(goal), period is not None and period_of(one) == period


def against(old: TargetRef, new: TargetRef) -> Compared:
    """Does the new goal ask more, less, or the same?

    A state and a number of things are compared alike. Where nobody can say whether more is better, more is taken for it and
    `certain` is false.
    """
    if old.mode != new.mode and kind_of(old) == kind_of(new):
        old, new = (one.model_copy(update={"mode": "count"}) for one in (old, new))
    as_new = figures.reckoned(old, new)
    value = Decimal(new.value) if new.value is not None else None
    difference = value - as_new.value if as_new is not None and as_new.value is not None and value is not None else None
    if figures.unchanged(old, new) or (difference == 0 and old.upper is None and new.upper is None):
        return Compared("kept", difference)
    direction = figures.direction(old, new)
    if direction in ("tightened", "loosened"):
        return Compared("raised" if direction == "tightened" else "lowered", difference)
    if not difference or old.mode != new.mode:
        return Compared("changed", difference, certain=False)
    return Compared("raised" if difference > 0 else "lowered", difference, certain=False)


def reached(strand: Strand, metric: Metric, goal: Said) -> tuple[bool, Metric, Said] | None:
    """Whether a later notice shows a goal reached, and where; None if none says.

    The figure for the goal's own period counts; else the last one for a later time.
    """
    due = year_of(goal.ref) or metric.listed.year
    shown: list[tuple[int, bool, Metric, Said]] = []
    for later in strand.metrics:
        if later.listed.year <= metric.listed.year:
            continue
        way = figures.sense(goal.ref, later.goals[-1].ref if later.goals else goal.ref)
        for one in later.actuals:
            when = year_of(one.ref) or later.listed.year - 1
            done = figures.reached(goal.ref, one.ref, way or 1)
            if when >= due and done is not None:
                shown.append((when, done, later, one))
    exact = [entry for entry in shown if entry[0] == due]
    if not shown:
        return None
    _, done, later, one = (exact or shown)[-1]
    return done, later, one
