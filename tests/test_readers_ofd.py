"""OFD: where text objects stand, how lines and tables come out of them, and what a file may hold besides."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ofd_builder as ofd
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT
from gongwen.model.source import Layer, Line, Source, Table
from gongwen.readers import read
from gongwen.readers.links import MAX_LINKS
from gongwen.readers.ofd import read_ofd
from gongwen.readers.ofd.content import MAX_AREAS
from gongwen.readers.ofd.paths import chains
from gongwen.readers.ofd.text import offsets
from gongwen.readers.ofd.widths import reach
from gongwen.readers.page.drawn import IDENTITY
from ofd_builder import IMAGE, NS, Sheet, box, build, path, text

POINT = 72 / 25.4


def lines(source: Source, layer: Layer = Layer.BODY) -> list[str]:
    return [item.text for item in source.items if isinstance(item, Line) and item.layer is layer]


def only(source: Source) -> Line:
    (line,) = (item for item in source.items if isinstance(item, Line))
    return line


def codes(source: Source) -> list[str]:
    return [remark.code for remark in source.remarks]


# ---------------------------------------------------------------- places


def test_a_line_with_its_box_in_points() -> None:
    line = only(ofd.read(text(30, 50, "安平县人民政府", 5)))
    assert line.text == "安平县人民政府"
    assert line.box is not None
    assert line.box == pytest.approx((30 * POINT, (50 - 0.88 * 5) * POINT, 65 * POINT, (50 + 0.12 * 5) * POINT), abs=0.01)
    assert line.char_x is not None
    assert line.char_x == pytest.approx([(30 + 5 * k) * POINT for k in range(8)], abs=0.01)
    assert line.style.size == pytest.approx(14.2, abs=0.1)
    assert line.style.font == "仿宋_GB2312"


@pytest.mark.parametrize(
    ("deltas", "expected"),
    [
        ("1 2 3", [5, 6, 8, 11]),
        ("g 3 2", [5, 7, 9, 11]),
        ("1 g 2 4", [5, 6, 10, 14]),
        ("g 1000000000 1", [5, 6, 7, 8]),
        ("g -4 1 2", [5, 7]),
        ("1 2 3 4 5 6", [5, 6, 8, 11]),
        ("1", [5, 6]),
        ("", None),
        (None, None),
        ("1 x", None),
        ("nan 1", None),
        ("1e300 1e300", None),
    ],
)
def test_steps_as_stated(deltas: str | None, expected: list[float] | None) -> None:
    assert offsets(deltas, 5, 4) == expected


@given(st.lists(st.sampled_from(["g", "1", "-1", "2.5", "9", "x", "1e9"]), max_size=12), st.integers(1, 6))
def test_no_steps_make_more_places_than_characters(tokens: list[str], count: int) -> None:
    places = offsets(" ".join(tokens), 0, count)
    assert places is None or 1 <= len(places) <= count


def test_steps_that_are_missing_are_made_up() -> None:
    whole = only(ofd.read(text(30, 50, "到2026年底", 5)))
    bare = only(ofd.read(text(30, 50, "到2026年底", 5, steps="")))
    some = only(ofd.read(text(30, 50, "到2026年底", 5, steps="5 2.5")))
    assert whole.char_x is not None
    for line in (bare, some):
        assert line.char_x == pytest.approx(whole.char_x, abs=0.01)


def test_the_matrix_and_the_boundary() -> None:
    """Some makers count in points inside the object: X, Y and Size go through CTM, the boundary does not."""
    scaled = '<ofd:TextObject ID="1" CTM="0.3528 0 0 0.3528 0 0" Boundary="20 40 100 9" Font="1" Size="16">'
    scaled += '<ofd:TextCode X="10" Y="16" DeltaX="16 16">办公室</ofd:TextCode></ofd:TextObject>'
    line = only(ofd.read(scaled))
    assert line.box is not None
    assert line.box.x0 == pytest.approx((20 + 10 * 0.3528) * POINT, abs=0.01)
    assert line.box.bottom == pytest.approx((40 + 16 * 0.3528 * 1.12) * POINT, abs=0.05)
    assert line.style.size == 16.0


def test_narrowed_type_does_not_overlap() -> None:
    line = only(ofd.read(text(30, 50, "测试机关文件", 10, HScale="0.6", steps="8 8 8 8 8")))
    assert line.text == "测试机关文件"
    assert line.box is not None
    assert line.box.x1 == pytest.approx((30 + 40 + 6) * POINT, abs=0.01)


def test_several_codes_in_one_object() -> None:
    """A TextCode without X or Y stands where the one before began."""
    body = '<ofd:TextCode X="0" Y="5">甲</ofd:TextCode><ofd:TextCode X="5">乙</ofd:TextCode><ofd:TextCode X="0" Y="15">丙</ofd:TextCode>'
    source = ofd.read(f'<ofd:TextObject ID="1" Boundary="20 40 99 99" Font="1" Size="5">{body}</ofd:TextObject>')
    assert lines(source) == ["甲乙", "丙"]


def test_a_code_without_any_place_goes_on_from_the_one_before() -> None:
    """Taken by the letter it would be drawn over it."""
    body = '<ofd:TextCode X="0" Y="5" DeltaX="5">到20</ofd:TextCode><ofd:TextCode>26</ofd:TextCode><ofd:TextCode>年底前</ofd:TextCode>'
    source = ofd.read(f'<ofd:TextObject ID="1" Boundary="20 40 99 9" Font="1" Size="5">{body}</ofd:TextObject>')
    assert lines(source) == ["到2026年底前"]


def test_text_is_taken_from_the_code_not_from_the_glyph_numbers() -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" CodeCount="3" GlyphCount="1"><ofd:Glyphs>57</ofd:Glyphs></ofd:CGTransform>'
    assert lines(ofd.read(text(20, 40, "efficient", fill=glyphs))) == ["efficient"]


# ---------------------------------------------------------------- lines


def test_a_date_cut_into_objects_is_whole() -> None:
    parts, x = [], 120.0
    for part in ("202", "6", "年", "7", "月", "1", "7", "日"):
        parts.append(text(x, 50, part, 5.6))
        x += sum(ofd.widths(part, 5.6))
    assert lines(ofd.read(*parts)) == ["2026年7月17日"]


def test_points_and_per_cent_cut_from_their_numbers() -> None:
    parts, x = [], 30.0
    for part in ("达到", "97.", "5", "%", "以上"):
        parts.append(text(x, 50, part, 5.6))
        x += sum(ofd.widths(part, 5.6))
    assert lines(ofd.read(*parts)) == ["达到97.5%以上"]


def test_lines_from_top_to_bottom_whatever_the_order_drawn() -> None:
    assert lines(ofd.read(text(30, 70, "第三行"), text(30, 50, "第一行"), text(30, 60, "第二行"))) == ["第一行", "第二行", "第三行"]


def test_a_wide_gap_stays_a_gap() -> None:
    (line,) = lines(ofd.read(text(30, 50, "牵头单位"), text(60, 50, "完成时限")))
    assert line.split() == ["牵头单位", "完成时限"]


def test_letters_of_any_face_keep_together() -> None:
    """A face whose letters are wider or narrower than usual must not tear words apart."""
    for step in (0.36, 0.5, 0.6):
        assert lines(ofd.read(text(30, 50, "immobilier", 5, steps=ofd.deltas([5 * step] * 9)))) == ["immobilier"]


@given(st.lists(st.floats(0, 500), min_size=1, max_size=8), st.floats(1, 40))
def test_characters_reach_to_the_right(places: list[float], em: float) -> None:
    string = ("目1i，Wm." * 2)[: len(places)]
    for left, right in zip(places, reach(places, string, em), strict=True):
        assert right > left


def test_breaks_inside_a_code_are_blanks() -> None:
    (line,) = lines(ofd.read(text(30, 50, "甲\n\t乙", 5, steps="5 5 5")))
    assert len(line.splitlines()) == 1
    assert line.split() == ["甲", "乙"]


def test_bold_by_weight_by_stroke_and_by_name() -> None:
    assert not only(ofd.read(text(30, 50, "甲"))).style.bold
    assert only(ofd.read(text(30, 50, "甲", Weight="700"))).style.bold
    assert only(ofd.read(text(30, 50, "甲", Stroke="true"))).style.bold
    assert only(ofd.read(text(30, 50, "甲", Font="5"))).style.bold


# ---------------------------------------------------------------- unseen, turned


def test_unseen_text_is_hidden() -> None:
    white = '<ofd:FillColor Value="255 255 255"/>'
    for hidden in (
        text(30, 60, "SEAL-HERE", fill=white),
        text(30, 60, "SEAL-HERE", fill='<ofd:FillColor Value="#ff #FF #ff"/>'),
        text(30, 60, "SEAL-HERE", Visible="false"),
        text(30, 60, "SEAL-HERE", Alpha="0"),
        text(30, 60, "SEAL-HERE", Fill="false"),
    ):
        source = ofd.read(text(30, 50, "正文"), hidden)
        assert lines(source) == ["正文"]
        assert lines(source, Layer.HIDDEN) == ["SEAL-HERE"]


PARAMS = (
    '<ofd:DrawParam ID="80"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam><ofd:DrawParam ID="81" Relative="80" LineWidth="1"/>'
    '<ofd:DrawParam ID="82" Relative="81"/><ofd:DrawParam ID="83" Relative="84"/><ofd:DrawParam ID="84" Relative="83"/>'
    '<ofd:DrawParam ID="85"><ofd:FillColor Value="0 0 0" Alpha="0"/></ofd:DrawParam>'
)


def with_params(*objects: str, layer: str = "") -> Source:
    res = f'<ofd:Res xmlns:ofd="{NS}"><ofd:DrawParams>{PARAMS}</ofd:DrawParams></ofd:Res>'
    data = build(
        [Sheet("".join(objects))], common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>",
        members={"Doc_0/R.xml": res},
    )  # fmt: skip
    if layer:
        page = Sheet("".join(objects)).xml().replace('<ofd:Layer Type="Body"', f'<ofd:Layer Type="Body" DrawParam="{layer}"')
        members = {"Doc_0/R.xml": res, "Doc_0/Pages/Page_0/Content.xml": page}
        data = build([Sheet()], common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>", members=members)
    return read_ofd(data, "x")


@pytest.mark.parametrize("param", ["80", "81", "82", "85"])
def test_the_colour_of_a_drawing_parameter(param: str) -> None:
    """Its own, or that of the one it is made from; of the object, or of its layer."""
    black = '<ofd:FillColor Value="0 0 0"/>'
    for source in (
        with_params(text(30, 50, "正文"), text(30, 60, "SEAL-HERE", DrawParam=param)),
        with_params(text(30, 50, "正文", fill=black), text(30, 60, "SEAL-HERE"), layer=param),
        with_params(text(30, 50, "正文", DrawParam="83"), text(30, 60, "SEAL-HERE"), layer=param) if param == "80" else None,
    ):
        if source is not None:
            assert lines(source, Layer.HIDDEN) == ["SEAL-HERE"]
            assert lines(source) == ["正文"]


def test_drawing_parameters_in_a_ring_or_missing_colour_nothing() -> None:
    for param in ("83", "84", "99", ""):
        assert lines(with_params(text(30, 50, "正文", DrawParam=param))) == ["正文"]


def test_white_in_four_inks() -> None:
    source = ofd.read(text(30, 50, "正文"), text(30, 60, "SEAL-HERE", fill='<ofd:FillColor Value="0 0 0 0"/>'))
    assert lines(source, Layer.HIDDEN) == ["SEAL-HERE"]


def test_white_text_on_a_dark_field_is_seen() -> None:
    field = path("M 0 0 L 99 0 L 99 9 L 0 9 C", 25, 52, Fill="true", Stroke="false", fill='<ofd:FillColor Value="156 0 0"/>')
    white = '<ofd:FillColor Value="255 255 255"/>'
    field = field.replace("500 500", "99 9")
    assert lines(ofd.read(field, text(30, 58, "标题", fill=white))) == ["标题"]


def test_white_text_on_one_of_too_many_fields_is_kept_apart() -> None:
    red = '<ofd:FillColor Value="156 0 0"/>'
    field, elsewhere = (
        path("M 0 0 L 99 0 L 99 9 L 0 9 C", 25, y, Fill="true", Stroke="false", fill=red).replace("500 500", "99 9") for y in (52, 152)
    )
    title = text(30, 58, "标题", fill='<ofd:FillColor Value="255 255 255"/>')
    dense = replace(DEFAULT, max_ratio=100_000)
    assert lines(ofd.read(field, *[elsewhere] * MAX_AREAS, title, text(30, 90, "正文"), limits=dense)) == ["标题", "正文"]
    source = ofd.read(*[elsewhere] * MAX_AREAS, field, title, text(30, 90, "正文"), limits=dense)
    assert lines(source) == ["正文"]
    assert lines(source, Layer.HIDDEN) == ["标题"]
    assert "text_unseen" in codes(source)


def test_transparent_text_over_a_scan_is_its_text() -> None:
    assert lines(ofd.read(IMAGE, text(30, 50, "识别出的正文", Alpha="0"))) == ["识别出的正文"]
    assert lines(ofd.read(IMAGE, text(30, 50, "识别出的正文", Fill="false"))) == ["识别出的正文"]


def test_text_across_the_page_is_a_watermark() -> None:
    source = ofd.read(text(30, 50, "正文"), text(60, 150, "内部资料", 12, CTM="0.7071 -0.7071 0.7071 0.7071 0 0"))
    assert lines(source) == ["正文"]
    assert "watermark_text" in codes(source)


def test_a_page_drawn_sideways_is_turned() -> None:
    sideways = [text(60 + 10 * k, 40, string, 5, CTM="0 1 -1 0 0 0") for k, string in enumerate(["第三行文字", "第二行文字", "第一行文字"])]
    assert lines(ofd.read(*sideways)) == ["第一行文字", "第二行文字", "第三行文字"]
    assert lines(ofd.read(*(text(60, 40 + 30 * k, "并列", 5, CharDirection="90") for k in range(2)))) != []


def test_columns_written_downwards() -> None:
    def column(x: float, string: str) -> str:
        code = f'<ofd:TextCode X="0" Y="5" DeltaY="g {len(string) - 1} 6">{string}</ofd:TextCode>'
        return f'<ofd:TextObject ID="1" Boundary="{x} 30 9 200" Font="1" Size="5" ReadDirection="90">{code}</ofd:TextObject>'

    source = ofd.read(column(100, "第二列文字"), column(120, "第一列文字"))
    assert lines(source) == ["第一列文字", "第二列文字"]
    assert "vertical_text" in codes(source)
    assert lines(ofd.read(column(100, "没有写明步长的一列").replace(' DeltaY="g 8 6"', ""))) == ["没有写明步长的一列"]


# ---------------------------------------------------------------- drawing


def test_path_data() -> None:
    assert chains("M 0 0 L 9 0 L 9 5 C", IDENTITY) == ([[(0, 0), (9, 0), (9, 5), (0, 0)]], 4)
    assert chains("S 0 0 L 9 0 C", IDENTITY)[0] == [[(0, 0), (9, 0), (0, 0)]]
    assert chains("M 0 0 B 1 1 2 2 3 3 L 3 9 Q 1 1 4 4 A 1 1 0 0 1 5 5 L 5 8", IDENTITY)[0] == [[(3, 3), (3, 9)], [(5, 5), (5, 8)]]
    assert chains("M 0 0 L 1", IDENTITY)[0] == []
    assert chains("M 0 0 L 4 4 L x 1 L 2 2", IDENTITY)[0] == [[(0, 0), (4, 4)]]


@given(st.lists(st.sampled_from(["M", "L", "C", "S", "Q", "B", "A", "0", "7.5", "nan", "1e99", "?"]), max_size=30))
def test_any_path_data_gives_chains(tokens: list[str]) -> None:
    parts, count = chains(" ".join(tokens), IDENTITY)
    assert all(len(part) > 1 for part in parts)
    assert 0 <= count <= len(tokens)


GRID = [(30, 60, 90), (50, 60, 70)]  # column edges, row edges in mm


def table_of(source: Source) -> Table:
    (table,) = (item for item in source.items if isinstance(item, Table))
    return table


WORDS = [text(32, 57, "序号"), text(62, 57, "任务"), text(32, 67, "1"), text(62, 67, "建站")]
CELLS = [(0, 0, "序号"), (0, 1, "任务"), (1, 0, "1"), (1, 1, "建站")]


@pytest.mark.parametrize("how", ["cells", "lines", "bars", "turned over", "one path"])
def test_a_table_however_it_is_ruled(how: str) -> None:
    xs, ys = GRID
    drawn: list[str] = []
    if how == "cells":
        drawn = [box(a, c, b, d) for a, b in itertools.pairwise(xs) for c, d in itertools.pairwise(ys)]
    elif how == "lines":
        drawn = [path("M 0 0 L 60 0", 30, y) for y in ys] + [path("M 0 0 L 0 20", x, 50) for x in xs]
    elif how == "bars":
        drawn = [path("M 0 0 L 60 0 L 60 .3 L 0 .3 C", 30, y, Stroke="false", Fill="true") for y in ys]
        drawn += [path("M 0 0 L .3 0 L .3 20 L 0 20 C", x, 50, Stroke="false", Fill="true") for x in xs]
    elif how == "turned over":
        drawn = [path("M 0 0 L 60 0", 30, 0, CTM=f"1 0 0 -1 0 {y}") for y in ys] + [
            path("M 0 0 L 0 -20", x, 0, CTM="1 0 0 -1 0 50") for x in xs
        ]
    else:
        data = [f"M 30 {y} L 90 {y}" for y in ys] + [f"M {x} 50 L {x} 70" for x in xs]
        drawn = [path(" ".join(data))]
    table = table_of(ofd.read(*drawn, *WORDS))
    assert [(cell.row, cell.col, cell.text) for cell in table.cells] == CELLS
    assert table.ruled
    assert table.box is not None
    assert table.box.x0 == pytest.approx(30 * POINT, abs=1)


def test_a_merged_cell_stands_once() -> None:
    drawn = [box(30, 50, 90, 60), box(30, 60, 60, 70), box(60, 60, 90, 70)]
    table = table_of(ofd.read(*drawn, text(50, 57, "指标"), text(32, 67, "名称"), text(62, 67, "数值")))
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells] == [
        (0, 0, 1, 2, "指标"), (1, 0, 1, 1, "名称"), (1, 1, 1, 1, "数值"),
    ]  # fmt: skip


def test_invisible_and_filled_areas_rule_nothing() -> None:
    field = path("M 0 0 L 60 0 L 60 20 L 0 20 C", 30, 50, Stroke="false", Fill="true")
    unseen = [box(a, c, b, d, Visible="false") for a, b in itertools.pairwise(GRID[0]) for c, d in itertools.pairwise(GRID[1])]
    assert not any(isinstance(item, Table) for item in ofd.read(field, *unseen, *WORDS).items)


# ---------------------------------------------------------------- layers, templates, composites, resources


def test_blocks_and_layers_only_hold_together() -> None:
    block = f"<ofd:PageBlock ID='1'><ofd:PageBlock ID='2'>{text(30, 50, '内层')}</ofd:PageBlock>{text(30, 60, '外层')}</ofd:PageBlock>"
    extra = f"<ofd:Content><ofd:Layer Type='Foreground' ID='7'>{text(30, 70, '前景')}</ofd:Layer></ofd:Content>"
    assert lines(read_ofd(build([Sheet(block, more=extra)]), "x")) == ["内层", "外层", "前景"]


def template(words: str) -> str:
    return f'<ofd:Page xmlns:ofd="{NS}"><ofd:Content><ofd:Layer ID="3">{text(30, 20, words)}</ofd:Layer></ofd:Content></ofd:Page>'


def test_templates_are_part_of_the_pages_that_use_them() -> None:
    common = '<ofd:TemplatePage ID="70" BaseLoc="Tpls/T.xml"/><ofd:TemplatePage ID="71" BaseLoc="/Doc_0/Tpls/U.xml"/>'
    members = {"Doc_0/Tpls/T.xml": template("红头文件"), "Doc_0/Tpls/U.xml": template("续页")}
    sheets = [Sheet(text(30, 50, "首页"), templates=("70",)), Sheet(text(30, 50, "次页"), templates=("71", "99"))]
    assert lines(read_ofd(build(sheets, common=common, members=members), "x")) == ["红头文件", "首页", "续页", "次页"]


def test_templates_below_and_above_the_page() -> None:
    common = '<ofd:TemplatePage ID="70" BaseLoc="Tpls/T.xml"/><ofd:TemplatePage ID="71" BaseLoc="Tpls/U.xml"/>'
    members = {"Doc_0/Tpls/T.xml": template("红头文件"), "Doc_0/Tpls/U.xml": template("红头文件")}
    page = Sheet(text(30, 50, "首页"), templates=("70", "71")).xml()
    members["Doc_0/Pages/Page_0/Content.xml"] = page.replace('TemplateID="70"', 'TemplateID="70" ZOrder="Foreground"')
    assert lines(read_ofd(build([Sheet()], common=common, members=members), "x")) == ["红头文件", "首页"]


def test_a_template_that_uses_itself_is_drawn_once() -> None:
    ring = template("红头文件").replace("<ofd:Content>", '<ofd:Template TemplateID="70"/><ofd:Content>')
    common = '<ofd:TemplatePage ID="70" BaseLoc="T.xml"/>'
    data = build([Sheet(text(30, 50, "甲"), templates=("70",))], common=common, members={"Doc_0/T.xml": ring})
    assert lines(read_ofd(data, "x")) == ["红头文件", "甲"]


def test_composites_are_drawn_where_they_are_used() -> None:
    unit = f"<ofd:Content>{text(0, 10, '盒中字')}</ofd:Content>"
    res = f'<ofd:Res xmlns:ofd="{NS}"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="60" Width="9" Height="9">{unit}'
    res += "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    rest = {"common": "<ofd:DocumentRes>R.xml</ofd:DocumentRes>", "members": {"Doc_0/R.xml": res}}
    use = '<ofd:CompositeObject ID="1" ResourceID="60" Boundary="40 50 9 9" CTM="2 0 0 2 0 0"/>'
    line = only(read_ofd(build([Sheet(use)], **rest), "x"))  # type: ignore[arg-type]
    assert line.text == "盒中字"
    assert line.box is not None
    assert line.box.x0 == pytest.approx(40 * POINT)
    assert line.style.size == pytest.approx(2 * 5 * POINT, abs=0.1)


def test_composites_that_draw_themselves_end() -> None:
    inner = '<ofd:CompositeObject ID="1" ResourceID="60" Boundary="0 0 9 9"/>' * 6
    res = f'<ofd:Res xmlns:ofd="{NS}"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="60"><ofd:Content>{inner}'
    res += "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    data = build([Sheet(inner + text(30, 50, "甲"))], common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>", members={"Doc_0/R.xml": res})
    with pytest.raises(GongwenError) as raised:
        read_ofd(data, "x")
    assert raised.value.code is Code.TOO_MUCH_TEXT


def test_fonts_of_a_page_come_before_those_of_the_document() -> None:
    res = f'<ofd:Res xmlns:ofd="{NS}"><ofd:Fonts><ofd:Font ID="1" FontName="隶书"/></ofd:Fonts></ofd:Res>'
    sheet = Sheet(text(30, 50, "甲"), more="<ofd:PageRes>Own.xml</ofd:PageRes>")
    source = read_ofd(build([sheet, Sheet(text(30, 50, "乙"))], members={"Doc_0/Pages/Page_0/Own.xml": res}), "x")
    assert [item.style.font for item in source.items if isinstance(item, Line)] == ["隶书", "仿宋_GB2312"]


def test_a_template_brings_its_own_fonts() -> None:
    res = f'<ofd:Res xmlns:ofd="{NS}"><ofd:Fonts><ofd:Font ID="31" FontName="隶书"/></ofd:Fonts></ofd:Res>'
    words = template("红头文件").replace('Font="1"', 'Font="31"')
    words = words.replace("<ofd:Content>", "<ofd:PageRes>Own.xml</ofd:PageRes><ofd:Content>")
    members = {"Doc_0/Tpls/T.xml": words, "Doc_0/Tpls/Own.xml": res}
    data = build([Sheet(templates=("70",))], common='<ofd:TemplatePage ID="70" BaseLoc="Tpls/T.xml"/>', members=members)
    assert only(read_ofd(data, "x")).style.font == "隶书"


def test_pages_have_their_own_size_or_that_of_the_document() -> None:
    source = read_ofd(build([Sheet(text(30, 50, "甲"), (297, 210)), Sheet(text(30, 50, "乙"))]), "x")
    assert [(round(p.width), round(p.height)) for p in source.pages] == [(842, 595), (595, 842)]


# ---------------------------------------------------------------- the file as a whole


def test_several_documents_in_order() -> None:
    data = build([Sheet(text(30, 50, "通知"))], others=[[Sheet(text(30, 50, "附件一")), Sheet(text(30, 50, "附件二"))]])
    source = read_ofd(data, "x")
    assert [(item.text, item.page) for item in source.items if isinstance(item, Line)] == [("通知", 1), ("附件一", 2), ("附件二", 3)]


def test_the_version_in_force_is_read() -> None:
    versions = '<ofd:Version ID="1" BaseLoc="V1.xml"/><ofd:Version ID="2" Current="true" BaseLoc="Doc_1/V2.xml"/>'
    versions = f"<ofd:Versions>{versions}</ofd:Versions>"
    root = f'<ofd:OFD xmlns:ofd="{NS}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{versions}</ofd:DocBody></ofd:OFD>'
    version = f'<ofd:DocVersion xmlns:ofd="{NS}"><ofd:DocRoot>Document.xml</ofd:DocRoot></ofd:DocVersion>'
    for members, expected in (({"Doc_1/V2.xml": version}, "修订稿"), ({}, "初稿")):
        data = build([Sheet(text(30, 50, "初稿"))], others=[[Sheet(text(30, 50, "修订稿"))]], members={"OFD.xml": root, **members})
        assert lines(read_ofd(data, "x")) == [expected]


def test_outline_attachments_signatures_and_annotations() -> None:
    goto = '<ofd:Actions><ofd:Action><ofd:Goto><ofd:Dest PageID="101"/></ofd:Goto></ofd:Action></ofd:Actions>'
    outline = f'<ofd:OutlineElem Title="一、\n总则">{goto}'
    outline += '<ofd:OutlineElem Title="（一）"/></ofd:OutlineElem><ofd:OutlineElem Title="二、"/>'
    more = f"<ofd:Outlines>{outline}</ofd:Outlines><ofd:Attachments>At.xml</ofd:Attachments><ofd:Annotations>An.xml</ofd:Annotations>"
    members = {
        "Doc_0/At.xml": f'<ofd:Attachments xmlns:ofd="{NS}"><ofd:Attachment Name="表"><ofd:FileLoc>Res/a.xlsx</ofd:FileLoc>'
        "</ofd:Attachment>"
        '<ofd:Attachment Name="只有名称"/></ofd:Attachments>',
        "Doc_0/An.xml": f'<ofd:Annotations xmlns:ofd="{NS}"><ofd:Page PageID="100"><ofd:FileLoc>P.xml</ofd:FileLoc></ofd:Page>'
        "</ofd:Annotations>",
        "Doc_0/P.xml": f'<ofd:PageAnnot xmlns:ofd="{NS}"><ofd:Annot Type="Stamp"><ofd:Appearance Boundary="0 0 9 9"/></ofd:Annot>'
        f'<ofd:Annot Type="Highlight"><ofd:Appearance>{text(9, 9, "已阅")}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>',
        "Doc_0/S.xml": f'<ofd:Signatures xmlns:ofd="{NS}"><ofd:Signature ID="1"/></ofd:Signatures>',
    }
    data = build(
        [Sheet(text(30, 50, "甲")), Sheet(text(30, 50, "乙"))],
        more=more, members=members, body="<ofd:Signatures>/Doc_0/S.xml</ofd:Signatures>",
    )  # fmt: skip
    source = read_ofd(data, "x")
    assert [(b.title, b.level, b.page) for b in source.bookmarks] == [("一、 总则", 1, 2), ("（一）", 2, None), ("二、", 1, None)]
    assert source.links == (("表", "Doc_0/Res/a.xlsx", True), ("只有名称", "只有名称", True))
    assert lines(source) == ["甲", "乙"]
    assert lines(source, Layer.COMMENT) == ["已阅"]
    assert codes(source) == ["annotations", "attachments_unread", "signatures_unchecked"]
    assert "a.xlsx, 只有名称" in source.remarks[1].message


def test_more_attachments_than_the_record_lists_are_told() -> None:
    listed = "".join(f'<ofd:Attachment Name="表{n}"/>' for n in range(MAX_LINKS + 2))
    members = {"Doc_0/At.xml": f'<ofd:Attachments xmlns:ofd="{NS}">{listed}</ofd:Attachments>'}
    data = build([Sheet(text(30, 50, "甲"))], more="<ofd:Attachments>At.xml</ofd:Attachments>", members=members)
    source = read_ofd(data, "x")
    assert len(source.links) == MAX_LINKS
    assert codes(source) == ["attachments_unread", "links_capped"]
    assert source.remarks[1].message.startswith("2 links")


CURVES = "M 0 0 B 1 0 2 1 2 2 Q 1 3 0 2 C " * 8
SHAPES = [path(CURVES, 20 + 5 * k, 40, Fill="true", Stroke="false") for k in range(12)]
NUMBERS = '<ofd:CGTransform CodePosition="0" CodeCount="3" GlyphCount="3"><ofd:Glyphs>57 58 59</ofd:Glyphs></ofd:CGTransform>'


def test_type_turned_into_drawings_is_told() -> None:
    with pytest.raises(GongwenError) as raised:
        ofd.read(*SHAPES)
    assert raised.value.code is Code.NO_TEXT_LAYER
    assert "drawn" in raised.value.message
    source = read_ofd(build([Sheet(text(30, 50, "甲")), Sheet("".join(SHAPES)), Sheet("".join(SHAPES) + text(100, 280, "— 3 —"))]), "x")
    assert [(r.code, r.page, r.severity) for r in source.remarks] == [("text_outlined", 2, "error"), ("text_outlined", 3, "warning")]
    assert codes(ofd.read(*SHAPES, text(30, 50, "各县（市、区）人民政府，市政府各部门，各直属机构，各有关单位：" * 2))) == []


def test_glyphs_without_characters_are_told() -> None:
    bare = text(30, 60, "", fill=NUMBERS)
    assert fails(build([Sheet(bare)])) is Code.NO_TEXT_LAYER
    source = ofd.read(text(30, 50, "甲"), bare, bare, text(30, 70, "  ", fill=NUMBERS))  # blanks have glyphs too
    assert [(r.code, r.severity) for r in source.remarks] == [("text_lost", "error")]
    assert source.remarks[0].message.startswith("6 glyphs")


def test_what_the_file_says_of_itself() -> None:
    info = "<ofd:DocInfo><ofd:Title>通知</ofd:Title><ofd:CreationDate>2026-01-02</ofd:CreationDate><ofd:DocID>x</ofd:DocID></ofd:DocInfo>"
    root = f'<ofd:OFD xmlns:ofd="{NS}"><ofd:DocBody>{info}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    source = read_ofd(build([Sheet(text(30, 50, "甲"))], members={"OFD.xml": root}), "x")
    assert source.meta == {"title": "通知", "created": "2026-01-02"}
    assert (source.media_type, source.reader) == ("application/ofd", "ofd")


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


ONE = unpacked(build([Sheet(text(30, 50, "甲"))]))


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(NS, "http://www.ofdspec.org"),
        lambda xml: xml.replace(NS, "urn:x"),
        lambda xml: xml.replace("ofd:", "o:").replace("xmlns:ofd", "xmlns:o"),
        lambda xml: xml.replace("ofd:", "").replace("xmlns:ofd", "xmlns"),
        lambda xml: xml.replace(f' xmlns:ofd="{NS}"', "").replace("ofd:", ""),
        lambda xml: "\ufeff" + xml,
        lambda xml: '\n <?xml version="1.0" encoding="UTF-8"?>' + xml,
        lambda xml: xml.replace("甲", "&#x1F;甲\x0b&#12;&#0;"),
    ],
    ids=["older name", "any name", "other prefix", "default", "none", "mark", "blanks first", "characters not allowed"],
)
def test_whatever_the_namespaces_and_the_odd_characters(change: Callable[[str], str]) -> None:
    members = {name: change(content.decode()) for name, content in ONE.items()}
    assert lines(read_ofd(build([], members=members), "x")) == ["甲"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16"])
def test_parts_in_other_encodings(encoding: str) -> None:
    members = {name: (f'<?xml version="1.0" encoding="{encoding}"?>' + content.decode()).encode(encoding) for name, content in ONE.items()}
    assert lines(read_ofd(build([], members=members), "x")) == ["甲"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_members_named_in_the_code_page_of_their_maker(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packers on a Chinese system write names without saying how."""
    monkeypatch.setattr(zipfile.ZipInfo, "_encodeFilenameFlags", lambda self: (self.filename.encode(encoding), 0))
    members = {name.replace("Doc_0", "文档"): content.replace(b"Doc_0", "文档".encode()) for name, content in ONE.items()}
    data = build([], members=members)
    assert "文档/Document.xml".encode(encoding) in data
    assert lines(read_ofd(data, "x")) == ["甲"]


