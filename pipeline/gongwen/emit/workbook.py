"""Excel for officials: the ledger, the indicators and what the audit found, with filters, a frozen heading and wrapped text."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..records import Notice
from .base import needs
from .cells import in_cell
from .files import partial, put, unwritable
from .ledger import FINDING_HEADINGS, INDICATOR_HEADINGS, LEDGER_HEADINGS, finding_rows, indicator_rows, ledger_rows

_SHEETS = {  # name: headings and widths in characters
    "任务台账": (LEDGER_HEADINGS, (7, 26, 26, 34, 60, 22, 34, 24, 34, 8)),
    "指标": (INDICATOR_HEADINGS, (7, 26, 16, 34, 10, 10, 10, 14, 10, 26, 8)),
    "审核发现": (FINDING_HEADINGS, (26, 10, 22, 60, 40, 8)),
}
_LAST_ROW = 1_048_576  # of a sheet


class WorkbookSink:
    """Writes one .xlsx; rows beyond what a sheet holds go on in a further sheet of the same headings."""

    def __init__(self, path: Path) -> None:
        try:
            from openpyxl import Workbook
        except ImportError as exc:
            raise needs("openpyxl", "excel", "xlsx") from exc
        self._path = path
        self._book = Workbook(write_only=True)
        self._sheets = {name: _Sheet(self._book, name, *form) for name, form in _SHEETS.items()}

    def add(self, notice: Notice) -> None:
        for name, rows in (("任务台账", ledger_rows), ("指标", indicator_rows), ("审核发现", finding_rows)):
            for row in rows(notice):
                self._sheets[name].add(row)

    def close(self) -> None:
        temporary = partial(self._path)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            for sheet in self._sheets.values():
                sheet.finish()
            self._book.save(temporary)
        except OSError as exc:
            raise unwritable(self._path, exc) from exc
        put(temporary, self._path)

    def abandon(self) -> None:
        for sheet in self._book.worksheets:
            sheet.close()  # it writes to a file of its own until then
        with contextlib.suppress(OSError):
            partial(self._path).unlink()


class _Sheet:
    def __init__(self, book: Any, name: str, headings: Sequence[str], widths: Sequence[int]) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        self._book, self._name, self._headings, self._widths = book, name, headings, widths
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._bold, self._shade = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
        self._parts = 0
        self._begin()

    def add(self, row: Sequence[Any]) -> None:
        if self._rows >= _LAST_ROW:
            self.finish()
            self._begin()
        self._sheet.append([self._cell(value) for value in row])
        self._rows += 1

    def finish(self) -> None:
        """The filter spans what was written, which is known only now."""
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._headings))}{self._rows}"

    def _begin(self) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        self._parts += 1
        self._sheet = self._book.create_sheet(self._name if self._parts == 1 else f"{self._name}{self._parts}")
        self._sheet.freeze_panes = "A2"
        self._sheet.print_title_rows = "1:1"
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.fitToHeight = 0  # as many pages as it takes, one wide
        self._sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for i, width in enumerate(self._widths, 1):
            self._sheet.column_dimensions[get_column_letter(i)].width = width
        heads = [self._cell(heading) for heading in self._headings]
        for head in heads:
            head.font, head.fill = self._bold, self._shade
        self._sheet.append(heads)
        self._rows = 1

    def _cell(self, value: Any) -> Any:
        """A cell whose text is text: what begins with = is no formula, and Excel keeps it so when it is edited."""
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, in_cell(value) if isinstance(value, str) else value)
        if cell.data_type == "f":
            cell.data_type = "s"
            cell.style = "Normal"
            cell.quotePrefix = True
        cell.alignment = self._wrapped
        return cell
