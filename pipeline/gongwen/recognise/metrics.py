"""The phrase that names what a figure counts: subject before the verb, object after the counter, shared heads completed.

All functions take and give offsets into the text; a phrase may be empty (start == end).
"""

from __future__ import annotations

import functools
from typing import Final

import regex

from .grammar import compile_fragment
from .sentences import Spans, squeeze

Span = tuple[int, int]
SHORT: Final = 3  # characters; a shorter noun says too little alone


@functools.cache
def pattern(fragment: str) -> regex.Pattern[str]:
    """A fragment of grammars/targets.yaml, read forward."""
    return compile_fragment("targets", "{" + fragment + "}")


@functools.cache
def backward(fragment: str) -> regex.Pattern[str]:
    """The same, read backward: `match(text, start, end)` finds what ends exactly at `end`."""
    return compile_fragment("targets", "(?r){" + fragment + "}")


def trim_head(text: str, start: int, end: int, times: Spans) -> int:
    """Skip what is no part of the phrase at its head: times, 力争, 其中, 实现 …"""
    while start < end:
        blank = pattern("s").match(text, start, end)
        start = start if blank is None else blank.end()
        time = times.starting(start)
        if time is not None and time[1] <= end and backward("in_name").match(text, *time) is None:
            start = time[1]
            continue
        hit = pattern("time_head").match(text, start, end) or pattern("head").match(text, start, end)
        if hit is None or hit.end() == start:
            return start
        start = hit.end()
    return end


def trim_tail(text: str, start: int, end: int, times: Spans) -> int:
    """Skip what is no part of the phrase at its end: adverbs before the verb, times, 较2020年."""
    while end > start:
        hit = backward("time_tail").match(text, start, end) or backward("tail").match(text, start, end)
        if hit is not None and hit.start() < end:
            end = hit.start()
            continue
        time = times.holding(end - 1)
        if time is None or time[0] < start or time[1] != end:
            return end
        end = time[0]
    return end


def subject(text: str, start: int, end: int, times: Spans) -> Span:
    """The phrase in text[start:end] that names what is measured, for a figure that follows it."""
    end = trim_tail(text, start, end, times)
    baseline = backward("from_tail").match(text, start, end) or backward("compared_tail").match(text, start, end)
    if baseline is not None:  # 处理率由52%提高到72%
        end = baseline.start()
    start = trim_head(text, start, end, times)
    start = _open_bracket(text, start, end)
    end = trim_tail(text, start, end, times)
    return start, end - (end - start > 2 and backward("closing_particle").match(text, start, end) is not None)


def _open_bracket(text: str, start: int, end: int) -> int:
    """A phrase does not begin inside a bracket that closes in it."""
    first = pattern("bracket").search(text, start, end)
    return first.end() if first is not None and first["close"] else start


def ends_in_figure(text: str, start: int, end: int) -> bool:
    """Is the head of text[start:end] a noun that is a figure itself (占比, …率, …数)?"""
    return backward("figure_tail").match(text, start, end) is not None


def is_scope(text: str, start: int, end: int) -> bool:
    """Is text[start:end] a place or body that a standing number is for (每个市辖区, 无…的县)?"""
    if start >= end:
        return False
    if pattern("every").match(text, start, end) is not None:
        return True
    return backward("scope").match(text, start, end) is not None and end - start > 2


def bare_object(text: str, start: int, end: int, *, headed: bool = False) -> int:
    """Where the thing made begins: 新改建农村公路 -> 农村公路. A second verb (`headed`: the first) stays where too little would be left."""
    while (hit := pattern("made_head").match(text, start, end)) is not None:
        listed = pattern("coordinate").match(text, hit.end()) is not None
        if listed and pattern("made_head").match(text, hit.end(), end) is None:  # 开工、在建项目
            break
        if headed and end - hit.end() < SHORT and pattern("coordinate").match(text, start) is None:  # 谋划储备项目
            break
        start, headed = hit.end(), True
    return start


def has_object(text: str, start: int, end: int) -> bool:
    """Does a noun follow the counter at `start`?"""
    return start < end and pattern("no_object").match(text, start, end) is None


def object_after(text: str, start: int, end: int) -> Span:
    """The thing counted, that follows the counter at `start`: up to the clause's end, a new verb or a new figure."""
    particles = pattern("particles").match(text, start, end)
    start = start if particles is None else particles.end()
    stop = pattern("object_end").search(text, start, end)
    if stop is not None and stop.start() > start:
        end = stop.start()
    tail = backward("object_tail").match(text, start, end)
    if tail is not None and tail.start() > start + 1:
        end = tail.start()
    return start, end


