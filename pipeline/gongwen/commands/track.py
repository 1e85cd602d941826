"""`gongwen track`: records of many years in, metrics and tasks through time out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .export import read_distinct
from .run import Exit, emit, printable, say

if TYPE_CHECKING:
    from ..records import Notice
    from ..track import Track, Verdict

_COLUMNS = {"指标": 5, "原目标": 3, "现目标": 3, "结果": 0, "依据": 9}  # shares of the width; 0: as wide as an outcome
_OUTCOME = 9  # columns


def track_records(
    sources: list[str], forms: list[str], out: Path, *, years: tuple[int, int | None] | None, across: bool, width: int | None, quiet: bool
) -> Exit:
    """Follow all records of the sources. A line that is no record is told and left out (exit code 1).

    Args:
        forms: what to write into `out`: jsonl, parquet, xlsx; may be empty if `years` are given.
        years: first and last year of the table of targets that is printed; last None: the last year of all notices.
        across: also say which threads of different places are of one kind.
        width: columns of the table; None: as the terminal has it.

    Raises:
        ValueError: no such form, no notice of the first year, or the years are in the wrong order.
        GongwenError: the result cannot be written.
    """
    from ..track import follow
    from ..track.sinks import WRITERS, write_track

    unknown = [form for form in forms if form not in WRITERS]
    if unknown:
        raise ValueError(f"no form {', '.join(unknown)}; there are {', '.join(WRITERS)}")
    notices: list[Notice] = []
    failed = 0
    for found in read_distinct(sources):
        if found is None:
            failed += 1
        else:
            notices.append(found)
    track = follow(notices, across=across)
    told = _verdicts(track, years) if years is not None else ()
    write_track(track, told, forms, out)
    if years is not None:
        emit(verdict_table(told, width))
    if not quiet:
        for finding in track.findings:
            say(printable(f"gongwen: {finding.severity}: {finding.message}"))
        say(printable(_summary(track, failed)))
    return Exit.FAILED if failed else Exit.OK


def _verdicts(track: Track, years: tuple[int, int | None]) -> tuple[Verdict, ...]:
    from ..track import verdicts

    first, last = years
    known = sorted({notice.year for notice in track.notices})
    if first not in known:
        raise ValueError(f"no notice of {first}; there are notices of {', '.join(map(str, known)) or 'no year'}")
    return verdicts(track, first, last if last is not None else known[-1])


def verdict_table(verdicts: Sequence[Verdict], width: int | None) -> str:
    """What became of the targets as a table, a place after the other, and how many had which outcome."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from ..track.verdicts import goal_in_words

    console = Console(width=width, markup=False, highlight=False, emoji=False)
    with console.capture() as captured:
        for region in dict.fromkeys(v.region for v in verdicts):
            here = [v for v in verdicts if v.region == region]
            console.print(printable(f"{region} {here[0].from_year} → {here[0].until_year}"))
            table = Table(box=box.SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False)
            for name, ratio in _COLUMNS.items():
                table.add_column(name, ratio=ratio or None, width=None if ratio else _OUTCOME, overflow="fold")
            for v in here:
                outcome = v.outcome + ("" if v.certain else " ?")
                new = goal_in_words(v.new, v.until_year) if v.new is not None else ""
                told = (v.name, goal_in_words(v.old, v.from_year), new, outcome)
                table.add_row(*map(printable, told), "\n".join(map(printable, v.evidence)))
            console.print(table)
            console.print(_counts(here))
            console.print()
        if not verdicts:
            console.print("no targets")
    return "\n".join(line.rstrip() for line in captured.get().rstrip().split("\n")) + "\n"


def _counts(verdicts: Sequence[Verdict]) -> str:
    outcomes = [v.outcome for v in verdicts]
    counted = [f"{outcomes.count(one)} {one}" for one in ("raised", "lowered", "kept", "met", "dropped", "unknown") if one in outcomes]
    shown = sum(v.reached is True for v in verdicts)
    return ", ".join(counted) + (f"; {shown} shown reached" if shown else "")


def _summary(track: Track, failed: int) -> str:
    places = len({notice.region for notice in track.notices})
    metrics = len({line.thread for line in track.metrics})
    told = f"{len(track.notices)} notices of {places} place{'s' * (places != 1)}"
    return f"{told}: {metrics} metrics, {len(track.threads)} tasks through time" + (f"; {failed} not read" if failed else "")
