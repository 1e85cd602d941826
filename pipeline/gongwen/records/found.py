"""What is found inside a task: bodies, times, targets, measures, citations. Each quotes its place and its rule."""

from __future__ import annotations

from pydantic import Field

from .base import (
    Category,
    Comparator,
    DeadlineKind,
    DeadlineSource,
    DecimalString,
    IsoDate,
    IsoDuration,
    Level,
    Mode,
    Record,
    Role,
    Span,
)

_RAW = "Exactly what is printed: text[span.start:span.end]. 原文，与 text 中该位置的文字完全一致。"
_SPAN = "Where it stands. 所在位置。"
_RULE = "Name of the grammar rule that found it (grammar.rule). 识别它的规则名。"
_OPTIONAL = "A careful reader could leave it out. 可列可不列的一项。"


class Measure(Record):
    """One measure of a task: an enumerated item, or a sentence where nothing is enumerated. 措施。"""

    marker: str | None = Field(
        default=None, description="Enumerator as printed (①, （1）, 一是); null for a sentence. 序号标记，未编号者为空。"
    )
    text: str = Field(description="The measure as a whole, without its marker. 措施全文（不含序号）。")
    span: Span = Field(description="Where it stands, marker included. 所在位置（含序号）。")


class Unit(Record):
    """A body responsible for a task. 责任单位。"""

    raw: str = Field(description=_RAW)
    name: str = Field(description="Name as it would stand alone, prefix carried over from its neighbours. 补全前缀后的单位名称。")
    role: Role = Field(default="responsible", description="lead (牵头), supporting (配合) or responsible. 责任类型：牵头、配合、负责。")
    level: Level | None = Field(default=None, description="Administrative level, where known. 行政层级。")
    category: Category | None = Field(default=None, description="Kind of body, where known. 单位类别。")
    canonical: str | None = Field(default=None, description="Full official name with its region, where known. 规范全称。")
    inherited: bool = Field(default=False, description="Laid on the task by a heading or an earlier clause. 由上级标题或前文条款承继。")
    optional: bool = Field(default=False, description=_OPTIONAL)
    span: Span = Field(description=_SPAN)
    rule: str = Field(description=_RULE)


class Deadline(Record):
    """When an action or target is due, runs or recurs. 时限。"""

    raw: str = Field(description=_RAW)
    kind: DeadlineKind = Field(
        description="by: up to a point; during: a period; recurring; relative: counted from an event; open: without end. "
        "时限类型：截止、期间、周期、相对、长期。"
    )
    start: IsoDate | None = Field(default=None, description="First day (ISO 8601), for during. 起始日期。")
    end: IsoDate | None = Field(default=None, description="Last day, inclusive. 截止日期（含）。")
    offset: IsoDuration | None = Field(default=None, description="ISO 8601 duration after the anchor, for relative. 距参照事件的时长。")
    anchor: str | None = Field(default=None, description="Event that the offset counts from; null if none is named. 参照事件。")
    freq: IsoDuration | None = Field(default=None, description="ISO 8601 duration between recurrences. 周期。")
    rrule: str | None = Field(default=None, description="Recurrence as RFC 5545 RRULE. RFC 5545 周期规则。")
    edtf: str | None = Field(default=None, description="The time as EDTF (ISO 8601-2), where expressible. EDTF 表示。")
    source: DeadlineSource = Field(
        default="text", description="Where it was said: running text, a time column or a heading. 出处：正文、时限栏、标题。"
    )
    year_inferred: bool = Field(
        default=False,
        description="The year is not printed; it is the planning year, of a lunar feast the next one. "
        "年份由计划年度推定，春节等取其后最近的一个。",
    )
    optional: bool = Field(default=False, description=_OPTIONAL)
    span: Span = Field(description=_SPAN)
    rule: str = Field(description=_RULE)


class Baseline(Record):
    """The figure a target starts from. 基期值。"""

    period: str | None = Field(default=None, description="Base year or period as printed in digits. 基期。")
    value: DecimalString | None = Field(default=None, description="Value in the base period, decimal string. 基期数值。")


class Target(Record):
    """What the issuer commits to reach, keep or not exceed. 目标。"""

    raw: str = Field(description=_RAW)
    metric: str = Field(description="What is measured or counted, with its qualifiers. 指标名称。")
    mode: Mode = Field(
        description="level: a state; count: things to do or build; change: by how much; trend: a direction; reference: another's figure. "
        "目标类型：水平、数量、增减、趋势、参照。"
    )
    comparator: Comparator = Field(description="ge gt le lt approx range eq; up down keep for trend. 比较关系。")
    value: DecimalString | None = Field(
        default=None, description="Decimal string, 万/亿 multiplied out; null for trend and reference. 数值。"
    )
    upper: DecimalString | None = Field(default=None, description="Upper end, for range only. 区间上限。")
    unit: str | None = Field(default=None, description="Word after the figure as printed. 计量单位（照录）。")
    group: str | None = Field(default=None, description="Alternatives (A或B) share a group within their task. 同一组为任选其一。")
    measure: str | int | None = Field(
        default=None, description="Marker, or index from 0, of the measure it stands in. 所属措施的序号或下标。"
    )
    by: IsoDate | None = Field(default=None, description="Last day of the deadline that governs it. 对应时限的截止日期。")
    baseline: Baseline | None = Field(default=None, description="Figure it starts from, where the text names one. 基期。")
    optional: bool = Field(default=False, description=_OPTIONAL)
    span: Span = Field(description=_SPAN)
    rule: str = Field(description=_RULE)


class CitationRecord(Record):
    """A document named by the notice. 引用文件。"""

    title: str = Field(description="Title without its brackets; empty where only a number is given. 文件名称。")
    doc_number: str | None = Field(default=None, description="Document number (发文字号) as printed. 发文字号。")
    raw: str = Field(description=_RAW)
    span: Span = Field(description=_SPAN)
    rule: str = Field(description=_RULE)
