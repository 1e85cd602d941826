"""Many records in, one track out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ..records import Notice
from .across import with_families
from .lines import metric_lines
from .links import strands
from .metrics import metrics_of, rarity_of
from .record import MetricLine, Track
from .series import Listed, Succession, findings_of, listed, successions, tracked
from .threads import chains, task_threads


def follow(notices: Sequence[Notice], *, across: bool = False) -> Track:
    """Metrics and tasks of many notices through the years.

    Args:
        notices: records of any years and places, each notice once.
        across: say, too, which threads of different places are of one kind (`family`).
    """
    order, findings = listed(notices)
    links = successions(order)
    marks = tracked(order, links)
    track = Track(
        notices=marks,
        metrics=tuple(_metrics(order, links)),
        threads=tuple(task_threads(order, links, chains(order, links))),
        findings=(*findings, *findings_of(marks)),
    )
    return with_families(track, order) if across else track


def _metrics(order: Sequence[Listed], links: Sequence[Succession]) -> list[MetricLine]:
    lines: list[MetricLine] = []
    count = 0
    for _, group in groupby(order, key=lambda n: n.place):
        of_place = list(group)
        rarity = rarity_of(of_place)
        for strand in strands([metrics_of(n, rarity) for n in of_place], links, rarity):
            count += 1
            lines += metric_lines(f"m{count}", strand)
    return lines
