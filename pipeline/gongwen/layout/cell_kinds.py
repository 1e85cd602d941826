"""What a line of print can be in a column of a given kind, as costs: below zero it speaks for the column, above against it.

The costs are comparable with each other and no probabilities. Whatever cannot stand costs `NEVER`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property

import regex

from ..recognise.clauses import read_cell
from ..recognise.grammar import compile_fragment, load
from ..recognise.numbering import marker_at, ordinal_value
from ..recognise.points import cue
from ..recognise.times import find_times
from .columns import INDICATOR_ROLES, TASK_ROLES, YEAR, heading_role, heading_words, is_heading_word

NEVER = 99.0
_NUMBER = re.compile(r"[（(〔\[]?([0-9]{1,4}|[一二三四五六七八九十百]{1,5}|[①-⑳])[)）〕\]]?[.．、]?")
_FIGURE = re.compile(r"[<>≤≥＜＞﹤﹥≦≧=＝±+\-—–－~～〔〕\[\]()（）0-9０-９.,，．%％‰/:：\s至]+")
_FIGURE_START = re.compile(r"[<>≤≥＜＞﹤﹥≦≧=＝±+\-—–－~～〔\[(（]*[0-9０-９]")
_SIGN = re.compile(r"[<>≤≥＜＞﹤﹥≦≧]")
_DATE = re.compile(r"(?:19|20)[0-9]{2}\s*年|[0-9]月")
_CUT_HEADING = (0.0, -0.2, 0.2, 1.2)  # by the breaks inside a heading
_UNKNOWN_NAMES = ("clauses.as_printed", "bodies.place")
_STOPS = "。；;！!？?"
_OPEN_END = tuple("，、,（(〔【《“-和及与")

_KINDS = {
    "number": "number",
    "deadline": "time",
    "lead": "bodies",
    "supporting": "bodies",
    "units": "bodies",
    "data_units": "bodies",
    "measures": "long",
    "task": "text",
    "target": "long",
    "indicator": "text",
    "group": "short",
    "domain": "short",
    "unit": "unit",
    "nature": "nature",
    "baseline": "figure",
    "goal": "figure",
    "change": "figure",
    "remarks": "any",
}
_SKIPS = {"number": 2.0, "deadline": 1.5, "supporting": 0.8, "group": 0.2, "domain": 0.2, "remarks": 0.1, "target": 1.0, "task": 1.0}


@cache
def _aim() -> regex.Pattern[str]:
    return compile_fragment("tables", "{comparator}|{about}|{trends.moves}")


class Words:
    """A line of print with what it could be; each reading is made when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.bare = "".join(text.split())

    @cached_property
    def number(self) -> int | None:
        """The number that is all of the line."""
        hit = _NUMBER.fullmatch(self.bare) if len(self.bare) <= 7 else None
        return ordinal_value(hit.group(1)) or None if hit else None

    @cached_property
    def nothing(self) -> bool:
        return self.bare in load("values").words("nothing")

    @cached_property
    def time(self) -> bool:
        """Does the line say when, with few words beside it?"""
        if len(self.bare) > 40:
            return False
        times = find_times(self.bare)
        if times:
            rest = len(self.bare) - sum(m.end - m.start for m in times)
            return rest <= 0.6 * len(self.bare) or (times[0].start == 0 and rest <= 14)
        return sum(m.end() - m.start() for m in cue("open_word").finditer(self.bare)) >= 0.7 * len(self.bare)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """The rules that read the line as names and nothing else; none where it does not read so."""
        if not 2 <= len(self.bare) <= 300 or "。" in self.bare[:-1] or self.time or self.figure:
            return ()
        clause = read_cell(self.text, 0, len(self.text))
        return () if clause.unread else tuple(unit.rule for unit in clause.units)

    @cached_property
    def bodies(self) -> bool:
        """Does the line name bodies and nothing else, most of them such as grammars know?"""
        known = sum(1 for rule in self._names if rule not in _UNKNOWN_NAMES)
        return known > len(self._names) * 0.5

    @cached_property
    def names(self) -> bool:
        """Could the line be names of bodies?"""
        return bool(self._names)

    @cached_property
    def figure(self) -> bool:
        """Is the line a figure, with signs of comparison and a counter at most?"""
        if len(self.bare) > 24 or self.stopped or _DATE.search(self.bare):
            return False
        return _FIGURE_START.match(self.bare) is not None and len(_FIGURE.sub("", self.bare)) <= 6

    @cached_property
    def aimed(self) -> bool:
        """Words of comparison, or of a direction, such as stand with goals and not with what was reached."""
        return len(self.bare) <= 26 and _aim().search(self.bare) is not None

    @cached_property
    def valued(self) -> bool:
        """Short words that may stand for a figure: 重点城市≥30, 逐年提高."""
        if len(self.bare) > 26:
            return False
        return any(c.isdigit() for c in self.bare) or any(w in self.bare for w in load("tables").words("measured"))

    @cached_property
    def of_table(self) -> bool:
        """A line that can only be of a table: it may not be left over below one."""
        return self.figure or self.number is not None or self.nothing or (self.valued and _SIGN.search(self.bare) is not None)

    @cached_property
    def stopped(self) -> bool:
        return any(char in _STOPS for char in self.bare[-2:])

    @cached_property
    def open(self) -> bool:
        """The line cannot be the end of a cell."""
        return self.bare.endswith(_OPEN_END)

    @cached_property
    def heads_rows(self) -> bool:
        """Can the line stand alone over rows?"""
        return len(self.bare) <= 40 and self.number is None and not self.nothing and not self.figure and not is_heading_word(self.bare)

    @cached_property
    def item(self) -> tuple[str, int] | None:
        """Family and ordinal of the marker at its start."""
        marker = marker_at(self.text, 0)
        return None if marker is None or marker.weak else (marker.family, marker.ordinal)


