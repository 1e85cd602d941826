"""Text of the print or of the site, told from the notice's own: page numbers, running heads, contents, counters.

Nothing is thrown away: what is taken off goes into the furniture layer with the kind of furniture it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ..model.body import Furniture
from ..model.source import Item, Layer, Line, Source, Table
from ..recognise.grammar import Grammar, load
from ..recognise.marks import without_no_width
from ..recognise.numbering import marker_at

_DIGITS = re.compile(r"[0-9０-９]+")
_LEADER = re.compile(r"[.．…·•‥]{5,}\s*[0-9]{0,3}$")
_PAGE_BEHIND = re.compile(r"\s+[0-9０-９]{1,3}$")
_HEADING = 18  # characters by which a heading is known again, which may be wrapped further on
_EDGE = 0.12  # share of a page's height at its top and bottom in which running heads stand
_HEAD_LINES = 14  # lines at either end of a text copy in which a site's furniture stands
_LAYER_KIND = {
    Layer.HEADER: "running_head",
    Layer.FOOTER: "running_foot",
    Layer.FOOTNOTE: "footnote",
    Layer.COMMENT: "comment",
    Layer.SITE: "site",
    Layer.HIDDEN: "hidden",
}


@cache
def _grammar() -> Grammar:
    return load("layout")


def kind_of(text: str) -> str | None:
    """The kind of furniture that a line as a whole is by its wording."""
    match = _grammar().fullmatch(text)
    return None if match is None else str(match.rule.gives["kind"])


def take_off(source: Source) -> tuple[list[Item], list[Furniture]]:
    """The items that are of the notice, in order, and the furniture that was taken off them."""
    kept: list[Item] = []
    furniture: list[Furniture] = []
    for item in map(_of_width, source.items):
        kind = _LAYER_KIND.get(item.layer)
        if kind is not None:
            furniture.append(Furniture(kind, _text(item), item.page))
        else:
            kept.append(item if isinstance(item, Line) else _shown(item, furniture))
    taken: list[Furniture] = []
    text = _without_running_lines(kept, source, taken)
    text = _without_worded(text, taken)
    text = _without_contents(text, taken)
    if kept and not text:  # pages of one line each, all alike: where nothing else is said, this is what the document says
        return kept, furniture
    return text, furniture + taken


def _of_width(item: Item) -> Item:
    """The item without characters of no width, which copies from web pages leave inside words."""
    if isinstance(item, Line):
        text = without_no_width(item.text)
        return item if text == item.text else replace(item, text=text, char_x=None)
    if all(without_no_width(cell.text) == cell.text for cell in item.cells):
        return item
    lines = ([_of_width(line) for line in cell.lines] for cell in item.cells)
    cells = [replace(cell, lines=tuple(x for x in made if isinstance(x, Line))) for cell, made in zip(item.cells, lines, strict=True)]
    return replace(item, cells=tuple(cells))


def _shown(table: Table, furniture: list[Furniture]) -> Table:
    """A table without the lines of its cells that belong to another layer (hidden text, comments)."""
    aside = [line for cell in table.cells for line in cell.lines if line.layer in _LAYER_KIND]
    if not aside:
        return table
    furniture += [Furniture(_LAYER_KIND[line.layer], line.text, line.page) for line in aside]
    cells = [replace(cell, lines=tuple(line for line in cell.lines if line.layer not in _LAYER_KIND)) for cell in table.cells]
    return replace(table, cells=tuple(cells))


def _text(item: Item) -> str:
    if isinstance(item, Line):
        return item.text
    return "\n".join(cell.text for cell in item.cells)


def _without_running_lines(items: list[Item], source: Source, furniture: list[Furniture]) -> list[Item]:
    """Lines at the edge of pages that come again on other pages, figures aside."""
    heights = {page.number: page.height for page in source.pages}
    if not heights:
        return items
    seen: Counter[tuple[bool, str]] = Counter()
    edges: dict[int, tuple[bool, str]] = {}
    for i, item in enumerate(items):
        key = _edge_key(item, heights)
        if key is not None:
            edges[i] = key
    for key in edges.values():
        seen[key] += 1
    need = max(2, round(len(heights) * 0.4))
    kept = []
    for i, item in enumerate(items):
        key = edges.get(i)
        if key is not None and isinstance(item, Line):
            bare_number = not _DIGITS.sub("", key[1]).strip(" -—–－·•~|/#") and any(c.isdigit() for c in item.text)
            if bare_number or (seen[key] >= need and marker_at(item.text, 0) is None):
                kind = "page_number" if bare_number else "running_head" if key[0] else "running_foot"
                furniture.append(Furniture(kind, item.text, item.page))
                continue
        kept.append(item)
    return kept


def _edge_key(item: Item, heights: dict[int, float]) -> tuple[bool, str] | None:
    if not isinstance(item, Line) or item.box is None or item.page not in heights or len(item.text) > 60:
        return None
    height = heights[item.page]
    top = item.box.bottom <= height * _EDGE
    if not top and item.box.top < height * (1 - _EDGE):
        return None
    return top, _DIGITS.sub("#", "".join(item.text.split()))


def _without_worded(items: list[Item], furniture: list[Furniture]) -> list[Item]:
    """Lines whose wording alone says that they are page numbers, or, near either end, a site's furniture."""
    kept: list[Item] = []
    last = len(items) - 1
    heads = _running_heads(items)
    for i, item in enumerate(items):
        if i in heads:
            furniture.append(Furniture("running_head", _text(item), item.page))
            continue
        if isinstance(item, Line) and len(item.text) <= 200:
            kind = kind_of(item.text)
            if kind in ("page_number", "continued") or (kind == "site" and (i < _HEAD_LINES or i > last - _HEAD_LINES)):
                furniture.append(Furniture(kind, item.text, item.page))
                continue
        if isinstance(item, Table) and i < _HEAD_LINES and _index_table(item):
            furniture.append(Furniture("site", _text(item), item.page))
            continue
        kept.append(item)
    return kept


