"""pdfium's functions bound with plain addresses in place of typed pointers: half the cost per call.

A wrong address would crash the process, so addresses only come from pdfium itself and are used while the page is open.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

POINTER = ctypes.c_void_p


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(getattr(raw, name), POINTER).value or 0)


loose_box = _bind("FPDFText_GetLooseCharBox", ctypes.c_int, POINTER, ctypes.c_int, POINTER)
is_generated = _bind("FPDFText_IsGenerated", ctypes.c_int, POINTER, ctypes.c_int)
text_object = _bind("FPDFText_GetTextObject", POINTER, POINTER, ctypes.c_int)
char_matrix = _bind("FPDFText_GetMatrix", ctypes.c_int, POINTER, ctypes.c_int, POINTER)
char_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, POINTER, ctypes.c_int)
font_size = _bind("FPDFText_GetFontSize", ctypes.c_double, POINTER, ctypes.c_int)
object_font = _bind("FPDFTextObj_GetFont", POINTER, POINTER)
render_mode = _bind("FPDFTextObj_GetTextRenderMode", ctypes.c_int, POINTER)
font_name = _bind("FPDFFont_GetBaseFontName", ctypes.c_size_t, POINTER, POINTER, ctypes.c_size_t)
font_flags = _bind("FPDFFont_GetFlags", ctypes.c_int, POINTER)
is_embedded = _bind("FPDFFont_GetIsEmbedded", ctypes.c_int, POINTER)
page_object = _bind("FPDFPage_GetObject", POINTER, POINTER, ctypes.c_int)
form_object = _bind("FPDFFormObj_GetObject", POINTER, POINTER, ctypes.c_ulong)
form_count = _bind("FPDFFormObj_CountObjects", ctypes.c_int, POINTER)
object_type = _bind("FPDFPageObj_GetType", ctypes.c_int, POINTER)
object_matrix = _bind("FPDFPageObj_GetMatrix", ctypes.c_int, POINTER, POINTER)
object_bounds = _bind("FPDFPageObj_GetBounds", ctypes.c_int, POINTER, POINTER, POINTER, POINTER, POINTER)
draw_mode = _bind("FPDFPath_GetDrawMode", ctypes.c_int, POINTER, POINTER, POINTER)
segment_count = _bind("FPDFPath_CountSegments", ctypes.c_int, POINTER)
path_segment = _bind("FPDFPath_GetPathSegment", POINTER, POINTER, ctypes.c_int)
segment_type = _bind("FPDFPathSegment_GetType", ctypes.c_int, POINTER)
segment_point = _bind("FPDFPathSegment_GetPoint", ctypes.c_int, POINTER, POINTER, POINTER)
segment_close = _bind("FPDFPathSegment_GetClose", ctypes.c_int, POINTER)
fill_color = _bind("FPDFPageObj_GetFillColor", ctypes.c_int, POINTER, POINTER, POINTER, POINTER, POINTER)
count_marks = _bind("FPDFPageObj_CountMarks", ctypes.c_int, POINTER)
get_mark = _bind("FPDFPageObj_GetMark", POINTER, POINTER, ctypes.c_ulong)
mark_name = _bind("FPDFPageObjMark_GetName", ctypes.c_int, POINTER, POINTER, ctypes.c_ulong, POINTER)
content_id = _bind("FPDFPageObj_GetMarkedContentID", ctypes.c_int, POINTER)
