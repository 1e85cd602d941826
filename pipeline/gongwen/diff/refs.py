"""From records to the short references that a diff holds."""

from __future__ import annotations

import re

from ..records import Deadline, Indicator, IndicatorValue, Notice, Span, Target, Task, Unit
from .items import Item
from .record import DeadlineRef, IndicatorRef, MeasureRef, NoticeRef, Place, TargetRef, TaskRef, UnitRef

_IN_BRACKETS = re.compile("[（(]([^（()）]{1,8})[)）]$")


def notice_ref(notice: Notice, tasks: int) -> NoticeRef:
    """One side of a comparison; `tasks`: how many it has, both views of one counted once."""
    meta, source = notice.meta, notice.source
    return NoticeRef(
        id=notice.id,
        title=meta.title,
        doc_number=meta.doc_number,
        issuers=meta.issuers,
        issued_on=meta.issued_on,
        region=meta.region,
        period=meta.period,
        source=source.name,
        sha256=source.sha256,
        tasks=tasks,
    )


def task_ref(item: Item) -> TaskRef:
    """A task with what both its views say."""
    task = item.task
    return TaskRef(
        id=task.id,
        view=task.view,
        number=task.number,
        part=task.part,
        path=task.path,
        title=task.title,
        text=task.text,
        units=tuple(map(unit_ref, item.units)),
        deadlines=tuple(map(deadline_ref, item.deadlines)),
        targets=tuple(map(target_ref, item.targets)),
        counterparts=tuple(other.id for other in item.tasks[1:]),
        place=place(task.span),
    )


def unit_ref(unit: Unit) -> UnitRef:
    """A body."""
    return UnitRef(name=unit.name, canonical=unit.canonical, role=unit.role, level=unit.level, inherited=unit.inherited)


def deadline_ref(deadline: Deadline) -> DeadlineRef:
    """A deadline."""
    d = deadline
    return DeadlineRef(raw=d.raw, kind=d.kind, start=d.start, end=d.end, offset=d.offset, anchor=d.anchor, freq=d.freq, place=place(d.span))


def target_ref(target: Target) -> TargetRef:
    """A target of a task, or a goal."""
    t = target
    return TargetRef(
        raw=t.raw,
        metric=t.metric,
        mode=t.mode,
        comparator=t.comparator,
        value=t.value,
        upper=t.upper,
        unit=t.unit,
        by=t.by,
        place=place(t.span),
    )


def value_ref(name: str, row_unit: str | None, value: IndicatorValue) -> TargetRef:
    """A figure of an indicator of that name; where its cell leaves out the unit, the row's, or what the name ends with (万吨)."""
    return TargetRef(
        raw=value.raw,
        metric=f"{name}（{value.facet}）" if value.facet else name,
        mode=value.mode,
        comparator=value.comparator,
        value=value.value,
        upper=value.upper,
        unit=value.unit or row_unit or _unit_in(name),
        period=value.period,
        role=value.role,
        place=place(value.span),
    )


def _unit_in(name: str) -> str | None:
    hit = _IN_BRACKETS.search(name)
    return hit[1] if hit is not None else None


def indicator_ref(indicator: Indicator) -> IndicatorRef:
    """A row of a table of indicators."""
    i = indicator
    return IndicatorRef(
        id=i.id,
        number=i.number,
        name=i.name,
        domain=i.domain,
        unit=i.unit,
        nature=i.nature,
        values=tuple(value_ref(i.name, i.unit, value) for value in i.values),
        place=place(i.span),
    )


def measure_ref(task: Task, index: int) -> MeasureRef:
    """A measure of a task."""
    measure = task.measures[index]
    return MeasureRef(task=task.id, index=index, marker=measure.marker, text=measure.text, place=place(measure.span))


def place(span: Span) -> Place:
    """Where it stands, without the boxes on paper."""
    return Place(start=span.start, end=span.end, page=span.page)
