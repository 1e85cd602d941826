"""Small readings that several assemblers share: text without blanks, titles, numbers of rows, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.outline import Front, Node, Span
from ..recognise.numbering import BULLET, Marker, marker_at

_SENTENCE_END = re.compile(r"[。！？；;\n][”’」』）)〕】》]*")


def compact(text: str) -> str:
    """Without blanks and line breaks."""
    return "".join(text.split())


def tidy(text: str) -> str:
    """Line breaks and tabs out; blanks only where Latin words need them."""
    words = text.split()
    if len(words) < 2:
        return words[0] if words else ""
    out = [words[0]]
    for word in words[1:]:
        before, after = out[-1][-1], word[0]
        latin = before.isascii() and before.isalnum() and after.isascii() and after.isalpha()
        out.append(f" {word}" if latin else word)
    return "".join(out)


def title_of(front: Front, text: str) -> str:
    """The title of a part in one line; empty if it prints none."""
    return "".join(tidy(text[slice(*span)]) for span in front.title)


def heading(node: Node, text: str, title_span: Span | None) -> str:
    """A heading with its marker, as a path shows it; `title_span` is its title without a unit clause."""
    title = text[slice(*title_span)] if title_span else ""
    return tidy(text[node.marker_start : node.marker_end].strip() + title)


def strip_marker(text: str, start: int, end: int) -> tuple[Marker | None, int]:
    """The marker that begins a cell, and where the words behind it begin."""
    marker = marker_at(text, start, end)
    if marker is None or marker.family in ("one_is", "firstly") or marker.end >= end:
        return None, start
    return (marker if marker.family != BULLET else None), marker.end


def trim(text: str, start: int, end: int, marks: str = "。") -> Span:
    """The span without blanks at its ends and without final marks."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return start, end


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences of a stretch, closing marks included, blanks trimmed."""
    begin = start
    for stop in (*(hit.end() for hit in _SENTENCE_END.finditer(text, start, end)), end):
        span = trim(text, begin, stop, "")
        if span[1] > span[0]:
            yield span
        begin = stop
