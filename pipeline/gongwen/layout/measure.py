"""How a document's lines are printed: where they end, whether first lines are set in, what is set in larger type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..model.source import Item, Line, Wrap
from ..recognise.marks import width
from ..recognise.numbering import marker_at

_SENTENCE_ENDS = "。！？!?；;：:"
_LARGER = 1.15  # times the body's type, from which it is that of titles
_SAME_SIZE = 0.6  # points
_FEW = 8  # lines from which their ends tell the wall
_CUT = 0.25  # share of the lines that end inside a sentence, from which every line is one of print
_FEWEST_CUT = 5
_MANY = 24  # lines of which some must end at the wall


@dataclass(frozen=True, slots=True)
class Print:
    """What the document's lines tell about its print: `measure` is the width of a full line in em, None if it has none."""

    measure: float | None
    indented: bool  # first lines of paragraphs are set in
    blanks: bool = False  # an empty line means something: most lines have none before them
    chars: int | None = None  # of a full line, where a program wrapped the text by counting characters
    size: float = 0.0  # of the body's type in points, 0 where the format does not tell
    wall: float = 0.0  # width of the text block in points, likewise

    def full(self, line: Line, first: bool = False) -> bool:
        """Does the line reach the wall? The `first` line of a paragraph may have lost its indent of two characters."""
        if self.measure is None:
            return False
        if self.chars is not None and _chars(line) >= self.chars - 1:
            return True
        lost = 2.0 if first and line.box is None and (line.indent or 0.0) < 1.5 else 0.0
        return _right(line) + lost >= self.measure - 2.3

    def no_room(self, last: Line, head: float) -> bool:
        """Would what the next line begins with, `head` em wide, have gone over the wall behind this line?"""
        return self.measure is not None and last.box is not None and _right(last) + head > self.measure + 0.3

    def one_title(self, last: Line, line: Line) -> bool:
        """Are these lines of one title: of the same type, larger than the body's, the one below the other?"""
        size = last.style.size or 0.0
        if not self.size or size < _LARGER * self.size or line.style.size is None or last.page != line.page or line.blank_before:
            return False
        return abs(size - line.style.size) <= _SAME_SIZE and last.style.font == line.style.font and last.style.bold == line.style.bold

    def fills(self, line: Line, head: float) -> bool:
        """Does a line of larger type fill the text block, so that what follows, `head` em wide, had no room on it?"""
        if line.box is None or not self.wall or not line.style.size:
            return False
        return line.box.x1 - line.box.x0 + head * line.style.size > self.wall + 0.3 * line.style.size


def _right(line: Line) -> float:
    if line.box is not None and line.style.size:
        return (line.indent or 0.0) + (line.box.x1 - line.box.x0) / line.style.size
    return (line.indent or 0.0) + width(line.text)


def _chars(line: Line) -> int:
    return len(line.text) + round((line.indent or 0.0) * 2)


def set_apart(line: Line) -> bool:
    """Centred or at the right: a title, a signature, a date."""
    return line.style.align in ("center", "right") or (line.indent or 0.0) >= 4


def _counted(lines: Sequence[Line]) -> int | None:
    """The number of characters at which many lines end exactly and beyond which none goes."""
    lengths = sorted(_chars(line) for line in lines if line.box is None and not set_apart(line))
    if len(lengths) < 8:
        return None
    longest = lengths[int(len(lengths) * 0.98)]
    return longest if sum(1 for n in lengths if longest - 1 <= n <= longest) >= max(4, len(lengths) * 0.2) else None


def study(lines: Sequence[Line]) -> Print:
    """Whether lines are wrapped at a common measure, from the lines whose end the format does not explain."""
    size = _body_size(lines)
    body = [line for line in lines if not size or line.style.size is None or abs(line.style.size - size) <= _SAME_SIZE]
    found = _by_number(body, lines) or _by_edges(lines, size) or Print(None, False)
    if not size:
        return found
    wall = found.measure * size if found.measure is not None else _block(lines)
    return replace(found, size=size, wall=wall)


