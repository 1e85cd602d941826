"""The clock of one document: looked at between pages, paragraphs, tables, rows of sheets and matches of a grammar.

What runs outside of our code for long (an OCR engine, LibreOffice) has a limit of its own, and its time does not count here. A single call
that never comes back is beyond a clock inside the process: who runs gongwen on files of strangers ends it from outside.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from .limits import Limits


@dataclass(slots=True)
class _Clock:
    limits: Limits
    until: float  # in seconds of time.monotonic


_CLOCK: ContextVar[_Clock | None] = ContextVar("gongwen_clock", default=None)


@contextmanager
def running(limits: Limits) -> Iterator[None]:
    """The clock runs for the document that is worked on inside, for at most `max_seconds`."""
    token = _CLOCK.set(_Clock(limits, time.monotonic() + limits.max_seconds))
    try:
        yield
    finally:
        _CLOCK.reset(token)


def check(page: int | None = None) -> None:
    """Go on if there is time left, or no clock runs. Raises GongwenError took_too_long."""
    clock = _CLOCK.get()
    if clock is not None and time.monotonic() > clock.until:
        raise clock.limits.exceeded("max_seconds", "the document takes longer", page=page)


@contextmanager
def stopped() -> Iterator[None]:
    """What is done inside does not count."""
    clock = _CLOCK.get()
    start = time.monotonic()
    try:
        yield
    finally:
        if clock is not None:
            clock.until += time.monotonic() - start


class OcrClock:
    """Counts the time that OCR of one document takes."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._spent = 0.0

    @contextmanager
    def page(self, number: int) -> Iterator[None]:
        """A page is read by OCR inside. Raises GongwenError took_too_long before a page for which there is no time left."""
        if self._spent >= self._limits.max_ocr_seconds:
            raise self._limits.exceeded("max_ocr_seconds", f"{number - 1} pages read", page=number)
        start = time.monotonic()
        try:
            with stopped():
                yield
        finally:
            self._spent += time.monotonic() - start
