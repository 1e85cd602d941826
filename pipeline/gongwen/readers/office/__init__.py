"""Word 97, Word 2003 XML, WPS, RTF and OpenDocument: LibreOffice turns them into DOCX, behind locked doors, and the DOCX reader reads that.

LibreOffice is a program of its own, called for one file or for many at once; see `soffice` for how it is held.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from ...errors import GongwenError
from ...limits import DEFAULT, Limits
from ...model.source import Source
from ..made import made_of
from .locks import refuse_encrypted
from .soffice import PACKAGE, convert_office, find_office, without_network

MEDIA_TYPES = {
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "fodt": "application/vnd.oasis.opendocument.text-flat-xml",
    "wordml": "application/xml",
    "uof": "application/vnd.uof.text",
}
_UNSTABLE = ("created", "modified")  # LibreOffice may put the time of conversion there


def read_office(data: bytes, name: str, kind: str, limits: Limits = DEFAULT) -> Source:
    """Read a document of one of the kinds in `MEDIA_TYPES`; name, size and checksum are those of the original.

    Raises:
        GongwenError: file_encrypted, dependency_missing (no LibreOffice), took_too_long, file_corrupt, expands_too_far, or what
            the DOCX reader says of the result.
    """
    refuse_encrypted(data, kind, limits)
    made = made_of(data)
    if made is None:
        (made,) = convert_office([(f"notice.{kind}", data)], limits)
    if isinstance(made, GongwenError):
        raise made
    return as_original(made, data, name, kind, limits)


def as_original(made: bytes, data: bytes, name: str, kind: str, limits: Limits = DEFAULT) -> Source:
    """What the DOCX reader makes of `made`, under the name of the original `data` that it was converted from."""
    from ..docx import read_docx

    source = read_docx(made, name, limits)
    return replace(
        source,
        media_type=MEDIA_TYPES[kind],
        reader=f"libreoffice/{source.reader}",
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        meta={key: value for key, value in source.meta.items() if key not in _UNSTABLE},
    )


__all__ = ["MEDIA_TYPES", "PACKAGE", "as_original", "convert_office", "find_office", "read_office", "refuse_encrypted", "without_network"]
