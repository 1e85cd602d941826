"""Three planted years followed: the right thread of every metric that goes on is known from the edits that made the lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from generator.document import Planted
from generator.next_year.edits import Edited, next_year, strength
from generator.next_year.listing import Item
from generator.next_year.pairs import base, misread, read
from generator.next_year.printing import choose_look, planted
from gongwen.records import Notice
from gongwen.track import MetricLine, Track, follow

SEEDS = range(10)
Figure = tuple[int, str]  # key of the task, value: what no rewording of a metric changes


@cache
def years(seed: int, level: str) -> tuple[tuple[Edited, Edited], tuple[Planted, ...], tuple[Notice, ...]]:
    """The edits from year to year, the three lists as printed, and their records."""
    rng = Random(f"track-{seed}-{level}")
    first = next_year(rng, base(seed), strength(level))
    second = next_year(rng, first.new, strength(level))
    printed = tuple(planted(listing, choose_look(rng), f"{seed}-{i}") for i, listing in enumerate((first.old, second.old, second.new)))
    return (first, second), printed, tuple(read(made) for made in printed)


def going_on(edited: Edited) -> Iterator[tuple[Figure, Figure]]:
    """Targets of kept tasks that the edits left as they were, or only gave another figure: (key, value) on both sides.

    Values that a task has twice are left out: nothing but the metric's wording, which the edits change, would tell them apart.
    """
    olds, news = ({item.key: item for item in listing.items} for listing in (edited.old, edited.new))
    for key in (tie.old[0] for tie in edited.ties if tie.kind == "kept"):
        changes = [c for c in edited.changes.get(key, ()) if c.field == "targets"]
        gone = {c.old for c in changes if c.kind == "removed"}
        figure = {c.old: c.figure for c in changes if c.kind == "changed"}
        old, new = values(olds[key]), values(news[key])
        for metric, value in old.items():
            after = figure.get(metric, value)
            if metric not in gone and value is not None and after is not None and _once(value, old) and _once(after, new):
                yield (key, value), (key, after)


def values(item: Item) -> dict[str, str | None]:
    return {target["metric"]: target["value"] for target in item.targets}


def _once(value: str, told: dict[str, str | None]) -> bool:
    return list(told.values()).count(value) == 1


def threaded(track: Track, keys: dict[tuple[str, str], int], old: str, new: str) -> set[tuple[Figure, Figure]]:
    """What the track put together from one notice to the other."""
    by_thread: dict[str, list[MetricLine]] = {}
    for line in track.metrics:
        by_thread.setdefault(line.thread, []).append(line)
    found = set()
    for lines in by_thread.values():
        sides = [[x for x in lines if x.notice_id == notice and x.task_id and x.goal and x.goal.value] for notice in (old, new)]
        for a in sides[0]:
            for b in sides[1]:
                found.add((_figure(a, keys), _figure(b, keys)))
    return found


def _figure(line: MetricLine, keys: dict[tuple[str, str], int]) -> Figure:
    assert line.goal is not None
    return keys[line.notice_id, str(line.task_id)], str(line.goal.value)


@pytest.mark.parametrize(("level", "bar"), [("light", 0.99), ("medium", 0.99), ("heavy", 0.98)])
def test_metrics_that_go_on_are_in_one_thread(level: str, bar: float) -> None:
    hit = missed = astray = 0
    for seed in SEEDS:
        edits, printed, records = years(seed, level)
        if any(tally.f1 < 1 for made, record in zip(printed, records, strict=True) for tally in misread(made, record).values()):
            continue
        keys = {
            (record.id, task.id): item.key
            for record, listing in zip(records, (edits[0].old, edits[1].old, edits[1].new), strict=True)
            for task, item in zip(record.tasks, listing.items, strict=True)
        }
        track = follow(records)
        assert len({notice.series for notice in track.notices}) == 1
        for edited, old, new in zip(edits, records, records[1:], strict=False):
            want, got = set(going_on(edited)), threaded(track, keys, old.id, new.id)
            hit, missed = hit + len(want & got), missed + len(want - got)
            kept = {tie.old[0] for tie in edited.ties if tie.kind == "kept"}
            astray += sum(a[0] != b[0] for a, b in got if a[0] in kept and b[0] in kept)
    assert hit > 100
    assert hit / (hit + missed) >= bar
    assert astray <= 0.01 * hit
