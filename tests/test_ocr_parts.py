"""The parts of OCR that need no engine: wording, angles, rulings, setting, picture files, and which pages are scans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scans
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.readers.ocr.wording import mend
from gongwen.readers.page.glyphs import Ruling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("(一)完善机制,推动落实;", "（一）完善机制，推动落实；"),
        ("责任单位:市民政局(牵头)、市财政局", "责任单位：市民政局（牵头）、市财政局"),
        ("清政办发[2025]7号", "清政办发〔2025〕7号"),
        ("2O25年新增l0个站点,达到1l%", "2025年新增10个站点，达到11%"),
        ("不低于1:4.6，投入1,200万元", "不低于1:4.6，投入1,200万元"),
        ("见http://a.cn(english only)", "见http://a.cn(english only)"),
        ("plain ascii (a, b)", "plain ascii (a, b)"),
    ],
)
def test_what_is_put_right(read: str, meant: str) -> None:
    assert mended(read)[0] == meant


def mended(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A line with its characters one after the other, put right, and what is told of it."""
    from gongwen.readers.ocr.engine import Area, Read

    read, repairs = mend(Read(Area(0, 0, 10, 10), text, tuple(float(i) for i in range(len(text))), 0.9))
    assert len(read.middles) == len(read.text)
    assert list(read.middles) == sorted(read.middles)
    return read.text, [(repair.was, repair.put) for repair in repairs]


def test_what_says_something_else_is_told() -> None:
    assert mended("(一)按1%o左右的比例，新增2l0人") == ("（一）按1‰左右的比例，新增210人", [("%o", "‰"), ("l", "1")])
    assert mended("(一)完善机制,推动落实;")[1] == []


@given(st.text(alphabet="一二，（）(),:;[]2025lO0%个年号发a.?", max_size=40))
def test_nothing_is_lost(text: str) -> None:
    once, repairs = mended(text)
    assert len(text) - len(once) == sum(len(was) - 1 for was, _ in repairs)
    if len(text) == len(once):
        assert all(a == b or a in "(),;:?[]lIO|{【" or a in "【】〖〗·" for a, b in zip(text, once, strict=True))


