"""PDFs that are drawn oddly: turned, cropped, printed twice, out of order, hidden, damaged, endless. Each is written here by hand."""

from __future__ import annotations

import math
import random

import pytest

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.model.source import Layer, Line, Source
from gongwen.readers.pdf import ENGINES, read_pdf
from pdf_builder import IMAGE, Sheet, build, form, paragraph, rule, stream, text

BOTH = pytest.mark.parametrize("engine", ENGINES)
SENTENCE = "各市县要压实责任，按季度报送进展情况。"


def lines(source: Source, layer: Layer = Layer.BODY) -> list[Line]:
    return [item for item in source.items if isinstance(item, Line) and item.layer is layer]


def texts(source: Source, layer: Layer = Layer.BODY) -> list[str]:
    return [line.text for line in lines(source, layer)]


def codes(source: Source) -> list[str]:
    return [remark.code for remark in source.remarks]


def failure(data: bytes, limits: Limits = Limits(), engine: str = "pdfium") -> Code:  # noqa: B008
    with pytest.raises(GongwenError) as caught:
        read_pdf(data, "odd.pdf", limits, engine)
    return caught.value.code


class TestPlaces:
    @BOTH
    def test_a_line_has_its_box_edges_size_and_font(self, engine: str) -> None:
        (line,) = lines(read_pdf(build([Sheet(text(100, 700, "安平县2031年", 16))]), "a.pdf", engine=engine))
        assert line.text == "安平县2031年"
        assert line.char_x == pytest.approx((100, 116, 132, 148, 156, 164, 172, 180, 196))
        assert line.box == pytest.approx((100, 842 - 700 - 0.88 * 16, 196, 842 - 700 + 0.12 * 16), abs=0.1)
        assert (line.style.size, line.style.font, line.page) == (16, "Plain", 1)

    @BOTH
    @pytest.mark.parametrize("rotate", [0, 90, 180, 270])
    def test_a_rotated_page_reads_upright(self, engine: str, rotate: int) -> None:
        """The content is drawn so that it stands upright once the viewer has turned the page."""
        turn = math.radians(rotate)
        matrix = f"{math.cos(turn):.4f} {math.sin(turn):.4f} {-math.sin(turn):.4f} {math.cos(turn):.4f}"
        width, height = (595, 842) if rotate % 180 == 0 else (842, 595)

        def at(x: float, y: float, string: str) -> bytes:
            """Display place (from the top left) to a place in the file."""
            place = {0: (x, 842 - y), 90: (y, x), 180: (595 - x, y), 270: (595 - y, 842 - x)}[rotate]
            return text(*place, string, 14, matrix)

        source = read_pdf(build([Sheet(at(100, 200, SENTENCE) + at(100, 230, "第二行"), rotate=rotate)]), "r.pdf", engine=engine)
        assert texts(source) == [SENTENCE, "第二行"]
        assert (source.pages[0].width, source.pages[0].height, source.pages[0].rotation) == (width, height, rotate)
        first = lines(source)[0]
        assert first.box is not None
        assert first.box.x0 == pytest.approx(100, abs=0.5)
        assert first.box.bottom == pytest.approx(200 + 0.12 * 14, abs=0.5)

    @BOTH
    def test_text_drawn_sideways_on_an_upright_page_is_turned(self, engine: str) -> None:
        """A landscape table printed onto a portrait page."""
        content = b"".join(text(200 + 30 * k, 100, SENTENCE, 14, "0 1 -1 0") for k in range(4))
        source = read_pdf(build([Sheet(content)]), "s.pdf", engine=engine)
        assert texts(source) == [SENTENCE] * 4
        assert (source.pages[0].width, source.pages[0].height) == (842, 595)

    @BOTH
    def test_crop_box_moves_the_origin_and_hides_the_rest(self, engine: str) -> None:
        sheet = Sheet(text(150, 500, "看得见") + text(20, 800, "裁掉的字"), crop=(100, 100, 500, 600))
        source = read_pdf(build([sheet]), "c.pdf", engine=engine)
        assert texts(source) == ["看得见"]
        assert lines(source)[0].box == pytest.approx((50, 100 - 0.88 * 12, 86, 100 + 0.12 * 12), abs=0.1)
        if engine == "pdfium":
            assert texts(source, Layer.HIDDEN) == ["裁掉的字"]


