"""Tables of a neutral document as a workbook, as an office keeps them: a sheet each, its caption merged over the columns."""

from __future__ import annotations

import io

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

from .document import Document, Paragraph, Table

_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def render_xlsx(document: Document, *, numbers: bool = False) -> bytes:
    """The document as a workbook: paragraphs before the first table over it on its sheet, each further table with those before it on
    a sheet of its own. With `numbers` cells that hold a plain number or percentage are stored as such."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for i, (paragraphs, table) in enumerate(_sheets(document)):
        sheet = book.create_sheet(f"Sheet{i + 1}")
        width = len(table.grid()[0]) if table else 1
        row = 1
        for paragraph in paragraphs:
            for text in paragraph.text.split("\n"):
                cell = sheet.cell(row, 1, text)
                cell.alignment = Alignment(horizontal="center" if paragraph.role in ("title", "caption") else "left", wrap_text=True)
                cell.font = Font(size=18 if paragraph.role == "title" else 12, bold=paragraph.role == "title")
                if width > 1:
                    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
                row += 1
        if table:
            _table(sheet, table, row, numbers)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheets(document: Document) -> list[tuple[list[Paragraph], Table | None]]:
    sheets: list[tuple[list[Paragraph], Table | None]] = []
    waiting: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            waiting.append(block)
        else:
            sheets.append((waiting, block))
            waiting = []
    return [*sheets, (waiting, None)] if waiting else sheets


def _table(sheet: object, table: Table, first: int, numbers: bool) -> None:
    for r, row in enumerate(table.grid()):
        for c, (cell, here) in enumerate(row):
            if not here:
                continue
            target = sheet.cell(first + r, c + 1)  # type: ignore[attr-defined]
            target.value, target.number_format = typed(cell.text) if numbers and r >= table.header_rows else (cell.text, "General")
            target.alignment = Alignment(wrap_text=True, horizontal="center" if r < table.header_rows else None)
            target.font = Font(bold=r < table.header_rows)
            target.border = _BORDER
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(  # type: ignore[attr-defined]
                    start_row=first + r, start_column=c + 1, end_row=first + r + cell.rowspan - 1, end_column=c + cell.colspan
                )


def typed(text: str) -> tuple[str | float, str]:
    """The value and number format of a cell that shows this text."""
    number, percent = (text[:-1], True) if text.endswith("%") else (text, False)
    whole, point, decimals = number.partition(".")
    if not (whole.isascii() and whole.isdecimal() and len(whole) < 10) or (point and not (decimals.isascii() and decimals.isdecimal())):
        return text, "General"
    if len(whole) > 1 and whole[0] == "0":
        return text, "General"
    mask = "0" + ("." + "0" * len(decimals) if decimals else "")
    return (float(number) / 100, mask + "%") if percent else (float(number) if decimals else int(number), mask if decimals else "General")
