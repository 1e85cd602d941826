"""What all sinks share: how they are fed and closed."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Protocol, Self

from ..errors import Code, GongwenError
from ..records import Notice


class Sink(Protocol):
    """Takes records one after the other, each notice once.

    `close` makes all of it durable and seen. `abandon` gives up instead: of files nothing is seen, databases keep what they were given.
    """

    def add(self, notice: Notice) -> None: ...

    def close(self) -> None: ...

    def abandon(self) -> None: ...


class Sinks:
    """Several sinks as one, closed together; where one fails the others are still closed."""

    def __init__(self, sinks: Iterable[Sink]) -> None:
        self._sinks = list(sinks)

    def append(self, sink: Sink) -> None:
        self._sinks.append(sink)

    def add(self, notice: Notice) -> None:
        for sink in self._sinks:
            sink.add(notice)

    def close(self) -> None:
        first: Exception | None = None
        for sink in self._sinks:
            try:
                sink.close()
            except Exception as error:
                sink.abandon()
                first = first or error
        if first is not None:
            raise first

    def abandon(self) -> None:
        for sink in self._sinks:
            sink.abandon()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self.close()
        else:
            self.abandon()


def needs(package: str, extra: str, sink: str) -> GongwenError:
    """A sink wants a package that is not installed."""
    return GongwenError(Code.DEPENDENCY_MISSING, f"--to {sink} needs {package}", hint=f"pip install 'gongwen[{extra}]'.")
