"""Sentences and clauses around a place in the text: where a figure's words begin and end.

A sentence ends at 。；！？ or a line break, a clause also at ，and ：. What stands in brackets is a clause of its own for
figures inside it and opaque for figures outside.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import Final, Protocol

REACH: Final = 240  # characters; no clause is longer, and no text may make one cost more
_SENTENCE_END: Final = re.compile(r"[。；;！!？?\n\r\t\v\f]|(?<=[\u4e00-\u9fff%）)])\.(?=[\s\u4e00-\u9fff（(]|$)")  # a Western stop too
_PAIRS: Final = {"）": "（", ")": "(", "】": "【", "〕": "〔"}
_OPENERS: Final = {"（": "）", "(": ")", "【": "】", "〔": "〕"}
_MARKS: Final = re.compile("[" + re.escape("，,：:" + "".join(_PAIRS) + "".join(_OPENERS)) + "]")
_QUOTED: Final = re.compile(r"“[^“”\n]{1,24}”|‘[^‘’\n]{1,24}’|「[^「」\n]{1,24}」|《[^《》\n]{1,120}》")


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Sentences:
    """The sentences of text[start:end]; `around(at)` gives the bounds of the one that holds `at`."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end

    @cached_property
    def _ends(self) -> list[int]:  # when first asked for: most stretches hold no figure
        return [m.end() for m in _SENTENCE_END.finditer(self._text, self._start, self._end)]

    def around(self, at: int) -> tuple[int, int]:
        i = bisect_right(self._ends, at)
        begin = self._ends[i - 1] if i else self._start
        return begin, (self._ends[i] - 1 if i < len(self._ends) else self._end)


class Spans:
    """Stretches that something else has claimed; asks whether a place lies in one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [s for s, _ in self._spans] if self._spans else []

    def holding(self, at: int) -> tuple[int, int] | None:
        i = bisect_right(self._starts, at) - 1
        return self._spans[i] if i >= 0 and at < self._spans[i][1] else None

    def starting(self, at: int) -> tuple[int, int] | None:
        i = bisect_left(self._starts, at)
        return self._spans[i] if i < len(self._spans) and self._spans[i][0] == at else None


def spans_of(mentions: Iterable[Spanned]) -> Spans:
    """The spans of mentions."""
    return Spans((m.start, m.end) for m in mentions)


def quoted(text: str, start: int, end: int) -> Spans:
    """Short quotations and titles: “15分钟就医圈”, 《…》. A number inside is part of a name or a slogan."""
    return Spans(m.span() for m in _QUOTED.finditer(text, start, end))


def clause_start(text: str, at: int, floor: int) -> int:
    """Where the clause that runs up to `at` begins, not before `floor`."""
    closed: list[str] = []
    floor = max(floor, at - REACH)
    for i in reversed([mark.start() for mark in _MARKS.finditer(text, floor, at)]):
        char = text[i]
        if char in _PAIRS:
            closed.append(_PAIRS[char])
        elif char in _OPENERS:
            if not closed:
                return i + 1
            closed.pop()
        elif not closed and not _inside_number(text, i):
            return i + 1
    return floor


def clause_end(text: str, at: int, ceiling: int) -> int:
    """Where the clause that goes on at `at` ends, not after `ceiling`."""
    opened: list[str] = []
    ceiling = min(ceiling, at + REACH)
    for mark in _MARKS.finditer(text, at, ceiling):
        i = mark.start()
        char = text[i]
        if char in _OPENERS:
            opened.append(_OPENERS[char])
        elif char in _PAIRS:
            if not opened:
                return i
            opened.pop()
        elif not opened and not _inside_number(text, i):
            return i
    return ceiling


def _inside_number(text: str, at: int) -> bool:
    """1,200 and 1:1.4 hold no pause."""
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit() and text[at] != "，"


def squeeze(text: str) -> str:
    """A phrase without the blanks and line breaks that typesetting left in it."""
    return "".join(text.split())
