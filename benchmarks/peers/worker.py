"""One tool in a process of its own: what to do comes as lines of JSON on standard input, what it gave and cost goes back the same way.

    python worker.py documents markitdown

Run by the Python of the tool's environment. Whatever a tool prints itself goes to standard error, and no connection leaves the machine.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import os
import resource
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

Answer = dict[str, Any]


def forbid_network() -> None:
    """A tool that wants to fetch something must say so, not wait."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError("the benchmark allows no network")

    socket.socket.connect = refuse  # type: ignore[assignment, method-assign]
    socket.getaddrinfo = refuse
    os.environ.update(HF_HUB_OFFLINE="1", DO_NOT_TRACK="true", SCARF_NO_ANALYTICS="true", UNSTRUCTURED_DISABLE_NOTICE="1")


def cost(work: Callable[[], object]) -> Answer:
    """Seconds on the wall and of processors (all threads and children) that the work takes."""
    wall, cpu = time.perf_counter(), processor_seconds()
    result = work()
    return {"wall": time.perf_counter() - wall, "cpu": processor_seconds() - cpu, "result": result}


def processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_bytes() -> int:
    """The most memory that this process has had; ru_maxrss would count the parent's at the start of it."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def documents(name: str) -> Callable[[Answer], object]:
    """Converting files: `convert` times them together, `read` tells what the output of one keeps."""
    tool = importlib.import_module("document_tools").MAKERS[name]()

    def answer(order: Answer) -> object:
        if order["do"] == "read":
            return dataclasses.asdict(tool.read(order["path"]))
        return cost(lambda: sum(len(tool.convert(path)) for path in order["paths"]))

    return answer


def values(name: str) -> Callable[[Answer], object]:
    """Reading times or numbers out of texts: `find` gives the spans of each, `speed` times them together."""
    finders = importlib.import_module("value_tools").MAKERS[name]()

    def answer(order: Answer) -> object:
        find = finders.get(order["kind"])
        if find is None:
            raise LookupError(f"{name} reads no such thing")
        if order["do"] == "find":
            return [found(find, case) for case in order["cases"]]
        return cost(lambda: sum(len(found(find, case) or ()) for case in order["cases"]))

    return answer


def found(find: Callable[[Answer], list[Answer]], case: Answer) -> list[Answer] | None:
    """The spans of a case, None where the tool breaks on it."""
    try:
        return find(case)
    except Exception:  # whatever it raises
        return None


FAMILIES = {"documents": documents, "values": values}


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    forbid_network()

    def tell(what: Answer) -> None:
        answers.write(json.dumps(what, ensure_ascii=False) + "\n")
        answers.flush()

    answer: Callable[[Answer], object] | None = None
    family, name = sys.argv[1:]
    for line in sys.stdin:
        order = json.loads(line)
        try:
            if order["do"] == "memory":
                tell({"peak": peak_bytes()})
                continue
            if answer is None:
                answer = FAMILIES[family](name)
            tell({"answer": answer(order)})
        except Exception as error:  # whatever a tool raises is its answer
            tell({"error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
