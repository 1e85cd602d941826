"""Notices made by chance with their truth known: structure, units, deadlines, targets, tables, in many house styles.

    planted = generate(7)                       # planted.document, planted.truth, planted.style
    text = render_text(planted.document, planted.style["noise"], truth=planted.truth)
"""

from __future__ import annotations

from .document import Cell, Document, Paragraph, Planted, Table, document_from_body
from .notice import STYLES, generate
from .render_text import render_text

__all__ = ["STYLES", "Cell", "Document", "Paragraph", "Planted", "Table", "document_from_body", "generate", "render_text"]
