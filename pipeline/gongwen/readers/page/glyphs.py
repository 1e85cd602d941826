"""What an engine gives of one page: glyphs in the order drawn, and the straight rulings. No engine's types beyond this file.

All coordinates are points in display space: origin at the top left of the visible page, rotation and CropBox applied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gongwen.model.source import Turn


class Font(NamedTuple):
    """How a glyph is set: size in points as displayed, name without subset prefix, bold as a guess, clockwise turn in degrees."""

    size: float
    name: str | None
    bold: bool
    angle: float


class Ruling(NamedTuple):
    """A straight line: at `pos` (y of a horizontal one, x of a vertical one) from `start` to `end`."""

    pos: float
    start: float
    end: float


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a page. The lists run parallel to `text`; `runs` are spans of glyphs drawn one after the other.

    `font_at(i)` tells how glyph i is set, `run_font(start, end)` how most of a run is; both only while the engine's page is open.
    `unmapped` counts glyphs for which the file names no character at all.
    """

    number: int
    width: float
    height: float
    rotation: int
    text: str
    x0: list[float]
    top: list[float]
    x1: list[float]
    bottom: list[float]
    runs: list[tuple[int, int]]
    font_at: Callable[[int], Font]
    run_font: Callable[[int, int], Font]
    unmapped: int = 0
    horizontal: list[Ruling] = field(default_factory=list)
    vertical: list[Ruling] = field(default_factory=list)
    n_images: int = 0
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)  # x0, top, x1, bottom of what is drawn of them
    n_objects: int = 0
    lost: bool = False  # text is drawn in a font that is neither embedded nor installed, and the engine drops some of it
    capped: bool = False  # more drawing objects than the reader is willing to look at
    unseen: frozenset[int] = frozenset()  # starts of runs that the format draws invisibly
    turn: Turn | None = None  # from these coordinates to the page as displayed, where it was turned


def middle_of_run(text: Sequence[str], start: int, end: int) -> int:
    """The glyph that speaks for the run: the middle one, or an ideograph rather than a digit between them."""
    middle = (start + end) // 2
    for i in (middle, start, end - 1):
        if text[i] > "\u2e7f":
            return i
    return middle


def turn_point(x: float, y: float, quarter: int, width: float, height: float) -> tuple[float, float]:
    """Where a point of a page of this size comes to stand when the page is turned anticlockwise by so many quarters."""
    if quarter == 1:
        return y, width - x
    if quarter == 2:
        return width - x, height - y
    if quarter == 3:
        return height - y, x
    return x, y


def turn_page(page: Glyphs, quarter: int) -> Glyphs:
    """The page turned anticlockwise by `quarter` quarters, for pages whose text is drawn sideways."""
    width, height = (page.height, page.width) if quarter % 2 else (page.width, page.height)
    boxes = [_turn_box(box, quarter, page.width, page.height) for box in zip(page.x0, page.top, page.x1, page.bottom, strict=True)]
    font_at, run_font = page.font_at, page.run_font

    def turned_font(font: Font) -> Font:
        return font._replace(angle=(font.angle - 90 * quarter) % 360)

    horizontal, vertical = page.horizontal, page.vertical
    turned = Glyphs(
        page.number, width, height, page.rotation, page.text,
        [b[0] for b in boxes], [b[1] for b in boxes], [b[2] for b in boxes], [b[3] for b in boxes],
        page.runs, lambda i: turned_font(font_at(i)), lambda start, end: turned_font(run_font(start, end)),
        page.unmapped, n_images=page.n_images, pictures=[_turn_box(box, quarter, page.width, page.height) for box in page.pictures],
        n_objects=page.n_objects, capped=page.capped, unseen=page.unseen,
    )  # fmt: skip
    corner, right, down = (turn_point(x, y, 4 - quarter, width, height) for x, y in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))
    back = Turn(right[0] - corner[0], right[1] - corner[1], down[0] - corner[0], down[1] - corner[1], *corner)
    turned.turn = page.turn.after(back) if page.turn else back
    for ruling in horizontal:
        box = _turn_box((ruling.start, ruling.pos, ruling.end, ruling.pos), quarter, page.width, page.height)
        _add(turned, box)
    for ruling in vertical:
        box = _turn_box((ruling.pos, ruling.start, ruling.pos, ruling.end), quarter, page.width, page.height)
        _add(turned, box)
    return turned


def _turn_box(box: tuple[float, float, float, float], quarter: int, width: float, height: float) -> tuple[float, float, float, float]:
    xa, ya = turn_point(box[0], box[1], quarter, width, height)
    xb, yb = turn_point(box[2], box[3], quarter, width, height)
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _add(page: Glyphs, box: tuple[float, float, float, float]) -> None:
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        page.horizontal.append(Ruling((top + bottom) / 2, x0, x1))
    else:
        page.vertical.append(Ruling((x0 + x1) / 2, top, bottom))


def add_thin(page: Glyphs, x0: float, top: float, x1: float, bottom: float, thickness: float = 3.0) -> bool:
    """Take the box as a ruling if it is thin; False if it is not."""
    if bottom - top <= thickness and x1 - x0 > bottom - top:
        page.horizontal.append(Ruling((top + bottom) / 2, x0, x1))
        return True
    if x1 - x0 <= thickness and bottom - top > x1 - x0:
        page.vertical.append(Ruling((x0 + x1) / 2, top, bottom))
        return True
    return False
