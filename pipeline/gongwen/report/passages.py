"""The canonical text as it is set on paper (GB/T 9704): title, document number, headings of each level, paragraphs, signature, tables."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..records import Notice, OutlineNode
from .grids import Grid, grid_of
from .ink import Ink, Label, Stretch, plain

_DATE = re.compile(r"[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日")
_LINES_OF_A_TITLE = 8
_NOTHING = Markup("")
_LONGEST_HEAD = 40  # characters
_DEEPEST = 4  # levels of heading that are set apart


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell of a table on the page."""

    html: Markup
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a table. `tasks` are the indices of the tasks that it belongs to; those of a table stand with its rows."""

    kind: str  # title, head, number, to, sign, annex, body, h1 … h4, table
    html: Markup = _NOTHING
    tasks: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[int, ...], tuple[TextCell, ...]], ...] = ()


def passages(notice: Notice, stretches: Iterable[Stretch], labels: Iterable[Label]) -> list[Passage]:
    """The text of a notice from its start to its end, with the stretches marked and the labels put in."""
    text = notice.text or ""
    headings = dict(_headings(notice.outline, text))
    runs = [Stretch(a, b, tag, tag) for a, (b, level) in headings.items() for tag in [Markup('<span class="h h{}">').format(level)]]
    ink = Ink(text, [*stretches, *runs], labels)
    owners = _Owners(notice)
    kinds = _kinds(notice, headings)
    made: list[Passage] = []
    at = 0
    for grid in [*_grids(notice, text), None]:
        end = grid.start if grid is not None else len(text)
        for start, stop in _lines(text, at, end):
            made.append(Passage(kinds.get(start, "body"), ink.part(start, stop), owners.of(start, stop)))
        if grid is not None:
            made.append(_table(grid, ink, owners))
            at = grid.end
    if rest := ink.rest():
        made.append(Passage("body", rest))
    return made


def _grids(notice: Notice, text: str) -> list[Grid]:
    found: list[Grid] = []
    for table in sorted(notice.tables, key=lambda t: t.span.start):
        grid = grid_of(table, text)
        if grid is not None and (not found or grid.start >= found[-1].end):
            found.append(grid)
    return found


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines between two places that hold anything."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1


def _table(grid: Grid, ink: Ink, owners: _Owners) -> Passage:
    rows = []
    for row in grid.rows:
        cells = tuple(TextCell(ink.part(c.start, c.end), c.rows, c.columns) for c in row)
        rows.append((owners.of(row[0].start, row[-1].end) if row else (), cells))
    return Passage("table", headings=tuple(map(plain, grid.headings)), rows=tuple(rows))


class _Owners:
    """Which tasks a stretch of the text belongs to."""

    def __init__(self, notice: Notice) -> None:
        places = sorted((t.span.start, t.span.end, i) for i, t in enumerate(notice.tasks))
        self._starts = [p[0] for p in places]
        self._places = places
        self._longest = max((end - start for start, end, _ in places), default=0)

    def of(self, start: int, end: int) -> tuple[int, ...]:
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_right(self._starts, max(start, end - 1))
        return tuple(i for _, stop, i in self._places[first:last] if stop > start)


def _headings(nodes: Sequence[OutlineNode], text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where headings begin, with their end and level; of an item that goes on in the same line only its heading."""
    for node in nodes:
        if node.kind in ("heading", "item") and node.heading:
            start = node.span.start
            end = text.find(node.heading, start, start + len(node.marker or "") + len(node.heading) + 4)
            if end >= 0:
                yield start, (end + len(node.heading), min(max(node.level, 1), _DEEPEST))
        yield from _headings(node.children, text)


def _kinds(notice: Notice, headings: dict[int, tuple[int, int]]) -> dict[int, str]:
    """How lines are set, by where they begin, other than as running text."""
    text = notice.text or ""
    lines = list(_lines(text, 0, len(text)))
    kinds: dict[int, str] = {}
    metas = (notice.meta, *notice.annex_meta)
    for title in dict.fromkeys(t for meta in metas for t in (meta.title, *meta.attachments) if t):
        kinds |= dict.fromkeys(_title(title, text, lines), "title")
    captions = {table.caption for table in notice.tables}
    annexes = {node.span.start for node in notice.outline if node.kind == "annex"}
    before = -1
    for start, end in lines:
        line = text[start:end].strip()
        below_title, before = kinds.get(before) == "title", start
        if line in captions and start not in headings:
            kinds[start] = "title"
        elif start in annexes and len(line) <= _LONGEST_HEAD:
            kinds.setdefault(start, "annex")
        elif start in headings and start not in kinds:
            stop, level = headings[start]
            kinds[start] = f"h{level}" if stop >= end - 1 else "body"
        elif line == notice.meta.doc_number:
            kinds[start] = "number"
            kinds |= dict.fromkeys(_head(lines, start, text), "head")
        elif line in notice.meta.issuers or _DATE.fullmatch(line):
            kinds.setdefault(start, "sign")
        elif below_title and line.endswith(("：", ":")):
            kinds.setdefault(start, "to")
    return kinds


def _head(lines: Sequence[tuple[int, int]], number: int, text: str) -> list[int]:
    """Where the line of the letterhead begins that stands above a document number, if there is one."""
    i = bisect_left(lines, (number, 0))
    above = text[slice(*lines[i - 1])].strip() if i else ""
    return [lines[i - 1][0]] if above.endswith("文件") and len(above) <= _LONGEST_HEAD else []


def _title(title: str, text: str, lines: Sequence[tuple[int, int]]) -> list[int]:
    """Where the lines of a title begin, which on paper are often several."""
    wanted = "".join(title.split())
    for i, (start, end) in enumerate(lines):
        line = "".join(text[start:end].split())
        if not line or not wanted.startswith(line):
            continue
        got, found = line, [start]
        for begin, stop in lines[i + 1 : i + _LINES_OF_A_TITLE]:
            if got == wanted:
                break
            got += "".join(text[begin:stop].split())
            found.append(begin)
        if got == wanted:
            return found
    return []
