"""What copying, printing and scanning do to text, without taking away what the truth says."""

from __future__ import annotations

import re
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


def protected(quotes: list[str]) -> re.Pattern[str] | None:
    """A pattern that finds every quote of the truth, the longest first."""
    distinct = sorted({q for q in quotes if len(q) > 1}, key=lambda q: (-len(q), q))
    return re.compile("|".join(re.escape(q) for q in distinct)) if distinct else None


def scan(rng: Random, text: str, keep: re.Pattern[str] | None, *, half: bool) -> str:
    """One paragraph as read by OCR: look-alikes outside the quotes, half-width marks, stray and lost blanks."""
    made: list[str] = []
    at = 0
    for match in keep.finditer(text) if keep else ():
        made.append(_blur(rng, text[at : match.start()]))
        made.append(match.group())
        at = match.end()
    made.append(_blur(rng, text[at:]))
    joined = "".join(made)
    if half:
        joined = "".join(HALF.get(c, c) if rng.random() < 0.5 else c for c in joined)
    joined = re.sub(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[年月日一-鿿])", lambda m: " " if rng.random() < 0.25 else "", joined)
    return re.sub(r"(?<=[。；])(?=[一-鿿])", lambda m: " " if rng.random() < 0.15 else "", joined)


def _blur(rng: Random, text: str) -> str:
    return "".join(LOOK_ALIKES[c] if c in LOOK_ALIKES and rng.random() < 0.15 else c for c in text)


def quotes(truth: object) -> list[str]:
    """Every text that the truth quotes, with its parts between punctuation (so that a clause stays whole)."""
    found: list[str] = []
    stack: list[object] = [truth]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack += item.values()
        elif isinstance(item, list):
            stack += item
        elif isinstance(item, str):
            found.append(item)
            if item[:1] in "省市县区旗州盟":  # a carried prefix is not printed
                found.append(item[1:])
    return found
