"""Tracks to files: JSON Lines, Parquet, a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import MappingProxyType

from ..emit.base import needs
from ..emit.files import WholeFiles, partial, put, unwritable
from .record import Track, Verdict
from .tables import TABLES, rows_of

Writer = Callable[[Track, Sequence[Verdict], Path], None]


def write_track(track: Track, verdicts: Sequence[Verdict], names: Sequence[str], folder: Path) -> None:
    """Write a track into a folder, in the forms named (keys of `WRITERS`).

    Raises:
        ValueError: no writer has that name.
        GongwenError: output_unwritable, dependency_missing.
    """
    unknown = [name for name in names if name not in WRITERS]
    if unknown:
        raise ValueError(f"no form {', '.join(unknown)}; there are {', '.join(WRITERS)}")
    for name in dict.fromkeys(names):
        WRITERS[name](track, verdicts, folder)


def _json_lines(track: Track, verdicts: Sequence[Verdict], folder: Path) -> None:
    """metrics.jsonl, threads.jsonl, and verdicts.jsonl where there are any."""
    files = WholeFiles(folder)
    try:
        for name, lines in (("metrics", track.metrics), ("threads", track.threads), ("verdicts", verdicts)):
            if name != "verdicts" or verdicts:
                file = files.open(f"{name}.jsonl")
                file.writelines(line.model_dump_json() + "\n" for line in lines)
        files.close()
    except BaseException:
        files.abandon()
        raise


def _parquet(track: Track, verdicts: Sequence[Verdict], folder: Path) -> None:
    """metrics.parquet, thread_steps.parquet, and verdicts.parquet where there are any."""
    try:
        import pyarrow.parquet as pq
    except ImportError as exc:
        raise needs("pyarrow", "parquet", "parquet") from exc
    from ..emit.parquet import arrow_table

    rows = rows_of(track, verdicts)
    for table in TABLES:
        if table.name == "verdicts" and not verdicts:
            continue
        path = folder / f"{table.name}.parquet"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(arrow_table(table, rows[table.name]), partial(path), compression="zstd")
        except OSError as exc:
            raise unwritable(path, exc) from exc
        put(partial(path), path)


def _workbook(track: Track, verdicts: Sequence[Verdict], folder: Path) -> None:
    from .workbook import write_track_workbook

    write_track_workbook(track, verdicts, folder / "track.xlsx")


WRITERS: MappingProxyType[str, Writer] = MappingProxyType({"jsonl": _json_lines, "parquet": _parquet, "xlsx": _workbook})
