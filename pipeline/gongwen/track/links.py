"""Metrics through the years: which metric of one notice is the one of an earlier notice, whatever its words and units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..diff import TaskRef
from ..diff.targets import matched
from ..diff.wording import Rarity
from .metrics import NEARLY, Metric, Names, Said, likeness
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
    now = {id(one): i for i, metric in enumerate(here) for one in metric.said}
    then = {id(one): place[id(home[id(metric)])] for strand in found for metric in strand.metrics for one in metric.said}
    for link in links:
        if link.after is here[0].listed:
            before = [metric for strand in found for metric in strand.metrics if metric.listed is link.before]
            for old, new, worth in _aligned(before, here, link, rarity):
                yield worth + likeness(old, new, rarity), now[id(new)], then[id(old)]
    yield from _by_name(here, found, rarity)


def _aligned(old: Sequence[Metric], new: Sequence[Metric], link: Succession, rarity: Rarity) -> Iterator[tuple[Said, Said, float]]:
    """Figures of tasks, and of rows of tables, that the comparison of two notices brought together."""
    olds, news = _by_home(old), _by_home(new)
    for change in link.diff.tasks:
        before, after = _goals_of(change.old, olds), _goals_of(change.new, news)
        for j, i in matched([one.figure for one in before], [one.figure for one in after], rarity).items():
            yield before[i], after[j], _ALIGNED
    for row in link.diff.indicators:
        if row.old is not None and row.new is not None:
            for a in olds.get(("row", row.old.id), ()):
                for b in news.get(("row", row.new.id), ()):
                    if a.ref.metric.removeprefix(row.old.name) == b.ref.metric.removeprefix(row.new.name):
                        yield a, b, _ROW


def _goals_of(tasks: Sequence[TaskRef], said: dict[tuple[str, str], list[Said]]) -> list[Said]:
    """The goals of tasks, of both views."""
    return [one for task in tasks for name in (task.id, *task.counterparts) for one in said.get(("task", name), ())]


def _by_home(metrics: Sequence[Metric]) -> dict[tuple[str, str], list[Said]]:
    """Goals of tasks by the task's id, all figures of tables by that of their row."""
    found: dict[tuple[str, str], list[Said]] = {}
    for one in (one for metric in metrics for one in metric.said):
        if one.indicator is not None:
            found.setdefault(("row", one.indicator), []).append(one)
        elif one.task is not None and not one.actual:
            found.setdefault(("task", one.task.id), []).append(one)
    return found


def _by_name(here: Sequence[Metric], found: Sequence[Strand], rarity: Rarity) -> Iterator[tuple[float, int, int]]:
    """Likeness of the closest names that tell by themselves what is measured, from `NEARLY` on."""
    told = _telling(here)
    telling = dict(_last_names(found))
    names = Names()
    for k, strand in enumerate(found):
        for other in strand.last.said:
            if other.name in telling[k]:
                names.add(k, other.figure.metric)
    for i, metric in enumerate(here):
        best: dict[int, float] = {}
        for one in metric.said:
            for k in names.near(one.figure.metric) if one.name in told else ():
                alike = max(likeness(one, other, rarity) for other in found[k].last.said if other.name in telling[k])
                best[k] = max(best.get(k, 0.0), alike)
        yield from ((alike, i, k) for k, alike in sorted(best.items()) if alike >= NEARLY)


def _telling(metrics: Sequence[Metric]) -> frozenset[str]:
    """Names of a notice that mean one thing there: those of rows of tables, and those neither short nor borne by several metrics."""
    count: Counter[str] = Counter()
    rows: set[str] = set()
    for metric in metrics:
        count.update({one.name for one in metric.said})
        rows.update(one.name for one in metric.said if one.indicator is not None)
    return frozenset(name for name, borne in count.items() if borne == 1 and (len(name) >= TOLD or name in rows))


def _last_names(found: Sequence[Strand]) -> Iterator[tuple[int, frozenset[str]]]:
    """For each strand, by its place, the names that tell in the notice that it was last seen in."""
    of_notice: dict[int, list[Metric]] = {}
    for strand in found:
        for metric in strand.metrics:
            of_notice.setdefault(metric.listed.index, []).append(metric)
    telling = {index: _telling(metrics) for index, metrics in of_notice.items()}
    return ((k, telling[strand.last.listed.index]) for k, strand in enumerate(found))
