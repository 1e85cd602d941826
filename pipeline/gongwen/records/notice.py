"""The record of one notice: the public contract, schema version 1.0."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import Field

from .audit import Audit
from .base import (
    SCHEMA_VERSION,
    Comparator,
    DecimalString,
    IsoDate,
    Level,
    Mode,
    NodeKind,
    PartialDate,
    Record,
    Span,
    ValueRole,
    View,
)
from .found import _OPTIONAL, _RAW, _RULE, CitationRecord, Deadline, Measure, Target, Unit


class Link(Record):
    """An address that the document names; nothing ever follows it. 文件中的链接（只记录，不访问）。"""

    label: str = Field(description="Text of the link; may be empty. 链接文字。")
    address: str = Field(description="As written, cut after 2,000 characters; for a file inside the document, its place there. 地址。")
    attachment: bool = Field(default=False, description="Whether it leads to a file to download or inside the document. 是否为附件。")


class Source(Record):
    """The file that was read. 来源文件。"""

    name: str = Field(description="File name. 文件名。")
    media_type: str = Field(description="Media type found in the bytes, not in the name. 媒体类型。")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Digest of the bytes. 文件摘要。")
    bytes: int = Field(ge=0, description="Size in bytes. 字节数。")
    pages: int | None = Field(default=None, ge=0, description="Number of pages; null where the format has none. 页数。")
    reader: str = Field(description="Reader that took it in. 读取器。")
    links: tuple[Link, ...] = Field(default=(), description="Addresses and attachments it names, in order, each once. 链接和附件。")


class Region(Record):
    """Where the issuer sits. 行政区域。"""

    name: str = Field(description="Name with its suffix, such as 清江市. 名称。")
    level: Level | None = Field(default=None, description="Administrative level. 行政层级。")
    code: str | None = Field(default=None, pattern="^[0-9]{6}$", description="GB/T 2260 code, where known. 行政区划代码。")


class Period(Record):
    """The time the notice plans for. 计划期。"""

    start: IsoDate | None = Field(default=None, description="First day. 起始日期。")
    end: IsoDate | None = Field(default=None, description="Last day, inclusive. 截止日期（含）。")


class Meta(Record):
    """What the notice says about itself; what it does not print is null or empty. 文件要素。"""

    title: str | None = Field(default=None, description="The whole title, line breaks taken out. 标题。")
    kind: str | None = Field(default=None, description="Document kind, the last word of the title (通知, 意见 …). 文种。")
    doc_number: str | None = Field(default=None, description="Document number as printed. 发文字号。")
    issuers: tuple[str, ...] = Field(default=(), description="Issuing bodies as signed, else as heading the title. 发文机关。")
    issued_on: PartialDate | None = Field(default=None, description="Signing date, else printing date; may lack day or month. 成文日期。")
    recipients: tuple[str, ...] = Field(default=(), description="Main addressees, one entry each. 主送机关。")
    disclosure: str | None = Field(default=None, description="Disclosure mark as printed. 公开属性。")
    attachments: tuple[str, ...] = Field(default=(), description="Titles of the annexes. 附件名称。")
    region: Region | None = Field(default=None, description="Region of the issuer. 行政区域。")
    period: Period | None = Field(default=None, description="Time the notice plans for. 计划期。")


class OutlineNode(Record):
    """A heading, item, table or annex, with what stands under it. 大纲节点。"""

    marker: str | None = Field(default=None, description="Marker as printed (一、, （二）, 3.). 序号标记。")
    ordinal: int | None = Field(default=None, ge=0, description="The marker's number. 序号数值。")
    level: int = Field(ge=0, description="Depth, 1 for the top of a part. 层级。")
    heading: str | None = Field(default=None, description="Heading without marker and final 。. 标题。")
    kind: NodeKind = Field(description="part, heading, item, table or annex. 节点类型。")
    span: Span = Field(description="From the marker to the end of what stands under it. 范围（含下级）。")
    children: tuple[OutlineNode, ...] = Field(default=(), description="Nodes below. 下级节点。")


class Task(Record):
    """The numbered item to which responsibility is, or could be, attached. 任务。"""

    id: str = Field(description="Unique in the record; does not change with layout. 任务标识。")
    view: View = Field(description="section: the running text; table: a row of a task table. 出自正文或任务表。")
    number: str | None = Field(default=None, description="Arabic digits of the marker. 序号。")
    part: int = Field(default=1, ge=1, description="2, 3 … for further rows under one number. 同号续行的次序。")
    path: tuple[str, ...] = Field(default=(), description="Headings above it with their markers, from the top. 上级标题。")
    title: str | None = Field(default=None, description="Heading without marker and final 。; null if there is none. 任务标题。")
    text: str = Field(description="Text of the task. 任务全文。")
    measures: tuple[Measure, ...] = Field(default=(), description="What is to be done. 措施。")
    units: tuple[Unit, ...] = Field(default=(), description="Who. 责任单位。")
    deadlines: tuple[Deadline, ...] = Field(default=(), description="By when. 时限。")
    targets: tuple[Target, ...] = Field(default=(), description="How much. 目标。")
    citations: tuple[CitationRecord, ...] = Field(default=(), description="Documents named in it. 引用文件。")
    counterparts: tuple[str, ...] = Field(default=(), description="Ids of the same task in the other view. 另一视图中对应任务的标识。")
    optional: bool = Field(default=False, description=_OPTIONAL)
    span: Span = Field(description="Where it stands. 所在位置。")


class IndicatorValue(Record):
    """One figure of an indicator. 指标值。"""

    period: str | None = Field(default=None, description="Year or period of the column or cell. 年份或时期。")
    role: ValueRole = Field(description="baseline or goal. 基期值或目标值。")
    mode: Mode = Field(description="As in a target. 类型，同目标。")
    comparator: Comparator = Field(description="As in a target. 比较关系，同目标。")
    value: DecimalString | None = Field(default=None, description="Decimal string; null for trend and reference. 数值。")
    upper: DecimalString | None = Field(default=None, description="Upper end, for range only. 区间上限。")
    unit: str | None = Field(default=None, description="As printed in cell, column or caption. 计量单位。")
    facet: str | None = Field(default=None, description="What the figure is for, where a cell has two. 分项。")
    group: str | None = Field(default=None, description="Alternatives share a group within their row. 同一组为任选其一。")
    optional: bool = Field(default=False, description=_OPTIONAL)
    raw: str = Field(description=_RAW)
    span: Span = Field(description="Where it stands. 所在位置。")
    rule: str = Field(description=_RULE)


class Indicator(Record):
    """A row of a table of indicators or of a series by year. 指标。"""

    id: str = Field(description="Unique in the record. 指标标识。")
    number: str | None = Field(default=None, description="Number of the row. 序号。")
    name: str = Field(description="Name of the indicator. 指标名称。")
    domain: str | None = Field(default=None, description="Group the row stands under. 领域。")
    unit: str | None = Field(default=None, description="Unit of the row as printed. 计量单位。")
    nature: str | None = Field(default=None, description="Binding force as printed (约束性, 预期性 …). 指标属性。")
    values: tuple[IndicatorValue, ...] = Field(default=(), description="Its figures. 各期数值。")
    units: tuple[Unit, ...] = Field(default=(), description="Who answers for it. 责任单位。")
    span: Span = Field(description="The row. 所在行的位置。")


class Duty(Record):
    """What the notice asks of its addressees as such, outside the tasks. 工作要求。"""

    raw: str = Field(description=_RAW)
    deadlines: tuple[Deadline, ...] = Field(default=(), description="When it is due. 时限。")
    span: Span = Field(description="Where it stands. 所在位置。")
    rule: str = Field(description=_RULE)


class Column(Record):
    """A column of a table. 列。"""

    header: str = Field(description="Heading as printed, rows of a heading joined. 列标题。")
    role: str | None = Field(
        default=None,
        pattern="^[a-z][a-z0-9_]*$",
        description="What the column is for: number, task, measures, units, deadline, indicator, baseline, goal and others. 列的作用。",
    )


class Table(Record):
    """A table as read, merged cells filled in and page breaks healed. 表格。"""

    caption: str | None = Field(default=None, description="Line above the table that names it. 表题。")
    columns: tuple[Column, ...] = Field(default=(), description="Columns from the left. 各列。")
    rows: tuple[tuple[str, ...], ...] = Field(default=(), description="Cell texts by row, headings aside. 各行单元格文字。")
    pages: tuple[int, ...] = Field(default=(), description="Pages it stands on. 所在页。")
    span: Span = Field(description="Where it stands. 所在位置。")


class Notice(Record):
    """One notice as a task list, every part traceable to its place. 一份公文的任务清单。"""

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION, description="Version of this contract (semantic). 合同版本。")
    id: str = Field(description="Stable across runs and formats: from the document number, else from title, issuer and date. 公文标识。")
    source: Source = Field(description="The file read. 来源文件。")
    meta: Meta = Field(description="What the notice says about itself. 文件要素。")
    annex_meta: tuple[Meta, ...] = Field(default=(), description="The same for complete notices that it forwards. 所附完整公文的要素。")
    text: str | None = Field(
        default=None, description="Canonical text that offsets point into; left out on request. 规范文本，位置均以此为准。"
    )
    outline: tuple[OutlineNode, ...] = Field(default=(), description="Tree of headings. 大纲。")
    tasks: tuple[Task, ...] = Field(default=(), description="The tasks in the order of the text. 任务。")
    indicators: tuple[Indicator, ...] = Field(default=(), description="Rows of indicator tables. 指标。")
    goals: tuple[Target, ...] = Field(default=(), description="Targets outside any task. 任务之外的总体目标。")
    duties: tuple[Duty, ...] = Field(default=(), description="What is asked of the addressees. 工作要求。")
    tables: tuple[Table, ...] = Field(default=(), description="Every table as read. 表格。")
    citations: tuple[CitationRecord, ...] = Field(default=(), description="Documents named anywhere in the notice. 引用文件。")
    audit: Audit = Field(description="Coverage and findings. 审核。")

    def to_json(self, *, indent: int | None = None, with_text: bool = True) -> str:
        """The record as JSON: keys in declared order, nulls kept, non-ASCII as it is, no time stamps, no final newline.

        `with_text=False` leaves the key `text` out; offsets keep their meaning for whoever has the text.
        """
        return self.model_dump_json(indent=indent, exclude=None if with_text else {"text"})

    def is_partial(self, *, strict: bool = False) -> bool:
        """Whether something of the notice is missing from its record; with `strict`, whether anything wants a look."""
        if self.audit.unplaced:
            return True
        grave = ("error", "warning") if strict else ("error",)
        return any(f.severity in grave for f in self.audit.findings)

    @classmethod
    def from_json(cls, data: str | bytes) -> Notice:
        """The record that `to_json` wrote. Raises pydantic.ValidationError for anything else."""
        return cls.model_validate_json(data)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a notice as written: every key is there, only `text` may be left out."""
    schema = Notice.model_json_schema(mode="serialization")
    schema["required"] = [key for key in schema["required"] if key != "text"]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:gongwen:schema:notice:{SCHEMA_VERSION}"}
    return head | schema


def schema_text() -> str:
    """The schema file, byte for byte as schemas/notice.schema.json holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
