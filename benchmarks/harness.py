"""What the benchmarks share: results held against their bars, medians, and the run over the benchmarks that were named.

Each program prints a line a figure and ends with exit code 1 if one misses its bar.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

RUNS = 5
MIB = 1024 * 1024


@dataclass(frozen=True)
class Result:
    """One line of the table; `bar` is a floor where more is better, else a ceiling."""

    name: str
    figure: float
    unit: str
    bar: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.bar is None or (self.figure >= self.bar if self.more_is_better else self.figure <= self.bar)

    def __str__(self) -> str:
        bar = "" if self.bar is None else f"{'>=' if self.more_is_better else '<='} {self.bar:,.6g}"
        return f"{self.name:<50}{self.figure:>12,.4g} {self.unit:<8}{bar:>14}  {'' if self.holds else 'MISSED'}  {self.note}".rstrip()


Benches = Mapping[str, Callable[[], Sequence[Result]]]


def median(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Median seconds of `work` after one run to warm up: of one core's work, or of the clock given."""
    work()
    times = []
    for _ in range(RUNS):
        start = clock()
        work()
        times.append(clock() - start)
    return statistics.median(times)


def parser(description: str | None, benches: Benches) -> argparse.ArgumentParser:
    """The arguments that every benchmark takes: which of its parts to run."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("benches", nargs="*", choices=[*benches, []], help="default: all")
    return made


def run(benches: Benches, names: Sequence[str]) -> int:
    """Run the named benchmarks, or all; 1 if a figure misses its bar."""
    print(f"Python {sys.version.split()[0]}, median of {RUNS} runs after one to warm up\n")
    missed = 0
    for name in names or benches:
        for result in benches[name]():
            print(result, flush=True)
            missed += not result.holds
    return min(missed, 1)
