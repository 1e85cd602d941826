"""The objects of one page (GB/T 33190, 7.7 and 8 to 13): layers, blocks, composites, down to glyphs and rulings in points."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits
from gongwen.readers.ofd.paths import chains
from gongwen.readers.ofd.text import Setter
from gongwen.readers.ofd.tree import child, children, local, number, numbers
from gongwen.readers.page.drawn import IDENTITY, Matrix, add_parts, box_through, multiply
from gongwen.readers.page.glyphs import Font, Glyphs

if TYPE_CHECKING:
    from lxml.etree import _Element

POINT = 72 / 25.4  # points in a millimetre
MAX_OBJECTS = 30_000  # drawn paths looked at on one page
MAX_SEGMENTS = 60_000
MAX_VISITS = 500_000  # objects of a page in all, those of composites each time they are drawn
MAX_DEPTH = 8  # composites in composites
OCR_SHARE = 0.9  # of the characters of a scanned page that are transparent where they are an OCR layer

_TO_POINTS: Matrix = (POINT, 0.0, 0.0, POINT, 0.0, 0.0)
_GROUPS = frozenset(("Content", "Layer", "PageBlock"))


@dataclass(slots=True)
class Resources:
    """What objects refer to by number: faces (name, bold) and composite units."""

    faces: dict[str, tuple[str | None, bool]] = field(default_factory=dict)
    composites: dict[str, _Element] = field(default_factory=dict)


class Drawer:
    """Collects one page, its templates included."""

    def __init__(self, n: int, width: float, height: float, resources: Resources, limits: Limits) -> None:
        self.page = Glyphs(n, width, height, 0, "", [], [], [], [], [], self._font_at, self._run_font)
        self._setter = Setter(self.page, resources.faces)
        self._resources = resources
        self._limits = limits
        self._starts: list[int] = []
        self._n_chars = self._segments = self._visits = 0
        self._off: list[int] = []  # starts of runs that are switched off
        self._clear: list[int] = []  # … that are transparent
        self._white: list[int] = []
        self._areas: list[tuple[float, float, float, float]] = []  # filled areas and pictures, which white text may stand on

    def draw(self, root: _Element) -> None:
        """The content of a page or a template page."""
        for content in children(root, "Content"):
            self._walk(content, _TO_POINTS, 0)

    def finish(self) -> Glyphs:
        page = self.page
        page.text = "".join(self._setter.texts)
        self._starts = [start for start, _ in page.runs]
        lengths = {start: end - start for start, end in page.runs}
        unseen = set(self._off)
        transparent = sum(lengths[start] for start in self._clear)
        if not page.n_images or transparent < OCR_SHARE * len(page.text):
            unseen.update(self._clear)
        unseen.update(start for start in self._white if not self._on_area(start))
        page.unseen = frozenset(unseen)
        return page

    def _on_area(self, i: int) -> bool:
        page = self.page
        x, y = (page.x0[i] + page.x1[i]) / 2, (page.top[i] + page.bottom[i]) / 2
        return any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in self._areas)

    def _font_at(self, i: int) -> Font:
        return self._setter.fonts[bisect_right(self._starts, i) - 1]

    def _run_font(self, start: int, end: int) -> Font:
        return self._font_at(start)

    def _walk(self, parent: _Element, matrix: Matrix, depth: int) -> None:
        for element in _objects(parent):
            self._visits += 1
            if self._visits > MAX_VISITS:
                raise GongwenError(Code.TOO_MUCH_TEXT, f"More than {MAX_VISITS} objects on a page.", page=self.page.number)
            kind = local(element.tag)
            if kind == "TextObject":
                self._text(element, matrix)
            elif kind == "PathObject":
                self._path(element, matrix)
            elif kind == "ImageObject":
                self.page.n_images += 1
                self._areas.append(box_through(_placed(element, matrix, ctm=False), 0.0, 0.0, *_extent(element)))
            elif kind == "CompositeObject" and depth < MAX_DEPTH and element.get("Visible") != "false":
                unit = self._resources.composites.get(element.get("ResourceID", ""))
                for content in children(unit, "Content"):
                    self._walk(content, _placed(element, matrix), depth + 1)

    def _text(self, element: _Element, matrix: Matrix) -> None:
        self._n_chars += self._setter.length(element)
        if self._n_chars > self._limits.max_chars_per_page:
            raise self._limits.exceeded("max_chars_per_page", f"{self._n_chars} characters or more", page=self.page.number)
        starts = self._setter.add(element, _placed(element, matrix))
        fill = child(element, "FillColor")
        unpainted = element.get("Fill") == "false" and element.get("Stroke") != "true"
        if element.get("Visible") == "false":
            self._off += starts
        elif unpainted or element.get("Alpha") == "0" or (fill is not None and fill.get("Alpha") == "0"):
            self._clear += starts
        elif fill is not None and _is_white(fill):
            self._white += starts

    def _path(self, element: _Element, matrix: Matrix) -> None:
        page = self.page
        page.n_objects += 1
        data = child(element, "AbbreviatedData")
        if data is None or not data.text or element.get("Visible") == "false":
            return
        if page.n_objects > MAX_OBJECTS or self._segments > MAX_SEGMENTS:
            page.capped = True
            return
        parts, count = chains(data.text, _placed(element, matrix))
        self._segments += count
        filled, stroked = element.get("Fill") == "true", element.get("Stroke") != "false"
        if filled and (color := child(element, "FillColor")) is not None and not _is_white(color):
            self._areas.append(box_through(_placed(element, matrix, ctm=False), 0.0, 0.0, *_extent(element)))
        if len(parts) == 1 and not stroked and count <= 6 and not _is_thin(parts[0]):
            return  # one filled area: a background
        add_parts(page, parts, filled=filled, stroked=stroked)


def _objects(parent: _Element) -> Iterator[_Element]:
    """The objects under a page, layer or block, in the order drawn; blocks do nothing but hold them together."""
    stack = [iter(parent)]
    while stack:
        for element in stack[-1]:
            if local(element.tag) in _GROUPS:
                stack.append(iter(element))
                break
            yield element
        else:
            stack.pop()


def _placed(element: _Element, matrix: Matrix, *, ctm: bool = True) -> Matrix:
    """From the object's own space to points: its matrix, then its place on the page, then what it is drawn in."""
    box = numbers(element.get("Boundary"), 2) or (0.0, 0.0)
    a, b, c, d, e, f = (ctm and numbers(element.get("CTM"), 6)) or IDENTITY
    return multiply((a, b, c, d, e + box[0], f + box[1]), matrix)


def _extent(element: _Element) -> tuple[float, float]:
    box = numbers(element.get("Boundary"), 4)
    return (box[2], box[3]) if box else (0.0, 0.0)


def _is_thin(part: list[tuple[float, float]]) -> bool:
    xs, ys = [p[0] for p in part], [p[1] for p in part]
    return min(max(xs) - min(xs), max(ys) - min(ys)) <= 3.0


def _is_white(color: _Element) -> bool:
    parts = (color.get("Value") or "").split()
    if len(parts) not in (1, 3):
        return False
    return all((part.lower() == "#ff") if part.startswith("#") else number(part, 0.0) >= 255 for part in parts)
