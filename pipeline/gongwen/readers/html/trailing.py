"""What a site lists below a text, inside the element that holds it: related pages and files to download, line by line links."""

from __future__ import annotations

from .tree import INVISIBLE, Element
from .wording import attaches, relates

MOST = 60  # blocks from the end that are looked at

_TABLES = ("table", "td", "th", "caption")


def listed_below(root: Element) -> list[Element]:
    """The blocks at the end of `root` that are links and nothing else, with the line that heads them.

    Links below a line of the notice's own that says they are its annexes are part of the text.
    """
    links: list[Element] = []
    for block in reversed(_blocks(root)[-MOST:]):
        if any(e.tag in _TABLES for e in (block, *block.ancestors())):
            return links
        words, linked = _words(block)
        if not words and linked:
            links.append(block)
        elif words and relates(words):
            links.append(block)
            return links
        elif words:
            return [] if attaches(words) else links
    return links


def _blocks(root: Element) -> list[Element]:
    """Blocks of running text that hold no other, in order."""
    blocks = [e for e in root.descendants() if e.block and e.visible and not e.hidden]
    holding: set[int] = set()
    for block in blocks:
        above = block.parent
        while above is not None and id(above) not in holding:
            holding.add(id(above))
            above = above.parent
    return [block for block in blocks if id(block) not in holding]


def _words(block: Element) -> tuple[str, bool]:
    """The text of the block outside links, and whether there is text inside links."""
    words: list[str] = []
    linked = False
    stack: list[tuple[Element | str, bool]] = [(block, False)]
    while stack:
        node, inside = stack.pop()
        if isinstance(node, str):
            if inside:
                linked = linked or not node.isspace()
            else:
                words.append(node)
        elif node.tag not in INVISIBLE and not node.hidden:
            inside = inside or (node.tag == "a" and bool(node.attrs.get("href")))
            stack.extend((child, inside) for child in reversed(node.children))
    return "".join(words).strip(" \t\r\n\xa0\u3000·•|｜>》【】[]"), linked
