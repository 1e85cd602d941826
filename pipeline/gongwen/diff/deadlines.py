"""What became of a task's deadlines, and by how many days they moved."""

from __future__ import annotations

from datetime import date, timedelta

from ..records import Deadline
from .assign import assign
from .context import Surroundings
from .record import DeadlineChange, DeadlineChangeKind
from .refs import deadline_ref

_ALIKE = 0.3  # from which two deadlines are taken for one that changed
_CONTEXT, _KIND, _SOURCE = 0.6, 0.25, 0.3  # what the same surroundings, the same kind, a time column on both sides are worth
_SAME, _ALONG = 0.95, 0.9  # and the same time, or one that moved as the planning period did


def deadline_changes(old: Surroundings, new: Surroundings, years: int) -> tuple[DeadlineChange, ...]:
    """Deadlines that came, went, moved or changed their kind; those of the new task first, in its order.

    Args:
        years: how far the planning period moved from the old notice to the new one.
    """
    olds, news = old.item.deadlines, new.item.deadlines
    partner = _matched(old, new, years)
    changes = []
    for j, deadline in enumerate(news):
        i = partner.get(j)
        if i is None:
            changes.append(DeadlineChange(kind="added", new=deadline_ref(deadline)))
        elif _key(olds[i]) != _key(deadline):
            changes.append(_changed(olds[i], deadline, years))
    kept = set(partner.values())
    changes += [DeadlineChange(kind="removed", old=deadline_ref(d)) for i, d in enumerate(olds) if i not in kept]
    return tuple(changes)


def _key(d: Deadline) -> tuple[str | None, ...]:
    return d.kind, d.start, d.end, d.offset, d.freq


def _matched(old: Surroundings, new: Surroundings, years: int) -> dict[int, int]:
    """For new deadlines the old one that each was, for all at once: one may have moved to where another stood."""
    rows = [{j: _likeness(old, new, a, b, years) - _ALIKE for j, b in enumerate(new.item.deadlines)} for a in old.item.deadlines]
    return {j: i for i, j in enumerate(assign(rows)) if j is not None}


def _likeness(old: Surroundings, new: Surroundings, a: Deadline, b: Deadline, years: int) -> float:
    around = _CONTEXT * old.rarity.cosine(old.of(a), new.of(b))
    if _key(a) == _key(b):
        return _SAME + around
    if _moved_along(a, b, years):
        return _ALONG + around
    columns = a.source != "text" and b.source != "text"
    return around + _KIND * (a.kind == b.kind) + _SOURCE * columns


def _changed(old: Deadline, new: Deadline, years: int) -> DeadlineChange:
    kind: DeadlineChangeKind = "moved"
    if old.kind != new.kind:
        kind = "kind_changed"
    elif old.kind == "recurring":
        kind = "recurrence_changed"
    days = against = _offset_days(old, new)
    if old.end and new.end:
        days = (_day(new.end) - _day(old.end)).days
        against = (_day(new.end) - _day(_shifted(old.end, years))).days
    return DeadlineChange(
        kind=kind,
        old=deadline_ref(old),
        new=deadline_ref(new),
        days=days,
        against_period=against,
        with_period=_moved_along(old, new, years),
    )


def _moved_along(old: Deadline, new: Deadline, years: int) -> bool:
    """Did it move exactly as the planning period did?"""
    if not years or old.kind != new.kind or not (old.end and new.end):
        return False
    return (
        _shifted(old.end, years) == new.end
        and (old.start is None) == (new.start is None)
        and (old.start is None or _shifted(old.start, years) == new.start)
    )


def _shifted(day: str, years: int) -> str:
    """The same day of another year; the last of February stays the last."""
    then = _day(day)
    last = (then + timedelta(days=1)).day == 1
    year = min(max(then.year + years, 1), 9998)
    if last:
        after = date(year + then.month // 12, then.month % 12 + 1, 1)
        return (after - timedelta(days=1)).isoformat()
    return then.replace(year=year).isoformat()


def _offset_days(old: Deadline, new: Deadline) -> int | None:
    """Days between two offsets after an event, where both are in days or weeks."""
    a, b = (_days_of(d.offset) for d in (old, new))
    return b - a if a is not None and b is not None else None


def _days_of(offset: str | None) -> int | None:
    if offset is None or not offset[1:-1].isdigit() or offset[-1] not in "DW":
        return None
    return int(offset[1:-1]) * (7 if offset[-1] == "W" else 1)


def _day(iso: str) -> date:
    return date.fromisoformat(iso)
