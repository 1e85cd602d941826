"""The document's own outline: lines that its bookmarks name are headings.

Only what stands on the named page word for word is taken, so that an outline left over from another draft does nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..model.source import Bookmark, Item, Line, Wrap

_LINES = 3  # of print that a heading may take
_LONGEST = 120  # characters
_NO_HEADING = "。；;，,、：:"


def mark_headings(items: Sequence[Item], bookmarks: Sequence[Bookmark]) -> list[Item]:
    """The items, with the level of its bookmark in the style of every line of a heading; its lines are tied by soft breaks."""
    wanted: dict[tuple[int, str], int] = {}
    for mark in bookmarks:
        title = _bare(mark.title)
        if mark.page is not None and 1 < len(title) <= _LONGEST and title[-1] not in _NO_HEADING:
            wanted.setdefault((mark.page, title), min(mark.level, 9))
    out = list(items)
    if not wanted:
        return out
    for i in range(len(out)):
        for n, level in _matches(out, i, wanted):
            for k in range(i, i + n):
                line = out[k]
                if isinstance(line, Line):
                    wrap = Wrap.SOFT if k < i + n - 1 else line.wrap
                    out[k] = replace(line, style=replace(line.style, outline_level=level), wrap=wrap)
    return out


def _matches(items: Sequence[Item], at: int, wanted: dict[tuple[int, str], int]) -> list[tuple[int, int]]:
    """How many lines from `at` on are a bookmark's title, and its level; nothing if they are none."""
    words = ""
    for n, item in enumerate(items[at : at + _LINES], 1):
        if not isinstance(item, Line) or item.page is None or item.page != items[at].page or item.style.outline_level is not None:
            break
        words += _bare(item.text)
        level = wanted.get((item.page, words))
        if level is not None:
            return [(n, level)]
        if len(words) > _LONGEST:
            break
    return []


def _bare(text: str) -> str:
    return "".join(text.split())
