"""Rows of task tables: number, group, title, measures, who and when."""

from __future__ import annotations

import pytest

from gongwen.assemble.rows import RowTask, is_task_table, read_rows
from layouts import CellText, body, drawn, tables


def read(*rows: list[CellText]) -> tuple[list[RowTask], str]:
    laid = body("安平县重点任务表", drawn(list(rows)))
    (table,) = tables(laid)
    assert is_task_table(table)
    return read_rows(table, laid.text), laid.text


def shown(*rows: list[CellText]) -> list[tuple[str | None, int, str, str]]:
    """(number, part, path, title) of each task."""
    tasks, text = read(*rows)
    return [(t.number, t.part, "/".join(t.path), text[slice(*t.title)]) for t in tasks]


HEAD: list[CellText] = ["序号", "重点任务", "具体措施", "责任单位", "完成时限"]


def test_one_task_a_row() -> None:
    assert shown(
        HEAD,
        ["1", "健全网络", "新建村卫生室10个。", "县卫健局", "6月底前"],
        ["2", "提升服务", "培训村医80名。", "县卫健局", "全年"],
    ) == [("1", 1, "", "健全网络"), ("2", 1, "", "提升服务")]


def test_cells_that_say_who_when_and_what() -> None:
    head: list[CellText] = ["序号", "任务", "措施", "牵头单位", "配合单位", "时限"]
    tasks, text = read(head, ["1", "健全网络", "建卫生室。", "县卫健局", "县财政局", "6月底"])
    (task,) = tasks
    assert [(role, text[slice(*cell)]) for role, cell in task.units] == [("lead", "县卫健局"), ("supporting", "县财政局")]
    assert [text[slice(*cell)] for cell in task.deadlines] == ["6月底"]
    assert [text[slice(*span)] for span in task.texts] == ["健全网络", "建卫生室。"]
    assert task.measures is not None
    assert text[slice(*task.measures)] == "建卫生室。"


def test_group_rows_are_the_path() -> None:
    assert shown(
        HEAD,
        [("一、公共卫生", 1, 5)],
        ["1", "健全网络", "建卫生室", "县卫健局", "6月"],
        [("二、医疗服务", 1, 5)],
        ["2", "提升服务", "培训村医", "县卫健局", "6月"],
    ) == [("1", 1, "一、公共卫生", "健全网络"), ("2", 1, "二、医疗服务", "提升服务")]


def test_groups_that_are_drawn_with_empty_cells_beside_them() -> None:
    head: list[CellText] = ["序号", "项目名称", "建设内容", "总投资", "责任单位"]
    assert shown(
        head,
        [("合计（2个）", 1, 3), "30000", ""],
        [("一、交通项目", 1, 3), "20000", ""],
        ["1", "安临公路", "新建公路25公里", "20000", "县交通局"],
        [("二、水利项目", 1, 3), "10000", ""],
        ["2", "清河治理", "治理河道18公里", "10000", "县水利局"],
    ) == [("1", 1, "一、交通项目", "安临公路"), ("2", 1, "二、水利项目", "清河治理")]


def test_total_rows_are_no_tasks() -> None:
    assert len(shown(HEAD, ["1", "健全网络", "建卫生室", "县卫健局", "6月"], ["", "合计", "1项", "", ""])) == 1


def test_a_number_over_several_rows_makes_parts() -> None:
    assert shown(
        HEAD,
        [("1", 2, 1), ("健全网络", 2, 1), "建卫生室", "县卫健局", "6月"],
        ["配设备", "县财政局", "9月"],
        ["2", "提升服务", "培训村医", "县卫健局", "6月"],
    ) == [("1", 1, "", "健全网络"), ("1", 2, "", "健全网络"), ("2", 1, "", "提升服务")]


def test_an_empty_number_continues_the_row_above() -> None:
    found = shown(HEAD, ["1", "健全网络", "建卫生室", "县卫健局", "6月"], ["", "提升服务", "培训村医", "县财政局", "9月"])
    assert [(number, part) for number, part, *_ in found] == [("1", 1), ("1", 2)]


def test_a_merged_first_column_is_the_path() -> None:
    assert shown(
        ["领域", "序号", "工作内容", "责任单位"],
        [("公共卫生", 2, 1), "1", "新建村卫生室10个", "县卫健局"],
        ["2", "培训村医80名", "县卫健局"],
        ["医疗服务", "3", "建设影像中心1个", "县医院"],
    ) == [("1", 1, "公共卫生", "新建村卫生室10个"), ("2", 1, "公共卫生", "培训村医80名"), ("3", 1, "医疗服务", "建设影像中心1个")]


def test_numbers_in_the_task_s_own_cell() -> None:
    assert shown(["任务", "责任单位", "时限"], ["1.健全网络", "县卫健局", "6月"], ["2.提升服务", "县财政局", "9月"]) == [
        ("1", 1, "", "健全网络"),
        ("2", 1, "", "提升服务"),
    ]


def test_numbers_are_given_in_arabic_digits() -> None:
    numbers = ["一", "（二）", "③", "4.", "０5"]
    rows: list[list[CellText]] = [[n, f"任务{n}", "措施内容", "县卫健局", "6月"] for n in numbers]
    found = shown(HEAD, *rows)
    assert [n for n, *_ in found] == ["1", "2", "3", "4", "5"]


NO_TASKS: list[list[list[CellText]]] = [
    [["序号", "姓名", "职务"], ["1", "张某", "局长"]],
    [["序号", "指标名称", "2025年"], ["1", "就诊率", "90%"]],
    [["任务", "备注"], ["健全网络", ""]],
]


@pytest.mark.parametrize("rows", NO_TASKS)
def test_what_is_no_task_table(rows: list[list[CellText]]) -> None:
    (table,) = tables(body(drawn([*rows, rows[1]])))
    assert not is_task_table(table)


def test_titles_end_without_their_stop() -> None:
    assert shown(HEAD, ["1", "健全网络。", "建卫生室。", "县卫健局", "6月"])[0][3] == "健全网络"


def test_group_rows_nest_by_their_markers() -> None:
    assert [path for _, _, path, _ in shown(
        HEAD,
        [("一、公共卫生", 1, 5)],
        [("（一）疾病防控", 1, 5)],
        ["1", "健全网络", "建卫生室", "县卫健局", "6月"],
        [("（二）妇幼健康", 1, 5)],
        ["2", "提升服务", "培训村医", "县卫健局", "6月"],
        [("二、医疗服务", 1, 5)],
        ["3", "建设中心", "建影像中心", "县医院", "6月"],
    )] == ["一、公共卫生/（一）疾病防控", "一、公共卫生/（二）妇幼健康", "二、医疗服务"]  # fmt: skip


def test_group_rows_that_are_not_merged() -> None:
    assert shown(
        HEAD,
        ["一", "公共卫生", "", "", ""],
        ["1", "健全网络", "建卫生室", "县卫健局", "6月"],
        ["2", "提升服务", "培训村医", "县卫健局", "6月"],
        ["二", "医疗服务", "", "", ""],
        ["3", "建设中心", "建影像中心", "县医院", "6月"],
    ) == [("1", 1, "一、公共卫生", "健全网络"), ("2", 1, "一、公共卫生", "提升服务"), ("3", 1, "二、医疗服务", "建设中心")]
