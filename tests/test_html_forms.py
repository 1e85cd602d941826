"""One notice, many kinds of markup, one record: the forms in which sites, editors and office programs put a notice on the web."""

from __future__ import annotations

import base64
import quopri
import re

import pytest

from essence import bare, differences, essence
from gongwen import convert
from gongwen.records import Notice
from html_notice import (
    BODY,
    FOOT,
    FRONT,
    HEAD,
    NAV,
    NUMBER,
    OPENING,
    PLAN,
    ROWS,
    SIGNED,
    TABLE_TITLE,
    TASKS,
    TITLE,
    TOOLS,
    TOP,
    article,
    page,
    paragraphs,
    plain,
    printed,
    table,
)

# --- lines: how a paragraph is written -----------------------------------------------------------------------------

EVERY = [TITLE, NUMBER, *BODY]
BLANKS = "&nbsp;&nbsp;&nbsp;&nbsp;"


def lines_in(opening: str, closing: str, between: str) -> str:
    return f"{opening}{between.join(EVERY)}{closing}{table()}"


def cut(line: str, width: int) -> list[str]:
    return [line[i : i + width] for i in range(0, len(line), width)]


LINES: dict[str, str] = {
    "breaks": lines_in("<p>", "</p>", "<br>"),
    "breaks in xhtml": lines_in("<p>", "</p>", "<br />\n"),
    "breaks and blank lines": lines_in("<div>", "</div>", "<br><br>"),
    "breaks and indents": lines_in("<div>", "</div>", "<br>\n" + BLANKS),
    "breaks and full-width indents": lines_in("<div>", "</div>", "<br>\u3000\u3000"),
    "breaks and em spaces": lines_in("<div>", "</div>", "<br>&emsp;&emsp;"),
    "divs": page(paragraphs("<div>{}</div>", EVERY) + table()),
    "deep divs": page(paragraphs("<div><div><div><span><span>{}</span></span></div></div></div>", EVERY) + table()),
    "sections": page(paragraphs("<section><section><span>{}</span></section></section>", EVERY) + table()),
    "empty paragraphs between": page(paragraphs("<p>{}</p><p>&nbsp;</p><p><br></p>", EVERY) + table()),
    "unclosed paragraphs": page("<p>" + "<p>".join(EVERY) + table()),
    "paragraphs closed twice": page(paragraphs("<p>{}</p></p>", EVERY) + table()),
    "preformatted": page("<pre>" + "\n".join(EVERY) + "</pre>" + table()),
    "preformatted by style": page("<div style='white-space:pre-wrap'>" + "\n".join(EVERY) + "</div>" + table()),
    "a paragraph for every line of print": page(paragraphs("<p>{}</p>", printed(28)) + table()),
    "the same, set in by style": page(
        "".join(f"<p style='text-indent:{line.count(chr(0x3000))}em'>{line.strip()}</p>" for line in printed(28)) + table()
    ),
    "lines of print, broken": page("<div>" + "<br>".join(printed(28)) + "</div>" + table()),
    "lines of print, preformatted": page("<pre>" + "\n".join(printed(28)) + "</pre>" + table()),
    "center and font": page(
        f"<center><font size=5><b>{TITLE}</b></font><br><font face=仿宋>{NUMBER}</font></center>"
        + paragraphs("<p><font face=仿宋 size=4>{}</font></p>")
        + table()
    ),
    "source lines": page(paragraphs("<p>\n\t{}\n</p>", ["\n".join(cut(line, 20)) for line in EVERY]) + table()),
    "spans of characters": page(
        paragraphs("<p>{}</p>", ["".join(f"<span>{part}</span>" for part in cut(line, 3)) for line in EVERY]) + table()
    ),
    "zero-width, soft hyphens and wbr": page(
        paragraphs(
            "<p>{}</p>",
            ["\u200b".join(cut(line, 5)) for line in [TITLE, NUMBER]]
            + ["&shy;".join(cut(line, 7)) for line in BODY[:6]]
            + ["<wbr>".join(cut(line, 6)) for line in BODY[6:]],
        )
        + table()
    ),
    "character references": page(paragraphs("<p>{}</p>", ["".join(f"&#{ord(c)};" for c in line) for line in EVERY]) + table()),
    "hexadecimal references": page(paragraphs("<p>{}</p>", ["".join(f"&#x{ord(c):X};" for c in line) for line in EVERY]) + table()),
    "a heading in pieces": page(
        "<p align=center>清江市人民政府办公室<br>关于印发清江市2031年便民服务重点任务的<br>通&nbsp;&nbsp;&nbsp;知</p>"
        f"<p align=center>{NUMBER}</p>{paragraphs()}{table()}"
    ),
    "no html, head or body": article(),
    "a fragment that begins with text": TITLE + f"<br>{NUMBER}<br>" + paragraphs() + table(),
    "upper case": page(article()).replace("<p>", "<P>").replace("</p>", "</P>").replace("<td>", "<TD>").replace("<tr>", "<TR>"),
    "xhtml": '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title>'
    f'<style type="text/css">/*<![CDATA[*/ p {{ color: red }} /*]]>*/</style></head><body>{article()}</body></html>',
    "a comment that never ends": page(article() + "<!-- 未完"),
    "struck out and put in": page(article().replace("40家", "<del>30</del><ins>40</ins>家")),
    "details": page(f"<details><summary>{TITLE}</summary><p>{NUMBER}</p>{paragraphs()}{table()}</details>"),
    "hidden words": page(article().replace("早餐店40家", "早餐店<span style='display:none'>约</span>40家")),
    "ruby": page(article().replace("泊位", "<ruby>泊<rp>(</rp><rt>bo</rt><rp>)</rp>位</ruby>")),
}


