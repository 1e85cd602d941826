"""A neutral document as DOCX, typed markers or real Word numbering, real merged cells, page numbers at the foot."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .document import Document, Paragraph, Table
from .numbering import FAMILIES, marker

CENTRED = {"issuer_head", "title", "doc_number", "caption"}
RIGHT = {"signature", "date"}
FLUSH = {"recipients", "annex_mark", "disclosure", "toc", "colophon"}
FACES = {
    "title": ("方正小标宋简体", 22),
    "issuer_head": ("方正小标宋简体", 26),
    "heading1": ("黑体", 16),
    "heading2": ("楷体_GB2312", 16),
    "body": ("仿宋_GB2312", 16),
}


def render_docx(document: Document, *, auto_numbering: bool = False, heading_styles: bool = False) -> bytes:
    """The notice as a Word file.

    With `auto_numbering` the markers of headings and items are not typed: Word counts them (numbering.xml). With `heading_styles`
    headings carry the built-in styles Heading 1-9. Tables on turned pages where `document.landscape_tables`.
    """
    made = docx.Document()
    made.core_properties.title = ""
    made.core_properties.author = ""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    _page_number(section)
    numbers = _Numbering(made) if auto_numbering else None
    turned = False
    for block in document.blocks:
        wants = isinstance(block, Table) and document.landscape_tables
        if wants != turned and (wants or isinstance(block, Paragraph)):
            _turn(made, wants)
            turned = wants
        if isinstance(block, Table):
            _table(made, block)
        else:
            _paragraph(made, block, numbers, heading_styles)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _paragraph(made: Any, block: Paragraph, numbers: _Numbering | None, heading_styles: bool) -> None:
    styled = heading_styles and block.role == "heading"
    paragraph = made.add_paragraph(style=f"Heading {min(block.level, 9)}" if styled else None)
    form = paragraph.paragraph_format
    form.space_after = Pt(0)
    form.line_spacing = Pt(28)
    if block.role in CENTRED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.line_spacing = Pt(34)
    elif block.role in RIGHT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif block.role not in FLUSH:
        form.first_line_indent = Pt(32)
    form.page_break_before = block.page_break_before
    text, lead = block.text, block.lead
    if numbers and block.family and FAMILIES[block.family].word:
        mark = marker(block.family, block.number)
        if text.startswith(mark):
            numbers.apply(paragraph, block)
            text, lead = text[len(mark) :], max(0, lead - len(mark))
    face = "title" if block.role == "title" else "issuer_head" if block.role == "issuer_head" else "body"
    if block.role == "heading":
        face = "heading1" if block.level == 1 else "heading2" if block.level == 2 else "body"
    if lead:
        _run(paragraph, text[:lead], "heading2" if block.level == 2 else "body", bold=block.level > 2)
        text = text[lead:]
    for i, part in enumerate(text.split("\n")):
        if i:
            paragraph.add_run().add_break(WD_BREAK.LINE)
        _run(paragraph, part, face)


def _run(paragraph: Any, text: str, face: str, *, bold: bool = False, size: float | None = None) -> None:
    name, points = FACES[face]
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = "Times New Roman", Pt(size or points), bold or None
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _table(made: Any, block: Table) -> None:
    grid = block.grid()
    table = made.add_table(rows=len(grid), cols=len(grid[0]))
    table.style = "Table Grid"
    _widths(table, block)
    rows = [list(row.cells) for row in table.rows]
    for r, row in enumerate(grid):
        for c, (cell, here) in enumerate(row):
            if not here:
                continue
            target = rows[r][c]
            if cell.rowspan > 1 or cell.colspan > 1:
                target = target.merge(rows[min(r + cell.rowspan, len(grid)) - 1][min(c + cell.colspan, len(row)) - 1])
            for i, text in enumerate(cell.text.split("\n")):
                paragraph = target.paragraphs[0] if i == 0 else target.add_paragraph()
                paragraph.paragraph_format.space_after = Pt(0)
                if r < block.header_rows:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                _run(paragraph, text, "heading1" if r < block.header_rows else "body", size=10.5)
    for row in list(table.rows)[: block.header_rows]:
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(mark)


def _widths(table: Any, block: Table) -> None:
    """Columns as wide as their longest text asks for, within bounds."""
    grid = block.grid()
    asked = [min(24, max(4, *(min(len(row[c][0].text), 24) for row in grid))) for c in range(len(grid[0]))]
    table.autofit = False
    for column, share in zip(table.columns, asked, strict=True):
        column.width = Cm(15.6 * share / sum(asked))
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width


def _turn(made: Any, landscape: bool) -> None:
    section = made.add_section()
    long, short = Cm(29.7), Cm(21)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)


def _page_number(section: Any) -> None:
    """— 3 — in the middle of the foot, as a field."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)
    paragraph.add_run(" —")


class _Numbering:
    """Word numberings, one list per family and run, so that each restarts by itself."""

    def __init__(self, made: Any) -> None:
        self.root = made.part.numbering_part.element
        self.ids: dict[tuple[str, int], int] = {}
        self.last: dict[tuple[str, int], int] = {}
        used = [int(n.get(qn("w:numId"))) for n in self.root.findall(qn("w:num"))]
        abstract = [int(n.get(qn("w:abstractNumId"))) for n in self.root.findall(qn("w:abstractNum"))]
        self.next_id, self.next_abstract = max(used, default=0) + 1, max(abstract, default=0) + 1

    def apply(self, paragraph: Any, block: Paragraph) -> None:
        assert block.family is not None
        key = (block.family, block.run)
        if key not in self.ids or block.number != self.last[key] + 1:  # a second plan begins anew
            self.ids[key] = self._list(block.family, block.number)
        self.last[key] = block.number
        properties = paragraph._p.get_or_add_pPr()
        number = properties.get_or_add_numPr()
        number.get_or_add_ilvl().val = 0
        number.get_or_add_numId().val = self.ids[key]

    def _list(self, family: str, start: int) -> int:
        shape, _, word = FAMILIES[family]
        abstract = _element("w:abstractNum", {"w:abstractNumId": str(self.next_abstract)})
        level = _element("w:lvl", {"w:ilvl": "0"})
        for name, value in (
            ("w:start", str(start)),
            ("w:numFmt", word),
            ("w:suff", "nothing"),
            ("w:lvlText", shape.format("%1")),
            ("w:lvlJc", "left"),
        ):
            level.append(_element(name, {"w:val": value}))
        abstract.append(level)
        first = self.root.find(qn("w:num"))
        if first is None:
            self.root.append(abstract)
        else:
            first.addprevious(abstract)
        number = _element("w:num", {"w:numId": str(self.next_id)})
        number.append(_element("w:abstractNumId", {"w:val": str(self.next_abstract)}))
        self.root.append(number)
        self.next_id, self.next_abstract = self.next_id + 1, self.next_abstract + 1
        return self.next_id - 1


def _element(name: str, attributes: dict[str, str]) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made
