"""Documents a second, memory and cold starts of every tool on the same files, in turn; and what the outputs keep."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator import Scores, compare
from gongwen import convert

from .documents import FORMATS, File, make_files, rounds
from .environments import Environment, own
from .probes import Kept, furniture, kept, make_probes
from .processes import ToolError, Worker, whole_process
from .reading import Reading

NOTICES = 24
FOR_WARM_UP = 5  # more notices, so that no tool is timed while it still loads and compiles
ROUNDS = 3
COLD_STARTS = 3


@dataclass(frozen=True)
class Peer:
    """A tool of document_tools.py: its environment (None: that of gongwen), the package that tells its version, the formats it is given."""

    tool: str
    environment: str | None
    package: str
    formats: tuple[str, ...] = FORMATS


PEERS = (
    Peer("gongwen", None, "gongwen"),
    Peer("markitdown", "markitdown", "markitdown"),
    Peer("unstructured", "unstructured", "unstructured"),
    Peer("docling", "docling", "docling"),
    Peer("pdfplumber", "plain", "pdfplumber", ("pdf",)),
    Peer("pypdfium2", "plain", "pypdfium2", ("pdf",)),
    Peer("python_docx", "plain", "python-docx", ("docx",)),
)


@dataclass
class Measured:
    """What one tool cost and kept. Seconds are per document, over all rounds, by format."""

    peer: Peer
    version: str
    trouble: str = ""
    wall: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)  # what it said of a format that it cannot read
    peak: int = 0
    cold: tuple[float, float] | None = None  # wall, processors: one small document in a fresh process
    probes: dict[str, Kept] = field(default_factory=dict)
    furniture: int | None = None


@dataclass
class Documents:
    """All that the benchmark of documents gives."""

    tools: list[Measured]
    files: dict[str, int]  # files timed, by format
    forms: list[str]  # of the probe
    furniture: int  # strings of the web page around the probe
    standard: str  # what docling's standard pipeline says to a PDF
    scores: dict[str, Scores]  # of gongwen's records of the generated notices against their truth, by format
    batch: tuple[int, float, float] | None  # files, wall and processor seconds of `gongwen batch` on all cores


def measure(environments: Mapping[str, Environment]) -> Documents:
    """Run it all. Files are made in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="gongwen-bench-") as name:
        folder = Path(name)
        (folder / "files").mkdir()
        files = make_files(folder / "files", NOTICES + FOR_WARM_UP)
        warm_up = [file for file in files if file.path.stem.isdigit() and int(file.path.stem) >= NOTICES]
        timed = [file for file in files if file not in warm_up]
        probes = make_probes(folder)
        around = furniture(probes["html"].read_text("utf-8"))
        with contextlib.ExitStack() as stack:
            running = _start(environments, stack)
            for measured, worker in running:
                _warm_up(measured, worker, warm_up)
            _time(running, timed)
            for measured, worker in running:
                if worker:
                    measured.peak = worker.peak()
                    _probe(measured, worker, probes, around)
            scores = _scores(timed)
        for measured, worker in running:
            if worker and measured.wall:
                measured.cold = _cold(worker.python, measured.peer.tool, [file for file in warm_up if file.form in measured.wall])
        standard = _standard(environments["docling"], warm_up)
        return Documents(
            tools=[measured for measured, _ in running],
            files={form: sum(file.form == form for file in timed) for form in FORMATS},
            forms=list(probes),
            furniture=len(around),
            standard=standard,
            scores=scores,
            batch=_batch([file.path for file in timed], folder),
        )


Running = Sequence[tuple[Measured, Worker | None]]


def _start(environments: Mapping[str, Environment], stack: contextlib.ExitStack) -> list[tuple[Measured, Worker | None]]:
    running: list[tuple[Measured, Worker | None]] = []
    for peer in PEERS:
        environment = environments[peer.environment] if peer.environment else own(peer.package)
        measured = Measured(peer, environment.version(peer.package), trouble=environment.trouble)
        worker = stack.enter_context(Worker(environment.python, "documents", peer.tool)) if environment.python else None
        running.append((measured, worker))
    return running


