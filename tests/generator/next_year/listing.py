"""A task list taken apart: sections, items and sentences in which every target and time is a piece of its own.

`listing_of` takes any notice record apart, so that each part can be edited by itself and what was edited is known;
`distinct` leaves out what a careful reader could not tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongwen.records import Deadline, Notice, Target, Task

from ..stock import subjects
from ..truth import Entry
from .lexicon import object_of

MARKER = re.compile(r"^(?:第[一二三四五六七八九十]+[章节]\s*|[（(]?[一二三四五六七八九十\d０-９]+[）)、.．]\s*)")
NAMES_YEAR = re.compile(r"\d{4}|二〇|[每后]|(?<!年)内|持续|长期")
BRACKETS = "（(〔【["
QUOTED = re.compile(r"《[^》]*》|“[^”]*”")
SAYS_WHEN = re.compile(r"[\d〇一二三四]年|\d月|年[内底]|季度|半年|每[年月周季]|今年|全年|期[间末]|长期|定期")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence: plain words, or a target or a deadline in gold form."""

    text: str
    found: Entry | None = None

    @property
    def is_target(self) -> bool:
        return self.found is not None and "metric" in self.found

    @property
    def is_time(self) -> bool:
        return self.found is not None and "metric" not in self.found


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or an enumerated measure without its final stop. `key` stays while the wording changes; `title` is what it would
    be called as a task of its own, where that is known."""

    key: int
    pieces: tuple[Piece, ...]
    title: str | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def targets(self) -> list[Entry]:
        return [piece.found for piece in self.pieces if piece.found is not None and piece.is_target]

    @property
    def times(self) -> list[Entry]:
        return [piece.found for piece in self.pieces if piece.found is not None and piece.is_time]


@dataclass(frozen=True, slots=True)
class Item:
    """A task. `listed`: its sentences are enumerated where there are several; `due`: what its time column or time line holds."""

    key: int
    title: str | None
    sentences: tuple[Sentence, ...]
    units: tuple[Entry, ...]
    due: tuple[Entry, ...] = ()
    listed: bool = False

    @property
    def text(self) -> str:
        return "。".join([*([self.title] if self.title else []), *(sentence.text for sentence in self.sentences)])

    @property
    def enumerated(self) -> bool:
        return self.listed and len(self.sentences) > 1

    @property
    def times(self) -> list[Entry]:
        return [*self.due, *(time for sentence in self.sentences for time in sentence.times)]

    @property
    def targets(self) -> list[Entry]:
        return [target for sentence in self.sentences for target in sentence.targets]

    @property
    def core(self) -> str:
        """What it is about: the object of its title, or of its first sentence."""
        return object_of(self.title if self.title is not None else self.sentences[0].text)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading without its marker, or none, and its items."""

    key: int
    heading: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One notice's list. `subject` names a stock of wording; the list plans for the years `first` to `last`."""

    subject: str
    place: str
    issuer: str
    first: int
    last: int
    sections: tuple[Section, ...]
    table: bool = False

    @property
    def items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]

    def over(self, change: Callable[[Item], Item | None]) -> Listing:
        """The list with every item changed, or left out where the change gives None; empty sections go."""
        made = (replace(s, items=tuple(new for item in s.items if (new := change(item)) is not None)) for s in self.sections)
        return replace(self, sections=tuple(section for section in made if section.items))


def listing_of(record: Notice) -> Listing:
    """The section view of a record, or its table view where that is all there is; what is optional is left out.

    Raises ValueError for a record without text or without tasks.
    """
    if record.text is None or not record.tasks:
        raise ValueError("the record has no text or no task")
    tasks = [t for t in record.tasks if t.view == "section"] or list(record.tasks)
    sections: list[Section] = []
    keys = iter(range(1_000_000))
    titled = all(task.title for task in tasks)
    for task in tasks:
        heading = MARKER.sub("", task.path[-1]) if task.path else None
        item = _item(record.text, task, keys, titled=titled)
        if item is None:
            continue
        if not sections or sections[-1].heading != heading:
            sections.append(Section(len(sections), heading, ()))
        sections[-1] = replace(sections[-1], items=(*sections[-1].items, item))
    first, last = _years(record)
    place = record.meta.region.name if record.meta.region else ""
    issuer = record.meta.issuers[0] if record.meta.issuers else f"{place}人民政府办公室"
    return Listing(_subject(record.text), place, issuer, first, last, tuple(sections), tasks[0].view == "table")


def _years(record: Notice) -> tuple[int, int]:
    period = record.meta.period
    issued = int((record.meta.issued_on or "2025")[:4])
    first = int((period.start or f"{issued}")[:4]) if period else issued
    return first, int((period.end or f"{first}")[:4]) if period else first


def _subject(text: str) -> str:
    """The stock of wording whose objects the text names most often."""
    stocks = subjects()
    return max(stocks, key=lambda name: (sum(text.count(o[:4]) for k in ("systems", "works", "forces") for o in stocks[name][k]), name))


