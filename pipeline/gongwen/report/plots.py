"""Metrics over the years as small plots: goals and what was reached, as the old notice has them and as the new one has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ..diff import NoticeDiff, NoticeRef, TargetChange, TargetRef
from ..emit.comparison import quantity
from .ink import plain

WIDTH, HEIGHT = 300, 165
_SIDE, _TOP, _BOTTOM = 50, 26, 52  # around the points: room for labels, and for the years below
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SCALES = (("万亿", Decimal(10) ** 12), ("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4), ("千", Decimal(10) ** 3))
_MOST = 400  # plots of one page
_MOST_DIGITS = 30


class Point(NamedTuple):
    """A figure of a metric: its year, its size in the plain unit, as printed, whether it is a goal or was reached, and whose it is."""

    year: int
    size: Decimal
    text: str
    role: str  # goal or actual
    side: str  # old or new


class Dot(NamedTuple):
    """A point in the plot; its label stands above or below it."""

    x: float
    y: float
    label_y: float
    point: Point


@dataclass(frozen=True, slots=True)
class Plot:
    """A metric with its points in the order of the years, and the lines between those of one role."""

    name: str
    told: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[str, str], ...]  # goal, actual or way (from one to the other); points of the polyline
    years: tuple[tuple[float, int], ...]


def plots(diff: NoticeDiff) -> list[Plot]:
    """A plot for every metric of which the comparison knows figures of more than one year, or two of one year."""
    found: dict[tuple[str, str], dict[tuple[int, Decimal, str], Point]] = {}
    for metric, unit, point in _points(diff):
        # What both notices say is told once, as the new one has it.
        found.setdefault((metric, unit), {})[point.year, point.size, point.role] = point
    return [_plot(metric, list(points.values())) for (metric, _), points in found.items() if len(points) > 1][:_MOST]


def _points(diff: NoticeDiff) -> Iterator[tuple[str, str, Point]]:
    sides = (("old", diff.old), ("new", diff.new))
    for indicator in diff.indicators:
        for side, notice in sides:
            ref = indicator.old if side == "old" else indicator.new
            for value in ref.values if ref is not None else ():
                yield from _point(value, side, notice, value.metric)
    for change in _changes(diff):
        for side, notice in sides:
            target = change.old if side == "old" else change.new
            if target is not None:
                yield from _point(target, side, notice, (change.new or target).metric)


def _changes(diff: NoticeDiff) -> Iterator[TargetChange]:
    kept: Iterable[TargetChange] = (t for change in diff.tasks if change.changes for t in change.changes.targets)
    yield from (change for change in (*diff.goals, *kept) if change.old is not None and change.new is not None)


def _point(target: TargetRef, side: str, notice: NoticeRef, metric: str) -> Iterator[tuple[str, str, Point]]:
    year = _year(target, notice)
    if target.value is None or year is None or len(target.value) > _MOST_DIGITS or target.mode not in ("level", "count"):
        return
    unit, factor = target.unit or "", Decimal(1)
    for scale, times in _SCALES:
        if unit.startswith(scale) and len(unit) > len(scale):
            unit, factor = unit.removeprefix(scale), times
            break
    role = "actual" if target.role == "baseline" else "goal"
    size = Decimal(target.value) * factor
    upper = f"{Decimal(target.upper) * factor:f}" if target.upper is not None else None
    plainly = target.model_copy(update={"value": f"{size:f}", "upper": upper, "unit": unit})
    yield metric, unit, Point(year, size, plain(quantity(plainly)), role, side)


def _year(target: TargetRef, notice: NoticeRef) -> int | None:
    """The year a figure is for: its own, that of its deadline, that the notice plans for."""
    ends = (notice.period.end or notice.period.start) if notice.period else None
    for told in (target.period, target.by, ends, notice.issued_on):
        year = _YEAR.search(told or "")
        if year is not None:
            return int(year[0])
    return None


def _plot(metric: str, points: list[Point]) -> Plot:
    points.sort(key=lambda p: (p.year, p.role, p.size))
    years = sorted({p.year for p in points})
    sizes = [p.size for p in points]
    low, high = min(sizes), max(sizes)
    across = (WIDTH - 2 * _SIDE) / max(1, len(years) - 1)
    at = {year: round(_SIDE + i * across, 1) if len(years) > 1 else WIDTH / 2 for i, year in enumerate(years)}

    def height(size: Decimal) -> float:
        share = float((size - low) / (high - low)) if high > low else 0.5
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)

    dots = []
    for p in points:
        y = height(p.size)
        dots.append(Dot(at[p.year], y, y + 18 if _is_beneath(p, points) else y - 9, p))
    # From what was reached to the goal of the same notice, and from goal to goal, from figure to figure of both.
    runs = [("way", [p for p in points if p.side == side]) for side in ("old", "new")]
    runs = [(role, run) for role, run in runs if len({p.role for p in run}) > 1]
    runs += [(role, [p for p in points if p.role == role]) for role in ("goal", "actual")]
    lines = [(role, " ".join(f"{at[p.year]},{height(p.size)}" for p in run)) for role, run in runs if len(run) > 1]
    words = {"goal": "目标", "actual": "实际"}
    told = "，".join(f"{p.year}年{words[p.role]}{p.text}" for p in points)
    return Plot(plain(metric), told, tuple(dots), tuple(lines), tuple((x, year) for year, x in at.items()))


def _is_beneath(point: Point, points: list[Point]) -> bool:
    """Whether the label stands better below: not between two points of a year, and not on the line that comes from above."""
    others = [(p.size, p.role) for p in points if p.year == point.year and p is not point]
    if others:
        return (point.size, point.role) < max(others)
    run = [p for p in points if p.role == point.role]
    i = run.index(point)
    return any(p.size > point.size for p in run[max(0, i - 1) : i + 2])
