"""Documents that only LibreOffice opens, turned into DOCX many at a time: a start of LibreOffice takes longer than a notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from ..errors import GongwenError
from ..limits import Limits
from .made import Made, checksum
from .sniff import OFFICE, sniff

GROUP = 20  # documents of any kind that are looked at together

T = TypeVar("T")


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
    told = ((sniff(data, name), data) for name, data in files)
    wanted = {checksum(data): (kind, data) for kind, data in told if kind in OFFICE and _is_open(data, kind, limits)}
    if len(wanted) < 2:
        return {}
    from .office import convert_office

    try:
        made = convert_office([(f"notice.{kind}", data) for kind, data in wanted.values()], limits)
    except GongwenError:  # there is no LibreOffice; each document will say so
        return {}
    return dict(zip(wanted, made, strict=True))


def _is_open(data: bytes, kind: str, limits: Limits) -> bool:
    """Whether the document asks for no password; what cannot be told is for the reader to say."""
    from .office import refuse_encrypted

    try:
        refuse_encrypted(data, kind, limits)
    except GongwenError:
        return False
    return True
