"""The bars: how right a record must be, element by element, and how a miss is told."""

from __future__ import annotations

from collections.abc import Mapping

from generator import Scores
from generator.compare import Tally

META = ("title", "kind", "doc_number", "issuers", "issued_on", "recipients", "disclosure", "attachments")
# F1 that a notice nobody has seen must reach; what is planted or written by us is held to no less
GOLD: Mapping[str, float] = {
    "task": 0.99,
    "path": 0.98,
    "title": 0.98,
    "measures": 0.98,
    "units": 0.99,
    "units+role": 0.98,
    "deadlines": 0.95,
    "targets": 0.93,
    "metric": 0.90,
    "indicators": 0.98,
    **{f"meta.{key}": 0.95 for key in META},
}
SHOWN = 12  # notes per element in a failure


def short_of(scores: Scores, bars: Mapping[str, float]) -> list[str]:
    """Every element under its bar, with what was missed (-), invented (+) or other (!)."""
    return [told(key, scores[key], bar) for key, bar in bars.items() if key in scores and scores[key].f1 < bar]


def told(key: str, tally: Tally, bar: float) -> str:
    head = f"{key}: F1 {tally.f1:.4f}, bar {bar} (hit {tally.hit}, extra {tally.extra}, missed {tally.missed})"
    return "\n    ".join([head, *tally.notes[:SHOWN]])
