"""What stands in a notice, put together but not yet a record."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model.body import TableBlock
from ..model.mentions import Citation, ClauseMention
from ..model.outline import NumberingFault, Span
from ..recognise.regions import Region
from .calendar import Calendar
from .contents import Contents, PlacedTarget
from .duties import DutyDraft
from .frontmatter import MetaDraft
from .indicators import IndicatorDraft
from .units import AssignedUnit


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task with all that was found in it."""

    view: str
    number: str | None
    part: int
    path: tuple[str, ...]
    title: Span | None
    title_text: str | None
    span: Span
    text_start: int  # where its words begin, behind the marker
    units: tuple[AssignedUnit, ...]
    contents: Contents
    key: str  # stable within the notice
    clauses: tuple[ClauseMention, ...] = ()


@dataclass(slots=True)
class NoticeDraft:
    """Everything that will stand in the record."""

    meta: MetaDraft
    annex_meta: tuple[MetaDraft, ...]
    calendar: Calendar
    region: Region | None
    tasks: list[TaskDraft] = field(default_factory=list)
    indicators: list[tuple[IndicatorDraft, tuple[AssignedUnit, ...], str]] = field(default_factory=list)
    goals: list[PlacedTarget] = field(default_factory=list)
    duties: list[DutyDraft] = field(default_factory=list)
    tables: list[tuple[TableBlock, Span | None]] = field(default_factory=list)  # with the line that captions each
    citations: tuple[Citation, ...] = ()
    faults: tuple[NumberingFault, ...] = ()
