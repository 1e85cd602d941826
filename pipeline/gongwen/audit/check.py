"""Findings: numbers nobody claimed, brackets that look like unit clauses, names nothing explains, views that disagree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, cast

import regex

from ..assemble.drafts import NoticeDraft, TaskDraft
from ..assemble.places import Places
from ..model.body import Body
from ..model.outline import Span
from ..recognise.grammar import compile_fragment, load
from ..recognise.regions import find_region
from ..records import Audit, Finding, Notice
from ..records.base import Severity
from .coverage import cover

_MARKS = "、，,；;：:。（(）)〔〕【】 \n"
_ORDER = {"error": 0, "warning": 1, "info": 2}


class Found(NamedTuple):
    """A finding before its place is looked up; `span` None where it is about the notice as a whole."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None


def audit(notice: Notice, draft: NoticeDraft, body: Body) -> Notice:
    """The record with its audit."""
    coverage, furniture, unplaced = cover(body)
    places = Places(body)
    findings = [
        Finding(code=found.code, severity=found.severity, message=found.message, span=places.span(*found.span) if found.span else None)
        for found in _findings(notice, draft, body, coverage)
    ]
    findings.sort(key=lambda f: (f.span.start if f.span else -1, _ORDER[f.severity], f.code))
    made = Audit(coverage=coverage, furniture=furniture, unplaced=unplaced, findings=tuple(findings))
    return notice.model_copy(update={"audit": made})


def _findings(notice: Notice, draft: NoticeDraft, body: Body, coverage: float) -> Iterator[Found]:
    for remark in body.remarks:
        where = f" (page {remark.page})" if remark.page else ""
        yield Found(remark.code, cast(Severity, remark.severity), remark.message + where)  # the record checks the word
    if not body.text and all(remark.code != "no_text" for remark in body.remarks):
        kinds = ", ".join(sorted({item.kind for item in body.furniture}))
        yield Found("no_text", "warning", f"the document has no text{f' but what is kept aside: {kinds}' if kinds else ''}")
    if coverage < 0.999:
        yield Found("text_unplaced", "error" if coverage < 0.99 else "warning", f"{1 - coverage:.2%} of the characters have no place")
    for fault in draft.faults:
        severity: Severity = "info" if fault.code == "numbering_restart" else "warning"
        yield Found(fault.code, severity, fault.message, (fault.start, fault.end))
    if not draft.tasks:
        severity = "error" if not draft.indicators else "warning"
        yield Found("no_tasks", severity, "nothing in this text reads as a task of a notice (未识别到任务)")
    elif notice.meta.title is None:
        yield Found("no_title", "warning", "no title was found (未识别到标题)")
    for task in draft.tasks:
        yield from _of_task(task, body.text)
    yield from _odd_brackets(draft, body.text)
    yield from _of_tables(draft, body.text)
    yield from _of_region(draft)
    yield from _views(notice)


def _of_task(task: TaskDraft, text: str) -> Iterator[Found]:
    for quantity in task.contents.open:
        shown = text[quantity.start : quantity.end]
        yield Found(
            "quantity_open", "warning", f"the figure {shown} was neither read as a target nor excused", (quantity.start, quantity.end)
        )
    for deadline in task.contents.deadlines:
        if deadline.note == "unclear_end":
            yield Found("deadline_unclear", "info", f"{deadline.raw}: read as the last day of that year", (deadline.start, deadline.end))
        elif deadline.note:
            yield Found(f"deadline_{deadline.note}", "warning", f"{deadline.raw}: nothing tells its year", (deadline.start, deadline.end))
        if deadline.year_inferred and deadline.note is None:
            which = "the planning year" if deadline.anchor is None else "that of the next one"
            yield Found("year_inferred", "info", f"{deadline.raw}: the year is {which}", (deadline.start, deadline.end))
    for clause in task.clauses:
        for start, end in clause.unread:
            yield Found("clause_part_unread", "warning", f"{text[start:end]!r} in a unit clause was not read", (start, end))
    for unit in task.units:
        if (unit.category is None or unit.rule == "clauses.as_printed") and not unit.inherited:
            yield Found("unit_unexplained", "info", f"no rule explains the name {unit.name}", (unit.start, unit.end))
    yield from _repeated_units(task, text)
    taken = sorted((c.start, c.end) for c in task.clauses)
    for hit in _suspect().finditer(text, *task.span):
        before = bisect_right(taken, (hit.start(), len(text)))
        if not before or taken[before - 1][1] <= hit.start():
            yield Found("clause_unread", "warning", f"{hit.group()[:40]} looks like a unit clause and was not read", hit.span())


