"""Bytes to Source: one module per format, chosen by what the bytes are, never by the file's name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from ..errors import Code, GongwenError
from ..limits import DEFAULT, Limits
from ..model.source import Remark, Source
from . import foreign
from .sniff import OFFICE, PICTURES, sniff

READABLE = "plain text, Markdown, Word (.docx, .doc), WPS, RTF, ODT, PDF and OFD, HTML, Excel (.xlsx, .xls), ODS, CSV, pictures"

Progress = Callable[[int, int], None]


def read(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT,
    *,
    pdf_engine: str = "pdfium",
    ocr: str = "auto",
    password: str | None = None,
    progress: Progress | None = None,
) -> Source:
    """Read a document of any supported format.

    `ocr` says when pages are read by OCR: "auto" where they have no usable text layer, "always", or "never". `password` opens a PDF that
    asks for one. `progress` is told each page that OCR begins with, and how many there are.

    Raises:
        GongwenError: unsupported_format, or what the format's reader says.
    """
    kind = sniff(data, name)
    if kind in ("txt", "binary") and name.lower().endswith(".pdf"):
        raise GongwenError(Code.FILE_CORRUPT, f"{name} is no PDF", hint="Get the file again.")
    if kind in ("txt", "md") and (found := foreign.in_plain_text(data)) is not None:
        raise _unsupported(found, name)
    if kind in ("txt", "md"):
        from .text import read_text

        return read_text(data, name, limits, markdown=kind == "md" or None)
    if kind == "docx":
        return _read_docx(data, name, limits, ocr, progress)
    if kind == "pdf" and password is not None:
        from .pdf.unlock import unlocked

        source = read(unlocked(data, password), name, limits, pdf_engine=pdf_engine, ocr=ocr, progress=progress)
        return replace(source, sha256=hashlib.sha256(data).hexdigest(), n_bytes=len(data))
    if kind == "pdf":
        return _read_pdf(data, name, limits, pdf_engine, ocr, progress)
    if kind in PICTURES:
        if ocr == "never":
            raise GongwenError(Code.NO_TEXT_LAYER, f"{name} is a picture", hint="OCR is switched off.")
        from .ocr import read_image

        return read_image(data, name, kind, limits, progress)
    if kind == "ofd":
        if ocr == "never":
            from .ofd import read_ofd

            return read_ofd(data, name, limits)
        from .ocr import read_scanned_ofd

        return read_scanned_ofd(data, name, limits, mode=ocr, progress=progress)
    if kind == "xlsx":
        from .sheets import read_xlsx

        return read_xlsx(data, name, limits)
    if kind == "xls":
        from .sheets import read_xls

        return read_xls(data, name, limits)
    if kind in ("ods", "fods"):
        from .sheets import read_ods

        return read_ods(data, name, limits)
    if kind == "spreadsheetml":
        from .sheets import read_spreadsheetml

        return read_spreadsheetml(data, name, limits)
    if kind == "csv":
        from .sheets import read_csv

        return read_csv(data, name, limits)
    if kind == "flat-opc":
        from .flat_opc import as_container

        source = read(as_container(data, limits), name, limits)
        return replace(source, sha256=hashlib.sha256(data).hexdigest(), n_bytes=len(data))
    if kind in ("html", "mhtml"):
        from .html import read_html

        return read_html(data, name, limits)
    if kind in OFFICE:
        from .office import read_office

        return read_office(data, name, kind, limits)
    if kind == "empty":
        raise GongwenError(Code.FILE_EMPTY, "the file has no content")
    if kind == "ole":
        from .office import refuse_encrypted

        refuse_encrypted(data, kind, limits)
    raise _unsupported(foreign.named(kind, data, name), name)


def _unsupported(found: foreign.Foreign, name: str) -> GongwenError:
    hint = f"{found.advice} Readable: {READABLE}.".lstrip()
    return GongwenError(Code.UNSUPPORTED_FORMAT, f"{name} is {found.what}, which cannot be read", hint=hint)


def _read_docx(data: bytes, name: str, limits: Limits, ocr: str, progress: Progress | None) -> Source:
    """A Word document and, where it has next to no text, what is printed on its pictures."""
    from .docx import read_docx

    source = read_docx(data, name, limits)
    if ocr == "never" or not any(remark.code in ("no_text", "pictures_not_read") for remark in source.remarks):
        return source
    from .ocr.word import read_pictures

    return read_pictures(source, data, limits, progress)


def _read_pdf(data: bytes, name: str, limits: Limits, engine: str, ocr: str, progress: Progress | None) -> Source:
    """A PDF as it is and, where it is too damaged for that, mended."""
    from .ocr import read_scanned_pdf
    from .pdf import read_pdf

    def of(whole: bytes) -> Source:
        if ocr == "never":
            return read_pdf(whole, name, limits, engine=engine)
        return read_scanned_pdf(whole, name, limits, pdf_engine=engine, mode=ocr, progress=progress)

    try:
        return of(data)
    except GongwenError as error:
        if error.code is not Code.FILE_CORRUPT:
            raise
        from .pdf.mend import mended

        whole = mended(data)
        if whole is None:
            raise
        try:
            source = of(whole)
        except GongwenError:
            raise error from None
    told = "The PDF is damaged, perhaps cut off; what was found in it is read, the rest may be lost."
    remark = Remark("file_mended", told, severity="error")
    return replace(source, sha256=hashlib.sha256(data).hexdigest(), n_bytes=len(data), remarks=(remark, *source.remarks))