def test_parts_are_found_without_regard_to_case_and_from_the_root() -> None:
    sheet = Sheet(text(30, 50, "甲"))
    moved = {"Doc_0/Pages/Page_0/Content.xml": None, "DOC_0/pages/page_0/content.XML": sheet.xml()}
    assert lines(read_ofd(build([sheet], members=moved), "x")) == ["甲"]
    document = ofd.document([sheet], "Doc_0")["Doc_0/Document.xml"].replace('BaseLoc="Pages', 'BaseLoc="Doc_0\\Pages')
    assert lines(read_ofd(build([sheet], members={"Doc_0/Document.xml": document}), "x")) == ["甲"]


# ---------------------------------------------------------------- what cannot be read


def fails(data: bytes, **caps: int) -> Code:
    with pytest.raises(GongwenError) as raised:
        read_ofd(data, "x", replace(DEFAULT, **caps))  # type: ignore[arg-type]
    return raised.value.code


PAGE = "Doc_0/Pages/Page_1/Content.xml"


@pytest.mark.parametrize("content", [None, "<ofd:Page", "", f'<!DOCTYPE x><ofd:Page xmlns:ofd="{NS}"/>'])
def test_a_page_that_is_missing_or_broken_is_reported(content: str | None) -> None:
    data = build([Sheet(text(30, 50, "甲")), Sheet(), Sheet(text(30, 50, "丙"))], members={PAGE: content})
    source = read_ofd(data, "x")
    assert lines(source) == ["甲", "丙"]
    assert [(r.code, r.page, r.severity) for r in source.remarks if r.severity == "error"] == [("page_unreadable", 2, "error")]
    assert [page.number for page in source.pages] == [1, 2, 3]


