"""Numbers of any text: what is written, its value and its unit."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise import number_expressions
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load
from gongwen.recognise.long_numerals import last_scale, read_long_number
from gongwen.recognise.number_expressions import NumberExpression, find_number_expressions
from gongwen.recognise.numerals import read_number


def only(text: str) -> NumberExpression:
    found = find_number_expressions(text)
    assert len(found) == 1, [(text[e.start : e.end], e.rule) for e in found]
    return found[0]


def test_every_example_of_the_grammar_holds() -> None:
    assert check(load("number_expressions"), number_expressions.interpret) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        # numerals alone
        ("八百六十", 860, None),
        ("柒佰零叁", 703, None),
        ("三千二", 3200, None),
        ("7万3千", 73000, None),
        ("２．５亿", 250000000, None),
        ("负六", -6, None),
        ("零点零八", "0.08", None),
        # shares
        ("百分之六十五", 65, "%"),
        ("千分之三", 3, "‰"),
        ("十万分之二", "0.002", "%"),
        ("六成半", 65, "%"),
        ("六五折", 65, "%"),
        ("3.5个百分点", "3.5", "个百分点"),
        ("四分之三", "0.75", None),
        ("二又四分之一", "2.25", None),
        ("过半", 50, "%"),
        ("1:2.5", "2.5", "1:n"),
        # money and measures
        ("人民币六万元整", 60000, "元"),
        ("二十块零五分", "20.05", "元"),
        ("8元5角", "8.5", "元"),
        ("三千多万美元", 30000000, "美元"),
        ("七斤半", "7.5", "斤"),
        ("一米七二", "1.72", "米"),
        ("16千米", 16, "千米"),
        ("5km", 5, "公里"),
        ("零下12度", -12, "度"),
        ("2.4万人次", 24000, "人次"),
    ],
)
def test_values(text: str, value: int | str, unit: str | None) -> None:
    found = only(text)
    assert (found.start, found.end, found.value, found.unit) == (0, len(text), Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "least", "most", "unit"),
    [
        ("6~8个", 6, 8, "个"),
        ("两到三万元", 20000, 30000, "元"),
        ("4万至6万", 40000, 60000, None),
        ("百分之二十至三十", 20, 30, "%"),
        ("介于5和7之间", 5, 7, None),
        ("七八十人", 70, 80, "人"),
        ("不少于400台", 400, None, "台"),
        ("60%以上", 60, None, "%"),
        ("低于3‰", None, 3, "‰"),
        ("大于5小于等于9", 5, 9, None),
        ("比六大", 6, None, None),
        ("600余户", 600, None, "户"),
    ],
)
def test_ranges_and_bounds(text: str, least: int | None, most: int | None, unit: str | None) -> None:
    found = only(text)
    assert (found.start, found.end, found.least, found.most, found.unit) == (0, len(text), least, most, unit)


@pytest.mark.parametrize("text", ["万一下雨", "千万不要", "统一管理", "2026年3月18日", "今年五一", "第三批", "三三两两"])
def test_what_is_no_number(text: str) -> None:
    assert find_number_expressions(text) == []


def test_a_figure_without_a_value_is_found() -> None:
    found = only("数百家")
    assert (found.value, found.unit) == (None, "家")


@given(st.integers(0, 10**12))
def test_an_arabic_figure_is_read_as_by_the_reader_of_notices(number: int) -> None:
    assert read_long_number(str(number)) == read_number(str(number)) == number


@given(st.text(st.sampled_from("一二三五十百千万亿零点"), min_size=1, max_size=9))
def test_what_both_readers_read_is_the_same(text: str) -> None:
    short, long = read_number(text), read_long_number(text)
    assert short is None or short == long


@pytest.mark.parametrize(("text", "scale"), [("三十万", 10**4), ("1.5万亿", 10**12), ("二十一", 1), ("三千", 1000), ("一千万", 10**4)])
def test_the_multiplier_that_a_range_takes_over(text: str, scale: int) -> None:
    assert last_scale(text) == scale


@given(
    st.text(st.sampled_from("一两三五十百千万亿0123.,%％成折元角块分之又点负-~至到以上下大小于比和间个人米斤公里度零下半几数"), max_size=20)
)
def test_any_text_ends_in_numbers_that_follow_each_other(text: str) -> None:
    found = find_number_expressions(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= e.start < e.end <= len(text) for e in found)
    assert all(e.least <= e.most for e in found if e.least is not None and e.most is not None)


@pytest.mark.parametrize("piece", ["一", "十", "1万", "百分之", "1-", "半", "1 ", "三分之", "块"])
def test_hostile_repetition_is_quick(piece: str) -> None:
    start = time.process_time()
    find_number_expressions(piece * (4_000 // len(piece)))
    assert time.process_time() - start < 5
