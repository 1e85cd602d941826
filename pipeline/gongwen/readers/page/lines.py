"""From glyphs to lines of print: pieces of evenly set glyphs, put side by side where they stand on one line.

Blanks are made from positions, not taken from the engine, so that every engine gives the same text: a gap between two Latin letters
is a blank from 0.15 em, beside an ideograph from 0.4 em (setting adds a quarter em there by itself), between ideographs from 0.6 em
(from 0.15 em where the others of the line are set solid), and a gap of 1 em or more becomes as many half-width blanks as fit into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub
from statistics import median

from gongwen.readers.page.glyphs import Font, Glyphs
from gongwen.readers.page.normalise import LIGATURES, needs_care, normalise

CUT_GAP = 0.15  # em; a wider gap ends a piece
OVERLAP = 0.15  # em; glyphs that overlap more are looked at one by one (doubled ones, squeezed punctuation)
CLIMB = 0.5  # em by which the tops of a piece's glyphs may differ (fonts differ in their ascent)
MIN_ADVANCE = 0.12  # em; a smaller step means that a glyph is drawn over the one before
SAME_LINE = 0.5  # share of the lower box that must stand beside the other
OPEN_LINES = 4  # lines that a piece may still join
OVERPRINT = 0.6  # em; pieces that overlap by more are woven character by character
HALF_OVER = 0.6  # of a piece's width, likewise: a single narrow figure printed twice
MAX_BLANKS = 40
SOLID = 0.06  # em; ideographs this close together are set solid
SOLID_SHARE = 0.5  # of the ideographs of a line set solid, so that the gaps that are left are blanks


@dataclass(slots=True)
class Piece:
    """Glyphs set evenly one after the other in one direction; `x0` and `x1` are their left and right edges."""

    text: str
    x0: list[float]
    x1: list[float]
    top: float
    bottom: float
    font: Font

    @property
    def left(self) -> float:
        return self.x0[0]

    @property
    def right(self) -> float:
        return self.x1[-1]


@dataclass(slots=True)
class Print:
    """A line of print. `edges` has the left edge of each character and the right edge of the last."""

    text: str
    edges: list[float]
    top: float
    bottom: float
    font: Font
    hidden: bool = False
    note: bool = False  # a footnote
    stacked: bool = False  # turned or written downwards: edges do not tell characters apart
    column: tuple[float, float] | None = None  # edges of the column it stands in, on a page of columns

    @property
    def is_body(self) -> bool:
        return not (self.hidden or self.note or self.stacked)


def cut(page: Glyphs, start: int, end: int, font: Font) -> list[Piece]:
    """The run of glyphs from `start` to `end` as pieces, blanks at their ends taken off."""
    x0, x1, text = page.x0[start:end], page.x1[start:end], page.text[start:end]
    em = font.size or 1.0
    if end - start > 1:
        gaps = list(map(sub, page.x0[start + 1 : end], x1))
        tops = page.top[start:end]
        if min(gaps) < -OVERLAP * em or max(tops) - min(tops) > CLIMB * em:
            return _cut_unevenly(page, start, end, em)
        if max(gaps) > CUT_GAP * em:
            return _cut_at_gaps(page, start, end, font, gaps)
    middle = (start + end) // 2
    piece = _piece(text, x0, x1, page.top[middle], page.bottom[middle], font)
    return [piece] if piece else []


def _cut_at_gaps(page: Glyphs, start: int, end: int, font: Font, gaps: list[float]) -> list[Piece]:
    """Cut where a gap is a blank; small gaps beside ideographs are none."""
    em, text = font.size or 1.0, page.text
    limit = CUT_GAP * em
    cuts = [start]
    narrow = []
    for k, gap in enumerate(gaps, start):
        if gap > limit:
            if _blanks(gap, em, text[k], text[k + 1]) or text[k] == " ":
                cuts.append(k + 1)
            elif _are_ideographs(text[k], text[k + 1]):
                narrow.append(k + 1)
    cuts.append(end)
    blanks = narrow if narrow and _is_solid(text[start:end], gaps, em) else ()
    pieces = []
    for a, b in pairwise(cuts):
        middle = (a + b) // 2
        if piece := _piece(text[a:b], page.x0[a:b], page.x1[a:b], page.top[middle], page.bottom[middle], font):
            pieces.append(piece if not blanks else _with_blanks(piece, [page.x0[k] for k in blanks]))
    return pieces


def _is_solid(text: str, gaps: Sequence[float], em: float) -> bool:
    """Do the ideographs stand side by side, so that the few gaps between them are narrow blanks and no justification?"""
    between = [gap for gap, left, right in zip(gaps, text, text[1:], strict=False) if _are_ideographs(left, right)]
    return sum(1 for gap in between if abs(gap) <= SOLID * em) >= SOLID_SHARE * len(between)


def _are_ideographs(left: str, right: str) -> bool:
    return left > "\u33ff" and right > "\u33ff" and not ("\uf8ff" < left <= "\uffff" or "\uf8ff" < right <= "\uffff")


def _with_blanks(piece: Piece, at: Sequence[float]) -> Piece:
    """The piece with a blank before each character whose left edge is in `at`."""
    text = ""
    x0: list[float] = []
    x1: list[float] = []
    for char, left, right in zip(piece.text, piece.x0, piece.x1, strict=True):
        if text and left in at:
            text += " "
            x0.append(x1[-1])
            x1.append(left)
        text += char
        x0.append(left)
        x1.append(right)
    return Piece(text, x0, x1, piece.top, piece.bottom, piece.font)


def _cut_unevenly(page: Glyphs, start: int, end: int, em: float) -> list[Piece]:
    x0, x1, top, bottom = page.x0, page.x1, page.top, page.bottom
    pieces: list[Piece] = []
    at = start
    for i in range(start + 1, end + 1):
        if i < end:
            before = i - 1
            beside = min(bottom[i], bottom[before]) - max(top[i], top[before])
            low = min(bottom[i] - top[i], bottom[before] - top[before])
            step = x0[i] - x0[before]
            if x0[i] - x1[before] <= CUT_GAP * em and step >= MIN_ADVANCE * em and beside >= SAME_LINE * low:
                continue
        middle = (at + i) // 2
        piece = _piece(page.text[at:i], x0[at:i], x1[at:i], top[middle], bottom[middle], page.font_at(middle))
        if piece:
            pieces.append(piece)
        at = i
    return pieces


def _piece(text: str, x0: list[float], x1: list[float], top: float, bottom: float, font: Font) -> Piece | None:
    if text[0].isspace() or text[-1].isspace():
        first = len(text) - len(text.lstrip())
        last = len(text.rstrip())
        if first >= last:
            return None
        text, x0, x1 = text[first:last], x0[first:last], x1[first:last]
    height = bottom - top
    if font.size and not 0.5 * font.size <= height <= 2.5 * font.size:  # a font with useless metrics: an em box on the middle
        middle = (top + bottom) / 2
        top, bottom = middle - font.size / 2, middle + font.size / 2
    return Piece(text, x0, x1, top, bottom, font)


def group(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces that stand on one line together, from left to right; the lines from top to bottom.

    Lines of neighbouring columns may stand half a line apart, so a piece never joins a line that has another piece above or below it.
    """
    lines: list[list[Piece]] = []
    tallest: list[Piece] = []  # of each line
    for piece in sorted(pieces, key=_middle):
        for k in range(len(lines) - 1, max(-1, len(lines) - 1 - OPEN_LINES), -1):
            if _stand_together(tallest[k], piece) and not any(_above_each_other(other, piece) for other in lines[k]):
                lines[k].append(piece)
                if piece.bottom - piece.top > tallest[k].bottom - tallest[k].top:
                    tallest[k] = piece
                break
        else:
            lines.append([piece])
            tallest.append(piece)
    for line in lines:
        if len(line) > 1:
            line.sort(key=_left)
    return lines


