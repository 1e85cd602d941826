"""What a reader gives: the document as printed, in reading order, before anyone asks what it means.

Lengths are points (1/72 inch), origin at the top left of the page. Formats without pages leave `page` and `box` None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page: x0 and x1 from the left edge, top and bottom from the top edge, in points."""

    x0: float
    top: float
    x1: float
    bottom: float


class Layer(StrEnum):
    """Where the format itself says a line stands. Layout may move body lines into furniture, never the other way."""

    BODY = "body"
    HEADER = "header"  # running head of the page or section
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    TEXTBOX = "textbox"
    COMMENT = "comment"  # reviewers' remarks
    SITE = "site"  # navigation, banners and counters of a web page
    HIDDEN = "hidden"  # text that a reader of the paper does not see


class Wrap(StrEnum):
    """What the format knows about the end of a line."""

    PARAGRAPH = "paragraph"  # the format ends a paragraph here (Word, HTML)
    SOFT = "soft"  # a line break inside a paragraph (w:br, <br>)
    UNKNOWN = "unknown"  # a line of print: only layout can tell whether the paragraph goes on (PDF, plain text)


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is set, as far as the format tells. Numbering beats style; style only breaks ties."""

    size: float | None = None
    bold: bool = False
    font: str | None = None
    align: str | None = None  # left, center, right, justify
    outline_level: int | None = None  # 1-9 from a heading style, <h1>-<h6> or a tagged heading


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print (PDF, text) or one paragraph or part of it up to a soft break (Word, HTML).

    `text` has no line break in it. An automatic number of Word or an <li> counter stands at its start, as printed.
    `indent` is the blank before the first character, in widths of a full-width character (em).
    `boxes` has one box for the line, in page coordinates; empty where the format has no pages.
    `char_x` holds, where the reader knows them, the left edge of every character of `text` plus the right edge of the last.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    wrap: Wrap = Wrap.UNKNOWN
    layer: Layer = Layer.BODY
    style: Style = PLAIN
    indent: float | None = None
    blank_before: bool = False  # an empty line or paragraph stands between this line and the one before
    char_x: tuple[float, ...] | None = None
    confidence: float | None = None  # of OCR, 0-1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as drawn. A merged cell stands once, at its top left corner, with its spans.

    Inside a cell every Line is one line of print or paragraph, as outside.
    """

    row: int
    col: int
    lines: tuple[Line, ...]
    rowspan: int = 1
    colspan: int = 1
    header: bool = False  # the format marks it as a heading cell (<th>, w:tblHeader)
    page: int | None = None
    box: Box | None = None

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page (PDF) or as a whole (Word, HTML, text). Layout joins what page breaks cut."""

    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]  # ordered by row, then column
    page: int | None = None
    box: Box | None = None
    ruled: bool = True  # False: columns were found by alignment or separators, not by drawn lines
    layer: Layer = Layer.BODY


Item = Line | Table


class Turn(NamedTuple):
    """From the page on which lines stand upright to the page as displayed: x' = a x + c y + e, y' = b x + d y + f, in points."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def after(self, first: Turn) -> Turn:
        """First through `first`, then through this."""
        (x0, y0), (x1, y1), (x2, y2) = (self.point(*first.point(x, y)) for x, y in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))
        return Turn(x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0)

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """The upright rectangle around a turned one."""
        corners = [self.point(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Page:
    """A page box. `number` from 1; `rotation` in degrees as stored in the file (lines are already turned upright).

    `turn` leads from the coordinates of the lines to those of the page as displayed, where these differ: print that is drawn
    sideways, a scan that leans.
    """

    number: int
    width: float
    height: float
    rotation: int = 0
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the document's own outline."""

    title: str
    level: int  # from 1
    page: int | None = None


class Link(NamedTuple):
    """An address that the document names, as it names it. Nothing ever follows it.

    `attachment`: the address is that of a file that belongs to the document, or of a file to download.
    """

    label: str
    address: str
    attachment: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the reader could not read or had to repair; becomes an audit finding."""

    code: str
    message: str
    page: int | None = None
    severity: str = "warning"  # info, warning, error


@dataclass(frozen=True, slots=True)
class Source:
    """A document as printed: body items in reading order, each with the layer it stands in."""

    name: str
    media_type: str
    reader: str
    sha256: str
    n_bytes: int
    items: tuple[Item, ...]
    pages: tuple[Page, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    links: tuple[Link, ...] = ()  # in order, each once
    meta: dict[str, str] = field(default_factory=dict)  # title, author … as the file states them; hints only
