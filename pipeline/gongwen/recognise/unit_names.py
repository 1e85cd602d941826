"""Names in a list of bodies: a stretch between separators cut into the bodies it names.

What a stretch is does not depend on its surroundings, so readings are cached by their wording; names are completed from
their neighbours in `completion`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import regex

from .bodies import KNOWN, LIKELY, PREFIXED, Body, is_division, parse_name
from .grammar import compile_fragment, load

MAX_STRETCH = 120  # characters between two separators that may still be names



@dataclass(frozen=True, slots=True)
class _Cues:
    """Wording of lists, from grammars/clauses.yaml."""

    conjunction: regex.Pattern[str]
    leading: regex.Pattern[str]
    stars: regex.Pattern[str]
    and_so_on: regex.Pattern[str]
    nothing_more: regex.Pattern[str]
    nothing_more_and: regex.Pattern[str]
    printed: regex.Pattern[str]
    sentence: regex.Pattern[str]
    explains: tuple[str, ...]
    spoken: frozenset[str]


@functools.cache
def _cues() -> _Cues:
    grammar = load("clauses")

    def words(name: str) -> tuple[str, ...]:
        return tuple(grammar.words(name))

    def cue(name: str) -> regex.Pattern[str]:
        return compile_fragment("clauses", f"{{{name}}}")

    return _Cues(
        cue("conjunctions"), cue("leading"), cue("stars"), cue("and_so_on"), cue("nothing_more"),
        compile_fragment("clauses", "{nothing_more}{conjunctions}"), cue("as_printed"), cue("sentence"),
        words("explains"), frozenset(words("spoken_conjunctions")),
    )  # fmt: skip


_NOTE = regex.compile(r"(.+?)[（(〔【\[](.+)[）)〕】\]]")


@dataclass(frozen=True, slots=True)
class Item:
    """One body of a list; offsets are relative to the stretch. `role` only where the item itself says it (X（牵头）)."""

    start: int
    end: int
    body: Body
    role: str | None = None
    optional: bool = False
    division: bool = False
    noted: bool = False  # stands in brackets behind the body it is part of

    def moved(self, by: int) -> Item:
        if not by:
            return self
        return Item(self.start + by, self.end + by, self.body, self.role, self.optional, self.division, self.noted)


@functools.lru_cache(maxsize=50_000)
def read_stretch(stretch: str, lenient: bool) -> tuple[Item, ...] | None:
    """The bodies that a stretch without separators names, every character explained; None if it names something else.

    `lenient` (under a label, in a cell, before 负责) also believes a last word without prefix and a bare place.
    """
    if not stretch or len(stretch) > MAX_STRETCH:
        return None
    hit = _cues().leading.match(stretch)
    at = hit.end() if hit is not None else 0
    starred = hit is not None and _cues().stars.search(hit.group()) is not None
    end = len(stretch)
    while end > at and _cues().stars.match(stretch, end - 1):  # 市科技局*
        end, starred = end - 1, True
    items = _with_rest(stretch[at:end], lenient)
    if items is None:
        return None
    return tuple(replace(i, role="lead") if starred else i for i in (item.moved(at) for item in items))


def _with_rest(text: str, lenient: bool) -> list[Item] | None:
    """Names, then 等, then perhaps a collective that a careful reader could leave out."""
    for hit in _cues().and_so_on.finditer(text):
        before = _split(text[: hit.start()], lenient) if hit.start() else []
        rest = text[hit.end() :]
        if before is None:
            continue
        if _cues().nothing_more.fullmatch(rest) and before:
            return before
        joined = _cues().nothing_more_and.match(rest)
        if joined is not None and before:  # 等部门及各县（市、区）
            last = _split(rest[joined.end() :], lenient)
            if last is not None:
                return before + [m.moved(hit.end() + joined.end()) for m in last]
        more = _split(rest, lenient)
        if more is not None and before and more[0].body.collective:
            return before + [replace(m, optional=k == 0) for k, m in enumerate(m.moved(hit.end()) for m in more)]
    return _split(text, lenient)


def _split(text: str, lenient: bool) -> list[Item] | None:
    """One body, or several joined by 和, 及, 会同."""
    if not text:
        return None
    body = _body(text, lenient)
    if body is not None and body.strength == KNOWN and not body.collective:
        return [Item(0, len(text), body)]
    for hit in _cues().conjunction.finditer(text):
        left = _noted(text[: hit.start()], True)
        if left is None or (left[0].body.strength < PREFIXED and not left[0].body.place):
            continue
        right = _split(text[hit.end() :], lenient)
        if right is not None and hit.group() in _cues().spoken and min(left[-1].body.strength, right[0].body.strength) < KNOWN:
            continue
        if right is not None:
            return left + [r.moved(hit.end()) for r in right]
    if body is None and lenient and is_division(text) and _cues().printed.fullmatch(text) and _cues().sentence.search(text) is None:
        return [Item(0, len(text), _printed(text), optional=True, division=True)]
    return [Item(0, len(text), body)] if body is not None else _noted(text, lenient)


def _body(text: str, lenient: bool) -> Body | None:
    body = parse_name(text)
    return body if body is not None and (lenient or body.strength > LIKELY) else None


def _noted(text: str, lenient: bool) -> list[Item] | None:
    """A body, perhaps with a note in brackets behind it: its role, or divisions of it."""
    body = _body(text, lenient)
    if body is not None:
        return [Item(0, len(text), body)]
    hit = _NOTE.fullmatch(text)
    if hit is None:
        return None
    named = _split(hit[1], lenient)
    if named is None:
        return None
    note = hit[2]
    if note.startswith(_cues().explains):
        return named
    if note in load("bodies").words("suffixes"):  # 省烟草专卖局（公司）: one name
        return [*named[:-1], replace(named[-1], end=len(text), body=replace(named[-1].body, name=text[named[-1].start :]))]
    role = _noted_role(note)
    if role is not None:
        return [*named[:-1], replace(named[-1], role=role)]
    divisions: list[Item] = []
    at = hit.start(2)
    for part in regex.split("[、，,]", note):
        found = parse_name(part) if part else None
        if not is_division(part) and (found is None or found.strength < LIKELY):
            # 县发展改革局（张某）: says nothing of who is charged
            return named if _PERSON.fullmatch(note) is not None and named[-1].body.strength == KNOWN else None
        divisions.append(Item(at, at + len(part), found or _printed(part), optional=True, division=True, noted=True))
        at += len(part) + 1
    return named + divisions


_PERSON = regex.compile(r"(?:\p{Han}{2,3}(?:[、，\s]|$)){1,3}")


def _noted_role(note: str) -> str | None:
    """（牵头）, （配合单位）: a role said of the name before it."""
    return next((role for verb, role in load("clauses").words("roles").items() if role != "responsible" and note.startswith(verb)), None)


def _printed(name: str) -> Body:
    return Body(name, None, name, None, "other", "clauses.as_printed", strength=LIKELY)


@functools.lru_cache(maxsize=20_000)
def as_printed(stretch: str) -> Item | None:
    """What stands under a label and could be a name, though no entry explains it (三峡画报 …); None for what reads as a sentence."""
    if _cues().printed.fullmatch(stretch) is None or _cues().sentence.search(stretch) is not None:
        return None
    body = replace(_printed(stretch), category="government" if is_division(stretch) else "other")
    return Item(0, len(stretch), body, optional=is_division(stretch), division=is_division(stretch))
