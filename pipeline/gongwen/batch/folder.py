"""The folder of results, on this machine or by URL: files in it are there as a whole or not at all."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path
from typing import Protocol

from ..emit.files import unwritable, write_whole
from ..errors import Code, GongwenError
from . import places

_COUNT = itertools.count()


class Folder(Protocol):
    """Takes files by name (relative, with "/" between its parts)."""

    def put(self, name: str, data: bytes) -> None: ...

    def get(self, name: str) -> bytes | None: ...

    def has(self, name: str) -> bool: ...

    def remove(self, name: str) -> None: ...

    def clear(self) -> None: ...


def folder_at(out: str, work: str) -> Folder:
    """The folder of results of a path or a URL."""
    return RemoteFolder(out) if places.is_url(out) else LocalFolder(Path(out), Path(work))


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
        write_whole(self._path / name, data, self._work / f"{os.getpid()}-{next(_COUNT)}")

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
        path = self._path / name
        try:
            path.unlink(missing_ok=True)
        except OSError as exc:
            if path.is_file() or path.is_symlink():  # else no file is there
                raise unwritable(path, exc) from exc

    def clear(self) -> None:
        """Throw away what a run that was killed left unfinished."""
        shutil.rmtree(self._work, ignore_errors=True)


class RemoteFolder:
    """Puts files under a URL, where an object store or another machine keeps them."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._there: set[str] | None = None  # URLs that a listing has shown

    def put(self, name: str, data: bytes) -> None:
        """Write a file; one of that name is replaced. Raises GongwenError (output_unwritable, dependency_missing)."""
        places.write(f"{self._url}/{name}", data)

    def get(self, name: str) -> bytes | None:
        """What `put` wrote, None where there is nothing. Raises GongwenError (file_unreadable, dependency_missing)."""
        try:
            return places.read(f"{self._url}/{name}")
        except GongwenError as error:
            if error.code == Code.FILE_NOT_FOUND:
                return None
            raise  # a server that does not answer is no missing record

    def has(self, name: str) -> bool:
        """Is there a file of that name? All are listed at the first question, since one by one would take long."""
        if self._there is None:
            self._there = self._listed()
        url = f"{self._url}/{name}"
        return url in self._there or places.exists(url)

    def remove(self, name: str) -> None:
        """Delete a file, if it is there. Raises GongwenError (output_unwritable, dependency_missing)."""
        url = f"{self._url}/{name}"
        if self._there is not None:
            self._there.discard(url)
        places.remove(url)

    def clear(self) -> None:
        """What was listed may have changed. Nothing that is not whole ever lies here."""
        self._there = None

    def _listed(self) -> set[str]:
        try:
            return {found.url for found in places.files(self._url)}
        except GongwenError:  # nothing there yet
            return set()
