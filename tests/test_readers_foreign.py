"""Files that are no documents gongwen reads: each is called what it is, with what to do, and never becomes a record of garbage."""

from __future__ import annotations

import pytest

from gongwen import GongwenError
from gongwen.errors import Code
from gongwen.readers import read
from test_sniff import compound, zipped

NOISE = bytes(range(256)) * 4
MAIL = (
    "Return-Path: <a@qingjiang.example>\nFrom: a@qingjiang.example\nTo: b@anping.example\nSubject: =?utf-8?B?5YWz5LqO?=\n"
    " continued\nMIME-Version: 1.0\n\n一、总体要求"
)
EPUB = "application/epub+zip"

FILES = {
    "slides.pptx": (zipped("ppt/presentation.xml"), "a presentation"),
    "slides.ppt": (compound("PowerPoint Document"), "a presentation"),
    "book.epub": (zipped("META-INF/container.xml", mimetype=EPUB), "an electronic book"),
    "packed.zip": (zipped("a.txt"), "a packed archive"),
    "packed.rar": (b"Rar!\x1a\x07\x01\0" + NOISE, "a packed archive"),
    "packed.7z": (b"7z\xbc\xaf\x27\x1c\0\4" + NOISE, "a packed archive"),
    "packed.gz": (b"\x1f\x8b\x08\0" + NOISE, "a packed archive"),
    "packed.tar": (b"a.txt".ljust(257, b"\0") + b"ustar\x0000" + NOISE, "a packed archive"),
    "drawing.vsd": (compound("VisioDocument"), "Visio"),
    "document.hwp": (compound("FileHeader", "DocInfo"), "Hangul"),
    "mail.eml": (MAIL.encode(), "a mail message"),
    "mail-of-windows.eml": (MAIL.replace("\n", "\r\n").encode("gbk"), "a mail message"),
    "mail.msg": (compound("__properties_version1.0", "__substg1.0_1000001F"), "a mail message"),
    "program.exe": (b"MZ\x90\0\3\0\0\0" + NOISE, "a program"),
    "program": (b"\x7fELF\2\1\1" + NOISE, "a program"),
    "film.mp4": (b"\0\0\0\x18ftypmp42" + NOISE, "a film"),
    "film.avi": (b"RIFF\x24\0\0\0AVI LIST" + NOISE, "a film"),
    "sound.mp3": (b"ID3\3\0" + NOISE, "a sound recording"),
    "sound.wav": (b"RIFF\x24\0\0\0WAVEfmt " + NOISE, "a sound recording"),
    "photo.heic": (b"\0\0\0\x18ftypheic" + NOISE, "a picture"),
    "photo.psd": (b"8BPS\0\1" + NOISE, "a picture"),
    "drawing.svg": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><text>a</text></svg>", "a drawing (SVG)"),
    "bare.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><text>a</text></svg>", "a drawing (SVG)"),
    "drawing.dwg": (b"AC1027" + NOISE, "a drawing (DWG)"),
    "data.json": ('{"title": "关于印发方案的通知", "items": [1, 2]}'.encode(), "data (JSON)"),
    "data.jsonl": ('{"title": "通知"}\n{"title": "方案"}\n'.encode(), "data (JSON)"),
    "list.json": (b'[{"a": 1}, {"a": 2}]', "data (JSON)"),
    "data.xml": ("<?xml version='1.0' encoding='utf-8'?><root><a>通知</a></root>".encode(), "an XML file"),
    "bare.xml": ("<articles><a>通知</a></articles>".encode(), "an XML file"),
    "calendar.ics": (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "a calendar"),
    "print.ps": (b"%!PS-Adobe-3.0\n(a) show\n", "PostScript"),
    "scan.djvu": (b"AT&TFORM\0\0\0\0DJVU" + NOISE, "DjVu"),
    "font.ttf": (b"\0\1\0\0\0\x0c" + NOISE, "a font"),
    "shortcut.lnk": (b"L\0\0\0\1\x14\2\0" + NOISE, "a shortcut"),
    "old.ceb": (NOISE, "Apabi"),
    "old.caj": (b"HN\0\0" + NOISE, "CNKI"),
    "unknown": (NOISE, "a file of an unknown kind"),
}


@pytest.mark.parametrize("name", FILES)
def test_each_is_called_what_it_is(name: str) -> None:
    data, what = FILES[name]
    with pytest.raises(GongwenError) as caught:
        read(data, name)
    assert caught.value.code is Code.UNSUPPORTED_FORMAT
    assert what in caught.value.message
    assert "Readable: " in (caught.value.hint or "")


@pytest.mark.parametrize(
    "text",
    [
        "{关于印发方案的通知}\n一、总体要求",
        "[2025]12号\n一、总体要求",
        "[1]\n一、总体要求",
        "[一]总体要求",
        "时间: 3月\n地点: 会议室\n主题: 推进会\n\n一、总体要求",
        "To: 各县人民政府\n\n一、总体要求",
        "<关于印发方案的通知>\n一、总体要求",
        "MZ\n一、总体要求",
        "3",
    ],
)
def test_texts_that_begin_alike_are_texts(text: str) -> None:
    assert read(text.encode(), "notice.txt").items
