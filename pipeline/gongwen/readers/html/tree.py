"""A page as a light tree of elements and strings, built by the HTML5 rules (Lexbor) within bounds.

Lexbor builds the tree that browsers build (tables torn apart, unclosed tags, misnested inline elements), which libxml2 does
not, and stops at no depth. Some of HTML5's rules cost the square of the nesting, and unclosed formatting elements are opened
again in every paragraph, so hostile nesting is taken out of the markup first; no text goes with it.
"""

from __future__ import annotations

import re

from ...errors import Code, GongwenError
from .css import NOTHING

MAX_TAGS = 1_000_000  # a page of 5 million characters has far fewer
MAX_OPEN = 400  # elements open at once in the markup
MAX_FORMATTING = 16  # unclosed <b>, <font> … at once; each is opened again in every paragraph that follows
MAX_DEPTH = 150  # of the light tree; what lies deeper is moved up to here

def words(text: str) -> frozenset[str]:
    """The words of a text parted by blanks: how tables of tag names are written here."""
    return frozenset(text.split())


INVISIBLE = words(
    "head script style template noscript iframe object embed applet audio video canvas map datalist title meta link base col "
    "colgroup noframes param source track rp"
)
BLOCKS = words(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p pre xmp listing search section summary "
    "table caption tbody thead tfoot tr td th ul select button textarea marquee"
)
_VOID = words("area base br col embed hr img input link meta param source track wbr image keygen basefont bgsound frame")
_FORMATTING = words("b big code em font i s small strike strong tt u")
_IMPLIED = words("p li td th tr dt dd option optgroup tbody thead tfoot a nobr caption html head body rp rt")
_RAW = words("script style textarea xmp iframe noembed noframes")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
# A tag with 500 attributes and more, up to the last of them; comparing each with all others is what Lexbor does
_CROWDED = re.compile(
    r"""(<[a-zA-Z][^\s/>]{0,60}+)"""
    r"""(?:(?:[\s/]++|(?<=["']))[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+){500,}+"""
)
_FRAGMENT = re.compile(r"\s*(?:<!--.{0,5000}?-->\s*)*<(tbody|thead|tfoot|tr|td|th|caption|colgroup)[\s>]", re.IGNORECASE | re.DOTALL)


class Element:
    """An element: its tag in lower case, attributes (None stands as ""), children in order.

    The fields from `said` on are filled by site.divide: see there.
    """

    __slots__ = (
        "attrs", "block", "children", "furnished", "furniture",
        "hidden", "layer", "linked", "parent", "said", "score", "tag", "visible",
    )

    def __init__(self, tag: str, attrs: dict[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Element | str] = []
        self.block = tag in BLOCKS
        self.said = NOTHING
        self.hidden = False
        self.furniture = False
        self.furnished = 0
        self.layer: str | None = None
        self.visible = 0
        self.linked = 0
        self.score = 0.0

    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def ancestors(self) -> list[Element]:
        """The elements around it, innermost first."""
        found: list[Element] = []
        above = self.parent
        while above is not None:
            found.append(above)
            above = above.parent
        return found

    def text(self) -> str:
        """All character data inside, in order."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                parts.append(node)
            elif node.tag not in INVISIBLE or node is self:
                stack.extend(reversed(node.children))
        return "".join(parts)

    def descendants(self) -> list[Element]:
        """The element and all elements inside, in document order."""
        found: list[Element] = []
        stack = [self]
        while stack:
            node = stack.pop()
            found.append(node)
            if node.children:
                stack.extend([c for c in reversed(node.children) if c.__class__ is Element])
        return found


def parse(markup: str) -> Element:
    """The tree of a page or of a piece of one. Raises EXPANDS_TOO_FAR for more than MAX_TAGS tags."""
    from selectolax.lexbor import LexborHTMLParser

    count = markup.count("<")
    if count > MAX_TAGS:
        raise GongwenError(Code.EXPANDS_TOO_FAR, f"the page has more than {MAX_TAGS:,} tags")
    if _FRAGMENT.match(markup):  # rows saved without their table would lose their cells
        markup = "<table>" + markup
    markup = _CROWDED.sub(r"\1", markup)
    if count > MAX_FORMATTING:
        markup = _flatten(markup)
    root = LexborHTMLParser(markup).root
    if root is None:
        return Element("html", {}, None)
    return _light(root)


def _light(root: object) -> Element:
    """Copy Lexbor's tree without recursion; comments stay behind."""
    top = Element("html", {}, None)
    node = root.child  # type: ignore[attr-defined]
    here = top
    trail: list[tuple[object, Element]] = []
    while True:
        if node is None:
            if not trail:
                return top
            done, here = trail.pop()
            node = done.next  # type: ignore[attr-defined]
            continue
        tag = node.tag
        if tag == "-text":
            here.children.append(node.text_content)
        elif tag and tag[0] not in "-_!":  # an instruction of another program (<?php …>) has no name
            attrs = {k: v or "" for k, v in node.attributes.items()}
            element = Element(tag.lower(), attrs, here)
            here.children.append(element)
            if (child := node.child) is not None:
                trail.append((node, here))
                if len(trail) < MAX_DEPTH:
                    here = element
                node = child
                continue
        node = node.next


def _flatten(markup: str) -> str:
    """The markup without the start tags that would nest deeper than MAX_OPEN, or reopen more than MAX_FORMATTING elements."""
    opened: list[str] = []
    counts: dict[str, int] = {}
    formatting = 0
    cuts: list[tuple[int, int, str]] = []
    raw_until = 0
    for hit in _TAG.finditer(markup):
        slash, name = hit.group(1), hit.group(2).lower()
        if hit.start() < raw_until or name in _IMPLIED or name in _VOID:
            continue
        if name in _RAW and not slash:  # markup in a script's strings opens nothing
            end = markup.find(f"</{name}", hit.end())
            raw_until = end if end >= 0 else len(markup)
            continue
        if name in _FORMATTING:
            if slash:
                formatting = max(0, formatting - 1)
            elif formatting >= MAX_FORMATTING:
                cuts.append((*_extent(markup, hit.start()), ""))
            else:
                formatting += 1
        elif not slash:
            if len(opened) >= MAX_OPEN:
                cuts.append((*_extent(markup, hit.start()), "<br>" if name in BLOCKS else ""))
            else:
                opened.append(name)
                counts[name] = counts.get(name, 0) + 1
        elif counts.get(name):
            _close(opened, counts, name)
    if not cuts:
        return markup
    parts: list[str] = []
    at = 0
    for start, end, instead in cuts:
        if start >= at:
            parts += (markup[at:start], instead)
            at = end
    parts.append(markup[at:])
    return "".join(parts)


def _extent(markup: str, start: int) -> tuple[int, int]:
    """From `start` to the end of the tag that begins there; only the name goes where the tag does not end."""
    end = markup.find(">", start, start + 10_000)
    return start, (end + 1 if end >= 0 else start + 1)


def _close(opened: list[str], counts: dict[str, int], name: str) -> None:
    """Close `name` as HTML5 does: a block closes what is open inside it, an inline element only up to the block around it."""
    if name not in BLOCKS:
        for inner in reversed(opened):
            if inner == name:
                break
            if inner in BLOCKS:
                return
    while True:
        inner = opened.pop()
        counts[inner] -= 1
        if inner == name:
            return