def as_printed(items: Sequence[Item]) -> list[Item]:
    """Where a converter made every line of print a paragraph, the ends of paragraphs say nothing: only the wall does.

    Many lines must end at a common wall inside a sentence and be followed by one that begins nothing.
    """
    lines = [item for item in items if isinstance(item, Line)]
    least = max(_FEWEST_CUT, _CUT * len(lines))
    if any(line.box is not None or line.wrap is Wrap.UNKNOWN for line in lines):
        return list(items)
    ends = [above for above, below in pairwise(lines) if _may_be_cut(above, below)]
    if len(ends) < least:
        return list(items)
    print_ = study([replace(line, wrap=Wrap.UNKNOWN) for line in lines])
    if sum(print_.full(line) for line in ends) < least:
        return list(items)
    return [replace(item, wrap=Wrap.UNKNOWN) if isinstance(item, Line) else item for item in items]


def _may_be_cut(above: Line, below: Line) -> bool:
    if above.text[-1:] in _SENTENCE_ENDS + "）)" or (below.indent or 0.0) >= 1 or set_apart(above) or set_apart(below):
        return False
    return width(above.text) > 12 and marker_at(below.text, 0) is None


def _body_size(lines: Sequence[Line]) -> float:
    """The size of type, in points, of most characters; 0 where the format does not tell."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.box is not None and line.style.size:
            sizes[line.style.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0


def _by_number(body: Sequence[Line], lines: Sequence[Line]) -> Print | None:
    """Many lines of the body's type end at the wall. Off paper one may go beyond it: a title that was not wrapped."""
    ended = [line for line in body if line.wrap is not Wrap.PARAGRAPH and not set_apart(line)]
    rights = sorted(_right(line) for line in ended)
    measure = _wall(rights, ended)
    if measure is None and not any(line.box is not None for line in ended):
        measure = _wall(rights[:-1], ended)
    if measure is None:
        return None
    indents = [line.indent or 0.0 for line in lines]
    set_in = sum(1 for x in indents if 0.5 <= x <= 3)
    blank = sum(1 for line in lines if line.blank_before)
    indented = len(lines) * 0.04 <= set_in <= len(lines) * 0.6
    return Print(measure, indented, blank < len(lines) * 0.4, _counted(lines))


def _wall(rights: Sequence[float], ended: Sequence[Line]) -> float | None:
    """Where print ends: many lines stop there, inside a sentence most of them, and hardly any goes beyond."""
    if len(rights) < _FEW:
        return None
    measure = rights[int(len(rights) * 0.95)]
    longest = rights[int(len(rights) * 0.99)]
    near = [line for line in ended if abs(_right(line) - measure) <= 2.6]
    if sum(1 for line in near if line.text.rstrip()[-1:] not in _SENTENCE_ENDS) < len(near) * 0.6:
        return None
    if not 12 <= measure <= 62 or longest - measure > 4 or len(near) < max(4, len(rights) * 0.12):
        return None
    return measure


def _by_edges(lines: Sequence[Line], size: float) -> Print | None:
    """A notice of few lines (the rest are tables), on pages that show where the text block ends."""
    body = [line for line in lines if line.box is not None and line.style.size and abs(line.style.size - size) <= _SAME_SIZE]
    if not size or sum(1 for line in body if not set_apart(line)) >= _MANY:
        return None
    measure = _block(lines) / size
    if not 12 <= measure <= 62 or not any(_right(line) >= measure - 2.3 for line in body if not set_apart(line)):
        return None
    return Print(measure, any(1.5 <= (line.indent or 0.0) <= 2.5 for line in body))


def _block(lines: Sequence[Line]) -> float:
    """Width of what is printed, in points."""
    boxes = [line.box for line in lines if line.box is not None]
    return max(box.x1 for box in boxes) - min(box.x0 for box in boxes) if boxes else 0.0
