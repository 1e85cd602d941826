"""Tells text that nobody can read: glyphs without characters, bytes read in the wrong encoding, ideographs at random.

It looks at character classes and frequencies only, never at words. Thresholds are loose: a page must be mostly unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gongwen.recognise import grammar

UNREADABLE_SHARE = 0.3  # of the printed characters, from which a page counts as garbled
LATIN1_SHARE = 0.25  # accented and symbol bytes among the characters: GBK or Big5 bytes read as Latin-1
NOISE_BLOCKS = 12  # different rare blocks of Unicode on one page
COMMON_SHARE = 0.6  # of the ideographs that must be common ones; ordinary text has over 0.95, random ones 0.35
FREQUENT_SHARE = 0.35  # of the ideographs that must be of the 500 most frequent ones; prose has over 0.55, other ideographs 0.13
SIMPLIFIED_SHARE = 0.9  # of the ideographs in GB 2312, whose frequencies are known; traditional and Japanese text has under 0.75
ENOUGH = 60  # ideographs for a verdict by frequency
FEWEST = 20  # characters needed for a verdict
SAMPLE = 200  # characters of a page whose ideographs are looked up

REPLACED = ("\ufffd" * 2).encode().decode("gbk")  # replacement characters of UTF-8 taken for GBK

# Controls, private use, noncharacters, replacement and the specials that fonts without a map give.
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufff0-\uffff\U000f0000-\U0010ffff]")
_LOST = re.compile(f"\\?{{3,}}|(?:{REPLACED}){{2,}}")
_LATIN1 = re.compile("[\xa1-\xff]")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_RARE = re.compile("[^\x00-\x7f\xa0-\u024f\u0370-\u045f\u2000-\u27bf\u3000-\u33ff\u4e00-\u9fff\ue000-\uffff]")
_SUSPECT = re.compile("[^\t-\r -~\u2000-\u206f\u2460-\u2473\u3000-\u3011\u4e00-\u9fff\uff01-\uff5e]")


def is_garbled(text: str, unmapped: int = 0) -> bool:
    """Whether most of a page's text is unreadable. `unmapped` counts glyphs that have no character at all."""
    if sum(map(len, _LOST.findall(text))) > UNREADABLE_SHARE * len(text):
        return True
    if not unmapped and not _SUSPECT.search(text):
        return _is_random(_IDEOGRAPH.findall(text[:SAMPLE]))
    printed = "".join(text.split())
    n = len(printed)
    unreadable = unmapped + len(_UNREADABLE.findall(printed))
    if n < FEWEST:
        return unreadable > n / 2
    if unreadable > UNREADABLE_SHARE * n or len(_LATIN1.findall(printed)) > LATIN1_SHARE * n:
        return True
    rare = _RARE.findall(printed)
    if len(rare) > UNREADABLE_SHARE * n and len({ord(char) >> 8 for char in rare}) >= NOISE_BLOCKS:
        return True
    return _is_random(_IDEOGRAPH.findall(printed[:SAMPLE]))


def _is_random(ideographs: Sequence[str]) -> bool:
    return len(ideographs) >= 2 * FEWEST and sum(map(_is_common, ideographs)) < COMMON_SHARE * len(ideographs)


def is_strange(text: str) -> bool:
    """Whether the ideographs, common ones each, come in no prose as they do here: lists of names, or a font that puts one for the other."""
    ideographs = _IDEOGRAPH.findall(text[:SAMPLE])
    n = len(ideographs)
    if n < ENOUGH or sum(map(_frequent().__contains__, ideographs)) >= FREQUENT_SHARE * n:
        return False
    return sum(map(_is_simplified, ideographs)) >= SIMPLIFIED_SHARE * n


@lru_cache(maxsize=1)
def _frequent() -> frozenset[str]:
    return frozenset(grammar.load("characters").words("frequent"))


@lru_cache(maxsize=8192)
def _is_simplified(char: str) -> bool:
    return "\xb0" <= char.encode("gb2312", "replace").decode("latin-1")[0] <= "\xf7"


@lru_cache(maxsize=8192)
def _is_common(char: str) -> bool:
    """Whether an ideograph is of the first level of GB 2312, Big5 or JIS X 0208: what ordinary print is made of."""
    if "\xb0" <= char.encode("gb2312", "replace").decode("latin-1")[0] <= "\xd7":
        return True
    if "\xa4" <= char.encode("big5", "replace").decode("latin-1")[0] <= "\xc6":
        return True
    return "\x88" <= char.encode("shift_jis", "replace").decode("latin-1")[0] <= "\x97"
