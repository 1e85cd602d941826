"""Ruling lines in a picture: long thin runs of ink, found, and taken out so that they are not read as strokes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from gongwen.readers.ocr.engine import Area, Picture
from gongwen.readers.ocr.upright import Ink
from gongwen.readers.page.glyphs import Ruling

SHORTEST = (12.0, 10.0)  # points of a horizontal and of a vertical ruling
SURE = (24.0, 16.0)  # points from which they are longer than strokes of print; shorter ones must lead from ruling to ruling
REACH = 3.0  # points by which rulings that meet may miss each other
TOUCH = 1.5  # points, for the ends of short ones
THICKEST = 4.0  # points
GAP = 0.7  # points over which a faint ruling goes on
LONG = 60.0  # points; longer runs are no strokes of print
BESIDE = 0.12  # share of a shorter run's length with ink close beside it: a stroke, which others cross
CROSSING = 0.6  # share of a line's height that a ruling must cross to cut it
CLEARANCE = 1.0  # points on either side of a ruling that are taken out with it


def find_rulings(ink: Ink, scale: float) -> tuple[list[Ruling], list[Ruling], list[Area]]:
    """Horizontal and vertical rulings in points, and the ink they are made of in pixels. `scale` is points per pixel.

    Only rulings that meet one of the other direction are given: underlines and strokes of large print are none of a table.
    """
    horizontal = _runs(ink, scale, across=True)
    vertical = _runs(ink, scale, across=False)
    horizontal, vertical = _tied(horizontal, vertical, scale)
    lying = [Ruling(scale * (a.top + a.bottom) / 2, scale * a.x0, scale * a.x1) for a in horizontal]
    standing = [Ruling(scale * (a.x0 + a.x1) / 2, scale * a.top, scale * a.bottom) for a in vertical]
    return lying, standing, horizontal + vertical


def _runs(ink: Ink, scale: float, *, across: bool) -> list[Area]:
    """Thin stretches of ink of at least the shortest length in one direction."""
    import cv2

    length = max(3, round(SHORTEST[not across] / scale))
    gap = max(1, round(GAP / scale))
    size, bridge = ((length, 1), (gap, 1)) if across else ((1, length), (1, gap))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, bridge))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    found = []
    for x, y, width, height, _ in stats[1:count].tolist():
        area = Area(x, y, x + width, y + height)
        if (height if across else width) * scale <= THICKEST and (_length(area) * scale > LONG or not _is_stroke(area, ink, scale)):
            found.append(area)
    return found


def _length(area: Area) -> float:
    return max(area.width, area.height)


def _is_stroke(area: Area, ink: Ink, scale: float) -> bool:
    """Whether there is ink close beside a run, on one side or the other; the ends, where rulings meet, do not count."""
    near, end = max(1, round(CLEARANCE / scale)), round(3 * CLEARANCE / scale)
    x0, top, x1, bottom = int(area.x0), int(area.top), int(area.x1), int(area.bottom)
    if area.width >= area.height:
        sides = ink[max(0, top - near - 1) : max(0, top - 1), x0 + end : x1 - end], ink[bottom + 1 : bottom + 1 + near, x0 + end : x1 - end]
        return any(side.size and np.count_nonzero(side.any(axis=0)) > BESIDE * side.shape[1] for side in sides)
    sides = ink[top + end : bottom - end, max(0, x0 - near - 1) : max(0, x0 - 1)], ink[top + end : bottom - end, x1 + 1 : x1 + 1 + near]
    return any(side.size and np.count_nonzero(side.any(axis=1)) > BESIDE * side.shape[0] for side in sides)


def _tied(horizontal: list[Area], vertical: list[Area], scale: float) -> tuple[list[Area], list[Area]]:
    """Rulings that meet one of the other direction, short ones at both ends."""
    reach = REACH / scale

    def meet(h: Area, v: Area) -> bool:
        return h.x0 - reach <= v.x1 and v.x0 <= h.x1 + reach and v.top - reach <= h.bottom and h.top <= v.bottom + reach

    lying = [h for h in horizontal if h.width * scale >= SURE[0]]
    standing = [v for v in vertical if v.height * scale >= SURE[1]]
    lying = [h for h in lying if any(meet(h, v) for v in standing)]
    standing = [v for v in standing if any(meet(h, v) for h in lying)]
    touch = TOUCH / scale
    low = [
        h
        for h in horizontal
        if h.width * scale < SURE[0] and _leads(h.x0, h.x1, (h.top + h.bottom) / 2, map(_upright_sides, standing), touch)
    ]
    short = [
        v for v in vertical if v.height * scale < SURE[1] and _leads(v.top, v.bottom, (v.x0 + v.x1) / 2, map(_lying_sides, lying), touch)
    ]
    return lying + low, standing + short


def _upright_sides(v: Area) -> tuple[float, float, float, float]:
    return v.x0, v.x1, v.top, v.bottom


def _lying_sides(h: Area) -> tuple[float, float, float, float]:
    return h.top, h.bottom, h.x0, h.x1


def _leads(start: float, end: float, at: float, others: Iterable[tuple[float, float, float, float]], touch: float) -> bool:
    """Whether both ends of a run touch others, given as near and far side, begin and end."""
    first = last = False
    for near, far, begin, stop in others:
        if begin - touch <= at <= stop + touch:
            first = first or near - touch <= start <= far + touch
            last = last or near - touch <= end <= far + touch
    return first and last


def take_out(picture: Picture, ink: Ink, drawn: Sequence[Area], scale: float) -> None:
    """Paint the rulings over with the paper beside them, in place, in the picture and in its ink."""
    if not drawn:
        return
    around = max(1, round(CLEARANCE / scale))
    paper = np.median(picture[ink == 0][:: max(1, ink.size // 100_000)], axis=0).astype(np.uint8)
    for area in drawn:
        rows = slice(max(0, int(area.top) - around), int(area.bottom) + around)
        columns = slice(max(0, int(area.x0) - around), int(area.x1) + around)
        picture[rows, columns] = paper
        ink[rows, columns] = 0


def cut_at(areas: Sequence[Area], vertical: Sequence[Ruling], scale: float) -> list[Area]:
    """The areas cut where a vertical ruling crosses them, so that no line reaches over two cells."""
    out: list[Area] = []
    for area in areas:
        edges = [area.x0]
        for ruling in sorted(vertical):
            x, top, bottom = ruling.pos / scale, ruling.start / scale, ruling.end / scale
            inside = min(area.bottom, bottom) - max(area.top, top) >= CROSSING * area.height
            if inside and edges[-1] + 0.3 * area.height < x < area.x1 - 0.3 * area.height:
                edges.append(x)
        edges.append(area.x1)
        out += [Area(left, area.top, right, area.bottom) for left, right in pairwise(edges)]
    return out
