"""The page of a comparison: what became of every task, old and new side by side, the metrics over the years, and both source texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from .. import __version__
from ..diff import NoticeDiff, NoticeRef, Place
from ..emit.comparison import RELATIONS, indicator_changes, notice_name, sides, summary_rows
from ..records import Notice
from . import words
from .ink import Label, Stretch, plain
from .page import render
from .pairs import Anchors, pair_list, target_lines
from .passages import Passage, passages
from .plots import plots
from .rows import task_number

_LABEL = Markup('<a class="tn" id="{anchor}" href="#c{pair}" title="任务 {number}" aria-label="任务 {number}，转到对照">{number}</a>')
_PLACE = Markup('<span class="m changed" id="{}">')
_PLACE_AGAIN = Markup('<span class="m changed">')


def diff_page(diff: NoticeDiff, old: Notice | None = None, new: Notice | None = None) -> str:
    """One HTML page, with nothing to load, of a comparison. The records of both notices add their source texts to it."""
    notices = {"old": old, "new": new}
    anchors = _anchors(diff, notices)
    pairs = pair_list(diff, anchors)
    names = sides(diff)
    return render(
        "diff.html",
        styles=("page.css", "sheet.css", "diff.css"),
        scripts=("page.js", "diff.js"),
        data={},
        diff=diff,
        title=plain(f"{notice_name(diff.old)} → {notice_name(diff.new)}"),
        old_name=names[0],
        new_name=names[1],
        heads=[(name, plain(notice_name(ref)), _facts(ref)) for name, ref in zip(names, (diff.old, diff.new), strict=True)],
        relation=RELATIONS[diff.relation.kind],
        summary=list(summary_rows(diff)),
        pairs=pairs,
        goals=list(target_lines(diff.goals, anchors)),
        indicators=[line for i in diff.indicators for line in target_lines(indicator_changes(i), anchors)],
        plots=plots(diff),
        sources=[(side, name, _source(side, given, anchors)) for (side, given), name in zip(notices.items(), names, strict=True) if given],
        findings=[(words.SEVERITIES[f.severity], words.DIFF_FINDINGS.get(f.code, f.code), plain(f.message)) for f in diff.findings],
        plain=plain,
        version=__version__,
    )


def _facts(ref: NoticeRef) -> str:
    facts = (ref.doc_number, "、".join(ref.issuers), ref.issued_on, f"{ref.tasks} 项任务", ref.source)
    return plain("　".join(fact for fact in facts if fact))


def _anchors(diff: NoticeDiff, notices: dict[str, Notice | None]) -> Anchors:
    """Names for every task and every changed figure that a source text on the page can show."""
    shown = {side: notice for side, notice in notices.items() if notice and notice.text}
    tasks = {(side, task.id): f"{side[0]}t{i}" for side, notice in shown.items() for i, task in enumerate(notice.tasks)}
    places: dict[tuple[str, int, int], str] = {}
    for side, place in _changed(diff):
        if side in shown and place.start < place.end <= len(shown[side].text or ""):
            places[side, place.start, place.end] = f"{side[0]}x{place.start}-{place.end}"
    pairs = {
        (side, key): i
        for i, change in enumerate(diff.tasks)
        for side, refs in (("old", change.old), ("new", change.new))
        for ref in refs
        for key in (ref.id, *ref.counterparts)
    }
    return Anchors(tasks, places, pairs)


def _changed(diff: NoticeDiff) -> Iterator[tuple[str, Place]]:
    """Places of figures and times that changed."""
    kept = [change.changes for change in diff.tasks if change.changes]
    targets = [*diff.goals, *(t for changes in kept for t in changes.targets)]
    targets += [t for indicator in diff.indicators for t in indicator_changes(indicator)]
    deadlines = [d for changes in kept for d in changes.deadlines]
    for old in (*(t.old for t in targets), *(d.old for d in deadlines)):
        if old is not None:
            yield "old", old.place
    for new in (*(t.new for t in targets), *(d.new for d in deadlines)):
        if new is not None:
            yield "new", new.place


def _source(side: str, notice: Notice, anchors: Anchors) -> list[Passage]:
    return passages(notice, _stretches(side, anchors), _labels(side, notice, anchors))


def _stretches(side: str, anchors: Anchors) -> Iterable[Stretch]:
    for (which, start, end), anchor in anchors.places.items():
        if which == side:
            yield Stretch(start, end, _PLACE.format(anchor), _PLACE_AGAIN)


def _labels(side: str, notice: Notice, anchors: Anchors) -> Iterable[Label]:
    for task in notice.tasks:
        pair = anchors.pairs.get((side, task.id))
        if pair is not None:
            number = plain(task_number(task)) or "·"
            yield Label(task.span.start, _LABEL.format(anchor=anchors.tasks[side, task.id], pair=pair, number=number))
