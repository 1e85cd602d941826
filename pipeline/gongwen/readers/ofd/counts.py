"""How much text the pages of an OFD file hold together, and what on them looks like text without being written as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongwen.limits import Limits
from gongwen.model.source import Remark
from gongwen.readers.ofd.content import Drawer
from gongwen.readers.page.glyphs import Glyphs

MANY_OUTLINES = 60  # filled curved shapes on a page that holds next to no text: type turned into drawings
FEW_CHARS = 40  # a page number, a date, the name of a seal


@dataclass(slots=True)
class Counts:
    """Of all pages read so far."""

    limits: Limits
    n_chars: int = 0
    unnamed: dict[int, int] = field(default_factory=dict)  # glyphs without a character, by page
    outlined: dict[int, bool] = field(default_factory=dict)  # pages whose text is drawn, and whether they have any other

    @property
    def is_drawn(self) -> bool:
        """Whether there is no written text at all, but drawn text."""
        return not self.n_chars and bool(self.outlined or self.unnamed)

    def add(self, drawn: Drawer, glyphs: Glyphs) -> None:
        """`glyphs` are those of the page in the end, by OCR maybe. Error: TOO_MUCH_TEXT."""
        self.n_chars += len(glyphs.text.strip())
        if self.n_chars > self.limits.max_chars:
            raise self.limits.exceeded("max_chars", f"{self.n_chars} characters", page=glyphs.number)
        if glyphs is not drawn.page:
            return
        if drawn.unnamed:
            self.unnamed[glyphs.number] = drawn.unnamed
        text = "".join(glyphs.text.split())
        if drawn.outlines >= MANY_OUTLINES and len(text) < FEW_CHARS:
            self.outlined[glyphs.number] = bool(text)

    def remarks(self) -> Iterator[Remark]:
        for number, count in self.unnamed.items():
            yield Remark("text_lost", f"{count} glyphs are given by their numbers alone, without characters.", number, "error")
        for number, other in self.outlined.items():
            message = "The page holds drawn shapes like those of type and next to no text."
            yield Remark("text_outlined", message, number, "warning" if other else "error")
