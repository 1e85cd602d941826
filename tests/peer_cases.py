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

from gongwen.model.mentions import Quantity
from gongwen.recognise.amounts import Amount
from gongwen.recognise.quantities import find_quantities
from gongwen.recognise.time_expressions import TimeExpression, find_time_expressions

Case = Mapping[str, Any]
Span = dict[str, Any]
_BOUNDS: Mapping[str, str] = {"ge": "min", "gt": "min", "le": "max", "lt": "max"}


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
    return [_number(q) for q in find_quantities(case["text"]) if q.excused is None]


def _number(q: Quantity) -> Span:
    span: Span = {"start": q.start, "end": q.end, "unit": q.unit, "value": None if q.upper is not None else _plain(q.value)}
    if q.upper is not None:
        span |= {"min": _plain(q.value), "max": _plain(q.upper)}
    elif q.comparator in _BOUNDS:
        span[_BOUNDS[q.comparator]] = _plain(q.value)
    return span


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
