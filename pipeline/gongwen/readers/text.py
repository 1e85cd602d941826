"""Plain text and Markdown: lines of print, and tables as tab-separated rows, one cell per line, or pipes.

Text files come from many hands: copied from a site, dumped from a PDF, saved by a word processor. The reader keeps
every line as printed (`Wrap.UNKNOWN`); whether a paragraph goes on is for layout to tell.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from ..errors import Code, GongwenError
from ..limits import DEFAULT, Limits
from ..model.source import PLAIN, Cell, Item, Line, Source, Style, Table, Wrap
from .decode import decode_text

_BLANK = " \u3000\u00a0\u2002\u2003\u2009\ufeff\u200b"
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_PIPE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CELL_BREAK = re.compile(r"</?(?:p|br|div|li)\s*/?>", re.IGNORECASE)
_MAX_GAP = 2  # blank lines that may stand between two rows of one tab-separated table


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
        raise GongwenError(Code.TOO_MUCH_TEXT, f"{len(text)} characters of text", hint=f"The limit max_chars is {limits.max_chars}.")
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
    )


def _check_cells(items: Sequence[Item], limits: Limits) -> None:
    for item in items:
        if isinstance(item, Table) and item.n_rows * item.n_cols > limits.max_table_cells:
            raise GongwenError(
                Code.TABLE_TOO_LARGE,
                f"a table of {item.n_rows} rows and {item.n_cols} columns",
                hint=f"The limit max_table_cells is {limits.max_table_cells}.",
            )


def _items(lines: list[str], marked: bool) -> Iterator[Item]:
    at = 0
    blank = False
    while at < len(lines):
        line = lines[at]
        if not line.strip(_BLANK + "\t"):
            blank = True
            at += 1
            continue
        for finder in (_pipe_table, _tab_table, _cell_table):
            found = finder(lines, at)
            if found is not None:
                table, at = found
                yield table
                break
        else:
            yield _line(line, marked, blank)
            at += 1
        blank = False


def _line(line: str, marked: bool, blank: bool) -> Line:
    stripped = line.lstrip(_BLANK + "\t")
    lead = line[: len(line) - len(stripped)]
    indent = sum(1.0 if c in "\u3000\u2003" else 2.0 if c == "\t" else 0.5 for c in lead)
    body = stripped.rstrip(_BLANK + "\t")
    level = None
    hit = _HEADING.match(body) if marked else None
    if hit:
        level, body = len(hit.group(1)), body[hit.end() :]
    body, bold = _unbold(body)
    style = PLAIN if not bold and level is None else Style(bold=bold, outline_level=level)
    return Line(body, wrap=Wrap.UNKNOWN, style=style, indent=indent, blank_before=blank)


def _unbold(text: str) -> tuple[str, bool]:
    """Markdown's emphasis marks taken off; True where they held the whole line."""
    if "**" not in text:
        return text, False
    whole = _BOLD.fullmatch(text) is not None
    return _BOLD.sub(r"\1", text), whole


def _cell(row: int, col: int, text: str, header: bool = False) -> Cell:
    parts = [_unbold(p.strip(_BLANK))[0] for p in (_CELL_BREAK.split(text) if "<" in text else [text])]
    return Cell(row, col, tuple(Line(p, wrap=Wrap.PARAGRAPH) for p in parts if p), header=header)


# --- tab-separated rows -------------------------------------------------------------------------------------------


def _fields(line: str) -> list[str] | None:
    """The cells of a tab-separated row, None where the line is none. A line of blanks and tabs is none."""
    if "\t" not in line or not line.strip(_BLANK + "\t"):
        return None
    cells = line.split("\t")
    return cells if sum(1 for c in cells if c.strip(_BLANK)) > 1 or (len(cells) > 2 and cells[0].strip(_BLANK)) else None


def _tab_table(lines: list[str], at: int) -> tuple[Table, int] | None:
    """Rows of tab-separated cells, a few blank lines between them allowed; a lone line between rows is a group row."""
    first = _fields(lines[at])
    if first is None:
        return None
    rows: list[list[str]] = [first]
    width = len(first)
    end = at + 1
    while end < len(lines):
        here, gap = _next_filled(lines, end)
        if here is None or gap > _MAX_GAP:
            break
        cells = _fields(lines[here]) or _rest_of_row(lines[here], width) or _lone_cell(lines, here, width)
        if cells is None or (gap and _new_head(cells, rows)):
            break
        rows.append(cells)
        end = here + 1
    if len(rows) == 1 and width < 3:
        return None  # a single line with one tab is text with a gap
    return _grid(rows), end


