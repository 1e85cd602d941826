"""Duties: sentences outside the tasks by which the notice binds its addressees."""

from __future__ import annotations

import pytest

from gongwen.assemble.calendar import Calendar
from gongwen.assemble.duties import read_duties
from gongwen.recognise.calendar import Period

CALENDAR = Calendar(2024, "2024-03-08", Period("2024-01-01", "2024-12-31"))


def duties(text: str, zone: str = "closing") -> list[tuple[str, list[str]]]:
    """The sentences, each with the raw dates."""
    return [(text[slice(*d.span)], [t.raw for t in d.deadlines]) for d in read_duties(text, [(zone, (0, len(text)))], CALENDAR)]


DUTIES = [
    ("各乡镇要建立工作专班。", []),
    ("各有关单位务必高度重视，压实责任。", []),
    ("请各单位于每月5日前将进展情况报送县政府办。", ["每月5日前"]),
    ("各县（市、区）要在2024年6月30日前出台实施细则，并报市卫健委备案。", ["2024年6月30日前"]),
    ("请于4月10日前将联络员名单反馈我局。", ["4月10日前"]),
]


@pytest.mark.parametrize(("sentence", "dates"), DUTIES)
def test_a_duty(sentence: str, dates: list[str]) -> None:
    assert duties(sentence) == [(sentence, dates)]


NONE = [
    "现印发给你们，请认真贯彻执行。",
    "现将《工作方案》印发给你们，请结合实际认真组织实施。",
    "各项工作取得明显成效。",
    "改革要求不断提高。",
    "工作经费由县财政局统筹安排。",
]


@pytest.mark.parametrize("sentence", NONE)
def test_no_duty(sentence: str) -> None:
    assert duties(sentence) == []


def test_what_a_preamble_tells_of_others_is_none() -> None:
    assert duties("各乡镇要建立工作专班。", zone="preamble") == []
    assert duties("各乡镇要建立工作专班。", zone="cover") != []


def test_one_duty_a_sentence_in_order() -> None:
    text = "各乡镇要建立专班。有关情况已通报。请各单位于7月5日前报送半年总结。"
    assert [d for d, _ in duties(text)] == ["各乡镇要建立专班。", "请各单位于7月5日前报送半年总结。"]


def test_the_years_of_bare_dates_are_supplied() -> None:
    text = "请各单位分别于6月25日和12月25日前报送总结。"
    (duty,) = read_duties(text, [("closing", (0, len(text)))], CALENDAR)
    assert [d.until for d in duty.deadlines] == ["2024-06-25", "2024-12-25"]
