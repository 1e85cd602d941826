"""Excel for officials: the ledger, the indicators and what the audit found, with filters, a frozen heading and wrapped text."""

from __future__ import annotations

from pathlib import Path

from ..records import Notice
from .base import needs
from .ledger import FINDING_HEADINGS, INDICATOR_HEADINGS, LEDGER_HEADINGS, finding_rows, indicator_rows, ledger_rows
from .sheets import Sheet, give_up, save_whole

_SHEETS = {  # name: headings and widths in characters
    "任务台账": (LEDGER_HEADINGS, (7, 26, 26, 34, 60, 22, 34, 24, 34, 8)),
    "指标": (INDICATOR_HEADINGS, (7, 26, 16, 34, 10, 10, 10, 14, 10, 26, 8)),
    "审核发现": (FINDING_HEADINGS, (26, 10, 22, 60, 40, 8)),
}


class WorkbookSink:
    """Writes one .xlsx; rows beyond what a sheet holds go on in a further sheet of the same headings."""

    def __init__(self, path: Path) -> None:
        try:
            from openpyxl import Workbook
        except ImportError as exc:
            raise needs("openpyxl", "excel", "xlsx") from exc
        self._path = path
        self._book = Workbook(write_only=True)
        self._sheets = {name: Sheet(self._book, name, *form) for name, form in _SHEETS.items()}

    def add(self, notice: Notice) -> None:
        for name, rows in (("任务台账", ledger_rows), ("指标", indicator_rows), ("审核发现", finding_rows)):
            for row in rows(notice):
                self._sheets[name].add(row)

    def close(self) -> None:
        for sheet in self._sheets.values():
            sheet.finish()
        save_whole(self._book, self._path)

    def abandon(self) -> None:
        give_up(self._book, self._path)
