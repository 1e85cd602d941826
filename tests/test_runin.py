"""Front and back matter that ran into one paragraph with the text."""

from __future__ import annotations

from gongwen.model.body import Paragraph
from gongwen.structure.runin import cut_apart


def cut(*paragraphs: str) -> list[str]:
    text = "\n".join(paragraphs)
    blocks: list[Paragraph] = []
    at = 0
    for paragraph in paragraphs:
        blocks.append(Paragraph(at, at + len(paragraph)))
        at += len(paragraph) + 1
    return [text[b.start : b.end] for b in cut_apart(blocks, text)]


LONG = "各单位要健全工作机制，明确责任分工，建立工作台账，定期通报进展情况，" * 5 + "确保各项任务落到实处。"


def test_title_number_and_recipients_are_cut_off_the_first_paragraph() -> None:
    assert cut("安平县卫生健康局关于开展健康体检的通知 安卫发〔2024〕8号 各乡镇卫生院，县直医院：现将有关事项通知如下。") == [
        "安平县卫生健康局关于开展健康体检的通知",
        "安卫发〔2024〕8号",
        "各乡镇卫生院，县直医院：",
        "现将有关事项通知如下。",
    ]


def test_a_title_alone_or_a_sentence_that_names_a_notice_stays_whole() -> None:
    for whole in ("安平县卫生健康局关于开展健康体检的通知", "根据市卫生健康委关于开展健康体检的通知要求，制定本方案。"):
        assert cut(whole) == [whole]


def test_signature_and_date_are_cut_off_the_last_paragraph() -> None:
    assert cut("一、任务", LONG + "安平县卫生健康局 2024年3月8日")[2:] == ["安平县卫生健康局", "2024年3月8日"]


def test_a_date_inside_the_last_sentence_stays() -> None:
    whole = LONG + "有关情况于2024年3月8日前报县卫生健康局。"
    assert cut("一、任务", whole) == ["一、任务", whole]


PLAN = "安平县全民健身实施计划（2021—2025年）"


def test_a_sheet_s_head_and_number_stand_before_the_title() -> None:
    whole = f"安平县人民政府文件安政发〔2021〕9号安平县人民政府关于印发{PLAN}的通知各乡镇人民政府，县直各单位：现印发给你们。"
    assert cut(whole) == [
        "安平县人民政府文件",
        "安政发〔2021〕9号",
        f"安平县人民政府关于印发{PLAN}的通知",
        "各乡镇人民政府，县直各单位：",
        "现印发给你们。",
    ]


def test_the_plan_that_a_notice_sends_is_cut_off_behind_signature_and_date() -> None:
    body = f"现将《{PLAN}》印发给你们，请认真组织实施。" + LONG
    matter = f"附件：{PLAN}安平县人民政府2021年8月2日（此件公开发布）附件{PLAN}"
    assert cut("关于印发计划的通知", body + matter + "为推动全民健身，制定本计划。" + LONG)[2:] == [
        f"附件：{PLAN}",
        "安平县人民政府",
        "2021年8月2日",
        "（此件公开发布）",
        "附件",
        PLAN,
        "为推动全民健身，制定本计划。" + LONG,
    ]


def test_copies_and_the_printing_body_close_the_last_paragraph() -> None:
    assert cut("一、任务", LONG + "抄送：县委办公室，县人大办公室。安平县人民政府办公室　　2021年8月2日印发")[2:] == [
        "抄送：县委办公室，县人大办公室。",
        "安平县人民政府办公室　　2021年8月2日印发",
    ]


def test_a_date_that_a_sentence_goes_on_behind_is_no_signature() -> None:
    for clause in ("县卫生健康局2024年6月30日前完成。", "县卫生健康局2024年6月30日印发方案。"):
        assert cut("一、任务", LONG + clause + LONG) == ["一、任务", LONG + clause + LONG]
