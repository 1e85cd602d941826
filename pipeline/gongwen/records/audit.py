"""The record says itself what it could not do."""

from __future__ import annotations

from pydantic import Field

from .base import Record, Severity, Span


class Furniture(Record):
    """Printed matter that is no text of the notice: page numbers, running heads, site navigation. 版面附属物。"""

    kind: str = Field(description="Named kind, such as page_number, running_head, contents. 类别。")
    lines: int = Field(ge=0, description="How many lines or cells. 行数。")
    chars: int = Field(ge=0, description="How many characters, blanks aside. 字符数（不计空白）。")
    texts: tuple[str, ...] = Field(
        default=(),
        description="What they say, each once, in order: the first fifty, 200 characters each at most. 文字（去重，最多五十条）。",
    )


class Unplaced(Record):
    """Characters of the source that ended neither in `text` nor in furniture. 未归位的文字。"""

    text: str = Field(description="The characters. 文字。")
    page: int | None = Field(default=None, ge=1, description="Page, where the format has pages. 页码。")


class Finding(Record):
    """Something a reader should look at. 审核发现。"""

    code: str = Field(pattern="^[a-z][a-z0-9_]*$", description="Stable name of the kind of finding. 类别代码。")
    severity: Severity = Field(description="info, warning or error. 严重程度。")
    message: str = Field(description="One sentence for a person. 说明。")
    span: Span | None = Field(default=None, description="Where; null if it concerns the notice as a whole. 位置。")


class Audit(Record):
    """What became of every character, and what looks wrong. 审核。"""

    coverage: float = Field(ge=0, le=1, description="Share of the source's characters placed in `text` or furniture. 已归位字符占比。")
    furniture: tuple[Furniture, ...] = Field(default=(), description="Kinds of furniture with their sizes. 各类附属物及数量。")
    unplaced: tuple[Unplaced, ...] = Field(default=(), description="The rest. 未归位的文字。")
    findings: tuple[Finding, ...] = Field(default=(), description="In the order of the text. 按原文顺序的发现。")
