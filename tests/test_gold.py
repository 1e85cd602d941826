"""Real notices, read by people: the record is held against the gold with the scorer that belongs to the gold."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bars import GOLD, META, SHOWN
from gongwen import convert

BARS = {{"path": "task.path", "title": "task.title", "metric": "target.metric"}.get(key, key): bar for key, bar in GOLD.items()}
NOTICES = 7  # with gold; fewer would make the sums easier to reach


@pytest.fixture(scope="module")
def scorer(shared: Path) -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("gold_score", shared / "contract" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def total(shared: Path, scorer: ModuleType) -> Any:
    """The scores of all notices that have gold, summed."""
    score = scorer.Score()
    golds = sorted((shared / "gold").glob("*.json"))
    assert len(golds) >= NOTICES
    for path in golds:
        record = convert(shared / "notices" / f"{path.stem}.txt").model_dump(mode="json")
        scorer.score_notice(score, path.stem, json.loads(path.read_text("utf-8")), record)
    return score


@pytest.mark.parametrize("element", BARS)
def test_gold(total: Any, element: str) -> None:
    tally = total.t[element]
    assert tally.tp + tally.fn, f"the gold has no {element}"
    assert tally.scores["f1"] >= BARS[element], "\n".join([f"{element}: {tally.scores}", *tally.misses[:SHOWN]])


def test_every_field_that_the_gold_states_has_a_bar(total: Any) -> None:
    stated = {key.removeprefix("meta.") for key in total.t if key.startswith("meta.")}
    assert stated <= set(META)
