"""read_html: the notice out of a saved page, everything else in its own layer, nothing lost."""

from __future__ import annotations

import base64
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT
from gongwen.model.source import Layer, Line, Source, Table, Wrap
from gongwen.readers.html import read_html
from gongwen.readers.html.lists import format_counter, ideographic
from gongwen.readers.html.tree import INVISIBLE
from gongwen.readers.html.wording import furniture_line, page_meta
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load

TITLE = "安平县人民政府办公室关于印发《便民服务提升行动方案》的通知"
TASK = "到2026年底前，全县建成便民服务站点120个，群众办事满意度达到95%以上。（责任单位：县数据局、县财政局）"
TASKS = "".join(f"<p>{i}.{TASK}</p>" for i in range(1, 9))
NAV = '<div class="nav"><a href="/">首页</a><a href="/zw">政务公开</a></div><div>当前位置：<a href="/">首页</a> &gt; 政策文件</div>'
FOOT = (
    '<div id="foot"><p>主办：安平县人民政府办公室　承办：安平县大数据中心</p>'
    "<p>云ICP备00000000号-1　网站标识码：0000000000</p></div>"
)
INFO = (
    "<div><span>来源：安平县人民政府办公室</span><span>发布时间：2026-01-18 10:20</span><span>浏览次数：36次</span>"
    '<span>字体：【<a href="#">大</a> <a>中</a> <a>小</a>】</span><a href="javascript:window.print()">打印</a></div>'
)
META = (
    "<table><tr><td>索 引 号：</td><td>AP001/2026-00012</td><td>主题分类：</td><td>综合政务</td></tr>"
    "<tr><td>发文机关：</td><td>安平县人民政府办公室</td><td>成文日期：</td><td>2026年01月15日</td></tr>"
    f"<tr><td>标　　题：</td><td colspan=3>{TITLE}</td></tr>"
    "<tr><td>发文字号：</td><td>安政办发〔2026〕3号</td><td>有效性：</td><td></td></tr></table>"
)
SIGNED = "<p align=right>安平县人民政府办公室</p><p align=right>2026年1月15日</p>"


def page(body: str, head: str = "<meta charset=utf-8>") -> str:
    return f"<!DOCTYPE html><html><head>{head}<title>{TITLE}_安平县人民政府</title></head><body>{body}</body></html>"


def read(markup: str) -> Source:
    return read_html(markup.encode(), "notice.html")


def lines(source: Source, layer: Layer = Layer.BODY) -> list[Line]:
    return [item for item in source.items if isinstance(item, Line) and item.layer == layer]


def texts(source: Source, layer: Layer = Layer.BODY) -> list[str]:
    return [line.text for line in lines(source, layer)]


def tables(source: Source) -> list[Table]:
    return [item for item in source.items if isinstance(item, Table)]


def grid(table: Table) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.col, c.rowspan, c.colspan): c.text for c in table.cells}


