"""What LibreOffice has made of documents ahead of their turn, found again by the checksum of the original while `using` holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from ..errors import GongwenError

Made = Mapping[str, bytes | GongwenError]  # by the checksum of the original: the DOCX, or why there is none

_MADE: ContextVar[Made | None] = ContextVar("gongwen_made", default=None)


@contextmanager
def using(made: Made) -> Iterator[None]:
    """Inside, documents that were made ahead are taken as they are."""
    token = _MADE.set(made)
    try:
        yield
    finally:
        _MADE.reset(token)


def made_of(data: bytes) -> bytes | GongwenError | None:
    """What was made of the document, None where nothing was."""
    made = _MADE.get()
    return made.get(checksum(data)) if made else None


def checksum(data: bytes) -> str:
    """The SHA-256 of the bytes, by which the original is known."""
    return hashlib.sha256(data).hexdigest()
