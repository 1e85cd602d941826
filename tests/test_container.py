"""Zip containers under caps: what is refused before a byte is unpacked, and what a lying container can still not do."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docx_builder import zipped
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, MIB
from gongwen.readers.container import OLE_MAGIC, SafeZip


def code_of(data: bytes, limits: object = DEFAULT) -> Code:
    with pytest.raises(GongwenError) as caught:
        SafeZip(data, limits)  # type: ignore[arg-type]
    return caught.value.code


def test_members_are_read_by_name_whatever_slash_or_case() -> None:
    container = SafeZip(zipped({"word\\Document.xml": b"a", "/OFD.xml": b"b"}))
    assert list(container) == ["word/Document.xml", "OFD.xml"]
    assert container.read("word/document.xml") == b"a"
    assert container.read("/OFD.xml") == b"b"
    assert "word/styles.xml" not in container
    with pytest.raises(KeyError):
        container.read("word/styles.xml")


def test_exact_name_wins_over_another_case() -> None:
    container = SafeZip(zipped({"A.xml": b"upper", "a.xml": b"lower"}))
    assert (container.read("A.xml"), container.read("a.xml")) == (b"upper", b"lower")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.FILE_EMPTY),
        (b"%PDF-1.7", Code.UNSUPPORTED_FORMAT),
        (OLE_MAGIC + b"\0" * 600, Code.UNSUPPORTED_FORMAT),
        (OLE_MAGIC + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), Code.FILE_ENCRYPTED),
        (b"PK\x03\x04 cut off", Code.FILE_CORRUPT),
    ],
)
def test_first_bytes_decide(data: bytes, code: Code) -> None:
    assert code_of(data) is code


def test_cut_off_file_is_corrupt() -> None:
    whole = zipped({"a.xml": bytes(range(256)) * 40})
    for end in (len(whole) // 2, len(whole) - 30, len(whole) - 5):
        assert code_of(whole[:end]) is Code.FILE_CORRUPT


def test_names_that_climb_out_and_double_names_are_refused() -> None:
    assert code_of(zipped({"../../etc/passwd": b"x"})) is Code.FILE_CORRUPT
    assert code_of(zipped({"word/..\\..\\x": b"x"})) is Code.FILE_CORRUPT
    assert code_of(zipped({"C:\\x": b"x"})) is Code.FILE_CORRUPT
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.xml", b"one")
            archive.writestr("a.xml", b"two")
    assert code_of(out.getvalue()) is Code.FILE_CORRUPT


def test_encrypted_member_is_told_from_a_broken_one() -> None:
    data = bytearray(zipped({"a.xml": b"secret"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert code_of(bytes(data)) is Code.FILE_ENCRYPTED


def test_every_cap_names_its_limit() -> None:
    bomb = zipped({"word/document.xml": b"\0" * (4 * MIB)})
    cases = [
        (replace(DEFAULT, max_bytes=10), Code.FILE_TOO_LARGE, "max_bytes"),
        (DEFAULT, Code.EXPANDS_TOO_FAR, "max_ratio"),
        (replace(DEFAULT, max_entry_bytes=MIB), Code.EXPANDS_TOO_FAR, "max_entry_bytes"),
        (replace(DEFAULT, max_ratio=10**9, max_unpacked_bytes=MIB), Code.EXPANDS_TOO_FAR, "max_unpacked_bytes"),
        (replace(DEFAULT, max_entries=0), Code.TOO_MANY_ENTRIES, "max_entries"),
    ]
    for limits, code, named in cases:
        with pytest.raises(GongwenError) as caught:
            SafeZip(bomb, limits)
        assert caught.value.code is code
        assert named in (caught.value.hint or "")


def test_bytes_really_read_are_capped_in_all() -> None:
    data = zipped({f"{i}.xml": b"x" * 600 for i in range(3)})
    limits = replace(DEFAULT, max_unpacked_bytes=2000)
    container = SafeZip(data, limits)
    assert len(container.read("0.xml")) == 600
    container.read("0.xml")
    container.read("1.xml")
    with pytest.raises(GongwenError) as caught:
        container.read("2.xml")
    assert caught.value.code is Code.EXPANDS_TOO_FAR


def test_a_size_that_lies_does_not_unpack_more() -> None:
    data = bytearray(zipped({"a.xml": b"\0" * 50_000}))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 100)  # the central directory now declares 100 bytes
    container = SafeZip(bytes(data))
    with pytest.raises(GongwenError) as caught:
        container.read("a.xml")
    assert caught.value.code is Code.FILE_CORRUPT


def test_a_directory_of_many_records_is_refused_unread() -> None:
    data = bytearray(zipped({"a.xml": b"x"}))
    end = data.index(b"PK\x05\x06")
    struct.pack_into("<H", data, end + 10, 60_000)
    assert code_of(bytes(data)) is Code.TOO_MANY_ENTRIES


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=12))
@settings(max_examples=150, deadline=None)
def test_damage_ends_in_a_coded_error_or_in_the_members(damage: list[tuple[int, int]]) -> None:
    data = bytearray(zipped({"word/document.xml": b"<w/>" * 50, "b.xml": b"b"}))
    for at, value in damage:
        data[at % len(data)] = value
    try:
        container = SafeZip(bytes(data))
        for name in container:
            container.read(name)
    except GongwenError:
        pass
