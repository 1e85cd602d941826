"""Whole short notices, text in and tasks out: specs/notices.yaml says what each holds."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongwen import convert
from gongwen.records import Deadline, Target, Task, Unit

SPECS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "specs" / "notices.yaml").read_text(encoding="utf-8"))
_ROLES = {"lead": "*", "supporting": "+", "responsible": ""}
_LIKE = 0.7


def unit(found: Unit) -> str:
    return found.name + _ROLES[found.role] + ("^" if found.inherited else "") + ("?" if found.optional else "")


def due(found: Deadline) -> str:
    if found.kind == "by":
        return f"by {found.end}"
    if found.kind == "during":
        return f"during {found.start}..{found.end}"
    return {"recurring": f"every {found.freq}", "relative": f"within {found.offset}"}.get(found.kind, "open")


def target(found: Target) -> str:
    value = (found.value or "") + (f"..{found.upper}" if found.upper else "")
    return re.sub(r"\s+", " ", f"{found.metric} {found.mode} {found.comparator} {value} {found.unit or ''}").strip()


def held(wanted: list[str], found: list[str]) -> bool:
    """Lists alike; what ends in ? may be missing from either."""
    bare = [w.rstrip("?") for w in wanted]
    firm = [w for w in wanted if not w.endswith("?")]
    return all(f.rstrip("?") in bare for f in found if not f.endswith("?")) and all(w in [f.rstrip("?") for f in found] for w in firm)


def targets_held(wanted: list[str], task: Task) -> bool:
    """Each wanted target has one of its own among those found, metrics being alike, and none is left over that is not optional."""
    left = [(target(t), t.optional) for t in task.targets]
    for want in wanted:
        may = want.endswith("?")
        metric, rest = re.fullmatch(r"(.*?) ((?:level|count|change|trend|reference)\b.*)", want.rstrip("? ")).groups()  # type: ignore[union-attr]
        if may:
            rest = " ".join(rest.split()[2:])  # whatever mode a reader gives it
        at = next((i for i, (t, _) in enumerate(left) if t.endswith(" " + rest) and alike(metric, t[: -len(rest) - 1])), None)
        if at is None and not may:
            return False
        if at is not None:
            del left[at]
    return all(optional for _, optional in left)


def alike(a: str, b: str) -> bool:
    return a in b or b in a or SequenceMatcher(None, a, b).ratio() >= _LIKE


def parted(field: str, mark: str) -> list[str]:
    return [] if field == "-" else [p.strip() for p in field.split(mark) if p.strip()]


def differences(line: str, task: Task) -> list[str]:
    """What a task has otherwise than its line says."""
    number, path, title, units, deadlines, targets = (f.strip() for f in line.split("|"))
    told = [
        ("number", number in ("*", task.number or "-"), task.number),
        ("path", path in ("*", "›".join(task.path) or "-"), "›".join(task.path)),
        ("title", title in ("*", task.title or "-"), task.title),
        ("units", units == "*" or held(parted(units, " "), [unit(u) for u in task.units]), [unit(u) for u in task.units]),
        (
            "deadlines",
            deadlines == "*" or held(parted(deadlines, ","), [due(d) + ("?" if d.optional else "") for d in task.deadlines]),
            [due(d) for d in task.deadlines],
        ),
        ("targets", targets == "*" or targets_held(parted(targets, "；"), task), [target(t) for t in task.targets]),
    ]
    return [f"{what}: {found}" for what, right, found in told if not right]


@pytest.mark.parametrize("spec", SPECS, ids=[s["about"] for s in SPECS])
def test_tasks(spec: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(spec["text"], encoding="utf-8")
    tasks = convert(path).tasks
    wrong = {line: different for line, task in zip(spec["tasks"], tasks, strict=False) if (different := differences(line, task))}
    assert wrong == {}
    assert len(tasks) == len(spec["tasks"])
