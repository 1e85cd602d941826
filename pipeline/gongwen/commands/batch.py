"""`gongwen batch`: folders of anything in, a folder of records, data sets and a manifest out."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from ..errors import Code, GongwenError
from .progress import Progress
from .run import STDIN, Exit, say

if TYPE_CHECKING:
    from ..batch.inputs import Input
    from ..batch.run import Again, Batch
    from ..batch.work import Options


class FailOn(StrEnum):
    """What makes the exit code of a batch other than 0."""

    PARTIAL = "partial"
    FAILED = "failed"
    NEVER = "never"


class Engine(StrEnum):
    """Where documents are converted."""

    LOCAL = "local"
    RAY = "ray"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the user asked for, besides the inputs."""

    out: str  # a path, or the URL of a file system
    options: Options
    sinks: Sequence[str]
    n_workers: int | None
    again: Again
    fail_on: FailOn = FailOn.PARTIAL
    state: Path | None = None
    engine: Engine = Engine.LOCAL

    def open(self) -> Batch:
        """The batch that is asked for. Raises GongwenError (output_unwritable, dependency_missing)."""
        from ..batch.results import Results
        from ..batch.run import Batch

        results = Results(self.out, self.state)
        return Batch(results, self.options, n_workers=self.n_workers, on_cluster=self.engine is Engine.RAY)


def batch_documents(inputs: list[str], from_list: str | None, plan: Plan, progress: Progress) -> Exit:
    """Convert all inputs and bring the sinks up to date.

    Raises:
        ValueError: no sink has that name, or there are no inputs.
        GongwenError: output_unwritable, dependency_missing.
    """
    from ..batch.feeding import check_sinks

    check_sinks(plan.sinks)
    arguments = [*inputs, *(_listed(from_list) if from_list is not None else ())]
    batch = plan.open()
    try:
        with _ended_alike():
            code = run_once(batch, batch.find(arguments), plan, progress)
        if not batch.state.statuses():
            raise ValueError("there is nothing in them to convert")
        return code
    except KeyboardInterrupt:
        progress.interrupted(batch.state.statuses())
        return Exit.INTERRUPTED
    finally:
        batch.close()


def run_once(batch: Batch, inputs: Iterable[Input], plan: Plan, progress: Progress) -> Exit:
    """One pass over the inputs, the sinks after it, and what is to be said about both."""
    from ..batch.feeding import feed

    started = time.monotonic()
    with progress:
        batch.run(inputs, progress.told, plan.again)
    statuses = batch.state.statuses()
    progress.ended(statuses, time.monotonic() - started, plan.out)
    feed(batch.state, batch.folder, batch.results.home, plan.sinks, anew=plan.again.all, tell=progress.fed)
    batch.results.send()
    return exit_of(statuses, plan.fail_on)


def exit_of(statuses: dict[str, int], fail_on: FailOn) -> Exit:
    """The exit code for so many inputs of each status."""
    if statuses.get("failed") and fail_on is not FailOn.NEVER:
        return Exit.FAILED
    return Exit.PARTIAL if statuses.get("partial") and fail_on is FailOn.PARTIAL else Exit.OK


def _listed(path: str) -> list[str]:
    from ..batch.inputs import listed

    try:
        return listed(sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes())
    except OSError as exc:
        raise GongwenError(
            Code.FILE_UNREADABLE, f"{path} cannot be read: {exc.strerror or exc}", hint="--from-list wants a text file."
        ) from exc


@contextmanager
def _ended_alike() -> Iterator[None]:
    """A request to end (SIGTERM) is taken like Ctrl-C: what is done is kept and the manifest written."""
    handler: Callable[[int, FrameType | None], None] = lambda number, frame: _interrupt()  # noqa: E731
    before = signal.signal(signal.SIGTERM, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt() -> None:
    say("gongwen: ending")
    raise KeyboardInterrupt
