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
