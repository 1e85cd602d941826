"""OOXML packages in one XML file ("Word XML document" of Word 2007 and later): put back into the container that they stand for."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from ..errors import Code, GongwenError
from ..limits import Limits
from .xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_NS = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


def as_container(data: bytes, limits: Limits) -> bytes:
    """The same package as a zip container, to be read like any other.

    Raises:
        GongwenError: file_corrupt, too_many_entries.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for count, (name, content) in enumerate(_parts(parse(data, "package")), 1):
            if count > limits.max_entries:
                raise limits.exceeded("max_entries", f"{count} parts or more")
            container.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _parts(root: _Element) -> Iterator[tuple[str, bytes]]:
    seen: set[str] = set()
    for part in root.iterchildren(f"{_NS}part"):
        name = part.get(f"{_NS}name", "").lstrip("/")
        content = _content(part, name)
        if name and content is not None and name not in seen:
            seen.add(name)
            yield name, content


def _content(part: _Element, name: str) -> bytes | None:
    xml, binary = part.find(f"{_NS}xmlData"), part.find(f"{_NS}binaryData")
    if xml is not None:
        return next((etree.tostring(child, encoding="UTF-8") for child in xml), None)
    if binary is None:
        return None
    try:
        return base64.b64decode("".join((binary.text or "").split()))
    except (binascii.Error, ValueError) as error:
        raise GongwenError(Code.FILE_CORRUPT, f"the part {name} cannot be decoded ({error})") from error
