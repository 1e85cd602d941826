"""A format-neutral notice: paragraphs and tables in reading order, which the renderers print as text, DOCX, HTML or PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `text` holds its marker; "\\n" in it is a line break inside the paragraph (a title over several lines).

    `role`: issuer_head, doc_number, title, subtitle, recipients, heading, item, body, signature, date, disclosure, attachments,
    annex_mark, toc, caption, colophon. `level` from 1 for headings and items. `family` and `number` name the marker's numbering
    (numbering.py), so that Word can count it itself; `run` tells numberings that restart apart. `lead` is the length of the run-in
    title (marker included) that is set in another face.
    """

    text: str
    role: str = "body"
    level: int = 0
    family: str | None = None
    number: int = 0
    run: int = 0
    lead: int = 0
    page_break_before: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as drawn: merged cells stand once, at their top left corner. "\\n" in the text parts paragraphs."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the cells that begin in them, from left to right."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1

    def grid(self) -> list[list[tuple[Cell, bool]]]:
        """Every grid position with its cell and whether the cell begins there."""
        width = sum(cell.colspan for cell in self.rows[0])
        grid: list[list[tuple[Cell, bool] | None]] = [[None] * width for _ in self.rows]
        for r, row in enumerate(self.rows):
            col = 0
            for cell in row:
                while col < width and grid[r][col] is not None:
                    col += 1
                for i in range(r, min(r + cell.rowspan, len(self.rows))):
                    for j in range(col, min(col + cell.colspan, width)):
                        grid[i][j] = (cell, i == r and j == col)
                col += cell.colspan
        blank = Cell("")
        return [[entry or (blank, True) for entry in row] for row in grid]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A notice without a format. `landscape_tables`: tables are printed on turned pages."""

    name: str
    blocks: tuple[Block, ...]
    landscape_tables: bool = False

    @property
    def text(self) -> str:
        """All text in reading order, merged cells once; no layout."""
        parts = [b.text if isinstance(b, Paragraph) else "\n".join(c.text for row in b.rows for c in row) for b in self.blocks]
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Planted:
    """A notice and what a careful reader would find in it (the gold form), with the choices that made it."""

    document: Document
    truth: dict[str, Any]
    style: dict[str, Any] = field(default_factory=dict)


def document_from_body(blocks: Iterable[tuple[str, Any]], name: str = "notice") -> Document:
    """A document from plain blocks: ("p", text) or ("table", rows), a cell being a text or (text, rowspan, colspan).

    The first short paragraph is taken for the title; nothing else is told from the wording.
    """
    made: list[Block] = []
    titled = False
    for kind, value in blocks:
        if kind == "p":
            role = "body"
            if not titled and 6 <= len(value) <= 80 and not value.endswith(("：", "。", "号")):
                role, titled = "title", True
            made.append(Paragraph(value, role))
        elif kind == "table":
            made.append(Table(tuple(_row(row) for row in value)))
        else:
            raise ValueError(f"unknown block kind {kind!r}")
    return Document(name, tuple(made))


def _row(row: Sequence[str | tuple[str, int, int]]) -> tuple[Cell, ...]:
    return tuple(Cell(c) if isinstance(c, str) else Cell(*c) for c in row)
