"""Elements to lines and tables: what stands on one line, where a paragraph ends, what is blank before it.

A block ends a paragraph. A <br> breaks a line inside one (SOFT), except where breaks do the work of paragraphs: before a
blank line or an indented line the paragraph ends, and in a block of many breaks only layout can tell (UNKNOWN).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace

from ... import clock
from ...limits import Limits
from ...model.source import Cell, Item, Layer, Line, Style, Table, Wrap
from ..framed import unframed
from ..raised import raised
from . import lists, tables
from .css import Context, apply
from .tree import INVISIBLE, Element

MANY_BREAKS = 4  # lines in one block from which its breaks may stand for paragraphs

_WIDE = "\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t\f]*\n[ \t\n\f]*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\n\f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f]")
_WIDTHS = {" ": 0.5, "\xa0": 0.5, "\u3000": 1.0, "\u2000": 0.5, "\u2001": 1.0, "\u2002": 0.5, "\u2003": 1.0, "\u2004": 0.33}
_WIDTHS |= {"\u2005": 0.25, "\u2006": 0.17, "\u2007": 0.5, "\u2008": 0.25, "\u2009": 0.2, "\u200a": 0.1, "\u202f": 0.25, "\t": 2.0}
_BLANK = "".join(_WIDTHS)

_Parts = list[tuple[str, Context]]


@dataclass(slots=True)
class Flow:
    """Walks elements of one layer; `items` is what came out. Parts of other layers are walked by flows of their own."""

    layer: Layer
    limits: Limits
    in_cell: bool = False
    items: list[Item] = field(default_factory=list)
    _segments: list[_Parts] = field(default_factory=list)  # lines of the current block that a <br> ended
    _parts: _Parts = field(default_factory=list)  # the line being gathered
    _aside: list[Item] = field(default_factory=list)  # from other layers inside the current paragraph
    _marker: str | None = None  # the counter of the list item that begins
    _blank: bool = False

    def run(self, element: Element, context: Context) -> list[Item]:
        """All of the element, to the end of its last paragraph."""
        self._children(element, context)
        self._end()
        return self.items

    def _children(self, element: Element, context: Context) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._parts.append((child, context))
            else:
                self._element(child, context)

    def _element(self, element: Element, around: Context) -> None:
        tag = element.tag
        if tag in INVISIBLE:
            return
        context = apply(around, tag, element.said)
        if element.layer is not None and element.layer != self.layer and (self.layer != Layer.HIDDEN or element.layer == Layer.BODY):
            self._other_layer(element, context)
        elif tag == "br":
            self._segments.append(self._parts)
            self._parts = []
        elif tag == "table":
            self._table(element, context)
        elif tag == "sup" and (power := raised(element.text())) is not None:
            self._parts.append((power, context))
        elif not element.block:
            self._children(element, context)
        else:
            self._end()
            if tag == "ol":
                self._list(element, context)
            else:
                self._children(element, context)
                self._end(paragraph=tag == "p")

    def _other_layer(self, element: Element, context: Context) -> None:
        layer = Layer(str(element.layer))
        inside = Flow(layer, self.limits, in_cell=self.in_cell)
        if element.block or layer == Layer.BODY:
            self._end()
            if element.tag == "table":
                inside._table(element, context)
            self.items += inside.run(element, context) if element.tag != "table" else inside.items
        else:
            self._aside += inside.run(element, context)

    def _list(self, element: Element, context: Context) -> None:
        printed = lists.counters(element) if self.layer != Layer.SITE else {}
        for child in element.children:
            if isinstance(child, str):
                self._parts.append((child, context))
                continue
            marker = printed.get(id(child))
            if marker is not None:
                self._end()
                self._marker = marker
            self._element(child, context)
            self._marker = None if marker is not None else self._marker
        self._end()

    def _table(self, element: Element, context: Context) -> None:
        self._end()
        clock.check()
        grid = tables.form(element, self.limits)
        # browsers in quirks mode, for which such pages were written, start a table with default alignment
        inner = context._replace(indent=0.0, align=element.said.align)
        for stray in grid.strays:
            if isinstance(stray, str):
                self._parts.append((stray, context))
            else:
                self._element(stray, context)
        self._end()
        for caption in grid.captions:
            self._children(caption, context._replace(align="center", indent=0.0))
            self._end()
        if self.layer in (Layer.SITE, Layer.HIDDEN) or tables.is_layout(element, grid):
            for placed in grid.cells:
                self._cell_in_flow(placed.element, inner)
        elif self.in_cell:
            self._rows_as_lines(grid, inner)
        else:
            self._data_table(grid, inner)

    def _cell_in_flow(self, cell: Element, context: Context) -> None:
        if cell.layer is not None and cell.layer != self.layer:
            self._other_layer(cell, apply(context, cell.tag, cell.said))
            return
        self._children(cell, apply(context, cell.tag, cell.said))
        self._end()

    def _cell_lines(self, placed: tables.Placed, context: Context) -> tuple[Line, ...]:
        cell = placed.element
        inside = Flow(self.layer, self.limits, in_cell=True)
        found = inside.run(cell, apply(context, cell.tag, cell.said))
        lines = [item for item in found if isinstance(item, Line)]
        self._aside += [line for line in lines if line.layer != self.layer]
        return tuple(line for line in lines if line.layer == self.layer)

    def _data_table(self, grid: tables.Grid, context: Context) -> None:
        cells = tuple(
            Cell(p.row, p.col, self._cell_lines(p, context), p.rowspan, p.colspan, header=p.header) for p in grid.cells
        )
        table = Table(grid.n_rows, grid.n_cols, cells, layer=self.layer)
        head = self.items[-1] if self.items else None
        if isinstance(head, Table) and (whole := _with_head(head, table)) is not None:
            self.items[-1] = whole
        else:
            self.items += unframed(table)
        self.items += self._aside
        self._aside = []
        self._blank = False

    def _rows_as_lines(self, grid: tables.Grid, context: Context) -> None:
        """A table inside a cell of a table: a line for each row, its cells parted by tabs."""
        rows: dict[int, list[str]] = {}
        for placed in grid.cells:
            text = " ".join(line.text for line in self._cell_lines(placed, context))
            rows.setdefault(placed.row, []).append(text)
        for _, cells in sorted(rows.items()):
            if any(cells):
                self.items.append(Line("\t".join(cells), wrap=Wrap.PARAGRAPH, layer=self.layer))
        self.items += self._aside
        self._aside = []

    def _end(self, paragraph: bool = False) -> None:
        """End the paragraph: its lines become items."""
        segments = self._segments
        if self._parts or paragraph:
            segments.append(self._parts)
        if segments:
            self._parts = []
            self._segments = []
            self._lines(segments)
        if self._aside:
            self.items += self._aside
            self._aside = []

    def _lines(self, segments: list[_Parts]) -> None:
        made = [line for parts in segments for line in _gather(parts)]
        count = sum(1 for line in made if line is not None and line.text)
        if not count:
            self._blank = self._blank or len(segments) > 1 or any(line is not None and line.indent for line in made)
            return
        inner = Wrap.UNKNOWN if count >= MANY_BREAKS else Wrap.SOFT
        ready: list[tuple[_Made, bool]] = []
        for line in made:
            if line is None or not line.text:
                self._blank = True
            else:
                ready.append((line, self._blank))
                self._blank = False
        self._blank = False  # a break at the end of a block shows nothing
        for i, (line, blank) in enumerate(ready):
            wrap = Wrap.PARAGRAPH if i + 1 == count or _starts_paragraph(*ready[i + 1]) else inner
            self.items.append(self._line(line, wrap, blank, first=i == 0))

    def _line(self, made: _Made, wrap: Wrap, blank: bool, first: bool) -> Line:
        text, context = made.text, made.context
        indent = made.indent + context.indent if first else made.indent
        if self._marker is not None:
            text = self._marker + (" " if text[0].isdigit() else "") + text
            self._marker = None
        return Line(text, wrap=wrap, layer=self.layer, style=_style(context, made.bold), indent=indent, blank_before=blank)


def _with_head(head: Table, table: Table) -> Table | None:
    """The two as one, where the one is but the heading row of the other: such a head stays in sight while the rest scrolls."""
    if not all(cell.header for cell in head.cells) or head.n_rows > tables.HEAD_ROWS:
        return None
    cells = [cell for cell in head.cells if cell.lines or cell.col < table.n_cols]  # a head has a column more, above the scroll bar
    if any(cell.header for cell in table.cells if cell.row == 0) or max(cell.col + cell.colspan for cell in cells) != table.n_cols:
        return None
    moved = (replace(cell, row=cell.row + head.n_rows) for cell in table.cells)
    return replace(table, n_rows=head.n_rows + table.n_rows, cells=(*cells, *moved))


def _starts_paragraph(line: _Made, blank: bool) -> bool:
    return blank or (line.indent >= 1 and line.context.align != "center")


@functools.lru_cache(maxsize=1024)
def _style(context: Context, bold: bool) -> Style:
    return Style(size=context.size, bold=bold, font=context.font, align=context.align, outline_level=context.outline)


@dataclass(frozen=True, slots=True)
class _Made:
    """A line before its place is known: its text without the blanks around it, and the style of most of it."""

    text: str
    indent: float
    bold: bool
    context: Context


def _gather(parts: _Parts) -> list[_Made | None]:
    """The line (or, in preformatted text, lines) of the parts; None for one with nothing at all."""
    if not parts:
        return [None]
    if any(context.pre for _, context in parts):
        text = "".join(t for t, _ in parts)
        lines = text.strip("\n").split("\n")
        return [_made(line, [(line, parts[0][1])], keep=True) for line in lines]
    return [_made("".join(text for text, _ in parts), parts, keep=False)]


def _made(text: str, parts: _Parts, keep: bool) -> _Made | None:
    if not keep:
        if "\n" in text:
            text = _SOURCE_BREAK.sub("", text)
        text = _SPACES.sub(" ", text).strip(" ")
    if not text.isprintable() or "\u2028" in text:
        text = _INVISIBLE.sub("", text)
    bare = text.lstrip(_BLANK)
    indent = sum(_WIDTHS[c] for c in text[: len(text) - len(bare)])
    bare = bare.rstrip(_BLANK).replace("\xa0", " ")
    if not bare:
        return _Made("", indent, False, parts[0][1]) if indent else None
    bold, context = _prevailing(parts)
    return _Made(bare, round(indent, 2), bold, context)


def _prevailing(parts: _Parts) -> tuple[bool, Context]:
    """Whether all but a tenth of the characters are bold, and the context of the longest part."""
    if len(parts) == 1:
        return parts[0][1].bold, parts[0][1]
    longest, context = 0, parts[0][1]
    total = heavy = 0
    for text, its in parts:
        length = len(text.strip())
        total += length
        heavy += length if its.bold else 0
        if length > longest:
            longest, context = length, its
    return total > 0 and heavy >= 0.9 * total, context
