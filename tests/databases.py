"""A PostgreSQL server of the tests' own: started on a socket in a folder of its own, gone when the tests end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_server() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them apart by version."""
    found = shutil.which("pg_ctl")
    if found is not None:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def server(programs: Path, folder: Path) -> Iterator[str]:
    """A running server; gives the URL of its database. `folder` must be reachable for the user that runs it."""
    data, socket = folder / "data", folder / "socket"
    socket.mkdir(parents=True)
    as_user: list[str] = []
    if os.getuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam("postgres" if _exists("postgres") else "nobody")
        for path in (folder, socket):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        as_user = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    run = {"check": True, "capture_output": True, "timeout": 120, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, "cwd": folder}
    subprocess.run([*as_user, programs / "initdb", "-D", data, "-U", "gongwen", "-A", "trust", "-E", "UTF8", "--no-sync"], **run)  # type: ignore[call-overload]
    settings = f"-k {socket} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"
    subprocess.run([*as_user, programs / "pg_ctl", "-D", data, "-o", settings, "-l", folder / "log", "-w", "start"], **run)  # type: ignore[call-overload]
    try:
        yield f"postgresql://gongwen@/postgres?host={socket}"
    finally:
        subprocess.run([*as_user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)  # type: ignore[call-overload]


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
