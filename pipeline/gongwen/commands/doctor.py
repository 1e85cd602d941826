"""`gongwen doctor`: what is there, what is missing, and the command that brings it."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from .. import __version__
from ..limits import Limits, all_limits


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked for. `need` says what for; `hint` is the command that brings it."""

    name: str
    found: str | None
    required: bool
    need: str = ""
    hint: str = ""

    @property
    def line(self) -> str:
        if self.found is not None:
            return f"ok       {self.name} {self.found}".rstrip()
        state = "MISSING" if self.required else "absent "
        return f"{state}  {self.name}: {self.need}; {self.hint}"


def checks() -> Iterator[Check]:
    """All checks, the required first."""
    yield Check("gongwen", __version__, required=True)
    python = platform.python_version() if sys.version_info >= (3, 11) else None
    yield Check("Python", python, required=True, need="3.11 or later", hint="install a newer Python")
    for package in _packages():
        yield Check(package, _version(package), required=True, need="needed to run", hint=f"pip install '{package}'")
    yield Check("grammars", _grammars(), required=True, need="the wording rules", hint="pip install --force-reinstall gongwen")
    yield Check("spacy", _version("spacy"), required=False, need="only for spaCy pipelines", hint="pip install 'gongwen[spacy]'")
    yield Check(
        "rapidocr", _version("rapidocr"), required=False, need="only for scans and pictures (OCR)", hint="pip install 'gongwen[ocr]'"
    )
    for package, sink in (("openpyxl", "excel"), ("pyarrow", "parquet"), ("duckdb", "duckdb"), ("psycopg", "postgres")):
        need = f"only to export to {sink}"
        yield Check(package, _version(package), required=False, need=need, hint=f"pip install 'gongwen[{sink}]'")
    need = "only for inputs and outputs of batch by URL (s3://…)"
    yield Check("remote file systems", _remote(), required=False, need=need, hint="pip install 'gongwen[remote]'")
    yield Check("ray", _version("ray"), required=False, need="only for batch --engine ray", hint="pip install 'gongwen[ray]'")
    need = "only for .doc, .wps, .rtf, .odt, UOF and the XML of Word 2003"
    yield Check("LibreOffice", _office(), required=False, need=need, hint=_apt("libreoffice-writer"))
    yield Check("CJK font", _font(), required=False, need="only for tests that make PDFs", hint=_apt("fonts-noto-cjk"))


def limit_lines(limits: Limits) -> Iterator[str]:
    """Every limit as one would set it, and what it bounds."""
    for limit in all_limits():
        value = limit.shown(getattr(limits, limit.name))
        changed = "" if getattr(limits, limit.name) == limit.default else f" (default {limit.shown(limit.default)})"
        yield f"limit    {limit.name}={value}{changed}: {limit.unit} of {limit.of}"


def _packages() -> list[str]:
    """The packages that an installed gongwen requires, extras aside."""
    try:
        declared = requires("gongwen") or []
    except PackageNotFoundError:
        return []
    names = (line.split(";")[0] for line in declared if "extra ==" not in line)
    return sorted(name.split(">")[0].split("<")[0].split("=")[0].split("[")[0].strip() for name in names)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _remote() -> str | None:
    """The schemes of URLs that batch can read and write, and by what."""
    native, others = _version("pyarrow"), _version("fsspec")
    if native is None:
        return None
    return f"s3, gs, abfs, hdfs (pyarrow {native})" + (f", others by fsspec {others}" if others else "")


def _grammars() -> str | None:
    from ..errors import GongwenError
    from ..recognise.grammar import grammar_folder, grammar_names, load

    try:
        rules = sum(len(load(name).rules) for name in grammar_names())
    except GongwenError:
        return None
    return f"{rules} rules in {grammar_folder()}" if rules else None


def _office() -> str | None:
    """Where LibreOffice is, and whether it can be kept off the network altogether."""
    from ..readers.office import find_office, without_network

    office = find_office()
    return office and office + (" (started without network)" if without_network() else " (network not cut off: unshare is not allowed)")


def _font() -> str | None:
    """The first font for Chinese that fontconfig knows; None also where there is no fontconfig."""
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    try:
        done = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - fixed arguments
    except (OSError, subprocess.TimeoutExpired):
        return None
    families = sorted(line for line in done.stdout.splitlines() if line)
    return families[0] if families else None


def _apt(package: str) -> str:
    return f"apt-get install {package}"
