"""A neutral document as a saved page of a government site: the notice with navigation, path, counters and foot around it."""

from __future__ import annotations

from html import escape
from random import Random

from .document import Document, Paragraph, Table

PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<meta name="SiteName" content="{site}" />
<meta name="ArticleTitle" content="{title}" />
<title>{title}_{site}</title>
<style type="text/css">.TRS_Editor p {{ text-indent: 2em; line-height: 1.8; }} .hide {{ display: none; }}</style>
<script type="text/javascript">var docId = 10086; function share() {{ return false; }}</script>
</head>
<body>
<div class="header"><div class="top"><a href="/">{site}</a> | <a href="/wza">无障碍浏览</a> | <a href="/mobile">手机版</a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li>
<li><a href="/zwfw">政务服务</a></li><li><a href="/hdjl">互动交流</a></li></ul></div>
<div class="crumb">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/zfwj">政策文件</a></div>
{index}<div class="article">
<h1 class="title">{title}</h1>
<div class="info"><span>发布时间：{date}</span> <span>来源：{site}</span>
<span>浏览次数：<em id="hits">1024</em></span> <span>字号：[<a>大</a> <a>中</a> <a>小</a>]</span></div>
<div class="TRS_Editor" id="zoom">
{body}
</div>
<div class="bshare">分享到：<a>微信</a> <a>微博</a> <a onclick="window.print()">打印本页</a> <a>关闭窗口</a></div>
</div>
<div class="footer"><p>主办：{site}　版权所有</p><p>网站标识码：0000000000　公安备案 00000000000000号</p><p>联系我们 | 网站地图</p></div>
</body>
</html>
"""
INDEX = """<table class="index"><tr><td>索引号：</td><td>000014349/2024-00017</td><td>主题分类：</td><td>综合政务</td></tr>
<tr><td>发文机关：</td><td>{issuer}</td><td>发文字号：</td><td>{number}</td></tr></table>
"""


def render_html(document: Document, *, charset: str = "utf-8", seed: int = 0) -> bytes:
    """The notice as a page in `charset` (utf-8, gb18030, gbk …), which the page declares. `seed` draws the kind of page."""
    rng = Random(f"html-{document.name}-{seed}")
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]

    def first(role: str, otherwise: str = "") -> str:
        return next((p.text.replace("\n", "") for p in paragraphs if p.role == role), otherwise)

    breaks = rng.random() < 0.25  # pasted text: lines parted by <br>, no paragraphs
    parts: list[str] = []
    for block in document.blocks:
        parts.append(_table(block) if isinstance(block, Table) else _paragraph(block, breaks))
    index = INDEX.format(issuer=escape(first("signature", "办公室")), number=escape(first("doc_number"))) if rng.random() < 0.4 else ""
    page = PAGE.format(
        charset=charset,
        site="云岭门户网",
        title=escape(first("title", document.name)),
        date="2026-01-05 09:30",
        index=index,
        body="\n".join(parts),
    )
    return page.encode(charset, errors="xmlcharrefreplace")


def _paragraph(block: Paragraph, breaks: bool) -> str:
    text = escape(block.text, quote=False).replace("\n", "<br />").replace("\t", "&nbsp;&nbsp;")
    if breaks and block.role in ("body", "item", "heading"):
        return f"　　{text}<br />"
    align = {"title": "center", "doc_number": "center", "issuer_head": "center", "signature": "right", "date": "right"}.get(block.role)
    style = f' style="text-align: {align};"' if align else ""
    if block.role == "heading" or block.role == "title":
        text = f"<strong>{text}</strong>"
    elif block.lead:
        cut = len(escape(block.text[: block.lead], quote=False))
        text = f"<strong>{text[:cut]}</strong>{text[cut:]}"
    return f'<p{style}><span style="font-size: 16pt;">{text}</span></p>'


def _table(block: Table) -> str:
    lines = ['<table border="1" cellspacing="0" cellpadding="0" style="border-collapse: collapse;"><tbody>']
    for row in block.rows:
        cells = []
        for cell in row:
            spans = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")
            inner = "".join(f"<p>{escape(t, quote=False)}</p>" for t in cell.text.split("\n")) if cell.text else "&nbsp;"
            cells.append(f"<td{spans}>{inner}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return "\n".join([*lines, "</tbody></table>"])
