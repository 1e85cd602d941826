"""One notice, many ways to put it into a Word file and to pack the file, one record: that of its plain text."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable

import pytest

from docx_builder import abstract, cell, level, num, numbered, package, paragraph, part, relation, row, run, table, zipped
from essence import bare, differences, essence
from gongwen import GongwenError, convert
from gongwen.records import Notice
from html_notice import BODY, HEAD, NUMBER, ROWS, TABLE_TITLE, TITLE, plain, printed

EVERY = [TITLE, NUMBER, *BODY]


def lines(of: Callable[[str], str] = lambda line: paragraph(run(line)), texts: list[str] = EVERY) -> str:
    return "".join(map(of, texts))


def cells(texts: list[str], properties: str = "") -> str:
    return row(*[cell(paragraph(run(text))) for text in texts], properties=properties)


HEADS, FIRST, SECOND = (cells(texts) for texts in (HEAD, *ROWS))
LIST = table(HEADS, FIRST, SECOND)


# --- text ----------------------------------------------------------------------------------------------------------


def tracked(line: str) -> str:
    deleted = "<w:del w:id='1' w:author='a'><w:r><w:delText>旧文</w:delText></w:r></w:del>"
    moved = "<w:moveFrom w:id='2' w:author='a'>" + run("移走") + "</w:moveFrom>"
    return paragraph(f"{deleted}<w:ins w:id='3' w:author='a'>{run(line)}</w:ins>{moved}")


def drawn(content: str) -> str:
    """A text box as Word writes it: once for new versions, once for old ones."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    new = f"<mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    old = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
    return paragraph(f"<w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r>")


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:alias w:val='正文'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


TEXTS: dict[str, str] = {
    "paragraphs": lines() + LIST,
    "content controls": control(lines() + LIST),
    "tracked changes": lines(tracked) + LIST,
    "a run for every character": lines(lambda line: paragraph("".join(map(run, line)))) + LIST,
    "one paragraph, lines broken": paragraph("".join(f"<w:r><w:t>{line}</w:t><w:br/></w:r>" for line in EVERY)) + LIST,
    "one paragraph, carriage returns": paragraph("".join(f"<w:r><w:t>{line}</w:t><w:cr/></w:r>" for line in EVERY)) + LIST,
    "a page for every paragraph": lines(lambda line: paragraph(run(line) + "<w:r><w:br w:type='page'/></w:r>")) + LIST,
    "full-width blanks before": lines(lambda line: paragraph(run("\u3000\u3000" + line))) + LIST,
    "tabs before": lines(lambda line: paragraph("<w:r><w:tab/></w:r>" + run(line))) + LIST,
    "empty paragraphs between": lines(lambda line: paragraph(run(line)) + paragraph("")) + LIST,
    "frames": lines(lambda line: paragraph(run(line), "<w:framePr w:wrap='around'/>")) + LIST,
    "all in a text box": drawn(lines() + LIST),
    "a paragraph for every line of print": lines(texts=printed(28)) + LIST,
    "the same without indents": lines(texts=printed(26, "")) + LIST,
    "bookmarks and proofing marks": lines(
        lambda line: paragraph(f"<w:bookmarkStart w:name='a'/><w:proofErr w:type='spellStart'/>{run(line)}<w:bookmarkEnd/>")
    ) + LIST,
    "smart tags and right-to-left wrappers": lines(
        lambda line: paragraph(f"<w:smartTag w:element='date'>{run(line[:3])}</w:smartTag><w:bdo w:val='ltr'>{run(line[3:])}</w:bdo>")
    ) + LIST,
    "hidden words": lines(lambda line: paragraph(run(line) + run("批注内部", "<w:vanish/>"))) + LIST,
}  # fmt: skip


# --- tables --------------------------------------------------------------------------------------------------------

WIDE = "<w:gridSpan w:val='4'/>"

