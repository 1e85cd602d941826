"""LibreOffice, held: a profile of its own, no macros, no links, no network, a clock, and nothing left behind.

Every start has a folder of its own, thrown away afterwards: the documents, the profile, HOME and temporary files lie in it. The
process leads a group of its own, and the whole group is killed when the clock runs out. Where the kernel allows it (`unshare`), the
process has no network at all, and it and all that it starts end with ours, even if ours is killed; elsewhere the profile's ban on links is
what keeps it from fetching anything.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from ...clock import stopped
from ...errors import Code, GongwenError
from ...limits import DEFAULT, Limits

PACKAGE = "libreoffice-writer"  # of Debian and Ubuntu
SETTING = "GONGWEN_SOFFICE"  # environment variable: the path of soffice
AT_ONCE = 20  # documents in one start
_SUFFIXES = {"doc": "doc", "wps": "wps", "rtf": "rtf", "odt": "odt", "fodt": "fodt", "wordml": "xml", "uof": "uot"}

# Very high macro security, macros off, links never updated and never followed ([LibreOffice] officecfg registry).
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
_ITEM = '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Misc", "MacroRecorderMode", "false"),
)


def find_office() -> str | None:
    """The path of soffice: the setting GONGWEN_SOFFICE, else from PATH; None where there is none."""
    return os.environ.get(SETTING) or shutil.which("soffice") or shutil.which("libreoffice")


def convert_office(files: Sequence[tuple[str, bytes]], limits: Limits = DEFAULT) -> list[bytes | GongwenError]:
    """Turn documents into DOCX, as many as possible in one start of LibreOffice.

    Args:
        files: name and bytes of each. Only the ending of a name is used (a kind that `sniff` gives), and LibreOffice still looks at the
            content.
        limits: `max_office_seconds` for each start, `max_bytes` for each result.

    Returns:
        In the order given, the DOCX or the error: file_corrupt, took_too_long, expands_too_far. A document that brings
        LibreOffice down in company is tried again alone, so that it spoils no other.

    Raises:
        GongwenError: dependency_missing where LibreOffice is not installed.
    """
    office = find_office()
    if office is None:
        hint = f"apt-get install {PACKAGE}; `gongwen doctor` tells what else is missing."
        raise GongwenError(Code.DEPENDENCY_MISSING, "LibreOffice is needed for this format", hint=hint)
    results: list[bytes | GongwenError] = []
    at_once = AT_ONCE
    while len(results) < len(files):
        some = files[len(results) : len(results) + at_once]
        made = _start(office, some, limits)
        results += made
        at_once = AT_ONCE if len(made) == len(some) else 1
    return results


def _start(office: str, files: Sequence[tuple[str, bytes]], limits: Limits) -> list[bytes | GongwenError]:
    """One start of LibreOffice for all the files; the result of each up to the one that it hung or fell over.

    That one is in the list only where it was the only one: it may have been the clock of all that ran out.
    """
    with tempfile.TemporaryDirectory(prefix="gongwen-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        (root / "profile" / "user").mkdir(parents=True)
        items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
        (root / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), "utf-8")
        paths = [_put(root, i, name, data) for i, (name, data) in enumerate(files)]
        command = [
            *_tied(),
            *without_network(),
            *_bounded(limits),
            office,
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nologo",
            f"-env:UserInstallation={(root / 'profile').as_uri()}",
            "--convert-to",
            "docx",
            "--outdir",
            str(root / "made"),
            *map(str, paths),
        ]
        code = _run(command, root, limits)
        made = [_taken(root / "made" / f"{path.stem}.docx", code is not None, limits) for path in paths]
        if code == 0 or len(made) == 1:
            return made
        return made[: max((i for i, one in enumerate(made, 1) if isinstance(one, bytes)), default=0)]


def _put(root: Path, i: int, name: str, data: bytes) -> Path:
    path = root / f"{i:04}.{_SUFFIXES.get(name.rpartition('.')[2].lower(), 'doc')}"
    path.write_bytes(data)
    return path


def _run(command: list[str], root: Path, limits: Limits) -> int | None:
    """Run to the end or to the limit: the exit code, None if time ran out. Nothing of the group outlives the call."""
    # TMPDIR, lest a killed process leave its temporary files in a common place
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(root), "TMPDIR": str(root), "LANG": "C.UTF-8"}
    quiet = subprocess.DEVNULL  # a pipe would be kept open by a child that escapes
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed command on files named by us
            command, env=environment, cwd=root, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as exc:
        message = f"LibreOffice does not start: {exc.strerror or exc}"
        raise GongwenError(Code.DEPENDENCY_MISSING, message, hint=f"apt-get install {PACKAGE}") from exc
    try:
        with stopped():
            return process.wait(timeout=limits.max_office_seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _taken(path: Path, in_time: bool, limits: Limits) -> bytes | GongwenError:
    size = path.stat().st_size if path.is_file() else 0
    if size >= limits.max_bytes:
        return limits.exceeded("max_bytes", "the converted document is larger", code=Code.EXPANDS_TOO_FAR)
    if size and zipfile.is_zipfile(path):
        return path.read_bytes()
    if not in_time:
        return limits.exceeded("max_office_seconds", "LibreOffice did not finish with the document", otherwise="save it as DOCX")
    return GongwenError(Code.FILE_CORRUPT, "LibreOffice cannot open the document", hint="Open it in its own program and save it as DOCX.")


def _bounded(limits: Limits) -> tuple[str, ...]:
    """The command that starts another one that can write no larger file; where there is none the size is only looked at afterwards."""
    prlimit = shutil.which("prlimit")
    return (prlimit, f"--fsize={limits.max_bytes}:{limits.max_bytes}") if prlimit else ()


@functools.cache
def _tied() -> tuple[str, ...]:
    """The command that starts another one which the kernel ends with us: who is killed cannot end what it has started."""
    setpriv = shutil.which("setpriv")
    tied = (setpriv, "--pdeathsig", "KILL") if setpriv else ()
    return tied if tied and _works(tied) else ()


@functools.cache
def without_network() -> tuple[str, ...]:
    """The command that starts another one without network, empty where the kernel or its rules do not allow it.

    If it can it opens a world of processes (PID namespace) as well, in which all end with the first: a shell, since the kernel spares
    the first process of such a world some signals.
    """
    unshare = shutil.which("unshare")
    alone = ("--pid", "--fork", "--kill-child")
    for options in (("--net", *alone), ("--map-root-user", "--net", *alone), ("--net",), ("--map-root-user", "--net")):
        if unshare is None:
            break
        first = ("sh", "-c", '"$@"; exit $?', "sh") if "--pid" in options else ()
        if _works((unshare, *options, *first)):
            return (unshare, *options, *first)
    return ()


def _works(command: tuple[str, ...]) -> bool:
    quiet = subprocess.DEVNULL
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run([*command, "true"], stdout=quiet, stderr=quiet, timeout=10, check=False)  # noqa: S603
        return done.returncode == 0
    return False
