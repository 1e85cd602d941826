"""Tables of PDFs: what rulings enclose, merged cells, open sides; three-line and column-set tables; and what is no table."""

from __future__ import annotations

import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.model.source import Line, Source, Table
from gongwen.readers.page.glyphs import Font, Ruling
from gongwen.readers.page.lines import Piece
from gongwen.readers.page.rulings import grids, tidy
from gongwen.readers.page.tables import fill, find_lattices
from gongwen.readers.pdf import ENGINES, read_pdf
from pdf_builder import Sheet, build, grid, paragraph, row_of, rule, text

BOTH = pytest.mark.parametrize("engine", ENGINES)
XS, YS = [72.0, 130.0, 300.0, 420.0, 523.0], [700.0, 670.0, 640.0, 610.0]
HEADS = ["序号", "重点任务", "责任单位", "完成时限"]


def read(*content: bytes, engine: str = "pdfium") -> Source:
    return read_pdf(build([Sheet(b"".join(content))]), "t.pdf", engine=engine)


def tables(source: Source) -> list[Table]:
    return [item for item in source.items if isinstance(item, Table)]


def shape(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in table.cells]


def row(y: float, cells: list[str], xs: list[float] = XS) -> bytes:
    return row_of([x + 4 for x in xs], y, cells)


class TestRuled:
    @BOTH
    def test_cells_by_row_and_column(self, engine: str) -> None:
        content = [
            grid(XS, YS),
            row(680, HEADS),
            row(650, ["1", "河道清淤", "县水利局", "2031年6月底前"]),
            row(620, ["2", "", "县财政局", ""]),
        ]
        (table,) = tables(read(*content, engine=engine))
        assert (table.n_rows, table.n_cols, table.ruled) == (3, 4, True)
        assert [cell.text for cell in table.cells] == [*HEADS, "1", "河道清淤", "县水利局", "2031年6月底前", "2", "", "县财政局", ""]
        assert table.box == pytest.approx((72, 142, 523, 232), abs=1)

    @BOTH
    def test_merged_cells_stand_once_with_spans(self, engine: str) -> None:
        drawn = [rule(XS[0], y, XS[-1], y) for y in (700, 670, 610)] + [rule(XS[1], 640, XS[-1], 640)]
        drawn += [rule(x, 610, x, 700) for x in (XS[0], XS[1], XS[-1])] + [rule(x, 640, x, 700) for x in XS[2:4]]
        content = [*drawn, row(680, HEADS), row(637, ["甲组"]), row(650, ["", "一项", "甲局", "年底"]), row(620, ["", "说明横跨三列"])]
        (table,) = tables(read(*content, engine=engine))
        assert (1, 0, 2, 1, "甲组") in shape(table)
        assert (2, 1, 1, 3, "说明横跨三列") in shape(table)
        assert len(table.cells) == 4 + 4 + 1

    @BOTH
    def test_lines_of_a_cell_are_lines_of_print(self, engine: str) -> None:
        content = [grid([72, 200, 400], [700, 640]), paragraph(76, 685, ["第一行文字", "第二行文字"]), text(210, 685, "右格")]
        (table,) = tables(read(*content, engine=engine))
        assert [[line.text for line in cell.lines] for cell in table.cells] == [["第一行文字", "第二行文字"], ["右格"]]

    @BOTH
    def test_a_line_of_print_is_cut_where_the_cells_part(self, engine: str) -> None:
        content = [grid([72, 132, 300], [700, 670, 640]), text(72, 680, "一二三四五甲乙丙"), row(650, ["左", "右"], [72, 132])]
        (table,) = tables(read(*content, engine=engine))
        assert [cell.text for cell in table.cells] == ["一二三四五", "甲乙丙", "左", "右"]

    @BOTH
    @pytest.mark.parametrize("width", [0.5, 2.0])
    def test_rulings_drawn_as_thin_boxes(self, engine: str, width: float) -> None:
        boxes = [f"{XS[0]} {y} {XS[-1] - XS[0]} {width} re f\n" for y in YS] + [f"{x} {YS[-1]} {width} {YS[0] - YS[-1]} re f\n" for x in XS]
        (table,) = tables(read("".join(boxes).encode(), row(680, HEADS), row(650, list("1234")), row(620, list("5678")), engine=engine))
        assert (table.n_rows, table.n_cols) == (3, 4)

    @BOTH
    def test_cells_drawn_as_stroked_boxes(self, engine: str) -> None:
        cells = "".join(f"{72 + 100 * c} {600 + 30 * r} 100 30 re S\n" for r in range(3) for c in range(4))
        (table,) = tables(read(cells.encode(), text(76, 610, "甲"), text(376, 670, "乙"), engine=engine))
        assert (table.n_rows, table.n_cols, len(table.cells)) == (3, 4, 12)

    @BOTH
    def test_a_table_without_outer_verticals(self, engine: str) -> None:
        drawn = [rule(72, y, 523, y) for y in YS] + [rule(x, 610, x, 700) for x in XS[1:-1]]
        (table,) = tables(read(*drawn, row(680, HEADS), row(650, list("1234")), row(620, list("5678")), engine=engine))
        assert (table.n_rows, table.n_cols) == (3, 4)

    def test_dashed_and_double_rulings_are_one(self) -> None:
        dashes = b"".join(rule(72 + 6 * k, y, 76 + 6 * k, y) for y in (700, 698.5, 670, 640) for k in range(40))
        content = [
            dashes,
            *(rule(x, 640, x, 700) for x in (72, 200, 310)),
            row(680, ["甲", "乙"], [72, 200]),
            row(650, ["丙", "丁"], [72, 200]),
        ]
        (table,) = tables(read(*content))
        assert (table.n_rows, table.n_cols) == (2, 2)

    @BOTH
    def test_several_tables_and_text_between_keep_their_order(self, engine: str) -> None:
        content = [
            text(72, 760, "前言部分的文字"), grid([72, 200, 300], [740, 710, 680]), row(720, ["甲", "乙"], [72, 200]),
            text(72, 650, "中间部分的文字"), grid([72, 200, 300], [620, 590, 560]), row(600, ["丙", "丁"], [72, 200]),
            text(72, 520, "后面部分的文字"),
        ]  # fmt: skip
        kinds = [item.text if isinstance(item, Line) else item.cells[0].text for item in read(*content, engine=engine).items]
        assert kinds == ["前言部分的文字", "甲", "中间部分的文字", "丙", "后面部分的文字"]

    @BOTH
    def test_a_table_on_a_rotated_page(self, engine: str) -> None:
        turned = b"q 0 1 -1 0 595 0 cm\n" + grid([100, 300, 600], [400, 350, 300]) + b"Q\n"
        content = turned + b"".join(
            text(595 - y, x, string, 12, "0 1 -1 0") for x, y, string in ((110, 370, "任务"), (310, 370, "单位"), (110, 320, "一"))
        )
        (table,) = tables(read_pdf(build([Sheet(content, rotate=90)]), "r.pdf", engine=engine))
        assert [cell.text for cell in table.cells] == ["任务", "单位", "一", ""]


