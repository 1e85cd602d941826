"""What each notice says of each metric: the figures of its tasks, goals and tables of indicators, one metric put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from ..diff import TargetRef, figures
from ..diff.context import Surroundings
from ..diff.refs import value_ref
from ..diff.targets import Figure, figure, figures_of
from ..diff.wording import Grams, Rarity, compact, grams
from ..records import Task
from .series import Listed

NEARLY = 0.8  # likeness of names from which two metrics are one
_AKIN = 0.5  # likeness that is enough where a table repeats the very figure of a task
_SHARED = 0.4  # of the pairs of characters of the shorter name, under which two names need no closer look
_STATES = ("level", "count")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", re.ASCII)


@dataclass(frozen=True)
class Said:
    """A figure in a notice: a goal, or what was reached. `task`: where it stands; `indicator`: the row that names it."""

    figure: Figure
    actual: bool = False
    task: Task | None = None
    indicator: str | None = None

    @property
    def ref(self) -> TargetRef:
        return self.figure.ref

    @cached_property
    def name(self) -> str:
        """Name of the metric, blanks and widths of writing aside."""
        return compact(self.ref.metric)


@dataclass(slots=True)
class Metric:
    """One metric of one notice, and all that the notice says of it."""

    listed: Listed
    said: list[Said] = field(default_factory=list)

    @property
    def goals(self) -> list[Said]:
        """Goals, one for each period; of a task and a table that say the same the task's."""
        found: dict[tuple[str, str | None], Said] = {}
        unit = next((one.ref.unit for one in self.said if one.ref.unit), None)
        for one in self.said:
            if not one.actual:
                found.setdefault((period_of(one.ref) or str(self.listed.year), in_unit(one.ref, unit)), one)
        return list(found.values())

    @property
    def actuals(self) -> list[Said]:
        """Figures named as reached, the latest period last."""
        return sorted((one for one in self.said if one.actual), key=lambda one: (year_of(one.ref) or 0, one.ref.period or ""))


class Names:
    """Finds what bears a name like another one, without comparing all with all."""

    def __init__(self) -> None:
        self._bearers: dict[str, list[int]] = {}
        self._sizes: dict[int, int] = {}

    def add(self, bearer: int, name: Grams) -> None:
        """A bearer of a name; it may have several."""
        for gram in name:
            held = self._bearers.setdefault(gram, [])
            if not held or held[-1] != bearer:
                held.append(bearer)
        self._sizes[bearer] = min(len(name), self._sizes.get(bearer, len(name)))

    def near(self, name: Grams) -> list[int]:
        """Bearers that share a good part of their name with this one, in their order."""
        shared = Counter(bearer for gram in name for bearer in self._bearers.get(gram, ()))
        return sorted(bearer for bearer, count in shared.items() if count >= _SHARED * min(len(name), self._sizes[bearer]))


def metrics_of(listed: Listed, rarity: Rarity) -> list[Metric]:
    """The metrics of a notice in the order of its text."""
    found: list[Metric] = []
    names = Names()
    for told in _told(listed, rarity):
        near = names.near(told[0].figure.metric)
        place = next((k for k in near if any(_same(one, other, rarity) for one in told for other in found[k].said)), None)
        if place is None or any(_contradict(one, other) for one in told for other in found[place].said):
            place = len(found)
            found.append(Metric(listed))
        found[place].said += told
        names.add(place, told[0].figure.metric)
    return found


def rarity_of(notices: Sequence[Listed]) -> Rarity:
    """What pairs of characters tell in the names of metrics of these notices."""
    names = [grams(target.metric) for n in notices for item in n.items for target in item.targets]
    names += [grams(target.metric) for n in notices for target in n.notice.goals]
    return Rarity([*names, *(grams(row.name) for n in notices for row in n.notice.indicators)])


def likeness(a: Said, b: Said, rarity: Rarity) -> float:
    """How alike two metrics are named, 0 to 1; 0 where their units are of different kinds."""
    if figures.comparable(a.ref.unit, b.ref.unit) is None:
        return 0.0
    return 1.0 if a.name == b.name else rarity.cosine(a.figure.metric, b.figure.metric)


def period_of(target: TargetRef) -> str | None:
    """The year that a figure is for, or its period as printed where that names no year; None where neither is known."""
    year = year_of(target)
    return str(year) if year is not None else target.period


def year_of(target: TargetRef) -> int | None:
    """The year that a figure is for, the last one of a span of years (2021—2025年); None where it is not known."""
    if target.period is None:
        return int(target.by[:4]) if target.by else None
    years = _YEAR.findall(target.period)
    return int(years[-1]) if years else None


def kind_of(target: TargetRef) -> str:
    """What figures can be held against each other: a state and a number of things are of one kind."""
    return "state" if target.mode in _STATES else target.mode


def in_unit(target: TargetRef, unit: str | None) -> str | None:
    """The value of a figure in a unit; None where it has none or its unit is of another kind."""
    factor = figures.comparable(target.unit, unit)
    if target.value is None or factor is None:
        return None
    return plain(Decimal(target.value) * factor)


def plain(value: Decimal) -> str:
    """A decimal without an exponent and without zeros at its end."""
    return format(value.normalize(), "f")


def _told(listed: Listed, rarity: Rarity) -> Iterator[list[Said]]:
    """Figures that are of one metric by their form: a target with its baseline, a goal, the figures of a row for one thing."""
    for item in listed.items:
        for one, target in zip(figures_of(Surroundings(item, rarity)), item.targets, strict=True):
            task = next(task for task in item.tasks if any(t is target for t in task.targets))
            told = [Said(one, task=task)]
            if target.baseline is not None and target.baseline.value is not None and target.mode in _STATES:
                told.append(Said(_reached(one, target.baseline.value, target.baseline.period), actual=True, task=task))
            yield told
    for goal in listed.notice.goals:
        yield [Said(figure(goal))]
    for row in listed.notice.indicators:
        by_facet: dict[str, list[Said]] = {}
        for value in row.values:
            name = grams(row.name + (value.facet or ""))
            one = Figure(value_ref(row.name, row.unit, value), name, frozenset())
            by_facet.setdefault(value.facet or "", []).append(Said(one, actual=value.role == "baseline", indicator=row.id))
        yield from by_facet.values()


def _reached(one: Figure, value: str, period: str | None) -> Figure:
    """The figure that a target starts from, as a figure of its own."""
    changes = {"mode": "level", "comparator": "eq", "value": value, "upper": None, "by": None, "period": period, "role": "baseline"}
    return Figure(one.ref.model_copy(update=changes), one.metric, one.around)


def _same(a: Said, b: Said, rarity: Rarity) -> bool:
    """One metric, by its name; a table that repeats a figure need be no more than akin to the task that sets it."""
    alike = likeness(a, b, rarity)
    if alike >= NEARLY:
        return True
    repeats = (a.indicator is None) != (b.indicator is None) and not a.actual and not b.actual
    return repeats and alike >= _AKIN and a.ref.value is not None and in_unit(a.ref, b.ref.unit) == in_unit(b.ref, b.ref.unit)


def _contradict(a: Said, b: Said) -> bool:
    """Two goals for one time that ask different things: the same short name (覆盖率) of two matters."""
    if a.actual or b.actual:
        return False
    one, other = period_of(a.ref), period_of(b.ref)
    if one is not None and other is not None and one != other:
        return False
    if kind_of(a.ref) != kind_of(b.ref):
        return False  # 提高3个百分点，达到90%
    return in_unit(a.ref, b.ref.unit) != in_unit(b.ref, b.ref.unit) or (a.ref.mode == "trend" and a.ref.comparator != b.ref.comparator)

