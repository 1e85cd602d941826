"""The notice put together from outline and mentions, before it becomes a record: tasks of both views, indicators, duties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from .. import clock
from ..model.body import Body, TableBlock
from ..model.mentions import ClauseMention
from ..model.outline import Node, NumberingFault, Outline, Part, Span
from ..recognise.citations import find_citations
from ..recognise.clauses import declared_order, find_clauses, read_cell
from ..recognise.grammar import load
from ..recognise.numbering import BULLET
from ..recognise.targets import account
from ..recognise.times import find_times
from . import contents
from .annexes import drop_rules, is_plan
from .calendar import Calendar, calendar_of
from .drafts import NoticeDraft, TaskDraft
from .duties import read_duties
from .frontmatter import complete_notices, read_meta
from .indicators import is_indicator_table, read_indicators
from .names import heading, tidy, title_of, trim
from .rows import RowTask, is_task_table, read_rows
from .sections import SectionTask, Sorted, sort_part
from .stages import Stage, stage_words
from .units import AssignedUnit, Assigner, charged_bodies

_GOAL_ZONES = ("goals", "intro", "lead", "box", "preamble")  # outside the tasks, but the issuer's own commitment
_DECIMALS = ("decimal", "decimal_deep")  # families whose marker is the number from the top: 2.3


def assemble(body: Body, outline: Outline) -> NoticeDraft:
    """Outline and mentions to the tasks, indicators, goals and duties of a notice."""
    text = body.text
    meta, annex_meta = read_meta(outline, text, {**_site_card(body), **body.source.meta})
    calendar = calendar_of(meta, annex_meta, outline.parts, text)
    draft = NoticeDraft(meta, annex_meta, calendar, meta.region, faults=outline.faults)
    draft.citations = tuple(find_citations(text))
    _Assembly(body, outline, draft).run()
    return draft


def _site_card(body: Body) -> dict[str, str]:
    """What the card of a site says in a copy of its text: 文号：… 成文日期：…"""
    card: dict[str, str] = {}
    for item in body.furniture:
        if item.kind == "site":
            for label, value in _CARD.findall(item.text):
                card.setdefault("".join(label.split()), value)
    return card


_CARD = regex.compile(r"([\u4e00-\u9fff](?:[\s\u3000]*[\u4e00-\u9fff]){1,5})\s*[:：]\s*([^\s：:]+)")


class _Assembly:
    """One pass over the parts, in the order of the text."""

    def __init__(self, body: Body, outline: Outline, draft: NoticeDraft) -> None:
        self.body = body
        self.text = body.text
        self.outline = outline
        self.draft = draft
        self.assigner = Assigner(self.text, draft.region)
        self.keys: dict[str, int] = {}
        self.table_count = 0
        self.calendar = draft.calendar
        self.groups = complete_notices(outline.parts)
        self.onward_family: str | None = None  # of the items that 以下均需…不再列出 speaks of
        self.cuts: dict[int, Span | None] = {}  # titles of headings without their clauses, by node
        self.clauses: dict[int, list[ClauseMention]] = {}  # by part

    def run(self) -> None:
        sorted_parts = [(part, self._sorted(index, part)) for index, part in enumerate(self.outline.parts)]
        drop_rules(sorted_parts, self.text)
        holders = [part for part, found in sorted_parts if found.tasks]
        notices = [group[0] for group in self.groups if any(part in holders for part in group)]
        plans = [part for part, found in sorted_parts if is_plan(part, self.text) and any(t.node.title or t.path for t in found.tasks)]
        for index, (part, found) in enumerate(sorted_parts):
            heads = (notices if len(notices) > 1 else [], plans if len(plans) > 1 else [])
            above = tuple(dict.fromkeys(title_of(part.front, self.text) for several in heads if part in several and part.front.title))
            self.calendar = self._calendar_of(part)
            self.onward_family = None
            self._part(index, part, found, above)
        outside = [
            ("cover" if zone == "lead" and part.front.recipients else zone, span)
            for part, found in sorted_parts
            for zone, span in found.outside
        ]
        self.draft.duties = read_duties(self.text, outside, self.draft.calendar)
        self._goals(outside)
        empty = [node for _, found in sorted_parts for node in found.empty]
        self.draft.faults += tuple(NumberingFault("heading_empty", n.start, n.end, "nothing stands under this heading") for n in empty)

    def _calendar_of(self, part: Part) -> Calendar:
        """Of the complete notice that a part belongs to, where the file holds several and it says its own year."""
        at = next((i for i, group in enumerate(self.groups) if part in group), 0)
        if at == 0:
            return self.draft.calendar
        own = calendar_of(self.draft.annex_meta[at - 1], (), self.groups[at], self.text)
        return own if own.planning_year or own.period else self.draft.calendar

    def _sorted(self, index: int, part: Part) -> Sorted:
        clauses: list[ClauseMention] = []
        for span in _all_spans(part):
            clock.check()
            clauses += find_clauses(self.text, *span, home=self.draft.region)
        clauses += self._bodies_as_headings(part.nodes)
        self.assigner.declare(declared_order(self.text, part.start, part.end))
        self.clauses[index] = clauses
        found = sort_part(part, self.text, clauses)
        found.outside = [(zone, span) for zone, span in found.outside if span[1] > span[0]]
        return found

    def _bodies_as_headings(self, nodes: Sequence[Node]) -> list[ClauseMention]:
        """Sibling headings that are wholly names of bodies (一、县应急管理局 二、县公安局) charge them with what stands below."""
        headed = [node for node in nodes if node.title is not None and not node.run_in]
        found: list[ClauseMention] = []
        if len(headed) > 1 and len(headed) == len([node for node in nodes if node.table is None]):
            read = [read_cell(self.text, *node.title, home=self.draft.region) for node in headed if node.title is not None]
            named = [c for c in read if _is_wholly_bodies(c) and all(u.category not in (None, "other") for u in c.units)]
            found += named if len(named) == len(headed) else []
        for node in nodes:
            found += self._bodies_as_headings(node.children)
        return found

    # --- one part ----------------------------------------------------------------------------------------------

    def _part(self, index: int, part: Part, found: Sorted, above: tuple[str, ...]) -> None:
        clauses = {id(task): list(task.clauses) for task in found.tasks}
        if sum(1 for c in clauses.values() if c) * 2 > len(clauses):
            for task in found.tasks:
                clauses[id(task)] = clauses[id(task)] or self._by_siblings(task)
        events: list[tuple[int, SectionTask | tuple[tuple[Node, ...], Node]]] = [(t.node.start, t) for t in found.tasks]
        events += [(table.start, (path, table)) for path, table in found.tables]
        for _, event in sorted(events, key=lambda e: e[0]):
            if isinstance(event, SectionTask):
                self._section_task(index, event, clauses[id(event)], above)
            else:
                self._table(index, event[1], part)

    def _by_siblings(self, task: SectionTask) -> list[ClauseMention]:
        """A last bracket where most items end with their clause is one, though its names alone would not tell."""
        end = task.spans[-1][1] if task.spans else 0
        opened = max(self.text.rfind("（", 0, end), self.text.rfind("(", 0, end))
        if end - opened > 60 or opened < task.spans[-1][0] or self.text[end - 1] not in "）)":
            return []
        read = read_cell(self.text, opened + 1, end - 1, label="责任单位", home=self.draft.region)
        apart = self.text[max(0, opened - 4) : opened].rstrip()[-1:] in ("。", "；", ".")
        if all(unit.category in (None, "other") for unit in read.units) or read.unread or not apart:
            return []
        return [replace(read, start=opened, end=end, rule="clauses.by_siblings")]

    def _section_task(self, index: int, task: SectionTask, clauses: list[ClauseMention], above: tuple[str, ...]) -> None:
        clock.check()
        node = task.node
        title = _title_without_clause(node, clauses)
        listed = contents.enumerated(task.measures)
        measures = listed or contents.by_sentence(self.text, task.spans, clauses, title)
        units = self._section_units(index, task, clauses)
        above_it = [span for n in task.path for span in (*([n.title] if n.title else []), *n.own)]
        calendar = self.calendar.under(reversed([self.text[slice(*n.title)] for n in task.path if n.title]))
        found = contents.read(self.text, task.spans, clauses, measures, calendar, headings=above_it, title=title)
        end = max((span[1] for span in task.spans), default=node.end)
        ordinals = ".".join(str(n.ordinal) for n in (*task.path, node))
        self.draft.tasks.append(
            TaskDraft(
                view="section",
                number=_printed_number(node),
                part=1,
                path=(*above, *(heading(n, self.text, self._cut(index, n)) for n in task.path)),
                title=title,
                title_text=tidy(self.text[slice(*title)]) if title else None,
                span=(node.start, end),
                text_start=node.marker_end,
                units=units,
                contents=found,
                key=self._key(f"s{index}-{ordinals}"),
                clauses=tuple(clauses),
            )
        )

    def _cut(self, index: int, node: Node) -> Span | None:
        if id(node) not in self.cuts:
            self.cuts[id(node)] = _title_without_clause(node, self.clauses[index])
        return self.cuts[id(node)]

    def _section_units(self, index: int, task: SectionTask, clauses: list[ClauseMention]) -> tuple[AssignedUnit, ...]:
        named = bool(clauses or task.heading_clauses)
        if any(clause.onward for clause in (*clauses, *task.heading_clauses)):
            self.onward_family = task.node.family
        if named or task.node.family == self.onward_family:
            return self.assigner.task(clauses, task.heading_clauses, of_list=index)
        # neither a clause nor of the list that an earlier clause speaks of
        return tuple(u for span in task.spans for u in charged_bodies(self.text, *span, home=self.draft.region))

    def _key(self, wanted: str) -> str:
        """A key that no other task of the notice has."""
        n = self.keys[wanted] = self.keys.get(wanted, 0) + 1
        return wanted if n == 1 else f"{wanted}~{n}"

    # --- tables ------------------------------------------------------------------------------------------------

    def _table(self, index: int, node: Node, part: Part) -> None:
        table = node.table
        assert table is not None
        self.table_count += 1
        caption = self._caption(table)
        self.draft.tables.append((table, caption))
        before = self.text[max(0, table.start - 120) : table.start]
        if is_indicator_table(table):
            for row in read_indicators(table, self.text, self.calendar, before):
                units = [self._cell(role, cell, f"table{self.table_count}") for role, cell in row.units]
                key = self._key(f"i{self.table_count}-{row.number or row.name}")
                self.draft.indicators.append((row, tuple(u for cell in units for u in cell), key))
        elif is_task_table(table):
            self.assigner.declare(declared_order(self.text, max(0, table.start - 200), table.end))
            stages = stage_words(table, self.text)
            for row_task in read_rows(table, self.text):
                self._row_task(row_task, table, stages)

    def _cell(self, role: str, cell: Span, of_list: str) -> tuple[AssignedUnit, ...]:
        return self.assigner.cell(read_cell(self.text, *cell, label=_label(role), home=self.draft.region), of_list)

    def _row_task(self, row: RowTask, table: TableBlock, stage_words: Mapping[int, Span]) -> None:
        clock.check()
        of_list = f"table{self.table_count}"
        clauses = [c for span in row.texts for c in find_clauses(self.text, *span, home=self.draft.region)]
        cells = [read_cell(self.text, *cell, label=_label(role, table), home=self.draft.region) for role, cell in row.units]
        above = [self._of_group(cell) for cell in row.groups]
        path = tuple(cut or heading for heading, (cut, _) in zip(row.path, above, strict=False)) + row.path[len(above) :]
        units = self.assigner.task([*cells, *clauses] if cells or clauses else [], [c for _, found in above for c in found], of_list)
        measures, listed = contents.in_cell(self.text, row.measures) if row.measures else ((), False)
        if not measures and not listed:
            measures, listed = self._in_title(row)
        columns = [(cell, _header(table, "deadline")) for cell in row.deadlines]
        caption = self._caption(table)
        calendar = self.calendar.under((*reversed(row.path), *([self.text[slice(*caption)]] if caption else [])))
        stages = [Stage(cell, stage_words[i]) for i, cell in row.stages if i in stage_words and cell[1] > cell[0]]
        title = tidy(self.text[slice(*row.title)])
        found = contents.read(
            self.text, row.texts, clauses, measures, calendar, columns, stages=stages, figures=(title, row.figures)
        )
        key = f"t{self.table_count}-{row.number or ''}" + (f".{row.part}" if row.part > 1 else "")
        self.draft.tasks.append(
            TaskDraft(
                view="table",
                number=row.number,
                part=row.part,
                path=path,
                title=row.title,
                title_text=title,
                span=row.span,
                text_start=row.span[0],
                units=units,
                contents=found,
                key=self._key(key if row.number else f"t{self.table_count}"),
                clauses=tuple(clauses),
            )
        )

    def _of_group(self, cell: Span) -> tuple[str | None, list[ClauseMention]]:
        """The heading of a group row without its unit clause, None if it has none; and the clause, which holds for the rows below."""
        clauses = find_clauses(self.text, *cell, home=self.draft.region)
        if not clauses or clauses[0].start <= cell[0]:
            return None, clauses
        return tidy(self.text[slice(*trim(self.text, cell[0], clauses[0].start))]), clauses

    def _in_title(self, row: RowTask) -> tuple[tuple[contents.MeasureDraft, ...], bool]:
        """A row with one text column enumerates its measures in the title cell, if anywhere."""
        return contents.in_cell(self.text, row.title)

    def _caption(self, table: TableBlock) -> Span | None:
        """The short line right above a table."""
        before = [b for b in self.body.blocks if b.end <= table.start and not isinstance(b, TableBlock)]
        if not before:
            return None
        span = trim(self.text, before[-1].start, before[-1].end, "")
        return span if table.start - span[1] <= 2 and span[1] - span[0] <= 60 and self.text[span[1] - 1] not in "。；" else None

    # --- outside the tasks -------------------------------------------------------------------------------------

    def _goals(self, outside: Sequence[tuple[str, Span]]) -> None:
        for zone, (start, end) in outside:
            if zone not in _GOAL_ZONES:
                continue
            times = find_times(self.text, start, end)
            found = account(self.text, start, end, times, find_citations(self.text, start, end))
            dated = contents.dated(self.text, [(start, end)], times, found.targets, self.draft.calendar)
            placed = [contents.place(t, (), dated, self.text) for t in found.targets]
            # 总体要求 may state goals, 现状 only what has been reached: a date still to come tells them apart
            self.draft.goals += placed if zone != "preamble" else [goal for goal in placed if goal.by is not None]


def _label(role: str, table: TableBlock | None = None) -> str:
    """What a unit cell stands under: the column's heading where it tells of people too (责任单位及责任人)."""
    header = _header(table, role) if table is not None else ""
    if any(word in header for word in load("clauses").words("persons")):
        return header
    return {"lead": "牵头单位", "supporting": "配合单位"}.get(role, "责任单位")


