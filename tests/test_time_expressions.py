"""Time expressions of any text, resolved as on Wednesday, 18 March 2026."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise import time_expressions
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load
from gongwen.recognise.time_expressions import EXAMPLE_DAY, TimeExpression, find_time_expressions


def only(text: str, day: str | None = EXAMPLE_DAY) -> TimeExpression:
    found = find_time_expressions(text, day)
    assert len(found) == 1, [(text[e.start : e.end], e.rule) for e in found]
    return found[0]


def test_every_example_of_the_grammar_holds() -> None:
    assert check(load("time_expressions"), time_expressions.interpret) == []


@pytest.mark.parametrize(
    ("text", "begin", "until"),
    [
        # as notices have them
        ("2027年", "2027-01-01", "2027-12-31"),
        ("二○二七年九月", "2027-09-01", "2027-09-30"),
        ("２０２７年９月１日", "2027-09-01", "2027-09-01"),
        ("9月30日", "2026-09-30", "2026-09-30"),
        ("去年上半年", "2025-01-01", "2025-06-30"),
        ("下个季度", "2026-04-01", "2026-06-30"),
        ("“十五五”期间", "2026-01-01", "2030-12-31"),
        ("年底", "2026-11-01", "2026-12-31"),
        ("本月底", "2026-03-25", "2026-03-31"),
        ("2027年至2029年", "2027-01-01", "2029-12-31"),
        # one end open
        ("自2027年3月起", "2027-03-01", None),
        ("2027年6月30日前", None, "2027-06-30"),
        ("从明天起", "2026-03-19", None),
        ("到下周五", None, "2026-03-27"),
        ("直至2027年底", None, "2027-12-31"),
        ("自2024年9月9日至今", "2024-09-09", "2026-03-18"),
        ("2027年1月1日开始到2027年3月1日结束", "2027-01-01", "2027-03-01"),
        # counted from the day of reference
        ("后天", "2026-03-20", "2026-03-20"),
        ("上周", "2026-03-09", "2026-03-15"),
        ("近五年", "2021-03-18", "2026-03-18"),
        ("未来三个月", "2026-03-18", "2026-06-18"),
        ("10天后", "2026-03-28", "2026-03-28"),
        ("五个工作日内", "2026-03-18", "2026-03-25"),
        ("今天到后天", "2026-03-18", "2026-03-20"),
        ("今年前五个月", "2026-01-01", "2026-05-31"),
        # no date at all
        ("2月30日", None, None),
        ("2月29日", None, None),
    ],
)
def test_dates_and_periods(text: str, begin: str | None, until: str | None) -> None:
    found = only(text)
    assert (found.start, found.end, found.begin, found.until) == (0, len(text), begin, until)


@pytest.mark.parametrize(
    ("text", "field", "amount"),
    [
        ("三年", "amount", {"year": 3}),
        ("五个季度", "amount", {"month": 15}),
        ("十个工作日", "amount", {"workday": 10}),
        ("一年零两个月", "amount", {"year": 1, "month": 2}),
        ("不少于5年", "least", {"year": 5}),
        ("三年以下", "most", {"year": 3}),
        ("每两周", "every", {"week": 2}),
        ("每季度", "every", {"month": 3}),
        ("每年3月底前", "every", {"year": 1}),
    ],
)
def test_lengths_and_recurrences(text: str, field: str, amount: dict[str, int]) -> None:
    found = only(text)
    assert {unit: int(number) for unit, number in (getattr(found, field) or {}).items()} == amount


def test_a_span_counted_from_an_event_has_its_anchor_and_no_date() -> None:
    found = only("自通知印发之日起30日内")
    assert (found.anchor, found.begin, dict(found.amount or {})) == ("通知印发", None, {"day": 30})


def test_without_a_day_of_reference_what_counts_from_it_is_found_and_not_resolved() -> None:
    assert (only("去年", None).begin, only("2025年", None).begin) == (None, "2025-01-01")


def test_a_day_of_reference_may_be_a_date() -> None:
    assert find_time_expressions("明年", dt.date(2026, 3, 18)) == find_time_expressions("明年", EXAMPLE_DAY)


def test_a_day_of_reference_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="month must be"):
        find_time_expressions("明年", "2026-13-01")


@given(
    st.text(st.sampled_from("一二三十五0123456789年月日号周天前后内至到从起每近半个上下本明去今末底初旬季度世纪代、 -/.Q零〇"), max_size=24)
)
def test_any_text_ends_in_expressions_that_follow_each_other(text: str) -> None:
    found = find_time_expressions(text, EXAMPLE_DAY)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for e in found:
        assert 0 <= e.start < e.end <= len(text)
        assert all(day is None or dt.date.fromisoformat(day) for day in (e.begin, e.until))
        assert e.begin is None or e.until is None or e.begin <= e.until
