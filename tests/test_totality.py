"""Any text and any damage end in a sound record or in one coded error, and the same bytes end the same way every time."""

from __future__ import annotations

import json
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import STYLES, generate, render_docx, render_html, render_text
from gongwen import GongwenError, Notice, convert
from gongwen.errors import Code
from gongwen.records import violations
from test_invariants import check_containment, check_outline, validator

# What notices are made of, in pieces that no one would write in this order.
PIECES = """
一、 二、 十一、 （一） （二） (三) 1. 2． 3、 （1） ① ② ⑳ 一是 二是 第一章 第二节 附件 附件1 附件： 附： ： ； 。 、 ， （ ） 《
》 〔 〕 “ ” — % ‰ ≥ < ～ 云岭省人民政府办公厅 清江市人民政府 关于印发 方案的通知 的通知 云政办发〔2024〕7号
各县（市、区）人民政府： 2024年6月27日 二〇二四年六月二十七日 （此件公开发布） 责任单位： （责任单位： 牵头单位： 市教育局
市财政局、 教育局、 各县（市、区） 省委组织部 编办 负责） 牵头） 配合） 等部门 按职责分工负责 以下均需各地负责，不再列出
2025年底前 到2030年 9月底前 每年 每季度 “十四五”期间 长期坚持 印发后2周内 年内 全年 13月45日前 2月30日前 0年 9999年12月31日
达到95%以上 不低于3.5万人 提高1个百分点 翻一番 每千人口床位数4.6张 1:1.4 新增100个 10～5 百分之百 0.00% -3 1e9 ９５％ 三分之一 两
〇 亿亿 万万 总体要求 主要目标 重点任务 保障措施 组织实施 加强领导。 完善机制， 推进改革。 序号 任务 措施 完成时限 指标 单位
2020年 2025年 合计 / — 1
""".split()  # noqa: SIM905 - easier to read and to add to
BREAKS = ("", "", "", "\n", "\n", "\n　　", "\t", "\t\t", " ", "\n\n", "\f", "\r\n", "　")
CHARACTERS = "一二三十（）()1234567890.．、①②：:，。；\n\t 　《》年月日前底%市县局委各附件第章责任单位牵头"
INVISIBLE = "\u200b\u200e\ufeff\u00ad\u0300\u20e3\x00\x0b\x0c\x1f\x7f\u2028\u2029\ue000\U00020000"
fragments = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BREAKS)), max_size=120).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)
patient = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def outcome(data: bytes) -> Notice | GongwenError:
    try:
        return convert(data, name="any")
    except GongwenError as error:
        return error


def sound(data: bytes) -> None:
    """The record is valid, quotes exactly, loses nothing unsaid; an error has a code, and not that of a fault of ours."""
    made = outcome(data)
    if isinstance(made, GongwenError):
        assert made.code is not Code.INTERNAL, str(made)
        assert str(made).startswith(f"{made.code}: ")
        return
    assert violations(made) == []
    check_outline(made)
    check_containment(made, measures=False)  # see test_a_measure_ends_with_its_task
    written = made.to_json()
    validator().validate(json.loads(written))
    assert Notice.from_json(written) == made
    assert (made.audit.coverage == 1) == (not made.audit.unplaced)
    assert made.tasks or any(f.code == "no_tasks" for f in made.audit.findings)
    again = outcome(data)
    assert isinstance(again, Notice)
    assert again.to_json() == written


@patient
@given(st.text(min_size=1, max_size=400))
def test_any_text(text: str) -> None:
    sound(text.encode())


@patient
@given(st.text(alphabet=st.sampled_from(CHARACTERS), max_size=300))
def test_any_text_of_the_characters_that_matter(text: str) -> None:
    sound(text.encode())


@patient
@given(st.binary(min_size=1, max_size=600))
def test_any_bytes(data: bytes) -> None:
    sound(data)


@patient
@given(fragments)
def test_pieces_of_notices_in_any_order(text: str) -> None:
    sound(text.encode())


seeds = st.integers(min_value=0, max_value=400)


@st.composite
def damaged_lines(draw: st.DrawFn) -> str:
    """A planted notice with lines lost, doubled, moved, emptied, joined and cut."""
    style = draw(st.sampled_from(STYLES))
    planted = generate(draw(seeds), style)
    lines = render_text(planted.document, style, truth=planted.truth).split("\n")
    for _ in range(draw(st.integers(1, 12))):
        i, j = (draw(st.integers(0, max(0, len(lines) - 1))) for _ in range(2))
        match draw(st.sampled_from(("lose", "double", "swap", "empty", "join", "cut", "truncate"))):
            case "lose" if len(lines) > 1:
                del lines[i]
            case "double":
                lines.insert(i, lines[j])
            case "swap":
                lines[i], lines[j] = lines[j], lines[i]
            case "empty":
                lines[i] = ""
            case "join" if i + 1 < len(lines):
                lines[i : i + 2] = [lines[i] + lines[i + 1]]
            case "cut":
                at = draw(st.integers(0, len(lines[i])))
                lines[i : i + 1] = [lines[i][:at], lines[i][at:]]
            case "truncate":
                lines[i] = lines[i][: draw(st.integers(0, len(lines[i])))]
            case _:
                pass
    return "\n".join(lines)


@patient
@given(damaged_lines())
def test_notices_with_damaged_lines(text: str) -> None:
    sound(text.encode())


@st.composite
def damaged_bytes(draw: st.DrawFn) -> bytes:
    """A planted notice as text, web page or Word file with bytes changed, cut out or put in."""
    planted = generate(draw(st.integers(0, 40)))
    form = draw(st.sampled_from(("txt", "gbk", "html", "docx")))
    if form == "docx":
        data = bytearray(render_docx(planted.document))
    elif form == "html":
        data = bytearray(render_html(planted.document))
    else:
        data = bytearray(render_text(planted.document).encode("gb18030" if form == "gbk" else "utf-8"))
    for _ in range(draw(st.integers(1, 20))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(("change", "cut", "put", "end"))):
            case "change" if data:
                data[at] = draw(st.integers(0, 255))
            case "cut":
                del data[at : at + draw(st.integers(1, 40))]
            case "put":
                data[at:at] = draw(st.binary(max_size=20))
            case _:
                del data[max(at, len(data) * 9 // 10) :]
    return bytes(data)


@settings(patient, max_examples=60)
@given(damaged_bytes())
def test_files_with_damaged_bytes(data: bytes) -> None:
    sound(data)


@settings(patient, max_examples=40)
@given(seeds, st.text(alphabet=INVISIBLE, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_invisible_characters_between_all_others(seed: int, odd: str, random: object) -> None:
    text = render_text(generate(seed).document)[:3_000]
    spots = sorted(random.sample(range(len(text)), min(len(text), len(odd))))  # type: ignore[attr-defined]
    for spot, char in zip(reversed(spots), odd, strict=False):
        text = text[:spot] + char + text[spot:]
    sound(text.encode())


@settings(patient, max_examples=30)
@given(seeds)
def test_nothing_visible_is_lost(seed: int) -> None:
    """Every visible character of a clean text stands in the record's text."""
    printed = render_text(generate(seed).document)
    record = convert(printed.encode())
    kept = re.sub(r"\s", "", record.text or "")
    furniture = sum(item.chars for item in record.audit.furniture)
    assert len(re.sub(r"\s", "", printed)) == len(kept) + furniture