class TestOrder:
    @BOTH
    def test_lines_come_by_place_not_by_drawing(self, engine: str) -> None:
        drawn = [text(72, 700 - 20 * k, f"第{k}行的文字") for k in range(8)]
        random.Random(7).shuffle(drawn)
        assert texts(read_pdf(build([Sheet(b"".join(drawn))]), "o.pdf", engine=engine)) == [f"第{k}行的文字" for k in range(8)]

    @BOTH
    def test_parts_of_one_line_come_together(self, engine: str) -> None:
        content = text(72 + 48, 700, "五六七八") + text(72, 680, "下一行") + text(72, 700, "一二三四")
        assert texts(read_pdf(build([Sheet(content)]), "p.pdf", engine=engine)) == ["一二三四五六七八", "下一行"]

    @BOTH
    def test_wide_gaps_stay_blanks(self, engine: str) -> None:
        content = text(72, 700, "联系人") + text(72 + 36 + 60, 700, "电话")
        assert texts(read_pdf(build([Sheet(content)]), "g.pdf", engine=engine)) == ["联系人" + " " * 10 + "电话"]

    @BOTH
    def test_the_quarter_em_that_typesetting_adds_is_no_blank(self, engine: str) -> None:
        content = text(72, 700, "到") + text(72 + 12 + 3, 700, "2031") + text(72 + 15 + 24 + 3, 700, "年")
        assert texts(read_pdf(build([Sheet(content)]), "q.pdf", engine=engine)) == ["到2031年"]

    @BOTH
    def test_latin_words_without_drawn_blanks_are_parted(self, engine: str) -> None:
        content = text(72, 700, "River") + text(72 + 30 + 4, 700, "Chief")
        assert texts(read_pdf(build([Sheet(content)]), "w.pdf", engine=engine)) == ["River Chief"]

    @BOTH
    def test_a_letterspaced_title_has_no_blanks(self, engine: str) -> None:
        content = b"".join(text(200 + 30 * k, 700, char, 20) for k, char in enumerate("通知要点"))
        assert texts(read_pdf(build([Sheet(content)]), "t.pdf", engine=engine)) == ["通知要点"]

    @BOTH
    def test_two_columns_read_one_after_the_other(self, engine: str) -> None:
        left = [f"左栏第{k:02}行写满一整行的字数" for k in range(12)]
        right = [f"右栏第{k:02}行写满一整行的字数" for k in range(12)]
        content = text(150, 780, "横贯两栏的题目写在最上面占满中缝两边的位置") + b"".join(
            text(72, 740 - 20 * k, a) + text(310, 740 - 20 * k, b) for k, (a, b) in enumerate(zip(left, right, strict=True))
        )
        source = read_pdf(build([Sheet(content)]), "2.pdf", engine=engine)
        assert texts(source)[1:] == left + right
        assert all(line.indent == 0 for line in lines(source)[1:])


class TestCharacters:
    @BOTH
    @pytest.mark.parametrize("shift", [0.0, 0.3, 1.0])
    def test_fake_bold_is_read_once(self, engine: str, shift: float) -> None:
        content = text(72, 700, "一、总体要求11") + text(72 + shift, 700, "一、总体要求11")
        assert texts(read_pdf(build([Sheet(content)]), "b.pdf", engine=engine)) == ["一、总体要求11"]

    @BOTH
    def test_each_character_drawn_twice(self, engine: str) -> None:
        content = b"".join(text(72 + 12 * k + d, 700, char) for k, char in enumerate("严禁重复") for d in (0, 0.4))
        assert texts(read_pdf(build([Sheet(content)]), "d.pdf", engine=engine)) == ["严禁重复"]

    @BOTH
    def test_radicals_and_compatibility_forms_become_ideographs(self, engine: str) -> None:
        content = text(72, 700, "⼀、⻓江⺠⽣，⽔利⾦融") + text(72, 680, "\uf9dd率")
        assert texts(read_pdf(build([Sheet(content)]), "k.pdf", engine=engine)) == ["一、长江民生，水利金融", "利率"]

    @BOTH
    def test_ligatures_are_spelt_out_and_keep_edges(self, engine: str) -> None:
        (line,) = lines(read_pdf(build([Sheet(text(72, 700, "ﬁle"))]), "l.pdf", engine=engine))
        assert line.text == "file"
        assert line.char_x is not None
        assert len(line.char_x) == 5

    @BOTH
    def test_invisible_text_over_a_picture_is_read(self, engine: str) -> None:
        sheet = Sheet(b"q 595 0 0 842 0 0 cm /Im Do Q\n" + text(72, 700, SENTENCE, mode=3), xobjects={"Im": IMAGE})
        assert texts(read_pdf(build([sheet]), "i.pdf", engine=engine)) == [SENTENCE]

    def test_text_in_a_font_that_is_nowhere_is_not_lost(self) -> None:
        """pdfium passes over single characters that it has no glyph for."""
        content = b"".join(text(72 + 12 * k, 700, char) for k, char in enumerate(SENTENCE)) + text(72, 680, "ABC")
        assert texts(read_pdf(build([Sheet(content)], embed=False), "n.pdf")) == [SENTENCE, "ABC"]

    def test_filled_and_stroked_type_is_bold(self) -> None:
        content = text(72, 700, "（一）健全机制", mode=2) + text(72, 680, SENTENCE)
        assert [line.style.bold for line in lines(read_pdf(build([Sheet(content)]), "b.pdf"))] == [True, False]


