"""The engine for a cluster that is there already: Ray Data carries the jobs to the nodes, and each task there hosts a pool of one worker.

So all that holds on one machine holds on each node: a document that hangs, grows or kills its process costs itself alone. A node that
is lost costs time alone: Ray gives its tasks to others, and a record that is written twice is written with the same bytes. What crosses the
network is jobs and outcomes; documents are read and records written by the nodes themselves, so both must lie where every node finds
them (a shared folder, an object store).
"""

from __future__ import annotations

import json
import logging
import os
import platform
import re
import socket
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import Code, GongwenError
from ..limits import MIB, Limits
from ..readers.ocr.extra import THREADS as OCR_THREADS
from . import places
from .folder import LocalFolder
from .job import Job, Setup
from .pool import TOGETHER, Pool, Result
from .recipe import recipe_of
from .work import Options, Outcome, failed

_PORTION = 5_000  # jobs that are on their way at once: what bounds the memory of the driver
_PER_TASK = 8  # most documents of one task: those that are done again when a node is lost
_TASKS_PER_CORE = 4  # at least, so that no core waits long for the last
_MEMORY = 1024 * MIB  # that a task is taken to need when tasks are spread over nodes; its bound is max_memory_bytes
_SECONDS = 10.0  # to answer
_RETRIES = 1  # of a task whose node or process was lost
_PASSES = 2  # the second for the documents of lost tasks, each in a task of its own: one of them may be what ended the process
_ERROR = re.compile(r"[\w.]+(?:Error|Exception): ")
_MARK = "cluster"  # name of the file by which nodes know the folder
_HINT = "What is done is kept: run the same command again to go on."


