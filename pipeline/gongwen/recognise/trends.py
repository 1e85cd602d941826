"""Targets without a number: trends of statistics, references to other bodies' figures, full coverage.

A trend counts only where the thing that rises or falls is a figure itself (占比, 率, …数, 标准, 费用). Wording:
grammars/trends.yaml.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import regex

from ..model.mentions import TargetMention
from . import metrics
from .grammar import Match, compile_fragment, compile_scanner, load
from .sentences import REACH, Sentences, Spans, clause_end, clause_start, squeeze

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Place:
    text: str
    times: Spans
    sentence: Span
    clause: Span


@functools.cache
def _cues() -> re.Pattern[str]:
    return compile_scanner("trends", "{cue}")


def find_trends(text: str, start: int, stop: int, sentences: Sentences, times: Spans, numbered: Spans) -> list[TargetMention]:
    """Trends, references and coverage in text[start:stop]; nothing inside `numbered`, the targets that have a figure."""
    grammar = load("trends")
    found: list[TargetMention] = []
    at = start
    while (cue := _cues().search(text, at, stop)) is not None:
        at = cue.end()
        if numbered.holding(cue.start()) is not None or numbered.holding(cue.start() - 1) is not None:
            continue
        match = grammar.match(text, cue.start(), stop)
        if match is None or (match.rule.gives["form"] == "trend" and not _may_be_trend(text, match.end, stop)):
            continue
        sentence = sentences.around(cue.start())
        clause = (clause_start(text, match.start, sentence[0]), clause_end(text, match.end, sentence[1]))
        if match.end > sentence[1]:
            continue
        target = _READERS[str(match.rule.gives["form"])](match, _Place(text, times, sentence, clause), found)
        if target is not None and numbered.holding(target.end - 1) is None:
            found.append(target)
            at = max(at, match.end)
    return found


def _may_be_trend(text: str, at: int, stop: int) -> bool:
    """Does the clause end after the verb, or an object follow that ends in a figure? Most rises are of none, and cost no more than this."""
    return _forward("closing").match(text, at, stop) is not None or _forward("object").match(text, at, min(stop, at + REACH)) is not None


def _reference(match: Match, place: _Place, found: list[TargetMention]) -> TargetMention | None:
    """达到全国平均水平, 不低于全省平均水平, 接近…平均水平."""
    text = place.text
    if _forward("attributive").match(text, match.end, place.clause[1]):
        return None
    begin, stop = metrics.subject(text, place.clause[0], match.start, place.times)
    metric = squeeze(text[begin:stop])
    start = begin
    if not metric or metrics.pattern("pronoun").fullmatch(metric):
        last = found[-1] if found and found[-1].mode == "reference" and found[-1].start >= place.sentence[0] else None
        span = _before(place)
        metric = last.metric if last is not None else squeeze(text[span[0] : span[1]])
        start = match.start if last is not None or not metric else span[0]
    if last_part := _after_and(match, found, text):
        metric, start = last_part.metric, match.start
    return None if not metric else _mention(match, start, match.end, metric, "reference", _comparator(match))


def _after_and(match: Match, found: list[TargetMention], text: str) -> TargetMention | None:
    """并接近Y: the second reference of one subject."""
    if not found or found[-1].mode != "reference" or match.start - found[-1].end > 4:
        return None
    return found[-1] if _forward("and_reference").fullmatch(text, found[-1].end, match.start) else None


def _comparator(match: Match) -> str:
    verb = match["verb"] or ""
    table = load("trends").words("reference_verbs")
    after = match["after"] or ""
    return "ge" if after else str(table.get(verb, "eq"))


def _before(place: _Place) -> Span:
    end = place.clause[0] - 1
    if end <= place.sentence[0]:
        return place.clause[0], place.clause[0]
    return metrics.subject(place.text, clause_start(place.text, end, place.sentence[0]), end, place.times)


def _trend(match: Match, place: _Place, found: list[TargetMention]) -> TargetMention | None:
    """提高X率 (object after the verb) or X率逐步提高 (subject before it)."""
    if metrics.pattern("given").match(place.text, place.clause[0], match.start) is not None:
        return None
    direction = str(load("trends").words("moves")[match["verb"] or ""])
    return _object_trend(match, place, direction) or _subject_trend(match, place, direction)


def _object_trend(match: Match, place: _Place, direction: str) -> TargetMention | None:
    text = place.text
    if not _opens(text, place, match.start):
        return None
    noun = _forward("object").match(text, match.end, place.clause[1])
    if noun is None or noun["thing"] is None:
        return None
    begin, stop = noun.span("thing")
    optional = noun["soft"] is not None
    if _forward("quality").match(text, match.start, stop):
        return None
    return _mention(match, _manner_start(text, place, match.start), stop, squeeze(text[begin:stop]), "trend", direction, optional)


def _opens(text: str, place: _Place, at: int) -> bool:
    """Does the verb open its clause, but for adverbs, times and conjunctions?"""
    begin = metrics.trim_head(text, place.clause[0], at, place.times)
    return begin >= at or _forward("opening").fullmatch(text, begin, at) is not None


def _manner_start(text: str, place: _Place, at: int) -> int:
    hit = _backward("manner").match(text, place.clause[0], at)
    return hit.start() if hit is not None else at


def _subject_trend(match: Match, place: _Place, direction: str) -> TargetMention | None:
    text = place.text
    if _forward("closing").match(text, match.end, place.clause[1]) is None:
        return None
    edge = metrics.trim_tail(text, place.clause[0], _manner_start(text, place, match.start), place.times)
    if _backward("nominal").match(text, place.clause[0], edge):  # 推进开展率的提升
        edge -= 1
    noun = _backward("subject").match(text, place.clause[0], edge)
    if noun is None:
        return None
    begin, stop = metrics.subject(text, place.clause[0], edge, place.times)
    if stop - begin < 3 or _only_purpose(place, begin, match.start):
        return None
    return _mention(match, begin, match.end, squeeze(text[begin:stop]), "trend", direction, noun["soft"] is not None)


def _only_purpose(place: _Place, begin: int, at: int) -> bool:
    """…集中采购，推动费用进一步降低: a hope, unless it says from when or how (逐年, 较上年)."""
    text = place.text
    hopes = _forward("hope").match(text, place.clause[0], begin) is not None
    return hopes and _forward("measured").search(text, begin, at) is None


def _coverage(match: Match, place: _Place, found: list[TargetMention]) -> TargetMention | None:
    """X全覆盖."""
    text = place.text
    if _forward("closing").match(text, match.end, place.clause[1]) is None:
        return None
    done = metrics.backward("done").match(text, place.clause[0], match.start)
    edge = match.start if done is None else done.start()
    begin, stop = metrics.subject(text, place.clause[0], edge, place.times)
    if begin >= stop:
        begin, stop = _before(place)
    return None if stop - begin < 2 else _hundred(match, begin, match.end, squeeze(text[begin:stop]))


def _all_of(match: Match, place: _Place, found: list[TargetMention]) -> TargetMention | None:
    """全部X做到Y, 覆盖所有X."""
    text = place.text
    deed = _forward("all_deed").match(text, match.end, place.clause[1])
    if deed is None:
        return None
    return _hundred(match, match.start, deed.end(), squeeze(text[match.end : deed.end()]))


def _cover_all(match: Match, place: _Place, found: list[TargetMention]) -> TargetMention | None:
    text = place.text
    begin, stop = metrics.subject(text, place.clause[0], match.start, place.times)
    thing = metrics.object_after(text, match.end, place.clause[1])
    if begin >= stop or thing[0] >= thing[1] or _forward("nominal").search(text, *thing):
        return None
    return _hundred(match, begin, thing[1], squeeze(text[begin:stop] + text[match.start : thing[1]]))


def once(targets: list[TargetMention]) -> list[TargetMention]:
    """Full coverage of one thing counts once, however often a task says it; the longer name is kept."""
    covers = [t for t in targets if t.rule == "trends.full_coverage"]
    dropped = {id(t) for i, t in enumerate(covers) for j, u in enumerate(covers) if i != j and _within(t, u, earlier=i < j)}
    return [t for t in targets if id(t) not in dropped]


def _within(part: TargetMention, whole: TargetMention, *, earlier: bool) -> bool:
    if part.metric == whole.metric:
        return not earlier
    return len(part.metric) > 3 and whole.metric.endswith(part.metric)


_READERS: Final[dict[str, Callable[[Match, _Place, list[TargetMention]], TargetMention | None]]] = {
    "reference": _reference,
    "trend": _trend,
    "coverage": _coverage,
    "all": _all_of,
    "cover_all": _cover_all,
}


def _mention(match: Match, start: int, end: int, metric: str, mode: str, comparator: str, optional: bool = False) -> TargetMention:
    return TargetMention(start, end, match.rule.name, metric, mode, comparator, optional=optional)


def _hundred(match: Match, start: int, end: int, metric: str) -> TargetMention:
    return TargetMention(start, end, match.rule.name, metric, "level", "eq", value="100", unit="%", optional=True)


@functools.cache
def _forward(fragment: str) -> regex.Pattern[str]:
    return compile_fragment("trends", "{" + fragment + "}")


@functools.cache
def _backward(fragment: str) -> regex.Pattern[str]:
    return compile_fragment("trends", "(?r){" + fragment + "}")
