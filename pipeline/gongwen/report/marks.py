"""Everything of a notice that has a place in its text, as marks: what it is, how it reads, which rule found it, whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..emit.ledger import figure, target_in_words
from ..records import CitationRecord, Deadline, Duty, Finding, Indicator, Notice, Span, Target, Unit
from . import words

Facts = tuple[tuple[str, str], ...]
# Where two marks cover the same stretch, the one whose kind comes first lies outside.
_ORDER = {kind: i for i, kind in enumerate(("duty", "measure", "finding", "target", "indicator", "deadline", "unit", "citation"))}


class Mark(NamedTuple):
    """A stretch of text with what was found there; `tasks` are the indices of the tasks that hold it."""

    kind: str
    start: int
    end: int
    page: int | None
    label: str
    facts: Facts
    rule: str | None
    tasks: tuple[int, ...]
    boxes: tuple[tuple[float, float, float, float], ...]


class Marks:
    """The marks of a notice in the order of the text, and the number of each by its kind and place."""

    def __init__(self, notice: Notice) -> None:
        found: dict[tuple[str, int, int], Mark] = {}
        for mark in _all(notice):
            key = mark[:3]
            known = found.get(key)
            found[key] = mark if known is None else known._replace(tasks=tuple(dict.fromkeys(known.tasks + mark.tasks)))
        self.all: Sequence[Mark] = sorted(found.values(), key=lambda m: (m.start, -m.end, _ORDER[m.kind]))
        self._numbers = {mark[:3]: i for i, mark in enumerate(self.all)}

    def number(self, kind: str, span: Span) -> int | None:
        """The number of the mark of that kind at that place; None where a place is empty and so has none."""
        return self._numbers.get((kind, span.start, span.end))


def _all(notice: Notice) -> Iterator[Mark]:
    length = len(notice.text or "")
    for mark in _found(notice):
        if mark.start < mark.end <= length:
            yield mark


def _found(notice: Notice) -> Iterator[Mark]:
    for i, task in enumerate(notice.tasks):
        own = (i,)
        for measure in task.measures:
            yield _mark("measure", measure.span, f"{measure.marker or ''}{measure.text}"[:60], (), None, own)
        yield from (_unit(u, own) for u in task.units)
        yield from (_deadline(d, own) for d in task.deadlines)
        yield from (_target(t, own) for t in task.targets)
        yield from (_citation(c, own) for c in task.citations)
    yield from (_citation(c, ()) for c in notice.citations)
    yield from (_target(t, ()) for t in notice.goals)
    for indicator in notice.indicators:
        yield from _indicator(indicator)
    for duty in notice.duties:
        yield _duty(duty)
        yield from (_deadline(d, ()) for d in duty.deadlines)
    yield from (_finding(f, f.span) for f in notice.audit.findings if f.span is not None)


def _mark(kind: str, span: Span, label: str, facts: Sequence[tuple[str, str | None]], rule: str | None, tasks: tuple[int, ...]) -> Mark:
    told = tuple((name, value) for name, value in facts if value)
    return Mark(kind, span.start, span.end, span.page, label, told, rule, tasks, span.boxes)


def _unit(unit: Unit, tasks: tuple[int, ...]) -> Mark:
    facts = (
        ("责任", words.ROLES[unit.role]),
        ("全称", unit.canonical if unit.canonical != unit.name else None),
        ("层级", unit.level),
        ("类别", words.CATEGORIES[unit.category] if unit.category else None),
        ("承继", "由上级标题或前文条款承继" if unit.inherited else None),
    )
    return _mark("unit", unit.span, unit.name, facts, unit.rule, tasks)


def _deadline(deadline: Deadline, tasks: tuple[int, ...]) -> Mark:
    facts = (
        ("类型", words.DEADLINE_KINDS[deadline.kind]),
        ("起始", deadline.start),
        ("截止", deadline.end),
        ("周期", deadline.freq),
        ("距", f"{deadline.anchor or ''}{deadline.offset}" if deadline.offset else None),
        ("RRULE", deadline.rrule),
        ("EDTF", deadline.edtf),
        ("出处", words.DEADLINE_SOURCES[deadline.source]),
        ("年份", "由计划年度推定" if deadline.year_inferred else None),
    )
    return _mark("deadline", deadline.span, deadline.raw, facts, deadline.rule, tasks)


def _target(target: Target, tasks: tuple[int, ...]) -> Mark:
    base = target.baseline
    facts = (
        ("类型", words.MODES[target.mode]),
        ("时限", target.by),
        ("基期", f"{base.period or ''} {base.value or ''}".strip() if base is not None else None),
    )
    return _mark("target", target.span, target_in_words(target), facts, target.rule, tasks)


def _citation(citation: CitationRecord, tasks: tuple[int, ...]) -> Mark:
    return _mark("citation", citation.span, citation.title or citation.raw, (("发文字号", citation.doc_number),), citation.rule, tasks)


def _indicator(indicator: Indicator) -> Iterator[Mark]:
    for value in indicator.values:
        facts = (("指标", indicator.name), ("时期", value.period), ("类型", words.VALUE_ROLES[value.role]), ("分项", value.facet))
        label = f"{indicator.name} {figure(value)}{value.unit or indicator.unit or ''}"
        yield _mark("indicator", value.span, label, facts, value.rule, ())
    yield from (_unit(unit, ()) for unit in indicator.units)


def _duty(duty: Duty) -> Mark:
    return _mark("duty", duty.span, duty.raw[:60], (("时限", "、".join(d.raw for d in duty.deadlines)),), duty.rule, ())


def _finding(finding: Finding, span: Span) -> Mark:
    facts = (("级别", words.SEVERITIES[finding.severity]), ("说明", finding.message))
    return _mark("finding", span, words.FINDINGS.get(finding.code, finding.code), facts, finding.code, ())
