"""Names in a list of bodies: cut a stretch between separators into bodies, and give each the prefix it leaves out.

市委组织部、编办，市教育局、财政局 -> 市委组织部, 市委编办, 市教育局, 市财政局. What a stretch is does not depend on its
surroundings, so readings are cached by their wording; only completion looks at the neighbours.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from . import regions
from .bodies import KNOWN, LIKELY, PREFIXED, Body, complete, is_division, parse_name
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
    zones: tuple[str, ...]
    local_heads: tuple[str, ...]
    own_names: tuple[str, ...]
    keeps_to_itself: tuple[str, ...]


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
        words("explains"), words("zone_endings"), words("shared_local_heads"), words("own_names"), words("no_handing_on"),
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

    def moved(self, by: int) -> Item:
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Named:
    """An item with its name as it would stand alone."""

    item: Item
    name: str
    level: str | None


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
    items = _with_rest(stretch[at:], lenient)
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
    role = _noted_role(note)
    if role is not None:
        return [*named[:-1], replace(named[-1], role=role)]
    divisions: list[Item] = []
    at = hit.start(2)
    for part in regex.split("[、，,]", note):
        found = parse_name(part) if part else None
        if not is_division(part) and (found is None or found.strength < LIKELY):
            return None
        divisions.append(Item(at, at + len(part), found or _printed(part), optional=True, division=True))
        at += len(part) + 1
    return named + divisions


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



def completed(items: Sequence[Item]) -> list[Named]:
    """Every item with the name it would have standing alone, in order."""
    result: list[Named] = []
    prefix: str | None = None
    place: str | None = None
    party = False
    last_enterprise = False
    for index, item in enumerate(items):
        body = item.body
        name, level = body.name, body.level
        if item.division:
            result.append(Named(item, name, level))
            continue
        if body.central and body.name.startswith("国家"):
            prefix, place, party = "国家", None, False
        elif body.prefix is not None and not body.collective:
            prefix, place, party = body.prefix, None, body.printed_party or body.name == f"{body.prefix}委"
        elif body.place is not None:
            if body.head == body.name:
                name = body.name + _shared_head(items, index)
            elif body.category not in ("vertical", "enterprise") and not body.head.endswith(_cues().keeps_to_itself):
                place, prefix, party = body.place, None, body.printed_party
        elif body.collective:
            name = body.name + _local_head(items, index)
        elif body.full == "人民政府" and not body.prefix and index and (committee := _committee(items[index - 1].body)):
            name = committee + body.name
        elif _takes_prefix(body, prefix, place, last_enterprise):
            name = complete(body.head, prefix or "", place, party=party and body.party)
            level = _level(prefix, place)
        last_enterprise = body.category == "enterprise" and name[:1] == (prefix or "")[:1] != ""
        result.append(Named(item, name, level))
    return result


def _committee(body: Body) -> str | None:
    """各县（市、区）党委、政府: what stands before 党委 stands before 政府 too."""
    if not body.collective:
        return None
    return next((body.name.removesuffix(word) for word in ("党委", "委") if body.name.endswith(word)), None)


def _takes_prefix(body: Body, prefix: str | None, place: str | None, after_enterprise: bool) -> bool:
    if prefix is None and place is None:
        return False
    if prefix in ("国家", "中央", "全国", "国务院"):
        return body.guojia and prefix == "国家" and not body.name.startswith(("国家", "中国"))
    if body.central or not body.carries or body.level == "国家" or body.rule not in _COMPLETED:
        return False
    if body.name.startswith("团") or body.name.endswith(_cues().own_names):
        return False
    if body.strength < KNOWN:
        return (body.category in ("government", "party") and len(body.name) <= 10) or (after_enterprise and body.category == "enterprise")
    return True


_COMPLETED = ("bodies.department", "bodies.organ", "bodies.vertical", "bodies.suffix")


def _level(prefix: str | None, place: str | None) -> str | None:
    return regions.level_of(place) if place else load("bodies").words("levels").get(prefix or "")


def _shared_head(items: Sequence[Item], index: int) -> str:
    """杨凌示范区、西咸新区管委会: the head that the places in a row share."""
    own = items[index].body.name
    for item in items[index + 1 :]:
        body = item.body
        if body.place is None:
            return ""
        if body.head != body.name:
            head = body.head
            zone = own.endswith(_cues().zones)
            if (head == "管委会" and zone) or (head.endswith("政府") and not zone) or head.endswith(_cues().local_heads):
                return head
            return ""
    return ""


def _local_head(items: Sequence[Item], index: int) -> str:
    """各市、县（区）和云岭综合实验区医改领导小组: the head that a collective of places shares with the place behind it."""
    own = items[index].body
    if own.rule != "bodies.all_local" or own.name.endswith(("政府", "管委会", "办事处", "办公室")) or index + 1 >= len(items):
        return ""
    after = items[index + 1].body
    return after.head if after.place is not None and after.head != after.name and after.head.endswith(_cues().local_heads) else ""