class TestContainer:
    """The notice stands in a known container, or where the running text of the page is."""

    @pytest.mark.parametrize(
        "container",
        ['<div id="UCAP-CONTENT">', "<div class='wrap TRS_Editor'>", "<div id=zoom>", '<td class="pages_content">', "<div>", "<article>"],
    )
    def test_body_and_site(self, container: str) -> None:
        inner = f"{container}<p>各乡镇人民政府：</p>{TASKS}{SIGNED}"
        if container.startswith("<td"):
            inner = f"<table><tr><td><a href=1>公告</a></td>{inner}</td></tr></table>"
        source = read(page(NAV + META + f"<h1>{TITLE}</h1>" + INFO + inner + "</div></article>" + FOOT))
        body = texts(source)
        assert body[:2] == [TITLE, "各乡镇人民政府："]
        assert body[2:10] == [f"{i}.{TASK}" for i in range(1, 9)]
        assert body[10:] == ["安平县人民政府办公室", "2026年1月15日"]
        site = "".join(texts(source, Layer.SITE))
        for words in ("政务公开", "当前位置", "AP001/2026-00012", "浏览次数：36次", "打印", "承办", "ICP备"):
            assert words in site

    def test_page_laid_out_with_tables(self) -> None:
        inner = f"<tr><td align=center><b>{TITLE}</b></td></tr><tr><td>{INFO}</td></tr><tr><td>{TASKS}{SIGNED}</td></tr>"
        left = "<td><a href=1>公告公示</a><br><a href=2>政策文件</a></td>"
        source = read(page(NAV + f"<table><tr>{left}<td><table>{inner}</table></td></tr></table>" + FOOT))
        assert texts(source)[:2] == [TITLE, f"1.{TASK}"]
        assert texts(source)[-1] == "2026年1月15日"
        assert {"公告公示", "政策文件"} <= set(texts(source, Layer.SITE))

    def test_meta_table_above_the_text_feeds_meta(self) -> None:
        for markup in (NAV + META + f"<div id=zoom>{TASKS}</div>", f"<div id=zoom>{META}{TASKS}</div>"):
            meta = read(page(markup)).meta
            assert meta["索引号"] == "AP001/2026-00012"
            assert meta["发文机关"] == "安平县人民政府办公室"
            assert meta["成文日期"] == "2026年01月15日"
            assert meta["发文字号"] == "安政办发〔2026〕3号"
            assert meta["标题"] == TITLE
            assert "有效性" not in meta
            assert meta["html_title"] == f"{TITLE}_安平县人民政府"

    def test_a_list_of_documents_is_no_meta_table(self) -> None:
        rows = "".join(f"<tr><td>关于试点的通知{i}</td><td>安政发〔201{i}〕2号</td><td>201{i}年3月</td></tr>" for i in range(5))
        head = "<tr><td>文件名称</td><td>文号</td><td>成文日期</td></tr>"
        assert len(tables(read(page(f"<div id=zoom><table border=1>{head}{rows}</table>{TASKS}</div>")))) == 1

    def test_title_in_the_container_is_not_repeated(self) -> None:
        markup = f"<h1>{TITLE}</h1><div id=zoom><p>安平县人民政府办公室关于印发</p><p>《便民服务提升行动方案》的通知</p>{TASKS}</div>"
        assert texts(read(page(markup)))[0] == "安平县人民政府办公室关于印发"

    def test_a_heading_that_names_the_site_is_not_the_title(self) -> None:
        source = read(page(f"<h1>安平县人民政府门户网站</h1><div class=title>{TITLE}</div><div id=zoom>{TASKS}</div>"))
        assert texts(source)[0] == TITLE
        assert "安平县人民政府门户网站" in texts(source, Layer.SITE)

    def test_a_heading_of_a_side_column_is_not_the_title(self) -> None:
        source = read(page(f"<div><div class=title>政府信息公开目录</div><a href=1>公告</a></div><div id=zoom><p>{TITLE}</p>{TASKS}</div>"))
        assert texts(source)[0] == TITLE
        assert "政府信息公开目录" in texts(source, Layer.SITE)

    def test_red_head_inside_the_container_is_the_notice(self) -> None:
        head = "<div class=header>安平县人民政府办公室文件</div><div class=top>安政办发〔2026〕3号</div>"
        source = read(page(f"<div id=zoom>{head}{TASKS}</div>"))
        assert texts(source)[:2] == ["安平县人民政府办公室文件", "安政办发〔2026〕3号"]

    def test_furniture_inside_the_container(self) -> None:
        inner = (
            f"<div class=share>分享到：<a>微信</a></div>{TASKS}<p>【打印】【关闭】</p><p>扫一扫在手机打开当前页</p><p>责任编辑：临水</p>"
            "<select><option>选择</option></select>"
        )
        source = read(page(f"<div id=zoom>{inner}</div>"))
        assert len(texts(source)) == 8
        assert {"【打印】【关闭】", "责任编辑：临水", "选择"} <= set(texts(source, Layer.SITE))

    def test_source_of_a_table_in_the_middle_stays(self) -> None:
        assert "来源：县统计局" in texts(read(page(f"<div id=zoom>{TASKS}{TASKS}<p>来源：县统计局</p>{TASKS}{TASKS}</div>")))

    def test_wechat_shows_by_script_what_it_hides(self) -> None:
        markup = (
            f'<h1 class="rich_media_title" id="activity-name">\n {TITLE}\n</h1>'
            f'<div id="js_content" class="rich_media_content" style="visibility: hidden; opacity: 0;"><section>{TASKS}</section></div>'
            '<div style="display:none">微信扫一扫关注该公众号</div>'
        )
        source = read(page(markup))
        assert texts(source)[:2] == [TITLE, f"1.{TASK}"]
        assert texts(source, Layer.HIDDEN) == ["微信扫一扫关注该公众号"]

    def test_hidden_text_inside_a_paragraph_does_not_cut_it(self) -> None:
        source = read(page(f"<div id=zoom><p>到2026年底<span style='display:none'>隐藏</span>前完成。</p>{TASKS}</div>"))
        assert texts(source)[0] == "到2026年底前完成。"
        assert texts(source, Layer.HIDDEN) == ["隐藏"]

    def test_most_of_the_text_hidden_until_scripts_run(self) -> None:
        assert len(texts(read(page(f"<div><p>加载中</p></div><div style='display:none'>{TASKS}</div>")))) >= 8

    def test_all_text_hidden(self) -> None:
        source = read(page("<div hidden><div hidden>一、甲</div></div>"))
        assert [r.code for r in source.remarks] == ["all_text_hidden"]
        assert texts(source, Layer.HIDDEN) == ["一、甲"]

    def test_rows_saved_without_their_table(self) -> None:
        source = read(f'<tbody><tr><td class="b12c" id="UCAP-CONTENT">{TASKS}</td></tr><tr><td></td></tr></tbody>')
        assert len(texts(source)) == 8
        assert not tables(source)

    def test_text_outside_is_remarked(self) -> None:
        source = read(page(f"<div id=zoom>{TASKS}</div><div>{TASKS[:500]}</div>"))
        assert [r.code for r in source.remarks] == ["text_outside_container"]


