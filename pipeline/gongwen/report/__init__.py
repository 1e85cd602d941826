"""HTML pages of records, each in one file that loads nothing: for reading, checking and printing."""

from __future__ import annotations

from .notice_page import notice_page
from .sheets import Sheet, sheets_of

__all__ = ["Sheet", "notice_page", "sheets_of"]
