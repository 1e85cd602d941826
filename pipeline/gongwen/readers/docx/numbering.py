"""Automatic numbers as Word prints them, computed from the numbering part.

Definitions (w:abstractNum, w:num with its overrides) are read once; the counts run per story of the document and per
abstract list, because lists that share one definition go on counting each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ...model.source import Remark
from . import names as n
from .counters import NOT_COUNTING, format_count, format_padded, is_padded
from .styles import Indent, ListRef, Styles, StyleSheet, indents
from .tree import attr, is_on, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_MAX_LEVEL = 8
_KEPT_BY_LEGAL = NOT_COUNTING | {"decimalZero"}
_MAX_COUNT = 1_000_000
_LVL, _LVL_OVERRIDE, _START_OVERRIDE = n.w("lvl"), n.w("lvlOverride"), n.w("startOverride")
_NUM_FMT = n.w("numFmt")
_SUFFIX = {"space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `text` has %1 … %9 for the counts; `restart` is the 1-based level whose use restarts this one, 0: none."""

    start: int = 1
    form: str = "decimal"
    padded: str | None = None
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str | None = None
    indent: Indent = ()


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A w:num: the levels in force and the counts it starts anew. `family` names the abstract list that carries the counts."""

    identifier: int
    family: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Counts:
    """The state of all lists of one story: counts per family and level, and the start overrides each list has used up."""

    values: dict[str, dict[int, int]] = field(default_factory=dict)
    fired: dict[int, set[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number with its suffix, and the indent that its level prescribes."""

    text: str
    indent: Indent
    from_style: bool


