"""Pictures of the pages of a document, and where things found stand on them."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .marks import Mark

if TYPE_CHECKING:
    from ..readers.pictures import PagePicture

_QUALITY = 62  # of WebP: print stays sharp, a page weighs 40 to 120 kB
_NEW_PAGE = 1 / 3  # of the height of a page: lines go on at its top after they ended at its foot, and on a turned page they climb

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a picture: width and height in points, the picture as a data URI."""

    number: int
    width: float
    height: float
    picture: str


class PlacedBox(NamedTuple):
    """A rectangle on a page in points, and the number of the mark it belongs to."""

    mark: int
    kind: str
    x: float
    y: float
    width: float
    height: float


def sheets_of(pictures: Iterable[PagePicture]) -> Iterator[Sheet]:
    """Page pictures as they go into a page of HTML."""
    for page in pictures:
        if isinstance(page.image, str):
            kind, data = "svg+xml", page.image.encode()
        else:
            out = io.BytesIO()
            page.image.save(out, "WEBP", quality=_QUALITY, method=4)
            kind, data = "webp", out.getvalue()
        uri = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
        yield Sheet(page.number, round(page.width, 2), round(page.height, 2), uri)


def boxes_on(sheet: Sheet, marks: Sequence[Mark]) -> list[PlacedBox]:
    """What stands on a page, in the order of the text: what lies in something else comes after it, and so on top."""
    return [
        PlacedBox(number, mark.kind, x0, top, round(x1 - x0, 2), round(bottom - top, 2))
        for number, mark in enumerate(marks)
        for page, (x0, top, x1, bottom) in _pages(mark, sheet.height * _NEW_PAGE)
        if page == sheet.number
    ]


def _pages(mark: Mark, far: float) -> Iterator[tuple[int, Box]]:
    """The boxes of a mark with their pages: a line that stands far above the one before, and not to its right, is on the next page."""
    page, before = mark.page or 1, None
    for box in mark.boxes:
        if before is not None and box[3] + far <= before[1] and box[0] < before[2]:
            page += 1
        before = box
        yield page, box
