"""Whether text that was decoded can be read, and what had to be done to it: told alike for web pages and text files."""

from __future__ import annotations

from ..model.source import Remark
from .decode import TWICE
from .page.garble import is_garbled

SAMPLE = 20_000  # characters that are tried for being readable


def remarks(decoded: str, encoding: str, printed: str) -> list[Remark]:
    """`decoded` is all that the bytes gave, `encoding` what decode_text said of them, `printed` the beginning of the document's text."""
    found: list[Remark] = []
    replaced = decoded.count("\ufffd")
    if replaced:
        found.append(Remark("undecodable_bytes", f"{replaced} characters could not be decoded"))
    if encoding.endswith(TWICE):
        found.append(Remark("encoded_twice", "the text had been encoded twice and was restored"))
    if is_garbled(printed[:SAMPLE]):
        found.append(Remark("text_garbled", "most of the text is unreadable", severity="error"))
    return found
