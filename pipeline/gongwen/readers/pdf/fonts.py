"""Names of fonts as PDF files write them."""

from __future__ import annotations

import re

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|heavy|black|demi(?!x)", re.IGNORECASE)


def clean_name(name: bytes | str) -> str | None:
    """The name without its subset prefix; bytes may be UTF-8 or, in files from Chinese systems, GBK."""
    text = name if isinstance(name, str) else _decode(name)
    return _SUBSET.sub("", text.replace("\0", "").strip()) or None


def _decode(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def is_bold_name(name: str | None) -> bool:
    return bool(name and _BOLD.search(name))
