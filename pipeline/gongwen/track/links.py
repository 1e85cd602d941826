"""Metrics through the years: which metric of one notice is the one of an earlier notice, whatever its words and units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..diff import TaskRef
from ..diff.targets import Figure, matched
from ..diff.wording import Rarity, compact
from .metrics import NEARLY, Metric, Said, likeness
from .series import Succession

TOLD = 4  # characters from which a name says by itself what is measured (就业率 alone does not)
_ALIGNED, _ROW = 2.0, 2.5  # what it is worth that tasks, or rows of tables, were aligned


@dataclass(slots=True)
class Strand:
    """One metric through time, at most once in a notice."""

    metrics: list[Metric] = field(default_factory=list)

    @property
    def last(self) -> Metric:
        return self.metrics[-1]


def strands(by_notice: Sequence[Sequence[Metric]], links: Sequence[Succession], rarity: Rarity) -> list[Strand]:
    """The metrics of one place's notices (in the order of time) put in threads, best likeness first."""
    found: list[Strand] = []
    home: dict[int, Strand] = {}  # id of a metric
    for here in by_notice:
        claims = sorted(_claims(here, found, home, links, rarity), key=lambda claim: (-claim[0], claim[1], claim[2]))
        taken: set[int] = set()
        for _, i, k in claims:
            if id(here[i]) not in home and k not in taken:
                taken.add(k)
                found[k].metrics.append(here[i])
                home[id(here[i])] = found[k]
        for metric in here:
            if id(metric) not in home:
                home[id(metric)] = Strand([metric])
                found.append(home[id(metric)])
    return found


def _claims(
    here: Sequence[Metric], found: Sequence[Strand], home: dict[int, Strand], links: Sequence[Succession], rarity: Rarity
) -> Iterator[tuple[float, int, int]]:
    """(strength, place of a metric in `here`, place of a strand)."""
    if not here:
        return
    place = {id(strand): k for k, strand in enumerate(found)}
    now = {id(one.figure): i for i, metric in enumerate(here) for one in metric.said}
    then = {id(one.figure): place[id(home[id(metric)])] for strand in found for metric in strand.metrics for one in metric.said}
    for link in links:
        if link.after is here[0].listed:
            before = [metric for strand in found for metric in strand.metrics if metric.listed is link.before]
            for old, new, worth in _aligned(before, here, link, rarity):
                yield worth + likeness(old, new, rarity), now[id(new)], then[id(old)]
    told = _telling(here)
    telling = {id(strand): names for strand, names in _last_names(found)}
    for i, metric in enumerate(here):
        for k, strand in enumerate(found):
            alike = _by_name(metric, strand, told, telling[id(strand)], rarity)
            if alike:
                yield alike, i, k


def _aligned(old: Sequence[Metric], new: Sequence[Metric], link: Succession, rarity: Rarity) -> Iterator[tuple[Figure, Figure, float]]:
    """Figures of tasks, and of rows of tables, that the comparison of two notices brought together."""
    olds, news = [list(_figures(metrics)) for metrics in (old, new)]
    for change in link.diff.tasks:
        before = [one.figure for one in olds if one.task is not None and one.task.id in _views(change.old)]
        after = [one.figure for one in news if one.task is not None and one.task.id in _views(change.new)]
        for j, i in matched(before, after, rarity).items():
            yield before[i], after[j], _ALIGNED
    for row in link.diff.indicators:
        if row.old is None or row.new is None:
            continue
        for a in olds:
            for b in news:
                same_row = a.indicator == row.old.id and b.indicator == row.new.id and a.indicator is not None
                if same_row and _facet(a, row.old.name) == _facet(b, row.new.name):
                    yield a.figure, b.figure, _ROW


def _figures(metrics: Sequence[Metric]) -> Iterator[Said]:
    return (one for metric in metrics for one in metric.said if not one.actual or one.indicator is not None)


def _views(tasks: Sequence[TaskRef]) -> set[str]:
    return {name for task in tasks for name in (task.id, *task.counterparts)}


def _facet(one: Said, name: str) -> str:
    return one.ref.metric.removeprefix(name)


def _by_name(metric: Metric, strand: Strand, told: frozenset[str], telling: frozenset[str], rarity: Rarity) -> float:
    """Likeness of the closest names that tell by themselves what is measured; 0 under `NEARLY`."""
    best = 0.0
    for one in metric.said:
        if compact(one.ref.metric) in told:
            for other in strand.last.said:
                if compact(other.ref.metric) in telling:
                    best = max(best, likeness(one.figure, other.figure, rarity))
    return best if best >= NEARLY else 0.0


def _telling(metrics: Sequence[Metric]) -> frozenset[str]:
    """Names of a notice that mean one thing there: those of rows of tables, and those neither short nor borne by several metrics."""
    count: Counter[str] = Counter()
    rows: set[str] = set()
    for metric in metrics:
        count.update({compact(one.ref.metric) for one in metric.said})
        rows.update(compact(one.ref.metric) for one in metric.said if one.indicator is not None)
    return frozenset(name for name, borne in count.items() if borne == 1 and (len(name) >= TOLD or name in rows))


def _last_names(found: Sequence[Strand]) -> Iterator[tuple[Strand, frozenset[str]]]:
    """For each strand the names that tell in the notice that it was last seen in."""
    of_notice: dict[int, list[Metric]] = {}
    for strand in found:
        for metric in strand.metrics:
            of_notice.setdefault(metric.listed.index, []).append(metric)
    telling = {index: _telling(metrics) for index, metrics in of_notice.items()}
    return ((strand, telling[strand.last.listed.index]) for strand in found)
