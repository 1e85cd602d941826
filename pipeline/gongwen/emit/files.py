"""Files that are there as a whole or not at all: written beside their place and, when all are whole, moved there one by one."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import shutil
from pathlib import Path
from typing import IO

from ..errors import Code, GongwenError

_COUNT = itertools.count()
_NAME_BYTES = 200  # a file system takes 255, and endings come on top


class WholeFiles:
    """Text files of one folder. Nothing is seen under the final names before `close`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: list[tuple[IO[str], Path, Path]] = []

    def open(self, name: str, *, bom: bool = False) -> IO[str]:
        """A new file of that name, UTF-8, lines ended by \\n. Raises GongwenError (output_unwritable)."""
        path = self._folder / name
        temporary = partial(path)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = temporary.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")
        except OSError as exc:
            raise unwritable(path, exc) from exc
        self._open.append((file, temporary, path))
        return file

    def close(self) -> None:
        """Make all files durable, then put them in their places one by one: where one cannot be put, those before it are new already."""
        for file, _, path in self._open:
            try:
                file.flush()
                os.fsync(file.fileno())
                file.close()
            except OSError as exc:
                raise unwritable(path, exc) from exc
        for _, temporary, path in self._open:
            put(temporary, path)
        self._open.clear()

    def abandon(self) -> None:
        """Leave nothing behind."""
        for file, temporary, _ in self._open:
            with contextlib.suppress(OSError):
                file.close()
                temporary.unlink()
        self._open.clear()


def write_whole(path: Path, data: bytes, temporary: Path | None = None) -> None:
    """Write one file, durable, that is there as a whole or not at all.

    Until then it lies at `temporary`, on the same file system; beside its place by default. Raises GongwenError (output_unwritable).
    """
    temporary = temporary or path.with_name(f".{path.name[:40]}.{os.getpid()}-{next(_COUNT)}")
    try:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:  # never through a link that somebody laid there
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as exc:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise unwritable(path, exc) from exc


def cut_name(name: str) -> str:
    """A name of a file that every file system takes: what is too long ends in a digest of the whole."""
    data = name.encode()
    if len(data) <= _NAME_BYTES:
        return name
    return data[: _NAME_BYTES - 9].decode(errors="ignore") + "~" + hashlib.sha256(data).hexdigest()[:8]


def partial(path: Path) -> Path:
    """Where a file is written before it is whole."""
    return path.with_name(f".{path.name}.partial")


def put(temporary: Path, path: Path) -> None:
    """Move a whole file into its place. Raises GongwenError (output_unwritable)."""
    try:
        temporary.replace(path)
    except OSError as exc:
        raise unwritable(path, exc) from exc


def put_folder(temporary: Path, folder: Path) -> None:
    """Move a whole folder into its place. The one that is there stands aside until then, and comes back if the move fails.

    Raises:
        GongwenError: output_unwritable; also where a file or a link has the place.
    """
    aside = folder.with_name(f".{folder.name}.replaced")
    try:
        if folder.is_dir() and not folder.is_symlink():
            if aside.exists():
                shutil.rmtree(aside)
            folder.rename(aside)
        temporary.rename(folder)
    except OSError as exc:
        if not folder.exists():  # also brings back what a run that was killed here left aside
            with contextlib.suppress(OSError):
                aside.rename(folder)
        raise unwritable(folder, exc) from exc
    shutil.rmtree(aside, ignore_errors=True)


def unwritable(path: Path, exc: OSError) -> GongwenError:
    """The error of a file that cannot be written."""
    return GongwenError(Code.OUTPUT_UNWRITABLE, f"{path}: {exc.strerror or exc}", hint="Choose another place with --out.")
