"""Whether the text layer of a page is what the page shows, as far as the layer itself tells."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import islice

from gongwen.readers.page.garble import is_garbled, is_strange
from gongwen.readers.page.glyphs import Glyphs

FULL_PAGE = 0.6  # share of the page that pictures cover if they are what there is to read
MARGIN = 0.07  # of the height, above and below: page numbers, addresses and stamps of scanners stand there
THIN = 40  # characters within the margins on such a page: hardly its whole text
STRAY = 5  # characters there that are none of it
DRAWN = 50  # drawing objects on a page without text: letters drawn as shapes rather than a frame or a rule
PASTED = 0.04  # share of the page of a picture that may hold a table or a text
WIDE = 0.3  # of the width of the page
HIGH = 36.0  # points
FEW = 10  # characters over such a picture: a caption or a mark, not what it says
MOST_PASTED = 10  # pictures of a page that are read
MOST_LARGE = 50  # … that are looked at; no more than 25 such stand side by side
FEWEST_WORDS = 30  # Latin words needed for a verdict
NOISE_SHARE = 0.05  # of them that are none; well-read pages have under 0.01
LONGEST = 40  # characters of a word that are looked at
GAP = 0.15  # of the height of print, between two words

_LATIN = "A-Za-z\u00c0-\u024f"
_INSIDE = "0-9'’\\-–/.,@:&_+()\u2026\"“”;\u2e80-\uffff"  # may stand within a word
_NOISE = re.compile(
    rf"[{_LATIN}0-9][^{_LATIN}{_INSIDE}]+[{_LATIN}0-9]|[«»*^§¦|\\~{{}}<>•][{_LATIN}]|[{_LATIN}][«»*^§¦|\\~{{}}<>•]"
    rf"|^[b-zB-HJ-NP-Z]$|^[^aeiouyAEIOUY\u00c0-\uffff]*[b-df-hj-np-tv-xz]{{5}}[^aeiouyAEIOUY\u00c0-\uffff]*$"
)
_STRETCH = re.compile("[\u4e00-\u9fff]{6,}")
_WORD = re.compile(f"[{_LATIN}]")


class Verdict(StrEnum):
    """What a page's text layer is worth."""

    TEXT = "text"
    BLANK = "blank"
    PICTURE = "picture"  # the page is a picture or a drawing; of its text there is nothing, or a page number
    GARBLED = "garbled"


def judge(page: Glyphs) -> Verdict:
    """What the text layer of a page is worth, by itself; that it says what the picture behind it shows, only OCR can tell."""
    if not page.text.strip():
        return Verdict.PICTURE if page.n_images or page.n_objects >= DRAWN else Verdict.BLANK
    if is_garbled(page.text, page.unmapped) or (is_strange(page.text) and is_strange(_prose(page))):
        return Verdict.GARBLED
    if not is_covered(page):
        return Verdict.TEXT
    if _within_margins(page) < STRAY:
        return Verdict.PICTURE
    return Verdict.GARBLED if _is_noise(page) else Verdict.TEXT


def is_covered(page: Glyphs) -> bool:
    """Whether pictures cover most of the page, one of them or strips of it together."""
    covered = 0.0
    for x0, top, x1, bottom in page.pictures:
        covered += max(0.0, min(x1, page.width) - max(x0, 0.0)) * max(0.0, min(bottom, page.height) - max(top, 0.0))
    return covered >= FULL_PAGE * page.width * page.height > 0


def is_thin(page: Glyphs) -> bool:
    """Whether pictures cover the page and there is little text on them: a stamp, a cover, or the last line of a notice."""
    return is_covered(page) and _within_margins(page) < THIN


def unread_pictures(page: Glyphs) -> list[tuple[float, float, float, float]]:
    """Pictures on a page of text that are large enough for print and have no text of their own, cut to the page, largest first."""
    cut = ((max(x0, 0.0), max(top, 0.0), min(x1, page.width), min(bottom, page.height)) for x0, top, x1, bottom in page.pictures)
    large = sorted((box for box in cut if _may_hold_text(page, *box)), key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))
    return list(islice((box for box in large[:MOST_LARGE] if _chars_in(page, *box) < FEW), MOST_PASTED))


def _may_hold_text(page: Glyphs, x0: float, top: float, x1: float, bottom: float) -> bool:
    width, height = x1 - x0, bottom - top
    return width >= WIDE * page.width and height >= HIGH and width * height >= PASTED * page.width * page.height


def _chars_in(page: Glyphs, x0: float, top: float, x1: float, bottom: float) -> int:
    places = zip(page.text, page.x0, page.x1, page.top, page.bottom, strict=True)
    return sum(1 for char, a, b, c, d in places if not char.isspace() and x0 <= (a + b) / 2 <= x1 and top <= (c + d) / 2 <= bottom)


def _within_margins(page: Glyphs) -> int:
    """Printed characters that stand in no margin."""
    above, below = MARGIN * page.height, (1 - MARGIN) * page.height
    tops = zip(page.text, page.top, page.bottom, strict=True)
    return sum(1 for char, top, bottom in tops if not char.isspace() and above <= (top + bottom) / 2 <= below)


def _is_noise(page: Glyphs) -> bool:
    """Whether the Latin words of a page are those of a program that could not read it."""
    words = [word for word in _words(page) if _WORD.search(word)]
    return len(words) >= FEWEST_WORDS and sum(bool(_NOISE.search(word[:LONGEST])) for word in words) > NOISE_SHARE * len(words)


def _prose(page: Glyphs) -> str:
    """What stands in long stretches of ideographs, which lists of names have none of."""
    return "".join(stretch for word in _words(page) for stretch in _STRETCH.findall(word))


def _words(page: Glyphs) -> list[str]:
    words: list[str] = []
    for start, end in page.runs:
        line = page.text[start:end]
        parts = [line[:1]]
        for i in range(start + 1, end):
            if page.x0[i] - page.x1[i - 1] > GAP * (page.bottom[i] - page.top[i]):
                parts.append(" ")
            parts.append(page.text[i])
        words += "".join(parts).split()
    return words