def _stand_together(one: Piece, two: Piece) -> bool:
    low = min(one.bottom - one.top, two.bottom - two.top)
    return min(one.bottom, two.bottom) - max(one.top, two.top) >= SAME_LINE * low


def _above_each_other(one: Piece, two: Piece) -> bool:
    em = min(one.font.size, two.font.size)
    return abs(_middle(one) - _middle(two)) > 0.5 * em and min(one.right, two.right) - max(one.left, two.left) > OVERPRINT * em


def _middle(piece: Piece) -> float:
    return piece.top + piece.bottom


def _left(piece: Piece) -> float:
    return piece.x0[0]


def set_line(pieces: Sequence[Piece]) -> Print:
    """One line of print out of the pieces that stand on it, given from left to right."""
    font = pieces[0].font if len(pieces) == 1 else max(pieces, key=lambda piece: len(piece.text)).font
    if len(pieces) == 1:
        only = pieces[0]
        return _finish(only.text, [*only.x0, only.x1[-1]], only.top, only.bottom, font)
    pieces = _weave(pieces, font.size)
    texts = [pieces[0].text]
    edges = list(pieces[0].x0)
    tracked = _is_tracked(pieces, font.size)
    for before, piece in pairwise(pieces):
        gap = piece.left - before.right
        blanks = 0 if tracked else _blanks(gap, font.size or 1.0, before.text[-1], piece.text[0])
        if blanks:
            texts.append(" " * blanks)
            edges.extend(before.right + gap * k / blanks for k in range(blanks))
        texts.append(piece.text)
        edges.extend(piece.x0)
    edges.append(pieces[-1].right)
    return _finish("".join(texts), edges, min(p.top for p in pieces), max(p.bottom for p in pieces), font)


