"""Data sets and databases kept up to date with the records of a batch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..emit import PLACES, SERVERS, open_sinks
from ..errors import Code, GongwenError
from ..records import Notice
from .folder import Folder
from .state import State

RECORDS_ONLY = "json"  # the records themselves, which are always written
_DATABASES = ("sqlite", "duckdb")  # sinks that take over single notices; the other files are written anew
_FIRST_FILES = {"jsonl": "tasks.jsonl"}  # of sinks that write into the folder of results itself


@dataclass(frozen=True, slots=True)
class Fed:
    """What feeding came to: notices given to a sink, and those left out since another input holds the same notice."""

    sink: str
    n_notices: int
    n_twice: int


class _Record(NamedTuple):
    file: str
    sha256: str


def check_sinks(names: Sequence[str]) -> None:
    """Raises ValueError for a name that no sink has, before any work is done."""
    for name in names:
        if name not in PLACES and not name.startswith(SERVERS):
            raise ValueError(f"no sink {name!r}; there are {', '.join(PLACES)} and postgresql://…")


def feed(state: State, folder: Folder, out: Path, names: Sequence[str], *, anew: bool, tell: Callable[[Fed], None]) -> None:
    """Bring each sink up to date with the records that the manifest lists, in its order; of two of one notice the first is taken.

    A data set of files holds what the manifest lists; a database keeps what it held besides. Where one sink fails the others are still
    brought up to date.

    Raises:
        GongwenError: output_unwritable, dependency_missing; file_corrupt for a record that was changed by another hand.
    """
    wanted, n_twice = _wanted(state)
    first: GongwenError | None = None
    for name in dict.fromkeys(names):
        if name == RECORDS_ONLY:
            continue
        try:
            tell(Fed(name, _feed_one(state, folder, out, name, wanted, anew=anew), n_twice))
        except GongwenError as error:
            first = first or error
    if first is not None:
        raise first


def _wanted(state: State) -> tuple[dict[str, _Record], int]:
    """The record of each notice by its id, and how many inputs hold one of these notices again."""
    wanted: dict[str, _Record] = {}
    n_twice = 0
    for line in state.lines():
        found = line.outcome
        if line.record is None or found is None or found.notice_id is None or found.record_sha256 is None:
            continue
        if found.notice_id in wanted:
            n_twice += 1
        else:
            wanted[found.notice_id] = _Record(line.record, found.record_sha256)
    return wanted, n_twice


def _feed_one(state: State, folder: Folder, out: Path, name: str, wanted: dict[str, _Record], *, anew: bool) -> int:
    """Returns how many notices were given to the sink."""
    key = hashlib.sha256(name.encode()).hexdigest()  # an address may hold a password
    is_database = name in _DATABASES or name.startswith(SERVERS)
    fed = {} if anew or not _is_there(out, name) else state.fed(key)
    now = {notice_id: record.sha256 for notice_id, record in wanted.items()}
    due = [record for notice_id, record in wanted.items() if not is_database or fed.get(notice_id) != record.sha256]
    if fed and (not due if is_database else fed == now):
        return 0
    with open_sinks([name], out) as sink:
        for record in due:
            sink.add(_notice(folder, record))
    state.set_fed(key, {**fed, **now} if is_database else now)
    return len(due)


def _is_there(out: Path, name: str) -> bool:
    if name.startswith(SERVERS):
        return True
    return (out / (PLACES[name] or _FIRST_FILES[name])).exists()


def _notice(folder: Folder, record: _Record) -> Notice:
    data = folder.get(record.file)
    try:
        return Notice.from_json(data or b"")
    except ValueError as exc:
        hint = "Delete it; the next run makes it again."
        raise GongwenError(Code.FILE_CORRUPT, f"{record.file} is no longer the record that was written there", hint=hint) from exc
