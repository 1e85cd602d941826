"""`gongwen convert`: notices in, records out."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import GongwenError
from ..limits import Limits
from ..readers.ahead import together
from ..readers.made import using
from .run import STDIN, Exit, Reading, complain, emit, printable, read_notice, say, write_whole

if TYPE_CHECKING:
    from ..records import Notice

_TOP = 3  # kinds of finding named in the summary
_ORDER = ("error", "warning", "info")


def convert_sources(
    sources: list[str],
    *,
    out: str | None,
    indent: int | None,
    with_text: bool,
    strict: bool,
    quiet: bool,
    how: Reading,
) -> Exit:
    """Convert each source on its own: one that fails writes nothing and does not stop the others."""
    targets = destinations(sources, out)
    exits = [Exit.OK]
    ahead = together(sources, lambda source: _loaded(source, how.limits), how.limits)
    for (source, made), target in zip(ahead, targets, strict=True):
        try:
            with using(made):
                notice = read_notice(source, replace(how, quiet=quiet))
            text = notice.to_json(indent=indent, with_text=with_text) + "\n"
            if target is None:
                emit(text)
            else:
                write_whole(target, text)
        except GongwenError as error:
            complain(_named(error, source) if len(sources) > 1 else error)
            exits.append(Exit.FAILED)
            continue
        if not quiet:
            say(summary(notice))
        if notice.is_partial(strict=strict):
            exits.append(Exit.PARTIAL)
    return Exit.FAILED if Exit.FAILED in exits else max(exits)


def _loaded(source: str, limits: Limits) -> tuple[str, bytes] | None:
    """A file that can be read twice; what is wrong with another is told in its turn."""
    path = Path(source)
    try:
        return (path.name, path.read_bytes()) if path.is_file() and path.stat().st_size <= limits.max_bytes else None
    except OSError:
        return None


def destinations(sources: list[str], out: str | None) -> list[Path | None]:
    """Where each record goes. Raises ValueError if two would go to one file.

    `out` is a folder if it is one, ends in a separator, or several notices go there; in a folder a record is named
    after its notice, with the notice's own ending kept where two differ only in that.
    """
    if out is None:
        return [None] * len(sources)
    folder = Path(out)
    if len(sources) == 1 and not folder.is_dir() and not out.endswith(("/", os.sep)):
        return [folder]
    names = ["stdin" if s == STDIN else Path(s).name for s in sources]
    stems = Counter(Path(name).stem for name in names)
    files = [folder / f"{Path(name).stem if stems[Path(name).stem] == 1 else name}.json" for name in names]
    for file, count in Counter(files).items():
        if count > 1:
            raise ValueError(f"{count} notices would be written to {file}; convert them into different folders")
    return list(files)


def summary(notice: Notice) -> str:
    """One line on what was found and what to look at."""
    findings = notice.audit.findings
    severities = Counter[str](f.severity for f in findings)
    codes = Counter(f.code for f in findings)
    counts = ", ".join(f"{severities[s]} {s}" for s in _ORDER if severities[s]) or "no findings"
    top = ", ".join(f"{code} {n}" for code, n in sorted(codes.items(), key=lambda kv: (-kv[1], kv[0]))[:_TOP])
    made = f"{len(notice.tasks)} tasks, {len(notice.indicators)} indicators"
    return printable(f"{notice.source.name}: {made}; {counts}" + (f" ({top})" if top else ""))


def _named(error: GongwenError, source: str) -> GongwenError:
    """The error with its source named, so that one of many can be told apart."""
    if Path(source).name in error.message:
        return error
    return GongwenError(error.code, f"{source}: {error.message}", page=error.page, hint=error.hint)