class ColumnKind:
    """What may stand in a column, from its heading words; more than one kind where the heading leaves a choice."""

    def __init__(self, header: str) -> None:
        roles = [r for r in (heading_role(header, TASK_ROLES), heading_role(header, INDICATOR_ROLES)) if r]
        kinds = list(dict.fromkeys(_KINDS[r] for r in roles))
        if YEAR.search(header) and "figure" not in kinds:
            kinds = [k for k in kinds if k not in ("number", "text")] + ["figure"]
        self.header = header
        self.kinds: tuple[str, ...] = tuple(kinds) or ("free",)
        self.number = roles[:1] == ["number"]
        self.held = any(r in ("group", "domain") for r in roles)
        self.skip = max((_SKIPS.get(r, 2.0) for r in roles), default=1.5)
        self.named = roles[:1] == ["task"] or "indicator" in roles  # what the row is about
        self.long = self.kinds == ("long",)
        self.wordy = all(k in ("text", "short", "long") for k in self.kinds)
        self.figures = "figure" in self.kinds
        self.past = "baseline" in roles  # figures already reached
        self.counted = False  # rows are numbered in front of the words of this column
        self.may_lack = self.held or any(r in ("remarks", "supporting", "target") for r in roles)  # columns often left empty

    def hold(self) -> None:
        """Its cells stand over several rows, whatever the heading says."""
        self.kinds = ("short",)
        self.held = self.may_lack = self.wordy = True
        self.named = self.figures = self.long = False
        self.skip = _SKIPS["group"]

    def counts_on(self, words: Words, last_number: int) -> bool:
        """Does the line, as a cell of this column, count the rows on?"""
        if self.number:
            return words.number == last_number + 1
        return self.counted and words.item is not None and words.item[0] == "arabic" and words.item[1] == last_number + 1

    def first(self, words: Words, last_number: int) -> float:
        """The cost of a cell that begins with this line; `last_number` is the number of the row above."""
        if self.number:
            return -3.0 if words.number == last_number + 1 else 1.0 if words.nothing and last_number else NEVER
        if self.counted and self.counts_on(words, last_number):
            return -2.0
        if words.nothing:
            return 2.0 if self.wordy else 0.0
        aimed = 0.4 if self.past and words.aimed else 0.0
        return min([_first(kind, words) for kind in self.kinds]) + aimed

    def further(self, above: Words, words: Words, depth: int) -> float:
        """The cost of a line that goes on in the cell of the line above it, which is the `depth`th of that cell."""
        if self.number or above.nothing or words.nothing:
            return NEVER
        if above.open:
            return 0.2
        # of two ways to share lines among cells the even one is the likelier
        cost = min([_further(kind, above, words) for kind in self.kinds])
        return cost + 0.1 * (depth - 1) if self.figures else cost


