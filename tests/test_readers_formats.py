"""Number formats of spreadsheets: what a cell shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.readers.sheets.formats import BUILTIN, general, show, show_text


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (85.0, "General", "85"),
        (0.1 + 0.2, "General", "0.3"),
        (-2.5, "General", "-2.5"),
        (123456789012, "General", "123456789012"),
        (0.00001, "General", "0.00001"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (1.005, "0.00", "1.01"),
        (7, "000", "007"),
        (12.30, "0.0#", "12.3"),
        (0.5, "#.##", ".5"),
        (0.475, "0%", "48%"),
        (0.475, "0.00%", "47.50%"),
        (1234567, "#,##0", "1,234,567"),
        (1234567, '#,##0,"千"', "1,235千"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (0, '0;-0;"—"', "—"),
        (3, '[>=10]"多";[<10]"少"', "少"),
        (3, '"第"0"项"', "第3项"),
        (5, '0"个"_ ', "5个"),
        (5, "[Red]0.0", "5.0"),
        (1200, "[$¥-804]#,##0", "¥1,200"),
        (1.5, "# ?/?", "1.5"),
        (12345, "0.00E+00", "1.23E+04"),
        (13800001111, "000-0000-0000", "138-0000-1111"),
        (9, "@", "9"),
        (45838, "yyyy/m/d", "2025/6/30"),
        (45838, 'yyyy"年"m"月"', "2025年6月"),
        (45838, "[DBNum1][$-804]yyyy年m月d日", "2025年6月30日"),
        (45838, "[$-F800]dddd, mmmm dd, yyyy", "2025年6月30日"),
        (45838, "yy.mm.dd", "25.06.30"),
        (45838, "mmm-yy", "Jun-25"),
        (45838.75, "yyyy-mm-dd hh:mm", "2025-06-30 18:00"),
        (45838.75, "h:mm AM/PM", "6:00 PM"),
        (1.5, "[h]:mm", "36:00"),
        (0.5, "mm:ss.0", "00:00"),
        (1, "yyyy-m-d", "1900-1-1"),
        (59, "yyyy-m-d", "1900-2-28"),
        (61, "yyyy-m-d", "1900-3-1"),
        (-5, "yyyy-m-d", "-5"),
        (1e10, "yyyy-m-d", "10000000000"),
    ],
)
def test_numbers(value: float, code: str, shown: str) -> None:
    assert show(value, code) == shown


def test_dates_from_1904() -> None:
    assert show(44376, "yyyy-mm-dd", from_1904=True) == "2025-06-30"


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [("民政局", "@", "民政局"), ("民政", '@"局"', "民政局"), ("甲", "General", "甲"), ("甲", '0;-0;0;"县"@', "县甲")],
)
def test_texts(text: str, code: str, shown: str) -> None:
    assert show_text(text, code) == shown


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.sampled_from(sorted(BUILTIN.values())))
def test_every_usual_format_shows_every_number(value: float, code: str) -> None:
    assert show(value, code).strip()


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_stay_whole(value: int) -> None:
    assert general(float(value)) == str(value)


@given(st.floats(-1e6, 1e6), st.text(alphabet='0#?.,%yYmMdDhs"\\[]@;E+ 年月*_/$-aA', max_size=24))
def test_any_format_shows_something_or_nothing(value: float, code: str) -> None:
    assert isinstance(show(value, code), str)
