"""What inline styles and presentational attributes say about a run of text. Style sheets are not read."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

PX = 0.75  # points in a CSS pixel
DEFAULT_SIZE = 12.0  # points: a browser's 16 px

_LENGTH = re.compile(r"(-?\d{0,6}\.?\d{0,6})\s*(em|rem|pt|px|%|cm|mm|in|ch|)")
_UNIT = {"pt": 1.0, "px": PX, "": PX, "cm": 28.35, "mm": 2.835, "in": 72.0}
_KEYWORD_SIZE = {
    "xx-small": 6.75, "x-small": 7.5, "small": 9.75, "medium": 12.0, "large": 13.5, "x-large": 18.0, "xx-large": 24.0,
}  # fmt: skip
_FONT_TAG_SIZE = {"1": 7.5, "2": 9.75, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}
_ALIGNS = {"left": "left", "start": "left", "center": "center", "middle": "center", "right": "right", "end": "right", "justify": "justify"}


class Declared(NamedTuple):
    """What one element declares; None where it says nothing."""

    hidden: bool = False
    display: str | None = None  # block, inline, none …
    bold: bool | None = None
    size: tuple[float, str] | None = None  # a number with its unit
    font: str | None = None
    align: str | None = None
    indent: tuple[float, str] | None = None
    pre: bool | None = None  # line ends in the source are line ends on the page
    list_style: str | None = None
    bordered: bool = False


NOTHING = Declared()


class Context(NamedTuple):
    """The computed style of the text inside an element. `size` is in points, `indent` (of a first line) in em."""

    bold: bool = False
    size: float | None = None
    font: str | None = None
    align: str | None = None
    indent: float = 0.0
    pre: bool = False
    outline: int | None = None


_STYLED = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6", "center", "font", "pre", "xmp", "listing"))


@functools.lru_cache(maxsize=4096)
def parse_style(style: str) -> Declared:
    """The declarations of a style attribute that matter to reading; the rest is passed over."""
    if len(style) > 5000:
        return NOTHING
    found: dict[str, str] = {}
    for declaration in style.lower().split(";"):
        key, colon, value = declaration.partition(":")
        if colon:
            found[key.strip()] = value.replace("!important", "").strip()
    display = found.get("display")
    weight = found.get("font-weight")
    white = found.get("white-space")
    return Declared(
        hidden=display == "none" or found.get("visibility") in ("hidden", "collapse") or found.get("mso-hide") == "all",
        display=display,
        bold=None if weight is None else _is_bold(weight),
        size=_font_size(found.get("font-size")),
        font=_family(found.get("font-family")),
        align=_ALIGNS.get(found.get("text-align", "")),
        indent=_char_indent(found.get("mso-char-indent-count")) or _length(found.get("text-indent")),
        pre=None if white is None else white in ("pre", "pre-wrap", "pre-line", "break-spaces"),
        list_style=found.get("list-style-type") or found.get("list-style"),
        bordered=any(key.startswith("border") and _draws(value) for key, value in found.items()),
    )


def declared(tag: str, attrs: dict[str, str]) -> Declared:
    """What an element says of itself: its style attribute first, then HTML's own attributes and the tag."""
    style = attrs.get("style")
    said = parse_style(style) if style else NOTHING
    if "hidden" in attrs or attrs.get("aria-hidden") == "true":
        said = said._replace(hidden=True)
    if said.align is None and "align" in attrs and tag != "table":  # a table's align places the table itself
        said = said._replace(align=_ALIGNS.get(attrs["align"].strip().lower()))
    if tag == "font":
        size = _FONT_TAG_SIZE.get(attrs.get("size", "").strip())
        said = said._replace(
            size=said.size or ((size, "pt") if size else None),
            font=said.font or _family(attrs.get("face")),
        )
    return said


def apply(context: Context, tag: str, said: Declared) -> Context:
    """The style inside an element, given the style around it."""
    if said is NOTHING and tag not in _STYLED:
        return context
    bold = said.bold
    if bold is None and tag in ("b", "strong", "th"):
        bold = True
    outline = context.outline
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        outline = int(tag[1])
        bold = True if bold is None else bold
    align = said.align
    if align is None and tag == "center":
        align = "center"
    size = context.size
    if said.size is not None:
        size = _points(said.size, size or DEFAULT_SIZE)
    indent = context.indent
    if said.indent is not None:
        indent = _em(said.indent, size or DEFAULT_SIZE)
    return Context(
        bold=context.bold if bold is None else bold,
        size=size,
        font=said.font or context.font,
        align=align or context.align,
        indent=indent,
        pre=(context.pre if said.pre is None else said.pre) or tag in ("pre", "xmp", "listing"),
        outline=outline,
    )


def _is_bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (weight.isdecimal() and len(weight) < 5 and int(weight) >= 600)


def _draws(border: str) -> bool:
    return bool(border) and "none" not in border and not re.match(r"0[a-z]*(?:\s|$)", border) and any(c in border for c in "sd")


def _family(value: str | None) -> str | None:
    if not value:
        return None
    return value.split(",")[0].strip().strip("\"'") or None


def _length(value: str | None) -> tuple[float, str] | None:
    if not value:
        return None
    hit = _LENGTH.match(value)
    if hit is None or not any(c.isdigit() for c in hit.group(1)):
        return None
    return float(hit.group(1)), hit.group(2)


def _char_indent(value: str | None) -> tuple[float, str] | None:
    """Word states beside the points how many characters it indents."""
    hit = _length(value)
    return None if hit is None else (hit[0], "em")


def _font_size(value: str | None) -> tuple[float, str] | None:
    if value in _KEYWORD_SIZE:
        return _KEYWORD_SIZE[value], "pt"
    return _length(value)


def _points(length: tuple[float, str], around: float) -> float:
    number, unit = length
    if unit in ("em", "ch"):
        number *= around
    elif unit == "rem":
        number *= DEFAULT_SIZE
    elif unit == "%":
        number *= around / 100
    else:
        number *= _UNIT[unit]
    return round(min(max(number, 0.0), 1000.0), 2)


def _em(length: tuple[float, str], size: float) -> float:
    number, unit = length
    if unit in ("em", "rem"):
        em = number
    elif unit == "ch":
        em = number / 2
    elif unit == "%":
        em = 0.0
    else:
        em = number * _UNIT[unit] / max(size, 1.0)
    return round(min(max(em, -100.0), 100.0), 2)
