"""Word documents that are scans: pages put into them as pictures, read in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gongwen.clock import OcrClock
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.model.source import Remark, Source
from gongwen.readers.container import SafeZip
from gongwen.readers.docx import names as n
from gongwen.readers.ocr import READER, Progress, told
from gongwen.readers.ocr.extra import is_installed, missing
from gongwen.readers.opc import WORD, Package
from gongwen.readers.page.reading import Reading
from gongwen.readers.sniff import PICTURES, sniff

SCANNED = frozenset({"no_text", "pictures_not_read"})  # remarks of the reader of Word on documents that may be scans


def read_pictures(source: Source, data: bytes, limits: Limits = DEFAULT, progress: Progress | None = None) -> Source:
    """The document with what is printed on its pictures after its own text; as it is where that is nothing, or OCR is not installed.

    Errors: TOO_MUCH_TEXT, TOOK_TOO_LONG, DEPENDENCY_MISSING where OCR is installed and does not start. Remarks: those of pictures,
    ocr_missing, pictures_not_read for pictures of other kinds.
    """
    every = _pictures(Package(SafeZip(data, limits), [], WORD))
    parts = [part for part in every if sniff(part, "") in PICTURES]
    if not parts:
        return source
    if not is_installed():
        error = missing()
        return replace(source, remarks=(*source.remarks, Remark("ocr_missing", f"Pictures not read. {error.message}: {error.hint}")))
    from gongwen.readers.ocr.images import pictures
    from gongwen.readers.ocr.page import Scanned, read_picture

    reading, clock = Reading(), OcrClock(limits)
    scanned: dict[int, Scanned] = {}
    unread, n_chars = len(every) - len(parts), 0
    for part in parts:
        try:
            for picture, scale, _ in pictures(part, limits):
                number = len(scanned) + 1
                if progress is not None:
                    progress(number, max(number, len(parts)))
                with clock.page(number):
                    page = scanned[number] = read_picture(picture, scale, number)
                n_chars += len(page.glyphs.text)
                if n_chars > limits.max_chars:
                    raise limits.exceeded("max_chars", f"{n_chars} characters", page=number)
                reading.add(page.glyphs)
        except GongwenError as error:
            if error.code not in (Code.FILE_CORRUPT, Code.PICTURE_TOO_LARGE):
                raise
            unread += 1
    if not n_chars:
        return source
    remarks = [remark for remark in source.remarks if remark.code not in SCANNED]
    if unread:
        remarks.append(Remark("pictures_not_read", f"{unread} of {len(every)} pictures cannot be read"))
    return told(
        replace(
            source,
            reader=f"{source.reader}+{READER}",
            items=(*source.items, *reading.items()),
            pages=tuple(reading.pages),
            remarks=(*remarks, *reading.remarks),
        ),
        scanned,
    )


def _pictures(package: Package) -> list[bytes]:
    """The pictures of the body in the order in which they stand, each once."""
    root, relations = package.required(package.main), package.relations(package.main)
    named = (element.get(n.R_EMBED) or element.get(n.R_ID) or "" for element in root.iter(n.A_BLIP, n.IMAGE_DATA))
    targets = dict.fromkeys(relations[i].target for i in named if i in relations and not relations[i].external)
    return [data for target in targets for data in _read(package, target)]


def _read(package: Package, part: str) -> Iterator[bytes]:
    try:
        yield package.read(part)
    except KeyError:
        return
