"""What copying, printing and scanning do to text, without taking away what the truth says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

# look-alikes that scans mix up; never used inside what the truth quotes
LOOK_ALIKES = {
    "未": "末",
    "己": "已",
    "日": "曰",
    "人": "入",
    "大": "太",
    "土": "士",
    "干": "千",
    "天": "夭",
    "体": "休",
    "治": "冶",
    "析": "折",
    "侯": "候",
}
HALF = {"（": "(", "）": ")", "，": ",", "：": ":", "；": ";"}
NO_LINE_START = "，。、；：）》”！？】〕)"
NO_LINE_END = "（《“【〔("


def wrap(text: str, width: int) -> list[str]:
    """Lines of `width` characters; a closing mark hangs at the end of its line, an opening one
    goes to the next, as Chinese type is set."""
    lines: list[str] = []
    while len(text) > width:
        cut = width
        while cut < len(text) and text[cut] in NO_LINE_START:
            cut += 1
        if text[cut - 1] in NO_LINE_END:
            cut -= 1
        lines.append(text[:cut])
        text = text[cut:]
    return [*lines, text] if text else lines


def shielded(text: str, quotes: Sequence[str]) -> bytearray:
    """1 at every character that a quote covers, overlapping quotes too."""
    mask = bytearray(len(text))
    for quote in quotes:
        at = text.find(quote)
        while at >= 0:
            mask[at : at + len(quote)] = b"\1" * len(quote)
            at = text.find(quote, at + 1)
    return mask


def scan(rng: Random, text: str, quotes: Sequence[str], *, half: bool) -> str:
    """One paragraph as read by OCR: look-alikes outside the quotes, half-width marks, stray and lost blanks."""
    mask = shielded(text, quotes)
    joined = "".join(
        LOOK_ALIKES[c] if c in LOOK_ALIKES and not kept and rng.random() < 0.15 else c for c, kept in zip(text, mask, strict=True)
    )
    if half:
        joined = "".join(HALF.get(c, c) if rng.random() < 0.5 else c for c in joined)
    joined = re.sub(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[年月日一-鿿])", lambda m: " " if rng.random() < 0.25 else "", joined)
    return re.sub(r"(?<=[。；])(?=[一-鿿])", lambda m: " " if rng.random() < 0.15 else "", joined)


def quotes(truth: object) -> list[str]:
    """Every text of two characters or more that the truth quotes, in alphabetical order."""
    found: set[str] = set()
    stack: list[object] = [truth]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack += item.values()
        elif isinstance(item, list):
            stack += item
        elif isinstance(item, str):
            found.add(item)
            if item[:1] in "省市县区旗州盟":  # a carried prefix is not printed
                found.add(item[1:])
    return sorted(q for q in found if len(q) > 1)
