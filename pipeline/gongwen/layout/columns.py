"""The roles of columns, from their heading words and, where these leave a choice, from the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

import regex

from ..model.body import Column
from ..recognise.grammar import compile_fragment, load
from .grid import Grid, GridCell, is_group_row, one_cell
from .unheaded import roles_by_content

TASK_ROLES = ("number", "deadline", "lead", "supporting", "units", "measures", "task", "target", "group", "remarks")
INDICATOR_ROLES = ("number", "indicator", "data_units", "domain", "unit", "nature", "baseline", "goal", "change", "remarks")
YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年?")
_BRACKETS = re.compile(r"[（(\[【〔][^）)\]】〕]*[）)\]】〕]")
_BRACKET_MARKS = re.compile(r"[（(\[【〔）)\]】〕]")
_BLANKS = re.compile(r"[\s\u3000*：:，,、。．.]+")
NUMERIC = re.compile(r"^[<>≤≥＜＞﹤﹥=±+\-—–]*\s*[0-9][0-9.,，%％‰/:：\s]*(?!\s*[年月日0-9]).{0,12}$")
BARE_NUMBER = re.compile(r"\s*(?:[（(]\s*)?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])\s*(?:[）)、.．]\s*)?")


@cache
def _words(role: str) -> frozenset[str]:
    return frozenset(_bare(w) for w in load("columns").words(role))


@cache
def heading_words() -> frozenset[str]:
    """The heading words of every role, without blanks and brackets."""
    return frozenset().union(*(_words(role) for role in (*TASK_ROLES, *INDICATOR_ROLES)))


@cache
def _longest_first(role: str) -> tuple[str, ...]:
    return tuple(sorted(_words(role), key=lambda w: (-len(w), w)))


def _bare(text: str) -> str:
    """Without blanks, stops and what stands in brackets, unless that is all there is but the mark of a footnote: 〔累计〕1."""
    rest = _BRACKETS.sub("", text)
    return _BLANKS.sub("", rest if rest.strip(" 0123456789") or rest == text else _BRACKET_MARKS.sub("", text))


def is_heading_word(text: str) -> bool:
    bare = _bare(text)
    if not bare or len(bare) > 20:
        return False
    stem = YEAR.sub("", bare)
    if bare in load("clauses").words("persons"):
        return True
    return any(stem in _words(r) for r in (*TASK_ROLES, *INDICATOR_ROLES)) or (not stem and bool(YEAR.search(bare)))


def columns_of(grid: Grid) -> tuple[Column, ...]:
    """The columns of a joined table with roles; a role that the wording does not name stays None."""
    headers = [_header(grid, c) for c in range(grid.n_cols)]
    told = None if grid.n_header else roles_by_content(grid)
    if told is not None:
        return tuple(Column("", role) for role in told)
    if _is_indicator_table(grid, headers):
        return _indicator_columns(grid, headers)
    return _task_columns(grid, headers)


def _header(grid: Grid, col: int) -> str:
    words: list[GridCell] = []
    for row in grid.rows[: grid.n_header]:
        cell = row[col]
        if cell.lines and not any(cell is w for w in words):
            words.append(cell)
    return " ".join("".join(w.text.split()) for w in words)


def heading_role(header: str, roles: Sequence[str]) -> str | None:
    """By the whole word, else by the longest ending, else by the longest word inside."""
    return _role(header, tuple(roles))


@lru_cache(maxsize=1024)  # the same few headers are asked about again and again
def _role(header: str, roles: tuple[str, ...]) -> str | None:
    bare = _bare(YEAR.sub("", header)) or _bare(header)
    if not bare:
        return None
    for role in roles:
        if bare in _words(role):
            return role
    for test in (str.endswith, str.__contains__):
        best: tuple[int, str] | None = None
        for role in roles:
            for word in _longest_first(role):
                if len(word) > 1 and test(bare, word):
                    if best is None or len(word) > best[0]:
                        best = (len(word), role)
                    break
        if best is not None:
            return best[1]
    return None


def _rows(grid: Grid) -> list[list[GridCell]]:
    """The rows that say something of several columns: no group rows, merged or not, no sums."""
    rows = [row for row in grid.rows[grid.n_header :] if not is_group_row(row) and not (grid.n_cols > 2 and one_cell(row))]
    totals = tuple(load("columns").words("totals"))
    return [row for row in rows if not next((_bare(cell.text) for cell in row if cell.lines), "").startswith(totals)]


def _is_indicator_table(grid: Grid, headers: Sequence[str]) -> bool:
    """A column of indicators, or columns of figures under years; and no column that says what is to be done."""
    roles = [heading_role(h, INDICATOR_ROLES) for h in headers]
    tasks = [heading_role(h, TASK_ROLES) for h in headers]
    figures = sum(1 for c in range(grid.n_cols) if _share_numeric(grid, c) > 0.5 and roles[c] != "number" and tasks[c] != "deadline")
    years = sum(1 for h in headers if YEAR.search(h))
    named = any(_bare(h) in _words("indicator") for h in headers)
    if named and {"task", "units"} <= {role for h in headers for role in ("task", "units", "lead") if _bare(h) in _words(role)}:
        return figures > 0 and years > 0  # tasks with a column of what they are measured by
    if named:
        return figures > 0 or "goal" in roles or "baseline" in roles or years > 0 or "nature" in roles
    exact = {role for h in headers for role in ("task", "deadline", "lead", "units") if _bare(h) in _words(role)}
    if "task" in exact and len(exact) > 1 and not named:
        return False
    doing = "measures" in tasks or any(t == "task" and _share_numeric(grid, c) == 0 and _long(grid, c) for c, t in enumerate(tasks))
    return figures > 0 and (years > 0 or "goal" in roles or "baseline" in roles) and not doing


def _share_numeric(grid: Grid, col: int) -> float:
    texts = [row[col].text for row in _rows(grid) if row[col].lines]
    return sum(1 for t in texts if NUMERIC.match(t)) / len(texts) if texts else 0.0


def _long(grid: Grid, col: int) -> bool:
    texts = [row[col].text for row in _rows(grid) if row[col].lines]
    return bool(texts) and sum(len(t) for t in texts) / len(texts) > 14


def _indicator_columns(grid: Grid, headers: Sequence[str]) -> tuple[Column, ...]:
    taken: dict[int, str | None] = {}
    for c, header in enumerate(headers):
        role = heading_role(header, INDICATOR_ROLES)
        year = YEAR.search(header)
        if year and role in (None, "number", "indicator", "domain", "unit", "remarks"):
            role = "goal" if _share_numeric(grid, c) > 0 or role is None else role
        taken[c] = role
    if "indicator" not in taken.values():
        name = next((c for c in taken if taken[c] in (None, "domain") and _share_numeric(grid, c) < 0.3), None)
        if name is not None:
            taken[name] = "indicator"
    _one_indicator(taken)
    _units_by_content(grid, headers, taken)
    columns = []
    for c, header in enumerate(headers):
        year = YEAR.search(header)
        columns.append(Column(header, taken[c], year.group(1) if year else None))
    return tuple(columns)


def _one_indicator(taken: dict[int, str | None]) -> None:
    """Of several columns of indicators the last is the indicator, those before it are domains."""
    named = [c for c in taken if taken[c] == "indicator"]
    for c in named[:-1]:
        taken[c] = "domain"


def _units_by_content(grid: Grid, headers: Sequence[str], taken: dict[int, str | None]) -> None:
    """单位 is a unit of measurement where the cells are short, a body where they are names."""
    for c, header in enumerate(headers):
        if _bare(header) == "单位":
            texts = [row[c].text for row in _rows(grid) if row[c].lines]
            taken[c] = "unit" if texts and sum(len(t) for t in texts) / len(texts) < 5 else "data_units"


def _task_columns(grid: Grid, headers: Sequence[str]) -> tuple[Column, ...]:
    roles: list[str | None] = [_task_role(h) for h in headers]
    _number_by_content(grid, headers, roles)
    _stages(headers, roles)
    _sort_text_columns(grid, roles)
    years = [YEAR.search(h) for h in headers]
    return tuple(Column(h, r, y.group(1) if y else None) for h, r, y in zip(headers, roles, years, strict=True))


def _task_role(header: str) -> str | None:
    """By the lowest of several heading rows where that says it whole (责任分工 over 牵头领导 | 责任科室); people are no bodies."""
    last = _bare(header.rpartition(" ")[2])
    if last in load("clauses").words("persons"):
        return "person"
    if _with_bodies().search(_bare(header)) is not None:
        return "measures"
    if " " in header:
        whole = next((role for role in TASK_ROLES if last in _words(role)), None)
        if whole is not None:
            return whole
    return heading_role(header, TASK_ROLES)


@cache
def _with_bodies() -> regex.Pattern[str]:
    """具体措施及责任单位: what is to be done, each part with its bodies in brackets."""
    return compile_fragment("columns", "{with_bodies}")


@cache
def _stage() -> regex.Pattern[str]:
    """A heading that is a quarter, a month or a year with no more than what is to be reached by then."""
    return compile_fragment("columns", "{stage}")


def is_stage(header: str) -> bool:
    return _stage().fullmatch("".join(header.split())) is not None


def _stages(headers: Sequence[str], roles: list[str | None]) -> None:
    """Columns for what is due in a stretch of the time planned for; where one column alone says what is to be done, it stays."""
    found = [c for c, header in enumerate(headers) if is_stage(header)]
    others = [c for c, role in enumerate(roles) if role in ("task", "measures") and c not in found]
    if others:
        for c in found:
            roles[c] = "stage"


def _number_by_content(grid: Grid, headers: Sequence[str], roles: list[str | None]) -> None:
    """A first column of bare numbers or markers is the number column, whatever its heading says."""
    texts = [row[0].text for row in _rows(grid) if row[0].lines]
    if "number" not in roles and roles[0] in ("task", "group") and texts and all(BARE_NUMBER.fullmatch(t) for t in texts):
        roles[0] = "number"
        return
    if "number" not in roles and roles and roles[0] is None and not headers[0].strip():
        texts = [row[0].text for row in _rows(grid) if row[0].lines]
        if texts and all(len(t) <= 4 for t in texts):
            roles[0] = "number"


def _sort_text_columns(grid: Grid, roles: list[str | None]) -> None:
    """Which of several text columns is the group, the task, the measures: told by which are merged and which come first."""
    text = [c for c, r in enumerate(roles) if r in ("task", "measures", "group", "target")]
    if not text:
        free = [c for c, r in enumerate(roles) if r is None and _long(grid, c)]
        if free and any(r in ("units", "lead", "deadline") for r in roles):
            roles[free[0]] = "task"
        return
    tasks = [c for c in text if roles[c] in ("task", "measures")]
    if not tasks:
        return
    number = roles.index("number") if "number" in roles else None
    merged = [c for c in tasks if _merged(grid, c, number)]
    if len(tasks) >= 2:
        first = tasks[0]
        if first in merged and (len(tasks) > 2 or number is not None or roles[first] == "group"):
            roles[first] = "group"
            tasks = tasks[1:]
    if all(roles[c] == "measures" for c in tasks):
        roles[tasks[0]] = "task"
    elif sum(1 for c in tasks if roles[c] == "task") > 1:
        for c in tasks[1:]:
            roles[c] = "measures"


def _merged(grid: Grid, col: int, number: int | None) -> bool:
    """Does a cell of this column stand over several rows that are numbered one by one?"""
    rows = _rows(grid)
    for above, below in pairwise(rows):
        same = above[col] is below[col] or (above[col].lines and not below[col].lines)
        if same and (number is None or (below[number] is not above[number] and below[number].lines)):
            return True
    return False
