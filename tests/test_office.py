"""Old office formats: what LibreOffice makes of them says the same as the DOCX they were made from, and LibreOffice is held."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from essence import differences, essence
from generator import find_office, generate, render_docx
from gongwen import Notice, convert, convert_all
from gongwen.commands.convert import convert_sources
from gongwen.commands.run import Exit, Reading
from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.model.source import Line
from gongwen.readers import read
from gongwen.readers.office import MEDIA_TYPES, convert_office, soffice
from gongwen.readers.sniff import OLE_MAGIC, ole_head, sniff
from test_parity import REAL, document_of, said_by_the_text

SEED = 3_007
FILTERS = {
    "doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "odt": "odt:writer8", "fodt": "fodt:OpenDocument Text Flat XML",
    "xml": "xml:MS Word 2003 XML", "uot": "uot:UOF text",
}  # fmt: skip
KIND = {kind: kind for kind in FILTERS} | {"xml": "wordml", "uot": "uof"}
COUNTED = ("doc", "odt", "fodt")  # LibreOffice writes no Chinese marker that it counts into the others


@pytest.fixture(scope="session")
def docx() -> bytes:
    """A notice whose markers Word counts."""
    return render_docx(generate(SEED).document, auto_numbering=True)


@pytest.fixture(scope="session")
def typed() -> bytes:
    """The same with typed markers."""
    return render_docx(generate(SEED).document)


@pytest.fixture(scope="session")
def old(docx: bytes, typed: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same notice in the old formats."""
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("old")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    made = {}
    for kind, form in FILTERS.items():
        (folder / "notice.docx").write_bytes(docx if kind in COUNTED else typed)
        command = [office, "--headless", "--norestore", profile, "--convert-to", form, "--outdir", str(folder), str(folder / "notice.docx")]
        subprocess.run(command, check=True, timeout=120, capture_output=True, env={**os.environ, "HOME": str(folder)})
        made[kind] = (folder / f"notice.{kind}").read_bytes()
    return made


@pytest.mark.parametrize("kind", FILTERS)
def test_the_record_is_that_of_the_docx(kind: str, docx: bytes, old: dict[str, bytes]) -> None:
    record = convert(old[kind], name=f"notice.{kind}")
    assert differences(essence(convert(docx, name="notice.docx")), essence(record)) == []
    assert len(record.tasks) > 3
    assert sniff(old[kind], "notice.bin") == KIND[kind]
    assert record.source.media_type == MEDIA_TYPES[KIND[kind]]
    assert record.source.reader == "libreoffice/docx"
    assert record.source.bytes == len(old[kind])


def test_a_wps_file_is_read_like_the_word_file_it_is(old: dict[str, bytes], docx: bytes) -> None:
    record = convert(old["doc"], name="notice.wps")
    assert record.source.media_type == MEDIA_TYPES["wps"]
    assert differences(essence(convert(docx, name="notice.docx")), essence(record)) == []


CASES = [*REAL, *(f"planted-{seed}" for seed in range(3_000, 3_003))]


@pytest.mark.parametrize("kind", ["doc", "rtf", "odt", "wps"])
def test_every_notice_says_the_same_as_its_text(kind: str, tmp_path: Path) -> None:
    """Real ones, where they are at hand, and planted ones; all of a kind written in one start and read in one."""
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    for case in CASES:
        (tmp_path / f"{case}.docx").write_bytes(render_docx(document_of(case)))
    form = FILTERS["doc" if kind == "wps" else kind]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, "--headless", profile, "--convert-to", form, "--outdir", str(tmp_path / "old")]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, timeout=240, capture_output=True)
    paths = [tmp_path / "old" / f"{case}.{form.partition(':')[0]}" for case in CASES]
    if kind == "wps":
        paths = [path.rename(path.with_suffix(".wps")) for path in paths]
    for case, record in zip(CASES, convert_all(paths), strict=True):
        assert isinstance(record, Notice), f"{case}: {record}"
        assert differences(said_by_the_text(case), essence(record)) == [], case
        assert record.source.media_type == MEDIA_TYPES[kind]


def test_the_same_bytes_give_the_same_record(old: dict[str, bytes]) -> None:
    one, two = (convert(old["doc"], name="notice.doc").to_json() for _ in range(2))
    assert one == two


