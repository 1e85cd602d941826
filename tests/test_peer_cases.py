"""The bars on the cases of peers' own test suites, source by source; skipped aloud where ../shared is not there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from peer_cases import predictions, read_cases

BAR = Fraction(95, 100)  # of spans and of resolutions, for every source
SPURIOUS = {"time": 3}  # hits in texts of which everything is labelled


@pytest.fixture(scope="session")
def peers(shared: Path) -> Path:
    folder = shared / "peers"
    if not (folder / "score.py").is_file():
        pytest.skip(f"no cases of peers in {folder}")
    return folder


@pytest.fixture(scope="session")
def scores(peers: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The table of score.py for each kind of case: source -> its columns."""
    return {kind: scored(kind, peers, tmp_path_factory.mktemp("peers") / f"{kind}.jsonl") for kind in SPURIOUS}


def scored(kind: str, peers: Path, out: Path) -> dict[str, tuple[str, ...]]:
    found = predictions(kind, read_cases(peers / f"{kind}_zh.jsonl"))
    out.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in found), "utf-8")
    told = subprocess.run([sys.executable, str(peers / "score.py"), kind, str(out)], capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in told.stdout.splitlines()[1:]]
    return {row[0]: tuple(row[1:]) for row in rows}


def share(cell: str) -> Fraction:
    """“65/66 98%”; nothing to be found is all found."""
    return Fraction(1) if cell == "-" else Fraction(cell.split()[0])


def test_times_of_every_source(scores: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
    short = {source: row[:2] for source, row in scores["time"].items() if min(map(share, row[:2])) < BAR}
    assert short == {}


@pytest.mark.parametrize("kind", SPURIOUS)
def test_hits_that_are_none(kind: str, scores: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
    assert int(scores[kind]["ALL"][3]) <= SPURIOUS[kind]
    assert share(scores[kind]["ALL"][4]) == 1  # texts that hold none
