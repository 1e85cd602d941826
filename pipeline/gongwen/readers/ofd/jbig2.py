"""JBIG2 files (ITU-T T.88, annex D), as scanners put them into OFD: packed anew as a PDF of one page, which pdfium draws."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from gongwen.errors import Code, GongwenError
from gongwen.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

MAGIC = b"\x97JB2\r\n\x1a\n"
MAX_SEGMENTS = 100_000
_PAGE, _END_OF_PAGE, _END_OF_FILE = 48, 49, 51  # segment types
_UNKNOWN = 0xFFFFFFFF


class Segment(NamedTuple):
    """`kind` is its type; `page` the page that it belongs to, 0 for those that all share."""

    kind: int
    page: int
    header: bytes
    data: bytes


def read(data: bytes, part: str, limits: Limits) -> Image:
    """The first page of the file. Errors: FILE_CORRUPT, PICTURE_TOO_LARGE."""
    try:
        kept = [s for s in segments(data) if s.page in (0, 1) and s.kind not in (_END_OF_PAGE, _END_OF_FILE)]
        width, height = struct.unpack_from(">II", next(s.data for s in kept if s.kind == _PAGE))
    except (struct.error, IndexError, StopIteration) as error:
        raise GongwenError(Code.FILE_CORRUPT, f"{part} is broken JBIG2") from error
    if width * height > limits.max_pixels:
        raise limits.exceeded("max_pixels", f"{part} has {width} x {height} pixels")
    if not width * height:
        raise GongwenError(Code.FILE_CORRUPT, f"{part} is an empty picture")
    return _drawn(_as_pdf(b"".join(s.header + s.data for s in kept), width, height), part)


def segments(data: bytes) -> Iterator[Segment]:
    """The segments of a file, whether their data follow each header or all the headers. Errors: struct.error, IndexError."""
    flags = data[len(MAGIC)]
    at = len(MAGIC) + (1 if flags & 2 else 5)
    headers: list[tuple[int, int, bytes, int]] = []
    while at < len(data) and len(headers) < MAX_SEGMENTS:
        kind, page, end, length = _header(data, at)
        headers.append((kind, page, data[at:end], length))
        at = end
        if flags & 1:
            yield Segment(kind, page, headers[-1][2], data[at : at + length])
            at += length
        if kind == _END_OF_FILE:
            break
    if not flags & 1:
        for kind, page, header, length in headers:
            yield Segment(kind, page, header, data[at : at + length])
            at += length


def _header(data: bytes, at: int) -> tuple[int, int, int, int]:
    """Type, page, end of the header, length of the data (T.88, 7.2)."""
    number, flags, count = struct.unpack_from(">IBB", data, at)
    if count >> 5 == 7:
        count = struct.unpack_from(">I", data, at + 5)[0] & 0x1FFFFFFF
        end = at + 9 + (count + 8) // 8
    else:
        count, end = count >> 5, at + 6
    end += count * (1 if number <= 256 else 2 if number <= 65_536 else 4)
    page = struct.unpack_from(">I", data, end)[0] if flags & 0x40 else data[end]
    end += 4 if flags & 0x40 else 1
    (length,) = struct.unpack_from(">I", data, end)
    return flags & 0x3F, page, end + 4, len(data) if length == _UNKNOWN else length


def _as_pdf(stream: bytes, width: int, height: int) -> bytes:
    size = f"/Width {width} /Height {height} /BitsPerComponent 1"
    image = f"/Type /XObject /Subtype /Image {size} /ColorSpace /DeviceGray /Filter /JBIG2Decode"
    resources = "/Resources << /XObject << /I 5 0 R >> >>"
    content = f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] {resources} /Contents 4 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< %s /Length %d >>\nstream\n%s\nendstream" % (image.encode(), len(stream), stream),
    ]
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))
    return bytes(out)


def _drawn(pdf: bytes, part: str) -> Image:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[0]
            try:
                bitmap = page.render(scale=1)
                image: Image = bitmap.to_pil().convert("RGB")
                bitmap.close()
                return image
            finally:
                page.close()
    except pypdfium2.PdfiumError as error:
        raise GongwenError(Code.FILE_CORRUPT, f"{part} is broken JBIG2") from error
