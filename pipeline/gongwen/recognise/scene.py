"""What the reading of one figure takes and gives: the text with its claimed times, the target before, the reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model.mentions import Quantity, TargetMention
from .metrics import Span
from .sentences import Spans


@dataclass(frozen=True, slots=True)
class Scene:
    """The text and the times that are claimed in it."""

    text: str
    times: Spans


@dataclass(frozen=True, slots=True)
class Previous:
    """The target read just before in the same sentence: figures that follow it may share its metric."""

    target: TargetMention
    metric: str
    first: int  # index of its mention in the context's list
    tail: int  # where its words end
    counted: bool  # its noun followed the counter


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure is said to be: its mode, the stretches that make its metric, and the rule that says so."""

    rule: str
    mode: str
    spans: tuple[Span, ...]
    start: int
    end: int
    sign: int = 1
    metric: str | None = None  # where it is no stretch of the text
    unit: str | None = None  # 元/核定床位, where the text says 每核定床位 … 元
    optional: bool = False
    counted: bool = False
    shared: bool = False  # the metric is the one of the figure before


@dataclass(slots=True)
class Progress:
    """What has been found so far in one call, and what has claimed stretches of the text."""

    text: str
    times: Spans
    scene: Scene
    titles: Spans
    quotes: Spans
    targets: list[TargetMention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    open: list[Quantity] = field(default_factory=list)
    groups: int = 0  # alternatives named so far
