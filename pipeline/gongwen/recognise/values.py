"""Cells of indicator tables: ≥47.50, 40.00左右, 药品90% 耗材80%, 达到全国平均水平, 逐年提高, 2.54（2020年）.

A cell is short and holds nothing but values, so every figure in it is one. Wording: grammars/values.yaml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from ..model.mentions import Quantity
from .grammar import Match, compile_fragment, load
from .numerals import read_number
from .quantities import find_quantities
from .sentences import squeeze


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a cell. `start`/`end` are offsets into the text; `value` and `upper` decimal strings as printed.

    `mode` is level, change, trend or reference; `facet` the thing that a figure of its own stands for; `period` a year
    printed in the cell.
    """

    start: int
    end: int
    mode: str
    comparator: str
    value: str | None
    upper: str | None
    unit: str | None
    facet: str | None
    period: str | None
    rule: str
    group: str | None = None  # A或B: values of which one is enough share it


def read_value(text: str, start: int, end: int, *, unit: str | None, role: str) -> list[Value]:
    """The values of the cell text[start:end] in order; [] where it holds none (“/”, “—”, empty, plain words).

    `unit` is the row's or column's unit, which a unit inside the cell overrides. In a `role` of baseline no trend is read.
    """
    if squeeze(text[start:end]) in load("values").words("nothing"):
        return []
    found = [*_figures(text, start, end, unit), *_references(text, start, end, unit)]
    if not any(v.mode == "level" for v in found):
        found += _whole(text, start, end)
    if role != "baseline" and not any(v.mode == "change" for v in found):
        found += _trends(text, start, end, found)
    found.sort(key=lambda v: v.start)
    return _alternatives(text, found)


def _alternatives(text: str, found: list[Value]) -> list[Value]:
    """Neighbouring values parted by 或 are alternatives; groups count up within a cell."""
    out: list[Value] = []
    groups = 0
    for value in found:
        if out and _pattern("either").search(text, out[-1].end, value.start) is not None:
            groups += out[-1].group is None
            name = out[-1].group or f"g{groups}"
            out[-1] = replace(out[-1], group=name)
            value = replace(value, group=name)
        out.append(value)
    return out


def metric_unit(name: str) -> tuple[str, str | None]:
    """An indicator's name and the unit in a bracket at its end: 床位数（张/千人） -> (床位数, 张/千人); (name, None) without."""
    hit = _backward("unit_bracket").match(name, 0, len(name))
    if hit is None or not name[: hit.start()].strip():
        return name, None
    printed = squeeze(hit["unit"]).replace("％", "%")
    return name[: hit.start()].rstrip(), printed.lstrip("0123456789") if printed.endswith("%") else printed


def _figures(text: str, start: int, end: int, unit: str | None) -> Iterator[Value]:
    quantities = _own_figures(text, start, end)
    years = list(_pattern("period").finditer(text, start, end))
    for i, quantity in enumerate(quantities):
        floor = quantities[i - 1].end if i else start
        ceiling = quantities[i + 1].start if i + 1 < len(quantities) else end
        yield _figure(text, quantity, (floor, ceiling), years, unit)


def _own_figures(text: str, start: int, end: int) -> list[Quantity]:
    """The figures of the cell; a cell that is one number is that number, whatever it looks like elsewhere (2020, 120)."""
    whole = squeeze(text[start:end])
    number = read_number(whole)
    if number is not None:
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        last = start + len(text[start:end].rstrip())
        return [Quantity(first, last, first, last, "values.number", number, unit="%" if whole[-1] in "%％" else None)]
    found = find_quantities(text, start, end)
    return [q for q in found if q.excused in (None, "age", "grade")]


def _figure(text: str, quantity: Quantity, room: tuple[int, int], years: list[regex.Match[str]], unit: str | None) -> Value:
    before = text[room[0] : quantity.start]
    change = _pattern("change").search(before)
    sign = -1 if (change is not None and change["down"]) or _pattern("minus").search(before) is not None else 1
    period = next((y["year"] for y in years if room[0] <= y.start() < room[1]), None)
    baseline = change is not None and period is not None
    return Value(
        start=quantity.start,
        end=quantity.end,
        mode="change" if change is not None else "level",
        comparator=quantity.comparator,
        value=_decimal(quantity.value * sign),
        upper=None if quantity.upper is None else _decimal(quantity.upper * sign),
        unit=quantity.unit or unit,
        facet=None if change is not None else _facet(text, room[0], quantity.start),
        period=None if baseline else period,
        rule="values.change" if change is not None else "values.figure",
    )


def _decimal(value: Decimal) -> str:
    return format(value, "f")


def _facet(text: str, start: int, end: int) -> str | None:
    """The noun before a figure, less what only says how it is reached."""
    edge = _pattern("edge")
    while start < end and (hit := edge.match(text, start, end)) is not None and hit.end() > start:
        start = hit.end()
    hit = _backward("edge").match(text, start, end)
    while hit is not None and hit.start() < end:
        end = hit.start()
        hit = _backward("edge").match(text, start, end)
    noun = _pattern("facet").fullmatch(text, start, end)
    if noun is None or _pattern("period").search(text, start, end) is not None:
        return None
    return squeeze(noun["facet"])


def _references(text: str, start: int, end: int, unit: str | None) -> Iterator[Value]:
    for match in load("trends").find(text, start, end):
        if match.rule.gives["form"] == "reference":
            yield Value(match.start, match.end, "reference", _compared(match), None, None, unit, None, None, "values.reference")


def _compared(match: Match) -> str:
    verbs = load("trends").words("reference_verbs")
    return "ge" if match["after"] else str(verbs.get(match["verb"] or "", "eq"))


def _whole(text: str, start: int, end: int) -> Iterator[Value]:
    """全覆盖, 应建尽建: all there is."""
    hit = _pattern("full").search(text, start, end)
    if hit is not None:
        yield Value(hit.start(), hit.end(), "level", "eq", "100", None, "%", None, None, "values.full")


def _trends(text: str, start: int, end: int, found: list[Value]) -> Iterator[Value]:
    """逐年提高: a direction, once per cell and never the words of a figure."""
    for hit in _pattern("trend").finditer(text, start, end):
        if any(v.start <= hit.end() and hit.start() <= v.end for v in found) or _pattern("reaches").match(text, hit.end()):
            continue
        direction = str(load("trends").words("moves")[hit["move"]])
        yield Value(hit.start(), hit.end(), "trend", direction, None, None, None, None, None, "values.trend")
        return


@functools.cache
def _pattern(fragment: str) -> regex.Pattern[str]:
    return compile_fragment("values", "{" + fragment + "}")


@functools.cache
def _backward(fragment: str) -> regex.Pattern[str]:
    return compile_fragment("values", "(?r){" + fragment + "}")
