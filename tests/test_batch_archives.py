"""Archives of documents: each member is an input of its own, whatever its name; no archive costs more than its limits or ends the run."""

from __future__ import annotations

import bz2
import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

import gongwen.batch.run
from batches import Came, Here, document, limited, records, run, unfinished, write
from gongwen.batch.archives import Archive, members
from gongwen.batch.inputs import Input, find_inputs
from gongwen.batch.work import Options
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, MIB, Limits

TWO = [("a.txt", document(1)), ("sub/b.txt", document(2))]
SIZE_AT = 124  # of a header of a tar: eleven octal digits
SUM_AT = 148


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gongwen.batch.run, "Pool", Here)


def zipped(files: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: list[tuple[str | tarfile.TarInfo, bytes]], form: int = tarfile.PAX_FORMAT, encoding: str = "utf-8") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form, encoding=encoding) as archive:
        for name, data in files:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data) if info.isreg() else info.size
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def sharing(n: int, data: bytes) -> bytes:
    """A zip of so many members that all have the same bytes, which are there once."""
    once = zipped([("000000.txt", data)])
    at = once.find(b"PK\x01\x02")
    entry = once[at : once.find(b"PK\x05\x06")]
    directory = b"".join(entry.replace(b"000000", b"%06d" % i) for i in range(n))
    if n < 0xFFFF:
        return once[:at] + directory + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, n, n, len(directory), at, 0)
    end = at + len(directory)
    large = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, n, n, len(directory), at) + struct.pack("<IIQI", 0x07064B50, 0, end, 1)
    return once[:at] + directory + large + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, len(directory), at, 0)


def kind(name: str, type_: bytes, **rest: object) -> tarfile.TarInfo:
    """A member that is no plain file."""
    info = tarfile.TarInfo(name)
    info.type = type_
    for key, value in rest.items():
        setattr(info, key, value)
    return info


def changed(header: bytes, at: int, field: bytes) -> bytes:
    """A header of a tar with another field and the right sum."""
    header = header[:at] + field + header[at + len(field) :]
    blank = header[:SUM_AT] + b" " * 8 + header[SUM_AT + 8 :]
    return header[:SUM_AT] + b"%06o\0 " % sum(blank) + header[SUM_AT + 8 :]


def opened(tmp_path: Path, data: bytes, name: str = "docs.zip", options: Options | None = None) -> Came:
    """A run over a folder that holds the archive."""
    folder = write(tmp_path / "in", {name: data})
    came = run(tmp_path / "out", folder, options=options)
    assert unfinished(tmp_path / "out") == []
    return came


def inside(came: Came) -> list[str]:
    """Paths within the archive, with the code of what is not ok."""
    return [line["path"].partition("/in/")[2] + (f" ({line['code']})" if line["code"] else "") for line in came.lines]


ZIP_AND_TARS = {
    "docs.zip": zipped(TWO),  # type: ignore[arg-type]
    "docs.tar": tarred(TWO),  # type: ignore[arg-type]
    "docs.tar.gz": gzip.compress(tarred(TWO)),  # type: ignore[arg-type]
    "DOCS.TGZ": gzip.compress(tarred(TWO, tarfile.GNU_FORMAT)),  # type: ignore[arg-type]
    "docs.tar.bz2": bz2.compress(tarred(TWO, tarfile.USTAR_FORMAT)),  # type: ignore[arg-type]
}


