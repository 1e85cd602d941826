"""Which numbered items of the running text are tasks, and which are headings above them or measures within them."""

from __future__ import annotations

import pytest

from gongwen import convert
from gongwen.assemble.sections import Sorted, sort_part
from gongwen.model.mentions import ClauseMention
from gongwen.model.outline import Part
from gongwen.recognise.clauses import find_clauses
from layouts import drawn, outline


def clauses_of(part: Part, text: str) -> list[ClauseMention]:
    return find_clauses(text, part.start, part.end)


def sorted_(text: str) -> tuple[Sorted, str]:
    found, laid = outline("安平县重点工作方案\n" + text)
    return sort_part(found.parts[0], laid, clauses_of(found.parts[0], laid)), laid


def tasks(text: str) -> list[str]:
    """Each task as its path of markers, with its measures behind a colon."""
    found, _ = sorted_(text)
    lines = []
    for task in found.tasks:
        path = "".join(n.marker or "" for n in (*task.path, task.node))
        lines.append(path + (":" + "".join(n.marker or "" for n in task.measures) if task.measures else ""))
    return lines


CASES = {
    "the lowest items are tasks": (
        "一、重点任务\n（一）健全网络。新建村卫生室10个。\n（二）提升服务。培训村医80名。",
        ["一、（一）", "一、（二）"],
    ),
    "a heading with its text and no items is a task": (
        "一、健全网络。新建村卫生室10个。\n二、提升服务。培训村医80名。",
        ["一、", "二、"],
    ),
    "enumerated measures are none": (
        "1.健全网络。①建卫生室；②配设备。\n2.提升服务。一是培训村医；二是开展考核。",
        ["1.:①②", "2.:一是二是"],
    ),
    "every item has its clause, so every item is a task": (
        "（一）健全网络\n1.建卫生室。新建10个。（县卫健局）\n2.配设备。配备20套。（县财政局）",
        ["（一）1.", "（一）2."],
    ),
    "bracketed numbers with a clause each are tasks": (
        "1.健全网络\n（1）建卫生室10个。（县卫健局）\n（2）配设备20套。（县财政局）",
        ["1.（1）", "1.（2）"],
    ),
    "one clause behind the last of several low items belongs to the item above": (
        "1.健全网络\n（1）建卫生室10个。\n（2）配设备20套。\n责任单位：县卫健局、县财政局\n2.提升服务\n（1）培训村医。\n（2）开展考核。\n责任单位：县卫健局",
        ["1.:（1）（2）", "2.:（1）（2）"],
    ),
    "the clause and the date behind it stand on lines of their own": (
        "（一）健全网络\n1.建卫生室10个。\n2.配设备20套。\n责任单位：县卫健局\n完成时限：2024年底\n（二）提升服务\n1.培训村医。\n2.开展考核。\n责任单位：县卫健局\n完成时限：2025年底",
        ["（一）:1.2.", "（二）:1.2."],
    ),
    "parts of one sentence are measures": (
        "第一条　有下列情形的，不予受理：\n（一）不符合规划的；\n（二）资金不落实的；\n（三）其他情形。\n第二条　本办法自公布之日起施行。",
        ["第一条:（一）（二）（三）", "第二条"],
    ),
    "preamble and closing hold no tasks": (
        "一、总体要求\n（一）指导思想。以人民为中心。\n二、重点任务\n（一）健全网络。新建村卫生室。\n（二）提升服务。培训村医。\n三、保障措施\n（一）加强领导。压实责任。",
        ["二、（一）", "二、（二）"],
    ),
    "but a closing item with a clause is one": (
        "一、重点任务\n（一）健全网络。新建村卫生室。（县卫健局）\n（二）提升服务。培训村医。（县卫健局）\n二、保障措施\n（一）加强投入。安排资金100万元。（县财政局负责）",
        ["一、（一）", "一、（二）", "二、（一）"],
    ),
    "a heading over nothing is none": ("一、重点任务\n二、保障措施", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_tasks_and_measures(case: str) -> None:
    text, expected = CASES[case]
    assert tasks(text) == expected


def test_a_heading_s_clause_is_laid_on_the_tasks_below() -> None:
    heading = "一、健全网络（县卫健局牵头，县财政局配合）\n1.建卫生室。新建10个。\n2.配设备。配备20套。\n"
    found, _ = sorted_(heading + "二、提升服务\n1.培训。培训村医。")
    named = [["".join(u.name for u in c.units) for c in t.heading_clauses] for t in found.tasks]
    assert named == [["县卫健局县财政局"], ["县卫健局县财政局"], []]


def test_what_stands_outside_tasks_keeps_its_zone() -> None:
    goals = "为推进工作，制定本方案。\n一、主要目标\n到2026年，新增床位600张。\n"
    found, text = sorted_(goals + "二、健全网络。新建村卫生室。\n三、保障措施\n各单位要压实责任。")
    zones = {zone: text[slice(*span)] for zone, span in found.outside}
    assert zones["lead"] == "为推进工作，制定本方案。"
    assert "新增床位600张" in zones["goals"]
    assert "压实责任" in zones["closing"]


def test_closing_paragraphs_behind_the_last_clause_are_no_text_of_the_task() -> None:
    items = "1.健全网络。新建村卫生室。（县卫健局）\n2.提升服务。培训村医。（县卫健局）\n"
    found, text = sorted_(items + "各单位要高度重视，于每月5日前将上月进展情况报县卫健局。")
    last = found.tasks[-1]
    assert all("每月5日" not in text[slice(*span)] for span in last.spans)
    assert any(zone == "closing" and "每月5日" in text[slice(*span)] for zone, span in found.outside)


def test_a_table_is_given_with_the_headings_above_it() -> None:
    laid, text = outline("安平县方案\n一、任务清单", drawn([["序号", "任务", "责任单位"], ["1", "甲", "县教育局"]]))
    found = sort_part(laid.parts[0], text, [])
    assert [[n.marker for n in path] for path, _ in found.tables] == [["一、"]]
    assert found.tasks == []


def test_short_items_with_semicolons_under_a_heading_are_its_measures() -> None:
    text = "（一）整治统方行为。\n1.建立制度；\n2.开展排查；\n3.严肃查处。\n（二）整治红包。依法查处收受红包行为。"
    assert tasks(text) == ["（一）:1.2.3.", "（二）"]


def test_markers_inside_quotes_are_words() -> None:
    text = "1.关于“未落实（一）项目公示、（二）资金监管”的问题。完成公示。\n2.关于台账的问题。建立台账。"
    assert tasks(text) == ["1.", "2."]


def test_goals_under_the_general_requirements_are_goals() -> None:
    general = "一、总体要求\n（一）指导思想。以人民为中心。\n（二）工作目标。到2026年，床位达到600张。\n"
    found, text = sorted_(general + "二、健全网络。新建卫生室。")
    assert ["600张" in text[slice(*span)] for zone, span in found.outside if zone == "goals"] == [True]


def test_an_item_of_one_sentence_among_others_is_a_task() -> None:
    assert tasks("第一节 优化服务\n一、建设医疗中心。建设5个。\n二、发展互联网医疗。") == ["第一节一、", "第一节二、"]


def test_items_named_by_a_word() -> None:
    assert len(tasks("任务1：建设平台\n整合系统30个。\n任务2：共享数据\n归集数据5亿条。")) == 2


def test_a_table_below_the_last_measure_is_not_lost() -> None:
    text = "安平县2024年任务\n（一）健全网络。（1）新建卫生室。（2）培训村医。\n"
    notice = convert((text + "序号\t任务\t责任单位\n1\t建设医院\t县卫健局\n").encode(), name="t.txt")
    assert [(task.view, task.title) for task in notice.tasks] == [("section", "健全网络"), ("table", "建设医院")]


def test_a_number_from_the_top_stays_whole() -> None:
    """2.1 is quoted as 2.1, not as the first of its section."""
    record = convert("安平县方案\n1 服务提质\n1.1 健全网络。新建村卫生室10个。\n1.2 提升服务。培训村医80名。\n".encode(), name="a.txt")
    assert [task.number for task in record.tasks] == ["1.1", "1.2"]


def test_a_note_below_a_table_sets_no_goal() -> None:
    found, text = sorted_("注：每10万人中不超过8人。\n到2025年，新增床位500张。")
    assert [(zone, text[slice(*span)][:4]) for zone, span in found.outside] == [("notes", "注：每1"), ("lead", "到202")]


def test_a_heading_over_nothing_is_told() -> None:
    found, _ = sorted_("一、重点任务\n（一）健全网络。新建村卫生室10个。\n二、保障措施")
    assert [node.marker for node in found.empty] == ["二、"]
