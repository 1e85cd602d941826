"""The ledger (任务台账) that offices keep: one row a task, in words. Used for Excel; other sinks give the parts one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from ..records import Deadline, Notice, Target, Task, Unit

_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "约", "eq": ""}
_TRENDS = {"up": "提高", "down": "下降", "keep": "保持"}
_LINES = "\n"


class LedgerRow(NamedTuple):
    """A row of the ledger; the names are those of its columns in `LEDGER_HEADINGS`."""

    number: str
    source: str
    heading: str
    task: str
    measures: str
    lead: str
    units: str
    deadlines: str
    targets: str
    page: int | None


LEDGER_HEADINGS = ("序号", "来源文件", "所属部分", "工作任务", "具体措施", "牵头单位", "责任单位", "完成时限", "目标值", "来源页")
INDICATOR_HEADINGS = ("序号", "来源文件", "领域", "指标名称", "属性", "时期", "类型", "数值", "单位", "责任单位", "来源页")
FINDING_HEADINGS = ("来源文件", "级别", "代码", "说明", "原文", "来源页")


def ledger_rows(notice: Notice) -> Iterator[LedgerRow]:
    """The tasks of a notice as rows of the ledger."""
    for task in notice.tasks:
        yield LedgerRow(
            number=_number(task),
            source=notice.meta.title or notice.source.name,
            heading=" / ".join(task.path),
            task=task.title or task.text,
            measures=_LINES.join(f"{m.marker or ''}{m.text}" for m in task.measures),
            lead="、".join(u.name for u in task.units if u.role == "lead"),
            units="、".join(_named(u) for u in task.units if u.role != "lead"),
            deadlines="；".join(_when(d) for d in task.deadlines),
            targets=_LINES.join(target_in_words(x) for x in task.targets),
            page=task.span.page,
        )


def indicator_rows(notice: Notice) -> Iterator[tuple[str | int | None, ...]]:
    """The figures of a notice's indicators, one row each, under INDICATOR_HEADINGS."""
    for indicator in notice.indicators:
        head = (indicator.number, notice.meta.title or notice.source.name, indicator.domain, indicator.name, indicator.nature)
        units = "、".join(u.name for u in indicator.units)
        if not indicator.values:
            yield (*head, None, None, None, indicator.unit, units, indicator.span.page)
        for v in indicator.values:
            role = "基期值" if v.role == "baseline" else "目标值"
            yield (*head, v.period, role, (f"{v.facet}：" if v.facet else "") + figure(v), v.unit or indicator.unit, units, v.span.page)


def finding_rows(notice: Notice) -> Iterator[tuple[str | int | None, ...]]:
    """What the audit found, one row each, under FINDING_HEADINGS."""
    for finding in notice.audit.findings:
        span = finding.span
        quote = notice.text[span.start : span.end][:200] if span is not None and notice.text is not None else None
        where = notice.meta.title or notice.source.name
        yield (where, finding.severity, finding.code, finding.message, quote, span.page if span is not None else None)


class Figure(Protocol):
    """What a target, a figure of an indicator and a reference to either have in common."""

    @property
    def mode(self) -> str: ...
    @property
    def comparator(self) -> str: ...
    @property
    def value(self) -> str | None: ...
    @property
    def upper(self) -> str | None: ...


def target_in_words(target: Target) -> str:
    """县域内就诊率≥90%"""
    return target.metric + figure(target) + (target.unit or "")


def figure(of: Figure) -> str:
    """The figure with its sign; 提高5 for a change, the direction alone for a trend."""
    if of.mode == "trend":
        return _TRENDS.get(of.comparator, "")
    if of.value is None:
        return ""
    if of.mode == "change":
        falls = of.value.startswith("-")
        return ("下降" if falls else "提高") + _SIGNS.get(of.comparator, "") + of.value.lstrip("-")
    if of.comparator == "range" and of.upper is not None:
        return f"{of.value}～{of.upper}"
    return _SIGNS.get(of.comparator, "") + of.value


def _number(task: Task) -> str:
    number = task.number or ""
    return f"{number}-{task.part}" if task.part > 1 else number


def _named(unit: Unit) -> str:
    return f"{unit.name}（配合）" if unit.role == "supporting" else unit.name


def _when(deadline: Deadline) -> str:
    """As printed, with the day where the print leaves it to be reckoned."""
    return f"{deadline.raw}（{deadline.end}）" if deadline.end and deadline.kind == "by" else deadline.raw
