"""`gongwen batch`: folders of anything in, a folder of records, data sets and a manifest out."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from ..errors import Code, GongwenError
from .progress import Progress
from .run import STDIN, Exit

if TYPE_CHECKING:
    from ..batch.inputs import Input
    from ..batch.run import Again, Batch
    from ..batch.work import Options

_ENDINGS = (signal.SIGINT, signal.SIGTERM)


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


class MisuseError(Exception):
    """A call that cannot mean anything. `option`: what of the command line is wrong."""

    def __init__(self, message: str, option: str) -> None:
        super().__init__(message)
        self.option = option


def batch_documents(inputs: list[str], from_list: str | None, plan: Plan, progress: Progress) -> Exit:
    """Convert all inputs and bring the sinks up to date.

    Raises:
        MisuseError: no sink has that name, or there is nothing to convert.
        GongwenError: output_unwritable, dependency_missing.
    """
    arguments = [*inputs, *(_listed(from_list) if from_list is not None else ())]
    batch = open_batch(plan, arguments)
    with ended_in_order(batch):
        try:
            found = batch.find(arguments)
            first = next(found, None)
            if first is None:
                raise MisuseError("there is nothing in them to convert", "INPUT")
            return run_once(batch, itertools.chain([first], found), plan, progress)
        except KeyboardInterrupt:
            progress.interrupted(batch.state.statuses())
            return Exit.INTERRUPTED


def open_batch(plan: Plan, arguments: Iterable[str]) -> Batch:
    """The folder of results, once it is certain that the call makes sense.

    Raises:
        MisuseError: no sink has that name, or the results would lie among the inputs, and be some themselves in the next run.
        GongwenError: output_unwritable.
    """
    from ..batch.feeding import check_sinks
    from ..batch.places import is_url

    try:
        check_sinks(plan.sinks)
    except ValueError as exc:
        raise MisuseError(str(exc), "--to") from exc
    if any(os.path.realpath(each) == os.path.realpath(plan.out) for each in arguments if not is_url(each) and "\0" not in each):
        raise MisuseError("the results need a folder of their own, not that of the documents", "--out")
    return plan.open()


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
def ended_in_order(batch: Batch) -> Iterator[None]:
    """Ctrl-C and a request to end (SIGTERM) are taken alike, and once: what is done is kept, the manifest written, the batch closed."""
    before = {number: signal.signal(number, _interrupt) for number in _ENDINGS}
    try:
        try:
            yield
        finally:
            batch.close()
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is _interrupt:  # else the process is about to end
                signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    for each in _ENDINGS:
        signal.signal(each, signal.SIG_IGN)  # it is ending already
    raise KeyboardInterrupt
