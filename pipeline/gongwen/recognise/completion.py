"""Names as they would stand alone: each body of a list is given what it leaves out of the names beside it.

市委组织部、编办，市教育局、财政局 -> 市委组织部, 市委编办, 市教育局, 市财政局; 各乡镇人民政府、街道办事处 -> 各街道办事处.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from . import regions
from .bodies import KNOWN, Body, complete, level_rank, parse_name
from .grammar import compile_fragment, load
from .unit_names import Item


@dataclass(frozen=True, slots=True)
class Named:
    """An item with its name as it would stand alone."""

    item: Item
    name: str
    level: str | None


@dataclass(frozen=True, slots=True)
class _Words:
    zones: tuple[str, ...]
    local_heads: tuple[str, ...]
    own_names: tuple[str, ...]
    keeps_to_itself: tuple[str, ...]
    under_each: frozenset[str]
    under_each_government: frozenset[str]
    parts: tuple[str, ...]
    without_nation: tuple[str, ...]
    party_houses: frozenset[str]
    zone_prefixes: frozenset[str]
    levels: Mapping[str, str]


@functools.cache
def _words() -> _Words:
    lists, bodies = load("clauses"), load("bodies")
    return _Words(
        zones=(*lists.words("zone_endings"), *bodies.words("zones")),
        local_heads=tuple(lists.words("shared_local_heads")),
        own_names=tuple(lists.words("own_names")),
        keeps_to_itself=tuple(lists.words("no_handing_on")),
        under_each=frozenset(bodies.words("under_each")),
        under_each_government=frozenset(bodies.words("under_each_government")),
        parts=tuple(bodies.words("parts")),
        without_nation=tuple(bodies.words("without_nation")),
        party_houses=frozenset(bodies.words("party_houses")),
        zone_prefixes=frozenset(bodies.words("zones")),
        levels=bodies.words("levels"),
    )


@dataclass(slots=True)
class _Carried:
    """What the names read so far hand on."""

    prefix: str | None = None
    place: str | None = None
    seat: str = ""
    enterprise: bool = False  # the last name is an enterprise under the prefix

    def hand_on(self, prefix: str | None, place: str | None, seat: str) -> None:
        self.prefix, self.place, self.seat = prefix, place, seat


def completed(items: Sequence[Item]) -> list[Named]:
    """Every item with the name it would have standing alone, in order."""
    result: list[Named] = []
    carried = _Carried()
    for index, item in enumerate(items):
        body = item.body
        name, level = body.name, body.level
        if not item.division:
            name, level = _complete(items, index, carried, result)
            carried.enterprise = body.category == "enterprise" and name[:1] == (carried.prefix or "")[:1] != ""
        result.append(Named(item, name, level))
    return result


def _complete(items: Sequence[Item], index: int, carried: _Carried, done: Sequence[Named]) -> tuple[str, str | None]:
    body = items[index].body
    before = items[index - 1].body if index else None
    if before is not None and (committee := _committee(body, done[-1].name, collective=before.collective)):
        return committee + body.name, body.level
    if before is not None and _under_each(body, before, done[-1].name):
        return "各" + body.name, body.level
    if body.central and body.name.startswith("国家"):
        carried.hand_on("国家", None, "")
    elif body.prefix is not None and not body.collective:
        if before is not None and before.place is not None and before.place[-1] == body.prefix and _is_house_of(body, before):
            return before.place[:-1] + body.name, body.level  # 安平县委、县政府
        if not (_is_zone_office(body) and (carried.prefix or carried.place)):
            carried.hand_on(body.prefix, None, body.seat)
        return body.name + _shared_head(items, index), body.level
    elif body.place is not None:
        if body.head == body.name or body.name.endswith(_words().zones):
            return body.name + _shared_head(items, index), body.level
        if body.category not in ("vertical", "enterprise", "other") and not body.head.endswith(_words().keeps_to_itself):
            carried.hand_on(None, body.place, body.seat)
    elif body.collective:
        return body.name + _local_head(items, index), body.level
    elif house := _house_of(body, done):
        return house + body.name, done[-1].level
    elif _takes_prefix(body, carried):
        fits = body.of_seat == carried.seat or (body.party and carried.seat in ("委", "党委"))
        return complete(body.head, carried.prefix or "", carried.place, carried.seat if fits else ""), _level(carried)
    if body.category == "party" and body.name.endswith("委"):
        return body.name + _shared_office(items, index), body.level
    return body.name, body.level


def _under_each(body: Body, before: Body, name_before: str) -> bool:
    """各乡镇人民政府、街道办事处: is what stands behind a collective meant for each place too?"""
    if not name_before.startswith("各") or (body.collective and body.name.startswith("各")):
        return False
    if body.name in _words().under_each:
        return True
    of_governments = name_before.endswith(("政府", "公署", "行署", "党工委", "党委"))
    if of_governments and body.name in _words().under_each_government:
        return True
    if of_governments and body.full == "人民政府" and body.place is None and body.level is not None:
        own, above = level_rank(body.prefix or ""), level_rank(before.level or "市")
        return own is not None and above is not None and own >= above
    return False


def _is_house_of(body: Body, before: Body) -> bool:
    """The government, congress … of the place whose party committee was named right before."""
    return before.head in ("委", "委员会", "党委") and body.head in load("bodies").words("houses_beside")


def _is_zone_office(body: Body) -> bool:
    return body.prefix in _words().zone_prefixes and body.head.endswith(_words().keeps_to_itself)


def _committee(body: Body, before: str, *, collective: bool) -> str:
    """各县（市、区）党委、政府; 高新区党工委、管委会: what stands before the committee stands before its executive too."""
    if body.prefix or body.place or body.full not in ("人民政府", "管理委员会"):
        return ""
    committees = ("党工委", "党委", "委") if collective else ("党工委", "党委")
    return next((before.removesuffix(word) for word in committees if before.endswith(word) and before != word), "")


_HOUSE = regex.compile(r"\p{Han}+[局厅委部]")


def _house_of(body: Body, done: Sequence[Named]) -> str | None:
    """市公安局交警支队、治安支队: the house that a part shares with the part named before it."""
    if not done or body.prefix or body.place or body.strength == KNOWN or not body.name.endswith(_words().parts):
        return None
    last = done[-1].name
    hit = _HOUSE.match(last)
    if hit is None or not last.endswith(_words().parts) or hit.end() >= len(last):
        return None
    house = parse_name(hit.group())
    return hit.group() if house is not None and house.strength == KNOWN else None


def _takes_prefix(body: Body, carried: _Carried) -> bool:
    prefix = carried.prefix
    if prefix is None and carried.place is None:
        return False
    if prefix in ("国家", "中央", "全国", "国务院"):
        stands_alone = body.name.startswith(("国家", "中国")) or body.name.endswith(_words().without_nation)
        return body.guojia and prefix == "国家" and not stands_alone
    if carried.enterprise and body.rule == "bodies.state_enterprise":
        return len(body.name) <= _SHORT_BRANCH
    if body.central or not body.carries or body.level == "国家" or body.rule not in _COMPLETED:
        return False
    if _of_field().fullmatch(body.name) is not None:  # 公安临水分局
        return False
    if body.name.startswith("团") or body.name.endswith(_words().own_names) or (prefix in _words().party_houses and not body.party):
        return False
    if body.strength < KNOWN:
        return (body.category in ("government", "party") and len(body.name) <= 10) or (carried.enterprise and body.category == "enterprise")
    return True


@functools.cache
def _of_field() -> regex.Pattern[str]:
    """A branch named by its field and its place, whatever stands before it."""
    return compile_fragment("clauses", "{field_branch}")


_COMPLETED = ("bodies.department", "bodies.organ", "bodies.vertical", "bodies.suffix")
_SHORT_BRANCH = 6  # characters of a branch named after its county: 县电信公司、移动公司


def _level(carried: _Carried) -> str | None:
    return regions.level_of(carried.place) if carried.place else _words().levels.get(carried.prefix or "", "县")


def _shared_office(items: Sequence[Item], index: int) -> str:
    """市委、市政府督查室: the office that committee and government share."""
    own = items[index].body.name
    after = items[index + 1].body if index + 1 < len(items) else None
    if after is None or after.prefix is None or own not in (f"{after.prefix}委", f"{after.prefix}党委"):
        return ""
    return after.head.removeprefix("人民").removeprefix("政府") if "政府" in after.head else ""


def _shared_head(items: Sequence[Item], index: int) -> str:
    """杨凌示范区、西咸新区管委会: the head that the places in a row share."""
    own = items[index].body
    zone = own.name.endswith(_words().zones)
    if own.head != own.name and not zone:
        return ""
    for item in items[index + 1 :]:
        body = item.body
        if body.place is None and body.prefix not in _words().zone_prefixes:
            return ""
        if body.head != body.name:
            head = body.head
            if (head == "管委会" and zone) or (head.endswith("政府") and not zone) or head.endswith(_words().local_heads):
                return head
            if not zone and own.place and body.place and own.place[-1] == body.place[-1]:  # 安平县、石泉县教育局
                return head
            return ""
    return ""


def _local_head(items: Sequence[Item], index: int) -> str:
    """各市、县（区）和云岭综合实验区医改领导小组: the head that a collective of places shares with the place behind it."""
    own = items[index].body
    if own.rule != "bodies.all_local" or own.name.endswith(("政府", "管委会", "办事处", "办公室")) or index + 1 >= len(items):
        return ""
    after = items[index + 1].body
    return after.head if after.place is not None and after.head != after.name and after.head.endswith(_words().local_heads) else ""
