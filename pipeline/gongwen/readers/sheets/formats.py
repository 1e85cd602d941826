"""Numbers as a spreadsheet shows them: percentages, dates, decimals, units in quotation marks (ECMA-376, part 1, 18.8.30 and 18.8.31).

What decides is the number format of the cell. Formats that name no year, month or digit the way we know show the number itself.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

GENERAL = "General"
# Formats known by number alone; those of dates as a Chinese system shows them
BUILTIN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒", 36: "yyyy年m月",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00",
    44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日",
    54: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
_SYSTEM_DATE = re.compile(r"\[\$-(?:x-sysdate|F800)\]", re.IGNORECASE)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_DAY = 2_958_465  # 9999-12-31
_EXACT = Context(prec=2_000)  # more digits than a format of a thousand characters can ask for

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<half>AM/PM|A/P)'
    r"|(?P<exponent>E[+-]0+)|(?P<date>y+|m+|d+|h+|s+|e+|g+|a{3,4}|b+)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_COMPARE = {"<": lt, ">": gt, "=": eq, "<=": le, ">=": ge, "<>": ne}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")


class _Section(NamedTuple):
    """One of the parts between semicolons: tokens of (kind, text), and the condition under which it holds."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, float] | None
    is_date: bool
    is_fraction: bool


def show(value: float, code: str, *, from_1904: bool = False) -> str:
    """The number as its format shows it."""
    if code == GENERAL:
        return general(value)
    sections = _sections(code)
    section, number = _choose(sections, value)
    if section.is_date:
        return _date(section, value, from_1904)
    if section.is_fraction:
        return general(value)
    if not any(kind in ("digits", "general", "at") for kind, _ in section.tokens):
        literal = "".join(text for kind, text in section.tokens if kind == "literal")
        return literal if section.tokens and (len(sections) > 1 or literal.strip()) else general(value)
    return _number(section, number)


def show_text(text: str, code: str) -> str:
    """A text as its format shows it: a format may put words round it."""
    if "@" not in code or code == "@":
        return text
    section = _sections(code)[-1]
    return "".join(text if kind == "at" else part for kind, part in section.tokens if kind in ("at", "literal")) or text


def general(value: float) -> str:
    """A number without a format of its own: whole ones without a point, others with at most eleven digits."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e15 or abs(value) < 1e-9:
        return f"{value:.10G}"
    return f"{Decimal(f'{value:.11g}'):f}"


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    if _SYSTEM_DATE.search(code):
        code = BUILTIN[31]
    parts: list[list[tuple[str, str]]] = [[]]
    conditions: list[tuple[str, float] | None] = [None]
    for hit in _TOKEN.finditer(code[:1000]):
        kind, text = hit.lastgroup or "", hit.group()
        if kind in ("quoted", "escaped"):
            parts[-1].append(("literal", hit.group(kind)))
        elif kind == "bracket":
            found = _CONDITION.fullmatch(hit.group(kind))
            if found:
                conditions[-1] = found.group(1), float(found.group(2))
            elif hit.group(kind).lower().strip("hms") == "" and hit.group(kind):
                parts[-1].append(("elapsed", hit.group(kind).lower()))
            elif hit.group(kind).startswith("$"):  # a currency sign, before the number of its language
                parts[-1].append(("literal", hit.group(kind)[1:].partition("-")[0]))
        elif kind == "other" and text == ";":
            parts.append([])
            conditions.append(None)
        elif kind == "other":
            parts[-1].append(("at", "@") if text == "@" else ("percent", "%") if text == "%" else ("literal", text))
        elif kind:
            parts[-1].append((kind, text))
    return tuple(_section(tokens, condition) for tokens, condition in zip(parts, conditions, strict=True))


def _section(tokens: list[tuple[str, str]], condition: tuple[str, float] | None) -> _Section:
    is_date = any(kind in ("date", "elapsed") for kind, _ in tokens)
    if is_date:  # "mm:ss.0": digits of a second
        tokens = [(kind, text) for kind, text in tokens if kind != "digits"]
    kinds = "".join("0" if kind == "digits" else "/" if text == "/" else " " for kind, text in tokens)
    return _Section(tuple(tokens), condition, is_date, "0/0" in kinds)


def _choose(sections: tuple[_Section, ...], value: float) -> tuple[_Section, float]:
    """The section that holds for the value, and the value it shows: the second one shows its sign itself."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(section.condition, value):
                return section, value
        return sections[-1], value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, bound = condition
    return bool(_COMPARE[sign](value, bound))


