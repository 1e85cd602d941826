"""Regions (行政区划): which one a notice belongs to, and what a body of it is called in full.

Codes are GB/T 2260 (six digits: province, prefecture, county). A region the data does not list is known by its ending
alone (县 is a county) and has no code, so nothing is said about what it lies in.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .grammar import load

if TYPE_CHECKING:
    from .bodies import Body

LEVELS = ("国家", "省", "市", "县", "乡")
_MUNICIPALITIES = ("11", "12", "31", "50")
_CENTRE = ("国务院", "中共中央", "中央", "中华人民共和国", "国家")
_MIN_STEM = 2  # characters that a short name of a region has at least


@dataclass(frozen=True, slots=True)
class Region:
    """A region: full name, administrative level (国家 省 市 县 乡), GB/T 2260 code or None where it is not known."""

    name: str
    level: str
    code: str | None = None


NATION = Region("全国", "国家")


@functools.cache
def _by_name() -> Mapping[str, Region]:
    """Full and short names of the listed regions."""
    grammar = load("regions")
    found: dict[str, Region] = {}
    for code, name in grammar.words("regions").items():
        level = "省" if code.endswith("0000") else "市" if code.endswith("00") else "县"
        found[name] = Region(name, level, code)
    for region in list(found.values()):
        stem = region.name[:-1] if region.name[-1] in "省市盟县区" else region.name.removesuffix("地区")
        if len(stem) >= _MIN_STEM and stem != region.name and region.level != "县":
            found.setdefault(stem, region)
    for short, full in grammar.words("short").items():
        found.setdefault(short, found[full])
    return found


@functools.cache
def _by_code() -> Mapping[str, Region]:
    return {r.code: r for r in _by_name().values() if r.code}


@functools.cache
def _longest() -> int:
    return max(map(len, _by_name()))


def named(name: str) -> Region | None:
    """The listed region of that full or short name (福建, 福建省, 恩施州)."""
    return _by_name().get(name)


def is_place(name: str) -> bool:
    """Is it a listed region or zone name, or one made after the pattern of region names (安平县, 云岭新区)?"""
    return name in _by_name() or _pattern_level(name) is not None


def level_of(name: str) -> str | None:
    """The administrative level of a region name: from the list, else from its last word."""
    region = _by_name().get(name)
    return region.level if region else _pattern_level(name)


@functools.cache
def _endings() -> tuple[tuple[str, str], ...]:
    grammar = load("regions")
    zones = dict.fromkeys(grammar.words("zones"), "县")
    return tuple(sorted({**grammar.words("endings"), **zones}.items(), key=lambda item: (-len(item[0]), item[0])))


@functools.lru_cache(maxsize=20_000)
def _pattern_level(name: str) -> str | None:
    words = load("regions").words
    if not 2 <= len(name) <= 16 or name in words("no_places_alone") or name.endswith(tuple(words("no_places"))):
        return None
    for ending, level in _endings():
        if name.endswith(ending):
            return level if len(name) > len(ending) and may_name_place(name[: -len(ending)]) else None
    return None


def may_name_place(stem: str) -> bool:
    """Can these characters be the own name of a place (清江 in 清江海关)?"""
    if "会同" in stem and stem != "会同":  # a county's name, else 市民政局会同市…
        return False
    if _PLACEHOLDER.fullmatch(stem) is not None:
        return True
    if any(word in stem for word in load("regions").words("not_in_places")):
        return False
    return all("㐀" <= char <= "鿿" for char in stem) and not any(char in _NO_PLACE for char in stem)


_PLACEHOLDER = re.compile("[A-Za-zＡ-Ｚ]{1,3}|[×xXＸ*＊○〇]{1,4}")  # A市, ××县


# what stands before the region in a title: 关于印发…, 2024年…
_OPENING = re.compile("(?:关于)?(?:印发|转发|批转|公布|修订|调整|征求|同意|下达|做好|开展|实施|推进|加强|深化)|关于|[《“〈]|[0-9]{4}年度?")
_HAS_COUNTIES = re.compile("各(?:县|区)|各市、县|县（市、区）|县（区）|各旗")
_NO_PLACE = frozenset("的了各是在将把被全本该我你为与和及或按由对从局厅")


def parent(region: Region, level: str) -> Region | None:
    """The region of that level in which `region` lies (itself if it has the level), by code; None if not known."""
    if region.level == level:
        return region
    if level not in LEVELS or LEVELS.index(level) > LEVELS.index(region.level):
        return None
    if level == "国家":
        return NATION
    if region.code is None:
        return None
    stem = region.code[:2] + "0000" if level == "省" else region.code[:4] + "00"
    return _by_code().get(stem)


def find_region(names: Sequence[str], text: str = "") -> Region | None:
    """The region whose authority speaks, from issuers and title, the surest name first.

    A listed region at the head of a name counts before one in the middle; of 省+市+县 in a row the last is meant.
    `text` of the notice settles the level of an unlisted 市: one that speaks to its 各县（市、区） is of prefecture level.
    """
    found = _found(names)
    if found is not None and found.code is None and found.name.endswith("市") and _HAS_COUNTIES.search(text) is not None:
        return Region(found.name, "市")
    return found


def _found(names: Sequence[str]) -> Region | None:
    for name in names:
        found = _at_head(name)
        if found is not None:
            return found
    for name in names:
        found = _within(name)
        if found is not None:
            return found
    return None


def _at_head(name: str) -> Region | None:
    text = "".join(name.split())
    text = text.removeprefix("中共").removeprefix("共青团")
    if text.startswith(_CENTRE):
        return NATION
    region, at = _chain(text, 0)
    if region is not None and (at < len(text) or region.name == text):
        return region
    return None


def _within(name: str) -> Region | None:
    text = "".join(name.split())
    for at in range(len(text)):
        region, _ = _chain(text, at, listed_only=True)
        if region is not None:
            return region
    for piece in _OPENING.split(text):
        region, _ = _chain(piece, 0)
        if region is not None:
            return region
    return None


def _chain(text: str, at: int, *, listed_only: bool = False) -> tuple[Region | None, int]:
    """Read 省, 市, 县 in a row from `at`: the lowest of them and where it ends."""
    region: Region | None = None
    while True:
        step = _listed_at(text, at, region) or (None if listed_only and region is None else _unlisted_at(text, at, region))
        if step is None or (region is not None and LEVELS.index(step[0].level) <= LEVELS.index(region.level)):
            return region, at
        region, at = step


def _listed_at(text: str, at: int, above: Region | None) -> tuple[Region, int] | None:
    for length in range(min(_longest(), len(text) - at), _MIN_STEM - 1, -1):
        region = _by_name().get(text[at : at + length])
        if region is None:
            continue
        if above is not None and not _lies_in(region, above):
            continue
        # the short name of one region may begin the name of another: 衡阳县 is not in 衡阳市's place, nor 吉林市 in 吉林省's
        if length < len(region.name) and text[at + length : at + length + 1] in _OTHER_ENDING[region.level]:
            continue
        if above is None and region.name in load("regions").words("shared_names"):
            region = Region(region.name, region.level)
        return region, at + length
    return None


_OTHER_ENDING = {"省": ("市", "县", "区", "旗"), "市": ("县", "区", "旗", "镇", "乡"), "县": (), "乡": ()}


def _lies_in(region: Region, above: Region) -> bool:
    if region.code is None or above.code is None:
        return True
    depth = 2 if above.level == "省" else 4
    return region.code[:depth] == above.code[:depth]


def _unlisted_at(text: str, at: int, above: Region | None) -> tuple[Region, int] | None:
    hit = load("regions").match(text, at)
    if hit is None:
        return None
    name = hit["name"] or ""
    region = _unlisted(name, above)
    return (region, hit.spans["name"][1]) if region is not None else None


def _unlisted(name: str, above: Region | None) -> Region | None:
    level = _pattern_level(name)
    if level is None or "于" in name:
        return None
    # an unlisted 市 under nothing listed could be of either level; under a prefecture it is a county-level city
    return Region(name, level) if above is None or above.level != level else None


def _as_municipality(region: Region) -> bool:
    return region.code is not None and region.code[:2] in _MUNICIPALITIES


def seat(prefix: str, home: Region | None) -> Region | None:
    """The region that a level prefix means in a notice of `home`: 市 in a county's notice is the prefecture above it."""
    if prefix in ("国家", "中央", "全国"):
        return NATION
    if home is None:
        return None
    if prefix == "省" or prefix == "自治区":
        found = parent(home, "省")
        return found if found is not None and found.name.endswith(prefix) else None
    if home.name.endswith(prefix):
        return home
    if prefix in ("市", "州", "盟"):
        above = parent(home, "省") if _as_municipality(home) else parent(home, "市")
        return above if above is not None and above.name.endswith(prefix) else None
    return None


def canonical(body: Body, home: Region | None) -> str | None:
    """The full official name with its region, or None where it is not certain.

    市卫健委 in a notice of 三明市 is 三明市卫生健康委员会; bodies printed with their own place need no `home`.
    """
    if body.full is None or body.category == "collective":
        return None
    if body.place is not None:
        region = named(body.place)
        where = region.name if region is not None else body.place if _pattern_level(body.place) else None
        if body.category == "vertical":
            return f"国家税务总局{where}税务局" if where is not None and body.full == "税务局" else None
        return where + body.full if where is not None else None
    if body.level == "国家":
        return body.full
    region = seat(body.prefix or "", home) if body.prefix else home
    if region is None:
        return None
    if region is NATION:
        return body.full
    if body.category == "vertical":
        return f"国家税务总局{region.name}税务局" if body.full == "税务局" else None
    return _with_region(body, region)


def _with_region(body: Body, region: Region) -> str | None:
    full = body.full or ""
    if body.party:
        return f"中共{region.name}委{full}"
    if full.startswith("共青团"):
        return f"共青团{region.name}委员会"
    return region.name + full
