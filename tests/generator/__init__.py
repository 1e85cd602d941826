"""Notices made by chance with their truth known: structure, units, deadlines, targets, tables, in many house styles.

    planted = generate(7)                       # planted.document, planted.truth, planted.style
    text = render_text(planted.document, planted.style["noise"], truth=planted.truth)

`render_docx`, `render_html`, `render_ofd`, `render_pdfs` and `render_xlsx` print the same document in other formats;
`compare` holds a record against the truth.
"""

from __future__ import annotations

from .compare import Scores, compare
from .document import Cell, Document, Paragraph, Planted, Table, document_from_body
from .notice import STYLES, generate
from .render_docx import render_docx
from .render_html import render_html
from .render_ofd import render_ofd
from .render_pdf import find_office, render_pdf, render_pdfs
from .render_text import render_text
from .render_xlsx import render_xlsx

__all__ = [
    "STYLES",
    "Cell",
    "Document",
    "Paragraph",
    "Planted",
    "Scores",
    "Table",
    "compare",
    "document_from_body",
    "find_office",
    "generate",
    "render_docx",
    "render_html",
    "render_ofd",
    "render_pdf",
    "render_pdfs",
    "render_text",
    "render_xlsx",
]
