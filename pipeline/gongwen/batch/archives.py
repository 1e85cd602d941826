"""Archives of documents (.zip, .tar and .tar.gz), read member by member under caps: nothing is unpacked in bulk or under its own name.

.tar.xz is not read: its unpacker takes as much memory as the file asks for.
"""

from __future__ import annotations

import bz2
import gzip
import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from ..errors import Code, GongwenError
from ..limits import Limits
from ..readers.container import check_directory_size

_ZIP = (".zip",)
_TAR = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2")
_UNREAD = (".rar", ".7z", ".gz", ".bz2", ".xz", ".txz", ".tar.zst")
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh")
_TAR_MARK = (257, b"ustar")
_TAIL = 66_000  # bytes at the end of a zip that hold its end record: 22 and a comment of up to 65,535
_CHUNK = 1024 * 1024  # bytes read at once
_HEADER = 1024 * 1024  # bytes of all headers of a member of a tar (long names, attributes)
_BLOCK = 512  # bytes of a tar's blocks; one of zeros ends it
_PACKINGS: tuple[tuple[bytes, Callable[[Path], object]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
)
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, struct.error, EOFError, ValueError, ArithmeticError, LookupError,
    NotImplementedError, RuntimeError, OSError,
)  # fmt: skip
_UTF_8 = 0x800  # flag of a zip's member: the name is UTF-8
_ENCRYPTED = 0x1


def is_named_so(name: str) -> bool:
    """Whether a name is that of an archive that is opened here."""
    return name.lower().endswith((*_ZIP, *_TAR))


def may_hold_documents(name: str) -> bool:
    """Whether a name is that of an archive of any kind."""
    return name.lower().endswith((*_ZIP, *_TAR, *_UNREAD))


def is_archive(path: Path) -> bool:
    """Whether a file is an archive, by its name and its first bytes (a DOCX is a zip as well, but is not named so)."""
    if not is_named_so(path.name):
        return False
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError:
        return False  # told when it is read
    return head.startswith(_MAGIC) or head[_TAR_MARK[0] :].startswith(_TAR_MARK[1])


def members(path: Path, limits: Limits) -> Iterator[tuple[int, str]]:
    """Number and name of each regular file in the archive.

    Raises:
        GongwenError: file_corrupt (also after some members, where the archive breaks off), too_many_entries, expands_too_far.
    """
    try:
        for number, (name, total) in enumerate(_zip_members(path, limits) if _is_zip(path) else _tar_members(path)):
            if number >= limits.max_archive_members:
                raise limits.exceeded("max_archive_members", f"over {number} members")
            if total > limits.max_archive_bytes:
                raise limits.exceeded("max_archive_bytes", f"the members have over {limits.max_archive_bytes} bytes")
            if name is not None:
                yield number, name
    except _BROKEN as exc:
        raise _corrupt(exc) from exc


