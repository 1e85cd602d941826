"""Threads of different places that are of one kind: the same metric by name, the same task by comparison of the lists of one year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ..diff import TargetRef, figures
from ..diff.wording import Rarity, compact, grams
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
    named: dict[str, tuple[str, TargetRef]] = {}  # the latest figure of each thread, with its place
    for line in lines:
        said = line.goal or line.actual
        if said is not None:
            named[line.thread] = (line.region, said)
    names = list(named)
    wording = [grams(_bare(*named[name])) for name in names]
    rarity = Rarity(wording)
    groups = Groups()
    for i, k in combinations(range(len(names)), 2):
        (place, one), (other_place, other) = named[names[i]], named[names[k]]
        if place == other_place or wording[i].isdisjoint(wording[k]) or figures.comparable(one.unit, other.unit) is None:
            continue
        if _bare(place, one) == _bare(other_place, other) or rarity.cosine(wording[i], wording[k]) >= NEARLY:
            groups.join((i, k))
    return _named("mf", names, groups)


def _bare(place: str, said: TargetRef) -> str:
    """The name of a metric without the place and 全市, 全省 …"""
    name = compact(said.metric).removeprefix(place)
    return name[2:] if name[:1] == "全" and name[1:2] == place[-1:] else name


def _task_families(threads: Sequence[TaskThread], order: Sequence[Listed]) -> dict[str, str]:
    place = {(task.notice_id, task.id): i for i, thread in enumerate(threads) for step in thread.steps for task in step.tasks}
    groups = Groups()
    for one, other in combinations(order, 2):
        if one.year != other.year or one.place == other.place:
            continue
        diff = related_diff(one, other)
        for change in diff.tasks if diff is not None else ():
            if change.old and change.new:
                ends = [*((one.notice.id, task.id) for task in change.old), *((other.notice.id, task.id) for task in change.new)]
                groups.join(place[end] for end in ends if end in place)
    return _named("tf", [thread.thread for thread in threads], groups)


def _named(prefix: str, names: Sequence[str], groups: Groups) -> dict[str, str]:
    """Names of families that have two members at least."""
    members: dict[int, list[str]] = {}
    for i, name in enumerate(names):
        members.setdefault(groups.top(i), []).append(name)
    families = [group for group in members.values() if len(group) > 1]
    return {name: f"{prefix}{k}" for k, group in enumerate(families, 1) for name in group}