def _number(section: _Section, value: float) -> str:
    mask = "".join(text for kind, text in section.tokens if kind == "digits")
    percents = sum(1 for kind, _ in section.tokens if kind == "percent")
    exponent = any(kind == "exponent" for kind, _ in section.tokens)
    if abs(value) >= 1e21:
        shown = general(value)
    elif not mask:
        shown = general(value * 100**percents)
    elif exponent:
        shown = f"{value:.{len(mask.partition('.')[2])}E}"
    else:
        shown = _masked(Decimal(f"{value:.15g}") * 100**percents, mask)
    places = [len(text) for kind, text in section.tokens if kind == "digits"]
    parts = _spread(shown, places) if len(places) > 1 and "." not in mask else [shown]
    out: list[str] = []
    for kind, text in section.tokens:
        if kind in ("digits", "general", "at"):
            out.append(parts.pop(0) if parts else "")
        elif kind in ("literal", "percent"):
            out.append(text)
    return "".join(out).strip()


def _spread(shown: str, places: list[int]) -> list[str]:
    """The digits dealt out from the right to masks that something stands between, as in a telephone number."""
    parts: list[str] = []
    for place in places[:0:-1]:
        parts.insert(0, shown[-place:])
        shown = shown[:-place]
    return [shown, *parts]


def _masked(value: Decimal, mask: str) -> str:
    whole, _, fraction = mask.partition(".")
    scale = len(whole) - len(whole.rstrip(",")) if not fraction else len(fraction) - len(fraction.rstrip(","))
    value = value.scaleb(-3 * scale)
    fraction = fraction.rstrip(",")
    rounded = value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP, _EXACT)
    sign = "-" if rounded < 0 else ""
    digits, _, rest = f"{abs(rounded):f}".partition(".")
    least = sum(1 for c in whole if c == "0")
    digits = digits.lstrip("0").rjust(least, "0")
    if "," in whole.rstrip(","):
        digits = f"{int(digits or 0):,}" if digits else ""
    while rest and fraction[len(rest) - 1] != "0" and rest[-1] == "0":
        rest = rest[:-1]
    return sign + (digits or ("" if rest else "0")) + ("." + rest if rest else "")


def _date(section: _Section, value: float, from_1904: bool) -> str:
    if not 0 <= value <= _LAST_DAY:
        return general(value)
    serial = value + 1 if value < 60 and not from_1904 else value  # there was no 29 February 1900
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=round(serial * 86_400))
    halves = any(kind == "half" for kind, _ in section.tokens)
    out: list[str] = []
    before = ""
    tokens = section.tokens
    for i, (kind, text) in enumerate(tokens):
        if kind == "literal":
            out.append(text)
        elif kind == "half":
            out.append("AM" if moment.hour < 12 else "PM")
        elif kind == "elapsed":
            total = round(value * 86_400)
            out.append(str({"h": total // 3600, "m": total // 60, "s": total}[text[0]]).rjust(len(text), "0"))
            before = text[0]
        elif kind == "date":
            letter = text[0].lower()
            if letter == "m" and (before == "h" or _next_letter(tokens, i) == "s"):
                out.append(f"{moment.minute:0{min(2, len(text))}d}")
            else:
                out.append(_part(letter, len(text), moment, halves))
            before = letter
    return "".join(out).strip()


def _next_letter(tokens: tuple[tuple[str, str], ...], i: int) -> str:
    return next((text[0].lower() for kind, text in tokens[i + 1 :] if kind in ("date", "elapsed")), "")


def _part(letter: str, length: int, moment: datetime, halves: bool) -> str:
    if letter in "ye":
        return str(moment.year) if length > 2 or letter == "e" else f"{moment.year % 100:02d}"
    if letter == "m":
        return _MONTHS[moment.month - 1] if length > 2 else f"{moment.month:0{length}d}"
    if letter == "d":
        return f"{moment.day:0{length}d}" if length < 3 else ""
    if letter == "h":
        hour = (moment.hour + 11) % 12 + 1 if halves else moment.hour
        return f"{hour:0{min(2, length)}d}"
    if letter == "s":
        return f"{moment.second:0{min(2, length)}d}"
    return ""  # days of the week and eras
