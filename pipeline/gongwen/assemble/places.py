"""Offsets to places: spans of the record with page and boxes, from the pieces that layout left."""

from __future__ import annotations

from bisect import bisect_right

from ..model.body import Body
from ..model.source import Box
from ..records import Span


class Places:
    """Makes spans; one per notice."""

    def __init__(self, body: Body) -> None:
        self.pieces = body.pieces
        self.starts = [piece.start for piece in body.pieces]
        self.turns = {page.number: page.turn for page in body.source.pages if page.turn is not None}
        self.paged = any(piece.page is not None for piece in body.pieces)

    def span(self, start: int, end: int) -> Span:
        """The span start-end: page of its first piece, one box per line of print, on the page as displayed."""
        if not self.paged:
            return Span(start=start, end=end, page=None, boxes=())
        i = max(0, bisect_right(self.starts, start) - 1)
        page: int | None = None
        boxes: list[tuple[float, float, float, float]] = []
        while i < len(self.pieces) and self.pieces[i].start < max(end, start + 1):
            piece = self.pieces[i]
            i += 1
            if piece.end <= start:
                continue
            if page is None:
                page = piece.page
            if piece.box is not None:
                x0, x1 = piece.box.x0, piece.box.x1
                if piece.char_x is not None and len(piece.char_x) > piece.end - piece.start:
                    x0 = piece.char_x[max(start, piece.start) - piece.start]
                    x1 = piece.char_x[min(end, piece.end) - piece.start]
                top, bottom = piece.box.top, piece.box.bottom
                if self.turns and piece.page in self.turns:
                    x0, top, x1, bottom = self.turns[piece.page].box(Box(x0, top, x1, bottom))
                boxes.append((round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)))
        return Span(start=start, end=end, page=page, boxes=tuple(boxes))
