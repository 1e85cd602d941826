"""New sentences and new tasks in the style of a list, with targets and times that the list does not have yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from random import Random
from typing import Any

from .. import figures, times
from ..sentences import Context
from ..stock import common, subjects
from ..times import Horizon
from ..truth import Entry
from .bodies import parted
from .lexicon import wording
from .listing import Item, Listing, Sentence, pieces_of, time_key


@dataclass(slots=True)
class Writer:
    """Writes for one list, or for the one `shift` years on. `used` holds the metrics it has, `about` everything its tasks are about."""

    rng: Random
    listing: Listing
    shift: int = 0
    used: set[str] = field(default_factory=set)
    about: str = ""
    keys: Iterator[int] = field(default_factory=count)
    units: list[tuple[Entry, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.used = {bare(t["metric"]) for item in self.listing.items for t in item.targets}
        self.about = "\n".join(item.text for item in self.listing.items)
        taken = [k for item in self.listing.items for k in (item.key, *(s.key for s in item.sentences))]
        self.keys = count(max(taken, default=-1) + 1)
        self.units = [item.units for item in self.listing.items if item.units]

    @property
    def scope(self) -> str:
        """全市, 全县 …, after the bodies of the list."""
        prefixes = [parted(u["name"])[0] for units in self.units for u in units]
        known = sorted({p for p in prefixes if p}, key=lambda p: (-prefixes.count(p), p))
        return {"自治区": "全区"}.get(known[0], "全" + known[0]) if known else "全国"

    def _context(self) -> Context:
        stock: dict[str, Any] = subjects()[self.listing.subject]
        return Context(self.rng, stock, None, self.horizon, self.scope)  # type: ignore[arg-type]  # no sentence here names a body

    @property
    def horizon(self) -> Horizon:
        first, last = self.listing.first + self.shift, self.listing.last + self.shift
        return Horizon(first, last, date(first, 2, 1))

    def aspect(self, core: str, without: tuple[Sentence, ...]) -> Sentence | None:
        """A sentence about one side of a task that none of its sentences has."""
        said = "".join(sentence.text for sentence in without)
        free = [a for a in wording()["aspects"] if a["text"].split("，")[1] not in said]
        if not free or not 3 < len(core) < 20:
            return None
        chosen = self.rng.choice(free)
        return Sentence(next(self.keys), pieces_of(chosen["text"].format(o=core), []), chosen["title"].format(o=core))

    def aim(self, taken: list[Entry] = ()) -> Sentence | None:  # type: ignore[assignment]
        """A sentence with a target that the list does not have, now and then under a time that `taken` has not."""
        context = self._context()
        maker = self.rng.choice([figures.rate, figures.count, figures.level])
        made = maker(self.rng, context.subject, context.scope, self.used)
        if made is None:
            return None
        text, found = made.text, list(made.targets)
        if self.rng.random() < 0.4:
            when = times.point(self.rng, self.horizon)
            if "五”" not in when["raw"] and time_key(when) not in {time_key(t) for t in taken}:
                text, found = f"{when['raw']}，{text}", [when, *found]
        return Sentence(next(self.keys), pieces_of(text, found))

    def near(self, item: Item) -> Item | None:
        """A new task that is nearly, but not, the given one: the same work on another object."""
        core = item.core
        can = [(word, other) for one in wording()["near"] for word in one for other in one if word in core and other != word]
        if item.title is None or not can or len(core) > 16:
            return None
        word, other = self.rng.choice(can)
        made = core.replace(word, other)
        if made in self.about:
            return None
        self.about += "\n" + made
        verb = self.rng.choice(common()["verbs"]["works"])
        return self.fill(Item(next(self.keys), verb + made, (), item.units), self.rng.choice([1, 2]))

    def item(self) -> Item | None:
        """A new task of the list's subject: an object that the list does not name, bodies and phrases that it does."""
        stock = subjects()[self.listing.subject]
        pool = [(kind, o) for kind in ("systems", "works", "forces") for o in stock[kind] if not self._named(o)]
        if not pool:
            return None
        kind, core = self.rng.choice(pool)
        self.about += "\n" + core
        title = self.rng.choice(common()["verbs"][kind]) + core
        units = self.rng.choice(self.units) if self.units else ()
        if all(item.title for item in self.listing.items):
            return self.fill(Item(next(self.keys), title, (), units), self.rng.choice([1, 2, 2, 3]))
        opening = "，".join([title, self.rng.choice(common()["extras"]), self.rng.choice(common()["tails"])])
        made = Item(next(self.keys), None, (Sentence(next(self.keys), pieces_of(opening, [])),), units)
        return self.fill(made, self.rng.choice([1, 2, 3]))

    def _named(self, core: str) -> bool:
        """Whether the list speaks of it, or of something called nearly the same."""
        return any(core[i : i + 4] in self.about for i in range(len(core) - 3))

    def fill(self, item: Item, sentences: int) -> Item:
        """The item with further sentences until it has as many."""
        made = list(item.sentences)
        for _ in range(8):
            if len(made) >= sentences:
                break
            short = replace(item, sentences=tuple(made))
            new = self.aim(short.times) if self.rng.random() < 0.35 else self.aspect(item.core, short.sentences)
            made += [new] if new else []
        return replace(item, sentences=tuple(made))


def bare(metric: str) -> str:
    """A metric without its scope and the verb that a count may be read with: 全市X, 新增X -> X."""
    return (metric[2:] if metric.startswith("全") else metric).removeprefix("新增").removeprefix("培训")


def grown(rng: Random, listing: Listing, more: int) -> Listing:
    """The list with up to so many further tasks, shared out over its sections."""
    writer = Writer(rng, listing)
    sections = list(listing.sections)
    for _ in range(more):
        item = writer.item()
        if item:
            at = rng.randrange(len(sections))
            sections[at] = replace(sections[at], items=(*sections[at].items, item))
    return replace(listing, sections=tuple(sections))


def enriched(rng: Random, listing: Listing) -> Listing:
    """The list with tasks of a few sentences each, every one about its own task."""
    writer = Writer(rng, listing)
    made = listing.over(lambda item: writer.fill(item, rng.choice([2, 3, 3, 4])))
    return made.over(lambda item: item if item.sentences else None)
