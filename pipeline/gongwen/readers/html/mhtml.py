"""MHTML: the page that a browser saves as a single file (RFC 2557)."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import Message

from ...errors import Code, GongwenError

MAX_PARTS = 1000

_HEADER = re.compile(rb"\s*[a-z-]{2,40}:[^\n]*\n")


def is_mhtml(data: bytes) -> bool:
    """A MIME message of several parts: what a browser writes when it saves a page as one file."""
    head = data[:4096].lower()
    return b"mime-version:" in head and b"multipart/" in head and _HEADER.match(head) is not None


def page(data: bytes) -> tuple[bytes, str | None]:
    """The first HTML part, decoded, and the charset its header names. Raises FILE_CORRUPT where there is none."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for number, part in enumerate(message.walk()):
            if number >= MAX_PARTS:
                break
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                return _payload(part), _charset(part)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as exc:
        raise GongwenError(Code.FILE_CORRUPT, f"the saved page cannot be taken apart: {exc}") from exc
    raise GongwenError(Code.FILE_CORRUPT, "the saved page has no HTML part")


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str | None:
    charset = part.get_param("charset")
    return charset if isinstance(charset, str) else None