# --- places: where in a page the notice stands ---------------------------------------------------------------------


def portal(container: str) -> str:
    tag = container.split()[0]
    return page(f"{NAV}<h1>{TITLE}</h1>{TOOLS}<{container}><p>{NUMBER}</p>{paragraphs()}{table()}</{tag}>{FOOT}")


LABELS = [
    ("索 引 号", "000014349/2031-00012"), ("主题分类", "综合政务"), ("发文机关", "清江市人民政府办公室"), ("成文日期", "2031年03月05日"),
    ("标　　题", TITLE), ("发文字号", NUMBER), ("发布日期", "2031年03月06日"), ("有 效 性", "有效"),
]  # fmt: skip

META_TABLE = (
    "<table border=1>"
    + "".join(
        f"<tr><td>{a[0]}：</td><td>{a[1]}</td><td>{b[0]}：</td><td>{b[1]}</td></tr>" for a, b in zip(LABELS[::2], LABELS[1::2], strict=True)
    )
    + "</table>"
)

PLACES: dict[str, str] = {
    name: portal(name)
    for name in (
        "div class=TRS_Editor",
        "div class='TRS_UEDITOR trs_paper_default'",
        "div class='view TRS_UEDITOR trs_word'",
        "div class=pages_content",
        "div id=UCAP-CONTENT",
        "div id=zoom",
        "div class=article-content",
        "div class=bt-content",
        "div class=xxgk-content",
        "div class=content",
        "div id=content",
        "td class=bt_content",
        "div class=Custom_UnionStyle",
        "article",
        "main",
        "div class=wzy1",
        "div",
        "div class=g-content",
        "div class=nrzw",
        "div class=zw",
        "div class=zwxl-article",
        "div id=fontzoom",
        "div class=conth",
    )
}
PLACES |= {
    "a table of data about the document above": page(
        f"{NAV}{META_TABLE}{TOOLS}<div id=zoom><p align=center>{TITLE}</p><p>{NUMBER}</p>{paragraphs()}{table()}</div>{FOOT}"
    ),
    "the same inside the container": page(f"{NAV}<div id=zoom>{META_TABLE}{TOP}{paragraphs()}{table()}</div>{FOOT}"),
    "a list of data about the document": page(
        NAV
        + "<ul class=xxgk>"
        + "".join(f"<li><b>{a}：</b><span>{b}</span></li>" for a, b in LABELS)
        + "</ul>"
        + f"<div class=wzcon>{TOP}{paragraphs()}{table()}</div>"
        + FOOT
    ),
    "wechat": page(
        f"<div id=js_article><h1 class=rich_media_title id=activity-name>\n{TITLE}\n</h1><div class=rich_media_meta_list>"
        "<span class='rich_media_meta rich_media_meta_text'>清江发布</span><em id=publish_time>2031-03-06 09:00</em></div>"
        "<div class='rich_media_content js_underline_content' id=js_content style='visibility: hidden; opacity: 0; '>"
        f"<section data-tools=x><section style='text-align:center'><span leaf=''>{NUMBER}</span></section>"
        + paragraphs("<section style='text-indent:2em'><span leaf=''><span textstyle='' style='font-size:15px'>{}</span></span></section>")
        + f"</section><section>{table()}</section><p><mp-style-type data-value=3></mp-style-type></p></div>"
        "<div class=rich_media_tool><span>阅读 100</span><span>赞</span></div><div id=js_pc_qr_code>微信扫一扫关注该公众号</div></div>"
        "<script>var msg_title='x';" + "var a = 1;" * 2000 + "</script>"
    ),
    "in a layout table": page(
        f"<table width=1000><tr><td colspan=2>{NAV}</td></tr><tr><td width=200><a href=1>机构</a><br><a href=2>法规</a></td>"
        f"<td><table width=800><tr><td align=center>{TITLE}</td></tr><tr><td align=center>{NUMBER}</td></tr>"
        f"<tr><td>{paragraphs()}{table()}</td></tr></table></td></tr>"
        f"<tr><td colspan=2>{FOOT}</td></tr></table>"
    ),
    "printed by a template in a hidden input": page(f"{NAV}<input type=hidden value='{TITLE}'><div id=zoom>{article()}</div>{FOOT}"),
    "noscript and frames around": page(
        f"<noscript>请启用脚本</noscript><iframe src=head.html></iframe><div id=zoom>{article()}</div><iframe src=foot.html></iframe>"
    ),
}

