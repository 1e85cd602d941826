"""Front and back matter: what each short paragraph of a document is by GB/T 9704."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from ..model.body import Paragraph, TableBlock
from ..model.outline import Front, Span
from ..recognise.grammar import Grammar, compile_fragment, load
from ..recognise.marks import width
from ..recognise.numbering import marker_at

Block = Paragraph | TableBlock
_MAX = 420  # characters of a paragraph that can be front or back matter


@dataclass(frozen=True, slots=True)
class Classed:
    """A block with what its wording alone says it may be. `value` is the stretch that carries the information."""

    block: Block
    kind: str  # a kind that grammars/front.yaml gives, or text, item, table
    value: Span | None = None
    extra: Span | None = None  # signature or printer in the same line
    title_end: bool = False  # ends like a document's title


@cache
def _grammar() -> Grammar:
    return load("front")


@cache
def _title_end() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{title_end}")


@cache
def _title_date() -> regex.Pattern[str]:
    """A date or number in brackets that collections print behind a title."""
    return compile_fragment("front", "{title_date}$")


@cache
def _title_number() -> regex.Pattern[str]:
    """A document number run into the line of the title."""
    return compile_fragment("front", "(?<={before_number}){s}[（(]?{doc_number}[）)]?{s}$")


@cache
def _site_tail() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{site_tail}")


_PAGE_NUMERAL = regex.compile(r"[IVX]{1,4}(?=[\u4e00-\u9fff])")  # a Roman page number stuck to the title


def number_in_title(run: Sequence[Classed], text: str) -> Span | None:
    """The document number that is run into the title's last line."""
    if not run:
        return None
    start, end = run[-1].block.start, run[-1].block.end
    hit = _title_number().search(text[start:end])
    if hit is None:
        return None
    inner = hit.group().strip("（()） \u3000")
    at = start + hit.start() + hit.group().index(inner)
    return at, at + len(inner)


@cache
def _body_end() -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "{body_end}")


@cache
def _addressed() -> regex.Pattern[str]:
    return compile_fragment("front", "{addressed}")


@cache
def letter_title() -> regex.Pattern[str]:
    """A title without the name of its issuer: 关于…的函."""
    return compile_fragment("front", "{letter}")


@cache
def addressed_here() -> regex.Pattern[str]:
    """How recipients begin that are run into the text."""
    return compile_fragment("front", "{addressed_here}")


def classify(blocks: Sequence[Block], text: str) -> list[Classed]:
    """Class every block of the file."""
    return [_classify(block, text) for block in blocks]


def _classify(block: Block, text: str) -> Classed:
    if isinstance(block, TableBlock):
        return Classed(block, "table")
    if block.end - block.start > _MAX:
        return Classed(block, "text")
    here = text[block.start : block.end]
    match = _grammar().fullmatch(here)
    ends = any(tail().search(here) is not None for tail in (_title_end, _title_date, _title_number))
    if match is None:
        kind = "item" if marker_at(text, block.start, block.end) is not None else "text"
        return Classed(block, kind, title_end=ends)
    kind = str(match.rule.gives["kind"])
    value = match.spans.get("value")
    extra = match.spans.get("signature") or match.spans.get("printer")
    shift = block.start
    if kind == "recipients" and not _is_recipients(here):
        kind = "item" if marker_at(text, block.start, block.end) is not None else "text"
    return Classed(
        block,
        kind,
        (value[0] + shift, value[1] + shift) if value else None,
        (extra[0] + shift, extra[1] + shift) if extra else None,
        ends,
    )


def _is_recipients(here: str) -> bool:
    """Bodies addressed: it begins like one and holds no verb of a sentence."""
    bare = here.strip()
    return _addressed().match(bare) is not None or _body_end().search(bare.rstrip("：: ")) is not None


def is_title_line(classed: Classed, text: str) -> bool:
    """Could this paragraph be a line of a title: short, no stop, no marker, no date."""
    block = classed.block
    if classed.kind != "text" or isinstance(block, TableBlock):
        return False
    here = text[block.start : block.end]
    bracketed = here[:1] in "（(" and here[-1:] in "）)"
    wide = 120 if classed.title_end and ("关于" in here or "《" in here) else 70
    return width(here) <= wide and not any(c in here for c in "。；！？") and here[-1:] not in "：:，、" and not bracketed


def is_signature(classed: Classed, text: str) -> bool:
    """A name alone on its line."""
    block = classed.block
    if classed.kind != "text" or isinstance(block, TableBlock):
        return False
    here = text[block.start : block.end]
    return width(here) <= 60 and _body_end().search(here) is not None and not any(c in here for c in "。；，：《")


def read_title(run: Sequence[Classed], text: str) -> tuple[Span, ...]:
    """The lines of a title, without the number of a collection before it and the date in brackets behind it."""
    spans: list[Span] = []
    for i, classed in enumerate(run):
        start, end = classed.block.start, classed.block.end
        if i == 0:
            marker = marker_at(text, start, end)
            if marker is not None and marker.family == "arabic":
                start = marker.end
        dated = _title_date().search(text[start:end]) or _title_number().search(text[start:end])
        if dated is not None and i == len(run) - 1:
            end = start + dated.start()
        numeral = _PAGE_NUMERAL.match(text, start, end)
        start = numeral.end() if numeral is not None else start
        button = _site_tail().search(text[start:end])
        end = start + button.start() if button is not None else end
        if end > start:
            spans.append((start, end))
    return tuple(spans)


def front_of(
    title: tuple[Span, ...],
    head: Sequence[Classed],
    tail: Sequence[Classed],
    recipients: Span | None,
    attachments: tuple[Span, ...],
    number: Span | None = None,
) -> Front:
    """Put the matter of a part together: `head` stands before its text, `tail` behind it, `number` in its title's line."""
    both = [*head, *tail]
    signatures: list[Span] = []
    dates = [c for c in tail if c.kind in ("date", "signed_and_dated", "month_date")] or [
        c for c in head if c.kind in ("date", "month_date", "signed_and_dated")
    ]
    signatures += [c.extra for c in tail if c.kind == "signed_and_dated" and c.extra]
    signatures += [(c.block.start, c.block.end) for c in tail if c.kind == "signature"]
    printed = next((c for c in tail if c.kind == "printed"), None)
    printer = next(((c.block.start, c.block.end) for c in tail if c.kind == "printer"), None)
    number = next((c.value for c in both if c.kind == "doc_number"), None) or number
    return Front(
        title=title,
        doc_number=number,
        recipients=recipients,
        signatures=tuple(signatures),
        date=dates[0].value if dates else None,
        printed=printed.value if printed else None,
        printer=(printed.extra or printer) if printed else None,
        disclosure=next((c.value for c in both if c.kind == "disclosure"), None),
        attachments=attachments,
        head=tuple(c.value or (c.block.start, c.block.end) for c in head if c.kind == "issuer_head"),
        copies=tuple((c.block.start, c.block.end) for c in both if c.kind == "copies"),
        contacts=tuple((c.block.start, c.block.end) for c in both if c.kind == "contact"),
    )
