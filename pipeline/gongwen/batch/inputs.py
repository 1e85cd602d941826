"""What a batch is given: files, folders, patterns, lists of paths, and the members of archives; each with a name for its record."""

from __future__ import annotations

import glob
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..emit.files import cut_name
from ..errors import Code, GongwenError
from ..limits import Limits
from . import archives, places

_OF_SYSTEMS = ("thumbs.db", "desktop.ini", "__macosx")  # what systems leave in folders, by lower-case name
_FOLDER_BYTES = 1000  # of its folders; a path may have 4,096, and the folder of results stands before it


class Stamp(NamedTuple):
    """By which a file that has not changed is known: bytes, the nanoseconds of its last change and of that of its entry, and which entry.

    Without the last, two files made in the same instant could change places unseen.
    """

    size: int
    modified: int
    changed: int
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Input:
    """One input. `path` tells it to people; `file` opens it; of an archive's member `member` is its number there."""

    path: str
    file: str
    label: str  # names its record, with "/" between folders
    stamp: Stamp | None = None
    member: int | None = None
    named: bool = True  # by the user, not only found in a folder
    error: tuple[str, str] | None = None  # code and message where it cannot even be opened

    @property
    def name(self) -> str:
        """Its file name, without folders."""
        return self.path.rpartition("/")[2]

    @property
    def marked_path(self) -> str:
        """The path where another input has the plain one: a name that an archive holds twice, bytes that look like others."""
        folder, _, name = self.path.rpartition("/")
        return f"{folder}~{self.mark}/{name}"

    @property
    def mark(self) -> str:
        """What tells it from another input of that path or label."""
        return hashlib.sha256(json.dumps([self.file, self.member]).encode()).hexdigest()[:16]

    def is_same(self, other: Input) -> bool:
        """Whether both are the same file, or the same member of one."""
        return (self.file, self.member) == (other.file, other.member)

    def to_json(self) -> str:
        """For the state."""
        return json.dumps([self.path, self.file, self.label, self.stamp, self.member, self.named, self.error])

    @classmethod
    def from_json(cls, text: str) -> Input:
        """What `to_json` wrote."""
        path, file, label, stamp, member, named, error = json.loads(text)
        return cls(path, file, label, Stamp(*stamp) if stamp else None, member, named, tuple(error) if error else None)


def find_inputs(arguments: Iterable[str], limits: Limits, apart: str | Path | None = None, spool: Path | None = None) -> Iterator[Input]:
    """All inputs of the arguments, in order: files as they are, folders with all below them by name, patterns (`*`, `?`, `[…]`, `**`),
    all three by path or by URL.

    `apart` is a folder or a URL whose files are no inputs: that of the results. Hidden files, and those that systems leave behind, are
    none either. Archives at a URL are opened from copies in `spool`; without it they are inputs as they are. What does not exist or
    cannot be opened is an input with its error.
    """
    away = Path(apart).resolve() if apart is not None and not places.is_url(str(apart)) else None
    for argument in arguments:
        if places.is_url(argument):
            yield from _remote(argument, limits, str(apart or ""), spool)
            continue
        if not argument:  # a variable of the shell that is not set; as a path it would be the working folder
            yield Input("", "", "_", error=(str(Code.FILE_NOT_FOUND), "the path is empty"))
            continue
        try:
            given = str(places.local_path(argument))
        except GongwenError as error:
            yield Input(argument, argument, _safe(argument), error=(str(error.code), error.message))
            continue
        for path, named in _matches(given, away):
            if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a name is too long
                base = path.resolve().name
                for file in _walk(path, away):
                    label = PurePosixPath(base, file.relative_to(path).as_posix()) if isinstance(file, Path) else None
                    yield from _opened(file, str(label), limits, named=False) if isinstance(file, Path) else (file,)
            else:
                yield from _opened(path, _label_of(path), limits, named=named)


def _remote(url: str, limits: Limits, apart: str, spool: Path | None) -> Iterator[Input]:
    """The files of a URL, and the members of archives there. Labels begin with the last folder before a wildcard."""
    try:
        for found in places.files(url):
            if found.below and (any(map(_is_left, found.below.split("/"))) or found.url.startswith(apart.rstrip("/") + "/")):
                continue
            name = found.url.removesuffix(found.below).rstrip("/").rpartition("/")[2]
            label = f"{name}/{found.below}" if found.below else name
            stamp = Stamp(found.size, found.changed, 0) if found.changed else None
            plain = Input(found.url, found.url, _safe(label), stamp, named=not found.below)
            if archives.is_named_so(found.url) and spool is not None:
                yield from _copied(plain, limits, spool)
            else:
                yield plain
    except GongwenError as exc:
        yield Input(url, url, _safe(url), error=(str(exc.code), f"{exc.message}. {exc.hint or ''}".rstrip(". ")))