def _item(text: str, task: Task, keys: Iterator[int], *, titled: bool) -> Item | None:
    """A task taken apart. Where some tasks of the list have no title, what is one here is its first sentence."""
    units = tuple({"name": u.name, "role": u.role} for u in task.units if not u.optional)
    found: list[Deadline | Target] = sorted([*task.targets, *task.deadlines], key=lambda f: f.span.start)
    due = tuple(_entry(d) for d in task.deadlines if d.source == "column")
    if any(f.optional and not any(m.span.start <= f.span.start < m.span.end for m in task.measures) for f in found):
        return None  # a title that names a trend
    sentences = [Sentence(next(keys), (Piece(task.title),))] if task.title and not titled else []
    for measure in task.measures:
        start, end = measure.span.start + len(measure.marker or ""), measure.span.end
        named = min((u.span.start for u in task.units if start <= u.span.start < end), default=end)
        if named < end:  # the clause that names the bodies is no part of the sentence
            end = max(text.rfind(bracket, start, named) for bracket in BRACKETS)
        made = _pieces(text, start, end, [f for f in found if start <= f.span.start and f.span.end <= end])
        if made:
            sentences.append(Sentence(next(keys), made))
        elif not titled and not sentences:
            return None  # the sentence that says what the task is about
    if not sentences:
        return None
    return Item(next(keys), task.title if titled else None, tuple(sentences), units, due, any(m.marker for m in task.measures))


def _entry(found: Deadline | Target) -> Entry:
    """A found target or deadline in gold form."""
    if isinstance(found, Target):
        names: Sequence[str] = ("raw", "metric", "mode", "comparator", "value", "upper", "unit", "group")
    else:
        names = ("raw", "kind", "start", "end", "offset", "anchor", "freq")
    made: dict[str, Any] = {name: getattr(found, name) for name in names}
    return {k: v for k, v in made.items() if v is not None or k in ("value", "upper", "unit", "start", "end")}


def _pieces(text: str, start: int, end: int, found: Sequence[Deadline | Target]) -> tuple[Piece, ...]:
    """The stretch cut at what stands in it. Empty where a part is optional or overlaps another, where it breaks over lines, or where its
    plain words name a time: a task counts equal deadlines once, so one that the record does not list may be said again here."""
    while end > start and text[end - 1] in "。；; \n　":
        end -= 1
    pieces: list[Piece] = []
    at = start
    for one in found:
        if one.optional or one.span.start < at or one.span.end > end:
            return ()
        if one.span.start > at:
            pieces.append(Piece(text[at : one.span.start]))
        pieces.append(Piece(one.raw, _entry(one)))
        at = one.span.end
    if at < end:
        pieces.append(Piece(text[at:end]))
    whole = text[start:end]
    timely = any(SAYS_WHEN.search(QUOTED.sub("", p.text)) for p in pieces if p.found is None)
    return tuple(pieces) if whole.strip() and "\n" not in whole and "。" not in whole and not timely else ()


def pieces_of(text: str, found: Sequence[Entry]) -> tuple[Piece, ...]:
    """A sentence cut at the quotes of what was planted in it, in the order of print. Raises ValueError where one is not there."""
    pieces: list[Piece] = []
    at = 0
    for one in found:
        start = text.index(one["raw"], at)
        pieces += [Piece(text[at:start])] if start > at else []
        pieces.append(Piece(one["raw"], one))
        at = start + len(one["raw"])
    return tuple([*pieces, Piece(text[at:])] if at < len(text) else pieces)


def time_key(found: Entry) -> tuple[Any, ...]:
    """What makes two deadlines one."""
    return found["kind"], found["start"], found["end"], found.get("offset"), found.get("freq")


def distinct(listing: Listing) -> Listing:
    """The list without what is said twice: one task per core, one sentence per wording, one target per metric, no sentence about
    the core of another task, no two equal deadlines in a task. What is left can be told apart by a careful reader."""
    cores: dict[str, int] = {}
    for item in listing.items:
        if len(item.core) > 2 and not any(item.core in c or c in item.core for c in cores):
            cores[item.core] = item.key
    said: set[str] = set()

    def undated(time: Entry) -> bool:
        """Whether its year depends on when the notice is read; a five-year plan is not stepped either."""
        raw = time["raw"]
        return listing.first != listing.last and (not NAMES_YEAR.search(raw) or "五”" in raw)

    def clean(item: Item) -> Item | None:
        if cores.get(item.core) != item.key:
            return None
        kept = []
        if any(map(undated, item.due)):
            item = replace(item, due=())
        times = {time_key(d) for d in item.due}
        for i, sentence in enumerate(item.sentences):
            first = item.title is None and i == 0
            others = any(core in sentence.text for core, key in cores.items() if key != item.key)
            marks = {sentence.text, *(t["metric"] for t in sentence.targets)}
            new_times = {time_key(d) for d in sentence.times}
            others |= any(map(undated, sentence.times))
            twice = marks & said or new_times & times or len(new_times) < len(sentence.times)
            if twice or (sentence.pieces[0].found if first else others):
                if first:
                    return None
                continue
            said.update(marks)
            times |= new_times
            kept.append(sentence)
        return replace(item, sentences=tuple(kept)) if kept or item.title is not None else None

    return listing.over(clean)