class TestMembers:
    @pytest.mark.parametrize("name", list(ZIP_AND_TARS))
    def test_each_has_a_line_and_a_record(self, name: str, tmp_path: Path) -> None:
        came = opened(tmp_path, ZIP_AND_TARS[name], name)
        assert inside(came) == [f"{name}!/a.txt", f"{name}!/sub/b.txt"]
        assert list(records(tmp_path / "out")) == [f"in/{name}/a.txt.json", f"in/{name}/sub/b.txt.json"]
        again = run(tmp_path / "out", tmp_path / "in")
        assert again.converted == []

    def test_only_those_that_changed_are_converted_again(self, tmp_path: Path) -> None:
        opened(tmp_path, ZIP_AND_TARS["docs.zip"])
        came = opened(tmp_path, zipped([("a.txt", document(1)), ("sub/b.txt", document(7)), ("c.txt", document(3))]))
        assert came.converted == ["b.txt", "c.txt"]

    def test_a_file_only_named_like_an_archive_is_a_document(self, tmp_path: Path) -> None:
        came = opened(tmp_path, document(1), "docs.zip")
        assert [(line["status"], line["record"]) for line in came.lines] == [("ok", "records/in/docs.zip.json")]

    def test_a_docx_is_a_document_and_no_archive(self, tmp_path: Path, root: Path) -> None:
        docx = next((root / "corpus").rglob("*.docx"))
        came = opened(tmp_path, docx.read_bytes(), docx.name)
        assert len(came.lines) == 1
        assert came.lines[0]["status"] in ("ok", "partial")

    def test_what_systems_leave_is_none(self, tmp_path: Path) -> None:
        came = opened(tmp_path, zipped([("a.txt", document(1)), ("__MACOSX/._a.txt", b"x"), ("d/.DS_Store", b"x"), ("d/Thumbs.db", b"x")]))
        assert inside(came) == ["docs.zip!/a.txt"]

    @pytest.mark.parametrize("data", [zipped([]), zipped([("d/", b""), ("__MACOSX/x", b"x")])])
    def test_an_archive_without_documents_is_told(self, data: bytes, tmp_path: Path) -> None:
        assert inside(opened(tmp_path, data)) == ["docs.zip (file_empty)"]

    def test_an_archive_in_an_archive_is_not_opened_and_that_is_a_failure(self, tmp_path: Path) -> None:
        inner = [("inner.zip", zipped([("x.txt", document(1))])), ("inner.tar.gz", gzip.compress(tarred([("x.txt", document(1))])))]
        came = opened(tmp_path, zipped([*inner, ("b.txt", document(2))]))
        assert [line["code"] for line in came.lines] == ["unsupported_format", "unsupported_format", None]
        assert [line["status"] for line in came.lines] == ["failed", "failed", "ok"]