TABLES: dict[str, str] = {
    "the document in one cell": table(row(cell(lines() + LIST))),
    "the text in one cell": table(row(cell(lines()))) + LIST,
    "a row for every paragraph": table(*[row(cell(paragraph(run(line)))) for line in EVERY]) + LIST,
    "the document in rows of its table": table(*[row(cell(paragraph(run(line)), WIDE)) for line in EVERY], HEADS, FIRST, SECOND),
    "title as first row": lines(texts=EVERY[:-1]) + table(row(cell(TABLE_TITLE, WIDE)), HEADS, FIRST, SECOND),
    "head rows repeated": lines() + table(HEADS.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>"), FIRST, HEADS, SECOND),
    "in two parts": lines() + table(HEADS, FIRST) + table(SECOND),
    "in two parts with a blank between": lines() + table(HEADS, FIRST) + paragraph("") + table(SECOND),
    "a table in every cell": lines() + table(
        HEADS, *[row(*[cell(table(row(cell(text))) + paragraph("")) for text in texts]) for texts in ROWS]
    ),
    "controls around cells": lines() + table(*[row(*[control(cell(text)) for text in texts]) for texts in (HEAD, *ROWS)]),
    "rows that begin late": lines() + table(*[cells(texts, "<w:gridBefore w:val='1'/>") for texts in (HEAD, *ROWS)]),
    "floating": lines() + LIST.replace("<w:tblPr/>", "<w:tblPr><w:tblpPr w:leftFromText='180' w:vertAnchor='text'/></w:tblPr>"),
}  # fmt: skip


# --- numbers -------------------------------------------------------------------------------------------------------


def counted(line: str) -> str:
    for at, marker in enumerate((r"[一二]、", r"（[一二三]）", r"[12]\.")):
        hit = re.match(marker, line)
        if hit is not None:
            return numbered(line[hit.end() :], 1, at)
    return paragraph(run(line))


def numbering(ideographs: str) -> str:
    levels = level(0, ideographs, "%1、") + level(1, ideographs, "（%2）", "<w:lvlRestart w:val='0'/>") + level(2, "decimal", "%3.")
    rows_of_table = abstract(2, level(0, "decimal", "%1"))
    return abstract(1, levels) + rows_of_table + num(1, 1) + num(2, 2)


COUNTED = lines(counted) + table(HEADS, *[row(cell(numbered("", 2)), *map(cell, texts[1:])) for texts in ROWS])
IDEOGRAPHS = ["chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCountingThousand"]


# --- packages ------------------------------------------------------------------------------------------------------

PLAIN = package(lines() + LIST)
with zipfile.ZipFile(io.BytesIO(PLAIN)) as opened:
    MEMBERS = {name: opened.read(name) for name in opened.namelist()}
MAIN = "word/document.xml"
XML = MEMBERS[MAIN]
MAIN_OF_LISTS = part("document", f"<w:body>{COUNTED}</w:body>").encode()
STRICT = [(b"schemas.openxmlformats.org/wordprocessingml/2006/main", b"purl.oclc.org/ooxml/wordprocessingml/main")]
STRICT += [(b"schemas.openxmlformats.org/officeDocument/2006/relationships", b"purl.oclc.org/ooxml/officeDocument/relationships")]


def with_main(xml: bytes) -> bytes:
    return zipped({**MEMBERS, MAIN: xml})


def of_type(content_type: str) -> bytes:
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    listed = f'<Types xmlns="{types}"><Override PartName="/{MAIN}" ContentType="{content_type}"/></Types>'
    return zipped({"[Content_Types].xml": listed.encode(), **MEMBERS})


def twice(second: bytes) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name, data in [*MEMBERS.items(), (MAIN, second)]:
            archive.writestr(name, data)
    return out.getvalue()


def large() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in MEMBERS.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(data)
    return out.getvalue()


class Pipe(io.RawIOBase):
    """Cannot go back: sizes follow the data of every member."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += data
        return len(data)


def streamed() -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in MEMBERS.items():
            archive.writestr(name, data)
    return bytes(pipe.data)


def strict() -> bytes:
    members = dict(MEMBERS)
    for common, other in STRICT:
        members = {name: data.replace(common, other) for name, data in members.items()}
    return zipped(members)


def flat() -> bytes:
    """The package as a single XML file (Flat OPC)."""
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{data.decode().split("?>", 1)[-1]}</pkg:xmlData></pkg:part>'
        for name, data in MEMBERS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f'{head}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'.encode()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGES: dict[str, bytes] = {
    "the main part alone": zipped({MAIN: XML}),
    "folders by backslashes": zipped({name.replace("/", "\\"): data for name, data in MEMBERS.items()}),
    "names from the root": zipped({"/" + name: data for name, data in MEMBERS.items()}),
    "names in capitals": zipped({name.upper(): data for name, data in MEMBERS.items()}),
    "an absolute target": zipped({**MEMBERS, "_rels/.rels": MEMBERS["_rels/.rels"].replace(b'"word/', b'"/word/')}),
    "members of other programs": zipped({**MEMBERS, "__MACOSX/._a": b"x", ".DS_Store": b"x", "customXml/item1.xml": b"<a/>"}),
    "a member twice": twice(XML),
    "zip64": large(),
    "sizes after the data": streamed(),
    "bytes after the end": PLAIN + b"\x00" * 300,
    "with macros": of_type("application/vnd.ms-word.document.macroEnabled.main+xml"),
    "a template": of_type(f"{WORD}.template.main+xml"),
    "a template with macros": of_type("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
    "a type nobody knows": of_type("text/nonsense"),
    "no types": zipped({name: data for name, data in MEMBERS.items() if name != "[Content_Types].xml"}),
    "strict": strict(),
    "one XML file": flat(),
    "in utf-16": with_main(XML.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
    "in gb18030": with_main(XML.decode().replace("UTF-8", "GB18030").encode("gb18030")),
    "a byte order mark": with_main(b"\xef\xbb\xbf" + XML),
    "control characters": with_main(XML.replace("早餐".encode(), "早\x0b餐&#x1F;".encode())),
    "namespaces nobody knows": with_main(
        XML.replace(b"<w:document ", b'<w:document xmlns:zz="urn:zz" mc:Ignorable="zz" ', 1).replace(b"<w:p>", b'<w:p zz:a="1">')
    ),
}

FORMS: dict[str, bytes] = {
    **{f"text: {name}": package(body) for name, body in TEXTS.items()},
    **{f"table: {name}": package(body) for name, body in TABLES.items()},
    **{f"numbers: {form}": package(COUNTED, numbering=numbering(form)) for form in IDEOGRAPHS},
    **{f"package: {name}": data for name, data in PACKAGES.items()},
    "furniture around": package(
        lines() + LIST + "<w:sectPr><w:headerReference r:id='h'/><w:footerReference r:id='f'/></w:sectPr>",
        parts={"word/header1.xml": part("hdr", paragraph("清江市人民政府公报")), "word/footer1.xml": part("ftr", paragraph("— 1 —"))},
        relations=[relation("h", "header", "header1.xml"), relation("f", "footer", "footer1.xml")],
    ),
    "addresses to fetch from": package(
        lines() + LIST,
        relations=[
            relation("t", "attachedTemplate", "http://127.0.0.1:9/t.dotm", True),
            relation("i", "image", "file:///etc/passwd", True),
            relation("s", "styles", "http://127.0.0.1:9/styles.xml", True),
        ],
    ),
}


@pytest.fixture(scope="module")
def said_by_the_text() -> Notice:
    return convert(plain().encode(), name="plain.txt")


@pytest.mark.parametrize("name", FORMS)
def test_the_record_is_that_of_the_plain_text(said_by_the_text: Notice, name: str) -> None:
    record = convert(FORMS[name], name="notice.docx")
    assert not differences(essence(said_by_the_text), essence(record))
    assert record.meta == said_by_the_text.meta
    assert bare(record.text) == bare(said_by_the_text.text)
    assert record.source.reader == "docx"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (twice(XML.replace(b"40", b"50")), "file_corrupt"),
        (PLAIN[:-60], "file_corrupt"),
        (with_main(XML[:-20]), "file_corrupt"),
        (with_main(XML.replace(b"?>", b"?><!DOCTYPE d>", 1)), "file_corrupt"),
        (zipped({"notice.docx": PLAIN}), "unsupported_format"),
        (zipped({"a/" + name: data for name, data in MEMBERS.items()}), "unsupported_format"),
    ],
    ids=["two members of one name", "cut off", "cut off inside", "a document type", "packed again", "in a folder"],
)
def test_what_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(GongwenError) as caught:
        convert(data, name="notice.docx")
    assert caught.value.code.value == code
