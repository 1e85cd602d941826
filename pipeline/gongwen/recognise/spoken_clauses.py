"""Unit clauses without brackets and label: the last sentence of an item that is wholly bodies and what they do.

由省医保局牵头，省财政厅配合。 and …，由医政股负责。 charge bodies as a bracket would; a sentence with anything else in it does not.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from ..model.mentions import ClauseMention
from .bodies import PREFIXED, is_division
from .clause_mentions import cue, is_time, mention
from .compact import Compact
from .regions import Region
from .unit_reading import read

SPOKEN = "clauses.spoken"  # the rule of these clauses
MAX_SPOKEN = 200  # characters of the longest such sentence


def spoken(text: str, start: int, stop: int, home: Region | None, taken: Sequence[tuple[int, int]]) -> list[ClauseMention]:
    """The spoken clauses at the ends of lines of text[start:stop] that lie outside what is `taken`."""
    found: list[ClauseMention] = []
    for hit in _closing().finditer(text, start, stop):
        end = hit.end()
        begin = max(start, end - MAX_SPOKEN, *(text.rfind(mark, start, hit.start()) + 1 for mark in "。！\n"))
        if any(s < end and begin < e for s, e in taken):
            continue
        clause = _clause(text, begin, end, home) or _behind_comma(text, begin, end, home)
        if clause is not None:
            found.append(clause)
    return found


@functools.cache
def _closing() -> re.Pattern[str]:
    """What bodies do, at the end of a line."""
    return re.compile(cue("spoken_end").pattern)


def _behind_comma(text: str, begin: int, end: int, home: Region | None) -> ClauseMention | None:
    """…，由医政股负责。"""
    at = max(text.rfind(mark, begin, end) for mark in ("，由", ",由", "；由", ";由"))
    return _clause(text, at + 1, end, home) if at > begin else None


def _clause(text: str, begin: int, end: int, home: Region | None) -> ClauseMention | None:
    compact = Compact(text, begin, end)
    reading = read(compact.text)
    bodies = [c.item.body for c in reading.charged]
    if not bodies or reading.labelled or not reading.tailed or not all(is_time(compact, part, lax=True) for part in reading.loose):
        return None
    if not all(b.strength >= PREFIXED or b.place or b.collective or is_division(b.name) for b in bodies):
        return None
    return mention(text, begin, end, SPOKEN, reading, compact, home)
