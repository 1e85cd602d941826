"""What every match of a pattern must look like, read off the pattern as written, without compiling it.

A `Shape` says with which characters a match can begin and end, and words of which one must stand in it. It is told from
too much rather than too little: what the reading does not know (properties, back references, flags, lookarounds) is
taken to allow anything. So a text that does not fit cannot match, and the engine need not try; a text that fits may
still not match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

Ranges = tuple[tuple[int, int], ...]  # of code points, both ends included

ANY: Final[Ranges] = ((0, 0x10FFFF),)
MAX_WORDS = 24  # more of them cost more to look for than the pattern costs
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_SETS: Final = "dDsSwWpPNX"  # escapes that stand for one of many characters
_COUNTING: Final = frozenset("0123456789,")
_ASSERTIONS: Final = "bBAZzGmMK"
_FLAGS: Final = re.compile(r"\(\?[a-zA-Z]+\)")  # (?i): it changes what all behind it means
_LOOKAROUNDS: Final = ("?=", "?!", "?<=", "?<!")


@dataclass(frozen=True, slots=True)
class Shape:
    """Of one pattern. `words` is None where no word is sure to stand in a match."""

    empty: bool = True  # can match nothing at all
    first: Ranges = ()
    last: Ranges = ()
    words: tuple[str, ...] | None = None
    literal: str | None = None  # the pattern is this text and no other

    def begins_with(self, char: str) -> bool:
        return self.empty or holds(self.first, char)

    def ends_with(self, char: str) -> bool:
        return self.empty or holds(self.last, char)


NOTHING: Final = Shape(literal="")
UNKNOWN: Final = Shape(first=ANY, last=ANY)
_ONE: Final = Shape(empty=False, first=ANY, last=ANY)


def holds(ranges: Ranges, char: str) -> bool:
    code = ord(char)
    return any(low <= code <= high for low, high in ranges)


def class_of(ranges: Ranges) -> str:
    """The class of a regular expression that holds the characters."""
    return "[" + "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges) + "]"


def shape_of(pattern: str, named: Callable[[str], Shape]) -> Shape:
    """The shape of a pattern; `named` gives that of a `{reference}`.

    Raises:
        ValueError: brackets without their partner, or a class with an escape that stands for no character.
    """
    if _FLAGS.search(pattern) is not None:
        return UNKNOWN
    reader = _Reader(pattern, named)
    shape = reader.alternatives()
    if reader.at < len(pattern):
        raise ValueError(f"unmatched ) at {reader.at}")
    return shape


def lexicon_shape(words: Iterable[str]) -> Shape:
    """The shape of any one of many words."""
    known = tuple(words)
    if not all(known):
        return UNKNOWN
    first, last = (_joined(((ord(word[i]), ord(word[i])),) for word in known) for i in (0, -1))
    return Shape(False, first, last, known if len(known) <= MAX_WORDS else None)


def either(shapes: list[Shape]) -> Shape:
    """A match of one of them."""
    if len(shapes) == 1:
        return shapes[0]
    words: list[str] | None = []
    for shape in shapes:
        own = (shape.literal,) if shape.literal else shape.words
        words = None if words is None or own is None else [*words, *own]
    kept = None if words is None or len(words) > MAX_WORDS else tuple(dict.fromkeys(words))
    return Shape(any(s.empty for s in shapes), _joined(s.first for s in shapes), _joined(s.last for s in shapes), kept)


def in_a_row(shapes: list[Shape]) -> Shape:
    """Matches of all, one behind the other."""
    if len(shapes) == 1:
        return shapes[0]
    first: list[Ranges] = []
    for shape in shapes:
        first.append(shape.first)
        if not shape.empty:
            break
    last: list[Ranges] = []
    for shape in reversed(shapes):
        last.append(shape.last)
        if not shape.empty:
            break
    literal = "".join(s.literal or "" for s in shapes) if all(s.literal is not None for s in shapes) else None
    return Shape(all(s.empty for s in shapes), _joined(first), _joined(last), _surest(shapes), literal)


def _surest(shapes: list[Shape]) -> tuple[str, ...] | None:
    """The words that are hardest to find by chance: the longest, then the fewest."""
    offers: list[tuple[str, ...]] = []
    run = ""
    for shape in (*shapes, UNKNOWN):
        if shape.literal is not None:
            run += shape.literal
            continue
        if run:
            offers.append((run,))
        run = ""
        if shape.words is not None:
            offers.append(shape.words)
    return max(offers, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _joined(parts: Iterable[Ranges]) -> Ranges:
    return tuple(dict.fromkeys(one for part in parts for one in part))


def _character(char: str) -> Shape:
    here = ((ord(char), ord(char)),)
    return Shape(False, here, here, None, char)


class _Reader:
    """Recursive descent over a pattern; `at` is the place reached."""

    def __init__(self, pattern: str, named: Callable[[str], Shape]) -> None:
        self.pattern = pattern
        self.named = named
        self.at = 0

    def alternatives(self) -> Shape:
        branches = [self._sequence()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            branches.append(self._sequence())
        return either(branches)

    def _sequence(self) -> Shape:
        parts: list[Shape] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts.append(self._repeated(self._piece()))
        return in_a_row(parts) if parts else NOTHING

    def _piece(self) -> Shape:
        char = self.pattern[self.at]
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "{":
            close = self.pattern.find("}", self.at)
            name = self.pattern[self.at + 1 : close]
            self.at = close + 1
            return self.named(name)
        self.at += 1
        if char == "\\":
            return self._escape()
        if char in "^$":
            return NOTHING
        return _ONE if char == "." else _character(char)

    def _escape(self) -> Shape:
        code, self.at = self.pattern[self.at], self.at + 1
        if code in _ASSERTIONS:
            return NOTHING
        if code in _ESCAPED:
            return _character(_ESCAPED[code])
        if code in "uxU":
            width = {"x": 2, "u": 4, "U": 8}[code]
            self.at += width
            return _character(chr(int(self.pattern[self.at - width : self.at], 16)))
        if not code.isalnum():
            return _character(code)
        if code in "pP" and self.pattern.startswith("{", self.at):
            self.at = self.pattern.index("}", self.at) + 1
        return _ONE if code in _SETS else UNKNOWN

    def _class(self) -> Shape:
        begin = self.at
        self.at += 1
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        ranges: list[tuple[int, int]] = []
        while self.pattern[self.at : self.at + 1] != "]" or self.at == begin + 1 + negated:
            low = self._member()
            high = low
            if self.pattern.startswith("-", self.at) and self.pattern[self.at + 1 : self.at + 2] != "]":
                self.at += 1
                high = self._member()
            if not low or not high:
                raise ValueError("an escape that stands for no character, in [ ]")
            ranges.append((low[0][0], high[-1][1]) if low != ANY != high else ANY[0])
        self.at += 1
        if negated:
            return Shape(False, _without(ranges), _without(ranges))
        few = sum(high - low for low, high in ranges) + len(ranges) <= MAX_WORDS
        words = tuple(chr(code) for low, high in ranges for code in range(low, high + 1)) if few else None
        return Shape(False, tuple(ranges), tuple(ranges), words)

    def _member(self) -> Ranges:
        if self.at >= len(self.pattern):
            raise ValueError("unmatched [")
        char, self.at = self.pattern[self.at], self.at + 1
        return self._escape().first if char == "\\" else ((ord(char), ord(char)),)

    def _group(self) -> Shape:
        inside = self.pattern[self.at + 1 : self.at + 4]
        around = inside.startswith(_LOOKAROUNDS)
        plain = True
        self.at += 1
        if inside.startswith("?"):
            head = self.pattern[self.at : self._end_of_head()]
            self.at += len(head)
            plain = around or head in ("?:", "?>") or head.startswith("?P<") or head == "?s:"
        shape = self.alternatives()
        if not self.pattern.startswith(")", self.at):
            raise ValueError(f"unmatched ( in {self.pattern!r}")
        self.at += 1
        return NOTHING if around else shape if plain else UNKNOWN

    def _end_of_head(self) -> int:
        """Where the pattern of a group begins: behind ?: ?= ?<= ?> ?P<name> ?s:"""
        at = self.at + 1
        for mark in ("<=", "<!", "=", "!", ">", ":"):
            if self.pattern.startswith(mark, at):
                return at + len(mark)
        ends = [i for i in (self.pattern.find(c, at) for c in ":>)") if i >= 0]
        close = min(ends, default=len(self.pattern))
        return close if self.pattern[close : close + 1] == ")" else close + 1

    def _repeated(self, shape: Shape) -> Shape:
        while self.at < len(self.pattern):
            char = self.pattern[self.at]
            if char == "{" and self.pattern[self.at + 1 : self.at + 2] in _COUNTING:
                close = self.pattern.find("}", self.at)
                least = self.pattern[self.at + 1 : close].partition(",")[0]
                optional = not least or int(least) == 0
                self.at = close + 1
            elif char in "?*+":
                optional = char != "+"
                self.at += 1
            else:
                break
            if self.pattern[self.at : self.at + 1] in ("?", "+"):  # lazy or possessive
                self.at += 1
            shape = Shape(shape.empty or optional, shape.first, shape.last, None if optional else shape.words or _only(shape))
        return shape


def _only(shape: Shape) -> tuple[str, ...] | None:
    return (shape.literal,) if shape.literal else None


def _without(ranges: list[tuple[int, int]]) -> Ranges:
    """All characters but these."""
    out: list[tuple[int, int]] = []
    at = 0
    for low, high in sorted(ranges):
        if low > at:
            out.append((at, low - 1))
        at = max(at, high + 1)
    if at <= ANY[0][1]:
        out.append((at, ANY[0][1]))
    return tuple(out)


def without_lookbehind(pattern: str) -> str:
    """The pattern with every (?<=…) taken out; classes and escapes are stepped over."""
    out: list[str] = []
    depth, removed_from, i = 0, None, 0
    class_from: int | None = None  # where the class that we are in began
    while i < len(pattern):
        step = 2 if pattern[i] == "\\" else 1
        char = pattern[i]
        inside = class_from is not None
        if class_from is not None:
            first = class_from + 1 + pattern.startswith("^", class_from + 1)
            class_from = None if char == "]" and i > first else class_from
        elif char == "[":
            class_from = i
        elif char == "(":
            depth += 1
            if removed_from is None and pattern.startswith("(?<=", i):
                removed_from = depth
        if removed_from is None:
            out.append(pattern[i : i + step])
        if char == ")" and not inside and step == 1:
            if removed_from == depth:
                removed_from = None
            depth -= 1
        i += step
    return "".join(out)