class TestLayers:
    @BOTH
    def test_a_slanting_watermark_is_hidden(self, engine: str) -> None:
        content = paragraph(72, 700, [SENTENCE] * 6) + text(150, 300, "内部资料", 60, "0.7071 0.7071 -0.7071 0.7071")
        source = read_pdf(build([Sheet(content)]), "w.pdf", engine=engine)
        assert texts(source) == [SENTENCE] * 6
        assert "".join(texts(source, Layer.HIDDEN)) == "内部资料"
        assert "watermark_text" in codes(source)

    @BOTH
    def test_text_outside_the_page_and_dust_are_hidden(self, engine: str) -> None:
        content = text(72, 700, SENTENCE) + text(-400, 500, "页外") + text(72, 600, "尘", size=0.2)
        source = read_pdf(build([Sheet(content)]), "h.pdf", engine=engine)
        assert texts(source) == [SENTENCE]
        assert {"页外", "尘"} >= set(texts(source, Layer.HIDDEN))

    def test_a_sideways_note_stands_by_itself(self) -> None:
        content = paragraph(72, 700, [SENTENCE] * 4) + text(40, 640, "装订线", 10, "0 1 -1 0")
        source = read_pdf(build([Sheet(content)]), "n.pdf")
        assert sorted(texts(source)) == sorted([SENTENCE] * 4 + ["装订线"])


class TestRemarksAndErrors:
    @BOTH
    def test_pictures_only(self, engine: str) -> None:
        sheet = Sheet(b"q 595 0 0 842 0 0 cm /Im Do Q", xobjects={"Im": IMAGE})
        assert failure(build([sheet, sheet]), engine=engine) is Code.NO_TEXT_LAYER

    @BOTH
    def test_one_picture_among_text(self, engine: str) -> None:
        sheets = [Sheet(text(72, 700, SENTENCE)), Sheet(b"q 595 0 0 842 0 0 cm /Im Do Q", xobjects={"Im": IMAGE})]
        source = read_pdf(build(sheets), "m.pdf", engine=engine)
        assert [(remark.code, remark.page) for remark in source.remarks] == [("page_without_text", 2)]
        assert len(source.pages) == 2

    @BOTH
    def test_blank_pages_only(self, engine: str) -> None:
        assert failure(build([Sheet(b"")]), engine=engine) is Code.FILE_EMPTY

    @BOTH
    def test_no_pages(self, engine: str) -> None:
        assert failure(build([]), engine=engine) is Code.FILE_CORRUPT

    @BOTH
    @pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"hello", b"\0" * 500, b"%PDF-1.4\n1 0 obj << /Type /Catalog >>"])
    def test_what_is_no_pdf(self, engine: str, data: bytes) -> None:
        assert failure(data, engine=engine) is Code.FILE_CORRUPT

    def test_nothing_at_all(self) -> None:
        assert failure(b"") is Code.FILE_EMPTY

    def test_a_truncated_file_is_read_or_refused(self) -> None:
        whole = build([Sheet(paragraph(72, 700, [SENTENCE] * 10)) for _ in range(3)])
        for end in range(0, len(whole), 997):
            try:
                source = read_pdf(whole[:end], "t.pdf")
            except GongwenError as error:
                assert error.code in (Code.FILE_CORRUPT, Code.FILE_EMPTY)  # noqa: PT017
            else:
                assert set(texts(source)) <= {SENTENCE}

    def test_private_characters_are_garbled(self) -> None:
        noise = "".join(chr(0xE000 + k) for k in range(40))
        assert failure(build([Sheet(paragraph(72, 700, [noise] * 3))])) is Code.TEXT_GARBLED

    def test_one_garbled_page_is_a_remark(self) -> None:
        noise = "".join(chr(0xE000 + k) for k in range(40))
        sheets = [Sheet(paragraph(72, 700, [SENTENCE] * 3))] * 3 + [Sheet(text(72, 700, noise))]
        source = read_pdf(build(sheets), "g.pdf")
        assert [(remark.code, remark.page) for remark in source.remarks] == [("text_garbled", 4)]

    def test_limits(self) -> None:
        data = build([Sheet(paragraph(72, 700, [SENTENCE] * 10)) for _ in range(3)])
        assert failure(data, Limits(max_pages=2)) is Code.TOO_MANY_PAGES
        assert failure(data, Limits(max_chars=300)) is Code.TOO_MUCH_TEXT
        assert failure(data, Limits(max_chars_per_page=100)) is Code.TOO_MUCH_TEXT
        assert failure(data, Limits(max_bytes=100)) is Code.FILE_TOO_LARGE

    def test_unknown_engine(self) -> None:
        with pytest.raises(ValueError, match="engine"):
            read_pdf(build([Sheet(b"")]), "e.pdf", engine="other")

    def test_forms_within_forms_are_followed_to_a_depth(self) -> None:
        """A form that draws itself must end; what it draws is found through its matrices."""
        inner = form(rule(0, 0, 100, 0) + rule(0, 20, 100, 20) + rule(0, 0, 0, 20) + rule(100, 0, 100, 20) + rule(50, 0, 50, 20))
        loop = form(b"/Me Do", "/Resources << /XObject << /Me 11 0 R >> >>")
        outer = form(b"/In Do", "/Resources << /XObject << /In 10 0 R >> >>", "2 0 0 2 50 600")
        content = b"/Out Do /Loop Do\n" + text(60, 610, "责任") + text(160, 610, "时限")
        source = read_pdf(build([Sheet(content, xobjects={"Out": outer, "Loop": loop})], extra=[inner, loop]), "f.pdf")
        (table,) = source.items
        assert not isinstance(table, Line)
        assert [cell.text for cell in table.cells] == ["责任", "时限"]
        assert table.box == pytest.approx((50, 842 - 640, 250, 842 - 600), abs=1)


