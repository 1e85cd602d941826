"""Shared by the tests of the batch: small documents, runs in this process or as a command, and what a run leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from gongwen.batch import worker
from gongwen.batch.folder import LocalFolder
from gongwen.batch.inputs import Input
from gongwen.batch.job import Job
from gongwen.batch.pool import Pool, Result
from gongwen.batch.run import Again, Batch, Done
from gongwen.batch.work import Options
from gongwen.limits import Limits

Line = dict[str, Any]
TIMES = ("seconds", "done")  # fields of the manifest that tell how a run went, not what it came to


def document(n: int = 1, place: str = "清江市") -> bytes:
    """A small notice; no two of different numbers are alike."""
    return (
        f"{place}人民政府办公室关于印发第{n}批民生实事清单的通知\n{place[:1]}政办发〔2025〕{n}号\n\n"
        f"一、完善便民服务体系\n（一）新建社区服务点{n + 2}个。（责任单位：市民政局；完成时限：2025年10月底前）\n"
        f"（二）改造老旧小区{n + 5}个，惠及居民{n + 1}万户。（牵头单位：市住房城乡建设局；配合单位：各县区）\n"
    ).encode()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """The folder with these files in it, by relative path."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


class Here(Pool):
    """An engine that works in this process, for tests of everything but processes."""

    def run(self, jobs: Iterator[Job]) -> Iterator[Result]:
        options = Options.from_json(self._setup.options)
        folder = LocalFolder(Path(self._setup.out), Path(self._setup.work))
        for job in jobs:
            yield job, worker._done(job, options, folder, {}, lambda *_, **__: None)


@dataclass
class Came:
    """What one run came to: its manifest by path, and what was told of each input in order."""

    lines: list[Line]
    told: list[Done] = field(default_factory=list)

    @property
    def by_path(self) -> dict[str, Line]:
        """The manifest, of which no path may stand twice."""
        assert len({line["path"] for line in self.lines}) == len(self.lines)
        return {line["path"]: line for line in self.lines}

    def of(self, name: str) -> Line:
        """The one line whose path ends so."""
        (found,) = (line for line in self.lines if line["path"].endswith(name))
        return found

    @property
    def converted(self) -> list[str]:
        """File names of what was converted, by name."""
        return sorted(done.path.rpartition("/")[2] for done in self.told if done.done == "converted")

    @property
    def how(self) -> dict[str, str]:
        """`done` by file name."""
        return {done.path.rpartition("/")[2]: done.done for done in self.told}


def run(
    out: Path,
    *arguments: Path | str,
    options: Options | None = None,
    again: Again | None = None,
    n_workers: int = 2,
    found: Iterable[Input] | None = None,
) -> Came:
    """One run through the library."""
    told: list[Done] = []
    batch = Batch(out, options or Options(), n_workers=n_workers)
    try:
        batch.run(batch.find(map(str, arguments)) if found is None else found, told.append, again or Again())
    finally:
        batch.close()
    lines = manifest(out)
    assert sorted(done.path for done in told) == sorted(line["path"] for line in lines)  # each is told once
    return Came(lines, told)


def limited(**limits: int) -> Options:
    """Options with other limits."""
    return Options(limits=Limits(**limits))


def manifest(out: Path) -> list[Line]:
    """The lines of the manifest."""
    return [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").split("\n")[:-1]]


def essence(out: Path) -> tuple[list[Line], dict[str, bytes]]:
    """What does not depend on how the run went: the manifest without its times, and every record."""
    return [{k: v for k, v in line.items() if k not in TIMES} for line in manifest(out)], records(out)


def records(out: Path) -> dict[str, bytes]:
    """The bytes of every record by its name."""
    folder = out / "records"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def unfinished(out: Path) -> list[Path]:
    """Files that a run should not leave behind."""
    return [*(out / ".gongwen").glob("work/**/*"), *out.rglob("*.partial")]


def start(*arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "gongwen", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    )


def call(*arguments: str | Path, **environment: str) -> tuple[int, str]:
    """Exit code of the command, and what it says on standard error."""
    process = start(*arguments, **environment)
    _, err = process.communicate(timeout=120)
    return process.returncode, err.decode("utf-8")


def family(pid: int) -> list[psutil.Process]:
    """A process's children and theirs."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def workers(pid: int) -> list[int]:
    """The worker processes of a run."""
    found = []
    for child in family(pid):
        try:
            if "gongwen.batch.worker" in child.cmdline():
                found.append(child.pid)
        except psutil.Error:
            continue
    return found


def kill(pid: int) -> None:
    """End a process that may be gone already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def are_gone(processes: Iterable[psutil.Process], seconds: float = 10) -> bool:
    """Whether all of them end in that time."""
    return not psutil.wait_procs(list(processes), timeout=seconds)[1]
