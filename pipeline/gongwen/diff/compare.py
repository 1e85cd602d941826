"""Two records in, one diff out."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Notice
from .align import Alignment, Links, align
from .changes import Inside
from .evidence import Judge
from .headings import Headings
from .indicators import facts_of, indicator_changes
from .items import Item, items_of
from .mapping import Mapped, links_of
from .record import DiffFinding, Evidence, NoticeDiff, Relation, TargetChange, TaskChange, TaskKind, Trait, Uptake
from .refs import notice_ref, task_ref
from .relation import higher_second, relation_of
from .summary import summary_of
from .targets import Facts, figure, target_changes
from .wording import compact

_TAKEN_OVER = 0.75  # likeness of texts from which a lower body only repeats the higher one; set on planted truth


def compare(old: Notice, new: Notice, mapped: Mapped | None = None) -> NoticeDiff:
    """What became of every task of the old notice, and where those of the new one come from.

    Args:
        old: the earlier record, or that of the higher body.
        new: the later record, or that of the lower body.
        mapped: what a person said of the alignment; it is followed.

    Raises:
        GongwenError: the map names a task that is not there, or a number that several tasks bear (map_invalid).
    """
    olds, news = items_of(old), items_of(new)
    judge = Judge(olds, news)
    alignments = align(judge, olds, news, links_of(mapped, olds, news) if mapped is not None else Links())
    relation = relation_of(old, new, alignments)
    if relation.kind == "unrelated":
        alignments = [*(Alignment((), (item,)) for item in news), *(Alignment((item,), ()) for item in olds)]
    return _diff(old, new, relation, _in_place(alignments), judge, (olds, news))


def _diff(
    old: Notice, new: Notice, relation: Relation, alignments: list[Alignment], judge: Judge, lists: tuple[list[Item], list[Item]]
) -> NoticeDiff:
    elsewhere = relation.kind in ("parent_child", "peers")
    related = relation.kind != "unrelated"
    facts = facts_of(new.indicators, judge.rarity) if related else Facts((), judge.rarity)
    headings = Headings([(a.old[0], a.new[0]) for a in alignments if len(a.old) == len(a.new) == 1])
    inside = Inside(judge, facts, years_between(old, new), elsewhere)
    uptake = relation.kind == "parent_child" and not higher_second(old, new)
    tasks = tuple(_task_change(a, judge, headings, inside, uptake=uptake) for a in alignments)
    goals = _goals(old, new, facts, elsewhere=elsewhere) if related else ()
    indicators = indicator_changes(old.indicators, new.indicators, elsewhere=elsewhere) if related else ()
    return NoticeDiff(
        old=notice_ref(old, len(lists[0])),
        new=notice_ref(new, len(lists[1])),
        relation=relation,
        tasks=tasks,
        goals=goals,
        indicators=indicators,
        summary=summary_of(tasks, goals, indicators),
        findings=tuple(_findings(old, new, relation, tasks)),
    )


def _goals(old: Notice, new: Notice, facts: Facts, *, elsewhere: bool) -> tuple[TargetChange, ...]:
    olds, news = ([figure(target) for target in notice.goals] for notice in (old, new))
    return target_changes(olds, news, facts, elsewhere=elsewhere)


def years_between(old: Notice, new: Notice) -> int:
    """How many years the planning period moved; where it is not known, the dates of issue tell."""
    starts = [n.meta.period.start if n.meta.period is not None else None for n in (old, new)]
    if None in starts:
        starts = [n.meta.issued_on for n in (old, new)]
    first, second = starts
    return int(second[:4]) - int(first[:4]) if first is not None and second is not None else 0


def _in_place(alignments: Sequence[Alignment]) -> list[Alignment]:
    """In the order of the new notice; a removed task behind the one that it stood behind."""
    behind: dict[int, tuple[int, int]] = {}
    for a in alignments:
        for item in a.old:
            if a.new:
                behind[item.index] = (a.new[0].index, 0)
    last = (-1, 0)
    for index in range(max((item.index for a in alignments for item in a.old), default=-1) + 1):
        last = behind.setdefault(index, (last[0], index + 1))
    return sorted(alignments, key=lambda a: (a.new[0].index, 0) if a.new else behind[a.old[0].index])


def _task_change(a: Alignment, judge: Judge, headings: Headings, inside: Inside, *, uptake: bool) -> TaskChange:
    traits = _traits(a, headings) if len(a.old) == len(a.new) == 1 else ()
    changes = inside.of(a.old, a.new, same_words="reworded" not in traits) if a.old and a.new else None
    evidence = judge.told(a.found) if a.found is not None else ()
    if a.said:
        evidence = (Evidence(kind="map", score=1.0), *evidence)
    return TaskChange(
        kind=_kind(a, traits),
        traits=traits,
        uptake=_uptake(a, changes.similarity if changes is not None else 0.0) if uptake else None,
        old=tuple(map(task_ref, a.old)),
        new=tuple(map(task_ref, a.new)),
        score=round(a.found.score, 3) if a.found is not None else 0.0,
        certain=a.certain,
        rivals=tuple(item.task.id for item in a.rivals),
        evidence=evidence,
        changes=changes,
    )


def _kind(a: Alignment, traits: Sequence[Trait]) -> TaskKind:
    if not a.old or not a.new:
        return "removed" if a.old else "added"
    if len(a.new) > 1:
        return "split"
    if len(a.old) > 1:
        return "merged"
    if "moved" in traits:
        return "moved"
    if "reworded" in traits or "retitled" in traits:
        return "reworded"
    return "renumbered" if "renumbered" in traits else "same"


def _traits(a: Alignment, headings: Headings) -> tuple[Trait, ...]:
    old, new = a.old[0], a.new[0]
    same_view = old.task.view == new.task.view
    holds: dict[Trait, bool] = {
        "reworded": not same_words(old, new),
        "retitled": old.plain_title != new.plain_title and bool(old.plain_title and new.plain_title),
        "renumbered": same_view and old.task.number != new.task.number and None not in (old.task.number, new.task.number),
        "moved": headings.moved(old, new),
    }
    return tuple(trait for trait, held in holds.items() if held)


def same_words(old: Item, new: Item) -> bool:
    """Do they read alike in a view that both have, bodies, times and figures aside?"""
    shared = old.words_by_view.keys() & new.words_by_view.keys()
    if not shared:
        return compact(old.words) == compact(new.words)
    return all(old.words_by_view[view] == new.words_by_view[view] for view in shared)


def _uptake(a: Alignment, similarity: float) -> Uptake:
    if not a.old or not a.new:
        return "left_out" if a.old else "own"
    return "taken_over" if similarity >= _TAKEN_OVER else "localised"


def _findings(old: Notice, new: Notice, relation: Relation, tasks: Sequence[TaskChange]) -> list[DiffFinding]:
    found = []
    if relation.kind == "unrelated":
        message = "The two notices have nothing in common: no task is paired."
        found.append(DiffFinding(code="nothing_in_common", severity="warning", message=message))
    found += [
        DiffFinding(code="no_tasks", severity="warning", message=f"The {which} notice has no tasks.")
        for which, notice in (("old", old), ("new", new))
        if not notice.tasks
    ]
    if relation.kind == "parent_child" and higher_second(old, new):
        message = "The second notice is the higher body's: give it first to see what the lower body took over."
        found.append(DiffFinding(code="higher_body_second", severity="warning", message=message))
    elif relation.kind == "successive" and (new.meta.issued_on or "9") < (old.meta.issued_on or ""):
        message = "The second notice is the older one: what is told as added was there before."
        found.append(DiffFinding(code="older_second", severity="warning", message=message))
    doubtful = sum(not change.certain for change in tasks)
    if doubtful:
        message = f"{doubtful} of {len(tasks)} changes are not certain; a map corrects them."
        found.append(DiffFinding(code="uncertain_alignment", severity="info", message=message))
    return found
