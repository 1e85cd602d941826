"""Front and back matter that ran into one paragraph with the text, cut apart again.

Notices copied from a site often lose every line break: title, number, recipients, text, signature and date follow each
other without a gap. The order and the forms of GB/T 9704 still tell where each ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import regex

from ..model.body import Paragraph, TableBlock
from ..recognise.grammar import compile_fragment

Block = Paragraph | TableBlock
_SHORT = 160  # a shorter paragraph holds one thing


@cache
def _head() -> regex.Pattern[str]:
    """Title, then number or recipients or both."""
    return compile_fragment("front", "{s}(?P<title>{run_in_title}){s}(?:(?P<number>{doc_number}){s})?(?P<to>{run_in_recipients})?")


@cache
def _tail() -> regex.Pattern[str]:
    """Signature and date at the very end, behind the last sentence or clause."""
    dated = "(?P<signature>{run_in_signature}){s}(?P<date>{date}){s}(?P<open>{run_in_disclosure})?"
    return compile_fragment("front", "(?<=[。；）)]){s}" + dated + "{s}(?P<site>{run_in_site})?{s}$")


def cut_apart(blocks: Sequence[Block], text: str) -> list[Block]:
    """Blocks with a run-in head cut off the first paragraph and a run-in tail off the last one."""
    out = list(blocks)
    first = next((i for i, b in enumerate(out) if isinstance(b, Paragraph)), None)
    if first is not None:
        out[first : first + 1] = _cut_head(out[first], text)
    last = next((i for i in range(len(out) - 1, -1, -1) if isinstance(out[i], Paragraph)), None)
    if last is not None:
        out[last : last + 1] = _cut_tail(out[last], text)
    return out


def _cut_head(block: Block, text: str) -> list[Block]:
    hit = _head().match(text, block.start, block.end)
    if not isinstance(block, Paragraph) or hit is None or (hit["number"] is None and hit["to"] is None):
        return [block]
    spans = [hit.span(name) for name in ("title", "number", "to") if hit[name] is not None]
    return _pieces(block, [*spans, (hit.end(), block.end)], text)


def _cut_tail(block: Block, text: str) -> list[Block]:
    if not isinstance(block, Paragraph) or block.end - block.start < _SHORT:
        return [block]
    hit = _tail().search(text, max(block.start, block.end - 2 * _SHORT), block.end)
    if hit is None:
        return [block]
    spans = [hit.span(name) for name in ("signature", "date", "open", "site") if hit[name] is not None]
    return _pieces(block, [(block.start, hit.start()), *spans], text)


def _pieces(block: Paragraph, spans: Sequence[tuple[int, int]], text: str) -> list[Block]:
    pieces: list[Block] = []
    for start, end in spans:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            pieces.append(replace(block, start=start, end=end))
    return pieces
