"""Pages of an OFD file drawn again for a person to look at: its glyphs where they stand, its rulings, its pictures.

Not a rendering: shapes other than straight lines, colours and embedded faces are left out. Each page is an SVG image of its own.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from gongwen.errors import GongwenError
from gongwen.limits import Limits
from gongwen.readers.ofd import read_ofd
from gongwen.readers.ofd.content import Drawer
from gongwen.readers.ofd.package import Package
from gongwen.readers.ofd.scans import pictures_on_paper
from gongwen.readers.page.glyphs import Glyphs

_DESCENT = 0.14  # of the size, below the line that glyphs stand on
_SIDE = 1_600  # pixels of the longer side of the pictures on a page
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold


class Redrawn(NamedTuple):
    """A page: number from 1, width and height in points, the drawing as SVG."""

    number: int
    width: float
    height: float
    svg: str


def redrawn(data: bytes, name: str, limits: Limits, most: int) -> list[Redrawn]:
    """The first pages of an OFD file, `most` of them. Errors: those of `read_ofd`, unless pages were drawn before."""
    pages: list[Redrawn] = []

    def draw(package: Package, drawn: Drawer, count: int) -> Glyphs:
        if len(pages) < most:
            page = drawn.page
            pages.append(Redrawn(page.number, page.width, page.height, _svg(package, drawn, limits)))
        return drawn.page

    try:
        read_ofd(data, name, limits, draw)
    except GongwenError:
        if not pages:
            raise
    return pages


def _svg(package: Package, drawn: Drawer, limits: Limits) -> str:
    page = drawn.page
    size = f'width="{page.width:.2f}" height="{page.height:.2f}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {page.width:.2f} {page.height:.2f}">']
    parts.append(f'<rect {size} fill="#fff"/>')
    if drawn.pictures:
        parts += [f'<image {size} href="{picture}"/>' for picture in _picture(package, drawn, limits)]
    paths = [f"M{r.start:.1f} {r.pos:.1f}H{r.end:.1f}" for r in page.horizontal]
    paths += [f"M{r.pos:.1f} {r.start:.1f}V{r.end:.1f}" for r in page.vertical]
    if paths:
        parts.append(f'<path d="{"".join(paths)}" stroke="#000" stroke-width=".6" fill="none"/>')
    parts += [_run(page, start, end) for start, end in page.runs if end > start and start not in page.unseen]
    return "".join([*parts, "</svg>"])


def _run(page: Glyphs, start: int, end: int) -> str:
    """Glyphs drawn one after the other, each where it stands."""
    font = page.run_font(start, end)
    shown = [i for i in range(start, end) if not page.text[i].isspace() and not _UNSHOWABLE.match(page.text[i])]
    if not shown:
        return ""
    at = shown[0]
    y = page.bottom[at] - _DESCENT * font.size
    xs = " ".join(f"{page.x0[i]:.1f}" for i in shown)
    turned = f' transform="rotate({font.angle:.1f} {page.x0[at]:.1f} {y:.1f})"' if abs(font.angle) > 1 else ""
    face = quoteattr(f"{_UNSHOWABLE.sub('', font.name)}, serif" if font.name else "serif")
    weight = ' font-weight="bold"' if font.bold else ""
    text = escape("".join(page.text[i] for i in shown))
    return f'<text x="{xs}" y="{y:.1f}" font-size="{font.size:.1f}" font-family={face}{weight}{turned}>{text}</text>'


def _picture(package: Package, drawn: Drawer, limits: Limits) -> Iterator[str]:
    """The pictures of the page together, as a data URI; nothing where one cannot be read, which the record says."""
    try:
        paper, _ = pictures_on_paper(package, drawn, limits)
    except GongwenError:
        return
    paper.thumbnail((_SIDE, _SIDE))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=70)
    yield "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")
