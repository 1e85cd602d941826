"""Lines as read from a picture to glyphs as set: size of type, left and right edge of every character, in points.

The engine tells the middle of a character within half its width, which is too coarse for edges. So characters are laid out evenly
between the first and the last ink of their line, full-width ones twice as wide as half-width ones, and the engine's middles only
tell where a line has a hole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from gongwen.readers.ocr.engine import Area, Read
from gongwen.readers.ocr.upright import Ink
from gongwen.readers.page.glyphs import Font, Glyphs, Ruling

NARROW = "\u2010"  # characters below are half as wide as an ideograph
OPENING = frozenset("（《〈“‘【〔「『［｛")  # drawn in the right half of their square
CLOSING = frozenset("）》〉”’】〕」』］｝，。、；：！？")  # drawn in the left half
HALF = 0.5  # em of blank beside the ink of these
USUAL_HEIGHT = 0.8  # em to the height of a found line, where no line of the page tells better
ENOUGH = 4  # ideographs in a row that tell the size of type
ALIKE = 0.07  # sizes of type that differ less are one
HOLE = 0.8  # em between two characters that are no neighbours
PASSED_OVER = 0.55  # em between two characters where a mark may have been passed over
SPECK = 0.004  # square em of ink that are no mark


@dataclass(slots=True)
class SetLine:
    """A line as read, its first and last ink in pixels, and the size of its type in pixels."""

    read: Read
    left: float
    right: float
    em: float = 0.0


def measure(reads: Sequence[Read], ink: Ink) -> list[SetLine]:
    """The edges and the size of type of each line of a page."""
    lines = [SetLine(read, *_ink_edges(read.area, ink)) for read in reads]
    _size(lines)
    return lines


def passes_over(line: SetLine, ink: Ink) -> bool:
    """Whether there is ink where the engine read nothing, beside or between its characters: it loses small marks."""
    em, text, middles = line.em, line.read.text, line.read.middles
    edges = [(middle - _width(char) * em / 2, middle + _width(char) * em / 2) for middle, char in zip(middles, text, strict=True)]
    gaps = [(a[1], b[0]) for a, b in pairwise(edges)]
    gaps += [(line.left, edges[0][0]), (edges[-1][1], line.right)]
    return any(b - a > PASSED_OVER * em and _has_ink(line, a, b, ink) for a, b in gaps)


def _has_ink(line: SetLine, left: float, right: float, ink: Ink) -> bool:
    area, aside = line.read.area, 0.15 * line.em  # characters stand a little beside where the engine says
    part = ink[int(area.top) : int(area.bottom) + 1, int(left + aside) : int(right - aside) + 1]
    return int(np.count_nonzero(part)) > SPECK * line.em * line.em


def to_glyphs(lines: Sequence[SetLine], ink: Ink, scale: float, number: int, horizontal: list[Ruling], vertical: list[Ruling]) -> Glyphs:
    """A page of glyphs in points; one run for each line. `scale` is points per pixel."""
    page = Glyphs(
        number, ink.shape[1] * scale, ink.shape[0] * scale, 0, "", [], [], [], [], [], lambda i: fonts[i], lambda start, _: fonts[start],
        horizontal=horizontal, vertical=vertical,
    )  # fmt: skip
    fonts: list[Font] = []
    texts: list[str] = []
    for line in lines:
        edges = _lay_out(line)
        middle = (line.read.area.top + line.read.area.bottom) / 2
        start = len(page.x0)
        texts.append(line.read.text)
        page.x0 += [scale * a for a, _ in edges]
        page.x1 += [scale * b for _, b in edges]
        page.top += [scale * (middle - line.em / 2)] * len(edges)
        page.bottom += [scale * (middle + line.em / 2)] * len(edges)
        fonts += [Font(round(scale * line.em, 1), None, False, 0.0)] * len(edges)
        page.runs.append((start, len(page.x0)))
    page.text = "".join(texts)
    return page


def _ink_edges(area: Area, ink: Ink) -> tuple[float, float]:
    """The first and the last column with more than a speck of ink in the middle part of the area."""
    inset = int(0.1 * area.height)
    part = ink[int(area.top) + inset : int(area.bottom) - inset + 1, int(area.x0) : int(area.x1) + 1]
    columns = np.flatnonzero(np.count_nonzero(part, axis=0) >= 2) if part.size else np.empty(0)
    if len(columns) < 2:
        return area.x0, area.x1
    return area.x0 + float(columns[0]), area.x0 + float(columns[-1]) + 1.0


def _width(char: str) -> float:
    return 0.5 if char < NARROW else 1.0


def _before(char: str) -> float:
    return HALF if char in OPENING else 0.05


def _after(char: str) -> float:
    return HALF if char in CLOSING else 0.05


def _size(lines: Sequence[SetLine]) -> None:
    """Give each line its size of type: by the distance of its ideographs, else by its height and width; nearly equal sizes made one."""
    sure: list[SetLine] = []
    for line in lines:
        steps = _ideograph_steps(line.read)
        if len(steps) >= ENOUGH - 1:
            line.em = min(median(steps), 1.1 * line.read.area.height)  # not of a title set wide
            sure.append(line)
    ratio = median([line.em / line.read.area.height for line in sure]) if sure else USUAL_HEIGHT
    sizes = _clusters([line.em for line in sure])
    for line in lines:
        em = line.em or min(ratio * line.read.area.height, _by_width(line))
        near = min(sizes, key=lambda size: abs(size - em), default=em)
        limit = ALIKE if line.em else 2 * ALIKE
        line.em = near if abs(near - em) <= limit * em else em


def _by_width(line: SetLine) -> float:
    """The size of type if nothing but the characters took up the line."""
    text = line.read.text
    return (line.right - line.left) / max(0.5, sum(map(_width, text)) - _before(text[0]) - _after(text[-1]))


def _ideograph_steps(read: Read) -> list[float]:
    """Mean distances of ideographs over stretches of them (single distances are too coarse), one for each step."""
    usual = median([b - a for a, b in pairwise(read.middles)] or [0.0])
    steps: list[float] = []
    start = 0
    for i in range(1, len(read.text) + 1):
        if i < len(read.text) and _are_ideographs(read.text[i - 1 : i + 1]) and read.middles[i] - read.middles[i - 1] <= 1.6 * usual:
            continue
        n = i - 1 - start
        if n >= ENOUGH - 1 and _are_ideographs(read.text[start]):
            steps += [(read.middles[i - 1] - read.middles[start]) / n] * n
        start = i
    return steps


def _are_ideographs(text: str) -> bool:
    """Marks are not: many a print sets them half as wide."""
    return all("\u3400" <= char < "\ua000" for char in text)


def _clusters(sizes: Sequence[float]) -> list[float]:
    """The middles of groups of sizes that differ little from one to the next."""
    groups: list[list[float]] = []
    for size in sorted(sizes):
        if groups and size - groups[-1][0] <= 2 * ALIKE * size:
            groups[-1].append(size)
        else:
            groups.append([size])
    return [median(group) for group in groups]


def _lay_out(line: SetLine) -> list[tuple[float, float]]:
    """Left and right edge of each character in pixels."""
    text, em, middles = line.read.text, line.em, line.read.middles
    start = line.left - _before(text[0]) * em
    end = line.right + _after(text[-1]) * em
    widths = [_width(char) * em for char in text]
    holes = [b - a - (v + w) / 2 for (a, b), (v, w) in zip(pairwise(middles), pairwise(widths), strict=True)]
    slack = end - start - sum(widths)
    wide = {i: hole for i, hole in enumerate(holes) if hole > HOLE * em} if slack > HOLE * em else {}
    if wide and len(wide) < max(2, len(text) / 3):
        rest = sum(wide.values())
        gaps = {i: min(hole, slack * hole / rest) for i, hole in wide.items()}
    else:
        gaps = {}
    stretch = (end - start - sum(gaps.values())) / sum(widths)
    edges: list[tuple[float, float]] = []
    at = start
    for i, width in enumerate(widths):
        edges.append((at, at + stretch * width))
        at += stretch * width + gaps.get(i, 0.0)
    return edges
