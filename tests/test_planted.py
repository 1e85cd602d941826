"""A thousand notices made by chance, in many house styles, with their truth known; and the same kinds of notices spoilt by print.

The thousand are read in slices, so that workers share them, each held to a bar a little lower for being a smaller sample; whichever
slice is read last holds the sum against the bars.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from bars import GOLD, META, short_of
from generator import STYLES, Scores, compare, generate, render_text
from gongwen import convert

SLICES, SEEDS = 8, 125
CLEAN: Mapping[str, float] = {**GOLD, "task": 0.99, "units": 0.99, "deadlines": 0.99, "targets": 0.97, "metric": 0.95}
MARGIN = 0.01  # what one slice may fall short of the bars of the sum

# What holds of 60 notices in each spoilt style, rounded down. Raise a bar when the product has passed it; never lower one.
KEYS = ("task", "path", "title", "measures", "units", "units+role", "deadlines", "targets", "metric", "meta")
SPOILT: Mapping[str, tuple[float, ...]] = {
    #              task   path   title  meas.  units  role   dead.  targ.  metric meta
    "hard_wrap":   (0.99, 0.99, 0.98, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99),
    "page_breaks": (0.97, 0.99, 0.99, 0.99, 0.97, 0.99, 0.97, 0.97, 0.99, 0.98),
    "one_line":    (0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99),
    "blank_lines": (0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.97, 0.99, 0.99, 0.99),
    "ocr":         (0.99, 0.99, 0.97, 0.99, 0.99, 0.99, 0.95, 0.99, 0.99, 0.96),
    "cell_lines":  (0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99),
    "several":     (0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.98, 0.99, 0.99, 0.99),
}  # fmt: skip


def read(seeds: Iterable[int], style: str) -> Scores:
    """The scores of the converter over some seeds."""
    scores = Scores()
    for seed in seeds:
        planted = generate(seed, style)
        text = render_text(planted.document, style, truth=planted.truth)
        record = convert(text.encode(), name=f"{style}-{seed}.txt").model_dump(mode="json")
        scores.add(compare(planted.truth, record, f"{style} {seed}"))
    return scores


def hold(scores: Scores, bars: Mapping[str, float]) -> None:
    short = short_of(scores, bars)
    if short:
        pytest.fail("\n".join(short))


@pytest.mark.parametrize("slice_", range(SLICES))
def test_a_thousand_planted_notices(slice_: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    scores = read(range(slice_ * SEEDS, (slice_ + 1) * SEEDS), "clean")
    assert scores["task"].hit > 10 * SEEDS
    whole = summed(_common(tmp_path_factory), slice_, scores)
    hold(scores, {key: bar - MARGIN for key, bar in CLEAN.items()})
    if whole is not None:
        hold(whole, CLEAN)


def _common(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run see."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def summed(folder: Path, slice_: int, scores: Scores) -> Scores | None:
    """Put this slice beside the others; the sum, once all are there."""
    made = folder / f"planted-{slice_}.part"
    made.write_text(json.dumps({key: [t.hit, t.extra, t.missed, t.notes[:3]] for key, t in scores.items()}), "utf-8")
    made.rename(made.with_suffix(".json"))
    parts = sorted(folder.glob("planted-*.json"))
    if len(parts) < SLICES:
        return None
    total = Scores()
    for part in parts:
        for key, (hit, extra, missed, notes) in json.loads(part.read_text("utf-8")).items():
            tally = total[key]
            tally.hit, tally.extra, tally.missed = tally.hit + hit, tally.extra + extra, tally.missed + missed
            tally.notes += notes
    return total


def test_every_style_has_its_bars() -> None:
    assert set(SPOILT) == set(STYLES) - {"clean"}
    assert all(len(bars) == len(KEYS) for bars in SPOILT.values())


@pytest.mark.parametrize("style", SPOILT)
def test_spoilt_notices(style: str) -> None:
    scores = read(range(2_000, 2_060), style)
    for field in META:
        scores.add(Scores(meta=scores[f"meta.{field}"]))
    hold(scores, dict(zip(KEYS, SPOILT[style], strict=True)))
