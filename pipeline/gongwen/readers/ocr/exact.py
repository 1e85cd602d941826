"""Where lines stand, made exact: the engine's areas cut through tall print, and in tight tables reach into the next line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gongwen.readers.ocr.engine import Area
from gongwen.readers.ocr.upright import Ink

REACH = 0.35  # of its height by which a line may be higher than its area
EDGE_INK = 0.2  # of its height: so much ink in a row is print
MARK = 0.45  # of its height by which a mark may stand to the right of an area
BESIDE = 0.3  # of the narrower of two areas, below each other if they share so much of their width
DEEPEST = 0.6  # of the lower of two areas, for lines below each other; what shares more is found twice


def exact(areas: Sequence[Area], ink: Ink) -> list[Area]:
    """The areas without what they share with those above and below, and as high as their print."""
    apart = [_fitted(area, ink) for area in _apart(areas, ink)]
    return [_with_mark(area, apart, ink) for area in apart]


def _apart(areas: Sequence[Area], ink: Ink) -> list[Area]:
    """Areas that overlap with the next line parted where there is least ink between them."""
    out = list(areas)
    order = sorted(range(len(out)), key=lambda i: out[i].top + out[i].bottom)
    for n, i in enumerate(order):
        for j in order[n + 1 :]:
            upper, lower = out[i], out[j]
            if lower.top >= upper.bottom + upper.height:
                break
            shared = upper.bottom - lower.top
            across = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
            low = min(upper.height, lower.height)
            if not 0 < shared <= DEEPEST * low or across < BESIDE * min(upper.width, lower.width) or lower.bottom <= upper.bottom:
                continue
            left, right = int(max(upper.x0, lower.x0)), int(min(upper.x1, lower.x1)) + 1
            weight = np.count_nonzero(ink[int(lower.top) : int(upper.bottom) + 1, left:right], axis=1)
            least = np.flatnonzero(weight == weight.min())
            row = int(lower.top) + float(least[len(least) // 2])
            out[i] = Area(upper.x0, upper.top, upper.x1, row)
            out[j] = Area(lower.x0, row, lower.x1, lower.bottom)
    return out


def _fitted(area: Area, ink: Ink) -> Area:
    reach, x0, x1 = int(REACH * area.height), int(area.x0), int(area.x1) + 1
    least = EDGE_INK * area.height
    top, bottom = int(area.top), int(area.bottom)
    above = np.count_nonzero(ink[max(0, top - reach) : top, x0:x1], axis=1)[::-1] > least
    below = np.count_nonzero(ink[bottom : bottom + reach, x0:x1], axis=1) > least
    return Area(area.x0, area.top - _run(above), area.x1, min(area.bottom + _run(below), float(len(ink))))


def _with_mark(area: Area, areas: Sequence[Area], ink: Ink) -> Area:
    """The area with a small mark that follows its last character: it is found less often than read."""
    right = area.x1 + MARK * area.height
    if any(other.x0 > area.x1 - 1 and other.x0 < right and other.top < area.bottom and other.bottom > area.top for other in areas):
        return area
    part = ink[int(area.top) : int(area.bottom) + 1, int(area.x1) + 1 : int(right) + 1]
    columns = np.flatnonzero(np.count_nonzero(part, axis=0) >= 2)
    return Area(area.x0, area.top, area.x1 + 2.0 + float(columns[-1]), area.bottom) if len(columns) else area


def _run(rows: NDArray[np.bool_]) -> int:
    """How many of the rows have print, from the first on; all of them are a stroke that goes through, or the next line."""
    blank = np.flatnonzero(~rows)
    return int(blank[0]) if len(blank) else 0
