"""One page from its picture: upright, straight, its rulings found, its lines read, as glyphs and rulings like those of any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from gongwen.model.source import Box
from gongwen.readers.ocr.engine import OTHER_MARGINS, Area, Picture, Read, find_lines, is_upside_down, read_line
from gongwen.readers.ocr.rulings import cut_at, cut_stacked, find_rulings, take_out
from gongwen.readers.ocr.setting import SetLine, measure, passes_over, to_glyphs
from gongwen.readers.ocr.upright import Ink, ink_of, is_blank, is_sideways, lean, quarter, straighten, turned_over
from gongwen.readers.ocr.wording import mend
from gongwen.readers.page.glyphs import Glyphs

UNSURE = 0.85  # lines of which the engine is less sure are read in other ways


@dataclass(frozen=True, slots=True)
class Scanned:
    """A page read from its picture. `sure` has the place of every line, in points, and how sure the engine is of it."""

    glyphs: Glyphs
    sure: list[tuple[Box, float]] = field(default_factory=list)


def read_picture(picture: Picture, scale: float, number: int) -> Scanned:
    """Read the picture of a page; `scale` is points per pixel.

    Coordinates are those of the page set upright and straight: of a page that lies on its side width and height are exchanged.
    """
    picture, ink, areas = _upright(picture)
    if not areas:
        return Scanned(to_glyphs([], ink, scale, number, [], []))
    horizontal, vertical, drawn = find_rulings(ink, scale)
    bare = picture.copy() if drawn else picture
    take_out(bare, ink, drawn, scale)
    lines = measure([read for area in cut_stacked(cut_at(areas, vertical, scale), ink) if (read := read_line(bare, area))], ink)
    both = (bare, picture) if drawn else (bare,)
    reads = [_surest(line.read, both) if line.read.confidence < UNSURE else line.read for line in lines]
    lines = [replace(line, read=read) for line, read in zip(lines, reads, strict=True)]
    reads = [_read_again(line, both, ink) if passes_over(line, ink) else line.read for line in lines]
    lines = measure([replace(read, text=mend(read.text)) for read in reads], ink)
    return Scanned(to_glyphs(lines, ink, scale, number, horizontal, vertical), [(_in_points(r.area, scale), r.confidence) for r in reads])


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


def _upright(picture: Picture) -> tuple[Picture, Ink, list[Area]]:
    """The picture with its lines running from left to right, its ink, and where its lines stand."""
    straight, ink = _straight(picture)
    if is_blank(ink):
        return straight, ink, []
    areas = find_lines(straight)
    if is_sideways(areas):
        straight, ink = _straight(quarter(picture, 1))
        areas = find_lines(straight)
    if areas and is_upside_down(straight, areas):
        areas = turned_over(areas, straight)
        straight, ink = quarter(straight, 2), quarter(ink, 2)
    return straight, ink, areas


def _straight(picture: Picture) -> tuple[Picture, Ink]:
    ink = ink_of(picture)
    angle = lean(ink)
    if not angle:
        return picture.copy(), ink
    picture = straighten(picture, angle)
    return picture, ink_of(picture)


def _in_points(area: Area, scale: float) -> Box:
    return Box(area.x0 * scale, area.top * scale, area.x1 * scale, area.bottom * scale)
