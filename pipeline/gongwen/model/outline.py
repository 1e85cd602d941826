"""What structure gives: parts of a file, the tree of headings and items in each, front and back matter.

All offsets are code points into Body.text, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .body import TableBlock

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A heading or item with what stands under it; or a table (`table` set, no marker).

    `title` is the heading without marker and final stop, None where the item starts straight with its text.
    `own` are the stretches of the node's text before its first child, title included, marker not.
    """

    start: int
    end: int
    marker: str | None
    marker_start: int
    marker_end: int
    family: str | None
    ordinal: int | None
    level: int
    title: Span | None
    run_in: bool  # the title is the first sentence of the text, not a line of its own
    own: tuple[Span, ...]
    children: tuple[Node, ...] = ()
    table: TableBlock | None = None
    inline: bool = False  # the marker stands inside a paragraph
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """Front and back matter of one part by GB/T 9704, as spans; empty where the part prints none."""

    title: tuple[Span, ...] = ()
    doc_number: Span | None = None
    recipients: Span | None = None
    signatures: tuple[Span, ...] = ()
    date: Span | None = None  # 成文日期
    printed: Span | None = None  # 印发日期
    printer: Span | None = None  # 印发机关
    disclosure: Span | None = None
    attachments: tuple[Span, ...] = ()
    head: tuple[Span, ...] = ()  # issuer head (…文件), site lines, index
    copies: tuple[Span, ...] = ()
    contacts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A document in the file: the notice itself, a plan that it forwards, or an annex."""

    kind: str  # main, forwarded, annex
    start: int
    end: int
    front: Front
    preamble: tuple[Span, ...]  # paragraphs before the first marked heading
    nodes: tuple[Node, ...]
    label: Span | None = None  # 附件1


@dataclass(frozen=True, slots=True)
class NumberingFault:
    """A gap, a repeat or a restart in a run of markers."""

    code: str
    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a file in order."""

    parts: tuple[Part, ...]
    faults: tuple[NumberingFault, ...] = field(default=())
