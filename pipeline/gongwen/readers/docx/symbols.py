"""Characters of the symbol fonts (w:sym and private-use text set in them) as Unicode prints them."""

from __future__ import annotations

_GREEK_UPPER = dict(zip("ABGDEZHQIKLMNXOPRSTUFCYW", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", strict=True))
_SYMBOL = {ord(k): v for k, v in _GREEK_UPPER.items()} | {ord(k.lower()): v.lower() for k, v in _GREEK_UPPER.items()}
_SYMBOL |= {0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…"}
_SYMBOL |= {0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xE5: "∑", 0xD6: "√"}


def _circled(zero: int, negative_zero: int) -> dict[int, str]:
    light = {zero + i: chr(0x245F + i) for i in range(1, 11)} | {zero: "⓪"}
    return light | {negative_zero + i: chr(0x2775 + i) for i in range(1, 11)} | {negative_zero: "⓿"}


_WINGDINGS = _circled(0x80, 0x8B) | {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•",
    0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "☆", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = _circled(0x69, 0x74) | {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■", 0xA3: "□"}
_TABLES = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def symbol(font: str | None, code: str | None) -> str:
    """The text of a w:sym: `code` in hexadecimal, symbol fonts at F000-F0FF. An unknown one keeps its private-use character."""
    try:
        point = int(code or "", 16)
    except ValueError:
        return ""
    table = _TABLES.get((font or "").lower())
    if table is not None and (point < 0x100 or 0xF000 <= point <= 0xF0FF):
        known = table.get(point & 0xFF)
        return known or chr(0xF000 | point & 0xFF)
    return chr(point) if 0x20 <= point < 0xD800 or 0xE000 <= point <= 0xFFFD or 0x10000 <= point <= 0x10FFFF else ""