def _rest_of_row(line: str, width: int) -> list[str] | None:
    """What is left of a row that a page break cut: one cell, the others empty, all separators there."""
    return line.split("\t") if line.count("\t") == width - 1 and line.strip(_BLANK + "\t") else None


def _new_head(cells: list[str], rows: list[list[str]]) -> bool:
    """A row of another width after a blank line begins another table."""
    return len(cells) != len(rows[-1]) and len(cells) != len(rows[0]) and sum(1 for c in cells if c.strip()) > len(cells) - 1


def _next_filled(lines: list[str], at: int) -> tuple[int | None, int]:
    gap = 0
    while at < len(lines):
        if lines[at].strip(_BLANK + "\t"):
            return at, gap
        gap += 1
        at += 1
    return None, gap


def _lone_cell(lines: list[str], at: int, width: int) -> list[str] | None:
    """A short line with a table row right after it heads the rows below."""
    text = lines[at].strip(_BLANK + "\t")
    for _ in range(3):  # a group without rows may stand right above the next group
        after, gap = _next_filled(lines, at + 1)
        if len(lines[at].strip()) > 40 or after is None or gap > _MAX_GAP:
            return None
        following = _fields(lines[after])
        if following is not None:
            return [text] if len(following) == width else None
        at = after
    return None


def _grid(rows: list[list[str]]) -> Table:
    width = max(len(r) for r in rows)
    cells: list[Cell] = []
    for i, row in enumerate(rows):
        if len(row) == 1:
            one = _cell(i, 0, row[0])
            cells.append(Cell(i, 0, one.lines, colspan=width))
            continue
        # a row that is short lost the cells that a merged one above covers: they are the leftmost
        lost = width - len(row)
        cells += [_cell(i, j + lost, text) for j, text in enumerate(row) if text.strip(_BLANK)]
    return Table(len(rows), width, tuple(cells), ruled=False)


# --- one cell per line, marked by a leading tab ---------------------------------------------------------------------


def _cell_table(lines: list[str], at: int) -> tuple[Table, int] | None:
    """Cells on lines of their own that begin with a tab, rows parted by blank lines.

    A line without the tab that follows inside a row belongs to the cell above it.
    """
    if not _is_cell_line(lines[at]):
        return None
    rows: list[list[str]] = []
    current: list[str] = []
    width = 0
    end = at
    i = at
    while i < len(lines):
        line = lines[i]
        if _is_cell_line(line):
            if current and (width and len(current) >= width):
                rows.append(current)
                current = []
            current.append(line.strip(_BLANK + "\t"))
            end = i + 1
        elif line.strip(_BLANK + "\t"):
            if not width or len(current) < 1 or not _belongs(lines, i):
                break
            current[-1] += "<br>" + line.strip(_BLANK)
            end = i + 1
        elif current and not width:
            after, _ = _next_filled(lines, i)
            if after is not None and _is_cell_line(lines[after]):
                width = len(current)  # the first row, up to the first blank line, tells the number of columns
        i += 1
    if current:
        rows.append(current)
    if width < 2 or len(rows) < 2:
        return None
    return _grid([r + [""] * (width - len(r)) if len(r) > 1 else r for r in rows]), end


def _is_cell_line(line: str) -> bool:
    return line.startswith("\t") and line.strip(_BLANK + "\t") != "" and "\t" not in line.strip(_BLANK + "\t")


def _belongs(lines: list[str], at: int) -> bool:
    """A short line without a tab, at most one blank line below the cell, is part of it if cells go on afterwards."""
    for _ in range(4):
        if len(lines[at].strip()) > 30 or not any(line.strip() for line in lines[max(0, at - 2) : at]):
            return False
        after, _gap = _next_filled(lines, at + 1)
        if after is None or _is_cell_line(lines[after]):
            return after is not None
        at = after
    return False


# --- Markdown pipes -------------------------------------------------------------------------------------------------


def _pipe_table(lines: list[str], at: int) -> tuple[Table, int] | None:
    if "|" not in lines[at] or at + 1 >= len(lines) or not _PIPE_RULE.match(lines[at + 1]) or "-" not in lines[at + 1]:
        return None
    rows = [_pipe_cells(lines[at])]
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        rows.append(_pipe_cells(lines[end]))
        end += 1
    width = max(len(r) for r in rows)
    cells = [
        _cell(i, j, text, header=i == 0) for i, row in enumerate(rows) for j, text in enumerate(row) if text.strip(_BLANK)
    ]
    return Table(len(rows), width, tuple(cells), ruled=False), end


def _pipe_cells(line: str) -> list[str]:
    body = line.strip().removeprefix("|").removesuffix("|")
    return [c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", body)]
