"""`gongwen watch`: what arrives in a folder is converted."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .batch import MisuseError, Plan, ended_in_order, open_batch, run_once
from .progress import Progress
from .run import Exit

if TYPE_CHECKING:
    from ..batch.inputs import Input


def watch_folders(folders: Sequence[str], plan: Plan, progress: Progress, *, seconds: float) -> Exit:
    """Look every `seconds` for what is new or changed, until interrupted. A file is taken when it has stayed the same between two looks.

    While one of the folders is away (a share that is not mounted) nothing is looked for.

    Raises:
        MisuseError: no sink has that name, or there is no such folder.
        GongwenError: output_unwritable, dependency_missing.
    """
    for folder in folders:
        if not _is_there(folder):
            raise MisuseError(f"{folder} is no folder", "FOLDER")
    batch = open_batch(plan, folders)
    progress.watching(folders)
    seen: dict[tuple[str, int | None], Input] = {}
    done: dict[tuple[str, int | None], Input] = {}
    with ended_in_order(batch):
        try:
            while True:
                if all(map(_is_there, folders)):
                    found = {(each.file, each.member): each for each in batch.find(folders)}
                    settled = {key: each for key, each in found.items() if seen.get(key) == each}
                    if settled != done:
                        run_once(batch, settled.values(), plan, progress)
                        done = settled
                    seen = found
                time.sleep(seconds)
        except KeyboardInterrupt:
            return Exit.OK


def _is_there(folder: str) -> bool:
    from ..batch.places import is_url

    return is_url(folder) or Path(folder).is_dir()  # of a URL the listing tells
