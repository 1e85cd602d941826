"""Cells of indicator tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise.values import Value, metric_unit, read_value


def read(cell: str, unit: str | None = "%", role: str = "goal") -> list[tuple[str | None, ...]]:
    """(mode, comparator, value, upper, unit, facet, period) of each value."""
    values = read_value(cell, 0, len(cell), unit=unit, role=role)
    return [(v.mode, v.comparator, v.value, v.upper, v.unit, v.facet, v.period) for v in values]


@pytest.mark.parametrize(
    ("cell", "comparator", "value", "upper", "unit"),
    [
        ("≥47.50", "ge", "47.50", None, "%"),
        ("40.00左右", "approx", "40.00", None, "%"),
        ("﹥50", "gt", "50", None, "%"),
        ("＞50", "gt", "50", None, "%"),
        ("〉50", "gt", "50", None, "%"),
        ("<10%，不搞一刀切", "lt", "10", None, "%"),
        ("力争达90%以上", "ge", "90", None, "%"),
        ("≤7天", "le", "7", None, "天"),
        ("60～70", "range", "60", "70", "%"),
        ("1:1.2", "eq", "1.2", None, "1:n"),
        ("12/10万", "eq", "12", None, "1/10万"),
        ("2020", "eq", "2020", None, "%"),
        ("1,200", "eq", "1200", None, "%"),
        ("3万人", "eq", "30000", None, "人"),
        ("80岁左右", "approx", "80", None, "岁"),
        ("100％", "eq", "100", None, "%"),
    ],
)
def test_one_figure(cell: str, comparator: str, value: str, upper: str | None, unit: str) -> None:
    assert read(cell) == [("level", comparator, value, upper, unit, None, None)]


@pytest.mark.parametrize("cell", ["/", "—", "", "  ", "－", "完成省下达任务", "另行下达", "不适用"])
def test_cells_without_a_value(cell: str) -> None:
    assert read(cell) == []


def test_two_things_in_one_cell_are_facets() -> None:
    assert read("药品85% 耗材70%") == [("level", "eq", "85", None, "%", "药品", None), ("level", "eq", "70", None, "%", "耗材", None)]
    assert [v[5] for v in read("城市≥95\n县城≥85")] == ["城市", "县城"]


def test_a_level_or_a_change() -> None:
    level, change = read("≥70.00（或较2020年提高5个百分点左右）")
    assert level[:3] == ("level", "ge", "70.00")
    assert change == ("change", "approx", "5", None, "个百分点", None, None)
    assert read("下降5%")[0][:3] == ("change", "eq", "-5")


def test_references_to_other_figures() -> None:
    assert [v[:2] for v in read("达到全省平均水平并接近全国平均水平")] == [("reference", "eq"), ("reference", "approx")]
    assert [v[:2] for v in read("≥全国平均水平")] == [("reference", "ge")]


@pytest.mark.parametrize(("cell", "direction"), [("逐年提高", "up"), ("持续下降", "down"), ("保持稳定", "keep")])
def test_trends(cell: str, direction: str) -> None:
    assert [v[:2] for v in read(cell)] == [("trend", direction)]
    assert read(cell, role="baseline") == []


def test_a_figure_and_a_trend() -> None:
    assert [v[:3] for v in read("≥33.66%，已达目标值的逐年提高")] == [("level", "ge", "33.66"), ("trend", "up", None)]


def test_the_year_in_a_cell_is_the_period() -> None:
    assert read("2.54（2020年）", "‰") == [("level", "eq", "2.54", None, "‰", None, "2020")]
    assert [v[6] for v in read("2022年：85；2025年：90")] == ["2022", "2025"]
    assert read("<10%（以2019年为基数）")[0][6] is None


def test_all_that_is_due() -> None:
    assert [v[:3] for v in read("应保尽保", None)] == [("level", "eq", "100")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("规范管理人数（人）", ("规范管理人数", "人")),
        ("床位数（张/千人）", ("床位数", "张/千人")),
        ("死亡率（1/10万）", ("死亡率", "1/10万")),
        ("产值（单位：万元）", ("产值", "万元")),
        ("信息公示（100%）", ("信息公示", "%")),
        ("执业（助理）医师数", ("执业（助理）医师数", None)),
        ("设有医院的县（市、区）", ("设有医院的县（市、区）", None)),
    ],
)
def test_the_unit_in_an_indicators_name(name: str, expected: tuple[str, str | None]) -> None:
    assert metric_unit(name) == expected


@given(st.text(st.sampled_from("0123456789.,%‰≥≤<>～-/（）年左右以上提高下降药品 \n达到平均水平逐年"), max_size=40))
def test_any_cell_gives_values_inside_it(cell: str) -> None:
    for value in read_value(f"甲{cell}乙", 1, 1 + len(cell), unit="%", role="goal"):
        assert isinstance(value, Value)
        assert 1 <= value.start < value.end <= 1 + len(cell)
