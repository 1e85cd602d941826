"""The documents that all tools are given: notices of the tests' generator and of corpus/, each in every format, the same everywhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import Document, find_office, generate, render_docx, render_html, render_pdfs, render_text, render_xlsx

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FORMATS = ("pdf", "docx", "html", "xlsx", "txt")
FIRST = 40_000  # the seed of the first notice


@dataclass(frozen=True)
class File:
    path: Path
    form: str
    truth: dict[str, Any] | None = None  # of generated notices


def make_files(folder: Path, notices: int) -> list[File]:
    """Generated notices in every format, and what corpus/ has; PDF of generated ones only where there is LibreOffice."""
    planted = [generate(FIRST + i) for i in range(notices)]
    for number, notice in enumerate(planted):
        for form, data in rendered(notice.document):
            (folder / f"{number:03}.{form}").write_bytes(data)
    if find_office() is None:
        print("no LibreOffice: the only PDF files are those of corpus/", file=sys.stderr)
    else:
        for number, data in enumerate(render_pdfs([notice.document for notice in planted])):
            (folder / f"{number:03}.pdf").write_bytes(data)
    files = [File(path, path.suffix[1:], planted[int(path.stem)].truth) for path in sorted(folder.iterdir())]
    return files + [File(path, path.suffix[1:]) for path in sorted(CORPUS.iterdir()) if path.suffix[1:] in FORMATS]


def rendered(document: Document) -> Iterator[tuple[str, bytes]]:
    """A document in the formats that need no other program."""
    yield "txt", render_text(document).encode()
    yield "docx", render_docx(document)
    yield "html", render_html(document)
    yield "xlsx", render_xlsx(document)


def rounds(files: list[File], count: int) -> list[list[File]]:
    """The files dealt out to so many rounds, each with its share of every format; no file comes twice, as nothing kept of it shall help."""
    return [[file for form in FORMATS for file in [f for f in files if f.form == form][turn::count]] for turn in range(count)]
