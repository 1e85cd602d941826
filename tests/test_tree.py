"""The tree of headings and items, with titles told from text."""

from __future__ import annotations

import pytest

from layouts import drawn, outline, tree


def grown(text: str) -> list[str]:
    found, laid = outline("安平县重点工作方案\n" + text)
    return tree(found.parts[0], laid)


def test_headings_and_items() -> None:
    assert grown("一、重点任务\n（一）健全网络\n新建村卫生室10个。\n（二）提升服务\n培训村医80名。\n二、有关要求\n压实责任。") == [
        "一、 [重点任务]",
        "  （一） [健全网络]|新建村卫生室10个。",
        "  （二） [提升服务]|培训村医80名。",
        "二、 [有关要求]|压实责任。",
    ]


TITLES = [
    # three siblings like this one, [title] and text of the first
    ("健全服务网络。新建村卫生室10个。", "[健全服务网络]。新建村卫生室10个。"),
    ("健全服务网络：新建村卫生室10个。培训村医80名。", "[健全服务网络]：新建村卫生室10个。培训村医80名。"),
    ("健全服务网络　新建村卫生室10个。培训村医80名。", "[健全服务网络]　新建村卫生室10个。培训村医80名。"),
    ("健全服务网络。（县卫健局）新建村卫生室10个。", "[健全服务网络]。（县卫健局）新建村卫生室10个。"),
    # items that start straight with their text have no title
    ("新建村卫生室10个，培训村医80名，为每个乡镇卫生院配备智能随访设备，年底前全部投入使用。建立台账。", None),
    ("新建村卫生室10个，培训村医80名；", None),
]


@pytest.mark.parametrize(("item", "shown"), TITLES)
def test_titles_run_into_the_text(item: str, shown: str | None) -> None:
    found = grown("\n".join(f"{n}.{item}" for n in (1, 2, 3)))
    assert found == [f"{n}. {shown or item}" for n in (1, 2, 3)]


def test_a_title_on_its_own_line() -> None:
    assert grown("1.健全网络\n新建村卫生室10个。\n2.提升服务\n培训村医80名。")[0] == "1. [健全网络]|新建村卫生室10个。"


def test_a_clause_on_the_line_of_a_heading_is_no_part_of_the_title() -> None:
    found = grown("一、健全网络（县卫健局牵头，县财政局配合）\n1.新建村卫生室10个。\n2.培训村医80名。")
    assert found[0] == "一、 [健全网络]（县卫健局牵头，县财政局配合）"


def test_an_explanation_in_brackets_is_part_of_the_title() -> None:
    assert grown("一、健全网络（2024—2026年）\n1.新建村卫生室10个。\n2.培训村医80名。")[0] == "一、 [健全网络（2024—2026年）]"


def test_two_markers_at_the_beginning_of_one_paragraph() -> None:
    assert grown("一、（一）健全网络。新建卫生室。\n（二）提升服务。培训村医。") == [
        "一、",
        "  （一） [健全网络]。新建卫生室。",
        "  （二） [提升服务]。培训村医。",
    ]


def test_items_listed_inside_a_paragraph() -> None:
    assert grown("1.健全网络。①建卫生室；②配设备。\n2.提升服务。一是培训；二是考核。") == [
        "1. [健全网络]。",
        "  ① 建卫生室；",
        "  ② 配设备。",
        "2. [提升服务]。",
        "  一是 培训；",
        "  二是 考核。",
    ]


SINGLE = ["健全服务网络：新建村卫生室10个。", "健全服务网络　新建村卫生室10个，培训村医80名。"]


@pytest.mark.parametrize("item", SINGLE)
def test_a_heading_before_a_single_sentence(item: str) -> None:
    assert grown("\n".join(f"{n}.{item}" for n in (1, 2, 3)))[0].startswith("1. [健全服务网络]")