SITES_OWN = [
    "<p>发布时间：2031-03-06 09:12　来源：市政府办公室　阅读次数：123　字号：[ 大 中 小 ]</p>|",
    "<div>朗读</div><p>保护视力色：<i></i> 打印 分享到：</p>|",
    "<p>编辑：张三 审核：李四</p>|<p>[责任编辑：张三]</p><p>微信扫一扫，关注我们</p>",
    "|<p>上一条：无</p><p>下一条：<a href=2>关于开展检查的通知</a></p><p>返回顶部</p>",
    "|<p>附件下载：</p><p><a href=a.doc>清江市2031年便民服务任务清单.doc</a></p>",
    "|<ul><li><a href=a.pdf>关于印发便民服务重点任务的通知.pdf</a></li></ul>",
    "|<p>政策解读：<a href=1>一图读懂便民服务重点任务</a></p>",
    "|<div>相关文档</div><ul><li><a href=1>一图读懂便民服务重点任务</a></li></ul>",
    "|<p>Copyright © 2031 清江市人民政府 All Rights Reserved.</p><p>您是第12345位访问者</p>",
    "|<p>END</p><p>点击下方“阅读原文”查看更多</p><p>长按识别二维码关注“清江发布”</p>",
    "|<div>您对本页内容是否满意？<label>满意</label><label>一般</label></div><h3>网友评论</h3><p>暂无评论</p>",
    "|<p>免责声明：本网站转载内容仅供参考。</p><div>友情链接：<a href=1>云岭省政府</a></div>",
]
PLACES |= {
    f"{container} with {own}": page(f"{NAV}<{container}>{TOP}{own.split('|')[0]}{paragraphs()}{table()}{own.split('|')[1]}</div>{FOOT}")
    for container in ("div id=zoom", "div class=q1")
    for own in SITES_OWN
}


# --- encodings: what the page says of its bytes, and what they are -------------------------------------------------


def said(charset: str, markup: str | None = None) -> str:
    return page(markup or article(), f"<meta http-equiv='Content-Type' content='text/html; charset={charset}'>")


