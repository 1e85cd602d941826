"""Zip containers (DOCX, XLSX, OFD) opened under caps: nothing is unpacked before the central directory was checked.

A packed bomb declares its size in the central directory or lies about it; the first is refused before a byte is unpacked,
the second never yields more bytes than it declared. Nothing is ever written to disk.
"""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from ..errors import Code, GongwenError
from ..limits import DEFAULT, MIB, Limits

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_ENTRY_BYTES = 512  # a generous mean of one record of the central directory: 46 bytes, a name, extra fields
_UTF_8 = 0x800  # flag: the name is UTF-8
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError, NotImplementedError, RuntimeError, OSError)


class SafeZip:
    """The members of a zip file held in memory, read one by one under `Limits`.

    Names use forward slashes and have no leading slash. A name is looked up as it is and, failing that, without regard to case.

    Raises:
        GongwenError: file_empty, file_too_large, unsupported_format (no zip), file_corrupt (truncated, twice the same name,
            a name that climbs out of the container), file_encrypted, too_many_entries, expands_too_far.
    """

    def __init__(self, data: bytes, limits: Limits = DEFAULT) -> None:
        check_magic(data, limits)
        check_directory_size(data, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise _corrupt(f"the zip container is broken ({error})") from error
        self._limits = limits
        self._unpacked = 0
        self._members = _checked_members(self._zip.infolist(), limits)
        self._folded = {name.casefold(): name for name in self._members}

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._resolve(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def _resolve(self, name: str) -> str | None:
        name = _normal_name(name)
        return name if name in self._members else self._folded.get(name.casefold())

    def read(self, name: str) -> bytes:
        """The unpacked bytes of a member.

        Raises:
            KeyError: no such member.
            GongwenError: file_corrupt, expands_too_far.
        """
        found = self._resolve(name)
        if found is None:
            raise KeyError(name)
        info = self._members[found]
        left = self._limits.max_unpacked_bytes - self._unpacked
        room = min(self._limits.max_entry_bytes, left)
        try:
            with self._zip.open(info) as member:
                data = member.read(room + 1)
        except _BROKEN as error:
            raise _corrupt(f"the member {found} cannot be unpacked ({error})") from error
        if len(data) > room:
            name = "max_unpacked_bytes" if left < self._limits.max_entry_bytes else "max_entry_bytes"
            raise self._limits.exceeded(name, f"{found} unpacks to over {room} bytes")
        self._unpacked += len(data)
        return data


def check_magic(data: bytes, limits: Limits) -> None:
    """Refuse what cannot be a readable zip by its first bytes: empty, too large, an OLE container, another format."""
    if not data:
        raise GongwenError(Code.FILE_EMPTY, "the file has no bytes")
    if len(data) > limits.max_bytes:
        raise limits.exceeded("max_bytes", f"{len(data)} bytes")
    if data.startswith(OLE_MAGIC):
        if _ENCRYPTED_STREAM in data:
            raise GongwenError(Code.FILE_ENCRYPTED, "the file is protected by a password", hint="Save it without a password.")
        raise GongwenError(
            Code.UNSUPPORTED_FORMAT,
            "an OLE container of the old binary Office formats",
            hint="Save it in a format of Office 2007 or later.",
        )
    if not data.startswith(b"PK"):
        raise GongwenError(Code.UNSUPPORTED_FORMAT, "not a zip container")


def check_directory_size(data: bytes, limits: Limits, limit: str = "max_entries") -> None:
    """Bound the central directory before `zipfile` makes an object of every record in it. `data`: the file, or the end of it."""
    most = getattr(limits, limit)
    at = data.rfind(_END)
    if at < 0 or at + 22 > len(data):
        raise _corrupt("the zip container has no end: the file is cut off")
    count, size = struct.unpack_from("<H I", data, at + 10)
    at_64 = data.rfind(_END_64, 0, at)
    if (count == 0xFFFF or size == 0xFFFFFFFF) and 0 <= at_64 <= at - 56:
        count, size = struct.unpack_from("<Q Q", data, at_64 + 32)
    if count > most or size > most * _ENTRY_BYTES:
        raise limits.exceeded(limit, f"{count} members in the container")


def _checked_members(infos: list[zipfile.ZipInfo], limits: Limits) -> dict[str, zipfile.ZipInfo]:
    if len(infos) > limits.max_entries:
        raise limits.exceeded("max_entries", f"{len(infos)} members in the container")
    members: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for info in infos:
        name = _normal_name(_spelled(info))
        if name.endswith("/") or not name:
            continue
        if ".." in name.split("/") or ":" in name.split("/")[0] or "\0" in name:
            raise _corrupt(f"the member name {info.filename!r} leads out of the container")
        if name in members:
            known = members[name]
            if (known.CRC, known.file_size) == (info.CRC, info.file_size):
                continue
            raise _corrupt(f"two members have the name {name!r}")
        if info.flag_bits & 0x1:
            raise GongwenError(Code.FILE_ENCRYPTED, f"the member {name} is encrypted", hint="Save the file without a password.")
        if info.compress_type not in _METHODS:
            raise _corrupt(f"the member {name} is packed by method {info.compress_type}, which such files do not use")
        _check_size(name, info, limits)
        total += info.file_size
        members[name] = info
    if total > limits.max_unpacked_bytes:
        raise limits.exceeded("max_unpacked_bytes", f"the members unpack to {total} bytes")
    return members


def _check_size(name: str, info: zipfile.ZipInfo, limits: Limits) -> None:
    if info.file_size > limits.max_entry_bytes:
        raise limits.exceeded("max_entry_bytes", f"{name} unpacks to {info.file_size} bytes")
    if info.file_size > MIB and info.file_size > limits.max_ratio * max(info.compress_size, 1):
        raise limits.exceeded("max_ratio", f"{name} unpacks {info.compress_size} bytes to {info.file_size}")


def _spelled(info: zipfile.ZipInfo) -> str:
    """The name of a member; packers that do not say UTF-8 write the code page of their system, which is rarely IBM's first."""
    if info.flag_bits & _UTF_8 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return info.filename


def _normal_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _corrupt(message: str) -> GongwenError:
    return GongwenError(Code.FILE_CORRUPT, message)
