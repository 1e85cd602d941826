"""Which measure of the new task continues which of the old one, so that their texts can stand side by side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Task
from .assign import assign
from .record import MeasureChange, MeasureKind
from .refs import measure_ref
from .wording import Grams, Rarity, compact, grams, without_fields

_ALIKE = 0.05  # likeness from which two measures are taken for one
_MAX_MEASURES = 200  # of one task that are aligned by likeness; of more only equal ones


@dataclass(frozen=True, slots=True)
class Listed:
    """A measure of a task; `words` without bodies, times, figures and blanks, `grams` their pairs of characters."""

    task: Task
    at: int
    words: str
    grams: Grams


def measure_changes(old: Sequence[Task], new: Sequence[Task]) -> tuple[MeasureChange, ...]:
    """Every measure of both sides once, in the order of the new tasks; a removed one behind what it stood behind."""
    olds, news = _listed(old), _listed(new)
    partner, score = _matched(olds, news)
    stayed = _in_order(partner)
    by_old = {i: j for j, i in partner.items()}
    changes = [(j, -1, _change(olds, news, partner.get(j), j, score, stayed)) for j in range(len(news))]
    for i in range(len(olds)):
        if i not in by_old:
            behind = max((by_old[k] for k in range(i) if k in by_old), default=-1)
            changes.append((behind, i, MeasureChange(kind="removed", old=measure_ref(olds[i].task, olds[i].at))))
    return tuple(change for _, _, change in sorted(changes, key=lambda c: c[:2]))


def _listed(tasks: Sequence[Task]) -> list[Listed]:
    found = []
    for task in tasks:
        for at, measure in enumerate(task.measures):
            words = without_fields(measure.text, task)
            found.append(Listed(task, at, compact(words), grams(words)))
    return found


def _matched(olds: list[Listed], news: list[Listed]) -> tuple[dict[int, int], dict[int, float]]:
    """For new measures the old one and how alike they are: equal ones first, then by wording. What all measures of a task speak of
    tells nothing, so that rarity is that among the measures themselves."""
    partner: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for i, measure in enumerate(olds):
        waiting.setdefault(measure.words, []).append(i)
    for j, measure in enumerate(news):
        equal = waiting.get(measure.words)
        if equal:
            partner[j] = equal.pop(0)
    score = dict.fromkeys(partner, 1.0)
    left_old = [i for i in range(len(olds)) if i not in partner.values()]
    left_new = [j for j in range(len(news)) if j not in partner]
    if len(left_old) > _MAX_MEASURES or len(left_new) > _MAX_MEASURES:
        return partner, score
    among = Rarity([*(olds[i].grams for i in left_old), *(news[j].grams for j in left_new)])
    alike = [{at: among.cosine(olds[i].grams, news[j].grams) for at, j in enumerate(left_new)} for i in left_old]
    found = assign([{at: value - _ALIKE for at, value in row.items()} for row in alike])
    for i, row, taken in zip(left_old, alike, found, strict=True):
        if taken is not None:
            partner[left_new[taken]] = i
            score[left_new[taken]] = row[taken]
    return partner, score


def _change(olds: list[Listed], news: list[Listed], i: int | None, j: int, score: dict[int, float], stayed: set[int]) -> MeasureChange:
    new = news[j]
    if i is None:
        return MeasureChange(kind="added", new=measure_ref(new.task, new.at))
    old = olds[i]
    kind: MeasureKind = "reworded" if old.words != new.words else "same" if j in stayed else "moved"
    alike = round(min(1.0, score[j]), 3)
    return MeasureChange(kind=kind, old=measure_ref(old.task, old.at), new=measure_ref(new.task, new.at), score=alike)


def _in_order(partner: dict[int, int]) -> set[int]:
    """New measures that keep the order of the old ones: the longest rising row of old places."""
    ends: list[int] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for j, i in sorted(partner.items()):
        at = bisect_left(ends, i)
        before[j] = last[at - 1] if at else None
        ends[at : at + 1] = [i]
        last[at : at + 1] = [j]
    row: int | None = last[-1] if last else None
    kept: set[int] = set()
    while row is not None:
        kept.add(row)
        row = before[row]
    return kept
