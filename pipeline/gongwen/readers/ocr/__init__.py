"""OCR: pictures and scanned PDF pages to the same lines and tables as any printed page.

A page is read by an engine that gives glyphs like every other; lines, columns, tables and settings are found by what all paged formats
share. The extra `gongwen[ocr]` brings the engine with its models: nothing is fetched, nothing leaves the machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from gongwen.clock import OcrClock
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.model.source import Box, Cell, Item, Layer, Line, Remark, Source, Table
from gongwen.readers.ocr.extra import is_installed, missing, needs_ocr
from gongwen.readers.ocr.scans import Progress, Scanner

if TYPE_CHECKING:
    from gongwen.readers.ocr.page import Scanned

MODES = ("auto", "always", "never")
READER = "rapidocr"
SURE = 0.8  # lines read with less are counted in a remark
UNREAD = 0.5  # lines read with less are marks and stamps: kept apart from the text, as hidden lines


def read_image(data: bytes, name: str, kind: str, limits: Limits = DEFAULT, progress: Progress | None = None) -> Source:
    """Read a picture file, a TIFF with all its pages. `kind` is one of `sniff.PICTURES`.

    Errors (GongwenError): NO_TEXT_LAYER (OCR is not installed), FILE_CORRUPT, FILE_EMPTY (nothing can be read on it),
    PICTURE_TOO_LARGE, TOO_MANY_PAGES, TOO_MUCH_TEXT. Remarks: ocr_used, ocr_low_confidence, and those of printed pages.
    """
    if not is_installed():
        raise needs_ocr("The file is a picture.")
    from gongwen.readers.ocr.images import pictures
    from gongwen.readers.ocr.page import read_picture
    from gongwen.readers.page.reading import Reading

    reading = Reading()
    scanned: dict[int, Scanned] = {}
    n_chars = 0
    ocr_clock = OcrClock(limits)
    for number, (picture, scale, count) in enumerate(pictures(data, limits), 1):
        if number > limits.max_pages:
            raise limits.exceeded("max_pages", f"{number} pages or more")
        if progress is not None:
            progress(number, max(number, count))
        with ocr_clock.page(number):
            page = scanned[number] = read_picture(picture, scale, number)
        n_chars += len(page.glyphs.text)
        if n_chars > limits.max_chars:
            raise limits.exceeded("max_chars", f"{n_chars} characters", page=number)
        reading.add(page.glyphs)
    reading.judge()
    source = Source(
        name=name,
        media_type=f"image/{kind}",
        reader=READER,
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        items=reading.items(),
        pages=tuple(reading.pages),
        remarks=tuple(reading.remarks),
    )
    return told(source, scanned)


def read_scanned_pdf(
    data: bytes, name: str, limits: Limits = DEFAULT, *, pdf_engine: str = "pdfium", mode: str = "auto", progress: Progress | None = None
) -> Source:
    """Read a PDF, its pages without a usable text layer (mode "auto") or all of them ("always") by OCR.

    Errors and remarks are those of `read_pdf`, and ocr_used, ocr_low_confidence; DEPENDENCY_MISSING where all pages shall be read by OCR
    and it is not installed.
    """
    from gongwen.readers.pdf import read_pdf

    if mode == "always" and not is_installed():
        raise missing()
    with Scanner(data, mode, limits, progress) as scanner:
        return _scanned(scanner, lambda: read_pdf(data, name, limits, pdf_engine, scanner))


def read_scanned_ofd(
    data: bytes, name: str, limits: Limits = DEFAULT, *, mode: str = "auto", progress: Progress | None = None
) -> Source:
    """Read an OFD file, its pages that are pictures without a usable text layer (mode "auto") or all that are pictures ("always") by OCR.

    Errors and remarks are those of `read_ofd`, and ocr_used, ocr_low_confidence, picture_unreadable; DEPENDENCY_MISSING as for a PDF.
    """
    from gongwen.readers.ofd import read_ofd
    from gongwen.readers.ofd.scans import OfdScanner

    if mode == "always" and not is_installed():
        raise missing()
    with OfdScanner(data, mode, limits, progress) as scanner:
        try:
            source = _scanned(scanner, lambda: read_ofd(data, name, limits, scanner.take))
        except GongwenError as error:
            if error.code is Code.NO_TEXT_LAYER and scanner.remarks:
                first = scanner.remarks[0]
                raise GongwenError(error.code, first.message, page=first.page, hint="Save it as PDF, or get another copy.") from error
            raise
        return replace(source, remarks=(*source.remarks, *scanner.remarks))


def _scanned(scanner: Scanner, read: Callable[[], Source]) -> Source:
    """What `read` gives with the scanner at work."""
    try:
        source = read()
    except GongwenError as error:
        if scanner.wanted and error.code in (Code.NO_TEXT_LAYER, Code.TEXT_GARBLED, Code.FILE_EMPTY):
            if scanner.fault is not None:
                raise scanner.fault from error
            code = Code.NO_TEXT_LAYER if error.code is Code.FILE_EMPTY else error.code
            raise needs_ocr(error.message, code) from error
        raise
    if scanner.wanted:
        source = replace(source, remarks=(*source.remarks, _wanted(scanner)))
    return told(replace(source, reader=f"{source.reader}+{READER}"), scanner.read, scanner.parts) if scanner.read else source


def _wanted(scanner: Scanner) -> Remark:
    """Which pages went unread for want of OCR, and what to do."""
    error = scanner.fault or missing()
    pages = f"{_plural(len(scanner.wanted), 'page')} not read: {_ranges(scanner.wanted)}"
    return Remark("ocr_missing", f"{pages}. {error.message}: {error.hint}")


def told(source: Source, scanned: Mapping[int, Scanned], parts: Set[int] = frozenset()) -> Source:
    """The source with the confidence of every line read by OCR, and remarks on which pages those are and how sure they are."""
    items = tuple(_with_confidence(item, scanned) for item in source.items)
    remarks = list(source.remarks)
    for numbers, what in (([n for n in scanned if n not in parts], "read"), (sorted(parts), "with pictures read")):
        if numbers:
            remarks.append(Remark("ocr_used", f"{_plural(len(numbers), 'page')} {what} by OCR: {_ranges(numbers)}", severity="info"))
    for number, page in scanned.items():
        if page.repairs:
            put = ", ".join(dict.fromkeys(f"{repair.was} → {repair.put}" for repair in page.repairs))
            remarks.append(Remark("ocr_mended", f"{_plural(len(page.repairs), 'misread character')} put right: {put}", number, "info"))
        unsure = sum(confidence < SURE for _, confidence in page.sure)
        if unsure:
            remarks.append(Remark("ocr_low_confidence", f"{_plural(unsure, 'line')} read with a confidence under {SURE}", number))
    return replace(source, items=items, remarks=tuple(remarks))


def _plural(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _ranges(numbers: list[int]) -> str:
    """1, 3-5, 8"""
    out: list[list[int]] = []
    for number in sorted(numbers):
        if out and number == out[-1][1] + 1:
            out[-1][1] = number
        else:
            out.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in out)


def _with_confidence(item: Item, scanned: Mapping[int, Scanned]) -> Item:
    page = scanned.get(item.page or 0)
    if page is None:
        return item
    if isinstance(item, Table):
        return replace(item, cells=tuple(_cell(cell, page) for cell in item.cells))
    found = _confidences(item, page)
    return replace(item, confidence=min(found), layer=Layer.HIDDEN if max(found) < UNREAD else item.layer) if found else item


def _cell(cell: Cell, page: Scanned) -> Cell:
    return replace(cell, lines=tuple(_sure_line(line, page) for line in cell.lines))


def _sure_line(line: Line, page: Scanned) -> Line:
    found = _confidences(line, page)
    return replace(line, confidence=min(found)) if found else line


def _confidences(line: Line, page: Scanned) -> list[float]:
    """How sure the engine is of the lines it found that overlap this one's middle."""
    box = line.box
    return [confidence for area, confidence in page.sure if box is not None and _share_a_line(area, box)]


def _share_a_line(area: Box, box: Box) -> bool:
    middle = (box.top + box.bottom) / 2
    return area.top < middle < area.bottom and min(area.x1, box.x1) > max(area.x0, box.x0)


__all__ = ["MODES", "READER", "Progress", "is_installed", "read_image", "read_scanned_ofd", "read_scanned_pdf"]
