"""Front and back matter that ran into one paragraph with the text, cut apart again.

Notices copied from a site often lose every line break: head, title, number, recipients, text, signature, date and the
plan that the notice sends follow each other without a gap. The order and the forms of GB/T 9704 still tell where each
ends, and what a notice sends it names in 《》 before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from ..model.body import Paragraph, TableBlock
from ..recognise.grammar import compile_fragment

Block = Paragraph | TableBlock
Span = tuple[int, int]
_SHORT = 160  # characters; a shorter paragraph holds one thing
_SENTENCE = 30  # characters; a shorter one has no sentence before its signature
_HEAD = 1200  # characters of a file in which a notice names what it sends


@cache
def _head() -> regex.Pattern[str]:
    """[issuer] [number] title [number] [recipients], with a number or recipients, or before the opening of a plan."""
    sheet = "{s}(?:(?P<issuer>{run_in_signature}(?:文件)?){s}(?={doc_number}|{run_in_signature}关于))?(?:(?P<above>{doc_number}){s})?"
    behind = "{s}(?:(?:(?P<number>{doc_number}){s})?(?P<to>{run_in_recipients})|(?P<number>{doc_number})(?=\\s|$)|(?={run_in_opening}))"
    return compile_fragment("front", sheet + "(?P<title>{run_in_title})" + behind)


@cache
def _dated() -> regex.Pattern[str]:
    """Signature and date behind a sentence, a clause or a list of annexes, with what follows them by form."""
    return compile_fragment(
        "front",
        "(?P<signature>{run_in_signature}){s}(?P<date>{date})(?!{s}(?:{run_in_on})){s}(?P<open>{run_in_disclosure})?{s}"
        "(?:(?P<copies>{run_in_copies}){s})?(?:(?P<printed>{run_in_signature}{s}{date}{s}印发){s})?(?P<annex>{run_in_annex})?",
    )


@cache
def _site() -> regex.Pattern[str]:
    return compile_fragment("front", "{s}(?P<site>{run_in_site}){s}$")


@cache
def _printed() -> regex.Pattern[str]:
    """抄送 and the printing body at the very end."""
    printed = "(?P<printed>{run_in_signature}{s}{date}{s}印发){s}$"
    return compile_fragment("front", "(?<=[。；）)]){s}(?:(?P<copies>{run_in_copies}){s})?" + printed)


@cache
def _plan() -> regex.Pattern[str]:
    """The title of a plan, and what opens its text."""
    return compile_fragment("front", "{s}(?P<title>{run_in_title}){s}(?={run_in_opening})")


@cache
def _attached() -> regex.Pattern[str]:
    return compile_fragment("front", "(?<=[。；）)]){s}(?P<list>{run_in_annex}[^。；]{4,160})$")


_QUOTED = regex.compile(r"《((?:[^《》]|《[^《》]*》){6,90})》")


def cut_apart(blocks: Sequence[Block], text: str) -> list[Block]:
    """Blocks with the run-in matter of head and tail as paragraphs of their own."""
    named = tuple(dict.fromkeys(m[1] for m in _QUOTED.finditer(text, 0, _HEAD)))
    out: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            out.append(block)
            continue
        first = not any(isinstance(b, Paragraph) for b in out)
        pieces = list(_head_cut(block, text)) if first else [(block.start, block.end)]
        spans = [*pieces[:-1], *_tail_cut(pieces[-1], text, named)]
        out += _paragraphs(block, spans, text) if len(spans) > 1 else [block]
    return out


def _head_cut(block: Paragraph, text: str) -> Iterator[Span]:
    hit = _head().match(text, block.start, block.end)
    if hit is None or (hit["to"] is None and hit["number"] is None and block.end - block.start < _SHORT):
        yield block.start, block.end
        return
    for name in ("issuer", "above", "title", "number", "to"):
        if hit[name] is not None:
            yield hit.span(name)
    yield hit.end(), block.end


def _tail_cut(span: Span, text: str, named: Sequence[str]) -> Iterator[Span]:
    """Cut at every signature with its date; a plan that follows has its title cut off as well."""
    at, end = span
    if end - at < _SENTENCE or text.find("日", at, end) < 0:
        yield span
        return
    for hit in _dated().finditer(text, at, end):
        start = _begin(hit, text, at, named)
        if start is None:
            continue
        yield from _before(at, start, text)
        yield start, hit.end("signature")
        for name in ("date", "open", "copies", "printed", "annex"):
            if hit[name] is not None:
                yield hit.span(name)
        at = hit.end()
        title = _title_at(at, end, text, named)
        if title is not None:
            yield title
            at = title[1]
        site = _site().match(text, at, end)
        if site is not None:
            yield site.span("site")
            at = end
    closing = _printed().search(text, max(at, end - 2 * _SHORT), end)
    if closing is not None:
        yield at, closing.start()
        for name in ("copies", "printed"):
            if closing[name] is not None:
                yield closing.span(name)
        at = end
    yield at, end


def _begin(hit: regex.Match[str], text: str, at: int, named: Sequence[str]) -> int | None:
    """Where the signature of `hit` begins: behind a stop or bracket, or behind the title that 附件： lists."""
    start = hit.start("signature")
    for name in named:
        listed = text.find(name, max(at, start - len(name) - 4), hit.end("signature"))
        if listed >= 0 and text[max(at, listed - 6) : listed].rstrip(" 1.．：:").endswith("附件"):
            return listed + len(name)
    before = text[at:start].rstrip()
    return start if before == "" or before[-1] in "。；）)" else None


def _before(at: int, start: int, text: str) -> Iterator[Span]:
    """The text before a signature, a list of annexes at its end apart."""
    listed = _attached().search(text, max(at, start - 2 * _SHORT), start)
    if listed is None:
        yield at, start
        return
    yield at, listed.start("list")
    yield listed.span("list")


def _title_at(at: int, end: int, text: str, named: Sequence[str]) -> Span | None:
    while at < end and text[at].isspace():
        at += 1
    for name in named:
        if text.startswith(name, at):
            return at, at + len(name)
    hit = _plan().match(text, at, end)
    return hit.span("title") if hit is not None else None


def _paragraphs(block: Paragraph, spans: Sequence[Span], text: str) -> list[Block]:
    pieces: list[Block] = []
    for start, end in spans:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            pieces.append(replace(block, start=start, end=end))
    return pieces
