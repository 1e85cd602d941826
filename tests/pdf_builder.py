"""Writes small PDFs by hand, so that every test shows the drawing operators it is about.

The only font maps each two-byte code to the character of that number (ToUnicode), full-width, ASCII half-width; it is embedded, and
every character looks like a box. Coordinates are those of the file: origin at the lower left.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

A4 = (0.0, 0.0, 595.0, 842.0)

_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /Plain def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    + b"".join(b"%d beginbfrange\n" % 64 + b"".join(b"<%02X00> <%02XFF> <%02X00>\n" % (h, h, h) for h in range(k, k + 64)) + b"endbfrange\n"
               for k in range(0, 256, 64))
    + b"endcmap end end"
)  # fmt: skip


@dataclass
class Sheet:
    """A page to be written: its drawing operators, boxes, rotation, and further resources."""

    content: bytes
    media: tuple[float, float, float, float] = A4
    crop: tuple[float, float, float, float] | None = None
    rotate: int = 0
    xobjects: dict[str, bytes] = field(default_factory=dict)  # name -> whole object
    resources: str = ""  # further entries of the page's resources
    entries: str = ""  # further entries of the page
    fonts: str = ""  # further fonts: "/F2 10 0 R"


def text(x: float, y: float, string: str, size: float = 12, matrix: str = "1 0 0 1", mode: int = 0) -> bytes:
    """A line of text with its baseline's start at x, y; `matrix` holds a b c d."""
    codes = string.encode("utf-16-be").hex().upper()
    return f"BT /F1 {size} Tf {mode} Tr {matrix} {x} {y} Tm <{codes}> Tj ET\n".encode()


def paragraph(x: float, y: float, lines: Sequence[str], size: float = 12, leading: float = 20) -> bytes:
    return b"".join(text(x, y - leading * k, line, size) for k, line in enumerate(lines))


def row_of(xs: Sequence[float], y: float, strings: Sequence[str]) -> bytes:
    return b"".join(text(x, y, string) for x, string in zip(xs, strings, strict=False) if string)


def rule(x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> bytes:
    return f"{width} w {x0} {y0} m {x1} {y1} l S\n".encode()


def grid(xs: Sequence[float], ys: Sequence[float]) -> bytes:
    """A full ruled grid."""
    return b"".join([rule(xs[0], y, xs[-1], y) for y in ys] + [rule(x, ys[0], x, ys[-1]) for x in xs])


def stream(content: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def form(content: bytes, entries: str = "", matrix: str = "1 0 0 1 0 0") -> bytes:
    return stream(content, f"/Type /XObject /Subtype /Form /BBox [-2000 -2000 2000 2000] /Matrix [{matrix}] {entries}")


IMAGE = stream(b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")


def _box(width: int) -> bytes:
    right = width - 20
    outline = struct.pack(">hhhhh", 1, 20, -100, right, 860) + struct.pack(">HH", 3, 0) + b"\x01" * 4
    outline += struct.pack(">hhhh", 20, 0, right - 20, 0) + struct.pack(">hhhh", -100, 960, 0, -960)
    return outline + b"\0" * (-len(outline) % 4)


def _box_font() -> bytes:
    """A TrueType font of four glyphs: missing, a box that fills the em, a blank, a box half as wide."""
    full, half = _box(1000), _box(500)
    tables = {
        b"glyf": full + half,
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, -120, 1000, 880, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 4),
        b"hmtx": struct.pack(">HhHhHhHh", 1000, 0, 1000, 20, 1000, 0, 500, 20),
        b"loca": struct.pack(">IIIII", 0, 0, len(full), len(full), len(full) + len(half)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 4, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    out = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32)
    offset = 12 + 16 * len(tables)
    body = b""
    for tag, table in tables.items():
        out += tag + struct.pack(">III", 0, offset + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return out + body


def _glyph(code: int) -> int:
    if code in (0x20, 0xA0, 0x3000):
        return 2
    return 3 if code < 0x7F else 1


def _packed(content: bytes) -> bytes:
    return stream(zlib.compress(content), f"/Filter /FlateDecode /Length1 {len(content)}")


_GLYPHS = b"".join(struct.pack(">H", _glyph(code)) for code in range(0x10000))
_FONT_FILE = _packed(_box_font())
_GLYPH_MAP = _packed(_GLYPHS)


def build(sheets: Sequence[Sheet], extra: Sequence[bytes] = (), catalog: str = "", embed: bool = True) -> bytes:
    """The PDF. `extra` objects are numbered from 10; sheets follow after them. Without `embed` the font file is left out."""
    objects: dict[int, bytes] = {
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /FontDescriptor 5 0 R /CIDToGIDMap 8 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [32 126 500] >>",
        5: b"<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120"
        b" /CapHeight 700 /StemV 80 " + (b"/FontFile2 7 0 R >>" if embed else b">>"),
        6: stream(_TO_UNICODE),
        7: _FONT_FILE,
        8: _GLYPH_MAP,
    }
    objects.update({10 + k: body for k, body in enumerate(extra)})
    number = 10 + len(extra)
    kids = []
    for sheet in sheets:
        names = []
        for name, body in sheet.xobjects.items():
            objects[number] = body
            names.append(f"/{name} {number} 0 R")
            number += 1
        objects[number] = stream(sheet.content)
        crop = f"/CropBox [{' '.join(map(str, sheet.crop))}]" if sheet.crop else ""
        objects[number + 1] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{' '.join(map(str, sheet.media))}] {crop} /Rotate {sheet.rotate} {sheet.entries} "
            f"/Resources << /Font << /F1 3 0 R {sheet.fonts} >> /XObject << {' '.join(names)} >> {sheet.resources} >> "
            f"/Contents {number} 0 R >>"
        ).encode()
        kids.append(f"{number + 1} 0 R")
        number += 2
    objects[2] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()
    return _write(objects)


def _write(objects: dict[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)
