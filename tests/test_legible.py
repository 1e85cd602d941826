"""What the text layer of a page is worth: text, nothing, a picture with a stamp on it, or signs that nobody can read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gongwen.readers.page.glyphs import Font, Glyphs
from gongwen.readers.page.legible import MOST_LARGE, MOST_PASTED, Verdict, judge, unread_pictures

WIDTH, HEIGHT = 595.0, 842.0
WHOLE = (0.0, 0.0, WIDTH, HEIGHT)
ORDINARY = "完善便民服务体系，加强社区食堂和便民药店建设，新增社区食堂十二家。" * 3
ENGLISH = "The office shall keep the list of services and publish it before the end of every quarter for all who ask " * 3
NOISE = "iE^ ttfi lf5 q*tr ,* n»Bfl. s*r;tiiR» of the A&s-oeiete fc-ugsx n u t " * 4


def page(
    text: str,
    pictures: Sequence[tuple[float, float, float, float]] = (),
    *,
    top: float = 300.0,
    n_objects: int = 0,
    unmapped: int = 0,
) -> Glyphs:
    """A page with one line of text at `top`."""
    n = len(text)
    x0 = [60.0 + 10.0 * i for i in range(n)]
    return Glyphs(
        1, WIDTH, HEIGHT, 0, text, x0, [top] * n, [x + 10.0 for x in x0], [top + 10.0] * n, [(0, n)] if n else [],
        lambda _: Font(10.0, None, False, 0.0), lambda *_: Font(10.0, None, False, 0.0), unmapped,
        n_images=len(pictures), n_objects=n_objects, pictures=list(pictures),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("glyphs", "verdict"),
    [
        (page(ORDINARY), Verdict.TEXT),
        (page(ORDINARY, [WHOLE]), Verdict.TEXT),  # a scanner's own layer, or paper as a background
        (page(ENGLISH, [WHOLE]), Verdict.TEXT),
        (page(""), Verdict.BLANK),
        (page("", n_objects=4), Verdict.BLANK),  # a frame
        (page("", n_objects=400), Verdict.PICTURE),  # letters drawn as shapes
        (page("", [WHOLE]), Verdict.PICTURE),
        (page("", [(0, 0, 60, 60)]), Verdict.PICTURE),
        (page("- 3 -", [WHOLE], top=800.0), Verdict.PICTURE),  # a page number over a scan
        (page("2025年3月5日", [WHOLE]), Verdict.TEXT),  # little, but it may be the end of a notice
        (page("- 3 -", [(0, 281 * i, WIDTH, 281 * (i + 1)) for i in range(3)]), Verdict.PICTURE),  # a scan in strips
        (page("http://www.example.gov.cn/zwgk/2025/03/content_123456.html 第3页", [WHOLE], top=820.0), Verdict.PICTURE),
        (page("- 3 -"), Verdict.TEXT),
        (page("封面", [(200, 100, 300, 200)]), Verdict.TEXT),  # a coat of arms
        (page(NOISE, [WHOLE]), Verdict.GARBLED),  # read by a program that knew no Chinese
        (page(NOISE), Verdict.TEXT),  # strange, but it is what the page shows
        (page("\ue000\ue001\ufffd" * 40), Verdict.GARBLED),
    ],
)
def test_what_a_text_layer_is_worth(glyphs: Glyphs, verdict: Verdict) -> None:
    assert judge(glyphs) is verdict


PROSE = (
    "各县人民政府要加强组织领导，明确责任分工，完善工作机制，推动各项任务落到实处。市发展改革部门要会同有关单位建立健全协调制度，定期调度工作进展，"
    "及时研究解决存在的问题，重要情况向市政府报告。各有关部门要按照职责分工加大支持力度，在资金、用地、人才等方面给予保障，形成工作合力。"
)


def by_another_map(text: str, step: int = 29) -> str:
    """Every ideograph of the first level of GB 2312 replaced by the one so many places on, as a font with a wrong map gives it."""
    out = []
    for char in text:
        code = char.encode("gb2312")
        at = (code[0] - 0xB0) * 94 + code[1] - 0xA1 if len(code) == 2 else -1
        at = (at + step) % 3755 if 0 <= at < 3755 else -1
        out.append(char if at < 0 else bytes((0xB0 + at // 94, 0xA1 + at % 94)).decode("gb2312"))
    return "".join(out)


@pytest.mark.parametrize(
    "text",
    [
        by_another_map(PROSE),
        by_another_map(PROSE, 1),
        "".join(chr(ord(char) + 29) for char in PROSE),  # codes of glyphs taken for those of characters
        "".join(chr(0xE000 + ord(char) % 6000) for char in PROSE),  # private use
        "\ufffd" * 60 + "2025",
        "\x01\x02\x03\x0e\x1f" * 20,
        PROSE.encode("gb18030").decode("latin-1"),
        PROSE.encode().decode("latin-1"),
        PROSE.encode().decode("gb18030", "replace"),
        "?" * 100,
    ],
)
def test_text_that_nobody_can_read(text: str) -> None:
    assert judge(page(text)) is Verdict.GARBLED


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "王玮 李蔷 张珉 刘晖 陈婧 杨骁 赵磊 黄婷 周昊 吴桐 徐莉 孙鹏 胡琳 朱峰 高涛 林欣 何靖 郭超 马丹 罗宇 梁佳 宋凯 郑娟 谢雪 韩嫣 唐谦",
        "银杏、侧柏、国槐、刺槐、旱柳、白蜡、栾树、玉兰、紫薇、海棠、樱花、碧桃、连翘、丁香、牡丹、芍药、鸢尾、萱草、玉簪、菖蒲、芦苇、睡莲、凌霄、紫藤、核桃",
        "關於加強公共服務體系建設的實施意見，各縣市區人民政府應當結合實際認真貫徹執行，並於每季度末將進展情況報送有關部門。" * 2,
        "地域における医療及び介護の総合的な確保を推進するための関係法律の整備を行い、都道府県知事は必要な措置を講ずるものとする。" * 2,
        ENGLISH,
        "2025 1,234.5 85% 3/4 12-31 100 " * 10,
    ],
)
def test_text_that_is_only_unusual(text: str) -> None:
    """Names of people and plants, traditional and Japanese print, figures."""
    assert judge(page(text)) is Verdict.TEXT


@pytest.mark.parametrize(
    ("glyphs", "found"),
    [
        (page(ORDINARY, [(60, 400, 530, 700)]), 1),
        (page(ORDINARY, [(-50, 400, 530, 700), (60, 100, 530, 250)]), 2),
        (page(ORDINARY, [(60, 290, 530, 700)]), 0),  # text stands on it
        (page(ORDINARY, [(60, 400, 160, 500)]), 0),  # a seal
        (page(ORDINARY, [(0, 830, 595, 842)]), 0),  # a rule
    ],
)
def test_pictures_that_may_hold_text(glyphs: Glyphs, found: int) -> None:
    assert len(unread_pictures(glyphs)) == found


def test_of_many_pictures_the_largest_ten_without_text_are_read() -> None:
    """And the text over them is counted for no more than a few dozen, however many there are."""
    under_text = [(0.0, 0.0, WIDTH, HEIGHT - n) for n in range(5)]
    clear = [(60.0, 400.0, 530.0, 600.0 + n) for n in range(20)]
    assert unread_pictures(page(ORDINARY, under_text + clear)) == clear[: -MOST_PASTED - 1 : -1]
    assert unread_pictures(page(ORDINARY, under_text * MOST_LARGE + clear)) == []
