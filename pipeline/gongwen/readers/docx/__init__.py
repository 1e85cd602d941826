"""DOCX (WordprocessingML, Transitional and Strict): our own walk over the XML, in reading order, nothing left out.

python-docx is not used here: it reads members of the package without a cap, refuses packages that lack a part Word can do
without, and its paragraphs and tables leave out content controls, insertions, text boxes, notes and automatic numbers. lxml
under the same settings (no entities, no network, no huge trees) reads the parts needed and no others, and faster.

Tracked changes are read as accepted. Nothing outside the package is opened: addresses are only listed.
"""

from __future__ import annotations

import hashlib
from functools import cache

from ...errors import Code, GongwenError
from ...limits import DEFAULT, Limits
from ...model.source import Item, Layer, Remark, Source
from ..container import SafeZip
from ..opc import WORD, Package
from . import names as n
from .numbering import Numbering
from .story import Document, Story
from .styles import Styles, without_table_styles

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FEW_CHARS = 20  # per picture: a scan put into a document has page numbers at most
_NOTES = (("footnotes", "footnote", Layer.FOOTNOTE), ("endnotes", "endnote", Layer.FOOTNOTE), ("comments", "comment", Layer.COMMENT))
_MARGINS = (("header", Layer.HEADER), ("footer", Layer.FOOTER))


def read_docx(data: bytes, name: str, limits: Limits = DEFAULT) -> Source:
    """Read a Word document: body, then notes, headers, footers and comments, each line with its layer.

    Args:
        data: the bytes of the file.
        name: file name as given by the user.
        limits: caps; those of the container, `max_chars` and `max_table_cells` apply.

    Raises:
        GongwenError: file_empty, file_too_large, file_encrypted, file_corrupt, unsupported_format, too_many_entries,
            expands_too_far, too_much_text, table_too_large.
    """
    remarks: list[Remark] = []
    package = Package(SafeZip(data, limits), remarks, WORD)
    try:
        document, items = _read(package, limits, remarks)
        meta = package.meta()
    except RecursionError as error:
        raise GongwenError(Code.FILE_CORRUPT, "the document is nested too deeply") from error
    if document.deletions:
        remarks.append(Remark("changes_accepted", f"{document.deletions} tracked deletions are left out", severity="info"))
    remarks += document.links.remarks()
    if not document.n_chars:
        pictures = f"; it holds {document.pictures} pictures" if document.pictures else ""
        remarks.append(Remark("no_text", f"the document has no text{pictures}"))
    elif document.n_chars < _FEW_CHARS * document.pictures:
        remarks.append(Remark("pictures_not_read", f"{document.pictures} pictures and little text: the pictures may hold the text"))
    return Source(
        name=name,
        media_type=MEDIA_TYPE,
        reader="docx",
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        items=tuple(items),
        remarks=tuple(remarks),
        links=document.links.all(),
        meta=meta,
    )


def _read(package: Package, limits: Limits, remarks: list[Remark]) -> tuple[Document, list[Item]]:
    root = package.required(package.main)
    if root.tag != n.w("document"):
        raise GongwenError(Code.UNSUPPORTED_FORMAT, f"the part {package.main} is no Word document")
    theme = cache(lambda: package.optional(package.target("theme")))
    styles = Styles(package.optional(package.target("styles"), without_table_styles), theme)
    numbering = Numbering(package.optional(package.target("numbering")), styles, remarks)
    document = Document(package, styles, numbering, limits, remarks)
    items: list[Item] = []
    body = root.find(n.BODY)
    if body is not None:
        items += Story(document, package.main, Layer.BODY).read(body)
    notes = [_read_notes(document, *kind) for kind in _NOTES]
    items += notes[0] + notes[1]
    for kind, layer in _MARGINS:
        items += _read_margins(document, kind, layer)
    return document, items + notes[2]


def _read_notes(document: Document, kind: str, element: str, layer: Layer) -> list[Item]:
    """Footnotes, endnotes or comments, without the separator lines that the part also holds."""
    part = document.package.target(kind)
    root = document.package.optional(part)
    if root is None or part is None:
        return []
    story = Story(document, part, layer)
    notes = (e for e in root.iterchildren(n.w(element)) if e.get(n.w("type"), "normal") == "normal")
    return [item for note in notes for item in story.read(note)]


def _read_margins(document: Document, kind: str, layer: Layer) -> list[Item]:
    """Headers or footers, each part once, in the order in which the sections name them."""
    package = document.package
    relations = package.relations(package.main)
    named = (e.get(n.R_ID, "") for section in document.sections for e in section.iterchildren(n.w(kind + "Reference")))
    parts = dict.fromkeys(relations[i].target for i in named if i in relations and not relations[i].external)
    items: list[Item] = []
    for part in parts if relations else package.numbered_parts(kind):
        root = package.optional(part)
        if root is not None:
            items += Story(document, part, layer).read(root)
    return items
