"""A comparison as a Markdown page: summary, tables by kind of change, then every changed task with its old and its new text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..diff import NoticeDiff, NoticeRef, TaskChange
from ..diff.redline import Piece, side, word_changes
from .comparison import (
    INDICATOR_CHANGES,
    KINDS,
    RELATIONS,
    change_lines,
    doubts,
    full_text,
    indicator_changes,
    kind_in_words,
    names,
    notice_name,
    sides,
    summary_rows,
    target_in_words,
    units_in_words,
    when,
)

_ORDER = ("added", "removed", "split", "merged", "moved", "reworded", "renumbered", "same")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LEADING = re.compile(r"^(\s*)([-+=:]|\d+[.)])")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def diff_markdown(diff: NoticeDiff) -> str:
    """The page, GitHub-flavoured, ended by one line feed. Nothing that a notice prints is taken for Markdown or HTML."""
    return "\n".join([*_head(diff), *_tables(diff), *_tasks(diff), *_figures(diff), *_findings(diff)]).rstrip() + "\n"


def escaped(text: str) -> str:
    """Text of a document as one line of Markdown that shows just that text."""
    line = _SPECIAL.sub(r"\\\1", " ".join(_CONTROL.sub(" ", text).split()))
    return _LEADING.sub(lambda m: m[1] + (f"\\{m[2]}" if len(m[2]) == 1 else f"{m[2][:-1]}\\{m[2][-1]}"), line)


def _head(diff: NoticeDiff) -> Iterator[str]:
    old, new = sides(diff)
    yield "# 任务清单对照"
    yield ""
    yield f"| | {old} | {new} |"
    yield "|---|---|---|"
    yield _row("文件", notice_name(diff.old), notice_name(diff.new))
    yield _row("发文字号", diff.old.doc_number or "", diff.new.doc_number or "")
    yield _row("成文日期", diff.old.issued_on or "", diff.new.issued_on or "")
    yield _row("计划期", _period(diff.old), _period(diff.new))
    yield _row("任务数", str(diff.old.tasks), str(diff.new.tasks))
    yield ""
    yield f"两份文件的关系：**{RELATIONS[diff.relation.kind]}**，已对应任务占比{diff.relation.similarity:.0%}。"
    yield ""
    yield "## 汇总"
    yield ""
    counts = list(summary_rows(diff))
    if not counts:
        yield "没有任务。"
    yield from (f"- {label}：{count}" for label, count in counts)
    yield ""


def _period(notice: NoticeRef) -> str:
    if notice.period is None:
        return ""
    return f"{notice.period.start or ''}～{notice.period.end or ''}"


def _tables(diff: NoticeDiff) -> Iterator[str]:
    """The changes grouped by kind, a row each; of what did not change only the names."""
    old, new = sides(diff)
    yield "## 变化一览"
    yield ""
    checked = list(zip(diff.tasks, doubts(diff), strict=True))
    for kind in _ORDER:
        group = [(change, doubt) for change, doubt in checked if change.kind == kind]
        if not group:
            continue
        yield f"### {KINDS[kind]}（{len(group)}）"
        yield ""
        if kind in ("same", "renumbered"):
            yield from (f"- {escaped(names(change.new))}{_traits_of(change)}" for change, _ in group)
            yield ""
            continue
        yield f"| {old} | {new} | 变化 | 核对 |"
        yield "|---|---|---|---|"
        for change, doubt in group:
            lines = "<br>".join(escaped(line) for line in change_lines(change)) or kind_in_words(change)
            yield f"| {escaped(names(change.old))} | {escaped(names(change.new))} | {lines} | {escaped(doubt)} |"
        yield ""


def _traits_of(change: TaskChange) -> str:
    lines = "；".join(escaped(line) for line in change_lines(change))
    return f"：{lines}" if lines else ""


def _tasks(diff: NoticeDiff) -> Iterator[str]:
    """Every task that changed in more than its number."""
    checked = zip(diff.tasks, doubts(diff), strict=True)
    changed = [(change, doubt) for change, doubt in checked if change.kind not in ("same", "renumbered")]
    if not changed:
        return
    yield "## 逐项对照"
    yield ""
    yield "删去的文字用~~删除线~~，新增的文字用**粗体**。"
    yield ""
    for change, doubt in changed:
        yield from _task(change, doubt, sides(diff))


def _task(change: TaskChange, doubt: str, headings: tuple[str, str]) -> Iterator[str]:
    label = kind_in_words(change)
    title = names(change.new) or names(change.old)
    yield f"### {escaped(title)}（{label}）"
    yield ""
    if change.old and change.new:
        pieces = word_changes("\n".join(map(full_text, change.old)), "\n".join(map(full_text, change.new)))
        yield from _quoted(headings[0], change.old[0].path, side(pieces, "removed"))
        yield from _quoted(headings[1], change.new[0].path, side(pieces, "added"))
        yield from (f"- {escaped(line)}" for line in change_lines(change))
    else:
        (tasks, name) = (change.new, headings[1]) if change.new else (change.old, headings[0])
        for task in tasks:
            yield from _quoted(name, task.path, (Piece("same", full_text(task)),))
            if task.units:
                yield f"- 责任单位：{escaped(units_in_words(task.units))}"
            if task.deadlines:
                yield f"- 时限：{escaped('；'.join(when(deadline) for deadline in task.deadlines))}"
    if doubt:
        yield f"- **{escaped(doubt)}**"
    yield ""


def _quoted(name: str, path: Sequence[str], pieces: Sequence[Piece]) -> Iterator[str]:
    """One side as a block quote, its changed words marked, its lines kept."""
    where = f"（{escaped(' / '.join(path))}）" if path else ""
    yield f"**{name}**{where}"
    yield ""
    marks = {"same": "", "removed": "~~", "added": "**"}
    lines = [""]
    for piece in pieces:
        for i, line in enumerate(piece.text.split("\n")):
            if i:
                lines.append("")
            lines[-1] += _marked(line, marks[piece.kind])
    for line in lines:
        if line.strip():
            yield f"> {_LEADING.sub(lambda m: m[1] + chr(92) + m[2] if len(m[2]) == 1 else m[0], line)}"
            yield ">"
    yield ""


def _marked(text: str, mark: str) -> str:
    """Text between marks; blanks stay outside, where the marks would not be read with them."""
    match = _EDGES.fullmatch(_CONTROL.sub(" ", text))
    if match is None or not match[2]:
        return text
    inner = _SPECIAL.sub(r"\\\1", match[2])
    return f"{match[1]}{mark}{inner}{mark}{match[3]}"


def _figures(diff: NoticeDiff) -> Iterator[str]:
    """Goals outside tasks, and indicators that changed."""
    if diff.goals:
        yield "## 总体目标"
        yield ""
        yield from (f"- {escaped(target_in_words(goal))}" for goal in diff.goals)
        yield ""
    changed = [indicator for indicator in diff.indicators if indicator.kind != "same"]
    if changed:
        yield "## 指标"
        yield ""
        for indicator in changed:
            one = indicator.new or indicator.old
            name = one.name if one else ""
            said = "；".join(target_in_words(value) for value in indicator_changes(indicator))
            yield f"- {escaped(name)}（{INDICATOR_CHANGES[indicator.kind]}）{escaped('：' + said) if said else ''}"
        yield ""


def _findings(diff: NoticeDiff) -> Iterator[str]:
    if diff.findings:
        yield "## 比较说明"
        yield ""
        yield from (f"- {escaped(finding.message)}" for finding in diff.findings)


def _row(*cells: str) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"
