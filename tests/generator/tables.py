"""Task tables and indicator tables in the layouts of many offices, with their truth."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from . import sentences, times
from .authority import Body, choose_bodies, print_bodies
from .document import Cell, Table
from .figures import decimal_text, falls
from .numbering import marker
from .sentences import Context, Passage
from .truth import Entry, merge_deadlines, merge_units, target, unit

HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "序号", "编号"),
    "group": ("工作类别", "任务类别", "重点领域", "工作任务"),
    "task": ("工作任务", "重点任务", "任务名称", "主要任务", "工作内容"),
    "measures": ("具体措施", "工作措施", "主要举措", "具体内容", "细化措施"),
    "lead": ("牵头单位", "牵头部门"),
    "responsible": ("责任单位", "责任部门", "落实单位"),
    "support": ("配合单位", "配合部门", "参与单位"),
    "deadline": ("完成时限", "完成时间", "时间节点", "时限要求"),
    "remarks": ("备注",),
}
LAYOUTS: tuple[tuple[str, ...], ...] = (
    ("number", "task", "measures", "responsible", "deadline"),
    ("number", "task", "measures", "lead", "support", "deadline"),
    ("number", "task", "measures", "deadline", "responsible"),
    ("number", "task", "lead", "responsible", "deadline"),
    ("number", "task", "deadline", "lead"),
    ("number", "group", "task", "measures", "responsible", "deadline"),
    ("group", "task", "measures", "responsible", "remarks"),
    ("number", "task", "measures", "lead", "responsible", "deadline", "remarks"),
    ("group", "number", "task", "responsible", "deadline"),
    ("task", "measures", "responsible", "deadline"),
    ("task", "lead"),
)


class Row(NamedTuple):
    """One row before it is drawn: cell texts by role, its truth, and whether it goes on under the row above."""

    cells: dict[str, str]
    gold: Entry
    continues: bool


def heading_words(rng: Random, layout: tuple[str, ...]) -> dict[str, str]:
    """A heading per column, none twice."""
    words: dict[str, str] = {}
    for role in layout:
        free = [w for w in HEADINGS[role] if w not in words.values()]
        words[role] = rng.choice(free)
    if "group" in layout and words["group"] == "工作任务":
        words["task"] = "主要内容" if "number" not in layout else words["task"]
    return words


def _unit_columns(rng: Random, context: Context, layout: tuple[str, ...], carry: bool) -> tuple[dict[str, str], list[Entry]]:
    roles = [r for r in ("lead", "responsible", "support") if r in layout]
    chosen = choose_bodies(rng, context.authority, context.subject["agency"], max(len(roles), rng.choice([1, 2, 3, 4])))
    while len(chosen) < len(roles):
        chosen = choose_bodies(rng, context.authority, context.subject["agency"], 5)
    parts: dict[str, list[Body]] = {roles[0]: chosen} if len(roles) == 1 else {roles[0]: chosen[:1], roles[1]: chosen[1:]}
    stated = {"lead": "lead", "responsible": "responsible", "support": "supporting"}
    units = [unit(b.name, stated[role]) for role, part in parts.items() for b in part]
    return {role: print_bodies(rng, part, carry=carry) for role, part in parts.items()}, merge_units(units)


def _measures_cell(context: Context, used: set[str]) -> tuple[Passage, list[Entry]]:
    """Running text or enumerated measures in a cell."""
    rng = context.rng
    if rng.random() < 0.55:
        return sentences.body(context, used, rng.choice([1, 2, 2, 3])), []
    family = rng.choice(["circled", "ar_dot", "ar_paren"])
    joined, listed = Passage(), []
    for i in range(rng.randint(2, 4)):
        part = sentences.measure(context, used)
        mark = marker(family, i + 1)
        listed.append({"marker": mark.strip(), "starts": part.text[:10]})
        part.text = ("\n" if i else "") + mark + part.text + "。"
        joined.add(part)
    return joined, listed


def task_rows(
    context: Context,
    layout: tuple[str, ...],
    groups: list[tuple[str, list[str | None]]],
    carry: bool,
    known: dict[str, Entry] | None = None,
    unit_text: dict[str, str] | None = None,
) -> list[Row]:
    """Rows for each group (heading, titles). A title None makes a continuation row of the task above.

    `known` gives units by title where the body of the notice has the same tasks, `unit_text` their cell.
    """
    rng = context.rng
    rows: list[Row] = []
    number, part = 0, 1
    for group, titles in groups:
        for text in titles:
            used: set[str] = set()
            cells: dict[str, str] = {"group": group}
            again = text is None
            number, part = (number, part + 1) if again else (number + 1, 1)
            name = rows[-1].gold["title"] if again else text
            cells["number"], cells["task"] = "" if again else str(number), "" if again else str(name)
            if "group" in layout and "number" not in layout:
                cells["task"] = f"{number}. {name}"
            passage, listed = _measures_cell(context, used) if "measures" in layout else (Passage(), [])
            cells["measures"] = passage.text
            columns, units = _unit_columns(rng, context, layout, carry)
            if known and name in known and unit_text:
                units = known[name]["units"]
                columns = {"responsible": unit_text[name]}
            cells |= columns
            time_text, when = times.column(rng, context.horizon) if "deadline" in layout else ("", [])
            cells["deadline"] = time_text
            gold: Entry = {
                "view": "table",
                "number": str(number) if {"number", "group"} & set(layout) else None,
                "path": [group] if "group" in layout else [],
                "title": name,
                "measures": listed,
                "units": units,
                "deadlines": merge_deadlines(when, passage.deadlines),
                "targets": passage.targets,
            }
            if part > 1:
                gold["part"] = part
            rows.append(Row(cells, gold, again))
    return rows


def draw_tasks(rng: Random, layout: tuple[str, ...], rows: list[Row], merge_tasks: bool) -> Table:
    """The table with merged group cells and, with `merge_tasks`, merged number and task cells over continuation rows."""
    words = heading_words(rng, layout)
    drawn: list[tuple[Cell, ...]] = [tuple(Cell(words[role]) for role in layout)]
    stop = "。" if rng.random() < 0.2 else ""
    for i, row in enumerate(rows):
        cells = []
        for role in layout:
            if role == "group":
                if i and rows[i - 1].cells["group"] == row.cells["group"]:
                    continue
                cells.append(Cell(row.cells["group"], _run(rows, i, lambda a, b: a.cells["group"] == b.cells["group"])))
            elif role in ("number", "task") and merge_tasks:
                if row.continues:
                    continue
                text = row.cells[role] + (stop if role == "task" else "")
                cells.append(Cell(text, _run(rows, i, lambda a, b: b.continues)))
            else:
                text = row.cells.get(role, "")
                cells.append(Cell(text + (stop if role == "task" and text else "")))
        drawn.append(tuple(cells))
    return Table(tuple(drawn))


def _run(rows: list[Row], i: int, same: Any) -> int:
    n = 1
    while i + n < len(rows) and same(rows[i], rows[i + n]):
        n += 1
    return n


def choose_groups(context: Context, layout: tuple[str, ...]) -> list[tuple[str, list[str | None]]]:
    """Headings with the titles under them, now and then with a continuation row."""
    rng = context.rng
    groups: list[tuple[str, list[str | None]]] = []
    for i in range(rng.randint(2, 4)):
        head = marker("cn_dun", i + 1) + sentences.title(context) if rng.random() < 0.6 else sentences.title(context)
        titles: list[str | None] = []
        for _ in range(rng.randint(1, 4)):
            titles.append(sentences.title(context))
            if rng.random() < 0.15 and "measures" in layout and "number" in layout:
                titles.append(None)
        groups.append((head, titles))
    return groups


def indicator_table(context: Context, *, domains: bool) -> tuple[Table, list[Entry]]:
    """A table of indicators with a base year and one or more goal years."""
    rng, subject, horizon = context.rng, context.subject, context.horizon
    base = horizon.issued.year - 1
    years = (
        [horizon.last]
        if horizon.one_year or rng.random() < 0.5
        else sorted({horizon.first, horizon.last, (horizon.first + horizon.last) // 2})
    )
    has_base, has_nature, has_units = rng.random() < 0.75, rng.random() < 0.5, rng.random() < 0.6
    words = ["序号"] + (["领域"] if domains else []) + [rng.choice(["指标", "指标名称", "主要指标"]), rng.choice(["单位", "计量单位"])]
    words += [rng.choice([f"{base}年基期值", f"{base}年", f"{base}年实际值"])] if has_base else []
    words += [
        (f"{y}年目标值" if len(years) == 1 or rng.random() < 0.3 else f"{y}年") if has_base or len(years) > 1 else f"{y}年目标值"
        for y in years
    ]
    if has_base and len(years) == 1:
        words[-1] = f"{years[0]}年目标值"
    words += (["属性"] if has_nature else []) + ([rng.choice(["牵头单位", "责任单位"])] if has_units else [])
    role = "lead" if words[-1] == "牵头单位" else "responsible"
    stock = [(*r[:4], r[4]) for r in subject["rates"]] + [
        (*r, "low" if falls(r[0]) else "high") for r in subject["levels"] if not r[1].startswith(("万", "亿"))
    ]
    chosen = rng.sample(stock, min(len(stock), rng.randint(5, 9)))
    sign = rng.random() < 0.5
    drawn, golds = [tuple(Cell(w) for w in words)], []
    names = subject["domains"]
    sizes = _shares(len(chosen), len(names))
    owner = [name for name, size in zip(names, sizes, strict=True) for _ in range(size)]
    for i, (name, counter, low, high, direction) in enumerate(chosen):
        printed, values = _series(rng, counter, low, high, direction, base if has_base else None, years, sign)
        nature = rng.choice(["约束性", "预期性"]) if has_nature else None
        bodies = choose_bodies(rng, context.authority, subject["agency"], rng.choice([1, 1, 2]), extras=False) if has_units else []
        cells = [Cell(str(i + 1))]
        if domains and (i == 0 or owner[i - 1] != owner[i]):
            cells.append(Cell(owner[i], owner.count(owner[i])))
        cells += [Cell(name), Cell(counter), *(Cell(p) for p in printed)] + ([Cell(nature)] if nature else [])
        cells += [Cell(print_bodies(rng, bodies, carry=False))] if has_units else []
        drawn.append(tuple(cells))
        golds.append(
            {
                "number": str(i + 1),
                "name": name,
                "domain": owner[i] if domains else None,
                "unit": counter,
                "nature": nature,
                "values": values,
                "units": [unit(b.name, role) for b in bodies],
            }
        )
    if len(years) > 1 and rng.random() < 0.4:
        return Table((*_two_rows(words, len(years), has_base), *drawn[1:]), header_rows=2), golds
    return Table(tuple(drawn)), golds


def _two_rows(words: list[str], years: int, has_base: bool) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """A head of two rows: 目标值 over the years, the other headings over both rows."""
    first = next(i for i, word in enumerate(words) if word[:2] == "20") + has_base
    above = [Cell(word, 2) for word in words[:first]] + [Cell("目标值", 1, years)] + [Cell(word, 2) for word in words[first + years :]]
    return tuple(above), tuple(Cell(word[:5]) for word in words[first : first + years])


def _shares(n: int, parts: int) -> list[int]:
    return [n // parts + (1 if i < n % parts else 0) for i in range(parts)]


def _series(
    rng: Random, counter: str, low: float, high: float, direction: str, base: int | None, years: list[int], sign: bool
) -> tuple[list[str], list[Entry]]:
    """Printed cells and values of one indicator, moving the right way from year to year."""
    figures = sorted({Decimal(decimal_text(rng, low, high)) for _ in range(len(years) + 3)}, reverse=direction == "low")[: len(years) + 1]
    while len(figures) < len(years) + 1:
        figures.append(figures[-1])
    printed, values = [], []
    if base is not None:
        if rng.random() < 0.08:
            printed.append(rng.choice(["/", ""]))
        else:
            printed.append(f"{figures[0]:f}")
            values.append(_value(base, "baseline", "level", "eq", printed[-1], counter))
    for year, figure in zip(years, figures[1:], strict=True):
        kind = rng.random()
        if kind < 0.06:
            word, comparator = ("逐年下降", "down") if direction == "low" else ("逐年提高", "up")
            printed.append(word)
            values.append(_value(year, "goal", "trend", comparator, None, None))
            continue
        text = f"{figure:f}"
        if sign or kind < 0.3:
            ge = direction != "low"
            before, after = rng.choice([("≥", ""), ("", "以上"), ("≥", "")] if ge else [("≤", ""), ("", "以内"), ("≤", "")])
            values.append(_value(year, "goal", "level", "ge" if ge else "le", text, counter))
            printed.append(before + text + after)
        elif kind < 0.4:
            values.append(_value(year, "goal", "level", "approx", text, counter))
            printed.append(text + "左右")
        else:
            values.append(_value(year, "goal", "level", "eq", text, counter))
            printed.append(text)
    return printed, values


def _value(year: int, role: str, mode: str, comparator: str, value: str | None, counter: str | None) -> Entry:
    made = target("", "", mode, comparator, value, counter)
    return {"period": str(year), "role": role, **{k: made[k] for k in ("mode", "comparator", "value", "upper", "unit")}}
