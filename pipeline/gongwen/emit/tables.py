"""The relational form of records: which tables there are, their columns, keys and comments.

One definition serves every sink: Parquet schemas, SQL, CSV headings and the documentation are made from it. A column of type
`list` is an array where the sink has arrays and JSON text where not; a figure stands twice, as printed (`value`, exact) and as a
floating number to reckon with (`number`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "number", "boolean", "date", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `date` is an ISO date as text where the sink has no dates; `required` columns are never null."""

    name: str
    type: Type
    comment: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` identifies a row; every key begins with `notice_id`, so that a notice is replaced as a whole."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    parent: str | None = None  # the table whose key a part of this key is

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _column(name: str, type_: Type, comment: str) -> Column:
    return Column(name, type_, comment)


def _required(name: str, type_: Type, comment: str) -> Column:
    return Column(name, type_, comment, required=True)


_NOTICE = _required("notice_id", "text", "Notice the row belongs to. 公文标识。")
_POSITION = _required("position", "integer", "Place in its list, from 0. 次序（从 0 起）。")
_PLACE = (
    _required("start", "integer", "First code point in the notice's text. 起始码位。"),
    _required("end", "integer", "Code point after the last one. 结束码位（不含）。"),
    _column("page", "integer", "Page, from 1; null where the format has none. 页码。"),
)
_RAW = _required("raw", "text", "As printed. 原文。")
_RULE = _required("rule", "text", "Rule that found it. 识别规则。")
_OPTIONAL = _required("optional", "boolean", "A careful reader could leave it out. 可列可不列。")
_OWNER = (
    _required("owner", "text", "What it belongs to: a task, indicator, duty, or the notice itself (goals). 所属：任务、指标、要求或公文。"),
    _required("owner_id", "text", "Id of that task or indicator, position of the duty, empty for the notice. 所属对象的标识。"),
)
_FIGURE = (
    _required("mode", "text", "level, count, change, trend or reference. 目标类型。"),
    _required("comparator", "text", "ge gt le lt approx range eq up down keep. 比较关系。"),
    _column("value", "text", "Figure, exact decimal string. 数值（精确）。"),
    _column("upper", "text", "Upper end of a range. 区间上限。"),
    _column("number", "number", "The same as a floating number. 数值（浮点）。"),
    _column("unit", "text", "Unit as printed. 计量单位。"),
)

NOTICES = Table(
    "notices",
    "One row a notice. 公文。",
    (
        _NOTICE,
        _required("schema_version", "text", "Version of the record. 记录版本。"),
        _column("title", "text", "Whole title. 标题。"),
        _column("kind", "text", "Document kind. 文种。"),
        _column("doc_number", "text", "Document number. 发文字号。"),
        _required("issuers", "list", "Issuing bodies. 发文机关。"),
        _column("issued_on", "text", "Date of signing; may lack day or month. 成文日期。"),
        _column("year", "integer", "Year it plans for, else year of issue. 计划年度。"),
        _column("period_start", "date", "First day it plans for. 计划期起。"),
        _column("period_end", "date", "Last day it plans for. 计划期止。"),
        _column("region", "text", "Region of the issuer. 行政区域。"),
        _column("region_level", "text", "Level of the region. 行政层级。"),
        _column("region_code", "text", "GB/T 2260 code. 行政区划代码。"),
        _required("recipients", "list", "Main addressees. 主送机关。"),
        _required("attachments", "list", "Titles of annexes. 附件名称。"),
        _column("disclosure", "text", "Disclosure mark. 公开属性。"),
        _required("source_name", "text", "File name. 文件名。"),
        _required("media_type", "text", "Media type of the file. 媒体类型。"),
        _required("sha256", "text", "Digest of the file. 文件摘要。"),
        _required("bytes", "integer", "Size of the file. 文件字节数。"),
        _column("pages", "integer", "Pages of the file. 页数。"),
        _required("reader", "text", "Reader that took it in. 读取器。"),
        _required("coverage", "number", "Share of its characters that are accounted for. 覆盖率。"),
    ),
    ("notice_id",),
)
TASKS = Table(
    "tasks",
    "One row a task. 任务。",
    (
        _NOTICE,
        _required("task_id", "text", "Unique in the notice. 任务标识。"),
        _POSITION,
        _required("view", "text", "section: running text; table: a row of a task table. 出自正文或任务表。"),
        _column("task_number", "text", "Number as printed, in Arabic digits. 序号。"),
        _required("part", "integer", "2, 3 … for further rows under one number. 同号续行的次序。"),
        _required("path", "list", "Headings above it. 上级标题。"),
        _column("title", "text", "Title. 任务标题。"),
        _required("text", "text", "Text of the task. 任务全文。"),
        _required("counterparts", "list", "Ids of the same task in the other view. 另一视图中的对应任务。"),
        _OPTIONAL,
        *_PLACE,
    ),
    ("notice_id", "task_id"),
    "notices",
)
MEASURES = Table(
    "measures",
    "One row a measure of a task. 措施。",
    (
        _NOTICE,
        _required("task_id", "text", "Task it belongs to. 任务标识。"),
        _POSITION,
        _column("marker", "text", "Enumerator as printed. 序号标记。"),
        _required("text", "text", "The measure without its marker. 措施全文。"),
        *_PLACE,
    ),
    ("notice_id", "task_id", "position"),
    "tasks",
)
ASSIGNMENTS = Table(
    "assignments",
    "One row for each body that answers for a task or an indicator. 责任分工。",
    (
        _NOTICE,
        *_OWNER,
        _POSITION,
        _required("unit_name", "text", "Body, its name completed. 责任单位。"),
        _required("role", "text", "lead, supporting or responsible. 责任类型。"),
        _column("level", "text", "Administrative level. 行政层级。"),
        _column("category", "text", "Kind of body. 单位类别。"),
        _column("canonical", "text", "Full official name. 规范全称。"),
        _required("inherited", "boolean", "Laid on it by a heading or an earlier clause. 由上文承继。"),
        _OPTIONAL,
        _RAW,
        _RULE,
        *_PLACE,
    ),
    ("notice_id", "owner", "owner_id", "position"),
    "notices",
)
DEADLINES = Table(
    "deadlines",
    "One row for each time a task or a duty is due, runs or recurs. 时限。",
    (
        _NOTICE,
        *_OWNER,
        _POSITION,
        _required("kind", "text", "by, during, recurring, relative or open. 时限类型。"),
        _column("start_date", "date", "First day. 起始日期。"),
        _column("end_date", "date", "Last day, inclusive. 截止日期。"),
        _column("offset", "text", "Duration after the anchor. 距参照事件的时长。"),
        _column("anchor", "text", "Event the offset counts from. 参照事件。"),
        _column("freq", "text", "Duration between recurrences. 周期。"),
        _column("rrule", "text", "Recurrence (RFC 5545). 周期规则。"),
        _column("edtf", "text", "The time as EDTF. EDTF 表示。"),
        _required("source", "text", "text, column or heading. 出处。"),
        _required("year_inferred", "boolean", "The year is not printed. 年份由计划年度推定。"),
        _OPTIONAL,
        _RAW,
        _RULE,
        *_PLACE,
    ),
    ("notice_id", "owner", "owner_id", "position"),
    "notices",
)
TARGETS = Table(
    "targets",
    "One row a target, of a task or of the notice as a whole. 目标。",
    (
        _NOTICE,
        *_OWNER,
        _POSITION,
        _required("metric", "text", "What is measured. 指标名称。"),
        *_FIGURE,
        _column("by_date", "date", "Last day of the deadline that governs it. 对应时限。"),
        _column("baseline_period", "text", "Base period. 基期。"),
        _column("baseline_value", "text", "Value in the base period. 基期数值。"),
        _column("alternative", "text", "Alternatives share this name within their task. 同组任选其一。"),
        _column("measure", "text", "Marker or index of the measure it stands in. 所属措施。"),
        _OPTIONAL,
        _RAW,
        _RULE,
        *_PLACE,
    ),
    ("notice_id", "owner", "owner_id", "position"),
    "notices",
)
INDICATORS = Table(
    "indicators",
    "One row for each figure of an indicator. 指标各期数值。",
    (
        _NOTICE,
        _required("indicator_id", "text", "Unique in the notice. 指标标识。"),
        _POSITION,
        _column("indicator_number", "text", "Number of the row. 序号。"),
        _required("name", "text", "Name of the indicator. 指标名称。"),
        _column("domain", "text", "Group it stands under. 领域。"),
        _column("nature", "text", "Binding force. 指标属性。"),
        _column("period", "text", "Year or period of the figure. 时期。"),
        _column("role", "text", "baseline or goal; null for an indicator without a figure. 基期值或目标值。"),
        _column("mode", "text", "As in a target. 类型。"),
        _column("comparator", "text", "As in a target. 比较关系。"),
        *_FIGURE[2:],
        _column("facet", "text", "What the figure is for, where a cell has two. 分项。"),
        _column("alternative", "text", "Alternatives share this name within their row. 同组任选其一。"),
        _required("optional", "boolean", "A careful reader could leave it out. 可列可不列。"),
        _column("raw", "text", "As printed. 原文。"),
        *_PLACE,
    ),
    ("notice_id", "indicator_id", "position"),
    "notices",
)
DUTIES = Table(
    "duties",
    "One row for each thing the notice asks of its addressees outside the tasks. 工作要求。",
    (_NOTICE, _POSITION, _RAW, _RULE, *_PLACE),
    ("notice_id", "position"),
    "notices",
)
FINDINGS = Table(
    "findings",
    "One row for each thing a reader should look at. 审核发现。",
    (
        _NOTICE,
        _POSITION,
        _required("code", "text", "What it is (docs/findings.md). 代码。"),
        _required("severity", "text", "info, warning or error. 级别。"),
        _required("message", "text", "In words. 说明。"),
        _column("start", "integer", "First code point in the notice's text. 起始码位。"),
        _column("end", "integer", "Code point after the last one. 结束码位（不含）。"),
        _column("page", "integer", "Page. 页码。"),
    ),
    ("notice_id", "position"),
    "notices",
)

TABLES = (NOTICES, TASKS, MEASURES, ASSIGNMENTS, DEADLINES, TARGETS, INDICATORS, DUTIES, FINDINGS)
