"""Reading numbers as officials write them: Arabic (half- or full-width), Chinese, mixed (3.3万), shares (百分之八十).

Positional Chinese (二〇二五) and the multiplicative kind (两千零二十五) are told apart by the presence of 十, 百 or 千.
Figures are read exactly, as `Decimal`; what is no number gives None, never an error.
"""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Final

import regex

MAX_LENGTH: Final = 40  # characters; a longer run of digits is no figure of a notice

_DIGITS: Final = {"○": 0, "O": 0, "两": 2, "俩": 2} | {
    char: value for signs in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for value, char in enumerate(signs)
}
_SMALL: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_MULTIPLIERS: Final = _SMALL | _LARGE
_FOLD: Final = str.maketrans("０１２３４５６７８９．，＋－−–％Ｏ", "0123456789.,+---%O", " \t\u3000\u00a0")

SHARE_UNITS: Final = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_SHARE: Final = regex.compile("(?:" + "|".join(SHARE_UNITS) + ")(.+)")
_ARABIC: Final = regex.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)([十百千万亿]*)")


def fold(text: str) -> str:
    """Full-width digits and signs made half-width, blanks taken out: what a figure looks like to `Decimal`."""
    return text.translate(_FOLD)


@functools.lru_cache(maxsize=4096)
def read_number(text: str) -> Decimal | None:
    """The value of one number written out in full, multipliers included; None where `text` is not that.

    3.3万 -> 33000, 1,200 -> 1200, 二十五 -> 25, 二〇二五 -> 2025, 两万五 -> 25000, 一点五 -> 1.5, 半 -> 0.5.
    A share gives its figure, as printed: 百分之八十 and 80% -> 80, 千分之五 -> 5; `SHARE_UNITS` tells of what.
    Decimals keep the places printed (47.50), as long as nothing is multiplied.
    """
    if not 0 < len(text) <= MAX_LENGTH:
        return None
    plain = fold(text)
    negative = plain[:1] in ("-", "负")
    value = _unsigned(plain[1:] if negative else plain)
    return None if value is None else -value if negative else value


def read_integer(text: str) -> int | None:
    """Like `read_number`, for whole numbers (months, days, ordinals); None for anything else."""
    value = read_number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def read_year(text: str) -> int | None:
    """A year of four digits (2025, 二〇二五, ２０２５) from 1900 to 2199, or of two in the 2000s (25, 二五); None for others."""
    plain = fold(text)
    if any(char in _MULTIPLIERS for char in plain) or len(plain) not in (2, 4):
        return None
    value = read_integer(plain)
    if value is None or value < 0:
        return None
    if len(plain) == 2:
        return 2000 + value
    return value if 1900 <= value < 2200 else None


def _unsigned(text: str) -> Decimal | None:
    share = _SHARE.fullmatch(text)
    if share is not None:
        return _plain(share[1])
    return _plain(text.removesuffix("%"))


def _plain(text: str) -> Decimal | None:
    arabic = _ARABIC.fullmatch(text)
    if arabic is not None:
        return _times(Decimal(arabic[1].replace(",", "")), arabic[2])
    if text == "半":
        return Decimal("0.5")
    whole, point, fraction = text.partition("点")
    value = _chinese(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    places = fraction.rstrip("万亿萬億")
    digits = _positional(places)
    return None if digits is None else _times(Decimal(f"{value}.{digits}"), fraction[len(places) :])


def _times(value: Decimal, multipliers: str) -> Decimal:
    if not multipliers:
        return value
    for char in multipliers:
        value *= _MULTIPLIERS[char]
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and value.adjusted() < 27 else value


def _positional(text: str) -> str | None:
    """The digits of 二〇二五 as Arabic ones."""
    if not text or any(char not in _DIGITS for char in text):
        return None
    return "".join(str(_DIGITS[char]) for char in text)


def _chinese(text: str) -> int | None:
    """Positional or multiplicative; each multiplier must be smaller than the one before, but 万亿 is allowed."""
    digits = _positional(text)
    if digits is not None:
        return int(digits)
    if not text or any(char not in _DIGITS and char not in _MULTIPLIERS for char in text):
        return None
    return _scaled(text)


def _scaled(text: str) -> int | None:
    """Split at the largest multiplier: left of it what it multiplies, right of it what is added."""
    for scale in (10**8, 10**4, 1000, 100, 10):
        at = max((i for i, char in enumerate(text) if _MULTIPLIERS.get(char) == scale), default=-1)
        if at < 0:
            continue
        left, right = text[:at], text[at + 1 :]
        if not left and scale != 10:
            return None
        factor = _scaled(left) if left else 1
        rest = _remainder(right, scale)
        return None if factor is None or rest is None or (scale < 10**4 and factor > 9) else factor * scale + rest
    digits = _positional(text.removeprefix("零").removeprefix("〇") or text)
    return int(digits) if digits is not None and len(digits) == 1 else None


def _remainder(text: str, scale: int) -> int | None:
    """What follows a multiplier: nothing, a smaller number, or in speech one digit of the next place (两万五, 一百二)."""
    if not text:
        return 0
    value = _scaled(text)
    if value is None or value >= scale:
        return None
    return value * scale // 10 if len(text) == 1 and scale > 10 and text in _DIGITS and value else value
