"""Meta fields from front and back matter."""

from __future__ import annotations

import pytest

from gongwen.assemble.frontmatter import MetaDraft, read_date, read_meta, split_recipients, title_head
from layouts import outline


def meta(text: str, hints: dict[str, str] | None = None) -> MetaDraft:
    found, laid = outline(text)
    return read_meta(found, laid, hints or {})[0]


LETTER = """
云岭省卫生健康委员会文件
云卫发〔2024〕22号
云岭省卫生健康委员会关于印发《云岭省基层
卫生能力提升方案（试行）》的通知
各州（市）卫生健康委，委直属各单位：
现印发给你们，请认真组织实施。
附件：重点任务分工表
云岭省卫生健康委员会
2024年6月3日
（此件公开发布）
"""


def test_a_letter() -> None:
    found = meta(LETTER)
    assert found.title == "云岭省卫生健康委员会关于印发《云岭省基层卫生能力提升方案（试行）》的通知"
    assert found.kind == "通知"
    assert found.doc_number == "云卫发〔2024〕22号"
    assert found.issuers == ("云岭省卫生健康委员会",)
    assert found.issued_on == "2024-06-03"
    assert found.recipients == ("各州（市）卫生健康委", "委直属各单位")
    assert found.disclosure == "公开发布"
    assert found.attachments == ("重点任务分工表",)


def test_what_is_not_printed_is_none() -> None:
    found = meta("临水区水环境整治方案\n一、任务。整治河道。\n二、要求。压实责任。")
    assert (found.doc_number, found.issuers, found.issued_on, found.recipients, found.attachments) == (None, (), None, (), ())


KINDS = [
    ("关于做好体检工作的通知", "通知"),
    ("临水区水环境整治三年行动方案（2024—2026年）", "方案"),
    ("云岭省人民政府关于加强养老服务工作的意见", "意见"),
    ("安平县2024年医改工作要点", "要点"),
    ("清江市“十四五”卫生健康发展规划", "规划"),
    ("清江市人民政府关于同意设立开发区的批复", "批复"),
    ("中共安平县委关于深化改革的决定", "决定"),
    ("云岭省食品安全条例（修订）", "条例"),
    ("安平县民生实事", None),
]


@pytest.mark.parametrize(("title", "kind"), KINDS)
def test_the_kind_is_the_last_word_of_the_title(title: str, kind: str | None) -> None:
    assert meta(f"{title}\n各单位要高度重视，压实责任。").kind == kind


DATES = [
    ("2025年6月27日", "2025-06-27"),
    ("2025 年 6 月 7 日", "2025-06-07"),
    ("二〇二五年六月二十七日", "2025-06-27"),
    ("二○二五年十二月十日", "2025-12-10"),
    ("２０２５年６月２７日", "2025-06-27"),
    ("2025年3月", "2025-03"),
    ("2025年13月1日", None),
    ("2025年2月32日", None),
    ("某年某月", None),
]


@pytest.mark.parametrize(("printed", "iso"), DATES)
def test_dates(printed: str, iso: str | None) -> None:
    assert read_date(printed) == iso


RECIPIENTS = [
    ("各县（市、区）人民政府，市政府各部门：", ["各县（市、区）人民政府", "市政府各部门"]),
    ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"]),
    ("各镇人民政府、街道办事处，县直各单位：", ["各镇人民政府", "各街道办事处", "县直各单位"]),
    ("各区卫生健康委、医保局，各三级医院：", ["各区卫生健康委", "各区医保局", "各三级医院"]),
    ("清江市、松河州人民政府：", ["清江市人民政府", "松河州人民政府"]),
    ("各市（州）卫生健康委、中医药管理局，委直属各单位：", ["各市（州）卫生健康委", "各市（州）中医药管理局", "委直属各单位"]),
    ("县直各单位、各乡镇人民政府：", ["县直各单位", "各乡镇人民政府"]),
    ("临水区人民政府：", ["临水区人民政府"]),
]


@pytest.mark.parametrize(("printed", "expected"), RECIPIENTS)
def test_recipients(printed: str, expected: list[str]) -> None:
    assert split_recipients(printed) == expected


HARD_RECIPIENTS = [
    ("各州、市医疗保障局、财政局：", ["各州、市医疗保障局", "各州、市财政局"]),
    ("各省辖市人民政府、济源示范区管委会：", ["各省辖市人民政府", "济源示范区管委会"]),
    ("县直各部门、各乡镇：", ["县直各部门", "各乡镇"]),
]


@pytest.mark.parametrize(("printed", "expected"), HARD_RECIPIENTS)
def test_recipients_of_mixed_kinds(printed: str, expected: list[str]) -> None:
    assert split_recipients(printed) == expected


HEADS = [
    ("云岭省人民政府办公厅关于做好体检工作的通知", ("云岭省人民政府办公厅",)),
    ("安平县卫生健康局 安平县财政局关于做好体检工作的通知", ("安平县卫生健康局", "安平县财政局")),
    ("关于做好体检工作的通知", ()),
    ("安平县养老服务体系建设方案", ()),
]


@pytest.mark.parametrize(("title", "bodies"), HEADS)
def test_the_bodies_that_head_a_title(title: str, bodies: tuple[str, ...]) -> None:
    assert title_head(title) == bodies


SIGNED = [
    ("安平县卫生健康局\n安平县财政局", ("安平县卫生健康局", "安平县财政局")),
    ("安平县卫生健康局　　安平县财政局", ("安平县卫生健康局", "安平县财政局")),
    ("安 平 县 卫 生 健 康 局", ("安平县卫生健康局",)),
]


@pytest.mark.parametrize(("signature", "issuers"), SIGNED)
def test_signatures(signature: str, issuers: tuple[str, ...]) -> None:
    assert meta(f"关于做好体检工作的通知\n各单位：\n一、组织体检。\n二、建立档案。\n{signature}\n2024年3月8日").issuers == issuers


def test_a_page_s_own_statement_only_where_the_text_prints_nothing() -> None:
    text = "临水区水环境整治方案\n一、任务。整治河道。\n二、要求。压实责任。"
    assert meta(text, {"成文日期": "2024-03-08"}).issued_on == "2024-03-08"
    assert meta(text + "\n临水区人民政府\n2024年3月1日", {"成文日期": "2024-03-08"}).issued_on == "2024-03-01"


def test_a_complete_notice_that_is_forwarded_has_its_own_meta() -> None:
    text = (
        "安平县卫生健康局关于征求《关于做好体检工作的通知（征求意见稿）》意见的函\n各乡镇卫生院：\n请于5月10日前反馈意见。\n"
        "安平县卫生健康局\n2024年4月28日\n附件：\n关于做好体检工作的通知\n（征求意见稿）\n各乡镇卫生院，县直医院：\n一、组织体检。\n二、建立档案。"
    )
    found, laid = outline(text)
    main, others = read_meta(found, laid, {})
    assert (main.kind, main.recipients) == ("函", ("各乡镇卫生院",))
    assert [(m.title, m.recipients) for m in others] == [("关于做好体检工作的通知（征求意见稿）", ("各乡镇卫生院", "县直医院"))]