class TestLines:
    def test_inline_elements_add_no_blanks(self) -> None:
        source = read("<p>到<span>2026</span><b>年底</b>\n<font>前</font>，H<sub>2</sub>O、注<sup>①</sup>、10<sup>4</sup>m<sup>2</sup></p>")
        assert texts(source) == ["到2026年底前，H2O、注①、10⁴m²"]

    def test_source_line_ends_between_ideographs_are_no_blanks(self) -> None:
        assert texts(read("<p>便民\n   服务 站点  A\n B</p>")) == ["便民服务 站点 A B"]

    @pytest.mark.parametrize(
        ("markup", "indent"),
        [
            ("<p>　　一、</p>", 2.0),
            ("<p>&nbsp;&nbsp;&nbsp;&nbsp;一、</p>", 2.0),
            ("<p>&emsp;&emsp;一、</p>", 2.0),
            ("<p style='text-indent:2em'>一、</p>", 2.0),
            ("<p style='text-indent:32pt;font-size:16pt'>一、</p>", 2.0),
            ("<p>   一、</p>", 0.0),
            ("<p style='text-indent:32.0pt;mso-char-indent-count:2.0'><span style='font-size:16pt'>一、</span></p>", 2.0),
        ],
    )
    def test_indent(self, markup: str, indent: float) -> None:
        line = lines(read(markup))[0]
        assert (line.text, line.indent) == ("一、", indent)

    def test_style(self) -> None:
        first, second, third = lines(
            read(
                "<h2>一、总体要求</h2><p style='text-align:center;font-size:22pt;font-family:方正小标宋,宋体'><b>通知</b></p>"
                "<p align=right><b>（一）</b>县数据局负责组织实施</p>"
            )
        )
        assert (first.style.outline_level, first.style.bold) == (2, True)
        assert (second.style.align, second.style.size, second.style.font, second.style.bold) == ("center", 22.0, "方正小标宋", True)
        assert (third.style.align, third.style.bold) == ("right", False)

    def test_empty_paragraphs_are_blank_lines(self) -> None:
        found = lines(read("<p>甲</p><p>&nbsp;</p><p>乙</p><p></p><p>丙</p><p><br></p><p>丁</p>"))
        assert [line.blank_before for line in found] == [False, True, False, True]

    def test_few_breaks_are_soft(self) -> None:
        found = lines(read(f"<center>安平县人民政府办公室<br>关于印发方案的通知</center><p>{TASK}</p>"))
        assert [line.wrap for line in found] == [Wrap.SOFT, Wrap.PARAGRAPH, Wrap.PARAGRAPH]

    def test_breaks_before_indented_lines_end_paragraphs(self) -> None:
        found = lines(read(f"<div>　　一、总体要求<br>　　{TASK}<br><br>　　二、主要任务<br></div>"))
        assert [(line.wrap, line.indent, line.blank_before) for line in found] == [
            (Wrap.PARAGRAPH, 2.0, False),
            (Wrap.PARAGRAPH, 2.0, False),
            (Wrap.PARAGRAPH, 2.0, True),
        ]

    def test_many_breaks_leave_it_to_layout(self) -> None:
        found = lines(read("<div>一、要求<br>（一）甲<br>（二）乙<br><br>二、任务<br>（一）丙</div>"))
        assert [line.wrap for line in found] == [Wrap.UNKNOWN, Wrap.UNKNOWN, Wrap.PARAGRAPH, Wrap.UNKNOWN, Wrap.PARAGRAPH]

    def test_preformatted_text_keeps_its_lines(self) -> None:
        assert texts(read("<pre>一、甲\n  （一）乙\n</pre>")) == ["一、甲", "（一）乙"]

    def test_zero_width_characters_go(self) -> None:
        assert texts(read("<p>&#8203;一&#65279;、</p>")) == ["一、"]


