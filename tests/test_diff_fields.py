"""What changed inside a task: bodies, deadlines, targets, measures, and the rows of indicator tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from diff_lists import one
from gongwen.diff import FieldChanges, Place, TargetRef
from gongwen.diff.figures import comparable, direction, reached, reckoned, unchanged
from gongwen.diff.indicators import indicator_changes
from gongwen.diff.offices import kinship, office_of
from gongwen.records import Indicator, IndicatorValue, Span, Unit

HERE = Span(start=0, end=1)


def inside(old: str, new: str, *, years: tuple[int, int] = (2031, 2031)) -> FieldChanges:
    changes = one(f"更新供水管网。{old}", f"更新供水管网。{new}", years=years).changes
    assert changes is not None
    return changes


# bodies -------------------------------------------------------------------------------------------------------------------


def units(old: str, new: str) -> list[tuple[str, str, str]]:
    """(kind, old name, new name) of two unit clauses."""
    changes = inside(f"更换老旧铸铁管道。（{old}）", f"更换老旧铸铁管道。（{new}）")
    return [(u.kind, u.old.name if u.old else "", u.new.name if u.new else "") for u in changes.units]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("市水利局负责", "市水利局、市财政局负责", [("added", "", "市财政局")]),
        ("市水利局、市财政局负责", "市财政局负责", [("removed", "市水利局", "")]),
        ("市水利局、市财政局负责", "市财政局、市水利局负责", []),
        ("市水利局、市财政局负责", "市水利局牵头，市财政局负责", [("role_changed", "市水利局", "市水利局")]),
        ("市卫健委负责", "市卫生健康委员会负责", []),  # an abbreviation
        ("市卫生计生委负责", "市卫生健康委负责", [("renamed", "市卫生计生委", "市卫生健康委")]),  # the reform of 2018
        ("市环保局负责", "市生态环境局负责", [("renamed", "市环保局", "市生态环境局")]),
        ("市审计局负责", "市统计局负责", [("added", "", "市统计局"), ("removed", "市审计局", "")]),
    ],
)
def test_bodies_come_go_and_change_their_role_or_name(old: str, new: str, told: list[tuple[str, str, str]]) -> None:
    assert units(old, new) == told


@pytest.mark.parametrize(
    ("old", "new", "elsewhere", "kin"),
    [
        ("市教育局", "市教育局", False, "same"),
        ("市发展改革委", "市发改委", False, "same"),
        ("市国土资源局", "市自然资源和规划局", False, "renamed"),
        ("市工商局", "市市场监管局", False, "renamed"),
        ("市安监局", "市应急管理局", False, "renamed"),
        ("银保监分局", "金融监管分局", False, "renamed"),
        ("市政府", "市政府办公室", False, None),
        ("市委组织部", "市委宣传部", False, None),
        ("省教育厅", "市教育局", True, "localised"),
        ("省教育厅", "市教育局", False, None),
        ("省政府办公厅", "市政府办公室", True, "localised"),
    ],
)
def test_one_office_under_two_names(old: str, new: str, elsewhere: bool, kin: str | None) -> None:
    a, b = (office_of(Unit(raw=name, name=name, span=HERE, rule="x")) for name in (old, new))
    assert kinship(a, b, elsewhere=elsewhere) == kin


# deadlines ------------------------------------------------------------------------------------------------------------------


def deadlines(old: str, new: str, *, years: tuple[int, int] = (2031, 2031)) -> list[tuple[Any, ...]]:
    return [(d.kind, d.days, d.against_period, d.with_period) for d in inside(old, new, years=years).deadlines]


def test_deadlines_move_by_days() -> None:
    assert deadlines("2031年10月底前更换管道。", "2031年8月底前更换管道。") == [("moved", -61, -61, False)]


def test_a_deadline_that_moves_with_the_planning_period_says_so() -> None:
    assert deadlines("2031年10月底前更换管道。", "2032年10月底前更换管道。", years=(2031, 2032)) == [("moved", 366, 0, True)]
    assert deadlines("2031年11月底前更换管道。", "2032年10月底前更换管道。", years=(2031, 2032)) == [("moved", 336, -30, False)]


def test_the_last_of_february_stays_the_last() -> None:
    assert deadlines("2031年2月底前更换管道。", "2032年2月底前更换管道。", years=(2031, 2032)) == [("moved", 366, 0, True)]


def test_another_rhythm_another_kind_a_new_and_a_dropped_deadline() -> None:
    assert deadlines("每季度通报水质。", "每月通报水质。") == [("recurrence_changed", None, None, False)]
    assert deadlines("更换铸铁管道。", "2031年6月底前更换铸铁管道。") == [("added", None, None, False)]
    assert deadlines("2031年6月底前更换铸铁管道。", "更换铸铁管道。") == [("removed", None, None, False)]


def test_two_deadlines_are_matched_by_what_they_are_for() -> None:
    old = "2031年6月底前更换城东铸铁管道。2031年9月底前安装远传智能水表。"
    new = "2031年8月底前安装远传智能水表。2031年7月底前更换城东铸铁管道。"
    changes = inside(old, new).deadlines
    assert {(d.old.raw, d.new.raw) for d in changes if d.old and d.new} == {
        ("2031年6月底前", "2031年7月底前"),
        ("2031年9月底前", "2031年8月底前"),
    }


# targets --------------------------------------------------------------------------------------------------------------------


def targets(old: str, new: str) -> list[tuple[Any, ...]]:
    return [(t.kind, t.direction, t.difference) for t in inside(old, new).targets]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("供水管网漏损率不超过9%。", "供水管网漏损率不超过8%。", ("changed", "tightened", "-1")),
        ("供水管网漏损率不超过9%。", "供水管网漏损率不超过9.5%。", ("changed", "loosened", "0.5")),
        ("水质合格率达到95%以上。", "水质合格率达到98%以上。", ("changed", "tightened", "3")),
        ("水质合格率达到95%。", "水质合格率达到96%。", ("changed", "tightened", "1")),  # by the word 达到
        ("水质合格率达到95%以上。", "水质合格率不低于95%。", None),  # other words, the same goal
        ("改造管道120公里。", "改造管道12万米。", None),  # the same in another unit
        ("全年城镇新增就业28000人。", "全年城镇新增就业提高到30000人。", ("changed", "tightened", "2000")),
        ("改造管道120公里。", "改造管道150000米。", ("changed", "tightened", "30000")),
        ("水质合格率达到95%以上。", "开展水质检测。", ("removed", "dropped", None)),
        ("开展水质检测。", "水质合格率达到95%以上。", ("added", None, None)),
    ],
)
def test_targets_are_tightened_loosened_dropped_and_added(old: str, new: str, told: tuple[Any, ...] | None) -> None:
    assert targets(old, new) == ([told] if told else [])


def test_targets_are_matched_by_metric_and_not_by_place() -> None:
    changes = inside("漏损率不超过9%，水质合格率达到95%以上。", "水质合格率达到96%以上，漏损率不超过9%。").targets
    assert [(t.old.metric, t.new.metric) for t in changes if t.old and t.new] == [("水质合格率", "水质合格率")]


def test_what_was_reached_is_told_by_the_figure_it_starts_from() -> None:
    (change,) = inside("水质合格率达到95%以上。", "水质合格率由95.4%提高到97%以上。").targets
    assert change.reached is True
    (change,) = inside("水质合格率达到95%以上。", "水质合格率由94.1%提高到97%以上。").targets
    assert change.reached is False


def figure(comparator: str, value: str, unit: str = "%", *, metric: str = "某率", **more: str) -> TargetRef:
    given = {"raw": f"{metric}{value}{unit}", "mode": "level", "comparator": comparator, "value": value, "unit": unit}
    return TargetRef.model_validate(given | {"metric": metric, "place": Place(start=0, end=1)} | more)


def test_nobody_guesses_which_way_is_better() -> None:
    assert direction(figure("eq", "3"), figure("eq", "4")) == "changed"
    assert direction(figure("ge", "90"), figure("gt", "90")) == "tightened"
    assert direction(figure("range", "2", upper="3"), figure("range", "3", upper="4")) == "changed"


def test_numbers_of_two_places_do_not_ask_more_or_less() -> None:
    """A city's 40 schools are not less than its province's 300, but 95% are less than 98%."""
    assert direction(figure("ge", "300", "所"), figure("ge", "40", "所"), elsewhere=True) == "changed"
    assert direction(figure("ge", "98"), figure("ge", "95"), elsewhere=True) == "loosened"


def test_a_cut_that_grows_asks_more() -> None:
    old, new = (figure("eq", value, raw=f"能耗降低{value[1:]}%", mode="change", metric="能耗") for value in ("-5", "-8"))
    assert direction(old, new) == "tightened"


def test_the_name_of_a_metric_says_nothing_of_its_figure() -> None:
    old, new = (figure("eq", v, "个", raw=f"3岁以下托位数达{v}个", metric="3岁以下托位数") for v in ("5", "7"))
    assert direction(old, new) == "tightened"


@pytest.mark.parametrize(
    ("a", "b", "factor"),
    [
        ("公里", "米", "1000"),
        ("公顷", "亩", "15"),
        ("‰", "%", "0.1"),
        ("家", "个", "1"),
        ("万人", "人", "10000"),
        ("元", "公里", None),
        (None, "%", "1"),
    ],
)
def test_units_of_one_kind_are_reckoned_into_each_other(a: str | None, b: str, factor: str | None) -> None:
    assert comparable(a, b) == (Decimal(factor) if factor is not None else None)


def test_a_converted_figure_that_comes_to_the_same_is_no_change() -> None:
    old, new = figure("ge", "5", "‰"), figure("ge", "0.5", "%")
    assert unchanged(old, new)
    as_new = reckoned(old, new)
    assert as_new is not None
    assert as_new.converted


@pytest.mark.parametrize(
    ("goal", "actual", "way", "met"),
    [
        (figure("ge", "90"), "90", 1, True),
        (figure("gt", "90"), "90", 1, False),
        (figure("le", "8"), "7.5", -1, True),
        (figure("le", "8"), "8.1", -1, False),
        (figure("eq", "90"), "91", 0, None),
        (figure("range", "2", upper="3"), "2.5", 0, True),
    ],
)
def test_a_goal_is_reached_on_its_own_side(goal: TargetRef, actual: str, way: int, met: bool | None) -> None:
    assert reached(goal, Decimal(actual), way) is met


# measures -------------------------------------------------------------------------------------------------------------------


def test_measures_stand_side_by_side() -> None:
    old = "①更换城东铸铁管道。②安装远传智能水表。③清洗二次供水水箱。"
    new = "①安装远传智能水表。②更换城东片区的老旧铸铁管道。③公布水质检测结果。"
    found = inside(old, new).measures
    assert [(m.kind, m.old.index if m.old else None, m.new.index if m.new else None) for m in found] == [
        ("moved", 1, 0),
        ("reworded", 0, 1),
        ("removed", 2, None),
        ("added", None, 2),
    ]


def test_a_measure_in_another_place_has_moved() -> None:
    found = inside("①更换铸铁管道。②安装智能水表。③清洗水箱。", "①清洗水箱。②更换铸铁管道。③安装智能水表。").measures
    assert [(m.kind, m.new.text if m.new else "") for m in found] == [
        ("moved", "清洗水箱。"), ("same", "更换铸铁管道。"), ("same", "安装智能水表。")
    ]  # fmt: skip


def test_two_deadlines_a_year_apart_both_move_on() -> None:
    """2031 is no deadline that stayed because the other one has come to where it stood."""
    old = "到2031年底更换城东铸铁管道，到2032年底更换城西铸铁管道。"
    new = "到2032年底更换城东铸铁管道，到2033年底更换城西铸铁管道。"
    assert deadlines(old, new, years=(2031, 2032)) == [("moved", 366, 0, True), ("moved", 365, 0, True)]


# indicators -----------------------------------------------------------------------------------------------------------------


def row(name: str, base: str, goal: str, period: str, unit: str = "%") -> Indicator:
    """A row with the figure that is so and the goal."""
    common: dict[str, Any] = {"mode": "level", "span": HERE, "rule": "x", "unit": unit}
    values = (
        IndicatorValue(period=str(int(period) - 5), role="baseline", comparator="eq", value=base, raw=base, **common),
        IndicatorValue(period=period, role="goal", comparator="ge", value=goal, raw=f"≥{goal}", **common),
    )
    return Indicator(id=name, name=name, unit=unit, values=values, span=HERE)


def test_figures_in_different_units_are_not_reckoned_with() -> None:
    """An amount (万吨) that became a share (%) has changed, by nobody knows how much."""
    old, new = row("氨氮排放总量（万吨）", "264", "238", "2030"), row("氨氮排放总量减少（%）", "13", "10", "2035")
    bare = [r.model_copy(update={"unit": None, "values": tuple(v.model_copy(update={"unit": None}) for v in r.values)}) for r in (old, new)]
    (told,) = [c for c in indicator_changes(bare[:1], bare[1:], elsewhere=False) if c.values]
    assert [(v.direction, v.difference) for v in told.values] == [("changed", None)]


def test_indicators_are_matched_by_name_and_their_goals_compared() -> None:
    old = [row("森林覆盖率", "20", "22", "2030"), row("湿地保护率", "50", "55", "2030"), row("自然岸线保有率", "30", "35", "2030")]
    new = [row("湿地保护率", "56", "60", "2035"), row("森林覆盖率（%）", "21.5", "24", "2035"), row("水土保持率", "70", "72", "2035")]
    told = indicator_changes(old, new, elsewhere=False)
    assert [(c.kind, c.old.name if c.old else "", c.new.name if c.new else "") for c in told] == [
        ("changed", "湿地保护率", "湿地保护率"),
        ("changed", "森林覆盖率", "森林覆盖率（%）"),
        ("added", "", "水土保持率"),
        ("removed", "自然岸线保有率", ""),
    ]
    assert [(c.values[0].direction, c.values[0].difference, c.values[0].reached) for c in told[:2]] == [
        ("tightened", "5", True),
        ("tightened", "2", False),
    ], "the base figure of the new table says whether the old goal was reached"
