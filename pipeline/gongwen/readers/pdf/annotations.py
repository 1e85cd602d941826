"""Text that was typed onto a page: text boxes and filled form fields. A reader of the paper sees them like any other print."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as raw

MOST = 2_000  # annotations looked at on one page
_TYPED = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET)


def draw_typed(page: Any) -> bool:
    """Draw annotations with text into the page; True if there are any, and the page must be loaded again to show them."""
    for i in range(min(MOST, raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        typed = raw.FPDFAnnot_GetSubtype(annotation) in _TYPED
        raw.FPDFPage_CloseAnnot(annotation)
        if typed:
            return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)
    return False
