"""Figures under a statistic that stands before a colon: 报销比例：一级医院90%、二级医院85%."""

from __future__ import annotations

from ..model.mentions import Quantity
from . import metrics
from .figure_excuses import Place
from .governors import Governor
from .metrics import backward, pattern
from .scene import Reading, Scene
from .sentences import squeeze

_OWN = 16  # characters of what tells one of them from the others


def headed(ctx: Scene, quantity: Quantity, place: Place, governor: Governor | None) -> Reading | None:
    """The figure's own words and the statistic before the colon as one metric; None where there is no such head."""
    text = ctx.text
    if governor is not None and governor.kind not in ("reach", "have", "figure"):
        return None
    verb = governor.start if governor is not None and governor.adjacent and governor.kind != "figure" else quantity.start
    begin, stop = metrics.subject(text, place.left, verb, ctx.times)
    if not 2 <= stop - begin <= _OWN or metrics.ends_in_figure(text, begin, stop) or metrics.has_object(text, quantity.end, place.right):
        return None
    hit = backward("stated_head").match(text, place.sentence, begin)
    if hit is None or pattern("label_of_figures").fullmatch(text, *hit.span("what")) is not None:
        return None
    what = metrics.subject(text, *hit.span("what"), ctx.times)
    if what[0] >= what[1] or not metrics.ends_in_figure(text, *what):
        return None
    return Reading("headed", "level", ((begin, stop),), begin, quantity.end, metric=squeeze(text[begin:stop] + text[slice(*what)]))
