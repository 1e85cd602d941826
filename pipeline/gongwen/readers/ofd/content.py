"""The objects of one page (GB/T 33190, 7.7 and 8 to 13): layers, blocks, composites, down to glyphs and rulings in points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from gongwen.clock import check
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
MAX_AREAS = 5_000  # of a page on which white text may stand; white text on later ones counts as unseen, and that is told
MAX_VISITS = 500_000  # objects of a page in all, those of composites each time they are drawn
MAX_DEPTH = 8  # composites in composites, drawing parameters made from others
OCR_SHARE = 0.9  # of the characters of a scanned page that are transparent where they are an OCR layer

_TO_POINTS: Matrix = (POINT, 0.0, 0.0, POINT, 0.0, 0.0)
_GROUPS = frozenset(("Content", "Layer", "PageBlock"))
_CURVES = re.compile("[BQA]")


@dataclass(slots=True)
class Resources:
    """What objects refer to by number: faces (name, bold), composite units, drawing parameters, parts of pictures."""

    faces: dict[str, tuple[str | None, bool]] = field(default_factory=dict)
    composites: dict[str, _Element] = field(default_factory=dict)
    params: dict[str, _Element] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Resources:
        return Resources(dict(self.faces), dict(self.composites), dict(self.params), dict(self.pictures))

    def fill(self, key: str) -> _Element | None:
        """The fill colour of a drawing parameter, of the one that it is made from, and so on."""
        for _ in range(MAX_DEPTH):
            param = self.params.get(key)
            if param is None:
                return None
            fill = child(param, "FillColor")
            if fill is not None:
                return fill
            key = param.get("Relative", "")
        return None


class Placed(NamedTuple):
    """A picture on the page: the part that holds it, and the way from its unit square to points."""

    part: str | None
    matrix: Matrix


class Drawer:
    """Collects one page, its templates included."""

    def __init__(self, n: int, width: float, height: float, resources: Resources, limits: Limits) -> None:
        self.page = Glyphs(n, width, height, 0, "", [], [], [], [], [], self._font_at, self._run_font)
        self._setter = Setter(self.page, resources.faces)
        self._resources = resources
        self._limits = limits
        self.pictures: list[Placed] = []
        self.outlines = 0  # curved shapes that are filled, as type is that was turned into drawings
        self.visits = 0
        self._starts: list[int] = []
        self._n_chars = self._segments = 0
        self._off: list[int] = []  # starts of runs that are switched off
        self._clear: list[int] = []  # … that are transparent
        self._white: list[int] = []
        self._areas: list[tuple[float, float, float, float]] = []  # filled areas and pictures, which white text may stand on

    def draw(self, root: _Element) -> None:
        """The content of a page or a template page."""
        for content in children(root, "Content"):
            self._walk(content, _TO_POINTS, 0, None)

    @property
    def unnamed(self) -> int:
        """How many glyphs are given by their numbers in a face alone, so that no one can tell what they say."""
        return self._setter.unnamed

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

    def _add_area(self, area: tuple[float, float, float, float]) -> None:
        if len(self._areas) < MAX_AREAS:
            self._areas.append(area)

    def _on_area(self, i: int) -> bool:
        check(self.page.number)
        page = self.page
        x, y = (page.x0[i] + page.x1[i]) / 2, (page.top[i] + page.bottom[i]) / 2
        return any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in self._areas)

    def _font_at(self, i: int) -> Font:
        return self._setter.fonts[bisect_right(self._starts, i) - 1]

    def _run_font(self, start: int, end: int) -> Font:
        return self._font_at(start)

    def _walk(self, parent: _Element, matrix: Matrix, depth: int, inherited: str | None) -> None:
        for element, layer_param in _objects(parent):
            self.visits += 1
            if self.visits > MAX_VISITS:
                raise GongwenError(Code.TOO_MUCH_TEXT, f"More than {MAX_VISITS} objects on a page.", page=self.page.number)
            kind = local(element.tag)
            param = layer_param or inherited
            if kind == "TextObject":
                self._text(element, matrix, self._fill(element, param))
            elif kind == "PathObject":
                self._path(element, matrix, self._fill(element, param))
            elif kind == "ImageObject":
                self._picture(element, matrix)
            elif kind == "CompositeObject" and depth < MAX_DEPTH and element.get("Visible") != "false" and element.get("Alpha") != "0":
                unit = self._resources.composites.get(element.get("ResourceID", ""))
                for content in children(unit, "Content"):
                    self._walk(content, _placed(element, matrix), depth + 1, element.get("DrawParam") or param)

    def _fill(self, element: _Element, param: str | None) -> _Element | None:
        """The fill colour of an object: its own, else that of its drawing parameter, else that of its layer's."""
        own = child(element, "FillColor")
        if own is not None or not self._resources.params:
            return own
        return self._resources.fill(element.get("DrawParam") or param or "")

    def _text(self, element: _Element, matrix: Matrix, fill: _Element | None) -> None:
        self._n_chars += self._setter.length(element)
        if self._n_chars > self._limits.max_chars_per_page:
            raise self._limits.exceeded("max_chars_per_page", f"{self._n_chars} characters or more", page=self.page.number)
        starts = self._setter.add(element, _placed(element, matrix))
        unpainted = element.get("Fill") == "false" and element.get("Stroke") != "true"
        if element.get("Visible") == "false":
            self._off += starts
        elif unpainted or element.get("Alpha") == "0" or (fill is not None and fill.get("Alpha") == "0"):
            self._clear += starts
        elif fill is not None and _is_white(fill):
            self._white += starts

    def _picture(self, element: _Element, matrix: Matrix) -> None:
        if element.get("Visible") == "false" or element.get("Alpha") == "0":
            return
        self.page.n_images += 1
        width, height = _extent(element)
        framed = _placed(element, matrix, ctm=False)
        area = box_through(framed, 0.0, 0.0, width, height)
        self._add_area(area)
        self.page.pictures.append(area)
        through = _placed(element, matrix) if numbers(element.get("CTM"), 6) else multiply((width, 0.0, 0.0, height, 0.0, 0.0), framed)
        self.pictures.append(Placed(self._resources.pictures.get(element.get("ResourceID", "")), through))

    def _path(self, element: _Element, matrix: Matrix, fill: _Element | None) -> None:
        page = self.page
        page.n_objects += 1
        data = child(element, "AbbreviatedData")
        if data is None or not data.text or element.get("Visible") == "false":
            return
        if page.n_objects > MAX_OBJECTS or self._segments > MAX_SEGMENTS:
            page.capped = True
            return
        filled, stroked = element.get("Fill") == "true", element.get("Stroke") != "false"
        if filled and _CURVES.search(data.text):
            self.outlines += max(1, data.text.count("M"))
        parts, count = chains(data.text, _placed(element, matrix))
        self._segments += count
        if filled and fill is not None and not _is_white(fill):
            self._add_area(box_through(_placed(element, matrix, ctm=False), 0.0, 0.0, *_extent(element)))
        if len(parts) == 1 and not stroked and count <= 6 and not _is_thin(parts[0]):
            return  # one filled area: a background
        add_parts(page, parts, filled=filled, stroked=stroked)


