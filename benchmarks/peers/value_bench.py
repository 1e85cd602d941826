"""Times and numbers: what every tool finds in the cases of peers' suites, scored by their score.py, and characters a second."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator import generate, render_text

from .documents import FIRST
from .environments import Environment, own
from .processes import ToolError, Worker

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(os.environ.get("GONGWEN_SHARED", ROOT.parent / "shared")) / "peers"
TOOLS = {"gongwen": "gongwen", "jionlp": "jionlp", "recognizers": "recognizers-text-suite"}
KINDS = ("time", "number")
ROUNDS = 3  # after one to warm up
CHARACTERS = 6_000  # of running text in a round of the race; a peer may need a millisecond for each

Fraction = tuple[int, int]


@dataclass(frozen=True)
class Score:
    """One line of score.py."""

    span: Fraction
    resolved: Fraction
    spurious: int


@dataclass
class Measured:
    """By kind: scores by group (a source, ALL, and of numbers `target_like`), characters a second of processor time on cases and on
    running text."""

    tool: str
    version: str
    trouble: dict[str, str] = field(default_factory=dict)
    scores: dict[str, dict[str, Score]] = field(default_factory=dict)
    speed: dict[str, dict[str, float]] = field(default_factory=dict)
    raised: dict[str, int] = field(default_factory=dict)  # cases that it broke on, which count as nothing found


def cases(kind: str) -> list[dict[str, Any]]:
    lines = (CASES / f"{kind}_zh.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def running_text() -> list[list[dict[str, Any]]]:
    """Lines of generated notices as cases, other ones for every round."""
    made: list[list[dict[str, Any]]] = []
    seed = FIRST + 1_000
    for _ in range(1 + ROUNDS):
        lines: list[str] = []
        while sum(map(len, lines)) < CHARACTERS:
            lines += [line for line in render_text(generate(seed).document).splitlines() if line.strip()]
            seed += 1
        made.append([{"text": line, "reference_date": "2025-03-05", "tags": []} for line in lines])
    return made


def measure(environments: Mapping[str, Environment]) -> list[Measured]:
    """Score and time every tool that is installed, in turn."""
    texts = running_text()
    results = []
    for tool, package in TOOLS.items():
        environment = environments[tool] if tool in environments else own(package)
        measured = Measured(tool, environment.version(package))
        results.append(measured)
        if environment.python is None:
            measured.trouble = dict.fromkeys(KINDS, environment.trouble)
            continue
        for kind in KINDS:
            with Worker(environment.python, "values", tool) as worker:
                try:
                    _measure(measured, worker, kind, texts)
                except ToolError as error:
                    measured.trouble[kind] = str(error)
    return results


def _measure(measured: Measured, worker: Worker, kind: str, texts: list[list[dict[str, Any]]]) -> None:
    gold = cases(kind)
    asked = [{key: case.get(key) for key in ("text", "reference_date", "tags")} for case in gold]
    found = worker.ask(do="find", kind=kind, cases=asked)  # warms it up, too
    groups = {"": gold} | ({"target_like": [case for case in gold if case.get("target_like")]} if kind == "number" else {})
    measured.raised[kind] = found.count(None)
    predictions = {case["id"]: spans or [] for case, spans in zip(gold, found, strict=True)}
    scores: dict[str, Score] = {}
    for name, chosen in groups.items():
        read = parse_scores(score(kind, chosen, predictions))
        scores |= {name: read["ALL"]} if name else read
    measured.scores[kind] = scores
    worker.ask(do="speed", kind=kind, cases=texts[0])
    measured.speed[kind] = {"cases": characters_a_second(worker, kind, [asked]), "notices": characters_a_second(worker, kind, texts[1:])}


def characters_a_second(worker: Worker, kind: str, rounds: list[list[dict[str, Any]]]) -> float:
    """Of processor time, over all rounds."""
    seconds = sum(worker.ask(do="speed", kind=kind, cases=cases)["cpu"] for cases in rounds)
    return sum(len(case["text"]) for cases in rounds for case in cases) / float(seconds)


def score(kind: str, gold: list[dict[str, Any]], predictions: Mapping[str, list[dict[str, Any]]]) -> str:
    """What score.py prints of these cases; it looks for the cases beside itself."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "score.py").write_bytes((CASES / "score.py").read_bytes())
        (folder / f"{kind}_zh.jsonl").write_text("".join(json.dumps(case) + "\n" for case in gold), "utf-8")
        lines = [json.dumps({"id": case["id"], "spans": predictions[case["id"]]}) + "\n" for case in gold]
        (folder / "found.jsonl").write_text("".join(lines), "utf-8")
        command = [sys.executable, str(folder / "score.py"), kind, str(folder / "found.jsonl")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def parse_scores(printed: str) -> dict[str, Score]:
    """The table of score.py by group."""
    scores = {}
    for line in printed.splitlines()[1:]:
        group, span, resolved, _, spurious, *_ = line.split("\t")
        scores[group] = Score(_fraction(span), _fraction(resolved), int(spurious))
    return scores


def _fraction(printed: str) -> Fraction:
    """`53/66 80%` as (53, 66); `-` as (0, 0)."""
    if printed == "-":
        return 0, 0
    part, whole = printed.split(" ")[0].split("/")
    return int(part), int(whole)