def _first(kind: str, words: Words) -> float:
    n = len(words.bare)
    if kind == "time":
        return -1.5 if words.time else 1.5 if n <= 16 and not words.bodies and not words.figure else 4.0
    if kind == "bodies":
        if words.bodies or words.names:
            return -1.5 if words.bodies else 0.5
        return 4.5 if words.time or words.figure or words.stopped else 0.9 if "、" in words.bare and n <= 80 else 3.0
    if kind == "figure":
        return -1.0 if words.figure else 0.3 if words.valued else 3.0
    if kind == "unit":
        return -0.5 if n <= 8 and not any(c.isdigit() for c in words.bare[:1]) and not words.stopped else 3.0
    if kind == "nature":
        return -1.5 if words.bare in load("tables").words("nature") else 0.8 if n <= 6 and not words.figure else 3.0
    if kind == "short":
        listed = 1.5 if words.item is not None and words.item[0] == "arabic" else 0.0
        return (0.0 if n <= 45 and not words.stopped else 2.0) + listed + _odd(words)
    if kind == "text":
        return (0.0 if n <= 80 else 0.7) + (0.0 if words.item is None else 1.0) + _odd(words)
    if kind == "long":
        return (1.0 if words.item is not None and words.item[1] > 1 else 0.0) + 0.6 * _odd(words)
    return 0.2 if kind == "any" else 0.3


def _odd(words: Words) -> float:
    """What speaks against a line as text: it is a figure, a time, names of bodies."""
    return 2.0 if words.figure or words.number is not None else 1.2 if words.time or words.bodies else 0.0


def _further(kind: str, above: Words, words: Words) -> float:
    if kind in ("long", "any"):
        if words.item is not None and above.item is not None and words.item == (above.item[0], above.item[1] + 1):
            return -0.05
        return (0.3 if above.stopped or words.item is not None else 1.5) + 0.6 * _odd(words)
    if kind == "bodies":
        return 0.1 if words.bodies and above.bodies else 1.2 if read_joined(above, words) else 5.0
    if kind == "time":
        return 1.2 if words.time and above.time else 2.0 if len(words.bare) <= 12 else 5.0
    if kind == "figure":
        return 0.5 if words.valued and above.valued and not words.figure and not above.figure else 3.0
    if kind == "short":
        return 0.8 if len(words.bare) <= 6 and len(above.bare) <= 6 else 2.5
    if kind == "text":
        return 2.0 + _odd(words)
    return 2.5


@cache
def _joined(text: str) -> bool:
    return Words(text).bodies


def read_joined(above: Words, words: Words) -> bool:
    """Is a name of a body cut between the two lines?"""
    return not above.bodies and len(above.bare) + len(words.bare) <= 60 and _joined(above.bare + words.bare)


def heading_cost(lines: Sequence[str]) -> float:
    """The cost of these lines as the heading of one column."""
    text = "".join("".join(line.split()) for line in lines)
    if not text or text[-1] in "：:。；;" or len(text) > 24 or text[0] in "（([【〔":
        return 5.0
    brackets = sum(1 for line in lines[1:] if line.strip()[:1] in "（([【〔")
    if is_heading_word(text):
        return -1.0
    extra = len(lines) - 1 - brackets
    if extra <= 0:
        known = heading_role(text, TASK_ROLES) or heading_role(text, INDICATOR_ROLES) or YEAR.search(text)
        return -0.3 if known else 0.7
    # cut over lines: the word that the heading ends with must run over the last break
    last = len("".join(lines[-1].split()))
    whole = any(text[i:] in heading_words() for i in range(len(text) - last))
    return _CUT_HEADING[min(extra, 3)] if whole else 1.2 * extra + 0.8
