"""What pages cost, against their bars: a notice of fifty pages, and lists of 100 tasks compared. Weight, making, opening in Chromium.

    python benchmarks/bench_report.py          # all
    python benchmarks/bench_report.py notice   # one of them

Opening is the time from the call until all is laid out and drawn, on the wall, in a browser that runs already; without Chromium or
Playwright it is left out, and said so. The notice is of planted ones set one behind the other; no pictures of pages are on it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import pytest

from browser import chromium
from generator.next_year.long import long_pair
from gongwen import convert
from gongwen.diff import compare
from gongwen.report import diff_page, notice_page
from harness import MIB, RUNS, Result, median, parser, run
from test_report import fifty_pages

DRAWN = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


def costs(what: str, make: Callable[[], str], bar: float | None) -> list[Result]:
    """Weight, making and opening of a page."""
    page = make()
    found = [
        Result(f"{what}: weight", len(page.encode()) / MIB, "MiB", bar and 3.0 * 10**6 / MIB),
        Result(f"{what}: making", median(make), "s"),
    ]
    return [*found, *opening(what, page, bar)]


def opening(what: str, page: str, bar: float | None) -> list[Result]:
    """Median seconds until the page stands, after one run to warm up."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, "utf-8")
        try:
            with chromium(Path(folder)) as browser:
                times = [opened(browser, file) for _ in range(RUNS + 1)][1:]
        except pytest.skip.Exception as missing:
            print(f"{what}: opening not measured: {missing}")
            return []
    return [Result(f"{what}: opening", sorted(times)[RUNS // 2], "s", bar)]


def opened(browser: object, file: Path) -> float:
    """Seconds on the wall of one opening."""
    tab = browser.new_page(viewport={"width": 1440, "height": 900})  # type: ignore[attr-defined]
    start = time.perf_counter()
    tab.goto(file.as_uri())
    tab.evaluate(DRAWN)
    seconds = time.perf_counter() - start
    tab.close()
    return seconds


def bench_notice() -> list[Result]:
    notice = fifty_pages()
    return costs(f"page of a notice, 50 pages, {len(notice.tasks)} tasks", lambda: notice_page(notice), 1.0)


def bench_diff() -> list[Result]:
    old, new = (convert(text.encode(), name="list.txt") for text in long_pair(100))
    diff = compare(old, new)
    return costs("page of a comparison, 100 against 100 tasks", lambda: diff_page(diff, old, new), None)


BENCHES: dict[str, Callable[[], Sequence[Result]]] = {"notice": bench_notice, "diff": bench_diff}


def main() -> int:
    return run(BENCHES, parser(__doc__, BENCHES).parse_args().benches)


if __name__ == "__main__":
    sys.exit(main())