class Archive:
    """An open archive, whose members are copied out by number, fastest in order."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self._zip: zipfile.ZipFile | None = None
        self._tar: _Tar | None = None
        try:
            if _is_zip(path):
                self._zip = _open_zip(path, limits)
            else:
                self._tar = _Tar(path)
        except _BROKEN as exc:
            raise _corrupt(exc) from exc

    def copy(self, number: int, to: IO[bytes]) -> None:
        """Write the bytes of a member.

        Raises:
            GongwenError: file_corrupt, file_encrypted, file_too_large.
            OSError: they cannot be written.
        """
        left = self._limits.max_bytes
        try:
            file = self._open(number)
        except _BROKEN as exc:
            raise _corrupt(exc) from exc
        with file:
            while chunk := _some(file, min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise self._limits.exceeded("max_bytes", f"over {self._limits.max_bytes} bytes")
                to.write(chunk)

    def _open(self, number: int) -> IO[bytes]:
        if self._zip is not None:
            info = self._zip.infolist()[number]
            if info.flag_bits & _ENCRYPTED:
                raise GongwenError(Code.FILE_ENCRYPTED, f"{_zip_name(info)} asks for a password", hint="Unpack the archive yourself.")
            return self._zip.open(info)
        if self._tar is None or self._tar.number > number:
            self._tar = _Tar(self.path)
        return self._tar.open(number)

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()
        if self._tar is not None:
            self._tar.close()


class _Tar:
    """A tar file read forward. Packed headers can be as hostile as members: what is read of them is capped."""

    def __init__(self, path: Path) -> None:
        self._file = _Capped(_unpacked(path))
        with self._file.at_most(_HEADER):
            self._tar = tarfile.open(fileobj=self._file, mode="r:", encoding="utf-8")  # noqa: SIM115 - closed by `close`
        self.number = 0  # of the member that comes next

    def next(self) -> tarfile.TarInfo | None:
        with self._file.at_most(_HEADER):
            info: tarfile.TarInfo | None = self._tar.next()
        self._tar.members = []  # type: ignore[attr-defined]  # else all of them stay in memory
        if info is None and (len(self._file.last) < _BLOCK or any(self._file.last)):
            raise tarfile.ReadError("it breaks off")  # tarfile takes a damaged header for the end
        if info is not None and info.size < 0:
            raise tarfile.ReadError(f"a member of {info.size} bytes")  # tarfile would go back and begin again
        self.number += 1
        return info

    def open(self, number: int) -> IO[bytes]:
        """The content of that member, which must not lie behind."""
        info = None
        while self.number <= number:
            info = self.next()
            if info is None:
                break
        found = self._tar.extractfile(info) if info is not None and info.isreg() else None
        if found is None:
            raise tarfile.ReadError("a member is not there any more")
        return found

    def close(self) -> None:
        self._tar.close()
        self._file.close()


class _Capped(io.RawIOBase):
    """A stream that refuses to give more than so many bytes at once. `last` is what it gave last."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left: int | None = None
        self.last = b""

    @contextmanager
    def at_most(self, n_bytes: int) -> Iterator[None]:
        """Inside, so many bytes in all."""
        self._left = n_bytes
        try:
            yield
        finally:
            self._left = None

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= (_CHUNK if self._left is None else self._left):
            raise tarfile.ReadError(f"a header of {size} bytes")
        if self._left is not None:
            self._left -= size
        self.last = self._file.read(size)
        return self.last

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()


def _unpacked(path: Path) -> IO[bytes]:
    """The tar inside its packing, whichever it is."""
    with path.open("rb") as file:
        head = file.read(6)
    opener = next((opener for mark, opener in _PACKINGS if head.startswith(mark)), None)
    return cast("IO[bytes]", opener(path) if opener is not None else path.open("rb"))


def _is_zip(path: Path) -> bool:
    return path.name.lower().endswith(_ZIP)


def _open_zip(path: Path, limits: Limits) -> zipfile.ZipFile:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        check_directory_size(file.read(), limits, "max_archive_members")
    return zipfile.ZipFile(path)


def _zip_members(path: Path, limits: Limits) -> Iterator[tuple[str | None, int]]:
    """Name of each member (None for what is no regular file) and how many bytes there are up to its end."""
    total = 0
    with _open_zip(path, limits) as opened:
        for info in opened.infolist():
            total += info.file_size
            yield (_zip_name(info) if _is_regular(info) else None), total


def _is_regular(info: zipfile.ZipInfo) -> bool:
    """Neither a folder nor, as Unix writes it into the upper half, a link or a device."""
    return not info.filename.endswith("/") and stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG)


def _zip_name(info: zipfile.ZipInfo) -> str:
    return info.filename if info.flag_bits & _UTF_8 else _decoded(info.filename.encode("cp437"))


def _decoded(name: bytes) -> str:
    """A name of which the archive does not say how it is encoded: macOS writes UTF-8, Chinese Windows GBK.

    通知 in GBK is sound UTF-8 too, but of letters that no Chinese text has: all below U+0800.
    """
    told = [name.decode(encoding) for encoding in ("utf-8", "gb18030") if _is_sound(name, encoding)]
    if len(told) == 2 and not any(c >= "\u0800" for c in told[0]):
        return told[1]
    return told[0] if told else name.decode("ascii", "backslashreplace")


def _is_sound(name: bytes, encoding: str) -> bool:
    try:
        name.decode(encoding)
    except UnicodeError:
        return False
    return True


def _tar_members(path: Path) -> Iterator[tuple[str | None, int]]:
    total = 0
    opened = _Tar(path)
    try:
        while (info := opened.next()) is not None:
            total += info.size
            yield (_decoded(info.name.encode("utf-8", "surrogateescape")) if info.isreg() else None), total
    finally:
        opened.close()


def _some(file: IO[bytes], size: int) -> bytes:
    try:
        return file.read(size)
    except _BROKEN as exc:
        raise _corrupt(exc) from exc


def _corrupt(exc: BaseException) -> GongwenError:
    return GongwenError(Code.FILE_CORRUPT, f"the archive is broken ({exc})", hint="Get it again, or unpack it yourself.")
