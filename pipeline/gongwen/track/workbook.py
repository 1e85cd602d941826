"""Tracks as a workbook: what became of the targets, metrics with a column a year, tasks with a column a year, the notices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..emit.base import needs
from ..emit.comparison import KINDS, quantity
from ..emit.comparison_workbook import FILLS
from ..emit.ledger import figure
from ..emit.sheets import Sheet, Value, save_whole
from .metrics import period_of, year_of
from .record import MetricLine, Step, Track, Verdict
from .verdicts import goal_in_words

OUTCOMES = MappingProxyType(
    {"raised": "提高", "lowered": "降低", "kept": "保持", "met": "已达到", "dropped": "不再提及", "unknown": "不明"}
)
CHANGES = MappingProxyType({"first": "首次", "raised": "提高", "lowered": "降低", "kept": "保持", "changed": "有变化"})
EVENTS = MappingProxyType({**KINDS, "first": "首次", "same": "延续", "dropped": "取消"})
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_REACHED = {True: "已达到", False: "未达到", None: None}
_GOOD, _BAD, _NEUTRAL = FILLS["added"], FILLS["removed"], FILLS["reworded"]
_COLOURS = {"raised": _GOOD, "met": _GOOD, "lowered": _BAD, "dropped": _BAD, "unknown": _NEUTRAL, "changed": _NEUTRAL}


def write_track_workbook(track: Track, verdicts: Sequence[Verdict], path: Path) -> None:
    """Write the workbook, whole or not at all. Raises GongwenError (dependency_missing, output_unwritable)."""
    try:
        from openpyxl import Workbook
    except ImportError as exc:
        raise needs("openpyxl", "excel", "xlsx") from exc
    book = Workbook(write_only=True)
    if verdicts:
        _verdicts(book, verdicts)
    _metrics(book, track)
    _lines(book, track)
    _threads(book, track)
    _notices(book, track)
    save_whole(book, path)


def _verdicts(book: Any, verdicts: Sequence[Verdict]) -> None:
    first, last = verdicts[0].from_year, verdicts[0].until_year
    headings = ("地区", "指标", f"{first}年目标", f"{last}年目标", "结果", "是否已达到", "差值", "所属任务", "依据", "核对")
    sheet = Sheet(book, "目标去向", headings, (12, 32, 16, 16, 10, 11, 12, 28, 60, 8), above=(f"{first}年目标到{last}年的去向",))
    for v in verdicts:
        figures = (goal_in_words(v.old, first), goal_in_words(v.new, last) if v.new is not None else None)
        told = (v.region, v.name, *figures, OUTCOMES[v.outcome], _REACHED[v.reached], _number(v.difference), v.task)
        sheet.add((*told, "\n".join(v.evidence), None if v.certain else "请核对"), _fill(4, v.outcome))
    sheet.finish()


def _metrics(book: Any, track: Track) -> None:
    """A row a thread; goals under the year that sets them, figures reached under the year they are of."""
    years = sorted({notice.year for notice in track.notices})
    headings = ("地区", "指标", "单位", *(f"{year}年{kind}" for year in years for kind in ("目标", "完成")), "同类")
    sheet = Sheet(book, "指标轨迹", headings, (12, 34, 10, *(12,) * (2 * len(years)), 7), above=("历年指标",))
    for lines in _by_thread(track.metrics):
        cells: dict[tuple[int, str], list[str]] = {}
        fills: dict[int, str] = {}
        for line in lines:
            if line.goal is not None and line.year in years:
                cells.setdefault((line.year, "goal"), []).append(_goal(line))
                fills |= _fill(3 + 2 * years.index(line.year), line.change)
            if line.actual is not None and line.actual_value is not None:
                when = year_of(line.actual) or line.year - 1
                cells.setdefault((when, "actual"), []).append(line.actual_value)
        shown = [_number("\n".join(dict.fromkeys(cells.get((year, kind), ())))) for year in years for kind in ("goal", "actual")]
        sheet.add((lines[0].region, lines[0].name, lines[0].unit, *shown, lines[0].family), fills)
    sheet.finish()


def _goal(line: MetricLine) -> str:
    """A goal in the unit of its thread, with its period where that is another year."""
    assert line.goal is not None
    said = figure(line.goal.model_copy(update={"value": line.goal_value})) if line.goal_value is not None else quantity(line.goal)
    period = period_of(line.goal)
    return said if period is None or period == str(line.year) else f"{said}（{period}）"


def _number(text: str | None) -> Value:
    """A plain figure as a number that the office can reckon with."""
    if not text:
        return None
    return float(text) if _PLAIN.fullmatch(text) else text


def _lines(book: Any, track: Track) -> None:
    headings = (
        "地区", "指标", "年度", "目标", "与上次相比", "比较年度", "差值", "后续是否达到", "完成值", "完成时期", "所属任务", "原文",
        "来源", "页码",
    )  # fmt: skip
    widths = (12, 30, 7, 14, 11, 9, 11, 12, 14, 9, 26, 40, 30, 7)
    sheet = Sheet(book, "指标明细", headings, widths, above=("指标明细",))
    for x in track.metrics:
        said = x.goal or x.actual
        sheet.add(
            (
                x.region, x.name, x.year, quantity(x.goal) if x.goal else None, CHANGES[x.change] if x.change else None, x.since,
                _number(x.difference), _REACHED[x.reached], quantity(x.actual) if x.actual else None, x.actual.period if x.actual else None,
                x.task_title, said.raw if said else None, x.doc_number or x.source_name, said.place.page if said else None,
            ),
            _fill(4, x.change),
        )  # fmt: skip
    sheet.finish()


def _threads(book: Any, track: Track) -> None:
    years = sorted({step.year for thread in track.threads for step in thread.steps})
    headings = ("地区", "任务", "首次", "最后", *(f"{year}年" for year in years), "核对", "同类")
    sheet = Sheet(book, "任务轨迹", headings, (12, 32, 8, 8, *(26,) * len(years), 8, 7), above=("历年任务",))
    for thread in track.threads:
        steps = {step.year: step for step in thread.steps}
        fills = {4 + i: FILLS.get(_kind(steps[year]), "FFFFFF") for i, year in enumerate(years) if year in steps}
        shown: list[Value] = [_told(steps[year]) if year in steps else None for year in years]
        doubt = None if all(step.certain for step in thread.steps) else "请核对"
        sheet.add((thread.region, thread.title, thread.first_year, thread.last_year, *shown, doubt, thread.family), fills)
    sheet.finish()


def _told(step: Step) -> str:
    tasks = "\n".join("．".join(filter(None, (task.number, task.title))) for task in step.tasks)
    left = "\n".join(f"（未延续：{task.title or task.id}）" for task in step.left) if step.tasks else ""
    return "\n".join(filter(None, (EVENTS[step.event], tasks, left)))


def _kind(step: Step) -> str:
    return {"dropped": "removed", "first": "same"}.get(step.event, step.event)


def _notices(book: Any, track: Track) -> None:
    headings = ("地区", "年度", "标题", "发文字号", "成文日期", "发文机关", "组", "承接", "文件")
    sheet = Sheet(book, "公文", headings, (12, 7, 54, 20, 12, 30, 6, 28, 26), above=("所跟踪的公文",))
    numbers = {notice.id: notice.doc_number or notice.source_name for notice in track.notices}
    for n in track.notices:
        before = "\n".join(numbers[one] for one in n.predecessors)
        sheet.add((n.region, n.year, n.title, n.doc_number, n.issued_on, "、".join(n.issuers), n.series, before, n.source_name))
    for finding in track.findings:
        sheet.add((None, None, finding.message, *(None,) * 6), {2: _NEUTRAL})
    sheet.finish()


def _by_thread(lines: Sequence[MetricLine]) -> list[list[MetricLine]]:
    found: dict[str, list[MetricLine]] = {}
    for line in lines:
        found.setdefault(line.thread, []).append(line)
    return list(found.values())


def _fill(column: int, kind: str | None) -> dict[int, str]:
    return {column: _COLOURS[kind]} if kind in _COLOURS else {}
