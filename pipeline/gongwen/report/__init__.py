"""HTML pages of records, each in one file that loads nothing: for reading, checking and printing."""

from __future__ import annotations

from .diff_page import diff_page
from .notice_page import notice_page
from .sheets import Sheet, sheets_of

__all__ = ["Sheet", "diff_page", "notice_page", "sheets_of"]
