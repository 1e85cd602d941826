"""Names of fonts as PDF files write them."""

from __future__ import annotations

import re

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|heavy|black|demi(?!x)", re.IGNORECASE)


def clean_name(name: bytes | str) -> str | None:
    """The name without its subset prefix; bytes may be UTF-8 or, in files from Chinese systems, GBK."""
    if isinstance(name, bytes):
        try:
            name = name.decode("utf-8")
        except UnicodeDecodeError:
            name = name.decode("gb18030", "replace")
    return _SUBSET.sub("", name.replace("\0", "").strip()) or None


def is_bold_name(name: str | None) -> bool:
    return bool(name and _BOLD.search(name))
