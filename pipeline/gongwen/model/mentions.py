"""What recognition finds in a stretch of text. Offsets are code points into the canonical text, end exclusive.

Every mention names the rule that made it (grammar.rule), so that `gongwen explain` can show why it is there.
Recognition does not know where a mention stands in the outline: a bare month keeps no year, a bare year no kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression. Dates are ISO strings or None where assembly must still supply the year.

    `kind` is by, during, recurring, relative, open; or "bare" for a year, 今年, 年内 … whose kind depends on what it governs.
    `year` None with `month` set: the year comes from the notice's planning year.
    """

    start: int
    end: int
    rule: str
    kind: str
    begin: str | None = None  # ISO date, inclusive
    until: str | None = None  # ISO date, inclusive
    needs_year: bool = False  # begin/until carry the placeholder year 0000 (month 00 for 本月), or follow from `shift`
    shift: str | None = None  # year+1 (明年, from the planning year), month+0 (本月, from the day of issue)
    offset: str | None = None  # ISO 8601 duration, for relative
    anchor: str | None = None
    freq: str | None = None  # ISO 8601 duration, for recurring
    rrule: str | None = None
    edtf: str | None = None
    excused: str | None = None  # why this is no deadline (in_title, baseline, past, rate, condition …); None: it may be one


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A body named as responsible, with its prefix already carried over: name as it would stand alone."""

    start: int  # of what is printed, not of the completed name
    end: int
    name: str
    role: str  # lead, supporting, responsible
    rule: str
    level: str | None = None  # 国家 省 市 县 乡
    category: str | None = None  # as in the contract: government, party, vertical, collective …
    optional: bool = False  # a careful reader could leave it out (divisions, 等有关部门)


@dataclass(frozen=True, slots=True)
class ClauseMention:
    """A unit clause: a parenthesis, a labelled line or a table cell whose whole content names responsible bodies.

    `start`/`end` cover the clause with its brackets. `onward` are the bodies that the clause lays on every later
    task too (以下均需各地负责，不再列出). `lead_first` : the clause declares that the first named leads, here and below.
    """

    start: int
    end: int
    rule: str
    units: tuple[UnitMention, ...]
    onward: tuple[UnitMention, ...] = ()
    lead_first: str | None = None  # None; "first": 排在第一位的为牵头部门，下同; "comma": 逗号前为牵头单位，下同
    times: tuple[TimeMention, ...] = ()  # 完成时限：… inside the same bracket
    unread: tuple[tuple[int, int], ...] = ()  # stretches inside the clause that no rule explains


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its counter and comparing words, before its clause says what it is."""

    start: int  # of the whole expression with comparing words
    end: int
    number_start: int  # of the figure alone
    number_end: int
    rule: str
    value: Decimal
    upper: Decimal | None = None
    unit: str | None = None
    comparator: str = "eq"  # ge gt le lt approx range eq
    excused: str | None = None  # date, ordinal, age, document, name, condition, past …; None: may be a target


@dataclass(frozen=True, slots=True)
class TargetMention:
    """What the issuer commits to reach. Strings as in the contract: decimal strings, unit as printed."""

    start: int
    end: int
    rule: str
    metric: str
    mode: str  # level count change trend reference
    comparator: str  # ge gt le lt approx range eq; up down keep for trend
    value: str | None = None
    upper: str | None = None
    unit: str | None = None
    group: str | None = None
    baseline_period: str | None = None
    baseline_value: str | None = None
    optional: bool = False  # a careful reader could leave it out


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named: 《title》（doc number）."""

    start: int
    end: int
    rule: str
    title: str
    doc_number: str | None = None