ENCODINGS: dict[str, bytes] = {
    "says utf-8, is gb18030": said("utf-8").encode("gb18030"),
    "says gb2312, is utf-8": said("gb2312").encode(),
    "says gb2312, is gbk": said("gb2312").encode("gbk"),
    "says iso-8859-1, is gbk": said("iso-8859-1").encode("gbk"),
    "says big5, is gbk": said("big5").encode("gbk"),
    "says utf-16, is utf-8": said("utf-16").encode(),
    "says what nobody knows": said("x-unknown").encode("gbk"),
    "says nothing, is gbk": page(article(), "").encode("gbk"),
    "says nothing, is utf-8": page(article(), "").encode(),
    "two declarations that disagree": page(
        article(), "<meta charset=gbk><meta http-equiv=Content-Type content='text/html; charset=utf-8'>"
    ).encode("gbk"),
    "xml declaration against meta": ('<?xml version="1.0" encoding="gb2312"?>' + said("utf-8")).encode(),
    "mark of utf-8 before gbk": b"\xef\xbb\xbf" + said("utf-8").encode("gbk"),
    "mark of utf-8, says gbk": b"\xef\xbb\xbf" + said("gbk").encode(),
    "utf-16 with mark": said("utf-8").encode("utf-16"),
    "utf-16 little-endian without mark": said("utf-8").encode("utf-16-le"),
    "utf-16 big-endian without mark": said("gb2312").encode("utf-16-be"),
    "declared after a long comment": page(article(), "<!--" + "x" * 6000 + "--><meta charset=gbk>").encode("gbk"),
    "gbk with a few broken bytes in the menu": page("<div class=nav>\ue000</div>" + article())
    .encode("gbk", "replace")
    .replace(b"?", b"\xff\x81\xff"),
}


# --- lists: numbers that the browser prints ------------------------------------------------------------------------


def listed(sections: str, items: str, first: str = "<li>{}</li>") -> str:
    """The sections and the last items with numbers of lists, the others with their own."""
    one, two, three, four, five, six, seven = (re.sub(r"^(?:[一二]、|[12]\.)", "", line) for line in TASKS)
    inner = f"<{items}>{first.format(four)}<li>{five}</li></ol>"
    return page(
        f"{TOP}{paragraphs(lines=[*FRONT, *OPENING, *SIGNED, PLAN])}"
        f"<{sections}><li>{one}<p>{two}</p><p>{three}</p>{inner}</li><li><p>{six}</p><div>{seven}</div></li></ol><p>{TABLE_TITLE}</p>{table()}"
    )


LISTS: dict[str, str] = {
    "ideographs and figures": listed("ol style='list-style-type:cjk-ideographic'", "ol"),
    "formal names of the style": listed("ol style='list-style:simp-chinese-informal inside'", "ol type=1 start=1"),
    "values on the items": listed("ol style='list-style-type:simp-chinese-informal' start=1", "ol start=7", "<li value=1>{}</li>"),
    "items with numbers of their own": page(f"{TOP}<ol style='list-style:none'>{paragraphs('<li>{}</li>')}</ol>{table()}"),
    "bullets": page(f"{TOP}<ul>" + paragraphs("<li>{}</li>") + f"</ul>{table()}"),
    "definitions": page(f"<dl><dt>{TITLE}</dt><dd>{NUMBER}</dd>" + paragraphs("<dd>{}</dd>") + f"</dl>{table()}"),
}


# --- tables --------------------------------------------------------------------------------------------------------


def with_table(markup: str) -> str:
    return page(f"{TOP}{paragraphs()}{markup}")


def rows(cells: list[list[str]], cell: str = "<td>{}</td>", row: str = "<tr>{}</tr>") -> str:
    return "".join(row.format("".join(cell.format(text) for text in line)) for line in cells)


DATA = rows(ROWS)
HEADS = rows([HEAD], "<th>{}</th>")
CELLS = HEADS + DATA
PICTURE = f"<img src='data:image/png;base64,{'A' * 50_000}'>"

