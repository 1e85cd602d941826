"""Deadlines: what a bare time means by what it governs, whose year a month belongs to, and what a time column holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.assemble.deadlines import Deadline, column_deadlines, deadlines, once
from gongwen.recognise.calendar import Period
from gongwen.recognise.times import find_times


def read(
    text: str, targets: list[tuple[str, str]] | None = None, year: int | None = 2026, issued: str | None = "2026-03-10"
) -> list[Deadline]:
    """`targets` as (words the target begins with, mode)."""
    spans = [(text.index(words), mode) for words, mode in targets or []]
    return deadlines(text, 0, len(text), find_times(text), planning_year=year, issued_on=issued, targets=spans)


def told(found: list[Deadline]) -> list[tuple[str, str, str | None, str | None]]:
    return [(d.raw, d.kind, d.begin, d.until) for d in found]


WHOLE = ("2026-01-01", "2026-12-31")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026年，在全县启动医养结合试点。", "during"),
        ("2026年全面开展节水行动。", "during"),
        ("2026年开工建设松河大桥。", "during"),
        ("2026年，扎实推进县域医共体建设，实现检查结果互认。", "during"),  # the first verb decides
        ("2026年建成松河大桥。", "by"),
        ("2026年内出台实施细则。", "by"),
        ("年内实现村卫生室全覆盖。", "by"),
        ("今年完成清淤任务。", "by"),
        ("当年组织两次演练。", "during"),
        ("2026年，按照省有关要求，建成县级平台。", "by"),  # what leads in is no action
        ("2026年。", "during"),
    ],
)
def test_a_bare_year_takes_its_kind_from_the_first_verb(text: str, kind: str) -> None:
    [deadline] = read(text)
    assert (deadline.kind, deadline.begin, deadline.until) == (kind, WHOLE[0] if kind == "during" else None, WHOLE[1])


@pytest.mark.parametrize(("mode", "kind"), [("level", "by"), ("change", "by"), ("reference", "by"), ("trend", "by"), ("count", "during")])
def test_a_bare_year_with_a_target(mode: str, kind: str) -> None:
    [deadline] = read("2026年，全县签约服务情况如下。", [("全县", mode)])
    assert deadline.kind == kind


def test_a_target_beyond_the_next_time_is_not_governed() -> None:
    text = "2026年开展普查；2027年就诊率达到90%。"
    assert [d.kind for d in read(text, [("就诊率", "level")])] == ["during", "by"]


def test_what_a_list_governs_together() -> None:
    text = "2026年、2027年、2028年就诊率分别达到85%、88%、90%。"
    assert [d.kind for d in read(text, [("就诊率", "level")])] == ["by"] * 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9月底前完成验收。", [("9月底前", "by", None, "2026-09-30")]),
        ("9月份组织演练。", [("9月份", "during", "2026-09-01", "2026-09-30")]),
        ("2027年6月、9月底前分批投用。", [("2027年6月", "by", None, "2027-06-30"), ("9月底前", "by", None, "2027-09-30")]),
        ("分别于6月底、11月底前报送。", [("6月底", "by", None, "2026-06-30"), ("11月底前", "by", None, "2026-11-30")]),
        ("次年1月底前报送总结。", [("次年1月底前", "by", None, "2027-01-31")]),
        ("本月底前报送名单。", [("本月底前", "by", None, "2026-03-31")]),
        ("2月底前完成。", [("2月底前", "by", None, "2026-02-28")]),
        ("今年10月至明年3月集中整治。", [("今年10月至明年3月", "during", "2026-10-01", "2027-03-31")]),
    ],
)
def test_years_supplied(text: str, expected: list[tuple[str, str, str | None, str | None]]) -> None:
    assert told(read(text)) == expected


def test_a_later_goal_lends_no_year() -> None:
    for goal in ("到2030年", "到2030年底前"):
        assert told(read(goal + "建成体系，9月底前出台方案。"))[1] == ("9月底前", "by", None, "2026-09-30")


def test_an_inferred_year_is_marked() -> None:
    assert [d.year_inferred for d in read("9月底前出台方案，2027年底前完成建设。")] == [True, False]


def test_without_any_year_the_expression_is_kept_and_noted() -> None:
    [deadline] = read("9月底前完成。", year=None, issued=None)
    assert (deadline.kind, deadline.until, deadline.note) == ("by", None, "year_missing")


def test_the_issue_year_serves_where_nothing_is_planned_for() -> None:
    [deadline] = read("9月底前完成。", year=None, issued="2026-03")
    assert deadline.until == "2026-09-30"


@pytest.mark.parametrize(
    ("text", "issued", "until"),
    [
        ("春节前兑付到位。", "2026-01-05", "2026-02-16"),
        ("春节前兑付到位。", "2026-03-10", "2027-02-05"),  # the next one after the day of issue
        ("明年春节前兑付到位。", "2026-03-10", "2027-02-05"),
        ("中秋节前建成。", "2026-03-10", "2026-09-24"),
        ("中秋节前建成。", None, "2026-09-24"),
    ],
)
def test_a_lunar_feast_without_a_year(text: str, issued: str | None, until: str) -> None:
    [deadline] = read(text, issued=issued)
    assert (deadline.kind, deadline.until, deadline.year_inferred) == ("by", until, True)


def test_unclear_ends_are_noted() -> None:
    assert [d.note for d in read("2030年前建成。2030年底前建成。9月31日前报送。")] == ["unclear_end", "no_such_date"]


@pytest.mark.parametrize(
    "text",
    [
        "2024年，全县建成三个园区。",  # before the planning year
        "2026年2月，省政府召开会议。",  # over when the notice was signed
        "清江市人民政府 2026年3月10日",
        "较2025年提高两个百分点。",
        "按照《云岭省2026年工作要点》推进。",
        "《办法》自2026年5月1日起施行。",
        "5个工作日内办结。",
    ],
)
def test_no_deadlines(text: str) -> None:
    assert read(text) == []


def test_the_period_of_a_plan_reaches_back_before_its_issue() -> None:
    text = "2024年底前建成平台。"
    found = deadlines(
        text, 0, len(text), find_times(text), planning_year=None, issued_on="2025-06-01", period=Period("2024-01-01", "2026-12-31")
    )
    assert told(found) == [("2024年底前", "by", None, "2024-12-31")]


def test_two_that_come_to_the_same_count_once() -> None:
    assert told(read("12月底前完成改造，2026年12月底前投用。")) == [("12月底前", "by", None, "2026-12-31")]
    text = "全年开展。2026年全年开展。"
    column = column_deadlines("全年", 0, 2, planning_year=2026)
    assert [d.source for d in once([*column, *read(text)])] == ["column"]


def test_recurring_and_relative_carry_no_dates() -> None:
    found = read("每季度通报进展；方案印发后10个工作日内细化措施。")
    assert [(d.kind, d.freq, d.offset, d.anchor, d.begin, d.until) for d in found] == [
        ("recurring", "P3M", None, None, None, None),
        ("relative", None, "P10D", "方案印发", None, None),
    ]


def test_edtf() -> None:
    assert [d.edtf for d in read("2027年底前建成。“十五五”期间新建。每月调度。")] == ["../2027-12-31", "2026/2030", None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9月", [("9月", "by", None, "2026-09-30")]),
        ("2026年9月", [("2026年9月", "by", None, "2026-09-30")]),
        ("2026.09", [("2026.09", "by", None, "2026-09-30")]),
        ("2026.9.30前", [("2026.9.30前", "by", None, "2026-09-30")]),
        ("全年", [("全年", "during", *WHOLE)]),
        ("年度", [("年度", "during", *WHOLE)]),
        ("2026", [("2026", "during", *WHOLE)]),
        ("2026-2028", [("2026-2028", "during", "2026-01-01", "2028-12-31")]),
        ("1—12月", [("1—12月", "during", *WHOLE)]),
        ("一至三季度", [("一至三季度", "during", "2026-01-01", "2026-09-30")]),
        ("3月启动，10月底完成", [("3月", "during", "2026-03-01", "2026-03-31"), ("10月底", "by", None, "2026-10-31")]),
        ("6月底前见到初步成效并长期坚持", [("6月底前", "by", None, "2026-06-30"), ("长期坚持", "open", None, None)]),
        ("2026年\n6月底前", [("2026年\n6月底前", "by", None, "2026-06-30")]),
        ("持续推进", [("持续推进", "open", None, None)]),
        ("2026年6月底前取得成效并持续推进", [("2026年6月底前", "by", None, "2026-06-30"), ("持续推进", "open", None, None)]),
        ("立行立改", [("立行立改", "open", None, None)]),
        ("每季度", [("每季度", "recurring", None, None)]),
        ("印发后两周内", [("印发后两周内", "relative", None, None)]),
        ("3、9、12月底前", [("3", "by", None, "2026-03-31"), ("9", "by", None, "2026-09-30"), ("12月底前", "by", None, "2026-12-31")]),
        ("", []),
        ("—", []),
        ("已完成", []),
    ],
)
def test_time_columns(cell: str, expected: list[tuple[str, str, str | None, str | None]]) -> None:
    found = column_deadlines(cell, 0, len(cell), planning_year=2026, issued_on="2026-03-10")
    assert told(found) == expected
    assert all(d.source == "column" for d in found)


@pytest.mark.parametrize("cell", ["2026年", "上半年", "四季度"])
def test_a_header_of_completion_makes_longer_units_ends(cell: str) -> None:
    assert column_deadlines(cell, 0, len(cell), planning_year=2026, header="完成时限")[0].kind == "by"
    assert column_deadlines(cell, 0, len(cell), planning_year=2026, header="时间安排")[0].kind == "during"


ALPHABET = "0123456789年月日底前至—每季度内长期持续推进完成启动，。、到印发后上半\n 2025"


@given(st.text(alphabet=ALPHABET, max_size=50), st.sampled_from([None, 2024, 2026]))
def test_total_and_quoted_exactly(text: str, year: int | None) -> None:
    for found in (read(text, year=year), column_deadlines(text, 0, len(text), planning_year=year)):
        for deadline in found:
            assert deadline.raw == text[deadline.start : deadline.end]
            assert deadline.kind in ("by", "during", "recurring", "relative", "open")
            assert deadline.kind != "by" or deadline.begin is None
            assert deadline.kind in ("by", "during") or deadline.until is None
            assert not (deadline.begin and deadline.until) or deadline.begin <= deadline.until
        keys = [(d.kind, d.begin, d.until, d.offset, d.freq) for d in found]
        assert len(keys) == len(set(keys))


def test_a_beginning_followed_by_what_recurs_is_only_the_recurrence() -> None:
    assert told(read("2027年起，每年3月底前完成评估。")) == [("每年3月底前", "recurring", None, None)]
    assert told(read("2027年起全面推行。每年3月底前完成评估。")) == [
        ("2027年起", "during", "2027-01-01", None),
        ("每年3月底前", "recurring", None, None),
    ]
