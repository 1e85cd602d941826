"""read_html: a saved page to a Source."""

from __future__ import annotations

import difflib
import hashlib
import re
from dataclasses import replace

from ...errors import Code, GongwenError
from ...limits import DEFAULT, Limits
from ...model.source import Item, Layer, Line, Source, Table
from ..decode import decode_text
from . import mhtml, remarks, site, tables, wording
from .css import Context
from .flow import Flow
from .links import read_links
from .tree import INVISIBLE, Element, parse
from .tree import words as tags

READER = "html"
HEAD = 4096  # bytes in which a page declares its encoding (HTML asks for 1,024)
EDGE = 8  # lines at either end of the text where a single stamp of the site is furniture

_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_NOT_WORDS = re.compile(r"\W+")
_META_NAMES = tags("articletitle pubdate contentsource author sitename columnname columntype keywords description")


def read_html(data: bytes, name: str, limits: Limits = DEFAULT) -> Source:
    """A saved page (HTML, XHTML, MHTML), or a piece of one, as printed: the document in Layer.BODY, the site around it in SITE,
    unseen text in HIDDEN.

    `meta` has html_title, the page's own <meta> fields and the labelled values of the table above the text. Raises
    GongwenError: FILE_EMPTY, FILE_TOO_LARGE, FILE_CORRUPT, ENCODING_UNKNOWN, TOO_MUCH_TEXT, EXPANDS_TOO_FAR,
    TABLE_TOO_LARGE, and NO_TEXT_LAYER for a page whose text is not in the file (built by script, in frames).
    """
    if not data:
        raise GongwenError(Code.FILE_EMPTY, "the file is empty")
    if len(data) > limits.max_bytes:
        raise limits.exceeded("max_bytes", f"{len(data)} bytes")
    page, charset = mhtml.page(data) if mhtml.is_mhtml(data) else (data, None)
    markup, encoding = decode_text(page, charset or _declared_charset(page))
    root = parse(markup)
    every = root.descendants()
    start = next((i for i, e in enumerate(every) if e.tag == "body"), 0)
    body, inside = every[start], every[start:]  # nothing follows the body in a tree of HTML
    _check_length(inside, limits)
    tables.adopt(inside)
    division = site.divide(body, inside)
    items = _render(body, limits)
    head = _head_meta(every)
    title = _missing_title(items, division, [v for k, v in head.items() if k.lower() in ("html_title", "articletitle")])
    if title is not None:
        title.layer = Layer.BODY
        items = _render(body, limits)
    links = read_links(inside, division.roots)
    said = [
        *remarks.of_page(every, division, items, links),
        *remarks.of_elements(inside),
        *remarks.of_text(items, markup, encoding),
        *links.remarks(),
    ]
    site_lines = [i.text for i in items if isinstance(i, Line) and i.layer == Layer.SITE]
    return Source(
        name=name,
        media_type="text/html",
        reader=READER,
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        items=tuple(items),
        remarks=tuple(said),
        links=links.all(),
        meta={**head, "encoding": encoding, **wording.page_meta(site_lines)},
    )


def _declared_charset(data: bytes) -> str | None:
    hit = _CHARSET.search(data[:HEAD])
    return (hit.group(1) or hit.group(2)).decode("ascii") if hit else None


def _check_length(elements: list[Element], limits: Limits) -> None:
    texts = [c for e in elements if e.tag not in INVISIBLE for c in e.children if isinstance(c, str)]
    if sum(map(len, texts)) > limits.max_chars and (n_chars := sum(len("".join(t.split())) for t in texts)) > limits.max_chars:
        raise limits.exceeded("max_chars", f"{n_chars} characters")


def _render(body: Element, limits: Limits) -> list[Item]:
    layer = Layer.SITE if body.layer is None else Layer(body.layer)
    return _meta_table_aside(_settle(Flow(layer, limits).run(body, Context())))


def _settle(items: list[Item]) -> list[Item]:
    """Lines inside the container that are the site's by their wording go to its layer."""
    body = [i for i, item in enumerate(items) if item.layer == Layer.BODY]
    edges = {*body[: EDGE], *body[-EDGE :]}
    settled: list[Item] = []
    for i, item in enumerate(items):
        if isinstance(item, Line) and item.layer == Layer.BODY and wording.furniture_line(item.text, i in edges):
            item = replace(item, layer=Layer.SITE)
        settled.append(item)
    return settled


def _missing_title(items: list[Item], division: site.Division, names: list[str]) -> Element | None:
    """The page's heading, where it stands outside the container and the text lacks it.

    `names` are what the page calls itself; a heading that they share comes before one that only stands where titles do.
    """
    body = [item for item in items if item.layer == Layer.BODY]
    if not body:
        return None
    opening = _bare("".join(_text(item) for item in body[:15]))[:1000]
    called = [_bare(name)[:500] for name in names]
    others: list[tuple[Element, str]] = []
    for element in division.titles[:20]:
        text = " ".join(element.text().split())
        if wording.names_site(text) or wording.furniture_line(text, at_edge=True) or wording.is_label(text):
            continue
        if any(_holds(name, _bare(text)) for name in called):
            return None if _holds(opening, _bare(text)) else element
        if element.tag == "h1" or not called:
            others.append((element, text))
    if others and not _holds(opening, _bare(others[0][1])):
        return others[0][0]
    return None


def _bare(text: str) -> str:
    return _NOT_WORDS.sub("", text)


def _text(item: Item) -> str:
    return item.text if isinstance(item, Line) else "".join(cell.text for cell in item.cells[:50])


def _holds(opening: str, title: str) -> bool:
    """The opening has the title, whole or nearly (sites shorten titles and change their marks)."""
    if not title or title in opening:
        return True
    match = difflib.SequenceMatcher(None, opening, title, autojunk=False).find_longest_match(0, len(opening), 0, len(title))
    return match.size >= 0.7 * len(title)


def _meta_table_aside(items: list[Item]) -> list[Item]:
    """A table or run of labelled values that a site prints above the text, inside its container, is the site's."""
    result = list(items)
    labelled: list[int] = []
    for i, item in enumerate(items):
        if item.layer != Layer.BODY:
            continue
        if isinstance(item, Table):
            if _is_meta_table(item):
                lines = [replace(line, layer=Layer.SITE) for cell in item.cells for line in cell.lines]
                return [*result[:i], *lines, *_meta_table_aside(result[i + 1 :])]
            break
        if wording.is_label(item.text):
            labelled.append(i)
        elif len(item.text) > 40 or len(labelled) > 40:
            break
    if len(labelled) >= 3:
        for i in labelled:
            line = items[i]
            if isinstance(line, Line):
                result[i] = replace(line, layer=Layer.SITE)
    return result


def _is_meta_table(table: Table) -> bool:
    """Nearly every row has a label with its value beside it; a list of documents has labels in its first row alone."""
    labels = [cell.row for cell in table.cells if cell.text and wording.is_label(cell.text)]
    return len(labels) >= 3 and table.n_rows >= 2 and len(set(labels)) >= 0.6 * table.n_rows


def _head_meta(every: list[Element]) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in every:
        if element.tag == "title" and "html_title" not in meta and not any(a.tag == "svg" for a in element.ancestors()):
            title = " ".join("".join(c for c in element.children if isinstance(c, str)).split())
            if title:
                meta["html_title"] = title[:500]
        elif element.tag == "meta":
            key = element.attrs.get("name", "").strip()
            value = " ".join(element.attrs.get("content", "").split())
            if key.lower() in _META_NAMES and value:
                meta.setdefault(key, value[:1000])
    return meta
