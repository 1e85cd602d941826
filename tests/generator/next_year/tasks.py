"""Edits inside one task, each with the change that a right diff must tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from ..truth import Entry
from . import bodies, dates, figures
from .fresh import Writer, bare
from .lexicon import Strength, reword_title, reword_words, stock_clauses
from .listing import Item, Piece, Sentence, time_key


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field of a task. `old` and `new` name it: a body, the raw text of a deadline, a metric; "" where there is none.

    `field`: units, deadlines, targets. `kind`: as in a diff record, and `stepped` for a deadline that went on with the planning years.
    `direction`: tightened, loosened, dropped, or "" where a reader could not say. `figure`: the new value of a target.
    """

    field: str
    kind: str
    old: str
    new: str
    direction: str = ""
    figure: str | None = None


@dataclass(slots=True)
class Editor:
    """Edits the tasks of one list. `odds` is the chance of an edit of each field; `years` how far the planning years went on."""

    rng: Random
    writer: Writer
    strength: Strength
    years: int
    odds: float
    pool: list[str]

    # fields -------------------------------------------------------------------------------------------------------------

    def fields(self, item: Item) -> tuple[Item, list[Change]]:
        """Deadlines, targets and bodies edited; the rest of the wording as it was."""
        item, changes = self._times(item)
        item, more = self._targets(item)
        changes += more
        if item.units and self.rng.random() < self.odds:
            units, done = bodies.edited(self.rng, item.units, self.pool)
            item = replace(item, units=units)
            changes += [Change("units", *one) for one in done]
        return item, changes

    def _times(self, item: Item) -> tuple[Item, list[Change]]:
        """Every deadline stepped; sometimes one of them moved, taken out or put in instead."""
        rng = self.rng
        old = item.times
        new: list[Entry | None] = [dates.stepped(t, self.years) for t in old]
        own: dict[int, Change] = {}
        if old and rng.random() < self.odds:
            at = rng.randrange(len(old))
            kind, other = self._other_time(dates.stepped(old[at], self.years), column=at < len(item.due))
            if kind and (other is None or time_key(other) not in {time_key(t) for t in new if t}):
                new[at] = other
                own[at] = Change("deadlines", kind, old[at]["raw"], other["raw"] if other else "")
        changes = []
        for at, (was, now) in enumerate(zip(old, new, strict=True)):
            if at in own:
                changes.append(own[at])
            elif now and time_key(now) != time_key(was):
                changes.append(Change("deadlines", "stepped", was["raw"], now["raw"]))
        made = replace(item, due=tuple(t for t in new[: len(item.due)] if t))
        rest = iter(new[len(item.due) :])
        made = replace(made, sentences=tuple(with_times(s, [next(rest) for _ in s.times]) for s in made.sentences))
        if not old and rng.random() < self.odds / 2:
            place = next((i for i, s in enumerate(made.sentences) if s.targets and not s.text.startswith(("力争", "确保"))), None)
            if place is not None:
                when = dates.fresh(rng, self.writer.horizon.first)
                timed = replace(made.sentences[place], pieces=(Piece(when["raw"], when), Piece("，"), *made.sentences[place].pieces))
                made = replace(made, sentences=(*made.sentences[:place], timed, *made.sentences[place + 1 :]))
                changes.append(Change("deadlines", "added", "", when["raw"]))
        return made, changes

    def _other_time(self, time: Entry, *, column: bool) -> tuple[str, Entry | None]:
        """What else a deadline becomes, and the kind of that change; "" for none. A time column is never left empty."""
        rng = self.rng
        draw = rng.random()
        if time["kind"] == "recurring":
            return "recurrence_changed", dates.paced(rng, time)
        if draw < 0.33 and not column:
            return "removed", None
        if time["kind"] != "by":
            return "", None
        if draw < 0.33:
            return "kind_changed", dates.opened(rng)
        return "moved", dates.moved(rng, time)

    def _targets(self, item: Item) -> tuple[Item, list[Change]]:
        changes: list[Change] = []
        before = list(item.sentences)
        if len(before) > 1 and self.rng.random() < self.odds / 2:
            before, changes = self._drop_target(before, bool(item.title))
        metrics = [t["metric"] for t in item.targets]
        sentences = []
        for sentence in before:
            pieces: list[Piece] = []
            for at, piece in enumerate(sentence.pieces):
                found = piece.found if piece.is_target else None
                alone = found is not None and metrics.count(found["metric"]) == 1 and not _coordinated(sentence, at)
                aim = figures.readable(found) if found is not None and alone else None
                if aim is None or found is None:
                    pieces.append(piece)
                    continue
                made, told = self._target(aim)
                changes += [replace(change, old=found["metric"]) for change in told]
                pieces.append(Piece(made["raw"], made) if made else piece)
            sentences.append(replace(sentence, pieces=tuple(pieces)))
        if self.rng.random() < self.odds / 2:
            new = self.writer.aim()
            if new and not new.times:
                sentences.append(new)
                changes += [Change("targets", "added", "", t["metric"], figure=t["value"]) for t in new.targets]
        return replace(item, sentences=tuple(sentences)), changes

    def _target(self, aim: figures.Aim) -> tuple[Entry | None, list[Change]]:
        """The target printed anew, and what changed in it; None where it stays as it is printed."""
        rng = self.rng
        other, direction = aim, ""
        if rng.random() < self.odds:
            kind = rng.choice(["tightened", "tightened", "tightened", "loosened", "compared"])
            edited = figures.compared_otherwise(rng, aim) if kind == "compared" else figures.tightened(rng, aim, loosen=kind == "loosened")
            if edited is not None:
                other, direction = edited, kind if kind != "compared" else ""
        changed = other is not aim
        if not changed and rng.random() >= self.strength.word:
            return None, []
        if rng.random() < self.strength.word / 3:
            named = figures.called_otherwise(rng, other, self.writer.scope)
            if bare(named.metric) == bare(aim.metric) or bare(named.metric) not in self.writer.used:
                other = named
        if rng.random() < self.strength.word / 4:
            other = figures.counted_otherwise(other)
        made = figures.printed(rng, other)
        return made, [Change("targets", "changed", aim.metric, other.metric, direction, made["value"])] if changed else []

    def _drop_target(self, sentences: list[Sentence], titled: bool) -> tuple[list[Sentence], list[Change]]:
        """One sentence that is nothing but a target taken out."""
        can = [i for i, s in enumerate(sentences) if (i or titled) and len(s.pieces) == 1 and s.pieces[0].is_target]
        can = [i for i in can if figures.readable(sentences[i].targets[0])]
        if not can:
            return sentences, []
        at = self.rng.choice(can)
        return [s for i, s in enumerate(sentences) if i != at], [
            Change("targets", "removed", sentences[at].targets[0]["metric"], "", "dropped")
        ]

    # words --------------------------------------------------------------------------------------------------------------

    def words(self, item: Item) -> Item:
        """The task in other words: title, sentences, their order; sentences without figures come and go."""
        rng, strength = self.rng, self.strength
        sentences = [self.sentence(s, whole=item.title is None and i == 0) for i, s in enumerate(item.sentences)]
        fixed = sentences[:1] if item.title is None else []
        free = sentences[len(fixed) :]
        plain = [s for s in free if not s.targets and not s.times]
        dropped = {s.key for s in plain[1:] if rng.random() < strength.sentence}
        free = [s for s in free if s.key not in dropped]
        if rng.random() < strength.sentence:
            new = self.writer.aspect(item.core, item.sentences)
            free += [new] if new else []
        if len(free) > 1 and rng.random() < strength.order:
            rng.shuffle(free)
        title = reword_title(rng, item.title, strength) if item.title is not None else None
        return replace(item, title=title, sentences=tuple(fixed + free))

    def sentence(self, sentence: Sentence, *, whole: bool = False) -> Sentence:
        """The sentence in other words, what is planted in it as it is. `whole`: it keeps its number of clauses, since it stands for a
        task without a title."""
        planted = [p for p in sentence.pieces if p.found is not None]
        marks = {chr(0xE000 + i): p for i, p in enumerate(planted)}
        held = iter(marks)
        text = "".join(next(held) if p.found is not None else p.text for p in sentence.pieces)
        clauses = text.split("，")
        # what follows a bare time says whether it is the time in which or the time by which
        timed = frozenset(i + 1 for i, c in enumerate(clauses) if c in marks and marks[c].is_time)
        keep = len(clauses) if whole else 1
        made = reword_words(self.rng, clauses, self.strength, keep=keep, movable=not whole and not planted, frozen=timed)
        core = [c for c in clauses if c not in stock_clauses()]
        if core and all(c in stock_clauses() for c in made):  # what is said must stay to be seen
            made = [*core, *made]
        return replace(sentence, pieces=_pieces("，".join(made), marks))