class TestNames:
    @pytest.mark.parametrize("name", ["关于2025年重点工作的通知.txt", "附件/清单.txt"])
    def test_gbk_as_chinese_windows_writes_it(self, name: str, tmp_path: Path) -> None:
        raw = name.encode("gbk")
        plain = zipped([("x" * len(raw), document(1))], zipfile.ZIP_STORED)
        assert inside(opened(tmp_path, plain.replace(b"x" * len(raw), raw))) == [f"docs.zip!/{name}"]

    def test_utf_8_with_the_flag_and_without_as_macos_writes_it(self, tmp_path: Path) -> None:
        name = "通知①.txt"
        flagged = zipped([(name, document(1))])
        bare = flagged.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
        assert bare != flagged
        assert inside(opened(tmp_path / "1", flagged)) == inside(opened(tmp_path / "2", bare)) == [f"docs.zip!/{name}"]

    def test_gbk_in_a_tar(self, tmp_path: Path) -> None:
        data = tarred([("通知.txt", document(1))], tarfile.GNU_FORMAT, "gbk")
        assert inside(opened(tmp_path, data, "docs.tar")) == ["docs.tar!/通知.txt"]

    def test_no_name_leads_out(self, tmp_path: Path) -> None:
        names = ["../../a.txt", "/etc/b.txt", "..\\..\\c.txt", "C:\\d\\e.txt", "x/../../f.txt", "//g.txt", "./h.txt", ".."]
        came = opened(tmp_path, zipped([(name, document(i)) for i, name in enumerate(names)]))
        inner = ["a.txt", "etc/b.txt", "c.txt", "C:/d/e.txt", "x/f.txt", "g.txt", "h.txt", "7"]
        assert inside(came) == [f"docs.zip!/{name}" for name in inner]
        assert {line["status"] for line in came.lines} == {"ok"}
        assert all((tmp_path / "out" / line["record"]).resolve().is_relative_to(tmp_path / "out" / "records") for line in came.lines)

    def test_a_name_that_stands_twice_is_two_documents(self, tmp_path: Path) -> None:
        with pytest.warns(UserWarning, match="Duplicate name"):
            data = zipped([("a.txt", document(1)), ("a.txt", document(2)), ("../a.txt", document(3)), ("A.txt", document(4))])
        came = opened(tmp_path, data)
        assert len(came.by_path) == len(records(tmp_path / "out")) == 4
        assert [line["path"].rpartition("/")[2] for line in came.lines] == ["a.txt", "a.txt", "a.txt", "A.txt"]
        assert run(tmp_path / "out", tmp_path / "in").converted == []

    def test_a_name_made_to_take_the_label_of_another(self, tmp_path: Path) -> None:
        path = tmp_path / "in" / "docs.zip"
        mark = Input(str(path), str(path), "", member=2).mark
        names = [f"a_.txt~{mark}", "a\x01.txt", "a\x02.txt"]
        came = opened(tmp_path, zipped([(name, document(i)) for i, name in enumerate(names)]))
        assert len(came.by_path) == len(records(tmp_path / "out")) == 3

    @pytest.mark.parametrize("name", ["a\x01\x1b[0m.txt", "n" * 3000 + ".txt", "d/" * 400 + "x.txt", "a\u202etxt.exe", "", "nul\0l.txt"])
    def test_odd_ones(self, name: str, tmp_path: Path) -> None:
        info = zipfile.ZipInfo("x")
        info.filename = name
        came = opened(tmp_path, zipped([(info, document(1)), ("b.txt", document(2))]))
        assert [line["status"] for line in came.lines] == ["ok", "ok"]

    def test_a_name_that_is_not_the_utf_8_it_says_breaks_the_archive(self, tmp_path: Path) -> None:
        data = zipped([("通知.txt", document(1))]).replace("通".encode(), b"\xff\xfe\xfd")
        assert inside(opened(tmp_path, data)) == ["docs.zip (file_corrupt)"]

    def test_an_archive_whose_own_name_is_no_utf_8(self, tmp_path: Path) -> None:
        came = opened(tmp_path, ZIP_AND_TARS["docs.zip"][:-30], "\udcd4\udcc6.zip")
        assert [line["code"] for line in came.lines] == ["file_corrupt"]
        came = opened(tmp_path / "whole", ZIP_AND_TARS["docs.zip"], "\udcd4\udcc6.zip")
        assert [line["status"] for line in came.lines] == ["ok", "ok"]


