"""UTF-8 that was taken for Windows-1252 or Latin-1 and encoded again before it came here."""

from __future__ import annotations

import re

_TO_BYTES = {ord(char): byte for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))}
_HIGH = "\x80-\xff" + "".join(map(chr, _TO_BYTES))
_IDEOGRAPHS = re.compile(f"(?:[\xe3-\xef][\x80-\xbf{''.join(map(chr, _TO_BYTES))}]{{2}}){{3}}")
_RUN = re.compile(f"[{_HIGH}]{{3,}}")


def is_suspect(text: str) -> bool:
    """Whether the text shows the letters that three ideographs of UTF-8 give as Windows-1252 or Latin-1."""
    return _IDEOGRAPHS.search(text) is not None


def undone(text: str) -> str:
    """What the garbled parts of the text were before; what cannot be undone stays."""
    return _RUN.sub(_from_latin, text)


def _from_latin(run: re.Match[str]) -> str:
    try:
        return run.group().translate(_TO_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return run.group()
