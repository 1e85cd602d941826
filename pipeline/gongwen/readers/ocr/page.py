"""One page from its picture: upright, straight, its rulings found, its lines read, as glyphs and rulings like those of any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from gongwen.model.source import Box, Turn
from gongwen.readers.ocr.engine import OTHER_MARGINS, Area, Picture, Read, find_lines, is_upside_down, read_line
from gongwen.readers.ocr.exact import exact
from gongwen.readers.ocr.narrow import cut_stacked, lone_marks, with_slash
from gongwen.readers.ocr.rulings import cut_at, find_rulings, take_out
from gongwen.readers.ocr.seals import without_seals
from gongwen.readers.ocr.setting import SetLine, measure, passes_over, to_glyphs
from gongwen.readers.ocr.upright import (
    Ink,
    ink_of,
    is_blank,
    is_sideways,
    lean,
    quarter,
    quartered_from,
    straighten,
    straightened_from,
    turned_over,
)
from gongwen.readers.ocr.wording import Repair, mend
from gongwen.readers.page.glyphs import Glyphs

LONE_MARGIN = 0.25  # of its height, around a mark whose area is no larger than its ink
SURE_MARK = 0.9  # of the engine, below which a lone mark is dirt
UNSURE = 0.85  # lines of which the engine is less sure are read in other ways


@dataclass(frozen=True, slots=True)
class Scanned:
    """A page read from its picture. `sure` has the place of every line, in points, and how sure the engine is of it.

    `repairs` are what grammars/ocr.yaml put right.
    """

    glyphs: Glyphs
    sure: list[tuple[Box, float]] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)


def read_picture(picture: Picture, scale: float, number: int) -> Scanned:
    """Read the picture of a page; `scale` is points per pixel.

    Coordinates are those of the page set upright and straight, and `turn` of the glyphs leads from them to the picture as it was: of a
    page that lies on its side width and height are exchanged.
    """
    sheet = _upright(without_seals(picture, scale))
    picture, ink, areas = sheet.picture, sheet.ink, sheet.areas
    if not areas:
        return Scanned(to_glyphs([], ink, scale, number, [], []))
    horizontal, vertical, drawn = find_rulings(ink, scale)
    bare = picture.copy() if drawn else picture
    take_out(bare, ink, drawn, scale)
    areas = exact(cut_stacked(cut_at(areas, vertical, scale), ink), ink)
    reads = [read for area in areas if (read := read_line(bare, area))]
    marks = (read_line(bare, mark, LONE_MARGIN) for mark in lone_marks(ink, areas, horizontal, vertical, scale))
    reads += [read for read in marks if read is not None and read.confidence >= SURE_MARK]
    mended = [mend(read) for read in _better(reads, (bare, picture) if drawn else (bare,), ink)]
    page = to_glyphs(measure([read for read, _ in mended], ink), ink, scale, number, horizontal, vertical)
    if sheet.turn is not None:
        page.turn = sheet.turn._replace(e=scale * sheet.turn.e, f=scale * sheet.turn.f)
    sure = [(_in_points(read.area, scale), read.confidence) for read, _ in mended]
    return Scanned(page, sure, [repair for _, repairs in mended for repair in repairs])


def _better(reads: Sequence[Read], pictures: Sequence[Picture], ink: Ink) -> list[Read]:
    """The lines, those read again of which the engine is not sure, or in which it passed over ink."""
    lines = measure([_surest(read, pictures) if read.confidence < UNSURE else read for read in reads], ink)
    return [with_slash(_read_again(line, pictures, ink) if passes_over(line, ink) else line.read, ink) for line in lines]


def _surest(first: Read, pictures: Sequence[Picture]) -> Read:
    """Of all ways to cut the line out the one of which the engine is surest."""
    others = (read_line(picture, first.area, margin) for picture, margin in product(pictures, OTHER_MARGINS))
    return max((first, *(read for read in others if read is not None)), key=lambda read: read.confidence)


def _read_again(line: SetLine, pictures: Sequence[Picture], ink: Ink) -> Read:
    """The line cut out in other ways, until one reads all that the first did and what it passed over."""
    best = line.read
    for picture, margin in product(pictures, OTHER_MARGINS):
        read = read_line(picture, line.read.area, margin)
        if read is None or len(read.text) <= len(best.text) or not _holds(read.text, best.text):
            continue
        best = read
        if not passes_over(replace(line, read=best), ink):
            break
    return best


def _holds(longer: str, shorter: str) -> bool:
    """Whether the one is the other with something put in."""
    rest = iter(longer)
    return all(char in rest for char in shorter)


@dataclass(slots=True)
class _Sheet:
    """A picture as it lies, its ink, where its lines stand, and the way back to how it lay at first, in pixels."""

    picture: Picture
    ink: Ink
    areas: list[Area]
    turn: Turn | None = None

    def straighten(self) -> None:
        angle = lean(self.ink)
        if angle:
            self._turned(straightened_from(*self._size(), angle))
            self.picture = straighten(self.picture, angle)
            self.ink = ink_of(self.picture)

    def quarter(self, times: int) -> None:
        self._turned(quartered_from(*self._size(), times))
        self.picture, self.ink = quarter(self.picture, times), quarter(self.ink, times)

    def _size(self) -> tuple[float, float]:
        return float(self.picture.shape[1]), float(self.picture.shape[0])

    def _turned(self, back: Turn) -> None:
        self.turn = self.turn.after(back) if self.turn else back


def _upright(picture: Picture) -> _Sheet:
    """The picture with its lines running from left to right."""
    sheet = _Sheet(picture, ink_of(picture), [])
    sheet.straighten()
    if is_blank(sheet.ink):
        return sheet
    sheet.areas = find_lines(sheet.picture)
    if is_sideways(sheet.areas):
        sheet.quarter(1)
        sheet.straighten()
        sheet.areas = find_lines(sheet.picture)
    if sheet.areas and is_upside_down(sheet.picture, sheet.areas):
        sheet.areas = turned_over(sheet.areas, sheet.picture)
        sheet.quarter(2)
    return sheet


def _in_points(area: Area, scale: float) -> Box:
    return Box(area.x0 * scale, area.top * scale, area.x1 * scale, area.bottom * scale)
