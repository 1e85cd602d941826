"""What stands inside a task: deadlines, targets, citations, measures, read from its stretches of text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import regex

from ..model.body import Paragraph
from ..model.mentions import Citation, ClauseMention, Quantity, TargetMention, TimeMention
from ..model.outline import Node, Span
from ..recognise.citations import find_citations
from ..recognise.grammar import compile_fragment
from ..recognise.targets import account
from ..recognise.times import find_times
from ..recognise.trends import once as once_covered
from ..structure.tree import grow
from .calendar import Calendar
from .deadlines import Deadline, column_deadlines, deadlines, once
from .names import sentences, trim
from .stages import Stage, by_titles, says_nothing, stage_deadlines


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """A measure: marker as printed or None, its text, and its whole stretch with the marker."""

    marker: str | None
    text: Span
    span: Span


@dataclass(frozen=True, slots=True)
class PlacedTarget:
    """A target with the measure it stands in and the deadline that governs it."""

    mention: TargetMention
    measure: str | int | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Contents:
    """All that was found in the stretches of one task."""

    deadlines: tuple[Deadline, ...]
    targets: tuple[PlacedTarget, ...]
    citations: tuple[Citation, ...]
    measures: tuple[MeasureDraft, ...]
    open: tuple[Quantity, ...]  # figures that nothing claimed and no rule excused


@cache
def _due_title() -> regex.Pattern[str]:
    """The end of a title that says by when all under it is to be done: （一）6月底前完成的任务."""
    return compile_fragment("paragraphs", r"{due_title}")


@cache
def _field() -> regex.Pattern[str]:
    """How a line begins that names people or a time instead of saying what is to be done."""
    return compile_fragment("paragraphs", "{label}")


@cache
def _lasting() -> regex.Pattern[str]:
    """A bracket behind a unit clause that says that a task has no end: （长期坚持）."""
    return compile_fragment("paragraphs", r"[。；;]?{s}[（(〔【]{s}(?P<value>(?:{times.open_words})){s}[）)〕】]")


@cache
def _when_label() -> regex.Pattern[str]:
    """完成时限： at the beginning of a line, sentence or bracket, with its value."""
    return compile_fragment("paragraphs", r"{label_start}{when_labelled}{s}(?P<value>[^\n。；;）)\t]{2,60})")


def read(
    text: str,
    spans: Sequence[Span],
    clauses: Sequence[ClauseMention],
    measures: tuple[MeasureDraft, ...],
    calendar: Calendar,
    columns: Sequence[tuple[Span, str]] = (),
    headings: Sequence[Span] = (),
    stages: Sequence[Stage] = (),
    figures: tuple[str, Sequence[Span]] = ("", ()),
    title: Span | None = None,
) -> Contents:
    """Read the stretches of a task.

    Args:
        text: the canonical text.
        spans: stretches of running text that belong to the task.
        clauses: unit clauses in them; no target is looked for inside.
        measures: its measures.
        calendar: planning year, date of issue, period.
        columns: cells of time columns, each with the column's heading.
        headings: what the headings above say (titles and lines of labels); a deadline there holds for every task below.
        stages: cells of columns that stand for a stretch of time each.
        title: the heading of the task where its text says more.
        figures: a row's title and the cells that may hold figures alone, of what the title names.
    """
    labelled = _labelled_times(text, spans, clauses)
    markers = [(m.span[0], m.text[0]) for m in measures if m.marker]
    blocked = sorted([*((c.start, c.end) for c in clauses), *(span for span, _ in labelled), *markers])
    pieces = [piece for span in spans for piece in _outside(span, blocked)]
    times: list[TimeMention] = []
    cited: list[Citation] = []
    targets: list[TargetMention] = []
    left: list[Quantity] = []
    staged = [(stage, stage_deadlines(stage, text, calendar)) for stage in stages if not says_nothing(text[slice(*stage.cell)])]
    pieces += [stage.cell for stage, _ in staged]
    counted = by_titles(text, [*figures[1], *(stage.cell for stage, _ in staged)], figures[0])
    for start, end in pieces:
        here = find_times(text, start, end)
        titles = find_citations(text, start, end)
        sums = account(text, start, end, here, titles)
        times += here
        cited += titles
        targets += sums.targets
        left += sums.open
    if title is not None:  # a direction that only the title states
        targets = [replace(t, optional=True) if t.mode == "trend" and title[0] <= t.start and t.end <= title[1] else t for t in targets]
    if counted:
        targets = sorted([*(t for t in targets if not _within(t, counted)), *counted], key=lambda t: t.start)
        left = [q for q in left if not _within(q, counted)]
    found = dated(text, pieces, times, targets, calendar, [*columns, *labelled])
    found = [*_of_headings(text, headings, calendar), *found]
    placed = tuple(place(t, measures, found, text, _stage_end(t, staged)) for t in _regrouped(once_covered(targets)))
    found = once([*found, *(d for _, due in staged for d in due)])
    return Contents(tuple(found), placed, tuple(cited), measures, tuple(left))


def _within(found: TargetMention | Quantity, targets: Sequence[TargetMention]) -> bool:
    return any(t.start <= found.start and found.end <= t.end for t in targets)


def _stage_end(target: TargetMention, staged: Sequence[tuple[Stage, Sequence[Deadline]]]) -> str | None:
    """The last day of the stretch whose column a target stands in."""
    return next((due[0].until for stage, due in staged if due and stage.cell[0] <= target.start < stage.cell[1]), None)


def _outside(span: Span, blocked: Sequence[Span]) -> Iterable[Span]:
    """What `blocked` leaves of a span; sorted spans, which may overlap."""
    at, end = span
    for s, e in blocked:
        if e <= at or s >= end:
            continue
        if s > at:
            yield at, s
        at = max(at, e)
    if at < end:
        yield at, end


def _labelled_times(text: str, spans: Sequence[Span], clauses: Sequence[ClauseMention]) -> list[tuple[Span, str]]:
    found: list[tuple[Span, str]] = []
    for start, end in spans:
        if any(text.find(mark, start, end) >= 0 for mark in "：:】"):
            found += [(hit.span("value"), hit.group("label")) for hit in _when_label().finditer(text, start, end)]
        behind = [_lasting().match(text, c.end, end) for c in clauses if start <= c.start < end]
        found += [(hit.span("value"), "") for hit in behind if hit is not None]
    inside = [(span, "完成时限") for clause in clauses for span in ((t.start, t.end) for t in clause.times)]
    taken = [span for span, _ in found]
    return found + [(s, h) for s, h in inside if not any(a < s[1] and s[0] < b for a, b in taken)]


def dated(
    text: str,
    pieces: Sequence[Span],
    times: Sequence[TimeMention],
    targets: Sequence[TargetMention],
    calendar: Calendar,
    columns: Sequence[tuple[Span, str]] = (),
) -> list[Deadline]:
    """The deadlines of some pieces of text and of time cells (cell, heading of its column), in order, each once."""
    found: list[Deadline] = []
    for (start, end), header in columns:
        found += column_deadlines(
            text, start, end, planning_year=calendar.planning_year, issued_on=calendar.issued_on, period=calendar.period, header=header
        )
    modes = [(t.start, t.mode) for t in targets]
    for start, end in pieces:
        inside = [t for t in times if start <= t.start and t.end <= end]
        if inside:
            found += deadlines(
                text,
                start,
                end,
                inside,
                planning_year=calendar.planning_year,
                issued_on=calendar.issued_on,
                period=calendar.period,
                targets=modes,
            )
    return sorted(once(found), key=lambda d: (d.start, d.end))


def _of_headings(text: str, headings: Sequence[Span], calendar: Calendar) -> list[Deadline]:
    """The deadlines that headings set: a line 完成时限：…, or a title 6月底前完成的任务."""
    found: list[Deadline] = []
    about: dict[str, Any] = {"planning_year": calendar.planning_year, "issued_on": calendar.issued_on, "period": calendar.period}
    for start, end in headings:
        for (s, e), label in _labelled_times(text, [(start, end)], ()):
            found += column_deadlines(text, s, e, header=label, source="heading", **about)
        hit = _due_title().search(text, start, end)
        if hit is not None:
            found += [
                d
                for d in deadlines(text, start, hit.end(), find_times(text, start, hit.end()), source="heading", **about)
                if d.kind == "by"
            ]
    return once(found)


def _regrouped(targets: Sequence[TargetMention]) -> list[TargetMention]:
    """Groups numbered anew through the task: g1, g2 …"""
    names: dict[tuple[str, int], str] = {}
    out = []
    for i, target in enumerate(targets):
        if target.group is None:
            out.append(target)
            continue
        previous = out[-1] if out else None
        same = previous is not None and previous.group is not None and i > 0 and targets[i - 1].group == target.group
        key = (target.group, i - 1 if same else i)
        name = previous.group if same and previous is not None and previous.group else f"g{len(set(names.values())) + 1}"
        names[key] = name
        out.append(replace(target, group=name))
    return out


def place(
    target: TargetMention, measures: Sequence[MeasureDraft], found: Sequence[Deadline], text: str, stage_end: str | None = None
) -> PlacedTarget:
    """A target with its measure and the deadline that governs it: the last one before it in its sentence, else its column's."""
    measure: str | int | None = None
    i = bisect_right(measures, target.start, key=lambda draft: draft.span[0]) - 1
    if i >= 0 and target.start < measures[i].span[1]:
        measure = measures[i].marker or i
    sentence = max(text.rfind("。", 0, target.start), text.rfind("\n", 0, target.start)) + 1
    near = [d for d in found if d.kind == "by" and d.until and d.start <= target.end and d.end >= sentence]
    columns = [d for d in found if d.kind == "by" and d.until and d.source == "column"]
    governing = near[-1] if near else columns[0] if columns else None
    return PlacedTarget(target, measure, near[-1].until if near else stage_end or (governing.until if governing else None))


