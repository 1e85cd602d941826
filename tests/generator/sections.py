"""A plan's sections: preamble, headings, tasks with measures and unit clauses, closing; as paragraphs with their truth."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import sentences, times
from .clauses import UnitClause, make_clause
from .document import Paragraph
from .house import House
from .numbering import marker
from .sentences import Context, Passage
from .stock import common
from .truth import Entry, merge_deadlines, merge_units, unit


@dataclass(slots=True)
class Plan:
    """What the sections came to. `outline` holds heading texts for a table of contents, `clauses` the printed bodies by task title."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tasks: list[Entry] = field(default_factory=list)
    goals: list[Entry] = field(default_factory=list)
    goal_deadlines: list[Entry] = field(default_factory=list)
    outline: list[tuple[int, str]] = field(default_factory=list)


class Writer:
    """Writes one plan in one house style; keeps the counters of its numbering."""

    def __init__(self, context: Context, house: House, root: list[str]) -> None:
        self.context, self.house, self.rng = context, house, context.rng
        self.plan = Plan()
        self.path = list(root)
        self.depth = len(root)
        self.number = 0
        self.run = 0
        self.clauses_made = 0
        self.inherited: list[Entry] = []

    def write(self, subject_word: str, this: str, sections: int) -> Plan:
        """The whole body of a plan. `subject_word` and `this` fill the preamble's sentences."""
        house = self.house
        ordinal = 0
        if self.rng.random() < 0.8:
            self._text(
                self.rng.choice(common()["preamble"]["background"]).format(
                    subject=subject_word, place=self.context.authority.place, this=this, doc=sentences.document_name(self.context)
                )
            )
        if not house.headings:
            for _ in range(self.rng.randint(5, 12)):
                self._task(1)
            return self.plan
        self.run += 1
        if house.preamble:
            ordinal = self._preamble(subject_word)
        for _ in range(sections):
            ordinal += 1
            self._section(ordinal)
        if house.closing:
            self._closing(ordinal + 1)
        return self.plan

    # headings -----------------------------------------------------------------------------------------------------------

    def _heading(self, level: int, ordinal: int, text: str, run: int, *, labelled: bool = False) -> list[Entry]:
        """A heading on its own line; with `labelled` its unit clause, which is returned."""
        family = self.house.headings[level]
        mark = marker(family, ordinal)
        clause = self._clause() if labelled else UnitClause("", (), [])
        inline = clause.inline if self.house.heading_clause == "inline" else ""
        self._add(Paragraph(mark + text + inline, "heading", level + 1, family, ordinal, run))
        if labelled and not inline:
            self._text(clause.inline)
        del self.path[self.depth + level :]
        self.path.append(mark + text)
        self.plan.outline.append((level + 1, mark + text))
        return clause.units

    def _section(self, ordinal: int) -> None:
        house, rng = self.house, self.rng
        labelled = bool(house.heading_clause) and (len(house.headings) == 1)
        heads = self._heading(0, ordinal, sentences.title(self.context), 1, labelled=labelled)
        self.inherited = [dict(u, inherited=True) for u in heads]
        if not house.continuous:
            self.number = 0
            self.run += 1
        if len(house.headings) == 1:
            if rng.random() < 0.15:
                self._text(sentences.filler(rng, self.context.subject))
            for _ in range(rng.randint(2, 5)):
                self._task(2)
            return
        run = 1000 + ordinal
        for sub in range(1, rng.randint(2, 4) + 1):
            labelled = bool(house.heading_clause)
            heads = self._heading(1, sub, sentences.title(self.context), run, labelled=labelled)
            self.inherited = [dict(u, inherited=True) for u in heads]
            if not house.continuous:
                self.number = 0
                self.run += 1
            for _ in range(rng.randint(1, 4)):
                self._task(3)

    # preamble and closing -----------------------------------------------------------------------------------------------

    def _preamble(self, subject_word: str) -> int:
        """Sections before the tasks; figures there are goals. Returns how many there were."""
        rng, stock = self.rng, common()["preamble"]
        heads = rng.choice(stock["preamble_heads"])
        for ordinal, head in enumerate(heads, 1):
            self._heading(0, ordinal, head, 1)
            if head == "基本原则":
                for text in rng.sample(stock["principles"], 3):
                    self._text(text)
            elif head in ("主要目标", "工作目标"):
                made = sentences.aims(self.context, set(), 3)
                self.plan.goals += made.targets
                self.plan.goal_deadlines += made.deadlines
                self._text(made.text)
            else:
                self._text(rng.choice(stock["guiding"]).format(subject=subject_word, place=self.context.authority.place))
        return len(heads)

    def _closing(self, ordinal: int) -> None:
        """Organisation and safeguards: items without units, no tasks."""
        rng, stock, house = self.rng, common()["closing"], self.house
        self._heading(0, ordinal, rng.choice(stock["heads"]), 1)
        items = rng.sample(stock["items"], rng.randint(2, 4))
        family = house.headings[1] if len(house.headings) > 1 else house.task
        if family == "section":
            family = house.task
        going_on = house.continuous and family == house.task
        if not going_on:
            self.number = 0
            self.run += 1
        for head, text in items:
            self.number += 1
            mark = marker(family, self.number)
            self._add(Paragraph(f"{mark}{head}。{text}", "item", 2, family, self.number, self.run, len(mark) + len(head) + 1))

    # tasks --------------------------------------------------------------------------------------------------------------

    def _task(self, level: int) -> None:
        """One task: title, text, measures, unit clause; appended to paragraphs and truth."""
        context, house, rng = self.context, self.house, self.rng
        self.number += 1
        mark = marker(house.task, self.number)
        used: set[str] = set()
        title = None if house.title == "none" else sentences.title(context)
        clause = (
            self._clause() if house.clause and not self.inherited else (self._clause() if house.clause and rng.random() < 0.4 else None)
        )
        passage = self._untitled(used) if title is None else sentences.body(context, used, rng.choice([1, 2, 2, 3, 3, 4, 5]))
        second = None
        if (
            clause
            and clause.inline
            and house.clause_at == "end"
            and house.clause
            and house.clause.forms[0] in ("charge", "lead_duty")
            and rng.random() < 0.08
        ):
            second, more = self._clause(), sentences.body(context, used, 2)
            passage.text = self._closed(passage.text, clause.inline)
            passage.add(more)
        listed: list[Entry] = []
        lines: list[Passage] = []
        if title is not None and rng.random() < house.measures_share:
            lines, listed = self._measures(used)
        self._print_task(mark, title, level, passage, lines, second or clause)
        units = merge_units([*(clause.units if clause else []), *(second.units if second else [])], self.inherited, self._everyone())
        deadlines = list(passage.deadlines) + [d for p in lines for d in p.deadlines]
        column: list[Entry] = []
        if house.deadline_line:
            text, column = times.column(rng, context.horizon)
            self._text(f"完成时限：{text}")
        self.plan.tasks.append(
            {
                "view": "section",
                "number": str(self.number),
                "path": list(self.path),
                "title": title,
                "measures": listed,
                "units": units,
                "deadlines": merge_deadlines(column, deadlines),
                "targets": [*passage.targets, *(t for p in lines for t in p.targets)],
            }
        )

    def _untitled(self, used: set[str]) -> Passage:
        """A whole-text item: its first sentence has several clauses, so that none can be taken for a title."""
        rng, subject = self.rng, self.context.subject
        opening = f"{sentences.stressed(rng, subject)}，{rng.choice(common()['extras'])}，{rng.choice(common()['tails'])}。"
        made = Passage(opening)
        if rng.random() < 0.6:
            made.add(sentences.aims(self.context, used, rng.choice([1, 2])))
        if rng.random() < 0.3:
            made.add(sentences.timed(self.context))
        return made

    def _measures(self, used: set[str]) -> tuple[list[Passage], list[Entry]]:
        house = self.house
        passages, listed = [], []
        for i in range(self.rng.randint(2, 5)):
            part = sentences.measure(self.context, used)
            mark = marker(house.measure, i + 1)
            listed.append({"marker": mark.strip(), "starts": part.text[:10]})
            part.text = mark + part.text
            passages.append(part)
        return passages, listed

    def _print_task(
        self, mark: str, title: str | None, level: int, passage: Passage, lines: list[Passage], clause: UnitClause | None
    ) -> None:
        house = self.house
        inline = clause.inline if clause else ""
        at_title = title is not None and house.title == "own_line" and house.clause_at == "title"
        own = house.clause_at == "own_paragraph" and inline
        ending = "" if at_title or own else inline
        texts = [passage.text]
        if lines and house.measures_own_line:
            texts += [p.text + "。" for p in lines]
        elif lines:
            joint = "；" if house.measure in ("shi", "di", "circled") else "。"
            texts[0] += joint.join(p.text for p in lines) + "。"
        texts[-1] = self._closed(texts[-1], ending)
        common_keys = {"role": "item", "level": level, "family": house.task, "number": self.number, "run": self.run}
        if title is None:
            self._add(Paragraph(mark + texts[0], **common_keys))  # type: ignore[arg-type]
        elif house.title == "own_line":
            self._add(Paragraph(mark + title + (inline if at_title else ""), **{**common_keys, "role": "heading"}))  # type: ignore[arg-type]
            self._text(texts[0])
        else:
            run_in = f"{mark}{title}{house.stop}"
            self._add(Paragraph(run_in + texts[0], **common_keys, lead=len(run_in)))  # type: ignore[arg-type]
        for i, text in enumerate(texts[1:], 1):
            self._add(Paragraph(text, "item", level + 1, house.measure, i, 100_000 + len(self.plan.tasks)))
        if own:
            self._text(inline)
        for line in clause.lines if clause else ():
            self._text(line)

    def _closed(self, text: str, inline: str) -> str:
        """The text with its bracketed clause after the final stop or, in some houses, before it."""
        if inline and self.house.clause and self.house.clause.before_stop:
            return text.removesuffix("。") + inline + "。"
        return text + inline

    def _clause(self) -> UnitClause:
        assert self.house.clause is not None
        self.clauses_made += 1
        return make_clause(
            self.rng, self.house.clause, self.context.authority, self.context.subject["agency"], first=self.clauses_made == 1
        )

    def _everyone(self) -> list[Entry]:
        """Bodies that an earlier clause of this list charged with all that follows."""
        house = self.house.clause
        return [unit(house.everyone, inherited=True)] if house and house.everyone and len(self.plan.tasks) else []

    def _text(self, text: str) -> None:
        self._add(Paragraph(text))

    def _add(self, paragraph: Paragraph) -> None:
        self.plan.paragraphs.append(paragraph)