class TestLists:
    def test_counters_are_printed(self) -> None:
        markup = "<ol start=3><li>甲<li value=7><p>乙</p><p>续</p><ol type=a><li>丙</ol><li>丁</ol><ul><li>戊</ul>"
        assert texts(read(markup + "<ol reversed><li>己<li>庚</ol>")) == ["3.甲", "7.乙", "续", "a.丙", "8.丁", "戊", "2.己", "1.庚"]

    def test_chinese_counters(self) -> None:
        markup = "<ol style='list-style-type:cjk-ideographic'><li>甲<li>乙</ol><ol style='list-style: none inside'><li>丙</ol>"
        assert texts(read(markup)) == ["一、甲", "二、乙", "丙"]

    def test_items_with_their_own_numbers_get_no_second(self) -> None:
        assert texts(read("<ol><li>1.甲<li>2.乙</ol><ol><li>（一）丙<li>（二）丁</ol>")) == ["1.甲", "2.乙", "（一）丙", "（二）丁"]

    def test_a_counter_does_not_run_into_a_figure(self) -> None:
        assert texts(read("<ol><li>5万元补助<li>贷款贴息</ol>")) == ["1. 5万元补助", "2.贷款贴息"]

    def test_ideographic(self) -> None:
        printed = {1: "一", 10: "十", 12: "十二", 20: "二十", 105: "一百〇五", 2010: "二千〇一十", 0: "〇"}
        assert {number: ideographic(number) for number in printed} == printed

    @pytest.mark.parametrize(
        ("number", "style", "printed"),
        [
            (4, "upper-roman", "IV."), (28, "lower-alpha", "ab."), (3, "cjk-heavenly-stem", "丙、"), (20, "cjk-decimal", "二〇、"),
            (7, "decimal-leading-zero", "07."), (0, "lower-roman", "0."), (5, "disc", ""),
        ],
    )  # fmt: skip
    def test_styles(self, number: int, style: str, printed: str) -> None:
        assert format_counter(number, style) == printed


