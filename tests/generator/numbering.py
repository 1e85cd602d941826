"""The families of markers that notices number with, as printed and as Word counts them."""

from __future__ import annotations

from typing import NamedTuple

DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class Family(NamedTuple):
    """`shape` around the number; `kind` of number: cn, arabic, full, circled; `word` the w:numFmt value that counts it."""

    shape: str
    kind: str
    word: str


FAMILIES: dict[str, Family] = {
    "chapter": Family("第{}章　", "cn", "chineseCountingThousand"),
    "section": Family("第{}节　", "cn", "chineseCountingThousand"),
    "cn_dun": Family("{}、", "cn", "chineseCountingThousand"),
    "cn_paren": Family("（{}）", "cn", "chineseCountingThousand"),
    "cn_paren_half": Family("({})", "cn", "chineseCountingThousand"),
    "ar_dot": Family("{}.", "arabic", "decimal"),
    "ar_dot_blank": Family("{}. ", "arabic", "decimal"),
    "ar_dot_full": Family("{}．", "arabic", "decimal"),
    "ar_wide": Family("{}．", "full", "decimalFullWidth"),
    "ar_dun": Family("{}、", "arabic", "decimal"),
    "ar_paren": Family("（{}）", "arabic", "decimal"),
    "ar_paren_half": Family("({})", "arabic", "decimal"),
    "ar_close": Family("{}）", "arabic", "decimal"),
    "circled": Family("{}", "circled", "decimalEnclosedCircle"),
    "shi": Family("{}是", "cn", ""),
    "di": Family("第{}，", "cn", ""),
}


def chinese(n: int) -> str:
    """1 to 99 in Chinese numerals: 十一, 二十."""
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


def marker(family: str, n: int) -> str:
    """The marker as printed."""
    shape, kind, _ = FAMILIES[family]
    match kind:
        case "cn":
            number = chinese(n)
        case "full":
            number = str(n).translate(FULL_WIDTH)
        case "circled":
            number = CIRCLED[n - 1]
        case _:
            number = str(n)
    return shape.format(number)
