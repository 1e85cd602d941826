"""A diff record held against the right diff of its pair: alignment, splits and merges, kinds, field changes, calibration.

Tallies are those of `generator.compare`. Elements: `alignment` (pairs of one old and one new task), `split` and `merged` (whole groups),
`added` and `removed` (`own` and `left_out` between levels), `relation`; on tasks that were rightly aligned one to one `units`,
`deadlines` and `stepped` (those that only went on with the planning years), `targets` (kind, metric, new figure), `direction` of the
changed ones that were found, `measures` (pairs of measures); `indicators` (kind and names). `fields` sums units, deadlines, stepped and
targets. The kinds of tasks make a confusion matrix, scores of alignments a calibration table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from gongwen.diff import NoticeDiff, TaskChange
from gongwen.records import Notice

from ..compare import Scores, Tally, alike, value_key
from ..document import Planted
from .listing import Item
from .pairs import Pair
from .tasks import Change

FIELDS = ("units", "deadlines", "stepped", "targets")
BINS = 10


@dataclass(slots=True)
class DiffScores:
    """Sums over pairs. `kinds` counts (right kind, kind told); `bins` counts (right, told) alignments by score, in tenths;
    `sure` counts the same by `certain`."""

    scores: Scores = field(default_factory=Scores)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    bins: dict[int, list[int]] = field(default_factory=dict)
    sure: dict[bool, list[int]] = field(default_factory=dict)

    def add(self, other: DiffScores) -> None:
        """Take in another sum."""
        self.scores.add(other.scores)
        self.kinds += other.kinds
        _add(self.bins, other.bins)
        _add(self.sure, other.sure)

    def __str__(self) -> str:
        names = sorted({right for right, _ in self.kinds} | {told for _, told in self.kinds})
        head = "right, told " + "".join(f"{name:>11}" for name in names)
        rows = [f"{right:<12}" + "".join(f"{self.kinds[right, told]:>11}" for told in names) for right in names]
        bins = [f"{key / BINS:>4.1f}–{(key + 1) / BINS:<5.1f}{_share(*n)}" for key, n in sorted(self.bins.items())]
        sure = [f"{'certain' if key else 'uncertain':<10}{_share(*n)}" for key, n in sorted(self.sure.items())]
        return "\n".join([str(self.scores), "", "kinds", head, *rows, "", "alignments that are right, by score", *bins, *sure])


K = TypeVar("K")


def _add(mine: dict[K, list[int]], theirs: dict[K, list[int]]) -> None:
    for key, (right, told) in theirs.items():
        entry = mine.setdefault(key, [0, 0])
        entry[0], entry[1] = entry[0] + right, entry[1] + told


def _share(right: int, told: int) -> str:
    return f"{right:>6}/{told:<6}{right / told:6.3f}"


def score(pair: Pair, old: Notice, new: Notice, diff: NoticeDiff) -> DiffScores:
    """The scores of one diff. Raises ValueError where a record has other tasks than were printed."""
    old_keys, new_keys = _by_id(pair.old_keys, old), _by_id(pair.new_keys, new)
    total = DiffScores()
    told = {(old_keys[o.id], new_keys[n.id]): change for change in diff.tasks for o in change.old for n in change.new}
    right = {(a, b) for tie in pair.edited.ties for a in tie.old for b in tie.new}
    names = _names(pair)
    _sets(total.scores["alignment"], right, set(told), lambda p: f"{names['old', p[0]]} → {names['new', p[1]]}", pair.name)
    for kind in ("split", "merged"):
        want = {(frozenset(t.old), frozenset(t.new)) for t in pair.edited.ties if t.kind == kind}
        got = {(frozenset(old_keys[o.id] for o in c.old), frozenset(new_keys[n.id] for n in c.new)) for c in diff.tasks if c.kind == kind}
        _sets(total.scores[kind], want, got, lambda g: _group(g, names), pair.name)
    _sets(total.scores["relation"], {pair.edited.relation}, {diff.relation.kind}, str, pair.name)
    rows = {(c.kind, c.old.name if c.old else "", c.new.name if c.new else "") for c in diff.indicators}
    _sets(total.scores["indicators"], set(pair.edited.tables.changes), rows, str, pair.name)
    _calibrate(total, right, told)
    _kinds(total, pair, diff, old_keys, new_keys, names)
    olds, news = ({item.key: item for item in listing.items} for listing in (pair.edited.old, pair.edited.new))
    counts = {("old", old_keys[t.id]): len(t.measures) for t in old.tasks} | {("new", new_keys[t.id]): len(t.measures) for t in new.tasks}
    called = _metrics(pair.old, old), _metrics(pair.new, new)
    for tie in pair.edited.ties:
        change = told.get((tie.old[0], tie.new[0]))
        if tie.kind == "kept" and tie.old[0] in pair.edited.changes and change is not None and len(change.old) == len(change.new) == 1:
            where = f"{pair.name}: {names['old', tie.old[0]]}"
            _fields(total.scores, pair.edited.changes[tie.old[0]], change, called, where)
            was, now = olds[tie.old[0]], news[tie.new[0]]
            # the first sentence of a task without a title may be read as its title, and is no measure then
            if counts["old", was.key] == len(was.sentences) and counts["new", now.key] == len(now.sentences):
                _measures(total.scores["measures"], was, now, change, where)
    total.scores["fields"] = _summed(total.scores[name] for name in FIELDS)
    return total


def _by_id(keys: list[int], record: Notice) -> dict[str, int]:
    if len(keys) != len(record.tasks):
        raise ValueError(f"{record.source.name}: {len(record.tasks)} tasks read, {len(keys)} printed")
    return {task.id: key for task, key in zip(record.tasks, keys, strict=True)}


def _names(pair: Pair) -> dict[tuple[str, int], str]:
    """What to call a task in a note."""
    sides = (("old", pair.edited.old, pair.old), ("new", pair.edited.new, pair.new))
    return {
        (side, item.key): f"{truth['number']} {(item.title or item.text)[:24]}"
        for side, listing, planted in sides
        for item, truth in zip(listing.items, planted.truth["tasks"], strict=True)
    }


def _group(group: tuple[frozenset[int], frozenset[int]], names: dict[tuple[str, int], str]) -> str:
    old, new = (sorted(side) for side in group)
    return f"{' + '.join(names['old', k] for k in old)} → {' + '.join(names['new', k] for k in new)}"


def _sets(tally: Tally, want: set[Any], got: set[Any], say: Any, where: str) -> None:
    tally.hit += len(want & got)
    tally.missed += len(want - got)
    tally.extra += len(got - want)
    tally.notes += sorted(f"- {where}: {say(one)}" for one in want - got) + sorted(f"+ {where}: {say(one)}" for one in got - want)


def _summed(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for one in tallies:
        whole.hit, whole.extra, whole.missed = whole.hit + one.hit, whole.extra + one.extra, whole.missed + one.missed
    return whole


def _calibrate(total: DiffScores, right: set[tuple[int, int]], told: dict[tuple[int, int], TaskChange]) -> None:
    for pair, change in told.items():
        hit = pair in right
        for entry in (
            total.bins.setdefault(min(int(change.score * BINS), BINS - 1), [0, 0]),
            total.sure.setdefault(change.certain, [0, 0]),
        ):
            entry[0], entry[1] = entry[0] + hit, entry[1] + 1


# kinds ------------------------------------------------------------------------------------------------------------------


def right_kinds(pair: Pair) -> dict[tuple[str, int], str]:
    """What became of every old task, and of every new one: (old or new, key) -> kind; between two levels, its uptake."""
    olds = {item.key: (item, truth) for item, truth in zip(pair.edited.old.items, pair.old.truth["tasks"], strict=True)}
    news = {item.key: (item, truth) for item, truth in zip(pair.edited.new.items, pair.new.truth["tasks"], strict=True)}
    if pair.edited.uptake:
        keys = [("old", key) for key in olds] + [("new", key) for key in news]
        return {key: pair.edited.uptake[key[1]] for key in keys}
    made = {("old", key): "removed" for key in olds} | {("new", key): "added" for key in news}
    for tie in pair.edited.ties:
        kind = tie.kind
        if kind == "kept":
            (old, was), (new, now) = olds[tie.old[0]], news[tie.new[0]]
            if old.key in pair.edited.moved:
                kind = "moved"
            elif words(old) != words(new):
                kind = "reworded"
            else:
                kind = "same" if was["number"] == now["number"] else "renumbered"
        made |= {("old", key): kind for key in tie.old} | {("new", key): kind for key in tie.new}
    return made


def words(item: Item) -> tuple[Any, ...]:
    """Title and plain words of a task: what rewording changes."""
    return item.title, [[piece.text for piece in s.pieces if piece.found is None] for s in item.sentences]


def _kinds(
    total: DiffScores,
    pair: Pair,
    diff: NoticeDiff,
    old_keys: dict[str, int],
    new_keys: dict[str, int],
    names: dict[tuple[str, int], str],
) -> None:
    right = right_kinds(pair)
    told = {("old", old_keys[o.id]): c for c in diff.tasks for o in c.old} | {("new", new_keys[n.id]): c for c in diff.tasks for n in c.new}
    kinds = {key: (change.uptake if pair.edited.uptake else change.kind) for key, change in told.items()}
    gone, new = ("left_out", "own") if pair.edited.uptake else ("removed", "added")
    for key, kind in right.items():
        if key[0] == "new" or gone in (kind, kinds.get(key)):
            total.kinds[kind, str(kinds.get(key))] += 1
    for kind in (new, gone):
        want, got = {k for k, v in right.items() if v == kind}, {k for k, v in kinds.items() if v == kind}
        _sets(total.scores[kind], want, got, lambda k: names[k], pair.name)


# fields -----------------------------------------------------------------------------------------------------------------


def _metrics(printed: Planted, record: Notice) -> dict[str, str]:
    """What the record calls each printed metric: the converter may take in a word more or less."""
    made: dict[str, str] = {}
    for truth, task in zip(printed.truth["tasks"], record.tasks, strict=True):
        found = [t.model_dump() for t in task.targets]
        for target in truth["targets"]:
            twins = [t["metric"] for t in found if value_key(t) == value_key(target)]
            if twins:
                made[target["metric"]] = max(twins, key=partial(alike, target["metric"]))
    return made


def _fields(scores: Scores, right: list[Change], told: TaskChange, called: tuple[dict[str, str], dict[str, str]], where: str) -> None:
    """`called`: the names that the old and the new record have for the metrics that were printed."""
    assert told.changes is not None
    right = [_as_read(change, *called) for change in right]
    want: dict[str, set[Any]] = {name: set() for name in FIELDS}
    got: dict[str, set[Any]] = {name: set() for name in FIELDS}
    for change in right:
        row: tuple[Any, ...] = (change.kind, change.old, change.new)
        row = (*row, _figure(change.figure)) if change.field == "targets" and change.new else row
        want["stepped" if change.kind == "stepped" else change.field].add(row)
    for u in told.changes.units:
        got["units"].add((u.kind, u.old.name if u.old else "", u.new.name if u.new else ""))
    for d in told.changes.deadlines:
        kind = "stepped" if d.with_period and d.kind == "moved" else d.kind
        got["stepped" if kind == "stepped" else "deadlines"].add((kind, d.old.raw if d.old else "", d.new.raw if d.new else ""))
    for t in told.changes.targets:
        row = (t.kind, t.old.metric if t.old else "", t.new.metric if t.new else "")
        got["targets"].add((*row, _figure(t.new.value)) if t.new else row)
    for name in FIELDS:
        _sets(scores[name], want[name], got[name], str, where)
    ways = {(c.old, c.new): c.direction for c in right if c.field == "targets" and c.kind == "changed" and c.direction}
    for t in told.changes.targets:
        way = ways.get((t.old.metric, t.new.metric)) if t.old and t.new else None
        if way:
            about = f"{where}: {t.old.raw if t.old else ''} → {t.new.raw if t.new else ''}"
            _sets(scores["direction"], {way}, {t.direction}, str, about)


def _as_read(change: Change, old: dict[str, str], new: dict[str, str]) -> Change:
    """The change of a target with its metrics as the records name them."""
    if change.field != "targets":
        return change
    return replace(change, old=old.get(change.old, change.old), new=new.get(change.new, change.new))


def _figure(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value).normalize()


def _measures(tally: Tally, old: Item, new: Item, told: TaskChange, where: str) -> None:
    """Pairs of the places of measures; -1 where there is none."""
    assert told.changes is not None
    olds, news = [s.key for s in old.sentences], [s.key for s in new.sentences]
    want = {(i, news.index(key) if key in news else -1) for i, key in enumerate(olds)}
    want |= {(-1, j) for j, key in enumerate(news) if key not in olds}
    got = {(m.old.index if m.old else -1, m.new.index if m.new else -1) for m in told.changes.measures}
    say = lambda p: f"{old.sentences[p[0]].text if p[0] >= 0 else ''} → {new.sentences[p[1]].text if p[1] >= 0 else ''}"  # noqa: E731
    _sets(tally, want, {(i, j) for i, j in got if i < len(olds) and j < len(news)}, say, where)
