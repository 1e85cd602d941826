"""Shared by the commands: exit codes, one-line errors, sources, output that is whole or not there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Code, GongwenError
from ..limits import DEFAULT, Limits

if TYPE_CHECKING:
    from ..records import Notice

STDIN = "-"
_REPORT = "This is a fault of gongwen: please report it with the output of `gongwen --debug …` and `gongwen doctor`."


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    FAILED = 1
    USAGE = 2
    PARTIAL = 3
    INTERRUPTED = 130


class PdfEngine(StrEnum):
    """Who reads the characters of a PDF."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


class Ocr(StrEnum):
    """When pages are read by OCR."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the user wants documents read: the options that all commands share."""

    pdf_engine: str = PdfEngine.PDFIUM
    ocr: str = Ocr.AUTO
    password: str | None = None
    debug: bool = False
    limits: Limits = DEFAULT
    quiet: bool = False


def read_notice(source: str, how: Reading, given: bytes | None = None) -> Notice:
    """The record of a path or of standard input (`-`); pages read by OCR are told on standard error unless `how.quiet`.

    `given`: what standard input held, where it was read already.

    Raises GongwenError, also for faults of our own (internal_error).
    """
    from ..convert import convert

    name = "stdin" if source == STDIN else None
    try:
        # One byte more than allowed, so that convert can tell a file at the limit from one over it.
        data: bytes | Path = Path(source)
        if source == STDIN:
            data = sys.stdin.buffer.read(how.limits.max_bytes + 1) if given is None else given
        return convert(
            data,
            name=name,
            limits=how.limits,
            pdf_engine=how.pdf_engine,
            ocr=how.ocr,
            password=how.password,
            progress=None if how.quiet else _progress(name or Path(source).name),
        )
    except GongwenError:
        raise
    except Exception as exc:
        if how.debug:
            raise
        raise internal(exc) from exc


def _progress(name: str) -> Callable[[int, int], None]:
    """Tells the page that OCR has come to, which takes seconds: whoever waits, or reads the log, sees that it goes on."""
    return lambda page, count: say(printable(f"{name}: page {page}/{count} by OCR"))


def internal(exc: Exception) -> GongwenError:
    """A coded error for an exception that nobody expected."""
    return GongwenError(Code.INTERNAL, f"{type(exc).__name__}: {exc}", hint=_REPORT)


def error_line(error: GongwenError, of: str = "gongwen") -> str:
    """`gongwen: CODE: message (page n). hint`, on one line and without control characters; `of` may be an input instead."""
    message = error.message.rstrip(".。 \n")
    where = f" (page {error.page})" if error.page is not None else ""
    hint = f" {error.hint}" if error.hint else ""
    return printable(f"{of}: {error.code}: {message}{where}.{hint}")


def complain(error: GongwenError) -> None:
    """The error on standard error."""
    say(error_line(error))


def say(line: str) -> None:
    """A line on standard error, whatever its encoding can carry."""
    encoding = sys.stderr.encoding or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)


def printable(text: str) -> str:
    """Text of a document or a file name made safe for a terminal: one line, no control characters."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def emit(text: str) -> None:
    """Text on standard output as UTF-8, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there as a whole or not at all. Raises GongwenError (output_unwritable)."""
    from ..emit.files import write_whole as write_bytes

    write_bytes(path, text.encode("utf-8"))
