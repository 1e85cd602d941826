"""What `gongwen track` tells: metrics and tasks through the years. Public contract, schema version 1.0."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ..diff import TargetRef
from ..records.base import DecimalString, Level, PartialDate, Record, Severity

TRACK_SCHEMA_VERSION: Literal["1.0"] = "1.0"

Event = Literal["first", "added", "same", "renumbered", "reworded", "moved", "split", "merged", "dropped"]
Change = Literal["first", "raised", "lowered", "kept", "changed"]
Outcome = Literal["raised", "lowered", "kept", "met", "dropped", "unknown"]

_THREAD = "Thread it belongs to; unique in one run. 轨迹标识（一次运行内唯一）。"
_FAMILY = "With --across: what threads of different places share. 跨地区的同类轨迹标识。"
_REGION = "Region of the issuer, else the first issuer. 地区（缺失时为发文机关）。"
_YEAR = "Year that the notice plans for, else year of issue. 计划年度。"
_NAME = "The metric in its latest wording. 指标名称（以最近一次表述为准）。"
_UNIT = "Unit that figures of the thread are converted to. 统一计量单位。"


class TrackedNotice(Record):
    """One of the notices followed, in its place. 所跟踪的公文。"""

    id: str = Field(description="`id` of its record. 公文标识。")
    series: str = Field(description="Notices that continue one another share a series. 前后相承的一组公文。")
    year: int = Field(description=_YEAR)
    region: str = Field(description=_REGION)
    level: Level | None = Field(default=None, description="Administrative level. 行政层级。")
    issuers: tuple[str, ...] = Field(default=(), description="Issuing bodies. 发文机关。")
    title: str | None = Field(default=None, description="Title. 标题。")
    doc_number: str | None = Field(default=None, description="Document number. 发文字号。")
    issued_on: PartialDate | None = Field(default=None, description="Signing or printing date. 成文日期。")
    source_name: str = Field(description="File name. 文件名。")
    predecessors: tuple[str, ...] = Field(default=(), description="Ids of the notices it continues. 所承接的公文。")


class MetricLine(Record):
    """What one notice says of one metric: its goal, and the figure it names as reached. 一份公文中的一项指标。"""

    schema_version: Literal["1.0"] = Field(default=TRACK_SCHEMA_VERSION, description="Version of this contract. 合同版本。")
    thread: str = Field(description=_THREAD)
    family: str | None = Field(default=None, description=_FAMILY)
    name: str = Field(description=_NAME)
    unit: str | None = Field(default=None, description=_UNIT)
    region: str = Field(description=_REGION)
    year: int = Field(description=_YEAR)
    issuers: tuple[str, ...] = Field(default=(), description="Issuing bodies. 发文机关。")
    notice_id: str = Field(description="Notice that says so. 公文标识。")
    notice_title: str | None = Field(default=None, description="Its title. 公文标题。")
    doc_number: str | None = Field(default=None, description="Its document number. 发文字号。")
    source_name: str = Field(description="Its file. 文件名。")
    task_id: str | None = Field(default=None, description="Task that the goal stands in. 所属任务标识。")
    task_title: str | None = Field(default=None, description="Title of that task. 所属任务标题。")
    indicator_id: str | None = Field(default=None, description="Row of an indicator table that names it. 指标表中的标识。")
    goal: TargetRef | None = Field(default=None, description="The goal as printed; of several periods one line each. 目标。")
    goal_value: DecimalString | None = Field(default=None, description="Its value in `unit`. 目标值（统一单位）。")
    actual: TargetRef | None = Field(default=None, description="The figure named as reached, the last one. 完成值或基期值。")
    actual_value: DecimalString | None = Field(default=None, description="Its value in `unit`. 完成值（统一单位）。")
    change: Change | None = Field(
        default=None,
        description="Goal against the goal before: first, raised (asks more), lowered (asks less), kept, changed (cannot be compared); "
        "null without a goal. 与上一次目标相比。",
    )
    since: int | None = Field(default=None, description="Year of the goal compared with. 所比较的年度。")
    difference: DecimalString | None = Field(default=None, description="Value less that of the goal before, in `unit`. 差值。")
    reached: bool | None = Field(
        default=None, description="Do later notices show the goal reached? Null if none says. 后续公文是否显示已达到。"
    )
    reached_in: str | None = Field(default=None, description="Notice that shows it. 据以判断的公文标识。")


class StepTask(Record):
    """A task as it stood in one year. 某年度的任务。"""

    notice_id: str = Field(description="Its notice. 公文标识。")
    id: str = Field(description="`id` in the record. 任务标识。")
    number: str | None = Field(default=None, description="Number. 序号。")
    title: str | None = Field(default=None, description="Title. 标题。")
    page: int | None = Field(default=None, ge=1, description="Page. 页码。")


class Step(Record):
    """What happened to a thread in one year. 一个年度的变化。"""

    year: int = Field(description=_YEAR)
    event: Event = Field(
        description="first: the first list followed has it; added; same; renumbered; reworded; moved; split; merged; dropped. 变化类型。"
    )
    tasks: tuple[StepTask, ...] = Field(default=(), description="The tasks of that year; none if dropped. 当年任务。")
    left: tuple[StepTask, ...] = Field(default=(), description="Tasks of the year before that nothing continues. 未延续的任务。")
    score: float | None = Field(default=None, ge=0, le=1, description="Weakest alignment with the year before. 对应强度。")
    certain: bool = Field(default=True, description="False where a person should look. 是否确定。")


class TaskThread(Record):
    """One task through the years; parts it was split into and tasks it was merged with belong to it. 一项任务的历年轨迹。"""

    schema_version: Literal["1.0"] = Field(default=TRACK_SCHEMA_VERSION, description="Version of this contract. 合同版本。")
    thread: str = Field(description=_THREAD)
    family: str | None = Field(default=None, description=_FAMILY)
    region: str = Field(description=_REGION)
    title: str = Field(description="Title of the task when last seen, or how its text begins. 最近一次的任务标题。")
    first_year: int = Field(description="First year it stands in. 首次出现年度。")
    last_year: int = Field(description="Last year it stands in. 最后出现年度。")
    dropped_in: int | None = Field(default=None, description="Year whose list no longer has it. 取消年度。")
    steps: tuple[Step, ...] = Field(default=(), description="Year by year. 逐年变化。")


class Verdict(Record):
    """What became of a target of one year by another year. 目标的去向。"""

    schema_version: Literal["1.0"] = Field(default=TRACK_SCHEMA_VERSION, description="Version of this contract. 合同版本。")
    thread: str = Field(description=_THREAD)
    family: str | None = Field(default=None, description=_FAMILY)
    name: str = Field(description=_NAME)
    region: str = Field(description=_REGION)
    from_year: int = Field(description="Year of the target. 目标年度。")
    until_year: int = Field(description="Year it is held against. 对照年度。")
    outcome: Outcome = Field(
        description="raised (asks more), lowered (asks less), kept; no longer set: met (shown reached), dropped (nothing said); "
        "unknown. 结果。"
    )
    certain: bool = Field(
        default=True, description="False where nobody can say whether more is better, or where tasks were aligned weakly. 是否确定。"
    )
    reached: bool | None = Field(default=None, description="Do later notices show it reached? Null if none says. 是否已达到。")
    old: TargetRef = Field(description="The target. 原目标。")
    old_notice: str = Field(description="Its notice. 公文标识。")
    new: TargetRef | None = Field(default=None, description="The target of the later year. 现目标。")
    new_notice: str | None = Field(default=None, description="Its notice. 公文标识。")
    difference: DecimalString | None = Field(default=None, description="New value less old value, in the new unit. 差值。")
    last_year: int = Field(description="Last year that sets the metric. 最后一次提及目标的年度。")
    task: str | None = Field(default=None, description="Title of the task it stood in. 所属任务。")
    task_dropped_in: int | None = Field(
        default=None, description="Year in which that task was dropped; null if it goes on. 所属任务取消年度。"
    )
    evidence: tuple[str, ...] = Field(default=(), description="What it rests on, with notice and page. 依据。")


class TrackFinding(Record):
    """Something a reader of the tracks should know. 跟踪发现。"""

    code: str = Field(
        pattern="^[a-z][a-z0-9_]*$", description="year_gap, year_unknown, several_notices or stands_alone. 类别代码。"
    )
    severity: Severity = Field(description="info, warning or error. 严重程度。")
    message: str = Field(description="One sentence for a person. 说明。")


class Track(Record):
    """Many notices followed through time. 历年公文的跟踪结果。"""

    notices: tuple[TrackedNotice, ...] = Field(default=(), description="By region, year and date. 公文。")
    metrics: tuple[MetricLine, ...] = Field(default=(), description="By region and thread, then in the order of notices. 指标。")
    threads: tuple[TaskThread, ...] = Field(default=(), description="By region, in the order of first appearance. 任务轨迹。")
    findings: tuple[TrackFinding, ...] = Field(default=(), description="What a reader should know. 发现。")
