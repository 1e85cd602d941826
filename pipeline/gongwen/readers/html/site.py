"""Which part of a page is the document, and which the site around it.

All places and wordings are data (grammars/websites.yaml). Where no known container holds the text, its density decides: the
element that holds nearly all running text of the page that is not in links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...model.source import Layer
from . import tables
from .css import declared
from .trailing import listed_below
from .tree import INVISIBLE, Element, words
from .wording import LINE, wording

RUN = 15  # characters from which a block counts as running text; shorter ones (menus, cells) count for a third
NEARLY_ALL = 0.97  # share of an element's running text that a child must hold to stand for it
MOSTLY = 0.7  # the same where nothing that is left out is a part of a document
PART_RUN, PART = 150, 300  # characters of running text, of any text, from which an element may be such a part
KNOWN_SHARE = 0.5  # share of the page's running text that known containers must hold to be believed
FURNITURE_SHARE = 0.1  # an element with more of the running text than this is not furniture
HIDDEN_TIMES = 3  # a hidden element with so many times the running text that is shown is shown by a script
OUTSIDE_SHARE, OUTSIDE_CHARS = 0.25, 300  # running text outside the container that is worth a remark
TITLE_CHARS = (6, 200)

_CONTAINER_TAGS = words("html body div td th article section main form center blockquote dd li font span")
_FLOW_TAGS = _CONTAINER_TAGS - {"li", "font", "span"}
_UNPRINTED = words("del rt")  # no part of the text: what was struck out, phonetic guides
_SHOWN = words("img embed object iframe")  # what an element may show instead of text
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Division:
    """What was found: the elements that hold the document, in order, and how sure that is."""

    roots: list[Element]
    known: bool  # a container listed in the grammar
    titles: list[Element]  # headings of the page outside the roots that may name the notice, best first
    outside: float = 0.0  # running text (characters) left outside
    hollow: bool = False  # a listed container, or a place that scripts fill, is empty


def divide(body: Element, everything: list[Element]) -> Division:
    """Measure the page, find the document in it and mark every element with its layer where it differs from the one around.

    `everything` are the elements of the body in document order.
    """
    measure(body)
    _reveal(body, everything)
    _mark_furniture(body, everything)
    total = body.score
    known = _known(everything, total)
    roots = known or [_densest(body)]
    inside: set[int] = set()
    for root in roots:
        _unhide(root)
        root.layer = Layer.BODY
        for element in root.descendants():
            inside.add(id(element))
            if known and element.furniture:
                element.furniture = wording().furniture.rank(element) is not None
        for element in listed_below(root):
            element.layer = Layer.SITE
    titles = _titles(everything, inside)
    for element in everything:
        if element.hidden:
            element.layer = Layer.HIDDEN
        elif element.furniture and element.layer is None:
            element.layer = Layer.SITE
    outside = max(0.0, total - sum(root.score for root in roots))
    return Division(roots, bool(known), titles, outside, not known and any(_is_hollow(e) for e in everything))


def measure(element: Element, linked: bool = False) -> int:
    """Fill said, hidden, visible, linked and score of the element and all inside; gives its inline running text (characters).

    visible: characters that are not blank (of these `furnished` stand in furniture, counted later); linked: those inside
    links; score: running text outside links, by blocks.
    A hidden element keeps its own figures and adds nothing to the element around it.
    """
    element.hidden = element.tag in _UNPRINTED
    if element.attrs:
        element.said = said = declared(element.tag, element.attrs)
        element.hidden = element.hidden or said.hidden
        if said.display in ("inline", "block", "flex", "grid", "table"):
            element.block = said.display != "inline"
    run = 0
    for child in element.children:
        if isinstance(child, str):
            count = len(child) if not child.isspace() else 0
            if count > 1 and (child[0].isspace() or child[-1].isspace() or "\xa0" in child or "\u3000" in child):
                count = len(_BLANKS.sub("", child))
            element.visible += count
            if linked:
                element.linked += count
            else:
                run += count
        elif child.tag not in INVISIBLE:
            inline = measure(child, linked or child.tag == "a")
            if not child.hidden:
                element.visible += child.visible
                element.linked += child.linked
                element.score += child.score
                if not child.block:
                    run += inline
    if not element.block:
        return run
    if run:
        element.score += _worth(element, run)
    return 0


def _worth(element: Element, run: int) -> float:
    if run < RUN:
        return run * 0.3
    if run < LINE and wording().site_words.search(_own_text(element)):
        return 0.0
    return float(run)


def _own_text(element: Element) -> str:
    """The text of a block without the blocks inside it."""
    parts: list[str] = []
    stack: list[Element | str] = list(reversed(element.children))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
        elif not node.block and node.tag not in INVISIBLE:
            stack.extend(reversed(node.children))
    return "".join(parts)


def _reveal(body: Element, everything: list[Element]) -> None:
    """What a page hides until its scripts have run, where that is most of its text, is what its reader sees."""
    seen = body.score
    for element in everything:
        above = element.ancestors() if element.hidden else []
        if element.hidden and element.score > HIDDEN_TIMES * seen and not any(a.hidden for a in above):
            element.hidden = False
            for a in above:
                a.visible += element.visible
                a.linked += element.linked
                a.score += element.score


def _mark_furniture(body: Element, everything: list[Element]) -> None:
    """Mark the furniture and take its text out of the figures of the elements around it."""
    anywhere, around = wording().furniture, wording().page_furniture
    total = body.score
    for element in everything:
        listed = anywhere.rank(element) is not None or around.rank(element) is not None
        if listed and element is not body and element.score <= FURNITURE_SHARE * total:
            element.furniture = True
            above = element.ancestors()
            if not any(a.furniture for a in above):
                for a in above:
                    a.furnished += element.visible
                    a.score -= element.score


def _known(everything: list[Element], total: float) -> list[Element]:
    """The known containers that hold the text: outermost ones, narrowed while one inside holds nearly all of it."""
    places = wording().containers
    ranked = [e for e in everything if e.tag in _CONTAINER_TAGS and e.attrs and places.rank(e) is not None and not e.furniture]
    if not ranked:
        return []
    listed = {id(e) for e in ranked}
    roots: list[Element] = []
    for element in ranked:
        if not any(id(a) in listed for a in element.ancestors()):
            roots.append(_narrow(element, listed))
    held = sum(root.score for root in roots)
    if held >= KNOWN_SHARE * max(total, 1.0):
        return [r for r in roots if r.score >= 0.02 * held]
    pictured = [r for r in roots if r.visible < 50 and any(e.tag in _SHOWN for e in r.descendants())]
    return pictured[:1] if total - held < OUTSIDE_CHARS else []


def _is_hollow(element: Element) -> bool:
    if element.visible or not element.attrs or element.tag not in _CONTAINER_TAGS:
        return False
    if wording().containers.rank(element) is None and wording().filled_by_script.rank(element) is None:
        return False
    return not any(e.tag in _SHOWN for e in element.descendants())


def _narrow(element: Element, listed: set[int]) -> Element:
    """The innermost known container that still holds nearly all of it, where nothing but links and furniture is left out."""
    inner = [e for e in element.descendants()[1:] if id(e) in listed and e.score >= NEARLY_ALL * element.score]
    if not inner or element.score == 0:
        return element
    best = inner[-1]
    return best if element.visible - best.visible <= element.linked - best.linked + element.furnished else element


def _substantial(element: Element, among: Element) -> bool:
    """Whether the element may be a part of the document: more than a heading, a menu or a table of labels."""
    if element.hidden or element.furniture or element.score <= (1 - NEARLY_ALL) * among.score:
        return False
    return element.score > PART_RUN or element.visible - element.linked - element.furnished > PART


def _densest(body: Element) -> Element:
    """The smallest element that holds nearly all running text, widened to what stands around it without links or furniture."""
    here = body
    while True:
        inner = here.elements()
        best = max(inner, key=lambda e: e.score, default=None)
        if best is None or best.score <= MOSTLY * here.score or any(_substantial(e, here) for e in inner if e is not best):
            break
        if best.tag == "table" and not tables.is_layout(best, tables.form(best)):
            break
        here = best
    while here is not body and here.parent is not None and here.tag not in _FLOW_TAGS:
        here = here.parent
    while here is not body and here.parent is not None:
        around = here.parent
        if around.linked > here.linked or around.furnished > here.furnished:
            break
        here = around
    while here.tag not in _FLOW_TAGS and here is not body and here.parent is not None:
        here = here.parent
    return here


def _unhide(root: Element) -> None:
    """A container that a script would show (WeChat hides it until it runs) is what the reader sees."""
    for element in [root, *root.ancestors()]:
        element.hidden = False
        element.furniture = False


def _titles(everything: list[Element], inside: set[int]) -> list[Element]:
    places = wording().titles
    least, most = TITLE_CHARS
    found: list[tuple[int, int, Element]] = []
    for order, element in enumerate(everything):
        rank = places.rank(element)
        if rank is None or id(element) in inside or element.hidden or not least <= element.visible <= most:
            continue
        if element.linked * 2 > element.visible or any(a.hidden for a in element.ancestors()):
            continue
        found.append((rank, order, element))
    return [element for _, _, element in sorted(found, key=lambda f: f[:2])]
