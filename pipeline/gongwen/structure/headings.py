"""What a heading says about the section under it: preamble, goals, closing, or work to be done."""

from __future__ import annotations

from functools import cache

import regex

from ..recognise.grammar import load

_MARKS = '、，,；;：:。（）()“”"《》 \u3000\n'
_BRACKETS = regex.compile(r"[（(][^（()）]*[）)]")


@cache
def _words() -> dict[str, str]:
    grammar = load("headings")
    return {word: kind for kind in ("notes", "closing", "goals", "preamble") for word in grammar.words(kind)}


@cache
def _splitter() -> regex.Pattern[str]:
    return regex.compile("|".join(regex.escape(w) for w in load("headings").words("splitters")))


@cache
def _urging() -> regex.Pattern[str]:
    """Verbs that head a closing section without changing what it is: 切实做好组织实施."""
    return regex.compile("(?:" + "|".join(regex.escape(w) for w in load("headings").words("urging")) + ")+")


def zone_of(heading: str) -> str | None:
    """preamble, goals, closing or notes, by the words of a heading; None for a heading of work to be done."""
    bare = _BRACKETS.sub("", "".join(heading.split())).strip(_MARKS)
    if not bare or len(bare) > 40:
        return None
    known = _kind(bare)
    if known is not None:
        return known
    kinds = [_kind(part.strip(_MARKS)) for part in _splitter().split(bare) if part.strip(_MARKS)]
    if not kinds or not all(kinds):
        return None
    return "goals" if "goals" in kinds and "closing" not in kinds else kinds[0]


@cache
def _glued() -> regex.Pattern[str]:
    words = sorted((w for w, kind in _words().items() if len(w) >= 4 and kind != "notes"), key=lambda w: (-len(w), w))
    return regex.compile("|".join(regex.escape(w) for w in words))


def glued_heading(text: str, start: int, end: int) -> int | None:
    """Where a known heading ends that its text follows without any mark (二、发展目标2025年，…); None if there is none."""
    hit = _glued().match(text, start, end)
    return hit.end() if hit is not None else None


def _kind(word: str) -> str | None:
    words = _words()
    if word in words:
        return words[word]
    hit = _urging().match(word)
    known = words.get(word[hit.end() :]) if hit is not None else None
    if known is not None or not word.endswith(tuple(_endings())):
        return known
    return next(kind for ending, kind in _endings().items() if word.endswith(ending))


@cache
def _endings() -> dict[str, str]:
    grammar = load("headings")
    return {word: kind for kind in ("closing", "goals", "preamble") for word in grammar.words(f"{kind}_endings")}
