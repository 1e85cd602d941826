"""The counters of ordered lists, as a browser prints them."""

from __future__ import annotations

import re

from .css import parse_style
from .tree import Element, words

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_IDEOGRAPHIC = words(
    "cjk-ideographic simp-chinese-informal simp-chinese-formal trad-chinese-informal trad-chinese-formal japanese-informal"
)
_DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_ROMAN: tuple[tuple[int, str], ...] = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_WRITTEN = re.compile(r"[（(\[〔]?(.{1,4}?)[.．、，）)\]〕:：]")
_LIMIT = 10_000  # a counter beyond it is a mistake or a joke


def counters(ol: Element) -> dict[int, str]:
    """Printed counters of an <ol> by id() of its <li>; empty where none are printed or the text carries its own."""
    items = [child for child in ol.elements() if child.tag == "li"]
    if not items or all(_numbered(item) for item in items):
        return {}
    style = _style_of(ol)
    backwards = "reversed" in ol.attrs
    number = _integer(ol.attrs.get("start"), len(items) if backwards else 1)
    printed: dict[int, str] = {}
    for item in items:
        number = _integer(item.attrs.get("value"), number)
        own = _style_of(item) if "type" in item.attrs or "style" in item.attrs else None
        text = format_counter(number, own or style or "decimal")
        if text:
            printed[id(item)] = text
        number += -1 if backwards else 1
    return printed


def format_counter(number: int, style: str) -> str:
    """A number as its counter style prints it, with the suffix of the style; "" for none and for bullets."""
    if style in ("none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"):
        return ""
    if abs(number) > _LIMIT:
        return f"{number}."
    if style in _IDEOGRAPHIC:
        return f"{ideographic(number)}、"
    if style == "cjk-decimal":
        return "".join(_DIGITS[int(d)] if d.isdigit() else d for d in str(number)) + "、"
    if style == "cjk-earthly-branch" or style == "cjk-heavenly-stem":
        names = "子丑寅卯辰巳午未申酉戌亥" if style.endswith("branch") else "甲乙丙丁戊己庚辛壬癸"
        return f"{names[number - 1]}、" if 1 <= number <= len(names) else f"{number}、"
    if style == "decimal-leading-zero":
        return f"{number:02d}."
    if number > 0 and style in ("lower-alpha", "lower-latin", "upper-alpha", "upper-latin"):
        return _cased(_alpha(number), style) + "."
    if 0 < number < 4000 and style in ("lower-roman", "upper-roman"):
        return _cased(_roman(number), style) + "."
    return f"{number}."


def ideographic(number: int) -> str:
    """1 一, 10 十, 12 十二, 20 二十, 105 一百〇五: the informal simplified Chinese counter style, up to 9,999."""
    if number == 0:
        return "〇"
    if number < 0 or number > 9999:
        return str(number)
    digits = [int(d) for d in str(number)]
    parts: list[str] = []
    for i, digit in enumerate(digits):
        if digit:
            parts.append(_DIGITS[digit] + _PLACES[len(digits) - 1 - i])
        elif any(digits[i:]) and parts and parts[-1] != "〇":
            parts.append("〇")
    text = "".join(parts)
    return text[1:] if 10 <= number <= 19 else text


def _alpha(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _cased(text: str, style: str) -> str:
    return text.upper() if style.startswith("upper") else text


def _numbered(item: Element) -> bool:
    """The text of the item begins with a number of its own: a style sheet, which is not read, hides the counter."""
    hit = _WRITTEN.match(item.text().lstrip()[:12])
    return hit is not None and all(c.isnumeric() for c in hit.group(1))


def _style_of(element: Element) -> str | None:
    declared = parse_style(element.attrs["style"]).list_style if element.attrs.get("style") else None
    if declared:
        for word in declared.split():
            if word in _IDEOGRAPHIC or "-" in word or word in ("none", "decimal", "disc", "circle", "square"):
                return None if word in ("inside", "outside") else word
    return _TYPES.get(element.attrs.get("type", "").strip())


def _integer(value: str | None, otherwise: int) -> int:
    text = (value or "").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise
