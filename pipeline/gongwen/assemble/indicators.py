"""Rows of indicator tables and of series by year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

import regex

from ..model.body import CellSpan, Column, Row, TableBlock
from ..model.outline import Span
from ..recognise.grammar import compile_fragment, load
from ..recognise.numbering import marker_at
from ..recognise.values import Value, metric_unit, read_value
from .calendar import Calendar
from .names import compact, strip_marker, tidy, trim
from .rows import _digits

_YEAR_IN_CELL = re.compile(r"[（(]((?:19|20)\d\d)\s*年?[）)]")


@cache
def _caption_unit() -> regex.Pattern[str]:
    """The unit that the line above a table gives for all of it."""
    return compile_fragment("columns", "{caption_unit}")


@dataclass(frozen=True, slots=True)
class IndicatorValueDraft:
    """A value with the period and role of its column."""

    value: Value
    period: str | None
    role: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """A row of an indicator table before records are made."""

    number: str | None
    name: str
    domain: str | None
    unit: str | None
    nature: str | None
    values: tuple[IndicatorValueDraft, ...]
    units: tuple[tuple[str, Span], ...]
    span: Span
    unread: tuple[Span, ...]  # value cells that say something no rule reads


def is_indicator_table(table: TableBlock) -> bool:
    """A table with a column of indicators and columns of their figures."""
    roles = {column.role for column in table.columns}
    return "indicator" in roles and bool(roles & {"goal", "baseline", "change", "nature"})


def read_indicators(table: TableBlock, text: str, calendar: Calendar, above: str) -> list[IndicatorDraft]:
    """The rows of an indicator table; `above` is the text right before it, in which a common unit may stand."""
    caption = _caption_unit().search(above[-60:])
    drafts = []
    group: str | None = None
    kind: str | None = None
    for row in table.rows:
        if row.group or _heads_rows(row, table.columns, text):
            group, kind = _group(text, *next(cell for cell in row.cells if cell[1] > cell[0]))
            continue
        draft = _row(row, table.columns, text, calendar, (group, kind), caption["value"] if caption else None)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _heads_rows(row: Row, columns: tuple[Column, ...], text: str) -> bool:
    """Words and a marker, no figure beside them: a group row whose cells were not merged."""
    filled = [cell for cell in row.cells if text[slice(*cell)].strip()]
    return len(row.cells) > 2 and len(set(filled)) == 1 and marker_at(text, filled[0][0], filled[0][1]) is not None


def _group(text: str, start: int, end: int) -> tuple[str | None, str | None]:
    """(domain, nature) that a row over the whole table gives to those below: 二、预期性指标 is a nature."""
    words = tidy(text[slice(*trim(text, start, end))])
    hit = _nature().fullmatch(words)
    return (None, hit["nature"]) if hit is not None else (words, None)


@cache
def _nature() -> regex.Pattern[str]:
    return compile_fragment("columns", "{nature_row}")


def _first(row: Row, columns: tuple[Column, ...], role: str, text: str) -> CellSpan | None:
    for column, cell in zip(columns, row.cells, strict=True):
        if column.role == role and cell[1] > cell[0] and text[slice(*cell)].strip():
            return trim(text, *cell, "")
    return None


def _row(
    row: Row, columns: tuple[Column, ...], text: str, calendar: Calendar, group: tuple[str | None, str | None], common_unit: str | None
) -> IndicatorDraft | None:
    name = _first(row, columns, "indicator", text)
    if name is None:
        return None
    number_cell = _first(row, columns, "number", text)
    marker, begin = strip_marker(text, *name)
    number = _digits(text[slice(*number_cell)]) if number_cell else str(marker.ordinal) if marker is not None else None
    label = tidy(text[begin : name[1]])
    unit_cell = _first(row, columns, "unit", text)
    printed_unit = compact(text[slice(*unit_cell)]) if unit_cell else None
    unit = printed_unit if printed_unit and printed_unit not in "/-—–－" else None
    unit = unit or metric_unit(label)[1] or common_unit
    values, unread = _values(row, columns, text, calendar, unit)
    if unit is None:
        unit = next((v.value.unit for v in values if v.value.unit and v.value.mode in ("level", "count")), None)
    domain = _domain(row, columns, text) or group[0]
    nature = _first(row, columns, "nature", text)
    own = [c for c, mine in zip(row.cells, row.own, strict=True) if mine and c[1] > c[0]] or list(row.cells)
    return IndicatorDraft(
        number=number,
        name=label,
        domain=domain,
        unit=unit,
        nature=compact(text[slice(*nature)]) if nature else group[1],
        values=tuple(values),
        units=tuple(
            (c.role or "", trim(text, *cell, ""))
            for c, cell in zip(columns, row.cells, strict=True)
            if c.role == "data_units" and cell[1] > cell[0]
        ),
        span=(min(c[0] for c in own), max(c[1] for c in own)),
        unread=tuple(unread),
    )


def _domain(row: Row, columns: tuple[Column, ...], text: str) -> str | None:
    parts = []
    for column, cell in zip(columns, row.cells, strict=True):
        if column.role == "domain" and cell[1] > cell[0]:
            words = tidy(text[slice(*trim(text, *cell))])
            if words and words not in parts:
                parts.append(words)
    return parts[-1] if parts else None


def _values(
    row: Row, columns: tuple[Column, ...], text: str, calendar: Calendar, unit: str | None
) -> tuple[list[IndicatorValueDraft], list[Span]]:
    years = [c.year for c in columns if c.year]
    out: list[IndicatorValueDraft] = []
    unread: list[Span] = []
    groups: dict[tuple[str, str], str] = {}
    for column, cell in zip(columns, row.cells, strict=True):
        if column.role not in ("goal", "baseline", "change") or not text[slice(*cell)].strip():
            continue
        start, end = trim(text, *cell, "")
        role = _role(column, years, calendar)
        found = read_value(text, start, end, unit=unit, role=role)
        if not found and any(c.isdigit() for c in text[start:end]):
            unread.append((start, end))
        for value in found:
            if value.group is not None:  # numbered through the row
                value = replace(value, group=groups.setdefault((column.header, value.group), f"g{len(groups) + 1}"))
            if column.role == "change" and value.mode == "level":
                value = replace(value, mode="change")
            period = value.period or column.year or _only_year(text[start:end])
            out.append(IndicatorValueDraft(value, period, role, value.unit))
    return out, unread


def _only_year(cell: str) -> str | None:
    hit = _YEAR_IN_CELL.search(cell)
    return hit.group(1) if hit else None


def _role(column: Column, years: list[str], calendar: Calendar) -> str:
    """A year before the notice's period is the base; so is the first of two where the later one is called a goal."""
    if column.role == "baseline":
        return "baseline"
    begin = int(calendar.period.begin[:4]) if calendar.period else calendar.planning_year
    if column.year and begin is not None and int(column.year) < begin:
        return "baseline"
    wanted = any(word in column.header for word in load("columns").words("planned"))
    if column.year and not wanted and len(years) == 2 and column.year == min(years) and calendar.period is None:
        return "baseline"
    return "goal"
