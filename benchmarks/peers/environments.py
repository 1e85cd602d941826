"""An environment of its own for every peer, made once and kept in a cache folder; one that cannot be made costs its peer only."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[1] / "peers-requirements.txt"
SECONDS = 1_200  # for one installation: torch alone is 200 MB
_SECTION = re.compile(r"^# \[(\w+)\]$")


@dataclass(frozen=True)
class Environment:
    """The Python of an environment and what it holds; `trouble` says why there is none."""

    name: str
    python: Path | None
    trouble: str = ""
    versions: dict[str, str] | None = None

    def version(self, package: str) -> str:
        return (self.versions or {}).get(package.lower().replace("_", "-"), "?")


def cache_folder() -> Path:
    """Where environments are kept: shared by all checkouts, `rm -r` frees it."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gongwen-benchmarks"


def sections(text: str) -> dict[str, list[str]]:
    """The requirements by environment; lines above the first heading belong to none."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if heading := _SECTION.match(line):
            found[heading[1]] = []
        elif found and line.strip() and not line.startswith("#"):
            found[list(found)[-1]].append(line.strip())
    return found


def make(name: str, requirements: list[str], folder: Path) -> Environment:
    """The environment, made where it is not there yet or its requirements have changed."""
    place = folder / name
    python = place / "bin" / "python"
    stamp = place / "requirements.sha256"
    digest = hashlib.sha256("\n".join([sys.version, *requirements]).encode()).hexdigest()
    if not (stamp.exists() and stamp.read_text("ascii") == digest):
        print(f"installing {', '.join(requirements)}", file=sys.stderr, flush=True)
        try:
            venv.create(place, clear=True, with_pip=True)
            command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements]
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.CalledProcessError as error:
            return Environment(name, None, trouble=last_error(f"{error.stderr or error.stdout or error}"))
        except (OSError, subprocess.TimeoutExpired) as error:
            return Environment(name, None, trouble=str(error))
        stamp.write_text(digest, "ascii")
    return Environment(name, python, versions=installed(python))


def last_error(said: str) -> str:
    """What pip complains of, in a line."""
    lines = [line for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["no message"])[-1][:200]


def installed(python: Path) -> dict[str, str]:
    """Every package of an environment with its version."""
    code = "import importlib.metadata as m\nfor d in m.distributions(): print(d.metadata['Name'], d.version)"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True, timeout=60)
    pairs = [line.split(" ", 1) for line in done.stdout.splitlines() if " " in line]
    return {name.lower().replace("_", "-"): version for name, version in pairs}


def own(package: str) -> Environment:
    """The environment that this runs in."""
    return Environment(package, Path(sys.executable), versions={package: importlib.metadata.version(package)})


def environments(folder: Path) -> dict[str, Environment]:
    """All environments of peers-requirements.txt."""
    return {name: make(name, lines, folder) for name, lines in sections(REQUIREMENTS.read_text("utf-8")).items()}
