"""How Word prints a count in each numbering format (ST_NumberFormat, ECMA-376 part 1, 17.18.59).

Where Word and the standard differ, Word as Microsoft documents it wins ([MS-OI29500] 2.1.540, [MS-DOCX] 2.4): chineseCounting
goes over to digits at one hundred, ideographEnclosedCircle prints parentheses.
"""

from __future__ import annotations

from collections.abc import Callable

_CHINESE = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_LEGAL_JAPANESE = "〇壱弐参四伍六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"))
_ROMAN_ONES = ((5, "v"), (4, "iv"), (1, "i"))
_MAX_LETTERS = 780  # 30 times the alphabet, as far as Word counts with letters

NOT_COUNTING = frozenset(("bullet", "none"))


def format_count(form: str, count: int) -> str | None:
    """`count` as printed in the numbering format `form`; None for a format not known here.

    >>> format_count("chineseCountingThousand", 21)
    '二十一'
    """
    if form in NOT_COUNTING:
        return ""
    writer = _WRITERS.get(form)
    return None if writer is None else writer(count) or str(count)


def is_padded(form: str) -> bool:
    """A w:format such as "001, 002, 003, ...", which Word writes beside numFmt="custom"."""
    return form[:1] == "0"


def format_padded(form: str, count: int) -> str:
    return str(count).zfill(len(form.split(",")[0].strip()))


def _roman(count: int) -> str:
    if not 0 < count < 32768:
        return ""
    out = []
    for value, letters in _ROMAN + _ROMAN_ONES:
        out.append(letters * (count // value))
        count %= value
    return "".join(out)


def _letters(count: int) -> str:
    """a … z, then aa, bb … as Word does (a spreadsheet would go on with ab)."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count <= _MAX_LETTERS else ""


def _digits(digits: str) -> Callable[[int], str]:
    return lambda count: "".join(digits[int(d)] for d in str(count)) if count >= 0 else ""


def _one_of(symbols: str, first: int = 1) -> Callable[[int], str]:
    """A series of single characters; past its end Word goes on with plain decimals."""
    return lambda count: symbols[count - first] if 0 <= count - first < len(symbols) else ""


def _block(start: int, length: int) -> str:
    return "".join(chr(start + i) for i in range(length))


def _positional(digits: str, units: str, zero: str, bare_ten: bool, bare_one: bool = False) -> Callable[[int], str]:
    """Numerals with place words. `bare_ten`: 10-19 begin with the ten itself; `bare_one`: no one before any place word."""

    def group(value: int, leading: bool) -> str:
        out, gap = "", False
        for place in (3, 2, 1, 0):
            digit = value // 10**place % 10
            if not digit:
                gap = gap or bool(out)
                continue
            if gap:
                out += zero
                gap = False
            silent = digit == 1 and place > 0 and (bare_one or (bare_ten and leading and place == 1 and not out))
            out += ("" if silent else digits[digit]) + ("" if place == 0 else units[place - 1])
        return out

    def write(count: int) -> str:
        if not 0 < count < 10**8:
            return digits[0] if count == 0 else ""
        high, low = divmod(count, 10_000)
        if not high:
            return group(low, True)
        joint = zero if low and low < 1000 else ""
        return group(high, True) + units[3] + joint + group(low, False)

    return write


def _counting(zero: str) -> Callable[[int], str]:
    """Place words below one hundred, digit by digit above."""
    small, large = _positional(_CHINESE, "十百千万", "", True), _digits(zero + _CHINESE[1:])
    return lambda count: small(count) if 0 < count < 100 else large(count)


def _ordinal(count: int) -> str:
    suffix = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{suffix}"


def _sexagenary(count: int) -> str:
    return _STEMS[(count - 1) % 10] + _BRANCHES[(count - 1) % 12] if 0 < count <= 60 else ""


def _circled(count: int) -> str:
    return "⓪" if count == 0 else _one_of(_block(0x2460, 20))(count)


_THOUSAND = _positional(_CHINESE, "十百千万", "零", True)
_FULL_WIDTH = _digits(_block(0xFF10, 10))

_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": _FULL_WIDTH,
    "decimalFullWidth2": _FULL_WIDTH,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _one_of(_block(0x2488, 20)),
    "decimalEnclosedParen": _one_of(_block(0x2474, 20)),
    "ideographEnclosedCircle": _one_of(_block(0x3220, 10)),
    "numberInDash": lambda count: f"- {count} -",
    "hex": lambda count: f"{count:X}" if count >= 0 else "",
    "ordinal": _ordinal,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _counting("○"),
    "taiwaneseCounting": _counting("○"),
    "chineseCountingThousand": _THOUSAND,
    "taiwaneseCountingThousand": _THOUSAND,
    "ideographDigital": _digits(_CHINESE),
    "japaneseDigitalTenThousand": _digits(_CHINESE),
    "koreanDigital2": _digits(_CHINESE),
    "taiwaneseDigital": _digits("○" + _CHINESE[1:]),
    "japaneseCounting": _positional(_CHINESE, "十百千万", "", True, bare_one=True),
    "japaneseLegal": _positional(_LEGAL_JAPANESE, "拾百阡萬", "", False),
    "chineseLegalSimplified": _positional(_LEGAL, "拾佰仟万", "零", False),
    "ideographLegalTraditional": _positional(_LEGAL_TRADITIONAL, "拾佰仟萬", "零", False),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
}
