"""The OFD reader (GB/T 33190-2016): text objects as lines of print and tables, in reading order, like the PDF reader.

The container is read in place and under caps; nothing in it is executed, attachments are named and never opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from gongwen.clock import check
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.model.source import Bookmark, Line, Source
from gongwen.readers.container import SafeZip
from gongwen.readers.links import Links
from gongwen.readers.ofd.content import POINT, Drawer, Resources
from gongwen.readers.ofd.counts import Counts
from gongwen.readers.ofd.notes import read_notes, remarks, signatures
from gongwen.readers.ofd.package import Document, Package, attachments
from gongwen.readers.ofd.tree import child, children, numbers, words
from gongwen.readers.page.glyphs import Glyphs
from gongwen.readers.page.reading import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

    _Content = tuple[_Element, str | None]  # the root of a page or of a template, and its part

MEDIA_TYPE = "application/ofd"
A4 = (0.0, 0.0, 210.0, 297.0)

Scan = Callable[[Package, Drawer, int], Glyphs]


def read_ofd(data: bytes, name: str, limits: Limits = DEFAULT, scan: Scan | None = None) -> Source:
    """Read the text of an OFD file.

    `scan` is given the package, each page as drawn and how many pages there are; the glyphs it gives back are taken as the page's.

    Errors (GongwenError): FILE_EMPTY, FILE_TOO_LARGE, FILE_CORRUPT, FILE_ENCRYPTED, TOO_MANY_ENTRIES, EXPANDS_TOO_FAR,
    TOO_MANY_PAGES, TOO_MUCH_TEXT, NO_TEXT_LAYER, TEXT_GARBLED. Remarks: those of the PDF reader, part_unreadable, text_outlined,
    annotations, attachments_unread, signatures_unchecked, links_capped.
    """
    reading = Reading()
    package = Package(SafeZip(data, limits), reading.remarks)
    documents = list(package.documents())
    n_pages = sum(len(document.pages) for document in documents)
    if not n_pages:
        raise GongwenError(Code.FILE_CORRUPT, "The OFD file has no pages.", hint="Ask for the file again.")
    if n_pages > limits.max_pages:
        raise limits.exceeded("max_pages", f"{n_pages} pages")
    notes: list[Line] = []
    bookmarks: list[Bookmark] = []
    links = Links()
    counts = Counts(limits)
    for document in documents:
        for drawn, number in _pages(document, limits):
            check(number)
            if drawn is None:
                reading.add_unreadable(number)
                continue
            glyphs = drawn.page if scan is None else scan(package, drawn, n_pages)
            counts.add(drawn, glyphs)
            reading.add(glyphs)
        notes += read_notes(document)
        bookmarks += document.bookmarks()
        for label, place in attachments(document):
            links.add(label, place, attachment=True)
    reading.remarks += counts.remarks()
    if counts.is_drawn:
        raise GongwenError(Code.NO_TEXT_LAYER, "The text of the pages is drawn, not written.", hint="Save it as PDF: OCR reads that.")
    reading.judge()
    reading.remarks += remarks(len(notes), [link.address for link in links.all()], signatures(package))
    reading.remarks += links.remarks()
    return Source(
        name=name,
        media_type=MEDIA_TYPE,
        reader="ofd",
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        items=(*reading.items(), *(note for note in notes if note.text)),
        pages=tuple(reading.pages),
        bookmarks=tuple(bookmarks),
        remarks=tuple(reading.remarks),
        links=links.all(),
        meta=package.meta(),
    )


def _pages(document: Document, limits: Limits) -> Iterator[tuple[Drawer | None, int]]:
    """Each page with its number; None for one whose content is missing or broken."""
    package = document.package
    templates = {key: (root, part) for key, part in document.templates.items() if (root := package.optional(part)) is not None}
    for number, (_, part) in enumerate(document.pages, document.first + 1):
        root = package.optional(part)
        yield (_page(document, (root, part), templates, number, limits) if root is not None else None), number


def _page(document: Document, page: _Content, templates: dict[str, _Content], number: int, limits: Limits) -> Drawer:
    """The page with its templates under it, or over it where it says so."""
    under: list[_Content] = []
    over: list[_Content] = []
    for use in children(page[0], "Template"):
        template = templates.get(use.get("TemplateID", ""))
        if template is not None:
            (over if use.get("ZOrder") == "Foreground" else under).append(template)
    contents = [*under, page, *over]
    width, height = _size(child(page[0], "Area"), document.area)
    drawer = Drawer(number, width, height, _resources(document, contents), limits)
    for root, _ in contents:
        drawer.draw(root)
    drawer.finish()
    return drawer


def _resources(document: Document, contents: Sequence[_Content]) -> Resources:
    """Those of the document and, where the page or a template of it has some of its own, these before them."""
    own = [document.package.resolve(words(element), part or "") for root, part in contents for element in children(root, "PageRes")]
    if not own:
        return document.resources
    resources = document.resources.copy()
    for res in own:
        document.package.add_resources(resources, res)
    return resources


def _size(*areas: _Element | None) -> tuple[float, float]:
    """Width and height in points by the first area that states them."""
    for area in areas:
        box = numbers(words(child(area, "PhysicalBox")), 4)
        if box and box[2] > 0 and box[3] > 0:
            return box[2] * POINT, box[3] * POINT
    return A4[2] * POINT, A4[3] * POINT


__all__ = ["MEDIA_TYPE", "Scan", "read_ofd"]
