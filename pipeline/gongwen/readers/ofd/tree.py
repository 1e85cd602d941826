"""Small steps over OFD's XML. Elements are told by their local names: files differ in the namespace, and some parts have none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

FAR = 1e6  # mm; no page is that large


@lru_cache(maxsize=4096)
def local(tag: str) -> str:
    """The name without its namespace."""
    return tag.rsplit("}", 1)[-1]


def children(parent: _Element | None, name: str) -> Iterator[_Element]:
    return (element for element in parent if local(element.tag) == name) if parent is not None else iter(())


def child(parent: _Element | None, name: str) -> _Element | None:
    return next(children(parent, name), None)


def below(parent: _Element | None, name: str) -> Iterator[_Element]:
    """All descendants of that name, in document order."""
    return (element for element in parent.iter() if local(element.tag) == name) if parent is not None else iter(())


def words(element: _Element | None) -> str:
    """The text of an element with single blanks."""
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""


def number(text: str | None, default: float) -> float:
    """A number as OFD writes it; the default for anything else."""
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        return default
    return value if -FAR < value < FAR else default


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """Exactly so many numbers parted by blanks, None for anything else."""
    parts = (text or "").split()
    if len(parts) < count:
        return None
    try:
        values = tuple(map(float, parts[:count]))
    except ValueError:
        return None
    for value in values:
        if not -FAR < value < FAR:  # nor is what is no number
            return None
    return values
