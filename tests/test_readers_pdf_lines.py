"""From glyphs to lines: blanks out of gaps, edges for every character, nothing lost; text blocks; and what counts as garbled."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.readers.page.garble import is_garbled
from gongwen.readers.page.glyphs import Font, Glyphs
from gongwen.readers.page.lines import Piece, Print, cut, group, set_line
from gongwen.readers.page.normalise import LIGATURES, TABLE, normalise
from gongwen.readers.page.setting import Block, place, text_blocks

EM = 12.0
FONT = Font(EM, "Plain", False, 0)
PLAIN_TEXT = "各地要加强组织领导，完善工作机制，压实主体责任，确保2031年底前取得实效。有关情况请及时报送。" * 3


def piece(string: str, left: float = 0.0, top: float = 0.0) -> Piece:
    x0, x1, x = [], [], left
    for char in string:
        x0.append(x)
        x += EM if char > "\u2e7f" else EM / 2
        x1.append(x)
    return Piece(string, x0, x1, top, top + EM, FONT)


def line(left: float, right: float, top: float, size: float = EM, string: str = "字") -> Print:
    return Print(string, [left, right], top, top + size, FONT._replace(size=size))


strings = st.text(st.sampled_from("甲乙丙12ab，ﬁ⼀"), min_size=1, max_size=8)
placed = st.lists(st.tuples(strings, st.integers(0, 600), st.integers(0, 12)), min_size=1, max_size=8)


class TestLines:
    @given(placed)
    def test_edges_fit_the_text_and_every_character_is_there(self, parts: list[tuple[str, int, int]]) -> None:
        pieces = [piece(s, float(x), 30.0 * row) for s, x, row in parts]
        printed = [set_line(found) for found in group(pieces)]
        for one in printed:
            assert len(one.edges) == len(one.text) + 1
            assert one.edges[:-1] == sorted(one.edges[:-1])
            assert one.text == one.text.strip()
        expected = {char for s, _, _ in parts for char in normalise(s)}
        seen = set("".join(one.text for one in printed))
        assert {LIGATURES.get(char, char)[0] for char in expected} <= seen
        assert len({round(one.top) for one in printed}) == len({row for _, _, row in parts})

    @pytest.mark.parametrize(
        ("string", "gaps", "expected"),
        [
            ("县财政局县医保局", {4: 0.25}, "县财政局 县医保局"),  # the blank of a Latin font between names set solid
            ("县财政局县医保局", dict.fromkeys(range(1, 8), 0.2), "县财政局县医保局"),  # justified
            ("落实资金，压实责任", {5: 0.3}, "落实资金，压实责任"),  # stretched behind a mark
            ("局县医", {1: 0.25}, "局 县医"),
            ("局县", {1: 0.25}, "局县"),  # two characters tell nothing
        ],
    )
    def test_a_narrow_gap_between_ideographs_set_solid_is_a_blank(self, string: str, gaps: dict[int, float], expected: str) -> None:
        x0 = []
        x = 0.0
        for k in range(len(string)):
            x += gaps.get(k, 0.0) * EM
            x0.append(x)
            x += EM
        n = len(string)
        x1 = [left + EM for left in x0]
        page = Glyphs(1, 500, 500, 0, string, x0, [0.0] * n, x1, [EM] * n, [(0, n)], lambda i: FONT, lambda a, b: FONT)
        (found,) = cut(page, 0, n, FONT)
        assert found.text == expected
        assert len(found.x0) == len(found.x1) == len(found.text)

    @pytest.mark.parametrize(
        ("left", "gap", "right", "expected"),
        [
            ("年", 3, "1", "年1"),  # the quarter em of typesetting
            ("年", 6, "1", "年 1"),
            ("任", 3, "务", "任务"),
            ("任", 8, "务", "任 务"),
            ("ab", 1, "cd", "abcd"),
            ("ab", 3, "cd", "ab cd"),
            ("甲", 12, "乙", "甲  乙"),
            ("甲", 120, "乙", "甲" + " " * 20 + "乙"),
            ("甲", 5000, "乙", "甲" + " " * 40 + "乙"),
        ],
    )
    def test_blanks_by_gap(self, left: str, gap: float, right: str, expected: str) -> None:
        first = piece(left)
        assert set_line([first, piece(right, first.right + gap)]).text == expected

    def test_a_raised_mark_stays_on_its_line(self) -> None:
        small = Piece("①", [24.0], [30.0], -2.0, 5.0, FONT._replace(size=7))
        assert [set_line(found).text for found in group([small, piece("注释"), piece("下行", 0, 20)])] == ["注释①", "下行"]


    def test_lines_of_neighbouring_columns_half_a_line_apart(self) -> None:
        """Three lines tightly above each other, and beside them two that stand between: no line takes two of one column."""
        left = [piece("左栏行文", 0, 9.0 * k) for k in range(3)]
        right = [piece("右栏行文", 200, 4.5 + 9.0 * k) for k in range(2)]
        texts = [set_line(found).text.split() for found in group([*left, *right])]
        assert sorted(word for words in texts for word in words) == ["右栏行文"] * 2 + ["左栏行文"] * 3


class TestCharacters:
    def test_every_replacement_is_one_character(self) -> None:
        assert all(len(char) == 1 for char in TABLE.values())

    @given(st.text())
    def test_length_is_kept_and_twice_is_once(self, string: str) -> None:
        assert len(normalise(string)) == len(string)
        assert normalise(normalise(string)) == normalise(string)

    @given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
    def test_ordinary_ideographs_are_left_alone(self, string: str) -> None:
        assert normalise(string) == string


class TestGarble:
    @pytest.mark.parametrize(
        "readable",
        [
            PLAIN_TEXT,
            "Plain English text of some length, with numbers 123 and (parentheses).",
            "加強組織領導，完善機制，壓實責任，確保取得實效。各縣市應於期限內將辦理情形報送核備，並副知相關機關單位。",
            "農林水産省は、地方公共団体及び関係機関と連携し、河川の維持管理に関する計画を策定するものとする。" * 2,
            "Les communes doivent, à l'été, présenter les résultats détaillés de l'année écoulée à la région.",
            "1 2 3 4 5 6 7 8 9 10 11 12 85.1% 90% 120 150",
            "√ □ ○ ● ■ ◆ → ℃ ㎡ ① ② ③" * 3,
        ],
    )
    def test_readable(self, readable: str) -> None:
        assert not is_garbled(readable)

    @pytest.mark.parametrize(
        "garbled",
        [
            "".join(chr(0xE000 + k) for k in range(60)),
            "\ufffd" * 30 + "正文",
            PLAIN_TEXT.encode("gb18030").decode("latin-1"),
            PLAIN_TEXT.encode("gb18030").decode("cp1252", "replace"),
            "\x01\x02\x03\x04\x05" * 20,
        ],
    )
    def test_garbled(self, garbled: str) -> None:
        assert is_garbled(garbled)

    def test_ideographs_at_random(self) -> None:
        """A font with the wrong map gives ideographs that hardly anybody uses."""
        draw = random.Random(1)
        assert is_garbled("".join(chr(draw.randrange(0x4E00, 0x9FA6)) for _ in range(300)))

    def test_a_few_odd_characters_do_no_harm(self) -> None:
        assert not is_garbled(PLAIN_TEXT + "\ue000\ufffd\u0001")

    def test_glyphs_without_characters_count(self) -> None:
        assert is_garbled(PLAIN_TEXT, unmapped=len(PLAIN_TEXT))


class TestTextBlock:
    PAGE = tuple(line(100, 500, 100 + 24 * k) for k in range(10))

    def block(self, *more: Print) -> Block:
        return text_blocks([[*self.PAGE, *more]], [[]], [600.0])[0]

    def test_edges_come_from_the_lines(self) -> None:
        block = self.block(line(280, 320, 700))
        assert (block.left, block.right, block.leading) == (100, 500, 24)

    @pytest.mark.parametrize(
        ("left", "right", "size", "align"),
        [
            (100, 500, EM, None),
            (124, 500, EM, None),  # first line of a paragraph
            (124, 476, EM, None),  # … that happens to end as far from the edge
            (250, 350, EM, "center"),
            (120, 480, 20, "center"),  # a long title in larger type
            (380, 450, EM, "right"),
            (148, 400, EM, None),
        ],
    )
    def test_align(self, left: float, right: float, size: float, align: str | None) -> None:
        own = line(left, right, 700, size)
        assert place(own, self.block(own), 1, None).style.align == align

    def test_indent_in_em(self) -> None:
        assert place(line(124, 500, 340), self.block(), 1, None).indent == pytest.approx(2)

    @pytest.mark.parametrize(("distance", "blank"), [(24, False), (36, False), (48, True)])
    def test_blank_line_before(self, distance: float, blank: bool) -> None:
        before = line(100, 500, 316)
        assert place(line(100, 500, 316 + distance), self.block(), 1, before).blank_before is blank

    def test_a_page_of_few_lines_takes_the_edges_of_the_others(self) -> None:
        blocks = text_blocks([self.PAGE, [line(250, 350, 400)]], [[], []], [600.0, 600.0])
        assert (blocks[1].left, blocks[1].right) == (100, 500)
