"""What OCR is known to mistake and a line itself proves: grammars/ocr.yaml, one character put for one."""

from __future__ import annotations

import functools

from ...recognise import grammar


def mend(text: str) -> str:
    """The text of a line with each mistake that a rule is sure of put right; as long as before."""
    if text.isascii():
        return text
    chars = list(text)
    for match in _grammar().find(text):
        chars[match.start] = str(match.rule.gives["put"])
    return "".join(chars)


@functools.cache
def _grammar() -> grammar.Grammar:
    return grammar.load("ocr")
