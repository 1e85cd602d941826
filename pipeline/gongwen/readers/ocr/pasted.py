"""Pictures pasted on a page of text: the print on them is added to the page's own, each where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from gongwen.model.source import Box
from gongwen.readers.ocr.engine import Picture
from gongwen.readers.ocr.page import Scanned, read_picture
from gongwen.readers.ocr.wording import Repair
from gongwen.readers.page.glyphs import Font, Glyphs, Ruling

Corners = tuple[float, float, float, float]  # x0, top, x1, bottom

LEANING = 0.2  # sine of the angle from which print lies on its side
PRINT = 20  # characters on a picture from which it is taken for print; drawings and photographs have fewer
SURE = 0.8  # of the engine, on the average of the lines of a picture of print


def add_pictures(page: Glyphs, boxes: Sequence[Corners], picture: Picture, scale: float) -> tuple[Glyphs, Scanned | None]:
    """The page with what is printed on its pictures, and that alone; None where they are no pictures of print.

    `picture` shows the whole page, `scale` is points per pixel. Print that lies on its side stays unread.
    """
    sure: list[tuple[Box, float]] = []
    unread = list(page.pictures)
    repairs: list[Repair] = []
    for x0, top, x1, bottom in boxes:
        left, high = max(0, int(x0 / scale)), max(0, int(top / scale))
        part = picture[high : int(bottom / scale) + 1, left : int(x1 / scale) + 1]
        found = read_picture(part, scale, page.number)
        if _is_print(found):
            if found.glyphs.turn is not None and abs(found.glyphs.turn.b) > LEANING:
                continue
            page = _joined(page, found.glyphs, left * scale, high * scale)
            repairs += found.repairs
            sure += [(_moved(box, left * scale, high * scale), confidence) for box, confidence in found.sure]
        unread = [other for other in unread if not _within(other, (x0, top, x1, bottom))]
    page.pictures = unread
    return page, Scanned(page, sure, repairs) if sure else None


def _within(inner: Corners, outer: Corners) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _is_print(found: Scanned) -> bool:
    return len(found.glyphs.text) >= PRINT and sum(confidence for _, confidence in found.sure) >= SURE * len(found.sure)


def _moved(box: Box, x: float, y: float) -> Box:
    return Box(box.x0 + x, box.top + y, box.x1 + x, box.bottom + y)


def _joined(page: Glyphs, part: Glyphs, x: float, y: float) -> Glyphs:
    """The glyphs of the page and after them those of a part that stands at x, y."""
    n = len(page.text)

    def font_at(i: int) -> Font:
        return page.font_at(i) if i < n else part.font_at(i - n)

    def run_font(start: int, end: int) -> Font:
        return page.run_font(start, end) if start < n else part.run_font(start - n, end - n)

    return Glyphs(
        page.number, page.width, page.height, page.rotation, page.text + part.text,
        page.x0 + [v + x for v in part.x0], page.top + [v + y for v in part.top],
        page.x1 + [v + x for v in part.x1], page.bottom + [v + y for v in part.bottom],
        page.runs + [(a + n, b + n) for a, b in part.runs], font_at, run_font, page.unmapped,
        page.horizontal + [Ruling(r.pos + y, r.start + x, r.end + x) for r in part.horizontal],
        page.vertical + [Ruling(r.pos + x, r.start + y, r.end + y) for r in part.vertical],
        page.n_images, page.pictures, page.n_objects, page.lost, page.capped, page.unseen, page.turn,
    )  # fmt: skip
