"""Rows of indicator tables and of series by year."""

from __future__ import annotations

import pytest

from gongwen.assemble.calendar import Calendar
from gongwen.assemble.indicators import IndicatorDraft, is_indicator_table, read_indicators
from gongwen.recognise.calendar import Period
from layouts import CellText, body, drawn, tables

PLAN = Calendar(None, None, Period("2021-01-01", "2025-12-31"))


def read(*rows: list[CellText], calendar: Calendar = PLAN, above: str = "") -> tuple[list[IndicatorDraft], str]:
    laid = body("安平县指标表", drawn(list(rows)))
    (table,) = tables(laid)
    assert is_indicator_table(table)
    return read_indicators(table, laid.text, calendar, above), laid.text


Value = tuple[str | None, str, str, str | None, str | None]


def values(row: IndicatorDraft) -> list[Value]:
    """(period, role, comparator, value, unit) of each value."""
    return [(v.period, v.role, v.value.comparator, v.value.value, v.unit) for v in row.values]


HEAD: list[CellText] = ["序号", "指标名称", "单位", "2020年", "2025年", "属性", "责任单位"]


def test_a_row() -> None:
    first: list[CellText] = ["3", "县域内就诊率", "%", "86.5", "≥90", "预期性", "县卫健局"]
    second: list[CellText] = ["4", "签约率", "%", "40", "50", "预期性", "县卫健局"]
    (row, _), text = read(HEAD, first, second)
    assert (row.number, row.name, row.unit, row.nature, row.domain) == ("3", "县域内就诊率", "%", "预期性", None)
    assert values(row) == [("2020", "baseline", "eq", "86.5", "%"), ("2025", "goal", "ge", "90", "%")]
    assert [(role, text[slice(*cell)]) for role, cell in row.units] == [("data_units", "县卫健局")]


def test_domains_merged_over_rows_or_in_rows_of_their_own() -> None:
    head: list[CellText] = ["领域", "指标", "单位", "目标值"]
    merged, _ = read(head, [("医疗服务", 2, 1), "就诊率", "%", "90"], ["签约率", "%", "50"])
    assert [r.domain for r in merged] == ["医疗服务", "医疗服务"]
    head = ["指标", "单位", "目标值"]
    grouped, _ = read(head, [("一、医疗服务", 1, 3)], ["就诊率", "%", "90"], [("二、公共卫生", 1, 3)], ["接种率", "%", "95"])
    assert [r.domain for r in grouped] == ["一、医疗服务", "二、公共卫生"]


CELLS = [
    ("90", [("eq", "90")]),
    (">95", [("gt", "95")]),
    ("≤1.5", [("le", "1.5")]),
    ("90以上", [("ge", "90")]),
    ("[12]", [("eq", "12")]),
    ("—", []),
    ("/", []),
    ("", []),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_values(cell: str, expected: list[tuple[str, str]]) -> None:
    rows, _ = read(["指标名称", "单位", "2025年目标值"], ["就诊率", "%", cell], ["签约率", "%", "50"])
    assert [(c, v) for _, _, c, v, _ in values(rows[0])] == expected


def test_the_unit_of_the_caption_or_of_the_name_where_no_column_gives_it() -> None:
    rows, _ = read(["学校", "2024年", "2025年"], ["安平一中", "600", "650"], ["安平二中", "400", "420"], above="招生计划表（单位：人）\n")
    assert [r.unit for r in rows] == ["人", "人"]
    rows, _ = read(["指标名称", "2025年目标值"], ["就诊率（%）", "90"], ["养老床位数（张）", "600"])
    assert [r.unit for r in rows] == ["%", "张"]


def test_a_year_before_the_plan_is_the_base() -> None:
    rows, _ = read(["指标名称", "2019年", "2023年", "2025年"], ["就诊率", "80%", "85%", "90%"], ["签约率", "30%", "40%", "50%"])
    assert [(v.period, v.role) for v in rows[0].values] == [("2019", "baseline"), ("2023", "goal"), ("2025", "goal")]


def test_a_cell_that_says_what_no_rule_reads_is_kept_for_the_audit() -> None:
    rows, text = read(["指标名称", "单位", "2025年目标值"], ["就诊率", "%", "见2号附表"], ["签约率", "%", "50"])
    assert [text[slice(*s)] for s in rows[0].unread] == ["见2号附表"]


def test_a_row_that_says_of_what_nature_those_below_are() -> None:
    head: list[CellText] = ["指标", "单位", "2020年", "2025年"]
    land: list[CellText] = ["耕地保有量", "万亩", "52", "52"]
    rows, _ = read(head, [("一、约束性指标", 1, 4)], land, ["二、预期性指标", "", "", ""], ["城镇化率", "%", "58", "62"])
    assert [(r.name, r.nature, r.domain) for r in rows] == [("耕地保有量", "约束性", None), ("城镇化率", "预期性", None)]


def test_a_column_of_changes_keeps_the_sign() -> None:
    head: list[CellText] = ["指标", "单位", "2020年", "2025年", "增减"]
    (row,), _ = read(head, ["单位能耗", "%", "13.2", "10.5", "-2.7个百分点"])
    assert [(v.value.mode, v.value.value, v.unit) for v in row.values][-1] == ("change", "-2.7", "个百分点")


def test_values_of_which_one_is_enough_share_a_group() -> None:
    (row,), _ = read(["指标", "单位", "目标值"], ["好评率", "%", "≥95%或提高2个百分点"])
    assert [(v.value.value, v.value.group) for v in row.values] == [("95", "g1"), ("2", "g1")]
