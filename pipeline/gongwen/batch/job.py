"""What a worker is told: how to work, and each document. Plain data, as it crosses to another process or machine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Setup:
    """How a worker works: options as JSON, the folder of results, that of what is not whole yet, and the process it belongs to."""

    options: str
    out: str
    work: str
    parent: int

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Setup:
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Job:
    """One document: the input's position, the file to read, its name, and where its record goes (with "/" between folders)."""

    position: int
    file: str
    name: str
    record: str
    sha256: str | None = None  # of its bytes, as far as it is known before it is read
    record_sha256: str | None = None  # of the record that is there already, which need not be written again
    together: bool = False  # LibreOffice opens it, many at a time