def series_metric(own: str, first: str, *, listed: bool) -> str:
    """A figure's own words completed by the statistic of the figure before: …浓度甲区域达到35、乙区域达到30.

    `listed` where nothing but 、 stands between the two.
    """
    if ends_in_figure(own, 0, len(own)) or not own:
        prefix = pattern("per_prefix").match(first)
        ours = pattern("per_prefix").match(own)
        return prefix[0] + own if listed and prefix is not None and ours is None and own[:1] not in prefix[0] else own
    placed = backward("figure_place").match(first)
    named = backward("figure_head")
    if placed is not None and named.match(first, 0, placed.start()) and pattern("figure_place").fullmatch(own):
        return first[: placed.start()] + own  # 反应时间城区12分钟，农村25分钟
    if listed:
        for i in range(len(first) - 1, max(len(first) - 13, 1), -1):
            if named.match(first, 0, i) and not named.match(first):
                return first[:i] + own
    if pattern("place_like").fullmatch(own) is not None and ends_in_figure(first, 0, len(first)):
        place = pattern("place_head").match(first)
        rest = first if place is None else first[place.end() :]
        if len(rest) > 1 and ends_in_figure(rest, 0, len(rest)):
            return own + rest
    if pattern("anchor").match(own, len(own) - 1) is not None:
        at = first.rfind(own[-1], 0, len(first) - 1)
        if at > 0 and ends_in_figure(first, at + 1, len(first)):
            return own + first[at + 1 :]
    return own


def complete(phrase: str, last: str) -> str:
    """A level word alone (国家级) completed with the head that stands only on the last of its coordinates."""
    word = pattern("level_word")
    if word.fullmatch(phrase) is None:
        return phrase
    head = word.match(last)
    return phrase + last[head.end() :] if head is not None else phrase


def complete_after(phrase: str, first: str) -> str:
    """国家级绿色工厂5家、省级15家: the head that stands only on the first of the coordinates."""
    word = pattern("level_word")
    head = word.search(first) if word.fullmatch(phrase) is not None else None
    return phrase if head is None else phrase + first[head.end() :]


def coordinates(phrase: str, count: int | None) -> list[str] | None:
    """The coordinated nouns of a subject, each completed; None where it does not split into `count` figures.

    With `count` None every part must be a figure noun of its own (A占比以及B占比均达到…).
    """
    cuts = _cuts(phrase)
    parts = _figure_parts(phrase, cuts)
    if len(parts) > 1 and count in (None, len(parts)) and not (count and _lacks_head(parts)):
        return _share_prefix(parts)
    if count is None or len(cuts) + 1 != count:
        return None
    if not ends_in_figure(phrase, 0, len(phrase)):
        return _after_statistic(phrase, cuts)
    edges = [0, *(at for cut in cuts for at in cut), len(phrase)]
    pieces = [phrase[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [_share_suffix(piece, pieces[-1]) for piece in pieces]


def recipients(phrase: str, count: int) -> list[str] | None:
    """社会办医院、基层机构预留空间: what is done for each of them; None where they are not `count`."""
    hit = pattern("purpose_parts").fullmatch(phrase)
    if hit is None:
        return None
    who = hit["who"]
    edges = [0, *(at for cut in _cuts(who) for at in cut), len(who)]
    parts = [who[a:b] + hit["what"] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return parts if len(parts) == count else None


def _cuts(phrase: str) -> list[Span]:
    """Where 、和与及以及 stand in a phrase, outside brackets and quotes."""
    cuts: list[Span] = []
    depth = i = 0
    while i < len(phrase):
        depth += (pattern("opening_mark").match(phrase, i) is not None) - (pattern("closing_mark").match(phrase, i) is not None)
        hit = pattern("coordinate").match(phrase, i) if depth == 0 and i else None
        if hit is not None:
            cuts.append(hit.span())
        i = hit.end() if hit is not None else i + 1
    return cuts


def _after_statistic(phrase: str, cuts: list[Span]) -> list[str] | None:
    """研究生比例小学、初中、高中分别达到…: the statistic stands before the first of those it is measured in."""
    at = max((i for i in range(2, cuts[0][0]) if ends_in_figure(phrase, 0, i)), default=0)
    if not at:
        return None
    edges = [at, *(edge for cut in cuts for edge in cut), len(phrase)]
    return [phrase[:at] + phrase[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _lacks_head(parts: list[str]) -> bool:
    """化学需氧量、氨氮重点工程减排量: the first only looks like a figure, its head stands on the last."""
    return pattern("substance").fullmatch(parts[0]) is not None


def _figure_parts(phrase: str, cuts: list[Span]) -> list[str]:
    """The phrase cut only where a figure noun ends: 中心和医院的A占比 | B占比."""
    parts, begin = [], 0
    for start, end in cuts:
        if ends_in_figure(phrase, begin, start):
            parts.append(phrase[begin:start])
            begin = end
    return [*parts, phrase[begin:]] if ends_in_figure(phrase, begin, len(phrase)) else []


def _share_prefix(parts: list[str]) -> list[str]:
    """全市医院的A占比、B占比: the attribute before the last 的 of the first holds for the others."""
    per = pattern("per_prefix").match(parts[0])
    if per is not None and pattern("per_prefix").match(parts[-1]) is None:
        return [parts[0], *(per[0] + part for part in parts[1:])]
    attribute = pattern("attribute")
    shared = attribute.match(parts[0])
    if shared is None:
        return parts
    return [parts[0], *(part if attribute.match(part) else shared[0] + part for part in parts[1:])]


def _share_suffix(part: str, last: str) -> str:
    """城市和县城污水处理率: the head of the last holds for the others; where it begins is told by coordinates of one length."""
    head = backward("shared_head").match(last)
    if part == last or len(last) <= len(part) or head is None:
        return part
    return part + last[min(len(part), max(head.start(), 1)) if len(part) <= head.start() else head.start() :]


def joined(text: str, *spans: Span) -> str:
    """The phrase made of several stretches, without blanks."""
    return squeeze("".join(text[a:b] for a, b in spans if a < b))
