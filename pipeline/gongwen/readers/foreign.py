"""What is no document that gongwen reads: named as what it is, with what to do, so that nobody takes its bytes for a text."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import NamedTuple

from .sniff import ole_streams

HEAD = 65_536  # bytes that are looked at


class Foreign(NamedTuple):
    """A format in words, and what its owner can do."""

    what: str
    advice: str


_UNPACK = "Unpack it, and name its files."
_AS_PDF = "Save it as PDF."
_AS_PICTURE = "Save it as PNG or JPEG."
_NO_TEXT = "It holds no text of a notice."
_ARCHIVE = Foreign("a packed archive", _UNPACK)
_PICTURE = Foreign("a picture of a rare kind", _AS_PICTURE)
_PROGRAM = Foreign("a program", _NO_TEXT)
_SOUND = Foreign("a sound recording", _NO_TEXT)
_FILM = Foreign("a film", _NO_TEXT)
_FONT = Foreign("a font", _NO_TEXT)
_PRINT = Foreign("a file for a printer (PostScript)", _AS_PDF)
_BOOK = Foreign("an electronic book", _AS_PDF)
_SLIDES = Foreign("a presentation", _AS_PDF)
_MAIL = Foreign("a mail message", "Save its text, or the document attached to it.")
_CAJ = Foreign("a document of CNKI (CAJ)", "Open it in CAJViewer and print it as PDF.")
_DATA = Foreign("data (JSON), no document", _NO_TEXT)

_KINDS = {
    "heic": _PICTURE,
    "gzip": _ARCHIVE,
    "zip": _ARCHIVE,
    "7z": _ARCHIVE,
    "rar": _ARCHIVE,
    "epub": _BOOK,
    "pptx": _SLIDES,
    "xlsb": Foreign("a binary Excel workbook (.xlsb)", "Save it as .xlsx."),
    "xml": Foreign("an XML file of some program", "Save the document as DOCX or PDF."),
}
_MAGIC = (
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"8BPS", _PICTURE),
    (b"\x00\x00\x00\x0cjP  ", _PICTURE),
    (b"\x00\x00\x01\x00", _PICTURE),
    (b"\xd7\xcd\xc6\x9a", _PICTURE),
    (b"\xff\x0a", _PICTURE),
    (b"AC10", Foreign("a drawing (DWG)", _AS_PDF)),
    (b"AT&TFORM", Foreign("a scanned book (DjVu)", _AS_PDF)),
    (b"%!PS", _PRINT),
    (b"\xc5\xd0\xd3\xc6", _PRINT),
    (b"ID3", _SOUND),
    (b"OggS", _SOUND),
    (b"fLaC", _SOUND),
    (b"#!AMR", _SOUND),
    (b"\x1a\x45\xdf\xa3", _FILM),
    (b"\x00\x00\x01\xba", _FILM),
    (b"FLV\x01", _FILM),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\x00", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"MSCF", _ARCHIVE),
    (b"ITSF", Foreign("a help file (CHM)", "Save its text.")),
    (b"SQLite format 3", Foreign("a database", _NO_TEXT)),
    (b"OTTO", _FONT),
    (b"wOFF", _FONT),
    (b"wOF2", _FONT),
    (b"\x00\x01\x00\x00\x00", _FONT),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Foreign("a shortcut to a file", "Name the file itself.")),
    (b"CAJ", _CAJ),
    (b"HN\x00\x00", _CAJ),
    (b"KDH ", _CAJ),
)
# Formats whose first bytes are published nowhere, by the ending of the name, where the bytes tell nothing.
_ENDINGS = {
    ".ceb": Foreign("a document of Apabi (CEB)", "Open it in Apabi Reader and print it as PDF."),
    ".gd": Foreign("a document of Sursen (GD)", "Open it in its reader and print it as PDF."),
    ".gw": Foreign("a document of Sursen (GW)", "Open it in its reader and print it as PDF."),
    ".sep": Foreign("a document of Sursen (SEP)", "Open it in its reader and print it as PDF."),
    ".caj": _CAJ,
    ".nh": _CAJ,
    ".kdh": _CAJ,
    ".msg": _MAIL,
}
_HEADERS = re.compile(r"[!-9;-~]{1,60}:[ \t]", re.ASCII)
_MAIL_HEADERS = ("from:", "to:", "subject:", "date:", "message-id:", "received:", "mime-version:", "return-path:", "delivered-to:")
_OBJECT = re.compile(r"\s*(?:\{\s*(?:\"[^\"\n]{1,200}\"\s*:|\})|\[\s*(?:[\[{\"\]]|-?\d))")
_ELEMENT = re.compile(r"\s*<([A-Za-z_][\w.:-]{0,60})[\s>]", re.ASCII)
_LINES_OF_DATA = (("BEGIN:VCALENDAR", "a calendar"), ("BEGIN:VCARD", "an address card"))


def named(kind: str, data: bytes, name: str) -> Foreign:
    """What a file is whose `kind` (as `sniff` tells it) has no reader."""
    if kind in _KINDS:
        return _svg(data) or _KINDS[kind] if kind == "xml" else _KINDS[kind]
    if kind == "ole":
        return _compound(data) or _ENDINGS.get(_ending(name)) or Foreign("a file of an old Office program", _AS_PDF)
    for magic, found in _MAGIC:
        if data.startswith(magic):
            return found
    if data[4:8] == b"ftyp":
        return _SOUND if data[8:12] == b"M4A " else _FILM
    if data[257:262] == b"ustar":
        return _ARCHIVE
    if data.startswith(b"RIFF"):
        return _FILM if data[8:12] == b"AVI " else _SOUND
    return _ENDINGS.get(_ending(name)) or Foreign("a file of an unknown kind", "")


def in_plain_text(data: bytes) -> Foreign | None:
    """A file that is text for a program, not for a reader: a mail, data in JSON or XML, a calendar. None for any other text."""
    head = data[:HEAD].decode("utf-8", "replace").lstrip("\ufeff")
    if _OBJECT.match(head) and _is_json(data):
        return _DATA
    root = _ELEMENT.match(head)
    if root is not None and data.rstrip().endswith(f"</{root[1]}>".encode()):
        return _svg(data) or _KINDS["xml"]
    if head.startswith("%!PS"):
        return _PRINT
    for mark, what in _LINES_OF_DATA:
        if head.startswith(mark):
            return Foreign(what, _NO_TEXT)
    return _MAIL if _is_mail(head) else None


_LINES_SEEN = 1024 * 1024  # bytes in which the first two lines of JSON Lines end


def _is_json(data: bytes) -> bool:
    """Whether the file is JSON, or its first two lines are objects of JSON Lines."""
    lines = data.lstrip()[:_LINES_SEEN].splitlines()[:2]
    return _parses(data) or (len(lines) == 2 and all(line.lstrip().startswith(b"{") and _parses(line) for line in lines))


def _parses(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _is_mail(head: str) -> bool:
    """Headers of RFC 5322 up to an empty line, three of those that every mail has among them."""
    top = head.replace("\r\n", "\n").lstrip("\n").split("\n\n", 1)[0]
    lines = [line for line in top.split("\n") if not line.startswith((" ", "\t", "From "))]
    if len(lines) < 3 or not all(_HEADERS.match(line + " ") for line in lines):
        return False
    names = {line.split(":", 1)[0].lower() + ":" for line in lines}
    return sum(header in names for header in _MAIL_HEADERS) >= 3


def _svg(data: bytes) -> Foreign | None:
    return Foreign("a drawing (SVG)", _AS_PICTURE) if re.search(rb"<(?:\w{1,20}:)?svg[\s>]", data[:4096]) else None


def _compound(data: bytes) -> Foreign | None:
    streams = {stream.lower() for stream in ole_streams(data)}
    if any(stream.startswith("__substg1.0_") or stream == "__properties_version1.0" for stream in streams):
        return _MAIL
    if "powerpoint document" in streams:
        return _SLIDES
    if "visiodocument" in streams:
        return Foreign("a drawing (Visio)", _AS_PDF)
    if "fileheader" in streams and "docinfo" in streams:
        return Foreign("a document of Hangul (HWP)", "Save it as DOCX or PDF.")
    return None


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()
