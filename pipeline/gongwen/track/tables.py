"""The tracks in rows: one definition of the columns for Parquet and for the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diff import TargetRef
from ..emit.rows import Row
from ..emit.tables import Column, Table
from .metrics import period_of
from .record import MetricLine, TaskThread, Track, Verdict


def _figure(prefix: str, of: str) -> tuple[Column, ...]:
    """The columns of a figure."""
    return (
        Column(f"{prefix}_metric", "text", f"Metric of {of} as printed. 指标名称（原文）。"),
        Column(f"{prefix}_mode", "text", "level, count, change, trend or reference. 目标类型。"),
        Column(f"{prefix}_comparator", "text", "ge gt le lt approx range eq up down keep. 比较关系。"),
        Column(f"{prefix}_value", "text", "Figure, exact decimal string. 数值（精确）。"),
        Column(f"{prefix}_upper", "text", "Upper end of a range. 区间上限。"),
        Column(f"{prefix}_unit", "text", "Unit as printed. 计量单位。"),
        Column(f"{prefix}_period", "text", "Year or period it is for. 时期。"),
        Column(f"{prefix}_raw", "text", "As printed. 原文。"),
        Column(f"{prefix}_start", "integer", "First code point in its notice's text. 起始码位。"),
        Column(f"{prefix}_end", "integer", "Code point after the last one. 结束码位（不含）。"),
        Column(f"{prefix}_page", "integer", "Page, from 1; null where the format has none. 页码。"),
    )


_THREAD = (
    Column("thread", "text", "Thread it belongs to; unique in one run. 轨迹标识。", required=True),
    Column("family", "text", "With --across: shared by threads of different places. 跨地区的同类轨迹标识。"),
    Column("region", "text", "Region of the issuer, else the first issuer. 地区。", required=True),
)

METRICS = Table(
    "metrics",
    "One row for what one notice says of one metric: its goal and the figure it names as reached. 历年指标。",
    (
        *_THREAD,
        Column("name", "text", "The metric in its latest wording. 指标名称。", required=True),
        Column("common_unit", "text", "Unit that figures of the thread are converted to. 统一计量单位。"),
        Column("year", "integer", "Year that the notice plans for, else year of issue. 计划年度。", required=True),
        Column("issuers", "list", "Issuing bodies. 发文机关。", required=True),
        Column("notice_id", "text", "Notice that says so. 公文标识。", required=True),
        Column("notice_title", "text", "Its title. 公文标题。"),
        Column("doc_number", "text", "Its document number. 发文字号。"),
        Column("source_name", "text", "Its file. 文件名。", required=True),
        Column("task_id", "text", "Task that the goal stands in. 所属任务标识。"),
        Column("task_title", "text", "Title of that task. 所属任务标题。"),
        Column("indicator_id", "text", "Row of an indicator table that names it. 指标表中的标识。"),
        Column("change", "text", "first, raised, lowered, kept or changed; null without a goal. 与上一次目标相比。"),
        Column("since", "integer", "Year of the goal compared with. 所比较的年度。"),
        Column("difference", "text", "Value less that of the goal before, in the common unit where it can be. 差值。"),
        Column("reached", "boolean", "Do later notices show the goal reached? 是否已达到。"),
        Column("reached_in", "text", "Notice that shows it. 据以判断的公文标识。"),
        Column("goal_number", "number", "Goal in the common unit, as a floating number. 目标值（浮点）。"),
        Column("actual_number", "number", "Figure reached in the common unit, as a floating number. 完成值（浮点）。"),
        *_figure("goal", "the goal"),
        *_figure("actual", "the figure named as reached"),
    ),
    ("thread", "notice_id", "goal_period"),
)
STEPS = Table(
    "thread_steps",
    "One row for each year of each task thread: what happened to it. 任务逐年变化。",
    (
        *_THREAD,
        Column("title", "text", "Title of the task when last seen. 任务标题。", required=True),
        Column("first_year", "integer", "First year it stands in. 首次出现年度。", required=True),
        Column("last_year", "integer", "Last year it stands in. 最后出现年度。", required=True),
        Column("dropped_in", "integer", "Year whose list no longer has it. 取消年度。"),
        Column("year", "integer", "Year of the step. 年度。", required=True),
        Column("event", "text", "first, added, same, renumbered, reworded, moved, split, merged or dropped. 变化类型。", required=True),
        Column("notice_ids", "list", "Notices of its tasks, one a task. 公文标识。", required=True),
        Column("task_ids", "list", "Its tasks of that year. 任务标识。", required=True),
        Column("task_titles", "list", "Their numbers and titles. 任务序号和标题。", required=True),
        Column("left_ids", "list", "Tasks of the year before that nothing continues. 未延续的任务标识。", required=True),
        Column("score", "number", "Weakest alignment with the year before. 对应强度。"),
        Column("certain", "boolean", "False where a person should look. 是否确定。", required=True),
    ),
    ("thread", "year"),
)
VERDICTS = Table(
    "verdicts",
    "One row for each target of the first year: what became of it by the last one. 目标的去向。",
    (
        *_THREAD,
        Column("name", "text", "The metric in its latest wording. 指标名称。", required=True),
        Column("from_year", "integer", "Year of the target. 目标年度。", required=True),
        Column("until_year", "integer", "Year it is held against. 对照年度。", required=True),
        Column("outcome", "text", "raised, lowered, kept, met, dropped or unknown. 结果。", required=True),
        Column("certain", "boolean", "False where a person should look. 是否确定。", required=True),
        Column("reached", "boolean", "Do later notices show it reached? 是否已达到。"),
        Column("difference", "text", "New value less old value, in the new unit. 差值。"),
        Column("last_year", "integer", "Last year that sets the metric. 最后一次提及目标的年度。", required=True),
        Column("task", "text", "Title of the task it stood in. 所属任务。"),
        Column("task_dropped_in", "integer", "Year in which that task was dropped. 所属任务取消年度。"),
        Column("evidence", "list", "What it rests on. 依据。", required=True),
        Column("old_notice", "text", "Notice of the target. 公文标识。", required=True),
        *_figure("old", "the target"),
        Column("new_notice", "text", "Notice of the later target. 公文标识。"),
        *_figure("new", "the later target"),
    ),
    ("thread", "from_year", "until_year"),
)
TABLES = (METRICS, STEPS, VERDICTS)


def rows_of(track: Track, verdicts: Sequence[Verdict]) -> dict[str, list[Row]]:
    """The rows of every table by its name."""
    return {
        METRICS.name: [_metric(line) for line in track.metrics],
        STEPS.name: [row for thread in track.threads for row in _steps(thread)],
        VERDICTS.name: [_verdict(verdict) for verdict in verdicts],
    }


def _metric(x: MetricLine) -> Row:
    return (
        x.thread, x.family, x.region, x.name, x.unit, x.year, x.issuers, x.notice_id, x.notice_title, x.doc_number, x.source_name,
        x.task_id, x.task_title, x.indicator_id, x.change, x.since, x.difference, x.reached, x.reached_in, _number(x.goal_value),
        _number(x.actual_value), *_target(x.goal), *_target(x.actual),
    )  # fmt: skip


def _steps(thread: TaskThread) -> Iterator[Row]:
    head = (thread.thread, thread.family, thread.region, thread.title, thread.first_year, thread.last_year, thread.dropped_in)
    for step in thread.steps:
        yield (
            *head, step.year, step.event, tuple(t.notice_id for t in step.tasks), tuple(t.id for t in step.tasks),
            tuple(". ".join(filter(None, (t.number, t.title))) for t in step.tasks), tuple(t.id for t in step.left), step.score,
            step.certain,
        )  # fmt: skip


def _verdict(x: Verdict) -> Row:
    return (
        x.thread, x.family, x.region, x.name, x.from_year, x.until_year, x.outcome, x.certain, x.reached, x.difference, x.last_year,
        x.task, x.task_dropped_in, x.evidence, x.old_notice, *_target(x.old), x.new_notice, *_target(x.new),
    )  # fmt: skip


def _target(x: TargetRef | None) -> Row:
    if x is None:
        return (None,) * 11
    return (
        x.metric, x.mode, x.comparator, x.value, x.upper, x.unit, period_of(x), x.raw, x.place.start, x.place.end, x.place.page,
    )  # fmt: skip


def _number(value: str | None) -> float | None:
    return None if value is None else float(value)