def _copied(archive: Input, limits: Limits, spool: Path) -> Iterator[Input]:
    """The members of an archive at a URL, which is copied here for it, or itself if it is none."""
    mark = hashlib.sha256(json.dumps([archive.file, archive.stamp]).encode()).hexdigest()[:32]
    copy = spool / (mark + "".join(PurePosixPath(archive.file).suffixes[-2:]))
    try:
        if not copy.exists():
            places.fetch(archive.file, copy)
    except GongwenError as error:
        yield replace(archive, error=(str(error.code), error.message))
        return
    yield from _members(replace(archive, file=str(copy)), limits) if archives.is_archive(copy) else (archive,)


def listed(data: bytes) -> list[str]:
    """The paths of a list, one a line."""
    return [os.fsdecode(line) for line in data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]


def _matches(argument: str, away: Path | None) -> Iterator[tuple[Path, bool]]:
    """The paths that an argument means, and whether it names them; a pattern means nothing that would not be taken of a folder either."""
    if not glob.has_magic(argument) or "\0" in argument or os.path.lexists(argument):
        yield Path(argument), True
        return
    found = [Path(each) for each in sorted(glob.glob(argument, recursive=True))]  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not found:
        yield Path(argument), True  # told that it does not exist
    for path in found:
        if not _is_left(path.name) and (away is None or not path.resolve().is_relative_to(away)):
            yield path, False


def _walk(folder: Path, away: Path | None) -> Iterator[Path | Input]:
    """Files below a folder by name; a folder that cannot be opened as an input with its error. Links to folders are not followed."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as exc:
        yield _unopened(folder, str(folder), Code.FILE_UNREADABLE, f"{_shown(folder)} cannot be read: {exc.strerror or exc}")
        return
    for entry in entries:
        if _is_left(entry.name):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if away is None or path.resolve() != away:
                yield from _walk(path, away)
        elif os.path.isfile(path) or (entry.is_symlink() and not os.path.exists(path)):  # noqa: PTH113, PTH110 - these never raise
            yield path  # also a link that leads nowhere, which is told


def _is_left(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _OF_SYSTEMS


def _opened(path: Path, label: str, limits: Limits, *, named: bool) -> Iterator[Input]:
    """The file as an input, or the members of the archive that it is."""
    try:
        status = path.stat()
    except FileNotFoundError:
        yield _unopened(path, label, Code.FILE_NOT_FOUND, f"{_shown(path)} does not exist")
        return
    except (OSError, ValueError) as exc:
        yield _unopened(path, label, Code.FILE_UNREADABLE, f"{_shown(path)} cannot be read: {getattr(exc, 'strerror', None) or exc}")
        return
    stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    plain = Input(_shown(path), str(path), _safe(label), stamp, named=named)
    if not path.is_file():
        yield _unopened(path, label, Code.NOT_A_FILE, f"{_shown(path)} is no regular file")
    elif archives.is_archive(path):
        yield from _members(plain, limits)
    else:
        yield plain


def _members(archive: Input, limits: Limits) -> Iterator[Input]:
    """The files in an archive; where it breaks off, also an input that says so."""
    is_empty = True
    try:
        for number, name in archives.members(Path(archive.file), limits):
            parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part.strip("/") not in ("", "..")] or [f"{number}"]
            if not any(map(_is_left, parts)):
                is_empty = False
                inside = "/".join(parts)
                label = _safe(f"{archive.label}/{inside}")
                yield Input(f"{archive.path}!/{_shown(inside)}", archive.file, label, archive.stamp, number, named=False)
        if is_empty:
            raise GongwenError(Code.FILE_EMPTY, "the archive holds no documents")
    except GongwenError as error:
        yield replace(archive, error=(str(error.code), error.message))


def _unopened(path: Path, label: str, code: Code, message: str) -> Input:
    return Input(_shown(path), str(path), _safe(label), error=(str(code), message))


def _label_of(path: Path) -> str:
    """A file keeps the folders that the user wrote, unless they lead up or begin at the root."""
    return path.name if path.is_absolute() or ".." in path.parts else path.as_posix()


def _safe(label: str) -> str:
    """A label that every file system takes: no control characters, no part too long, no way out, no folder named like a record."""
    *folders, name = [_part(part) for part in _shown(label).split("/") if part not in ("", ".", "..")] or ["_"]
    folders = [f"{part}_" if part.endswith(".json") else part for part in folders]
    if sum(len(part.encode()) + 1 for part in folders) > _FOLDER_BYTES:
        folders = ["~" + hashlib.sha256("/".join(folders).encode()).hexdigest()[:16]]
    return "/".join([*folders, name])


def _part(name: str) -> str:
    name = "".join(c if c.isprintable() else "_" for c in name)
    return cut_name(name)


def _shown(path: str | Path) -> str:
    """A path as text; bytes that are no UTF-8 are written out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
