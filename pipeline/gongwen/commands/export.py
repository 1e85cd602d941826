"""`gongwen export`: records in, data sets, workbooks and databases out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..errors import Code, GongwenError
from .run import STDIN, Exit, complain, printable, say

if TYPE_CHECKING:
    from ..records import Notice


def export_records(sources: list[str], sinks: list[str], out: Path, *, quiet: bool) -> Exit:
    """Put all records of the sources into the sinks. A line that is no record is told and left out (exit code 1).

    Raises:
        ValueError: no sink has that name.
        GongwenError: a sink cannot be written.
    """
    from ..emit import open_sinks

    done = failed = 0
    with open_sinks(sinks, out) as opened:
        for found in read_distinct(sources):
            if found is None:
                failed += 1
            else:
                done += 1
                opened.add(found)
    if not quiet:
        told = f"{done} records to {', '.join(map(_without_password, sinks))}"
        say(printable(told + (f"; {failed} not read" if failed else "")))
    return Exit.FAILED if failed else Exit.OK


def read_distinct(sources: Iterable[str]) -> Iterator[Notice | None]:
    """Every record of the sources once; None for one that could not be read, which is told, as is one that comes again."""
    seen: dict[str, str] = {}
    for where, found in read_records(sources):
        if isinstance(found, GongwenError):
            complain(found)
            yield None
        elif found.id in seen:
            say(printable(f"gongwen: {where}: the notice {found.id} stands in {seen[found.id]} already; left out"))
        else:
            seen[found.id] = where
            yield found


def read_records(sources: Iterable[str]) -> Iterator[tuple[str, Notice | GongwenError]]:
    """Every record of files (JSON, or JSON Lines of whole records), of folders of them and of standard input, with its place."""
    from ..batch import places

    for source in sources:
        if places.is_url(source):
            yield from _remote(source)
            continue
        if source == STDIN:
            import sys

            yield from _lines("stdin", sys.stdin.buffer.read())
            continue
        path = Path(source)
        files = sorted(p for p in path.rglob("*") if p.suffix in (".json", ".jsonl") and p.is_file()) if path.is_dir() else [path]
        if not files:
            yield source, GongwenError(Code.FILE_NOT_FOUND, f"{source} holds no .json or .jsonl files")
        for file in files:
            try:
                data = file.read_bytes()
            except FileNotFoundError:
                yield str(file), GongwenError(Code.FILE_NOT_FOUND, f"{file} does not exist")
            except OSError as exc:
                yield str(file), GongwenError(Code.FILE_UNREADABLE, f"{file} cannot be read: {exc.strerror or exc}")
            else:
                yield from _lines(str(file), data)


def _remote(url: str) -> Iterator[tuple[str, Notice | GongwenError]]:
    from ..batch import places

    try:
        found = [each.url for each in places.files(url) if each.url.endswith((".json", ".jsonl"))]
    except GongwenError as error:
        yield url, error
        return
    if not found:
        yield url, GongwenError(Code.FILE_NOT_FOUND, f"{url} holds no .json or .jsonl files")
    for file in found:
        try:
            data = places.read(file)
        except GongwenError as error:
            yield file, error
        else:
            yield from _lines(file, data)


def _lines(where: str, data: bytes) -> Iterator[tuple[str, Notice | GongwenError]]:
    """One record, or one a line."""
    whole = parse_record(where, data)
    lines = data.splitlines()
    if not isinstance(whole, GongwenError) or len(lines) < 2 or not lines[0].rstrip().endswith(b"}"):
        yield where, whole
        return
    for i, line in enumerate(lines, 1):
        if line.strip():
            yield f"{where}:{i}", parse_record(f"{where}:{i}", line)


def parse_record(where: str, data: bytes) -> Notice | GongwenError:
    """The record in some bytes, or why it is none; of a record of another schema version both versions are named."""
    from pydantic import ValidationError

    from ..records import SCHEMA_VERSION, Notice

    try:
        return Notice.from_json(data)
    except ValidationError as exc:
        version = next((e["input"] for e in exc.errors() if e["loc"] == ("schema_version",)), None)
        said = f"is of schema version {version}, this gongwen reads {SCHEMA_VERSION}" if version is not None else "is no record of gongwen"
        return GongwenError(Code.UNSUPPORTED_FORMAT, f"{where} {said}", hint="Make records with gongwen convert.")


def _without_password(sink: str) -> str:
    """A sink as it may be told: of a database's URL the scheme, the host and the database, neither user nor query."""
    scheme, found, _ = sink.partition("://")
    if not found:
        return sink
    try:
        parts = urlsplit(sink)
    except ValueError:
        return f"{scheme}://…"
    _, at, host = parts.netloc.rpartition("@")
    if not at and "@" in sink:  # a password with ? or # that is not escaped: where the host begins is not certain
        return f"{scheme}://…"
    return f"{scheme}://{host}{parts.path}"
