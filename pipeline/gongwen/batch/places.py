"""Where documents come from and records go to, beyond the local disk: the object stores and file systems that have a URL.

`s3`, `gs`, `abfs` and `hdfs` are what pyarrow brings; any other scheme is asked of fsspec (`oss://` where ossfs is installed, and so on).
Credentials, region and endpoint are those that the tools of each store use (for S3: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_REGION, AWS_ENDPOINT_URL, AWS_PROFILE); none is ever part of a URL, which is printed and stored. What stands after the bucket is the key
as it is, not percent-encoded.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ..errors import Code, GongwenError
from ..limits import MIB, Limits

if TYPE_CHECKING:
    import pyarrow.fs as pafs

_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]{1,20})://(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_OF_PYARROW = ("s3", "gs", "abfs", "abfss", "hdfs", "viewfs")
# Where a name appears only when all of its content has arrived; elsewhere a file is written beside its place and then moved.
_PUTS_ARE_WHOLE = ("s3", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "cos", "obs", "tos", "memory")
_OF_THE_WEB = ("http", "https", "ftp", "ftps")
_PORTION = 8 * MIB  # of a file that is copied
_AT_ONCE = 16  # files that are read at a time for their digests
_WILD = re.compile(r"[*?\[]")
_AWS_CODE = re.compile(r"AWS Error (?P<code>[A-Z_]+) during \w+ operation: (?P<said>[^(]*)")
_NO_PLACE = ("NO_SUCH_BUCKET",)
_NOT_ALLOWED = ("ACCESS_DENIED", "INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH", "UNRECOGNIZED_CLIENT", "EXPIRED_TOKEN")


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a file system: its whole URL, its size in bytes, and when it changed (nanoseconds of the epoch, 0 if not told).

    `below` is its path below the folder that was named (that before the first wildcard), empty of a file that was named itself.
    """

    url: str
    size: int
    changed: int
    below: str


@dataclass(frozen=True, slots=True)
class _Where:
    """A URL taken apart. `root` opens the file system; `path` is what it calls the file, the bucket included."""

    scheme: str
    root: str
    path: str

    def found(self, info: pafs.FileInfo, below: str) -> Found:
        """A file of the same file system with its URL."""
        path = info.path if self.path.startswith("/") else "/" + info.path.lstrip("/").partition("/")[2]
        return Found(f"{self.root}{path}", info.size or 0, info.mtime_ns or 0, below)


def is_url(text: str) -> bool:
    """Is it the URL of a file system, rather than a path? `file://…` is a path in another dress."""
    found = _URL.match(text)
    return found is not None and found["scheme"].lower() != "file"


def local_path(text: str) -> Path:
    """The path that a path or a `file://` URL names. Raises GongwenError (file_not_found) for a file of another machine."""
    if not text.lower().startswith("file://"):
        return Path(text)
    parts = urlsplit(text)
    if parts.netloc not in ("", "localhost"):
        raise GongwenError(Code.FILE_NOT_FOUND, f"{text} names a file of another machine", hint="Write file:///path.")
    return Path(url2pathname(parts.path))


def files(url: str) -> Iterator[Found]:
    """The file of that URL, all files under it, or, with wildcards (`*`, `?`, `[…]`, `**` for any depth), those that match, by name.

    What there is under a name with such characters goes before what they match.

    Raises:
        GongwenError: file_not_found: neither file, prefix nor bucket of that name; file_unreadable: no access; dependency_missing.
    """
    where = _split(url)
    base, patterns = where.path, list[str]()
    with _told(url, Code.FILE_UNREADABLE):
        system = _file_system(where.scheme, where.root)
        only = system.get_file_info(base)
        if only.is_file:
            yield where.found(only, "")
            return
        if only.type.name == "NotFound":
            base, patterns = _fixed_part(base)
        listed = _listed(system, base)
    depth = len(base.strip("/").split("/")) if base.strip("/") else 0
    for info in listed:
        names = info.path.strip("/").split("/")[depth:]
        if not patterns or _match(names, patterns):
            yield where.found(info, "/".join(names))


def _listed(system: pafs.FileSystem, base: str) -> list[pafs.FileInfo]:
    """All files under a path, by name."""
    import pyarrow.fs as pafs

    under = system.get_file_info(pafs.FileSelector(base, recursive=True))
    return sorted((info for info in under if info.is_file), key=lambda info: info.path)


