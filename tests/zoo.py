"""Many files, each converted in a process that can be ended from outside: what came of it, told in a form that tests can judge."""

from __future__ import annotations

import re
import resource
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

SECONDS = 60.0  # of the wall clock for one file
SECONDS_OF_OCR = 300.0  # a page takes seconds, on a busy machine many
MEMORY = 2 * 1024**3  # bytes of address space
MEMORY_OF_OCR = 6 * 1024**3  # onnxruntime reserves far more than it uses


@dataclass(frozen=True)
class Outcome:
    """What came of one file. `code` is that of the error; "crash" and "hang" are what no file may come to."""

    code: str | None
    text: str = ""  # without white space
    aside: str = ""  # running heads, page numbers, comments: what the record says it kept out of the text, without white space
    findings: tuple[tuple[str, str], ...] = ()  # code, severity
    message: str = ""

    @property
    def codes(self) -> set[str]:
        return {code for code, _ in self.findings}

    @property
    def says_why_it_is_empty(self) -> bool:
        """Text, an error, or a finding beyond the one that nothing in it is a task."""
        return self.code is not None or bool(self.text) or bool(self.codes - {"no_tasks"})


@dataclass(frozen=True)
class Job:
    """A file and how it is read."""

    path: Path
    ocr: str = "never"
    password: str | None = None


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def outcomes(jobs: Iterable[Job], seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[tuple[Job, Outcome]]:
    """Each job with its outcome, one after the other; a process that dies or hangs is replaced for the next file."""
    pool = _pool(memory)
    try:
        for job in jobs:
            try:
                yield job, pool.submit(_outcome, job).result(timeout=seconds)
                continue
            except TimeoutError:
                ended = Outcome("hang", message=f"no end after {seconds} s")
            except BrokenProcessPool as exc:
                ended = Outcome("crash", message=str(exc))
            _end(pool)
            pool = _pool(memory)
            yield job, ended
    finally:
        _end(pool)


def _pool(memory: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_cap, initargs=(memory,))


def _end(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):  # no public way to end one that hangs
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


def _cap(memory: int) -> None:
    """A bound on the memory of this process. Its own faults count as crashes, so that nothing is caught here."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _outcome(job: Job) -> Outcome:
    from gongwen import GongwenError, convert

    try:
        notice = convert(job.path, ocr=job.ocr, password=job.password)
    except GongwenError as error:
        return Outcome(str(error.code), message=str(error))
    except Exception as error:
        return Outcome("crash", message=f"{type(error).__name__}: {error}")
    findings = tuple((f.code, f.severity) for f in notice.audit.findings)
    aside = squeezed("\n".join(text for kind in notice.audit.furniture for text in kind.texts))
    return Outcome(None, squeezed(notice.text or ""), aside, findings)
