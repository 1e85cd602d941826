"""Lines of print to paragraphs: hard wraps, page breaks and soft breaks undone.

The evidence, strongest first: what begins a line (a marker, a closing mark), what ends the line before (a stop, a
comma, an open bracket), whether that line was full, whether it can stand alone (a heading, a title, a signature).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import regex

from ..model.source import Line, Wrap
from ..recognise.grammar import compile_fragment
from ..recognise.marks import CLOSING, PAIRS, opened_at, width
from ..recognise.numbering import Marker, marker_at
from .measure import Print, set_apart, study

_STOPS = "。！？!?；;"
_CLOSERS = "”’」』》〉\"'" + CLOSING
_NEVER_FIRST = "，。、；：！？,;:!?）)〕】》〉”’」』％%"
_URGED = re.compile(r"[要应须将]")
_FIGURE = re.compile(r"[0-9]{1,9}(?:[.．][0-9]{1,6})?[ \u3000]?(?:[%％‰]|[个家所名人张台项元]|[万亿][人元张个名吨亩台件户])")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_POINT = re.compile(r"[.．][0-9]")  # the rest of a figure that a line end cut before its point
_HEAD = re.compile(r"[（(《“〔【〈‘「『]{0,3}(?:[0-9A-Za-z.,%\-–—+/]{1,16}|.?)[，。、；：！？）)〕】》〉”’]{0,3}")
_NEVER_LAST = "，、,（(〔【《〈“‘「『—-"
_LONG = 30.0  # em; a line longer than this is no heading that ends without a stop
_MAX_HEADING = 46.0  # em; of a heading or title standing alone
_OPEN = {**PAIRS, "《": "》", "“": "”"}
_CLOSE = {v: k for k, v in _OPEN.items()}
_BRACKET = re.compile("[" + re.escape("".join(_OPEN) + "".join(_CLOSE)) + "]")


@cache
def _apart() -> regex.Pattern[str]:
    """Beginnings that open a paragraph of their own whatever stands before."""
    return compile_fragment("paragraphs", "{apart}")


@cache
def _label() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{label}")


@cache
def _field() -> regex.Pattern[str]:
    """A label of what an item says next: 整改目标：, 具体措施："""
    return compile_fragment("paragraphs", "{field}")


@cache
def _title_end() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{title_end}")


@cache
def _clause_cue() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{clause_cue}")


@cache
def _alone_end() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{alone}")


@cache
def _recipients() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{recipients}")


_WIDE_BLANK = re.compile(r"[ \t\u00a0]*\u3000[ \t\u00a0]*\u3000\s*|\u3000[ \t\u00a0]{2,}|[ \u00a0]{4,}")
_ANY_BLANKS = re.compile(r"\s{2,}")
# a blank between two words; not between the letters of 附 件, nor beside Latin and figures
_EACH_BLANK = re.compile(
    r"(?<=[^\x00-\x7f\s][^\x00-\x7f\s])[ \u3000\u00a0]+(?=[^\s](?![ \u3000]))"
    r"|(?<=[）)。；：])[ \u3000\u00a0]+|(?<=号|日)[ \u3000]+(?=\S)"
)
_SPACED_NAME = re.compile(r"(?<=\s)([\u4e00-\u9fff](?:\s{1,4}[\u4e00-\u9fff]){1,5})(?=\s{2})")
_ALL_IN_ONE = 1500  # characters of a line that can only be a whole document: any wide blank parts paragraphs
_LOST_BREAKS = 300  # characters of a line in which wide blanks are the indents of paragraphs that lost their breaks


def unfold(lines: Sequence[Line]) -> list[Line]:
    """Lines that hold many paragraphs, told by the indents left inside them, as lines of their own."""
    out: list[Line] = []
    for line in lines:
        all_in_one = len(line.text) > _LOST_BREAKS and _parts_paragraphs(line.text)
        if len(line.text) < _LOST_BREAKS or line.box is not None or not (all_in_one or _WIDE_BLANK.search(line.text)):
            out.append(line)
            continue
        text = _SPACED_NAME.sub(lambda m: "".join(m.group().split()), line.text)
        blank = _EACH_BLANK if all_in_one else _ANY_BLANKS if len(line.text) > _ALL_IN_ONE else _WIDE_BLANK
        pieces = [piece for piece in blank.split(text) if piece.strip()]
        out += [replace(line, text=piece, wrap=Wrap.PARAGRAPH, blank_before=line.blank_before and i == 0) for i, piece in enumerate(pieces)]
    return out


def _parts_paragraphs(text: str) -> bool:
    """Single blanks part the paragraphs of a document on one line: most follow a stop, and pieces are long."""
    blanks = [m.start() for m in _EACH_BLANK.finditer(text)]
    after_stop = sum(1 for at in blanks if text[at - 1] in "。；;：:）)")
    return len(blanks) >= 8 and after_stop >= 0.35 * len(blanks) and len(text) >= 12 * len(blanks)


def gather(lines: Sequence[Line], print_: Print | None = None) -> list[list[Line]]:
    """Group lines into paragraphs, order kept."""
    print_ = print_ or study(lines)
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1], line, print_):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return _mend_cut_items(paragraphs, print_)


def _goes_on(above: list[Line], line: Line, print_: Print) -> bool:
    """Does `line` continue the paragraph `above`?"""
    last = above[-1]
    text = line.text
    end = last.text[-1:]
    if text[:1] in _NEVER_FIRST and marker_at(text, 0) is None:
        return True
    if (end.isdecimal() and _POINT.match(text)) or end in _OPEN or (end in "-－–～" and text[:1].isdecimal()):
        return True
    so_far = "".join(x.text for x in above)
    if end.isdecimal() and text[:1].isdecimal() and _figure_cut(so_far, text):
        return True
    if print_.measure is not None and _FIGURE.match(text) and end not in "：:" and not _stops(so_far):
        return True  # a figure with its unit is not parted by the wall, it moves down whole
    if marker_at(so_far, 0) is not None and _bare_marker(so_far):
        return True  # a marker alone on its line waits for its text
    if _opens(line, so_far) and not _moved_bracket(last, line, print_):
        return False
    if _title_end().search(so_far) and "。" not in so_far and _recipients().match(text):
        return False
    if last.style.outline_level != line.style.outline_level or _other_size(last, line):
        return False
    if last.style.outline_level is not None and last.box is not None:
        return last.wrap is Wrap.SOFT  # a bookmark tells where the heading ends
    if end in _NEVER_LAST:
        return True
    if print_.one_title(last, line):  # a line that is all bracket stands alone: （征求意见稿）
        return _unclosed(so_far) or (print_.fills(last, _head(text)) and not (text[:1] in "（(" and text[-1:] in "）)"))
    if print_.measure is not None and last.wrap is not Wrap.PARAGRAPH:
        if set_apart(last) or set_apart(line):
            return False
        if print_.indented and 1.0 <= (line.indent or 0.0) <= 3.0:
            return False  # first lines are set in, and this is one
    if last.wrap is Wrap.SOFT:
        return not _stops(so_far) and not _stands_alone(so_far, above) and width(last.text) > 8
    if _unclosed(so_far):
        return True
    if _stops(so_far) or end in "：:":
        return _full_and_flush(last, line, print_)
    return _unfinished(so_far, above, last, line, print_)


def _moved_bracket(last: Line, line: Line, print_: Print) -> bool:
    """（责任单位：…）at the edge where first lines are set in, below a full line: it had no room behind the text."""
    if line.text[:1] not in "（(〔【[" or not print_.indented or last.wrap is Wrap.PARAGRAPH or set_apart(last):
        return False
    return (line.indent or 0.0) < 0.5 and print_.full(last) and _label().match(line.text) is not None


def _full_and_flush(last: Line, line: Line, print_: Print) -> bool:
    """After a stop only a full line can go on, and then only where first lines would be set in and this one is not."""
    if not print_.full(last) or last.wrap is Wrap.PARAGRAPH:
        return False
    if not print_.full(line) and not _stops(line.text) and _alone_end().search(line.text) is not None:
        return False
    if print_.indented:
        return (line.indent or 0.0) < 0.5
    return width(line.text) > 12 or _stops(line.text)


def _unfinished(so_far: str, above: list[Line], last: Line, line: Line, print_: Print) -> bool:
    """No stop at the end: a cut sentence goes on, a heading, title or signature does not."""
    if print_.measure is not None and last.wrap is not Wrap.PARAGRAPH:
        if print_.full(last, len(above) == 1) or (_moved_down(line.text) and print_.no_room(last, _head(line.text))):
            return True
        if print_.blanks and line.blank_before:
            return False
        opened = marker_at(so_far, 0) is not None or _apart().match(so_far) is not None
        return not (_stands_alone(so_far, above) and (opened or _alone(last, so_far)))
    if _sentence_cut(so_far, line):
        return True
    return not _stands_alone(so_far, above) and (width(so_far) > _LONG or "。" in so_far)


def _head(text: str) -> float:
    """Width in em of what cannot be parted from the beginning of a line."""
    return width(_HEAD.match(text).group())  # type: ignore[union-attr]  # it matches anything


def _moved_down(text: str) -> bool:
    """Does the line begin with a bracket or figures that no wall parts: （2025-2027年）?"""
    return text[:1] in _OPEN and _head(text) > 2.0


def _figure_cut(so_far: str, text: str) -> bool:
    """A figure goes on in the next line: words before it and behind it, and no marker."""
    marker = marker_at(text, 0)
    return width(so_far) > 12 and _WORDS.search(text[:12]) is not None and (marker is None or marker.weak)


def _sentence_cut(so_far: str, line: Line) -> bool:
    """A line with a pause in it that ends nowhere, above one that ends a sentence."""
    if "，" not in so_far or width(so_far) < 18 or marker_at(so_far, 0) is not None or not _stops(line.text):
        return False
    if _title_end().search(so_far) is not None or set_apart(line):
        return False
    return _recipients().match(so_far) is None or _URGED.search(so_far) is not None


def _stands_alone(so_far: str, above: list[Line]) -> bool:
    """Short and without a stop inside: a heading, a title line, a name, a date."""
    return "。" not in so_far and "；" not in so_far and width(so_far) <= _MAX_HEADING and len(above) <= 2


def _alone(last: Line, so_far: str) -> bool:
    """In wrapped print a line that ends early and without a stop is a title, a date, a signature, or it is set apart."""
    return last.style.bold or set_apart(last) or _alone_end().search(so_far) is not None


def _other_size(a: Line, b: Line) -> bool:
    return a.style.size is not None and b.style.size is not None and abs(a.style.size - b.style.size) > 1.2


def _stops(text: str) -> bool:
    """Ends a sentence: a stop, closing marks after it, or a bracket added after the stop or naming bodies."""
    bare = text.rstrip(_CLOSERS)
    if not bare or bare[-1] in _STOPS:
        return bool(bare)
    if text[-1] not in CLOSING:
        return False
    opened = opened_at(text, len(text)) or 0
    return opened == 0 or text[opened - 1] in _STOPS or _clause_cue().search(text, opened) is not None


def _bare_marker(text: str) -> bool:
    marker = marker_at(text, 0)
    return marker is not None and marker.end >= len(text.rstrip())


def _opens(line: Line, so_far: str) -> bool:
    """The line begins something of its own: a marker, a label, an annex heading."""
    text = line.text
    marker = marker_at(text, 0)
    if marker is not None and not marker.weak:
        return not _number_cut(marker, so_far, text)
    if _label().match(text) is not None:
        return not _unclosed(so_far)
    return _apart().match(text) is not None or (_field().match(text) is not None and not _unclosed(so_far))


def _number_cut(marker: Marker, so_far: str, text: str) -> bool:
    """`…提高到3` + `.5个百分点` or `…占比达` + `1、` are cut inside a figure, not a new item."""
    if marker.family not in ("arabic", "decimal", "arabic_paren", "one_is"):
        return False
    if so_far[-1:].isdigit() or so_far[-1:] in "-－—–~～.．":
        return True
    return marker.family == "one_is" and not _stops(so_far) and so_far[-1:] not in "：:"


def _unclosed(text: str) -> bool:
    """An opened bracket or book-title mark still waits for its closing one (quotes only near the end)."""
    depth: list[str] = []
    for char in _BRACKET.findall(text[-400:]):
        if char in _OPEN:
            depth.append(char)
        elif depth and depth[-1] == _CLOSE[char]:
            depth.pop()
    return bool(depth) and depth[-1] != "“" and len(text) - text.rfind(depth[-1]) < 300


def _mend_cut_items(paragraphs: list[list[Line]], print_: Print) -> list[list[Line]]:
    """An item that ends without a stop, among siblings that all end with one, was cut: the next paragraph is its rest."""
    tally: dict[str, list[int]] = {}
    long = 14.0 if print_.measure is None else min(14.0, 0.6 * print_.measure)
    markers = [marker_at(p[0].text, 0) for p in paragraphs]
    texts = ["".join(x.text for x in p) for p in paragraphs]
    for marker, text in zip(markers, texts, strict=True):
        if marker is not None:
            counts = tally.setdefault(marker.family + marker.text[-1:], [0, 0])
            counts[0] += 1
            counts[1] += _stops(text)
    mended: list[list[Line]] = []
    take = False
    for paragraph, marker, text in zip(paragraphs, markers, texts, strict=True):
        if take and marker is None and not _opens(paragraph[0], "") and _stops(text):
            mended[-1] = [*mended[-1], *paragraph]
            take = False
            continue
        mended.append(paragraph)
        counts = tally.get(marker.family + marker.text[-1:], [0, 0]) if marker else [0, 0]
        sure = counts[0] >= 5 and counts[1] >= counts[0] * 0.8
        likely = counts[0] >= 3 and counts[1] >= counts[0] * 0.6 and width(text) > long
        take = marker is not None and not _stops(text) and (sure or likely)
    return mended


_LATIN_END = re.compile(r"[A-Za-z]{2,}[,.]?$|[,.]$")
_LATIN_START = re.compile(r"[A-Za-z]{2,}")


def glue(left: str, right: str) -> str:
    """What stands between two joined lines: a blank between Latin words, nothing in Chinese."""
    return " " if _LATIN_END.search(left) and _LATIN_START.match(right) else ""
