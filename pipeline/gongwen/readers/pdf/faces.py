"""What pdfium tells of a font."""

from __future__ import annotations

import ctypes

from gongwen.readers.page.fonts import clean_name, is_bold_name
from gongwen.readers.pdf.calls import font_flags, font_name

_FORCE_BOLD = 1 << 18


def face_of(font: int) -> tuple[str | None, bool]:
    if not font:
        return None, False
    size = font_name(font, None, 0)
    if not 1 < size < 1024:
        return None, False
    buffer = ctypes.create_string_buffer(size)
    font_name(font, ctypes.addressof(buffer), size)
    name = clean_name(buffer.value)
    flags = font_flags(font)
    return name, is_bold_name(name) or (flags >= 0 and bool(flags & _FORCE_BOLD))
