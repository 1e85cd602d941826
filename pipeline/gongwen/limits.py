"""Caps on what a hostile document may cost. Every limit is a named setting with a safe default, and its error says how to raise it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple, TypeVar

from .errors import Code, GongwenError

MIB = 1024 * 1024
ENVIRONMENT = "GONGWEN_LIMITS"  # settings parted by commas, for the command

_SETTING = re.compile(r"(?P<name>[a-z_]{1,40})\s*=\s*(?P<number>[0-9_]{1,20})(?P<unit>[KMG]?)(?:i?B)?", re.IGNORECASE)
_UNITS = {"": 1, "K": 1024, "M": MIB, "G": 1024 * MIB}
_MOST_BYTES = 2**40
_MOST = 10**9  # of anything else; what lies above no counter and no clock can take
_Number = TypeVar("_Number", int, float)


def _limit(default: _Number, code: Code, unit: str, of: str) -> _Number:
    """A field of Limits: what it counts, of what, and the code of the error where there is more."""
    return field(default=default, metadata={"code": code, "unit": unit, "of": of})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. `exceeded` makes the error of each limit."""

    max_bytes: int = _limit(200 * MIB, Code.FILE_TOO_LARGE, "bytes", "the file, or what LibreOffice makes of it")
    max_pages: int = _limit(2_000, Code.TOO_MANY_PAGES, "pages", "the document")
    max_chars: int = _limit(5_000_000, Code.TOO_MUCH_TEXT, "characters", "the document")
    max_chars_per_page: int = _limit(200_000, Code.TOO_MUCH_TEXT, "characters", "one page")
    max_table_cells: int = _limit(200_000, Code.TABLE_TOO_LARGE, "cells", "one table")
    max_entries: int = _limit(10_000, Code.TOO_MANY_ENTRIES, "members", "a zip container")
    max_entry_bytes: int = _limit(200 * MIB, Code.EXPANDS_TOO_FAR, "bytes", "one member, unpacked")
    max_unpacked_bytes: int = _limit(600 * MIB, Code.EXPANDS_TOO_FAR, "bytes", "all members together, unpacked")
    max_ratio: int = _limit(200, Code.EXPANDS_TOO_FAR, "times", "the packed size of a member over 1 MiB, unpacked")
    max_pixels: int = _limit(100_000_000, Code.PICTURE_TOO_LARGE, "pixels", "one picture")
    max_seconds: int = _limit(300, Code.TOOK_TOO_LONG, "seconds", "work on one document, OCR and LibreOffice aside")
    max_ocr_seconds: int = _limit(3_600, Code.TOOK_TOO_LONG, "seconds", "OCR of one document")
    max_office_seconds: int = _limit(90, Code.TOOK_TOO_LONG, "seconds", "one start of LibreOffice")
    max_archive_members: int = _limit(100_000, Code.TOO_MANY_ENTRIES, "members", "an archive of documents in a batch")
    max_archive_bytes: int = _limit(50 * 1024 * MIB, Code.EXPANDS_TOO_FAR, "bytes", "all members of an archive of documents")
    max_record_bytes: int = _limit(500 * MIB, Code.RECORD_TOO_LARGE, "bytes", "one record of a batch")
    max_memory_bytes: int = _limit(4096 * MIB, Code.OUT_OF_MEMORY, "bytes", "memory of one process of a batch (address space)")

    def exceeded(self, name: str, found: str, *, page: int | None = None, otherwise: str = "", code: Code | None = None) -> GongwenError:
        """The error of the limit `name`, with its own code unless told.

        `found`: what was met, as "2500 pages". `otherwise`: what helps short of raising the limit.
        """
        limit = described(name)
        hint = f"Raise it with --limit {name}=N if you trust the file{f', or {otherwise}' if otherwise else ''}."
        message = f"{found}; the limit {name} is {limit.shown(getattr(self, name))} {limit.unit}"
        return GongwenError(code or limit.code, message, page=page, hint=hint)


DEFAULT = Limits()


class Limit(NamedTuple):
    """One limit in words: at most `default` `unit` of `of`."""

    name: str
    default: int
    code: Code
    unit: str
    of: str

    def shown(self, value: int) -> str:
        """A value as one would type it: bytes in the largest unit that divides them."""
        if self.unit == "bytes":
            for letter in "GMK":
                if value % _UNITS[letter] == 0:
                    return f"{value // _UNITS[letter]}{letter}"
        return str(value)


def all_limits() -> Iterator[Limit]:
    """Every limit with its default, in the order of their definition."""
    for each in fields(Limits):
        yield Limit(each.name, getattr(DEFAULT, each.name), each.metadata["code"], each.metadata["unit"], each.metadata["of"])


def described(name: str) -> Limit:
    """The limit of that name. Raises KeyError."""
    return {limit.name: limit for limit in all_limits()}[name]


def with_settings(settings: Iterable[str], base: Limits = DEFAULT) -> Limits:
    """`base` with settings like "max_pages=5000" or "max_bytes=2G" laid over it, the last one of a name winning.

    Raises:
        ValueError: no limit has that name (the message lists those there are), or it cannot have that value.
    """
    return replace(base, **dict(map(_read, settings)))


def from_environment(text: str | None) -> Limits:
    """The limits that the environment variable asks for. Raises ValueError."""
    return with_settings(part for part in (text or "").split(",") if part.strip())


def _read(setting: str) -> tuple[str, int]:
    name = setting.partition("=")[0].strip()
    names = {limit.name: limit for limit in all_limits()}
    if name not in names:
        raise ValueError(f"no limit {name!r}; there are {', '.join(names)}")
    found = _SETTING.fullmatch(setting.strip())
    limit = names[name]
    if found is None or (found["unit"] and limit.unit != "bytes"):
        example = "500M" if limit.unit == "bytes" else "5000"
        raise ValueError(f"{setting!r} is no number of {limit.unit}; write {name}={example}")
    value = int(found["number"].replace("_", "") or 0) * _UNITS[found["unit"].upper()]
    most = _MOST_BYTES if limit.unit == "bytes" else _MOST
    if not 1 <= value <= most:
        raise ValueError(f"{name} is a number of {limit.unit} from 1 to {limit.shown(most)}, not {found['number']}{found['unit']}")
    return name, value
