"""Neutral documents as PDF or DOC: LibreOffice makes them of their DOCX, many in one start, with a profile of its own and a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .document import Document
from .render_docx import render_docx


def find_office() -> str | None:
    """The path of soffice, None where LibreOffice is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def render_pdfs(
    documents: Sequence[Document], *, timeout: float = 240.0, auto_numbering: bool = False, form: str = "pdf"
) -> list[bytes]:
    """Every document as PDF, or in another `form` that LibreOffice writes, in order.

    Raises RuntimeError where LibreOffice is missing, fails or takes longer than `timeout` seconds.
    """
    office = find_office()
    if office is None:
        raise RuntimeError("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory(prefix="notices-") as folder:
        root = Path(folder)
        paths = []
        for i, document in enumerate(documents):
            paths.append(root / f"{i:04}.docx")
            paths[-1].write_bytes(render_docx(document, auto_numbering=auto_numbering))
        command = [
            office,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation=file://{root}/profile",
            "--convert-to",
            form,
            "--outdir",
            str(root),
            *map(str, paths),
        ]
        _run(command, root, timeout)
        printed = [path.with_suffix(f".{form}") for path in paths]
        missing = [path.name for path in printed if not path.exists()]
        if missing:
            raise RuntimeError(f"LibreOffice made no {', '.join(missing)}")
        return [path.read_bytes() for path in printed]


def render_pdf(document: Document, *, timeout: float = 120.0, auto_numbering: bool = False) -> bytes:
    """One document as PDF."""
    return render_pdfs([document], timeout=timeout, auto_numbering=auto_numbering)[0]


def _run(command: list[str], home: Path, timeout: float) -> None:
    """Run in a process group of its own, so that a hung office dies with its children."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True) as process:
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise RuntimeError(f"LibreOffice took longer than {timeout} s") from None
        if process.returncode:
            raise RuntimeError(f"LibreOffice failed: {output[-500:].decode('utf-8', 'replace')}")
