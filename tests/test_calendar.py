"""Dates that lack their year get one; durations, recurrences and periods are written as the standards have them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise import calendar


@pytest.mark.parametrize(("ordinal", "years"), [(3, (1966, 1970)), (10, (2001, 2005)), (14, (2021, 2025)), (16, (2031, 2035))])
def test_five_year_plans_are_counted(ordinal: int, years: tuple[int, int]) -> None:
    assert calendar.five_year_plan(ordinal) == years


def test_the_first_plans_are_irregular() -> None:
    assert calendar.five_year_plan(1) is None


@given(st.integers(min_value=3, max_value=39))
def test_plans_follow_one_another(ordinal: int) -> None:
    this, following = calendar.five_year_plan(ordinal), calendar.five_year_plan(ordinal + 1)
    assert this is not None
    assert following is not None
    assert following[0] == this[1] + 1


@pytest.mark.parametrize(
    ("date", "shift", "year", "expected"),
    [
        ("2025-06-30", None, 2024, "2025-06-30"),  # printed in full
        ("0000-06-30", None, 2024, "2024-06-30"),
        ("0000-06-30", "year+1", 2024, "2025-06-30"),  # 明年
        ("0001-03-31", "year+0", 2024, "2025-03-31"),  # 次年 of a period
        ("0000-02-29", None, 2025, "2025-02-28"),  # 2月底
        ("0000-02-29", None, 2024, "2024-02-29"),
        ("0000-06-30", None, None, None),
        (None, None, 2024, None),
    ],
)
def test_years_supplied(date: str | None, shift: str | None, year: int | None, expected: str | None) -> None:
    assert calendar.resolve(date, shift, year, None, end=True) == expected


@pytest.mark.parametrize(
    ("date", "shift", "end", "expected"),
    [
        ("0000-00-09", "month+1", True, "2026-01-09"),  # 下月9日
        ("0000-00-31", "month+2", True, "2026-02-28"),
        (None, "month+0", False, "2025-12-01"),  # 本月
        (None, "quarter+0", True, "2025-12-31"),
        (None, "half-1", False, "2025-01-01"),
        (None, "week+1", False, "2025-12-15"),  # 10 December 2025 is a Wednesday
        (None, "day+0", False, "2025-12-10"),
    ],
)
def test_counted_from_the_day_of_issue(date: str | None, shift: str, end: bool, expected: str) -> None:
    assert calendar.resolve(date, shift, 2025, "2025-12-10", end=end) == expected


def test_without_a_day_of_issue_nothing_is_guessed() -> None:
    assert calendar.resolve("0000-00-09", "month+1", 2025, None, end=True) is None
    assert calendar.shifted("month", 1, "2025-13") is None


@given(st.integers(min_value=1, max_value=12), st.integers(min_value=1, max_value=31), st.integers(min_value=1950, max_value=2100))
def test_a_year_supplied_makes_a_true_date(month: int, day: int, year: int) -> None:
    date = calendar.with_year(f"0000-{month:02d}-{day:02d}", year)
    assert calendar.is_date(int(date[:4]), int(date[5:7]), int(date[8:]))
    assert date.startswith(f"{year}-{month:02d}")


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        ("2", "W", "P2W"),
        ("10", "D", "P10D"),
        ("3", "Q", "P9M"),
        ("1", "S", "P6M"),
        ("0.5", "Y", "P6M"),
        ("1.5", "Y", "P18M"),
        ("0.5", "M", "P15D"),
        ("24", "H", "PT24H"),
        ("15", "MIN", "PT15M"),
        ("0", "D", None),
        ("1.3", "D", None),
        ("99999", "Y", None),
    ],
)
def test_durations(amount: str, unit: str, expected: str | None) -> None:
    assert calendar.duration(Decimal(amount), unit) == expected


def test_recurrences() -> None:
    assert calendar.rrule("P3M") == "FREQ=MONTHLY;INTERVAL=3"
    assert calendar.rrule("P1Y", 3, -1) == "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"
    assert calendar.rrule("P1W", weekday="五") == "FREQ=WEEKLY;BYDAY=FR"
    assert calendar.rrule("PT24H") is None


@pytest.mark.parametrize(
    ("kind", "begin", "until", "expected"),
    [
        ("by", None, "2025-09-30", "../2025-09-30"),
        ("during", "2025-01-01", "2025-12-31", "2025"),
        ("during", "2021-01-01", "2025-12-31", "2021/2025"),
        ("during", "2025-02-01", "2025-02-28", "2025-02"),
        ("during", "2025-03-01", "2025-05-31", "2025-03/2025-05"),
        ("during", "2025-03-10", "2025-05-31", "2025-03-10/2025-05-31"),
        ("during", "2025-03-10", "2025-03-10", "2025-03-10"),
        ("during", "2025-03-10", None, "2025-03-10/.."),
        ("recurring", None, None, None),
        ("by", None, None, None),
    ],
)
def test_edtf(kind: str, begin: str | None, until: str | None, expected: str | None) -> None:
    assert calendar.edtf(kind, begin, until) == expected


def test_shifts_come_back() -> None:
    for text in ("year+1", "month-1", "quarter+0"):
        assert str(calendar.Shift.parse(text)) == text
