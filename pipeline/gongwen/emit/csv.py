"""CSV for those who open it by a double click: one file a table, UTF-8 with a byte order mark, formulas defused."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from ..records import Notice
from .cells import defused
from .files import WholeFiles
from .rows import rows_of
from .tables import TABLES

LIST_MARK = "；"  # between the entries of a list in one cell


class CsvSink:
    """Writes one file for each table into a folder."""

    def __init__(self, folder: Path) -> None:
        self._files = WholeFiles(folder)
        self._writers = {t.name: csv.writer(self._files.open(f"{t.name}.csv", bom=True)) for t in TABLES}
        for table in TABLES:
            self._writers[table.name].writerow(table.names)

    def add(self, notice: Notice) -> None:
        for name, rows in rows_of(notice).items():
            self._writers[name].writerows([_cell(value) for value in row] for row in rows)

    def close(self) -> None:
        self._files.close()

    def abandon(self) -> None:
        self._files.abandon()


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return defused(LIST_MARK.join(value))
    if isinstance(value, bool):
        return int(value)
    return defused(value) if isinstance(value, str) else value
