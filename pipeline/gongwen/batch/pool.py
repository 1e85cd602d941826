"""The supervisor: worker processes on this machine, watched from outside. One that hangs, dies or grows costs its one document."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

from ..errors import Code, GongwenError
from ..limits import Limits
from ..readers.ocr.extra import THREADS as OCR_THREADS
from . import places
from .job import Job, Setup
from .work import Outcome, failed

_COMMAND = [sys.executable, "-P", "-m", "gongwen.batch.worker"]
RECYCLED_AFTER = 500  # documents: what leaks, leaks little
_GROWN = 2**30  # bytes of memory after which a worker is not used again
_SLACK = 10.0  # seconds on top of what a document may take by its own clock, for starting and writing
_DEATHS = 2  # of workers that one document may cost; the first may not have been its fault
TOGETHER = 20  # documents that LibreOffice opens in one start
_STILLBORN = 3  # workers in a row that end before they have begun anything: it is not for the documents
_FEWER = "Give fewer --jobs or a higher --limit max_memory_bytes, and see gongwen doctor."
_SHARED = "Report it with the file, if you may share it; where memory ran out, raise --limit max_memory_bytes."
_SAID = 300  # bytes of what a dying worker said

Result = tuple[Job, Outcome]


class Pool:
    """Runs jobs in `n_workers` processes. To be closed."""

    def __init__(self, n_workers: int, setup: Setup, limits: Limits) -> None:
        self._n_workers = n_workers
        self._setup = setup
        self._limits = limits
        self._selector = selectors.DefaultSelector()
        self._workers: list[_Worker] = []
        self._deaths: dict[int, int] = {}
        self._n_stillborn = 0  # in a row

    def run(self, jobs: Iterator[Job]) -> Iterator[Result]:
        """The outcome of each job, in the order in which they end. Jobs are asked for as workers come free, a few ahead."""
        self._deaths = {}  # positions are those of this run
        groups = _grouped(jobs)
        ready: deque[list[Job]] = deque()
        more = True
        while more or ready or any(worker.jobs for worker in self._workers):
            self._hand_out(ready)
            if more and len(ready) < self._n_workers and not self._selector_ready():
                group = next(groups, None)
                more = group is not None
                ready.extend([group] if group is not None else [])
                continue
            said, overdue = self._awaited()
            for worker in said:
                yield from self._results(worker, ready)
            for worker in overdue:
                yield from self._ended(worker, ready, self._limits.exceeded("max_seconds", "the document takes longer"))

    def digests(self, urls: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The SHA-256 of each file that can be read, in any order."""
        return places.digests(urls, self._limits)

    def close(self) -> None:
        """End all workers at once, with what they started."""
        for worker in self._workers:
            self._drop(worker, kill=True)
        self._workers = []
        self._selector.close()

    def _hand_out(self, ready: deque[list[Job]]) -> None:
        for worker in [worker for worker in self._workers if worker.is_spent]:
            self._drop(worker)
        self._workers = [worker for worker in self._workers if worker.is_alive]
        idle = deque(worker for worker in self._workers if not worker.jobs)
        while ready and (idle or len(self._workers) < self._n_workers):
            if idle:
                worker = idle.popleft()
            else:
                try:
                    worker = _Worker(self._setup, self._n_workers)
                except OSError as exc:
                    if not self._workers:
                        raise GongwenError(Code.WORKER_DIED, f"no process can be started: {exc.strerror or exc}", hint=_FEWER) from exc
                    self._n_workers = len(self._workers)  # no more than the machine bears
                    return
                self._workers.append(worker)
                self._selector.register(worker.answers, selectors.EVENT_READ, worker)
            worker.give(ready.popleft(), self._seconds())

    def _seconds(self) -> float:
        """How long a document may be silent."""
        return self._limits.max_seconds + self._limits.max_office_seconds + _SLACK

    def _selector_ready(self) -> bool:
        return bool(self._workers) and bool(self._selector.select(0))

    def _awaited(self) -> tuple[list[_Worker], list[_Worker]]:
        """Workers that have something to say, and the others whose time is over. What was said in time counts, however late it is heard."""
        busy = [worker for worker in self._workers if worker.jobs]
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic()) if busy else 0.0
        said = [key.data for key, _ in self._selector.select(patience)] if self._workers else []
        now = time.monotonic()
        return said, [worker for worker in busy if worker.deadline <= now and worker not in said]

    def _results(self, worker: _Worker, ready: deque[list[Job]]) -> Iterator[Result]:
        answers = worker.read()
        if answers is None:
            yield from self._died(worker, ready)
            return
        self._n_stillborn = 0
        for answer in answers:
            if answer["event"] == "done":
                yield worker.done(answer, self._seconds()), Outcome.from_json(answer["outcome"])
            else:
                worker.deadline = time.monotonic() + self._seconds() + self._limits.max_office_seconds * (answer.get("n") or 0)

    def _died(self, worker: _Worker, ready: deque[list[Job]]) -> Iterator[Result]:
        """A worker ended by itself: its document is tried once more, alone, in a new one."""
        if not worker.jobs:
            self._take_back(worker, ready, [])
            return
        if not worker.has_spoken:
            self._n_stillborn += 1
            if self._n_stillborn == _STILLBORN:
                raise GongwenError(Code.WORKER_DIED, f"no process comes to work; the last one {worker.how_it_ended()}", hint=_FEWER)
            self._take_back(worker, ready, worker.jobs)
            return
        job = worker.current
        deaths = self._deaths[job.position] = self._deaths.get(job.position, 0) + 1
        told = worker.how_it_ended()
        if deaths < _DEATHS:
            self._take_back(worker, ready, [job])
            return
        yield from self._ended(worker, ready, GongwenError(Code.WORKER_DIED, f"the process that read it {told}", hint=_SHARED))

    def _ended(self, worker: _Worker, ready: deque[list[Job]], error: GongwenError) -> Iterator[Result]:
        """The document at which a worker was fails; those that it had not begun go to others."""
        job = worker.current
        seconds = time.monotonic() - worker.began
        self._take_back(worker, ready, [])
        yield job, replace(failed(error), seconds=round(seconds, 3))

    def _take_back(self, worker: _Worker, ready: deque[list[Job]], first: list[Job]) -> None:
        """Give the jobs of a worker that is gone to others: `first`, and those that it had not begun."""
        rest = [job for job in worker.jobs if job != worker.current and job not in first]
        self._drop(worker, kill=True)
        self._workers.remove(worker)
        ready.extendleft([job] for job in reversed([*first, *rest]))

    def _drop(self, worker: _Worker, *, kill: bool = False) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(worker.answers)
        worker.end(kill=kill)


