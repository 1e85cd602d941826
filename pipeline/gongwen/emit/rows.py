"""A record as rows of the tables: pure, in the order of the notice, the same for every sink."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Deadline, Duty, Indicator, IndicatorValue, Notice, Span, Target, Task, Unit
from . import tables as t

Row = tuple[Any, ...]
Rows = Mapping[str, list[Row]]


def rows_of(notice: Notice) -> Rows:
    """The rows of every table, by its name; each row has the columns of its table, lists as tuples of str."""
    found: dict[str, list[Row]] = {table.name: [] for table in t.TABLES}
    found["notices"].append(_notice(notice))
    for i, task in enumerate(notice.tasks):
        found["tasks"].append(_task(notice.id, i, task))
        for k, measure in enumerate(task.measures):
            found["measures"].append((notice.id, task.id, k, measure.marker, measure.text, *_place(measure.span)))
        owner = (notice.id, "task", task.id)
        found["assignments"] += _assignments(owner, task.units)
        found["deadlines"] += _deadlines(owner, task.deadlines)
        found["targets"] += _targets(owner, task.targets)
    for indicator in notice.indicators:
        found["indicators"] += _indicator(notice.id, indicator)
        found["assignments"] += _assignments((notice.id, "indicator", indicator.id), indicator.units)
    found["targets"] += _targets((notice.id, "notice", ""), notice.goals)
    for i, duty in enumerate(notice.duties):
        found["duties"].append(_duty(notice.id, i, duty))
        found["deadlines"] += _deadlines((notice.id, "duty", str(i)), duty.deadlines)
    for i, finding in enumerate(notice.audit.findings):
        found["findings"].append((notice.id, i, finding.code, finding.severity, finding.message, *_place(finding.span)))
    return found


def planning_year(notice: Notice) -> int | None:
    """The year that the notice plans for, else the year of its issue."""
    period = notice.meta.period
    date = (period and (period.end or period.start)) or notice.meta.issued_on
    return int(date[:4]) if date else None


def _notice(notice: Notice) -> Row:
    meta, source = notice.meta, notice.source
    period, region = meta.period, meta.region
    return (
        notice.id, notice.schema_version, meta.title, meta.kind, meta.doc_number, meta.issuers, meta.issued_on, planning_year(notice),
        period and period.start, period and period.end, region and region.name, region and region.level, region and region.code,
        meta.recipients, meta.attachments, meta.disclosure, source.name, source.media_type, source.sha256, source.bytes, source.pages,
        source.reader, notice.audit.coverage,
    )  # fmt: skip


def _task(notice_id: str, position: int, task: Task) -> Row:
    return (
        notice_id, task.id, position, task.view, task.number, task.part, task.path, task.title, task.text, task.counterparts, task.optional,
        *_place(task.span),
    )  # fmt: skip


def _assignments(owner: Row, units: tuple[Unit, ...]) -> Iterator[Row]:
    for i, u in enumerate(units):
        yield (*owner, i, u.name, u.role, u.level, u.category, u.canonical, u.inherited, u.optional, u.raw, u.rule, *_place(u.span))


def _deadlines(owner: Row, deadlines: tuple[Deadline, ...]) -> Iterator[Row]:
    for i, d in enumerate(deadlines):
        yield (
            *owner, i, d.kind, d.start, d.end, d.offset, d.anchor, d.freq, d.rrule, d.edtf, d.source, d.year_inferred, d.optional, d.raw,
            d.rule, *_place(d.span),
        )  # fmt: skip


def _targets(owner: Row, targets: tuple[Target, ...]) -> Iterator[Row]:
    for i, x in enumerate(targets):
        base = x.baseline
        measure = None if x.measure is None else str(x.measure)
        yield (
            *owner, i, x.metric, x.mode, x.comparator, *_figure(x), x.by, base and base.period, base and base.value, x.group, measure,
            x.optional, x.raw, x.rule, *_place(x.span),
        )  # fmt: skip


def _indicator(notice_id: str, indicator: Indicator) -> Iterator[Row]:
    """One row a figure; one without a figure where the indicator has none, so that it is not lost."""
    head = (indicator.number, indicator.name, indicator.domain, indicator.nature)
    for i, v in enumerate(indicator.values):
        yield (
            notice_id, indicator.id, i, *head, v.period, v.role, v.mode, v.comparator, *_figure(v), v.facet, v.group, v.optional, v.raw,
            *_place(v.span),
        )  # fmt: skip
    if not indicator.values:
        yield (notice_id, indicator.id, 0, *head, *(None,) * 7, indicator.unit, None, None, False, None, *_place(indicator.span))


def _duty(notice_id: str, position: int, duty: Duty) -> Row:
    return (notice_id, position, duty.raw, duty.rule, *_place(duty.span))


def _figure(of: Target | IndicatorValue) -> Row:
    return (of.value, of.upper, None if of.value is None else float(of.value), of.unit)


def _place(span: Span | None) -> Row:
    return (None, None, None) if span is None else (span.start, span.end, span.page)
