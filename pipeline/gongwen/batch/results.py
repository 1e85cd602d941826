"""Where the results of a batch lie: all on this machine, or the records and data sets by URL and the state alone here."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..emit.files import unwritable
from . import places
from .folder import Folder, folder_at

_OWN = ".gongwen"  # folder of what a later run needs
_SENT = "sent.json"  # what of the files made here the URL holds already


class Results:
    """The place of results that a path or a URL names.

    Attributes:
        out: the path, absolute, or the URL.
        folder: takes the records.
        home: folder on this machine in which manifest and data sets are made: the results themselves, or what is sent from here.
        own: folder on this machine of the state.
        work: folder on this machine of what is not whole yet.
    """

    def __init__(self, out: str | Path, state: Path | None = None) -> None:
        """`state` is the folder of the state, where it is not to lie with the results or, of a URL, under XDG_STATE_HOME."""
        self._is_remote = places.is_url(str(out))
        if self._is_remote:
            self.out = str(out).rstrip("/")
            self.own = state or _state_home() / hashlib.sha256(self.out.encode()).hexdigest()[:16]
            self.home, self.work = self.own / "files", self.own / "work"
        else:
            self.home = places.local_path(str(out))
            self.out = str(self.home.resolve())
            self.own = state or self.home / _OWN
            self.work = self.home / _OWN / "work"  # where a file can be moved from into its place
        self.folder: Folder = folder_at(self.out, str(self.work.resolve()))

    def clear(self) -> None:
        """Throw away what a run that was killed left unfinished."""
        self.folder.clear()
        shutil.rmtree(self.work, ignore_errors=True)

    def send(self) -> None:
        """Bring the files that were made in `home` to the URL, as far as they have changed. Raises GongwenError (output_unwritable)."""
        if not self._is_remote:
            return
        try:
            before: dict[str, list[int]] = json.loads((self.own / _SENT).read_text())
        except (OSError, ValueError):
            before = {}
        now: dict[str, list[int]] = {}
        for path, stamp in _files(self.home):
            name = path.relative_to(self.home).as_posix()
            now[name] = stamp
            if before.get(name) != stamp:
                places.send(path, f"{self.out}/{name}")
        for name in sorted(before.keys() - now.keys()):
            self.folder.remove(name)
        try:
            (self.own / _SENT).write_text(json.dumps(now))
        except OSError as exc:
            raise unwritable(self.own / _SENT, exc) from exc


def _files(folder: Path) -> Iterator[tuple[Path, list[int]]]:
    """Files below a folder, each with its size and the time of its last change; what is not whole yet aside."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            status = path.stat()
            yield path, [status.st_size, status.st_mtime_ns]


def _state_home() -> Path:
    """Where programs keep their state, by the XDG Base Directory Specification."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "gongwen"
