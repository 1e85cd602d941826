"""decode_text: the bytes prove their encoding; declarations lie."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.errors import Code, GongwenError
from gongwen.readers.decode import decode_text

NOTICE = (
    "清江市人民政府办公室关于印发《清江市便民服务提升行动方案》的通知\n各县（市、区）人民政府：\n"
    "　　一、到2026年底前，建成便民服务站点120个，群众满意度达到95%以上。（责任单位：市数据局、市财政局）\n"
)
TRADITIONAL = "雲嶺省政府關於印發醫療衛生體制改革工作要點的通知\n各縣市政府：為貫徹落實國家發展規劃，應於年底前完成。\n"

ENCODINGS = [
    "utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
]  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5", "iso-8859-1", "utf-16", "no-such-charset"])
@pytest.mark.parametrize("text", [NOTICE, NOTICE[:10], NOTICE.replace("\n", "\r\n")], ids=["notice", "ten characters", "CRLF"])
def test_every_encoding_is_read_whatever_is_declared(encoding: str, declared: str | None, text: str) -> None:
    got, _ = decode_text(text.encode(encoding), declared)
    assert got == text.replace("\r\n", "\n")


def test_encodings_have_names() -> None:
    assert decode_text(NOTICE.encode())[1] == "utf-8"
    assert decode_text(NOTICE.encode("gbk"))[1] == "gb18030"
    assert decode_text(NOTICE.encode("utf-16-be"))[1] == "utf-16-be"
    assert decode_text(TRADITIONAL.encode("big5"))[1] == "big5"
    assert decode_text(b"plain text")[1] == "utf-8"


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8", "utf-16-le"])
@pytest.mark.parametrize("declared", [None, "big5", "gb2312"])
def test_traditional_text(encoding: str, declared: str | None) -> None:
    assert decode_text(TRADITIONAL.encode(encoding), declared)[0] == TRADITIONAL


def test_simplified_text_is_not_taken_for_big5() -> None:
    for cut in range(2, len(NOTICE)):
        assert decode_text(NOTICE[:cut].encode("gbk"))[1] in ("gb18030", "utf-8")


def test_windows_1252() -> None:
    text = "Die schöne Frau trinkt Kaffee für 3,50 €. L'été était très chaud."
    assert decode_text(text.encode("cp1252")) == (text, "cp1252")


def test_a_declared_legacy_encoding_is_tried() -> None:
    text = "令和六年度の事業計画について、各部署は期限までに提出してください。" * 3
    assert decode_text(text.encode("shift_jis"), "shift_jis")[0] == text


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    data = NOTICE.encode()
    got, encoding = decode_text(data[:100] + b"\xff" + data[100:])
    assert encoding == "utf-8"
    assert "\ufffd" in got
    assert got.endswith("市财政局）\n")


def test_a_few_broken_bytes_in_gbk() -> None:
    data = bytearray((NOTICE * 20).encode("gbk"))
    for place in (400, 900, 1500):
        data[place] = 0xFF
    got, encoding = decode_text(bytes(data))
    assert encoding == "gb18030"
    assert got.count("市财政局）\n") >= 15


def test_a_text_cut_inside_a_character() -> None:
    got, encoding = decode_text((NOTICE * 3).encode()[:-2])
    assert encoding == "utf-8"
    assert got.startswith("清江市")


def test_a_mark_before_bytes_of_another_encoding() -> None:
    assert decode_text(b"\xef\xbb\xbf" + NOTICE.encode("gbk")) == (NOTICE, "gb18030")
    assert decode_text(b"\xff\xfe" + NOTICE.encode("gbk")) == (NOTICE, "gb18030")
    assert decode_text(b"\xff\xfe" + NOTICE.encode()) == (NOTICE, "utf-8")


def test_nuls_controls_and_line_ends() -> None:
    data = "一、甲\x00\x01\r二、乙\x0b三、丙\u2028四、丁\x85五、戊\ufeff\t\f".encode()
    assert decode_text(data + NOTICE.encode())[0] == "一、甲\n二、乙\n三、丙\n四、丁\n五、戊\t\f" + NOTICE


def test_full_width_blank_of_old_typesetting() -> None:
    assert decode_text(b"\xa3\xa0\xa3\xa0" + NOTICE.encode("gbk"))[0] == "\u3000\u3000" + NOTICE


def test_nuls_in_ansi_text_do_not_make_it_utf_16() -> None:
    data = NOTICE.encode("gbk").replace(b"\n", b"\n\x00\x00")
    assert decode_text(data) == (NOTICE, "gb18030")


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 500, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9])
def test_binary_is_told(data: bytes) -> None:
    with pytest.raises(GongwenError) as caught:
        decode_text(data)
    assert caught.value.code == Code.ENCODING_UNKNOWN


@given(st.binary(max_size=400), st.sampled_from([None, "gbk", "utf-8", "utf-16", "base64", "rot13", "idna", "\x00"]))
def test_any_bytes_give_text_or_the_code(data: bytes, declared: str | None) -> None:
    text, code = "", Code.ENCODING_UNKNOWN
    try:
        text, _ = decode_text(data, declared)
    except GongwenError as error:
        code = error.code
    assert code == Code.ENCODING_UNKNOWN
    assert not set("\r\x00") & set(text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=60))
def test_utf_8_of_any_ideographs_after_a_notice(tail: str) -> None:
    assert decode_text((NOTICE + tail).encode())[0] == NOTICE + tail


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_megabytes_are_read_at_once(encoding: str) -> None:
    data = (NOTICE * 8000).encode(encoding)
    start = time.perf_counter()
    decode_text(data)
    assert time.perf_counter() - start < 1.0, "about 0.05 s where it was measured"
