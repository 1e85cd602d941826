"""A story is one flow of text: the body, a header, the notes, the comments. It is walked once, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ... import clock
from ...limits import Limits
from ...model.source import Cell, Item, Layer, Line, Remark, Table, Wrap
from ..framed import unframed
from ..links import Links, names_file
from ..opc import Package
from . import names as n
from .numbering import Counts, Number, Numbering
from .paragraph import Draft, ParagraphReader
from .styles import Indent, Styles, first_indent, overlay
from .tables import Grid, read_grid
from .tree import unwrap

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLANK = " \u3000\u00a0\u2002\u2003\u2009\ufeff\u200b\t"
_WIDE = "\u3000\u2003"
_EMBEDDED = frozenset(("oleObject", "package", "aFChunk", "subDocument"))  # kinds of relations
_BLOCKS = frozenset((n.P, n.TBL, n.R, n.OMATH, n.OMATH_PARA, n.ALT_CHUNK, n.SUB_DOC, n.SECT_PR))


@dataclass(slots=True)
class Document:
    """What all stories of a document share: its parts, styles, lists, limits, and what was found on the way."""

    package: Package
    styles: Styles
    numbering: Numbering
    limits: Limits
    remarks: list[Remark]
    links: Links = field(default_factory=Links)
    sections: list[_Element] = field(default_factory=list)
    n_chars: int = 0
    n_paragraphs: int = 0
    n_cells: int = 0
    pictures: int = 0
    deletions: int = 0
    said: set[str] = field(default_factory=set)

    def count_paragraph(self) -> None:
        """An empty paragraph costs as much as a character."""
        self.n_paragraphs += 1
        clock.check()
        self.count_chars(0)

    def count_chars(self, count: int) -> None:
        self.n_chars += count
        if self.n_chars + self.n_paragraphs > self.limits.max_chars:
            raise self.limits.exceeded("max_chars", "more characters and paragraphs")

    def count_cells(self, grid: Grid) -> None:
        self.n_cells += len(grid.reading)
        if max(self.n_cells, grid.n_rows * grid.n_cols) > self.limits.max_table_cells:
            raise self.limits.exceeded("max_table_cells", f"{max(self.n_cells, grid.n_rows * grid.n_cols)} cells")

    def count_deletion(self) -> None:
        self.deletions += 1

    def add_link(self, label: str, address: str) -> None:
        self.links.add(label, address, names_file(address) or names_file(label))

    def remark_once(self, code: str, message: str, severity: str = "warning") -> None:
        if code not in self.said:
            self.said.add(code)
            self.remarks.append(Remark(code, message, severity=severity))


@dataclass(slots=True)
class Flow:
    """Where finished lines go: the items of a story or the lines of a cell. `covered`: the cell is hidden by a merge."""

    items: list[Item] = field(default_factory=list)
    in_cell: bool = False
    covered: bool = False
    blank: bool = False

    def add(self, items: Iterable[Item]) -> None:
        for item in items:
            if self.in_cell and isinstance(item, Table):
                self.items += [line for cell in item.cells for line in cell.lines]
            else:
                self.items.append(item)


class Story:
    """Walks one part of the package. `layer` is that of its plain text."""

    def __init__(self, document: Document, part: str, layer: Layer) -> None:
        self.document = document
        self._part = part
        self._layer = layer
        self._counts = Counts()
        self._box_counts = Counts()
        self._paragraphs = ParagraphReader(self)

    def read(self, root: _Element) -> list[Item]:
        flow = Flow()
        self._blocks(root, flow)
        return flow.items

    # --- called by the paragraph reader ------------------------------------------------------------------------

    def section(self, element: _Element) -> None:
        self.document.sections.append(element)

    def link(self, identifier: str | None, label: str) -> None:
        """A w:hyperlink; one to a place in this document is none."""
        relation = self.document.package.relations(self._part).get(identifier or "")
        if relation is not None and relation.external:
            self.document.add_link(label, relation.target)

    def embedded(self, element: _Element) -> None:
        """Files of other programs that lie in the package or are linked from it: they are named, not opened."""
        relations = self.document.package.relations(self._part)
        for part in element.iter():
            relation = relations.get(part.get(n.R_ID, ""))
            if relation is not None and relation.kind in _EMBEDDED:
                self.document.links.add(part.get("ProgID", ""), relation.target, attachment=True)

    def text_box(self, content: _Element) -> list[Item]:
        """The items of a text box. Boxes in headers, footers and notes are part of these."""
        outside = self._layer, self._counts, self._paragraphs.fields
        if self._layer is Layer.BODY:
            self._layer, self._counts = Layer.TEXTBOX, self._box_counts
        self._paragraphs.fields = []
        flow = Flow()
        self._blocks(content, flow)
        self._layer, self._counts, self._paragraphs.fields = outside
        return flow.items

    def drawn_text(self, text: str) -> list[Item]:
        """Text that a drawing holds without being a text box (WordArt, shapes on a canvas)."""
        text = " ".join(text.split())
        if not text:
            return []
        self.document.count_chars(len(text))
        layer = Layer.TEXTBOX if self._layer is Layer.BODY else self._layer
        return [Line(text, wrap=Wrap.PARAGRAPH, layer=layer)]

    def diagram(self, relations: _Element) -> list[Item]:
        """The texts of a SmartArt diagram, which stand in a part of their own."""
        relation = self.document.package.relations(self._part).get(relations.get(f"{{{n.R_NS}}}dm", ""))
        root = None if relation is None or relation.external else self.document.package.optional(relation.target)
        if root is None:
            return []
        paragraphs = ("".join(t.text or "" for t in p.iter(n.A_T)) for p in root.iter(n.A_P))
        return [line for text in paragraphs for line in self.drawn_text(text)]

    # --- blocks ------------------------------------------------------------------------------------------------

    def _blocks(self, parent: _Element, flow: Flow) -> None:
        pending: Draft | None = None
        for element in unwrap(parent, _BLOCKS):
            tag = element.tag
            if tag == n.P:
                draft = _joined(pending, self._paragraphs.read(element))
                pending = None
                if draft.properties.mark_deleted or (draft.properties.mark_hidden and draft.has_text):
                    pending = draft
                else:
                    self._emit(draft, flow)
                continue
            if pending is not None:
                self._emit(pending, flow)
                pending = None
            if tag == n.TBL:
                self._table(element, flow)
            elif tag == n.SECT_PR:
                self.section(element)
            else:
                self._emit(self._paragraphs.read_loose(element), flow)
        if pending is not None:
            self._emit(pending, flow)

    def _emit(self, draft: Draft, flow: Flow) -> None:
        """Turn a paragraph into lines, number first, then what is hidden in it and anchored to it."""
        self.document.count_paragraph()
        lines = draft.lines()
        number = self._number(draft, flow)
        made = 0
        last = max((at for at, (text, _) in enumerate(lines) if text.strip(_BLANK)), default=0)
        for at, (text, form) in enumerate(lines):
            body = text.lstrip(_BLANK)
            lead = text[: len(text) - len(body)]
            blank_width = sum(1.0 if c in _WIDE else 2.0 if c == "\t" else 0.5 for c in lead) if lead else 0.0
            body = body.rstrip(_BLANK)
            if at == 0 and number is not None and number.text:
                body, blank_width = (number.text + body).rstrip(_BLANK), 0.0
            if not body:
                flow.blank = True
                continue
            style = self.document.styles.line_style(draft.sheet, form, draft.properties.align, draft.properties.outline)
            indent = first_indent(_indent(draft, number), style.size or 10.0, made == 0) + blank_width
            wrap = Wrap.PARAGRAPH if at == last else Wrap.SOFT
            self.document.count_chars(len(body))
            flow.items.append(Line(body, wrap=wrap, layer=self._layer, style=style, indent=indent, blank_before=flow.blank))
            flow.blank = False
            made += 1
        hidden = "".join(draft.hidden).strip(_BLANK) if draft.hidden else ""
        if hidden:
            self.document.count_chars(len(hidden))
            flow.items.append(Line(hidden, wrap=Wrap.PARAGRAPH, layer=Layer.HIDDEN))
        if draft.anchored:
            flow.add(draft.anchored)

    def _number(self, draft: Draft, flow: Flow) -> Number | None:
        """The automatic number; a paragraph that nobody sees does not count."""
        reference = draft.properties.list_ref
        if reference is None and draft.sheet.list_ref is None:
            return None
        unseen = flow.covered or draft.properties.mark_hidden or bool(draft.hidden)
        if unseen and not draft.has_text:
            return None
        return self.document.numbering.number(reference, draft.sheet, self._counts)

    # --- tables ------------------------------------------------------------------------------------------------

    def _table(self, element: _Element, flow: Flow) -> None:
        grid = read_grid(element)
        self.document.count_cells(grid)
        if not grid.slots:
            return
        if not flow.in_cell and all(s.colspan == grid.n_cols for s in grid.slots) and _has_table(grid):
            # a frame around other tables: as a table it could not hold them
            self.document.remark_once("frame_table", "a table of one column that holds tables is read as plain text", "info")
            for cell, _, _ in grid.reading:
                self._blocks(cell, flow)
            return
        lines: dict[int, list[Line]] = {id(slot): [] for slot in grid.slots}
        for cell, slot, covered in grid.reading:
            inner = Flow(in_cell=True, covered=covered)
            self._blocks(cell, inner)
            found = [item for item in inner.items if isinstance(item, Line)]
            own = lines[id(slot)]
            if not covered or [line.text for line in found] != [line.text for line in own]:
                own += found
        cells = tuple(
            Cell(slot.row, slot.col, tuple(lines[id(slot)]), slot.rowspan, slot.colspan, slot.header) for slot in grid.slots
        )
        table = Table(grid.n_rows, grid.n_cols, cells, layer=self._layer)
        items = [table] if flow.in_cell else unframed(table)
        if items[0] is not table:
            self.document.remark_once("text_in_table", "the rows of a table hold the text of the document, and are read as such", "info")
        flow.add(items)
        flow.blank = False


def _indent(draft: Draft, number: Number | None) -> Indent:
    own, style = draft.properties.indent, draft.sheet.indent
    if number is None:
        return overlay(style, own)
    listed = overlay(number.indent, style) if number.from_style else overlay(style, number.indent)
    return overlay(listed, own)


def _joined(first: Draft | None, second: Draft) -> Draft:
    """Two paragraphs made one. A deleted mark leaves the form of the second, a hidden one (style separator) that of the first."""
    if first is None:
        return second
    if first.has_text and (first.properties.mark_hidden or not second.has_text):
        marks = second.properties
        first.properties = replace(first.properties, mark_deleted=marks.mark_deleted, mark_hidden=marks.mark_hidden)
    else:
        first.properties, first.sheet = second.properties, second.sheet
    first.append(second)
    return first


def _has_table(grid: Grid) -> bool:
    return any(next(cell.iter(n.TBL), None) is not None for cell, _, _ in grid.reading)
