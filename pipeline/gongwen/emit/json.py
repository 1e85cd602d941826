"""JSON: a file for each notice, named after its id."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from ..records import Notice
from .files import cut_name, partial, put, unwritable, write_whole

_KEPT = 60  # characters of an id that cannot stand as it is


class JsonSink:
    """Writes ID.json for each notice into a folder; those that are there already and are not given stay."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._temporary = partial(folder)
        self._names: dict[str, None] = {}
        try:
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary.mkdir(parents=True)
        except OSError as exc:
            raise unwritable(folder, exc) from exc

    def add(self, notice: Notice) -> None:
        name = f"{_file_name(notice.id)}.json"
        write_whole(self._temporary / name, (notice.to_json() + "\n").encode())
        self._names[name] = None

    def close(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise unwritable(self._folder, exc) from exc
        for name in self._names:
            put(self._temporary / name, self._folder / name)
        self.abandon()

    def abandon(self) -> None:
        shutil.rmtree(self._temporary, ignore_errors=True)


def _file_name(notice_id: str) -> str:
    """An id as the name of a file: nothing that leads elsewhere, not too long."""
    name = "".join(c if c.isalnum() or c in "-_.〔〕（）" else "_" for c in notice_id).lstrip(".") or "_"
    if name == notice_id:
        return cut_name(name)
    return f"{name[:_KEPT]}~{hashlib.sha256(notice_id.encode()).hexdigest()[:8]}"
