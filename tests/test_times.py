"""Time expressions as officials print them, and those that are no deadlines."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.model.mentions import TimeMention
from gongwen.recognise import calendar, times
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load
from gongwen.recognise.points import read_point
from gongwen.recognise.times import find_times, planning_period


def found(text: str) -> list[tuple[str, str]]:
    """(raw, kind) of what may be a deadline."""
    return [(text[m.start : m.end], m.kind) for m in find_times(text) if m.excused is None]


def excuses(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.excused) for m in find_times(text) if m.excused is not None]


def only(text: str) -> TimeMention:
    mentions = find_times(text)
    assert len(mentions) == 1, mentions
    return mentions[0]


def test_every_example_of_the_grammar_holds() -> None:
    assert check(load("times"), times.interpret) == []


@pytest.mark.parametrize(
    ("text", "raw", "until"),
    [
        ("2026 年 3 月底前，建成安平县数据平台", "2026 年 3 月底前", "2026-03-31"),
        ("２０２６年３月底前建成", "２０２６年３月底前", "2026-03-31"),
        ("二〇二六年三月底前建成", "二〇二六年三月底前", "2026-03-31"),
        ("二○二六年三月三十一日前建成", "二○二六年三月三十一日前", "2026-03-31"),
        ("力争到2027年，就诊率达到90%", "到2027年", "2027-12-31"),
        ("至2027年，就诊率达到90%", "至2027年", "2027-12-31"),
        ("于2026年2月底之前报送", "2026年2月底之前", "2026-02-28"),
        ("最迟于2026年6月底完成", "最迟于2026年6月底", "2026-06-30"),
        ("不迟于2026年6月30日完成", "不迟于2026年6月30日", "2026-06-30"),
        ("2026年6月30日17:30前报送", "2026年6月30日17:30前", "2026-06-30"),
        ("2026年三季度末前完成", "2026年三季度末前", "2026-09-30"),
        ("2026年11月中旬前完成", "2026年11月中旬前", "2026-11-20"),
        ("“十五五”末建成", "“十五五”末", "2030-12-31"),
        ("“十一五”期末建成", "“十一五”期末", "2010-12-31"),
        ("2026年国庆节前通车", "2026年国庆节前", "2026-09-30"),
        ("2026年春节前兑现", "2026年春节前", "2026-02-16"),
    ],
)
def test_by(text: str, raw: str, until: str) -> None:
    mention = only(text)
    assert (text[mention.start : mention.end], mention.kind, mention.begin, mention.until) == (raw, "by", None, until)
    assert mention.excused is None


@pytest.mark.parametrize(
    ("text", "raw", "kind", "begin", "until"),
    [
        ("2026—2028年，每批建设", "2026—2028年", "during", "2026-01-01", "2028-12-31"),
        ("2026年至2028年建设", "2026年至2028年", "during", "2026-01-01", "2028-12-31"),
        ("2026年4月至10月整治", "2026年4月至10月", "during", "2026-04-01", "2026-10-31"),
        ("2026年4月1日—20日申报", "2026年4月1日—20日", "during", "2026-04-01", "2026-04-20"),
        ("“十五五”期间新建", "“十五五”期间", "during", "2026-01-01", "2030-12-31"),
        ("第十五个五年规划时期新建", "第十五个五年规划时期", "during", "2026-01-01", "2030-12-31"),
        ("2026年第二季度开展", "2026年第二季度", "bare", "2026-04-01", "2026-06-30"),
        ("2026年下半年开展", "2026年下半年", "bare", "2026-07-01", "2026-12-31"),
        ("2026年前三季度完成", "2026年前三季度", "bare", "2026-01-01", "2026-09-30"),
        ("2026年8月下旬召开", "2026年8月下旬", "bare", "2026-08-21", "2026-08-31"),
        ("从2026年起推行", "从2026年起", "during", "2026-01-01", None),
    ],
)
def test_periods(text: str, raw: str, kind: str, begin: str, until: str | None) -> None:
    mention = find_times(text)[0]
    assert (text[mention.start : mention.end], mention.kind, mention.begin, mention.until) == (raw, kind, begin, until)


@pytest.mark.parametrize(
    ("text", "raw", "freq", "rrule"),
    [
        ("每季度通报一次", "每季度", "P3M", "FREQ=MONTHLY;INTERVAL=3"),
        ("每年11月15日前报送", "每年11月15日前", "P1Y", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"),
        ("每月底前更新", "每月底前", "P1M", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每两年修订一次", "每两年", "P2Y", "FREQ=YEARLY;INTERVAL=2"),
        ("每 3 年评估", "每 3 年", "P3Y", "FREQ=YEARLY;INTERVAL=3"),
        ("每半年评估", "每半年", "P6M", "FREQ=MONTHLY;INTERVAL=6"),
        ("每周三公布", "每周三", "P1W", "FREQ=WEEKLY;BYDAY=WE"),
    ],
)
def test_recurring(text: str, raw: str, freq: str, rrule: str) -> None:
    mention = only(text)
    assert (text[mention.start : mention.end], mention.kind, mention.freq, mention.rrule) == (raw, "recurring", freq, rrule)


@pytest.mark.parametrize(
    ("text", "raw", "offset", "anchor"),
    [
        ("在省级方案印发后两个月内出台", "省级方案印发后两个月内", "P2M", "省级方案印发"),
        ("自本办法发布之日起15个工作日内报备", "本办法发布之日起15个工作日内", "P15D", "本办法发布"),
        ("会后5日内反馈落实打算", "会后5日内", "P5D", "会"),
        ("用两年时间改造完毕", "两年时间", "P2Y", None),
        ("三年内基本建成", "三年内", "P3Y", None),
        ("3～5年内覆盖", "3～5年内", "P5Y", None),
        ("今后五年新建", "今后五年", "P5Y", None),
    ],
)
def test_relative(text: str, raw: str, offset: str, anchor: str | None) -> None:
    mention = only(text)
    assert text[mention.start : mention.end] == raw
    assert (mention.kind, mention.offset, mention.anchor, mention.excused) == ("relative", offset, anchor, None)


@pytest.mark.parametrize(
    ("text", "raw", "reason"),
    [
        ("按照《临水区水利规划（2021—2025年）》", "2021—2025年", "in_title"),
        ("清政办〔2025〕7号", "〔2025〕7号", "document_number"),
        ("较2023年下降5%", "2023年", "baseline"),
        ("在2023年基础上压减", "2023年", "baseline"),
        ("以2020年数据为基数", "2020年", "baseline"),
        ("占比由2020年的30%提高到45%", "由2020年", "baseline"),
        ("2023年已建成三个园区", "2023年", "past"),
        ("截至2024年6月底，累计改造12个小区", "截至2024年6月底", "past"),
        ("“十三五”以来，水质改善", "“十三五”以来", "past"),
        ("近三年增长", "近三年", "past"),
        ("落实2025年重点工作任务", "2025年", "plan_name"),
        ("实施新一轮三年行动计划", "三年", "plan_name"),
        ("云岭省养老行动方案（2025—2027年）的通知", "2025—2027年", "plan_name"),
        ("2025年上半年的进展", "2025年上半年", "attributive"),
        ("2025年度考核结果", "2025年", "attributive"),
        ("自2025年3月1日起施行", "自2025年3月1日起", "effective"),
        ("有效期至2029年12月31日", "至2029年12月31日", "effective"),
        ("贷款贴息三年", "三年", "benefit_length"),
        ("连续两年不达标的单位", "两年", "condition"),
        ("6个月内仍未开工的", "6个月内", "condition"),
        ("5个工作日内办结", "5个工作日内", "handling_time"),
        ("办理时限压缩至20天以内", "20天以内", "handling_time"),
        ("每人每月补助300元", "每月", "rate"),
        ("中小学生每天锻炼不少于2小时", "每天", "rate"),
        ("2月30日召开", "2月30日", "no_such_date"),
    ],
)
def test_excused(text: str, raw: str, reason: str) -> None:
    assert (raw, reason) in excuses(text)
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["老年内科门诊", "健全年度考核办法", "五年级学生", "按30年一遇设防", "3周岁以下", "90后干部", "千年古镇", "占比一半", "第3次会议"],
)
def test_what_is_no_time(text: str) -> None:
    assert found(text) == []


def test_a_list_shares_its_last_word() -> None:
    assert found("分别于3月10日、6月10日、9月10日前报送") == [("3月10日", "by"), ("6月10日", "by"), ("9月10日前", "by")]
    assert found("3、6、9、12月底前报送") == [("3", "by"), ("6", "by"), ("9", "by"), ("12月底前", "by")]
    assert [reason for _, reason in excuses("将今年上半年、前三季度、全年的进展报省")] == ["attributive"] * 3


def test_a_list_shares_its_first_word() -> None:
    assert found("到2027年和2030年分别达到60%、80%") == [("到2027年", "by"), ("2030年", "by")]
    assert found("每年6月底、12月底前报送") == [("每年6月底", "recurring"), ("12月底前", "recurring")]


def test_dates_without_a_year_say_so() -> None:
    mention = only("9月底前完成")
    assert (mention.until, mention.needs_year) == ("0000-09-30", True)
    assert calendar.resolve(mention.until, mention.shift, 2026, None, end=True) == "2026-09-30"


def test_deictic_years_count_from_the_planning_year() -> None:
    mention = only("明年一季度末前完成")
    assert calendar.resolve(mention.until, mention.shift, 2026, None, end=True) == "2027-03-31"


def test_a_whole_year_before_is_told_apart() -> None:
    assert only("2030年前建成").rule.endswith(".whole")
    assert not only("2030年底前建成").rule.endswith(".whole")


def test_a_day_the_month_does_not_have_is_its_last() -> None:
    mention = only("9月31日前报送")
    assert (mention.until, mention.rule) == ("0000-09-30", "times.point.no_such_date")


@pytest.mark.parametrize("text", ["", "年", "2025年13月", "二〇年", "2025年9月9", "第十四个五年规划"])
def test_points_that_are_none(text: str) -> None:
    point = read_point(text)
    assert point is None or point.kind == "no_such_date"


@pytest.mark.parametrize(
    ("title", "issued", "head", "year", "period"),
    [
        ("安平县2026年医改工作要点", "2026-03-01", "", 2026, ("2026-01-01", "2026-12-31")),
        ("云岭省养老服务三年行动计划（2025—2027年）", "2025-06-01", "", 2025, ("2025-01-01", "2027-12-31")),
        ("清江市“十五五”水安全规划", None, "", None, ("2026-01-01", "2030-12-31")),
        ("清江市“十一五”水安全规划", "2007-01-05", "", 2007, ("2006-01-01", "2010-12-31")),
        ("关于做好近期重点工作的通知", "2026-04-02", "为落实2026年省政府工作报告", 2026, ("2026-01-01", "2026-12-31")),
        ("关于做好近期重点工作的通知", "2026-04-02", "到2030年，基本建成", 2026, ("2026-01-01", "2026-12-31")),
        ("关于做好近期重点工作的通知", "2026-04", "", 2026, ("2026-01-01", "2026-12-31")),
        ("关于做好近期重点工作的通知", None, "", None, None),
    ],
)
def test_planning_period(title: str, issued: str | None, head: str, year: int | None, period: tuple[str, str] | None) -> None:
    assert planning_period(title, issued, head) == (year, period)


ALPHABET = (
    "0123456789０９〇一二三四五六七八九十两半年月日号季度周旬底末初前内后起止到至自从每“”十四五期间"
    "—-、，。《》（）今明全上下印发 的\n"
)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_total_ordered_and_within(text: str) -> None:
    mentions = find_times(text)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    for m in mentions:
        assert m.kind in ("by", "during", "recurring", "relative", "bare")
        for date in (m.begin, m.until):
            assert calendar.resolve(date, m.shift, 2024, "2024-05-01", end=True) is None or date is None or len(date) == 10
        begin = calendar.resolve(m.begin, m.shift, 2024, "2024-05-01", end=False)
        until = calendar.resolve(m.until, m.shift, 2024, "2024-05-01", end=True)
        if m.kind == "during" and m.begin and m.until and begin and until:
            assert begin <= until


@given(st.text(alphabet=ALPHABET, max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_window_keeps_to_itself(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    assert all(start <= m.start and m.end <= end for m in find_times(text, start, end))


@pytest.mark.parametrize("piece", ["2025年", "《", "1、", "十", "每", "“", "年年", "9", "2025—", "印发后", " 月", "到2025"])
def test_hostile_repetition_is_quick(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    start = time.perf_counter()
    find_times(text)
    assert time.perf_counter() - start < 5
