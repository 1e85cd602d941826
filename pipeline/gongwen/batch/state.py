"""What a batch knows from earlier runs, in one SQLite file that survives a kill at any moment."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

from ..emit.files import unwritable
from ..errors import Code, GongwenError
from ..limits import Limits
from .inputs import Input, Stamp
from .recipe import Recipe
from .work import Outcome

VERSION = 1
_SCHEMA = """
CREATE TABLE documents (  -- what was made of a document: by its bytes, its name and the options it was made with
  sha256 TEXT NOT NULL, name TEXT NOT NULL, reading TEXT NOT NULL, recipe TEXT NOT NULL, limits TEXT NOT NULL,
  outcome TEXT NOT NULL, record TEXT, PRIMARY KEY (sha256, name)
) WITHOUT ROWID;
CREATE INDEX documents_by_record ON documents (record);
CREATE TABLE stamps (  -- the digest of a file that has not changed since need not be made again
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL, entry INTEGER NOT NULL,
  sha256 TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE inputs (  -- those of the present run, in order
  position INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, label TEXT NOT NULL UNIQUE, input TEXT NOT NULL,
  sha256 TEXT, done TEXT, outcome TEXT, record TEXT
);
CREATE INDEX inputs_by_digest ON inputs (sha256, position);
CREATE TABLE fed (  -- which record each data set holds of a notice
  sink TEXT NOT NULL, notice_id TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (sink, notice_id)
) WITHOUT ROWID;
"""


class Known(NamedTuple):
    """What an earlier run made of a document."""

    outcome: Outcome
    made_by: Recipe
    record: str | None  # name of the record's file


@dataclass(frozen=True, slots=True)
class Line:
    """An input and what became of it. `done`: "converted", "unchanged" (kept from an earlier run), "duplicate", "unread" (it
    could not be opened); None: not reached."""

    path: str
    done: str | None
    outcome: Outcome | None
    record: str | None


class State:
    """The state of one folder of results. One process at a time: the file is locked while it is open.

    Raises:
        GongwenError: output_unwritable: the file cannot be written, another run has it, or another version of gongwen made it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=0)
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("BEGIN EXCLUSIVE")
            self._prepare()
            self._connection.execute("COMMIT")
        except OSError as exc:
            raise unwritable(path, exc) from exc
        except sqlite3.Error as exc:
            raise self._failed(exc) from exc

    def _prepare(self) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _SCHEMA.split(";\n"):
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {VERSION}")
        elif version != VERSION:
            hint = "Delete it to begin anew; the records are then made again."
            raise GongwenError(
                Code.OUTPUT_UNWRITABLE, f"{self._path} is a state of version {version}, this gongwen writes {VERSION}", hint=hint
            )

    def _failed(self, exc: sqlite3.Error) -> GongwenError:
        if "locked" in str(exc):
            hint = "Wait for it, or give another folder with --out."
            return GongwenError(Code.OUTPUT_UNWRITABLE, f"another run of gongwen is at work in {self._path.parent}", hint=hint)
        if "disk is full" in str(exc) or "disk I/O" in str(exc):
            hint = "Make room, or give another folder with --out."
            return GongwenError(Code.OUTPUT_UNWRITABLE, f"{self._path}: {exc}", hint=hint)
        hint = "Delete it to begin anew; the records are then made again."
        return GongwenError(Code.OUTPUT_UNWRITABLE, f"{self._path}: {exc}", hint=hint)

    def close(self) -> None:
        self._connection.close()

    def _run(self, query: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Raises GongwenError (output_unwritable): the disk is full, the file is damaged."""
        try:
            return self._connection.execute(query, values)
        except sqlite3.Error as exc:
            raise self._failed(exc) from exc

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """All that is written inside, or nothing of it."""
        self._run("BEGIN")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # SQLite has ended it where the disk is full
                self._run("ROLLBACK")
            raise

    # The inputs of a run

    def begin(self, inputs: Iterable[Input]) -> int:
        """Take down the inputs of a run, each once however often it is given, and say how many there are."""
        with self._at_once():
            self._run("DELETE FROM inputs")
            for position, each in enumerate(inputs):
                given = self._told_apart(each)
                if given is not None:
                    row = (position, given.path, self._free(given), given.to_json())
                    self._run("INSERT INTO inputs (position, path, label, input) VALUES (?, ?, ?, ?)", row)
        (count,) = self._run("SELECT count(*) FROM inputs").fetchone()
        return int(count)

    def _told_apart(self, given: Input) -> Input | None:
        """The input under a path that no other has: an archive may hold a name twice. None where it is there already."""
        each = given
        while (row := self._run("SELECT input FROM inputs WHERE path = ?", (each.path,)).fetchone()) is not None:
            if Input.from_json(row[0]).is_same(given):
                return None
            each = replace(each, path=each.marked_path)
        return each

    def _free(self, given: Input) -> str:
        """The label of an input, marked where an input before it has the same."""
        label = given.label
        while self._run("SELECT 1 FROM inputs WHERE label = ?", (label,)).fetchone() is not None:
            label = f"{label}~{given.mark}"
        return label

    def inputs(self) -> Iterator[tuple[int, str, Input]]:
        """Position, label and input, in order. Read in portions: the state may be written meanwhile."""
        after = -1
        query = "SELECT position, label, input FROM inputs WHERE position > ? ORDER BY position LIMIT 500"
        while rows := self._run(query, (after,)).fetchall():
            for position, label, text in rows:
                yield position, label, Input.from_json(text)
            after = rows[-1][0]

    def first_with(self, sha256: str, before: int) -> str | None:
        """The path of an earlier input of this run with the same bytes."""
        query = "SELECT path FROM inputs WHERE sha256 = ? AND position < ? ORDER BY position LIMIT 1"
        row = self._run(query, (sha256, before)).fetchone()
        return row and str(row[0])

    def set_digest(self, position: int, sha256: str) -> None:
        self._run("UPDATE inputs SET sha256 = ? WHERE position = ?", (sha256, position))

    def settle(self, position: int, done: str, outcome: Outcome, record: str | None) -> None:
        """What became of an input."""
        query = "UPDATE inputs SET done = ?, outcome = ?, record = ?, sha256 = coalesce(?, sha256) WHERE position = ?"
        self._run(query, (done, outcome.to_json(), record, outcome.sha256, position))

    def lines(self) -> Iterator[Line]:
        """All inputs of the run with what became of them, in order."""
        for path, done, outcome, record in self._run("SELECT path, done, outcome, record FROM inputs ORDER BY position"):
            yield Line(path, done, Outcome.from_json(outcome) if outcome else None, record)

    def statuses(self) -> dict[str, int]:
        """How many inputs ended in each status."""
        query = "SELECT json_extract(outcome, '$.status'), count(*) FROM inputs WHERE outcome IS NOT NULL GROUP BY 1 ORDER BY 1"
        return dict(self._run(query).fetchall())

    # What is known of documents

    def digest(self, path: str, stamp: Stamp) -> str | None:
        """The digest of a file, if it has not changed since it was made."""
        row = self._run("SELECT size, modified, changed, entry, sha256 FROM stamps WHERE path = ?", (path,)).fetchone()
        return str(row[4]) if row is not None and row[:4] == stamp else None

    def keep_digest(self, path: str, stamp: Stamp, sha256: str) -> None:
        self._run("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?, ?)", (path, *stamp, sha256))

    def known(self, sha256: str, name: str) -> Known | None:
        """What was made of the document."""
        query = "SELECT reading, recipe, limits, outcome, record FROM documents WHERE sha256 = ? AND name = ?"
        row = self._run(query, (sha256, name)).fetchone()
        if row is None:
            return None
        reading, whole, limits, outcome, record = row
        try:
            return Known(Outcome.from_json(outcome), Recipe(reading, whole, Limits(**json.loads(limits))), record)
        except (TypeError, ValueError):  # another version of gongwen has other limits, or outcomes
            return None

    def keep(self, name: str, outcome: Outcome, made_by: Recipe, record: str | None) -> None:
        """What was made of a document, for later runs."""
        limits = json.dumps(asdict(made_by.limits))
        row = (outcome.sha256, name, made_by.reading, made_by.whole, limits, outcome.to_json(), record)
        self._run("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def release(self, record: str) -> None:
        """No document's record is in that file any more, as it is about to be another's: a kill may come in between."""
        self._run("UPDATE documents SET record = NULL WHERE record = ?", (record,))

    # What data sets hold

    def fed(self, sink: str) -> dict[str, str]:
        """The digest of the record that the sink holds of each notice, by its id."""
        return dict(self._run("SELECT notice_id, sha256 FROM fed WHERE sink = ?", (sink,)).fetchall())

    def set_fed(self, sink: str, held: dict[str, str]) -> None:
        with self._at_once():
            self._run("DELETE FROM fed WHERE sink = ?", (sink,))
            for each in held.items():
                self._run("INSERT INTO fed VALUES (?, ?, ?)", (sink, *each))
