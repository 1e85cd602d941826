"""Text with stretches marked in it, as HTML: stretches may lie in each other or overlap, and text is always escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

# Characters that HTML cannot hold, one for one, so that offsets stay: control characters, halves of surrogate pairs
_UNSHOWABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
_DEEPEST = 24  # stretches in each other; what would lie deeper is marked by its beginning alone
_CLOSE = Markup("</span>")


def plain(text: str) -> str:
    """The text with a sign in the place of every character that HTML cannot hold."""
    return text if text.isprintable() else text.replace("\r", " ").translate(_UNSHOWABLE)


class Stretch(NamedTuple):
    """A marked stretch of the text: the tag that opens its first piece, and the one that opens every further piece."""

    start: int
    end: int
    first: Markup
    again: Markup


class Label(NamedTuple):
    """Something put between two characters of the text."""

    at: int
    html: Markup


class Ink:
    """Writes a text out from its start to its end, a part at a time. Parts must come in order and not overlap.

    A stretch over several parts opens anew in each; a stretch or label that begins between two parts comes at the start of the next.
    """

    def __init__(self, text: str, stretches: Iterable[Stretch], labels: Iterable[Label] = ()) -> None:
        self._text = plain(text)
        self._coming = sorted(stretches, key=lambda s: (s.start, -s.end))[::-1]
        self._labels = sorted(labels, key=lambda x: x.at)[::-1]
        self._given_up: set[int] = set()
        self._open: list[tuple[Stretch, bool]] = []  # and whether its first piece has been written

    def part(self, start: int, end: int) -> Markup:
        """The HTML of text[start:end]."""
        while self._coming and self._coming[-1].start < max(end, start + 1):
            self._open.append((self._coming.pop(), False))
        here = [s for s, _ in self._open if s.end > start]
        seen = {id(s) for s, written in self._open if written}
        html = Markup("").join(self._pieces(start, end, here, seen))
        self._open = [(s, True) for s in here if s.end > end and id(s) not in self._given_up]
        return html

    def rest(self) -> Markup:
        """The labels for which no part came."""
        left, self._labels = self._labels[::-1], []
        return Markup("").join(label.html for label in left)

    def _pieces(self, start: int, end: int, here: Sequence[Stretch], seen: set[int]) -> Iterator[Markup]:
        cuts = {start, end, *(x.at for x in self._labels if start < x.at < end)}
        cuts |= {max(s.start, start) for s in here} | {min(s.end, end) for s in here}
        points = sorted(cuts)
        waiting = list(here)[::-1]
        stack: list[Stretch] = []
        for i, at in enumerate(points):
            lowest = next((k for k, s in enumerate(stack) if s.end <= at or at >= end), len(stack))
            over, stack = stack[lowest:], stack[:lowest]
            yield _CLOSE * len(over)
            if at >= end and i:
                return
            for stretch in (s for s in over if s.end > at):
                stack.append(stretch)
                yield stretch.again
            while self._labels and self._labels[-1].at <= at:
                yield self._labels.pop().html
            while waiting and max(waiting[-1].start, start) <= at:
                stretch = waiting.pop()
                yield stretch.again if id(stretch) in seen else stretch.first
                if len(stack) < _DEEPEST:
                    stack.append(stretch)
                else:
                    self._given_up.add(id(stretch))
                    yield _CLOSE
            if i + 1 < len(points):
                yield _with_breaks(self._text[at : points[i + 1]])
        yield _CLOSE * len(stack)


def _with_breaks(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
