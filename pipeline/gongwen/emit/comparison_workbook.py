"""A comparison as the table that offices make by hand (新旧对照表): old text, new text, what changed, the changed words coloured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ..diff import DeadlineRef, NoticeDiff, TargetChange, TargetRef, TaskChange, TaskRef, UnitRef
from ..diff.redline import Piece, side, word_changes
from .base import needs
from .comparison import (
    DEADLINE_CHANGES,
    KINDS,
    RELATIONS,
    ROLES,
    UNIT_CHANGES,
    UPTAKES,
    change_lines,
    days_in_words,
    direction_in_words,
    doubts,
    full_text,
    indicator_changes,
    kind_in_words,
    names,
    notice_name,
    quantity,
    sides,
    summary_rows,
    units_in_words,
    when,
)
from .sheets import Run, Sheet, Value, save_whole

FILLS = {  # of a row's kind, RRGGBB: pale enough to print text on
    "added": "E2F0D9", "removed": "F8D7DA", "split": "E4DFEC", "merged": "E4DFEC", "moved": "DDEBF7", "reworded": "FFF2CC",
    "renumbered": "EDEDED", "same": "FFFFFF",
}  # fmt: skip
_OF_UPTAKE = {"taken_over": "same", "localised": "reworded", "own": "added", "left_out": "removed"}
_REMOVED, _ADDED = "C00000", "0B5FA5"  # ink of words that went and that came
_DOUBT = "FCE4D6"
_LONGEST_ROW, _TOO_LONG = 420, 560  # characters of one side in one row: a row of Excel is no higher than 409 points
_CUT = "。；;\n"


def write_diff_workbook(diff: NoticeDiff, path: Path) -> None:
    """Write the workbook, whole or not at all.

    Sheets: 对照表, 单位变化, 时限变化, 指标变化, 新增与取消, 说明.

    Raises:
        GongwenError: dependency_missing, output_unwritable.
    """
    try:
        from openpyxl import Workbook
    except ImportError as exc:
        raise needs("openpyxl", "excel", "xlsx") from exc
    book = Workbook(write_only=True)
    for fill in (_texts, _units, _deadlines, _targets, _come_and_gone, _notes):
        fill(book, diff)
    save_whole(book, path)


def _texts(book: Any, diff: NoticeDiff) -> None:
    old, new = sides(diff)
    legend = [("图例：", None), *_legend(diff)]
    above = (
        {"parent_child": "任务清单上下级对照表", "peers": "任务清单两地对照表"}.get(diff.relation.kind, "任务清单新旧对照表"),
        f"{old}：{_named(diff, 'old')}\n{new}：{_named(diff, 'new')}",
        legend,
    )
    headings = ("序号", "变化类别", "所属部分", old, new, "变化", "核对")
    sheet = Sheet(book, "对照表", headings, (6, 10, 18, 52, 52, 40, 16), above=above)
    for number, (change, doubt) in enumerate(zip(diff.tasks, doubts(diff), strict=True), 1):
        fills = {1: _fill_of_task(change)} | ({6: _DOUBT} if not change.certain else {})
        part = " / ".join((change.new or change.old)[0].path)
        says = "\n".join(change_lines(change))
        for i, (before, after) in enumerate(_rows_of_text(change)):
            sheet.add((number, kind_in_words(change), part, before, after, says if not i else "（续）", doubt if not i else None), fills)
    sheet.finish()


def _legend(diff: NoticeDiff) -> list[tuple[str, str | None]]:
    if diff.relation.kind == "parent_child":
        return [(UPTAKES[uptake], FILLS[kind]) for uptake, kind in _OF_UPTAKE.items()]
    return [(KINDS[kind], FILLS[kind]) for kind in ("reworded", "moved", "split", "added", "removed")]


def _fill_of_task(change: TaskChange) -> str:
    return FILLS[_OF_UPTAKE[change.uptake] if change.uptake else change.kind]


def _named(diff: NoticeDiff, which: str) -> str:
    notice = diff.old if which == "old" else diff.new
    more = "，".join(filter(None, (notice.doc_number, notice.issued_on)))
    return notice_name(notice) + (f"（{more}）" if more else "")


def _rows_of_text(change: TaskChange) -> Iterator[tuple[Value, Value]]:
    """Both texts of a change side by side, a long one over several rows."""
    old, new = ("\n".join(map(full_text, tasks)) for tasks in (change.old, change.new))
    if not old or not new:
        for chunk in _chunks((Piece("same", old or new),)):
            text = _inked(chunk)
            yield (text, None) if old else (None, text)
        return
    for chunk in _chunks(word_changes(old, new)):
        yield _inked(side(chunk, "removed")), _inked(side(chunk, "added"))


def _chunks(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Pieces in rows, cut behind sentences where there are any, so that neither side of a row is too high for it."""
    held: list[Piece] = []
    for bite in _bites(pieces):
        longest = max(sum(len(p.text) for p in side((*held, *bite), kind)) for kind in ("removed", "added"))
        if held and longest > (_LONGEST_ROW if held[-1].text[-1] in _CUT else _TOO_LONG):
            yield tuple(held)
            held = []
        held += bite
    if held:
        yield tuple(held)