class TestBookmarks:
    def test_levels_pages_and_titles(self) -> None:
        outline = [
            b"<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 2 >>",
            b"<< /Title <FEFF603B5219> /Parent 10 0 R /First 12 0 R /Last 12 0 R /Count 1 /Dest [14 0 R /Fit] >>",
            b"<< /Title (Annex) /Parent 11 0 R /Dest [16 0 R /Fit] >>",
        ]
        data = build([Sheet(text(72, 700, SENTENCE))] * 2, extra=outline, catalog="/Outlines 10 0 R")
        marks = read_pdf(data, "b.pdf").bookmarks
        assert [(mark.title, mark.level, mark.page) for mark in marks] == [("总则", 1, 1), ("Annex", 2, 2)]

    def test_a_loop_ends(self) -> None:
        outline = [
            b"<< /Type /Outlines /First 11 0 R /Last 11 0 R >>",
            b"<< /Title (A) /Parent 10 0 R /Next 12 0 R >>",
            b"<< /Title (B) /Parent 10 0 R /Next 11 0 R >>",
        ]
        source = read_pdf(build([Sheet(text(72, 700, SENTENCE))], extra=outline, catalog="/Outlines 10 0 R"), "b.pdf")
        assert [mark.title for mark in source.bookmarks] == ["A", "B"]


def test_vertical_writing_gives_columns_and_a_remark() -> None:
    columns = ["关于修缮清江河堤岸的布告", "本年秋季开工来年春季完成", "沿岸各户迁移事宜另行通知"]
    content = b"".join(text(400 - 30 * c, 700 - 14 * k, char, 14) for c, column in enumerate(columns) for k, char in enumerate(column))
    source = read_pdf(build([Sheet(content)]), "v.pdf")
    assert "".join(texts(source)) == "".join(columns)
    assert "vertical_text" in codes(source)


def test_the_same_bytes_give_the_same_source() -> None:
    data = build([Sheet(paragraph(72, 700, [SENTENCE] * 10)) for _ in range(3)])
    assert read_pdf(data, "x.pdf") == read_pdf(data, "x.pdf")


def test_stream_without_text_operators_is_harmless() -> None:
    assert failure(build([Sheet(b"q Q BT ET garbage (((")], extra=[stream(b"")])) is Code.FILE_EMPTY
