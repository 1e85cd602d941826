"""The PDF reader: the text layer as lines of print and tables, in reading order.

`read_pdf(data, name)` gives a Source. Engines: "pdfium" (fast, the default) and "pdfplumber" (pure Python, the reference); both give
glyphs and rulings, everything after that is shared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Protocol

from gongwen.clock import check
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.model.source import Bookmark, Source
from gongwen.readers.page.glyphs import Glyphs

MEDIA_TYPE = "application/pdf"
ENGINES = ("pdfium", "pdfplumber")


class Document(Protocol):
    """An open PDF of either engine."""

    n_pages: int

    def page(self, index: int, limits: Limits) -> AbstractContextManager[Glyphs | None]: ...

    def bookmarks(self) -> tuple[Bookmark, ...]: ...

    def meta(self) -> dict[str, str]: ...


Scan = Callable[[Glyphs | None, int, int], Glyphs | None]


def read_pdf(data: bytes, name: str, limits: Limits = DEFAULT, engine: str = "pdfium", scan: Scan | None = None) -> Source:
    """Read the text layer of a PDF.

    `scan` is given each page as read, its number and how many pages there are; what it gives back is taken in the page's place.

    Errors (GongwenError): FILE_EMPTY, FILE_TOO_LARGE, FILE_CORRUPT, FILE_ENCRYPTED, TOO_MANY_PAGES, TOO_MUCH_TEXT, NO_TEXT_LAYER,
    TEXT_GARBLED. Remarks: page_unreadable, page_without_text, text_garbled, vertical_text, watermark_text, text_unseen, drawing_capped,
    text_lost.
    """
    if not data:
        raise GongwenError(Code.FILE_EMPTY, "The file has no content.")
    if len(data) > limits.max_bytes:
        raise limits.exceeded("max_bytes", f"{len(data)} bytes")
    with _open(data, limits, engine) as document:
        from gongwen.readers.page.reading import Reading

        reading = Reading()
        n_chars = 0
        for glyphs, number in _pages(document, data, limits):
            if scan is not None:
                glyphs = scan(glyphs, number, document.n_pages)
            if glyphs is None:
                reading.add_unreadable(number)
                continue
            n_chars += len(glyphs.text)
            if n_chars > limits.max_chars:
                raise limits.exceeded("max_chars", f"{n_chars} characters", page=number)
            reading.add(glyphs)
        bookmarks, meta = document.bookmarks(), document.meta()
    reading.judge()
    return Source(
        name=name,
        media_type=MEDIA_TYPE,
        reader=f"pdf/{engine}",
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        items=reading.items(),
        pages=tuple(reading.pages),
        bookmarks=bookmarks,
        remarks=tuple(reading.remarks),
        meta=meta,
    )


def _open(data: bytes, limits: Limits, engine: str) -> AbstractContextManager[Document]:
    if engine == "pdfium":
        from gongwen.readers.pdf import pdfium

        return pdfium.open_document(data, limits)
    if engine == "pdfplumber":
        from gongwen.readers.pdf import plumber

        return plumber.open_document(data, limits)
    raise ValueError(f"engine must be one of {', '.join(ENGINES)}, not {engine!r}")


def _pages(document: Document, data: bytes, limits: Limits) -> Iterator[tuple[Glyphs | None, int]]:
    """Each page while it is open. Pages of which pdfium loses text for want of a font are read by the reference engine."""
    with ExitStack() as stack:
        reference: Document | None = None
        for index in range(document.n_pages):
            check(index + 1)
            with document.page(index, limits) as glyphs:
                if glyphs is None or not glyphs.lost:
                    yield glyphs, index + 1
                    continue
                try:
                    reference = reference or stack.enter_context(_open(data, limits, "pdfplumber"))
                except GongwenError:  # the reference engine is stricter; what pdfium gave stands, with a remark
                    yield glyphs, index + 1
                    continue
                with reference.page(index, limits) as better:
                    yield (better if better is not None and len(better.text) >= len(glyphs.text) else glyphs), index + 1


__all__ = ["ENGINES", "MEDIA_TYPE", "Scan", "read_pdf"]
