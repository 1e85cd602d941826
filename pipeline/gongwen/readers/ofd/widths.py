"""How wide characters usually are, in em. OFD states where characters begin, never how wide they are.

Only gaps are told from these: a character reaches to the next one unless that is clearly further away.
"""

from __future__ import annotations

SLACK = 0.35  # em by which a narrow character may be wider than usual, since its face is not known

_NARROW = {
    0.25: " \xa0", 0.28: "ijlI|.,:;'!/\\`", 0.33: "ftr()[]{}-\"", 0.8: "mwM%@", 0.9: "W", 0.72: "ABCDEGHKNOPQRSTUVXYZ&",
}  # fmt: skip
_AMBIGUOUS = "§¨°±·×÷"  # as wide as an ideograph in Chinese faces

WIDTHS: dict[str, float] = {chr(c): 0.5 for c in range(0x20, 0x2000)}
WIDTHS.update({char: width for width, chars in _NARROW.items() for char in chars})
WIDTHS.update(dict.fromkeys(_AMBIGUOUS, 1.0))
WIDTHS.update(dict.fromkeys("\u2002\u2010\u2011\u2012\u2013", 0.5))


def reach(x0: list[float], text: str, em: float) -> list[float]:
    """The right edge of each character, given the left edges and the width of an ideograph, all in points."""
    narrow = WIDTHS.get
    widths = [narrow(char, 1.0) * em for char in text]
    slack = SLACK * em
    edges = [
        right if left < right <= left + width + (slack if width < em else 0.0) else left + width
        for left, right, width in zip(x0, x0[1:], widths, strict=False)
    ]
    edges.append(x0[-1] + max(widths[-1], 0.5 * em))  # the next object tells more; Chinese faces set marks half an em wide
    return edges
