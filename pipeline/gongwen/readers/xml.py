"""XML out of files that nobody vouches for: no entities, no network, no document type, no unbounded depth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ..errors import Code, GongwenError

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    huge_tree=False,
    load_dtd=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,  # a fifth faster; nothing here looks elements up by xml:id
)


# What XML 1.0 has no place for, and careless writers copy into it, as characters of an encoding that holds ASCII or as references
_CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]|&#0*(?:[1-8]|1[124-9]|2[0-9]|3[01]);|&#[xX]0*(?:[1-8bcefBCEF]|1[0-9a-fA-F]);")


def parse(data: bytes, part: str) -> _Element:
    """The root of the part of that name. Control characters in it are passed over. Raises GongwenError file_corrupt."""
    try:
        root = _parse(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise GongwenError(Code.FILE_CORRUPT, f"the part {part} is not well-formed XML ({error})") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise GongwenError(Code.FILE_CORRUPT, f"the part {part} declares a document type, which such files never do")
    return root


def _parse(data: bytes) -> _Element:
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        if b"\x00" in data[:4] or not _CONTROLS.search(data):
            raise
        return etree.fromstring(_CONTROLS.sub(b"", data), _PARSER)
