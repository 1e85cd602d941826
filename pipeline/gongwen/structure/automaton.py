"""The numbering automaton: which markers count, and how deep each stands.

Customary depth (一、 → （一） → 1. → （1） → ①) only breaks ties; what stands above decides. A family that is open
continues at its depth, a new one opens below, one that was closed may go on where it stopped (items numbered through
all headings). Markers inside a paragraph count only where a run of siblings proves them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from ..model.outline import NumberingFault
from ..recognise.numbering import Marker

# enumerations inside an item: they never head anything
ENUMERATIONS = ("circled", "one_is", "firstly", "letter")
BOX = "box"  # 专栏: set apart from the run of the text, with a numbering of its own
_MAX_JUMP = 30
# 三、四级医院 and 1、2类 are enumerations of grades, not markers
_GRADES = regex.compile(r"[一二三四五六七八九十0-9]{1,2}(?:级|类|季度|批|期|年|月|日|届|中全会|次全会|孩|胎|线城市)")


_DUE = regex.compile(r"[年月日](?:[底末初前]|[0-9])")  # by when, behind a figure
_LAST_BRACKET = regex.compile(r"[（(〔【［\[][^（(）)]{2,200}[）)〕】］\]]$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A marker that may count. `paragraph` counts paragraphs of the part; `first`: it begins the paragraph."""

    marker: Marker
    paragraph: int
    first: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A marker that counts, at its depth (0 = top)."""

    candidate: Candidate
    depth: int


@dataclass(slots=True)
class _Level:
    family: str
    rank: float
    last: int
    form: str


def run(candidates: Sequence[Candidate], text: str) -> tuple[list[Placed], list[NumberingFault]]:
    """Choose the markers that count and give each its depth."""
    machine = _Machine(candidates, text)
    for i, candidate in enumerate(candidates):
        machine.step(i, candidate)
    return machine.placed, machine.faults


class _Machine:
    """The stack of open levels, and where each closed family stopped."""

    def __init__(self, candidates: Sequence[Candidate], text: str) -> None:
        self.candidates = candidates
        self.text = text
        self.levels: list[_Level] = []
        self.stopped: dict[str, int] = {}
        self.placed: list[Placed] = []
        # families of which a second item stands inside a paragraph too: the text has lost its line breaks
        second = [c.marker.family for c in candidates if not c.first and c.marker.ordinal == 2]
        self.counted_on = {family for family in second if family in ("arabic", "han_paren", "han")}
        self.faults: list[NumberingFault] = []

    def step(self, i: int, candidate: Candidate) -> None:
        marker = candidate.marker
        depth = self._open_depth(marker)
        next_item = candidate.first and depth is not None and self.levels[depth].last + 1 == marker.ordinal
        if marker.text[-1:] == "、" and not next_item and self._lists_grades(marker):
            return
        if not self._counts(i, candidate, depth):
            return
        self._check(candidate, depth)
        self._place(candidate, depth)

    def _lists_grades(self, marker: Marker) -> bool:
        """三、四级 and 1、2类 go on in their own numerals; 一、6月底前 and 2、3月底前 begin an item with its time."""
        hit = _GRADES.match(self.text, marker.end)
        if hit is None or hit.group()[0].isdecimal() is not marker.text[0].isdecimal():
            return False
        return _DUE.match(self.text, hit.end() - 1) is None

    def _open_depth(self, marker: Marker) -> int | None:
        """The open level of this family: the one that it continues, else the deepest; none right below a box's heading."""
        if self.levels and self.levels[-1].family == BOX and marker.ordinal == 1 and marker.family != BOX:
            return None
        same = [depth for depth, level in enumerate(self.levels) if level.family == marker.family]
        following = [depth for depth in same if self.levels[depth].last + 1 == marker.ordinal]
        return following[-1] if following else same[-1] if same else None

    def _counts(self, i: int, candidate: Candidate, depth: int | None) -> bool:
        marker = candidate.marker
        last = self.levels[depth].last if depth is not None else self.stopped.get(marker.family, 0)
        follows = marker.ordinal == last + 1
        if marker.family == "han" and not candidate.first and "\u4e00" <= self.text[marker.start - 1] <= "\u9fff":
            return self._glued_to_heading(marker)
        if candidate.first and not marker.weak:
            if marker.ordinal == 1 or follows:
                return True
            if marker.family in ENUMERATIONS and depth is None:
                return self._run_ahead(i, marker, marker.ordinal + 1)  # a cut bracket looks like one: …（A / B / C）
            return abs(marker.ordinal - last) <= _MAX_JUMP
        if marker.ordinal == 1:
            if self._glued_to_heading(marker):
                return True
            return self._run_ahead(i, marker, 2) and (depth is None or self._may_restart(depth, candidate))
        if follows and (depth is not None or last):
            return True
        return depth is not None and marker.ordinal == last + 2 and self._run_ahead(i, marker, marker.ordinal + 1)

    def _glued_to_heading(self, marker: Marker) -> bool:
        """A first item right behind the title above it, no mark between (（二）完善机制1、积极…), in a text that counts on so elsewhere."""
        if not self.placed or marker.family not in self.counted_on:
            return False
        above = self.placed[-1].candidate.marker
        title = _LAST_BRACKET.sub("", self.text[above.end : marker.start])
        return above.rank < marker.rank and 4 <= len(title) <= 40 and not any(c in title for c in "。；：:\n")

    def _may_restart(self, depth: int, candidate: Candidate) -> bool:
        """Inside a paragraph a list may begin anew only below or after another family's marker."""
        return depth == len(self.levels) - 1 and candidate.marker.family in ENUMERATIONS

    def _run_ahead(self, i: int, marker: Marker, wanted: int) -> bool:
        """Does the next sibling come before the run would begin anew?"""
        inside = marker.family in ENUMERATIONS or marker.family == "arabic_paren"
        for other in self.candidates[i + 1 :]:
            if inside and other.paragraph > self.candidates[i].paragraph + 12:
                return False
            if other.marker.family == marker.family:
                if other.marker.ordinal == wanted:
                    return True
                if other.marker.ordinal <= marker.ordinal:
                    return False
            elif not inside and other.first and other.marker.rank < marker.rank - 1 and other.marker.ordinal > 1:
                return False
        return False

    def _check(self, candidate: Candidate, depth: int | None) -> None:
        marker = candidate.marker
        last = self.levels[depth].last if depth is not None else None
        if last is None:
            before = self.stopped.get(marker.family, 0)
            if marker.ordinal not in (1, before + 1):
                self._fault("numbering_gap", marker, f"{marker.text} begins a list without its first item")
        elif marker.ordinal == last:
            self._fault("numbering_repeat", marker, f"{marker.text} comes twice")
        elif marker.ordinal > last + 1:
            self._fault("numbering_gap", marker, f"{marker.text} follows number {last}")
        elif marker.ordinal <= last and marker.ordinal != 1:
            self._fault("numbering_order", marker, f"{marker.text} follows number {last}")
        elif marker.ordinal == 1 and marker.family not in ENUMERATIONS:
            self._fault("numbering_restart", marker, f"{marker.text} begins anew after number {last}")

    def _fault(self, code: str, marker: Marker, message: str) -> None:
        self.faults.append(NumberingFault(code, marker.start, marker.end, message))

    def _place(self, candidate: Candidate, depth: int | None) -> None:
        marker = candidate.marker
        if depth is None:
            depth = self._depth_for_new(marker)
        for level in self.levels[depth:]:
            self.stopped[level.family] = level.last
        del self.levels[depth:]
        self.levels.append(_Level(marker.family, marker.rank, marker.ordinal, marker.text[-1:]))
        self.placed.append(Placed(candidate, depth))

    def _depth_for_new(self, marker: Marker) -> int:
        """A family that is not open stands below all that customarily stand above it."""
        depth = len(self.levels)
        while depth and self.levels[depth - 1].rank >= marker.rank and self.levels[depth - 1].family != BOX:
            depth -= 1
        return depth
