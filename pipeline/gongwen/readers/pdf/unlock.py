"""A PDF that opens with a password, as the same PDF without one: readers after this need not know."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongwen.errors import Code, GongwenError


def unlocked(data: bytes, password: str) -> bytes:
    """The PDF without its password; `data` itself where it needs none or cannot be opened, which its reader will say.

    A password counts in the ways that programs have written it: as UTF-8, and as Latin-1 in old encryptions.

    Errors (GongwenError): FILE_ENCRYPTED where the password is not the right one.
    """
    if not _is_locked(data, None):
        return data
    for word in (password.encode(), password.encode("latin-1", "ignore")):
        if word and not _is_locked(data, word):
            return _saved_open(data, word)
    raise GongwenError(Code.FILE_ENCRYPTED, "The password does not open the PDF.", hint="Ask for the right one.")


def locked() -> GongwenError:
    """What to say of a PDF that asks for a password."""
    hint = "Give it with --password, or save the file without one."
    return GongwenError(Code.FILE_ENCRYPTED, "The PDF opens only with a password.", hint=hint)


def forget_error() -> None:
    """Put an error of no consequence in the place of the last one, which pdfium keeps through failures that have none of their own."""
    raw.FPDF_LoadMemDocument64(b"?", 1, None)


def _is_locked(data: bytes, password: bytes | None) -> bool:
    forget_error()
    handle = raw.FPDF_LoadMemDocument64(data, len(data), password)
    if handle:
        raw.FPDF_CloseDocument(handle)
        return False
    return raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


def _saved_open(data: bytes, password: bytes) -> bytes:
    out = io.BytesIO()
    handle = raw.FPDF_LoadMemDocument64(data, len(data), password)
    document = pdfium.PdfDocument(handle)
    try:
        document.save(out, flags=raw.FPDF_REMOVE_SECURITY)
    except pdfium.PdfiumError as error:
        raise GongwenError(Code.FILE_CORRUPT, "The PDF opens, but cannot be read.", hint="Save it without its password.") from error
    finally:
        document.close()
    return out.getvalue()
