"""Headings without a marker: 保障措施 on a line of its own, or 医政科： above each division's own list.

Nothing in their form tells them from a short paragraph; what stands below them does: each is followed by the first item
of a list, and a part has several of them, or the heading is one that every official knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from ..model.body import Paragraph, TableBlock
from ..model.outline import Span
from ..recognise.grammar import compile_fragment, load
from ..recognise.marks import width
from .automaton import Placed
from .headings import zone_of

Block = Paragraph | TableBlock
_MAX = 20.0  # em


@cache
def _label() -> regex.Pattern[str]:
    """What ends like a label or announces a list: 责任单位：, 现将有关事项通知如下：."""
    return compile_fragment("headings", "{no_heading}")


def unmarked_headings(blocks: Sequence[Block], placed: Sequence[Placed], text: str) -> dict[int, tuple[Span, int]]:
    """The blocks that are headings without a marker, each with its title (final colon left out) and the depth of the items below."""
    first: dict[int, Placed] = {}
    marked: set[int] = set()
    for here in placed:
        marked.add(here.candidate.paragraph)
        if here.candidate.first:
            first.setdefault(here.candidate.paragraph, here)
    found: dict[int, Span] = {}
    families: list[tuple[int, str]] = []
    known: list[int] = []
    labels = _labels_of_measures(blocks, marked, text)
    for i, block in enumerate(blocks[:-1]):
        title = None if i in marked or i in labels or isinstance(block, TableBlock) else _title(block, text)
        below = first.get(i + 1)
        if title is None or below is None or below.candidate.marker.ordinal != 1:
            continue
        found[i] = title
        families.append((i, below.candidate.marker.family))
        if _known(text[slice(*title)]):
            known.append(i)
    alike = [i for i, family in families if sum(f == family for _, f in families) > 1]
    if len(known) > 1 or len(alike) > 1:
        wanted = set(alike) | set(known)
    else:
        # a closing heading alone tells by the list that begins anew below it
        zones = {i: zone_of(text[slice(*found[i])]) for i in known}
        wanted = {i for i in known if zones[i] == "notes" or (zones[i] == "closing" and _restarts(first[i + 1], placed))}
    return {i: (title, first[i + 1].depth) for i, title in found.items() if i in wanted}


def _labels_of_measures(blocks: Sequence[Block], marked: set[int], text: str) -> set[int]:
    """整改措施： in item after item, or among other labels of an item (责任单位：…), announces the item's measures and heads nothing."""
    words = load("headings").words("measure_labels")
    found: dict[int, str] = {}
    for i, block in enumerate(blocks):
        inner = text[block.start : block.end].rstrip() if i not in marked and not isinstance(block, TableBlock) and i else ""
        if inner[-1:] in ("：", ":") and inner[:-1].strip() in words:
            found[i] = inner
    above = {i: blocks[i - 1] for i in found}
    beside = {i for i, block in above.items() if i - 1 not in marked and _labelled().match(text, block.start, block.end) is not None}
    return {i for i, inner in found.items() if i in beside or list(found.values()).count(inner) > 1}


@cache
def _labelled() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{label}")


def _title(block: Paragraph, text: str) -> Span | None:
    start, end = block.start, block.end
    while end > start and text[end - 1] in "：: \u3000":
        end -= 1
    inner = text[start:end]
    if not 0 < width(inner) <= _MAX or any(c in inner for c in "。；，！？、《：:") or inner[-1].isdigit():
        return None
    return None if _label().search(inner) is not None else (start, end)


def _known(heading: str) -> bool:
    return zone_of(heading) is not None or "".join(heading.split()) in load("headings").words("work")


def _restarts(below: Placed, placed: Sequence[Placed]) -> bool:
    marker = below.candidate.marker
    others = [here.candidate.marker for here in placed]
    return any(other.family == marker.family and other.start < marker.start for other in others)
