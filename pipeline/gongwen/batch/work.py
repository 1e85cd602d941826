"""One document of a batch: bytes in, an outcome and the bytes of its record out. The same function for every engine."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ..convert import convert
from ..errors import Code, GongwenError
from ..limits import DEFAULT, Limits
from ..readers import Progress


class Status(StrEnum):
    """What became of an input: the `status` of its line in the manifest."""

    OK = "ok"
    PARTIAL = "partial"  # a record, but something of the notice is missing from it
    FAILED = "failed"
    SKIPPED = "skipped"  # not converted, since there is no need: `code` says why


@dataclass(frozen=True, slots=True)
class Options:
    """How the documents of a batch are read and written; part of the recipe that their records are made by."""

    pdf_engine: str = "pdfium"
    ocr: str = "auto"
    password: str | None = None
    with_text: bool = True
    limits: Limits = DEFAULT

    def to_json(self) -> str:
        """For the way to a worker process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Options:
        """What `to_json` wrote."""
        found: dict[str, Any] = json.loads(text)
        return cls(**{**found, "limits": Limits(**found["limits"])})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document. `seconds` is the only field that differs from run to run."""

    status: Status
    sha256: str | None = None  # of the document's bytes; None where there are none
    code: str | None = None
    message: str | None = None
    hint: str | None = None
    page: int | None = None
    seconds: float = 0.0
    findings: dict[str, int] = field(default_factory=dict)  # of the audit: how many of each code
    notice_id: str | None = None
    n_tasks: int = 0
    record_sha256: str | None = None

    def to_json(self) -> str:
        """For the way back from a worker process, and into the state."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, ensure_ascii=False)  # asdict takes ten times as long

    @classmethod
    def from_json(cls, text: str) -> Outcome:
        """What `to_json` wrote."""
        found: dict[str, Any] = json.loads(text)
        return cls(**{**found, "status": Status(found["status"])})


def convert_document(name: str, data: bytes, options: Options, progress: Progress | None = None) -> tuple[Outcome, bytes | None]:
    """Convert one document. Never raises for what is wrong with the document, nor for a fault of our own: the outcome says it.

    Args:
        name: file name, without folders; it stands in the record.
        data: the bytes of the file.
        progress: as of `convert`.

    Returns:
        The outcome, and the record as one line of JSON, None where there is none.
    """
    start = time.perf_counter()
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        notice = convert(
            data,
            name=name,
            limits=options.limits,
            pdf_engine=options.pdf_engine,
            ocr=options.ocr,
            password=options.password,
            progress=progress,
        )
        record = (notice.to_json(with_text=options.with_text) + "\n").encode()
        if len(record) > options.limits.max_record_bytes:
            raise options.limits.exceeded("max_record_bytes", f"the record has {len(record)} bytes")
    except MemoryError:
        return failed(options.limits.exceeded("max_memory_bytes", "the document takes more memory"), sha256, since=start), None
    except GongwenError as error:
        return failed(error, sha256, since=start), None
    except Exception as exc:
        return failed(GongwenError(Code.INTERNAL, f"{type(exc).__name__}: {exc}"), sha256, since=start), None
    outcome = Outcome(
        Status.PARTIAL if notice.is_partial() else Status.OK,
        sha256,
        seconds=round(time.perf_counter() - start, 3),
        findings=dict(sorted(Counter[str](f.code for f in notice.audit.findings).items())),
        notice_id=notice.id,
        n_tasks=len(notice.tasks),
        record_sha256=hashlib.sha256(record).hexdigest(),
    )
    return outcome, record


def failed(error: GongwenError, sha256: str | None = None, *, since: float | None = None) -> Outcome:
    """The outcome of a document that cannot be converted; `since` is when work on it began, by time.perf_counter."""
    seconds = round(time.perf_counter() - since, 3) if since is not None else 0.0
    message = error.message.encode("utf-8", "backslashreplace").decode()  # it may quote a name that is no UTF-8
    return Outcome(Status.FAILED, sha256, str(error.code), message, error.hint, error.page, seconds)
