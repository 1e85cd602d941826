"""The report of what a change gains and loses: it sees every item, and nothing but items."""

from __future__ import annotations

import json
from typing import Any

import gains
from sample_record import sample


def record() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(sample().to_json())
    return data


def test_a_record_against_itself_has_no_difference() -> None:
    assert gains.compare(gains.items(record()), gains.items(record())) == []


def test_a_place_that_moves_is_no_difference() -> None:
    moved = record()
    moved["tasks"][0]["units"][0]["span"]["start"] += 1
    moved["tasks"][0]["units"][0]["rule"] = "bodies.other"
    assert gains.compare(gains.items(record()), gains.items(moved)) == []


def test_gains_and_losses_are_told_item_by_item() -> None:
    new = record()
    new["tasks"][0]["units"][1]["role"] = "lead"
    new["tasks"][0]["deadlines"] = []
    lines = gains.compare(gains.items(record()), gains.items(new))
    assert [line[2:14].strip() for line in lines] == ["- deadline:", "+ unit: sect", "- unit: sect"]
    assert "role=lead" in lines[1]


def test_the_same_item_twice_counts_twice() -> None:
    new = record()
    new["goals"] *= 2
    assert len(gains.compare(gains.items(record()), gains.items(new))) == 1


def test_every_element_takes_part() -> None:
    elements = {element for element, _, _ in gains.items(record())}
    assert elements == {"meta", "task", "measure", "unit", "deadline", "target", "citation", "indicator", "goal", "duty", "finding"}
