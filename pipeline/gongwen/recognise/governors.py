"""Which word governs a figure: the verb before it, a figure noun before it, or neither. Wording: grammars/targets.yaml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import regex

from .grammar import load
from .metrics import backward, ends_in_figure, pattern, trim_head, trim_tail
from .sentences import Spans

CLASSES: Final = ("reach", "have", "build", "up", "down")  # the first that holds a word gives its class


@dataclass(frozen=True, slots=True)
class Governor:
    """The word that governs a figure; `adjacent` where nothing but adverbs stands between.

    `kind` is reach, have, build, up, down, or figure (a figure noun stands right before). `weak` marks verbs that also
    head mere programmes (落实17项行动).
    """

    kind: str
    start: int
    end: int
    adjacent: bool
    weak: bool = False


@functools.cache
def verb_classes() -> Mapping[str, str]:
    """Every verb of the tables and its class."""
    tables = load("targets")
    return {word: kind for kind in reversed(CLASSES) for word in tables.words(kind)}


@functools.cache
def _weak() -> frozenset[str]:
    return frozenset(load("targets").words("weak_build"))


@functools.cache
def _verb_anywhere() -> regex.Pattern[str]:
    words = sorted((w for w in verb_classes() if len(w) > 1), key=lambda w: (-len(w), w))
    return regex.compile("|".join(map(regex.escape, words)))


def govern(text: str, start: int, end: int, times: Spans) -> Governor | None:
    """The governor of a figure that stands at `end`, looked for in text[start:end] (its clause before it)."""
    held = backward("held").match(text, start, end)
    if held is not None:
        return _governor(held[0], held.start(), held.end(), adjacent=True)
    edge = trim_tail(text, start, end, times)
    per = backward("per_tail").match(text, start, edge)
    if per is not None:  # 提高到每亩16元
        edge = trim_tail(text, start, per.start(), times)
    hit = backward("verb").match(text, start, edge)
    if hit is None and edge < end and trim_head(text, start, edge, times) >= edge:  # 加快5个…建设: the adverb is the verb
        hit = backward("verb").match(text, start, end)
    if hit is not None and _is_verb(text, hit, start):
        return _governor(hit["verb"], hit.start("verb"), hit.end(), adjacent=True)
    begin = trim_head(text, start, edge, times)
    opening = pattern("build_head").match(text, begin, edge)
    tables = load("targets")
    if opening is not None and text[opening.end() : edge] in tables.words("dimensions") and opening["verb"] not in tables.words("adding"):
        return Governor("figure", edge, edge, adjacent=True)
    head = _head_verb(text, begin, edge)
    if head is not None:
        return head
    if ends_in_figure(text, start, edge):
        return Governor("figure", edge, edge, adjacent=True)
    if opening is not None and edge - opening.end() >= 2:
        return _governor(opening["verb"], opening.start("verb"), opening.end(), adjacent=False)
    last = None
    for last in _verb_anywhere().finditer(text, start, edge):  # noqa: B007 - the last one governs
        pass
    return None if last is None else _governor(last[0], last.start(), last.end(), adjacent=False)


def _governor(word: str, start: int, end: int, *, adjacent: bool) -> Governor:
    return Governor(verb_classes()[word], start, end, adjacent, word in _weak())


def _is_verb(text: str, hit: regex.Match[str], floor: int) -> bool:
    """A word of one character is a verb only where it is no end of a longer word (作为, 创建)."""
    if backward("averaged").match(text, floor, hit.start("verb")) is not None:  # 亩均投入
        return False
    if len(hit["verb"]) > 1:
        return True
    return backward("no_verb").match(text, max(floor, hit.start("verb") - 1), hit.end("verb")) is None


def _head_verb(text: str, start: int, edge: int) -> Governor | None:
    """提高X标准30元, 新增就业5万人: the verb stands at the head of the clause, its object ends in a figure noun."""
    hit = pattern("head_verb").match(text, start, edge)
    if hit is None and backward("stock_tail").match(text, start, edge) is not None:
        hit = pattern("build_head").match(text, start, edge)
    longer = pattern("build_head").match(text, start, edge) if hit is not None else None
    if hit is not None and longer is not None and longer.end("verb") > hit.end("verb"):  # 改造提升, not 改造
        hit = longer
    if hit is None or edge - hit.end() < 2:
        return None
    return _governor(hit["verb"], hit.start("verb"), hit.end(), adjacent=False)
