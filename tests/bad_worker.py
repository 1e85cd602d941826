"""A worker process that does to itself what the name of a document says; to all others it gives a record at once, for speed.

    hang…, die-by-9…, exit…, abort…, chatter…, once-… (only the first time that it is tried), late… (takes a second)
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path
from typing import Any

from gongwen.batch import worker
from gongwen.batch.job import Job
from gongwen.batch.work import Outcome, Status

done = worker._done


def _done(job: Job, *rest: Any) -> Outcome:
    _misbehave(job)
    return done(job, *rest)


def _misbehave(job: Job) -> None:
    name = job.name
    if name.startswith("once-"):
        mark = Path(job.file).with_name(f".{name}.tried")
        if mark.exists():
            return
        mark.touch()
        name = name.removeprefix("once-")
    if name.startswith("hang"):
        time.sleep(600)
    elif name.startswith("late"):
        time.sleep(1)
    elif name.startswith("die-by-"):
        os.kill(os.getpid(), int(name.split(".")[0].rpartition("-")[2]))
    elif name.startswith("exit"):
        print("warned before\nlast words: 再见", file=sys.stderr, flush=True)
        os._exit(7)
    elif name.startswith("abort"):
        os.abort()
    elif name.startswith("chatter"):
        for out in (1, 2):
            os.write(out, b'{"event": "done"}\n' * 10_000)


def _convert_document(name: str, data: bytes, *_: Any) -> tuple[Outcome, bytes]:
    record = f"{{{name!r}}}\n".encode()
    return Outcome(Status.OK, hashlib.sha256(data).hexdigest(), record_sha256=hashlib.sha256(record).hexdigest()), record


worker._done = _done
worker.convert_document = _convert_document
worker.make_ahead = lambda *_: {}
if __name__ == "__main__":
    worker.main()
