"""Red seals over print: taken off the picture, so that the black print under them can be read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gongwen.readers.ocr.engine import Picture

REDDER = 50  # levels by which red ink is redder than it is green or blue
FEWEST = 500  # red pixels on a page with a seal
SIZE = (85.0, 200.0)  # points across; a seal has 38 to 60 mm, type of a letterhead at most 22 mm
ROUND = (0.75, 1.33)  # height to width; ovals and torn rings still
REACH = 12.0  # points by which parts of one seal stand apart, cut by the print over it
CORNER = 0.1  # of its side: the corners of the square around a seal have no red, as it is round
INK_SHARE = (0.03, 0.75)  # of its square that is red: less is a red word or two, more is a red field


def without_seals(picture: Picture, scale: float) -> Picture:
    """The picture, its seals as light as their red is: black print stays black. `scale` is points per pixel.

    Red print of other shapes, such as letterheads, stays as it is.
    """
    red = _red(picture[::4, ::4])
    if 16 * int(np.count_nonzero(red)) < FEWEST:
        return picture
    out = picture
    for x, y, width, height in _groups(red, max(1, round(REACH / scale / 4))):
        fits = all(SIZE[0] <= side * 4 * scale <= SIZE[1] for side in (width, height)) and ROUND[0] <= height / width <= ROUND[1]
        if fits and _is_seal(red[y : y + height, x : x + width]):
            out = picture.copy() if out is picture else out
            part = out[4 * y : 4 * (y + height) + 4, 4 * x : 4 * (x + width) + 4]
            part[:] = _lit(part)[:, :, None]
    return out


def _groups(red: NDArray[np.uint8], reach: int) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, width and height of what is red and near each other; a group of few points is none."""
    import cv2

    near = cv2.dilate(red, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for k, (x, y, width, height, size) in enumerate(stats[1:count].tolist(), 1):
        if size < FEWEST / 16:
            continue
        ys, xs = np.nonzero((labels[y : y + height, x : x + width] == k) & (red[y : y + height, x : x + width] > 0))
        if len(ys):
            yield x + int(xs.min()), y + int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1


def _is_seal(red: NDArray[np.uint8]) -> bool:
    share = int(np.count_nonzero(red)) / red.size
    down, across = max(1, int(CORNER * red.shape[0])), max(1, int(CORNER * red.shape[1]))
    corners = (red[i * (len(red) - down) :, j * (red.shape[1] - across) :][:down, :across] for i in (0, 1) for j in (0, 1))
    return INK_SHARE[0] <= share <= INK_SHARE[1] and not any(int(np.count_nonzero(corner)) for corner in corners)


def _red(picture: Picture) -> NDArray[np.uint8]:
    blue, green, red = (picture[:, :, channel].astype(np.int16) for channel in range(3))
    return (red - np.maximum(green, blue) > REDDER).astype(np.uint8)


def _lit(part: Picture) -> NDArray[np.uint8]:
    """Grey as a red lamp shows it, stretched so that red ink is paper."""
    red = part[:, :, 2].astype(np.float64)
    inked = red[_red(part) > 0]
    paper = float(np.percentile(inked, 20)) if len(inked) else 255.0
    return np.asarray(np.clip(red * (255.0 / max(paper, 1.0)), 0, 255), dtype=np.uint8)
