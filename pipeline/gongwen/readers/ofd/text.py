"""Text objects of OFD (GB/T 33190, 11): where each character of a TextCode stands.

Text is always taken from TextCode; glyph numbers (CGTransform) only choose shapes.
"""

from __future__ import annotations

import math
import re
from itertools import accumulate, repeat
from typing import TYPE_CHECKING

from gongwen.readers.ofd.tree import FAR, below, children, number, words
from gongwen.readers.ofd.widths import WIDTHS, reach
from gongwen.readers.page.drawn import Matrix, through
from gongwen.readers.page.glyphs import Font, Glyphs

if TYPE_CHECKING:
    from lxml.etree import _Element

ASCENT, DESCENT = 0.88, 0.12  # em above and below the base line, as Chinese faces have them
HEAVY = 600  # Weight from which type is bold

_BREAKS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")


def offsets(deltas: str | None, start: float, count: int) -> list[float] | None:
    """Positions of `count` characters from `start` on by DeltaX or DeltaY (`g n d` stands for n times d); as many as are stated."""
    if not deltas:
        return None
    try:
        tokens = deltas.split()
        steps = _ungrouped(tokens, count - 1) if "g" in tokens else list(map(float, tokens[: count - 1]))
    except ValueError:
        return None
    places = list(accumulate(steps, initial=start))
    return places if math.isfinite(places[-1]) and min(places) > -FAR and max(places) < FAR else None


def _ungrouped(tokens: list[str], count: int) -> list[float]:
    steps: list[float] = []
    at = 0
    while at < len(tokens) and len(steps) < count:
        if tokens[at] == "g" and at + 2 < len(tokens):
            times = min(max(0, int(tokens[at + 1])), count - len(steps))
            steps.extend(repeat(float(tokens[at + 2]), times))
            at += 3
        else:
            steps.append(float(tokens[at]))
            at += 1
    return steps[:count]


class Setter:
    """Puts the characters of text objects onto one page."""

    def __init__(self, page: Glyphs, faces: dict[str, tuple[str | None, bool]]) -> None:
        self.page = page
        self.fonts: list[Font] = []  # of each run
        self.texts: list[str] = []
        self.unnamed = 0  # glyphs that no TextCode names
        self._faces = faces
        self._length = 0

    def length(self, element: _Element) -> int:
        """How many characters a text object draws."""
        return sum(len(code.text or "") for code in children(element, "TextCode"))

    def add(self, element: _Element, matrix: Matrix) -> list[int]:
        """The text object drawn through `matrix` (object space in mm to points); gives the starts of its runs."""
        size = number(element.get("Size"), 0.0)
        scale = number(element.get("HScale"), 1.0)
        direction = number(element.get("CharDirection"), 0.0)
        a, b, c, d = matrix[:4]
        angle = (math.degrees(math.atan2(b, a)) + direction) % 360 if b or a < 0 or direction else 0.0
        name, bold = self._faces.get(element.get("Font", ""), (None, False))
        heavy = number(element.get("Weight"), 400) >= HEAVY or (element.get("Stroke") == "true" and element.get("Fill") != "false")
        font = Font(round(size * (d if c == 0 and d > 0 else math.hypot(c, d)), 2), name, bold or heavy, round(angle, 2) % 360)
        starts: list[int] = []
        x = y = 0.0
        end: tuple[float, float] | None = None  # where the code before ends
        for code in children(element, "TextCode"):
            text = code.text or ""
            if end is not None and code.get("X") is None and code.get("Y") is None:
                x, y = end  # drawn over the code before it would be of no use to anyone
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            if "\n" in text or _BREAKS.search(text):
                text = _BREAKS.sub(" ", text.strip("\r\n\t"))
            if not text:
                continue
            starts.append(self._length)
            xs, ys = self._places(element, code, text, (x, y), size * scale)
            if ys is None and not direction and b == 0 and c == 0 and a > 0 and d > 0:
                self._straight(text, xs, y, size, scale, matrix)
            else:
                self._turned(text, xs, ys or [y] * len(text), (size * scale, size), direction, matrix)
            self._end_run(text, font)
            end = (xs[-1], ys[-1] + size) if ys else (xs[-1] + WIDTHS.get(text[-1], 1.0) * size * scale, y)
        if not starts:
            self.unnamed += sum(len(words(glyphs).split()) for glyphs in below(element, "Glyphs"))
        return starts

    def _places(
        self, element: _Element, code: _Element, text: str, start: tuple[float, float], em: float
    ) -> tuple[list[float], list[float] | None]:
        """x of each character, y of each or None where all stand on one line; missing steps are made up from the usual widths."""
        n = len(text)
        xs, ys = offsets(code.get("DeltaX"), start[0], n), offsets(code.get("DeltaY"), start[1], n)
        if xs is not None and len(xs) == n and ys is None:
            return xs, None
        if ys is not None and max(ys) == min(ys):
            ys = None
        if xs is not None and len(xs) == n:
            return xs, ys and ys + [ys[-1]] * (n - len(ys))
        down = ys is not None or element.get("ReadDirection") in ("90", "270")
        steps = [em if down else WIDTHS.get(char, 1.0) * em for char in text]
        if down:
            return [*(xs or [start[0]]), *repeat(xs[-1] if xs else start[0], n - len(xs or "-"))], _continued(ys or [start[1]], steps)
        return _continued(xs or [start[0]], steps), None

    def _straight(self, text: str, xs: list[float], y: float, size: float, scale: float, matrix: Matrix) -> None:
        page = self.page
        a, d, e, f = matrix[0], matrix[3], matrix[4], matrix[5]
        x0 = [x * a + e for x in xs]
        n = len(text)
        base, height = y * d + f, size * d
        page.x0 += x0
        page.x1 += reach(x0, text, size * scale * a)
        page.top += [base - ASCENT * height] * n
        page.bottom += [base + DESCENT * height] * n

    def _turned(self, text: str, xs: list[float], ys: list[float], em: tuple[float, float], direction: float, matrix: Matrix) -> None:
        """Each character as the box round its em square, turned by `direction` about its origin, drawn through the matrix."""
        turn = math.radians(direction)
        cos, sin = round(math.cos(turn), 6), round(math.sin(turn), 6)
        page = self.page
        for char, x, y in zip(text, xs, ys, strict=True):
            width = WIDTHS.get(char, 1.0) * em[0]
            corners = [
                through(matrix, x + u * cos - v * sin, y + u * sin + v * cos)
                for u in (0.0, width)
                for v in (-ASCENT * em[1], DESCENT * em[1])
            ]
            page.x0.append(min(p[0] for p in corners))
            page.x1.append(max(p[0] for p in corners))
            page.top.append(min(p[1] for p in corners))
            page.bottom.append(max(p[1] for p in corners))

    def _end_run(self, text: str, font: Font) -> None:
        self.page.runs.append((self._length, self._length + len(text)))
        self._length += len(text)
        self.texts.append(text)
        self.fonts.append(font)


def _continued(places: list[float], steps: list[float]) -> list[float]:
    return [*places[:-1], *accumulate(steps[len(places) - 1 : -1], initial=places[-1])]
