"""Complex fields (w:fldChar): the result is text, the instruction is not; some instructions print text themselves.

Word draws enclosed characters with `EQ \\o\\ac(○,1)` and old phonetic guides with `EQ \\o(\\s\\up 9(pinyin),base)`; such a field
has no result, so its text is read from the instruction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_EQ = re.compile(r"\s*eq\b", re.IGNORECASE)
_OVERSTRIKE = re.compile(r"\\o\s*(?:\\a[a-z]\s*)?\(", re.IGNORECASE)
_FRACTION = re.compile(r"\\f\s*\(", re.IGNORECASE)
_RAISED = re.compile(r"\\s\s*\\(?:up|do)", re.IGNORECASE)
_RINGS = frozenset("○〇◯O")
_SCALED = re.compile(r"(?:\\[a-z]+[\s\d-]*)+\((.*)\)$", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r'\s*hyperlink\s+(?!\\)"?([^"\s]{1,2000})', re.IGNORECASE)


@dataclass(slots=True)
class OpenField:
    """A field whose end has not come. `mark` is the place in the paragraph where it began, None in a later paragraph."""

    mark: int | None
    instruction: str = ""
    in_result: bool = False


def printed_instruction(instruction: str) -> str:
    """The text that a field without a result prints by its instruction; empty for all but EQ fields."""
    equation = _EQ.match(instruction)
    if equation is None:
        return ""
    body = instruction[equation.end() :]
    for pattern, join in ((_OVERSTRIKE, _enclosed), (_FRACTION, "/".join)):
        found = pattern.search(body)
        if found:
            return join(_arguments(body[found.end() :]))
    return ""


def link_target(instruction: str) -> str | None:
    found = _LINK.match(instruction)
    return found.group(1) if found else None


def _arguments(text: str) -> list[str]:
    """The arguments up to the closing bracket, parted by commas outside inner brackets."""
    out, depth = [""], 0
    for char in text:
        if depth == 0 and char in ",;，":
            out.append("")
            continue
        depth += (char == "(") - (char == ")")
        if depth < 0:
            break
        out[-1] += char
    return [part.strip() for part in out]


def _enclosed(arguments: list[str]) -> str:
    """Characters drawn over each other: a ring with its content, or a base with something raised above it."""
    plain = [a for a in arguments if not _RAISED.match(a)]
    ringed = [a for a in plain if a not in _RINGS or len(plain) == 1]
    text = "".join(_unscaled(a) for a in ringed)
    if len(ringed) == len(plain):
        return text
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 50:
        number = int(text)
        return chr(0x245F + number if number <= 20 else 0x323C + number if number <= 35 else 0x328D + number)
    at = "一二三四五六七八九十".find(text) if len(text) == 1 else -1
    return chr(0x3280 + at) if at >= 0 else text


def _unscaled(text: str) -> str:
    """Inner switches such as \\s\\up 2(…) taken off, their content kept."""
    found = _SCALED.match(text)
    return found.group(1) if found else text
