"""What a schema cannot say: quotations are exact, ids are unique, references lead somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .base import Record, Span
from .notice import Notice


def violations(notice: Notice) -> list[str]:
    """Every broken promise of a record, in words; empty for a sound one. Needs the record's text for the quotations."""
    return [*_spans(notice), *_ids(notice), *_counterparts(notice)]


def _spans(notice: Notice) -> Iterator[str]:
    text = notice.text
    for path, record in walk(notice):
        if isinstance(record, Span):
            if record.end < record.start or (text is not None and record.end > len(text)):
                yield f"{path}: {record.start}-{record.end} is no stretch of the text"
            continue
        raw, span = getattr(record, "raw", None), getattr(record, "span", None)
        if text is not None and raw is not None and span is not None and text[span.start : span.end] != raw:
            yield f"{path}: raw {raw!r} is not text[{span.start}:{span.end}] {text[span.start : span.end]!r}"


def _ids(notice: Notice) -> Iterator[str]:
    for name, items in (("tasks", notice.tasks), ("indicators", notice.indicators)):
        for key, count in Counter(item.id for item in items).items():
            if count > 1:
                yield f"{name}: id {key!r} stands {count} times"


def _counterparts(notice: Notice) -> Iterator[str]:
    views = {task.id: task.view for task in notice.tasks}
    for task in notice.tasks:
        for other in task.counterparts:
            if views.get(other) in (None, task.view):
                yield f"task {task.id!r}: counterpart {other!r} is no task of the other view"


def walk(record: Any, path: str = "notice") -> Iterator[tuple[str, Record]]:
    """Every record inside a record, itself first, each with its path."""
    if isinstance(record, Record):
        yield path, record
        for name in type(record).model_fields:
            yield from walk(getattr(record, name), f"{path}.{name}")
    elif isinstance(record, tuple):
        for i, item in enumerate(record):
            yield from walk(item, f"{path}[{i}]")
