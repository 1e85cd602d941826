"""What a scanned page costs: against the engine's own time for the same page, and in memory over many pages.

    python benchmarks/bench_ocr.py            # the table
    python benchmarks/bench_ocr.py ratio      # or memory

Seconds are those of the processor over all threads of this process, which other processes hardly change. The engine's own time is that of
one call of it as it comes (finding, turning, reading; its own settings) on the page as it is rendered.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))  # beside the folder of this file, where Python looks anyway

import scans
from bench_convert import resident
from generator import find_office, generate, render_pdf
from gongwen import convert
from gongwen.readers.ocr import is_installed
from harness import MIB, Result, parser, run

RUNS = 3
PLANTED = 3_001  # the seed of a notice with text on its first page and a table on the others
MANY = 20  # pages
LINES = ["　　一、完善便民服务体系。", "便民药店建设，新增社区食堂12家，覆盖率达到", "85%以上。（市民政局、市商务局负责）"] * 3


def cost(work: Callable[[], object]) -> float:
    """Median seconds of the processor, after one run to warm up."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def bench_ratio() -> list[Result]:
    if find_office() is None:
        print("no LibreOffice: the page of a notice is left out", file=sys.stderr)
        return []
    import numpy as np
    import rapidocr

    engine = rapidocr.RapidOCR(params={"Global.log_level": "critical"})
    results = []
    pages = scans.printed(render_pdf(generate(PLANTED).document))
    for name, page in (("text", pages[0]), ("table", pages[1])):
        picture = np.ascontiguousarray(np.asarray(page)[:, :, ::-1])
        data = scans.as_pdf([page])
        alone = cost(lambda picture=picture: engine(picture))  # type: ignore[misc]
        ours = cost(lambda data=data: convert(data, name="scan.pdf"))  # type: ignore[misc]
        results += [
            Result(f"a page of {name}: the engine alone", alone, "s"),
            Result(f"a page of {name}: scan -> record", ours, "s"),
            Result(f"a page of {name}: scan -> record / the engine alone", ours / alone, "times", 1.3),
        ]
    return results


def bench_memory() -> list[Result]:
    sizes: list[int] = []
    data = scans.as_pdf([scans.drawn(LINES)] * MANY)
    convert(data, name="long.pdf", progress=lambda page, count: sizes.append(resident()))
    note = f"{MANY} pages, {sizes[-1] / MIB:.0f} MiB at the last"
    return [Result(f"memory gained over pages {MANY // 2} to {MANY}", (sizes[-1] - sizes[MANY // 2 - 1]) / MIB, "MiB", 20.0, note=note)]


BENCHES: dict[str, Callable[[], Sequence[Result]]] = {"ratio": bench_ratio, "memory": bench_memory}


def main() -> int:
    chosen = parser(__doc__, BENCHES).parse_args()
    if not is_installed():
        print("OCR is not installed: pip install 'gongwen[ocr]'", file=sys.stderr)
        return 0
    return run(BENCHES, chosen.benches)


if __name__ == "__main__":
    sys.exit(main())
