"""The folder of results on this machine: files in it are there as a whole or not at all."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path

from ..emit.files import unwritable

_COUNT = itertools.count()


class LocalFolder:
    """Puts files under a path. What is not whole yet lies in `work`, which `clear` empties when no process writes."""

    def __init__(self, path: Path, work: Path) -> None:
        self._path = path
        self._work = work

    def put(self, name: str, data: bytes) -> None:
        """Write a file; one of that name is replaced. `name` is relative, with "/" between its parts.

        Raises:
            GongwenError: output_unwritable.
        """
        path = self._path / name
        temporary = self._work / f"{os.getpid()}-{next(_COUNT)}"
        try:
            self._work.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError as exc:
            raise unwritable(path, exc) from exc

    def get(self, name: str) -> bytes | None:
        """What `put` wrote, None where there is nothing."""
        try:
            return (self._path / name).read_bytes()
        except OSError:
            return None

    def has(self, name: str) -> bool:
        """Is there a file of that name?"""
        return (self._path / name).is_file()

    def remove(self, name: str) -> None:
        """Delete a file, if it is there. Raises GongwenError (output_unwritable)."""
        try:
            (self._path / name).unlink(missing_ok=True)
        except OSError as exc:
            raise unwritable(self._path / name, exc) from exc

    def clear(self) -> None:
        """Throw away what a run that was killed left unfinished."""
        shutil.rmtree(self._work, ignore_errors=True)
