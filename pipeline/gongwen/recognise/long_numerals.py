"""Numerals of any writing, in one piece: 5万4千6百, 两千两百贰拾二, 拾亿零六万, 一千多万, 2.5e6, .5.

`numerals.read_number` reads what notices print; this reads what else is written, by the same rule: the largest
multiplier parts a numeral into what it multiplies and what is added.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import regex

from .numerals import fold

MAX_LENGTH: Final = 60  # characters; a longer run is no numeral that anybody reads

_DIGITS: Final = {char: value for signs in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for value, char in enumerate(signs)} | {
    "○": 0, "两": 2, "俩": 2, "倆": 2, "貳": 2, "弍": 2, "參": 3, "陸": 6,
}  # fmt: skip
_TENS: Final = {"廿": 20, "卅": 30, "卌": 40}
_MULTIPLIERS: Final = {
    "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8,
}  # fmt: skip
_SCALES: Final = (10**8, 10**4, 1000, 100, 10)
_VAGUE: Final = regex.compile("零?[余餘多来几]")
_TOKEN: Final = regex.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+|.", regex.DOTALL)
_POWER: Final = regex.compile(r"(.+)[eE]([+-]?[0-9]{1,3})")

_Token = Decimal | int | str  # a figure; a multiplier; a Chinese digit or 零


@functools.lru_cache(maxsize=4096)
def read_long_number(text: str) -> Decimal | None:
    """The value of one numeral without sign; words for “some” (余, 多, 几) count nothing. None where `text` is not that."""
    value = _read(_VAGUE.sub("", fold(text)))
    return None if value is None else whole(value)


def whole(value: Decimal) -> Decimal:
    """The same value, without places behind the point where these are all zero."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and value.adjusted() < 27 else value


def _read(plain: str) -> Decimal | None:
    if not 0 < len(plain) <= MAX_LENGTH:
        return None
    power = _POWER.fullmatch(plain)
    if power is not None:
        base = _read(power[1])
        return None if base is None else base.scaleb(int(power[2]))
    whole, point, fraction = plain.partition("点")
    if not point:
        return _value(_tokens(whole))
    places = fraction.rstrip("百千万亿萬億")
    value, digits = _value(_tokens(whole)), _positional(_tokens(places))
    if value is None or digits is None:
        return None
    scaled = Decimal(f"{value:f}.{digits}")
    for char in fraction[len(places) :]:
        scaled *= _MULTIPLIERS[char]
    return scaled


def last_scale(text: str) -> int:
    """The product of the multipliers that end a numeral: 三十万 -> 10000, 1.5万亿 -> 10**12, 二十一 -> 1. A lone 十, 百, 千 is none."""
    scale = 1
    for char in reversed(fold(text)):
        if char not in _MULTIPLIERS:
            break
        if scale > 1 and _MULTIPLIERS[char] < 10**4:
            break
        scale *= _MULTIPLIERS[char]
    return scale


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for hit in _TOKEN.finditer(text):
        piece = hit[0]
        if piece[0] in "0123456789.":
            tokens.append(Decimal(piece.replace(",", "")))
        elif piece in _TENS:
            tokens += [Decimal(_TENS[piece] // 10), 10]
        else:
            tokens.append(_MULTIPLIERS.get(piece, piece))
    return tokens


def _positional(tokens: Sequence[_Token]) -> str | None:
    """The digits of 二〇二五 as Arabic ones."""
    if not tokens or any(not isinstance(token, str) or token not in _DIGITS for token in tokens):
        return None
    return "".join(str(_DIGITS[str(token)]) for token in tokens)


def _value(tokens: Sequence[_Token]) -> Decimal | None:
    if len(tokens) == 1 and isinstance(tokens[0], Decimal):
        return tokens[0]
    digits = _positional(tokens)
    return Decimal(digits) if digits is not None else _scaled(tokens)


def _scaled(tokens: Sequence[_Token]) -> Decimal | None:
    """Split at the last of the largest multipliers."""
    for scale in _SCALES:
        at = max((i for i, token in enumerate(tokens) if isinstance(token, int) and token == scale), default=-1)
        if at < 0:
            continue
        factor = _scaled(tokens[:at]) if at else Decimal(1)
        rest = _added(tokens[at + 1 :], scale)
        return None if factor is None or rest is None else factor * scale + rest
    return _leaf(tokens)


def _leaf(tokens: Sequence[_Token]) -> Decimal | None:
    """A figure or one digit, 零 before it allowed."""
    bare = list(tokens)
    while len(bare) > 1 and isinstance(bare[0], str) and _DIGITS.get(bare[0]) == 0:
        del bare[0]
    if len(bare) != 1:
        return None
    only = bare[0]
    return only if isinstance(only, Decimal) else Decimal(_DIGITS[only]) if isinstance(only, str) and only in _DIGITS else None


def _added(tokens: Sequence[_Token], scale: int) -> Decimal | None:
    """What follows a multiplier: nothing, a smaller number, or in speech one digit of the next place (两万五, 一百二)."""
    if not tokens:
        return Decimal(0)
    value = _scaled(tokens)
    if value is None or value >= scale:
        return None
    spoken = len(tokens) == 1 and isinstance(tokens[0], str) and scale > 10
    return value * scale / 10 if spoken else value
