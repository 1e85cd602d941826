"""`gongwen watch`: what arrives in a folder is converted."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .batch import Plan, run_once
from .progress import Progress
from .run import Exit, printable, say

if TYPE_CHECKING:
    from ..batch.inputs import Input


def watch_folders(folders: Sequence[str], plan: Plan, progress: Progress, *, seconds: float) -> Exit:
    """Look every `seconds` for what is new or changed, until interrupted. A file is taken when it has stayed the same between two looks.

    Raises:
        ValueError: no sink has that name.
        GongwenError: output_unwritable, dependency_missing.
    """
    from ..batch.feeding import check_sinks

    check_sinks(plan.sinks)
    batch = plan.open()
    say(printable(f"watching {', '.join(folders)}; Ctrl-C ends it"))
    seen: dict[str, Input] = {}
    done: dict[str, Input] = {}
    try:
        while True:
            found = {each.path: each for each in batch.find(folders) if each.error is None}
            settled = {path: each for path, each in found.items() if seen.get(path) == each}
            if settled != done:
                run_once(batch, settled.values(), plan, progress)
                done = settled
            seen = found
            time.sleep(seconds)
    except KeyboardInterrupt:
        return Exit.OK
    finally:
        batch.close()
