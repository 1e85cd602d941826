"""From one year's list to the next: tasks dropped, added, split, merged, moved, and edited inside; with the right diff."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random

from ..truth import Entry, merge_units
from . import bodies
from .anchors import ENOUGH, trigrams
from .fresh import Writer
from .indicators import Tables, two_tables
from .lexicon import STRENGTHS, Strength, object_of, parted, reword_title, shortened, stock_clauses, stock_measures, wording
from .listing import Item, Listing, Section, Sentence, time_key
from .tasks import Change, Editor

TABLES = 0.5  # share of notices with a table of indicators
NAMED = 5  # characters of an object in a row by which a text names it
TRIES = 6  # of a rewording, before a task is reworded lightly instead


@dataclass(frozen=True, slots=True)
class Tie:
    """Tasks of the old list (keys) and what they became: one to one, one to several, several to one."""

    kind: str  # kept, split, merged
    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(slots=True)
class Edited:
    """Both lists and the right diff between them; keys of tasks that are in no tie were removed or added.

    `changes` by key of kept tasks, `moved` the keys of those under another heading, `tables` what became of indicators. Between a higher
    and a lower body `uptake` says what became of every task of both (taken_over, localised, left_out, own), and there are no `changes`.
    """

    old: Listing
    new: Listing
    ties: list[Tie] = field(default_factory=list)
    changes: dict[int, list[Change]] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    tables: Tables = field(default_factory=Tables)
    relation: str = "successive"
    uptake: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Odds:
    """Chances of what happens to a task and, inside a kept one, to each field."""

    removed: float = 0.08
    split: float = 0.08
    merged: float = 0.08
    moved: float = 0.07
    added: float = 0.12
    near: float = 0.05  # a new task that is nearly a kept one
    lent: float = 0.08  # a sentence that goes to another kept task
    fields: float = 0.25


def next_year(rng: Random, base: Listing, strength: Strength) -> Edited:
    """The base list as the old one, under the names that its bodies had then, and the list that follows it."""
    return _Years(rng, base, strength, Odds()).made()


def own_title(sentence: Sentence) -> str | None:
    """What a sentence would be called as a task: its aspect, or its own verb and object."""
    if sentence.title or not sentence.pieces or sentence.pieces[0].found is not None:
        return sentence.title
    clause = sentence.pieces[0].text.split("，")[0]
    _, verb, about = parted(clause)
    return verb + about if verb and 5 <= len(about) <= 16 and clause not in stock_clauses() | stock_measures() else None


class _Years:
    def __init__(self, rng: Random, base: Listing, strength: Strength, odds: Odds) -> None:
        self.rng, self.strength, self.odds = rng, strength, odds
        self.years = base.last - base.first + 1
        self.base = base
        self.writer = Writer(rng, base, self.years)
        self.pool = bodies.names(base.items)
        self.in_old = Counter(gram for item in base.items for gram in trigrams(item))
        self.ties: list[Tie] = []
        self.changes: dict[int, list[Change]] = {}
        self.moved: set[int] = set()
        self.editor = Editor(rng, self.writer, strength, self.years, odds.fields, self.pool)

    def made(self) -> Edited:
        sections = self._lend([replace(s, items=tuple(self._fates(s))) for s in self.base.sections])
        sections = self._move(sections)
        sections = [replace(s, items=tuple(self._order(self._add(list(s.items)))), heading=self._heading(s.heading)) for s in sections]
        if len(sections) > 2 and self.rng.random() < self.strength.order:
            i = self.rng.randrange(len(sections) - 1)
            sections[i : i + 2] = reversed(sections[i : i + 2])
        new = replace(
            self.base,
            first=self.base.first + self.years,
            last=self.base.last + self.years,
            sections=tuple(s for s in sections if s.items),
        )
        return self._renamed(new)

    # fates --------------------------------------------------------------------------------------------------------------

    def _fates(self, section: Section) -> list[Item]:
        made: list[Item] = []
        items = list(section.items)
        i = 0
        while i < len(items):
            item, draw = items[i], self.rng.random()
            odds = self.odds
            i += 1
            if draw < odds.removed:
                continue
            draw -= odds.removed
            if 0 <= draw < odds.split:
                parts = self._split(item)
                if parts:
                    made += parts
                    continue
            elif 0 <= (draw - odds.split) < odds.merged and i < len(items) and item.title and items[i].title:
                made.append(self._merge([item, items[i]]))
                i += 1
                continue
            made.append(self._keep(item))
        return made

    def _keep(self, item: Item) -> Item:
        edited, changes = self.editor.fields(item)
        own = {g for g in trigrams(item) if self.in_old[g] == 1}
        for _ in range(TRIES):
            new = self.editor.words(edited)
            if len(own & trigrams(new)) >= 2 * ENOUGH:
                break
        else:
            new = replace(self.editor, strength=STRENGTHS["light"]).words(edited)
        self.ties.append(Tie("kept", (item.key,), (item.key,)))
        self.changes[item.key] = changes
        return new

    def _split(self, item: Item) -> list[Item]:
        """Two or three tasks, each with its own title and its share of the sentences; none where it has too few to share out."""
        able = [i for i, s in enumerate(item.sentences) if own_title(s)]
        if item.title is None or len(item.sentences) < 3 or not able:
            return []
        plain = replace(self.editor, odds=0.0)
        whole, _ = plain.fields(item)
        heads = sorted(self.rng.sample(able, min(len(able), self.rng.choice([1, 1, 2]))))
        shares: list[list[int]] = [[i] for i in heads]
        rest = [i for i in range(len(item.sentences)) if i not in heads]
        if not rest:
            return []
        first = rest[:1]
        for i in rest[1:]:
            self.rng.choice([first, *shares]).append(i)
        made = []
        for n, share in enumerate([first, *shares]):
            name = item.title if n == 0 else own_title(item.sentences[share[0]])
            if n and name and self.rng.random() < self.strength.head / 2:
                name = name.replace(item.core, shortened(item.core))
            part = replace(
                whole,
                key=next(self.writer.keys),
                title=reword_title(self.rng, name or "", replace(self.strength, frame=0.0)),
                sentences=tuple(self.editor.sentence(whole.sentences[i]) for i in sorted(share)),
                units=self._some(item.units) if n else item.units,
                listed=item.listed and len(share) > 1,
            )
            made.append(part)
        self.ties.append(Tie("split", (item.key,), tuple(p.key for p in made)))
        return made

    def _some(self, units: tuple[Entry, ...]) -> tuple[Entry, ...]:
        kept = tuple(u for u in units if self.rng.random() < 0.75)
        return kept or units[:1]

    def _merge(self, items: list[Item]) -> Item:
        """One task out of two: a title that names both, all sentences with figures and most others, all bodies."""
        plain = replace(self.editor, odds=0.0)
        parts = [plain.fields(item)[0] for item in items]
        cores = [item.core for item in items]
        verb = parted(items[0].title or "")[1] or "推进"
        times: set[tuple[object, ...]] = set()
        sentences = []
        for part in parts:
            for sentence in part.sentences:
                keys = {time_key(t) for t in sentence.times}
                idle = not sentence.targets and not sentence.times
                if keys & times or (idle and len(part.sentences) > 2 and self.rng.random() < 0.2):
                    continue
                times |= keys
                sentences.append(self.editor.sentence(sentence))
        due = tuple(parts[0].due)
        said = "".join(sentence.text for sentence in sentences)
        seen = [any(core[i : i + NAMED] in said for i in range(max(1, len(core) - NAMED + 1))) for core in cores]
        # a title may leave out only what the text speaks of
        odds = [10, 10 * self.strength.head * seen[1], 5 * self.strength.head * all(seen)]
        title = self.rng.choice(wording()[self.rng.choices(["joint", "cover", "umbrella"], odds)[0]])
        made = Item(
            next(self.writer.keys),
            title.format(o=cores[0], p=cores[1], v=verb),
            tuple(sentences),
            tuple(merge_units([*parts[0].units, *parts[1].units])),
            tuple(d for d in due if time_key(d) not in times),
            any(p.listed for p in parts),
        )
        self.ties.append(Tie("merged", tuple(i.key for i in items), (made.key,)))
        return made

    # places -------------------------------------------------------------------------------------------------------------

    def _move(self, sections: list[Section]) -> list[Section]:
        if len(sections) < 2:
            return sections
        kept = {tie.new[0] for tie in self.ties if tie.kind == "kept"}
        lists = [list(s.items) for s in sections]
        for at, section in enumerate(sections):
            for item in section.items:
                if item.key in kept and self.rng.random() < self.odds.moved:
                    to = self.rng.choice([i for i in range(len(sections)) if i != at])
                    lists[at].remove(item)
                    lists[to].insert(self.rng.randint(0, len(lists[to])), item)
                    self.moved.add(item.key)
        return [replace(s, items=tuple(items)) for s, items in zip(sections, lists, strict=True)]

    def _lend(self, sections: list[Section]) -> list[Section]:
        """A sentence without figures goes from one kept task to another: no split, both titles stay."""
        kept = {tie.new[0] for tie in self.ties if tie.kind == "kept"}
        items = {item.key: item for s in sections for item in s.items}
        able = [key for key, item in items.items() if key in kept and item.title and len(item.sentences) > 2]
        for key in able:
            plain = [s for s in items[key].sentences[1:] if not s.targets and not s.times and not s.title]
            others = [k for k, item in items.items() if k in kept and k != key and item.title]
            if plain and others and self.rng.random() < self.odds.lent:
                lent, to = self.rng.choice(plain), items[self.rng.choice(others)]
                items[key] = replace(items[key], sentences=tuple(s for s in items[key].sentences if s.key != lent.key))
                items[to.key] = replace(to, sentences=(*to.sentences, lent))
        return [replace(s, items=tuple(items[item.key] for item in s.items)) for s in sections]

    def _add(self, items: list[Item]) -> list[Item]:
        kept = {tie.new[0] for tie in self.ties if tie.kind == "kept"}
        for item in list(items):
            draw = self.rng.random()
            if draw < self.odds.added + self.odds.near:
                near = self.writer.near(item) if draw < self.odds.near and item.key in kept else None
                new = near or self.writer.item()
                if new:
                    items.insert(self.rng.randint(0, len(items)), replace(new, due=_due(items), listed=False))
        return items

    def _order(self, items: list[Item]) -> list[Item]:
        for i in range(len(items) - 1):
            if self.rng.random() < self.strength.order / 3:
                items[i], items[i + 1] = items[i + 1], items[i]
        return items

    def _heading(self, heading: str | None) -> str | None:
        if heading is None:
            return None
        if self.rng.random() < self.strength.frame / 2:
            return str(self.rng.choice(wording()["headings"])).format(s=object_of(heading)[:12])
        return reword_title(self.rng, heading, replace(self.strength, frame=0.0))

    # names --------------------------------------------------------------------------------------------------------------

    def _renamed(self, new: Listing) -> Edited:
        """Some bodies had another name in the old list, by a reform or by habit; a reform is a change of every task that keeps them.
        A body with another role keeps its name, so that each change can be told by itself."""
        rng = self.rng
        other_role = {c.old for changes in self.changes.values() for c in changes if c.kind == "role_changed"}
        former = bodies.former_names(rng, self.base, rng.choice([0, 0, 1, 1, 2]), without=other_role)
        habit = bodies.other_spellings(rng, self.base, rng.choice([0, 1, 2]), former)
        old = bodies.with_names(self.base, former)
        new = bodies.with_names(new, habit)
        items = {item.key: item for item in self.base.items}
        for key, changes in self.changes.items():
            gone = {c.old for c in changes if c.field == "units" and c.kind == "removed"}
            told = [_told(c, former, habit) for c in changes]
            told += [
                Change("units", "renamed", former[u["name"]], str(habit.get(u["name"], u["name"])))
                for u in items[key].units
                if u["name"] in former and u["name"] not in gone
            ]
            self.changes[key] = told
        tables = two_tables(rng, self.base, self.strength.word) if rng.random() < TABLES else Tables()
        return Edited(old, new, self.ties, self.changes, self.moved, tables)


def _told(change: Change, former: dict[str, str], habit: dict[str, str]) -> Change:
    """A change of bodies under the names that each list has."""
    if change.field != "units":
        return change
    return replace(change, old=former.get(change.old, change.old), new=habit.get(change.new, change.new))


def _due(items: list[Item]) -> tuple[Entry, ...]:
    """A time column entry like its neighbours', where they have one."""
    return next((item.due for item in items if item.due), ())


def strength(name: str) -> Strength:
    """Raises ValueError for an unknown level."""
    if name not in STRENGTHS:
        raise ValueError(f"unknown level {name!r}; known: {', '.join(STRENGTHS)}")
    return STRENGTHS[name]
