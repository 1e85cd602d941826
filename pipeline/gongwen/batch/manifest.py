"""The manifest: one line for every input, in order, with what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..emit.files import WholeFiles, unwritable
from .state import Line

MANIFEST = "manifest.jsonl"


def write_manifest(out: Path, lines: Iterable[Line]) -> None:
    """Write the manifest as a whole. Raises GongwenError (output_unwritable)."""
    files = WholeFiles(out)
    file = files.open(MANIFEST)
    try:
        for line in lines:
            file.write(json.dumps(to_json(line), ensure_ascii=False) + "\n")
        files.close()
    except OSError as exc:
        files.abandon()
        raise unwritable(out / MANIFEST, exc) from exc
    except BaseException:
        files.abandon()
        raise


def to_json(line: Line) -> dict[str, Any]:
    """A line of the manifest. `done` says how it came to its status; an input that an interrupted run did not reach is skipped."""
    found = line.outcome
    if found is None:
        return _fields(line, status="skipped", code="not_reached")
    return _fields(
        line,
        sha256=found.sha256,
        status=str(found.status),
        code=found.code,
        message=found.message,
        hint=found.hint,
        page=found.page,
        seconds=found.seconds,
        findings=found.findings,
        notice_id=found.notice_id,
        tasks=found.n_tasks,
        record=line.record,
    )


def _fields(line: Line, **told: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("sha256", "status", "code", "message", "hint", "page", "seconds", "findings", "notice_id", "tasks", "record"))
    return {"path": line.path, "done": line.done, **empty, **told}
