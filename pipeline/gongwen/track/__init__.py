"""Many notices through the years: one line a metric and year, one thread a task, and what became of the targets of a year."""

from .follow import follow
from .record import TRACK_SCHEMA_VERSION, MetricLine, Step, StepTask, TaskThread, Track, TrackedNotice, TrackFinding, Verdict
from .verdicts import verdicts

__all__ = [
    "TRACK_SCHEMA_VERSION",
    "MetricLine",
    "Step",
    "StepTask",
    "TaskThread",
    "Track",
    "TrackFinding",
    "TrackedNotice",
    "Verdict",
    "follow",
    "verdicts",
]