def test_no_page_at_all_is_an_error() -> None:
    assert fails(build([Sheet()], members={"Doc_0/Pages/Page_0/Content.xml": None})) is Code.FILE_CORRUPT
    assert fails(build([])) is Code.FILE_CORRUPT
    assert fails(build([Sheet()], members={"Doc_0/Document.xml": None})) is Code.FILE_CORRUPT
    assert fails(build([Sheet()], members={"OFD.xml": None})) is Code.FILE_CORRUPT
    assert fails(build([Sheet()], members={"OFD.xml": f'<ofd:OFD xmlns:ofd="{NS}"><ofd:DocBody/></ofd:OFD>'})) is Code.FILE_CORRUPT
    assert fails(build([Sheet()])) is Code.FILE_EMPTY


def test_scans_ask_for_recognition() -> None:
    assert fails(build([Sheet(IMAGE), Sheet(IMAGE)])) is Code.NO_TEXT_LAYER
    source = read_ofd(build([Sheet(text(30, 50, "甲")), Sheet(IMAGE)]), "x")
    assert [(r.code, r.page) for r in source.remarks] == [("page_without_text", 2)]


def test_encrypted_files_say_so() -> None:
    assert fails(build([Sheet(text(30, 50, "甲"))], members={"Doc_0/Encryptions.xml": "<x/>"})) is Code.FILE_ENCRYPTED
    root = f'<ofd:OFD xmlns:ofd="{NS}"><ofd:DocBody/><ofd:Encryptions>Encryptions.xml</ofd:Encryptions></ofd:OFD>'
    assert fails(build([Sheet()], members={"OFD.xml": root})) is Code.FILE_ENCRYPTED


