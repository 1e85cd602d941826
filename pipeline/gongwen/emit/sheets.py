"""Sheets of a workbook as offices print them: a frozen heading with a filter, wrapped text, landscape, one page wide."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cells import LONGEST, as_text, in_cell
from .files import partial, put, unwritable

HEADING_FILL = "DDE6F0"
_FIRST_LINES = 1  # rows of a sheet that hold its headings
_LAST_ROW = 1_048_576  # of a sheet
_A4 = 9
_RULE = "BFBFBF"
_FONT, _SIZE = "宋体", 10
_IDEOGRAPH = 1.9  # units that columns are wide in, for a Chinese character of that size
_LINE, _HIGHEST = 14, 409  # points: of a line of text, of the highest row that there is


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text of one cell with an ink of its own: RRGGBB, struck out, bold."""

    text: str
    colour: str | None = None
    strike: bool = False
    bold: bool = False


Value = str | int | float | None | tuple[Run, ...]


class Sheet:
    """Takes rows one after the other; rows beyond what a sheet holds go on in a further sheet of the same headings.

    `above` are lines over the headings, each a text that spans all columns, or a row of (text, fill) cells.
    """

    def __init__(
        self,
        book: Any,
        name: str,
        headings: Sequence[str],
        widths: Sequence[int],
        *,
        above: Sequence[str | Sequence[tuple[str, str | None]]] = (),
    ) -> None:
        from openpyxl.styles import Alignment, Border, Font, Side

        self._book, self._name, self._headings, self._widths, self._above = book, name, headings, widths, above
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._number = Alignment(vertical="top", horizontal="center")
        self._middle = Alignment(wrap_text=True, vertical="center", horizontal="center")
        self._plain, self._bold = Font(name=_FONT, size=_SIZE), Font(name=_FONT, size=_SIZE, bold=True)
        self._title = Font(name=_FONT, size=16, bold=True)
        line = Side(style="thin", color=_RULE)
        self._frame = Border(left=line, right=line, top=line, bottom=line)
        self._fills: dict[str, Any] = {}
        self._parts = 0
        self._begin()

    def add(self, row: Sequence[Value], fills: Mapping[int, str] | None = None) -> None:
        """A row under the headings; `fills` colours cells (RRGGBB) by their column from 0."""
        if self._rows >= _LAST_ROW:
            self.finish()
            self._begin()
        cells = [self._cell(value) for value in row]
        for at, colour in (fills or {}).items():
            cells[at].fill = self._fill(colour)
        self._rows += 1
        # said outright: not every program reckons the height of wrapped text when it opens a file
        self._sheet.row_dimensions[self._rows].height = _height(row, self._widths)
        self._sheet.append(cells)

    def finish(self) -> None:
        """The filter spans what was written, which is known only now."""
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A{self._head}:{get_column_letter(len(self._headings))}{self._rows}"

    def _begin(self) -> None:
        from openpyxl.utils import get_column_letter

        self._parts += 1
        self._sheet = self._book.create_sheet(self._name if self._parts == 1 else f"{self._name}{self._parts}")
        self._head = len(self._above) + _FIRST_LINES
        self._sheet.freeze_panes = f"A{self._head + 1}"
        for i, width in enumerate(self._widths, 1):
            self._sheet.column_dimensions[get_column_letter(i)].width = width
        self._print_set_up()
        self._rows = 0
        for line in self._above:
            self._line_above(line)
        heads = [self._cell(heading) for heading in self._headings]
        for head in heads:
            head.font, head.fill, head.alignment = self._bold, self._fill(HEADING_FILL), self._middle
        self._sheet.append(heads)
        self._rows += 1

    def _print_set_up(self) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        page = self._sheet.page_setup
        page.orientation, page.paperSize = "landscape", _A4
        page.fitToHeight = 0  # as many pages as it takes, one wide
        self._sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self._sheet.print_title_rows = f"{self._head}:{self._head}"
        self._sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
        margins = self._sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.footer = 0.6, 0.75, 0.35

    def _line_above(self, line: str | Sequence[tuple[str, str | None]]) -> None:
        from openpyxl.styles import Border
        from openpyxl.utils import get_column_letter

        self._rows += 1
        parts = [(line, None)] if isinstance(line, str) else list(line)
        cells = [self._cell(text) for text, _ in parts]
        for cell, (_, colour) in zip(cells, parts, strict=True):
            cell.border = Border()
            cell.alignment = self._middle
            if colour:
                cell.fill = self._fill(colour)
        if isinstance(line, str):
            title = self._rows == 1
            if title:
                cells[0].font = self._title
            self._sheet.row_dimensions[self._rows].height = 34 if title else 4 + _LINE * (line.count("\n") + 1)
            self._sheet.merged_cells.add(f"A{self._rows}:{get_column_letter(len(self._headings))}{self._rows}")
        self._sheet.append(cells)

    def _cell(self, value: Value) -> Any:
        """A cell whose text is text: what begins with = is no formula, and Excel keeps it so when it is edited."""
        from openpyxl.cell import WriteOnlyCell

        if isinstance(value, tuple):
            value = _rich(value) if any(run.colour or run.strike or run.bold for run in value) else "".join(run.text for run in value)
        cell = WriteOnlyCell(self._sheet, in_cell(value) if type(value) is str else value)
        as_text(cell)
        cell.font = self._plain
        cell.alignment = self._number if isinstance(value, int | float) else self._wrapped
        cell.border = self._frame
        return cell

    def _fill(self, colour: str) -> Any:
        from openpyxl.styles import PatternFill

        if colour not in self._fills:
            self._fills[colour] = PatternFill("solid", fgColor=colour)
        return self._fills[colour]


def save_whole(book: Any, path: Path) -> None:
    """Save a workbook so that it is there as a whole or not at all. Raises GongwenError (output_unwritable)."""
    temporary = partial(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(temporary)
    except OSError as exc:
        give_up(book, path)
        raise unwritable(path, exc) from exc
    put(temporary, path)


def give_up(book: Any, path: Path) -> None:
    """Leave nothing behind of a workbook that is not to be saved, or could not be."""
    from openpyxl.utils.exceptions import WorkbookAlreadySaved

    for sheet in book.worksheets:
        with contextlib.suppress(WorkbookAlreadySaved):
            sheet.close()  # it writes to a file of its own until then
    with contextlib.suppress(OSError):
        partial(path).unlink()


def _height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """Points that the wrapped texts of a row want."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        text = "".join(run.text for run in value) if isinstance(value, tuple) else value
        if isinstance(text, str):
            lines = max(lines, sum(1 + (_wide(line) - 1) // max(width - 1, 1) if line else 1 for line in text.split("\n")))
    return min(4 + _LINE * lines, _HIGHEST)


def _wide(text: str) -> int:
    """Width of a line in the units of columns."""
    ascii_ = sum(map(str.isascii, text))
    return math.ceil(ascii_ + _IDEOGRAPH * (len(text) - ascii_))


def _rich(runs: Sequence[Run]) -> Any:
    """Runs as the rich text of a cell, cut where a cell ends."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles.colors import Color

    left, blocks = LONGEST, CellRichText()
    for run in runs:
        text = in_cell(run.text)
        if len(text) > left:
            text = text[: max(left - 1, 0)] + "…"
        if not text or left <= 0:
            continue
        left -= len(text)
        if run.colour or run.strike or run.bold:
            colour = Color(rgb=run.colour) if run.colour else None
            blocks.append(TextBlock(InlineFont(rFont=_FONT, sz=_SIZE, color=colour, strike=run.strike or None, b=run.bold or None), text))
        else:
            blocks.append(text)
    return blocks
