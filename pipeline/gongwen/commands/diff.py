"""`gongwen diff`: two records or notices in, what became of every task out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import Code, GongwenError
from .export import parse_record
from .run import STDIN, Exit, Reading, emit, read_notice, write_whole

if TYPE_CHECKING:
    from ..diff import Mapped, NoticeDiff
    from ..records import Notice


class Compared(NamedTuple):
    """A comparison and the two records that it was made from."""

    diff: NoticeDiff
    old: Notice
    new: Notice


@dataclass(frozen=True, slots=True)
class Writer:
    """A form that a comparison can take. `text` gives what can be printed; `file` writes what only a file can hold."""

    suffix: str
    text: Callable[[Compared], str] | None = None
    file: Callable[[Compared, Path], None] | None = None


def _text(compared: Compared) -> str:
    from .diff_text import diff_text

    return diff_text(compared.diff)


def _json(compared: Compared) -> str:
    return compared.diff.to_json(indent=2) + "\n"


def _markdown(compared: Compared) -> str:
    from ..emit.comparison_markdown import diff_markdown

    return diff_markdown(compared.diff)


def _page(compared: Compared) -> str:
    from ..report import diff_page

    return diff_page(compared.diff, compared.old, compared.new)


def _workbook(compared: Compared, path: Path) -> None:
    from ..emit.comparison_workbook import write_diff_workbook

    write_diff_workbook(compared.diff, path)


WRITERS: dict[str, Writer] = {
    "text": Writer(".txt", text=_text),
    "json": Writer(".json", text=_json),
    "md": Writer(".md", text=_markdown),
    "html": Writer(".html", text=_page),
    "xlsx": Writer(".xlsx", file=_workbook),
}


def diff_notices(old: str, new: str, forms: list[str], *, out: str | None, map_file: Path | None, how: Reading) -> Exit:
    """Compare two sources and write the comparison in the forms asked for.

    Args:
        old, new: records (.json) or notices in any format; one of them may be `-`.
        forms: keys of WRITERS.
        out: a file for one form, a folder (existing, or ending in a separator) for any number; None: standard output.

    Raises:
        ValueError: no writer has that name, or a form needs a file that `out` does not name.
        GongwenError: a source or the map cannot be read, or the result cannot be written.
    """
    targets = _targets(forms, out, new)
    compared = compare_sources(old, new, map_file=map_file, how=how)
    for form, path in targets:
        writer = WRITERS[form]
        if path is None and writer.text is not None:
            emit(writer.text(compared))
        elif path is not None and writer.text is not None:
            write_whole(path, writer.text(compared))
        elif path is not None and writer.file is not None:
            writer.file(compared, path)
    return Exit.OK


def compare_sources(old: str, new: str, *, map_file: Path | None, how: Reading) -> Compared:
    """Both sources read and compared. Raises GongwenError."""
    from ..diff import compare

    mapped = _map_in(map_file) if map_file is not None else None
    first, second = read_side(old, how), read_side(new, how)
    return Compared(compare(first, second, mapped), first, second)


def read_side(source: str, how: Reading) -> Notice:
    """A record, or a notice in any format. Raises GongwenError; of a record of another schema version the versions are named."""
    if source == STDIN:
        data = sys.stdin.buffer.read(how.limits.max_bytes + 1)
        return _record_in("stdin", data) if _is_json(data) else read_notice(source, how, data)
    path = Path(source)
    if path.suffix not in (".json", ".jsonl") or not path.is_file():
        return read_notice(source, how)
    try:
        if path.stat().st_size > how.limits.max_bytes:
            raise GongwenError(Code.FILE_TOO_LARGE, f"{source} is over {how.limits.max_bytes:,} bytes", hint="--limit max_bytes=…")
        data = path.read_bytes()
    except OSError as exc:
        raise GongwenError(Code.FILE_UNREADABLE, f"{source} cannot be read: {exc.strerror or exc}") from exc
    return _record_in(source, data)


def _record_in(where: str, data: bytes) -> Notice:
    found = parse_record(where, data)
    if isinstance(found, GongwenError):
        raise found
    return found


def _is_json(data: bytes) -> bool:
    return data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _map_in(path: Path) -> Mapped:
    from ..diff import read_map

    try:
        return read_map(path.read_bytes())
    except FileNotFoundError as exc:
        raise GongwenError(Code.FILE_NOT_FOUND, f"{path} does not exist") from exc
    except OSError as exc:
        raise GongwenError(Code.FILE_UNREADABLE, f"{path} cannot be read: {exc.strerror or exc}") from exc


def _targets(forms: list[str], out: str | None, new: str) -> list[tuple[str, Path | None]]:
    """Where each form goes; None is standard output."""
    unknown = [form for form in forms if form not in WRITERS]
    if unknown:
        raise ValueError(f"no form {', '.join(unknown)}; there are {', '.join(WRITERS)}")
    if not forms:
        raise ValueError(f"name at least one form: {', '.join(WRITERS)}")
    if out is None:
        if any(WRITERS[form].text is None for form in forms):
            raise ValueError("a workbook cannot be printed: name a file or a folder with --out")
        if len(forms) > 1:
            raise ValueError("several forms need a folder: name it with --out")
        return [(forms[0], None)]
    folder = out.endswith(("/", "\\")) or Path(out).is_dir()
    if len(forms) > 1 and not folder:
        raise ValueError("several forms need a folder: --out FOLDER/")
    stem = "stdin" if new == STDIN else Path(new).stem
    return [(form, Path(out) / f"{stem}.diff{WRITERS[form].suffix}" if folder else Path(out)) for form in forms]
