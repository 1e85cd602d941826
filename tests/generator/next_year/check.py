"""Holds the diff engine against planted pairs: `python -m generator.next_year.check LEVEL FIRST LAST [--show-errors N]` from tests/.

LEVEL is light, medium, heavy, `corpus` (the hand-written notices at every level), `files` (notices of your own, named after --files, at
every level), `child` (a province's list and its city's) or `unrelated`. Prints the scores over the seeds FIRST to LAST, the kinds told
against the right ones, and how far scores can be believed;
with --show-errors the first N notes of every element: missed (-) and invented (+).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from gongwen import convert
from gongwen.diff import compare as diff_of

from .child import child_pair, unrelated_pair
from .lexicon import STRENGTHS
from .listing import Listing
from .pairs import Pair, as_list, corpus_lists, misread, pair, pair_of, read
from .score import DiffScores, score


def file_lists(paths: Sequence[Path]) -> dict[str, Listing]:
    """Notices of any format as lists, by name."""
    lists = {path.name: as_list(convert(path.read_bytes(), name=path.name)) for path in paths}
    return {name: one for name, one in lists.items() if len(one.items) >= 3}


def pairs(level: str, first: int, last: int, files: Sequence[Path] = ()) -> Iterator[Pair]:
    """The pairs of a level."""
    if level in ("corpus", "files"):
        lists = corpus_lists() if level == "corpus" else file_lists(files)
        for name, listing in lists.items():
            for strength in STRENGTHS:
                for seed in range(first, last):
                    yield pair_of(Random(f"corpus-{name}-{strength}-{seed}"), listing, strength, f"{name} {strength} {seed}")
        return
    make = {"child": child_pair, "unrelated": unrelated_pair}.get(level)
    for seed in range(first, last):
        yield make(seed) if make else pair(seed, level)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("level", choices=(*STRENGTHS, "corpus", "files", "child", "unrelated"))
    parser.add_argument("first", type=int, nargs="?", default=0)
    parser.add_argument("last", type=int, nargs="?", default=30)
    parser.add_argument("--files", type=Path, nargs="*", default=[], metavar="NOTICE")
    parser.add_argument("--show-errors", type=int, default=0, metavar="N", help="notes of every element")
    chosen = parser.parse_args()
    total, unread, count, seconds = DiffScores(), [], 0, 0.0
    for made in pairs(chosen.level, chosen.first, chosen.last, chosen.files):
        old, new = read(made.old), read(made.new)
        if any(tally.f1 < 1 for side, record in ((made.old, old), (made.new, new)) for tally in misread(side, record).values()):
            unread.append(made.name)
            continue
        start = time.process_time()
        diff = diff_of(old, new)
        seconds += time.process_time() - start
        count += 1
        total.add(score(made, old, new, diff))
    print(total)
    print(f"\n{count} pairs, {seconds:.1f} s in the engine; {len(unread)} not read as printed, left out: {', '.join(unread[:10])}")
    for element, tally in sorted(total.scores.items()):
        if chosen.show_errors and tally.notes:
            print(f"\n== {element}", *tally.notes[: chosen.show_errors], sep="\n")


if __name__ == "__main__":
    main()
