"""The engine against planted pairs, whose right diff is known: the bars of a comparison, on a sample.

`python -m generator.next_year.check LEVEL FIRST LAST` from tests/ holds it against as many seeds as one likes.
"""

from __future__ import annotations

from functools import cache

import pytest

from generator.next_year import Pair, child_pair, misread, pair, read, unrelated_pair
from generator.next_year.score import DiffScores, score
from gongwen.diff import compare

SEEDS = range(300, 312)


@cache
def scores(level: str) -> DiffScores:
    """Sums over the seeds; a pair that is not read as printed says nothing of the engine."""
    make = {"child": child_pair, "unrelated": unrelated_pair}.get(level)
    total, count = DiffScores(), 0
    for seed in SEEDS:
        made = make(seed) if make else pair(seed, level)
        count += _add(total, made)
    assert count >= len(SEEDS) * 2 // 3
    return total


def _add(total: DiffScores, made: Pair) -> bool:
    old, new = read(made.old), read(made.new)
    if any(tally.f1 < 1 for side, record in ((made.old, old), (made.new, new)) for tally in misread(side, record).values()):
        return False
    diff = compare(old, new)
    for tasks, told in ((old.tasks, [t for c in diff.tasks for t in c.old]), (new.tasks, [t for c in diff.tasks for t in c.new])):
        ids = [id_ for task in told for id_ in (task.id, *task.counterparts)]
        assert sorted(ids) == sorted(task.id for task in tasks), "every task stands in exactly one change"
    total.add(score(made, old, new, diff))
    return True


@pytest.mark.parametrize(("level", "bar"), [("light", 0.99), ("medium", 0.97), ("heavy", 0.92)])
def test_tasks_are_found_again(level: str, bar: float) -> None:
    found = scores(level).scores["alignment"]
    assert found.f1 >= bar, found.notes


@pytest.mark.parametrize("kind", ["split", "merged"])
def test_splits_and_merges_are_told(kind: str) -> None:
    found = scores("medium").scores[kind]
    assert found.hit >= 5
    assert found.f1 >= 0.90, found.notes


@pytest.mark.parametrize("level", ["light", "medium", "heavy"])
def test_changes_of_fields_are_told(level: str) -> None:
    found = scores(level).scores
    assert found["fields"].f1 >= 0.97, [found[name].notes for name in ("units", "deadlines", "stepped", "targets")]
    assert found["direction"].f1 >= 0.97, found["direction"].notes


def test_what_a_lower_list_took_over_is_told() -> None:
    found = scores("child").scores
    assert found["alignment"].f1 >= 0.97, found["alignment"].notes
    assert found["relation"].f1 >= 0.9, found["relation"].notes


def test_unrelated_lists_are_not_paired() -> None:
    found = scores("unrelated").scores
    assert found["relation"].f1 >= 0.9, found["relation"].notes


def test_what_is_called_certain_is() -> None:
    """Of alignments that no person need look at, hardly one in a hundred is wrong."""
    right, told = (sum(scores(level).sure[True][i] for level in ("light", "medium", "heavy")) for i in (0, 1))
    assert right / told >= 0.985
