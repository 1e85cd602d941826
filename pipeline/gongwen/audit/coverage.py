"""What became of every character of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model.body import Body
from ..model.source import Line, Source
from ..recognise.marks import without_no_width
from ..records.audit import Furniture, Unplaced

TEXTS, TEXT = 50, 200  # what the record quotes of a kind of furniture: so many of its texts, so many characters of each


def cover(body: Body) -> tuple[float, tuple[Furniture, ...], tuple[Unplaced, ...]]:
    """Share of the source's characters (blanks aside) in the text or in furniture, the furniture by kind, and the rest."""
    wanted = _solid("".join(_texts(body.source)))
    placed = _solid(body.text + "".join(item.text for item in body.furniture))
    missing: Counter[str] = Counter() if wanted == placed else Counter(wanted) - Counter(placed)  # counting takes far longer
    total = len(wanted)
    lost = missing.total()
    share = 1.0 if not total else round(1 - lost / total, 6)
    return share, tuple(_by_kind(body)), tuple(_runs(body.source, missing)) if lost else ()


def _by_kind(body: Body) -> Iterator[Furniture]:
    kinds: dict[str, list[str]] = {}
    for item in body.furniture:
        kinds.setdefault(item.kind, []).append(item.text)
    for kind, texts in sorted(kinds.items()):
        said = dict.fromkeys(" ".join(text.split())[:TEXT] for text in texts)
        shown = [text for text in said if text][:TEXTS]
        yield Furniture(kind=kind, lines=len(texts), chars=sum(len(_solid(text)) for text in texts), texts=tuple(shown))


def _runs(source: Source, missing: Counter[str]) -> Iterator[Unplaced]:
    """The missing characters as they stand in the lines of the source; lines that hold the most of them first served."""
    left = missing.copy()
    for line in sorted(_lines(source), key=lambda line: _share(line, missing), reverse=True):
        solid = _solid(line.text)
        if not solid or _share(line, left) < 1.0:
            continue
        left -= Counter(solid)
        yield Unplaced(text=solid, page=line.page)
    if left:
        yield Unplaced(text="".join(sorted(left.elements())), page=None)


def _share(line: Line, missing: Counter[str]) -> float:
    wanted = Counter(_solid(line.text))
    return (wanted & missing).total() / wanted.total() if wanted else 0.0


def _lines(source: Source) -> Iterator[Line]:
    for item in source.items:
        if isinstance(item, Line):
            yield item
        else:
            for cell in item.cells:
                yield from cell.lines


def _solid(text: str) -> str:
    return "".join(without_no_width(text).split())


def _texts(source: Source) -> Iterator[str]:
    return (line.text for line in _lines(source))
