"""How lines stand in the text block: indent, alignment, blank lines before. Needs all pages, since a page may hold centred lines only."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from gongwen.model.source import Box, Layer, Line, Style
from gongwen.readers.page.glyphs import Font
from gongwen.readers.page.lines import Print

BLANK_LINE = 1.7  # times the usual distance of two lines
FLUSH = 0.6  # em within which edges count as equal
INDENT = 2.6  # em; body type that begins further left may be a paragraph's first line
LARGER = 1.15  # times the usual size of type
CLUSTER = 0.5  # em; starts this close together form an edge


@dataclass(frozen=True, slots=True)
class Block:
    """The text block of a page: left and right edge, usual distance from line to line, middle of the page, usual size of type, in points.

    A cell has no alignment to tell and passes 0 for the last three.
    """

    left: float
    right: float
    leading: float
    middle: float
    size: float


def text_blocks(pages: Sequence[Sequence[Print]], tables: Sequence[Sequence[Box]], widths: Sequence[float]) -> list[Block]:
    """One block a page, from its lines. Where these do not bear out an edge: that of the other pages of this width, else of the tables."""
    own = [_edges(lines) for lines in pages]
    leading = median([d for lines in pages for d in _distances(lines)] or [0.0])
    size = median([line.font.size for lines in pages for line in lines] or [0.0])
    known: dict[int, list[tuple[float, float]]] = {}
    for edges, width in zip(own, widths, strict=True):
        if edges:
            known.setdefault(round(width), []).append(edges)
    usual = {width: (median(e[0] for e in edges), median(e[1] for e in edges)) for width, edges in known.items()}
    blocks = []
    for lines, boxes, edges, width in zip(pages, tables, own, widths, strict=True):
        edges = edges or _widened(usual.get(round(width)), boxes) or _outermost(lines, boxes, width)
        distances = _distances(lines)
        blocks.append(Block(edges[0], edges[1], median(distances) if len(distances) > 4 else leading, width / 2, size))
    return blocks


def _widened(edges: tuple[float, float] | None, boxes: Sequence[Box]) -> tuple[float, float] | None:
    return edges and (min([edges[0], *(box.x0 for box in boxes)]), max([edges[1], *(box.x1 for box in boxes)]))


def _outermost(lines: Sequence[Print], boxes: Sequence[Box], width: float) -> tuple[float, float]:
    lefts = [line.edges[0] for line in lines] + [box.x0 for box in boxes]
    rights = [line.edges[-1] for line in lines] + [box.x1 for box in boxes]
    left = min(lefts, default=0.0)
    return left, max(width - left, *rights) if rights else width


def _edges(lines: Sequence[Print]) -> tuple[float, float] | None:
    """Where several lines begin furthest to the left and end furthest to the right."""
    if len(lines) < 4:
        return None
    em = median(line.font.size for line in lines) or 1.0
    need = max(2, len(lines) // 12)
    left = _outer_cluster(sorted(line.edges[0] for line in lines), CLUSTER * em, need)
    right = _outer_cluster(sorted(-line.edges[-1] for line in lines), 1.2 * CLUSTER * em, need)
    if left is None or right is None or -right - left < 8 * em:
        return None
    return left, -right


def _outer_cluster(values: list[float], width: float, need: int) -> float | None:
    for i in range(len(values) - need + 1):
        if values[i + need - 1] - values[i] <= width:
            return values[i]
    return None


def _distances(lines: Sequence[Print]) -> list[float]:
    middles = [line.top + line.bottom for line in lines]
    return [(b - a) / 2 for a, b in itertools.pairwise(middles) if b > a]


_styles: dict[tuple[Font, str | None], Style] = {}


def _style(line: Print, align: str | None) -> Style:
    key = (line.font, align)
    style = _styles.get(key)
    if style is None:
        if len(_styles) > 4096:
            _styles.clear()
        style = _styles[key] = Style(round(line.font.size, 1) or None, line.font.bold, line.font.name, align)
    return style


def place(line: Print, block: Block, page: int, before: Print | None) -> Line:
    """The line with its indent in em, its alignment and whether a blank line stands before it."""
    edges, font = line.edges, line.font
    start, end = line.column or (block.left, block.right)
    left = edges[0] - start
    em = font.size or 1.0
    distance = (line.top + line.bottom - before.top - before.bottom) / 2 if before is not None else 0.0
    align = None
    if block.middle and not (line.hidden or line.stacked):
        centred = line.column is None and abs(edges[0] + edges[-1] - 2 * block.middle) <= 2 * FLUSH * em
        large = em > LARGER * block.size
        align = _align(left, end - edges[-1], end - start, em, centred, large) if left > FLUSH * em else None
    usual = max(block.leading, 1.15 * (line.bottom - line.top)) if block.leading else 2 * em
    return Line(
        line.text,
        page=page,
        box=Box(edges[0], line.top, edges[-1], line.bottom),
        layer=Layer.HIDDEN if line.hidden else Layer.FOOTNOTE if line.note else Layer.BODY,
        style=_style(line, align),
        indent=None if line.stacked else round(left / em, 2) if left > 0 else 0.0,
        blank_before=distance > BLANK_LINE * usual,
        char_x=None if line.stacked else tuple(edges),
    )


def _align(left: float, right: float, width: float, em: float, centred: bool, large: bool) -> str | None:
    """Centred or right against the text block; None for what begins at an indent.

    `centred` tells that the line stands in the middle of the page, `large` that its type is larger than the body's.
    """
    if left > 0.45 * width and right < 0.5 * left and right < 0.3 * width and not centred:
        return "right"
    if left < INDENT * em and not large:  # the first line of a paragraph may end as far from the edge by chance
        return None
    if (centred and right > em) or abs(left - right) <= FLUSH * em or (min(left, right) > 4 * em and abs(left - right) <= 1.5 * em):
        return "center"
    return None