def _objects(parent: _Element) -> Iterator[tuple[_Element, str | None]]:
    """The objects under a page, layer or block, in the order drawn, with the drawing parameter of their layer; blocks do nothing but
    hold them together."""
    stack: list[tuple[Iterator[_Element], str | None]] = [(iter(parent), None)]
    while stack:
        elements, param = stack[-1]
        for element in elements:
            if local(element.tag) in _GROUPS:
                stack.append((iter(element), element.get("DrawParam") or param))
                break
            yield element, param
        else:
            stack.pop()


def _placed(element: _Element, matrix: Matrix, *, ctm: bool = True) -> Matrix:
    """From the object's own space to points: its matrix, then its place on the page, then what it is drawn in."""
    x, y = numbers(element.get("Boundary"), 2) or (0.0, 0.0)
    own = element.get("CTM") if ctm else None
    a, b, c, d, e, f = (numbers(own, 6) if own is not None else None) or IDENTITY
    return multiply((a, b, c, d, e + x, f + y), matrix)


def _extent(element: _Element) -> tuple[float, float]:
    box = numbers(element.get("Boundary"), 4)
    return (box[2], box[3]) if box else (0.0, 0.0)


def _is_thin(part: list[tuple[float, float]]) -> bool:
    xs, ys = [p[0] for p in part], [p[1] for p in part]
    return min(max(xs) - min(xs), max(ys) - min(ys)) <= 3.0


def _is_white(color: _Element) -> bool:
    parts = (color.get("Value") or "").split()
    if len(parts) == 4:  # cyan, magenta, yellow, black
        return all(number(part, 1.0) == 0 for part in parts)
    return len(parts) in (1, 3) and all((part.lower() == "#ff") if part.startswith("#") else number(part, 0.0) >= 255 for part in parts)
