"""JSON Lines: one task a line and one target a line, each with what tells its notice. Keys are those of the record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

from ..records import Notice, Target
from .files import WholeFiles
from .rows import planning_year


class JsonLinesSink:
    """Writes tasks.jsonl and targets.jsonl into a folder."""

    def __init__(self, folder: Path) -> None:
        self._files = WholeFiles(folder)
        self._tasks = self._files.open("tasks.jsonl")
        self._targets = self._files.open("targets.jsonl")

    def add(self, notice: Notice) -> None:
        head = _head(notice)
        for task in notice.tasks:
            _write(self._tasks, {**head, **task.model_dump(mode="json")})
            for target in task.targets:
                _write(self._targets, {**head, "task_id": task.id, "task_title": task.title, **_target(target)})
        for goal in notice.goals:
            _write(self._targets, {**head, "task_id": None, "task_title": None, **_target(goal)})

    def close(self) -> None:
        self._files.close()

    def abandon(self) -> None:
        self._files.abandon()


def _head(notice: Notice) -> dict[str, Any]:
    meta = notice.meta
    told = {"notice_id": notice.id, "notice_title": meta.title, "doc_number": meta.doc_number, "issued_on": meta.issued_on}
    return {**told, "year": planning_year(notice), "source_name": notice.source.name}


def _target(target: Target) -> dict[str, Any]:
    return target.model_dump(mode="json")


def _write(file: IO[str], line: dict[str, Any]) -> None:
    file.write(json.dumps(line, ensure_ascii=False) + "\n")
