"""Citations: documents named in running text, 《title》 with or without a document number, and bare numbers.

After eyecite, the shape is: find the anchors (《, 〔2024〕), read outwards from each, resolve nothing here.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import regex

from ..model.mentions import Citation
from .grammar import compile_fragment, load

MAX_TITLE = 160  # characters of the longest title
MAX_CODE = 14  # characters of the code of an office in a document number

_MARKS = re.compile("[《》〈〉\n。；;]")
_UNCLOSED_END = re.compile("[，,。；;：:、\n《（(]")
_SENTENCE_END = re.compile("[。；;]")
_OPEN, _CLOSE = "（(〔[【［", "）)〕]】］"
_GAP = re.compile(r"[ \t\u3000\r\n]{0,3}")


@dataclass(frozen=True, slots=True)
class _Cues:
    anchor: regex.Pattern[str]  # the bracketed year and running number
    order: regex.Pattern[str]
    order_code: regex.Pattern[str]
    before: tuple[str, ...]
    codes: tuple[str, ...]


@functools.cache
def _cues() -> _Cues:
    grammar = load("citations")
    return _Cues(
        anchor=compile_fragment("citations", "{number_tail}"),
        order=compile_fragment("citations", "(?:令|公告|通告|通令)(?:(?:{year})年)?第?{blank}{digits}{blank}号"),
        order_code=regex.compile(r"\p{Han}{2,20}"),
        before=tuple(sorted(grammar.words("before_number"), key=lambda w: (-len(w), w))),
        codes=tuple(sorted(grammar.words("codes"), key=lambda w: (-len(w), w))),
    )


def find_citations(text: str, start: int = 0, end: int | None = None) -> list[Citation]:
    """Documents named in text[start:end], in order. A bare document number has an empty title.

    The span covers title and number where they stand side by side; line breaks inside a title do not count.
    """
    stop = len(text) if end is None else end
    numbers = _numbers(text, start, stop)
    found: list[Citation] = []
    used: set[int] = set()
    at = text.find("《", start, stop)
    while at >= 0:
        if text.startswith("《", at + 1):  # a doubled mark: the inner one opens the title
            at += 1
            continue
        close, closed = _title_end(text, at, stop)
        title = "".join(text[at + 1 : close].split())
        after = close + 1 if closed else close
        if title:
            found.append(_with_number(text, at, after, title, closed, numbers, used))
        at = text.find("《", max(after, at + 1), stop)
    starts, ends = [c.start for c in found], [c.end for c in found]
    for k, number in enumerate(numbers):
        before = bisect_right(starts, number[0]) - 1
        if k not in used and (before < 0 or ends[before] <= number[0]):
            found.append(Citation(*number, "citations.number", "", _plain(text, number)))
    found.sort(key=lambda c: (c.start, c.end))
    return found


def _title_end(text: str, at: int, stop: int) -> tuple[int, bool]:
    """Where the title that opens at `at` ends, and whether it was closed. Titles nest: 《关于印发〈…〉的通知》."""
    depth = 0
    for hit in _MARKS.finditer(text, at, min(stop, at + MAX_TITLE)):
        mark = hit.group()
        if mark == "《":
            depth += 1
        elif mark == "》":
            depth -= 1
            if depth == 0:
                return hit.start(), True
        elif mark in "。；;" and depth:
            break
    # a lost closing mark: of two openings the inner one may be whole
    first_close = text.find("》", at, min(stop, at + MAX_TITLE))
    second_open = text.find("《", at + 1, min(stop, at + MAX_TITLE))
    sentence = _sentence_end(text, at, stop)
    if 0 <= first_close < sentence and (second_open < 0 or second_open > first_close):
        return first_close, True
    hit2 = _UNCLOSED_END.search(text, at + 1, min(stop, at + MAX_TITLE))
    return (hit2.start() if hit2 is not None else min(stop, at + 40)), False


def _sentence_end(text: str, at: int, stop: int) -> int:
    hit = _SENTENCE_END.search(text, at, min(stop, at + MAX_TITLE))
    return hit.start() if hit is not None else min(stop, at + MAX_TITLE)


Number = tuple[int, int]


def _with_number(
    text: str, at: int, after: int, title: str, closed: bool, numbers: list[Number], used: set[int]
) -> Citation:
    """The citation of a title, joined with a number in brackets behind it or straight before it."""
    rule = "citations.title" if closed else "citations.unclosed_title"
    gap = _GAP.match(text, after)
    here = gap.end() if gap is not None else after
    k = bisect_left(numbers, (here + 1, 0))
    if k < len(numbers) and numbers[k][0] == here + 1 and text[here] in _OPEN:
        begin, finish = numbers[k]
        used.add(k)
        return Citation(at, _past_bracket(text, finish), "citations.title_and_number", title, _plain(text, (begin, finish)))
    k = bisect_left(numbers, (at, 0)) - 1
    if k >= 0 and k not in used and 0 <= at - numbers[k][1] <= _NEAR and not text[numbers[k][1] : at].strip(_BETWEEN):
        used.add(k)
        return Citation(numbers[k][0], after, "citations.number_and_title", title, _plain(text, numbers[k]))
    return Citation(at, after, rule, title, None)


_NEAR = 4  # characters between a number and the title it stands before
_BETWEEN = " 文件的，、)）"


def _past_bracket(text: str, at: int) -> int:
    """The end of the bracket that holds a number; where it is not closed, the number's own end."""
    for close in range(at, min(len(text), at + 120)):
        if text[close] in _CLOSE:
            return close + 1
    return at


def _plain(text: str, span: Number) -> str:
    return "".join(text[span[0] : span[1]].split())


def _numbers(text: str, start: int, stop: int) -> list[Number]:
    """Document numbers: 云政办发〔2024〕4号, 财政部令第100号."""
    cues = _cues()
    found: list[Number] = []
    if text.find("号", start, stop) < 0:
        return found
    for hit in cues.anchor.finditer(text, start, stop):
        begin = _code_start(text, hit.start(), start)
        if begin is not None:
            found.append((begin, hit.end()))
    for hit in cues.order.finditer(text, start, stop):
        begin = hit.start()
        while begin > start and hit.start() - begin < 20 and "\u4e00" <= text[begin - 1] <= "\u9fff":
            begin -= 1
        begin = _past_prepositions(text, begin, hit.start())
        if hit.start() - begin >= 2:
            found.append((begin, hit.end()))
    found.sort()
    return found


def _code_start(text: str, at: int, start: int) -> int | None:
    """Where the code before 〔2024〕 begins: Han characters, prepositions taken off; None if there is none."""
    begin, stop = at, at
    while begin > start and stop - begin < MAX_CODE:
        char = text[begin - 1]
        if "\u4e00" <= char <= "\u9fff":
            begin -= 1
        elif char in " \t\u3000\n\r" and begin > start + 1 and "\u4e00" <= text[begin - 2] <= "\u9fff" and stop - begin < 8:
            # a wrapped line may break a code, but a code has no sentence before it
            if char in "\n\r" and begin == at:
                return None
            if char not in "\n\r" and begin != at:
                break
            begin -= 1
        else:
            break
    begin = _past_prepositions(text, begin, stop)
    code = "".join(text[begin:stop].split())
    return begin if 1 < len(code) <= MAX_CODE and code.endswith(_cues().codes) else None


def _past_prepositions(text: str, begin: int, stop: int) -> int:
    best = begin
    for word in _cues().before:
        at = text.rfind(word, begin, stop - 1)
        if at >= 0 and at + len(word) > best and at + len(word) < stop:
            best = at + len(word)
    while best < stop and text[best].isspace():
        best += 1
    return best
