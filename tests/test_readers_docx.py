"""The text of a Word document: every run that is printed stands in a line, once, in reading order and in its layer."""

from __future__ import annotations

import pytest

from docx_builder import cell as tc
from docx_builder import lines_of, package, paragraph, part, read, relation, row, run, table, texts
from gongwen.model.source import Layer, Line, Style, Wrap
from gongwen.readers.docx import read_docx
from gongwen.readers.docx.styles import without_table_styles

BOX = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
SHAPE = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><a:graphic><wps:wsp><wps:txbx>" + BOX + "</wps:txbx></wps:wsp>"
    "</a:graphic></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + BOX + "</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_paragraphs_and_tables_keep_their_order() -> None:
    body = paragraph("甲") + table(row(tc("乙"), tc("丙"))) + paragraph("丁")
    assert texts(body) == ["甲", "乙", "丙", "丁"]


def test_every_line_knows_how_it_ends() -> None:
    found = read(paragraph("<w:r><w:t>一行</w:t><w:br/><w:t>二行</w:t><w:cr/><w:t>三行</w:t><w:br/></w:r>") + paragraph("另段")).items
    assert [(line.text, line.wrap) for line in lines_of(found)] == [
        ("一行", Wrap.SOFT),
        ("二行", Wrap.SOFT),
        ("三行", Wrap.PARAGRAPH),
        ("另段", Wrap.PARAGRAPH),
    ]


def test_small_characters_of_runs() -> None:
    content = (
        "<w:r><w:t>联系人</w:t><w:tab/><w:t>云政办</w:t><w:noBreakHyphen/><w:t>4</w:t><w:softHyphen/>"
        '<w:sym w:font="Wingdings 2" w:char="F052"/><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="宋体" w:char="4E00"/></w:r>'
    )
    assert texts(paragraph(content)) == ["联系人\t云政办-4☑≥一"]


def test_blanks_at_the_edges_of_unpreserved_text_are_not_printed() -> None:
    assert texts(paragraph("<w:r><w:t> 甲\n </w:t><w:t xml:space='preserve'> 乙 </w:t><w:t>丙</w:t></w:r>")) == ["甲 乙 丙"]


def test_line_separators_inside_text_break_the_line() -> None:
    assert texts(paragraph(run("上\u2028下"))) == ["上", "下"]


# --- wrappers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "open_tag",
    [
        "<w:hyperlink w:anchor='x'>|</w:hyperlink>",
        "<w:smartTag w:element='place'><w:smartTagPr/>|</w:smartTag>",
        "<w:customXml w:element='e'><w:customXmlPr/>|</w:customXml>",
        "<w:fldSimple w:instr='PAGE'>|</w:fldSimple>",
        "<w:ins w:id='1'>|</w:ins>",
        "<w:moveTo w:id='1'>|</w:moveTo>",
        "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>|</w:sdtContent></w:sdt>",
        "<w:bdo w:val='ltr'>|</w:bdo>",
        "<mc:AlternateContent><mc:Choice Requires='x'>|</mc:Choice><mc:Fallback>|</mc:Fallback></mc:AlternateContent>",
        "<w:later><w:thing>|</w:thing></w:later>",
    ],
)
def test_inline_wrappers_lose_nothing(open_tag: str) -> None:
    assert texts(paragraph(run("前") + open_tag.replace("|", run("中")) + run("后"))) == ["前中后"]


def test_content_controls_around_blocks_rows_cells_and_inside_cells() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:alias w:val='n'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body = control(paragraph("块") + table(row(tc("格"))))
    body += table(control(row(control(tc("行控")), tc(control(paragraph("格内"))))), row(tc(control(control(paragraph("深"))))))
    assert texts(body) == ["块", "格", "行控", "格内", "深"]


def test_custom_xml_around_a_paragraph_and_runs_outside_paragraphs() -> None:
    assert texts(f"<w:customXml w:element='e'>{paragraph('甲')}</w:customXml>" + run("散") + paragraph("乙")) == ["甲", "散", "乙"]


