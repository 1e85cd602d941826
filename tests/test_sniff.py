"""sniff: what a file is, by its content."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.readers.sniff import OLE_MAGIC, ole_streams, sniff

TEXTS = {"txt", "md", "html", "mhtml", "xml"}
CONTAINERS = {"docx", "xlsx", "pptx", "odt", "ods", "ofd", "epub", "zip", "doc", "xls", "wps", "ole", "gzip", "7z", "rar"}
PICTURES = {"png", "jpeg", "tiff", "gif", "bmp", "webp", "jp2", "avif", "heic"}
KINDS = TEXTS | CONTAINERS | PICTURES | {"pdf", "rtf", "binary", "empty"}


def zipped(*names: str, mimetype: str | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def compound(*names: str) -> bytes:
    """A minimal OLE compound file: header, one FAT sector, one directory sector per four entries."""
    entries = b""
    for name in ("Root Entry", *names):
        raw = name.encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + struct.pack("<HB", len(raw) + 2, 5 if name == "Root Entry" else 2) + bytes(61)
    sectors = [entries[i : i + 512].ljust(512, b"\0") for i in range(0, len(entries), 512)]
    chain = [0xFFFFFFFD] + [i + 2 for i in range(len(sectors) - 1)] + [0xFFFFFFFE]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = OLE_MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)[:36]
    header += struct.pack("<I", 0)
    return header.ljust(512, b"\xff") + fat + b"".join(sectors)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", zipped("[Content_Types].xml", "word/document.xml")),
        ("docx", zipped("word\\document.xml")),
        ("xlsx", zipped("xl/workbook.xml")),
        ("pptx", zipped("ppt/presentation.xml")),
        ("ofd", zipped("OFD.xml", "Doc_0/Document.xml")),
        ("odt", zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text")),
        ("ods", zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")),
        ("epub", zipped("META-INF/container.xml", mimetype="application/epub+zip")),
        ("zip", zipped("通知.txt")),
        ("docx", zipped("word/document.xml")[:-30]),  # the central directory is damaged
        ("pdf", b"%PDF-1.7\n1 0 obj"),
        ("pdf", b"\xef\xbb\xbf%PDF-1.4\n"),
        ("pdf", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 900 + b"%PDF-1.4\n1 0 obj <<>> endobj"),
        ("rtf", b"{\\rtf1\\ansi"),
        ("png", b"\x89PNG\r\n\x1a\n\x00"),
        ("jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
        ("tiff", b"II*\x00\x08\x00\x00\x00"),
        ("tiff", b"MM\x00*\x00\x00\x00\x08"),
        ("gif", b"GIF89a\x01\x00"),
        ("bmp", b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00" + bytes(20)),
        ("webp", b"RIFF\x24\x00\x00\x00WEBPVP8 "),
        ("jp2", b"\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 "),
        ("avif", b"\x00\x00\x00\x1cftypavif\x00\x00"),
        ("heic", b"\x00\x00\x00\x18ftypheic\x00\x00"),
        ("gzip", b"\x1f\x8b\x08\x00"),
        ("7z", b"7z\xbc\xaf\x27\x1c\x00\x04"),
        ("rar", b"Rar!\x1a\x07\x01\x00"),
        ("xml", b'<?xml version="1.0"?><w:wordDocument/>'),
        ("html", b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"/>'),
        ("mhtml", b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"),
        ("empty", b""),
        ("empty", b" \r\n\x00"),
        ("binary", bytes(range(256)) * 8),
    ],
)
def test_kinds(kind: str, data: bytes) -> None:
    assert sniff(data, "通知.doc") == kind


@pytest.mark.parametrize(
    ("streams", "name", "kind"),
    [
        (("1Table", "WordDocument"), "a.doc", "doc"),
        (("a", "b", "c", "d", "e", "WordDocument"), "a.txt", "doc"),
        (("WordDocument",), "a.wps", "wps"),
        (("Workbook",), "a.doc", "xls"),
        (("Book",), "a.xls", "xls"),
        (("EncryptedPackage", "EncryptionInfo"), "a.docx", "ole"),
        (("CONTENTS",), "a.msg", "ole"),
    ],
)
def test_compound_files_by_their_streams(streams: tuple[str, ...], name: str, kind: str) -> None:
    data = compound(*streams)
    assert ole_streams(data) == ("Root Entry", *streams)
    assert sniff(data, name) == kind


def test_a_directory_chain_that_loops_ends() -> None:
    data = bytearray(compound("WordDocument"))
    data[512 + 4 : 512 + 8] = struct.pack("<I", 1)
    assert sniff(bytes(data), "a.doc") == "doc"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("html", "<!DOCTYPE html>\n<html><body>关于印发方案的通知</body></html>"),
        ("html", "\n<!-- 保存自网页 --><html>"),
        ("html", "<tbody><tr><td>一、总体要求</td></tr></tbody>"),
        ("html", "<p align=center>关于印发方案的通知</p><p>一、总体要求</p>"),
        ("txt", "<关于印发方案的通知>\n一、总体要求\n（一）到2026年底前完成。"),
        ("txt", "一、总体要求\n<p>是段落标签，<br>是换行标签。"),
        ("txt", "各县（市、区）人民政府：\n" + "<p>建成站点3个</p>\n" * 40),
        ("txt", "系统应当识别 %PDF-1.4 这样的文件头。"),
        ("md", "# 通知\n\n## 一、总体要求\n\n- 甲\n- 乙\n"),
        ("md", "# 通知\n\n| 序号 | 任务 |\n| --- | --- |\n| 1 | 建站 |\n"),
        ("txt", "关于印发方案的通知\n\n一、总体要求\n"),
    ],
)
def test_texts(encoding: str, kind: str, text: str) -> None:
    assert sniff(text.encode(encoding), "notice.bin") == kind


def test_the_name_tells_markdown_without_marks_from_text() -> None:
    assert sniff("通知".encode(), "a.md") == "md"


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.wps", "", "a.md"]))
def test_never_raises(data: bytes, name: str) -> None:
    assert sniff(data, name) in KINDS
    assert sniff(OLE_MAGIC + data, name) in KINDS
    assert sniff(b"PK\x03\x04" + data, name) in KINDS