def _bites(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """What stays in one row: a sentence that both sides have, or a stretch of the old text with what took its place."""
    waiting: list[str] = []  # of the old text, until it is known whether something took its place
    for piece in (*pieces, Piece("same", "")):
        parts = list(_sentences(piece.text, long_only=piece.kind != "same"))
        if piece.kind == "removed":
            waiting = parts
            continue
        new = parts if piece.kind == "added" else []
        for old, after in zip_longest(waiting, new, fillvalue=""):
            yield tuple(one for one in (Piece("removed", old), Piece("added", after)) if one.text)
        waiting = []
        if piece.kind == "same":
            yield from ((Piece("same", part),) for part in parts)


def _sentences(text: str, *, long_only: bool) -> Iterator[str]:
    """Sentences, what has none cut by length; with `long_only` as many together as a row holds."""
    start = cut = 0
    for i, character in enumerate(text, 1):
        if character in _CUT:
            cut = i
        if (cut == i and not long_only) or i - start >= _LONGEST_ROW:
            end = cut if cut > start else i
            yield text[start:end]
            start = cut = end
    if start < len(text):
        yield text[start:]


def _inked(pieces: Sequence[Piece]) -> tuple[Run, ...]:
    """Struck out in red what went, in blue what came."""
    inks = {
        "same": lambda text: Run(text),
        "removed": lambda text: Run(text, _REMOVED, strike=True),
        "added": lambda text: Run(text, _ADDED, bold=True),
    }
    return tuple(inks[piece.kind](piece.text) for piece in pieces)


def _units(book: Any, diff: NoticeDiff) -> None:
    headings = ("序号", "任务", "变化", "原单位", "原责任", "现单位", "现责任")
    sheet = Sheet(book, "单位变化", headings, (6, 44, 14, 34, 10, 34, 10), above=("责任单位变化",))
    for number, change in _changed(diff):
        for unit in change.changes.units if change.changes else ():
            told = (number, names(change.new), UNIT_CHANGES[unit.kind], *_unit(unit.old), *_unit(unit.new))
            sheet.add(told, {2: _fill_of(unit.kind)})
    sheet.finish()


def _deadlines(book: Any, diff: NoticeDiff) -> None:
    headings = ("序号", "任务", "变化", "原时限", "原截止日期", "现时限", "现截止日期", "提前或推后")
    sheet = Sheet(book, "时限变化", headings, (6, 44, 14, 26, 14, 26, 14, 18), above=("完成时限变化",))
    for number, change in _changed(diff):
        for one in change.changes.deadlines if change.changes else ():
            told = (number, names(change.new), DEADLINE_CHANGES[one.kind], *_time(one.old), *_time(one.new), days_in_words(one))
            sheet.add(told, {2: _fill_of(one.kind)})
    sheet.finish()


def _targets(book: Any, diff: NoticeDiff) -> None:
    headings = ("出处", "任务", "指标", "变化", "原目标", "原文（旧）", "页码", "现目标", "原文（新）", "页码", "差值", "原目标达到情况")
    sheet = Sheet(book, "指标变化", headings, (10, 32, 28, 12, 14, 34, 7, 14, 34, 7, 10, 12), above=("目标和指标变化",))
    for where, name, target in _target_changes(diff):
        one = target.new or target.old
        reached = {True: "已达到", False: "未达到", None: None}[target.reached]
        metric = one.metric if one else None
        told = (where, name, metric, direction_in_words(target), *_figure(target.old), *_figure(target.new), target.difference, reached)
        sheet.add(told, {3: _fill_of(target.direction or target.kind)})
    sheet.finish()


def _target_changes(diff: NoticeDiff) -> Iterator[tuple[str, str, TargetChange]]:
    for change in diff.tasks:
        if change.changes:
            yield from (("任务", names(change.new), target) for target in change.changes.targets)
    yield from (("总体目标", "", goal) for goal in diff.goals)
    for indicator in diff.indicators:
        yield from (("指标表", "", value) for value in indicator_changes(indicator))


def _unit(unit: UnitRef | None) -> tuple[Value, Value]:
    return (unit.name, ROLES[unit.role]) if unit else (None, None)


def _time(deadline: DeadlineRef | None) -> tuple[Value, Value]:
    return (deadline.raw, deadline.end) if deadline else (None, None)


def _figure(target: TargetRef | None) -> tuple[Value, Value, Value]:
    return (quantity(target), target.raw, target.place.page) if target else (None, None, None)


def _come_and_gone(book: Any, diff: NoticeDiff) -> None:
    headings = ("类别", "序号", "所属部分", "任务", "全文", "责任单位", "时限", "目标", "页码")
    sheet = Sheet(book, "新增与取消", headings, (10, 8, 24, 30, 60, 28, 20, 26, 8), above=("新增与取消的任务",))
    for kind in ("added", "removed"):
        for change in diff.tasks:
            if change.kind == kind:
                for task in change.new or change.old:
                    for row in _task_rows(kind_in_words(change), task):
                        sheet.add(row, {0: FILLS[kind]})
    sheet.finish()


def _task_rows(label: str, task: TaskRef) -> Iterator[tuple[Value, ...]]:
    """A task; what of its text one row cannot hold in further rows."""
    targets = "\n".join(target.metric + quantity(target) for target in task.targets)
    deadlines = "；".join(when(deadline) for deadline in task.deadlines)
    path = " / ".join(task.path)
    first, *more = (_inked(chunk) for chunk in _chunks((Piece("same", full_text(task)),)))
    yield (label, task.number, path, task.title, first, units_in_words(task.units), deadlines, targets, task.place.page)
    yield from ((label, task.number, path, "（续）", text, None, None, None, None) for text in more)


def _notes(book: Any, diff: NoticeDiff) -> None:
    sheet = Sheet(book, "说明", ("项目", "内容"), (24, 100), above=("比较说明",))
    old, new = sides(diff)
    sheet.add((old, _named(diff, "old")))
    sheet.add((new, _named(diff, "new")))
    sheet.add(("文件关系", f"{RELATIONS[diff.relation.kind]}（已对应任务占比{diff.relation.similarity:.0%}）"))
    for label, count in summary_rows(diff):
        sheet.add((label, count))
    for label, colour in _legend(diff):
        sheet.add((f"图例：{label}", "“变化类别”栏的底色"), {0: colour or FILLS["same"]})
    sheet.add(("文字标记", (Run("删去的文字", _REMOVED, strike=True), Run("，"), Run("新增的文字", _ADDED, bold=True))))
    sheet.add(("核对", "“请核对”的一行，对应关系没有把握，请对照原文确认。"), {0: _DOUBT})
    for finding in diff.findings:
        sheet.add(("比较发现", finding.message))
    sheet.finish()


def _changed(diff: NoticeDiff) -> Iterator[tuple[int, TaskChange]]:
    """Changes with the number that they have in 对照表."""
    return ((i, change) for i, change in enumerate(diff.tasks, 1) if change.changes)


def _fill_of(kind: str) -> str:
    """Colour of a change inside a task: green for what came, red for what went or was loosened, yellow for the rest."""
    if kind == "added":
        return FILLS["added"]
    return FILLS["removed"] if kind in ("removed", "dropped", "loosened") else FILLS["reworded"]
