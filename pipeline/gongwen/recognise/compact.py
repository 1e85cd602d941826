"""A stretch of text without blanks, and the way back: names may be broken by line ends or parted by nothing but a blank."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import regex

from .bodies import KNOWN, PREFIXED, Body, parse_name
from .grammar import compile_fragment, load
from .separators import CLOSE, HARD, OPEN, SOFT
from .unit_labels import label_at

_BLANK = re.compile(r"\s+")


@functools.cache
def _role_cue() -> regex.Pattern[str]:
    """What may follow a list of names without a separator: 按职责分工, 牵头, 等, 和."""
    return compile_fragment("clauses", "{manner_or_role}")


def as_meant(printed: str) -> str:
    """What a scan printed with characters mistaken for others (责任主休), length for length; other text as it is."""
    return _misread().sub(lambda hit: str(load("clauses").words("misread")[hit.group()]), printed)


@functools.cache
def _misread() -> regex.Pattern[str]:
    return compile_fragment("clauses", "{misread}")


class Compact:
    """A stretch of text without blanks, and the way back to the offsets it came from."""

    __slots__ = ("_at", "base", "text")

    def __init__(self, text: str, start: int, end: int, *, apart: bool = False) -> None:
        """`apart`: a blank behind a whole name parts it from anything (责任单位及责任人: 县教育局 李某)."""
        self.base = start
        raw = as_meant(text[start:end])
        self._at: list[int] | None = None
        if _BLANK.search(raw) is None:
            self.text = raw
            return
        self.text, self._at = _join_blanks(raw, apart)

    def span(self, start: int, end: int) -> tuple[int, int]:
        if self._at is None:
            return self.base + start, self.base + end
        return self.base + self._at[start], self.base + self._at[end - 1] + 1


def _join_blanks(raw: str, apart: bool) -> tuple[str, list[int]]:
    """Take blanks out; one that parts two names (市人社局 医保中心) stays as a separator."""
    chars: list[str] = []
    at: list[int] = []
    last = 0
    for hit in _BLANK.finditer(raw):
        chars += raw[last : hit.start()]
        at += range(last, hit.start())
        if _parts(chars, raw[hit.end() : hit.end() + 40], apart):
            chars.append("\n")
            at.append(hit.start())
        last = hit.end()
    chars += raw[last:]
    at += range(last, len(raw))
    return "".join(chars), at


_EDGE = frozenset(SOFT + HARD + OPEN + CLOSE + "：: \n")


_NUMBERED = re.compile(r"^[0-9０-９]{1,2}[.．]\s*|^[①-⑳*★●▲※]\s*")


def _parts(chars: Sequence[str], after: str, apart: bool) -> bool:
    """Does the blank between what was read and `after` part two names, rather than break one?"""
    begin = len(chars)
    while begin > 0 and chars[begin - 1] not in _EDGE and len(chars) - begin < 40:
        begin -= 1
    if label_at("".join(after.split())[:16], 0) is not None:
        return begin < len(chars)
    left = _NUMBERED.sub("", "".join(chars[begin:]))
    right = re.split("[、，,；;。（(：:\\s]", _NUMBERED.sub("", after), maxsplit=1)[0]
    if right and chars and chars[-1] in CLOSE:  # 县供销社（牵头） on one line, 县商务局 on the next
        return parse_name(right) is not None
    if not left or not right:
        return False
    first = parse_name(left)
    if first is None:
        named = parse_name(right) if apart else None
        return named is not None and named.strength == KNOWN
    if apart and first.strength == KNOWN and parse_name(left + right) is None:
        return True
    if first.strength == KNOWN and _begins_another(left, "".join(after.split())):
        return True
    second = parse_name(right) if parse_name(right) is not None else _leading_body(right)
    if second is None or (second.strength < PREFIXED and second.place is None):
        return False
    if first.head == first.name == first.place and second.head == second.name == second.place:  # 安平县, 临水区
        return True
    whole = parse_name(left + right)
    if whole is None or whole.strength < KNOWN:
        return first.strength == KNOWN or whole is None
    return not (left.endswith(("委", "政府", "人大", "政协")) and second.prefix is None)


def _begins_another(left: str, after: str) -> bool:
    """Is the next name itself broken (市农业农村局|市水|利局), so that the break before it parts?"""
    if parse_name(left + after[:2]) is not None:
        return False
    names = (parse_name(after[:length]) for length in range(3, 14))
    return any(name is not None and name.strength == KNOWN and name.prefix is not None and not name.collective for name in names)


def _leading_body(text: str) -> Body | None:
    """A body at the start of a stretch that goes on with what it does (市财政局按职责分工负责)."""
    hit = _role_cue().search(text, 2)
    return parse_name(text[: hit.start()]) if hit is not None else None
