"""Sources and outlines for tests of layout, structure and assembly, from a few lines of text."""

from __future__ import annotations

from gongwen.layout import lay_out
from gongwen.model.body import Body, Paragraph, TableBlock
from gongwen.model.outline import Node, Outline, Part
from gongwen.model.source import Cell, Item, Line, Page, Source, Table, Wrap
from gongwen.structure import build

CellText = str | tuple[str, int, int]  # text, or text with rowspan and colspan


def source(*items: Item, pages: int = 0, meta: dict[str, str] | None = None) -> Source:
    """A source of lines and tables; `pages` A4 pages if it has any."""
    sheets = tuple(Page(n + 1, 595.0, 842.0) for n in range(pages))
    return Source("test", "text/plain", "test", "0" * 64, 1, tuple(items), sheets, meta=meta or {})


def printed(text: str, wrap: Wrap = Wrap.UNKNOWN) -> list[Line]:
    """Lines of print, indents and empty lines noted as the text reader does."""
    lines: list[Line] = []
    blank = False
    for row in text.strip("\n").split("\n"):
        bare = row.lstrip(" \u3000")
        if not bare:
            blank = True
            continue
        lead = row[: len(row) - len(bare)]
        indent = sum(1.0 if c == "\u3000" else 0.5 for c in lead)
        lines.append(Line(bare, wrap=wrap, indent=indent, blank_before=blank))
        blank = False
    return lines


def drawn(rows: list[list[CellText]], page: int | None = None, n_cols: int | None = None) -> Table:
    """A table as HTML states it: merged cells stand once, at their top left corner."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        c = 0
        for entry in row:
            text, down, across = (entry, 1, 1) if isinstance(entry, str) else entry
            while (r, c) in taken:
                c += 1
            taken |= {(r + i, c + k) for i in range(down) for k in range(across)}
            lines = tuple(Line(t, page=page, wrap=Wrap.PARAGRAPH) for t in text.split("\n") if t)
            cells.append(Cell(r, c, lines, down, across, page=page))
            c += across
    return Table(len(rows), n_cols or max(c for _, c in taken) + 1, tuple(cells), page=page)


def body(*items: str | Item, pages: int = 0) -> Body:
    """Lay out texts (one paragraph a line) and tables."""
    out: list[Item] = []
    for item in items:
        out += printed(item, Wrap.PARAGRAPH) if isinstance(item, str) else [item]
    return lay_out(source(*out, pages=pages))


def outline(*items: str | Item) -> tuple[Outline, str]:
    laid = body(*items)
    return build(laid), laid.text


def paragraphs(laid: Body) -> list[str]:
    return [laid.text[b.start : b.end] for b in laid.blocks if isinstance(b, Paragraph)]


def tables(laid: Body) -> list[TableBlock]:
    return [b for b in laid.blocks if isinstance(b, TableBlock)]


def rows(table: TableBlock, text: str) -> list[list[str]]:
    return [[text[slice(*cell)] for cell in row.cells] for row in table.rows]


def tree(part: Part, text: str) -> list[str]:
    """The nodes of a part, one line each: indent by depth, marker (- for none), [title] or text."""
    return [line for node in part.nodes for line in _lines(node, text, 0)]


def _lines(node: Node, text: str, depth: int) -> list[str]:
    if node.table is not None:
        return ["  " * depth + "table"]
    own = "|".join(text[slice(*span)] for span in node.own)
    if node.title is not None:
        title = text[slice(*node.title)]
        own = f"[{title}]" + own.removeprefix(title)
    here = "  " * depth + f"{node.marker or '-'} {own}".rstrip()
    return [here, *(line for child in node.children for line in _lines(child, text, depth + 1))]