def fetch(url: str, file: Path) -> None:
    """Copy a file to this machine, in portions; it is there as a whole or not at all.

    Raises:
        GongwenError: file_not_found, file_unreadable, dependency_missing; output_unwritable: there is no room for it.
    """
    where = _split(url)
    temporary = file.with_name(f"{file.name}.partial")
    with _told(url, Code.FILE_UNREADABLE), _file_system(where.scheme, where.root).open_input_file(where.path) as stream:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as copy:
                while portion := stream.read(_PORTION):
                    copy.write(portion)
            temporary.replace(file)
        except OSError as exc:
            temporary.unlink(missing_ok=True)
            if exc.errno in (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT):
                raise GongwenError(Code.OUTPUT_UNWRITABLE, f"{file}: {exc.strerror}", hint="Choose another folder with --state.") from exc
            raise


def exists(url: str) -> bool:
    """Is there a file of that URL? Raises GongwenError (file_unreadable, dependency_missing)."""
    where = _split(url)
    with _told(url, Code.FILE_UNREADABLE):
        return bool(_file_system(where.scheme, where.root).get_file_info(where.path).is_file)


def read(url: str, limits: Limits | None = None) -> bytes:
    """The content of a file; with limits nothing of it is loaded if it has more than `max_bytes`.

    Raises:
        GongwenError: file_not_found, file_unreadable, file_too_large, dependency_missing.
    """
    where = _split(url)
    with _told(url, Code.FILE_UNREADABLE), _file_system(where.scheme, where.root).open_input_file(where.path) as stream:
        if limits is not None and stream.size() > limits.max_bytes:
            raise limits.exceeded("max_bytes", f"{stream.size()} bytes")
        data: bytes = stream.read()
        return data


def digests(urls: Iterable[str], limits: Limits) -> Iterator[tuple[str, str]]:
    """The SHA-256 of each file, in any order; many are read at a time, since each answer takes its way. What cannot be read is left out."""
    with ThreadPoolExecutor(_AT_ONCE) as readers:
        for urls_now in _portions(urls, _AT_ONCE):
            for url, sha256 in zip(urls_now, readers.map(lambda url: _digest(url, limits), urls_now), strict=True):
                if sha256 is not None:
                    yield url, sha256


def _digest(url: str, limits: Limits) -> str | None:
    try:
        return hashlib.sha256(read(url, limits)).hexdigest()
    except GongwenError:
        return None


def write(url: str, data: bytes) -> None:
    """Write a file, whole or not at all; one that is there is replaced. Raises GongwenError (output_unwritable, dependency_missing)."""
    with _placed(url) as (system, path), system.open_output_stream(path) as stream:
        stream.write(data)


def send(file: Path, url: str) -> None:
    """Write a file of this machine as `write` does, without loading it. Raises GongwenError (output_unwritable, dependency_missing).

    By one write of the mapped file: pyarrow's copy_files keeps the error of a failed upload to itself, and a stream that is given up
    half way is still made an object.
    """
    with _placed(url) as (system, path):
        import pyarrow as pa

        content = pa.memory_map(str(file)).read_buffer() if file.stat().st_size else b""
        with system.open_output_stream(path) as stream:
            stream.write(content)


@contextlib.contextmanager
def _placed(url: str) -> Iterator[tuple[pafs.FileSystem, str]]:
    """A file system and the path in it to write to; what was written is in its place at the end, as a whole."""
    where = _split(url)
    with _told(url, Code.OUTPUT_UNWRITABLE):
        system = _file_system(where.scheme, where.root)
        if where.scheme in _PUTS_ARE_WHOLE:
            yield system, where.path
            return
        parent, _, last = where.path.rpartition("/")
        temporary = f"{parent}/.{last}.partial"
        system.create_dir(parent, recursive=True)
        try:
            yield system, temporary
            system.move(temporary, where.path)
        except BaseException:
            with contextlib.suppress(Exception):
                system.delete_file(temporary)
            raise


def remove(url: str) -> None:
    """Delete a file, if it is there. Raises GongwenError (output_unwritable, dependency_missing)."""
    where = _split(url)
    with _told(url, Code.OUTPUT_UNWRITABLE), contextlib.suppress(FileNotFoundError):
        _file_system(where.scheme, where.root).delete_file(where.path)


