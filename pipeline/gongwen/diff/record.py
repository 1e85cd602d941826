"""The record of one comparison: what became of every task from an old notice to a new one. Public contract, schema version 1.0.

It stands alone: references hold what a page or a workbook shows of a task, so that no sink needs the two notices
unless it wants their full text or the boxes on paper.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import Field

from ..records.base import (
    Comparator,
    DeadlineKind,
    DecimalString,
    IsoDate,
    IsoDuration,
    Level,
    Mode,
    PartialDate,
    Record,
    Role,
    Severity,
    ValueRole,
    View,
)
from ..records.notice import Period, Region

DIFF_SCHEMA_VERSION: Literal["1.0"] = "1.0"

RelationKind = Literal["successive", "parent_child", "peers", "unrelated"]
TaskKind = Literal["same", "reworded", "renumbered", "moved", "split", "merged", "added", "removed"]
Trait = Literal["reworded", "retitled", "renumbered", "moved"]
Uptake = Literal["taken_over", "localised", "left_out", "own"]
EvidenceKind = Literal["text", "title", "heading", "units", "metrics", "citations", "map"]
UnitChangeKind = Literal["added", "removed", "role_changed", "renamed", "localised"]
DeadlineChangeKind = Literal["added", "removed", "moved", "recurrence_changed", "kind_changed"]
TargetChangeKind = Literal["added", "removed", "changed"]
Direction = Literal["tightened", "loosened", "dropped", "changed"]
MeasureKind = Literal["same", "reworded", "moved", "added", "removed"]
IndicatorKind = Literal["same", "changed", "added", "removed"]

_OLD = "In the old notice; null if added. 旧。"
_NEW = "In the new notice; null if removed. 新。"
_RAW = "As printed. 原文。"
_PLACE = "Where it stands in its notice's text. 在原文中的位置。"
_SCORE = "How alike the two sides are, 0 to 1. 相似度。"


class Place(Record):
    """A stretch of the canonical text of the old or the new notice. 原文中的位置。"""

    start: int = Field(ge=0, description="First code point in `text`. 起始码位。")
    end: int = Field(ge=0, description="Code point after the last one. 结束码位（不含）。")
    page: int | None = Field(default=None, ge=1, description="Page of the start, from 1; null where the format has none. 起始页码。")


class NoticeRef(Record):
    """One of the two notices compared. 所比较的公文。"""

    id: str = Field(description="`id` of its record. 公文标识。")
    title: str | None = Field(default=None, description="Title. 标题。")
    doc_number: str | None = Field(default=None, description="Document number. 发文字号。")
    issuers: tuple[str, ...] = Field(default=(), description="Issuing bodies. 发文机关。")
    issued_on: PartialDate | None = Field(default=None, description="Signing or printing date. 成文日期。")
    region: Region | None = Field(default=None, description="Region of the issuer. 行政区域。")
    period: Period | None = Field(default=None, description="Time the notice plans for. 计划期。")
    source: str = Field(description="Name of the file read. 文件名。")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Digest of the file. 文件摘要。")
    tasks: int = Field(ge=0, description="Number of its tasks, a task in two views counted once. 任务数。")


class Relation(Record):
    """What the two notices are to each other. 两份公文的关系。"""

    kind: RelationKind = Field(
        description="successive: one issuer's list and the next; parent_child: a higher body's list and a lower one's; "
        "peers: lists of two places of one level; unrelated: nothing in common. 关系：前后相承、上下级、同级、不相关。"
    )
    similarity: float = Field(ge=0, le=1, description="Share of the tasks of the shorter list that found a counterpart. 已对应任务占比。")
    evidence: tuple[str, ...] = Field(default=(), description="What speaks for it, in words. 依据。")


class UnitRef(Record):
    """A responsible body. 责任单位。"""

    name: str = Field(description="Name as it would stand alone. 单位名称。")
    canonical: str | None = Field(default=None, description="Full official name, where known. 规范全称。")
    role: Role = Field(description="lead, supporting or responsible. 责任类型。")
    level: Level | None = Field(default=None, description="Administrative level, where known. 行政层级。")
    inherited: bool = Field(default=False, description="Laid on the task by a heading or an earlier clause. 由上级承继。")


class DeadlineRef(Record):
    """A deadline. 时限。"""

    raw: str = Field(description=_RAW)
    kind: DeadlineKind = Field(description="by, during, recurring, relative, open. 时限类型。")
    start: IsoDate | None = Field(default=None, description="First day. 起始日期。")
    end: IsoDate | None = Field(default=None, description="Last day, inclusive. 截止日期（含）。")
    offset: IsoDuration | None = Field(default=None, description="Duration after the anchor, for relative. 距参照事件的时长。")
    anchor: str | None = Field(default=None, description="Event that the offset counts from. 参照事件。")
    freq: IsoDuration | None = Field(default=None, description="Duration between recurrences. 周期。")
    place: Place = Field(description=_PLACE)


class TargetRef(Record):
    """A target, a goal, or one figure of an indicator. 目标或指标值。"""

    raw: str = Field(description=_RAW)
    metric: str = Field(description="What is measured or counted. 指标名称。")
    mode: Mode = Field(description="level, count, change, trend, reference. 目标类型。")
    comparator: Comparator = Field(description="ge gt le lt approx range eq; up down keep for trend. 比较关系。")
    value: DecimalString | None = Field(default=None, description="Decimal string. 数值。")
    upper: DecimalString | None = Field(default=None, description="Upper end, for range only. 区间上限。")
    unit: str | None = Field(default=None, description="Unit as printed. 计量单位。")
    by: IsoDate | None = Field(default=None, description="Last day of the deadline that governs it. 截止日期。")
    period: str | None = Field(default=None, description="Year or period, for a figure of an indicator. 年份或时期。")
    role: ValueRole | None = Field(default=None, description="baseline or goal, for a figure of an indicator. 基期值或目标值。")
    place: Place = Field(description=_PLACE)


class MeasureRef(Record):
    """A measure of a task. 措施。"""

    task: str = Field(description="Id of its task. 所属任务标识。")
    index: int = Field(ge=0, description="Which of the task's measures, from 0. 下标。")
    marker: str | None = Field(default=None, description="Enumerator as printed. 序号标记。")
    text: str = Field(description="The measure without its marker. 措施全文。")
    place: Place = Field(description=_PLACE)


class TaskRef(Record):
    """A task of the old or the new notice, with all that a table shows of it. 任务。"""

    id: str = Field(description="`id` of the task in its record. 任务标识。")
    view: View = Field(description="section: the running text; table: a row of a task table. 出自正文或任务表。")
    number: str | None = Field(default=None, description="Arabic digits of the marker. 序号。")
    part: int = Field(default=1, ge=1, description="2, 3 … for further rows under one number. 同号续行的次序。")
    path: tuple[str, ...] = Field(default=(), description="Headings above it, from the top. 上级标题。")
    title: str | None = Field(default=None, description="Title; null if there is none. 任务标题。")
    text: str = Field(description="Text of the task. 任务全文。")
    units: tuple[UnitRef, ...] = Field(default=(), description="Who; of both views, each body once. 责任单位。")
    deadlines: tuple[DeadlineRef, ...] = Field(default=(), description="By when; of both views, each once. 时限。")
    targets: tuple[TargetRef, ...] = Field(default=(), description="How much; of both views, each once. 目标。")
    counterparts: tuple[str, ...] = Field(default=(), description="Ids of the same task in the other view. 另一视图中的同一任务。")
    place: Place = Field(description=_PLACE)


class Evidence(Record):
    """One reason for an alignment. 对应的依据。"""

    kind: EvidenceKind = Field(description="What speaks for it; `map`: a person said so. 依据类别。")
    score: float = Field(ge=0, le=1, description="How much it is alike, 0 to 1. 相似度。")
    shared: tuple[str, ...] = Field(default=(), description="What both sides share: rare words, bodies, metrics, documents. 共有内容。")


class UnitChange(Record):
    """What became of a responsible body. 责任单位变化。"""

    kind: UnitChangeKind = Field(
        description="added, removed, role_changed; renamed: the same body or its successor under another official name; "
        "localised: the same office at another level or place. 新增、删除、责任变化、更名、本地对应。"
    )
    old: UnitRef | None = Field(default=None, description=_OLD)
    new: UnitRef | None = Field(default=None, description=_NEW)


class DeadlineChange(Record):
    """What became of a deadline. 时限变化。"""

    kind: DeadlineChangeKind = Field(
        description="added, removed, moved; recurrence_changed: another rhythm; kind_changed: such as a date that became open. "
        "新增、删除、移动、周期变化、类型变化。"
    )
    old: DeadlineRef | None = Field(default=None, description=_OLD)
    new: DeadlineRef | None = Field(default=None, description=_NEW)
    days: int | None = Field(default=None, description="Days from the old last day to the new one, negative if earlier. 移动天数。")
    against_period: int | None = Field(
        default=None,
        description="Days from where the planning period would have moved it: 31 less from 2025年11月底 to 2026年10月底. "
        "扣除计划期顺延后的天数。",
    )
    with_period: bool = Field(default=False, description="It moved as the planning period did: 2025年底 became 2026年底. 随计划期顺延。")


class TargetChange(Record):
    """What became of a target, a goal or a figure of an indicator. 目标变化。"""

    kind: TargetChangeKind = Field(description="added, removed or changed. 新增、删除、变化。")
    old: TargetRef | None = Field(default=None, description=_OLD)
    new: TargetRef | None = Field(default=None, description=_NEW)
    direction: Direction | None = Field(
        default=None,
        description="tightened: asks more; loosened: asks less; dropped: no longer named; changed: otherwise, or nobody can say; "
        "null if added. 收紧、放宽、不再提及、其他变化。",
    )
    reached: bool | None = Field(
        default=None,
        description="Whether a figure of the new notice shows that the old goal was reached; null if it names none. 是否已达到旧目标。",
    )
    difference: DecimalString | None = Field(default=None, description="New value less old value, in the new unit. 差值（按新单位）。")
    converted: bool = Field(default=False, description="The units differ and the values were converted (万人, 人). 单位已换算。")


class MeasureChange(Record):
    """A measure and its counterpart; measures that did not change are listed too, so that texts can stand side by side. 措施对应。"""

    kind: MeasureKind = Field(
        description="same (figures aside), reworded, moved (same words in another place of the row), added, removed. 变化类型。"
    )
    old: MeasureRef | None = Field(default=None, description=_OLD)
    new: MeasureRef | None = Field(default=None, description=_NEW)
    score: float = Field(default=0, ge=0, le=1, description=_SCORE)


class FieldChanges(Record):
    """What changed inside a task. Units, deadlines and targets that did not change are left out. 字段变化。"""

    similarity: float = Field(default=1, ge=0, le=1, description="How alike the texts are; 1 if they are equal. 文字相似度。")
    units: tuple[UnitChange, ...] = Field(default=(), description="Who. 责任单位变化。")
    deadlines: tuple[DeadlineChange, ...] = Field(default=(), description="By when. 时限变化。")
    targets: tuple[TargetChange, ...] = Field(default=(), description="How much. 目标变化。")
    measures: tuple[MeasureChange, ...] = Field(default=(), description="What is to be done, in the order of the new notice. 措施对应。")


class TaskChange(Record):
    """What became of a task: one to one, one to several (split), several to one (merged), none to one, one to none. 任务变化。"""

    kind: TaskKind = Field(
        description="The change that matters most, in this order: split, merged, added, removed, moved (under another heading), reworded, "
        "renumbered, same. Same words may have other bodies, times and figures: `changes` tells. 主要变化。"
    )
    traits: tuple[Trait, ...] = Field(
        default=(),
        description="All of these that hold, of a task that has one counterpart; reworded and retitled leave bodies, times and figures "
        "aside. 变化特征。",
    )
    uptake: Uptake | None = Field(
        default=None,
        description="Between a higher and a lower list only: taken_over, localised (adapted), left_out, own. "
        "承接情况：照转、本地化、未承接、自加。",
    )
    old: tuple[TaskRef, ...] = Field(default=(), description="Tasks of the old notice; empty if added. 旧任务。")
    new: tuple[TaskRef, ...] = Field(default=(), description="Tasks of the new notice; empty if removed. 新任务。")
    score: float = Field(default=0, ge=0, le=1, description="Strength of the alignment, 0 to 1; 0 if there is none. 对应强度。")
    certain: bool = Field(default=True, description="False where a person should look: a weak score, or rivals. 是否确定。")
    rivals: tuple[str, ...] = Field(
        default=(),
        description="Where not certain: ids of tasks that it may belong with, of the new notice; of the old one for an added task. "
        "其他可能的对应任务。",
    )
    evidence: tuple[Evidence, ...] = Field(default=(), description="Why they were aligned, the strongest first. 依据。")
    changes: FieldChanges | None = Field(default=None, description="What changed inside; null if added or removed. 字段变化。")


class IndicatorRef(Record):
    """A row of a table of indicators. 指标。"""

    id: str = Field(description="`id` of the indicator in its record. 指标标识。")
    number: str | None = Field(default=None, description="Number of the row. 序号。")
    name: str = Field(description="Name. 指标名称。")
    domain: str | None = Field(default=None, description="Group the row stands under. 领域。")
    unit: str | None = Field(default=None, description="Unit of the row. 计量单位。")
    nature: str | None = Field(default=None, description="Binding force as printed. 指标属性。")
    values: tuple[TargetRef, ...] = Field(default=(), description="Its figures. 各期数值。")
    place: Place = Field(description=_PLACE)


class IndicatorChange(Record):
    """What became of an indicator, matched by name. 指标变化。"""

    kind: IndicatorKind = Field(description="same, changed, added or removed. 变化类型。")
    old: IndicatorRef | None = Field(default=None, description=_OLD)
    new: IndicatorRef | None = Field(default=None, description=_NEW)
    score: float = Field(default=0, ge=0, le=1, description="How alike the names are, 0 to 1. 名称相似度。")
    values: tuple[TargetChange, ...] = Field(default=(), description="Its last goal against the old one, facet by facet. 目标值变化。")
    units: tuple[UnitChange, ...] = Field(default=(), description="Who. 责任单位变化。")


class Summary(Record):
    """Counts. Tasks are counted by `kind`; split and merged count changes, not tasks. 汇总。"""

    unchanged: int = Field(default=0, ge=0, description="Those of `same` that changed inside only as the planning period did. 完全未变。")
    same: int = Field(default=0, ge=0, description="Tasks in the same words at the same place. 文字未变。")
    reworded: int = Field(default=0, ge=0, description="Tasks in other words. 改写。")
    renumbered: int = Field(default=0, ge=0, description="Tasks with another number only. 改号。")
    moved: int = Field(default=0, ge=0, description="Tasks under another heading. 移动。")
    split: int = Field(default=0, ge=0, description="Tasks that became several. 拆分。")
    merged: int = Field(default=0, ge=0, description="Tasks made of several. 合并。")
    added: int = Field(default=0, ge=0, description="New tasks. 新增。")
    removed: int = Field(default=0, ge=0, description="Tasks without a successor. 删除。")
    uncertain: int = Field(default=0, ge=0, description="Changes that a person should look at. 存疑。")
    units_added: int = Field(default=0, ge=0, description="Bodies that came to a task. 新增责任单位。")
    units_removed: int = Field(default=0, ge=0, description="Bodies that left a task. 退出责任单位。")
    roles_changed: int = Field(default=0, ge=0, description="Bodies with another role. 责任变化。")
    deadlines_earlier: int = Field(default=0, ge=0, description="Deadlines earlier than the planning period moved. 提前。")
    deadlines_later: int = Field(default=0, ge=0, description="Deadlines later than the planning period moved. 推后。")
    targets_added: int = Field(default=0, ge=0, description="New targets, goals and indicators in tasks that were kept. 新增目标。")
    targets_dropped: int = Field(default=0, ge=0, description="Targets no longer named in tasks that were kept. 不再提及的目标。")
    targets_tightened: int = Field(default=0, ge=0, description="Targets that ask more. 收紧。")
    targets_loosened: int = Field(default=0, ge=0, description="Targets that ask less. 放宽。")
    targets_reached: int = Field(default=0, ge=0, description="Old goals that figures of the new notice show reached. 已达到。")


class DiffFinding(Record):
    """Something a reader of the comparison should know. 比较发现。"""

    code: str = Field(pattern="^[a-z][a-z0-9_]*$", description="Stable name of the kind of finding. 类别代码。")
    severity: Severity = Field(description="info, warning or error. 严重程度。")
    message: str = Field(description="One sentence for a person. 说明。")


class NoticeDiff(Record):
    """From an old notice to a new one, task by task. 两份公文任务清单的比较。"""

    schema_version: Literal["1.0"] = Field(default=DIFF_SCHEMA_VERSION, description="Version of this contract (semantic). 合同版本。")
    old: NoticeRef = Field(description="The earlier notice, or that of the higher body. 旧公文（上级公文）。")
    new: NoticeRef = Field(description="The later notice, or that of the lower body. 新公文（下级公文）。")
    relation: Relation = Field(description="What they are to each other. 关系。")
    tasks: tuple[TaskChange, ...] = Field(
        default=(),
        description="Every task of both notices once, in the order of the new notice; removed ones behind their old neighbour. 任务变化。",
    )
    goals: tuple[TargetChange, ...] = Field(default=(), description="Changed targets outside any task. 总体目标变化。")
    indicators: tuple[IndicatorChange, ...] = Field(default=(), description="Every indicator of both, once; none if unrelated. 指标变化。")
    summary: Summary = Field(description="Counts. 汇总。")
    findings: tuple[DiffFinding, ...] = Field(default=(), description="What a reader should know. 发现。")

    def to_json(self, *, indent: int | None = None) -> str:
        """The diff as JSON: keys in declared order, nulls kept, non-ASCII as it is, no time stamps, no final newline."""
        return self.model_dump_json(indent=indent)

    @classmethod
    def from_json(cls, data: str | bytes) -> NoticeDiff:
        """The diff that `to_json` wrote. Raises pydantic.ValidationError for anything else."""
        return cls.model_validate_json(data)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a diff as written: every key is there."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:gongwen:schema:diff:{DIFF_SCHEMA_VERSION}"}
    return head | NoticeDiff.model_json_schema(mode="serialization")


def schema_text() -> str:
    """The schema file, byte for byte as schemas/diff.schema.json holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
