"""The rows of the tables beside the text: tasks, indicators, findings, and what stands outside the tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..emit.ledger import figure, target_in_words
from ..records import Deadline, Indicator, Notice, Target, Task, Unit
from . import words
from .ink import plain
from .marks import Marks

_OPENING = 24  # characters


class Chip(NamedTuple):
    """A thing found, as the table shows it; `mark` is the number of its place in the text."""

    text: str
    mark: int | None
    note: str = ""


class MeasureRow(NamedTuple):
    """A measure with its enumerator."""

    marker: str
    text: str
    mark: int | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as a row. `headings` and `bodies` are numbers of choices in the filters; `others` the same task in the other view."""

    index: int
    number: str
    title: str
    titled: bool
    view: str
    path: tuple[str, ...]
    measures: tuple[MeasureRow, ...]
    lead: tuple[Chip, ...]
    units: tuple[Chip, ...]
    supporting: tuple[Chip, ...]
    deadlines: tuple[Chip, ...]
    targets: tuple[Chip, ...]
    page: int | None
    headings: tuple[int, ...]
    bodies: tuple[int, ...]
    others: tuple[tuple[int, str], ...]


class Choice(NamedTuple):
    """A choice of a filter: its words, how many tasks it holds, and how deep it stands."""

    text: str
    tasks: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class TaskTable:
    """All tasks, the columns (keys of `words.COLUMNS`) that say anything of them, and the choices to filter them by."""

    rows: tuple[TaskRow, ...]
    columns: tuple[str, ...]
    headings: tuple[Choice, ...]
    bodies: tuple[Choice, ...]


def task_table(notice: Notice, marks: Marks) -> TaskTable:
    """The task table of a notice."""
    headings = Counter(path for task in notice.tasks for path in _prefixes(task.path))
    bodies = Counter(name for task in notice.tasks for name in dict.fromkeys(map(body_name, task.units)))
    by_count = sorted(bodies, key=lambda name: -bodies[name])
    heading_numbers = {path: i for i, path in enumerate(headings)}
    body_numbers = {name: i for i, name in enumerate(by_count)}
    indices = {task.id: i for i, task in enumerate(notice.tasks)}
    rows = []
    for i, task in enumerate(notice.tasks):
        of_role = {role: tuple(_unit(u, marks) for u in task.units if u.role == role) for role in words.ROLES}
        rows.append(
            TaskRow(
                index=i,
                number=task_number(task),
                title=plain(task.title or _opening(task.text)),
                titled=bool(task.title),
                view=words.VIEWS[task.view],
                path=tuple(map(plain, task.path)),
                measures=tuple(MeasureRow(m.marker or "", plain(m.text), marks.number("measure", m.span)) for m in task.measures),
                lead=of_role["lead"],
                units=of_role["responsible"],
                supporting=of_role["supporting"],
                deadlines=tuple(_deadline(d, marks) for d in task.deadlines),
                targets=tuple(_target(t, marks) for t in task.targets),
                page=task.span.page,
                headings=tuple(heading_numbers[path] for path in _prefixes(task.path)),
                bodies=tuple(dict.fromkeys(body_numbers[body_name(u)] for u in task.units)),
                others=tuple((indices[o], task_number(notice.tasks[indices[o]])) for o in task.counterparts if o in indices),
            )
        )
    return TaskTable(
        rows=tuple(rows),
        columns=tuple(_columns(rows)),
        headings=tuple(Choice(plain(path[-1]), n, len(path) - 1) for path, n in headings.items()),
        bodies=tuple(Choice(plain(name), bodies[name]) for name in by_count),
    )


def _columns(rows: Sequence[TaskRow]) -> Iterator[str]:
    yield from ("number", "task")
    for column, told in (
        ("measures", lambda row: row.measures),
        ("lead", lambda row: row.lead),
        ("units", lambda row: row.units or row.supporting),
        ("deadlines", lambda row: row.deadlines),
        ("targets", lambda row: row.targets),
        ("page", lambda row: row.page),
    ):
        if any(map(told, rows)):
            yield column


