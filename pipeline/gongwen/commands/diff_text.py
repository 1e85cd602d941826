"""A comparison as text for a terminal: what the two notices are, the counts, then every task that changed."""

from __future__ import annotations

from collections.abc import Iterator

from ..diff import DeadlineChange, NoticeDiff, NoticeRef, TargetChange, TargetRef, TaskChange, TaskRef, UnitChange
from .run import printable

_SIGNS = {"same": "=", "renumbered": "#", "reworded": "~", "moved": "→", "split": "<", "merged": ">", "added": "+", "removed": "-"}
_COUNTED = (
    ("same", "same"), ("reworded", "reworded"), ("renumbered", "renumbered"), ("moved", "moved"), ("split", "split"),
    ("merged", "merged"), ("added", "added"), ("removed", "removed"), ("uncertain", "to be looked at"),
)  # fmt: skip
_ALSO = (
    ("units_added", "bodies added"), ("units_removed", "bodies removed"), ("roles_changed", "roles changed"),
    ("deadlines_earlier", "deadlines earlier"), ("deadlines_later", "deadlines later"), ("targets_added", "targets added"),
    ("targets_dropped", "targets dropped"), ("targets_tightened", "targets tightened"), ("targets_loosened", "targets loosened"),
    ("targets_reached", "old goals reached"),
)  # fmt: skip
_SHORT = 36


def diff_text(diff: NoticeDiff) -> str:
    """The comparison as lines; tasks that are the same and changed in no field are only counted."""
    lines = [*_head(diff), ""]
    for change in diff.tasks:
        inside = list(_inside(change))
        if change.kind != "same" or inside or not change.certain:
            lines.append(_line(change))
            lines += [f"      {line}" for line in inside]
    lines += [f"goal  {_target(change)}" for change in diff.goals]
    for row in diff.indicators:
        if row.kind != "same":
            name = (row.new or row.old).name if row.new or row.old else ""  # type: ignore[union-attr]
            lines.append(printable(f"indicator {row.kind}: {name}"))
            lines += [f"      {_target(change)}" for change in row.values]
            lines += [f"      {_unit(change)}" for change in row.units]
    lines += [f"{finding.severity}: {finding.message}" for finding in diff.findings]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(diff: NoticeDiff) -> Iterator[str]:
    yield f"old  {_notice(diff.old)}"
    yield f"new  {_notice(diff.new)}"
    yield f"{diff.relation.kind}: {'; '.join(map(printable, diff.relation.evidence))}"
    yield ", ".join(_counts(diff, _COUNTED)) or "no tasks"
    also = ", ".join(_counts(diff, _ALSO))
    if also:
        yield also


def _counts(diff: NoticeDiff, names: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for field, name in names:
        count = getattr(diff.summary, field)
        if count:
            yield f"{count} {name}"


def _notice(notice: NoticeRef) -> str:
    told = (notice.title or notice.source, notice.doc_number, notice.issued_on)
    return printable("  ".join(part for part in told if part)) + f"  ({notice.tasks} tasks)"


def _line(change: TaskChange) -> str:
    old, new = " + ".join(map(_task, change.old)), " + ".join(map(_task, change.new))
    doubt = "" if change.certain else "  ?" + (f" perhaps {', '.join(map(printable, change.rivals))}" if change.rivals else "")
    traits = [t for t in change.traits if t != change.kind]
    more = f" ({', '.join(traits)})" if traits else ""
    uptake = f" [{change.uptake}]" if change.uptake else ""
    told = f"{old} → {new}" if change.old and change.new and old != new else new or old
    return f"{_SIGNS[change.kind]} {change.kind}{more}{uptake}  {told}{doubt}"


def _task(task: TaskRef) -> str:
    name = printable(task.title or task.text)
    short = name if len(name) <= _SHORT else name[: _SHORT - 1] + "…"
    number = f"{task.number}{f'-{task.part}' if task.part > 1 else ''} " if task.number else ""
    return f"{printable(number)} {short}".strip() if number else short


def _inside(change: TaskChange) -> Iterator[str]:
    changes = change.changes
    if changes is None:
        return
    yield from map(_unit, changes.units)
    yield from (_deadline(deadline) for deadline in changes.deadlines if not deadline.with_period)
    yield from map(_target, changes.targets)
    measures = [m.kind for m in changes.measures if m.kind not in ("same", "reworded")]
    if measures:
        kinds = sorted(set(measures), key=measures.index)
        yield "measures: " + ", ".join(f"{measures.count(kind)} {kind}" for kind in kinds)


def _unit(change: UnitChange) -> str:
    old, new = (f"{u.name} ({u.role})" if u is not None else "" for u in (change.old, change.new))
    return printable(f"body {change.kind}: " + " → ".join(side for side in (old, new) if side))


def _deadline(change: DeadlineChange) -> str:
    sides = " → ".join(d.raw for d in (change.old, change.new) if d is not None)
    days = f" ({change.against_period:+d} days within the planning period)" if change.against_period else ""
    return printable(f"deadline {change.kind}: {sides}{days}")


def _target(change: TargetChange) -> str:
    sides = " → ".join(_figure(t) for t in (change.old, change.new) if t is not None)
    way = change.direction if change.kind == "changed" else change.kind
    step = f" ({'' if change.difference.startswith('-') else '+'}{change.difference})" if change.difference not in (None, "0") else ""
    done = {True: ", old goal reached", False: ", old goal not reached", None: ""}[change.reached]
    return printable(f"target {way}: {sides}{step}{done}")


def _figure(target: TargetRef) -> str:
    return target.raw if target.period is None else f"{target.metric} {target.period}: {target.raw}"
