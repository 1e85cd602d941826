"""Odd files of every format but PDF, each written small and by hand; see test_odd_files.py and, for PDF, odd_pdfs.py.

`FILES` gives each by name with what may come of it: `text:…` in the record, the code of an error, or that of a finding, parted by |.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import ofd_builder
from docx_builder import cell, package, paragraph, part, row, run, table, zipped

WORDS = "完善便民服务体系"
READ = f"text:{WORDS}"
NOTICE = f"关于印发工作要点的通知\n\n一、{WORDS}\n新建便民服务站十二个。\n"
BROKEN = "file_corrupt"

Odd = tuple[Callable[[], bytes], str]


def word(body: str = "", **rest: object) -> bytes:
    return package(paragraph(WORDS) + body, **rest)  # type: ignore[arg-type]


def member(data: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """A package with one member changed or, where the change gives None, taken out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    new = change(members.pop(name))
    return zipped(members if new is None else {**members, name: new})


def with_more(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({**{each: archive.read(each) for each in archive.namelist()}, name: content})


def nested_tables(depth: int) -> str:
    inner = paragraph("最里层")
    for _ in range(depth):
        inner = table(row(f"<w:tc>{inner}{paragraph('')}</w:tc>"))
    return inner


def page(body: str, head: str = "<meta charset=utf-8>") -> bytes:
    return f"<html><head>{head}<title>通知</title></head><body><p>{WORDS}</p>{body}</body></html>".encode()


def workbook(rows: str, strings: str = "", shared: str = "") -> bytes:
    """A workbook of one sheet from the XML of its rows."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    link = f'<Relationship Id="{{}}" Type="{office}/{{}}" Target="{{}}"/>'
    parts = {
        "_rels/.rels": relations.format(link.format("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{office}"><sheets><sheet name="任务" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations.format(link.format("r1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{rows}</sheetData>{strings}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {space}>{shared}</sst>",
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def ofd(objects: str = "", **rest: object) -> bytes:
    return ofd_builder.build([ofd_builder.Sheet(ofd_builder.text(30, 50, WORDS) + objects)], **rest)  # type: ignore[arg-type]


HEADER = '<Relationship Id="h1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>'


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


NONSENSE = '<ofd:TextObject ID="9" Boundary="a b c d" Size="NaN"><ofd:TextCode X="1e999" Y="-">乱</ofd:TextCode></ofd:TextObject>'


def png(width: int, height: int) -> bytes:
    """The head of a picture of that size, whatever follows."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


PICTURE = "no_text_layer|file_corrupt|picture_too_large"

ENCODINGS = ("gb18030", "utf-16", "utf-16-be", "utf-16-le", "utf-8-sig")

TEXTS: dict[str, Odd] = {
    **{f"text-{code}.txt": (lambda code=code: NOTICE.encode(code), READ) for code in ENCODINGS},
    "big5.txt": (
        lambda: "關於印發工作要點的通知\n\n一、完善便民服務體系\n新建便民服務站十二個。\n".encode("big5"),
        "text:完善便民服務體系",
    ),
    "mixed-ends.txt": (lambda: NOTICE.replace("\n", "\r", 2).replace("\n", "\r\n", 1).encode(), READ),
    "zeros-inside.txt": (lambda: NOTICE.encode().replace(b"\n", b"\0\n"), READ),
    "cut-in-a-character.txt": (lambda: NOTICE.encode()[:-2], READ),
    "one-bad-byte.txt": (lambda: NOTICE.encode().replace(b"\n\n", b"\n\xff\n", 1), READ),
    "one-line.txt": (lambda: (WORDS * 100_000).encode(), READ),
    "empty-lines.txt": (lambda: b"\n" * 300_000 + NOTICE.encode(), READ),
    "too-long.txt": (lambda: "字".encode() * 5_000_001, "too_much_text"),
    "directions.txt": (lambda: NOTICE.replace("便", "\u202e便\u202c").encode(), "text:民服务体系"),
    "escapes.txt": (lambda: NOTICE.replace("便", "\x1b[31m便\x1b[0m").encode(), "text:民服务体系"),
    "tabs-by-the-thousand.txt": (lambda: (NOTICE + "\t".join("甲乙丙" * 3000)).encode(), f"{READ}|table_too_large"),
    "brackets.txt": (lambda: (NOTICE + "（" * 50_000).encode(), READ),
    "numerals.txt": (lambda: (NOTICE + "一" * 50_000 + "1" * 50_000).encode(), READ),
    "markdown-table-cut.md": (lambda: (NOTICE + "| 序号 | 任务 |\n|---|\n| 1").encode(), READ),
}

WEB: dict[str, Odd] = {
    "unclosed.html": (lambda: page("<table><tr><td><div><b><i>" * 300), READ),
    "deep.html": (lambda: page("<div>" * 60_000 + "最里层"), f"{READ}|{BROKEN}|too_much_text"),
    "script-only.html": (lambda: b"<html><body><script>document.write('x')</script></body></html>", "no_text_layer|file_empty"),
    "frames-only.html": (lambda: b"<html><frameset><frame src=a.html></frameset></html>", "no_text_layer|file_empty"),
    "pictures-only.html": (lambda: b"<html><body><img src='data:image/png;base64,AAAA'><img src=a.png></body></html>", "content_is_images"),
    "charset-lies.html": (lambda: page("", "<meta charset=iso-8859-1>"), READ),
    "charset-unknown.html": (lambda: page("", "<meta charset=klingon>"), READ),
    "zeros.html": (lambda: page("<p>\0\0\0</p>"), READ),
    "attributes.html": (lambda: page(f"<p {'a=1 ' * 50_000}>末段</p>"), READ),
    "entities.html": (lambda: page("&#0;&#xD800;&#99999999999;&nosuch;&#x4E00;"), READ),
    "comments-unended.html": (lambda: page("<!-- never ended " + "<p>x</p>" * 100), READ),
    "spans-vast.html": (lambda: page("<table><tr><td colspan=999999999 rowspan=999999999>甲<td>乙</table>"), READ),
    "plaintext.html": (lambda: page("<plaintext><b>x"), READ),
    "picture-inside.html": (lambda: page(f"<img src='data:image/png;base64,{'QUJD' * 500_000}'>"), READ),
}

WORD: dict[str, Odd] = {
    "docx-as-doc.doc": (word, READ),
    "no-relations.docx": (lambda: member(word(), "word/_rels/document.xml.rels", lambda _: None), READ),
    "styles-broken.docx": (lambda: word(parts={"word/styles.xml": "<w:styles>"}), READ),
    "mark-before.docx": (lambda: member(word(), "word/document.xml", lambda x: b"\xef\xbb\xbf" + x), READ),
    "document-cut.docx": (lambda: member(word(), "word/document.xml", lambda x: x[:-20]), f"{BROKEN}|{READ}"),
    "document-empty.docx": (lambda: member(word(), "word/document.xml", lambda _: b""), BROKEN),
    "document-other.docx": (
        lambda: member(word(), "word/document.xml", lambda _: b"<html/>"),
        f"{BROKEN}|no_text|file_empty|unsupported_format",
    ),
    "tables-deep.docx": (lambda: word(nested_tables(25)), f"{READ}|{BROKEN}"),
    "tables-bottomless.docx": (lambda: word(nested_tables(400)), f"{READ}|{BROKEN}"),
    "empty-cells.docx": (lambda: package(table(*[row(cell(""), cell(""))] * 5)), "no_text|file_empty"),
    "nothing.docx": (lambda: package(""), "no_text|file_empty"),
    "macros.docx": (lambda: with_more(word(), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(500)), READ),
    "climbing.docx": (lambda: with_more(word(), "../../etc/cron.d/x", b"x"), BROKEN),
    "twice-packed.docx": (lambda: zipped({"notice.docx": word()}), "unsupported_format"),
    "numbers-vast.docx": (lambda: word(paragraph("大", '<w:ind w:left="99999999999999999999" w:firstLine="-99999999999"/>')), READ),
    "header-only.docx": (
        lambda: package(
            '<w:sectPr><w:headerReference w:type="default" r:id="h1"/></w:sectPr>',
            parts={"word/header1.xml": part("hdr", paragraph("页眉文字"))},
            relations=[HEADER],
        ),
        "text:页眉文字|no_text",
    ),
    "hidden-only.docx": (lambda: package(f"<w:p>{run(WORDS, '<w:vanish/>')}</w:p>"), f"{READ}|no_text"),
}

OTHERS: dict[str, Odd] = {
    "far-cell.xlsx": (lambda: workbook(f'<row r="1">{inline("A1", WORDS)}</row><row r="1048576">{inline("XFD1048576", "远")}</row>'), READ),
    "no-references.xlsx": (lambda: workbook(f"<row>{inline('', WORDS).replace(chr(32) + 'r=' + chr(34) * 2, '')}</row>"), READ),
    "strings-missing.xlsx": (lambda: workbook('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "file_empty|no_text|no_tasks"),
    "sheet-cut.xlsx": (
        lambda: member(workbook(f'<row r="1">{inline("A1", WORDS)}</row>'), "xl/worksheets/sheet1.xml", lambda x: x[:-30]),
        f"{READ}|{BROKEN}",
    ),
    "nothing.xlsx": (lambda: workbook(""), "file_empty"),
    "pages-missing.ofd": (lambda: ofd(members={"Doc_0/Pages/Page_0/Content.xml": None}), f"{BROKEN}|page_unreadable"),
    "document-missing.ofd": (lambda: ofd(members={"Doc_0/Document.xml": None}), BROKEN),
    "page-cut.ofd": (lambda: ofd(members={"Doc_0/Pages/Page_0/Content.xml": "<ofd:Page"}), f"{BROKEN}|page_unreadable"),
    "numbers-nonsense.ofd": (lambda: ofd(NONSENSE), READ),
    "deltas-vast.ofd": (lambda: ofd(ofd_builder.text(30, 80, "字字", steps="g 99999999 1")), READ),
    "blank.ofd": (lambda: ofd_builder.build([ofd_builder.Sheet()]), "file_empty"),
    "picture-cut.png": (lambda: png(100, 100)[:60], PICTURE),
    "picture-vast.png": (lambda: png(200_000, 200_000), PICTURE),
    "picture-empty.jpg": (lambda: b"\xff\xd8\xff\xd9", PICTURE),
    "picture-cut.tiff": (lambda: b"II*\0\x08\0\0\0", PICTURE),
}

FILES = {**TEXTS, **WEB, **WORD, **OTHERS}
