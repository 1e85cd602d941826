"""`gongwen show`: the task list of a notice as a table for the eye."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from .run import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ..records import Deadline, Indicator, IndicatorValue, Notice, Target, Task, Unit

_ROLES = {"lead": "（牵头）", "supporting": "（配合）", "responsible": ""}
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "eq": "", "up": "↑", "down": "↓", "keep": "→", "range": ""}


def show_notice(notice: Notice, width: int | None) -> str:
    """The notice as text: its head, then the tasks under their headings. `width` in columns; None: as the terminal has it."""
    from rich.console import Console

    console = Console(width=width, markup=False, highlight=False, emoji=False)
    with console.capture() as captured:
        for part in _parts(notice):
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _parts(notice: Notice) -> list[RenderableType]:
    meta = notice.meta
    head = [meta.title or notice.source.name, "  ".join(s for s in (meta.doc_number, "、".join(meta.issuers), meta.issued_on) if s)]
    parts: list[RenderableType] = [printable(line) for line in head if line]
    for (view, path), tasks in groupby(notice.tasks, key=lambda t: (t.view, t.path)):
        parts += ["", printable(" › ".join(path) or ("任务表" if view == "table" else "任务")), _task_table(list(tasks))]
    if notice.indicators:
        parts += ["", "指标", _indicator_table(notice.indicators)]
    return parts


def _table(columns: dict[str, int], rows: list[list[str]]) -> RenderableType:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False)
    for header, ratio in columns.items():
        table.add_column(header, ratio=ratio or None, overflow="fold", width=None if ratio else 4)
    for row in rows:
        table.add_row(*["\n".join(printable(line) for line in cell.split("\n")) for cell in row])
    return table


def _task_table(tasks: list[Task]) -> RenderableType:
    rows = [
        [
            (task.number or "") + (f"-{task.part}" if task.part > 1 else ""),
            task.title or _shortened(task.text),
            "、".join(map(unit_text, task.units)),
            "\n".join(map(deadline_text, task.deadlines)),
            "\n".join(map(target_text, task.targets)),
        ]
        for task in tasks
    ]
    return _table({"序号": 0, "任务": 5, "责任单位": 5, "时限": 4, "目标": 6}, rows)


def _indicator_table(indicators: tuple[Indicator, ...]) -> RenderableType:
    rows = []
    for row in indicators:
        values = [f"{v.period or ''} {v.facet or ''}{amount(v)}".strip() for v in row.values]
        rows.append([row.number or "", row.name, "、".join(map(unit_text, row.units)), row.nature or "", "\n".join(values)])
    return _table({"序号": 0, "指标": 5, "责任单位": 5, "属性": 3, "数值": 6}, rows)


def unit_text(unit: Unit) -> str:
    """A body with its role, where it is not the plain one."""
    return unit.name + _ROLES[unit.role]


def deadline_text(deadline: Deadline) -> str:
    """The expression as printed and what it comes to."""
    if deadline.kind == "relative":
        means = f"+{deadline.offset}" if deadline.offset else ""
    elif deadline.kind == "recurring":
        means = deadline.freq or ""
    else:
        means = "–".join(d for d in (deadline.start, deadline.end) if d)
    return deadline.raw + (f" → {means}" if means else "")


def target_text(target: Target) -> str:
    """The metric and its figure."""
    return f"{target.metric} {amount(target)}".strip()


def amount(of: Target | IndicatorValue) -> str:
    """A figure in signs: ≥ 90%, 2–3名, ↑, +3个百分点."""
    figure = f"{of.value}–{of.upper}" if of.upper is not None else of.value or ""
    rises = of.mode == "change" and figure and not figure.startswith("-")
    return f"{_SIGNS[of.comparator]} {'+' if rises else ''}{figure}{of.unit or ''}".strip()


def _shortened(text: str, limit: int = 40) -> str:
    line = printable(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"
