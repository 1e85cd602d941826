"""Front and back matter by GB/T 9704: what each short paragraph is."""

from __future__ import annotations

import pytest

from gongwen.model.outline import Front, Span
from gongwen.structure.front import classify, is_signature, is_title_line
from layouts import body, outline

KINDS = [
    ("云政办发〔2024〕12号", "doc_number"),
    ("清卫函[2023]第7号", "doc_number"),
    ("2024年第3号", "doc_number"),
    ("2024年3月8日", "date"),
    ("二〇二四年三月八日", "date"),
    ("（2024年3月8日）", "date"),
    ("2024年3月", "month_date"),
    ("安平县人民政府办公室 2024年3月9日印发", "printed"),
    ("（此件公开发布）", "disclosure"),
    ("信息公开形式：主动公开", "disclosure"),
    ("附件1", "annex_head"),
    ("附　件：", "annex_head"),
    ("附件：1.重点任务表", "annex_entry"),
    ("抄送：县委办公室，县人大常委会办公室。", "copies"),
    ("联系人：李某；联系电话：0000-1234567", "contact"),
    ("清江市人民政府办公室文件", "issuer_head"),
    ("各县（市、区）人民政府，市政府各部门：", "recipients"),
    ("国务院有关部门：", "recipients"),
    ("一、总体要求", "item"),
    ("各单位要高度重视，压实责任。", "text"),
    ("根据云政办发〔2024〕12号文件要求", "text"),
    ("现将有关事项通知如下：", "text"),
    ("重点任务如下：", "text"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_class_of_a_paragraph(text: str, kind: str) -> None:
    laid = body(text)
    (found,) = classify(laid.blocks, laid.text)
    assert found.kind == kind


LINES = [
    # a line alone: could it be of a title, could it be a signature?
    ("安平县人民政府", True, True),
    ("中共安平县委", True, True),
    ("安平县深化改革领导小组", True, True),
    ("关于做好健康体检工作的通知", True, False),
    ("云岭省2024年深化改革重点任务", True, False),
    ("落实主体责任，健全工作机制。", False, False),
    ("各单位：", False, False),
    ("（征求意见稿）", False, False),
]


@pytest.mark.parametrize(("text", "title", "signature"), LINES)
def test_lines_of_titles_and_signatures(text: str, title: bool, signature: bool) -> None:
    laid = body(text)
    (found,) = classify(laid.blocks, laid.text)
    assert (is_title_line(found, laid.text), is_signature(found, laid.text)) == (title, signature)


WHOLE = """
云岭省卫生健康委员会文件
云卫发〔2024〕22号
云岭省卫生健康委员会关于做好基层卫生工作的通知
各州（市）卫生健康委：
现将有关事项通知如下。
一、加强建设。
二、强化管理。
附件：任务分工表
云岭省卫生健康委员会
2024年6月3日
（信息公开形式：主动公开）
抄送：省政府办公厅。
云岭省卫生健康委员会办公室 2024年6月4日印发
"""


def front(text: str) -> tuple[Front, str]:
    found, laid = outline(text)
    return found.parts[0].front, laid


def test_a_whole_document() -> None:
    matter, text = front(WHOLE)

    def words(span: Span | None) -> str | None:
        return text[slice(*span)] if span else None

    assert words(matter.doc_number) == "云卫发〔2024〕22号"
    assert words(matter.recipients) == "各州（市）卫生健康委："
    assert words(matter.date) == "2024年6月3日"
    assert (words(matter.printed), words(matter.printer)) == ("2024年6月4日", "云岭省卫生健康委员会办公室")
    assert words(matter.disclosure) == "主动公开"
    assert [words(s) for s in matter.head] == ["云岭省卫生健康委员会"]
    assert [words(s) for s in matter.title] == ["云岭省卫生健康委员会关于做好基层卫生工作的通知"]
    assert [words(s) for s in matter.signatures] == ["云岭省卫生健康委员会"]
    assert [words(s) for s in matter.attachments] == ["任务分工表"]
    assert [words(s) for s in matter.copies] == ["抄送：省政府办公厅。"]


SHEETS = [
    # head of the sheet, number: joint issuers, 文件 on a line of its own, several numbers
    ("清江市卫生健康局\n清江市财政局\n文件\n清卫发〔2024〕22号\n", "清卫发〔2024〕22号"),
    ("清江市卫生健康局文件\n清卫发〔2024〕22号 清财社〔2024〕15号\n", "清卫发〔2024〕22号"),
    ("清江市卫生健康局\n清卫函〔2024〕22号\n", "清卫函〔2024〕22号"),
]


@pytest.mark.parametrize(("sheet", "number"), SHEETS)
def test_heads_of_sheets_are_no_titles(sheet: str, number: str) -> None:
    matter, text = front(sheet + "关于做好体检工作的通知\n各单位：\n一、组织体检。\n二、建立档案。")
    assert [text[slice(*s)] for s in matter.title] == ["关于做好体检工作的通知"]
    assert matter.doc_number is not None
    assert text[slice(*matter.doc_number)] == number


def test_joint_signatures() -> None:
    matter, text = front("关于做好体检工作的通知\n一、组织体检。\n二、建立档案。\n安平县卫生健康局\n安平县财政局\n2024年3月8日")
    assert [text[slice(*s)] for s in matter.signatures] == ["安平县卫生健康局", "安平县财政局"]


def test_a_number_and_a_date_run_into_the_title() -> None:
    matter, text = front("关于做好体检工作的通知（安卫发〔2024〕2号）\n各单位：\n一、组织体检。\n二、建立档案。")
    assert matter.doc_number is not None
    assert text[slice(*matter.doc_number)] == "安卫发〔2024〕2号"
    assert [text[slice(*s)] for s in matter.title] == ["关于做好体检工作的通知"]


def test_the_disclosure_line_at_the_foot() -> None:
    matter, text = front("关于做好体检工作的通知\n一、组织体检。\n二、建立档案。\n安平县卫生健康局\n2024年3月8日\n公开方式：主动公开")
    assert matter.disclosure is not None
    assert text[slice(*matter.disclosure)] == "主动公开"


SEALS = ["安平县人民政府\n（代章）\n2024年3月8日", "县长 李某某\n2024年3月8日"]


@pytest.mark.parametrize("closing", SEALS)
def test_seals_and_persons_that_sign(closing: str) -> None:
    letter = f"关于做好体检工作的通知\n各单位：\n一、组织体检。\n二、建立档案。\n{closing}\n"
    matter, text = front(letter + "安平县体检工作方案\n一、任务。落实。")
    assert matter.date is not None
    assert text[slice(*matter.date)] == "2024年3月8日"
