"""MHTML: the page that a browser saves as a single file (RFC 2557)."""

from __future__ import annotations

import email
import email.policy
import itertools
import re
from email.message import Message
from urllib.parse import unquote

from ...errors import Code, GongwenError

MAX_PARTS = 1000

_HTML = ("text/html", "application/xhtml+xml")
_FRAMESET = re.compile(rb"<frameset\b", re.IGNORECASE)
_FRAME = re.compile(rb"<frame\s[^<>]{0,500}?\bsrc\s*=\s*[\"']?([^\"'\s<>]{1,300})", re.IGNORECASE)
_SHEET = re.compile(rb"<x:WorksheetSource\s[^<>]{0,500}?\bHRef\s*=\s*[\"']?([^\"'\s<>]{1,300})", re.IGNORECASE)
_HEADER = re.compile(rb"\s*[a-z-]{2,40}:[^\n]*\n")


def is_mhtml(data: bytes) -> bool:
    """A MIME message of several parts: what a browser writes when it saves a page as one file."""
    head = data[:4096].lower()
    return b"mime-version:" in head and b"multipart/" in head and _HEADER.match(head) is not None


def page(data: bytes) -> tuple[bytes, str | None]:
    """The first HTML part, decoded, and the charset its header names; of one that only frames others (Excel saves the sheets of a workbook
    so) those framed. Raises FILE_CORRUPT where there is none."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = [part for part in itertools.islice(message.walk(), MAX_PARTS) if part.get_content_type() in _HTML]
        if parts:
            first = _payload(parts[0])
            framed = _framed(first, parts[1:]) if _FRAMESET.search(first) else []
            return (b"\n".join(map(_payload, framed)), _charset(framed[0])) if framed else (first, _charset(parts[0]))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as exc:
        raise GongwenError(Code.FILE_CORRUPT, f"the saved page cannot be taken apart: {exc}") from exc
    raise GongwenError(Code.FILE_CORRUPT, "the saved page has no HTML part")


def _framed(page: bytes, parts: list[Message]) -> list[Message]:
    """The parts that a page of frames shows, in its order: the sheets where it names them, else its frames."""
    places = {_name(part.get("Content-Location", "")): part for part in reversed(parts)}
    named = _SHEET.findall(page) or _FRAME.findall(page)
    return [places[name] for name in dict.fromkeys(_name(place.decode("latin-1")) for place in named) if name in places]


def _name(place: str) -> str:
    return unquote(place).replace("\\", "/").rpartition("/")[2].lower()


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str | None:
    charset = part.get_param("charset")
    return charset if isinstance(charset, str) else None