def _repeated_units(task: TaskDraft, text: str) -> Iterator[Found]:
    for clause in task.clauses:
        for unit in clause.units:
            again = _named_again(text[unit.start : unit.end], text, unit.end, clause.end)
            if again is not None:
                yield Found("unit_repeated", "info", f"{unit.name} is named twice", again)


def _named_again(name: str, text: str, start: int, end: int) -> Span | None:
    """The same name once more as a whole, between marks."""
    at = text.find(name, start, end) if len(name) > 2 else -1
    if at < 1 or text[at - 1] not in _MARKS or (at + len(name) < len(text) and text[at + len(name)] not in _MARKS):
        return None
    return at, at + len(name)


def _odd_brackets(draft: NoticeDraft, text: str) -> Iterator[Found]:
    """A bracket at the end of an item that names nobody, where most items end with their clause."""
    items = [task for task in draft.tasks if task.view == "section"]
    if sum(1 for task in items if task.clauses) * 2 <= len(items):
        return
    for task in items:
        hit = None if task.clauses else _last_bracket().search(text, *task.span)
        if hit is not None:
            shown = hit.group().rstrip("。")
            yield Found("clause_unread", "warning", f"{shown} stands where other items name bodies and was not read", hit.span())


@cache
def _last_bracket() -> regex.Pattern[str]:
    """A bracket behind the last sentence of an item."""
    return compile_fragment("paragraphs", "{last_bracket}")


@cache
def _suspect() -> regex.Pattern[str]:
    """A bracket with the words of a unit clause in it."""
    return compile_fragment("paragraphs", "{suspect}")


def _of_tables(draft: NoticeDraft, text: str) -> Iterator[Found]:
    for table, _ in draft.tables:
        for column in table.columns:
            if column.role is None and column.header:
                yield Found("column_unknown", "info", f"the column {column.header} has no known role", (table.start, table.end))
    for row, _, _ in draft.indicators:
        for start, end in row.unread:
            yield Found("value_unread", "warning", f"the value {text[start:end]!r} of {row.name} was not read", (start, end))


def _of_region(draft: NoticeDraft) -> Iterator[Found]:
    """Names of other places of the notice's own level: in signatures, in the title, among the bodies."""
    home = draft.region
    if home is None:
        return
    names = [name for meta in (draft.meta, *draft.annex_meta) for name in (*meta.issuers, meta.title or "")]
    names += [unit.name for task in draft.tasks for unit in task.units if home.name[-1] in load("regions").words("one_a_notice")]
    for name in dict.fromkeys(names):
        if name.startswith((home.name, *load("regions").words("nobodys"))) or home.name[-1] not in name[:10]:
            continue
        other = find_region([name])
        if other is not None and other.level == home.level and other.name != home.name and other.name[-1] == home.name[-1]:
            yield Found("region_conflict", "warning", f"{name} does not fit the notice's region {home.name}")


def _views(notice: Notice) -> Iterator[Found]:
    """Two views of one task that name different bodies."""
    by_id = {task.id: task for task in notice.tasks}
    for task in notice.tasks:
        if task.view != "section" or len(task.counterparts) != 1:
            continue
        other = by_id[task.counterparts[0]]
        roles = {unit.role for unit in task.units} & {unit.role for unit in other.units}
        here = {unit.name for unit in task.units if not unit.inherited and unit.role in roles}
        there = {unit.name for unit in other.units if not unit.inherited and unit.role in roles}
        if here and there and here != there:
            odd = "、".join(sorted(here ^ there))
            yield Found("views_differ", "info", f"text and table disagree on {odd}", (other.span.start, other.span.end))
