"""What gongwen finds in the cases of peers' test suites (../shared/peers), in the form that their score.py reads.

    python tests/peer_cases.py time ../shared/peers/time_zh.jsonl > pred.jsonl
    python ../shared/peers/score.py time pred.jsonl

A case is one JSON a line: `id`, `text`, `reference_date` (times), `tags`. What is expected of it is never read here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from gongwen.recognise.amounts import Amount
from gongwen.recognise.number_expressions import NumberExpression, find_number_expressions
from gongwen.recognise.time_expressions import TimeExpression, find_time_expressions

Case = Mapping[str, Any]
Span = dict[str, Any]


def times(case: Case) -> list[Span]:
    found = find_time_expressions(case["text"], case.get("reference_date"))
    return [{"start": e.start, "end": e.end, "resolution": _resolution(e)} for e in found]


def _resolution(e: TimeExpression) -> Span:
    """Inclusive days, amounts of units, an interval; what does not apply is left out."""
    out: Span = {}
    if e.kind in ("date", "period"):
        out |= {"start": e.begin, "end": e.until}
    for name, amount in (("amount", e.amount), ("min", e.least), ("max", e.most), ("every", e.every)):
        if amount is not None:
            out[name] = _units(amount)
    return out


def _units(amount: Amount) -> dict[str, float]:
    return {unit: float(number) for unit, number in amount.items()}


def numbers(case: Case) -> list[Span]:
    """Where a suite looks for money alone, so do we."""
    money = "money_span" in case["tags"]
    return [_number(e) for e in find_number_expressions(case["text"]) if e.kind == "money" or not money]


def _number(e: NumberExpression) -> Span:
    figures = {"value": e.value, "min": e.least, "max": e.most}
    return {"start": e.start, "end": e.end, "unit": e.unit} | {
        name: _plain(figure) for name, figure in figures.items() if figure is not None
    }


def _plain(value: Decimal) -> str:
    return f"{value:f}"


FINDERS: Mapping[str, Callable[[Case], list[Span]]] = {"time": times, "number": numbers}


def predictions(kind: str, cases: Iterable[Case]) -> list[Span]:
    """One prediction a case."""
    return [{"id": case["id"], "spans": FINDERS[kind](case)} for case in cases]


def read_cases(path: Path) -> list[Case]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    for prediction in predictions(sys.argv[1], read_cases(Path(sys.argv[2]))):
        print(json.dumps(prediction, ensure_ascii=False))
