"""Pages set in two columns: found by a clear gutter down the page, read column by column between the lines that span both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongwen.readers.page.lines import Piece

MIN_LINES = 8  # on each side of the gutter
WORD_GAP = 1.0  # em; pieces closer than this belong together
FULL = 0.7  # share of the column's width that its usual line must fill (a table's cells do not)
SPANNING = 0.2  # at most this share of the lines may run over the gutter


@dataclass(slots=True)
class Chunk:
    """Pieces of one line without a wide gap between them."""

    pieces: list[Piece]
    left: float
    right: float


Column = tuple[float, float]


def in_reading_order(lines: list[list[Piece]]) -> tuple[list[list[Piece]], list[Column | None] | None]:
    """The lines as given, or, on a page of two columns, the left column's before the right one's in each band of the page.

    With them, on such a page, the left and right edge of the column each line stands in (None: it spans both).
    """
    if len(lines) < MIN_LINES:
        return lines, None
    left = min(line[0].left for line in lines)
    right = max(line[-1].right for line in lines)
    long = sum(1 for line in lines if len(line) == 1 and line[0].right - line[0].left > 0.6 * (right - left))
    if long > 0.5 * len(lines):
        return lines, None
    chunks = [chunks_of(line) for line in lines]
    gutter = _gutter([c for line in chunks for c in line], left, right)
    return _by_column(chunks, gutter) if gutter is not None else (lines, None)


def chunks_of(line: Sequence[Piece]) -> list[Chunk]:
    """The pieces of a line, put together where no wide gap parts them."""
    out: list[Chunk] = []
    for piece in line:
        if out and piece.left - out[-1].right < WORD_GAP * piece.font.size:
            out[-1].pieces.append(piece)
            out[-1].right = max(out[-1].right, piece.right)
        else:
            out.append(Chunk([piece], piece.left, piece.right))
    return out


def _gutter(chunks: list[Chunk], left: float, right: float) -> float | None:
    """The x that divides the page, if both sides are columns of mostly full lines and few lines run over it."""
    width = right - left
    starts = sorted(c.left for c in chunks if left + 0.3 * width < c.left < left + 0.7 * width)
    best: float | None = None
    fewest = SPANNING * len(chunks) + 1
    for start in starts[:: max(1, len(starts) // 20)]:
        x = start - 1.0
        over = sum(1 for c in chunks if c.left < x < c.right)
        if over < fewest and _is_gutter(chunks, x, left, right):
            best, fewest = x, over
    return best


def _is_gutter(chunks: list[Chunk], x: float, left: float, right: float) -> bool:
    one = [c for c in chunks if c.right <= x]
    two = [c for c in chunks if c.left >= x]
    if len(one) < MIN_LINES or len(two) < MIN_LINES:
        return False
    edge = sorted(c.right for c in one)[len(one) * 9 // 10]
    return _fullness(one, edge - left) >= FULL and _fullness(two, right - x) >= FULL


def _fullness(chunks: list[Chunk], width: float) -> float:
    widths = sorted(c.right - c.left for c in chunks)
    return widths[len(widths) // 2] / width if width > 0 else 0.0


def _by_column(lines: list[list[Chunk]], x: float) -> tuple[list[list[Piece]], list[Column | None]]:
    out: list[list[Piece]] = []
    columns: list[Column | None] = []
    one: list[list[Piece]] = []
    two: list[list[Piece]] = []

    def end_band() -> None:
        for side in (one, two):
            if side:
                edges = min(line[0].left for line in side), max(line[-1].right for line in side)
                out.extend(side)
                columns.extend([edges] * len(side))
                side.clear()

    for line in lines:
        if any(c.left < x < c.right for c in line):
            end_band()
            out.append([p for c in line for p in c.pieces])
            columns.append(None)
            continue
        before = [p for c in line if c.right <= x for p in c.pieces]
        after = [p for c in line if c.left >= x for p in c.pieces]
        if before:
            one.append(before)
        if after:
            two.append(after)
    end_band()
    return out, columns
