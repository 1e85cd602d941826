"""The bars on the cases of peers' own test suites, source by source; skipped aloud where ../shared is not there."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from peer_cases import predictions, read_cases

BAR = Fraction(95, 100)  # of spans and of meanings, for every source
TARGETS = Fraction(97, 100)  # of the values of numbers that look like real targets
SPURIOUS = {"time": 2, "number": 1}  # hits in texts of which everything is labelled

Table = Mapping[str, Sequence[str]]  # source -> the columns of score.py


@pytest.fixture(scope="session")
def peers(shared: Path) -> Path:
    folder = shared / "peers"
    if not (folder / "score.py").is_file():
        pytest.skip(f"no cases of peers in {folder}")
    return folder


@pytest.fixture(scope="session")
def tables(peers: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Table]:
    return {kind: scored(kind, peers, tmp_path_factory.mktemp("peers") / f"{kind}.jsonl") for kind in SPURIOUS}


def scored(kind: str, peers: Path, out: Path) -> Table:
    found = predictions(kind, read_cases(peers / f"{kind}_zh.jsonl"))
    out.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in found), "utf-8")
    told = subprocess.run([sys.executable, str(peers / "score.py"), kind, str(out)], capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in told.stdout.splitlines()[1:]]
    return {row[0]: row[1:] for row in rows}


def share(cell: str) -> Fraction:
    """“65/66 98%”; nothing to be found is all found."""
    return Fraction(1) if cell == "-" else Fraction(cell.split()[0])


@pytest.mark.parametrize("kind", SPURIOUS)
def test_spans_and_meanings_of_every_source(kind: str, tables: Mapping[str, Table]) -> None:
    short = {source: row[:2] for source, row in tables[kind].items() if min(map(share, row[:2])) < BAR}
    assert short == {}


@pytest.mark.parametrize("kind", SPURIOUS)
def test_hits_that_are_none(kind: str, tables: Mapping[str, Table]) -> None:
    row = tables[kind]["ALL"]
    assert int(row[3]) <= SPURIOUS[kind]
    assert share(row[4]) == 1  # texts that hold none


def test_values_of_numbers_that_look_like_targets(peers: Path) -> None:
    score = loaded(peers / "score.py")
    cases = [case for case in read_cases(peers / "number_zh.jsonl") if case.get("target_like") and case["tier"] == "core"]
    right = [(case["id"], valued(score, case, found["spans"])) for case, found in zip(cases, predictions("number", cases), strict=True)]
    wanted = sum(total for _, (_, total) in right)
    missed = [name for name, (hits, total) in right if hits < total]
    assert 1 - Fraction(sum(total - hits for _, (hits, total) in right), wanted) >= TARGETS, missed


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("peer_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def valued(score: ModuleType, case: Mapping[str, Any], spans: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """(right, expected) values of a case."""
    expected = [e for e in case["expected"] if "value" in e or "min" in e]
    hits = (next((s for s in spans if score.span_hit(e, s, case["text"])), None) for e in expected)
    return sum(hit is not None and score.num_eq(e, hit) for e, hit in zip(expected, hits, strict=True)), len(expected)
