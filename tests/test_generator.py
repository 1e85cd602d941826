"""The generator plants what it says: same seed, same notice; every quote of the truth stands in what is printed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from generator import STYLES, Planted, Table, generate, render_text

SEEDS = range(40)
ROLES = {"lead", "responsible", "supporting"}
MODES = {"level", "count", "change", "trend", "reference"}
COMPARATORS = {"ge", "gt", "le", "lt", "approx", "range", "eq", "up", "down", "keep"}
FREQUENCIES = {"P1W", "P1M", "P3M", "P6M", "P1Y"}
LEVELS = ("自治区", "开发区", "省", "市", "县", "区", "旗", "州", "盟")
PREFIXES = ("自治区党委", "党工委", *(f"{level}委" for level in LEVELS), *LEVELS)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def everything(planted: Planted) -> list[dict[str, Any]]:
    return planted.truth["tasks"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_gives_the_same_notice(style: str) -> None:
    for seed in range(5):
        one, two = generate(seed, style), generate(seed, style)
        assert one == two
        assert render_text(one.document, style, truth=one.truth) == render_text(two.document, style, truth=two.truth)


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="sideways"):
        generate(1, "sideways")


@pytest.mark.parametrize("style", STYLES)
def test_every_quote_of_the_truth_is_printed(style: str) -> None:
    for seed in SEEDS:
        planted = generate(seed, style)
        text = squeezed(render_text(planted.document, style if style != "page_breaks" else "hard_wrap", truth=planted.truth))
        for task in everything(planted):
            where = f"{style} {seed} {task['number']}"
            for part in (task["title"] or "", *task["path"]):
                assert squeezed(part) in text, f"{where}: {part}"
            for found in (*task["deadlines"], *task["targets"]):
                assert squeezed(found["raw"]) in text, f"{where}: {found['raw']}"
            for measure in task["measures"]:
                assert squeezed(measure["marker"] + measure["starts"]) in text, f"{where}: {measure}"
            for body in task["units"]:
                assert printed(body["name"], text), f"{where}: {body['name']}"
        for indicator in planted.truth["indicators"]:
            assert squeezed(indicator["name"]) in text
        meta = planted.truth["meta"]
        for name in (meta["title"], *meta["issuers"], *meta["attachments"], meta["doc_number"] or ""):
            assert squeezed(name) in text


def printed(name: str, text: str) -> bool:
    """A body is printed in full or without the prefix that the list carries on."""
    return squeezed(name) in text or any(name.startswith(p) and squeezed(name[len(p):]) in text for p in PREFIXES)


def test_the_truth_has_the_form_of_a_gold_file() -> None:
    for seed in range(120):
        planted = generate(seed)
        assert set(planted.truth) >= {"notice", "meta", "tasks", "indicators", "duties"}
        assert set(planted.truth["meta"]) == {"title", "kind", "doc_number", "issuers", "issued_on", "recipients", "disclosure", "attachments"}
        assert everything(planted), f"seed {seed} has no task"
        for task in everything(planted):
            assert task["view"] in {"section", "table"}
            assert task["number"] is None or task["number"].isdigit()
            assert all(u["role"] in ROLES for u in task["units"])
            names = [u["name"] for u in task["units"]]
            assert len(names) == len(set(names)), f"seed {seed}: a body twice in {names}"
            for found in task["deadlines"]:
                check_deadline(found)
            for found in task["targets"]:
                check_target(found)


def check_deadline(found: dict[str, Any]) -> None:
    start, end = (date.fromisoformat(found[k]) if found[k] else None for k in ("start", "end"))
    match found["kind"]:
        case "by":
            assert start is None
            assert end is not None
        case "during":
            assert start is not None
            assert end is not None
            assert start <= end
        case "recurring":
            assert found["freq"] in FREQUENCIES
        case "relative":
            assert found["offset"].startswith("P")
        case kind:
            assert kind == "open"


def check_target(found: dict[str, Any]) -> None:
    assert found["mode"] in MODES
    assert found["comparator"] in COMPARATORS
    if found["mode"] in ("trend", "reference"):
        assert found["value"] is None
        assert found["unit"] is None
    else:
        Decimal(found["value"])
        assert found["unit"]
    assert (found["upper"] is not None) == (found["comparator"] == "range")


def test_a_task_counts_each_deadline_once() -> None:
    for seed in range(120):
        for task in everything(generate(seed)):
            keys = [(d["kind"], d["start"], d["end"], d.get("freq"), d.get("offset")) for d in task["deadlines"]]
            assert len(keys) == len(set(keys))


def test_a_thousand_seeds_cover_the_house_styles() -> None:
    """Each choice is drawn now and then, and no seed fails."""
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(1000):
        planted = generate(seed)
        for key, value in planted.style.items():
            seen[key, str(value)] += 1
        for task in everything(planted):
            seen.update(("mode", t["mode"]) for t in task["targets"])
            seen.update(("deadline", d["kind"]) for d in task["deadlines"])
            seen.update(("role", u["role"]) for u in task["units"])
            seen.update(("inherited", "yes") for u in task["units"] if u.get("inherited"))
            seen.update(("part", "yes") for _ in [0] if task.get("part"))
    assert {v for k, v in seen if k == "noise"} == set(STYLES)
    assert {v for k, v in seen if k == "kind"} == {"plan", "direct", "alone", "table", "letter", "two_plans", "both_views"}
    assert {v for k, v in seen if k == "mode"} == MODES
    assert {v for k, v in seen if k == "deadline"} == {"by", "during", "recurring", "relative", "open"}
    assert {v for k, v in seen if k == "role"} == ROLES
    assert len({v for k, v in seen if k == "level"}) == 10
    assert len({v for k, v in seen if k == "subject"}) == 9
    assert seen["inherited", "yes"]
    assert seen["part", "yes"]
    assert seen["declared_lead", "True"]
    assert seen["everyone", "True"]


def test_hard_wrapped_lines_are_short() -> None:
    planted = generate(5, "hard_wrap")
    lines = [line for line in render_text(planted.document, "hard_wrap").splitlines() if "\t" not in line]
    assert max(map(len, lines)) <= 100
    assert sum(len(line) <= 50 for line in lines) > 0.95 * len(lines)


def test_one_line_is_one_line() -> None:
    for seed in SEEDS:
        planted = generate(seed, "one_line")
        assert not any(isinstance(b, Table) for b in planted.document.blocks)
        assert render_text(planted.document, "one_line").count("\n") == 1


def test_merged_cells_fill_the_grid() -> None:
    for seed in range(60):
        for block in generate(seed, "several").document.blocks:
            if isinstance(block, Table):
                widths = {len(row) for row in block.grid()}
                assert len(widths) == 1
                begins = sum(here for row in block.grid() for _, here in row)
                assert begins == sum(len(row) for row in block.rows)
