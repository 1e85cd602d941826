"""A notice on hard pages says what it says on plain ones: rules of every kind, cut rows, turned pages, marks, hidden and doubled text."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from essence import Essence, differences, essence
from gongwen import convert
from gongwen.errors import Code, GongwenError
from gongwen.model.source import Layer, Line, Table
from gongwen.readers.pdf import read_pdf
from gongwen.records import Notice
from hard_pages import HEAD, Form, as_text, render, width_of
from pdf_builder import IMAGE, Sheet, form, rule, text

Change = Callable[[Sheet, int], Sheet]


# --- rules ------------------------------------------------------------------------------------------------------------


def thin_box(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return f"{x0:.2f} {min(y0, y1):.2f} {max(x1 - x0, 0.6):.2f} {max(abs(y1 - y0), 0.6):.2f} re f\n".encode()


def dashed(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return b"[3 2] 0 d " + rule(x0, y0, x1, y1) + b"[] 0 d\n"


def dashes(x0: float, y0: float, x1: float, y1: float) -> bytes:
    n = max(1, int((abs(x1 - x0) + abs(y1 - y0)) / 4))
    steps = [(k / n, (k + 0.6) / n) for k in range(n)]
    ends = [[round(p + (q - p) * t, 2) for t in step for p, q in ((x0, x1), (y0, y1))] for step in steps]
    return b"".join(rule(*four) for four in ends)


def double(x0: float, y0: float, x1: float, y1: float) -> bytes:
    dx, dy = (0.0, 1.5) if abs(y1 - y0) < abs(x1 - x0) else (1.5, 0.0)
    return rule(x0, y0, x1, y1) + rule(x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def curve(x0: float, y0: float, x1: float, y1: float) -> bytes:
    bends = [f"{x0 + (x1 - x0) * t:.2f} {y0 + (y1 - y0) * t:.2f}" for t in (1 / 3, 2 / 3, 1)]
    return f"0.5 w {x0} {y0} m {' '.join(bends)} c S\n".encode()


def shaky(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return rule(x0 + 0.8, y0 - 0.7, x1 - 0.9, y1 + 0.4)


def none(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return b""


RULES = {
    "plain": Form(),
    "thin boxes": Form(draw=thin_box),
    "dashed": Form(draw=dashed),
    "dashes drawn one by one": Form(draw=dashes),
    "double": Form(draw=double),
    "curves": Form(draw=curve),
    "shaky": Form(draw=shaky),
    "open sides": Form(sides=False),
    "no verticals": Form(verticals=False),
    "three rules": Form(verticals=False, between=False),
    "none at all": Form(draw=none),
}
PARTS = {
    "": {},
    "headings once": {"head_again": False},
    "rows cut": {"cut_rows": True},
    "rows cut, headings once": {"cut_rows": True, "head_again": False},
}
TABLES = {f"{rules}, {part}".rstrip(", "): replace(f, **changes) for rules, f in RULES.items() for part, changes in PARTS.items()}  # type: ignore[arg-type]
TABLES |= {
    "headings of two levels": Form(head=[["序号", "重点任务及措施", None, "责任落实", None], ["", *HEAD[1:]]]),
    "headings of three levels": Form(
        head=[["序号", "任务", None, "责任落实", None], ["", *HEAD[1:]], ["", "", "", "（牵头单位列第一位）", ""]]
    ),
    "landscape": Form(landscape=True),
}


# --- pages ------------------------------------------------------------------------------------------------------------


def beside(before: bytes = b"", after: bytes = b"", **changes: object) -> Change:
    """More operators before or after those of every page."""
    return lambda sheet, number: replace(sheet, content=before + sheet.content + after, **changes)  # type: ignore[arg-type]


def on_third(after: bytes = b"", **changes: object) -> Change:
    """On the last page alone, in the middle of its empty part."""
    change = beside(b"", after, **changes)
    return lambda sheet, number: change(sheet, number) if number == 3 else sheet


def through(matrix: str, sheet: Sheet, media: tuple[float, float, float, float], **changes: object) -> Sheet:
    return replace(sheet, content=f"q {matrix} cm\n".encode() + sheet.content + b"Q\n", media=media, **changes)  # type: ignore[arg-type]


def turned(quarters: int, stored: bool = True) -> Change:
    def change(sheet: Sheet, number: int) -> Sheet:
        if not stored and number == 1:
            return sheet
        _, _, w, h = sheet.media
        matrix, size = {1: (f"0 1 -1 0 {h} 0", (h, w)), 2: (f"-1 0 0 -1 {w} {h}", (w, h)), 3: (f"0 -1 1 0 0 {w}", (h, w))}[quarters]
        return through(matrix, sheet, (0, 0, *size), rotate=90 * quarters if stored else 0)

    return change


def scaled(by: float, entries: str = "") -> Change:
    return lambda sheet, number: through(f"{by} 0 0 {by} 0 0", sheet, (0, 0, by * sheet.media[2], by * sheet.media[3]), entries=entries)


def negative(sheet: Sheet, number: int) -> Sheet:
    _, _, w, h = sheet.media
    return through("1 0 0 1 -300 -400", sheet, (-300, -400, w - 300, h - 400))


def cropped(sheet: Sheet, number: int) -> Sheet:
    _, _, w, h = sheet.media
    inner = through("1 0 0 1 50 60", sheet, (0, 0, w + 100, h + 120), crop=(50, 60, 50 + w, 60 + h))
    return replace(inner, content=inner.content + text(5, 20, "裁切线以外的样稿编号", 9))


def nested(sheet: Sheet, number: int) -> Sheet:
    inner = form(sheet.content, "/Resources << /Font << /F1 3 0 R >> >>", "0.5 0 0 0.5 10 20")
    return replace(sheet, content=b"q 2 0 0 2 -20 -40 cm /A Do Q\n", xobjects={"A": inner})


def shuffled(sheet: Sheet, number: int) -> Sheet:
    operators = sheet.content.split(b"\n")
    random.Random(number).shuffle(operators)
    return replace(sheet, content=b"\n".join(operators) + b"\n")


def tilted(string: str, x: float, y: float, size: float, angle: float) -> bytes:
    a = math.radians(angle)
    return b"0.8 g\n" + text(x, y, string, size, f"{math.cos(a):.4f} {math.sin(a):.4f} {-math.sin(a):.4f} {math.cos(a):.4f}") + b"0 g\n"


def level_marks(*heights: float) -> bytes:
    return b"0.85 g\n" + b"".join(text(100, y, "内部资料请勿外传", 44) for y in heights) + b"0 g\n"


def seal(sheet: Sheet, number: int) -> Sheet:
    """A ring with its name along it, over the signature."""
    x, y, r = 430, 110, 60
    k = 0.5523 * r
    ring = f"1 0 0 RG 3 w {x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c {x - k} {y + r} {x - r} {y + k} {x - r} {y} c S 0 G\n"
    names = b""
    for i, char in enumerate("安平县人民政府办公室"):
        at = math.radians(200 - 22 * i)
        names += tilted(char, round(x + 46 * math.cos(at), 2), round(y + 46 * math.sin(at), 2), 12, math.degrees(at) - 90)
    return sheet if number > 1 else replace(sheet, content=sheet.content + ring.encode() + names)


LAYER: dict[str, object] = {"resources": "/Properties << /L1 10 0 R >>"}
GROUPS = "/OCProperties << /OCGs [10 0 R] /D << /{} [10 0 R] /Order [10 0 R] >> >>"
GROUP = [b"<< /Type /OCG /Name (layer) >>"]
JUNK = "（九）新建隐藏项目99个。（县保密局）"

PAGES = {
    "two columns": Form(columns=2),
    "pages of several sizes": Form(sizes=[(595, 842), (842, 1191), (595, 842)]),
    **{f"turned by {90 * q}": Form(page=turned(q)) for q in (1, 2, 3)},
    "table drawn sideways": Form(landscape=True, page=turned(1, stored=False)),
    "user unit": Form(page=scaled(0.5, "/UserUnit 2")),
    "half as large": Form(page=scaled(0.5)),
    "three times as large": Form(page=scaled(3)),
    "negative coordinates": Form(page=negative),
    "cropped": Form(page=cropped),
    "nested forms": Form(page=nested),
    "objects in any order": Form(page=shuffled),
    "tilted watermark below": Form(page=beside(before=tilted("内部资料请勿外传", 120, 250, 48, 45))),
    "tilted watermark above": Form(page=beside(after=tilted("内部资料请勿外传", 120, 250, 48, 45))),
    "level watermark": Form(page=beside(before=level_marks(480))),
    "level watermarks": Form(page=beside(before=level_marks(300, 480, 660))),
    "watermark as a picture": Form(page=beside(before=b"q 300 0 0 300 150 300 cm /Im Do Q\n", xobjects={"Im": IMAGE})),
    "seal": Form(page=seal),
    "running head": Form(running="安平县人民政府办公室文件"),
    "footnotes": Form(notes=["①新建早餐店含改造升级后重新开业的早餐店40家。", "②数据截至2030年底，由县统计局提供。"]),
    "page labels": Form(catalog="/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /St 5 >>] >>"),
    "text off the page": Form(page=beside(after=text(-400, 300, JUNK, 16) + text(700, 500, "废稿", 16))),
    "text too small to read": Form(page=on_third(text(100, 300, JUNK, 0.1))),
    "layer that is shown": Form(page=beside(b"/OC /L1 BDC\n", b"EMC\n", **LAYER), extra=GROUP, catalog=GROUPS.format("ON")),
}

# --- text -------------------------------------------------------------------------------------------------------------


def one_by_one(string: str, x: float, size: float) -> list[tuple[float, str]]:
    places = [x]
    for char in string:
        places.append(round(places[-1] + width_of(char, size), 2))
    return list(zip(places, string, strict=False))


def white_headings(x: float, y: float, string: str, size: float) -> bytes:
    return b"1 g " + text(x, y, string, size) + b"0 g\n" if string in HEAD else text(x, y, string, size)


def shaded_heads(sheet: Sheet, number: int) -> Sheet:
    low = {2: 842 - 188, 3: 842 - 120}.get(number)
    return sheet if low is None else replace(sheet, content=f"0.2 0.3 0.6 rg 80 {low} 442 20 re f 0 g\n".encode() + sheet.content)


def kerned(x: float, y: float, string: str, size: float) -> bytes:
    parts = " ".join(f"<{char.encode('utf-16-be').hex()}> {3 if i % 2 else -3}" for i, char in enumerate(string))
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm [{parts}] TJ ET\n".encode()


def tracked(x: float, y: float, string: str, size: float) -> bytes:
    return b"0.3 Tc\n" + text(x, y, string, size) + b"0 Tc\n"


PRINT = {
    "doubled": Form(put=lambda x, y, s, z: text(x, y, s, z) + text(x + 0.3, y, s, z)),
    "each character doubled": Form(put=lambda x, y, s, z: b"".join(text(a + d, y, c, z) for a, c in one_by_one(s, x, z) for d in (0, 0.4))),
    "filled and stroked": Form(put=lambda x, y, s, z: b"0.3 w " + text(x, y, s, z, mode=2)),
    "outlined": Form(put=lambda x, y, s, z: text(x, y, s, z, mode=1)),
    "invisible copy below": Form(put=lambda x, y, s, z: text(x + 0.1, y - 0.4, s, z, mode=3) + text(x, y, s, z)),
    "invisible": Form(put=lambda x, y, s, z: text(x, y, s, z, mode=3)),
    "tracked": Form(put=tracked),
    "kerned": Form(put=kerned),
    "one character an object": Form(put=lambda x, y, s, z: b"".join(text(a, y, c, z) for a, c in one_by_one(s, x, z))),
    "from right to left": Form(put=lambda x, y, s, z: b"".join(text(a, y, c, z) for a, c in reversed(one_by_one(s, x, z)))),
    "characters in any order": Form(put=lambda x, y, s, z: b"".join(text(a, y, c, z) for a, c in one_by_one(s, x, z)), page=shuffled),
    "scaled by the matrix": Form(put=lambda x, y, s, z: text(x, y, s, 1, f"{z} 0 0 {z}")),
    "white headings on blue": Form(put=white_headings, page=shaded_heads),
}
HIDDEN = {
    "white on white": Form(page=on_third(b"1 g\n" + text(100, 300, JUNK, 16) + b"0 g\n")),
    "transparent": Form(page=on_third(b"/G gs\n" + text(100, 300, JUNK, 16), resources="/ExtGState << /G << /ca 0 /CA 0 >> >>")),
    "layer that is off": Form(
        page=on_third(b"/OC /L1 BDC\n" + text(100, 300, JUNK, 16) + b"EMC\n", **LAYER), extra=GROUP, catalog=GROUPS.format("OFF")
    ),
}
FORMS = TABLES | PAGES | PRINT


@cache
def wanted() -> Essence:
    return essence(convert(as_text().encode(), name="plain.txt"))


def record(shape: Form, engine: str = "pdfium") -> Notice:
    return convert(render(shape), name="hard.pdf", pdf_engine=engine, ocr="never")


def codes(notice: Notice) -> set[str]:
    return {finding.code for finding in notice.audit.findings}


@pytest.mark.parametrize("name", FORMS)
def test_hard_pages_say_what_plain_ones_say(name: str) -> None:
    odd = differences(wanted(), essence(record(FORMS[name])))
    if odd:
        pytest.fail("\n".join([name, *(line[:200] for line in odd[:8])]))


BOTH = ["plain, rows cut", "none at all, headings once", "headings of three levels", "turned by 90", "footnotes", "negative coordinates"]


@pytest.mark.parametrize("name", [*BOTH, "doubled"])
def test_the_reference_engine_too(name: str) -> None:
    assert not differences(wanted(), essence(record(FORMS[name], "pdfplumber")))


def test_the_tables_are_cut_by_pages() -> None:
    for name, number in (("plain", "10"), ("plain, rows cut", "")):
        tables = [item for item in read_pdf(render(TABLES[name]), "hard.pdf").items if isinstance(item, Table)]
        assert [table.page for table in tables] == [2, 3]
        assert tables[1].cells[5].text == number  # below the headings: a row that begins here, or the rest of one


@pytest.mark.parametrize("name", HIDDEN)
def test_text_that_nobody_sees_is_no_task(name: str) -> None:
    hidden = record(HIDDEN[name])
    assert not differences(wanted(), essence(hidden))
    assert "text_unseen" in codes(hidden)
    lines = [item for item in read_pdf(render(HIDDEN[name]), "hard.pdf").items if isinstance(item, Line)]
    assert [line.layer for line in lines if line.text == JUNK] == [Layer.HIDDEN]


@pytest.mark.parametrize("name", ["tilted watermark above", "level watermark", "seal"])
def test_a_watermark_is_told(name: str) -> None:
    assert "watermark_text" in codes(record(PAGES[name]))


@pytest.mark.parametrize("kind", ["/Subtype /FreeText /DA (/F1 16 Tf 0 g) /Contents (x)", "/Subtype /Widget /FT /Tx /T (a) /V (x)"])
def test_what_was_typed_onto_the_page_is_read(kind: str) -> None:
    typed = form(text(2, 8, "（五）新增公园3个。（县城管局）", 16), "/Resources << /Font << /F1 3 0 R >> >>")
    typed = typed.replace(b"[-2000 -2000 2000 2000]", b"[0 0 400 30]")
    entries = f"/Annots [<< /Type /Annot {kind} /Rect [100 290 500 320] /F 4 /AP << /N 10 0 R >> >>]"
    notice = record(Form(page=on_third(entries=entries), extra=[typed]))
    assert [unit.name for task in notice.tasks if task.number == "5" and task.view == "section" for unit in task.units] == ["县城管局"]


def private_use(char: str) -> str:
    return chr(0xE000 + ord(char) % 6000)


def other_ideograph(char: str) -> str:
    return chr(0x4E00 + ord(char) * 7919 % 20_000) if char > "\u2e7f" else char


@pytest.mark.parametrize("wrong", [private_use, other_ideograph])
def test_a_font_whose_map_is_missing_or_wrong_is_told(wrong: Callable[[str], str]) -> None:
    with pytest.raises(GongwenError) as caught:
        record(Form(put=lambda x, y, s, z: text(x, y, "".join(map(wrong, s)), z)))
    assert caught.value.code is Code.TEXT_GARBLED


MIXED = {
    "two columns with notes": Form(columns=2, notes=["①新建早餐店含改造升级后重新开业的早餐店40家。"]),
    "landscape, three rules, cut, headings once": replace(TABLES["three rules, rows cut, headings once"], landscape=True),
    "no rules under a running head": replace(TABLES["none at all, rows cut, headings once"], running="安平县人民政府办公室文件"),
    "no rules over a watermark": Form(draw=none, page=beside(before=level_marks(300, 480, 660))),
    "doubled and without rules": replace(PRINT["doubled"], draw=none),
    "two levels of headings without verticals": replace(TABLES["headings of two levels"], verticals=False),
    "sealed and turned": Form(page=lambda sheet, number: turned(1)(seal(sheet, number), number)),
}


@pytest.mark.parametrize("name", MIXED)
def test_hard_things_come_together(name: str) -> None:
    assert not differences(wanted(), essence(record(MIXED[name])))
