"""Markers with depths to a tree of headings and items, with titles told from text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from statistics import median

import regex

from ..model.body import Paragraph, TableBlock
from ..model.outline import Node, NumberingFault, Span
from ..recognise.grammar import compile_fragment
from ..recognise.marks import CLOSING, OPENING, PAIRS, opened_at, width
from ..recognise.numbering import marker_at
from .automaton import ENUMERATIONS, Placed, run
from .candidates import candidates
from .headings import glued_heading, zone_of
from .unmarked import unmarked_headings

UNMARKED = "unmarked"  # the family of headings without a marker
_STOPS = "。！？；"
_ENDS = re.compile(f"[{_STOPS}]")
_PAUSE = re.compile("[，、；：,]")
_GAP = re.compile("\u3000|  ")
_COLON_OR_STOP = re.compile("[：:；。，]")
_OPENERS, _CLOSERS = OPENING + "《“", CLOSING + "》”"
_MARKS = re.compile(f"[{re.escape(_OPENERS + _CLOSERS)}。；！.]")
_HEADING_GOES_ON = "和与及、的，暨"
_MAX_TITLE = 60.0  # em
_SHORT_TITLE = 20.0  # em; a lone sentence this short is a title where its siblings have theirs
_TYPICAL_TITLE = 34.0  # em; longer first sentences in a run of siblings are text, not titles

Block = Paragraph | TableBlock


@cache
def _label_cue() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "(?:{who}|{when})$")


@cache
def _label_line() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{label}")


@cache
def _clause_cue() -> regex.Pattern[str]:
    """Words that tell a bracket with bodies from an explanation."""
    return compile_fragment("paragraphs", "{clause_cue}")


@cache
def _told() -> regex.Pattern[str]:
    """How much or by when, behind a pause: the sentence is the text itself and heads nothing."""
    return compile_fragment("headings", "{told}")


@dataclass(slots=True)
class _Open:
    """A node while its text is gathered."""

    placed: Placed | None
    own: list[Span] = field(default_factory=list)
    children: list[_Open] = field(default_factory=list)
    table: TableBlock | None = None
    end: int = 0
    heading: Span | None = None  # of a heading without a marker


def grow(blocks: Sequence[Block], text: str) -> tuple[tuple[Span, ...], tuple[Node, ...], list[NumberingFault]]:
    """The tree of one part.

    Returns:
        (paragraphs before the first marker, nodes, numbering faults).
    """
    placed, faults = run(candidates(blocks, text), text)
    root = _gather(blocks, placed, text)
    titles = _Titles(root, text)
    nodes = tuple(_freeze(child, text, titles) for child in root.children)
    return tuple(root.own), nodes, faults


def _gather(blocks: Sequence[Block], placed: Sequence[Placed], text: str) -> _Open:
    root = _Open(None)
    path = [root]
    queue = list(placed)
    headings = unmarked_headings(blocks, placed, text)
    heads: dict[int, _Open] = {}  # open headings without a marker, by the depth of the items below them
    for i, block in enumerate(blocks):
        at = block.start
        if i in headings:
            title, depth = headings[i]
            of_all = zone_of(text[slice(*title)]) == "notes"  # they stand under no item, whatever the depth of their list
            heads = {} if of_all else {d: head for d, head in heads.items() if d < depth}
            del path[1 if of_all else depth + 1 :]
            heads[depth] = _Open(None, heading=title)
            path[-1].children.append(heads[depth])
            path += [heads[depth]] * (depth + 2 - len(path))
        while queue and queue[0].candidate.paragraph == i:
            here = queue.pop(0)
            marker = here.candidate.marker
            _add(path[-1], text, at, marker.start)
            node = _Open(here)
            del path[here.depth + 1 :]
            heads = {d: head for d, head in heads.items() if d <= here.depth}
            heads.get(here.depth, path[-1]).children.append(node)
            path.append(node)
            at = marker.end
        if isinstance(block, TableBlock):
            path[-1].children.append(_Open(None, table=block, end=block.end))
        else:
            _add(path[-1], text, at, block.end)
    return root


def _add(node: _Open, text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        node.own.append((start, end))


class _Titles:
    """Whether the items of a family open with a title, from all siblings of the part together."""

    def __init__(self, root: _Open, text: str) -> None:
        self.text = text
        self.run_in: dict[int, bool] = {}
        self.colons: set[int] = set()  # items whose siblings all close their title with a colon
        alike: dict[tuple[str, int], list[float]] = defaultdict(list)
        groups: list[tuple[list[_Open], list[float], tuple[str, int]]] = []
        for parent in _walk(root):
            items = [n for n in parent.children if n.placed is not None and n.own]
            if not items:
                continue
            widths = [w for w in map(self._first_width, items) if w is not None]
            kind = self._kind(items[0])
            alike[kind] += widths
            groups.append((items, widths, kind))
        for items, widths, kind in groups:
            # a run of siblings tells for itself; a short one asks its like in the whole part
            evidence = widths if len(widths) > 2 else alike[kind]
            colons = [item for item in items if self._colon(*item.own[0], wide=True) is not None]
            if len(colons) > 1 and len(colons) >= len(items) * 0.6:
                self.colons.update(id(item) for item in colons)
            for item in items:
                self.run_in[id(item)] = bool(evidence) and median(evidence) <= _TYPICAL_TITLE

    def _kind(self, node: _Open) -> tuple[str, int]:
        assert node.placed is not None
        return node.placed.candidate.marker.family, node.placed.depth

    def _first_width(self, node: _Open) -> float | None:
        first = self.first_sentence(node)
        if first is None or first[1] >= node.own[-1][1] or self._only_clause(node, first[1]):
            return None
        return width(self.text[first[0] : first[1]])

    def _only_clause(self, node: _Open, at: int) -> bool:
        """Nothing but a bracket with bodies stands behind the first sentence: it is the text itself."""
        if node.children or any(not self._is_clause(self.text[s:e]) for s, e in node.own[1:]):
            return False
        rest = self.text[at : node.own[0][1]].strip("。；！ \n")
        return not rest or self._is_clause(rest)

    def _is_clause(self, text: str) -> bool:
        """One bracket, or a line that begins with a label, with the words of a unit clause in it."""
        bare = text.strip("。；！ \n")
        whole = opened_at(bare, len(bare)) == 0 or _label_line().match(bare) is not None
        return whole and "。" not in bare and _clause_cue().search(bare) is not None

    def first_sentence(self, node: _Open) -> Span | None:
        """The text up to its first full stop or, if that comes sooner and a sentence follows it, a colon."""
        start, end = node.own[0]
        start = self._behind_clause(start, end)
        depth = 0
        for mark in _MARKS.finditer(self.text, start, min(end, start + 120)):
            char = mark.group()
            if char in _OPENERS:
                depth += 1
            elif char in _CLOSERS:
                depth = max(0, depth - 1)
            elif depth == 0 and (char != "." or self._ends_at(mark.start())):
                return start, mark.start()
        return None if end - start > 100 else (start, end)

    def _ends_at(self, i: int) -> bool:
        """A full stop of a Western keyboard between ideographs."""
        after = self.text[i + 1 : i + 2]
        return "\u4e00" <= self.text[i - 1] <= "\u9fff" and bool(after) and ("\u4e00" <= after <= "\u9fff" or after.isspace())

    def title(self, node: _Open) -> tuple[Span | None, bool]:
        """(title, run-in?) of a node."""
        if node.placed is None or not node.own:
            return None, False
        start, end = node.own[0]
        if node.placed.candidate.marker.family in ENUMERATIONS and not node.children:
            return None, False
        start = self._behind_clause(start, end)
        end = self._before_clause(start, end)
        whole = self._strip(start, end)
        more = len(node.own) > 1 or bool(node.children)
        said = self.text[start:end]
        stated = any(c in said for c in "，,") and (any(c.isdigit() for c in said) or _told().search(said) is not None)
        sentence = said[-1] in "。." and (stated or width(said) > _TYPICAL_TITLE)
        if more and self._is_line_title(whole) and not (sentence and len(node.own) > 1):
            return whole, False
        glued = glued_heading(self.text, start, end) if not node.placed.candidate.first else None
        if glued is not None and glued < end and self.text[glued] not in _HEADING_GOES_ON:
            return (start, glued), True
        first = self.first_sentence(node)
        if first is None or (not more and self.text[end - 1] in "；;"):
            return None, False
        headed = self._spaced(start, first[1]) or (self._colon(start, first[1], wide=True) if id(node) in self.colons else None)
        if headed is not None:
            return headed, True
        if first[1] >= end - 1 and not more:
            # a single sentence: a title where it has no stop and stands short, else text
            bare = self._is_line_title(whole) and self.text[end - 1] not in _STOPS
            alike = node.placed.candidate.first and self.run_in.get(id(node), False) and width(self.text[start:end]) <= _SHORT_TITLE
            return (whole, False) if bare or alike else (None, False)
        colon = self._colon(start, max(first[1], end), wide=id(node) in self.colons)
        if colon is not None and self.run_in.get(id(node), True):
            return colon, True
        known = zone_of(self.text[first[0] : first[1]]) is not None
        if known or self._only_clause(node, first[1]):
            return (first, True) if known else (None, False)
        if not self.run_in.get(id(node), False) or width(self.text[first[0] : first[1]]) > _MAX_TITLE:
            return None, False
        return (None, False) if _told().search(self.text, *first) is not None else (first, True)

    def _behind_clause(self, start: int, end: int) -> int:
        """Where the words of an item begin that a unit clause in brackets opens: 1.（县政务服务局牵头）推进…"""
        close = PAIRS.get(self.text[start])
        at = self.text.find(close, start, min(end, start + 80)) if close else -1
        if at < 0 or at + 4 > end or _clause_cue().search(self.text, start, at + 1) is None:
            return start
        return at + 1

    def _before_clause(self, start: int, end: int) -> int:
        """Where a heading line ends if a bracket that names bodies closes it."""
        opened = opened_at(self.text, end, start + 1) if end - start <= 400 else None
        if opened is None or self.text[opened - 1] in "。；" or _clause_cue().search(self.text, opened, end) is None:
            return end
        return opened

    def _strip(self, start: int, end: int) -> Span:
        while end > start and (self.text[end - 1] in "。：:" or self.text[end - 1].isspace()):
            end -= 1
        return start, end

    def _is_line_title(self, span: Span) -> bool:
        inner = self.text[span[0] : span[1]]
        return (
            0 < width(inner) <= _MAX_TITLE * 1.4
            and _ENDS.search(inner) is None
            and inner[-1] not in "，、,"
        )

    def _spaced(self, start: int, end: int) -> Span | None:
        """A short heading parted from its text by wide blanks."""
        last = min(end, start + 40)
        hit = _GAP.search(self.text, start + 2, last + 1)
        if hit is None or hit.start() >= last:
            return None
        return (start, hit.start()) if _PAUSE.search(self.text, start, hit.start()) is None and hit.start() < end - 8 else None

    def _colon(self, start: int, end: int, wide: bool = False) -> Span | None:
        """A heading closed by a colon; `wide` ones may be long and have a pause in them."""
        label = marker_at(self.text, start, end)
        begin = label.end if label is not None and label.family == "named" else start  # 行动一：… is no title by itself
        for mark in _COLON_OR_STOP.finditer(self.text, begin + 2, min(end, begin + (56 if wide else 26))):
            i, char = mark.start(), mark.group()
            if char in "：:":
                head = self.text[start:i]
                return (start, i) if not any(c in head for c in "；《（(") and i < end - 4 and not _label_cue().search(head) else None
            if char != "，" or not wide:
                return None
        return None


def _walk(node: _Open) -> list[_Open]:
    out = []
    stack = [node]
    while stack:
        here = stack.pop()
        out.append(here)
        stack += here.children
    return out


def _freeze(node: _Open, text: str, titles: _Titles, level: int = 1) -> Node:
    if node.table is not None:
        table = node.table
        return Node(table.start, table.end, None, table.start, table.start, None, None, 0, None, False, (), (), table)
    below = level + 1
    children = tuple(_freeze(child, text, titles, below) for child in node.children)
    if node.heading is not None:
        start, end = node.heading
        ends = [end, *(span[1] for span in node.own), *(child.end for child in children)]
        return Node(start, max(ends), None, start, start, UNMARKED, None, level, (start, end), False, tuple(node.own), children)
    assert node.placed is not None
    marker = node.placed.candidate.marker
    title, run_in = titles.title(node)
    ends = [marker.end, *(span[1] for span in node.own), *(child.end for child in children)]
    return Node(
        start=marker.start,
        end=max(ends),
        marker=marker.text,
        marker_start=marker.start,
        marker_end=marker.end,
        family=marker.family,
        ordinal=marker.ordinal,
        level=level,
        title=title,
        run_in=run_in,
        own=tuple(node.own),
        children=children,
        inline=not node.placed.candidate.first,
        rule=marker.rule,
    )
