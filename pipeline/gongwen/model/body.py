"""What layout gives: the canonical text, blocks with offsets into it, and furniture in its own layer.

Offsets are code points, end exclusive. `text` joins blocks with line feeds, cells of a row with tabs; a merged cell
stands once, and every row that it covers points to the same stretch.
"""

from __future__ import annotations

from dataclasses import dataclass

from .source import PLAIN, Box, Remark, Source, Style


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a stretch of the canonical text was printed. Pieces are ordered by `start` and do not overlap."""

    start: int
    end: int
    page: int | None
    box: Box | None
    char_x: tuple[float, ...] | None = None  # left edges of text[start:end] plus the last right edge


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with hard wraps and page breaks undone. `lines` counts the lines of print it was made of."""

    start: int
    end: int
    style: Style = PLAIN
    indent: float | None = None
    blank_before: bool = False
    lines: int = 1


CellSpan = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading words (levels joined with a blank) and its role, None where the wording names none."""

    header: str
    role: str | None
    year: str | None = None  # of a baseline or goal column


@dataclass(frozen=True, slots=True)
class Row:
    """A row with merged cells filled in. `own[i]` tells that cell i was printed in this row, not carried down."""

    cells: tuple[CellSpan, ...]
    own: tuple[bool, ...]
    group: bool = False  # one cell across the table: a heading over the rows below


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table whole again: parts on following pages joined, repeated headings dropped, cut rows mended."""

    start: int
    end: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    pages: tuple[int, ...] = ()


Block = Paragraph | TableBlock


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text that is of the print or of the site, not of the notice."""

    kind: str  # page_number, running_head, running_foot, contents, site, repeated_header, repeated_cell, footnote, comment, hidden …
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The laid-out document."""

    text: str
    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    furniture: tuple[Furniture, ...]
    remarks: tuple[Remark, ...]
    source: Source
