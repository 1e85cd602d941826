"""What became of the targets of one year by another: raised, lowered, kept, met, dropped, or unknown, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diff import TargetRef
from ..emit.comparison import quantity
from .lines import against, closeness
from .metrics import period_of, plain, year_of
from .record import MetricLine, Outcome, TaskThread, Track, TrackedNotice, Verdict


def verdicts(track: Track, from_year: int, until_year: int) -> tuple[Verdict, ...]:
    """One verdict for every goal that notices of `from_year` set, in the order of the track.

    Raises:
        ValueError: `until_year` is not after `from_year`.
    """
    if until_year <= from_year:
        raise ValueError(f"{until_year} is not after {from_year}")
    notices = {notice.id: notice for notice in track.notices}
    tasks = {(task.notice_id, task.id): thread for thread in track.threads for step in thread.steps for task in step.tasks}
    by_thread: dict[str, list[MetricLine]] = {}
    for line in track.metrics:
        by_thread.setdefault(line.thread, []).append(line)
    found = []
    for lines in by_thread.values():
        for old in lines:
            if old.year == from_year and old.goal is not None:
                thread = tasks.get((old.notice_id, old.task_id)) if old.task_id else None
                found.append(_verdict(old, lines, until_year, notices, thread, track))
    return tuple(found)


def _verdict(
    old: MetricLine, lines: Sequence[MetricLine], until: int, notices: dict[str, TrackedNotice], thread: TaskThread | None, track: Track
) -> Verdict:
    assert old.goal is not None
    goals = [line for line in lines if line.goal is not None and line.year <= until]
    new = _held_against(old, [line for line in goals if line.year == until])
    compared = against(old.goal, new.goal) if new is not None and new.goal is not None else None
    listed = _has_list(notices[old.notice_id], until, track)
    outcome: Outcome = "unknown"
    if compared is not None:
        outcome = compared.change if compared.change in ("raised", "lowered", "kept") else "unknown"
    elif old.reached:
        outcome = "met"
    elif listed:
        outcome = "dropped"
    dropped_in = thread.dropped_in if thread is not None and thread.dropped_in is not None and thread.dropped_in <= until else None
    return Verdict(
        thread=old.thread,
        family=old.family,
        name=old.name,
        region=old.region,
        from_year=old.year,
        until_year=until,
        outcome=outcome,
        certain=(compared is None or compared.certain) and (thread is None or all(step.certain for step in thread.steps)),
        reached=old.reached,
        old=old.goal,
        old_notice=old.notice_id,
        new=new.goal if new is not None else None,
        new_notice=new.notice_id if new is not None else None,
        difference=plain(compared.difference) if compared is not None and compared.difference is not None else None,
        last_year=max(line.year for line in goals),
        task=thread.title if thread is not None else old.task_title,
        task_dropped_in=dropped_in,
        evidence=tuple(_evidence(old, new, lines, until, listed, dropped_in, notices)),
    )


def _held_against(old: MetricLine, later: Sequence[MetricLine]) -> MetricLine | None:
    """The goal of the same kind and for the same period, else the last one."""
    goal = old.goal
    assert goal is not None
    ranked = [(closeness(line.goal, goal), i, line) for i, line in enumerate(later) if line.goal is not None]
    return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _has_list(notice: TrackedNotice, year: int, track: Track) -> bool:
    return any(other.series == notice.series and other.year == year for other in track.notices)


def _evidence(
    old: MetricLine, new: MetricLine | None, lines: Sequence[MetricLine], until: int, listed: bool, dropped_in: int | None,
    notices: dict[str, TrackedNotice],
) -> Iterator[str]:  # fmt: skip
    assert old.goal is not None
    if new is not None and new.goal is not None:
        yield f"{until}年：{_printed(new.goal)}（{_where(notices[new.notice_id], new.goal)}）"
    shown = next((line for line in lines if line.notice_id == old.reached_in and line.actual is not None), None)
    if shown is not None and shown.actual is not None:
        year = year_of(shown.actual)
        when = f"{year}年" if year is not None else shown.actual.period or ""
        done = "已达到" if old.reached else "未达到"
        yield f"{when}完成{quantity(shown.actual)}，{done}（{_where(notices[shown.notice_id], shown.actual)}）"
    if new is None:
        last = max((line.year for line in lines if line.goal is not None and line.year <= until), default=old.year)
        yield f"{last}年后不再提及" if listed else f"没有{until}年的清单"
        if dropped_in is not None:
            yield f"所在任务{dropped_in}年取消"
        elif listed and old.task_id is not None:
            yield "所在任务仍在"


def goal_in_words(goal: TargetRef, year: int) -> str:
    """≥90%, and the year that it is for where that is not the year of its notice."""
    period = period_of(goal)
    return quantity(goal) + (f"（{period}）" if period is not None and period != str(year) else "")


def _printed(target: TargetRef) -> str:
    """A target as it stands in the text; a cell of a table with the name of its row."""
    return target.raw if target.role is None else target.metric + quantity(target)


def _where(notice: TrackedNotice, target: TargetRef) -> str:
    """Document number, else the file, with the page."""
    name = notice.doc_number or notice.source_name
    return f"{name}，第{target.place.page}页" if target.place.page is not None else name
