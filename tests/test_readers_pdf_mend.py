"""PDFs that lost their ends: what is found in them is read, and the record says that they are damaged."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen import GongwenError, convert
from gongwen.errors import Code
from gongwen.readers.pdf.mend import mended
from pdf_builder import Sheet, build, paragraph

LINES = ["一、完善便民服务体系。新建便民服务站十二个。", "二、改善出行条件。新增公交线路三条。"]
WHOLE = build([Sheet(paragraph(72, 700, [line])) for line in LINES])


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (WHOLE[: WHOLE.rindex(b"xref\n0")], LINES),  # the table and the trailer are lost
        (WHOLE[9:], LINES),  # the first line is lost
        (WHOLE[: WHOLE.rindex(b" obj") - 2][: WHOLE.index(b"/Type /Page /") + 300], LINES[:1]),  # the download broke off
        (re.sub(rb"(?ms)^[12] 0 obj.*?endobj|^xref\n0.*", b"", WHOLE), LINES),  # the tree of its pages is lost
    ],
)
def test_what_is_found_is_read_and_the_damage_is_told(data: bytes, read: list[str]) -> None:
    record = convert(data, name="notice.pdf", ocr="never")
    assert [line for line in LINES if line in (record.text or "")] == read
    assert [(f.code, f.severity) for f in record.audit.findings if f.code == "file_mended"] == [("file_mended", "error")]
    assert (record.source.sha256, record.source.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_a_sound_file_is_not_touched() -> None:
    assert not [f for f in convert(WHOLE, name="notice.pdf", ocr="never").audit.findings if f.code == "file_mended"]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj << /Length 5 >> endobj", WHOLE[9:] + b"<< /Encrypt 3 0 R >>"])
def test_where_there_is_nothing_to_mend(data: bytes) -> None:
    assert mended(data) is None


@given(st.integers(0, len(WHOLE)))
@settings(max_examples=60)
def test_a_file_cut_anywhere_ends_in_text_of_it_or_in_a_coded_error(end: int) -> None:
    try:
        text = convert(WHOLE[:end], name="notice.pdf", ocr="never").text or ""
    except GongwenError as error:
        assert error.code in (Code.FILE_CORRUPT, Code.FILE_EMPTY)  # noqa: PT017
    else:
        assert all(part in "".join(LINES) for part in re.split(r"\s+", text))


def test_a_file_of_nothing_but_objects_costs_no_more_than_its_size() -> None:
    mended(b"1 0 obj " * 500_000)