def test_base_text_of_phonetic_guides() -> None:
    source = read(paragraph(f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('chén')}</w:rt><w:rubyBase>{run('沉')}</w:rubyBase></w:ruby></w:r>"))
    assert [line.text for line in lines_of(source.items)] == ["沉"]
    assert [remark.code for remark in source.remarks] == ["ruby_left_out"]


def test_equations_are_text() -> None:
    fraction = "<m:f><m:fPr><m:type m:val='bar'/></m:fPr><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f>"
    assert texts(paragraph(run("达到") + f"<m:oMath><m:d><m:e>{fraction}</m:e></m:d></m:oMath>" + run("以上"))) == ["达到(1/3)以上"]


# --- fields -------------------------------------------------------------------------------------------------------------


def field(instruction: str, result: str | None) -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    instr = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{instr}{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def test_fields_show_their_result_and_hide_their_instruction() -> None:
    nested = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{field("SECTION", run("9"))}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    nested += run("结果") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    source = read(paragraph(run("第") + field(" PAGE ", run("3")) + run("页") + nested))
    assert [(line.text, line.layer) for line in lines_of(source.items)] == [("第3页结果", Layer.BODY), ("9", Layer.HIDDEN)]


def test_entries_of_a_table_of_contents_are_lines_though_the_field_spans_them() -> None:
    first = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC \\o</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>'
    body = paragraph(first + run("一、总体要求") + "<w:r><w:tab/></w:r>" + field("PAGEREF _Toc1", run("1"))) + paragraph("二、重点任务")
    assert texts(body + paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>') + paragraph("正文")) == [
        "一、总体要求\t1",
        "二、重点任务",
        "正文",
    ]


def test_a_field_that_never_ends_hides_no_text() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(paragraph(begin + run("甲")) + paragraph("乙")) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("instruction", "printed"),
    [
        ("eq \\o\\ac(○,7)", "⑦"),
        (" EQ \\o\\ac(○,21) ", "㉑"),
        ("eq \\o\\ac(○,36)", "㊱"),
        ("eq \\o\\ac(○,三)", "㊂"),
        ("EQ \\* jc2 \\* hps10 \\o\\ad(\\s\\up 9(lǐ),理)", "理"),
        ("EQ \\f(2,3)", "2/3"),
        ("TC \\l 1", ""),
    ],
)
def test_equation_fields_print_by_their_instruction(instruction: str, printed: str) -> None:
    assert texts(paragraph(run("项") + field(instruction, None))) == ["项" + printed]


# --- tracked changes ----------------------------------------------------------------------------------------------------


def test_tracked_changes_are_accepted_and_told() -> None:
    deleted = "<w:del w:id='1'><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom w:id='2'>" + run("移走") + "</w:moveFrom>"
    source = read(paragraph(run("保留") + deleted + "<w:ins w:id='3'>" + run("新增") + deleted + "</w:ins>"))
    assert [line.text for line in lines_of(source.items)] == ["保留新增"]
    assert [(remark.code, remark.severity) for remark in source.remarks] == [("changes_accepted", "info")]


def test_a_deleted_paragraph_mark_joins_paragraphs() -> None:
    gone = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert texts(paragraph("推动", gone) + paragraph("落实", gone) + paragraph("到位") + paragraph("完")) == ["推动落实到位", "完"]
    assert texts(table(row(tc(paragraph("末段", gone))))) == ["末段"]


def test_a_style_separator_joins_heading_and_text_under_the_form_of_the_heading() -> None:
    separator = "<w:jc w:val='center'/><w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    (line,) = lines_of(read(paragraph("标题。", separator) + paragraph("正文")).items)
    assert (line.text, line.style.align) == ("标题。正文", "center")


def test_deleted_rows_and_cells_are_gone() -> None:
    kept = row(tc("留"), tc("删", "<w:cellDel w:id='1'/>"))
    assert texts(table(kept, row(tc("整行"), properties="<w:del w:id='2'/>"))) == ["留"]


# --- layers -------------------------------------------------------------------------------------------------------------


def test_text_boxes_stand_once_after_the_paragraph_that_holds_them() -> None:
    found = lines_of(read(paragraph(run("前") + SHAPE + run("后")) + paragraph("次段")).items)
    assert [(line.text, line.layer) for line in found] == [("前后", Layer.BODY), ("框内", Layer.TEXTBOX), ("次段", Layer.BODY)]


def test_text_boxes_in_cells_and_tables_in_text_boxes() -> None:
    assert texts(table(row(tc(paragraph(run("格") + SHAPE)), tc("邻")))) == ["格", "框内", "邻"]
    boxed = SHAPE.replace(BOX, f"<w:txbxContent>{table(row(tc('盒表')))}</w:txbxContent>")
    found = [item for item in read(paragraph(boxed)).items if not isinstance(item, Line)]
    assert [item.layer for item in found] == [Layer.TEXTBOX]


def test_word_art_is_a_text_box_too() -> None:
    art = "<w:r><w:pict><v:shape><v:textpath string='云岭省人民政府文件'/></v:shape></w:pict></w:r>"
    assert [(line.text, line.layer) for line in lines_of(read(paragraph(art)).items)] == [("云岭省人民政府文件", Layer.TEXTBOX)]


def test_notes_headers_footers_and_comments_follow_the_body() -> None:
    reference = "<w:{0}Reference w:type='{1}' r:id='{2}'/>"
    sections = "<w:sectPr>" + reference.format("header", "default", "h1") + reference.format("footer", "default", "f1") + "</w:sectPr>"
    body = paragraph("正文", sections) + sections
    notes = f"<w:footnote w:type='separator' w:id='0'>{paragraph('线')}</w:footnote><w:footnote w:id='2'>{paragraph('注')}</w:footnote>"
    data = package(
        body,
        parts={
            "word/footnotes.xml": part("footnotes", notes),
            "word/endnotes.xml": part("endnotes", "<w:endnote w:id='2'>" + paragraph("尾注") + "</w:endnote>"),
            "word/comments.xml": part("comments", "<w:comment w:id='1'>" + paragraph("意见") + "</w:comment>"),
            "word/header1.xml": part("hdr", paragraph(run("内部资料") + SHAPE)),
            "word/footer1.xml": part("ftr", paragraph("— 1 —")),
        },
        relations=[relation("h1", "header", "header1.xml"), relation("f1", "footer", "footer1.xml")],
    )
    found = lines_of(read_docx(data, "x").items)
    assert [(line.text, line.layer.value) for line in found] == [
        ("正文", "body"),
        ("注", "footnote"),
        ("尾注", "footnote"),
        ("内部资料", "header"),
        ("框内", "header"),
        ("— 1 —", "footer"),
        ("意见", "comment"),
    ]


def test_hidden_text_is_kept_apart() -> None:
    styles = "<w:style w:type='character' w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>"
    body = paragraph(run("见") + run("密", "<w:vanish/>") + run("暗", "<w:rStyle w:val='H'/>") + run("明", "<w:vanish w:val='0'/>"))
    assert [(line.text, line.layer) for line in lines_of(read(body, styles=styles).items)] == [("见明", Layer.BODY), ("密暗", Layer.HIDDEN)]


def test_addresses_are_listed_in_order_and_once() -> None:
    link = "<w:hyperlink r:id='{}'>" + run("附件") + "</w:hyperlink>"
    body = paragraph(link.format("b") + link.format("a") + link.format("b") + field('HYPERLINK "https://example.org/c"', run("丙")))
    links = [relation("a", "hyperlink", "https://example.org/a", True), relation("b", "hyperlink", "https://example.org/b", True)]
    assert read(body, relations=links).links == (
        ("附件", "https://example.org/b", False),
        ("附件", "https://example.org/a", False),
        ("丙", "https://example.org/c", False),
    )


def test_embedded_files_are_named_and_not_opened() -> None:
    ole = "<o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office' Type='Embed' ProgID='Excel.Sheet.12' r:id='o'/>"
    source = read(
        paragraph(f"<w:r><w:object><v:shape><v:imagedata r:id='i'/></v:shape>{ole}</w:object></w:r>") + "<w:altChunk r:id='c'/>",
        relations=[
            relation("i", "image", "media/a.emf"),
            relation("o", "package", "embeddings/a.xlsx"),
            relation("c", "aFChunk", "chunk.html"),
        ],
    )
    assert source.links == (("Excel.Sheet.12", "word/embeddings/a.xlsx", True), ("", "word/chunk.html", True))


def test_raised_figures_are_not_those_on_the_line() -> None:
    up, down = "<w:vertAlign w:val='superscript'/>", "<w:vertAlign w:val='subscript'/>"
    body = paragraph(run("10") + run("4", up) + run("m") + run("2", up) + run("，CO") + run("2", down) + run("注", up))
    assert texts(body) == ["10⁴m²，CO2注"]


def test_which_addresses_are_listed() -> None:
    inside = "<w:hyperlink w:anchor='a'>" + run("见附件") + "</w:hyperlink>"
    simple = "<w:fldSimple w:instr=' HYPERLINK &quot;https://example.org/d.xlsx&quot; '>" + run("清单") + "</w:fldSimple>"
    named = "<w:hyperlink r:id='a'>" + run("清单") + run(".pdf") + "</w:hyperlink>"
    picture = relation("p", "image", "https://example.org/p.png", True)
    source = read(
        paragraph(inside + simple + field(' PAGEREF _Toc1 ', run("3")) + named),
        relations=[relation("a", "hyperlink", "https://example.org/x?id=1", True), picture],
    )
    assert source.links == (("清单", "https://example.org/d.xlsx", True), ("清单.pdf", "https://example.org/x?id=1", True))


# --- how a line is set ----------------------------------------------------------------------------------------------------

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/><w:rFonts w:eastAsia="宋体"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="s"><w:name w:val="Sub"/><w:basedOn w:val="1"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop2"/><w:rPr><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="loop2"><w:basedOn w:val="loop"/></w:style>
"""


@pytest.mark.parametrize(
    ("properties", "run_properties", "style"),
    [
        ("", "", Style(10.5, False, "宋体", "justify", None)),
        ("<w:pStyle w:val='1'/>", "", Style(16.0, True, "黑体", "justify", 1)),
        ("<w:pStyle w:val='s'/><w:jc w:val='center'/>", "", Style(16.0, False, "黑体", "center", 1)),
        ("<w:pStyle w:val='h2'/>", "", Style(10.5, False, "宋体", None, 2)),
        ("<w:pStyle w:val='1'/><w:outlineLvl w:val='9'/>", "<w:b w:val='0'/>", Style(16.0, False, "黑体", "justify", None)),
        ("<w:pStyle w:val='1'/>", "<w:sz w:val='28'/>", Style(14.0, True, "黑体", "justify", 1)),
        ("<w:pStyle w:val='unknown'/>", "<w:rFonts w:eastAsia='仿宋'/>", Style(10.5, False, "仿宋", "justify", None)),
        ("<w:pStyle w:val='loop'/>", "", Style(22.0, False, "宋体", None, None)),
    ],
)
def test_style_of_a_line(properties: str, run_properties: str, style: Style) -> None:
    (line,) = lines_of(read(paragraph(run("标题", run_properties), properties), styles=STYLES).items)
    assert line.style == style


TABLE_STYLE = (
    '<w:style w:type="table" w:styleId="grid"><w:name w:val="Grid"/>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
)


def test_styles_of_tables_are_left_out_and_the_others_stay() -> None:
    assert without_table_styles(part("styles", TABLE_STYLE + STYLES + 2 * TABLE_STYLE).encode()) == part("styles", STYLES).encode()


@pytest.mark.parametrize(
    "styles",
    [
        TABLE_STYLE.replace("<w:name", "<!-- </w:style> --><w:name") + STYLES,  # what would be left is no XML
        '<w:style w:styleId="e" w:type="table"/>' + STYLES,
        STYLES.replace('w:type="paragraph"', "w:type='paragraph'") + TABLE_STYLE.replace("w:style ", "w:style\n"),
    ],
)
def test_styles_written_in_another_way_are_read_as_they_are(styles: str) -> None:
    source = read(paragraph(run("标题"), "<w:pStyle w:val='1'/>"), styles=styles)
    assert lines_of(source.items)[0].style == Style(16.0, True, "黑体", "justify", 1)
    assert not source.remarks


def test_the_longest_part_of_a_line_tells_its_style_line_by_line() -> None:
    body = paragraph(run("黑体引题。", "<w:b/>") + run("正文比引题") + run("长得多。") + "<w:r><w:br/></w:r>" + run("后行", "<w:b/>"))
    assert [line.style.bold for line in lines_of(read(body).items)] == [False, True]


def test_theme_fonts_are_named() -> None:
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    fonts = "<a:minorFont><a:ea typeface=''/><a:font script='Hans' typeface='等线'/></a:minorFont>"
    theme = f"<a:theme xmlns:a='{a}'><a:themeElements><a:fontScheme>{fonts}</a:fontScheme></a:themeElements></a:theme>"
    body = paragraph(run("字", "<w:rFonts w:eastAsiaTheme='minorEastAsia'/>"))
    assert lines_of(read(body, parts={"word/theme.xml": theme}).items)[0].style.font == "等线"


@pytest.mark.parametrize(
    ("properties", "text", "indent"),
    [
        ("", "正文", 0.0),
        ("<w:ind w:firstLineChars='200' w:firstLine='640'/>", "正文", 2.0),
        ("<w:ind w:firstLine='420'/>", "正文", 2.0),
        ("<w:ind w:left='420' w:hanging='210'/>", "正文", 1.0),
        ("<w:ind w:leftChars='300' w:hangingChars='100'/>", "正文", 2.0),
        ("", "\u3000\u3000正文", 2.0),
        ("<w:ind w:firstLine='210'/>", " \u3000正文 ", 2.5),
    ],
)
def test_blank_before_the_first_character_is_an_indent(properties: str, text: str, indent: float) -> None:
    styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='21'/></w:rPr></w:rPrDefault></w:docDefaults>"
    (line,) = lines_of(read(paragraph(text, properties), styles=styles).items)
    assert (line.text, line.indent) == ("正文", indent)


def test_empty_paragraphs_leave_a_mark_on_the_next_line() -> None:
    found = lines_of(read(paragraph("甲") + paragraph("") + paragraph(run("\u3000")) + paragraph("乙") + paragraph("丙")).items)
    assert [line.blank_before for line in found] == [False, True, False]
