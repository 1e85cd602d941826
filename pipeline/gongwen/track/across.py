"""Threads of different places that are of one kind: the same metric by name, the same task by comparison of the lists of one year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

from ..diff import NoticeDiff, TargetRef, figures
from ..diff.relation import may_hold
from ..diff.wording import Rarity, compact, grams
from .links import TOLD
from .metrics import NEARLY
from .record import MetricLine, TaskThread, Track
from .series import Listed, related_diff
from .threads import Groups


def with_families(track: Track, order: Sequence[Listed]) -> Track:
    """The track with `family` said wherever threads of two places or more belong together."""
    metrics, threads = _metric_families(track.metrics), _task_families(track.threads, order)
    return track.model_copy(
        update={
            "metrics": tuple(line.model_copy(update={"family": metrics.get(line.thread)}) for line in track.metrics),
            "threads": tuple(thread.model_copy(update={"family": threads.get(thread.thread)}) for thread in track.threads),
        }
    )


def _metric_families(lines: Sequence[MetricLine]) -> dict[str, str]:
    latest: dict[str, tuple[str, TargetRef]] = {}  # the last figure of each thread, with its place
    for line in lines:
        said = line.goal or line.actual
        if said is not None:
            latest[line.thread] = (line.region, said)
    threads = list(latest)
    by_name: dict[str, list[int]] = {}
    for i, thread in enumerate(threads):
        by_name.setdefault(_bare(*latest[thread]), []).append(i)
    names = [name for name in by_name if len(name) >= TOLD]
    wording = [grams(name) for name in names]
    rarity = Rarity(wording)
    groups = Groups()
    for a, b in combinations_with_replacement(range(len(names)), 2):
        if a != b and (wording[a].isdisjoint(wording[b]) or rarity.cosine(wording[a], wording[b]) < NEARLY):
            continue
        for i in by_name[names[a]]:
            for k in by_name[names[b]]:
                (place, one), (other_place, other) = latest[threads[i]], latest[threads[k]]
                if place != other_place and figures.comparable(one.unit, other.unit) is not None:
                    groups.join((i, k))
    return _named("mf", threads, groups)


def _bare(place: str, said: TargetRef) -> str:
    """The name of a metric without the place and 全市, 全省 …"""
    name = compact(said.metric).removeprefix(place)
    return name[2:] if name[:1] == "全" and name[1:2] == place[-1:] else name


def _task_families(threads: Sequence[TaskThread], order: Sequence[Listed]) -> dict[str, str]:
    place = {(task.notice_id, task.id): i for i, thread in enumerate(threads) for step in thread.steps for task in step.tasks}
    groups = Groups()
    for year in sorted({listed.year for listed in order}):
        of_year = [listed for listed in order if listed.year == year]
        for k, other in enumerate(of_year):
            for one, diff in _kin(of_year[:k], other):
                for change in diff.tasks:
                    if change.old and change.new:
                        ends = [*((one.notice.id, task.id) for task in change.old), *((other.notice.id, task.id) for task in change.new)]
                        groups.join(place[end] for end in ends if end in place)
    return _named("tf", [thread.thread for thread in threads], groups)


def _kin(before: Sequence[Listed], other: Listed) -> Iterator[tuple[Listed, NoticeDiff]]:
    """The related lists of one year that a list is compared with: those of the places it lies in, and of its equals the nearest.

    Equals are so joined one to the next, and the work grows with the number of places, not with its square.
    """
    equal = False
    for one in reversed(before):
        equals = one.level == other.level
        if one.place == other.place or (equals and equal) or not (equals or may_hold(one.notice.meta.region, other.notice.meta.region)):
            continue
        diff = related_diff(one, other)
        if diff is not None:
            equal = equal or equals
            yield one, diff


def _named(prefix: str, names: Sequence[str], groups: Groups) -> dict[str, str]:
    """Names of families that have two members at least."""
    members: dict[int, list[str]] = {}
    for i, name in enumerate(names):
        members.setdefault(groups.top(i), []).append(name)
    families = [group for group in members.values() if len(group) > 1]
    return {name: f"{prefix}{k}" for k, group in enumerate(families, 1) for name in group}