def test_caps() -> None:
    data = build([Sheet(text(30, 50, "甲" * 20)), Sheet(text(30, 50, "乙" * 20))])
    assert fails(data, max_pages=1) is Code.TOO_MANY_PAGES
    assert fails(data, max_chars=30) is Code.TOO_MUCH_TEXT
    assert fails(data, max_chars_per_page=15) is Code.TOO_MUCH_TEXT
    assert fails(data, max_entries=3) is Code.TOO_MANY_ENTRIES
    assert fails(data, max_bytes=100) is Code.FILE_TOO_LARGE
    assert fails(b"PK\x03\x04") is Code.FILE_CORRUPT


def test_too_many_drawn_paths_are_remarked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongwen.readers.ofd.content.MAX_OBJECTS", 3)
    assert codes(ofd.read(text(30, 50, "甲"), *[box(10, 10, 20, 20)] * 5)) == ["drawing_capped"]


ODD = ["nan", "inf", "-1", "1e308", "", "x", "0", "1 2", "g 5"]


@given(st.sampled_from(ODD), st.sampled_from(ODD), st.sampled_from(ODD), st.sampled_from(ODD))
def test_odd_numbers_never_raise_anything_else(one: str, two: str, three: str, four: str) -> None:
    objects = (
        f'<ofd:TextObject ID="1" Boundary="{one} {two} 9 9" CTM="{three} 0 0 {four} 0 0" Font="1" Size="{two}" HScale="{four}">'
        f'<ofd:TextCode X="{three}" Y="{one}" DeltaX="{two}" DeltaY="{four}">三个字</ofd:TextCode></ofd:TextObject>'
        f'<ofd:PathObject ID="1" Boundary="{four} {three} {two} {one}">'
        f"<ofd:AbbreviatedData>M {one} {two} L {three} {four}</ofd:AbbreviatedData></ofd:PathObject>"
    )
    source = read_ofd(build([Sheet(text(30, 50, "正文") + objects)]), "x")
    assert sum(len("".join(line.split())) for layer in Layer for line in lines(source, layer)) == 5


def test_the_front_door_knows_ofd() -> None:
    assert lines(read(build([Sheet(text(30, 50, "甲"))]), "notice.pdf")) == ["甲"]
