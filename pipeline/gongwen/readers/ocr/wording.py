"""What OCR is known to mistake and a line itself proves: grammars/ocr.yaml."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...recognise import grammar

if TYPE_CHECKING:
    from .engine import Read


@dataclass(frozen=True, slots=True)
class Repair:
    """What the engine read and what was put in its place."""

    was: str
    put: str


def mend(read: Read) -> tuple[Read, list[Repair]]:
    """The line with each mistake that a rule is sure of put right, and the repairs that change what it says.

    A half-width mark that is full-width on the paper says the same, and is no repair to be told.
    """
    if read.text.isascii() and "%" not in read.text:
        return read, []
    parts: list[str] = []
    middles: list[float] = []
    repairs: list[Repair] = []
    at = 0
    for match in _grammar().find(read.text):
        was, put = read.text[match.start : match.end], str(match.rule.gives["put"])
        parts += read.text[at : match.start], put
        middles += read.middles[at : match.start]
        middles.append(sum(read.middles[match.start : match.end]) / len(was))
        at = match.end
        if unicodedata.normalize("NFKC", put) != was:
            repairs.append(Repair(was, put))
    if not at:
        return read, []
    text = "".join([*parts, read.text[at:]])
    return replace(read, text=text, middles=(*middles, *read.middles[at:])), repairs


@functools.cache
def _grammar() -> grammar.Grammar:
    return grammar.load("ocr")
