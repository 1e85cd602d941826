"""A tool at work in a process of its own, seen from the outside."""

from __future__ import annotations

import json
import os
import select
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

SCRIPT = Path(__file__).with_name("worker.py")
SECONDS = 120.0  # for one answer


class ToolError(Exception):
    """What the tool raised, or that it died or gave no answer in time."""


class Worker:
    """`worker.py` in the environment of `python`; `ask` waits for its answer. A context manager that ends the process."""

    def __init__(self, python: Path, family: str, name: str) -> None:
        self.python = python
        command = [str(python), str(SCRIPT), family, name]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.communicate()

    def ask(self, timeout: float = SECONDS, **order: Any) -> Any:
        """The answer to an order (worker.py says which there are). Raises ToolError."""
        answer = self._exchange(order, timeout)
        if "error" in answer:
            raise ToolError(answer["error"])
        return answer["answer"]

    def peak(self) -> int:
        """The most memory that the process has had, in bytes."""
        return int(self._exchange({"do": "memory"}, SECONDS)["peak"])

    def _exchange(self, order: dict[str, Any], timeout: float) -> dict[str, Any]:
        channel, answers = self.process.stdin, self.process.stdout
        assert channel is not None
        assert answers is not None
        try:
            channel.write(json.dumps(order).encode() + b"\n")
            channel.flush()
        except BrokenPipeError:
            raise ToolError("its process has died") from None
        if not select.select([answers], [], [], timeout)[0]:
            raise ToolError(f"no answer after {timeout:g} s")
        line = answers.readline()
        if not line:
            raise ToolError("its process has died")
        return dict(json.loads(line))


def whole_process(python: Path, family: str, name: str, order: dict[str, Any]) -> tuple[float, float]:
    """Seconds on the wall and of processors that a fresh process takes to start, load the tool and follow one order. Raises ToolError."""
    before, start = os.times(), os.times().elapsed
    command = [str(python), str(SCRIPT), family, name]
    done = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, timeout=SECONDS, check=False)
    after = os.times()
    answer = json.loads(done.stdout or '{"error": "its process has died"}')
    if "error" in answer:
        raise ToolError(answer["error"])
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return after.elapsed - start, cpu