def test_rtf_with_markers_that_word_counts() -> None:
    level = r"{\list{\listlevel\levelnfc37\levelstartat1\levelfollow2{\leveltext\'02\'00\u12289 ?;}{\levelnumbers\'01;}}\listid1}"
    override = r"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    text = r"{\rtf1\ansi\ansicpg936{\*\listtable" + level + "}" + override + r"\pard\ls1\ilvl0 \'d2\'bb\par \'b6\'fe\par}"
    lines = [item.text for item in read(text.encode("ascii"), "notice.rtf").items if isinstance(item, Line)]
    assert lines == ["一、一", "二、二"]


def test_the_real_type_counts(docx: bytes) -> None:
    page = "<html><body><p>清江市人民政府办公室</p></body></html>".encode()
    assert read(page, "notice.doc").reader.startswith("html")
    assert read(docx, "notice.doc").reader == "docx"
    assert sniff(b"{\\rtf1 x}", "notice.doc") == "rtf"


def test_many_in_one_start(old: dict[str, bytes]) -> None:
    files = [("a.doc", old["doc"]), ("b.doc", b"{\\rtf1 \\bin99999999 "), ("c.odt", b"PK\3\4 no zip"), ("d.odt", old["odt"])]
    first, _, broken, last = convert_office(files)
    assert isinstance(first, bytes)
    assert isinstance(last, bytes)
    assert isinstance(broken, GongwenError)
    assert broken.code is Code.FILE_CORRUPT


def test_many_are_opened_in_one_start(old: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the command and in Python; a text, a broken file and a missing one among them."""
    counted(tmp_path, monkeypatch)
    paths = [tmp_path / f"notice-{kind}.bin" for kind in old]
    for path, data in zip(paths, old.values(), strict=True):
        path.write_bytes(data)
    (tmp_path / "notice.txt").write_text("只是一段文字", "utf-8")
    (tmp_path / "bad.doc").write_bytes(compound("WordDocument", b"\xec\xa5"))
    mixed = [tmp_path / "bad.doc", *paths, tmp_path / "missing.doc", tmp_path / "notice.txt"]
    results = list(convert_all(mixed))
    assert [r.code for r in results if isinstance(r, GongwenError)] == [Code.FILE_CORRUPT, Code.FILE_NOT_FOUND]
    assert starts(tmp_path) == 1
    reading = Reading()
    options = {"out": str(tmp_path / "out"), "indent": None, "with_text": False, "strict": False, "quiet": True, "how": reading}
    assert convert_sources([str(path) for path in paths], **options) == Exit.OK  # type: ignore[arg-type]
    assert starts(tmp_path) == 2
    assert len(list((tmp_path / "out").iterdir())) == len(paths)
    next(iter(convert_all([paths[0]])))
    assert starts(tmp_path) == 3


def counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice, its starts told one line each."""
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    fake(folder, f'echo >> {folder}/starts\nexec {office} "$@"', monkeypatch)


def starts(folder: Path) -> int:
    return len((folder / "starts").read_text().splitlines())


WORK = """
echo >> {folder}/starts
mkdir -p made
for path in "$@"; do
  case "$path" in
    *.rtf)
      grep -q HANG "$path" && sleep 300
      grep -q FALL "$path" && kill -SEGV $$
      grep -q REFUSE "$path" || cp {folder}/notice.docx "made/$(basename "$path" .rtf).docx" ;;
  esac
done
"""


@pytest.mark.parametrize(
    ("texts", "codes", "expected"),
    [
        ("a b c", [None, None, None], 1),
        ("a REFUSE c REFUSE", [None, Code.FILE_CORRUPT, None, Code.FILE_CORRUPT], 1),
        ("a FALL c d", [None, Code.FILE_CORRUPT, None, None], 3),
        ("HANG b c", [Code.TOOK_TOO_LONG, None, None], 3),
        ("a HANG REFUSE FALL e", [None, Code.TOOK_TOO_LONG, Code.FILE_CORRUPT, Code.FILE_CORRUPT, None], 7),
    ],
)
def test_one_that_hangs_or_falls_costs_the_others_nothing(
    texts: str, codes: list[Code | None], expected: int, docx: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notice.docx").write_bytes(docx)
    fake(tmp_path, WORK.format(folder=tmp_path), monkeypatch)
    made = convert_office([("a.rtf", text.encode()) for text in texts.split()], Limits(max_office_seconds=2))
    assert [one.code if isinstance(one, GongwenError) else None for one in made] == codes
    assert starts(tmp_path) == expected


def test_two_at_the_same_time(old: dict[str, bytes]) -> None:
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda kind: convert(old[kind], name=f"notice.{kind}"), ("doc", "odt"))
    assert len(one.tasks) == len(two.tasks) > 3


def coded(call: Callable[[], object]) -> GongwenError:
    with pytest.raises(GongwenError) as caught:
        call()
    return caught.value


def fake(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in the place of soffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv(soffice.SETTING, str(program))


def test_a_hanging_office_dies_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "sleep 300.125 &\nwait", monkeypatch)
    began = time.monotonic()
    error = coded(lambda: read(b"{\\rtf1 x}", "notice.rtf", Limits(max_office_seconds=2)))
    assert error.code is Code.TOOK_TOO_LONG
    assert time.monotonic() - began < 10
    time.sleep(0.2)
    assert not [process for process in psutil.process_iter(["cmdline"]) if "300.125" in (process.info["cmdline"] or ())]


def test_nothing_outside_the_document_comes_in(tmp_path: Path) -> None:
    """Fields and sections that name files and addresses keep what the document itself holds."""
    if find_office() is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", "utf-8")
    field = rf'{{\field{{\*\fldinst INCLUDETEXT "{secret}"}}{{\fldrslt held}}}}'
    rtf = rf"{{\rtf1\ansi first\par {field}\par {field.replace(str(secret), secret.as_uri())}\par last\par}}"
    source = f'<text:section text:name="s"><text:section-source xlink:href="{secret.as_uri()}"/><text:p>held</text:p></text:section>'
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    flat = (
        f'<?xml version="1.0"?><office:document {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>first</text:p>'
        f"{source}<text:p>last</text:p></office:text></office:body></office:document>"
    )
    for data, name in ((rtf.encode(), "notice.rtf"), (flat.encode(), "notice.fodt")):
        texts = [item.text for item in read(data, name).items if isinstance(item, Line)]
        assert [texts[0], texts[-1]] == ["first", "last"]
        assert "held" in texts
        assert not any("SECRET" in text for text in texts)


def test_what_the_office_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.invalid")
    monkeypatch.setenv("SECRET", "1")
    fake(tmp_path, f'env > {tmp_path}/env; cat profile/user/*.xcu > {tmp_path}/profile; echo "$@" > {tmp_path}/said', monkeypatch)
    assert coded(lambda: read(b"{\\rtf1 x}", "notice.rtf")).code is Code.FILE_CORRUPT
    names = {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()}
    assert names - {"PWD", "OLDPWD", "_", "SHLVL"} == {"PATH", "HOME", "TMPDIR", "LANG"}
    profile = (tmp_path / "profile").read_text()
    assert '"MacroSecurityLevel" oor:op="fuse"><value>3<' in profile
    assert "BlockUntrustedRefererLinks" in profile
    said = (tmp_path / "said").read_text()
    assert "--infilter" not in said
    home = next(word for word in said.split() if word.startswith("-env:UserInstallation=file:///")).partition("file://")[2]
    assert not Path(home).exists()


def test_no_network_where_the_kernel_allows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not soffice.without_network():
        pytest.skip("unshare --net is not allowed here")
    fake(tmp_path, f"cat /proc/net/dev > {tmp_path}/devices", monkeypatch)
    coded(lambda: read(b"{\\rtf1 x}", "notice.rtf"))
    devices = [line.split(":")[0].strip() for line in (tmp_path / "devices").read_text().splitlines() if ":" in line]
    assert devices == ["lo"]


def test_an_endless_result_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "mkdir made; head -c 100000000 /dev/zero > made/0000.docx", monkeypatch)
    error = coded(lambda: read(b"{\\rtf1 x}", "notice.rtf", Limits(max_bytes=1_000_000)))
    assert error.code is Code.EXPANDS_TOO_FAR
    assert "max_bytes" in (error.hint or "")


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(soffice.SETTING, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    error = coded(lambda: read(b"{\\rtf1 x}", "notice.rtf"))
    assert error.code is Code.DEPENDENCY_MISSING
    assert "libreoffice-writer" in (error.hint or "")
    assert "gongwen doctor" in (error.hint or "")


def compound(stream: str, head: bytes) -> bytes:
    """An OLE file of one stream of 4,096 bytes."""
    header = bytearray(512)
    header[:8] = OLE_MAGIC
    header[30:32] = (9).to_bytes(2, "little")
    header[44:48] = (1).to_bytes(4, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[76:80] = (0).to_bytes(4, "little")
    fat = b"".join(n.to_bytes(4, "little") for n in [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]).ljust(512, b"\xff")
    entry = bytearray(128)
    name = stream.encode("utf-16-le")
    entry[: len(name)] = name
    entry[64:66] = (len(name) + 2).to_bytes(2, "little")
    entry[66] = 2
    entry[116:120] = (2).to_bytes(4, "little")
    entry[120:124] = (4096).to_bytes(4, "little")
    return bytes(header) + fat + bytes(entry).ljust(512, b"\0") + head.ljust(4096, b"\0")


@pytest.mark.parametrize("name", ["notice.doc", "notice.wps"])
def test_word_files_with_a_password(name: str) -> None:
    locked = compound("WordDocument", b"\xec\xa5\xc1\x00" + bytes(6) + (0x0100).to_bytes(2, "little"))
    assert ole_head(locked, "worddocument")[:2] == b"\xec\xa5"
    assert coded(lambda: read(locked, name)).code is Code.FILE_ENCRYPTED


def test_new_word_files_with_a_password() -> None:
    assert coded(lambda: read(compound("EncryptedPackage", b""), "notice.docx")).code is Code.FILE_ENCRYPTED


def test_open_documents_with_a_password(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "notice.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "x")
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert coded(lambda: read(path.read_bytes(), path.name)).code is Code.FILE_ENCRYPTED


@pytest.mark.parametrize("data", ["只是一段文字\n".encode(), b"\x01\x02\x03\xff\xfe\x00" * 50])
def test_a_pdf_that_is_none(data: bytes) -> None:
    assert coded(lambda: read(data, "notice.pdf")).code is Code.FILE_CORRUPT


def test_a_flat_presentation_is_refused() -> None:
    head = 'office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    flat = f'<?xml version="1.0"?><{head} office:mimetype="application/vnd.oasis.opendocument.presentation"/>'
    assert coded(lambda: read(flat.encode(), "notice.fodp")).code is Code.UNSUPPORTED_FORMAT
