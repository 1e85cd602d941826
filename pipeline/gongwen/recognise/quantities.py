"""Every number of a text with its counter and comparing words, before its clause says what it is.

Enumeration comes first and is blind to meaning: whatever looks like a number is listed, and what can be no target in
any clause (dates, ordinals, document numbers, labels) carries the reason in `excused`. Wording: grammars/quantities.yaml
and grammars/counters.yaml.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import regex

from ..model.mentions import Quantity
from .grammar import Grammar, Match, compile_fragment, compile_scanner, load
from .numerals import SHARE_UNITS, read_number
from .sentences import Spans

ZERO: Final = Decimal(0)
HALF: Final = Decimal(50)
MANY: Final = Decimal(10**15)  # above it a figure is a code, whatever stands after it
SHARES: Final = frozenset("%％‰‱")
PERCENT: Final = {"％": "%"}
HUNDREDS: Final = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000)}
DOUBLINGS: Final = {"一": 100, "两": 300, "二": 300, "三": 700, "1": 100, "2": 300, "3": 700}
_MARKER: Final = regex.compile(
    r"[（(][0-9０-９]{1,3}[）)]|[0-9０-９]{1,3}"
    r"(?:[）)]|[.．、﹒·](?![0-9０-９])|[.．﹒](?=(?:19|20)[0-9]{2}年)|(?=[ \u3000\t]*(?:[\n\r\t]|$)))"
)
_LETTER_BEFORE: Final = regex.compile(r"(?r)(?:[A-Za-z]|[A-Za-z][-—_.])")
_DIGITS: Final = regex.compile("[0-9]{1,5}+")
_JOINERS: Final = frozenset("-—/_@=")
_HOTLINES: Final = frozenset({"110", "119", "120", "122", "12345"})
_LABEL_START: Final = frozenset("\n\t\r 　（(。；：）)，”")


@dataclass(frozen=True, slots=True)
class Comparators:
    """Comparing words, compiled: `left` ends where the figure begins, `right` begins where its unit ends."""

    left: tuple[tuple[str, regex.Pattern[str]], ...]
    right: regex.Pattern[str]
    inside: regex.Pattern[str]

    def before(self, text: str, start: int, at: int) -> tuple[str | None, int]:
        """The comparator that ends at `at`, and where its words begin; (None, at) where there is none."""
        for comparator, pattern in self.left:
            hit = pattern.match(text, start, at)
            if hit is not None:
                return comparator, hit.start()
        return None, at

    def after(self, text: str, at: int, end: int) -> tuple[str | None, int]:
        """The comparator that begins at `at`, and where its words end; (None, at) where there is none."""
        hit = self.right.match(text, at, end)
        return (None, at) if hit is None else (hit.lastgroup, hit.end())


@functools.cache
def _starts() -> re.Pattern[str]:
    """Where a number can begin. Words for numbers are many (一步, 三农), so only those are looked at that a counter follows."""
    tables = load("counters").lexicons
    first = sorted({word[0] for table in ("share", "money", "things", "measures", "time", "age", "grade") for word in tables[table]})
    counter = "[ \u3000“" + "".join(map(regex.escape, first)) + "]"
    gate = rf"{{start_char}}(?:(?<=[0-9０-９])|{{start_word}}|{{start_hanzi}}(?={counter}|{{start_more}}))"
    return compile_scanner("quantities", gate)


@functools.cache
def comparators() -> Comparators:
    """The comparing words of grammars/quantities.yaml."""

    def back(words: str) -> regex.Pattern[str]:
        return compile_fragment("quantities", f"(?r)(?:{words})[ \\u3000]*")

    return Comparators(
        left=(
            ("le", back("{never_over}|{at_most}")),
            ("ge", back("{never_under}|{at_least}")),
            ("gt", back("{over_word}|{more_than}")),
            ("lt", back("{under}|{less_than}")),
            ("approx", back("{about_word}")),
        ),
        right=compile_fragment("quantities", r"[ \u3000]*(?:(?P<ge>{from_up})|(?P<le>{from_down})|(?P<approx>{around}))"),
        inside=compile_fragment("quantities", "{inside}"),
    )


def find_quantities(text: str, start: int = 0, end: int | None = None, dates: Spans | None = None) -> list[Quantity]:
    """All numbers of text[start:end] in order; spans are offsets into `text` and never overlap.

    Numbers inside `dates` (stretches that a date has claimed) are passed over.

    `start`/`end` of a quantity take in its comparing words (“不低于90%”, “30家以上”), `number_start`/`number_end` the figure
    without its unit. `excused` tells why a number can be no target; None leaves it to its clause.
    """
    stop = len(text) if end is None else min(end, len(text))
    grammar = load("quantities")
    found: list[Quantity] = []
    at = max(start, 0)
    starts = _starts()
    while (hit := starts.search(text, at, stop)) is not None:
        here = hit.start()
        date = None if dates is None else dates.holding(here)
        if date is not None:
            at = max(date[1], here + 1)
            continue
        quantity = _marker(text, here, start, stop) or _read(grammar, text, here, at, stop)
        if quantity is None:
            at = here + 1
        else:
            found.append(quantity)
            at = max(quantity.end, here + 1)
    return found


def _marker(text: str, here: int, start: int, stop: int) -> Quantity | None:
    """A number that counts the items of a list: 1. at the start of its line, （2） anywhere."""
    before = text[here - 1] if here > start else "\n"
    if before not in _LABEL_START:
        return None
    opened = before in "（("
    hit = _MARKER.match(text, here - opened, stop)
    own_line = before in "\n\r\t"
    if hit is None or (not own_line and not opened and hit[0][-1] not in ".．、﹒"):
        return None
    return Quantity(here, hit.end(), here, max(hit.end() - 1, here + 1), "quantities.marker", ZERO, excused="marker")


def _read(grammar: Grammar, text: str, here: int, floor: int, stop: int) -> Quantity | None:
    digits = _DIGITS.match(text, here, stop)  # with the character behind them they tell which rules can match
    match = grammar.match(text, here, stop, ahead=2 if digits is None else digits.end() - here + 1)
    if match is None:
        return None
    excused = match.rule.gives.get("excused")
    if excused is not None:
        return Quantity(match.start, match.end, match.start, match.end, match.rule.name, ZERO, excused=excused)
    figure = _interpret(match)
    if figure is None:
        return Quantity(match.start, match.end, match.start, match.end, match.rule.name, ZERO, excused="vague")
    value, upper, unit, some = figure
    number_start, number_end = match.start, match.spans.get("number", (0, match.end))[1]
    number_end = match.spans.get("upper", (0, number_end))[1]
    if unit is None and match.rule.name.startswith("quantities.bare") and _is_code(text, match, stop):
        return Quantity(match.start, match.end, number_start, number_end, match.rule.name, value, excused="code")
    if unit is None and _numbered_before().match(text, floor, match.start) is not None:
        return Quantity(match.start, match.end, number_start, number_end, match.rule.name, value, excused="number_of")
    if _LETTER_BEFORE.match(text, floor, match.start) is not None and (unit is None or unit[0] not in SHARES):
        return Quantity(match.start, match.end, number_start, number_end, match.rule.name, value, excused="name")
    return _compared(text, match, (number_start, number_end), (value, upper, unit, some), floor, stop)


def _compared(
    text: str,
    match: Match,
    number: tuple[int, int],
    figure: tuple[Decimal, Decimal | None, str | None, bool],
    floor: int,
    stop: int,
) -> Quantity:
    """The quantity with the comparing words on either side of it."""
    value, upper, unit, some = figure
    shared = _shared_unit().match(text, match.end, stop) if unit is not None and len(unit) == 1 else None
    if shared is not None and shared["unit"].startswith(unit or ""):
        unit = shared["unit"]
    words = comparators()
    left, begin = words.before(text, floor, match.start)
    right, finish = words.after(text, match.end, stop)
    if right is None and unit is not None and (left == "le" or unit in _time_words()):
        hit = words.inside.match(text, match.end, stop)
        if hit is not None:
            right, finish = "le", hit.end()
    if left == "le" and right == "approx":  # 控制在25%左右
        left = None
    comparator = "range" if upper is not None else left if left not in (None, "approx") else right or left or ("gt" if some else "eq")
    return Quantity(
        begin, finish, number[0], number[1], match.rule.name, value, upper=upper, unit=unit, comparator=comparator, excused=_by_unit(unit)
    )


def _by_unit(unit: str | None) -> str | None:
    if unit is None:
        return None
    if unit in _words("grade"):
        return "grade"
    return "age" if unit in _words("age") else None


@functools.cache
def _words(lexicon: str) -> frozenset[str]:
    return frozenset(load("counters").words(lexicon))


@functools.cache
def _time_words() -> frozenset[str]:
    return _words("time")


@functools.cache
def _numbered_before() -> regex.Pattern[str]:
    return compile_fragment("quantities", "(?r){numbered_before}")


@functools.cache
def _shared_unit() -> regex.Pattern[str]:
    return compile_fragment("quantities", "{shared_unit}")


def _is_code(text: str, match: Match, stop: int) -> bool:
    """A bare run of digits that nothing multiplies: a telephone number, a hotline, an index number."""
    figure = text[match.start : match.end]
    around = text[max(match.start - 1, 0) : match.start] + text[match.end : min(match.end + 1, stop)]
    long = sum(map(str.isdigit, figure)) > 8 or (figure.isdigit() and len(figure) > 5)
    return long or not _JOINERS.isdisjoint(around) or figure in _HOTLINES


def interpret(match: Match) -> dict[str, object]:
    """What a match of grammars/quantities.yaml says, for its examples."""
    figure = _interpret(match)
    if figure is None:
        return {}
    return {"value": figure[0], "upper": figure[1], "unit": figure[2]}


def _interpret(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    """(value, upper, unit, “more than”) of a match; None where the figure has no value of its own (两三个, 数十家)."""
    form = match.rule.gives.get("form")
    reader = _FORMS.get(str(form))
    return None if reader is None else reader(match)


def _number(match: Match, name: str, scale: str | None = None) -> Decimal | None:
    digits = match[name]
    if digits is None:
        return None
    if len(digits) > 1 and digits[0] in "一二两三四五六七八九" and not any(c in "十百千万亿〇零" for c in digits):
        return None  # 三五家: a guess, no figure
    return read_number(digits + (scale or ""))


def _share(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    value = _number(match, "number")
    return None if value is None else (value, None, SHARE_UNITS[match["share"] or ""], False)


def _fraction(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    value, below = _number(match, "number"), read_number(match["below"] or "")
    return None if value is None or not below else (value, None, f"1/{below}", False)


def _per_population(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    value = _number(match, "number")
    over = (match["over"] or "").replace(" ", "").replace("十万", "10万").replace("／", "/")
    return None if value is None else (value, None, "1" + over, False)


def _ratio(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    value = _number(match, "number")
    return None if value is None else (value, _number(match, "upper"), "1:n", False)


def _doubling(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    return Decimal(DOUBLINGS.get(match["number"] or "一", 100)), None, "%", False


def _half(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    return HALF, None, "%", False


def _range(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    below, above = match["scale"] or "", match["scale2"] or ""
    upper = _number(match, "upper", above)
    lower = _number(match, "number", below or above)
    if lower is None or upper is None:
        return None
    if not below and above and lower >= upper:  # 500-1万: only the second is in 万
        lower = _number(match, "number") or lower
    return lower, upper, _unit(match), False


def _figure(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    value = _number(match, "number", match["scale2"])
    if value is None or match["some"] == "几" or value > MANY:
        return None
    return value, None, _unit(match), match["some"] is not None


def _hundred(match: Match) -> tuple[Decimal, Decimal | None, str | None, bool] | None:
    number, unit = match["number"] or "", match["unit"]
    return HUNDREDS[number], None, unit, False


_FORMS: Final = {
    "share": _share,
    "fraction": _fraction,
    "per_population": _per_population,
    "ratio": _ratio,
    "doubling": _doubling,
    "half": _half,
    "range": _range,
    "figure": _figure,
    "bare": _figure,
    "hundred": _hundred,
}


def _unit(match: Match) -> str | None:
    unit = match["unit"]
    return None if unit is None else PERCENT.get(unit, unit).replace(" ", "")
