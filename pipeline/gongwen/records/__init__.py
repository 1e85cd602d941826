"""The public contract: what comes out for one notice. Built by assemble and audit, read by everyone else."""

from .audit import Audit, Finding, Furniture, Unplaced
from .base import SCHEMA_VERSION, Record, Span
from .found import Baseline, CitationRecord, Deadline, Measure, Target, Unit
from .invariants import violations, walk
from .notice import (
    Column,
    Duty,
    Indicator,
    IndicatorValue,
    Link,
    Meta,
    Notice,
    OutlineNode,
    Period,
    Region,
    Source,
    Table,
    Task,
    json_schema,
    schema_text,
)

__all__ = [
    "SCHEMA_VERSION",
    "Audit",
    "Baseline",
    "CitationRecord",
    "Column",
    "Deadline",
    "Duty",
    "Finding",
    "Furniture",
    "Indicator",
    "IndicatorValue",
    "Link",
    "Measure",
    "Meta",
    "Notice",
    "OutlineNode",
    "Period",
    "Record",
    "Region",
    "Source",
    "Span",
    "Table",
    "Target",
    "Task",
    "Unit",
    "Unplaced",
    "json_schema",
    "schema_text",
    "violations",
    "walk",
]
