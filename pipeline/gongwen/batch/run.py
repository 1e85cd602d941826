"""One pass over the inputs of a batch: what is known is kept, what is not goes to the engine, and every input gets its line."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Protocol

from ..emit.files import unwritable
from ..errors import Code, GongwenError
from ..limits import Limits
from . import places
from .archives import Archive, may_hold_documents
from .inputs import Input, find_inputs
from .job import Job, Setup
from .manifest import write_manifest
from .pool import Pool, Result
from .recipe import recipe_of
from .results import Results
from .state import Known, State
from .work import Options, Outcome, Status, failed

_LENT = ".gongwen/lent"  # folder of what only this machine has, below that of the results
RECORDS = "records"  # folder of the records, below that of the results
_OF_OFFICE = (".doc", ".wps", ".rtf", ".odt", ".fodt", ".uof", ".uot", ".dot", ".wpt")  # names of what LibreOffice is likely to open
_OF_NOTICES = (".txt", ".md", ".docx", ".pdf", ".ofd", ".htm", ".html", ".mht", ".mhtml", ".xls", ".xlsx")


class Engine(Protocol):
    """Runs jobs somewhere, and gives their outcomes in any order."""

    def run(self, jobs: Iterator[Job]) -> Iterator[Result]: ...

    def digests(self, urls: Iterable[str]) -> Iterator[tuple[str, str]]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Done:
    """An input that has its outcome, as it is told while the batch runs. `done` as in `state.Line`."""

    path: str
    done: str
    outcome: Outcome
    n_done: int
    n_inputs: int


@dataclass(frozen=True, slots=True)
class Again:
    """What is converted although its outcome is known."""

    all: bool = False
    failed: bool = False


Watcher = Callable[[Done], None]


class Batch:
    """The place of results of a batch, locked while it is open. To be closed.

    Args:
        results: the place; a path stands for the folder of that name.
        options: how documents are read and written.
        n_workers: how many work at a time; as many as there are cores by default.
        on_cluster: work on the nodes of a Ray cluster.

    Raises:
        GongwenError: output_unwritable, also where another run is at work there; dependency_missing.
    """

    def __init__(self, results: Results | Path, options: Options, *, n_workers: int | None = None, on_cluster: bool = False) -> None:
        self.results = results if isinstance(results, Results) else Results(results)
        self._options = options
        self.state = State(self.results.own / "state.sqlite")
        self.folder = self.results.folder
        self.results.clear()
        work = self.results.work.resolve()
        self._spool = work / "members"
        self._recipe = recipe_of(options)
        self._archive: Archive | None = None
        setup = Setup(options.to_json(), self.results.out, str(work), os.getpid())
        self._lends = on_cluster and places.is_url(self.results.out)
        self._engine = _engine(setup, options, n_workers, on_cluster=on_cluster)

    def find(self, arguments: Iterable[str]) -> Iterator[Input]:
        """The inputs that the arguments name; what lies in the folder of results is none."""
        return find_inputs(arguments, self._options.limits, self.results.out, self.results.work / "archives")

    def run(self, inputs: Iterable[Input], watcher: Watcher, again: Again = Again()) -> None:
        """Bring the records of all inputs up to date and write the manifest; also where the run is interrupted, of what is done by then.

        Raises:
            GongwenError: output_unwritable.
        """
        n_inputs = self.state.begin(inputs)
        count = itertools.count(1)

        def tell(done: Done) -> None:
            watcher(replace(done, n_done=next(count), n_inputs=n_inputs))

        given: dict[int, Input] = {}
        try:
            self._read_remote()
            for job, outcome in self._engine.run(self._jobs(again, given, tell)):
                tell(self._after(job, outcome, given.pop(job.position)))
        finally:
            write_manifest(self.results.home, self.state.lines())
            self.results.send()

    def close(self) -> None:
        self._engine.close()
        self._close_archive()
        self.results.clear()
        self.state.close()

    def _read_remote(self) -> None:
        """Make the digests of files that are far away, many at a time; those that are known are not read again."""
        stamps = {
            each.file: each.stamp
            for _, _, each in self.state.inputs()
            if places.is_url(each.file) and each.stamp is not None and self.state.digest(each.path, each.stamp) is None
        }
        for url, sha256 in self._engine.digests(stamps):
            self.state.keep_digest(url, stamps[url], sha256)

    def _jobs(self, again: Again, given: dict[int, Input], tell: Watcher) -> Iterator[Job]:
        """What is left to do, in order, with its inputs by position in `given`. What needs no work is told."""
        for position, label, each in self.state.inputs():
            record = f"{RECORDS}/{label}.json"
            try:
                made = self._prepared(position, each, record, again)
            except GongwenError as error:
                made = self._settle(position, each, "unread", failed(error), record)
            except OSError as exc:
                unreadable = GongwenError(Code.FILE_UNREADABLE, f"{each.path} cannot be read: {exc.strerror or exc}")
                made = self._settle(position, each, "unread", failed(unreadable), record)
            if isinstance(made, Job):
                given[position] = each
                yield made
            else:
                tell(made)

    def _prepared(self, position: int, given: Input, record: str, again: Again) -> Done | Job:
        """The job that an input makes, or what became of it without one. Raises GongwenError, OSError for what cannot be opened."""
        if given.error is not None:
            raise GongwenError(Code(given.error[0]), given.error[1])
        sha256, file = self._digest(given)
        first = self.state.first_with(sha256, position)
        if first is not None:
            self._forget(file, given)
            told = Outcome(Status.SKIPPED, sha256, "duplicate", f"the same bytes as {first}")
            return self._settle(position, given, "duplicate", told, record)
        known = self.state.known(sha256, given.name)
        if known is not None and self._is_kept(known, record, again):
            self._forget(file, given)
            if known.record != record and known.outcome.record_sha256 is not None:
                self.state.keep(given.name, known.outcome, known.made_by, record)
            return self._settle(position, given, "unchanged", known.outcome, record)
        had = known.outcome.record_sha256 if known is not None and known.record == record and self.folder.has(record) else None
        self.state.release(record)
        self.state.set_digest(position, sha256)
        file = self._within_reach(file or self._unpacked(given), given, sha256)
        return Job(position, file, given.name, record, sha256, had, PurePath(given.name).suffix.lower() in _OF_OFFICE)

    def _digest(self, given: Input) -> tuple[str, str | None]:
        """The digest of an input, and the file that holds its bytes; None of a member that need not be unpacked for it."""
        limits = self._options.limits
        file = given.file if given.member is None else None
        if file is not None and given.stamp is not None and given.stamp.size > limits.max_bytes:
            raise limits.exceeded("max_bytes", f"{given.stamp.size} bytes")
        known = self.state.digest(given.path, given.stamp) if given.stamp is not None else None
        if known is not None:
            return known, file
        file = file or self._unpacked(given)
        sha256 = _digest_of(file, limits)
        if given.stamp is not None:
            self.state.keep_digest(given.path, given.stamp, sha256)
        return sha256, file

    def _unpacked(self, given: Input) -> str:
        """A member of an archive as a file of its own, until its job is done."""
        assert given.member is not None
        if self._archive is None or str(self._archive.path) != given.file:
            self._close_archive()
            self._archive = Archive(Path(given.file), self._options.limits)
        path = self._spool / f"{hashlib.sha256(given.path.encode()).hexdigest()[:32]}"
        try:
            self._spool.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                self._archive.copy(given.member, file)
        except OSError as exc:
            raise unwritable(path, exc) from exc
        return str(path)

    def _within_reach(self, file: str, given: Input, sha256: str) -> str:
        """The file where the nodes of a cluster find it: where they share no folder with this machine, under the URL of the results."""
        if not self._lends or places.is_url(file):
            return file
        lent = f"{_LENT}/{sha256}"
        self.folder.put(lent, Path(file).read_bytes())
        self._forget(file, given)
        return f"{self.results.out}/{lent}"

    def _close_archive(self) -> None:
        if self._archive is not None:
            self._archive.close()
        self._archive = None

    def _is_kept(self, known: Known, record: str, again: Again) -> bool:
        """Whether what is known stands, and its record is where it belongs; one that lies elsewhere is put there."""
        outcome = known.outcome
        if again.all or not self._recipe.holds(outcome, known.made_by):
            return False
        if outcome.status is Status.FAILED:
            return not again.failed
        if known.record == record:
            return self.folder.has(record)
        data = self.folder.get(known.record) if known.record is not None else None
        if data is None or hashlib.sha256(data).hexdigest() != outcome.record_sha256:
            return False
        self.state.release(record)
        self.folder.put(record, data)
        return True

    def _after(self, job: Job, outcome: Outcome, given: Input) -> Done:
        """Take down what the engine gave."""
        outcome = replace(outcome, sha256=outcome.sha256 or job.sha256)
        self._forget(job.file, given)
        if outcome.sha256 is not None:
            self.state.keep(given.name, outcome, self._recipe, None if outcome.record_sha256 is None else job.record)
        return self._settle(job.position, given, "converted", outcome, job.record)

    def _settle(self, position: int, given: Input, done: str, outcome: Outcome, record: str | None) -> Done:
        """The outcome of an input. Where there is no record, none is left lying from before."""
        if outcome.code == Code.UNSUPPORTED_FORMAT and not _is_meant(given):
            outcome = replace(outcome, status=Status.SKIPPED)  # a folder may hold other things than notices
        if outcome.record_sha256 is None and record is not None:
            self.folder.remove(record)
            record = None
        self.state.settle(position, done, outcome, record)
        return Done(given.path, done, outcome, 0, 0)

    def _forget(self, file: str | None, given: Input) -> None:
        """Delete what was made for the job of this input alone: a member's file, a file that was lent."""
        if file is not None and self._lends and file.startswith(f"{self.results.out}/{_LENT}/"):
            self.folder.remove(file.removeprefix(f"{self.results.out}/"))
        elif file is not None and given.member is not None:
            with contextlib.suppress(OSError):
                Path(file).unlink()


def _engine(setup: Setup, options: Options, n_workers: int | None, *, on_cluster: bool) -> Engine:
    if not on_cluster:
        return Pool(n_workers or n_cores(), setup, options.limits)
    from .on_ray import Cluster

    return Cluster(setup, options.limits, n_workers)


def _digest_of(file: str, limits: Limits) -> str:
    """The SHA-256 of a file. Raises GongwenError, OSError."""
    if places.is_url(file):
        return hashlib.sha256(places.read(file, limits)).hexdigest()
    with Path(file).open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _is_meant(given: Input) -> bool:
    """Whether the input was meant to be converted: named by the user, or named like a document or an archive of them."""
    name = given.name.lower()
    return given.named or name.endswith((*_OF_OFFICE, *_OF_NOTICES)) or may_hold_documents(name)


def n_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
