"""`gongwen explain`: which rules made what at a place of the text, and what the audit says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..recognise.grammar import grammar_names, load
from .run import printable

if TYPE_CHECKING:
    from ..records import Notice, OutlineNode, Record, Span

_AROUND = 24  # characters of context on each side
_PLACES = 10  # places of a searched text that are explained
# What the heading line already says, or what has lines of its own.
_UNTOLD = {"raw", "span", "rule", "text", "title", "name", "caption", "view", "path"} | {
    "measures",
    "units",
    "deadlines",
    "targets",
    "citations",
    "children",
    "values",
    "columns",
    "rows",
    "pages",
}


def explain(notice: Notice, places: list[tuple[int, int]]) -> str:
    """For each stretch of text: where it stands, the rules that spoke there, the findings that touch it."""
    lines: list[str] = []
    for start, end in places[:_PLACES]:
        lines += [*_place(notice, start, end), ""]
    if len(places) > _PLACES:
        lines += [f"… and {len(places) - _PLACES} more places", ""]
    return "\n".join(lines)


def occurrences(text: str, wanted: str) -> list[tuple[int, int]]:
    """Every stretch of the text that reads as wanted, without overlap."""
    places = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        places.append((at, at + len(wanted)))
        at = text.find(wanted, at + len(wanted))
    return places


def _place(notice: Notice, start: int, end: int) -> Iterator[str]:
    text = notice.text or ""
    before, after = printable(text[max(0, start - _AROUND) : start]), printable(text[end : end + _AROUND])
    yield f"{start}-{end}: …{before}【{printable(text[start:end])}】{after}…"
    path = list(_path(notice.outline, start))
    if path:
        yield "  in " + " › ".join(printable(f"{n.marker or ''}{n.heading or n.kind}") for n in path)
    found = [(kind, record) for kind, record in _items(notice) if _touches(_span(record), start, end)]
    for kind, record in found:
        yield from _lines(kind, record)
    if not found:
        yield "  no rule made anything of it"
    for finding in notice.audit.findings:
        if finding.span is not None and _touches(finding.span, start, end):
            yield f"  audit  {finding.severity} {finding.code}: {printable(finding.message)}"


def _items(notice: Notice) -> Iterator[tuple[str, Record]]:
    """What stands in the record with a place of its own, the wider before the narrower."""
    for table in notice.tables:
        yield "table", table
    for task in notice.tasks:
        yield "task", task
        for kind in ("measures", "units", "deadlines", "targets", "citations"):
            for item in getattr(task, kind):
                yield kind[:-1], item
    for indicator in notice.indicators:
        yield "indicator", indicator
        yield from (("value", value) for value in indicator.values)
        yield from (("unit", unit) for unit in indicator.units)
    yield from (("goal", goal) for goal in notice.goals)
    for duty in notice.duties:
        yield "duty", duty
        yield from (("deadline", deadline) for deadline in duty.deadlines)
    in_tasks = {c.span for task in notice.tasks for c in task.citations}
    yield from (("citation", c) for c in notice.citations if c.span not in in_tasks)


def _span(record: Record) -> Span:
    span: Span = record.span  # type: ignore[attr-defined]
    return span


def _path(nodes: tuple[OutlineNode, ...], at: int) -> Iterator[OutlineNode]:
    for node in nodes:
        if node.span.start <= at < node.span.end:
            yield node
            yield from _path(node.children, at)
            return


def _touches(span: Span, start: int, end: int) -> bool:
    return span.start < max(end, start + 1) and start < max(span.end, span.start + 1)


def _lines(kind: str, record: Record) -> Iterator[str]:
    told = {k: v for k, v in record.model_dump(exclude=_UNTOLD, exclude_defaults=True).items() if v is not None}
    if _span(record).page is not None:
        told["page"] = _span(record).page
    head = next((getattr(record, key) for key in ("raw", "title", "name", "text", "caption") if getattr(record, key, None)), "")
    yield "  ".join([f"  {kind:<10}{_short(head)}", *(f"{k}={_short(v)}" for k, v in told.items())])
    if rule := getattr(record, "rule", None):
        yield f"  {'':<10}by rule {rule}{_purpose(rule)}"


def _purpose(rule: str) -> str:
    """What the rule is there for, where a grammar has it (rules of the stages themselves have none)."""
    name = rule.partition(".")[0]
    if name not in grammar_names():
        return ""
    return "".join(f" (for: {_short(known.purpose)})" for known in load(name).rules if known.name == rule)


def _short(value: Any, limit: int = 40) -> str:
    text = printable(str(value))
    return text if len(text) <= limit else text[: limit - 1] + "…"
