"""Which numbered items of the running text are tasks, and which are headings above them or measures within them.

The lowest heading or item with a body of its own is a task. Where unit clauses stand tells most: on every item, then
each is a task; behind the last of several enumerated ones, then the item above is, and they are its measures.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from ..model.mentions import ClauseMention
from ..model.outline import Node, Part, Span
from ..recognise.grammar import compile_fragment, load
from ..recognise.numbering import BULLET
from ..recognise.spoken_clauses import SPOKEN
from ..structure.automaton import BOX, ENUMERATIONS
from ..structure.headings import zone_of
from ..structure.tree import UNMARKED

_LOW_FAMILIES = (*ENUMERATIONS, "arabic_paren")
_SHORT = 90  # characters of an item listed inside a paragraph that is a measure rather than a task


@dataclass(slots=True)
class SectionTask:
    """A task of the running text before its contents are read."""

    node: Node
    path: tuple[Node, ...]
    heading_clauses: tuple[ClauseMention, ...]
    zone: str
    measures: tuple[Node, ...] = ()
    spans: tuple[Span, ...] = ()  # its text without marker, children included
    clauses: tuple[ClauseMention, ...] = ()  # in its spans, in order
    trailing: tuple[Span, ...] = ()  # paragraphs behind its last clause that close the part


@dataclass(slots=True)
class Sorted:
    """A part with its nodes sorted: tasks, and the stretches outside tasks by zone."""

    tasks: list[SectionTask] = field(default_factory=list)
    outside: list[tuple[str, Span]] = field(default_factory=list)  # (zone, stretch)
    tables: list[tuple[tuple[Node, ...], Node]] = field(default_factory=list)  # (headings above, table node)
    empty: list[Node] = field(default_factory=list)  # headings with nothing under them


def sort_part(part: Part, text: str, clauses: Sequence[ClauseMention]) -> Sorted:
    """Sort the nodes of a part.

    Args:
        part: the part.
        text: the canonical text.
        clauses: unit clauses found in the part's running text, in order.
    """
    sorter = _Sorter(text, clauses)
    sorter.out.outside += [("notes" if _note().match(text, *span) else "lead", span) for span in part.preamble]
    notes = bool(part.preamble) and zone_of(text[slice(*part.preamble[-1])]) == "notes"
    for node in part.nodes:
        sorter.visit(node, (), (), "notes" if notes else None)
    sorter.close()
    for task in sorter.out.tasks:
        task.clauses = tuple(sorter.within(task.spans))
    return sorter.out


@cache
def _note() -> regex.Pattern[str]:
    """注：… below a table explains its figures and sets none."""
    return compile_fragment("tables", "{note}")


class _Sorter:
    def __init__(self, text: str, clauses: Sequence[ClauseMention]) -> None:
        self.text = text
        self.clauses = sorted(clauses, key=lambda c: c.start)
        self.starts = [c.start for c in self.clauses]
        self.out = Sorted()

    # --- clauses by place --------------------------------------------------------------------------------------

    def within(self, spans: Sequence[Span]) -> list[ClauseMention]:
        found: list[ClauseMention] = []
        for start, end in spans:
            i = bisect_left(self.starts, start)
            while i < len(self.clauses) and self.starts[i] < end:
                if self.clauses[i].end <= end:
                    found.append(self.clauses[i])
                i += 1
        return found

    def own(self, node: Node) -> list[ClauseMention]:
        return self.within(node.own)

    def below(self, node: Node) -> list[ClauseMention]:
        own = self.own(node)
        return [c for c in self.within([(node.start, node.end)]) if c not in own]

    # --- walk --------------------------------------------------------------------------------------------------

    def visit(self, node: Node, path: tuple[Node, ...], inherited: tuple[ClauseMention, ...], zone: str | None) -> None:
        if node.table is not None:
            self.out.tables.append((path, node))
            return
        own_zone = zone_of(self.text[node.title[0] : node.title[1]]) if node.title else None
        here = own_zone if zone == "preamble" and own_zone == "goals" else zone or own_zone
        items = [child for child in node.children if child.table is None and child.family != BOX]
        boxes = [child for child in node.children if child.family == BOX]
        if not items and node.family == BOX:
            self.out.outside += [("box", span) for span in node.own]
        elif not items or self._holds_measures(node, items):
            self._leaf(node, path, inherited, here, items)
        if not items or self._holds_measures(node, items):
            self.out.tables += [((*path, node), table) for table in _tables(node)]
            for box in boxes:
                self.visit(box, path, (), here)
            return
        passed = (*inherited, *self.own(node), *self._of_all(items))
        self.out.outside += [(here or "intro", span) for span in self._intro(node)]
        for child in node.children:
            self.visit(child, (*path, node), passed, here)

    def _intro(self, node: Node) -> Iterator[Span]:
        """What a heading says beside its title."""
        for i, (start, end) in enumerate(node.own):
            begin = node.title[1] if i == 0 and node.title else start
            if end - begin > 4:
                yield begin, end

    def _leaf(
        self, node: Node, path: tuple[Node, ...], inherited: tuple[ClauseMention, ...], zone: str | None, items: Sequence[Node]
    ) -> None:
        spans = tuple(_spans(node))
        named = self.within(spans)
        # in a closing section a body that the text merely speaks of charges nobody; the list under 说明： holds no tasks
        charged = inherited or [c for c in named if c.rule != SPOKEN]
        noted = zone == "notes" and bool(path) and path[0].family == UNMARKED
        if noted or (zone is not None and not charged):
            self.out.outside += [(zone or "notes", span) for span in spans]
            self.out.empty += [node] if _only_title(node, spans) and not node.children else []
            return
        if not self._has_body(node, spans, named, inherited):
            self.out.empty += [] if node.children else [node]
            return
        self.out.tasks.append(SectionTask(node, path, inherited, zone or "body", tuple(items), spans))

    def _has_body(self, node: Node, spans: Sequence[Span], named: Sequence[ClauseMention], inherited: Sequence[ClauseMention]) -> bool:
        """A heading over a table or over nothing is no task."""
        if not spans:
            return False
        if not _only_title(node, spans) or named:
            return True
        tables = any(child.table is not None for child in node.children)
        if not tables and self.text[spans[0][1] - 1] in "。！":
            return True  # a sentence, short as it may be
        return not (tables and not inherited) and node.family not in ("han", "chapter", "part")

    # --- measures or tasks? ------------------------------------------------------------------------------------

    def _holds_measures(self, node: Node, items: Sequence[Node]) -> bool:
        """Are the children of this node its measures?"""
        families = {item.family for item in items}
        if families <= set(ENUMERATIONS):
            return not self._each_named(items)
        with_clause = [item for item in items if self._clause_in(item)]
        if with_clause:
            if self._of_all(items):
                return False
            return self._closing_clause_only(node, items, with_clause)
        if any(child.children and not _enumerates(child) for child in items):
            return False
        if self._one_sentence(node, items) or self._announced(node):
            return True
        if self.own(node) and node.title is not None and all(map(_is_low, families)):
            return True
        if all(map(_is_low, families)):
            return not self._mostly_titled(items) or node.family in ("arabic", "arabic_paren")
        inline = all(item.inline for item in items) and not node.inline
        return inline and not self._mostly_titled(items) and self._mean(items) < _SHORT

    def _announced(self, node: Node) -> bool:
        """The last line before the items is a label that announces measures: 整改措施："""
        if len(node.own) < 2:
            return False
        last = self.text[slice(*node.own[-1])]
        return last[-1] in "：:" and last[:-1].strip() in load("headings").words("measure_labels")

    def _one_sentence(self, node: Node, items: Sequence[Node]) -> bool:
        """The items are parts of one sentence, parted by ；: …有下列情形之一的：（一）…；（二）…。"""
        if len(items) < 2 or not node.own or self._mean(items) >= _SHORT:
            return False
        parted = [bool(item.own) and self.text[item.own[-1][1] - 1] in "；;" for item in items[:-1]]
        begun = self.text[node.own[-1][1] - 1] in "：:"
        return (
            all(parted) if begun else sum(parted) > len(parted) * 0.6 and len(items) > 2 and node.family not in ("han", "chapter", "part")
        )

    def _clause_in(self, item: Node) -> bool:
        return bool(self.within([(item.start, item.end)]))

    def _of_all(self, items: Sequence[Node]) -> list[ClauseMention]:
        """以上任务由县民政局牵头。 below the last item holds for all of them."""
        last = items[-1].own[-1] if items[-1].own else None
        if last is None or len(items) < 2 or len(items[-1].own) < 2 or _of_all_cue().match(self.text, *last) is None:
            return []
        return self.within([last])

    def _each_named(self, items: Sequence[Node]) -> bool:
        return len(items) > 1 and sum(self._clause_in(i) for i in items) > len(items) * 0.6 and self._mostly_titled(items)

    def _closing_clause_only(self, node: Node, items: Sequence[Node], with_clause: Sequence[Node]) -> bool:
        """One clause behind the last of several low items belongs to the item above them."""
        if len(items) < 2 or len(with_clause) != 1 or with_clause[0] is not items[-1]:
            return False
        low = all(_is_low(item.family) or (item.family == "arabic" and item.inline) for item in items)
        own_line = self._on_own_line(items[-1])
        titled = self._mostly_titled(items)
        return (low and not titled) or own_line or (low and node.run_in)

    def _on_own_line(self, item: Node) -> bool:
        """Behind the item's text stand lines of their own with nothing but labels: 责任单位：… 完成时限：…"""
        labelled = [self._is_label_line(span) for span in item.own]
        return len(labelled) > 1 and labelled[-1] and not labelled[0] and all(labelled[labelled.index(True) :])

    def _is_label_line(self, span: Span) -> bool:
        return any(c.start - span[0] <= 1 for c in self.within([span])) or _when_line().match(self.text, *span) is not None

    def _mostly_titled(self, items: Sequence[Node]) -> bool:
        return sum(item.title is not None for item in items) > len(items) * 0.5

    def _mean(self, items: Sequence[Node]) -> float:
        return sum(item.end - item.start for item in items) / len(items)

    # --- closing paragraphs ------------------------------------------------------------------------------------

    def close(self) -> None:
        """Paragraphs behind the clause that ends the last task close the part; they are no text of that task."""
        tasks = self.out.tasks
        if not tasks:
            return
        last = tasks[-1]
        ends = [self._behind_clause(task) for task in tasks]
        others = sum(1 for spans in ends[:-1] if spans)
        if ends[-1] and others * 4 <= len(tasks) and (len(tasks) > 3 or not others):
            last.trailing = tuple(ends[-1])
        elif not self.within(last.spans) and len(last.spans) > 1 and not last.measures:
            last.trailing = tuple(self._odd_paragraphs(tasks))
        if last.trailing:
            cut = min(s[0] for s in last.trailing)
            last.spans = tuple((s, min(e, cut)) for s, e in last.spans if s < cut)
            self.out.outside += [("closing", span) for span in last.trailing]

    def _behind_clause(self, task: SectionTask) -> list[Span]:
        named = self.within(task.spans)
        if not named:
            return []
        edge = max(c.end for c in named)
        rest = [(max(s, edge), e) for s, e in task.spans if e > edge]
        return [(s, e) for s, e in rest if e - s > 20 and not self._is_label_line((s, e))]

    def _odd_paragraphs(self, tasks: Sequence[SectionTask]) -> list[Span]:
        """Without clauses: the last item alone has further paragraphs."""
        before = [len(task.node.own) for task in tasks[:-1] if task.node.family == tasks[-1].node.family]
        if len(before) < 2 or max(before) > 1:
            return []
        return list(tasks[-1].spans[1:])


@cache
def _of_all_cue() -> regex.Pattern[str]:
    """How a clause begins that speaks of all items above it."""
    return compile_fragment("clauses", "{of_all}")


@cache
def _when_line() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{s}{when_strict}{s}[:：]")


def _only_title(node: Node, spans: Sequence[Span]) -> bool:
    return node.title is not None and not node.run_in and len(spans) == 1 and spans[0][1] - node.title[1] <= 1


def _is_low(family: str | None) -> bool:
    """Of a kind that enumerates measures where nothing speaks against it."""
    return family in _LOW_FAMILIES or (family is not None and family.startswith(BULLET))


def _enumerates(node: Node) -> bool:
    return all(_is_low(child.family) for child in node.children if child.table is None)


def _tables(node: Node) -> Iterator[Node]:
    """The tables under an item, also below its last measure."""
    for child in node.children:
        if child.table is not None:
            yield child
        elif child.family != BOX:
            yield from _tables(child)


def _spans(node: Node) -> Iterator[Span]:
    """All text of a node and what stands under it, markers of measures left out, tables left out."""
    yield from node.own
    for child in node.children:
        if child.table is None and child.family != BOX:
            yield from _spans(child)
