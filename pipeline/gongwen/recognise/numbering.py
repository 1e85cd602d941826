"""Markers of headings, items and measures: what stands there, before the structure stage decides what counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .grammar import Grammar, Match, compile_scanner, load

BULLET = "bullet"  # its items have no number of their own
_LONGEST = 40  # characters that a marker with its blanks and what must follow it can take
_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九")}
# a marker inside a paragraph follows a stop, a closing bracket or a blank; a heading without a stop is for structure to prove
_BEFORE_INLINE = "。；;：:！!？?，,、）)〕】”’》\n\t \u3000\u00a0"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: text[start:end] with its trailing blanks; `ordinal` from 1; `weak`: needs a run of siblings to count."""

    start: int
    end: int
    rule: str
    family: str
    rank: float
    ordinal: int
    text: str  # as printed, without blanks
    weak: bool = False

    def moved(self, by: int) -> Marker:
        """The same marker further on; `dataclasses.replace` takes four times as long."""
        return Marker(self.start + by, self.end + by, self.rule, self.family, self.rank, self.ordinal, self.text, self.weak)


@cache
def _grammar() -> Grammar:
    return load("numbering")


@cache
def _inline_scanner() -> re.Pattern[str]:
    """Where a marker can begin inside a paragraph: most numbers there are seen at once to be none."""
    return compile_scanner("numbering", "{inline_start}")


def interpret(match: Match) -> dict[str, Any]:
    """The fields that examples of numbering.yaml state."""
    marker = _marker(match, match.start)
    return {"family": marker.family, "n": marker.ordinal}


def marker_at(text: str, at: int, end: int | None = None) -> Marker | None:
    """The marker that begins exactly at `at`."""
    stop = len(text) if end is None else end
    if at < stop and not _grammar().can_begin(text[at]):
        return None  # most places, at no cost
    before = 1 if at else 0  # what stands before may forbid a marker
    window = text[at - before : min(at + _LONGEST, stop)]
    marker = _marker_in(window, before)
    if marker is None:
        return None
    if marker.end > _LONGEST - 8:  # the window may have cut what it takes or what must follow it
        match = _grammar().match(text, at, end)
        return None if match is None else _marker(match, at)
    shift = at - before
    return marker if not shift else marker.moved(shift)


@lru_cache(maxsize=8192)
def _marker_in(window: str, at: int) -> Marker | None:
    """The marker at `at` of a short window; the stages ask for the same lines again and again."""
    match = _grammar().match(window, at)
    return None if match is None else _marker(match, at)


def markers_in(text: str, start: int, end: int) -> Iterator[Marker]:
    """Markers that stand inside text[start:end], not at its start, at places where one can begin."""
    scan = _inline_scanner()
    at = start + 1
    while (hit := scan.search(text, at, end)) is not None:
        here = hit.start()
        at = here + 1
        marker = marker_at(text, here, end)
        if marker is None or marker.weak or not _may_stand(text, start, marker):
            continue
        yield marker
        at = marker.end


def _may_stand(text: str, start: int, marker: Marker) -> bool:
    before = text[marker.start - 1] if marker.start > start else "\n"
    if marker.family in ("han_paren", "circled"):
        return True  # their form is theirs alone; structure asks for a run
    if before in _BEFORE_INLINE:
        return not (marker.family in ("han", "arabic") and before in "，,、" and marker.text[-1] == "、")
    if marker.family == "han":
        return marker.ordinal == 1  # right behind a title, structure asks for more; 统一、规范 is none
    return marker.family in ("arabic", "chapter", "section") and not before.isdigit() and before not in ".．-－—~～"


def _marker(match: Match, start: int) -> Marker:
    gives = match.rule.gives
    printed = match["n"] or ""
    return Marker(
        start=start,
        end=match.end,
        rule=match.rule.name,
        family=str(gives["family"]),
        rank=float(gives["rank"]),
        ordinal=ordinal_value(printed),
        text=match.text.strip(),
        weak=bool(gives.get("weak")),
    )


def ordinal_value(printed: str) -> int:
    """The number that a marker's numeral stands for; the last part of a decimal one (2.3 -> 3)."""
    printed = printed.strip()
    if "." in printed or "．" in printed:
        printed = printed.replace("．", ".").rstrip(".").rpartition(".")[2]
    if printed.isdecimal():
        return int(printed)
    if len(printed) == 1:
        sign = _sign_value(printed)
        if sign:
            return sign
        if printed.upper() in "ABCDEFGH":
            return ord(printed.upper()) - ord("A") + 1
    return _han_value(printed)


def _sign_value(sign: str) -> int:
    code = ord(sign)
    for first, last, base in (
        (0x2460, 0x2473, 1),  # ①-⑳
        (0x3251, 0x325F, 21),  # ㉑-㉟
        (0x32B1, 0x32BF, 36),  # ㊱-㊿
        (0x2776, 0x277F, 1),  # ❶-❿
        (0x24EB, 0x24F4, 11),  # ⓫-⓴
        (0x2474, 0x2487, 1),  # ⑴-⒇
        (0x2488, 0x249B, 1),  # ⒈-⒛
        (0x3220, 0x3229, 1),  # ㈠-㈩
        (0x2160, 0x216B, 1),  # Ⅰ-Ⅻ
    ):
        if first <= code <= last:
            return code - first + base
    return 0


def _han_value(printed: str) -> int:
    value = digit = 0
    for char in printed:
        if char == "百":
            value, digit = value + (digit or 1) * 100, 0
        elif char == "十":
            value, digit = value + (digit or 1) * 10, 0
        else:
            digit = _HAN.get(char, 0)
    return value + digit
