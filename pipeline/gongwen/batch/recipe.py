"""The recipe of a record: all that it depends on besides the bytes and the name of its document."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, fields
from importlib.metadata import PackageNotFoundError, version

from .. import __version__
from ..limits import Limits
from ..recognise.grammar import grammar_folder, grammar_names
from ..records import SCHEMA_VERSION
from .work import Options, Outcome, Status

OF_READERS = ("characters", "ocr", "websites")  # grammars that readers ask
_PACKAGES = (
    "lxml", "onnxruntime", "pdfminer.six", "pdfplumber", "pydantic", "pypdfium2", "python-docx", "rapidocr", "regex", "selectolax", "xlrd",
)  # fmt: skip
_ALWAYS_AGAIN = ("dependency_missing", "file_not_found", "file_unreadable", "output_unwritable")  # what was missing may be there now
_NOT_OF_READING = ("internal_error", "took_too_long", "worker_died", "out_of_memory", "record_too_large")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Digests of what records are made by. An upgraded grammar changes `whole` and leaves `reading` as it was."""

    reading: str  # gongwen, its libraries, the options, the grammars of the readers
    whole: str  # the other grammars as well
    limits: Limits

    def holds(self, outcome: Outcome, made_by: Recipe) -> bool:
        """Whether an outcome that another recipe gave is what this one would give.

        A document that could not be read stays so whatever the grammars say; one that stayed under its limits stays under higher ones.
        """
        if outcome.code in _ALWAYS_AGAIN:
            return False
        if outcome.status is Status.OK:
            return self.whole == made_by.whole and _is_raised(made_by.limits, self.limits)
        if self.limits != made_by.limits:
            return False
        of_reading = outcome.status is Status.FAILED and outcome.code not in _NOT_OF_READING
        return self.reading == made_by.reading if of_reading else self.whole == made_by.whole


def recipe_of(options: Options) -> Recipe:
    """The recipe by which records are made with these options, here and now."""
    names = grammar_names()
    how = {k: v for k, v in asdict(options).items() if k != "limits"}
    said = [f"{__version__} {SCHEMA_VERSION}", repr(sorted(how.items())), *map(_version, _PACKAGES)]
    reading = _digest(*said, *(_grammar(name) for name in names if name in OF_READERS))
    return Recipe(reading, _digest(reading, *map(_grammar, names)), options.limits)


def _is_raised(old: Limits, new: Limits) -> bool:
    return old == new or all(getattr(new, each.name) >= getattr(old, each.name) for each in fields(Limits))


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} is not there"


def _grammar(name: str) -> str:
    return f"{name} {hashlib.sha256((grammar_folder() / f'{name}.yaml').read_bytes()).hexdigest()}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
