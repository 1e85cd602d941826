"""Markers: what stands at the beginning of a heading, item or measure, before structure decides what counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise import numbering
from gongwen.recognise.numbering import marker_at, markers_in, ordinal_value

MARKERS = [
    # text, family, ordinal, as printed
    ("一、总体要求", "han", 1, "一、"),
    ("十二．健全制度", "han", 12, "十二．"),
    ("二十一、完善机制", "han", 21, "二十一、"),
    ("（一）加强领导", "han_paren", 1, "（一）"),
    ("(三)、健全网络", "han_paren", 3, "(三)、"),
    ("㈡健全网络", "han_paren", 2, "㈡"),
    ("一）加强领导", "han_half_paren", 1, "一）"),
    ("1.推进改革", "arabic", 1, "1."),
    ("12．完善体系", "arabic", 12, "12．"),
    ("5、建立台账", "arabic", 5, "5、"),
    ("５．推广应用", "arabic", 5, "５．"),
    ("⒉完善制度", "arabic", 2, "⒉"),
    ("（4）建立机制", "arabic_paren", 4, "（4）"),
    ("2）健全网络", "arabic_paren", 2, "2）"),
    ("⑶健全网络", "arabic_paren", 3, "⑶"),
    ("1.2 数据接口", "decimal", 2, "1.2"),
    ("①摸清底数", "circled", 1, "①"),
    ("一是摸清底数", "one_is", 1, "一是"),
    ("三要压实责任", "one_is", 3, "三要"),
    ("第一，摸清底数", "firstly", 1, "第一，"),
    ("第三章　重点任务", "chapter", 3, "第三章"),
    ("第二节 服务网络", "section", 2, "第二节"),
    ("第十二条　县政府应当建立台账", "article", 12, "第十二条"),
    ("第一部分　基本情况", "part", 1, "第一部分"),
    ("B．接口规范", "letter", 2, "B．"),
    ("Ⅱ、接口规范", "roman", 2, "Ⅱ、"),
]


@pytest.mark.parametrize(("text", "family", "ordinal", "printed"), MARKERS)
def test_a_marker_has_a_family_and_an_ordinal(text: str, family: str, ordinal: int, printed: str) -> None:
    marker = marker_at(text, 0)
    assert marker is not None
    assert (marker.family, marker.ordinal, marker.text) == (family, ordinal, printed)
    assert not marker.weak
    assert text[marker.start : marker.end].strip() == printed


NO_MARKERS = [
    "3.5个百分点",  # a figure that a line break put first
    "2.5%左右",
    "2024.6.30前报送",
    "2024年底前完成",
    "（2024）4号",
    "（100%）",
    "（一期）工程",  # words in a bracket
    "（三级医院）",
    "第十二条规定的情形",  # an article cited
    "第一批试点",
    "一体推进",
    "A级景区",
    "2.0版本",
    "3 个以上试点",
]


@pytest.mark.parametrize("text", NO_MARKERS)
def test_figures_and_words_are_no_markers(text: str) -> None:
    assert marker_at(text, 0) is None


def test_a_number_that_lost_its_stop_is_weak_evidence() -> None:
    marker = marker_at("3 推进分级诊疗体系建设", 0)
    assert marker is not None
    assert (marker.weak, marker.ordinal) == (True, 3)


def test_a_year_behind_a_number_leaves_the_number_a_marker() -> None:
    marker = marker_at("7.2024年启动试点", 0)
    assert marker is not None
    assert (marker.ordinal, marker.end) == (7, 2)


INSIDE = [
    # paragraph, markers inside (the first of all is not inside)
    ("一、要求。（一）领导。（二）责任。", ["（一）", "（二）"]),
    ("包括：1.台账；2.清单；3.方案", ["1.", "2.", "3."]),
    ("①摸底②整改③验收", ["②", "③"]),
    ("一是摸底；二是整改。", ["二是"]),
    ("住院率降低3.5个百分点，均次费用下降2.1%", []),
    ("完善县、乡、村三级网络，建设二、三级医院协作机制", []),
]


@pytest.mark.parametrize(("text", "markers"), INSIDE)
def test_markers_inside_a_paragraph(text: str, markers: list[str]) -> None:
    assert [m.text for m in markers_in(text, 0, len(text))] == markers


ORDINALS = [
    ("十", 10),
    ("十一", 11),
    ("二十", 20),
    ("九十九", 99),
    ("一百零二", 102),
    ("１２", 12),
    ("2.3.1", 1),
    ("③", 3),
    ("㉒", 22),
    ("❹", 4),
    ("⑾", 11),
    ("㈣", 4),
    ("⒎", 7),
    ("Ⅳ", 4),
    ("c", 3),
]


@pytest.mark.parametrize(("printed", "value"), ORDINALS)
def test_ordinals(printed: str, value: int) -> None:
    assert ordinal_value(printed) == value


@pytest.mark.parametrize("text", ["3.120急救网络建设", "2.12345热线整合", "4.5G基站建设"])
def test_a_title_that_begins_with_a_number(text: str) -> None:
    assert marker_at(text, 0) is not None


@given(st.text(alphabet="一二三十（）()1２3.．、，。①②第章条是 a\n", max_size=40))
def test_any_text_gives_markers_that_lie_in_it(text: str) -> None:
    at = 0
    for marker in markers_in(text, 0, len(text)):
        assert at < marker.start < marker.end <= len(text)
        assert marker.text == text[marker.start : marker.end].strip()
        at = marker.start


INLINE = "一二三四五六七八九十（(〔①②⑳㉑❶0159０９⑴⒈㈠第"


@given(st.text(alphabet=INLINE + "百）)〕、.．是要抓节条 \u3000，2年月前文", max_size=14))
def test_no_marker_inside_a_paragraph_is_overlooked(text: str) -> None:
    """The quick look for where a marker can begin passes over none that stands there."""
    for at, char in enumerate(text):
        marker = marker_at(text, at) if char in INLINE else None
        assert marker is None or marker.weak or numbering._inline_scanner().match(text, at)