TABLES: dict[str, str] = {
    "heads and bodies": with_table(f"<table><thead>{HEADS}</thead><tbody>{DATA}</tbody></table>"),
    "foot before body": with_table(f"<table border=1><thead>{HEADS}</thead><tfoot></tfoot><tbody>{DATA}</tbody></table>"),
    "no tbody, no closing tags": with_table("<table border=1>" + rows([HEAD, *ROWS], "<td>{}", "<tr>{}") + "</table>"),
    "th at the head of rows": with_table(
        f"<table>{HEADS}" + "".join(f"<tr><th>{r[0]}</th>{''.join(f'<td>{c}</td>' for c in r[1:])}</tr>" for r in ROWS) + "</table>"
    ),
    "a bare table without borders": with_table(f"<table>{rows([HEAD, *ROWS])}</table>"),
    "paragraphs in cells": with_table(f"<table border=1>{rows([HEAD, *ROWS], '<td><p><span>{}</span></p></td>')}</table>"),
    "blanks and breaks in cells": with_table(f"<table border=1>{rows([HEAD, *ROWS], '<td>&nbsp;<br>{}<br>&nbsp;</td>')}</table>"),
    "empty rows": with_table(f"<table border=1>{HEADS}<tr></tr>{DATA}<tr><td></td><td></td><td></td><td></td></tr></table>"),
    "empty columns": with_table(f"<table border=1>{rows([HEAD, *ROWS], '<td>{}</td><td></td>')}</table>"),
    "head row repeated": with_table(f"<table border=1>{HEADS}{rows(ROWS[:1])}{HEADS}{rows(ROWS[1:])}</table>"),
    "rowspan of nought and too large a colspan": with_table(
        f"<table border=1>{CELLS}</table>".replace("<th>完成时限", "<th colspan=500>完成时限").replace("<td>2</td>", "<td rowspan=0>2</td>")
    ),
    "overlapping spans": with_table(f"<table border=1>{CELLS}</table>".replace("<td>1</td>", "<td rowspan=1 colspan=-3>1</td>")),
    "spans that are no numbers": with_table(f"<table border=1>{CELLS}</table>".replace("<td>1</td>", "<td rowspan=x colspan=1.5>1</td>")),
    "inside a paragraph": with_table(f"<p><table border=1>{CELLS}</table></p>"),
    "inside a scrolling box": with_table(f"<div style='overflow-x:auto'><table class=MsoTableGrid>{CELLS}</table></div>"),
    "inside a layout table": with_table(f"<table width=100%><tr><td><table border=1>{CELLS}</table></td></tr></table>"),
    "twice inside": with_table(
        f"<table><tr><td><div><table><tr><td><table border=1>{CELLS}</table></td></tr></table></div></td></tr></table>"
    ),
    "title as caption": page(f"{TOP}{paragraphs(lines=BODY[:-1])}<table border=1><caption>{TABLE_TITLE}</caption>{CELLS}</table>"),
    "title as first row": page(
        f"{TOP}{paragraphs(lines=BODY[:-1])}<table border=1><tr><td colspan=4 align=center>{TABLE_TITLE}</td></tr>{CELLS}</table>"
    ),
    "head in a table of its own": with_table(f"<div class=thead><table>{HEADS}</table></div><div class=tbody><table>{DATA}</table></div>"),
    "divs displayed as a table": with_table(
        "<div style='display:table'>"
        + rows([HEAD, *ROWS], "<div style='display:table-cell'>{}</div>", "<div style='display:table-row'>{}</div>")
        + "</div>"
    ),
    "aria roles": with_table("<div role=table>" + rows([HEAD, *ROWS], "<div role=cell>{}</div>", "<div role=row>{}</div>") + "</div>"),
    "data uri in a cell": with_table(f"<table border=1>{CELLS}</table>".replace("<td>1</td>", f"<td>{PICTURE}1</td>")),
    "col and colgroup": with_table(f"<table border=1><colgroup><col width=30><col span=3></colgroup>{CELLS}</table>"),
}


