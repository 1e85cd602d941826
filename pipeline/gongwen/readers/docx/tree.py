"""Small steps over the element tree that every module of this reader needs."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from . import names as n

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFF = frozenset(("0", "false", "off", "none"))
_BEARS_TEXT = (n.T, n.M_T, n.SYM, n.A_T, n.TEXT_PATH, n.FLD_CHAR, n.TAB)

# properties, deleted and moved-away content: never part of the text
SKIPPED = n.all_of(
    n.W_NS,
    "pPr rPr sectPr tblPr tblPrEx tblGrid trPr tcPr sdtPr sdtEndPr smartTagPr customXmlPr fldData ffData rubyPr "
    "del moveFrom delText delInstrText instrText",
)


def attr(element: _Element | None, name: str = n.VAL) -> str | None:
    return None if element is None else element.get(name)


def whole_number(text: str | None) -> int | None:
    """An integer as Word writes it (12, -3, 12.0), None for anything else."""
    if text is None or len(text) > 12:
        return None
    try:
        return int(text)
    except ValueError:
        try:
            return int(float(text))
        except (ValueError, OverflowError):
            return None


def is_on(element: _Element | None) -> bool:
    """A toggle such as w:b: on when present without a value that turns it off."""
    return element is not None and element.get(n.VAL, "1").lower() not in _OFF


def alternative(element: _Element) -> _Element | None:
    """The one branch of mc:AlternateContent to read: the first that bears text, so that nothing is read twice or missed."""
    first = None
    for branch in element.iterchildren(n.CHOICE, n.FALLBACK):
        if next(branch.iter(*_BEARS_TEXT), None) is not None:
            return branch
        first = first if first is not None else branch
    return first


def unwrap(parent: _Element, wanted: Container[str]) -> Iterator[_Element]:
    """The wanted elements under `parent` in document order, through every wrapper around them.

    Wrappers (content controls, custom XML, smart tags, insertions, alternates and whatever later versions add) are descended
    into, wanted elements are not.
    """
    stack: list[Iterator[_Element]] = [iter(parent)]
    while stack:
        for element in stack[-1]:
            tag = element.tag
            if tag in wanted:
                yield element
            elif tag == n.ALTERNATE:
                branch = alternative(element)
                if branch is not None:
                    stack.append(iter(branch))
                    break
            elif tag not in SKIPPED:
                stack.append(iter(element))
                break
        else:
            stack.pop()
