"""Raised figures as plain characters: 10 to the power of 4 is not 104."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_FIGURE = re.compile(r"[+\-−]?[0-9]{1,3}")


def raised(text: str) -> str | None:
    """The figure in raised characters (m², 10⁴, a mark of a note); None for anything else, which stays as it is."""
    return text.translate(_RAISED) if _FIGURE.fullmatch(text) else None
