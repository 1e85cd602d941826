"""A picture of a page as arrays: what is ink, how far it leans, how to set it straight."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gongwen.model.source import Turn
from gongwen.readers.ocr.engine import Area, Picture

Ink = NDArray[np.uint8]  # 255 where there is ink, 0 elsewhere

MAX_LEAN = 8.0  # degrees that are looked through
LEAST_LEAN = 0.1  # degrees; less does not matter
GAIN = 1.01  # by which leaning rows must be more even than straight ones
LOOK_SIDE = 1_500  # pixels of the longer side of the copy on which the angle is measured
EDGE = 0.04  # of the shorter side that is not looked at
LOOK_POINTS = 80_000  # of ink
NEIGHBOURHOOD = 41  # pixels across which paper is taken to be equally light
DARKER = 18  # levels of grey by which ink is darker than the paper around it
BLANK = 2e-5  # share of ink of a blank page, with a few specks
ELONGATED = 1.5  # times longer than wide: a line whose direction tells


def ink_of(picture: Picture) -> Ink:
    """Where there is ink, by the light around: shadows and yellow paper are none."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, NEIGHBOURHOOD, DARKER)
    return np.asarray(ink, dtype=np.uint8)


def is_blank(ink: Ink) -> bool:
    return int(np.count_nonzero(ink)) <= BLANK * ink.size


def lean(ink: Ink) -> float:
    """Degrees by which the rows lean, clockwise positive; 0 where no angle makes them clearly more even.

    Rows of print are dense and gaps between them empty where one looks along them: the sum of squares of the profile is largest there.
    """
    aside = int(EDGE * min(ink.shape))  # dark borders lie as the scanner does, not as the page
    ink = ink[aside : len(ink) - aside, aside : ink.shape[1] - aside]
    step = max(1, math.ceil(max(ink.shape) / LOOK_SIDE))
    ys, xs = np.nonzero(ink[::step, ::step])
    if len(ys) < 100:
        return 0.0
    thin = max(1, len(ys) // LOOK_POINTS)
    y, x = ys[::thin].astype(np.float64), xs[::thin].astype(np.float64)

    def evenness(angle: float) -> float:
        rows = np.rint(y - x * math.tan(math.radians(angle))).astype(np.int64)
        profile = np.bincount(rows - rows.min()).astype(np.float64)
        return float(profile @ profile)

    straight = evenness(0.0)
    coarse = max(np.arange(-MAX_LEAN, MAX_LEAN + 0.1, 0.25), key=lambda a: evenness(float(a)))
    fine = max(np.arange(coarse - 0.25, coarse + 0.26, 0.05), key=lambda a: evenness(float(a)))
    if abs(fine) < LEAST_LEAN or evenness(float(fine)) < GAIN * straight:
        return 0.0
    return float(fine)


def straighten(picture: Picture, angle: float) -> Picture:
    """The picture turned anticlockwise by `angle` degrees about its middle, in the same size; corners filled with paper."""
    import cv2

    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def quarter(picture: Picture, times: int) -> Picture:
    """The picture turned anticlockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, times))


def straightened_from(width: float, height: float, angle: float) -> Turn:
    """From the points of a picture of this size straightened by `angle` to those it had before."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = width / 2, height / 2
    return Turn(cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


def quartered_from(width: float, height: float, times: int) -> Turn:
    """From the points of a picture turned by `times` quarters, 1 or 2, to those it had before, when it was of this size."""
    return Turn(0.0, 1.0, -1.0, 0.0, width, 0.0) if times == 1 else Turn(-1.0, 0.0, 0.0, -1.0, width, height)


def is_sideways(areas: list[Area]) -> bool:
    """Whether most of the print runs up or down."""
    across = sum(area.width for area in areas if area.width > ELONGATED * area.height)
    down = sum(area.height for area in areas if area.height > ELONGATED * area.width)
    return down > across


def turned_over(areas: list[Area], picture: Picture) -> list[Area]:
    """Where the areas stand once the picture is turned by two quarters, again from top to bottom."""
    height, width = picture.shape[:2]
    return [Area(width - a.x1, height - a.bottom, width - a.x0, height - a.top) for a in reversed(areas)]