def _warm_up(measured: Measured, worker: Worker | None, files: list[File]) -> None:
    """Some documents of every format before anything is timed, which tells also what the tool cannot read."""
    for file in files:
        if worker and file.form in measured.peer.formats and file.form not in measured.failed:
            try:
                worker.ask(do="convert", paths=[str(file.path)])
            except ToolError as error:
                measured.failed[file.form] = str(error)


def _time(running: Running, files: list[File]) -> None:
    """Every tool has its turn at every format in every round, so that what else the machine does falls on all alike."""
    counts = {form: sum(file.form == form for file in files) for form in FORMATS}
    for turn in rounds(files, ROUNDS):
        for form in FORMATS:
            paths = [str(file.path) for file in turn if file.form == form]
            for measured, worker in running:
                if not (worker and paths) or form not in measured.peer.formats or form in measured.failed:
                    continue
                try:
                    cost = worker.ask(do="convert", paths=paths)
                except ToolError as error:
                    measured.failed[form] = str(error)
                    continue
                measured.wall[form] = measured.wall.get(form, 0.0) + cost["wall"] / counts[form]
                measured.cpu[form] = measured.cpu.get(form, 0.0) + cost["cpu"] / counts[form]
    for measured, _ in running:
        for form in measured.failed:
            measured.wall.pop(form, None)
            measured.cpu.pop(form, None)


def _probe(measured: Measured, worker: Worker, probes: Mapping[str, Path], around: list[str]) -> None:
    for name, path in probes.items():
        if path.suffix[1:] not in measured.peer.formats:
            continue
        with contextlib.suppress(ToolError):
            found = worker.ask(do="read", path=str(path))
            reading = Reading(found["text"], [(level, text) for level, text in found["headings"]], found["tables"], found["kinds"])
            measured.probes[name] = kept(reading)
            if name == "html":
                measured.furniture = sum(string in "".join(reading.text.split()) for string in around)


def _scores(files: list[File]) -> dict[str, Scores]:
    """What gongwen's records of the generated notices are worth; the figures of speed would mean little without it."""
    scores: dict[str, Scores] = {}
    for file in files:
        if file.truth is not None and file.form != "xlsx":  # a workbook of running text is none that an office keeps
            scores.setdefault(file.form, Scores()).add(compare(file.truth, json.loads(convert(file.path).to_json())))
    return scores


def _cold(python: Path, tool: str, files: list[File]) -> tuple[float, float]:
    """Median of fresh processes, each with one document (a PDF where the tool reads it)."""
    path = min(files, key=lambda file: FORMATS.index(file.form)).path
    starts = [whole_process(python, "documents", tool, {"do": "convert", "paths": [str(path)]}) for _ in range(COLD_STARTS)]
    return statistics.median(wall for wall, _ in starts), statistics.median(cpu for _, cpu in starts)


def _standard(docling: Environment, files: list[File]) -> str:
    """What docling says where it is given a PDF as it comes, without its models."""
    paths = [str(file.path) for file in files if file.form == "pdf"][:1]
    if docling.python is None or not paths:
        return ""
    with Worker(docling.python, "documents", "docling_standard") as worker:
        try:
            worker.ask(do="convert", paths=paths)
        except ToolError as error:
            return str(error)
    return "reads it"


def _batch(paths: list[Path], folder: Path) -> tuple[int, float, float] | None:
    """`gongwen batch` on all cores, from its start to its end; None where it cannot."""
    command = [sys.executable, "-m", "gongwen", "batch", *map(str, paths), "--out", str(folder / "records")]
    before = os.times()
    done = subprocess.run(command, capture_output=True, check=False)
    after = os.times()
    if done.returncode not in (0, 3):
        return None
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return len(paths), after.elapsed - before.elapsed, cpu