class _Worker:
    """One process, seen from outside."""

    def __init__(self, setup: Setup, n_workers: int) -> None:
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._process = subprocess.Popen(  # noqa: S603 - a fixed command
            _COMMAND,
            env=_environment(n_workers),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            start_new_session=True,  # Ctrl-C is for the run, which ends its workers itself
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders, self.answers = self._process.stdin, self._process.stdout
        self._send(setup.to_json())
        self.jobs: list[Job] = []
        self.current: Job
        self.deadline = self.began = 0.0
        self.is_alive = True
        self.is_spent = False
        self.has_spoken = False
        self._n_done = 0
        self._rest = b""

    def give(self, jobs: list[Job], seconds: float) -> None:
        self.jobs = list(jobs)
        self.current = jobs[0]
        self.began = time.monotonic()
        self.deadline = self.began + seconds
        self._send(json.dumps([asdict(job) for job in jobs]))

    def _send(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):  # it died: its answers say so
            self._orders.write(line.encode() + b"\n")
            self._orders.flush()

    def read(self) -> list[dict[str, Any]] | None:
        """What it has said since; None when it has ended."""
        data = os.read(self.answers.fileno(), 1 << 16)
        if not data:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        answers: list[dict[str, Any]] = [json.loads(line) for line in lines]
        self.has_spoken = True
        for answer in answers:
            if answer["event"] == "begin":
                self.current = next(job for job in self.jobs if job.position == answer["position"])
                self.began = time.monotonic()
        return answers

    def done(self, answer: dict[str, Any], seconds: float) -> Job:
        """Strike a job off. What is told of the next is told after this."""
        job = next(job for job in self.jobs if job.position == answer["position"])
        self.jobs.remove(job)
        if self.jobs:
            self.current = self.jobs[0]
            self.deadline = time.monotonic() + seconds
        self._n_done += 1
        self.is_spent = not self.jobs and (self._n_done >= RECYCLED_AFTER or answer["memory"] > _GROWN)
        return job

    def how_it_ended(self) -> str:
        """In words, with the last that it said."""
        code = self._process.wait()
        how = f"was ended by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"ended with exit code {code}"
        self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - _SAID))
        last = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return f"{how}: {last[-1]}" if last else how

    def end(self, *, kill: bool) -> None:
        """Let it go; with `kill`, at once and with all that it started."""
        self.is_alive = False
        if kill:
            _kill_with_children(self._process)
        with contextlib.suppress(OSError):
            self._orders.close()
        try:
            self._process.wait(_SLACK)
        except subprocess.TimeoutExpired:
            _kill_with_children(self._process)
            self._process.wait()
        self.answers.close()
        self._said.close()


def _environment(n_workers: int) -> dict[str, str]:
    """Of a worker: this gongwen and no other, and its share of the cores for OCR."""
    package = str(Path(__file__).resolve().parents[2])
    threads = max(1, (os.cpu_count() or 1) // n_workers)
    paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    return {OCR_THREADS: str(threads), **os.environ, "PYTHONPATH": paths}


def _kill_with_children(process: subprocess.Popen[bytes]) -> None:
    """End a process and what descends from it: LibreOffice leads a group of its own."""
    import psutil

    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
    process.kill()


def _grouped(jobs: Iterator[Job]) -> Iterator[list[Job]]:
    """Jobs one by one, and those for LibreOffice many at a time: a start of it takes longer than a notice."""
    waiting: list[Job] = []
    for job in jobs:
        if not job.together:
            yield [job]
            continue
        waiting.append(job)
        if len(waiting) == TOGETHER:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
