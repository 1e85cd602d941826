"""Pieces of the planted truth, in the form of a gold file."""

from __future__ import annotations

from typing import Any

Entry = dict[str, Any]


def unit(name: str, role: str = "responsible", *, inherited: bool = False, optional: bool = False) -> Entry:
    """A responsible body."""
    made: Entry = {"name": name, "role": role}
    if inherited:
        made["inherited"] = True
    if optional:
        made["optional"] = True
    return made


def target(
    raw: str,
    metric: str,
    mode: str,
    comparator: str,
    value: str | None = None,
    counter: str | None = None,
    *,
    upper: str | None = None,
    group: str | None = None,
    optional: bool = False,
) -> Entry:
    """A figure to be reached; `counter` is its unit."""
    made: Entry = {"raw": raw, "metric": metric, "mode": mode, "comparator": comparator, "value": value, "upper": upper, "unit": counter}
    if group:
        made["group"] = group
    if optional:
        made["optional"] = True
    return made


def deadline(raw: str, kind: str, start: str | None = None, end: str | None = None, **more: str | None) -> Entry:
    """A time by which, during which or how often."""
    return {"raw": raw, "kind": kind, "start": start, "end": end, **more}


RANK = {"lead": 0, "responsible": 1, "supporting": 2}


def merge_units(own: list[Entry], first: list[Entry] = (), last: list[Entry] = ()) -> list[Entry]:  # type: ignore[assignment]
    """Units of one task: inherited ones of a heading first, its own, inherited ones of the list last; each body once.

    A body named twice keeps the stronger role; one that the task's own clause names is not inherited.
    """
    named = {u["name"] for u in own}
    result: dict[str, Entry] = {}
    for u in (*(u for u in first if u["name"] not in named), *own, *(u for u in last if u["name"] not in named)):
        seen = result.get(u["name"])
        if seen is None:
            result[u["name"]] = dict(u)
        elif RANK[u["role"]] < RANK[seen["role"]]:
            seen["role"] = u["role"]
    for heir in first:  # a stronger role on the heading stays with a body that the task names again
        mine = result[heir["name"]]
        if RANK[heir["role"]] < RANK[mine["role"]]:
            mine["role"] = heir["role"]
    return list(result.values())


def merge_deadlines(column: list[Entry], text: list[Entry]) -> list[Entry]:
    """Deadlines of one task: those that come to the same count once, the time column's is kept."""
    seen: dict[tuple[Any, ...], Entry] = {}
    for d in (*column, *text):
        seen.setdefault((d["kind"], d["start"], d["end"], d.get("offset"), d.get("freq")), d)
    return list(seen.values())
