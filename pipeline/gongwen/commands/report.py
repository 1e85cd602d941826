"""`gongwen report`: one notice as a page to read and check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Code, GongwenError
from .diff import read_side
from .run import STDIN, Reading, complain, emit, printable, say, write_whole

if TYPE_CHECKING:
    from ..records import Notice
    from ..report import Sheet

MOST_PAGES = 200  # drawn of one document


def report(source: str, how: Reading, *, out: Path | None, pages: bool) -> None:
    """Write the page of a notice or record to a file, or to standard output. `pages` adds pictures of its pages.

    A document of which no pictures can be had gets its page without them, and that is told. Raises GongwenError.
    """
    from ..report import notice_page

    notice = read_side(source, how)
    page = notice_page(notice, sheets=_sheets(source, notice, how) if pages else ())
    if out is None:
        emit(page)
        return
    write_whole(out, page)
    if not how.quiet:
        say(printable(f"{notice.source.name}: {len(notice.tasks)} tasks, {len(notice.audit.findings)} findings on {out}"))


def _sheets(source: str, notice: Notice, how: Reading) -> list[Sheet]:
    from ..readers.pictures import page_pictures
    from ..report import sheets_of

    sheets: list[Sheet] = []
    try:
        data = b"" if source == STDIN else Path(source).read_bytes()
        sheets.extend(sheets_of(page_pictures(data, notice.source.name, how.limits, password=how.password, most=MOST_PAGES)))
    except OSError as exc:
        complain(GongwenError(Code.FILE_UNREADABLE, f"{source} cannot be read: {exc.strerror or exc}"))
    except GongwenError as error:
        complain(error)
    if not sheets:
        say("gongwen: no pictures of pages; they are drawn of PDF, OFD and picture files, not of records or of standard input")
    elif notice.source.pages and notice.source.pages > len(sheets):
        say(f"gongwen: pictures of {len(sheets)} of {notice.source.pages} pages")
    return sheets
