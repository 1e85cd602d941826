"""The stages put together: bytes in, record out. One function, pure but for reading the file that it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from . import clock
from .assemble import assemble, make_record
from .audit import audit
from .errors import Code, GongwenError
from .layout import lay_out
from .limits import DEFAULT, Limits
from .model.source import Source
from .readers import Progress, read
from .readers.ahead import together
from .readers.made import using
from .records import Notice
from .structure import build

Input = str | Path | bytes | BinaryIO


def convert(
    source: Input,
    *,
    name: str | None = None,
    limits: Limits = DEFAULT,
    pdf_engine: str = "pdfium",
    ocr: str = "auto",
    password: str | None = None,
    progress: Progress | None = None,
) -> Notice:
    """Convert one notice to its record.

    Args:
        source: a path, the bytes of a file, or an open binary file.
        name: file name for the record; the path's own by default. It is a hint only: the type is told by content.
        limits: caps on what the document may cost.
        pdf_engine: "pdfium", or "pdfplumber" as the slow reference.
        ocr: "auto" reads pages of PDF and OFD without a usable text layer by OCR, "always" all pages, "never" none.
        password: opens a PDF that asks for one.
        progress: called with page and number of pages before a page is read by OCR, which takes seconds.

    Returns:
        The record of the notice. A text that is no notice gives a record without tasks and a finding that says so.

    Raises:
        GongwenError: the input cannot be read; `code` says why.
    """
    data, label = _load(source, name, limits)
    with clock.running(limits):
        return convert_source(read(data, label, limits, pdf_engine=pdf_engine, ocr=ocr, password=password, progress=progress))


def convert_source(source: Source) -> Notice:
    """What a reader gave to a record: layout, structure, recognition and assembly, audit."""
    body = lay_out(source)
    outline = build(body)
    draft = assemble(body, outline)
    return audit(make_record(body, outline, draft), draft, body)


def convert_all(
    sources: Iterable[Input], *, limits: Limits = DEFAULT, pdf_engine: str = "pdfium", ocr: str = "auto"
) -> Iterator[Notice | GongwenError]:
    """Convert many, one after the other; an input that cannot be read gives its error in its place.

    Of a sequence (a list, not a generator) those that need LibreOffice are opened by it many at a time.
    """
    group = together(sources, lambda source: _loaded_again(source, limits), limits) if isinstance(sources, Sequence) else None
    for source, made in group if group is not None else ((source, {}) for source in sources):
        try:
            with using(made):
                notice = convert(source, limits=limits, pdf_engine=pdf_engine, ocr=ocr)
        except GongwenError as error:
            yield error
        else:
            yield notice


def _loaded_again(source: Input, limits: Limits) -> tuple[str, bytes] | None:
    """Name and bytes of what can be read twice; None for an open file, and for what cannot be read."""
    if not isinstance(source, str | Path | bytes):
        return None
    try:
        data, label = _load(source, None, limits)
    except GongwenError:  # told when its turn comes
        return None
    return label, data


def _load(source: Input, name: str | None, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return _checked(source, limits), name or "input"
    if isinstance(source, str | Path):
        path = Path(source)
        return _read_file(path, limits), name or path.name
    return _checked(_read_stream(source, limits), limits), name or Path(str(getattr(source, "name", "input"))).name


def _read_stream(source: BinaryIO, limits: Limits) -> bytes:
    """The bytes of an open file; callers without a type checker may give anything."""
    hint = "Give a path, bytes, or a file opened in binary mode."
    kind = type(source).__name__
    if not callable(getattr(source, "read", None)):
        raise GongwenError(Code.FILE_UNREADABLE, f"{kind} is no input", hint=hint)
    try:
        data = source.read(limits.max_bytes + 1)
    except (OSError, ValueError) as exc:  # ValueError: closed, or a text stream that cannot decode
        raise GongwenError(Code.FILE_UNREADABLE, f"{kind} cannot be read: {exc}", hint=hint) from exc
    if not isinstance(data, bytes):
        raise GongwenError(Code.FILE_UNREADABLE, f"{kind} gives {type(data).__name__}, not bytes", hint=hint)
    return data


def _read_file(path: Path, limits: Limits) -> bytes:
    try:
        if path.is_dir():
            raise GongwenError(Code.NOT_A_FILE, f"{path} is a directory", hint="Name the files in it.")
        if not path.exists():
            raise GongwenError(Code.FILE_NOT_FOUND, f"{path} does not exist")
        if not path.is_file():
            raise GongwenError(Code.NOT_A_FILE, f"{path} is no regular file")
        if path.stat().st_size > limits.max_bytes:
            return _checked(b"", limits, path.stat().st_size)
        with path.open("rb") as stream:
            return _checked(stream.read(limits.max_bytes + 1), limits)
    except OSError as exc:
        raise GongwenError(Code.FILE_UNREADABLE, f"{path} cannot be read: {exc.strerror or exc}") from exc


def _checked(data: bytes, limits: Limits, size: int | None = None) -> bytes:
    size = len(data) if size is None else size
    if size > limits.max_bytes:
        raise limits.exceeded("max_bytes", f"{size} bytes")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise GongwenError(Code.FILE_EMPTY, "the file has no content")
    return data