def _running_heads(items: Sequence[Item]) -> set[int]:
    """In text without pages: lines right behind (or before) page numbers that come again there, or repeat the first line."""
    numbers = [i for i, x in enumerate(items) if isinstance(x, Line) and len(x.text) < 40 and kind_of(x.text) == "page_number"]
    if not numbers:
        return set()
    found: set[int] = set()
    title = "".join(_text(items[0]).split()) if isinstance(items[0], Line) and 0 not in numbers else ""
    for step in (1, -1):
        beside = [i + step for i in numbers if 0 <= i + step < len(items)]
        words = {i: "".join(_text(items[i]).split()) for i in beside if isinstance(items[i], Line) and i not in numbers}
        counts = Counter(words.values())
        found.update(i for i, word in words.items() if i and len(word) <= 80 and (counts[word] >= 2 or word == title))
    return found


def _index_table(table: Table) -> bool:
    """The card of a document on a site: 索引号, 发布机构, 成文日期 …, a label and its value in each cell or pair of cells."""
    texts = [cell.text.strip() for cell in table.cells if cell.text.strip()]
    labelled = sum(1 for t in texts if kind_of(t) == "site" or (len(t) < 8 and kind_of(t.rstrip("：:") + "：") == "site"))
    return len(texts) <= 30 and labelled >= max(2, len(texts) * 0.4)


def _without_contents(items: list[Item], furniture: list[Furniture]) -> list[Item]:
    """A table of contents: from its heading to the last entry before the text itself begins."""
    for i, item in enumerate(items):
        if isinstance(item, Line) and len(item.text) < 12 and kind_of(item.text) == "contents":
            end = _contents_end(items, i + 1)
            if end > i + 1:
                furniture.extend(Furniture("contents", _text(x), x.page) for x in items[i:end])
                return items[:i] + items[end:]
    return items


def _contents_end(items: Sequence[Item], at: int) -> int:
    """Entries end in page numbers, or are bare headings that come again further on."""
    end = at
    later = [x.text for x in items if isinstance(x, Line)]
    counts = Counter("".join(t.split())[:_HEADING] for t in later)
    first = _title_of(items[at]) if at < len(items) else ""
    for i in range(at, len(items)):
        item = items[i]
        if i > at and isinstance(item, Line) and first and "".join(item.text.split()) == first:
            break  # the first heading that is listed, without its page: here the text begins
        if isinstance(item, Table):
            if not _contents_table(item):
                break
        elif not (_contents_line(item.text) or _heading_again(item.text, counts) or (item.text.strip().isdigit() and end == i)):
            if i + 1 < len(items) and len(item.text) < 60 and _entry(items[i + 1]) and "。" not in item.text:
                continue  # an entry over two lines
            break
        end = i + 1
    return end


def _title_of(entry: Item) -> str:
    """What an entry says without its leader and page; empty for a table."""
    return "".join(_PAGE_BEHIND.sub("", _LEADER.sub("", entry.text)).split()) if isinstance(entry, Line) else ""


def _entry(item: Item) -> bool:
    return _contents_table(item) if isinstance(item, Table) else kind_of(item.text) == "contents"


def _contents_line(text: str) -> bool:
    if kind_of(text) == "contents" or _LEADER.search(text) is not None:
        return True
    # all entries run into one line, a marker each, no sentence among them
    return len(text) > 40 and "。" not in text and "；" not in text and marker_at(text, 0) is not None and text.count("第") > 3


def _heading_again(text: str, counts: Counter[str]) -> bool:
    """A heading that comes again, here with the number of its page or without one."""
    bare = "".join(text.split())
    if len(bare) >= 60 or "。" in bare:
        return False
    title = _PAGE_BEHIND.sub("", text)
    return counts[bare[:_HEADING]] > 1 or (title != text and counts["".join(title.split())[:_HEADING]] > 0)


def _contents_table(table: Table) -> bool:
    last = [c.text.strip() for c in table.cells if c.col == table.n_cols - 1]
    return table.n_cols <= 3 and len(last) >= table.n_rows * 0.7 and all(x.isdigit() for x in last)
