"""Headings of a tagged PDF: the text of its elements H, H1 to H6 and Title, as entries of the document's own outline."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw

from gongwen.model.source import Bookmark
from gongwen.readers.page.glyphs import Glyphs
from gongwen.readers.pdf.calls import content_id, text_object

MOST = 5_000  # elements looked at on one page
DEEPEST = 40
_LEVELS = {"Title": 1, "H": 1, **{f"H{level}": level for level in range(1, 7)}}


def tagged_headings(handle: Any, page: Glyphs, text: int, index: Sequence[int]) -> list[Bookmark]:
    """The headings of a page of a tagged document, in the order of its tags. `index` holds pdfium's number of each glyph."""
    tree = raw.FPDF_StructTree_GetForPage(handle)
    if not tree:
        return []
    try:
        found = list(_headings(tree))
    finally:
        raw.FPDF_StructTree_Close(tree)
    if not found:
        return []
    words: dict[int, list[str]] = {}
    owners = list(map(text_object, repeat(text), index))
    ids = {owner: content_id(owner) if owner else -1 for owner in dict.fromkeys(owners)}
    for char, owner in zip(page.text, owners, strict=True):
        words.setdefault(ids[owner], []).append(char)
    titles = [("".join(char for i in marked for char in words.get(i, ())), level) for marked, level in found]
    return [Bookmark(" ".join(title.split()), level, page.number) for title, level in titles if title.strip()]


def _headings(tree: Any) -> Iterator[tuple[list[int], int]]:
    """The marked-content numbers of each heading, and its level."""
    count = max(0, raw.FPDF_StructTree_CountChildren(tree))
    waiting = [(raw.FPDF_StructTree_GetChildAtIndex(tree, k), 0) for k in reversed(range(min(count, MOST)))]
    seen = 0
    while waiting and seen < MOST:
        element, depth = waiting.pop()
        if not element or depth > DEEPEST:
            continue
        seen += 1
        level = _LEVELS.get(_type(element))
        if level is not None:
            yield _content(element), level
        else:
            waiting += [(child, depth + 1) for child in reversed(list(_children(element)))]


def _children(element: Any) -> Iterator[Any]:
    for k in range(min(max(0, raw.FPDF_StructElement_CountChildren(element)), MOST)):
        yield raw.FPDF_StructElement_GetChildAtIndex(element, k)


def _content(heading: Any) -> list[int]:
    """The numbers of marked content in the element and below it, in order."""
    ids: dict[int, None] = {}
    waiting = [(heading, 0)]
    for _ in range(MOST):
        if not waiting:
            break
        element, depth = waiting.pop()
        count = max(0, raw.FPDF_StructElement_GetMarkedContentIdCount(element))
        ids.update((raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, k), None) for k in range(min(count, MOST)))
        if depth < DEEPEST:
            waiting += [(child, depth + 1) for child in reversed(list(_children(element))) if child]
    return [i for i in ids if i >= 0]


def _type(element: Any) -> str:
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    if not 2 < size <= 64:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, buffer, size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")
