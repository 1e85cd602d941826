"""Pages that hold back their text: built by script, framed, in pictures, in an attachment, garbled. Each is told."""

from __future__ import annotations

import json

import pytest

from essence import bare
from gongwen import GongwenError, convert
from html_notice import FOOT, NAV, TASKS, TITLE, article, page

MENU = "<ul class=lm>" + "".join(f"<li><a href=/{i}>栏目名称之{i}</a></li>" for i in range(60)) + "</ul>"
ABOUT = "<div class=intro>" + "<p>本平台面向公众提供政策文件查询、下载和解读服务，欢迎企业群众使用并提出意见建议。</p>" * 6 + "</div>"
STATE = json.dumps({"props": {"content": article()}}, ensure_ascii=False)
SHELL = f"<div id=app></div><script>window.__STATE__={STATE}</script>"

HELD_BACK: dict[str, tuple[str | bytes, str]] = {
    "a shell": (page(SHELL), "no_text_layer"),
    "a shell with its data in JSON": (page(f"<div id=__next></div><script type=application/json>{STATE}</script>"), "no_text_layer"),
    "written by script": (page(f"<script>document.write({STATE})</script>"), "no_text_layer"),
    "in a template": (page(f"<template>{article()}</template>"), "no_text_layer"),
    "in noscript": (page(f"<noscript>{article()}</noscript>"), "no_text_layer"),
    "in the description alone": (page("<p></p>", f"<meta name=description content='{TASKS[1]}'>"), "no_text_layer"),
    "in frames": ("<html><frameset cols=20,80><frame src=a.html><frame src=b.html></frameset></html>", "no_text_layer"),
    "a shell among menus": (page(MENU + SHELL + FOOT), "script_built"),
    "an empty container among prose": (page(f"{ABOUT}<div id=zoom></div><script>load()</script>{FOOT}"), "script_built"),
    "places of a template": (page(f"{ABOUT}<div id=zoom>{{{{article.content}}}}</div>{FOOT}"), "script_built"),
    "title and empty container": (page(f"<h1>{TITLE}</h1><div id=zoom></div><script>load()</script>"), "script_built"),
    "a check for robots": (page("<p>请完成安全验证后继续访问</p><script>" + "x();" * 300 + "</script>"), "script_built"),
    "a frame among menus": (page(f"{NAV}<iframe src=content.html></iframe>{FOOT}"), "text_in_frame"),
    "a document shown in place": (page(f"{NAV}<h1>{TITLE}</h1><div id=zoom><embed src=/a.pdf></div>{FOOT}"), "text_in_attachment"),
    "wechat with pictures alone": (
        page(f"<h1 id=activity-name>{TITLE}</h1><div id=js_content style='visibility:hidden'><p><img data-src=1></p></div>"),
        "content_is_images",
    ),
    "bytes lost": (page("".join(c if c < "\x80" else "?" for c in article())), "text_garbled"),
    "bytes lost on the way through GBK": (article().encode().decode("gbk", "replace").encode(), "text_garbled"),
    "replacement characters taken for GBK": (page("<p>" + 40 * ("\ufffd" * 8).encode().decode("gbk") + "</p>"), "text_garbled"),
}


@pytest.mark.parametrize("name", HELD_BACK)
def test_a_page_without_its_text_is_told(name: str) -> None:
    markup, code = HELD_BACK[name]
    try:
        told = {finding.code for finding in convert(markup if isinstance(markup, bytes) else markup.encode(), name="a.html").audit.findings}
    except GongwenError as error:
        told = {error.code.value}
    assert code in told


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
@pytest.mark.parametrize("whole", [True, False])
def test_text_encoded_twice_is_restored_and_told(encoding: str, whole: bool) -> None:
    body = article() if whole else article().replace(TITLE, "\n")
    again = page("".join(_misread(byte, encoding) for byte in body.encode()) + ("" if whole else f"<p>{TITLE}</p>"))
    record = convert(again.encode(), name="a.html")
    assert "encoded_twice" in {finding.code for finding in record.audit.findings}
    assert bare(record.text) == bare(convert(page(body + ("" if whole else f"<p>{TITLE}</p>")).encode(), name="a.html").text)


def _misread(byte: int, encoding: str) -> str:
    """As programs do: bytes that the code page leaves free become the controls of the same number."""
    return bytes([byte]).decode(encoding, "ignore") or chr(byte)
