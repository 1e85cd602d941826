"""A batch of generated notices in mixed formats: documents a second, what a second core brings, memory of the parent, a second run.

    python benchmarks/bench_batch.py                 # 10,000 notices, which take some minutes to make the first time
    python benchmarks/bench_batch.py --notices 1000 cores

The notices are made once and kept in the folder of temporary files. Times are of the wall: leave the machine alone meanwhile.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import psutil

from generator import find_office, generate, render_docx, render_html, render_ofd, render_pdfs, render_text, render_xlsx
from harness import MIB, Result, parser, run

NOTICES = 10_000
FOR_CORES = 1_500  # notices: enough that starting the workers does not count
KINDS = ("txt", "docx", "html", "txt", "ofd", "docx", "html", "txt", "xlsx", "pdf")  # one of ten is a PDF
RENDER: dict[str, Callable[..., bytes]] = {
    "txt": lambda document: render_text(document).encode(),
    "docx": render_docx,
    "html": lambda document: render_html(document),
    "ofd": render_ofd,
    "xlsx": render_xlsx,
}
PDFS_AT_ONCE = 100


@dataclass(frozen=True)
class Ran:
    """A run of `gongwen batch`: seconds on the wall, and bytes of memory of the process itself, sampled."""

    seconds: float
    memory: list[int]
    statuses: Counter[str]


def notices(count: int) -> Path:
    """A folder of that many notices, made where they are not there yet."""
    folder = Path(tempfile.gettempdir()) / "gongwen-bench-batch" / str(count)
    whole = folder / ".whole"
    if whole.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"making {count} notices in {folder} …", file=sys.stderr)
    for name, data in _made(count):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    whole.touch()
    return folder


def _made(count: int) -> Iterator[tuple[str, bytes]]:
    wanted = [kind if kind != "pdf" or find_office() is not None else "txt" for kind in KINDS]
    waiting: list[int] = []
    for seed in range(count):
        kind = wanted[seed % len(wanted)]
        if kind == "pdf":
            waiting.append(seed)
        else:
            yield f"{seed % 100:02}/{seed:05}.{kind}", RENDER[kind](generate(seed).document)
        if waiting and (len(waiting) == PDFS_AT_ONCE or seed == count - 1):
            made = render_pdfs([generate(each).document for each in waiting])
            yield from ((f"{each % 100:02}/{each:05}.pdf", data) for each, data in zip(waiting, made, strict=True))
            waiting = []


def batch(folder: Path, out: Path, jobs: int) -> Ran:
    """Run the command as a user would."""
    command = [sys.executable, "-m", "gongwen", "batch", str(folder), "--out", str(out), "--jobs", str(jobs), "--quiet"]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    watched, memory = psutil.Process(process.pid), []
    while process.poll() is None:
        try:
            memory.append(watched.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(0.05)
    process.wait()
    seconds = time.perf_counter() - start
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").splitlines()]
    return Ran(seconds, memory, Counter(line["status"] for line in lines))


def bench_all(count: int) -> list[Result]:
    """All of them on all cores, then again with nothing changed."""
    folder = notices(count)
    with tempfile.TemporaryDirectory() as out:
        first = batch(folder, Path(out), psutil.cpu_count() or 1)
        again = batch(folder, Path(out), psutil.cpu_count() or 1)
    told = ", ".join(f"{n} {status}" for status, n in sorted(first.statuses.items()))
    half = max(first.memory[: len(first.memory) // 2])
    return [
        Result("inputs accounted for", sum(first.statuses.values()), "inputs", count, more_is_better=True, note=told),
        Result("documents a second, all cores", count / first.seconds, "1/s", note=f"{first.seconds:.0f} s"),
        Result("memory of the parent, most", max(first.memory) / MIB, "MiB", 300),
        Result("memory of the parent, second half to first", max(first.memory) / half, "times", 1.2),
        Result("second run, nothing changed: times as fast", first.seconds / again.seconds, "times", 50, more_is_better=True,
               note=f"{again.seconds:.2f} s"),
    ]  # fmt: skip


def bench_cores(count: int) -> list[Result]:
    """What a second worker brings."""
    folder = notices(min(count, FOR_CORES))
    with tempfile.TemporaryDirectory() as out:
        one = batch(folder, Path(out) / "one", 1)
        two = batch(folder, Path(out) / "two", 2)
    return [
        Result(
            "two workers to one",
            one.seconds / two.seconds,
            "times",
            1.8,
            more_is_better=True,
            note=f"{one.seconds:.1f} s, {two.seconds:.1f} s",
        )
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    benches: dict[str, Callable[[int], list[Result]]] = {"all": bench_all, "cores": bench_cores}
    options = parser(__doc__, benches)  # type: ignore[arg-type]
    options.add_argument("--notices", type=int, default=NOTICES)
    chosen = options.parse_args(arguments)
    return run({name: partial(bench, chosen.notices) for name, bench in benches.items()}, chosen.benches)


if __name__ == "__main__":
    sys.exit(main())
