"""A comparison of two notices in the words of offices: what both the Markdown page and the workbook say of a change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType

from ..diff import (
    DeadlineChange,
    DeadlineRef,
    IndicatorChange,
    NoticeDiff,
    NoticeRef,
    TargetChange,
    TargetRef,
    TaskChange,
    TaskRef,
    UnitChange,
    UnitRef,
)
from .ledger import figure

KINDS = MappingProxyType(
    {
        "same": "未变", "reworded": "改写", "renumbered": "改号", "moved": "移动", "split": "拆分", "merged": "合并",
        "added": "新增", "removed": "取消",
    }
)  # fmt: skip
TRAITS = MappingProxyType({"reworded": "改写", "retitled": "改标题", "renumbered": "改号", "moved": "移至另一部分"})
UPTAKES = MappingProxyType({"taken_over": "照转", "localised": "本地化", "left_out": "未承接", "own": "本级自加"})
UNIT_CHANGES = MappingProxyType(
    {"added": "新增", "removed": "退出", "role_changed": "责任调整", "renamed": "更名", "localised": "对口下级单位"}
)
DEADLINE_CHANGES = MappingProxyType(
    {"added": "新增", "removed": "取消", "moved": "调整", "recurrence_changed": "周期调整", "kind_changed": "类型调整"}
)
DIRECTIONS = MappingProxyType({"tightened": "提高要求", "loosened": "放宽要求", "dropped": "不再提及", "changed": "有变化"})
INDICATOR_CHANGES = MappingProxyType({"same": "未变", "changed": "调整", "added": "新增", "removed": "取消"})
TARGET_CHANGES = MappingProxyType({"added": "新增", "removed": "取消", "changed": "调整"})
ROLES = MappingProxyType({"lead": "牵头", "supporting": "配合", "responsible": "负责"})
RELATIONS = MappingProxyType({"successive": "前后两份", "parent_child": "上级与下级", "peers": "同级两地", "unrelated": "没有共同内容"})
SUMMARY = MappingProxyType(
    {
        "unchanged": "完全未变任务", "same": "文字未变任务", "reworded": "改写任务", "renumbered": "仅改号任务",
        "moved": "移动任务", "split": "拆分", "merged": "合并",
        "added": "新增任务", "removed": "取消任务", "uncertain": "需人工核对", "units_added": "新增责任单位",
        "units_removed": "退出责任单位", "roles_changed": "责任调整", "deadlines_earlier": "时限提前", "deadlines_later": "时限推后",
        "targets_added": "新增目标",
        "targets_dropped": "不再提及的目标", "targets_tightened": "提高要求的目标", "targets_loosened": "放宽要求的目标",
        "targets_reached": "原目标已达到",
    }
)  # fmt: skip
_SIDES = MappingProxyType({"parent_child": ("上级文件", "本级文件"), "peers": ("甲地文件", "乙地文件")})
_SHORT = 24  # characters of a task without a title that name it
_DECIMALS = 4  # that a figure in 万 or 亿 may have
ARROW = " → "


def sides(diff: NoticeDiff) -> tuple[str, str]:
    """What the two columns of texts are called."""
    return _SIDES.get(diff.relation.kind, ("原文", "现文"))


def notice_name(notice: NoticeRef) -> str:
    """Title, else the name of the file."""
    return notice.title or notice.source


def task_name(task: TaskRef) -> str:
    """Title of a task, else how its text begins."""
    if task.title:
        return task.title
    begin = " ".join(task.text.split())
    return begin if len(begin) <= _SHORT else begin[:_SHORT] + "…"


def numbered_name(task: TaskRef) -> str:
    """3．title"""
    return f"{task.number}．{task_name(task)}" if task.number else task_name(task)


def names(tasks: tuple[TaskRef, ...]) -> str:
    """Names of the tasks of one side."""
    return "；".join(numbered_name(task) for task in tasks)


def full_text(task: TaskRef) -> str:
    """Number and text as they stand; the cells of a table row one a line."""
    cells = task.text.split("\t")
    if len(cells) > 1 and cells[0] == task.number:
        del cells[0]
    text = "\n".join(cell for cell in cells if cell)
    return f"{task.number}．{text}" if task.number else text


def kind_in_words(change: TaskChange) -> str:
    """新增; between a higher and a lower list what became of the task there."""
    return UPTAKES[change.uptake] if change.uptake else KINDS[change.kind]


def change_lines(change: TaskChange) -> Iterator[str]:
    """What changed, a line each: traits, responsible bodies, deadlines, targets."""
    if len(change.old) > 1 or len(change.new) > 1:
        yield f"{len(change.old)}项合并为{len(change.new)}项" if len(change.old) > 1 else f"1项拆分为{len(change.new)}项"
    if len(change.old) == 1 == len(change.new):
        yield from _traits(change, change.old[0], change.new[0])
    if change.changes is None:
        return
    for unit in change.changes.units:
        yield "责任单位：" + unit_in_words(unit)
    for deadline in change.changes.deadlines:
        yield "时限：" + deadline_in_words(deadline)
    for target in change.changes.targets:
        yield "目标：" + target_in_words(target)


def _traits(change: TaskChange, old: TaskRef, new: TaskRef) -> Iterator[str]:
    for trait in change.traits:
        if trait == "renumbered":
            yield f"{TRAITS[trait]}：{old.number or '无'}{ARROW}{new.number or '无'}"
        elif trait == "moved":
            yield f"{TRAITS[trait]}：{' / '.join(old.path) or '无'}{ARROW}{' / '.join(new.path) or '无'}"
        elif trait == "retitled":
            yield f"{TRAITS[trait]}：{old.title or '无'}{ARROW}{new.title or '无'}"
        elif trait not in ("reworded",) or not change.changes:
            yield TRAITS[trait]
        else:
            yield f"文字改动（相似度{change.changes.similarity:.0%}）"


def unit_in_words(change: UnitChange) -> str:
    """新增 州残联（配合）"""
    label = UNIT_CHANGES[change.kind]
    if change.old is None or change.new is None:
        one = change.old or change.new
        return f"{label} {_with_role(one)}" if one else label
    if change.kind == "role_changed":
        return f"{label} {change.new.name}（{ROLES[change.old.role]}{ARROW}{ROLES[change.new.role]}）"
    roles = f"（{ROLES[change.old.role]}{ARROW}{ROLES[change.new.role]}）" if change.old.role != change.new.role else ""
    return f"{label} {change.old.name}{ARROW}{change.new.name}{roles}"


def deadline_in_words(change: DeadlineChange) -> str:
    """6月底前 → 8月底前（推后62天）"""
    label = DEADLINE_CHANGES[change.kind]
    if change.old is None or change.new is None:
        one = change.old or change.new
        return f"{label} {when(one)}" if one else label
    return f"{change.old.raw}{ARROW}{change.new.raw}（{days_in_words(change) or label}）"


def days_in_words(change: DeadlineChange) -> str:
    """提前30天, 推后61天 (less what the planning period moved by), 随计划期顺延; empty where it did not move."""
    if change.with_period:
        return "随计划期顺延"
    days = change.days if change.against_period is None else change.against_period
    if not days:
        return ""
    return f"推后{days}天" if days > 0 else f"提前{-days}天"


def when(deadline: DeadlineRef) -> str:
    """As printed, with the last day where there is one."""
    return f"{deadline.raw}（{deadline.end}）" if deadline.end and deadline.kind == "by" else deadline.raw


def target_in_words(change: TargetChange) -> str:
    """城镇新增就业：28000人 → 30000人（提高要求）"""
    if change.old is None or change.new is None:
        one = change.old or change.new
        label = DIRECTIONS["dropped"] if change.new is None else TARGET_CHANGES["added"]
        said = f"{label} {one.metric}{quantity(one)}" if one else label
    else:
        metric = change.new.metric if change.old.metric == change.new.metric else f"{change.old.metric}{ARROW}{change.new.metric}"
        said = f"{metric}：{quantity(change.old)}{ARROW}{quantity(change.new)}（{direction_in_words(change)}）"
    return said + {True: "，原目标已达到", False: "，原目标未达到", None: ""}[change.reached]


def indicator_changes(indicator: IndicatorChange) -> Iterator[TargetChange]:
    """What changed in an indicator; of one that came or went every goal."""
    if indicator.old and indicator.new:
        yield from indicator.values
    elif indicator.new:
        yield from (TargetChange(kind="added", new=value) for value in indicator.new.values if value.role == "goal")
    elif indicator.old:
        yield from (TargetChange(kind="removed", old=value, direction="dropped") for value in indicator.old.values if value.role == "goal")


def direction_in_words(change: TargetChange) -> str:
    """提高要求, 新增 …"""
    return DIRECTIONS[change.direction] if change.direction else TARGET_CHANGES[change.kind]


def quantity(target: TargetRef) -> str:
    """≥90%, 2.8万人; the print where the figure alone says nothing."""
    if target.mode == "reference":
        return f"（{target.raw}）"
    unit = target.unit or ""
    if unit[:1] in ("万", "亿"):
        return figure(target) + unit
    shown = {"value": readable(target.value), "upper": readable(target.upper)}
    return figure(target.model_copy(update=shown)) + unit


def readable(value: str | None) -> str | None:
    """A large figure as offices write it: 2.8万, 3亿."""
    if value is None:
        return None
    number = Decimal(value)
    for word, power in (("万亿", 12), ("亿", 8), ("万", 4)):
        scaled = number.scaleb(-power).normalize()
        if abs(scaled) >= 1 and -int(scaled.as_tuple().exponent) <= _DECIMALS:
            return format(scaled, "f") + word
    return value


def units_in_words(units: tuple[UnitRef, ...]) -> str:
    """州人社局（牵头）、州统计局（配合）"""
    return "、".join(_with_role(unit) for unit in units)


def _with_role(unit: UnitRef) -> str:
    return unit.name if unit.role == "responsible" else f"{unit.name}（{ROLES[unit.role]}）"


def doubts(diff: NoticeDiff) -> list[str]:
    """For every change of the tasks, in order, what a person should check; empty where the alignment is certain."""
    old, new = ({task.id: numbered_name(task) for change in diff.tasks for task in tasks(change)} for tasks in (_old, _new))
    found = []
    for change in diff.tasks:
        known = old if change.kind == "added" else new
        rivals = [known[rival] for rival in change.rivals if rival in known]
        found.append("" if change.certain else "请核对" + (f"，也可能对应：{'；'.join(rivals)}" if rivals else ""))
    return found


def _old(change: TaskChange) -> tuple[TaskRef, ...]:
    return change.old


def _new(change: TaskChange) -> tuple[TaskRef, ...]:
    return change.new


def summary_rows(diff: NoticeDiff) -> Iterator[tuple[str, int]]:
    """What is counted and how many, counts of nothing left out."""
    for key, label in SUMMARY.items():
        count = getattr(diff.summary, key)
        if count:
            yield label, count
