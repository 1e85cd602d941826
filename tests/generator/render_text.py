"""A neutral document as plain text, clean or with the marks of wrapping, paging, scanning and copying."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

from .document import Cell, Document, Paragraph, Table
from .noise import quotes, scan, wrap

CENTRED = {"issuer_head", "title", "doc_number", "caption"}
RIGHT = {"signature", "date"}
FLUSH = {"recipients", "annex_mark", "disclosure", "toc", "colophon"} | CENTRED | RIGHT


def render_text(document: Document, noise: str = "clean", *, seed: int = 0, truth: dict[str, Any] | None = None) -> str:
    """The notice as a text file.

    `noise`: clean, hard_wrap (lines of 30-45 characters), page_breaks (hard wrapped, page numbers and running heads between,
    paragraphs and table rows cut), one_line, blank_lines, ocr (needs `truth`, whose quotes it leaves readable), cell_lines
    (one table cell per line), several (as clean). Tables are tab-separated except in cell_lines.
    """
    rng = Random(f"text-{document.name}-{noise}-{seed}")
    if noise == "one_line":
        gap = rng.choice([" ", "　"] if _needs_gap(document) else ["", "", " ", "　"])
        return gap.join(b.text.replace("\n", "") if isinstance(b, Paragraph) else _flat(b) for b in document.blocks) + "\n"
    if noise == "ocr":
        document = _scanned(rng, document, truth or {})
    if noise == "page_breaks":
        return _paged(rng, document)
    width = rng.randint(30, 45) if noise == "hard_wrap" else 0
    indent = rng.choice(
        ["　　", "　　", "    "] if width else ["　　", "　　", "", "    "]
    )  # flush wrapped lines would hide where paragraphs begin
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += _cell_lines(block) if noise == "cell_lines" else table_lines(block)
            continue
        if block.page_break_before and noise in ("clean", "several"):
            lines.append("")
        lines += _paragraph(block, indent, width)
    return ("\n\n" if noise == "blank_lines" else "\n").join(lines) + "\n"


def _paragraph(block: Paragraph, indent: str, width: int) -> list[str]:
    """The lines of a paragraph; titles are set in the middle, signatures at the right where lines have a width."""
    lines: list[str] = []
    for text in block.text.split("\n"):
        if not width:
            lines.append(text if block.role in FLUSH else indent + text)
        elif block.role in CENTRED and len(text) < width:
            lines.append(" " * (width - len(text)) + text)
        elif block.role in RIGHT and len(text) < width:
            lines.append(" " * (2 * (width - len(text)) - 4) + text)
        else:
            lines += wrap(text if block.role in FLUSH else indent + text, width)
    return lines


def _flat(table: Table) -> str:
    return " ".join(cell.text.replace("\n", "") for row in table.rows for cell in row)


def table_lines(table: Table) -> list[str]:
    """Tab-separated rows; a merged cell stands once, its other places are empty."""
    return ["\t".join(cell.text.replace("\n", "") if here else "" for cell, here in row) for row in table.grid()]


def _cell_lines(table: Table) -> list[str]:
    """One cell per line behind a tab, rows parted by an empty line, as word processors copy a table; merged cells leave an empty line."""
    lines: list[str] = []
    for row in table.grid():
        lines.append("")
        for cell, here in row:
            lines += [("" if j else "\t") + part for j, part in enumerate((cell.text if here else "").split("\n"))]
    return [*lines, ""]


def _needs_gap(document: Document) -> bool:
    """Whether a heading stands before running text, so that without a blank nothing would part them."""
    kinds = [(b.role, b.family) for b in document.blocks if isinstance(b, Paragraph)]
    return any(one[0] == "heading" and two[0] == "body" for one, two in itertools.pairwise(kinds))


def _scanned(rng: Random, document: Document, truth: dict[str, Any]) -> Document:
    keep = quotes(truth)
    half = rng.random() < 0.6

    def cell(c: Cell) -> Cell:
        return Cell(scan(rng, c.text, keep, half=half), c.rowspan, c.colspan)

    blocks: list[Paragraph | Table] = []
    for block in document.blocks:
        if isinstance(block, Table):
            blocks.append(Table(tuple(tuple(cell(c) for c in row) for row in block.rows), block.header_rows))
        elif block.role == "title":  # broken over lines, so that no quote would be found in it
            blocks.append(block)
        else:
            blocks.append(Paragraph(scan(rng, block.text, keep, half=half), block.role, block.level, block.family, block.number, block.run))
    return Document(document.name, tuple(blocks))


def _paged(rng: Random, document: Document) -> str:
    """Pages of some 30 lines with numbers at the foot and, in some files, a running head."""
    width, size = rng.randint(30, 42), rng.randint(24, 34)
    foot = rng.choice(["— {} —", "—{}—", "- {} -", "{}", "－{}－", "第 {} 页"])
    running = (
        next((b.text.replace("\n", "") for b in document.blocks if isinstance(b, Paragraph) and b.role == "title"), "")
        if rng.random() < 0.3
        else ""
    )
    lines: list[str] = []
    page, left = 1, size

    def turn() -> None:
        nonlocal page, left
        lines.extend(["", foot.format(page), ""])
        if running:
            lines.extend([running, ""])
        page, left = page + 1, size

    for block in document.blocks:
        if isinstance(block, Paragraph):
            if block.page_break_before:
                turn()
            for line in _paragraph(block, "　　", width):
                if left == 0:
                    turn()
                lines.append(line)
                left -= 1
            continue
        rows = table_lines(block)
        for i, row in enumerate(rows):
            need = max(1, max(len(c) for c in row.split("\t")) // 14)
            if need > left and i:
                head, rest = _cut_row(block, i, row, rng)
                if head:
                    lines.append(head)
                turn()
                lines.append(rows[0])
                row = rest
            lines.append(row)
            left = max(0, left - need)
    return "\n".join(lines) + "\n"


def _cut_row(table: Table, i: int, row: str, rng: Random) -> tuple[str, str]:
    """A row cut by the page: its longest cell goes on under the break; the other cells are not printed again."""
    cells = row.split("\t")
    at = max(range(len(cells)), key=lambda j: len(cells[j]))
    text = cells[at]
    if len(text) < 24 or rng.random() < 0.4:
        return "", row
    cut = len(text) // 2
    while cut < len(text) - 1 and not ("一" <= text[cut] <= "鿿" and "一" <= text[cut - 1] <= "鿿"):
        cut += 1
    rest = [""] * len(cells)
    cells[at], rest[at] = text[:cut], text[cut:]
    return "\t".join(cells), "\t".join(rest)