# --- office programs -----------------------------------------------------------------------------------------------

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>办公室</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {{mso-style-parent:""; text-indent:32.0pt;}} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1 style='layout-grid:15.6pt'>{}</div></body></html>"""


def of_word(line: str) -> str:
    return (
        "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span\nstyle='font-size:16.0pt;font-family:仿宋_GB2312;"
        f'mso-hansi-font-family:"Times New Roman"\'>{line}<span lang=EN-US><o:p></o:p></span></span></p>\n'
    )


def word_list(line: str) -> str:
    """A line whose number Word prints by a list."""
    marker = re.match(r"[一二]、|（[一二三]）|[12]\.", line)
    if marker is None:
        return of_word(line)
    return (
        "<p class=MsoListParagraph style='margin-left:21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US"
        f" style='mso-fareast-font-family:仿宋'><span style='mso-list:Ignore'>{marker.group()}<span style='font:7.0pt Times'>&nbsp;&nbsp; "
        f"</span></span></span><![endif]>{line[marker.end() :]}<o:p></o:p></p>\n"
    )


def mhtml(page: bytes, charset: str, encoding: str) -> bytes:
    coded = base64.encodebytes(page) if encoding == "base64" else quopri.encodestring(page)
    head = (
        "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E9=80=9A?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n------B\r\nContent-Type: text/html'
        + (f"; charset={charset}" if charset else "")
        + f"\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Location: http://example.org/a.html\r\n\r\n"
    )
    picture = "\r\n------B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n------B--\r\n"
    return head.encode() + coded + picture.encode()


def workbook(sheet: bytes) -> bytes:
    """A workbook saved as one file: a page of frames, the tabs, the sheet."""
    parts = {
        "a.htm": b"<html><xml><x:WorksheetSource HRef='a.files/sheet001.htm'/></xml><frameset rows='*,39'>"
        b"<frame src='a.files/sheet001.htm'><frame src='a.files/tabstrip.htm'></frameset></html>",
        "a.files/tabstrip.htm": b"<html><body><table><tr><td>Sheet1</td></tr></table></body></html>",
        "a.files/sheet001.htm": sheet,
    }
    head = b'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n'
    coded = "Content-Transfer-Encoding: base64\r\nContent-Type: text/html; charset=gb2312\r\n\r\n"
    return head + b"".join(
        f"--B\r\nContent-Location: file:///C:/{name}\r\n{coded}".encode() + base64.encodebytes(data) + b"\r\n"
        for name, data in parts.items()
    )


OFFICE: dict[str, bytes] = {
    "word": WORD.format("".join(map(of_word, EVERY)) + table("class=MsoNormalTable border=1")).encode("gbk"),
    "word, numbered by its lists": WORD.format(
        "".join(map(word_list, EVERY)) + table("class=MsoNormalTable border=1", "<td><p class=MsoNormal>{}<o:p></o:p></p></td>")
    ).encode("gbk"),
    "word, numbered, in conditional comments": WORD.format(
        "".join(map(word_list, EVERY))
        .replace("<![if", "<!--[if")
        .replace("]><span lang", "]--><span lang")
        .replace("<![endif]>", "<!--[endif]-->")
        + table("class=MsoNormalTable border=1")
    ).encode("gbk"),
    "excel": (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">'
        "<!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]--></head><body>"
        "<table x:str border=0 cellpadding=0 cellspacing=0 width=700 style='border-collapse:collapse'><col width=64>"
        + "".join(f"<tr height=19><td colspan=4 class=xl65 style='mso-ignore:colspan'>{line}</td></tr>" for line in EVERY)
        + rows([HEAD, *ROWS], "<td class=xl66>{}</td>", "<tr height=19>{}</tr>")
        + "<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=64></td></tr><![endif]></table></body></html>"
    ).encode("gbk"),
    "mhtml, quoted-printable": mhtml(page(article()).encode(), "utf-8", "quoted-printable"),
    "mhtml, base64, gb2312": mhtml(said("gb2312").encode("gbk"), "gb2312", "base64"),
    "mhtml, header lies": mhtml(said("gb2312").encode("gbk"), "utf-8", "base64"),
    "mhtml, says nothing": mhtml(page(article(), "").encode("gbk"), "", "quoted-printable"),
}

OFFICE["excel, one file"] = workbook(OFFICE["excel"])


FORMS = {"lines": LINES, "places": PLACES, "encodings": ENCODINGS, "lists": LISTS, "tables": TABLES, "office": OFFICE}


@pytest.fixture(scope="module")
def said_by_the_text() -> Notice:
    return convert(plain().encode(), name="plain.txt")


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, forms in FORMS.items() for name in forms])
def test_the_record_is_that_of_the_plain_text(said_by_the_text: Notice, kind: str, name: str) -> None:
    markup = FORMS[kind][name]
    record = convert(markup if isinstance(markup, bytes) else markup.encode(), name="a.html")
    assert not differences(essence(said_by_the_text), essence(record))
    assert record.meta == said_by_the_text.meta
    assert bare(record.text) == bare(said_by_the_text.text), "nothing of the site is in the text, nothing of the notice is missing"
    assert record.source.reader == "html"
