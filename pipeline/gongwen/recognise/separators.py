"""Separators of lists of names, and where they part nothing: in rows of level words (各市、县（区）) and in brackets."""

from __future__ import annotations

import functools
import re

from .bodies import KNOWN, level_rank, level_row, parse_name
from .grammar import load

OPEN, CLOSE = "（(〔【[［", "）)〕】]］"
SOFT = "、，,\n\t/"  # between names of one list
HARD = "。；;"  # between lists

_NEXT = re.compile("[、，,；;。：:（(\n]")
_RANKED = re.compile("地级以上市|设区市|[省市州盟县区旗镇乡]|街道|苏木")


@functools.cache
def _starts() -> frozenset[str]:
    """Characters that a row can begin with."""
    grammar = load("bodies")
    words = (*grammar.words("all_words"), *grammar.words("level_words"))
    return frozenset(word[0] for word in words)


def row_end(text: str, at: int) -> int:
    """The end of a row of level words at `at` (各市、县（区）), which separators inside do not part; `at` if there is none."""
    if text[at] not in _starts():
        return at
    hit = level_row().match(text, at)
    if hit is None:
        return at
    first = _RANKED.search(text, at, hit.end())
    depth = 0
    for cut in range(at, hit.end()):
        char = text[cut]
        if char in "（(〔":
            depth += 1
        elif char in "）)〕":
            depth -= 1
        elif depth == 0 and char in "、，" and first is not None and _next_name_at(text, cut + 1, first.group(), each=first.start() > at):
            return cut
    return hit.end()


def _next_name_at(text: str, at: int, first: str, *, each: bool) -> bool:
    """Does a name of its own begin here (各县（市、区）、市财政局), as against one more level of the row (市、县政府)?"""
    stop = _NEXT.search(text, at)
    stretch = text[at : stop.start() if stop is not None else len(text)]
    if len(stretch) < 3:
        return False
    if (each and stretch[1] in "直级属") or stretch[0] in "各全":
        return True
    own = _RANKED.match(stretch)
    if own is None:
        return False
    rank, above = level_rank(own.group()), level_rank(first)
    if own.group() != first and not (rank is not None and above is not None and rank < above):
        return False
    return any(_is_department(stretch[:length]) for length in range(len(stretch), 2, -1))


def _is_department(name: str) -> bool:
    body = parse_name(name)
    if body is None or body.strength < KNOWN:
        return False
    return body.collective or bool(body.prefix and not body.head.endswith("政府"))


def next_break(text: str, at: int) -> int:
    """Where the stretch at `at` ends: the next separator outside brackets; 各市、县（区） and 各部门、单位 are not cut."""
    stop = row_end(text, at)
    depth = 0
    while stop < len(text):
        char = text[stop]
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (char in SOFT or char in HARD):
            if text.startswith(("、单位", "、部门", "、地区"), stop) and text[at] in "各有相" and text[stop + 3 : stop + 4] not in _GOES_ON:
                stop += 3
                continue
            break
        stop += 1
    return stop


_GOES_ON = frozenset("的")
