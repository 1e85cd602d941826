"""Heading rows and the roles of columns."""

from __future__ import annotations

import pytest

from gongwen.layout.columns import columns_of
from gongwen.layout.grid import Grid, expand
from gongwen.layout.heading_rows import count_header_rows, lift_caption
from layouts import CellText, drawn


def grid(rows: list[list[CellText]]) -> Grid:
    made = expand(drawn(rows))
    lift_caption(made)
    made.n_header = count_header_rows(made)
    return made


def roles(*rows: list[CellText]) -> list[str | None]:
    return [c.role for c in columns_of(grid(list(rows)))]


LONG = "完善县乡村三级医疗卫生服务网络，建立工作台账，定期通报情况"

TASKS = [
    (["序号", "重点任务", "具体措施", "责任单位", "完成时限"], ["1", "健全网络", LONG, "县卫健局", "6月底前"],
     ["number", "task", "measures", "units", "deadline"]),
    (["序号", "工作任务", "牵头单位", "配合单位", "时间节点"], ["1", LONG, "县卫健局", "县财政局", "全年"],
     ["number", "task", "lead", "supporting", "deadline"]),
    (["项目名称", "建设内容及规模", "建设年限", "业主单位", "备注"], ["安临公路", LONG, "2024—2026年", "县交通局", ""],
     ["task", "measures", "deadline", "units", "remarks"]),
    (["序 号", "任 务 内 容", "责任部门（单位）", "完成时间（2024年）"], ["1", LONG, "县卫健局", "6月"],
     ["number", "task", "units", "deadline"]),
    (["重点任务", "主要内容", "任务牵头单位"], ["健全网络", LONG, "县卫健局"], ["task", "measures", "lead"]),
    (["", "任务", "责任单位"], ["1", LONG, "县卫健局"], ["number", "task", "units"]),
    (["序号", "任务", "一季度", "二季度目标", "责任单位"], ["1", LONG, "开工", "完工", "县交通局"],
     ["number", "task", "stage", "stage", "units"]),
    (["任务", "2024年目标任务", "责任单位"], [LONG, "20个", "县交通局"], ["task", "stage", "units"]),
    (["序号", "任务", "联络员"], ["1", LONG, "张某"], ["number", "task", None]),
]  # fmt: skip


@pytest.mark.parametrize(("head", "row", "expected"), TASKS)
def test_columns_of_task_tables(head: list[CellText], row: list[CellText], expected: list[str | None]) -> None:
    assert roles(head, row, row) == expected


def test_a_merged_text_column_before_the_numbered_ones_is_a_group() -> None:
    assert roles(
        ["重点任务", "序号", "主要内容", "责任单位"],
        [("一、健全网络", 2, 1), "1", "新建村卫生室10个", "县卫健局"],
        ["2", "培训村医80名", "县卫健局"],
    ) == ["group", "number", "task", "units"]


INDICATORS = [
    (["序号", "指标名称", "单位", "2023年", "2025年", "属性"], ["1", "县域内就诊率", "%", "86.5", "90", "预期性"],
     ["number", "indicator", "unit", "goal", "goal", "nature"]),
    (["领域", "指标", "计量单位", "基期值", "目标值", "责任单位"], ["卫生", "就诊率", "%", "86.5", "≥90", "县卫健局"],
     ["domain", "indicator", "unit", "baseline", "goal", "data_units"]),
    (["指标名称", "单位", "2025年目标"], ["就诊率", "县卫健局、县医保局", "90%"], ["indicator", "data_units", "goal"]),
]  # fmt: skip


@pytest.mark.parametrize(("head", "row", "expected"), INDICATORS)
def test_columns_of_indicator_tables(head: list[CellText], row: list[CellText], expected: list[str | None]) -> None:
    assert roles(head, row, row) == expected


def test_years_of_columns() -> None:
    made = columns_of(grid([["指标名称", "2020年实际值", "2025年目标值"], ["就诊率", "86", "90"], ["签约率", "40", "50"]]))
    assert [c.year for c in made] == [None, "2020", "2025"]


HEADS = [
    # rows, how many of them are headings
    ([["序号", "任务", "责任单位"], ["1", "甲", "县教育局"]], 1),
    ([["序号", "任务", ("责任单位", 1, 2)], ["", "", "牵头单位", "配合单位"], ["1", "甲", "县教育局", "县财政局"]], 2),
    ([[("序号", 2, 1), ("任务", 2, 1), ("进度", 1, 2)], ["上半年", "下半年"], ["1", "甲", "选址", "开工"]], 2),
    ([["1", "甲", "县教育局"], ["2", "乙", "县财政局"], ["3", "丙", "县民政局"]], 0),
    ([["序号", "任务", "责任单位"]], 0),
]


@pytest.mark.parametrize(("rows", "n"), HEADS)
def test_heading_rows(rows: list[list[CellText]], n: int) -> None:
    assert grid(rows).n_header == n


TITLED: list[list[CellText]] = [[("安平县任务表", 1, 3)], ["序号", "任务", "责任单位"], ["1", LONG, "县教育局"], ["2", LONG, "县民政局"]]


def test_a_title_row_inside_the_table_stands_above_the_heading() -> None:
    assert roles(*TITLED) == ["number", "task", "units"]
    assert [[line.text for line in lines] for lines in grid(TITLED).caption] == [["安平县任务表"]]


def test_a_task_table_with_a_column_of_indicators() -> None:
    head: list[CellText] = ["No.", "任务", "指标", "单位(部门)", "时限"]
    found = roles(head, ["1", "数字化转型", "覆盖率≥80%", "县工信局", "12月底"], ["2", "绿色工厂", "新增3家", "县工信局", "10月底"])
    assert found == ["number", "task", "target", "units", "deadline"]


def test_columns_without_headings_are_told_by_their_cells() -> None:
    assert roles(["1", "开展清理行动，建立台账", "县农业农村局", "12月底前"], ["2", "完善管护制度", "县水利局、县财政局", "长期"]) == [
        "number", "task", "units", "deadline",
    ]  # fmt: skip
