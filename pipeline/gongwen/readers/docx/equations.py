"""Office equations (m:oMath) as one line of text: the characters printed, fractions with a slash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import names as n

if TYPE_CHECKING:
    from lxml.etree import _Element

_PROPERTIES = n.all_of(
    n.M_NS,
    "fPr dPr naryPr radPr accPr barPr boxPr borderBoxPr eqArrPr funcPr groupChrPr limLowPr limUppPr mPr phantPr "
    "sPrePr sSubPr sSubSupPr sSupPr rPr ctrlPr oMathParaPr argPr",
) | {n.RPR, n.DEL, n.MOVE_FROM}
_F, _NUM, _DEN, _D, _NARY, _RAD, _E = (n.m(x) for x in ("f", "num", "den", "d", "nary", "rad", "e"))
_VAL = n.m("val")
_BRACKETS = (("begChr", "("), ("sepChr", "|"), ("endChr", ")"))


def equation_text(element: _Element) -> str:
    """The text of an equation or of a part of one."""
    tag = element.tag
    if tag in (n.M_T, n.T):
        return element.text or ""
    if tag in _PROPERTIES:
        return ""
    if tag == _D:
        opening, between, closing = (_mark(element, "dPr", name, usual) for name, usual in _BRACKETS)
        return opening + between.join(equation_text(e) for e in element.iterchildren(_E)) + closing
    inner = [equation_text(child) for child in element]
    if tag == _F:
        return "/".join(text for text in inner if text)
    if tag == _NARY:
        return _mark(element, "naryPr", "chr", "∫") + "".join(inner)
    if tag == _RAD:
        return "√" + "".join(inner)
    return "".join(inner)


def _mark(element: _Element, properties: str, name: str, usual: str) -> str:
    found = element.find(f"{n.m(properties)}/{n.m(name)}")
    return usual if found is None else found.get(_VAL, "")
