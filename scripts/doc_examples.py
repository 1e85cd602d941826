"""Run the examples of the documentation: `doc_examples.py [--write] FILE ...`.

A fenced block right after the line `<!-- run -->` is run in the checkout: `python` blocks must end without an exception,
in `console` blocks every `$ command` must print what follows it. `--write` puts what is printed now into the page.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"(?<=<!-- run -->\n)```(python|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_WIDTH = "100"


@dataclass(frozen=True, slots=True)
class Block:
    """A block that is to be run; `start` and `end` are offsets of its body in the page."""

    language: str
    body: str
    start: int
    end: int


def blocks(page: str) -> list[Block]:
    """The blocks of a page that are marked to be run."""
    return [Block(m[1], m[2], m.start(2), m.end(2)) for m in _BLOCK.finditer(page)]


def printed(body: str) -> str:
    """A console block as it comes out now."""
    lines = []
    for command in (line[2:] for line in body.splitlines() if line.startswith("$ ")):
        lines += [f"$ {command}", *_run(command).splitlines()]
    return "\n".join(lines) + "\n"


def _run(command: str) -> str:
    """Standard output and standard error of a command, as a terminal of fixed width would show them."""
    folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}", "COLUMNS": _WIDTH, "PYTHONUTF8": "1"}
    words = shlex.split(command)
    done = subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)  # noqa: S603
    return "\n".join(line.rstrip() for line in done.stdout.decode("utf-8").splitlines())


def run_python(body: str) -> None:
    """Run a python block in a process of its own. Raises subprocess.CalledProcessError with what it said."""
    subprocess.run([sys.executable, "-c", body], cwd=ROOT, check=True, capture_output=True, text=True, timeout=120)  # noqa: S603


def refreshed(page: str) -> str:
    """The page with the output of its console blocks as it is now."""
    for block in reversed(blocks(page)):
        if block.language == "console":
            page = page[: block.start] + printed(block.body) + page[block.end :]
    return page


def main(arguments: list[str]) -> int:
    """Check the pages, or write them anew; 1 if an example does not hold."""
    write = "--write" in arguments
    bad = 0
    for path in (Path(a) for a in arguments if a != "--write"):
        page = path.read_text("utf-8")
        now = refreshed(page)
        for block in blocks(page):
            if block.language == "python":
                run_python(block.body)
        if write:
            path.write_text(now, encoding="utf-8")
        elif now != page:
            print(f"{path}: an example prints something else now (make docs)", file=sys.stderr)
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