class TestTables:
    def test_spans(self) -> None:
        markup = (
            "<table><thead><tr><th>序号<th>任务<th>责任单位</thead><tr><td rowspan=2>1<td><p>建站</p><p>（1）选址</p><td>县财政局"
            "<tr><td colspan=2>验收<br>移交</table>"
        )
        (table,) = tables(read(markup))
        assert (table.n_rows, table.n_cols) == (3, 3)
        assert grid(table) == {
            (0, 0, 1, 1): "序号", (0, 1, 1, 1): "任务", (0, 2, 1, 1): "责任单位",
            (1, 0, 2, 1): "1", (1, 1, 1, 1): "建站\n（1）选址", (1, 2, 1, 1): "县财政局", (2, 1, 1, 2): "验收\n移交",
        }  # fmt: skip
        assert [c.header for c in table.cells] == [True] * 3 + [False] * 4
        assert [line.wrap for line in table.cells[-1].lines] == [Wrap.SOFT, Wrap.PARAGRAPH]

    def test_wrong_spans_are_clipped(self) -> None:
        markup = "<table><tr><td rowspan=99>a<td>b<td rowspan=0>c<tr><td>d<tr><td colspan=5>e<tr><td>f</table>"
        (table,) = tables(read(markup))
        assert grid(table) == {
            (0, 0, 4, 1): "a", (0, 1, 1, 1): "b", (0, 2, 4, 1): "c", (1, 1, 1, 1): "d", (2, 1, 1, 1): "e", (3, 1, 1, 1): "f",
        }  # fmt: skip

    def test_rows_and_columns_in_which_no_cell_begins_are_no_rows_and_columns(self) -> None:
        (table,) = tables(read("<table><tr><td colspan=4>a<td>b<tr><tr><td colspan=4 rowspan=3>c<td>d</table>"))
        assert grid(table) == {(0, 0, 1, 1): "a", (0, 1, 1, 1): "b", (1, 0, 1, 1): "c", (1, 1, 1, 1): "d"}

    def test_a_span_does_not_leave_its_row_group(self) -> None:
        (table,) = tables(read("<table><tbody><tr><td rowspan=5>a<td>b</tbody><tbody><tr><td>c<td>d</tbody></table>"))
        assert grid(table)[(1, 0, 1, 1)] == "c"

    def test_layout_tables_flow(self) -> None:
        one_column = "<table><tr><td>甲<tr><td><p>乙</p><p>丙</p></table>"
        declared = "<table role=presentation><tr><td>甲<td>乙<tr><td>丙</table>"
        assert texts(read(one_column)) == texts(read(declared)) == ["甲", "乙", "丙"]

    def test_a_page_that_is_one_table_is_not_narrowed_to_its_longest_cell(self) -> None:
        table = f"<table border=1><tr><td>任务<td>内容<tr><td>建站<td>{TASK * 8}</table>"
        source = read(page(NAV + f"<div><p>附件</p>{table}</div>" + FOOT))
        assert texts(source) == ["附件"]
        assert [c.text for c in tables(source)[0].cells][:3] == ["任务", "内容", "建站"]

    def test_a_frame_around_a_table_flows_and_the_table_stays(self) -> None:
        inner = "<table border=1><tr><td>序号<td>任务<tr><td>1<td>建站并投入使用</table>"
        source = read(f"<table><tr><td>附件<td></td><tr><td>{inner}<td>1</table>")
        assert texts(source) == ["附件", "1"]
        assert tables(source)[0].n_rows == 2

    def test_a_ruled_table_with_one_long_cell_is_a_table(self) -> None:
        assert tables(read(f"<table border=1><tr><td>事项<td>内容<tr><td>建站<td>{TASK * 40}</table>"))

    def test_a_table_in_a_cell_becomes_lines(self) -> None:
        inner = "<table><tr><th>指标<th>值<tr><td>站点<td>3个</table>"
        (table,) = tables(read(f"<table><tr><th>任务<th>目标<tr><td>建站<td>如下：{inner}</table>"))
        assert table.cells[3].text == "如下：\n指标\t值\n站点\t3个"

    def test_caption_and_strays_are_kept(self) -> None:
        source = read("<p>前<table>游离<caption>附表</caption><tr><td>a<td>b<tr><td>c<td>d</table>后")
        assert sorted("".join(texts(source))) == sorted("前游离附表后")

    def test_alignment_of_the_page_does_not_reach_into_tables(self) -> None:
        (table,) = tables(read("<div align=center><table align=center><tr><td>a<td align=right>b<tr><td>c<td>d</table></div>"))
        assert [c.lines[0].style.align for c in table.cells] == [None, "right", None, None]

    def test_too_large(self) -> None:
        with pytest.raises(GongwenError) as caught:
            read_html(("<table>" + "<tr><td>a<td>b" * 20 + "</table>").encode(), "t", replace(DEFAULT, max_table_cells=30))
        assert caught.value.code == Code.TABLE_TOO_LARGE