class TestPictures:
    """Everything that wants numpy, which comes with the extra."""

    pytestmark = scans.NEEDS_OCR

    def page_of_bars(self, angle: float = 0.0) -> NDArray[np.uint8]:
        """Rows of ink like lines of print."""
        import numpy as np
        from PIL import Image, ImageDraw

        page = Image.new("L", (800, 1100), 255)
        pen = ImageDraw.Draw(page)
        for y in range(120, 1000, 40):
            for x in range(100, 700, 24):
                pen.rectangle((x, y, x + 19, y + 19), fill=0)
        return np.asarray(255 - np.asarray(page.rotate(angle, fillcolor=255)))

    @pytest.mark.parametrize("angle", [-6.0, -2.5, -0.7, -0.2, 0.0, 0.3, 1.1, 5.0])
    def test_the_angle_of_the_rows(self, angle: float) -> None:
        from gongwen.readers.ocr.upright import lean

        assert lean(self.page_of_bars(angle)) == pytest.approx(-angle, abs=0.15)

    def test_dark_borders_lie_as_the_scanner_does(self) -> None:
        from gongwen.readers.ocr.upright import lean

        ink = self.page_of_bars(-0.8)
        ink[:, 24:30] = ink[:, 770:776] = ink[20:24] = ink[1076:1080] = 255
        assert lean(ink) == pytest.approx(0.8, abs=0.15)

    def test_a_seal_over_print_is_taken_off(self) -> None:
        import numpy as np
        from PIL import Image, ImageDraw

        from gongwen.readers.ocr.seals import without_seals

        sheet = Image.new("RGB", (1000, 1000), "white")
        pen = ImageDraw.Draw(sheet)
        for y in range(300, 700, 40):
            pen.rectangle((250, y, 750, y + 18), fill="black")  # print
        bare = np.asarray(sheet)[:, :, ::-1].copy()
        for x in (100, 300, 500, 700):
            pen.rectangle((x, 60, x + 120, 180), fill=(210, 30, 30))  # a letterhead
        headed = np.asarray(sheet)[:, :, ::-1].copy()
        assert without_seals(headed, 0.36) is headed
        over = Image.new("RGB", sheet.size, "white")
        ImageDraw.Draw(over).ellipse((340, 340, 660, 660), outline=(215, 40, 35), width=14)
        ImageDraw.Draw(over).ellipse((460, 460, 540, 540), fill=(215, 40, 35))
        sealed = np.minimum(headed, np.asarray(over)[:, :, ::-1])
        clean = without_seals(sealed, 0.36)
        assert (clean[:200] == headed[:200]).all()
        ink = np.abs(clean[250:750, 200:800].astype(int) - bare[250:750, 200:800]).max(axis=2) > 90
        assert ink.mean() < 0.01

    def test_a_page_of_nothing_does_not_lean(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.upright import is_blank, lean

        empty = np.zeros((500, 400), np.uint8)
        assert lean(empty) == 0.0
        assert is_blank(empty)

    def test_shadows_are_no_ink(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.upright import ink_of

        grey = np.tile(np.linspace(90, 250, 600).astype(np.uint8), (400, 1))
        grey[100:110, 50:550] = 20
        ink = ink_of(np.ascontiguousarray(np.stack([grey] * 3, axis=2)))
        assert ink[100:110, 60:540].all()
        assert not ink[200:300].any()

    def test_sideways(self) -> None:
        from gongwen.readers.ocr.engine import Area
        from gongwen.readers.ocr.upright import is_sideways, turned_over

        across, down, square = Area(0, 0, 300, 30), Area(0, 0, 30, 300), Area(0, 0, 30, 30)
        assert is_sideways([down, down, across, square])
        assert not is_sideways([across, across, down])
        assert not is_sideways([square])
        import numpy as np

        picture = np.zeros((400, 400, 3), np.uint8)
        assert turned_over([Area(0, 0, 300, 30), Area(0, 50, 100, 80)], picture) == [Area(300, 320, 400, 350), Area(100, 370, 400, 400)]

    def test_rulings_of_a_table_but_no_strokes(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.rulings import find_rulings, take_out

        ink = np.zeros((600, 900), np.uint8)
        for y in (100, 180, 260):
            ink[y : y + 3, 100:701] = 255
        for x in (100, 400, 700):
            ink[100:263, x : x + 3] = 255
        ink[400:403, 100:700] = 255  # an underline meets nothing
        ink[105:178, 500:504] = 255  # a stroke as high as the row, with others beside it
        ink[110:170:6, 490:514] = 255
        horizontal, vertical, drawn = find_rulings(ink, 0.36)
        assert [round(r.pos / 0.36) for r in sorted(horizontal)] == [102, 182, 262]
        assert [round(r.pos / 0.36) for r in sorted(vertical)] == [102, 402, 702]
        picture = np.full((600, 900, 3), 255, np.uint8)
        picture[ink > 0] = 0
        take_out(picture, ink, drawn, 0.36)
        assert picture[100:264, 399:406].min() == 255
        assert picture[400:403, 100:700].max() == 0

    def test_a_column_narrower_than_print_is_long(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.rulings import find_rulings

        ink = np.zeros((600, 900), np.uint8)
        for x in (100, 150, 700):
            ink[100:403, x : x + 3] = 255
        for y in (100, 400):
            ink[y : y + 3, 100:703] = 255
        ink[250:253, 100:153] = 255  # 18 points, from ruling to ruling
        ink[300:303, 300:353] = 255  # as long, in the middle of a cell
        horizontal, _, _ = find_rulings(ink, 0.36)
        assert [round(r.pos / 0.36) for r in sorted(horizontal)] == [102, 252, 402]

    def test_characters_below_each_other(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.engine import Area
        from gongwen.readers.ocr.narrow import cut_stacked

        ink = np.zeros((300, 300), np.uint8)
        ink[100:140, 102:138] = ink[150:190, 102:138] = 255
        ink[165:168] = 0  # a character of two parts
        cut = cut_stacked([Area(100, 95, 140, 195), Area(0, 0, 200, 30)], ink)
        assert cut == [Area(100, 100, 140, 140), Area(100, 150, 140, 190), Area(0, 0, 200, 30)]

    def test_two_parts_of_a_character_and_two_that_touch(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.engine import Area
        from gongwen.readers.ocr.narrow import cut_stacked

        ink = np.zeros((400, 100), np.uint8)
        for top, bottom in ((10, 40), (50, 68), (72, 80), (90, 120), (130, 190)):  # the second in parts, the last two in one
            ink[top:bottom, 30:60] = 255
        ink[158:162, 30:58] = 0
        ink[158:162, 30:33] = 255
        cut = cut_stacked([Area(25, 5, 65, 195)], ink)
        assert [(round(a.top), round(a.bottom)) for a in cut] == [(10, 40), (50, 80), (90, 120), (130, 158), (158, 190)]
        assert cut_stacked([Area(25, 5, 65, 45)], ink) == [Area(25, 5, 65, 45)]

    def test_digits_that_stand_alone_in_a_table(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.engine import Area
        from gongwen.readers.ocr.narrow import lone_marks

        ink = np.zeros((600, 900), np.uint8)
        ink[120:145, 130:142] = ink[120:145, 148:160] = 255  # two digits beside each other
        ink[120:145, 420:432] = 255  # found already
        ink[120:150, 300:303] = 255  # left of a ruling
        ink[400:425, 130:142] = 255  # below the table
        horizontal = [Ruling(36.0, 36.0, 252.0), Ruling(108.0, 36.0, 252.0)]
        vertical = [Ruling(36.0, 36.0, 108.0), Ruling(108.5, 36.0, 108.0), Ruling(252.0, 36.0, 108.0)]
        found = [Area(410, 110, 450, 155)]
        assert lone_marks(ink, found, horizontal, vertical, 0.36) == [Area(130, 120, 160, 145)]
        assert lone_marks(ink, found, [], [], 0.36) == []

    @pytest.mark.parametrize(("lean", "text"), [(0, "1"), (2, "1"), (12, "/")])
    def test_a_slash_is_no_one(self, lean: int, text: str) -> None:
        import numpy as np

        from gongwen.readers.ocr.engine import Area, Read
        from gongwen.readers.ocr.narrow import with_slash

        ink = np.zeros((60, 60), np.uint8)
        for row in range(30):
            at = 20 + lean * (29 - row) // 29
            ink[10 + row, at : at + 4] = 255
        area = Area(10, 5, 50, 45)
        assert with_slash(Read(area, "1", (30.0,), 0.9), ink).text == text
        assert with_slash(Read(area, "17", (30.0, 35.0), 0.9), ink).text == "17"

    def test_an_area_is_as_high_as_its_print(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.engine import Area
        from gongwen.readers.ocr.exact import exact

        ink = np.zeros((200, 400), np.uint8)
        ink[50:90, 20:380] = ink[96:136, 20:100] = 255
        assert exact([Area(20, 55, 380, 82)], ink) == [Area(20, 50, 380, 90)]
        assert exact([Area(20, 45, 380, 93)], ink) == [Area(20, 45, 380, 93)]
        assert exact([Area(20, 48, 380, 97), Area(18, 84, 104, 138)], ink) == [Area(20, 48, 380, 93), Area(18, 93, 104, 138)]
        ink[78:86, 384:390] = 255  # a comma
        assert exact([Area(20, 45, 380, 93)], ink) == [Area(20, 45, 390, 93)]
        assert exact([Area(20, 45, 380, 93), Area(383, 60, 395, 90)], ink)[0].x1 == 380
        ink[:, 384:390] = ink[:, 100:300] = 0
        assert exact([Area(20, 48, 100, 97), Area(300, 60, 380, 138)], ink) == [Area(20, 48, 100, 97), Area(300, 50, 380, 138)]

    def test_the_way_back_to_the_picture_as_it_was(self) -> None:
        from gongwen.readers.ocr.upright import quartered_from, straightened_from

        assert quartered_from(300, 200, 1).point(10, 20) == (280, 10)  # 200 x 300 now; its left edge was the top
        assert quartered_from(300, 200, 2).point(10, 20) == (290, 180)
        assert straightened_from(300, 200, 90).point(150, 100) == pytest.approx((150, 100))
        both = quartered_from(300, 200, 1).after(straightened_from(200, 300, 2.0))
        assert both.point(100, 150) == pytest.approx((150, 100))

    def test_lines_are_cut_where_rulings_cross_them(self) -> None:
        from gongwen.readers.ocr.engine import Area
        from gongwen.readers.ocr.rulings import cut_at

        line = Area(100, 100, 500, 140)
        assert cut_at([line], [Ruling(300.0, 50.0, 300.0), Ruling(105.0, 50.0, 300.0), Ruling(400.0, 135.0, 300.0)], 1.0) == [
            Area(100, 100, 300, 140),
            Area(300, 100, 500, 140),
        ]

    def test_characters_are_laid_out_from_ink_to_ink(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.engine import Area, Read
        from gongwen.readers.ocr.setting import measure, passes_over, to_glyphs

        ink = np.zeros((200, 1000), np.uint8)
        for at in (*range(100, 420, 40), *range(520, 680, 40)):  # eight squares of 40, a blank of 100, four squares
            ink[52:88, at + 2 : at + 38] = 255
        middles = [120 + 40 * i for i in range(8)] + [540 + 40 * i for i in range(4)]
        read = Read(Area(90, 45, 690, 95), "新增社区食堂十二家以上以上"[:12], tuple(map(float, middles)), 0.99)
        (line,) = lines = measure([read], ink)
        assert (line.left, line.right, round(line.em)) == (102.0, 678.0, 40)
        page = to_glyphs(lines, ink, 0.36, 1, [], [])
        assert page.text == read.text
        assert page.x0[0] / 0.36 == pytest.approx(100, abs=2)
        assert page.x0[8] / 0.36 == pytest.approx(520, abs=4)
        assert page.x1[11] / 0.36 == pytest.approx(680, abs=2)
        assert not passes_over(line, ink)
        ink[70:85, 460:475] = 255  # a mark in the blank
        assert passes_over(line, ink)

    def test_no_line_at_all(self) -> None:
        import numpy as np

        from gongwen.readers.ocr.setting import measure, to_glyphs

        ink = np.zeros((100, 100), np.uint8)
        assert to_glyphs(measure([], ink), ink, 1.0, 3, [], []).text == ""

    def test_files_of_several_pages_and_odd_colours(self) -> None:
        import numpy as np
        from PIL import Image

        from gongwen.readers.ocr.images import pictures

        deep = Image.fromarray(np.linspace(0, 60_000, 80 * 120).reshape(120, 80).astype(np.uint16))
        clear = Image.new("RGBA", (80, 120), (0, 0, 0, 0))
        data = scans.saved([Image.new("1", (80, 120), 1), Image.new("L", (80, 120), 7)], "TIFF")
        assert [int(p.mean()) for p, *_ in pictures(data, DEFAULT)] == [255, 7]
        ((picture, *_),) = pictures(scans.saved([deep], "TIFF"), DEFAULT)
        assert (picture.min(), picture.max(), picture.shape) == (0, 255, (120, 80, 3))
        ((picture, *_),) = pictures(scans.saved([clear], "PNG"), DEFAULT)
        assert picture.min() == 255

    @pytest.mark.parametrize(
        ("size", "dpi", "width"),
        [
            ((1654, 2339), (200, 200), 595.4),
            ((1654, 2339), None, 595.3),
            ((1080, 1500), (72, 72), 595.3),
            ((4960, 3508), (300, 300), 1190.4),
        ],
    )
    def test_how_large_a_page_is(self, size: tuple[int, int], dpi: tuple[int, int] | None, width: float) -> None:
        from PIL import Image

        from gongwen.readers.ocr.images import WORKING_SIDE, pictures

        data = scans.saved([Image.new("L", size, 255)], "PNG", **({"dpi": dpi} if dpi else {}))
        ((picture, scale, _),) = pictures(data, DEFAULT)
        assert picture.shape[1] * scale == pytest.approx(width, abs=1)
        assert min(picture.shape[:2]) <= WORKING_SIDE

    def test_a_long_picture_is_cut_between_its_lines(self) -> None:
        from PIL import Image, ImageDraw

        from gongwen.readers.ocr.images import pictures

        page = Image.new("L", (600, 3000), 255)
        pen = ImageDraw.Draw(page)
        for y in range(20, 2980, 40):
            pen.rectangle((50, y, 550, y + 22), fill=0)
        parts = [picture for picture, *_ in pictures(scans.saved([page], "PNG"), DEFAULT)]
        assert sum(len(part) for part in parts) == 3000
        assert len(parts) == 4
        assert all(part[0].min() == 255 and part[-1].min() == 255 for part in parts)

    @pytest.mark.parametrize(
        ("data", "limits", "code"),
        [
            (b"\x89PNG\r\n\x1a\n" + bytes(100), DEFAULT, Code.FILE_CORRUPT),
            (b"BM" + bytes(200), DEFAULT, Code.FILE_CORRUPT),
            (b"II*\0" + b"\xff" * 50, DEFAULT, Code.FILE_CORRUPT),
            ("large", Limits(max_pixels=1000), Code.PICTURE_TOO_LARGE),
            ("many", Limits(max_pages=1), Code.TOO_MANY_PAGES),
            ("cut", DEFAULT, Code.FILE_CORRUPT),
        ],
    )
    def test_hostile_files(self, data: bytes | str, limits: Limits, code: Code) -> None:
        from PIL import Image

        from gongwen.readers.ocr.images import pictures

        if isinstance(data, str):
            image = Image.effect_noise((100, 100), 50)
            data = {"large": scans.saved([image], "PNG"), "many": scans.saved([image, image], "TIFF")}.get(
                data, scans.saved([image], "JPEG")[:900]
            )
        with pytest.raises(GongwenError) as caught:
            list(pictures(data, limits))
        assert caught.value.code is code
