"""What a comparison costs, against its bars: lists of 100 tasks in a new process, lists of 1,000 tasks, and memory.

    python benchmarks/bench_diff.py            # all
    python benchmarks/bench_diff.py large      # one of them

The lists are planted ones, a year and the next at medium rewording, set one behind the other until they have as many tasks: harder than a
real list of that length, since titles and phrases come again. Records are compared, not files of the notices: how long those take to read
is in bench_convert.py. Whole processes are timed on the wall, so leave the machine alone meanwhile.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from generator.next_year.long import long_pair
from gongwen import convert
from gongwen.diff import compare
from gongwen.records import Notice
from harness import MIB, Result, median, parser, run

PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
COMPARE = "import sys; from gongwen.records import Notice; from gongwen.diff import compare; "
COMPARE += "compare(*(Notice.from_json(open(name, 'rb').read()) for name in sys.argv[1:])).to_json(); "


def records(tasks: int) -> tuple[Notice, Notice]:
    """Two years' lists of so many tasks, the same on every machine."""
    old, new = long_pair(tasks)
    return convert(old.encode(), name="old.txt"), convert(new.encode(), name="new.txt")


def written(folder: str, tasks: int) -> list[str]:
    """Both records as files."""
    paths = [Path(folder) / f"{name}.json" for name in ("old", "new")]
    for path, record in zip(paths, records(tasks), strict=True):
        path.write_text(record.to_json(), "utf-8")
    return [str(path) for path in paths]


def bench_cold() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        files = written(folder, 100)
        command = [sys.executable, "-m", "gongwen", "diff", *files, "--to", "json"]
        seconds = median(
            lambda: subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True), time.perf_counter
        )
    return [Result("gongwen diff, 100 against 100 tasks, cold", seconds, "s", 1.0)]


def bench_warm() -> list[Result]:
    old, new = records(100)
    return [Result("compare, 100 against 100 tasks", median(lambda: compare(old, new)), "s")]


def bench_large() -> list[Result]:
    old, new = records(1_000)
    note = f"{len(old.tasks):,} against {len(new.tasks):,} tasks"
    return [Result("compare, 1,000 against 1,000 tasks", median(lambda: compare(old, new)), "s", 10.0, note=note)]


def bench_memory() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", COMPARE + PEAK, *written(folder, 1_000)]
        peak = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return [Result("peak memory, 1,000 against 1,000 tasks", peak * 1024 / MIB, "MiB", 1024.0)]


BENCHES: dict[str, Callable[[], Sequence[Result]]] = {
    "cold": bench_cold,
    "warm": bench_warm,
    "large": bench_large,
    "memory": bench_memory,
}


def main() -> int:
    return run(BENCHES, parser(__doc__, BENCHES).parse_args().benches)


if __name__ == "__main__":
    sys.exit(main())
