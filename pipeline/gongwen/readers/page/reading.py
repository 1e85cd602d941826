"""Reads page after page into lines and tables, and in the end the document: its text blocks, its remarks, its verdict."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongwen.errors import Code, GongwenError
from gongwen.model.source import Box, Cell, Item, Line, Page, Remark, Table
from gongwen.readers.page.aligned import Aligned, find_aligned
from gongwen.readers.page.columns import in_reading_order
from gongwen.readers.page.footnotes import mark_footnotes
from gongwen.readers.page.glyphs import Glyphs, Ruling
from gongwen.readers.page.legible import Verdict, is_thin, judge, unread_pictures
from gongwen.readers.page.lines import Piece, Print, group, set_line
from gongwen.readers.page.pieces import sort_runs
from gongwen.readers.page.setting import Block, place, text_blocks
from gongwen.readers.page.tables import Lattice, fill, find_lattices, keep


@dataclass(slots=True)
class _Draft:
    """A page before the text blocks are known: lines and tables in reading order, turned and hidden lines apart."""

    number: int
    width: float
    items: list[Print | Table] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """Collects the pages of one document."""

    pages: list[Page] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _drafts: list[_Draft] = field(default_factory=list)
    _with_text: int = 0
    _pictures: int = 0
    _garbled: int = 0
    _marked: bool = False
    _marks: set[str] = field(default_factory=set)  # words of watermarks

    def add_unreadable(self, number: int) -> None:
        self.pages.append(Page(number, 0.0, 0.0))
        self.remarks.append(Remark("page_unreadable", "The page cannot be opened.", number, "error"))

    def add(self, glyphs: Glyphs) -> None:
        """Read one page while it is open in its engine."""
        number = glyphs.number
        if glyphs.capped:
            self.remarks.append(Remark("drawing_capped", "Too many drawing objects; tables may be missed.", number))
        if glyphs.lost:
            self.remarks.append(Remark("text_lost", "Some text is set in a font that is neither embedded nor installed.", number, "error"))
        verdict = judge(glyphs)
        if verdict is Verdict.PICTURE:
            self._pictures += 1
            self.remarks.append(Remark("page_without_text", "The page is a picture without a text layer.", number, "error"))
        if not glyphs.text.strip():
            self.pages.append(Page(number, glyphs.width, glyphs.height, glyphs.rotation))
            return
        self._with_text += verdict is not Verdict.PICTURE
        if verdict is Verdict.GARBLED:
            self._garbled += 1
            self.remarks.append(Remark("text_garbled", "Most of the page's text layer is unreadable.", number, "error"))
        if verdict is Verdict.TEXT and (unread_pictures(glyphs) or is_thin(glyphs)):
            self.remarks.append(Remark("pictures_not_read", "A picture on the page may hold text, which is not read.", number))
        text = sort_runs(glyphs, self._marks)
        page = text.page
        self.pages.append(Page(number, page.width, page.height, page.rotation, page.turn))
        if text.vertical:
            self.remarks.append(Remark("vertical_text", "The page is written downwards; lines are its columns.", number))
        if text.watermark and not self._marked:
            self._marked = True
            self.remarks.append(Remark("watermark_text", "Text across the page is taken as a watermark.", number, "info"))
        if page.unseen:
            self.remarks.append(Remark("text_unseen", "Text that cannot be seen on the page is kept apart.", number, "info"))
        draft = _Draft(number, page.width, _page_items(page, text.upright))
        if text.turned:
            draft.items = [*draft.items, *text.turned] if text.vertical else _insert(draft.items, text.turned)
        for line in text.hidden:
            line.hidden = True
            draft.items.append(line)
        self._drafts.append(draft)

    def judge(self) -> None:
        """Raise where the document as a whole has nothing to read."""
        if self._garbled * 2 > self._with_text:
            raise GongwenError(Code.TEXT_GARBLED, "The text layer does not say what the pages show.", hint="OCR is needed.")
        if self._with_text:
            return
        if any(remark.code == "page_unreadable" for remark in self.remarks):
            raise GongwenError(Code.FILE_CORRUPT, "No page can be read.", hint="Open it in its own program and save it anew.")
        if self._pictures:
            raise GongwenError(Code.NO_TEXT_LAYER, "The pages are pictures without a text layer.", hint="OCR is needed.")
        raise GongwenError(Code.FILE_EMPTY, "No page has any text.", hint="The pages are blank, or their content is damaged.")

    def items(self) -> tuple[Item, ...]:
        """Lines and tables of all pages in reading order."""
        body = [[item for item in draft.items if isinstance(item, Print) and item.is_body] for draft in self._drafts]
        tables = [[item.box for item in draft.items if isinstance(item, Table) and item.box] for draft in self._drafts]
        blocks = text_blocks(body, tables, [draft.width for draft in self._drafts])
        out: list[Item] = []
        for draft, block in zip(self._drafts, blocks, strict=True):
            before: Print | None = None
            for item in draft.items:
                if isinstance(item, Table):
                    out.append(item)
                    before = None
                else:
                    out.append(place(item, block, draft.number, None if item.hidden else before))
                    before = before if item.hidden else item
        return tuple(out)


def _page_items(page: Glyphs, pieces: list[Piece]) -> list[Print | Table]:
    """Upright text and tables of a page in reading order."""
    lattices = []
    for lattice in find_lattices(page.horizontal, page.vertical, page.height) if page.horizontal and page.vertical else ():
        outside = fill(lattice, pieces)
        if keep(lattice):
            lattices.append(lattice)
            pieces = outside
    lines, columns = in_reading_order(group(pieces))
    prints = [set_line(line) for line in lines]
    for line, column in zip(prints, columns or (), strict=False):
        line.column = column
    rules = [rule for rule in page.horizontal if not any(_rules_lattice(rule, lattice) for lattice in lattices)]
    mark_footnotes(prints, rules, page.width, page.height)
    items: list[Print | Table] = []
    at = 0
    for table in find_aligned(lines, rules):
        items += prints[at : table.start]
        items.append(_aligned_table(table, page.number))
        at = table.end
    items += prints[at:]
    for lattice in lattices:
        _insert_table(items, _table(lattice, page.number))
    return items


def _rules_lattice(rule: Ruling, lattice: Lattice) -> bool:
    return lattice.ys[0] - 5 <= rule.pos <= lattice.ys[-1] + 5 and rule.start < lattice.xs[-1] and rule.end > lattice.xs[0]


def _insert_table(items: list[Print | Table], table: Table) -> None:
    """Before the first item that stands below the table's top and beside its width."""
    box = table.box
    if box is None:
        return
    for i, item in enumerate(items):
        left, top, right = (item.edges[0], item.top, item.edges[-1]) if isinstance(item, Print) else _sides(item)
        if top >= box.top - 1 and left < box.x1 and right > box.x0:
            items.insert(i, table)
            return
    items.append(table)


