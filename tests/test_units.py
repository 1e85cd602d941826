"""Assignment: the units of a task from its clauses, its headings and the list it stands in."""

from __future__ import annotations

from gongwen.assemble.units import AssignedUnit, Assigner, charged_bodies
from gongwen.recognise.clauses import find_clauses
from gongwen.recognise.regions import named

GUIYANG = named("贵阳市")


def shown(units: tuple[AssignedUnit, ...]) -> list[tuple[str, str, bool]]:
    return [(u.name, u.role, u.inherited) for u in units]


def test_clauses_of_one_task_are_merged_with_the_stronger_role() -> None:
    text = "甲。（市教育局负责）乙。（市教育局牵头，市财政局配合）"
    units = Assigner(text).task(find_clauses(text))
    assert shown(units) == [("市教育局", "lead", False), ("市财政局", "supporting", False)]
    assert all(text[u.start : u.end] == u.raw for u in units)


def test_heading_clauses_stand_first_and_are_inherited() -> None:
    text = "（市委编办牵头，市财政局配合）（市教育局、市财政局负责）"
    heading, own = find_clauses(text)
    units = Assigner(text).task([own], [heading])
    assert shown(units) == [("市委编办", "lead", True), ("市教育局", "responsible", False), ("市财政局", "responsible", False)]


def test_what_the_heading_says_more_strongly_holds() -> None:
    text = "（市财政局牵头）（市财政局、市教育局负责）"
    heading, own = find_clauses(text)
    assert shown(Assigner(text).task([own], [heading])) == [("市财政局", "lead", False), ("市教育局", "responsible", False)]


def test_onward_bodies_stand_last_on_later_tasks_of_the_list() -> None:
    text = "（市医保局负责。以下各项均需各县（市、区）负责，不再列出）（市教育局负责）（各县（市、区）、市财政局负责）（市体育局负责）"
    first, second, third, table = find_clauses(text)
    assigner = Assigner(text)
    assert shown(assigner.task([first], of_list=1)) == [("市医保局", "responsible", False), ("各县（市、区）", "responsible", False)]
    assert shown(assigner.task([second], of_list=1)) == [("市教育局", "responsible", False), ("各县（市、区）", "responsible", True)]
    assert shown(assigner.task([third], of_list=1)) == [("各县（市、区）", "responsible", False), ("市财政局", "responsible", False)]
    assert shown(assigner.task([table], of_list=2)) == [("市体育局", "responsible", False)]


def test_a_declared_order_holds_from_there_on() -> None:
    text = "（市教育局负责。排在第一位的为牵头部门，下同）（市财政局、市教育局负责）（市体育局牵头，市财政局负责）"
    first, second, third = find_clauses(text)
    assigner = Assigner(text)
    assert shown(assigner.task([first])) == [("市教育局", "lead", False)]
    assert shown(assigner.task([second])) == [("市财政局", "lead", False), ("市教育局", "responsible", False)]
    assert shown(assigner.task([third])) == [("市体育局", "lead", False), ("市财政局", "responsible", False)]


def test_official_names() -> None:
    text = "（市卫健委、省发改委、各县（市、区）负责）"
    units = Assigner(text, GUIYANG).task(find_clauses(text, home=GUIYANG))
    assert [u.canonical for u in units] == ["贵阳市卫生健康委员会", "贵州省发展和改革委员会", None]
    assert [u.level for u in units] == ["市", "省", "县"]


def test_bodies_charged_in_running_text_are_optional() -> None:
    text = "加强领导。各县（市、区）要落实责任，市医改办负责统筹，医院做好配合。市财政局应当保障经费。企业要自律。"
    units = charged_bodies(text, 0, len(text))
    assert [u.name for u in units] == ["各县（市、区）", "市财政局"]
    assert all(u.optional and text[u.start : u.end] == u.raw for u in units)


def test_departments_of_several_levels_are_charged_each() -> None:
    text = "市、县两级卫生健康、医保部门要加强协作。县级以上地方人民政府应当制定规划。做好市级重点项目所需保障工作，要列入计划。"
    names = [u.name for u in charged_bodies(text, 0, len(text))]
    assert names == ["市卫生健康部门", "县卫生健康部门", "市医保部门", "县医保部门", "县级以上地方人民政府"]


def test_a_condition_may_stand_between_body_and_charge() -> None:
    text = "1. 各镇（街道）和各部门在制定政策时，要征求市健康办意见。"
    assert [u.name for u in charged_bodies(text, 0, len(text))] == ["各镇（街道）", "各部门"]


def test_bodies_spoken_of_are_not_charged() -> None:
    text = "主动向市财政局、市卫健委汇报，争取各级政府支持。"
    assert charged_bodies(text, 0, len(text)) == ()
