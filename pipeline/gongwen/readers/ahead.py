"""Documents that only LibreOffice opens, turned into DOCX many at a time: a start of LibreOffice takes longer than a notice.

What was made is found again by the checksum of the original, while `using` holds it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from ..errors import GongwenError
from ..limits import Limits
from .sniff import OFFICE, sniff

Made = Mapping[str, bytes | GongwenError]  # by the SHA-256 of the original: the DOCX, or why there is none

GROUP = 20  # documents of any kind that are looked at together

T = TypeVar("T")
_MADE: ContextVar[Made | None] = ContextVar("gongwen_made", default=None)


def together(sources: Sequence[T], load: Callable[[T], tuple[str, bytes] | None], limits: Limits) -> Iterator[tuple[T, Made]]:
    """Each source with what LibreOffice made of it and of those near it, in one start for them all.

    `load` gives name and bytes, None for what it cannot give or cannot give twice.
    """
    for start in range(0, len(sources), GROUP):
        some = sources[start : start + GROUP]
        made = make_ahead(filter(None, map(load, some)), limits) if len(some) > 1 else {}
        yield from ((source, made) for source in some)


def make_ahead(files: Iterable[tuple[str, bytes]], limits: Limits) -> Made:
    """Those of the files (name, bytes) that LibreOffice has to open, opened in one start; empty where that would save none."""
    wanted = {_key(data): (kind, data) for name, data in files if (kind := sniff(data, name)) in OFFICE and _is_open(data, kind, limits)}
    if len(wanted) < 2:
        return {}
    from .office import convert_office

    try:
        made = convert_office([(f"notice.{kind}", data) for kind, data in wanted.values()], limits)
    except GongwenError:  # there is no LibreOffice; each document will say so
        return {}
    return dict(zip(wanted, made, strict=True))


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
    return made.get(_key(data)) if made else None


def _is_open(data: bytes, kind: str, limits: Limits) -> bool:
    """Whether the document asks for no password; what cannot be told is for the reader to say."""
    from .office import refuse_encrypted

    try:
        refuse_encrypted(data, kind, limits)
    except GongwenError:
        return False
    return True


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
