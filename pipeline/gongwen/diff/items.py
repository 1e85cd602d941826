"""The tasks of a notice made ready for comparison: both views of a task put together, and what may speak for an alignment."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..recognise.grammar import load
from ..records import Deadline, Notice, Target, Task, Unit
from . import wording
from .offices import office_of

_ORDINAL = r"[〇零一二三四五六七八九十百\d]"
_MARKER = re.compile(rf"\s*(?:第{_ORDINAL}{{1,6}}[章节编条部篇]分?|[（(]?{_ORDINAL}{{1,4}}[)）、.．。﹒])\s*")
_YEAR = re.compile(r"[\d〔〕()（）年]+")
_STOP = re.compile("[，,。；;\n]")
_MAX_TITLE = 60  # characters of a first clause that stand in for a title
_STRENGTH = {"lead": 0, "responsible": 1, "supporting": 2}


@dataclass(frozen=True)
class Item:
    """A task with its other view. `tasks`: the running text's first; `index`: its place in the list, from 0."""

    index: int
    tasks: tuple[Task, ...]

    @property
    def task(self) -> Task:
        """The view that is shown."""
        return self.tasks[0]

    @cached_property
    def words(self) -> str:
        """The wording of all views, bodies, times and figures taken out."""
        return "\n".join(wording.plain(task) for task in self.tasks)

    @cached_property
    def words_by_view(self) -> dict[str, str]:
        """The same for each view, without blanks."""
        views = dict.fromkeys(task.view for task in self.tasks)
        return {view: wording.compact("".join(wording.plain(t) for t in self.tasks if t.view == view)) for view in views}

    @cached_property
    def plain_title(self) -> str:
        """The title without blanks and figures; empty if there is none."""
        return wording.without_figures(wording.compact(self.task.title or ""))

    @cached_property
    def phases(self) -> frozenset[str]:
        """Which phase or section of a project its title names: 二期, 3标段."""
        return frozenset(_phase().findall(wording.compact(self.task.title or "")))

    @cached_property
    def grams(self) -> wording.Grams:
        """Of title and text."""
        return wording.grams("\n".join([*(task.title or "" for task in self.tasks), self.words]))

    @cached_property
    def title_grams(self) -> wording.Grams:
        """Of the title; of the first clause where there is none."""
        return wording.grams("\n".join(task.title or _first_clause(wording.plain(task)) for task in self.tasks))

    @cached_property
    def heading(self) -> str:
        """The nearest heading without its marker."""
        return bare(self.task.path[-1]) if self.task.path else ""

    @cached_property
    def heading_grams(self) -> wording.Grams:
        """Of all headings above."""
        return wording.grams("\n".join(map(bare, self.task.path)))

    @cached_property
    def fields(self) -> frozenset[str]:
        """Its bodies by their field of work, wherever they sit, and by their names; collectives aside."""
        offices = [office for office in map(office_of, self.units) if not office.collective]
        return frozenset(name for office in offices for name in (office.field, office.name))

    @cached_property
    def metrics(self) -> frozenset[str]:
        """Names of what its targets measure."""
        return frozenset(wording.compact(target.metric) for target in self.targets)

    @cached_property
    def metric_grams(self) -> wording.Grams:
        """Of what its targets measure."""
        return wording.grams("\n".join(target.metric for target in self.targets))

    @cached_property
    def citations(self) -> frozenset[str]:
        """Titles of the documents it names, without the year."""
        titles = (wording.compact(cited.title) for task in self.tasks for cited in task.citations)
        return frozenset(_YEAR.sub("", title) for title in titles if title)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Bodies of both views, each once with its strongest role."""
        found: dict[str, Unit] = {}
        for unit in (unit for task in self.tasks for unit in task.units if not unit.optional):
            key = unit.canonical or unit.name
            known = found.get(key)
            if known is None or _STRENGTH[unit.role] < _STRENGTH[known.role]:
                found[key] = unit
        return tuple(found.values())

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Deadlines of both views, each once."""
        found: dict[tuple[object, ...], Deadline] = {}
        for d in (d for task in self.tasks for d in task.deadlines if not d.optional):
            found.setdefault((d.kind, d.start, d.end, d.offset, d.freq), d)
        return tuple(found.values())

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Targets of both views, each once."""
        found: dict[tuple[object, ...], Target] = {}
        for t in (t for task in self.tasks for t in task.targets if not t.optional):
            found.setdefault((wording.compact(t.metric), t.mode, t.comparator, t.value, t.upper, t.unit), t)
        return tuple(found.values())


def items_of(notice: Notice) -> list[Item]:
    """The tasks of a notice in their order, a row of a task table together with the item of the running text that it repeats."""
    rows_of: dict[str, list[Task]] = {}
    sections = {task.id for task in notice.tasks if task.view == "section"}
    claimed: set[str] = set()
    for task in notice.tasks:
        owner = next((other for other in task.counterparts if other in sections), None) if task.view == "table" else None
        if owner is not None:
            rows_of.setdefault(owner, []).append(task)
            claimed.add(task.id)
    kept = [task for task in notice.tasks if task.id not in claimed]
    return [Item(i, (task, *rows_of.get(task.id, ()))) for i, task in enumerate(kept)]


def bare(heading: str) -> str:
    """A heading without its marker."""
    hit = _MARKER.match(heading)
    return heading[hit.end() :] if hit is not None else heading


@functools.cache
def _phase() -> re.Pattern[str]:
    words = sorted(load("changes").words("phases"), key=lambda w: (-len(w), w))
    return re.compile(f"{_ORDINAL}{{1,3}}(?:{'|'.join(map(re.escape, words))})")


def _first_clause(text: str) -> str:
    return _STOP.split(text.strip(), maxsplit=1)[0][:_MAX_TITLE]


def union(items: Sequence[Item]) -> Item:
    """Several tasks as one whole; its place is that of the first."""
    return items[0] if len(items) == 1 else Item(items[0].index, tuple(task for item in items for task in item.tasks))
