"""What a batch says while it runs, on standard error: a bar on a terminal, a line now and then elsewhere, JSON lines for machines."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ..errors import Code, GongwenError
from .run import complain, error_line, printable, say

if TYPE_CHECKING:
    import rich.progress

    from ..batch.feeding import Fed
    from ..batch.run import Done

_SECONDS = 5.0  # between lines where there is no terminal
_TOLD = 20  # failures that are told one by one; the manifest has them all
_GO_ON = "The same command goes on from here."


class Progress:
    """Says what becomes of the inputs. `as_json`: every event as one line of JSON."""

    def __init__(self, *, quiet: bool = False, as_json: bool = False) -> None:
        self._quiet = quiet
        self._as_json = as_json
        self._n_failed = 0
        self._done = Counter[str]()
        self._said_at = time.monotonic()
        self._bar: rich.progress.Progress | None = None

    def __enter__(self) -> Self:
        self._n_failed, self._done, self._said_at = 0, Counter(), time.monotonic()
        if sys.stderr.isatty() and not self._quiet and not self._as_json:
            self._bar = _bar()
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()
        self._bar = None

    def told(self, done: Done) -> None:
        """One more input has its outcome."""
        self._done[done.done] += 1
        if self._as_json:
            found = done.outcome
            told = {"path": done.path, "done": done.done, "status": str(found.status), "code": found.code, "seconds": found.seconds}
            self._log("input", **told, n_done=done.n_done, n_inputs=done.n_inputs)
            return
        if done.outcome.status == "failed" and done.done != "unchanged":
            self._failed(done)
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done.n_done, total=done.n_inputs)
        elif not self._quiet and (time.monotonic() - self._said_at >= _SECONDS):
            self._said_at = time.monotonic()
            say(f"{done.n_done}/{done.n_inputs}: {self._counts()}")

    def ended(self, statuses: dict[str, int], seconds: float, out: str) -> None:
        """All inputs have theirs."""
        total = sum(statuses.values())
        if self._as_json:
            self._log("end", n_inputs=total, **statuses, how=dict(self._done), elapsed=round(seconds, 3))
        elif not self._quiet:
            if self._n_failed > _TOLD:
                say(f"… and {self._n_failed - _TOLD} more that failed")
            kinds = ", ".join(f"{n} {status}" for status, n in sorted(statuses.items()))
            say(printable(f"{total} inputs: {kinds} ({self._counts()}) in {seconds:.1f} s; see {out.rstrip('/')}/manifest.jsonl"))

    def watching(self, folders: Sequence[str]) -> None:
        """It begins to wait for documents."""
        if self._as_json:
            self._log("watching", folders=list(folders))
        elif not self._quiet:
            say(printable(f"watching {', '.join(folders)}; Ctrl-C ends it"))

    def broken_off(self, error: GongwenError) -> None:
        """The run itself cannot go on."""
        if self._as_json:
            self._log("error", code=str(error.code), message=error.message, hint=error.hint)
        else:
            complain(error)

    def interrupted(self, statuses: dict[str, int]) -> None:
        """The user has ended the run."""
        n_done = sum(statuses.values())
        if self._as_json:
            self._log("interrupted", n_done=n_done)
        else:
            say(f"gongwen: interrupted; {n_done} inputs are done. {_GO_ON}")

    def fed(self, fed: Fed) -> None:
        """A sink is up to date."""
        sink = fed.sink.partition("://")[0]
        if self._as_json:
            self._log("sink", sink=sink, n_notices=fed.n_notices, n_twice=fed.n_twice)
        elif not self._quiet:
            twice = f"; {fed.n_twice} inputs hold a notice that another holds" if fed.n_twice else ""
            say(f"{sink}: {fed.n_notices} notices written{twice}" if fed.n_notices else f"{sink}: up to date{twice}")

    def _failed(self, done: Done) -> None:
        self._n_failed += 1
        if self._n_failed <= _TOLD and not self._quiet:
            found = done.outcome
            error = GongwenError(Code(found.code or Code.INTERNAL), found.message or "", page=found.page, hint=found.hint)
            line = error_line(error, done.path)
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True) if self._bar is not None else say(line)

    def _counts(self) -> str:
        return ", ".join(f"{n} {how}" for how, n in sorted(self._done.items()))

    def _log(self, event: str, **told: Any) -> None:
        say(json.dumps({"event": event, **told}))  # escaped, since the terminal may not carry every character


def _bar() -> rich.progress.Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("gongwen"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True
    )
    bar.add_task("inputs", total=None)
    return bar
