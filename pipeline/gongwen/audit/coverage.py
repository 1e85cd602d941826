"""What became of every character of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model.body import Body
from ..model.source import Line, Source
from ..records.audit import Furniture, Unplaced


def cover(body: Body) -> tuple[float, tuple[Furniture, ...], tuple[Unplaced, ...]]:
    """Share of the source's characters (blanks aside) in the text or in furniture, the furniture by kind, and the rest."""
    wanted = Counter(_solid("".join(_texts(body.source))))
    placed = Counter(_solid(body.text + "".join(item.text for item in body.furniture)))
    missing = wanted - placed
    total = wanted.total()
    lost = missing.total()
    share = 1.0 if not total else round(1 - lost / total, 6)
    kinds: dict[str, list[int]] = {}
    for item in body.furniture:
        sizes = kinds.setdefault(item.kind, [0, 0])
        sizes[0] += 1
        sizes[1] += len(_solid(item.text))
    furniture = tuple(Furniture(kind=k, lines=n, chars=c) for k, (n, c) in sorted(kinds.items()))
    rest = tuple(Unplaced(text="".join(sorted(missing.elements())), page=None) for _ in (1,) if lost)
    return share, furniture, rest


def _solid(text: str) -> str:
    return "".join(text.split())


def _texts(source: Source) -> Iterator[str]:
    for item in source.items:
        if isinstance(item, Line):
            yield item.text
        else:
            yield from (cell.text for cell in item.cells)