class TestEncodings:
    @pytest.mark.parametrize("charset", ["utf-8", "gb2312", "big5", "iso-8859-1", "utf-16", "x-unknown"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
    def test_the_bytes_beat_the_declaration(self, encoding: str, charset: str) -> None:
        markup = page(f"<div>{TASKS}</div>", f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">')
        assert texts(read_html(markup.encode(encoding), "a"))[1] == f"2.{TASK}"

    def test_mhtml(self) -> None:
        inner = base64.encodebytes(page(f"<div>{TASKS}</div>").encode("gbk"))
        head = b"From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n--xx\r\n"
        part = b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        assert len(texts(read_html(head + part + inner + b"\r\n--xx--\r\n", "a.mhtml"))) == 8

    def test_mhtml_without_a_page(self) -> None:
        with pytest.raises(GongwenError) as caught:
            read_html(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n--xx--\r\n", "a")
        assert caught.value.code == Code.FILE_CORRUPT


class TestReports:
    def test_links_to_attachments(self) -> None:
        first = '<a href="/f/1.docx">1.站点清单</a>'
        inner = f'<p>附件：{first} <a href="/d?id=2">附件2</a> <a href="/x.html">解读</a> {first}</p>'
        frame = "<iframe src='/p/a.pdf?v=1'></iframe>"
        source = read(page(f"<div class=nav><a href=/xz>下载中心</a></div><div id=zoom>{TASKS}{inner}{frame}</div>"))
        assert source.links == (
            ("1.站点清单", "/f/1.docx", True),
            ("附件2", "/d?id=2", True),
            ("解读", "/x.html", False),
            ("", "/p/a.pdf?v=1", True),
        )

    @pytest.mark.parametrize(
        ("link", "listed"),
        [
            ("<a href='./P0201.wps?v=3#top'>清单</a>", [("清单", "./P0201.wps?v=3#top", True)]),
            ("<a href='/module/download/downfile.jsp?id=9'>清单</a>", [("清单", "/module/download/downfile.jsp?id=9", True)]),
            ("<a href=\"javascript:down('9')\">清单.et</a>", [("清单.et", "javascript:down('9')", True)]),
            ("<a href='javascript:void(0)'>清单</a>", []),
            ("<a href='#top'>清单</a><a name=top>清单</a><a href=''>清单</a>", []),
            ("<a href='mailto:a@example.org'>信箱</a>", [("信箱", "mailto:a@example.org", False)]),
            ("<a href='/a\n/b.pdf '> 清\n单 </a>", [("清 单", "/a/b.pdf", True)]),
            ("<a href='data:text/plain,1'>清单</a>", []),
            ("<a href='data:application/pdf;base64,AAAA'>附件1</a>", [("附件1", "data:application/pdf;base64,AAAA", True)]),
        ],
    )
    def test_which_links_are_listed(self, link: str, listed: list[tuple[str, str, bool]]) -> None:
        assert read(page(f"<div id=zoom>{TASKS}<p>{link}</p></div>")).links == tuple(listed)

    def test_addresses_and_lists_of_them_are_cut(self) -> None:
        address = "data:application/zip;base64," + "A" * 100_000
        source = read(page(f"<div id=zoom>{TASKS}<p><a href='{address}'>附件.zip</a></p></div>"))
        assert [len(link.address) for link in source.links] == [2_000]
        source = read(page(f"<div id=zoom>{TASKS}" + "".join(f"<a href='/{i}'>文</a>" for i in range(1_003)) + "</div>"))
        assert len(source.links) == 1_000
        assert [r.message for r in source.remarks] == ["3 links after the first 1,000 are not listed"]

    def test_what_is_left_out_of_the_text_is_told(self) -> None:
        source = read(page(f"<div id=zoom>{TASKS}<p>新建<del>30</del><ins>40</ins>座<ruby>亭<rt>ting</rt></ruby></p><del></del></div>"))
        assert texts(source)[-1] == "新建40座亭"
        assert texts(source, Layer.HIDDEN) == ["30", "ting"]
        assert [(r.code, r.message) for r in source.remarks] == [
            ("changes_accepted", "1 deletions are left out"),
            ("ruby_left_out", "the small text of phonetic guides is left out"),
        ]

    def test_a_page_of_pictures(self) -> None:
        source = read(page(NAV + f"<h1>{TITLE}</h1><div id=zoom><img src=1.jpg><img src=2.jpg></div>" + FOOT))
        assert [(r.code, r.severity) for r in source.remarks] == [("content_is_images", "error")]
        assert not texts(source)

    def test_a_page_that_only_carries_an_attachment(self) -> None:
        source = read(page(NAV + f"<h1>{TITLE}</h1><div id=zoom><p><a href=a.pdf>{TITLE}.pdf</a></p></div>" + FOOT))
        assert "text_in_attachment" in [r.code for r in source.remarks]

    @pytest.mark.parametrize(
        ("markup", "words"),
        [
            ("<div id=app></div><script src=app.js></script><noscript>请启用脚本</noscript>", "script"),
            ("<script>document.write(unescape('%u4e00'))</script>", "script"),
            ("<frameset><frame src=a.html></frameset>", "frames"),
            ("<p></p>", "no text"),
        ],
    )
    def test_no_text_at_all(self, markup: str, words: str) -> None:
        with pytest.raises(GongwenError, match=words) as caught:
            read(markup)
        assert caught.value.code == Code.NO_TEXT_LAYER

    def test_a_page_built_by_script(self) -> None:
        source = read(page("<p>正在加载</p><script>" + "var a=1;" * 200 + "</script>"))
        assert [r.code for r in source.remarks] == ["script_built"]

    def test_limits(self) -> None:
        for limits, code in (
            (replace(DEFAULT, max_bytes=10), Code.FILE_TOO_LARGE),
            (replace(DEFAULT, max_chars=10), Code.TOO_MUCH_TEXT),
        ):
            with pytest.raises(GongwenError) as caught:
                read_html(f"<p>{TASK}</p>".encode(), "a", limits)
            assert caught.value.code == code
        with pytest.raises(GongwenError) as caught:
            read_html(b"", "a")
        assert caught.value.code == Code.FILE_EMPTY


class TestWording:
    def test_examples_of_the_grammar_hold(self) -> None:
        assert check(load("websites")) == []

    @pytest.mark.parametrize("text", ["浏览次数：128", "【字体：大 中 小】", "来源：安平县政府 发布时间：2026-01-18", "上一篇 下一篇"])
    def test_furniture(self, text: str) -> None:
        assert furniture_line(text, at_edge=False)

    @pytest.mark.parametrize(
        "text",
        ["一、总体要求", "时间：2026年3月5日", "签发人：李某", "附件：1.任务清单", "主办单位按职责落实", "安政发〔2026〕3号", "小微企业"],
    )
    def test_no_furniture(self, text: str) -> None:
        assert not furniture_line(text, at_edge=True)

    def test_labels_in_one_line(self) -> None:
        line = "索引号：AP001　文号：安政发〔2026〕3号 | 发布日期：2026-01-18"
        assert page_meta([line]) == {"索引号": "AP001", "文号": "安政发〔2026〕3号", "发布日期": "2026-01-18"}


class TestHostile:
    @pytest.mark.parametrize(
        "markup",
        [
            "<div>" * 50_000 + "正文",
            "<span>" * 50_000 + "正文" + "</x>" * 50_000,
            "".join(f"<font size={i}>" for i in range(3000)) + "<p>文" * 3000,
            "<table><tr><td>文" * 2000,
            "<table>" + "<tr><td colspan=1000 rowspan=65534>文" * 300,
            "<script" * 100_000 + "<p>文",
            "<!--" * 100_000,
            "<ul><li>文" * 5000,
            "<p " + "a=1 " * 100_000 + ">文",
            "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">文",
            "<div class=zoom></div>" * 20_000 + "文",
            "<p>" + " \n" * 300_000 + "文",
            "<p>" + "来源 浏览 打印 大 中 小 " * 20_000,
            "<a href=x.pdf>" * 10_000 + "文",
        ],
        ids=lambda markup: re.sub(r"\W+", " ", markup[:20]),
    )
    def test_nesting_and_size_cost_no_more_than_seconds(self, markup: str) -> None:
        start = time.perf_counter()
        try:
            read(markup)
        except GongwenError as error:
            assert error.code in (Code.NO_TEXT_LAYER, Code.TABLE_TOO_LARGE)  # noqa: PT017 - either end will do
        assert time.perf_counter() - start < 5

    def test_too_many_tags(self) -> None:
        with pytest.raises(GongwenError) as caught:
            read("<p>" * 1_000_001)
        assert caught.value.code == Code.EXPANDS_TOO_FAR

    @given(st.binary(max_size=500))
    def test_any_bytes_end_in_a_source_or_a_coded_error(self, data: bytes) -> None:
        for given_bytes in (data, b"<html><p>" + data, b"<table><tr>" + data):
            try:
                assert read_html(given_bytes, "a").n_bytes == len(given_bytes)
            except GongwenError as error:
                assert str(error).startswith(error.code)  # noqa: PT017 - either end will do


TAGS = ["div", "p", "span", "b", "i", "font", "table", "tr", "td", "th", "tbody", "thead", "ul", "ol", "li", "br", "h1", "a", "sup"]
TAGS += ["section", "nav", "footer", "select", "option", "pre", "dl", "dd", "form"]
ATTRIBUTES = ["", " hidden", " style='display:none'", " class=TRS_Editor", " id=zoom", " class=share", " colspan=3", " rowspan=0"]
PIECES = st.one_of(
    st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)).map(lambda t: f"<{t[0]}{t[1]}>"),
    st.sampled_from(TAGS).map(lambda t: f"</{t}>"),
    st.sampled_from(["%", "　　%，到2026年底前完成改造任务，不得拖延。", "%<br>", "<img>", "&nbsp;", "\n"]),
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40))
def test_the_text_of_every_node_ends_in_some_layer(pieces: list[str]) -> None:
    tokens: list[str] = []
    markup = ""
    for piece in pieces:
        if "%" in piece:
            tokens.append(f"词{len(tokens)}语")
            piece = piece.replace("%", tokens[-1])
        markup += piece
    if not tokens:
        return
    source = read(markup + "<p>末")
    found = "".join(item.text if isinstance(item, Line) else "".join(c.text for c in item.cells) for item in source.items)
    assert [t for t in tokens if found.count(t) != 1] == []


@pytest.mark.parametrize("odd", ["<?n>", "<?php echo 1; ?>", "<?xml:namespace prefix = o />", "<!x>", "</>"])
def test_instructions_of_other_programs_are_passed_over(odd: str) -> None:
    assert texts(read(page(f"<p>甲{odd}乙</p>"))) == ["甲乙"]


def test_invisible_elements_are_those_that_browsers_do_not_print() -> None:
    assert {"script", "style", "template", "title"} <= INVISIBLE


def test_speed() -> None:
    markup = page(NAV + META + f"<div id=zoom>{TASKS * 350}</div>" + FOOT).encode()
    assert len(markup) > 400_000
    best = min(_seconds(markup) for _ in range(3))
    assert best < 0.5, "about 0.05 s where it was measured"


def _seconds(markup: bytes) -> float:
    start = time.perf_counter()
    read_html(markup, "a")
    return time.perf_counter() - start


@pytest.mark.parametrize("stem", ["13_guobanfa-2019-4-tertiary-hospital", "33_guobanfa-2018-126-innovation-list"])
def test_real_pages_lose_nothing(shared: Path, stem: str) -> None:
    source = read_html((shared / "notices" / f"{stem}.html").read_bytes(), stem)
    body = "".join(i.text if isinstance(i, Line) else "".join(c.text for c in i.cells) for i in source.items if i.layer == Layer.BODY)
    wanted = (shared / "notices" / f"{stem}.txt").read_text("utf-8")
    assert "".join(body.split()) == "".join(wanted.split())