# --- measures ---------------------------------------------------------------------------------------------------------


def enumerated(nodes: Sequence[Node]) -> tuple[MeasureDraft, ...]:
    """Measures from enumerated items."""
    drafts = []
    for node in nodes:
        if node.own or node.children:
            end = _text_end(node)
            drafts.append(MeasureDraft(node.marker, (node.marker_end, end), (node.start, end)))
    return tuple(drafts)


def _text_end(node: Node) -> int:
    """Where an item's running text ends; a table that stands below it is none of it."""
    ends = [span[1] for span in node.own] + [_text_end(child) for child in node.children if child.table is None]
    return max(ends, default=node.marker_end)


def by_sentence(text: str, spans: Sequence[Span], clauses: Sequence[ClauseMention], title: Span | None) -> tuple[MeasureDraft, ...]:
    """One measure per sentence where nothing is enumerated; title, unit clauses and fields (责任领导：… 完成时限：…) are none."""
    blocked = [(c.start, c.end) for c in clauses]
    if title is not None:
        blocked.append(title)
    blocked.sort()
    drafts = []
    for span in spans:
        for start, end in _outside(span, blocked):
            while start < end and text[start] in "。：:；， \n":
                start += 1
            for sentence in sentences(text, start, end):
                if sentence[1] - sentence[0] > 2 and _field().match(text, *sentence) is None:
                    drafts.append(MeasureDraft(None, sentence, sentence))
    return tuple(drafts)


def in_cell(text: str, cell: Span) -> tuple[tuple[MeasureDraft, ...], bool]:
    """The measures of a cell; True if they are enumerated there."""
    blocks = []
    at = cell[0]
    for line in text[cell[0] : cell[1]].split("\n"):
        start, end = trim(text, at, at + len(line), "")
        if end > start:
            blocks.append(Paragraph(start, end))
        at += len(line) + 1
    _, nodes, _ = grow(blocks, text)
    items = [node for node in nodes if node.table is None]
    if items:
        return enumerated(items), True
    return by_sentence(text, [cell], (), None), False