def test_a_known_heading_glued_to_its_text() -> None:
    """Lost line breaks: 发展目标 and the sentence behind it make one line."""
    found = grown("一、总体要求。以人民为中心。二、发展目标到2026年建成网络，健全机制。三、重点任务。健全服务网络。")
    assert found[1].startswith("二、 [发展目标]到2026年")


def test_a_table_stands_under_the_heading_above_it() -> None:
    table = drawn([["序号", "任务"], ["1", "甲"]])
    found, text = outline("安平县方案\n一、重点任务\n1.健全网络。新建卫生室。", table, "二、有关要求\n压实责任。")
    assert tree(found.parts[0], text) == ["一、 [重点任务]", "  1. [健全网络]。新建卫生室。", "    table", "二、 [有关要求]|压实责任。"]


def test_paragraphs_before_the_first_marker_are_the_preamble() -> None:
    found, text = outline("安平县工作方案\n为推进工作，制定本方案。\n现通知如下。\n一、任务\n落实。")
    assert [text[slice(*s)] for s in found.parts[0].preamble] == ["为推进工作，制定本方案。", "现通知如下。"]


SENTENCES = [
    ("1.到2026年建成养老服务中心12个，新增床位600张。（县民政局）", "1. 到2026年"),  # only a bracket of bodies follows
    ("1.会议议定，项目资金2亿元由县财政局统筹。\n出席：王某某", "1. 会议议定"),  # a paragraph of its own follows
]


@pytest.mark.parametrize(("item", "beginning"), SENTENCES)
def test_a_whole_sentence_is_no_title(item: str, beginning: str) -> None:
    assert grown(item)[0].startswith(beginning)


def test_a_first_sentence_that_says_how_much_heads_nothing() -> None:
    """Among siblings with headings too: 推行按病种付费，覆盖率达到85%。"""
    items = grown("1.健全网络。新建村卫生室。\n2.推行按病种付费，覆盖率达到85%。开展评估。\n3.提升服务。培训村医。")
    assert [item.partition("。")[0] for item in items] == ["1. [健全网络]", "2. 推行按病种付费，覆盖率达到85%", "3. [提升服务]"]


def test_a_box_of_projects_closes_the_item_above() -> None:
    above = "一、健全网络\n1.建卫生室。新建10个。\n2.配设备。配备20套。\n"
    found = grown(above + "专栏1　重点项目\n1.体检中心项目：建设1处。\n2.急救站项目：建设3处。")
    assert found[2] == "  2. [配设备]。配备20套。"


def test_an_item_of_a_list_is_no_title() -> None:
    found = grown("一、主要任务\n1）建设实验室5个；\n2）培育机构20家。\n二、有关要求\n1）压实责任；\n2）加强督查。")
    assert found[1] == "  1） 建设实验室5个；"


def test_headings_without_markers() -> None:
    found = grown("重点任务\n1.改造公路80公里。\n2.改造户厕2000户。\n保障措施\n1.加强领导。\n2.强化督查。")
    assert "  2. 改造户厕2000户。" in found


def depths(text: str) -> list[str]:
    """The markers of a tree, indented by depth."""
    return [line[: len(line) - len(line.lstrip())] + line.split()[0] for line in grown(text)]


def test_headings_without_markers_under_a_marked_one() -> None:
    text = "一、任务\n春季阶段\n1.动员部署。\n2.排查隐患。\n秋季阶段\n1.集中整治。\n2.督查通报。"
    assert depths(text) == ["一、", "  -", "    1.", "    2.", "  -", "    1.", "    2."]


def test_a_label_line_is_no_heading() -> None:
    first = "（一）健全网络\n责任单位：县卫健局\n完成时限：2025年底前\n1.建卫生室。\n2.配设备。\n"
    second = "（二）提升服务\n责任单位：县卫健局\n完成时限：2025年底前\n1.培训。\n2.考核。"
    assert depths(first + second) == ["（一）", "  1.", "  2.", "（二）", "  1.", "  2."]
