"""Whole files: other writers' packages, missing parts, damage, and nesting no one thought of."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docx_builder import (
    NAMESPACES,
    abstract,
    cell,
    level,
    lines_of,
    num,
    numbered,
    package,
    paragraph,
    part,
    relation,
    relationships,
    row,
    run,
    table,
    texts,
    zipped,
)
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, MIB, Limits
from gongwen.readers.docx import MEDIA_TYPE, read_docx

FIELD = '<w:fldChar w:fldCharType="{}"/>'
DOCUMENT = part("document", f"<w:body>{paragraph('正文')}</w:body>")


def code_of(data: bytes, limits: Limits = DEFAULT) -> Code:
    with pytest.raises(GongwenError) as caught:
        read_docx(data, "x.docx", limits)
    return caught.value.code


def text_of(data: bytes) -> list[str]:
    return [line.text for line in lines_of(read_docx(data, "x.docx").items)]


# --- what a file must have ----------------------------------------------------------------------------------------------


def test_a_document_written_by_python_docx() -> None:
    written = docx.Document()
    written.core_properties.title = "关于印发工作要点的通知"
    written.core_properties.author = "清江市人民政府办公室"
    written.add_heading("总体要求", 1)
    written.add_paragraph("按照部署，逐项落实。")
    written.sections[0].header.paragraphs[0].text = "页眉"
    out = io.BytesIO()
    written.save(out)
    source = read_docx(out.getvalue(), "要点.docx")
    assert (source.name, source.media_type, source.reader, source.n_bytes) == ("要点.docx", MEDIA_TYPE, "docx", len(out.getvalue()))
    assert source.meta["title"] == "关于印发工作要点的通知"
    assert source.meta["author"] == "清江市人民政府办公室"
    found = [(line.text, line.layer.value, line.style.outline_level) for line in lines_of(source.items)]
    assert found == [("总体要求", "body", 1), ("按照部署，逐项落实。", "body", None), ("页眉", "header", None)]


def test_a_main_part_alone_is_enough() -> None:
    assert text_of(zipped({"word/document.xml": DOCUMENT.encode()})) == ["正文"]


def test_the_main_part_may_have_any_name() -> None:
    rels = relationships([relation("r", "officeDocument", "/doc/main.xml")]).encode()
    assert text_of(zipped({"_rels/.rels": rels, "doc/main.xml": DOCUMENT.encode()})) == ["正文"]
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/a.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    assert text_of(zipped({"[Content_Types].xml": types.encode(), "a.xml": DOCUMENT.encode()})) == ["正文"]


def test_side_parts_are_found_by_name_where_the_relations_are_lost() -> None:
    numbering = part("numbering", abstract(1, level(0, "decimal", "%1.")) + num(1, 1))
    body = part("document", f"<w:body>{numbered('甲', 1)}</w:body>")
    header = part("hdr", paragraph("页眉"))
    members = {"word/document.xml": body, "word/numbering.xml": numbering, "word/header1.xml": header}
    assert text_of(zipped({name: text.encode() for name, text in members.items()})) == ["1. 甲", "页眉"]


def test_a_broken_side_part_costs_a_remark_not_the_text() -> None:
    source = read_docx(package(numbered("甲", 1), parts={"word/numbering.xml": "<w:numbering", "word/styles.xml": "no xml"}), "x")
    assert [line.text for line in lines_of(source.items)] == ["甲"]
    assert [remark.code for remark in source.remarks] == ["part_unreadable", "part_unreadable"]


def test_strict_documents_read_alike() -> None:
    strict = "http://purl.oclc.org/ooxml/"

    def as_strict(text: str) -> bytes:
        text = text.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict + "wordprocessingml/main")
        text = text.replace("http://schemas.openxmlformats.org/officeDocument/2006/", strict + "officeDocument/")
        return text.encode()

    link = f"<w:hyperlink r:id='h'>{run('附件')}</w:hyperlink><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    body = part("document", f"<w:body>{numbered('甲', 1)}{paragraph(link)}{table(row(cell('乙')))}</w:body>")
    numbering = part("numbering", abstract(1, level(0, "chineseCountingThousand", "%1、")) + num(1, 1))
    names = [relation("n", "numbering", "numbering.xml"), relation("h", "hyperlink", "https://example.org/", True)]
    members = {
        "_rels/.rels": as_strict(relationships([relation("m", "officeDocument", "word/document.xml")])),
        "word/_rels/document.xml.rels": as_strict(relationships(names)),
        "word/document.xml": as_strict(body),
        "word/numbering.xml": as_strict(numbering),
    }
    source = read_docx(zipped(members), "x")
    assert [line.text for line in lines_of(source.items)] == ["一、甲", "附件x", "乙"]
    assert [link.address for link in source.links] == ["https://example.org/"]


def test_text_in_utf_16() -> None:
    text = DOCUMENT.replace("UTF-8", "UTF-16")
    assert text_of(zipped({"word/document.xml": text.encode("utf-16")})) == ["正文"]


def test_no_text_is_told() -> None:
    for body in ("", paragraph(""), table(row(cell("")))):
        source = read_docx(package(body), "x")
        assert lines_of(source.items) == []
        assert [remark.code for remark in source.remarks] == ["no_text"]
    picture = paragraph("<w:r><w:drawing><a:blip/></w:drawing></w:r>")
    assert "1 pictures" in read_docx(package(picture), "x").remarks[0].message


def test_what_is_not_read_is_told() -> None:
    chart = "<c:chart xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' r:id='x'/>"
    body = paragraph("甲" * 30) + "<w:altChunk r:id='x'/>" + paragraph(f"<w:r><w:object/><w:drawing>{chart}</w:drawing></w:r>")
    assert [remark.code for remark in read_docx(package(body), "x").remarks] == ["embedded_document", "embedded_object", "chart"]
    scan = paragraph(run("— 1 —") + "<w:r><w:drawing><a:blip/></w:drawing></w:r>")
    assert [remark.code for remark in read_docx(package(scan), "x").remarks] == ["pictures_not_read"]


def test_costs_grow_with_the_size_of_the_file_only() -> None:
    """Files made to be slow: endless joins, switches, nested numbering styles, empty paragraphs."""
    gone = "<w:rPr><w:del/></w:rPr>"
    joined = "".join(paragraph(run(" "), gone) for _ in range(6000))
    instruction = "eq \\o(" + "\\a  " * 3000
    switches = f"<w:r>{FIELD.format('begin')}<w:instrText>{instruction}</w:instrText>{FIELD.format('end')}</w:r>"
    abstracts = "".join(f'<w:abstractNum w:abstractNumId="{i}"><w:numStyleLink w:val="S{i}"/></w:abstractNum>' for i in range(3000))
    numbering = abstracts + "".join(num(i + 1, i) for i in range(3000))
    body = joined + paragraph(switches) + "".join(numbered("甲", i + 1) for i in range(3000))
    start = time.perf_counter()
    texts(body, numbering=numbering)
    assert time.perf_counter() - start < 3
    assert code_of(package("<w:p/>" * 200), replace(DEFAULT, max_chars=100)) is Code.TOO_MUCH_TEXT


# --- what is refused ------------------------------------------------------------------------------------------------------


def test_other_zip_files_are_no_documents() -> None:
    assert code_of(zipped({"xl/workbook.xml": b"<workbook/>"})) is Code.UNSUPPORTED_FORMAT
    assert code_of(zipped({"word/document.xml": b"<html/>"})) is Code.UNSUPPORTED_FORMAT
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) is Code.FILE_ENCRYPTED


def test_damaged_documents() -> None:
    assert code_of(zipped({"word/document.xml": DOCUMENT.encode()[:-30]})) is Code.FILE_CORRUPT
    assert code_of(zipped({"word/document.xml": b""})) is Code.FILE_CORRUPT
    assert code_of(zipped({"_rels/.rels": b"<x/>", "word/document.xml": b"\0\0"})) is Code.FILE_CORRUPT
    assert code_of(package(paragraph("甲"))[:-200]) is Code.FILE_CORRUPT


def test_entities_are_never_read() -> None:
    declared = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    body = f'<w:document {NAMESPACES}><w:body>{paragraph(run("&e;"))}</w:body></w:document>'
    assert code_of(zipped({"word/document.xml": (declared + body).encode()})) is Code.FILE_CORRUPT
    laughs = "<!DOCTYPE d [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 20}'>" for i in range(12)) + "]>"
    assert code_of(zipped({"word/document.xml": (laughs + body.replace("&e;", "&m;")).encode()})) is Code.FILE_CORRUPT


def test_caps_on_text_and_container() -> None:
    assert code_of(package(paragraph("字" * 50)), replace(DEFAULT, max_chars=49)) is Code.TOO_MUCH_TEXT
    bomb = zipped({"word/document.xml": DOCUMENT.encode(), "word/media/a.bin": b"\0" * (3 * MIB)})
    assert code_of(bomb) is Code.EXPANDS_TOO_FAR
    assert code_of(package(""), replace(DEFAULT, max_entries=1)) is Code.TOO_MANY_ENTRIES


def test_nesting_ends_in_text_or_in_a_coded_error() -> None:
    def nested(depth: int) -> str:
        body = paragraph("底")
        for _ in range(depth):
            body = table(row(cell(body)))
        return body

    assert texts(nested(60))[-1] == "底"
    assert code_of(package(nested(5000))) is Code.FILE_CORRUPT
    boxes = "<w:r><w:pict><v:textbox><w:txbxContent>", "</w:txbxContent></v:textbox></w:pict></w:r>"
    body = run("底")
    for _ in range(35):
        body = paragraph(boxes[0] + paragraph(body) + boxes[1])
    assert texts(body) == ["底"]


# --- properties -----------------------------------------------------------------------------------------------------------

LEAF = st.just("LEAF")


def inline_wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = ["w:hyperlink", "w:smartTag", "w:ins", "w:moveTo", "w:fldSimple", "w:customXml", "w:bdo", "w:unheardOf"]
    plain = st.builds(lambda tag, content: f"<{tag}>{content}</{tag}>", st.sampled_from(tags), inner)
    control = inner.map(lambda content: f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>")
    either = inner.map(lambda content: f"<mc:AlternateContent><mc:Choice>{content}</mc:Choice><mc:Fallback/></mc:AlternateContent>")
    both = st.tuples(inner, inner).map("".join)
    box = inner.map(lambda c: f"<w:r><w:pict><v:textbox><w:txbxContent><w:p>{c}</w:p></w:txbxContent></v:textbox></w:pict></w:r>")
    return st.one_of(plain, control, either, both, box)


def block_wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    control = inner.map(lambda content: f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>")
    custom = inner.map(lambda content: f"<w:customXml>{content}</w:customXml>")
    merge = st.sampled_from(["", '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="3"/>', '<w:hMerge w:val="continue"/>'])
    framed = st.builds(lambda m, a, b: table(row(cell(a, m), cell(b)), row(cell(a, m))), merge, inner, inner)
    both = st.tuples(inner, inner).map("".join)
    return st.one_of(control, custom, framed, both)


INLINE = st.recursive(LEAF, inline_wrap, max_leaves=8)
MARKS = st.sampled_from(["", "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>", '<w:pStyle w:val="none"/>'])
BLOCKS = st.recursive(st.builds(lambda c, p: f"<w:p><w:pPr>{p}</w:pPr>{c}</w:p>", INLINE, MARKS), block_wrap, max_leaves=12)


@given(BLOCKS)
@settings(max_examples=200, deadline=None)
def test_no_text_is_lost_or_doubled_whatever_the_nesting(skeleton: str) -> None:
    pieces = skeleton.split("LEAF")
    marks = [f"〈{i}〉" for i in range(len(pieces) - 1)]
    body = pieces[0] + "".join(run(mark) + piece for mark, piece in zip(marks, pieces[1:], strict=True))
    assert sorted(re.findall("〈.*?〉", "".join(texts(body)))) == sorted(marks)


TOKENS = st.sampled_from(
    [
        "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:t>字</w:t>", "<w:br/>",
        '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>', "<w:fldChar/>",
        "<w:instrText>EQ \\o(</w:instrText>", '<w:sym w:char="xyz"/>',
        '<w:pPr><w:ind w:left="1e99"/><w:numPr><w:numId w:val="q"/></w:numPr></w:pPr>',
        '<w:tcPr><w:gridSpan w:val="-4"/><w:vMerge/></w:tcPr>', '<w:trPr><w:gridBefore w:val="9999999999999"/></w:trPr>', "<w:sectPr/>",
        '<w:rPr><w:sz w:val="0"/><w:b w:val="maybe"/></w:rPr>', "<mc:AlternateContent/>",
        "<m:oMath><m:d><m:e/></m:d></m:oMath>", "<w:txbxContent>",
        "</w:txbxContent>", "<w:hyperlink r:id='none'>", "</w:hyperlink>",
    ]
)  # fmt: skip


@given(st.lists(TOKENS, max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_arrangement_of_elements_is_read_without_a_crash(tokens: list[str]) -> None:
    """Unbalanced tags are closed as they come, so that the XML is well-formed and the order nonsense."""
    out: list[str] = []
    opened: list[str] = []
    for token in tokens:
        if token.startswith("</"):
            if token[2:-1] in opened:
                while opened:
                    name = opened.pop()
                    out.append(f"</{name}>")
                    if name == token[2:-1]:
                        break
            continue
        out.append(token)
        if not token.endswith("/>") and "</" not in token:
            opened.append(token[1:-1].split(" ")[0])
    out += [f"</{name}>" for name in reversed(opened)]
    read_docx(package("".join(out)), "x")


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_damaged_xml_ends_in_text_or_in_a_coded_error(damage: list[tuple[int, int]]) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    members = {
        "word/document.xml": part("document", f"<w:body>{numbered('甲', 1)}{table(row(cell('乙'), cell('丙')))}</w:body>"),
        "word/numbering.xml": part("numbering", abstract(1, level(0, "decimal", "%1.")) + num(1, 1)),
        "word/styles.xml": part("styles", styles),
    }
    raw = {name: bytearray(text.encode()) for name, text in members.items()}
    for at, value in damage:
        target = list(raw.values())[at % 3]
        target[at % len(target)] = value
    code = None
    try:
        read_docx(zipped({name: bytes(data) for name, data in raw.items()}), "x")
    except GongwenError as error:
        code = error.code
    assert code in (None, Code.FILE_CORRUPT, Code.UNSUPPORTED_FORMAT)


def test_the_same_bytes_give_the_same_source() -> None:
    data = package(numbered("甲", 1) + table(row(cell("乙"))), numbering=abstract(1, level(0, "decimal", "%1.")) + num(1, 1))
    assert read_docx(data, "x") == read_docx(data, "x")


def test_faster_than_python_docx_reads_paragraphs_and_tables() -> None:
    written = docx.Document()
    for at in range(200):
        written.add_paragraph(f"（{at}）督促临水区、安平县按期完成整改，" * 3)
    grid = written.add_table(40, 5)
    for line in grid.rows:
        for slot in line.cells:
            slot.text = "松河州教育局"
    out = io.BytesIO()
    written.save(out)

    def other() -> None:
        opened = docx.Document(io.BytesIO(out.getvalue()))
        assert [p.text for p in opened.paragraphs]
        assert [[c.text for c in r.cells] for t in opened.tables for r in t.rows]

    def best(action: object) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            action()  # type: ignore[operator]
            times.append(time.perf_counter() - start)
        return min(times)

    assert best(lambda: read_docx(out.getvalue(), "x")) < best(other)


# --- real files, where they are at hand -----------------------------------------------------------------------------------


def test_a_notice_has_the_text_of_its_transcript(shared: Path) -> None:
    for path in sorted((shared / "notices").glob("*.docx")):
        read_text = "".join(text_of(path.read_bytes()))
        assert re.sub(r"[\s\u200b]", "", read_text) == re.sub(r"[\s\u200b]", "", path.with_suffix(".txt").read_text(encoding="utf-8"))
