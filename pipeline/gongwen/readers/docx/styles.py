"""Styles with their inheritance: what size, weight, font, alignment, indent, outline level and list a paragraph has in the end.

Properties are looked up as Word does: direct formatting, character style, paragraph style with its bases, document defaults.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ...model.source import Style
from . import names as n
from .tree import attr, is_on, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING_NAME = re.compile(r"heading (\d)", re.IGNORECASE)
_ALIGN = {"start": "left", "left": "left", "end": "right", "right": "right", "center": "center", "both": "justify", "distribute": "justify"}
_WORD_SIZE = 10.0  # points, where a document states no size at all
_MAX_SIZE = 1638.0
_MAX_BASES = 50  # of one style
_MAX_DIGITS = 12  # of a measure; longer ones are nonsense, and the cache should not keep them
_B, _SZ, _FONTS, _RSTYLE, _VERT_ALIGN = n.w("b"), n.w("sz"), n.w("rFonts"), n.w("rStyle"), n.w("vertAlign")
_EAST_ASIA, _EAST_ASIA_THEME = n.w("eastAsia"), n.w("eastAsiaTheme")
_LEFT = ("left", "start", "leftChars", "startChars")
_FIRST = ("firstLine", "firstLineChars", "hanging", "hangingChars")

_STYLE, _STYLE_END, _OF_TABLES = b"<w:style ", b"</w:style>", b'w:type="table"'

Indent = tuple[tuple[str, int], ...]  # names and values of w:ind
_INDENT_NAMES = {n.w(name): name for name in _LEFT + _FIRST}


class RunFormat(NamedTuple):
    """Direct formatting of a run, None where it states nothing."""

    style: str | None = None
    size: float | None = None
    bold: bool | None = None
    font: str | None = None
    hidden: bool | None = None
    raised: bool | None = None


BARE = RunFormat()


class ListRef(NamedTuple):
    """w:numPr, either half of which may be missing. `num` 0 switches a list off."""

    num: int | None
    level: int | None


@dataclass(slots=True, eq=False)
class StyleSheet:
    """One style with everything it inherits. `chain` has its own id and those of its bases."""

    chain: tuple[str, ...] = ()
    run: RunFormat = BARE
    align: str | None = None
    outline: int | None = None  # 0-9 as stored, 9 is body text
    indent: Indent = ()
    list_ref: ListRef | None = None


def without_table_styles(data: bytes) -> bytes:
    """The bytes of a styles part without the styles of tables, which say nothing about lines and can be nine tenths of the part.

    What is written in another way than Word and its kin write it stays as it is.
    """
    head, *styles = data.split(_STYLE)
    kept = [head]
    for style in styles:
        if _OF_TABLES in style[: style.find(b">")]:
            _, end, rest = style.partition(_STYLE_END)
            if end:
                kept.append(rest)
                continue
        kept.append(_STYLE + style)
    return b"".join(kept)


class Styles:
    """The styles part, each style resolved when first met. Missing styles resolve to the document defaults."""

    def __init__(self, root: _Element | None, theme: Callable[[], _Element | None]) -> None:
        self._elements: dict[str, _Element] = {}
        self._sheets: dict[str | None, StyleSheet] = {}
        self._lines: dict[tuple[object, ...], Style] = {}
        self._theme = theme
        self._defaults = BARE
        self._default_paragraph: str | None = None
        if root is not None:
            self._index(root)

    def _index(self, root: _Element) -> None:
        for element in root.iterchildren(n.w("style")):
            identifier = element.get(n.w("styleId"))
            if identifier is None:
                continue
            self._elements.setdefault(identifier, element)
            if element.get(n.w("default")) in ("1", "true", "on") and element.get(n.w("type")) == "paragraph":
                self._default_paragraph = identifier
        defaults = root.find(f"{n.w('docDefaults')}/{n.w('rPrDefault')}/{n.RPR}")
        if defaults is not None:
            self._defaults = run_format(defaults)

    def sheet(self, identifier: str | None) -> StyleSheet:
        """A paragraph style by its id; None or an unknown id gives the default paragraph style."""
        if identifier not in self._elements:
            identifier = self._default_paragraph
        return self._resolve(identifier, frozenset())

    def linked_list(self, style: str) -> int | None:
        """The w:num that a numbering style (w:numStyleLink) stands for."""
        element = self._elements.get(style)
        found = element.find(f"{n.PPR}/{n.w('numPr')}/{n.w('numId')}") if element is not None else None
        return whole_number(attr(found))

    def is_hidden(self, run: RunFormat, sheet: StyleSheet) -> bool:
        """Whether w:vanish applies: a toggle, so paragraph style and character style cancel each other."""
        if run is BARE and not sheet.run.hidden and not self._defaults.hidden:
            return False
        if run.hidden is not None:
            return run.hidden
        of_run = self._character(run.style).run.hidden or False
        return of_run != (sheet.run.hidden or False) or bool(self._defaults.hidden)

    def line_style(self, sheet: StyleSheet, run: RunFormat, align: str | None, outline: int | None) -> Style:
        key = (sheet, run, align, outline)
        style = self._lines.get(key)
        if style is None:
            style = self._lines[key] = self._combine(sheet, run, align, outline)
        return style

    def _combine(self, sheet: StyleSheet, run: RunFormat, align: str | None, outline: int | None) -> Style:
        character = self._character(run.style).run
        styled = bool(character.bold) != bool(sheet.run.bold) or bool(self._defaults.bold)
        level = outline if outline is not None else sheet.outline
        return Style(
            size=run.size or character.size or sheet.run.size or self._defaults.size or _WORD_SIZE,
            bold=styled if run.bold is None else run.bold,
            font=self._font(run.font or character.font or sheet.run.font or self._defaults.font),
            align=align or sheet.align,
            outline_level=level + 1 if level is not None and 0 <= level <= 8 else None,
        )

    def _character(self, identifier: str | None) -> StyleSheet:
        return self._resolve(identifier, frozenset()) if identifier in self._elements else _NO_STYLE

    def _resolve(self, identifier: str | None, seen: frozenset[str]) -> StyleSheet:
        known = self._sheets.get(identifier)
        if known is not None:
            return known
        if identifier is None or identifier in seen or len(seen) > _MAX_BASES:
            return _NO_STYLE
        element = self._elements[identifier]
        base_id = attr(element.find(n.w("basedOn")))
        base = self._resolve(base_id, seen | {identifier}) if base_id in self._elements else _NO_STYLE
        sheet = self._sheets[identifier] = _derive(identifier, element, base)
        return sheet

    def _font(self, font: str | None) -> str | None:
        """A theme reference (+minorEastAsia) by the name it stands for."""
        if font is None or not font.startswith("+"):
            return font
        theme = self._theme()
        if theme is None:
            return None
        a = f"{{{n.A_NS}}}"
        scheme = theme.find(f".//{a}fontScheme/{a}{'majorFont' if font.startswith('+major') else 'minorFont'}")
        if scheme is None:
            return None
        named = attr(scheme.find(f"{a}ea"), "typeface")
        return named or next((f.get("typeface") for f in scheme.iterchildren(f"{a}font") if f.get("script") == "Hans"), None)


_NO_STYLE = StyleSheet()


def run_format(properties: _Element) -> RunFormat:
    """Read a w:rPr."""
    style = size = bold = font = hidden = raised = None
    for element in properties.iterchildren(_RSTYLE, _SZ, _B, _FONTS, n.VANISH, _VERT_ALIGN):
        tag = element.tag
        if tag == _SZ:
            half_points = whole_number(element.get(n.VAL))
            size = min(half_points / 2, _MAX_SIZE) if half_points and half_points > 0 else None
        elif tag == _FONTS:
            theme = element.get(_EAST_ASIA_THEME)
            font = f"+{theme}" if theme else element.get(_EAST_ASIA)
        elif tag == _B:
            bold = is_on(element)
        elif tag == _RSTYLE:
            style = element.get(n.VAL)
        elif tag == _VERT_ALIGN:
            raised = element.get(n.VAL) == "superscript"
        else:
            hidden = is_on(element)
    return RunFormat(style, size, bold, font, hidden, raised)


def alignment(element: _Element | None) -> str | None:
    return _ALIGN.get(attr(element) or "")


def list_reference(element: _Element | None) -> ListRef | None:
    """Read a w:numPr; None where there is none or it says nothing."""
    if element is None:
        return None
    found = ListRef(whole_number(attr(element.find(n.w("numId")))), whole_number(attr(element.find(n.w("ilvl")))))
    return None if found == (None, None) else found


def indents(element: _Element | None) -> Indent:
    """Read a w:ind: twentieths of a point, or hundredths of a character for the …Chars names."""
    return () if element is None else _read_indents(*[pair for pair in element.items() if len(pair[1]) <= _MAX_DIGITS])


@lru_cache(maxsize=4096)
def _read_indents(*attributes: tuple[str, str]) -> Indent:
    read = ((_INDENT_NAMES.get(name), whole_number(value)) for name, value in attributes)
    return tuple((name, value) for name, value in read if name is not None and value is not None)


@lru_cache(maxsize=4096)
def overlay(base: Indent, nearer: Indent) -> Indent:
    """What is stated nearer to the text replaces the same kind of indent, in whatever unit either is given."""
    if not nearer:
        return base
    if not base:
        return nearer
    stated = {name for name, _ in nearer}
    replaced = {name for family in (_LEFT, _FIRST) if not stated.isdisjoint(family) for name in family}
    return tuple(pair for pair in base if pair[0] not in replaced) + nearer


@lru_cache(maxsize=4096)
def first_indent(indent: Indent, size: float, first: bool) -> float:
    """The blank before a line in em: of the first line of a paragraph or of those after it."""
    em = size * 20
    get = dict(indent).get
    left = (get("leftChars") or get("startChars") or 0) / 100 or (get("left") or get("start") or 0) / em
    if not first:
        return round(left, 2)
    more = ((get("firstLineChars") or 0) - (get("hangingChars") or 0)) / 100 or ((get("firstLine") or 0) - (get("hanging") or 0)) / em
    return round(left + more, 2)


def _derive(identifier: str, element: _Element, base: StyleSheet) -> StyleSheet:
    own_run = element.find(n.RPR)
    run = run_format(own_run) if own_run is not None else BARE
    paragraph = element.find(n.PPR)
    outline = align = list_ref = None
    indent: Indent = ()
    if paragraph is not None:
        outline = whole_number(attr(paragraph.find(n.w("outlineLvl"))))
        align = alignment(paragraph.find(n.w("jc")))
        indent = indents(paragraph.find(n.w("ind")))
        list_ref = list_reference(paragraph.find(n.w("numPr")))
    if outline is None:
        heading = _HEADING_NAME.fullmatch(attr(element.find(n.w("name"))) or "")
        outline = int(heading.group(1)) - 1 if heading else base.outline
    return StyleSheet(
        chain=(identifier, *base.chain[:_MAX_BASES]),
        run=RunFormat(
            None,
            run.size or base.run.size,
            base.run.bold if run.bold is None else run.bold,
            run.font or base.run.font,
            base.run.hidden if run.hidden is None else run.hidden,
        ),
        align=align or base.align,
        outline=outline,
        indent=overlay(base.indent, indent),
        list_ref=_inherit_list(list_ref, base.list_ref),
    )


def _inherit_list(own: ListRef | None, base: ListRef | None) -> ListRef | None:
    """A style that names only a level takes the list of its base; one that names a list does not take the base's level."""
    if own is None:
        return base
    if own.num is None and base is not None:
        return ListRef(base.num, own.level)
    return own