def _finish(text: str, edges: list[float], top: float, bottom: float, font: Font) -> Print:
    if needs_care(text):
        text, edges = _expand(normalise(text), edges)
    return Print(text, edges, top, bottom, font)


def _expand(text: str, edges: list[float]) -> tuple[str, list[float]]:
    out: list[str] = []
    at: list[float] = []
    for i, char in enumerate(text):
        letters = LIGATURES.get(char, char)
        width = (edges[i + 1] - edges[i]) / len(letters)
        out.append(letters)
        at.extend(edges[i] + k * width for k in range(len(letters)))
    return "".join(out), [*at, edges[-1]]


def _blanks(gap: float, em: float, left: str, right: str) -> int:
    if gap >= em:
        return min(MAX_BLANKS, max(2, round(2 * gap / em)))
    wide = (left > "\u2e7f") + (right > "\u2e7f")
    return int(gap > em * (CUT_GAP, 0.4, 0.6)[wide])


def _is_tracked(pieces: Sequence[Piece], em: float) -> bool:
    """Ideographs set apart from each other evenly, as in a title or a signature: the gaps are no blanks."""
    if len(pieces) < 3 or any(len(piece.text) > 1 or piece.text < "\u2e80" for piece in pieces):
        return False
    gaps = [b.left - a.right for a, b in pairwise(pieces)]
    usual = median(gaps)
    return usual <= 1.6 * em and all(abs(gap - usual) <= 0.3 * em for gap in gaps)


def _weave(pieces: Sequence[Piece], em: float) -> Sequence[Piece]:
    """The same pieces, or, where they are printed over each other, their characters in order of place without the doubled ones."""
    if all(b.left >= a.right - min(OVERPRINT * em, HALF_OVER * (a.right - a.left)) for a, b in pairwise(pieces)):
        return pieces
    chars = [(x0, x1, char, piece) for piece in pieces for char, x0, x1 in zip(piece.text, piece.x0, piece.x1, strict=True)]
    chars.sort(key=lambda c: c[0])
    kept: list[tuple[float, float, str, Piece]] = []
    for char in chars:
        doubled = any(old[2] == char[2] and char[0] - old[0] < 0.5 * (old[1] - old[0]) for old in kept[-3:])
        if not doubled:
            kept.append(char)
    woven: list[Piece] = []
    for x0, x1, text, piece in kept:
        last = woven[-1] if woven else None
        if last and x0 - last.right <= CUT_GAP * em:
            last.text += text
            last.x0.append(x0)
            last.x1.append(x1)
            last.top, last.bottom = min(last.top, piece.top), max(last.bottom, piece.bottom)
        else:
            woven.append(Piece(text, [x0], [x1], piece.top, piece.bottom, piece.font))
    return woven