class TestNoTable:
    @BOTH
    def test_one_framed_box(self, engine: str) -> None:
        assert not tables(read(grid([72, 523], [700, 600]), paragraph(90, 670, ["框内的提示文字"] * 2), engine=engine))

    @BOTH
    def test_underlines_and_a_red_line(self, engine: str) -> None:
        content = [
            text(72, 700, "填报单位"),
            rule(130, 698, 300, 698),
            text(72, 670, "负责人"),
            rule(130, 668, 300, 668),
            rule(72, 740, 523, 740, 2),
        ]
        assert not tables(read(*content, engine=engine))

    def test_a_page_frame_with_a_head(self) -> None:
        frame = [rule(50, y, 545, y) for y in (60, 780, 800)] + [rule(x, 60, x, 800) for x in (50, 545)]
        source = read(*frame, text(60, 785, "页眉"), paragraph(72, 740, ["正文的一行文字写在页框之内不应成为表格"] * 30))
        assert not tables(source)

    def test_an_empty_drawing(self) -> None:
        assert not tables(read(grid([100, 200, 300, 400], [500, 400, 300]), text(72, 700, "图一")))

    @pytest.mark.parametrize(
        "block",
        [
            [("联系人：王五", "电话：0870-1234567"), ("传真：0870-7654321", "邮箱：a@example.cn")],  # contacts
            [
                ("云岭省水利厅", "云岭省财政厅"),
                ("云岭省审计厅", "云岭省林草局"),
                ("云岭省教育厅", "云岭省民政厅"),
                ("", "2031年3月5日"),
            ],  # joint signatures
            [("一、总体要求", "1"), ("二、主要任务", "3"), ("三、保障措施", "9"), ("四、附则", "12")],  # contents
        ],
    )
    def test_blocks_of_two_columns(self, block: list[tuple[str, str]]) -> None:
        content = [text(100, 700 - 24 * k, left) + text(330, 700 - 24 * k, right) for k, (left, right) in enumerate(block) if left]
        assert not tables(read(*content, paragraph(72, 500, ["下面是一段写满整行的正文文字，用来证明它不会变成表格。"] * 4)))

    def test_paragraphs_with_wide_blanks(self) -> None:
        rows = [
            "各单位    要高度重视   认真落实",
            "加强      组织   领导         压实责任",
            "确保各项   任务          落到实处",
            "附件  另发",
        ]
        assert not tables(read(paragraph(72, 700, rows)))


