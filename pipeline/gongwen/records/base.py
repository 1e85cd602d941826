"""What all records share: strict, frozen, and every field described in English and Chinese."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SCHEMA_VERSION: Literal["1.0"] = "1.0"

IsoDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
IsoDuration = Annotated[str, StringConstraints(pattern=r"^P[0-9]+[DWMY]$|^P(?:[0-9]+D)?T[0-9]+[HM]$")]
DecimalString = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]

Role = Literal["lead", "supporting", "responsible"]
Level = Literal["国家", "省", "市", "县", "乡"]
Category = Literal["government", "party", "vertical", "collective", "court_procuratorate", "mass_organization", "enterprise", "other"]
DeadlineKind = Literal["by", "during", "recurring", "relative", "open"]
DeadlineSource = Literal["text", "column", "heading"]
Mode = Literal["level", "count", "change", "trend", "reference"]
Comparator = Literal["ge", "gt", "le", "lt", "approx", "range", "eq", "up", "down", "keep"]
View = Literal["section", "table"]
NodeKind = Literal["part", "heading", "item", "table", "annex"]
ValueRole = Literal["baseline", "goal"]
Severity = Literal["info", "warning", "error"]

BoxTuple = tuple[float, float, float, float]


class Record(BaseModel):
    """Base of all records: no field but the declared ones, no change after construction."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        allow_inf_nan=False,
        json_schema_serialization_defaults_required=True,
    )


class Span(Record):
    """A place in the canonical text and, where the format has pages, on paper. 原文中的位置。"""

    start: int = Field(ge=0, description="First code point in `text`. 在 text 中的起始码位。")
    end: int = Field(ge=0, description="Code point after the last one. 结束码位（不含）。")
    page: int | None = Field(
        default=None, ge=1, description="Page of the start, from 1; null where the format has none. 起始页码，从 1 起。"
    )
    boxes: tuple[BoxTuple, ...] = Field(
        default=(),
        description="One rectangle per line: x0, top, x1, bottom in points from the top left. 各行在页面上的矩形（点）。",
    )
