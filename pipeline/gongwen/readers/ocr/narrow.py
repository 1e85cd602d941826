"""What the engine does not find in narrow columns of tables: characters below each other, lone digits and slashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from gongwen.readers.ocr.engine import Area, Read
from gongwen.readers.ocr.upright import Ink
from gongwen.readers.page.glyphs import Ruling

STACKED = 1.35  # times as high as wide: characters may stand below each other
SPECKS = 0.04  # of the width of print: rows with less ink are empty
WHOLE = 1.15  # times the width of print: a character is no higher (parts of one may stand apart)
REST = 0.4  # of the width of print: what is lower, at either end, is left of a ruling
NEAR = 0.15  # of the width of print: parts of a character are as near
TOUCHING = 1.7  # times as high as the others: characters that touch
DIGIT = (5.0, 16.0)  # points, the height of marks that may be digits
FLAT = 1.3  # times as wide as high: no digit
THIN_INK = 0.1  # share of its rectangle that is ink: less is a corner of a frame
CLEAR = 1.5  # points between a mark and rulings
STROKES = ("1", "l", "I", "i", "|")  # what a lone slash is read as
SLASH = 0.2  # of its height, by which the upper end of a slash stands to the right of the lower
MOST = 200  # marks of a page that are looked at


def cut_stacked(areas: Sequence[Area], ink: Ink) -> list[Area]:
    """Areas higher than wide, in which characters stand below each other, cut between these."""
    return [piece for area in areas for piece in (_cut(area, ink) if area.height >= STACKED * area.width else [area])]


def _cut(area: Area, ink: Ink) -> list[Area]:
    part = ink[int(area.top) : int(area.bottom) + 1, int(area.x0) : int(area.x1) + 1]
    columns = np.flatnonzero(part.any(axis=0))
    if not len(columns):
        return [area]
    width = int(columns[-1] - columns[0]) + 1
    weight = np.count_nonzero(part, axis=1)
    pieces = _attached(_joined(_stretches(weight > SPECKS * width), WHOLE * width), width)
    pieces = [piece for i, piece in enumerate(pieces) if 0 < i < len(pieces) - 1 or piece[1] - piece[0] > REST * width]
    if len(pieces) < 2:
        return [area]
    usual = median(high - low for low, high in pieces)
    pieces = [part for low, high in pieces for part in _parted(low, high, usual, weight)]
    return [Area(area.x0, area.top + low, area.x1, area.top + high) for low, high in pieces]


def _stretches(inked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Stretches of rows with ink."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _joined(stretches: Sequence[tuple[int, int]], most: float) -> list[tuple[int, int]]:
    """Stretches put together that are no higher than one character: many have parts that stand apart."""
    out: list[tuple[int, int]] = []
    for low, high in stretches:
        if out and high - out[-1][0] <= most:
            out[-1] = (out[-1][0], high)
        else:
            out.append((low, high))
    return out


def _attached(pieces: Sequence[tuple[int, int]], width: int) -> list[tuple[int, int]]:
    """Pieces too low for a character put to the one above that they all but touch."""
    out: list[tuple[int, int]] = []
    for low, high in pieces:
        if out and high - low < REST * width and low - out[-1][1] < NEAR * width:
            out[-1] = (out[-1][0], high)
        else:
            out.append((low, high))
    return out


def _parted(low: int, high: int, usual: float, weight: NDArray[np.int_]) -> list[tuple[int, int]]:
    """A stretch as high as several characters cut where there is least ink near where they should meet."""
    n = round((high - low) / usual) if high - low > TOUCHING * usual else 1
    each, cuts = (high - low) / n, [low]
    for k in range(1, n):
        near = range(round(low + (k - 0.2) * each), round(low + (k + 0.2) * each) + 1)
        cuts.append(min(near, key=lambda row: int(weight[row])))
    return list(pairwise([*cuts, high]))


def with_slash(read: Read, ink: Ink) -> Read:
    """The line, a lone slash put right: it stands in cells where there is nothing to say, and is read as a one."""
    if read.text not in STROKES:
        return read
    area = read.area
    ys, xs = np.nonzero(ink[int(area.top) : int(area.bottom) + 1, int(area.x0) : int(area.x1) + 1])
    if not len(ys) or ys[-1] == ys[0]:
        return read
    high, low, quarter = ys[0], ys[-1], (ys[-1] - ys[0] + 1) / 4
    leaning = (xs[ys < high + quarter].mean() - xs[ys > low - quarter].mean()) / (low - high)
    return replace(read, text="/") if leaning > SLASH else read


def lone_marks(ink: Ink, areas: Sequence[Area], horizontal: Sequence[Ruling], vertical: Sequence[Ruling], scale: float) -> list[Area]:
    """Marks as high as digits inside the tables of a page that are in no area: digits that stand alone are often not found.

    `ink` is without rulings; `scale` is points per pixel.
    """
    import cv2

    if not horizontal or not vertical:
        return []
    rest = ink.copy()
    for area in areas:
        rest[int(area.top) : int(area.bottom) + 1, int(area.x0) : int(area.x1) + 1] = 0
    xs = min(r.start for r in horizontal) / scale, max(r.end for r in horizontal) / scale
    ys = min(r.start for r in vertical) / scale, max(r.end for r in vertical) / scale
    count, _, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    found: list[Area] = []
    for x, y, width, height, size in stats[1:count].tolist():
        inside = xs[0] < x and x + width < xs[1] and ys[0] < y and y + height < ys[1]
        digit = DIGIT[0] <= height * scale <= DIGIT[1] and width <= FLAT * height and size >= THIN_INK * width * height
        if inside and digit and not _at_ruling(x, x + width, y, y + height, vertical, scale):
            found.append(Area(x, y, x + width, y + height))
    return _side_by_side(found[:MOST])


def _at_ruling(x0: float, x1: float, top: float, bottom: float, vertical: Sequence[Ruling], scale: float) -> bool:
    """Whether a mark touches an upright ruling: what is left of one is no digit."""
    near = CLEAR / scale
    return any(x0 - near <= r.pos / scale <= x1 + near and top < r.end / scale and bottom > r.start / scale for r in vertical)


def _side_by_side(marks: Sequence[Area]) -> list[Area]:
    """Marks next to each other as one area."""
    out: list[Area] = []
    for mark in sorted(marks, key=lambda area: area.x0):
        for i, other in enumerate(out):
            beside = min(mark.bottom, other.bottom) - max(mark.top, other.top) > 0.6 * min(mark.height, other.height)
            if beside and mark.x0 - other.x1 < 0.5 * max(mark.height, other.height):
                out[i] = Area(other.x0, min(mark.top, other.top), max(mark.x1, other.x1), max(mark.bottom, other.bottom))
                break
        else:
            out.append(mark)
    return out
