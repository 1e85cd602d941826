"""The markers that may count in a part: what begins its paragraphs, what stands inside them; bullets and letters by what surrounds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import regex

from ..model.body import Paragraph, TableBlock
from ..model.outline import Span
from ..recognise.grammar import compile_fragment
from ..recognise.numbering import BULLET, marker_at, markers_in
from .automaton import ENUMERATIONS, Candidate

Block = Paragraph | TableBlock
_ITEM_RANK = 7  # of 1. in numbering.yaml: what stands higher is no list below a letter
_QUOTES = regex.compile(r"“[^“”]{2,200}”|《[^《》]{2,120}》")


@cache
def _label_line() -> regex.Pattern[str]:
    """▲完成时限：… is a label, whatever sign stands before it."""
    return compile_fragment("paragraphs", "{label}")


def candidates(blocks: Sequence[Block], text: str) -> list[Candidate]:
    """The candidates of a part in order."""
    out: list[Candidate] = []
    bullets = letters = False
    for i, block in enumerate(blocks):
        if isinstance(block, TableBlock):
            continue
        first = marker_at(text, block.start, block.end)
        start = block.start
        if first is not None and first.end <= block.end:
            start = first.end
            out.append(Candidate(first, i, True))
            bullets = bullets or first.family == BULLET
            letters = letters or first.family == "letter"
        # a second marker right behind the first (一、（一）…) begins there as well
        behind = marker_at(text, start, block.end) if first is not None and start < block.end else None
        if behind is not None and not behind.weak and behind.family != "named":  # （一）行动一：… is one item
            if first is not None and first.family == BULLET:  # ★1.… is the item 1
                out.pop()
                behind = replace(behind, start=first.start)
            out.append(Candidate(behind, i, True))
            start = behind.end
        quoted = _quoted(text, start, block.end)
        out += [Candidate(m, i, False) for m in markers_in(text, start, block.end) if not any(s < m.start < e for s, e in quoted)]
    if bullets:
        out = _counted(out, text)
    return _headed(out) if letters else out


def _quoted(text: str, start: int, end: int) -> list[Span]:
    """What stands between quotation marks: a number there counts something else."""
    return [m.span() for m in _QUOTES.finditer(text, start, end)]


def _counted(found: Sequence[Candidate], text: str) -> list[Candidate]:
    """Bullets numbered by their place in the run of their sign; one that stands alone or opens a label is none."""
    signs: dict[str, int] = {}  # by order of appearance: the first stands above
    counts: dict[str, int] = {}
    kept: list[Candidate] = []
    for candidate in found:
        marker = candidate.marker
        if marker.family != BULLET:
            if candidate.first:
                counts.clear()
            kept.append(candidate)
            continue
        if _label_line().match(text, marker.end) is not None:
            continue
        depth = signs.setdefault(marker.text, len(signs))
        for other, deeper in signs.items():
            if deeper > depth:
                counts.pop(other, None)
        counts[marker.text] = counts.get(marker.text, 0) + 1
        numbered = replace(marker, family=BULLET + marker.text, rank=marker.rank + depth / 16, ordinal=counts[marker.text])
        kept.append(replace(candidate, marker=numbered))
    runs = {c.marker.family for c in kept if c.marker.family.startswith(BULLET) and c.marker.ordinal > 1}
    return [c for c in kept if not c.marker.family.startswith(BULLET) or c.marker.family in runs]


def _headed(found: Sequence[Candidate]) -> list[Candidate]:
    """Letters that head lists (A．… over 1）…) stand right above these; all others enumerate inside an item."""
    firsts = [i for i, c in enumerate(found) if c.first]
    letters = [i for i in firsts if found[i].marker.family == "letter"]
    below = [found[j].marker for i, j in pairwise(firsts) if found[i].marker.family == "letter"]
    heads = [marker for marker in below if marker.family not in ENUMERATIONS and marker.ordinal == 1]
    if len(heads) * 2 < len(letters) or not heads or heads[0].rank < _ITEM_RANK:
        return list(found)
    out = list(found)
    for i in letters:
        out[i] = replace(out[i], marker=replace(out[i].marker, family="letter_head", rank=heads[0].rank - 0.2))
    return out
