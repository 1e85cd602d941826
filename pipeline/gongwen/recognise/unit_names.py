"""Names in a list of bodies: cut a stretch between separators into bodies, and give each the prefix it leaves out.

市委组织部、编办，市教育局、财政局 -> 市委组织部, 市委编办, 市教育局, 市财政局. What a stretch is does not depend on its
surroundings, so readings are cached by their wording; only completion looks at the neighbours.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .bodies import KNOWN, LIKELY, PREFIXED, Body, complete, is_division, parse_name

MAX_STRETCH = 120  # characters between two separators that may still be names

_CONJUNCTION = re.compile("以及|并会同|会同|联合|和|及|与|暨")
_LEADING = re.compile(r"(?:由|其中|以及|并由|并会同|会同|联合|和|及|与|[*★●▲※☆△◆#＊]|[0-9０-９]{1,2}[.．]|[①-⑳])+")
_STARS = frozenset("*★●▲※☆△◆＊")
_AND_SO_ON = re.compile("(?<![高中初优甲一二三])等(?!教育|学校|院校|级|次)")
_NOTHING_MORE = re.compile("(?:[0-9一二三四五六七八九十]+(?:个|家)?)?(?:部门|单位|部门和单位|部门单位|单位和部门|机构)?")
_NOTE = re.compile(r"(.+?)[（(](.+)[）)]")
_AS_PRINTED = re.compile("[\u4e00-\u9fffA-Za-z0-9·“”（）()]{2,24}")
_LOCAL_HEADS = ("领导小组", "指挥部", "专班", "联席会议")
_ZONES = ("示范区", "开发区", "新区", "园区", "试验区", "实验区", "高新区", "经开区", "投资区", "保税区", "功能区", "度假区", "产业园", "工业园")


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
    hit = _LEADING.match(stretch)
    at = hit.end() if hit is not None else 0
    starred = hit is not None and not _STARS.isdisjoint(hit.group())
    items = _with_rest(stretch[at:], lenient)
    if items is None:
        return None
    return tuple(replace(i, role="lead") if starred else i for i in (item.moved(at) for item in items))


def _with_rest(text: str, lenient: bool) -> list[Item] | None:
    """Names, then 等, then perhaps a collective that a careful reader could leave out."""
    for hit in _AND_SO_ON.finditer(text):
        before = _split(text[: hit.start()], lenient) if hit.start() else []
        rest = text[hit.end() :]
        if before is None:
            continue
        if _NOTHING_MORE.fullmatch(rest) and before:
            return before
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
    for hit in _CONJUNCTION.finditer(text):
        left = _noted(text[: hit.start()], True)
        if left is None or (left[0].body.strength < PREFIXED and not left[0].body.place):
            continue
        right = _split(text[hit.end() :], lenient)
        if right is not None:
            return left + [r.moved(hit.end()) for r in right]
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
    role = "lead" if note.startswith(("牵头", "主办", "主责")) else "supporting" if note.startswith(("配合", "协办", "参与", "协助")) else None
    if role is not None:
        return [*named[:-1], replace(named[-1], role=role)]
    divisions: list[Item] = []
    at = hit.start(2)
    for part in re.split("[、，,]", note):
        found = parse_name(part) if part else None
        if not is_division(part) and (found is None or found.strength < LIKELY):
            return None
        divisions.append(Item(at, at + len(part), found or _printed(part), optional=True, division=True))
        at += len(part) + 1
    return named + divisions


def _printed(name: str) -> Body:
    return Body(name, None, name, None, "other", "clauses.as_printed", strength=LIKELY)


@functools.lru_cache(maxsize=20_000)
def as_printed(stretch: str) -> Item | None:
    """What stands under a label and could be a name, though no entry explains it (三峡画报 …); None for what reads as a sentence."""
    if _AS_PRINTED.fullmatch(stretch) is None or _SENTENCE.search(stretch) is not None:
        return None
    body = replace(_printed(stretch), category="government" if is_division(stretch) else "other")
    return Item(0, len(stretch), body, optional=is_division(stretch), division=is_division(stretch))


_SENTENCE = re.compile("[的了是在将把被对从应须必可能有无不]|[0-9]{4}|年|月|以上|以下|完成|推进|加强|开展|持续|长期|负责|全面")


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
        if body.prefix is not None and not body.collective:
            prefix, place, party = body.prefix, None, body.printed_party or body.name == f"{body.prefix}委"
        elif body.place is not None:
            if body.head == body.name:
                name = body.name + _shared_head(items, index)
            elif body.category not in ("vertical", "enterprise") and not body.head.endswith(("政府", "管委会", "办事处", "学院", "医院")):
                place, prefix, party = body.place, None, body.printed_party
        elif body.collective:
            name = body.name + _local_head(items, index)
        elif _takes_prefix(body, prefix, place, last_enterprise):
            name = complete(body.head, prefix or "", place, party=party and body.party)
            level = _level(prefix, place)
        last_enterprise = body.category == "enterprise" and name[:1] == (prefix or "")[:1] != ""
        result.append(Named(item, name, level))
    return result


def _takes_prefix(body: Body, prefix: str | None, place: str | None, after_enterprise: bool) -> bool:
    if prefix is None and place is None:
        return False
    if prefix in ("国家", "中央", "全国", "国务院"):
        return body.guojia and prefix == "国家" and not body.name.startswith(("国家", "中国"))
    if body.central or not body.carries or body.level == "国家" or body.rule not in _COMPLETED:
        return False
    if body.rule == "bodies.organ" and body.name.startswith("团"):
        return False
    if body.strength < KNOWN:
        return body.category in ("government", "party") and len(body.name) <= 10 or (after_enterprise and body.category == "enterprise")
    return True


_COMPLETED = ("bodies.department", "bodies.organ", "bodies.vertical", "bodies.suffix")


def _level(prefix: str | None, place: str | None) -> str | None:
    from . import regions
    from .grammar import load

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
            zone = own.endswith(_ZONES)
            if head == "管委会" and zone or head.endswith("政府") and not zone or head.endswith(_LOCAL_HEADS):
                return head
            return ""
    return ""


def _local_head(items: Sequence[Item], index: int) -> str:
    """各市、县（区）和云岭综合实验区医改领导小组: the head that a collective of places shares with the place behind it."""
    own = items[index].body
    if own.rule != "bodies.all_local" or own.name.endswith(("政府", "管委会", "办事处", "办公室")) or index + 1 >= len(items):
        return ""
    after = items[index + 1].body
    return after.head if after.place is not None and after.head != after.name and after.head.endswith(_LOCAL_HEADS) else ""
