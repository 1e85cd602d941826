"""The two views of a task: the item of the text and the row of the table."""

from __future__ import annotations

from gongwen.convert import convert_source
from layouts import CellText, drawn, printed, source

HEAD: list[CellText] = ["序号", "任务", "责任单位", "时限"]
ITEMS = """
安平县2024年重点任务
（一）健全公共卫生服务网络。新建疫苗接种门诊2个。（县卫健局）
（二）提升县域医疗服务能力。建设县域影像中心1个。（县卫健局）
（三）完善药品供应保障机制。监测短缺药品20种。（县医保局）
"""


def linked(rows: list[list[CellText]]) -> list[tuple[str, ...]]:
    """The markers of the counterparts of each row."""
    notice = convert_source(source(*printed(ITEMS), drawn([HEAD, *rows])))
    by_id = {t.id: t for t in notice.tasks}
    tables = [t for t in notice.tasks if t.view == "table"]
    assert all(task.id in by_id[other].counterparts for task in notice.tasks for other in task.counterparts)
    return [tuple(by_id[c].number or "" for c in t.counterparts) for t in tables]


def test_rows_that_list_the_items_again() -> None:
    assert linked(
        [
            ["1", "健全公共卫生服务网络，新建疫苗接种门诊2个", "县卫健局", "6月底"],
            ["2", "提升县域医疗服务能力，建设县域影像中心1个", "县卫健局", "9月底"],
            ["3", "完善药品供应保障机制，监测短缺药品20种", "县医保局", "全年"],
        ]
    ) == [("1",), ("2",), ("3",)]


def test_rows_that_count_through_where_sections_count_anew() -> None:
    text = """
安平县2024年重点任务
一、公共卫生
（一）健全服务网络。新建疫苗接种门诊2个。
（二）做好慢病管理。规范管理率达到65%。
二、医疗服务
（一）提升县域能力。建设县域影像中心1个。
（二）完善药品供应。监测短缺药品20种。
"""
    titles = ["健全服务网络", "做好慢病管理", "提升县域能力", "完善药品供应"]
    rows: list[list[CellText]] = [[str(i), title, "县卫健局", "全年"] for i, title in enumerate(titles, 1)]
    notice = convert_source(source(*printed(text), drawn([HEAD, *rows])))
    by_id = {t.id: t for t in notice.tasks}
    found = [[by_id[c].title for c in t.counterparts] for t in notice.tasks if t.view == "table"]
    assert found == [[title] for title in titles]


def test_rows_without_numbers_by_their_words() -> None:
    head: list[CellText] = ["任务", "责任单位", "时限"]
    rows: list[list[CellText]] = [
        ["完善药品供应保障机制，监测短缺药品20种", "县医保局", "全年"],
        ["健全公共卫生服务网络，新建疫苗接种门诊2个", "县卫健局", "6月底"],
    ]
    notice = convert_source(source(*printed(ITEMS), drawn([head, *rows])))
    by_id = {t.id: t for t in notice.tasks}
    found = [[by_id[c].number for c in t.counterparts] for t in notice.tasks if t.view == "table"]
    assert found == [["3"], ["1"]]


def test_another_list_of_the_same_length_is_none() -> None:
    assert linked(
        [
            ["1", "举办职工运动会", "县总工会", "6月底"],
            ["2", "改造农贸市场", "县商务局", "9月底"],
            ["3", "修订机关管理制度", "县机关事务中心", "全年"],
        ]
    ) == [(), (), ()]


def test_views_that_disagree_are_a_finding() -> None:
    table = drawn(
        [
            HEAD,
            ["1", "健全公共卫生服务网络，新建疫苗接种门诊2个", "县卫健局、县财政局", "6月底"],
            ["2", "提升县域医疗服务能力，建设县域影像中心1个", "县卫健局", "9月底"],
        ]
    )
    notice = convert_source(source(*printed(ITEMS), table))
    odd = [f for f in notice.audit.findings if f.code == "views_differ"]
    assert len(odd) == 1
    assert "县财政局" in odd[0].message
