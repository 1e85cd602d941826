"""The documents in one file: notice, forwarded plans, annexes, a notice sent for comment."""

from __future__ import annotations

from gongwen.model.outline import Part
from layouts import outline, tree

COVER = """
清江市人民政府关于印发《清江市儿童友好城市建设方案》的通知
清政发〔2024〕5号
各县（市、区）人民政府：
现印发给你们，请认真组织实施。
清江市人民政府
2024年5月8日
"""
PLAN = "清江市儿童友好城市建设方案\n为建设儿童友好城市，制定本方案。\n一、优化服务\n1.新增托位500个。\n2.建设公园3个。\n"


def parts(text: str) -> tuple[tuple[Part, ...], str]:
    found, laid = outline(text)
    return found.parts, laid


def shown(text: str) -> list[tuple[str, str]]:
    """(kind, title) of each part."""
    found, laid = parts(text)
    return [(p.kind, "".join(laid[slice(*s)] for s in p.front.title)) for p in found]


def test_a_notice_and_the_plan_that_it_forwards() -> None:
    assert shown(COVER + PLAN) == [
        ("main", "清江市人民政府关于印发《清江市儿童友好城市建设方案》的通知"),
        ("forwarded", "清江市儿童友好城市建设方案"),
    ]


def test_the_plan_has_its_own_text_and_the_letter_its_own() -> None:
    (cover, plan), text = parts(COVER + PLAN)
    assert [text[slice(*s)] for s in cover.preamble] == ["现印发给你们，请认真组织实施。"]
    assert tree(plan, text) == ["一、 [优化服务]", "  1. 新增托位500个。", "  2. 建设公园3个。"]


def test_a_letter_that_ends_in_its_date_alone() -> None:
    """A copy without the signature: the date closes the letter where the plan that its title names follows."""
    (cover, plan), text = parts(COVER.replace("\n清江市人民政府\n2024", "\n2024") + PLAN)
    assert cover.front.date is not None
    assert text[slice(*cover.front.date)] == "2024年5月8日"
    assert cover.front.signatures == ()
    assert plan.kind == "forwarded"


def test_the_printing_body_on_the_line_above_its_date() -> None:
    (part,), text = parts("安平县2025年医改工作要点\n一、优化服务。新增托位500个。\n安平县医改领导小组办公室\n2025年3月12日印发")
    assert part.front.printer is not None
    assert text[slice(*part.front.printer)] == "安平县医改领导小组办公室"


def test_annexes_by_their_labels() -> None:
    text = COVER + "附件1\n重点任务表\n一、任务\n落实。\n附件2：\n考核办法\n一、对象\n各县。"
    found, laid = parts(text)
    assert [(p.kind, laid[slice(*p.label)]) for p in found[1:] if p.label] == [("annex", "附件1"), ("annex", "附件2：")]
    assert shown(text)[1:] == [("annex", "重点任务表"), ("annex", "考核办法")]


def test_the_list_of_annexes_is_no_annex() -> None:
    listed = COVER.replace("清江市人民政府\n2024", "附件：1.重点任务表\n2.考核办法\n清江市人民政府\n2024")
    found, laid = parts(listed + "附件1\n重点任务表\n一、任务\n落实。")
    assert [laid[slice(*s)] for s in found[0].front.attachments] == ["重点任务表", "考核办法"]
    assert [p.kind for p in found] == ["main", "annex"]


def test_a_list_of_annexes_below_its_label() -> None:
    listed = COVER.replace("清江市人民政府\n2024", "附件：\n1.重点任务表\n2.考核办法\n清江市人民政府\n2024")
    found, laid = parts(listed)
    assert [laid[slice(*s)] for s in found[0].front.attachments] == ["重点任务表", "考核办法"]


def test_a_complete_notice_sent_for_comment_is_an_annex_with_recipients() -> None:
    text = (
        "安平县卫生健康局关于征求《关于做好健康体检工作的通知（征求意见稿）》意见的函\n各乡镇卫生院：\n请于5月10日前反馈意见。\n"
        "安平县卫生健康局\n2024年4月28日\n附件：\n关于做好健康体检工作的通知\n（征求意见稿）\n各乡镇卫生院：\n一、组织体检。\n二、建立档案。"
    )
    found, _ = parts(text)
    assert [p.kind for p in found] == ["main", "annex"]
    assert found[1].front.recipients is not None
    assert shown(text)[1] == ("annex", "关于做好健康体检工作的通知（征求意见稿）")


def test_a_title_over_several_lines() -> None:
    text = "云岭省人民政府办公厅关于印发云岭省\n深化改革三年行动计划\n（2024—2026年）的通知\n各州、市人民政府：\n现印发给你们。"
    assert shown(text) == [("main", "云岭省人民政府办公厅关于印发云岭省深化改革三年行动计划（2024—2026年）的通知")]


def test_a_title_of_two_lines_is_followed_by_the_text() -> None:
    text = "临水区水环境整治\n三年行动方案（2024—2026年）\n为改善水环境，制定本方案。"
    assert shown(text) == [("main", "临水区水环境整治三年行动方案（2024—2026年）")]


def test_what_a_site_prints_behind_the_date_is_no_text_of_the_document() -> None:
    found, laid = parts("关于做好体检工作的通知\n一、组织体检。\n二、建立档案。\n安平县卫生健康局\n2024年4月28日\n扫描二维码查看全文")
    assert tree(found[0], laid) == ["一、 组织体检。", "二、 建立档案。"]


def test_every_block_lies_in_one_part_in_order() -> None:
    found, laid = parts(COVER + PLAN + "附件1\n任务表\n一、任务\n落实。")
    ends = [0, *(p.end for p in found)]
    assert all(before <= p.start < p.end for before, p in zip(ends, found, strict=False))
    assert found[-1].end == len(laid)


def test_a_file_without_text_has_no_parts_with_content() -> None:
    found, _ = parts("")
    assert found == ()
