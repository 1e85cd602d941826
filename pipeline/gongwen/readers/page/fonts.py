"""Names of fonts as PDF and OFD files write them."""

from __future__ import annotations

import re

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|heavy|black|demi(?!x)", re.IGNORECASE)


_LATIN = re.compile(r"arial|helvetica|times|courier|symbol|dingbats|calibri|cambria|verdana|tahoma|georgia|garamond", re.IGNORECASE)


def clean_name(name: bytes | str) -> str | None:
    """The name without its subset prefix; bytes may be UTF-8 or, in files from Chinese systems, GBK."""
    text = name if isinstance(name, str) else _decode(name)
    return _SUBSET.sub("", text.replace("\0", "").strip()) or None


def _decode(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def is_latin_name(name: str | None) -> bool:
    """Whether it is one of the usual Latin families, for which every reader has a stand-in."""
    return bool(name and _LATIN.search(name))


def is_bold_name(name: str | None) -> bool:
    return bool(name and _BOLD.search(name))
