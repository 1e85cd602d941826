"""The numbering automaton: which markers count and how deep each stands."""

from __future__ import annotations

import pytest

from gongwen.model.body import Paragraph
from gongwen.structure.automaton import run
from gongwen.structure.candidates import candidates


def placed(*paragraphs: str) -> tuple[list[tuple[str, int]], list[str]]:
    """([(marker, depth)], codes of faults) of some paragraphs."""
    text = "\n".join(paragraphs)
    blocks: list[Paragraph] = []
    at = 0
    for paragraph in paragraphs:
        blocks.append(Paragraph(at, at + len(paragraph)))
        at += len(paragraph) + 1
    found, faults = run(candidates(blocks, text), text)
    return [(p.candidate.marker.text, p.depth) for p in found], [f.code for f in faults]


def test_the_customary_order_of_families() -> None:
    shown, faults = placed("一、总体", "二、任务", "（一）服务", "1.门诊", "（1）挂号", "①现场", "②网上", "（2）缴费", "2.住院", "三、要求")
    assert [marker for marker, _ in shown] == ["一、", "二、", "（一）", "1.", "（1）", "①", "②", "（2）", "2.", "三、"]
    assert [depth for _, depth in shown] == [0, 0, 1, 2, 3, 4, 4, 3, 2, 0]
    assert faults == []


def test_chapters_stand_above_everything() -> None:
    shown, _ = placed("第一章 总则", "第一节 目标", "一、近期", "二、远期", "第二节 原则", "第二章 任务")
    assert shown == [("第一章", 0), ("第一节", 1), ("一、", 2), ("二、", 2), ("第二节", 1), ("第二章", 0)]


def test_a_level_that_is_left_out_leaves_no_gap() -> None:
    assert placed("一、任务", "1.台账", "2.清单", "二、要求")[0] == [("一、", 0), ("1.", 1), ("2.", 1), ("二、", 0)]


def test_items_below_each_heading_begin_anew() -> None:
    shown, faults = placed("一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅", "（二）卯")
    assert [d for _, d in shown] == [0, 1, 1, 0, 1, 1]
    assert faults == []


def test_items_numbered_through_all_headings() -> None:
    shown, faults = placed("一、甲", "（一）子", "（二）丑", "二、乙", "（三）寅", "（四）卯")
    assert [d for _, d in shown] == [0, 1, 1, 0, 1, 1]
    assert faults == []


def test_an_unusual_order_is_taken_as_it_comes() -> None:
    """（一） above 一、 happens in county notices; what stands first stands higher."""
    shown, _ = placed("1.甲", "（1）子", "（2）丑", "2.乙", "①寅", "②卯")
    assert shown == [("1.", 0), ("（1）", 1), ("（2）", 1), ("2.", 0), ("①", 1), ("②", 1)]


FAULTS = [
    (["1.甲", "2.乙", "4.丁"], ["numbering_gap"]),
    (["1.甲", "2.乙", "2.丙"], ["numbering_repeat"]),
    (["1.甲", "3.丙", "2.乙"], ["numbering_gap", "numbering_order"]),
    (["一、甲", "三、丙"], ["numbering_gap"]),
    (["2.乙", "3.丙"], ["numbering_gap"]),
    (["一、甲", "二、乙", "一、子"], ["numbering_restart"]),
]


@pytest.mark.parametrize(("paragraphs", "codes"), FAULTS)
def test_gaps_repeats_and_restarts_are_told(paragraphs: list[str], codes: list[str]) -> None:
    shown, faults = placed(*paragraphs)
    assert len(shown) == len(paragraphs)
    assert faults == codes


INSIDE = [
    # a run proves markers inside a paragraph
    ("1.建立制度：①建台账；②定责任。", ["1.", "①", "②"]),
    ("1.建立制度。一是建台账；二是定责任。", ["1.", "一是", "二是"]),
    ("一、主要任务。1.建台账。2.定责任。", ["一、", "1.", "2."]),
    # one alone does not
    ("1.落实第（一）项任务。", ["1."]),
    ("1.坚持一是一、二是二的原则。", ["1."]),
    ("1.完成2、3类设备更新。", ["1."]),
]


@pytest.mark.parametrize(("paragraph", "markers"), INSIDE)
def test_inside_a_paragraph_only_a_run_counts(paragraph: str, markers: list[str]) -> None:
    assert [m for m, _ in placed(paragraph)[0]] == markers


def test_grades_at_the_beginning_of_a_line_are_no_markers() -> None:
    shown, _ = placed("一、服务", "三、四级医院要建立中心", "二、保障")
    assert [m for m, _ in shown] == ["一、", "二、"]


def test_a_number_far_off_the_run_is_no_marker() -> None:
    assert [m for m, _ in placed("1.甲", "2.乙", "96.万元", "3.丙")[0]] == ["1.", "2.", "3."]


def test_decimal_numbers_stand_as_deep_as_they_have_parts() -> None:
    shown, faults = placed("1 总体要求", "1.1 建设目标", "1.2 建设原则", "2 主要任务", "2.1 建设平台", "2.1.1 统一标准", "2.2 归集数据")
    assert shown == [("1", 0), ("1.1", 1), ("1.2", 1), ("2", 0), ("2.1", 1), ("2.1.1", 2), ("2.2", 1)]
    assert [code for code in faults if code != "numbering_restart"] == []


def test_items_that_begin_with_a_month_or_a_year() -> None:
    assert [m for m, _ in placed("1.全年完成考核", "2.3月底前完成招录", "3.2024年底前通过评审", "4.9月开工")[0]] == ["1.", "2.", "3.", "4."]


def test_a_letter_that_heads_lower_items() -> None:
    shown, _ = placed("一、任务", "A．建平台", "1）甲", "2）乙", "B．育企业", "1）丙")
    assert [depth for _, depth in shown] == [0, 1, 2, 2, 1, 2]
