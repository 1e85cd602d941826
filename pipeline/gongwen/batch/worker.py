"""A process of its own for documents, one at a time: what kills it costs one document. The other end of its pipes is in `pool`.

It is told how to work in a first line on its standard input, then a line of jobs at a time. It answers with a line for each document that
it begins ("begin"), for each page that it reads by OCR ("page"), and for each that it has done ("done", with the outcome).
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import Code, GongwenError
from ..limits import Limits
from ..readers.ahead import make_ahead
from ..readers.made import Made, using
from . import places
from .folder import Folder, folder_at
from .job import Job, Setup
from .work import Options, Outcome, convert_document, failed

_PR_SET_PDEATHSIG = 1  # prctl(2)
_KILL_ME_FIRST = "500"  # of -1000 to 1000: the kernel, short of memory, ends a worker rather than the run

Say = Callable[..., None]


def main() -> None:
    """Work until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is not an answer

    def say(event: str, job: Job | None = None, **told: Any) -> None:
        position = job.position if job is not None else None
        answers.write(json.dumps({"event": event, "position": position, **told}, ensure_ascii=False) + "\n")
        answers.flush()

    lines = iter(sys.stdin.buffer.readline, b"")
    setup = Setup.from_json(next(lines).decode())
    options = Options.from_json(setup.options)
    _hold_to(options.limits, setup.parent)
    folder = folder_at(setup.out, setup.work)
    for line in lines:
        jobs = [Job(**each) for each in json.loads(line)]
        say("office", n=len(jobs)) if len(jobs) > 1 else None
        made = make_ahead(filter(None, (_loaded(job, options.limits) for job in jobs)), options.limits) if len(jobs) > 1 else {}
        for job in jobs:
            say("begin", job)
            outcome = _done(job, options, folder, made, say)
            say("done", job, outcome=outcome.to_json(), memory=_memory())


def _done(job: Job, options: Options, folder: Folder, made: Made, say: Say) -> Outcome:
    """Read, convert and write one document."""
    start = time.perf_counter()
    try:
        data = _read(job, options.limits)
    except GongwenError as error:
        return failed(error, since=start)
    with using(made):
        outcome, record = convert_document(job.name, data, options, lambda page, count: say("page", job))
    if record is not None and outcome.record_sha256 != job.record_sha256:
        try:
            folder.put(job.record, record)
        except GongwenError as error:
            return failed(error, outcome.sha256, since=start)
    return outcome


def _read(job: Job, limits: Limits) -> bytes:
    """The document, and no more of it than shows that it is too large. Raises GongwenError."""
    if places.is_url(job.file):
        return places.read(job.file, limits)
    try:
        with Path(job.file).open("rb") as file:
            return file.read(limits.max_bytes + 1)
    except OSError as exc:
        raise GongwenError(Code.FILE_UNREADABLE, f"{job.name} cannot be read: {exc.strerror or exc}") from exc


def _loaded(job: Job, limits: Limits) -> tuple[str, bytes] | None:
    try:
        return job.name, _read(job, limits)
    except GongwenError:  # told in its turn
        return None


def _hold_to(limits: Limits, parent: int) -> None:
    """Bounds that the kernel keeps, whatever a library does; where there is no such kernel the parent's clock remains."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before it could be tied to us
        sys.exit(1)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_KILL_ME_FIRST)
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.max_memory_bytes),
        (resource.RLIMIT_FSIZE, max(limits.max_record_bytes, limits.max_bytes)),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):  # a lower bound stands already
            resource.setrlimit(what, (most, most))


def _memory() -> int:
    """Most bytes of memory that this process has had."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
