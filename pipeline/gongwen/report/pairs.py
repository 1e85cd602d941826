"""What became of each task, as the page of a comparison shows it: both texts with the changed words, and what changed in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from ..diff import DeadlineRef, NoticeDiff, TargetChange, TargetRef, TaskChange, TaskRef
from ..diff.redline import Piece, side, word_changes
from ..emit.comparison import (
    TRAITS,
    deadline_in_words,
    full_text,
    kind_in_words,
    numbered_name,
    target_in_words,
    task_name,
    unit_in_words,
)
from .ink import plain
from .rows import Choice
from .words import CHANGE_TAGS, EVIDENCE

_TAGS = {"same": Markup("{}"), "removed": Markup("<del>{}</del>"), "added": Markup("<ins>{}</ins>")}
_MOVED = Markup('<span class="moved">{}</span>')
_LEAST_MOVED = 8  # characters that stand elsewhere in the same words


class Anchors(NamedTuple):
    """Names of places on the page: of tasks by side and id, of stretches of the source texts by side and place; the change of each task."""

    tasks: dict[tuple[str, str], str]
    places: dict[tuple[str, int, int], str]
    pairs: dict[tuple[str, str], int]


class SideView(NamedTuple):
    """One task on one side: its number and title, its heading, its page, and the name of its place in the source text."""

    number: str
    title: str
    path: str
    page: int | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that changed inside a task: what kind of thing, in words, and where both sides stand in the source texts."""

    kind: str
    tone: str  # up, down, quiet or empty
    text: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A change of a task. `headings` and `bodies` are numbers of choices in the filters, `tags` names of CHANGE_TAGS."""

    index: int
    key: str
    word: str
    traits: tuple[str, ...]
    score: int
    certain: bool
    rivals: tuple[tuple[str, str], ...]
    old: tuple[SideView, ...]
    new: tuple[SideView, ...]
    old_text: Markup
    new_text: Markup
    alike: bool
    lines: tuple[Line, ...]
    evidence: tuple[tuple[str, int, str], ...]
    headings: tuple[int, ...]
    bodies: tuple[int, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairList:
    """All changes with the choices to filter them by; `kinds` are key, word and count."""

    pairs: tuple[Pair, ...]
    kinds: tuple[tuple[str, str, int], ...]
    headings: tuple[Choice, ...]
    bodies: tuple[Choice, ...]
    tags: tuple[tuple[str, str, int], ...]


def pair_list(diff: NoticeDiff, anchors: Anchors) -> PairList:
    """The changes of a comparison in its order."""
    headings = Counter(path for change in diff.tasks for path in dict.fromkeys(_paths(change)))
    bodies = Counter(name for change in diff.tasks for name in dict.fromkeys(_bodies(change)))
    by_count = sorted(bodies, key=lambda name: -bodies[name])
    heading_numbers = {path: i for i, path in enumerate(headings)}
    body_numbers = {name: i for i, name in enumerate(by_count)}
    pairs = tuple(
        _pair(
            i,
            change,
            diff,
            anchors,
            tuple(dict.fromkeys(heading_numbers[path] for path in _paths(change))),
            tuple(dict.fromkeys(body_numbers[name] for name in _bodies(change))),
        )
        for i, change in enumerate(diff.tasks)
    )
    kinds = Counter((pair.key, pair.word) for pair in pairs)
    tags = Counter(tag for pair in pairs for tag in pair.tags)
    return PairList(
        pairs=pairs,
        kinds=tuple((key, word, n) for (key, word), n in kinds.items()),
        headings=tuple(Choice(plain(path[-1]), n, len(path) - 1) for path, n in headings.items()),
        bodies=tuple(Choice(plain(name), bodies[name]) for name in by_count),
        tags=tuple((tag, word, tags[tag]) for tag, word in CHANGE_TAGS.items() if tags[tag]),
    )


def _paths(change: TaskChange) -> Iterator[tuple[str, ...]]:
    for task in (*change.new, *change.old):
        yield from (task.path[: i + 1] for i in range(len(task.path)))


def _bodies(change: TaskChange) -> Iterator[str]:
    for task in (*change.new, *change.old):
        yield from (unit.canonical or unit.name for unit in task.units)


def _pair(index: int, change: TaskChange, diff: NoticeDiff, anchors: Anchors, headings: tuple[int, ...], bodies: tuple[int, ...]) -> Pair:
    old_text, new_text = texts(change)
    return Pair(
        index=index,
        key=change.uptake or change.kind,
        word=kind_in_words(change),
        traits=tuple(TRAITS[trait] for trait in change.traits if trait != change.kind),
        score=round(change.score * 100),
        certain=change.certain,
        rivals=tuple(_rivals(change, diff)),
        old=tuple(_side(task, "old", anchors) for task in change.old),
        new=tuple(_side(task, "new", anchors) for task in change.new),
        old_text=old_text,
        new_text=new_text,
        alike=bool(change.old and change.new) and "<" not in old_text + new_text,
        lines=tuple(_lines(change, anchors)),
        evidence=tuple((EVIDENCE[e.kind], round(e.score * 100), plain("、".join(e.shared))) for e in change.evidence),
        headings=headings,
        bodies=bodies,
        tags=tuple(dict.fromkeys(_tags(change))),
    )


def _side(task: TaskRef, which: str, anchors: Anchors) -> SideView:
    number = f"{task.number or ''}-{task.part}" if task.part > 1 else task.number or ""
    path = plain(" › ".join(task.path))
    return SideView(plain(number), plain(task_name(task)), path, task.place.page, anchors.tasks.get((which, task.id), ""))


def _rivals(change: TaskChange, diff: NoticeDiff) -> Iterator[tuple[str, str]]:
    """The other tasks that it may belong with: the name of the change each stands in, and its number and title."""
    for i, other in enumerate(diff.tasks):
        for task in other.old if change.kind == "added" else other.new:
            if task.id in change.rivals:
                yield f"c{i}", plain(numbered_name(task))


def texts(change: TaskChange) -> tuple[Markup, Markup]:
    """The texts of both sides, what the other side has not being marked; without marks where there is no other side."""
    old, new = ("\n".join(full_text(task).removeprefix(f"{task.number}．") for task in tasks) for tasks in (change.old, change.new))
    if not old or not new:
        return escape(plain(old)), escape(plain(new))
    pieces = word_changes(plain(old), plain(new))
    gone, come = ({p.text.strip() for p in pieces if p.kind == kind} for kind in ("removed", "added"))
    moved = {text for text in gone & come if len(text) >= _LEAST_MOVED}
    return _inked(side(pieces, "removed"), moved), _inked(side(pieces, "added"), moved)


def _inked(pieces: Sequence[Piece], moved: set[str]) -> Markup:
    tags = ((_MOVED if p.kind != "same" and p.text.strip() in moved else _TAGS[p.kind], p.text) for p in pieces)
    return Markup("").join(tag.format(text) for tag, text in tags)


def _lines(change: TaskChange, anchors: Anchors) -> Iterator[Line]:
    if change.changes is None:
        return
    for unit in change.changes.units:
        yield Line("单位", "", plain(unit_in_words(unit)), "", "")
    for deadline in change.changes.deadlines:
        places = _places(deadline.old, deadline.new, anchors)
        yield Line("时限", "quiet" if deadline.with_period else "", plain(deadline_in_words(deadline)), *places)
    yield from target_lines(change.changes.targets, anchors)


def target_lines(changes: Iterable[TargetChange], anchors: Anchors) -> Iterator[Line]:
    """Changed targets, of a task or of the notice as a whole."""
    for target in changes:
        tone = {"tightened": "up", "loosened": "down", "dropped": "down"}.get(target.direction or "", "")
        places = _places(target.old, target.new, anchors)
        yield Line("目标", tone, plain(target_in_words(target)), *places)


def _places(old: DeadlineRef | TargetRef | None, new: DeadlineRef | TargetRef | None, anchors: Anchors) -> tuple[str, str]:
    """Names of both places in the source texts; empty where there is none."""
    return (
        anchors.places.get(("old", old.place.start, old.place.end), "") if old else "",
        anchors.places.get(("new", new.place.start, new.place.end), "") if new else "",
    )


def _tags(change: TaskChange) -> Iterator[str]:
    if not change.certain:
        yield "uncertain"
    if change.changes is None:
        return
    if change.changes.units:
        yield "units"
    if any(not deadline.with_period for deadline in change.changes.deadlines):
        yield "deadlines"
    for target in change.changes.targets:
        if target.reached:
            yield "reached"
        if target.direction is not None and target.direction in CHANGE_TAGS:
            yield target.direction
        elif target.kind == "added":
            yield "new_target"
