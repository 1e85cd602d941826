"""Data sets and databases kept up to date with the records of a batch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..emit import PLACES, SERVERS, open_sinks
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


def check_sinks(names: Sequence[str]) -> None:
    """Raises ValueError for a name that no sink has, before any work is done."""
    for name in names:
        if name not in PLACES and not name.startswith(SERVERS):
            raise ValueError(f"no sink {name!r}; there are {', '.join(PLACES)} and postgresql://…")


def feed(state: State, folder: Folder, out: Path, names: Sequence[str], *, anew: bool, tell: Callable[[Fed], None]) -> None:
    """Bring each sink up to date with the records that the manifest lists, in its order; of two of one notice the first is taken.

    A data set of files holds what the manifest lists; a database keeps what it held besides.

    Raises:
        GongwenError: output_unwritable, dependency_missing.
    """
    wanted: dict[str, str] = {}
    seen: set[str] = set()
    n_twice = 0
    for line in state.lines():
        if line.record is None or line.outcome is None or line.outcome.notice_id is None or line.outcome.record_sha256 is None:
            continue
        if line.outcome.notice_id in seen:
            n_twice += 1
            continue
        seen.add(line.outcome.notice_id)
        wanted[line.record] = line.outcome.record_sha256
    for name in dict.fromkeys(names):
        if name != RECORDS_ONLY:
            tell(Fed(name, _feed_one(state, folder, out, name, wanted, anew=anew), n_twice))


def _feed_one(state: State, folder: Folder, out: Path, name: str, wanted: dict[str, str], *, anew: bool) -> int:
    """Returns how many notices were given to the sink."""
    key = hashlib.sha256(name.encode()).hexdigest()  # an address may hold a password
    fed = {} if anew or not _is_there(out, name) else state.fed(key)
    if name in _DATABASES or name.startswith(SERVERS):
        due = {record: sha256 for record, sha256 in wanted.items() if fed.get(record) != sha256}
        held = {**fed, **wanted}
    else:
        due = {} if fed == wanted and fed else wanted
        held = wanted
    if due or not fed:
        with open_sinks([name], out) as sink:
            for notice in _notices(folder, due):
                sink.add(notice)
        state.set_fed(key, held)
    return len(due)


def _is_there(out: Path, name: str) -> bool:
    if name.startswith(SERVERS):
        return True
    return (out / (PLACES[name] or _FIRST_FILES[name])).exists()


def _notices(folder: Folder, records: dict[str, str]) -> Iterator[Notice]:
    for record in records:
        data = folder.get(record)
        if data is not None:
            yield Notice.from_json(data)
