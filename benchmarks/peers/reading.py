"""What a tool's output keeps of a document, in one form for all tools; how it is read out of Markdown and out of HTML tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

Grid = list[list[str]]

_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+\s*$")


@dataclass
class Reading:
    """`headings` are (level, text); `tables` rows of cells, a merged cell in every place that it covers if the output says so;
    `kinds` counts what the output calls the things in it."""

    text: str
    headings: list[tuple[int, str]] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)


def count(kinds: Iterable[str]) -> dict[str, int]:
    """How often each kind comes."""
    found: dict[str, int] = {}
    for kind in kinds:
        found[kind] = found.get(kind, 0) + 1
    return found


def from_markdown(text: str) -> Reading:
    """Headings and pipe tables of Markdown."""
    headings: list[tuple[int, str]] = []
    tables: list[Grid] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("|"):
            if not inside:
                tables.append([])
            inside = True
            if not _RULE.match(line):
                tables[-1].append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        inside = False
        if heading := _HEADING.match(line):
            headings.append((len(heading[1]), heading[2].strip("* ")))
    kinds = {"heading": len(headings), "table": len(tables)}
    return Reading(text, headings, tables, {kind: n for kind, n in kinds.items() if n})


class _Cells(HTMLParser):
    """Rows of (text, rowspan, colspan)."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[tuple[list[str], int, int]]] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            spans = {name: int(value) for name, value in attrs if name in ("rowspan", "colspan") and value and value.isdigit()}
            self.rows[-1].append(([], spans.get("rowspan", 1), spans.get("colspan", 1)))
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.rows[-1][-1][0].append(data)


def from_html_table(html: str) -> Grid:
    """The cells of an HTML table; what spans rows or columns stands in each of them."""
    parser = _Cells()
    parser.feed(html)
    places: dict[tuple[int, int], str] = {}
    for r, row in enumerate(parser.rows):
        c = 0
        for parts, down, across in row:
            while (r, c) in places:
                c += 1
            for i in range(r, r + down):
                for j in range(c, c + across):
                    places[i, j] = "".join(parts).strip()
            c += across
    width = 1 + max((c for _, c in places), default=-1)
    return [[places.get((r, c), "") for c in range(width)] for r in range(len(parser.rows))]