def task_number(task: Task) -> str:
    """The number of a task, with that of its row where one number has several."""
    number = task.number or ""
    return f"{number}-{task.part}" if task.part > 1 else number


def _opening(text: str) -> str:
    """How a task without a title begins."""
    line = " ".join(text.split())
    return line if len(line) <= _OPENING else line[: _OPENING - 1] + "…"


def body_name(unit: Unit) -> str:
    """The name by which a body is counted once however it is written."""
    return unit.canonical or unit.name


def _prefixes(path: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (path[: i + 1] for i in range(len(path)))


def _unit(unit: Unit, marks: Marks) -> Chip:
    return Chip(plain(unit.name), marks.number("unit", unit.span), "承继" if unit.inherited else "")


def _deadline(deadline: Deadline, marks: Marks) -> Chip:
    means = deadline.end if deadline.kind == "by" else ""
    return Chip(plain(deadline.raw), marks.number("deadline", deadline.span), means or "")


def _target(target: Target, marks: Marks) -> Chip:
    return Chip(plain(target_in_words(target)), marks.number("target", target.span))


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator as a row: its figures with their periods, and who answers for it."""

    number: str
    name: str
    domain: str
    nature: str
    values: tuple[Chip, ...]
    units: tuple[Chip, ...]
    page: int | None


def indicator_rows(notice: Notice, marks: Marks) -> list[IndicatorRow]:
    """The indicators of a notice."""
    return [_indicator(i, marks) for i in notice.indicators]


def _indicator(indicator: Indicator, marks: Marks) -> IndicatorRow:
    values = tuple(
        Chip(
            plain(f"{v.facet or ''}{figure(v)}{v.unit or indicator.unit or ''}"),
            marks.number("indicator", v.span),
            plain(" ".join(part for part in (v.period, words.VALUE_ROLES[v.role]) if part)),
        )
        for v in indicator.values
    )
    return IndicatorRow(
        number=indicator.number or "",
        name=plain(indicator.name),
        domain=plain(indicator.domain or ""),
        nature=plain(indicator.nature or ""),
        values=values,
        units=tuple(_unit(u, marks) for u in indicator.units),
        page=indicator.span.page,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: what it says, what is told of it, and where it stands."""

    text: str
    note: str
    mark: int | None
    page: int | None


def goals(notice: Notice, marks: Marks) -> list[Entry]:
    """Targets outside any task."""
    return [Entry(plain(target_in_words(g)), g.by or "", marks.number("target", g.span), g.span.page) for g in notice.goals]


def duties(notice: Notice, marks: Marks) -> list[Entry]:
    """What is asked of the addressees."""
    return [
        Entry(plain(d.raw), plain("、".join(x.raw for x in d.deadlines)), marks.number("duty", d.span), d.span.page) for d in notice.duties
    ]


def citations(notice: Notice, marks: Marks) -> list[Entry]:
    """Documents named, each place of its own."""
    return [
        Entry(plain(c.title or c.raw), plain(c.doc_number or ""), marks.number("citation", c.span), c.span.page) for c in notice.citations
    ]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding of the audit in words."""

    severity: str
    severity_word: str
    name: str
    code: str
    message: str
    quote: str
    mark: int | None
    page: int | None


def finding_rows(notice: Notice, marks: Marks) -> list[FindingRow]:
    """The findings of the audit."""
    return [
        FindingRow(
            severity=f.severity,
            severity_word=words.SEVERITIES[f.severity],
            name=words.FINDINGS.get(f.code, f.code),
            code=f.code,
            message=plain(f.message),
            quote=plain((notice.text or "")[f.span.start : f.span.end][:60]) if f.span is not None else "",
            mark=marks.number("finding", f.span) if f.span is not None else None,
            page=f.span.page if f.span is not None else None,
        )
        for f in notice.audit.findings
    ]
