"""Plain text and Markdown: lines of print, and tables as tab-separated rows, one cell per line, or pipes.

Text files come from many hands: copied from a site, dumped from a PDF, saved by a word processor. The reader keeps
every line as printed (`Wrap.UNKNOWN`); whether a paragraph goes on is for layout to tell.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from ..limits import DEFAULT, Limits
from ..model.source import PLAIN, Item, Line, Source, Style, Table, Wrap
from . import legible
from .decode import decode_text
from .text_tables import BLANK, table_at, unbold

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")


def read_text(data: bytes, name: str, limits: Limits = DEFAULT, *, markdown: bool | None = None) -> Source:
    """Read a text file.

    Args:
        data: the bytes of the file.
        name: file name as given by the user.
        limits: caps; `max_chars` and `max_table_cells` apply.
        markdown: read Markdown marks as such; None: when the name ends in .md or pipe tables occur.

    Raises:
        GongwenError: encoding_unknown, too_much_text, table_too_large.
    """
    text, encoding = decode_text(data)
    if len(text) > limits.max_chars:
        raise limits.exceeded("max_chars", f"{len(text)} characters")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n").split("\n")
    marked = markdown if markdown is not None else name.lower().endswith((".md", ".markdown"))
    items = tuple(_items(lines, marked))
    _check_cells(items, limits)
    return Source(
        name=name,
        media_type="text/markdown" if marked else "text/plain",
        reader=f"text ({encoding})",
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        items=items,
        remarks=tuple(legible.remarks(text, encoding, text[: legible.SAMPLE])),
    )


def _check_cells(items: Sequence[Item], limits: Limits) -> None:
    for item in items:
        if isinstance(item, Table) and item.n_rows * item.n_cols > limits.max_table_cells:
            raise limits.exceeded("max_table_cells", f"a table of {item.n_rows} rows and {item.n_cols} columns")


def _items(lines: list[str], marked: bool) -> Iterator[Item]:
    at = 0
    blank = False
    while at < len(lines):
        line = lines[at]
        if not line.strip(BLANK + "\t"):
            blank = True
            at += 1
            continue
        found = table_at(lines, at)
        if found is not None:
            table, at = found
            yield table
        else:
            yield _line(line, marked, blank)
            at += 1
        blank = False


def _line(line: str, marked: bool, blank: bool) -> Line:
    stripped = line.lstrip(BLANK + "\t")
    lead = line[: len(line) - len(stripped)]
    indent = sum(1.0 if c in "\u3000\u2003" else 2.0 if c == "\t" else 0.5 for c in lead)
    body = stripped.rstrip(BLANK + "\t")
    level = None
    hit = _HEADING.match(body) if marked else None
    if hit:
        level, body = len(hit.group(1)), body[hit.end() :]
    body, bold = unbold(body)
    style = PLAIN if not bold and level is None else Style(bold=bold, outline_level=level)
    return Line(body, wrap=Wrap.UNKNOWN, style=style, indent=indent, blank_before=blank)