class TestWhatIsNoFile:
    def test_links_folders_and_devices_of_a_tar(self, tmp_path: Path) -> None:
        data = tarred(
            [
                (kind("link.txt", tarfile.SYMTYPE, linkname="/etc/passwd"), b""),
                (kind("hard.txt", tarfile.LNKTYPE, linkname="a.txt"), b""),
                (kind("null", tarfile.CHRTYPE, devmajor=1, devminor=3), b""),
                (kind("disk", tarfile.BLKTYPE, devmajor=8), b""),
                (kind("pipe", tarfile.FIFOTYPE), b""),
                (kind("folder", tarfile.DIRTYPE), b""),
                ("a.txt", document(1)),
            ]
        )
        assert inside(opened(tmp_path, data, "docs.tar")) == ["docs.tar!/a.txt"]

    def test_links_and_devices_of_a_zip(self, tmp_path: Path) -> None:
        found: list[tuple[str | zipfile.ZipInfo, bytes]] = [("a.txt", document(1))]
        for name, mode in (("link.txt", 0o120777), ("null", 0o020666), ("pipe", 0o010666)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, mode << 16
            found.append((info, b"/etc/passwd"))
        assert inside(opened(tmp_path, zipped(found))) == ["docs.zip!/a.txt"]


class TestDamage:
    def test_an_encrypted_member_fails_alone(self, tmp_path: Path) -> None:
        data = bytearray(zipped(TWO))  # type: ignore[arg-type]
        for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flags of the first member, in both places
            data[data.find(magic) + at] |= 1
        came = opened(tmp_path, bytes(data))
        assert inside(came) == ["docs.zip!/a.txt (file_encrypted)", "docs.zip!/sub/b.txt"]
        assert came.lines[0]["hint"]

    def test_a_member_with_a_wrong_sum_fails_alone(self, tmp_path: Path) -> None:
        data = bytearray(zipped(TWO, zipfile.ZIP_STORED))  # type: ignore[arg-type]
        data[data.find(document(1)) + 40] ^= 1
        assert inside(opened(tmp_path, bytes(data))) == ["docs.zip!/a.txt (file_corrupt)", "docs.zip!/sub/b.txt"]

    def test_a_method_that_nobody_reads_fails_alone(self, tmp_path: Path) -> None:
        data = bytearray(zipped(TWO, zipfile.ZIP_STORED))  # type: ignore[arg-type]
        for magic, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            struct.pack_into("<H", data, data.find(magic) + at, 97)
        assert inside(opened(tmp_path, bytes(data))) == ["docs.zip!/a.txt (file_corrupt)", "docs.zip!/sub/b.txt"]

    def test_a_zip_that_is_cut_off_is_one_input_that_failed(self, tmp_path: Path) -> None:
        for cut in (10, 100, 500, len(ZIP_AND_TARS["docs.zip"]) - 1):
            came = opened(tmp_path / str(cut), ZIP_AND_TARS["docs.zip"][:cut])
            assert inside(came) == ["docs.zip (file_corrupt)"]

    def test_a_tar_gives_the_members_before_its_end_and_says_that_it_breaks_off(self, tmp_path: Path) -> None:
        whole = tarred([(f"{i}.txt", document(i)) for i in range(5)])
        came = opened(tmp_path, whole[: 512 * 5 + 700], "docs.tar")  # within the third member
        assert inside(came)[:2] == ["docs.tar!/0.txt", "docs.tar!/1.txt"]
        assert inside(came)[-1] == "docs.tar (file_corrupt)"

    def test_no_cut_of_a_tar_is_silent(self, tmp_path: Path) -> None:
        whole = tarred([(f"{i}.txt", document(i)) for i in range(3)])
        end = len(whole.rstrip(b"\0")) // 512 * 512 + 512
        for cut in range(600, end + 1, 256):
            came = opened(tmp_path / str(cut), whole[:cut], "docs.tar")
            assert came.lines[-1]["code"] == "file_corrupt", cut

    def test_a_damaged_header_is_no_end(self, tmp_path: Path) -> None:
        data = bytearray(tarred([(f"{i}.txt", document(i)) for i in range(3)]))
        data[data.find(b"1.txt") + 3] ^= 0x40
        came = opened(tmp_path, bytes(data), "docs.tar")
        assert inside(came) == ["docs.tar!/0.txt", "docs.tar (file_corrupt)"]

    def test_a_packed_tar_that_is_cut_off(self, tmp_path: Path) -> None:
        noise = random.Random(1).randbytes(200_000)
        data = gzip.compress(tarred([("0.txt", document(0)), ("noise.bin", noise), ("1.txt", document(1))]))
        came = opened(tmp_path, data[: len(data) // 2], "docs.tar.gz")
        assert inside(came)[0] == "docs.tar.gz!/0.txt"
        assert inside(came)[-1] == "docs.tar.gz (file_corrupt)"

    def test_any_damage_ends_in_members_and_coded_errors(self, tmp_path: Path) -> None:
        chance = random.Random(20250101)
        codes = set()
        for n in range(600):
            name = chance.choice(list(ZIP_AND_TARS))
            data = bytearray(ZIP_AND_TARS[name])
            for _ in range(chance.choice([1, 1, 3, 30])):
                at = chance.randrange(len(data))
                data[at : at + chance.choice([0, 1, 1, 4])] = chance.choice([b"", b"\xff", b"\0", chance.randbytes(4), data[at : at + 9]])
            path = tmp_path / f"{n}{name.lower()}"
            path.write_bytes(data)
            found = list(find_inputs([str(path)], DEFAULT))
            assert found
            codes |= {each.error[0] if each.error else _copied(path, each.member) for each in found}
        of_limits = {Code.FILE_TOO_LARGE, Code.EXPANDS_TOO_FAR, Code.TOO_MANY_ENTRIES}
        assert codes <= {None, Code.FILE_CORRUPT, Code.FILE_ENCRYPTED, Code.FILE_EMPTY} | of_limits


def _copied(path: Path, member: int | None) -> str | None:
    """The code of what is wrong with a member."""
    if member is not None:
        try:
            Archive(path, DEFAULT).copy(member, io.BytesIO())
        except GongwenError as error:
            return error.code
    return None


class TestLimits:
    """max_archive_members, max_archive_bytes."""

    @pytest.mark.parametrize("name", ["docs.zip", "docs.tar.gz"])
    def test_more_members_than_allowed(self, name: str, tmp_path: Path) -> None:
        came = opened(tmp_path, ZIP_AND_TARS[name], name, limited(max_archive_members=1))
        (error,) = (line for line in came.lines if line["code"])
        assert (error["status"], error["code"]) == ("failed", "too_many_entries")
        assert "the limit max_archive_members is 1 members" in error["message"]

    @pytest.mark.parametrize("name", ["docs.zip", "docs.tar.gz"])
    def test_more_bytes_than_allowed(self, name: str, tmp_path: Path) -> None:
        came = opened(tmp_path, ZIP_AND_TARS[name], name, limited(max_archive_bytes=len(document(1)) + 10))
        assert inside(came) == [f"{name}!/a.txt", f"{name} (expands_too_far)"]
        assert "the limit max_archive_bytes is" in came.lines[-1]["message"]

    def test_a_hundred_thousand_members(self, tmp_path: Path) -> None:
        most = DEFAULT.max_archive_members
        (tmp_path / "all.zip").write_bytes(sharing(most, b"x"))
        assert sum(1 for _ in members(tmp_path / "all.zip", DEFAULT)) == most
        (tmp_path / "more.zip").write_bytes(sharing(most + 1, b"x"))
        with pytest.raises(GongwenError, match="max_archive_members"):
            list(members(tmp_path / "more.zip", DEFAULT))

    def test_a_member_that_says_how_large_it_is(self, tmp_path: Path) -> None:
        came = opened(tmp_path, zipped([("bomb.txt", bytes(3 * MIB)), ("b.txt", document(1))]), options=limited(max_bytes=MIB))
        assert inside(came) == ["docs.zip!/bomb.txt (file_too_large)", "docs.zip!/b.txt"]

    def test_a_member_that_lies_about_it_gives_no_more_than_it_says(self, tmp_path: Path) -> None:
        data = bytearray(zipped([("bomb.txt", bytes(50 * MIB)), ("b.txt", document(1))]))
        for magic, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            struct.pack_into("<I", data, data.find(magic) + at, 10)
        assert inside(opened(tmp_path, bytes(data))) == ["docs.zip!/bomb.txt (file_corrupt)", "docs.zip!/b.txt"]

    def test_members_that_share_their_bytes_are_counted_each(self, tmp_path: Path) -> None:
        path = tmp_path / "quine.zip"
        path.write_bytes(sharing(50, bytes(100_000)))
        with pytest.raises(GongwenError, match="max_archive_bytes"):
            list(members(path, Limits(max_archive_bytes=MIB)))

    @pytest.mark.parametrize("first", [True, False])
    def test_attributes_of_a_tar_as_large_as_memory_are_not_read(self, first: bool, tmp_path: Path) -> None:
        header = changed(tarred([(kind("./PaxHeaders/x", tarfile.XHDTYPE), b"")])[:512], SIZE_AT, b"%011o" % (4 * 2**30))
        before = b"" if first else tarred([("a.txt", b"a" * 512)])[:1024]
        raw = tmp_path / "docs.tar"
        with raw.open("wb") as file:
            file.write(before + header)
            file.truncate(4 * 2**30)  # takes no place on the disk
        came = run(tmp_path / "out", raw)
        assert came.lines[-1]["code"] == "file_corrupt"
        assert len(came.lines) == (1 if first else 2)

    def test_a_map_of_holes_without_end_is_not_read(self, tmp_path: Path) -> None:
        info = tarfile.TarInfo("holes.txt")
        info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "x", "GNU.sparse.realsize": "9"}
        data = tarred([(info, b"99999999\n" + b"1\n" * 4 * MIB)])
        assert inside(opened(tmp_path, data, "docs.tar")) == ["docs.tar (file_corrupt)"]

    def test_a_file_of_holes_alone_is_as_large_as_it_says(self, tmp_path: Path) -> None:
        info = tarfile.TarInfo("holes.txt")
        info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "x", "GNU.sparse.realsize": str(10**15)}
        assert inside(opened(tmp_path, tarred([(info, b"0\n".ljust(512, b"\0"))]), "docs.tar")) == ["docs.tar (expands_too_far)"]

    def test_headers_upon_headers(self, tmp_path: Path) -> None:
        one = tarred([(kind("././@LongLink", tarfile.GNUTYPE_LONGNAME), b"")])[:512]
        assert inside(opened(tmp_path, one * 5000, "docs.tar")) == ["docs.tar (file_corrupt)"]

    @pytest.mark.parametrize("size", [b"\xff" * 12, b"\xff" * 10 + b"\xfe\x00", b"\x80" + b"\xff" * 11])
    def test_a_size_below_nothing_or_beyond_everything(self, size: bytes, tmp_path: Path) -> None:
        whole = tarred([("0.txt", document(0)), ("1.txt", document(1))])
        at = whole.find(b"1.txt")
        data = whole[:at] + changed(whole[at : at + 512], SIZE_AT, size) + whole[at + 512 :]
        came = opened(tmp_path, data, "docs.tar")
        assert inside(came)[0] == "docs.tar!/0.txt"
        assert came.lines[-1]["code"] in ("file_corrupt", "expands_too_far")

    def test_a_negative_size_in_attributes(self, tmp_path: Path) -> None:
        info = tarfile.TarInfo("a.txt")
        info.pax_headers = {"size": "-1536"}
        data = tarred([("0.txt", document(0)), (info, document(1))])
        assert inside(opened(tmp_path, data, "docs.tar")) == ["docs.tar!/0.txt", "docs.tar (file_corrupt)"]

    def test_a_packed_bomb_stops_at_the_limit(self, tmp_path: Path) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        header = tarred([("zeros.txt", b"")])[:512]
        bomb = packer.compress(changed(header, SIZE_AT, b"%011o" % (8 * 2**30 - 1)))
        for _ in range(64):
            bomb += packer.compress(bytes(MIB))
        came = opened(tmp_path, bomb + packer.flush(), "docs.tar.gz", limited(max_bytes=MIB))
        assert {line["code"] for line in came.lines} <= {"file_too_large", "file_corrupt"}
        assert came.lines[-1]["path"].endswith("docs.tar.gz")