class TestAligned:
    DATA = (
        ["指标名称", "2030年", "2031年", "2035年"],
        ["水质优良比例", "85.1%", "86%", "90%以上"],
        ["整治里程", "120公里", "150公里", "200公里"],
    )
    X = (80.0, 220.0, 330.0, 440.0)

    def rows(self, top: float, n: int = 4) -> bytes:
        data = [self.DATA[0], *(self.DATA[1 + k % 2] for k in range(n))]
        return b"".join(row(top - 22 * k, cells, list(self.X)) for k, cells in enumerate(data))

    @BOTH
    def test_three_line_table(self, engine: str) -> None:
        rules = [rule(72, 722, 523, 722, 1.5), rule(72, 692, 523, 692), rule(72, 600, 523, 600, 1.5)]
        (table,) = tables(read(*rules, self.rows(700), engine=engine))
        assert (table.n_rows, table.n_cols, table.ruled) == (5, 4, False)
        assert [cell.text for cell in table.cells][:8] == [*self.DATA[0], *self.DATA[1]]

    @BOTH
    def test_columns_alone(self, engine: str) -> None:
        source = read(text(72, 760, "下列指标按年度分解，写满一整行的正文文字。"), self.rows(700), engine=engine)
        assert isinstance(source.items[0], Line)
        (table,) = tables(source)
        assert (table.n_rows, table.n_cols, table.ruled) == (5, 4, False)

    def test_rows_between_rules_hold_several_lines(self) -> None:
        rules = [rule(72, y, 523, y) for y in (720, 690, 640, 590)]
        content = [*rules, row(700, ["事项", "内容", "单位"], list(self.X))]
        for top, mark in ((672, "甲"), (622, "乙")):
            content += [row(top, [mark, "第一行的字", "省水利厅"], list(self.X)), row(top - 20, ["", "第二行的字"], list(self.X))]
        (table,) = tables(read(*content))
        assert table.n_rows == 3
        assert [cell.text for cell in table.cells if cell.col == 1] == ["内容", "第一行的字\n第二行的字", "第一行的字\n第二行的字"]


def test_cells_agree_with_the_reference_table_finder() -> None:
    """pdfplumber's own table finder sees the same cells in an ordinary table."""
    pdfplumber = pytest.importorskip("pdfplumber")
    data = build([Sheet(grid(XS, YS) + row(680, HEADS) + row(650, list("1234")) + row(620, list("5678")))])
    (table,) = tables(read_pdf(data, "t.pdf"))
    with pdfplumber.open(io.BytesIO(data)) as document:
        (found,) = document.pages[0].find_tables()
        assert [[cell.text for cell in table.cells if cell.row == r] for r in range(3)] == found.extract()
        ours = sorted(cell.box for cell in table.cells if cell.box)
        for box, cell in zip(ours, sorted(found.cells), strict=True):
            assert box == pytest.approx(cell, abs=1)


points = st.integers(0, 40).map(lambda k: 15.0 * k)
rulings = st.lists(st.tuples(points, points, points).map(lambda t: Ruling(t[0], min(t[1:]), max(t[1:]))), max_size=14)


@given(rulings)
def test_tidy_rulings_stand_apart(given_rulings: list[Ruling]) -> None:
    tidied = tidy(given_rulings)
    assert tidied == tidy(tidied)
    for one, two in itertools.pairwise(tidied):
        assert one.pos != two.pos or one.end < two.start


@given(rulings, rulings)
def test_cells_cover_a_grid_exactly_once(horizontal: list[Ruling], vertical: list[Ruling]) -> None:
    for lattice in find_lattices(horizontal, vertical, 842):
        covered = sorted((r, c) for b in lattice.blocks for r in range(b.row, b.row + b.rowspan) for c in range(b.col, b.col + b.colspan))
        assert covered == [(r, c) for r in range(len(lattice.ys) - 1) for c in range(len(lattice.xs) - 1)]
    assert all(grid.horizontal and grid.vertical for grid in grids(tidy(horizontal), tidy(vertical)))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 700), st.text("甲乙丙丁", min_size=1, max_size=20)), max_size=8))
def test_every_character_goes_to_one_place(places: list[tuple[int, int, str]]) -> None:
    pieces = [
        Piece(s, [x + 12.0 * k for k in range(len(s))], [x + 12.0 * (k + 1) for k in range(len(s))], y, y + 12.0, Font(12, None, False, 0))
        for x, y, s in places
    ]
    xs, ys = [100.0, 200.0, 300.0], [100.0, 300.0, 500.0]
    (lattice,) = find_lattices([Ruling(y, 100, 300) for y in ys], [Ruling(x, 100, 500) for x in xs], 842)
    outside = fill(lattice, pieces)
    inside = [piece for block in lattice.blocks for piece in block.pieces]
    assert sorted("".join(p.text for p in [*outside, *inside])) == sorted("".join(p.text for p in pieces))
