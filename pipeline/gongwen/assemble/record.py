"""Drafts to the public record. The only place where assembly meets the contract's models.

Records are validated as they are made: with pydantic that is faster than going around it, and nothing invalid leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from .. import records
from ..model.body import Body, TableBlock
from ..model.mentions import Citation
from ..model.outline import Node, Outline, Part
from ..records import (
    CitationRecord,
    Deadline,
    Duty,
    Indicator,
    IndicatorValue,
    Measure,
    Meta,
    Notice,
    OutlineNode,
    Source,
    Table,
    Target,
    Task,
    Unit,
)
from . import deadlines as times
from .contents import MeasureDraft, PlacedTarget
from .drafts import NoticeDraft, TaskDraft
from .duties import DutyDraft
from .frontmatter import MetaDraft
from .indicators import IndicatorDraft, IndicatorValueDraft
from .link import counterparts
from .names import compact, tidy, title_of
from .places import Places
from .units import AssignedUnit

_NO_AUDIT = records.Audit(coverage=1.0, furniture=(), unplaced=(), findings=())


def make_record(body: Body, outline: Outline, draft: NoticeDraft) -> Notice:
    """The record of a notice, its audit still to come."""
    return _Maker(body, draft).notice(outline)


# drafts hold plain strings; the models check them against the contract's words as the records are made
_make: Any = records


class _Maker:
    def __init__(self, body: Body, draft: NoticeDraft) -> None:
        self.body = body
        self.text = body.text
        self.draft = draft
        self.at = Places(body).span

    def notice(self, outline: Outline) -> Notice:
        draft = self.draft
        meta = self._meta(draft.meta)
        linked = counterparts(draft.tasks, self.text)
        return _make.Notice(
            schema_version="1.0",
            id=notice_id(draft.meta, self.text),
            source=self._source(),
            meta=meta,
            annex_meta=tuple(self._meta(m, period=False) for m in draft.annex_meta),
            text=self.text,
            outline=tuple(self._part(part) for part in outline.parts),
            tasks=tuple(self._task(task, linked.get(task.key, ())) for task in draft.tasks),
            indicators=tuple(self._indicator(row, units, key) for row, units, key in draft.indicators),
            goals=tuple(self._target(g) for g in draft.goals),
            duties=tuple(self._duty(d) for d in draft.duties),
            tables=tuple(self._table(table, caption) for table, caption in draft.tables),
            citations=self._citations(draft.citations),
            audit=_NO_AUDIT,
        )

    def _source(self) -> Source:
        source = self.body.source
        pages = len(source.pages) if source.pages else None
        return _make.Source(
            name=source.name,
            media_type=source.media_type,
            sha256=source.sha256,
            bytes=source.n_bytes,
            pages=pages,
            reader=source.reader,
            links=tuple(_make.Link(label=link.label, address=link.address, attachment=link.attachment) for link in source.links),
        )

    def _meta(self, meta: MetaDraft, period: bool = True) -> Meta:
        region = meta.region
        span = self.draft.calendar.period if period else None
        return _make.Meta(
            title=meta.title,
            kind=meta.kind,
            doc_number=meta.doc_number,
            issuers=meta.issuers,
            issued_on=meta.issued_on,
            recipients=meta.recipients,
            disclosure=meta.disclosure,
            attachments=meta.attachments,
            region=_make.Region(name=region.name, level=region.level, code=region.code) if region else None,
            period=_make.Period(start=span.begin, end=span.end) if span else None,
        )

    # --- outline -------------------------------------------------------------------------------------------------

    def _part(self, part: Part) -> OutlineNode:
        title = title_of(part.front, self.text) or None
        label = self.text[slice(*part.label)] if part.label else None
        return _make.OutlineNode(
            marker=compact(label).rstrip("：:") if label else None,
            ordinal=None,
            level=0,
            heading=title,
            kind="annex" if part.kind == "annex" else "part",
            span=self.at(part.start, part.end),
            children=tuple(self._node(node) for node in part.nodes),
        )

    def _node(self, node: Node) -> OutlineNode:
        children = tuple(self._node(child) for child in node.children)
        kind = "table" if node.table is not None else "heading" if children or (node.title is not None and not node.run_in) else "item"
        return _make.OutlineNode(
            marker=node.marker,
            ordinal=node.ordinal,
            level=node.level,
            heading=tidy(self.text[slice(*node.title)]) if node.title else None,
            kind=kind,
            span=self.at(node.start, node.end),
            children=children,
        )

    # --- tasks ---------------------------------------------------------------------------------------------------

    def _task(self, task: TaskDraft, linked: Sequence[str]) -> Task:
        found = task.contents
        return _make.Task(
            id=task.key,
            view=task.view,
            number=task.number,
            part=task.part,
            path=task.path,
            title=task.title_text,
            text=self.text[task.text_start : task.span[1]],
            measures=tuple(self._measure(m) for m in found.measures),
            units=self._units(task.units),
            deadlines=self._deadlines(found.deadlines),
            targets=tuple(self._target(t) for t in found.targets),
            citations=self._citations(found.citations),
            counterparts=tuple(linked),
            optional=False,
            span=self.at(*task.span),
        )

    def _measure(self, measure: MeasureDraft) -> Measure:
        return _make.Measure(marker=measure.marker, text=self.text[slice(*measure.text)].strip(), span=self.at(*measure.span))

    def _units(self, units: Iterable[AssignedUnit]) -> tuple[Unit, ...]:
        return tuple(
            _make.Unit(
                raw=u.raw,
                name=u.name,
                role=u.role,
                level=u.level,
                category=u.category,
                canonical=u.canonical,
                inherited=u.inherited,
                optional=u.optional,
                span=self.at(u.start, u.end),
                rule=u.rule,
            )
            for u in units
        )

    def _deadlines(self, found: Iterable[times.Deadline]) -> tuple[Deadline, ...]:
        return tuple(
            _make.Deadline(
                raw=d.raw,
                kind=d.kind,
                start=d.begin,
                end=d.until,
                offset=d.offset,
                anchor=d.anchor,
                freq=d.freq,
                rrule=d.rrule,
                edtf=d.edtf,
                source=d.source,
                year_inferred=d.year_inferred,
                optional=d.optional,
                span=self.at(d.start, d.end),
                rule=d.rule,
            )
            for d in found
        )

    def _target(self, placed: PlacedTarget) -> Target:
        t = placed.mention
        baseline = None
        if t.baseline_period is not None or t.baseline_value is not None:
            baseline = _make.Baseline(period=t.baseline_period, value=t.baseline_value)
        return _make.Target(
            raw=self.text[t.start : t.end],
            metric=t.metric,
            mode=t.mode,
            comparator=t.comparator,
            value=t.value,
            upper=t.upper,
            unit=t.unit,
            group=t.group,
            measure=placed.measure,
            by=placed.by,
            baseline=baseline,
            optional=t.optional,
            span=self.at(t.start, t.end),
            rule=t.rule,
        )

    # --- indicators and duties -----------------------------------------------------------------------------------

    def _indicator(self, row: IndicatorDraft, units: Iterable[AssignedUnit], key: str) -> Indicator:
        return _make.Indicator(
            id=key,
            number=row.number,
            name=row.name,
            domain=row.domain,
            unit=row.unit,
            nature=row.nature,
            values=tuple(self._value(v) for v in row.values),
            units=self._units(units),
            span=self.at(*row.span),
        )

    def _value(self, placed: IndicatorValueDraft) -> IndicatorValue:
        v = placed.value
        return _make.IndicatorValue(
            period=placed.period,
            role=placed.role,
            mode=v.mode,
            comparator=v.comparator,
            value=v.value,
            upper=v.upper,
            unit=placed.unit,
            facet=v.facet,
            group=v.group,
            optional=False,
            raw=self.text[v.start : v.end],
            span=self.at(v.start, v.end),
            rule=v.rule,
        )

    def _duty(self, duty: DutyDraft) -> Duty:
        return _make.Duty(
            raw=self.text[slice(*duty.span)], deadlines=self._deadlines(duty.deadlines), span=self.at(*duty.span), rule=duty.rule
        )

    def _citations(self, found: Iterable[Citation]) -> tuple[CitationRecord, ...]:
        return tuple(
            _make.CitationRecord(
                title=c.title, doc_number=c.doc_number, raw=self.text[c.start : c.end], span=self.at(c.start, c.end), rule=c.rule
            )
            for c in found
        )

    def _table(self, table: TableBlock, caption: tuple[int, int] | None) -> Table:
        return _make.Table(
            caption=self.text[slice(*caption)] if caption else None,
            columns=tuple(_make.Column(header=c.header, role=c.role) for c in table.columns),
            rows=tuple(tuple(self.text[slice(*cell)].strip() for cell in row.cells) for row in table.rows),
            pages=table.pages,
            span=self.at(table.start, table.end),
        )


def notice_id(meta: MetaDraft, text: str) -> str:
    """Stable across runs and formats: from the document number, else from title, issuer and date, else from the text."""
    if meta.doc_number:
        parts = [p for p in _alnum_runs(meta.doc_number) if p]
        return "-".join(parts).removesuffix("-号").removesuffix("号")
    stated = "|".join([meta.title or "", *meta.issuers, meta.issued_on or ""])
    if meta.title:
        return "n-" + hashlib.sha256(stated.encode()).hexdigest()[:16]
    return "t-" + hashlib.sha256(compact(text).encode()).hexdigest()[:16]


def _alnum_runs(number: str) -> list[str]:
    runs: list[str] = [""]
    for char in number:
        if char in "〔〕[]（）()【】－-第":
            runs.append("")
        elif not char.isspace():
            runs[-1] += char
    return runs
