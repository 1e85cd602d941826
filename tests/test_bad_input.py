"""Whatever the user hands over ends in a record or in one coded line: no traceback, no half-written file, no words on standard output."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

import docx_builder
import pdf_builder
from generator import corpus
from gongwen import GongwenError, convert, convert_all
from gongwen.cli import main
from gongwen.errors import Code
from test_sniff import compound

WORD = (corpus.FOLDER / "qingjiang-health-tasks.docx").read_bytes()
PDF = (corpus.FOLDER / "shiquanhe-pollution-measures.pdf").read_bytes()


def bomb(size: int = 300 * 1024 * 1024) -> bytes:
    """A Word file of some hundred kilobytes whose text would be hundreds of megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in zip_members(WORD).items():
            if name != "word/document.xml":
                archive.writestr(name, data)
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(size // (1 << 20)):
                member.write(b" " * (1 << 20))
    return out.getvalue()


def zip_members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without(name: str) -> bytes:
    return docx_builder.zipped({k: v for k, v in zip_members(WORD).items() if k != name})


def with_document(xml: bytes) -> bytes:
    return docx_builder.zipped({**zip_members(WORD), "word/document.xml": xml})


def laughs() -> bytes:
    """Entities that double a billion times."""
    more = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    entities = f'<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">{more}'
    body = f'<w:document xmlns:w="{docx_builder.W}"><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>'
    return with_document(f"<?xml version='1.0'?><!DOCTYPE w:document [{entities}]>{body}".encode())


def outside() -> bytes:
    """An entity that names a file of the machine."""
    body = f'<w:document xmlns:w="{docx_builder.W}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
    return with_document(f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>{body}'.encode())


def locked_pdf() -> bytes:
    made = pdf_builder.build([pdf_builder.Sheet(pdf_builder.text(72, 700, "一、总体要求"))])
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"5A" * 32 + b"> /U <" + b"A5" * 32 + b"> >> /ID [<00><00>]"
    assert made.count(b"/Root 1 0 R >>") == 1
    return made.replace(b"/Root 1 0 R >>", b"/Root 1 0 R " + lock + b" >>")


def pictures_only() -> bytes:
    entries = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    image = pdf_builder.stream(b"\xff", entries)
    sheet = pdf_builder.Sheet(b"q 500 0 0 700 40 60 cm /Im1 Do Q\n", xobjects={"Im1": image})
    return pdf_builder.build([sheet, sheet])


# without OCR no picture is opened at all
PICTURE = Code.FILE_CORRUPT if find_spec("rapidocr") else Code.NO_TEXT_LAYER
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)

REFUSED: dict[str, tuple[Callable[[], bytes], set[Code]]] = {
    "empty.txt": (lambda: b"", {Code.FILE_EMPTY}),
    "blank.txt": (lambda: b" \r\n\t\n \n", {Code.FILE_EMPTY}),
    "mark.txt": (lambda: b"\xef\xbb\xbf", {Code.FILE_EMPTY}),
    "zeros.txt": (lambda: b"\0" * 5_000, {Code.FILE_EMPTY, Code.UNSUPPORTED_FORMAT}),
    "cut.png": (lambda: PNG[:50], {PICTURE}),
    "cut.png.pdf": (lambda: PNG[:50], {PICTURE}),
    "picture.gif": (lambda: b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(40), {PICTURE}),
    "sound.txt": (lambda: b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(range(256)) * 8, {Code.UNSUPPORTED_FORMAT, Code.ENCODING_UNKNOWN}),
    "program": (lambda: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, {Code.UNSUPPORTED_FORMAT, Code.ENCODING_UNKNOWN}),
    "data.txt": (lambda: json.dumps({"tasks": [{"number": 1, "units": ["市教育局"]}]}, indent=1).encode(), {Code.UNSUPPORTED_FORMAT}),
    "archive.zip": (lambda: docx_builder.zipped({"a.txt": "关于印发方案的通知".encode()}), {Code.UNSUPPORTED_FORMAT, Code.FILE_CORRUPT}),
    "locked.docx": (lambda: compound("EncryptedPackage", "EncryptionInfo"), {Code.FILE_ENCRYPTED}),
    "old.doc": (lambda: compound("WordDocument"), {Code.UNSUPPORTED_FORMAT, Code.FILE_CORRUPT}),
    "cut.docx": (lambda: WORD[: len(WORD) // 2], {Code.FILE_CORRUPT}),
    "headless.docx": (lambda: without("word/document.xml"), {Code.FILE_CORRUPT, Code.UNSUPPORTED_FORMAT}),
    "torn.docx": (lambda: with_document(b"<w:document><w:body><w:p>"), {Code.FILE_CORRUPT}),
    "bomb.docx": (bomb, {Code.EXPANDS_TOO_FAR}),
    "locked.pdf": (locked_pdf, {Code.FILE_ENCRYPTED}),
    "stub.pdf": (lambda: b"%PDF-1.7\n", {Code.FILE_CORRUPT}),
    "noise.pdf": (lambda: b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"\n%%EOF\n", {Code.FILE_CORRUPT}),
    "blank-scan.pdf": (pictures_only, {Code.NO_TEXT_LAYER, Code.FILE_EMPTY}),
    "text.pdf": (lambda: "一、总体要求".encode(), {Code.FILE_CORRUPT}),
}


@pytest.fixture
def place(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def put(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["gongwen", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


def refused(arguments: list[str], codes: set[Code], out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One line with a code on standard error, exit 1, and not a trace of a result."""
    for to in ([], ["--out", str(out)]):
        assert run(monkeypatch, "convert", *to, *arguments) == 1
        said = capsys.readouterr()
        assert said.out == ""
        (line,) = [line for line in said.err.splitlines() if not line.endswith(" by OCR")]  # which pages it reads is told as it goes
        assert said.err.endswith("\n")
        assert any(line.startswith(f"gongwen: {code}: ") for code in codes), said.err
        assert "Traceback" not in said.err
        assert not out.exists()
        assert not list(out.parent.glob(".*"))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(
    name: str, place: Callable[[str, bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make, codes = REFUSED[name]
    path = place(name, make())
    refused([str(path)], codes, tmp_path / "out" / "record.json", monkeypatch, capsys)
    with pytest.raises(GongwenError) as caught:
        convert(path)
    assert caught.value.code in codes


@pytest.mark.parametrize(("name", "code"), [("missing.txt", Code.FILE_NOT_FOUND), ("folder", Code.NOT_A_FILE), ("pipe", Code.NOT_A_FILE)])
def test_what_is_no_file_is_refused_in_one_line(
    name: str, code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")  # opening it would wait forever
    refused([str(tmp_path / name)], {code}, tmp_path / "out" / "record.json", monkeypatch, capsys)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("一、总体要求", "utf-8")
    path.chmod(0)
    refused([str(path)], {Code.FILE_UNREADABLE}, tmp_path / "out" / "record.json", monkeypatch, capsys)


def test_the_command_itself_says_no_more(tmp_path: Path) -> None:
    """Once as a process, where nothing of the test's own stands between."""
    path = tmp_path / "cut.docx"
    path.write_bytes(WORD[:3_000])
    command = [sys.executable, "-m", "gongwen", "convert", str(path), "--out", str(tmp_path / "x.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("gongwen: file_corrupt: ")
    assert [p.name for p in tmp_path.iterdir()] == ["cut.docx"]


def test_a_bad_file_among_good_ones_stops_nobody(
    place: Callable[[str, bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = place("bad.pdf", b"%PDF-1.7\n")
    good = corpus.FOLDER / "anping-medical-letter.txt"
    assert run(monkeypatch, "convert", "--quiet", "--out", str(tmp_path / "out"), str(bad), str(good)) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["anping-medical-letter.json"]


@pytest.mark.parametrize("make", [laughs, outside], ids=["laughs", "outside"])
def test_entities_are_neither_multiplied_nor_fetched(make: Callable[[], bytes]) -> None:
    (made,) = convert_all([make()])
    if isinstance(made, GongwenError):
        assert made.code is Code.FILE_CORRUPT
    else:
        assert len(made.text or "") < 1_000
        assert "root:" not in (made.text or "")


OTHER_TEXTS = {
    "prose": "It was a bright cold day. The clerk walked down to the harbour, counted 14 ships and wrote.\n\nNobody answered.\n" * 5,
    "poem": "山路元无雨\n空翠湿人衣\n\n江碧鸟逾白\n山青花欲燃\n",
    "code": "def total(prices: list[int]) -> int:\n    return sum(p for p in prices if p > 0)\n\n\nprint(total([1, 2, 3]))\n",
    "csv": "姓名,年龄,城市\n张三,31,清江\n李四,42,安平\n",
    "letter": "小王：\n你好！上次说的书已经寄出，大概三天能到。天凉了，注意身体。\n祝好！\n",
    "numbers": "3.14159 2.71828 1.41421\n" * 30,
}


@pytest.mark.parametrize("kind", OTHER_TEXTS)
def test_a_text_that_is_no_notice_gives_a_record_that_says_so(
    kind: str, place: Callable[[str, bytes], Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place(f"{kind}.txt", OTHER_TEXTS[kind].encode())
    assert run(monkeypatch, "convert", str(path)) == 3  # partial: never reported as success
    record = json.loads(capsys.readouterr().out)
    assert record["tasks"] == []
    assert record["indicators"] == []
    assert "no_tasks" in [finding["code"] for finding in record["audit"]["findings"]]
    assert record["audit"]["coverage"] == 1
