"""Numbers as officials write them are read exactly; everything else is None."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise.numerals import fold, read_integer, read_number, read_year


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("47.50", "47.50"),
        ("1,200", "1200"),
        ("1，200.5", "1200.5"),
        ("３００", "300"),
        ("3 00", "300"),
        ("3.3万", "33000"),
        ("2.25亿", "225000000"),
        ("1万亿", "1000000000000"),
        ("5千", "5000"),
        ("半", "0.5"),
        ("零", "0"),
        ("两", "2"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("二十五", "25"),
        ("一百零三", "103"),
        ("一百〇三", "103"),
        ("一百二", "120"),
        ("一百二十", "120"),
        ("一千零五十", "1050"),
        ("一万零五", "10005"),
        ("两万五", "25000"),
        ("两万五千", "25000"),
        ("十二万三千四百五十六", "123456"),
        ("三亿零二百万", "302000000"),
        ("一万亿", "1000000000000"),
        ("二〇二五", "2025"),
        ("二○二五", "2025"),
        ("一点五", "1.5"),
        ("三点二万", "32000"),
        ("壹佰伍拾", "150"),
        ("百分之八十", "80"),
        ("百分之47.5", "47.5"),
        ("80%", "80"),
        ("千分之五", "5"),
        ("万分之1.75", "1.75"),
        ("-3.2", "-3.2"),
        ("负三十二", "-32"),
    ],
)
def test_reads(text: str, value: str) -> None:
    assert str(read_number(text)) == value


@pytest.mark.parametrize(
    "text",
    ["", "年", "一个", "百", "万", "千五", "两个半", "3.3.3", "1,20", "十二十", "三十四百", "一点", "点五", "5台", "9" * 80, "百分之"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_whole_numbers_only() -> None:
    assert read_integer("十二") == 12
    assert read_integer("12.0") == 12
    assert read_integer("1.5") is None


@pytest.mark.parametrize(
    ("text", "year"),
    [("2025", 2025), ("２０２５", 2025), ("二〇二五", 2025), ("二零二五", 2025), ("25", 2025), ("二五", 2025), ("2 0 2 5", 2025)],
)
def test_years(text: str, year: int) -> None:
    assert read_year(text) == year


@pytest.mark.parametrize("text", ["1025", "202", "二十", "2千", "二千", "10.5", "-025"])
def test_what_is_no_year_is_none(text: str) -> None:
    assert read_year(text) is None


def write(value: int) -> str:
    """The value in formal Chinese, up to 9999, as a person would write it."""
    digits, places = "零一二三四五六七八九", ("", "十", "百", "千")
    out, pending_zero = "", False
    figures = str(value)
    for i, figure in enumerate(figures):
        place = places[len(figures) - 1 - i]
        if figure == "0":
            pending_zero = bool(out)
            continue
        out += ("零" if pending_zero else "") + digits[int(figure)] + place
        pending_zero = False
    return out or "零"


@given(st.integers(min_value=0, max_value=9999))
def test_formal_chinese_comes_back(value: int) -> None:
    assert read_number(write(value)) == value


@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=1000, max_value=9999))
def test_formal_chinese_with_ten_thousands_comes_back(high: int, low: int) -> None:
    assert read_number(write(high) + "万" + write(low)) == high * 10_000 + low


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_arabic_figures_come_back_exactly(value: Decimal) -> None:
    assert read_number(str(value)) == value
    assert read_number(f"{value:,}") == value


@given(st.text(alphabet="〇零一二两三四五六七八九十百千万亿点半分之负0123456789０９.,%- 年", max_size=50))
def test_total_on_anything(text: str) -> None:
    value = read_number(text)
    assert value is None or value.is_finite()
    assert fold(fold(text)) == fold(text)
