"""No reference of a document to anything outside of it is followed: not over the network, not into the file system."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import odd_pdfs
from docx_builder import NAMESPACES, package, paragraph, relation, relationships
from gongwen import GongwenError, convert
from gongwen.readers.office import find_office
from odd_files import WORDS, ofd, page, with_more, workbook

SECRET = "内部资料不得外传"


class Server(HTTPServer):
    """Counts what is asked of it."""

    asked: list[str]


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(SECRET.encode())

    do_HEAD = do_GET  # noqa: N815
    do_OPTIONS = do_GET  # noqa: N815
    do_PROPFIND = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(("127.0.0.1", 0), _Handler)
    made.asked = []
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def word(target: str) -> bytes:
    kinds = ("image", "attachedTemplate", "hyperlink", "aFChunk", "subDocument", "oleObject", "frame")
    picture = '<w:drawing><a:blip r:link="e0"/></w:drawing>'
    names = ("INCLUDETEXT", "INCLUDEPICTURE", "DDEAUTO")
    fields = "".join(f'<w:fldSimple w:instr="{name} &quot;{target}&quot;"/>' for name in names)
    body = paragraph(WORDS) + f'<w:p><w:r>{picture}</w:r>{fields}</w:p><w:altChunk r:id="e3"/><w:subDoc r:id="e4"/>'
    return package(body, relations=[relation(f"e{i}", kind, target, external=True) for i, kind in enumerate(kinds)])


def word_with_entity(target: str) -> bytes:
    kind = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{target}">]>'
    document = f"{kind}<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>{WORDS}&x;</w:t></w:r></w:p></w:body></w:document>"
    return package("", parts={"word/document.xml": document})


def web(target: str) -> bytes:
    tags = (
        "<img src='{}'><link rel=stylesheet href='{}'><script src='{}'></script><iframe src='{}'></iframe><object data='{}'></object>"
        "<embed src='{}'><frame src='{}'><video src='{}'></video><a href='{}'>x</a><base href='{}'><p style='background:url({})'>y</p>"
    )
    return page(tags.replace("{}", target) + f"<meta http-equiv=refresh content='0;url={target}'>")


def pdf(target: str) -> bytes:
    action = f"/OpenAction << /S /URI /URI ({target}) >> /AA << /WC << /S /SubmitForm /F ({target}) >> >>"
    content = f"<< /Length 0 /F << /FS /URL /F ({target}) >> >>\nstream\n\nendstream"
    leaf = "/MediaBox [0 0 595 842] /Annots [7 0 R]"
    more: dict[int, str | bytes] = {6: content, 7: f"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI ({target}) >> >>"}
    data = odd_pdfs.latin(leaf=leaf, catalog=f"/Pages 2 0 R {action}", more=more)
    return odd_pdfs.swapped(data, b"/Contents 4 0 R", b"/Contents [4 0 R 6 0 R]")


def book(target: str) -> bytes:
    formula = f'<c r="A2"><f>WEBSERVICE("{target}")</f><v>1</v></c><c r="B2"><f>[1]Sheet1!A1</f></c>'
    made = workbook(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{WORDS}</t></is></c></row><row r="2">{formula}</row>')
    linked = relationships([relation("r1", "externalLinkPath", target, external=True)])
    return with_more(made, "xl/externalLinks/_rels/externalLink1.xml.rels", linked.encode())


def printed(target: str) -> bytes:
    entity = f'<?xml version="1.0"?><!DOCTYPE x SYSTEM "{target}"><ofd:Annotations xmlns:ofd="http://www.ofdspec.org/2016"/>'
    return ofd(members={"Doc_0/Annotations.xml": entity}, more="<ofd:Annotations>Annotations.xml</ofd:Annotations>")


def rich(target: str) -> bytes:
    field = "{\\field{\\*\\fldinst " + "{} " + '"' + target + '"}{\\fldrslt x}}'
    fields = "".join(field.replace("{} ", f"{name} ") for name in ("INCLUDEPICTURE", "INCLUDETEXT", "DDEAUTO soffice"))
    words = "".join(f"\\u{ord(c)}?" for c in WORDS)
    return ("{\\rtf1\\ansi{\\*\\template " + target + "}" + words + "\\par " + fields + "}").encode()


FILES: dict[str, Callable[[str], bytes]] = {
    "notice.docx": word,
    "entity.docx": word_with_entity,
    "notice.html": web,
    "notice.pdf": pdf,
    "notice.xlsx": book,
    "notice.ofd": printed,
}


@pytest.mark.parametrize("name", [*FILES, "notice.rtf"])
def test_nothing_is_fetched_and_no_file_is_read(name: str, server: Server, tmp_path: Path) -> None:
    if name.endswith(".rtf") and find_office() is None:
        pytest.skip("LibreOffice is not installed")
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, "utf-8")
    make = FILES.get(name, rich)
    for target in (f"http://127.0.0.1:{server.server_port}/x", secret.as_uri()):
        try:
            record = convert(make(target), name=name, ocr="never").to_json()
        except GongwenError as error:
            record = str(error)
        else:
            assert WORDS in record or odd_pdfs.LATIN in record
        assert SECRET not in record
        assert server.asked == []


def test_the_server_would_have_told(server: Server) -> None:
    import urllib.request

    urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/x").read()
    assert server.asked == ["/x"]