class Numbering:
    """The numbering part. Without one, or for a list it does not define, paragraphs have no number."""

    def __init__(self, root: _Element | None, styles: Styles, remarks: list[Remark]) -> None:
        self._styles = styles
        self._remarks = remarks
        self._unknown: set[str] = set()
        self._abstract: dict[str, _Element] = {}
        self._style_links: dict[str, str] = {}
        self._nums: dict[int, _Element] = {}
        self._lists: dict[int, ListDefinition | None] = {}
        if root is not None:
            for element in root:
                if element.tag == n.w("abstractNum"):
                    self._index(element)
                elif element.tag == n.w("num"):
                    identifier = whole_number(element.get(n.w("numId")))
                    if identifier is not None:
                        self._nums.setdefault(identifier, element)

    def _index(self, abstract: _Element) -> None:
        family = abstract.get(n.w("abstractNumId"), "")
        self._abstract.setdefault(family, abstract)
        link = attr(abstract.find(n.w("styleLink")))
        if link is not None:
            self._style_links.setdefault(link, family)

    def number(self, direct: ListRef | None, sheet: StyleSheet, counts: Counts) -> Number | None:
        """Count a paragraph and give its number; None where it has none (no list, bullet, hidden number)."""
        definition, level = self._place(direct, sheet)
        if definition is None or level not in definition.levels:
            return None
        _advance(definition, level, counts)
        here = definition.levels[level]
        text = "" if here.hidden else self._printed(definition, here, counts.values[definition.family])
        from_style = direct is None or direct.num is None
        return Number(text + _suffix(here, text) if text else "", here.indent, from_style)

    def _place(self, direct: ListRef | None, sheet: StyleSheet) -> tuple[ListDefinition | None, int]:
        inherited = sheet.list_ref
        num = direct.num if direct is not None and direct.num is not None else inherited.num if inherited is not None else None
        if not num:
            return None, 0
        definition = self._definition(num)
        if definition is None:
            return None, 0
        if direct is not None and direct.level is not None:
            return definition, min(max(direct.level, 0), _MAX_LEVEL)
        if direct is not None and direct.num is not None:
            return definition, 0
        if inherited is not None and inherited.level is not None:
            return definition, min(max(inherited.level, 0), _MAX_LEVEL)
        linked = {level.style: at for at, level in definition.levels.items() if level.style is not None}
        return definition, next((linked[style] for style in sheet.chain if style in linked), 0)

    def _definition(self, num: int) -> ListDefinition | None:
        if num not in self._lists:
            self._lists[num] = self._read_list(num)
        return self._lists[num]

    def _read_list(self, num: int) -> ListDefinition | None:
        element = self._nums.get(num)
        if element is None:
            return None
        family = self._family(element)
        if family is None:
            return None
        levels = _read_levels(self._abstract[family])
        starts: dict[int, int] = {}
        for override in element.iterchildren(_LVL_OVERRIDE):
            at = whole_number(override.get(n.w("ilvl")))
            if at is None:
                continue
            own = _read_levels(override)
            if own:
                levels[at] = next(iter(own.values()))
            start = whole_number(attr(override.find(_START_OVERRIDE)))
            if start is not None:
                starts[at] = _bounded(start)
        return ListDefinition(num, family, levels, starts)

    def _family(self, num: _Element) -> str | None:
        """The abstract list of a w:num, through numbering styles (w:numStyleLink) where it only refers to one."""
        for _ in range(10):
            family = attr(num.find(n.w("abstractNumId"))) or ""
            abstract = self._abstract.get(family)
            if abstract is None:
                return None
            link = attr(abstract.find(n.w("numStyleLink")))
            if link is None:
                return family
            linked = self._nums.get(self._styles.linked_list(link) or 0)
            if linked is None or linked is num:
                return self._style_links.get(link) or family
            num = linked
        return None

    def _printed(self, definition: ListDefinition, here: Level, counts: dict[int, int]) -> str:
        def place(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            level = definition.levels.get(at)
            if level is None:
                return ""
            if here.legal and level.form not in _KEPT_BY_LEGAL:
                level = replace(level, form="decimal", padded=None)
            return self._count(level, counts.get(at, level.start))

        return "" if here.form == "bullet" else _PLACE.sub(place, here.text)

    def _count(self, level: Level, count: int) -> str:
        if level.padded is not None:
            return format_padded(level.padded, count)
        text = format_count(level.form, count)
        if text is not None:
            return text
        if level.form not in self._unknown:
            self._unknown.add(level.form)
            self._remarks.append(Remark("numbering_format_unknown", f"numbers of the format {level.form!r} are given as decimals"))
        return str(count)


def _advance(definition: ListDefinition, level: int, counts: Counts) -> None:
    """Count one paragraph at `level`: start or go on, and make the levels below it start anew.

    A level above that has not come yet is taken as begun: after 2 and 2.1.1 the next of the second level is 2.2. A start
    override works once: at the first use of a list it cuts the count of its level short, later it only begins a level anew.
    """
    values = counts.values.setdefault(definition.family, {})
    for above, defined in definition.levels.items():
        if above < level:
            values.setdefault(above, defined.start)
    fired = counts.fired.setdefault(definition.identifier, set())
    if level in definition.starts and level not in fired and (not fired or level not in values):
        fired.add(level)
        values[level] = definition.starts[level]
    elif level in values:
        values[level] = min(values[level] + 1, _MAX_COUNT)
    else:
        values[level] = definition.levels[level].start
    for below in [at for at in values if at > level]:
        own = definition.levels.get(below)
        after = own.restart if own is not None and own.restart is not None else below
        if level < after:
            del values[below]


def _suffix(level: Level, text: str) -> str:
    """What stands between number and text. A tab is a blank in print; after a full-width mark it only aligns."""
    if level.suffix in _SUFFIX:
        return _SUFFIX[level.suffix]
    return "" if any(ord(c) >= 0x2E80 or 0x2460 <= ord(c) <= 0x24FF for c in text) else " "


def _read_levels(parent: _Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in parent.iterchildren(_LVL):
        at = whole_number(element.get(n.w("ilvl")))
        if at is not None and 0 <= at <= _MAX_LEVEL:
            levels[at] = _read_level(element)
    return levels


def _read_level(element: _Element) -> Level:
    start = whole_number(attr(element.find(n.w("start"))))
    form, padded = _read_format(element)
    picture = element.find(n.w("lvlPicBulletId")) is not None
    return Level(
        start=_bounded(start or 0),
        form="bullet" if picture else form,
        padded=padded,
        text=attr(element.find(n.w("lvlText"))) or "",
        suffix=attr(element.find(n.w("suff"))) or "tab",
        restart=whole_number(attr(element.find(n.w("lvlRestart")))),
        legal=is_on(element.find(n.w("isLgl"))),
        hidden=is_on(element.find(f"{n.RPR}/{n.VANISH}")),
        style=attr(element.find(n.w("pStyle"))),
        indent=indents(element.find(f"{n.PPR}/{n.w('ind')}")),
    )


def _bounded(start: int) -> int:
    return min(max(start, 0), _MAX_COUNT)


def _read_format(element: _Element) -> tuple[str, str | None]:
    """w:numFmt, which newer formats hide in mc:AlternateContent (numFmt="custom" with a pattern such as 001, 002)."""
    found = element.find(_NUM_FMT)
    if found is None:
        found = next(element.iter(_NUM_FMT), None)
    if found is None:
        return "decimal", None
    form, pattern = found.get(n.VAL, "decimal"), found.get(n.w("format"), "")
    if form != "custom":
        return form, None
    return ("decimal", pattern) if is_padded(pattern) else ("custom", None)
