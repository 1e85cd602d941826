"""Text of the print or of the site, told from the notice's own."""

from __future__ import annotations

import pytest

from gongwen.layout.furniture import kind_of, take_off
from gongwen.model.source import Box, Item, Layer, Line
from layouts import drawn, printed, source


def kinds(*items: Item, pages: int = 0) -> list[tuple[str, str]]:
    return [(f.kind, f.text) for f in take_off(source(*items, pages=pages))[1]]


def kept(*items: Item, pages: int = 0) -> list[str]:
    return [i.text for i in take_off(source(*items, pages=pages))[0] if isinstance(i, Line)]


WORDED = [
    ("— 3 —", "page_number"),
    ("- 12 -", "page_number"),
    ("第3页 共10页", "page_number"),
    ("3／10页", "page_number"),
    ("续表", "continued"),
    ("目　　录", "contents"),
    ("一、工作基础……2", "contents"),
    ("访问量：687", "site"),
    ("当前位置：首页 > 政务公开", "site"),
    ("【字体：大 中 小】", "site"),
    ("索引号：530000-2024-0011", "site"),
    ("2021—2025年", None),
    ("一、总体要求", None),
    ("来源可查、去向可追", None),
    ("深化政务公开工作", None),
]


@pytest.mark.parametrize(("text", "kind"), WORDED)
def test_wording_alone(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


def test_page_numbers_go_wherever_they_stand() -> None:
    lines = printed("一、任务\n- 1 -\n落实到位。")
    assert kept(*lines) == ["一、任务", "落实到位。"]
    assert kinds(*lines) == [("page_number", "- 1 -")]


def test_a_site_s_lines_go_only_near_the_ends() -> None:
    many = "\n".join(f"要做好第{n}项工作。" for n in range(40))
    assert len(kinds(*printed(f"来源：县政府办\n{many}\n来源：县政府办\n{many}"))) == 1


def test_layers_of_the_format_are_furniture_of_their_kind() -> None:
    lines = [Line("云岭省", layer=Layer.HEADER), Line("正文"), Line("1", layer=Layer.FOOTER), Line("注释", layer=Layer.FOOTNOTE)]
    assert kinds(*lines) == [("running_head", "云岭省"), ("running_foot", "1"), ("footnote", "注释")]
    assert kept(*lines) == ["正文"]


def page(number: int, head: str, *text: str) -> list[Item]:
    top = [Line(head, page=number, box=Box(200, 40, 400, 55))]
    middle = [Line(t, page=number, box=Box(80, 300 + 20 * i, 500, 315 + 20 * i)) for i, t in enumerate(text)]
    foot = [Line(f"{number}", page=number, box=Box(290, 790, 305, 800))]
    return [*top, *middle, *foot]


def test_lines_at_the_edge_that_come_again_are_running_heads() -> None:
    items = [*page(1, "清江市医改方案", "正文甲"), *page(2, "清江市医改方案", "正文乙"), *page(3, "清江市医改方案", "正文丙")]
    assert kept(*items, pages=3) == ["正文甲", "正文乙", "正文丙"]
    assert [k for k, _ in kinds(*items, pages=3)].count("running_head") == 3
    assert [k for k, _ in kinds(*items, pages=3)].count("page_number") == 3


def test_an_item_at_the_edge_of_pages_is_no_running_head() -> None:
    items = [*page(1, "1.落实责任", "甲"), *page(2, "2.落实责任", "乙"), *page(3, "3.落实责任", "丙")]
    assert "1.落实责任" in kept(*items, pages=3)


def test_a_table_of_contents_goes_as_a_whole() -> None:
    text = "目　录\n一、规划背景……1\n二、重点任务……3\n（一）健全体系……3\n一、规划背景\n近年来成效明显。\n二、重点任务\n（一）健全体系"
    assert kept(*printed(text)) == ["一、规划背景", "近年来成效明显。", "二、重点任务", "（一）健全体系"]


def test_contents_without_page_numbers_are_told_by_the_headings_that_come_again() -> None:
    text = "目　录\n一、规划背景\n二、重点任务\n第一部分说明如下。\n一、规划背景\n二、重点任务"
    assert kept(*printed(text)) == ["第一部分说明如下。", "一、规划背景", "二、重点任务"]


def test_contents_whose_page_numbers_stand_right_behind_the_headings() -> None:
    text = "目　录\n一、规划背景 1\n二、重点任务 12\n近年来成效明显。\n一、规划背景\n二、重点任务"
    assert kept(*printed(text)) == ["近年来成效明显。", "一、规划背景", "二、重点任务"]


def test_a_heading_of_contents_without_entries_stays() -> None:
    assert kept(*printed("目录\n各单位要认真编制信息公开目录。")) == ["目录", "各单位要认真编制信息公开目录。"]


def test_the_card_of_a_document_on_a_site() -> None:
    card = drawn([["索引号：", "5300-24", "发布机构：", "县政府办"], ["成文日期：", "2024-03-01", "文号：", "安政办〔2024〕2号"]])
    found = take_off(source(card, Line("安平县医改方案")))
    assert [f.kind for f in found[1]] == ["site"]


def test_nothing_is_thrown_away() -> None:
    lines = printed("当前位置：首页\n一、任务\n- 1 -\n续表\n落实。")
    left, furniture = take_off(source(*lines))
    assert sorted([*(i.text for i in left if isinstance(i, Line)), *(f.text for f in furniture)]) == sorted(line.text for line in lines)


def test_lines_that_are_all_a_document_says_are_its_text() -> None:
    """Pages of one line each, all alike but for a figure: leaving them out would leave an empty record."""
    pages = [page(number, f"第{number}号公告")[0] for number in range(1, 6)]
    assert kept(*pages, pages=5) == [f"第{number}号公告" for number in range(1, 6)]
    assert kinds(*pages, pages=5) == []


def test_the_text_begins_where_a_listed_heading_comes_again() -> None:
    """A heading so long that its leader stands behind what it is known by."""
    head = "第一章　深入开展人工智能赋能新型工业化"
    lines = printed(f"目录\n{head}......1\n第二章　组织实施............2\n{head}\n建成智能工厂3个。\n第二章　组织实施\n压实责任。")
    assert kept(*lines) == [head, "建成智能工厂3个。", "第二章　组织实施", "压实责任。"]


def test_a_title_that_stands_twice_in_the_contents_does_not_end_them() -> None:
    text = "目录\n第一章 医保……1\n一、工作目标……1\n第二章 医疗……5\n一、工作目标……5\n第一章 医保\n一、工作目标\n参保率稳定。"
    assert kept(*printed(text)) == ["第一章 医保", "一、工作目标", "参保率稳定。"]