def _header(table: TableBlock, role: str) -> str:
    return next((c.header for c in table.columns if c.role == role), "")


def _printed_number(node: Node) -> str | None:
    """The number of an item in Arabic digits; 2.3 stays 2.3, as a reader would quote it; a bullet has none."""
    if node.family is not None and node.family.startswith(BULLET):
        return None
    if node.family in _DECIMALS and node.marker is not None:
        return node.marker.strip(" \t\u3000、.．").replace("．", ".")
    return str(node.ordinal)


def _title_without_clause(node: Node, clauses: Sequence[ClauseMention]) -> Span | None:
    """A unit clause on the line of a title is no part of it."""
    if node.title is None:
        return None
    start, end = node.title
    for clause in clauses:
        if start < clause.start < end:
            end = clause.start
    return start, end


def _all_spans(part: Part) -> list[Span]:
    spans = list(part.preamble)
    stack = list(part.nodes)
    while stack:
        node = stack.pop()
        spans += node.own
        stack += [child for child in node.children if child.table is None]
    return sorted(spans)


def _is_wholly_bodies(heading: ClauseMention) -> bool:
    """县应急管理局 as a heading; not 松山区2023年工作要点, which only begins with one."""
    ends = [unit.end for unit in heading.units]
    return bool(ends) and not heading.unread and max(ends) >= heading.end - 1
