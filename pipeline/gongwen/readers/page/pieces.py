"""Sorts the runs of a page: upright text, text turned by a quarter, watermarks, text outside the page, columns written downwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from operator import sub

from gongwen.readers.page.glyphs import Font, Glyphs, turn_page
from gongwen.readers.page.lines import Piece, Print, cut, set_line
from gongwen.readers.page.normalise import normalise

MAX_TILT = 3.0  # degrees by which scanned or sloppy text may be off the straight
MIN_SIZE = 1.0  # points; smaller type is not meant to be read
BIG = 1.8  # times the usual size of type on the page, from which type that lies over lines is a watermark
VERTICAL_SHARE = 0.6  # of the characters of a page written downwards, from which the page is read that way


@dataclass(slots=True)
class Sorted:
    """The text of a page by the way it is to be read."""

    page: Glyphs
    upright: list[Piece] = field(default_factory=list)
    turned: list[Print] = field(default_factory=list)  # by a quarter against the rest of the page
    hidden: list[Print] = field(default_factory=list)
    watermark: bool = False
    vertical: bool = False


def sort_runs(page: Glyphs, marks: set[str] | None = None) -> Sorted:
    """The runs of the page sorted; a page whose text is mostly drawn sideways is turned upright first.

    `marks` are the words of watermarks seen on pages before; those of this page are added.
    """
    fonts = [page.run_font(start, end) for start, end in page.runs]
    turn = _main_turn(page, fonts)
    if turn:
        page = turn_page(page, turn)
        fonts = [font._replace(angle=(font.angle - 90 * turn) % 360) for font in fonts]
    out = Sorted(page)
    inside = _all_inside(page)
    unseen = page.unseen
    downwards = 0
    for (start, end), font in zip(page.runs, fonts, strict=True):
        pieces = cut(page, start, end, font)
        if len(pieces) > 2 and _runs_down(page, start, end, font):
            downwards += end - start
        if start in unseen:
            out.hidden += [_whole([piece]) for piece in pieces]
        elif inside and not font.angle and font.size >= MIN_SIZE:
            out.upright += pieces
        else:
            for piece in pieces:
                _place(out, piece)
    if downwards >= 6 and downwards >= VERTICAL_SHARE * sum(end - start for start, end in page.runs):
        return _sort_vertical(page, fonts)
    _set_watermarks_apart(out, marks if marks is not None else set())
    return out


def _set_watermarks_apart(out: Sorted, marks: set[str]) -> None:
    """Big type that lies over the lines of the page is a watermark, there and wherever its words come again in big type."""
    sizes = sorted(piece.font.size for piece in out.upright)
    big = BIG * sizes[len(sizes) // 2] if sizes else 0.0
    if not sizes or sizes[-1] < big:
        return
    small = [piece for piece in out.upright if piece.font.size < big]
    kept = []
    for piece in out.upright:
        if piece.font.size < big or not (piece.text in marks or _lies_over(piece, small)):
            kept.append(piece)
            continue
        marks.add(piece.text)
        out.watermark = True
        out.hidden.append(_whole([piece]))
    out.upright = kept


def _lies_over(piece: Piece, others: list[Piece]) -> bool:
    em = piece.font.size
    for other in others:
        across = min(piece.right, other.right) - max(piece.left, other.left)
        down = min(piece.bottom, other.bottom) - max(piece.top, other.top)
        if down > 0.5 * (other.bottom - other.top) and across > min(em, 0.5 * (other.right - other.left)):
            return True
    return False


def _all_inside(page: Glyphs) -> bool:
    if not page.text:
        return True
    across = min(page.x0) >= 0 and max(page.x1) <= page.width
    return across and min(page.top) >= 0 and max(page.bottom) <= page.height


def _main_turn(page: Glyphs, fonts: list[Font]) -> int:
    """Quarters by which most characters of the page are turned clockwise."""
    if not any(font.angle for font in fonts):
        return 0
    weight: Counter[int] = Counter()
    for (start, end), font in zip(page.runs, fonts, strict=True):
        if _tilt(font) <= MAX_TILT:
            weight[round(font.angle / 90) % 4] += end - start
    if not weight:
        return 0
    best = max(sorted(weight), key=lambda quarter: weight[quarter])
    return best if weight[best] > weight[0] else 0


def _tilt(font: Font) -> float:
    return abs(font.angle - 90 * round(font.angle / 90))


def _place(out: Sorted, piece: Piece) -> None:
    page, font = out.page, piece.font
    if _tilt(font) > MAX_TILT:
        out.watermark = True
        out.hidden.append(_whole([piece]))
    elif font.size < MIN_SIZE or not (
        -1 <= (piece.left + piece.right) / 2 <= page.width + 1 and -1 <= (piece.top + piece.bottom) / 2 <= page.height + 1
    ):
        out.hidden.append(_whole([piece]))
    elif round(font.angle / 90) % 4:
        _join_turned(out, piece)
    else:
        out.upright.append(piece)


def _join_turned(out: Sorted, piece: Piece) -> None:
    """Sideways glyphs of one column of print follow each other in the file: put them back together."""
    last = out.turned[-1] if out.turned else None
    size = piece.font.size
    if last and last.font.angle == piece.font.angle and abs(last.edges[0] - piece.left) < size / 2 and _near(last, piece, 1.5 * size):
        last.text += normalise(piece.text)
        last.top, last.bottom = min(last.top, piece.top), max(last.bottom, piece.bottom)
        last.edges = [min(last.edges[0], piece.left), max(last.edges[-1], piece.right)]
    else:
        out.turned.append(_whole([piece]))


def _near(line: Print, piece: Piece, distance: float) -> bool:
    return max(line.top, piece.top) - min(line.bottom, piece.bottom) < distance


def _whole(pieces: list[Piece]) -> Print:
    """A line whose characters have no edges of their own."""
    line = set_line(pieces) if len(pieces) == 1 else Print("".join(p.text for p in pieces), [], 0, 0, pieces[0].font)
    line.edges = [min(p.left for p in pieces), max(p.right for p in pieces)]
    line.top, line.bottom = min(p.top for p in pieces), max(p.bottom for p in pieces)
    line.stacked = True
    return line


def _runs_down(page: Glyphs, start: int, end: int, font: Font) -> bool:
    """Whether the glyphs of the run stand below each other."""
    steps = list(map(sub, page.top[start + 1 : end], page.top[start : end - 1]))
    x0 = page.x0[start:end]
    return not font.angle and min(steps) > 0.5 * font.size and max(x0) - min(x0) < font.size


def _sort_vertical(page: Glyphs, fonts: list[Font]) -> Sorted:
    """Columns from right to left, each from top to bottom, one line of print a column."""
    out = Sorted(page, vertical=True)
    columns: list[list[Piece]] = []
    for (start, end), font in zip(page.runs, fonts, strict=True):
        pieces = [piece for i in range(start, end) for piece in cut(page, i, i + 1, font)]
        if pieces:
            columns.append(pieces)
    columns.sort(key=lambda column: (-round(column[0].left / (column[0].font.size or 1)), column[0].top))
    for column in columns:
        line = _whole(column)
        line.text = normalise(line.text)
        out.turned.append(line)
    return out
