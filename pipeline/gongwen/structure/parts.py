"""The documents in one file: the notice, the plans that it forwards, its annexes, a complete notice sent for comment."""

from __future__ import annotations

from dataclasses import replace

from ..model.body import Body
from ..model.outline import NumberingFault, Outline, Part
from .front import Block, classify, front_of, number_in_title, read_title
from .runin import cut_apart
from .splitter import PartDraft, Splitter
from .tree import grow

_REST = 300  # characters behind the closing date that are a site's, if nothing in them is numbered


def build(body: Body) -> Outline:
    """Structure of a laid-out document."""
    classed = classify(cut_apart(body.blocks, body.text), body.text)
    drafts = _annex_alone(Splitter(classed, body.text).split())
    parts: list[Part] = []
    faults: list[NumberingFault] = []
    for draft in drafts:
        part, found = _finish(draft, body.text)
        parts.append(part)
        faults += found
    return Outline(tuple(parts), tuple(faults))


def _annex_alone(drafts: list[PartDraft]) -> list[PartDraft]:
    """A file that holds one annex and nothing before it: the annex is the document."""
    if len(drafts) != 2 or drafts[1].kind != "annex":
        return drafts
    cover = drafts[0]
    if cover.title or cover.text or cover.head or cover.recipients or cover.tail:
        return drafts
    drafts[1].kind = "main"
    return drafts[1:]


def _drop_rest(draft: PartDraft) -> None:
    """What little stands behind the closing date is no text of the document."""
    if not draft.dated_at:
        return
    rest = draft.text[draft.dated_at :]
    if all(c.kind == "text" for c in rest) and sum(c.block.end - c.block.start for c in rest) < _REST:
        draft.tail += [replace(c, kind="rest") for c in rest]
        del draft.text[draft.dated_at :]


def _finish(draft: PartDraft, text: str) -> tuple[Part, list[NumberingFault]]:
    _drop_rest(draft)
    title = read_title(draft.title, text) or ((draft.given_title,) if draft.given_title else ())
    number = number_in_title(draft.title, text)
    front = front_of(title, draft.head, draft.tail, draft.recipients, tuple(draft.attachments), number)
    blocks: list[Block] = [c.block for c in draft.text]
    preamble, nodes, faults = grow(blocks, text)
    covered = [c.block for c in (*draft.head, *draft.title, *draft.text, *draft.tail)]
    start = min((b.start for b in covered), default=0)
    end = max((b.end for b in covered), default=0)
    if draft.label is not None:
        start = min(start, draft.label[0]) if covered else draft.label[0]
        end = max(end, draft.label[1])
    if draft.recipients is not None and preamble and preamble[0][0] < draft.recipients[1] <= preamble[0][1]:
        preamble = ((draft.recipients[1], preamble[0][1]), *preamble[1:])
    return Part(draft.kind, start, end, front, preamble, nodes, draft.label), faults