def _portions(urls: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(urls)
    while portion := list(islice(rest, size)):
        yield portion


def _split(url: str) -> _Where:
    found = _URL.fullmatch(url)
    if found is None:
        raise GongwenError(Code.FILE_NOT_FOUND, f"{url} is no URL of a file system", hint="Write it like s3://bucket/prefix.")
    scheme, rest = found["scheme"].lower(), found["rest"]
    if scheme in _OF_THE_WEB:
        raise GongwenError(Code.FILE_NOT_FOUND, f"{url} is an address of the web, which nothing is fetched from", hint="Download it first.")
    bucket, _, key = rest.partition("/")
    if not bucket and scheme not in ("hdfs", "viewfs"):
        raise GongwenError(Code.FILE_NOT_FOUND, f"{url} names no bucket", hint=f"Write it like {scheme}://bucket/prefix.")
    before = bucket.rpartition("@")[0]
    if before if scheme not in ("abfs", "abfss") else ":" in before:  # there the account stands behind the container
        shown = f"{scheme}://…@{bucket.rpartition('@')[2]}"
        hint = "Leave them to the environment (for S3 AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)."
        raise GongwenError(Code.FILE_UNREADABLE, f"{shown} carries credentials, which would be stored and printed", hint=hint)
    if scheme in ("hdfs", "viewfs"):
        return _Where(scheme, f"{scheme}://{bucket}", f"/{key}".rstrip("/") or "/")
    container = bucket.partition("@")[0] if scheme.startswith("abfs") else bucket
    return _Where(scheme, f"{scheme}://{bucket}", "/".join([container, *filter(None, key.split("/"))]))


def _fixed_part(path: str) -> tuple[str, list[str]]:
    """Where a listing begins, and the patterns for the names below it: none if the path has no wildcard."""
    parts = path.split("/")
    wild = next((i for i, part in enumerate(parts) if i and _WILD.search(part)), len(parts))
    return "/".join(parts[:wild]), parts[wild:]


def _match(names: list[str], patterns: list[str]) -> bool:
    """Does each name have its pattern? `**` stands for any number of names, also none."""
    if not patterns or not names:
        return not names and patterns in ([], ["**"])
    if patterns[0] == "**":
        return _match(names, patterns[1:]) or _match(names[1:], patterns)
    return fnmatchcase(names[0], patterns[0]) and _match(names[1:], patterns[1:])


@lru_cache(maxsize=8)
def _file_system(scheme: str, root: str) -> Any:
    """The file system of a root, opened once in each process. Raises GongwenError (dependency_missing) and what pyarrow raises."""
    try:
        import pyarrow.fs as pafs
    except ImportError as exc:
        raise _missing(f"{scheme}://", "pyarrow", "pip install 'gongwen[remote]'.") from exc
    if scheme == "s3":  # a small file is one request instead of three
        return pafs.FileSystem.from_uri(f"{root}?allow_delayed_open=true")[0]
    if scheme in _OF_PYARROW:
        return pafs.FileSystem.from_uri(root)[0]
    return pafs.PyFileSystem(pafs.FSSpecHandler(_by_fsspec(scheme)))


def forget() -> None:
    """Open file systems anew when they are next asked for: credentials or addresses in the environment have changed."""
    _file_system.cache_clear()


def _by_fsspec(scheme: str) -> Any:
    try:
        import fsspec
    except ImportError as exc:
        raise _missing(f"{scheme}://", "fsspec", "pip install 'gongwen[remote]'.") from exc
    try:
        return fsspec.filesystem(scheme)
    except ImportError as exc:  # it knows the scheme, but not without another package
        raise _missing(f"{scheme}://", "a package that is not installed", f"fsspec says: {exc}.") from exc
    except ValueError as exc:
        raise GongwenError(Code.FILE_NOT_FOUND, f"{scheme}:// is no file system that pyarrow or fsspec knows") from exc


def _missing(what: str, package: str, hint: str) -> GongwenError:
    return GongwenError(Code.DEPENDENCY_MISSING, f"{what} needs {package}", hint=hint)


@contextlib.contextmanager
def _told(url: str, code: Code) -> Iterator[None]:
    """What a file system raises inside becomes a coded error that names the URL."""
    try:
        yield
    except GongwenError:
        raise
    except FileNotFoundError as exc:
        missing = Code.FILE_NOT_FOUND if code == Code.FILE_UNREADABLE else code
        raise GongwenError(missing, f"{url} does not exist") from exc
    except Exception as exc:  # each file system has errors of its own
        raise _explained(url, code, str(exc)) from exc


def _explained(url: str, code: Code, said: str) -> GongwenError:
    """An error of a file system in words of ours, as far as it tells what is wrong."""
    aws = _AWS_CODE.search(said)
    if aws is None:
        return GongwenError(code, f"{url}: {' '.join(said.split())[:300] or 'no reason given'}")
    if aws["code"] in _NO_PLACE:
        missing = Code.FILE_NOT_FOUND if code == Code.FILE_UNREADABLE else code
        return GongwenError(missing, f"{url}: there is no such bucket", hint="Make it first: no bucket is made here.")
    if aws["code"] in _NOT_ALLOWED:
        hint = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or AWS_PROFILE) of who may, on every node."
        return GongwenError(code, f"{url}: access is denied ({aws['code'].lower()})", hint=hint)
    reason = aws["said"].partition("Details: ")[2] or aws["said"]
    other_server = "AWS_ENDPOINT_URL names a server other than Amazon's." if aws["code"] == "NETWORK_CONNECTION" else None
    return GongwenError(code, f"{url}: {aws['code'].lower()}: {' '.join(reason.split())[:300]}", hint=other_server)