class Cluster:
    """Runs jobs on the cluster that RAY_ADDRESS names or that this machine is part of; else on this machine alone. To be closed.

    It is joined when there is something to do; `n_tasks` work at once, as many as there are cores by default.

    Raises:
        GongwenError: dependency_missing.
    """

    def __init__(self, setup: Setup, limits: Limits, n_tasks: int | None = None) -> None:
        if find_spec("ray") is None or find_spec("pyarrow") is None:
            raise GongwenError(Code.DEPENDENCY_MISSING, "--engine ray needs ray", hint="pip install 'gongwen[ray]'.")
        self._setup = setup
        self._limits = limits
        self._n_tasks = n_tasks
        self._is_joined = False

    def run(self, jobs: Iterator[Job]) -> Iterator[Result]:
        """The outcome of each job, in the order in which they end.

        Raises:
            GongwenError: cluster_failed: Ray cannot be reached or gave up, a node has another gongwen or another folder of results.
        """
        told: dict[str, str] = {}
        while portion := list(islice(jobs, _PORTION)):
            if not told:
                self._join()
                told = self._told()
                list(self._outcomes([[]], told, may_lose=False))  # a task without work, which fails only where the cluster will not do
            given = {job.position: job for job in portion}
            groups = tasks(portion, self._size(len(portion)))
            for _ in range(_PASSES):
                for position, outcome in self._outcomes(groups, told):
                    yield given.pop(position), outcome
                groups = [[asdict(job)] for job in given.values()]  # of lost tasks: each by itself
            for job in given.values():
                yield job, failed(GongwenError(Code.WORKER_DIED, "the process that watched over its worker ended each time"))

    def digests(self, urls: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The SHA-256 of each file, in any order. One that cannot be read is left out: it is told when its turn comes.

        Raises:
            GongwenError: cluster_failed.
        """
        urls = iter(urls)
        while portion := list(islice(urls, _PORTION)):
            self._join()
            size = self._size(len(portion))
            groups = [portion[i : i + size] for i in range(0, len(portion), size)]
            for row in self._rows(_digest, groups, {"options": self._setup.options}):
                yield row["url"], row["sha256"]

    def close(self) -> None:
        """Leave the cluster; one that was started for this ends."""
        if self._is_joined:
            import ray

            ray.shutdown()

    def _join(self) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
        os.environ.setdefault("RAY_task_oom_retries", str(_RETRIES))  # else for ever
        import ray
        from ray.data import DataContext

        if not ray.is_initialized():
            _check_address(os.environ.get("RAY_ADDRESS", ""))
            try:
                ray.init(include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
            except (ConnectionError, OSError, RuntimeError, ValueError) as exc:
                raise GongwenError(Code.CLUSTER_FAILED, f"Ray cannot be reached: {exc}", hint="See RAY_ADDRESS and `ray status`.") from exc
            self._is_joined = True
        DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)

    def _told(self) -> dict[str, str]:
        """What each task is told besides its jobs."""
        recipe = recipe_of(Options.from_json(self._setup.options)).whole
        return {"setup": self._setup.to_json(), "recipe": recipe, "mark": self.leave_mark()}

    def leave_mark(self) -> str:
        """Leave a mark in the folder of results, by which the nodes know that theirs is the same; an object store is the same for all."""
        mark = f"{platform.node()} {os.getpid()} {time.time_ns()}"
        if not places.is_url(self._setup.out):
            LocalFolder(Path(self._setup.work), Path(self._setup.work)).put(_MARK, mark.encode())
        return mark

    def _size(self, n: int) -> int:
        """How many of `n` a task gets."""
        import ray

        cores = int(ray.cluster_resources().get("CPU", 1))
        return max(1, min(_PER_TASK, n // (cores * _TASKS_PER_CORE)))

    def _outcomes(self, groups: list[Any], told: dict[str, str], *, may_lose: bool = True) -> Iterator[tuple[int, Outcome]]:
        """Position and outcome of the jobs, as far as their tasks come back."""
        for row in self._rows(_convert, groups, told, may_lose=may_lose) if groups else ():
            if row["refused"]:
                message, hint = json.loads(row["refused"])
                raise GongwenError(Code.CLUSTER_FAILED, message, hint=hint)
            yield row["position"], Outcome.from_json(row["outcome"])

    def _rows(
        self, function: Callable[..., Any], groups: list[Any], told: dict[str, str], *, may_lose: bool = True
    ) -> Iterator[dict[str, Any]]:
        """The rows that a function makes of each group, somewhere on the cluster; with `may_lose` those of tasks that fail are left out."""
        import ray
        import ray.data

        ray.data.DataContext.get_current().max_errored_blocks = -1 if may_lose else 0
        given = ray.data.from_items([json.dumps(group) for group in groups], override_num_blocks=len(groups))
        n_tasks = None if self._n_tasks is None else min(self._n_tasks, len(groups))
        wanted = {"num_cpus": 1, "memory": _memory_of_a_task(), "max_retries": _RETRIES}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Ray 2.64 will take no max_retries; pyproject.toml asks for an earlier one
            done = given.flat_map(function, fn_kwargs=told, concurrency=n_tasks, **wanted)
        try:
            for block in done.iter_batches(batch_size=None, prefetch_batches=0, batch_format="pyarrow"):
                yield from block.to_pylist()
        except ray.exceptions.RayError as exc:
            raise GongwenError(Code.CLUSTER_FAILED, f"Ray gave up: {_cause(exc)}", hint=_HINT) from exc


def _check_address(address: str) -> None:
    """Raises GongwenError (cluster_failed) at once where nobody listens: Ray itself would try for minutes."""
    if address.startswith("ray://"):
        hint = "Run gongwen on a node of the cluster, or with `ray job submit`."
        raise GongwenError(Code.CLUSTER_FAILED, f"{address} is an address of Ray Client, which carries no data sets", hint=hint)
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():  # "auto", "local", none: Ray looks for itself
        return
    try:
        socket.create_connection((host, int(port)), _SECONDS).close()
    except OSError as exc:
        hint = "RAY_ADDRESS names the head of the cluster; see `ray status` there."
        raise GongwenError(Code.CLUSTER_FAILED, f"nobody answers at {address}: {exc.strerror or exc}", hint=hint) from exc


def tasks(jobs: list[Job], size: int) -> list[list[dict[str, Any]]]:
    """Jobs in groups, one a task; those for LibreOffice apart, as many as one start of it takes."""
    groups = []
    for together, most in ((False, size), (True, TOGETHER)):
        chosen = [asdict(job) for job in jobs if job.together is together]
        groups += [chosen[i : i + most] for i in range(0, len(chosen), most)]
    return groups


def _memory_of_a_task() -> int:
    """What a task reserves: no more than the smallest node has, where it would wait for ever."""
    import ray

    nodes = [node["Resources"].get("memory", 0) for node in ray.nodes() if node["Alive"]]
    return int(min([_MEMORY, *nodes]))


def _cause(exc: Exception) -> str:
    """The line of a stack of Ray's that says what was wrong."""
    lines = [line.strip() for line in str(exc).splitlines() if line.strip()]
    named = [line for line in lines if _ERROR.match(line) and "UserCodeException" not in line]
    return [type(exc).__name__, *lines, *named][-1][:300]


# What runs on the nodes

_hosted: tuple[Setup, Pool] | None = None  # of this process of Ray's: its worker lives from task to task


def _convert(row: dict[str, str], setup: str, recipe: str, mark: str) -> list[dict[str, Any]]:
    """A task: documents converted one after the other by a worker that is watched from here."""
    jobs = [Job(**each) for each in json.loads(row["item"])]
    try:
        pool = _pool(Setup.from_json(setup), recipe, mark)
    except GongwenError as error:  # an exception would come back with the whole stack of Ray
        return [{"position": -1, "outcome": "", "refused": json.dumps([error.message, error.hint])}]
    return [{"position": job.position, "outcome": outcome.to_json(), "refused": ""} for job, outcome in pool.run(iter(jobs))]


def _digest(row: dict[str, str], options: str) -> list[dict[str, str]]:
    """A task: the digests of files."""
    limits = Options.from_json(options).limits
    return [{"url": url, "sha256": sha256} for url, sha256 in places.digests(json.loads(row["item"]), limits)]


def _pool(setup: Setup, recipe: str, mark: str) -> Pool:
    """The pool of this process, made at its first task."""
    global _hosted
    import ray

    node = ray.get_runtime_context().get_node_id()
    here = replace(setup, work=f"{setup.work}/{node}", parent=os.getpid())
    if _hosted is not None and _hosted[0] == here:
        return _hosted[1]
    check_node(node, setup, recipe, mark)
    if _hosted is not None:
        _hosted[1].close()
    os.environ.setdefault(OCR_THREADS, "1")  # a task has one core
    _hosted = here, Pool(1, here, Options.from_json(setup.options).limits)
    return _hosted[1]


def check_node(node: str, setup: Setup, recipe: str, mark: str) -> None:
    """Raises GongwenError (cluster_failed) for a node that would make other records, or put them where nobody finds them."""
    if recipe_of(Options.from_json(setup.options)).whole != recipe:
        hint = "Install the same version of gongwen, of its libraries and of its grammars on all nodes."
        raise GongwenError(Code.CLUSTER_FAILED, f"node {node} has another gongwen than this machine", hint=hint)
    if not places.is_url(setup.out) and LocalFolder(Path(setup.work), Path(setup.work)).get(_MARK) != mark.encode():
        hint = "Choose a folder that all nodes share, or a URL (s3://…), with --out."
        raise GongwenError(Code.CLUSTER_FAILED, f"{setup.out} is not the same folder on node {node}", hint=hint)
