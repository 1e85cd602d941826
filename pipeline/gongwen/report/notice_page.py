"""The page of one notice: its text with everything found marked in place, and the task list beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from .. import __version__
from ..records import Notice
from . import rows, words
from .ink import Label, Stretch, plain
from .marks import Mark, Marks
from .page import render
from .passages import passages
from .sheets import Sheet, boxes_on

_TAG = Markup('<span class="m k-{kind}" data-m="{number}"{id}>')
_WIDE = 160  # characters: a finding on more than that is one on a table or a part, and is not underlined
_TASK = Markup('<a class="tn" id="t{index}" href="#r{index}" title="任务 {number}" aria-label="任务 {number}，转到任务表">{number}</a>')


def notice_page(notice: Notice, *, sheets: Sequence[Sheet] = ()) -> str:
    """One HTML page, with nothing to load, of a notice. `sheets` are pictures of its pages, on which boxes are drawn."""
    marks = Marks(notice)
    table = rows.task_table(notice, marks)
    findings = rows.finding_rows(notice, marks)
    counts = {kind: sum(mark.kind == kind for mark in marks.all) for kind in words.KINDS}
    return render(
        "notice.html",
        styles=("page.css", "sheet.css", "notice.css"),
        scripts=("page.js", "notice.js"),
        data={
            "marks": [_told(mark) for mark in marks.all],
            "tasks": [[row.number, row.title] for row in table.rows],
            "kinds": dict(words.KINDS),
        },
        notice=notice,
        title=plain(notice.meta.title or notice.source.name),
        passages=passages(notice, _stretches(marks.all), _labels(notice)),
        table=table,
        columns=words.COLUMNS,
        groups=[(path, list(group)) for path, group in groupby(table.rows, key=lambda row: (row.view, row.path))],
        indicators=rows.indicator_rows(notice, marks),
        goals=rows.goals(notice, marks),
        duties=rows.duties(notice, marks),
        citations=rows.citations(notice, marks),
        findings=findings,
        kinds=[(kind, word, counts[kind]) for kind, word in words.KINDS.items() if counts[kind]],
        sheets=[(sheet, boxes_on(sheet, marks.all)) for sheet in sheets],
        plain=plain,
        version=__version__,
    )


def _told(mark: Mark) -> list[object]:
    """A mark for the script: kind, label, facts, rule, start, end, page, tasks."""
    facts = [[name, plain(value)] for name, value in mark.facts]
    return [mark.kind, plain(mark.label), facts, mark.rule, mark.start, mark.end, mark.page, mark.tasks]


def _stretches(marks: Sequence[Mark]) -> Iterator[Stretch]:
    for number, mark in enumerate(marks):
        kind = f"{mark.kind} wide" if mark.kind == "finding" and mark.end - mark.start > _WIDE else mark.kind
        first = _TAG.format(kind=kind, number=number, id=Markup(' id="m{}"').format(number))
        yield Stretch(mark.start, mark.end, first, _TAG.format(kind=kind, number=number, id=""))


def _labels(notice: Notice) -> Iterator[Label]:
    for index, task in enumerate(notice.tasks):
        yield Label(task.span.start, _TASK.format(index=index, number=plain(rows.task_number(task)) or "·"))
