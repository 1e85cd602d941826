"""A sheet of a workbook as both formats give it: what the cells show, which are merged, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...limits import Limits
from ...model.source import PLAIN, Style

LARGEST_TABLES = 5  # of the size that is allowed for one, a workbook may hold together
MAX_MERGED = 100_000  # merged ranges of a sheet
MAX_HIDDEN = 20_000  # where a stretch of hidden columns or rows is no more followed; a sheet has 16,384 columns


class Entry(NamedTuple):
    """What a cell shows, and how."""

    text: str
    style: Style = PLAIN


class Range(NamedTuple):
    """Merged cells, rows and columns counted from 0, both ends within."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """Cells by (row, column) from 0, only those that show something."""

    title: str
    hidden: bool = False
    cells: dict[tuple[int, int], Entry] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)  # reviewers' comments
    without_value: int = 0  # formulas whose result the file does not hold


class Counter:
    """Stops a workbook that shows more than the limits allow."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._n_chars = self._n_cells = 0

    def add(self, text: str) -> None:
        """A cell or a comment that shows this text."""
        self._n_chars += len(text)
        self._n_cells += 1
        if self._n_cells > LARGEST_TABLES * self._limits.max_table_cells:
            raise self._limits.exceeded("max_table_cells", f"over {self._n_cells - 1} cells in the workbook")
        if self._n_chars > self._limits.max_chars:
            raise self._limits.exceeded("max_chars", "more characters")