def _sides(table: Table) -> tuple[float, float, float]:
    box = table.box or Box(0, 0, 0, 0)
    return box.x0, box.top, box.x1


def _insert(items: list[Print | Table], lines: list[Print]) -> list[Print | Table]:
    """Sideways lines go where their top stands."""
    out = list(items)
    for line in lines:
        at = next((i for i, item in enumerate(out) if (item.top if isinstance(item, Print) else _sides(item)[1]) > line.top), len(out))
        out.insert(at, line)
    return out


def _table(lattice: Lattice, number: int) -> Table:
    cells = tuple(
        Cell(
            row=block.row,
            col=block.col,
            lines=cell_lines(block.pieces, number),
            rowspan=block.rowspan,
            colspan=block.colspan,
            page=number,
            box=Box(block.x0, block.top, block.x1, block.bottom),
        )
        for block in lattice.blocks
    )
    xs, ys = lattice.xs, lattice.ys
    return Table(len(ys) - 1, len(xs) - 1, cells, page=number, box=Box(xs[0], ys[0], xs[-1], ys[-1]))


def _aligned_table(table: Aligned, number: int) -> Table:
    cells = []
    for cell in table.cells:
        left, right = table.edges[cell.col][0], table.edges[cell.col + cell.colspan - 1][1]
        pieces = cell.pieces
        box = Box(left, min(p.top for p in pieces), right, max(p.bottom for p in pieces)) if pieces else None
        cells.append(Cell(cell.row, cell.col, cell_lines(pieces, number), colspan=cell.colspan, page=number, box=box))
    boxes = [cell.box for cell in cells if cell.box]
    box = Box(min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes))
    return Table(table.n_rows, len(table.edges), tuple(cells), page=number, box=box, ruled=False)


def cell_lines(pieces: list[Piece], number: int) -> tuple[Line, ...]:
    """The lines of print in a cell, indented against the leftmost of them."""
    if not pieces:
        return ()
    lines = [set_line(line) for line in (group(pieces) if len(pieces) > 1 else [pieces])]
    block = Block(min(line.edges[0] for line in lines), max(line.edges[-1] for line in lines), 0.0, 0.0, 0.0)
    return tuple(place(line, block, number, None) for line in lines)