def _coordinated(sentence: Sentence, at: int) -> bool:
    """Whether a target shares words with its neighbour: 3家国家级、5家省级…."""
    before = sentence.pieces[at - 1].text if at else ""
    after = sentence.pieces[at + 1].text if at + 1 < len(sentence.pieces) else ""
    return before.endswith(("、", "和", "及")) or after.startswith(("、", "和", "及"))


def _pieces(text: str, marks: dict[str, Piece]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    words = ""
    for c in text:
        if c not in marks:
            words += c
            continue
        if words:
            pieces.append(Piece(words))
        words = ""
        pieces.append(marks[c])
    return tuple([*pieces, Piece(words)] if words else pieces)


def with_times(sentence: Sentence, times: list[Entry | None]) -> Sentence:
    """The sentence with its deadlines replaced in order; one that is None goes with the comma behind it."""
    rest = iter(times)
    pieces: list[Piece] = []
    dropped = False
    for piece in sentence.pieces:
        if piece.is_time:
            new = next(rest)
            dropped = new is None
            if new is not None:
                pieces.append(Piece(new["raw"], new))
            continue
        if dropped and piece.found is None:
            text = piece.text.removeprefix("，") if not pieces or pieces[-1].text.endswith("，") else piece.text
            pieces += [Piece(text, None)] if text else []
        else:
            pieces.append(piece)
        dropped = False
    return replace(sentence, pieces=tuple(pieces))
