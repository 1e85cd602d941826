"""Builds small Word packages from raw XML, so that a test shows exactly what stands in the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from gongwen.model.source import Item, Line, Source, Table
from gongwen.readers.docx import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SIDE_PARTS = ("styles", "numbering", "footnotes", "endnotes", "comments", "theme")


def part(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{content}</w:{root}>'


def package(
    body: str, *, styles: str = "", numbering: str = "", parts: Mapping[str, str] | None = None, relations: Iterable[str] = ()
) -> bytes:
    """The bytes of a DOCX. `parts` are further members by name; `relations` further w:Relationship elements of the document."""
    members = {"word/document.xml": part("document", f"<w:body>{body}</w:body>")}
    if styles:
        members["word/styles.xml"] = part("styles", styles)
    if numbering:
        members["word/numbering.xml"] = part("numbering", numbering)
    members |= dict(parts or {})
    named = [relation(f"side{i}", kind, f"{kind}.xml") for i, kind in enumerate(_SIDE_PARTS) if f"word/{kind}.xml" in members]
    members["_rels/.rels"] = relationships([relation("main", "officeDocument", "word/document.xml")])
    members["word/_rels/document.xml.rels"] = relationships([*named, *relations])
    return zipped({name: text.encode() for name, text in members.items()})


def relation(identifier: str, kind: str, target: str, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identifier}" Type="{_RELATIONS}/{kind}" Target="{target}"{mode}/>'


def relationships(entries: Iterable[str]) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(entries)}</Relationships>'


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    form = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{form}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph; `content` is plain text or, where it begins with a tag, XML."""
    form = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{form}{content if content.startswith('<') or not content else run(content)}</w:p>"


def numbered(text: str, num: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(at: int, form: str, text: str, more: str = "") -> str:
    """A w:lvl. `more` goes before w:lvlText: w:suff, w:isLgl, w:lvlRestart …"""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(identifier: int, levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{identifier}">{levels}</w:abstractNum>'


def num(identifier: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def cell(content: str, properties: str = "") -> str:
    form = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc>{form}{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    form = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{form}{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def read(body: str, **rest: object) -> Source:
    return read_docx(package(body, **rest), "notice.docx")  # type: ignore[arg-type]


def lines_of(items: Iterable[Item]) -> list[Line]:
    """All lines in reading order, those in cells too."""
    out: list[Line] = []
    for item in items:
        out += [item] if isinstance(item, Line) else [line for c in item.cells for line in c.lines]
    return out


def texts(body: str, **rest: object) -> list[str]:
    return [line.text for line in lines_of(read(body, **rest).items)]


def only_table(source: Source) -> Table:
    (found,) = [item for item in source.items if isinstance(item, Table)]
    return found
