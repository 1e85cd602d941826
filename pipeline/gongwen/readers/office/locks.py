"""Files that open only with a password, told before LibreOffice is asked to open them."""

from __future__ import annotations

from ...errors import Code, GongwenError
from ...limits import DEFAULT, Limits
from ..sniff import ole_head, ole_streams

_FIB_MARKS = (b"\xec\xa5", b"\xdc\xa5")  # wIdent of Word 97 and of Word 6 ([MS-DOC] 2.5.2)
_FIB_FLAGS = 0x0A  # offset of the flags A-R
_F_ENCRYPTED = 0x0100


def refuse_encrypted(data: bytes, kind: str, limits: Limits = DEFAULT) -> None:
    """Raise FILE_ENCRYPTED where the file asks for a password. `kind` is what `sniff` says."""
    if (kind in ("doc", "wps") and _is_locked_word(data)) or (kind == "ole" and _is_locked_package(data)):
        raise _encrypted()
    if kind == "odt" and _is_locked_open_document(data, limits):
        raise _encrypted()


def _encrypted() -> GongwenError:
    return GongwenError(Code.FILE_ENCRYPTED, "the document opens only with a password", hint="Save it without the password.")


def _is_locked_word(data: bytes) -> bool:
    head = ole_head(data, "WordDocument")
    return head[:2] in _FIB_MARKS and bool(int.from_bytes(head[_FIB_FLAGS : _FIB_FLAGS + 2], "little") & _F_ENCRYPTED)


def _is_locked_package(data: bytes) -> bool:
    """OOXML with a password is an OLE file with the package inside ([MS-OFFCRYPTO] 2.3.4)."""
    return "encryptedpackage" in {name.lower() for name in ole_streams(data)}


def _is_locked_open_document(data: bytes, limits: Limits) -> bool:
    from ..container import SafeZip

    package = SafeZip(data, limits)
    return "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml")
