"""The places and wordings of grammars/websites.yaml, compiled, and what they say about a line of a page."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from ...recognise import grammar
from .tree import Element

LINE = 200  # characters: longer lines are not tried against the wordings of furniture

SHORT = 30  # characters of a line that only says what follows

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Places:
    """Elements named by id, class or tag, each with its rank in the list."""

    ids: dict[str, int]
    classes: dict[str, int]
    tags: dict[str, int]

    def rank(self, element: Element) -> int | None:
        """The lowest rank under which the element is listed, or None."""
        found = [self.tags[element.tag]] if element.tag in self.tags else []
        attrs = element.attrs
        if attrs:
            name = attrs.get("id")
            if name and (rank := self.ids.get(name.strip().lower())) is not None:
                found.append(rank)
            if classes := attrs.get("class"):
                found += [self.classes[c] for c in classes.lower().split() if c in self.classes]
        return min(found) if found else None


@dataclass(frozen=True, slots=True)
class Wording:
    """The wordings of grammars/websites.yaml, compiled."""

    containers: Places
    filled_by_script: Places
    titles: Places
    page_furniture: Places  # around the text
    furniture: Places  # anywhere
    site_words: Any
    label_run: Any
    attachment_words: tuple[str, ...]
    download_addresses: tuple[str, ...]
    labels: frozenset[str]
    line_rules: tuple[Any, ...]  # lines that are furniture wherever they stand
    edge_rules: tuple[Any, ...]  # those and the ones that are furniture at the edge of the text
    title_rules: tuple[Any, ...]  # headings that name the site
    list_rules: tuple[Any, ...]  # lines that head the site's lists below a text


@functools.cache
def wording() -> Wording:
    sites = grammar.load("websites")
    places = ("anywhere", "edge", "list", "title")
    by_place = {place: tuple(r.pattern for r in sites.rules if r.gives["where"] == place) for place in places}
    return Wording(
        containers=_places(sites.words("containers")),
        filled_by_script=_places(sites.words("filled_by_script")),
        titles=_places(sites.words("titles")),
        page_furniture=_places(sites.words("page_furniture")),
        furniture=_places(sites.words("furniture")),
        site_words=grammar.compile_fragment("websites", "{site_words}"),
        label_run=grammar.compile_fragment("websites", r"(?<![^\s\[【（(|｜])(?P<label>{meta_labels})[\]】]?\s*[:：]"),
        attachment_words=tuple(sites.words("attachment_words")),
        download_addresses=tuple(sites.words("download_addresses")),
        labels=frozenset(sites.words("meta_labels")),
        line_rules=by_place["anywhere"],
        edge_rules=by_place["anywhere"] + by_place["edge"] + by_place["list"],
        title_rules=by_place["title"],
        list_rules=by_place["list"],
    )


def _places(selectors: Any) -> Places:
    places = Places({}, {}, {})
    for rank, selector in enumerate(selectors):
        kind = {"#": places.ids, ".": places.classes}.get(selector[0], places.tags)
        kind.setdefault(selector.lstrip("#.").lower(), rank)
    return places


def furniture_line(text: str, at_edge: bool) -> bool:
    """Whether a line inside the container is the site's (print buttons, counters, stamps), by wording alone."""
    return 0 < len(text) <= LINE and _full(wording().edge_rules if at_edge else wording().line_rules, text)


def relates(text: str) -> bool:
    """Whether a line heads what the site lists below a text."""
    return 0 < len(text) <= LINE and _full(wording().list_rules, text)


def attaches(text: str) -> bool:
    """Whether a line of the notice says that annexes follow."""
    return len(text) <= SHORT and text.startswith(wording().attachment_words)


def names_site(text: str) -> bool:
    """Whether a heading names the site, not a document."""
    return _full(wording().title_rules, text)


def _full(patterns: tuple[Any, ...], text: str) -> bool:
    try:
        return any(pattern.fullmatch(text, timeout=grammar.TIMEOUT) is not None for pattern in patterns)
    except TimeoutError:
        return False


def page_meta(lines: list[str]) -> dict[str, str]:
    """Labels with their values, from lines such as "label：value" or a label line followed by a value line."""
    wordings = wording()
    meta: dict[str, str] = {}
    waiting: str | None = None
    for line in lines:
        text = line.strip()
        bare = _BLANKS.sub("", text).strip("[]【】:：")
        if bare in wordings.labels:
            waiting = bare
            continue
        found = list(wordings.label_run.finditer(text[:2000]))
        if found:
            for i, hit in enumerate(found):
                stop = found[i + 1].start() if i + 1 < len(found) else len(text)
                value = text[hit.end() : stop].strip(" \t\u3000|｜[]【】")
                if value and len(value) <= LINE:
                    meta.setdefault(hit.group("label"), value)
        elif waiting is not None and len(text) <= LINE:
            meta.setdefault(waiting, text)
        waiting = None
    return meta


def is_label(text: str) -> bool:
    """Whether a cell or line is, or begins with, a label of the page's own data."""
    bare = _BLANKS.sub("", text).strip("[]【】:：")
    return bare in wording().labels or wording().label_run.match(text.strip()) is not None
