"""What a file is, told by its content. The name only breaks ties between kinds with the same bytes."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import NamedTuple

from ..errors import GongwenError
from .decode import decode_text

OFFICE = ("doc", "wps", "rtf", "odt", "fodt", "wordml", "uof")  # kinds that only LibreOffice opens
HEAD = 65_536  # bytes of a text file that are looked at
PDF_WINDOW = 1024  # how far in the %PDF- mark may stand (ISO 32000-1, implementation note 13)
MAX_NAMES = 20_000  # members of a container that are looked at

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
    (b"\x09\x08\x08\x00", "xls"),  # the stream of a workbook without its container, as scripts write it
    (b"\x09\x08\x10\x00", "xls"),
    (b"\x09\x04\x06\x00", "xls"),
    (b"\x09\x02\x06\x00", "xls"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
)
_BRANDS = {  # of the ISO base media file format
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"avif", b"avis"), "avif"),
}
PICTURES = ("png", "jpeg", "tiff", "bmp", "webp", "gif", "jp2", "avif")  # kinds that OCR reads
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/epub+zip": "epub",
}
_HTML_TAGS = (
    "a|article|aside|b|base|blockquote|body|br|center|div|dl|em|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|"
    "input|li|link|main|meta|nav|ol|p|pre|script|section|span|strong|style|table|tbody|td|th|thead|title|tr|ul"
)
_HTML_TAG = re.compile(rf"<(/?)({_HTML_TAGS})(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_HTML_ROOT = re.compile(r"<!doctype\s+html\b|<html[\s>]|<(?:head|body)(?:\s[^<>]{0,2000})?>", re.IGNORECASE)
_PDF_TAIL = re.compile(rb"startxref\s+\d+\s+%%EOF")
_XML_ROOT = re.compile(r"<(?:([\w.-]{1,60}):)?([\w.-]{1,60})((?:\s[^<>]{0,20000})?)>")
_BEFORE_ROOT = (("<?", "?>"), ("<!--", "-->"))
_FLAT_KINDS = {
    ("wordDocument", "http://schemas.microsoft.com/office/word/2003/wordml"): "wordml",
    ("package", "http://schemas.microsoft.com/office/2006/xmlPackage"): "flat-opc",
    ("Workbook", "urn:schemas-microsoft-com:office:spreadsheet"): "spreadsheetml",
    ("document", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"): "fodt",
    ("UOF", "http://schemas.uof.org/cn/2003/uof"): "uof",
}
_COMMENT = re.compile(r"<!--.{0,20000}?-->", re.DOTALL)
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^\|.+\|[ \t]*\n\|[ :|-]+\|", re.MULTILINE),
    re.compile(r"\*\*[^*\n]{1,200}\*\*"),
    re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)"),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"^[-*+] \S.*\n[-*+] \S", re.MULTILINE),
)


def sniff(data: bytes, name: str) -> str:
    """The media kind of `data`.

    One of txt md csv html xml mhtml docx xlsx xlsb pptx odt ods ofd epub zip pdf doc xls wps ole rtf png jpeg tiff gif bmp webp jp2
    avif heic gzip 7z rar binary empty, or an office document in one XML file: wordml (Word 2003), spreadsheetml (Excel 2003), flat-opc,
    fodt, fods, uof. `ole` is an OLE container that is none of doc, xls and wps (see `ole_streams`; an EncryptedPackage
    in it is an OOXML file with a password). Never raises.
    """
    head = data[:HEAD]
    if not head.strip(b"\x00 \t\r\n\x0b\x0c") and not data.strip(b"\x00 \t\r\n\x0b\x0c"):
        return "empty"
    if data[:2] == b"PK" and data[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _zip_kind(data)
    if data.startswith(OLE_MAGIC):
        return _ole_kind(data, name)
    if _is_pdf(data):
        return "pdf"
    return _by_magic(data) or _text_kind(data, name)


def _by_magic(data: bytes) -> str | None:
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{\\rtf"):
        return "rtf"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in _BRANDS:
        return _BRANDS[data[8:12]]
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"BM") and len(data) >= 26 and data[14:18] in (b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0"):
        return "bmp"
    return None


def _is_pdf(data: bytes) -> bool:
    """The mark at the start, or, after junk, together with what only a PDF has."""
    at = data.find(b"%PDF-", 0, PDF_WINDOW + 5)
    if at < 0:  # a damaged file that lost its first bytes still shows the cross-reference table
        return bool(_PDF_TAIL.search(data[-2048:])) and (b" obj" in data or b"trailer" in data)
    if not data[:at].strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        return True
    return b" obj" in data[at:] or b"startxref" in data[at:]


def _zip_kind(data: bytes) -> str:
    names = _zip_names(data)
    mimetype = re.match(rb"PK\x03\x04.{26}mimetype([a-z0-9.+/-]{10,60})", data[:200], re.DOTALL)
    if mimetype is not None:
        for declared, kind in _MIMETYPES.items():
            if mimetype.group(1).startswith(declared):
                return kind
    if "ofd.xml" in names:
        return "ofd"
    if "xl/workbook.bin" in names:
        return "xlsb"
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(n.startswith(folder) and n.endswith(".xml") for n in names):
            return kind
    if "content.xml" in names and "mimetype" in names:
        return _open_document(data)
    return "epub" if "meta-inf/container.xml" in names and "mimetype" in names else "zip"


def _zip_names(data: bytes) -> list[str]:
    """Names of the members in lower case with / between folders; from the local headers where the directory is lost."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = archive.namelist()[:MAX_NAMES]
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, UnicodeError, NotImplementedError):
        found = []
        at = 0
        while (at := data.find(b"PK\x03\x04", at)) >= 0 and len(found) < MAX_NAMES:
            length = int.from_bytes(data[at + 26 : at + 28], "little")
            found.append(data[at + 30 : at + 30 + length].decode("utf-8", "replace"))
            at += 4
    return [n.replace("\\", "/").lstrip("/").lower() for n in found]


def _open_document(data: bytes) -> str:
    """ODT or ODS where the mimetype member does not come first; it must be stored, so its bytes can be read in place."""
    for declared, kind in _MIMETYPES.items():
        if declared in data:
            return kind
    return "zip"


class OleEntry(NamedTuple):
    """An entry of the directory of an OLE compound file: name, first sector, size in bytes."""

    name: str
    sector: int
    size: int


def ole_streams(data: bytes) -> tuple[str, ...]:
    """Names of the directory entries of an OLE compound file ([MS-CFB] 2.6), as far as they can be reached."""
    return tuple(entry.name for entry in ole_entries(data))


def ole_entries(data: bytes) -> tuple[OleEntry, ...]:
    """The directory of an OLE compound file, as far as it can be reached."""
    if len(data) < 512 or not data.startswith(OLE_MAGIC):
        return ()
    size = _sector_size(data)
    sector = int.from_bytes(data[48:52], "little")
    entries: list[OleEntry] = []
    seen: set[int] = set()
    while sector < 0xFFFFFFFA and sector not in seen and len(entries) < MAX_NAMES:
        seen.add(sector)
        start = (sector + 1) * size
        block = data[start : start + size]
        if not block:
            break
        entries += [e for i in range(0, len(block) - 127, 128) if (e := _entry(block[i : i + 128])).name]
        sector = _next_sector(data, sector, size)
    return tuple(entries)


def ole_head(data: bytes, stream: str) -> bytes:
    """The first sector of a stream, looked up without regard to case; empty where there is none, or where it is too small for sectors
    of its own."""
    least = int.from_bytes(data[56:60], "little")
    for entry in ole_entries(data):
        if entry.name.lower() == stream.lower() and entry.size >= least:
            start = (entry.sector + 1) * _sector_size(data)
            return data[start : start + min(entry.size, _sector_size(data))]
    return b""


def _sector_size(data: bytes) -> int:
    shift = int.from_bytes(data[30:32], "little")
    return 1 << shift if shift in (9, 12) else 512


def _entry(entry: bytes) -> OleEntry:
    length = int.from_bytes(entry[64:66], "little")
    sector, size = int.from_bytes(entry[116:120], "little"), int.from_bytes(entry[120:124], "little")
    if entry[66] == 0 or not 2 <= length <= 64:
        return OleEntry("", sector, size)
    return OleEntry(entry[: length - 2].decode("utf-16-le", "replace"), sector, size)


def _next_sector(data: bytes, sector: int, size: int) -> int:
    """The sector after `sector` in its chain, by the first 109 FAT sectors that the header lists."""
    slot, offset = divmod(sector, size // 4)
    if slot >= 109:
        return 0xFFFFFFFF
    fat = int.from_bytes(data[76 + 4 * slot : 80 + 4 * slot], "little")
    at = (fat + 1) * size + 4 * offset
    entry = data[at : at + 4]
    return int.from_bytes(entry, "little") if len(entry) == 4 else 0xFFFFFFFF


def _ole_kind(data: bytes, name: str) -> str:
    streams = {s.lower() for s in ole_streams(data)}
    if "encryptedpackage" in streams:
        return "ole"
    if "worddocument" in streams:
        # WPS Writer keeps Word's own streams, so only the name tells its files from Word's
        return "wps" if name.lower().endswith((".wps", ".wpt")) else "doc"
    if streams & {"workbook", "book"}:
        return "xls"
    if any(s.startswith(("wps", "matost")) for s in streams):
        return "wps"
    return "ole"


def _text_kind(data: bytes, name: str) -> str:
    try:
        head, _ = decode_text(_even(data))
    except GongwenError:
        return "binary"
    start = head.lstrip()
    if _is_mhtml(start):
        return "mhtml"
    if start.startswith("<") and (kind := _flat_kind(start)):
        return kind
    if start.startswith("<?xml"):
        return "html" if re.search(r"<(?:!doctype\s+)?html[\s>]", start[:4096], re.IGNORECASE) else "xml"
    if _is_html(start):
        return "html"
    if name.lower().endswith((".csv", ".tsv")) and _is_text(head):
        return "csv"
    if _is_markdown(head, name):
        return "md"
    return "txt" if _is_text(head) else "binary"


def _flat_kind(start: str) -> str | None:
    """The kind of an office document in one XML file, by its root and the namespace of that."""
    at = 0
    for _ in range(20):  # a declaration, instructions, comments
        end = next((end for mark, end in _BEFORE_ROOT if start.startswith(mark, at)), None)
        if end is None:
            break
        at = start.find(end, at) + len(end)
        at += len(start[at : at + 200]) - len(start[at : at + 200].lstrip())
    root = _XML_ROOT.match(start, at)
    if root is None:
        return None
    prefix, name, attributes = root.groups()
    space = re.search(rf"\sxmlns{':' if prefix else ''}{re.escape(prefix or '')}\s*=\s*[\"']([^\"']{{1,200}})", attributes)
    kind = _FLAT_KINDS.get((name, space.group(1))) if space is not None else None
    if kind == "fodt" and (held := re.search(r"\soffice:mimetype\s*=\s*[\"']([^\"']{1,200})", attributes)):
        return {"text": "fodt", "spreadsheet": "fods"}.get(held.group(1).removeprefix("application/vnd.oasis.opendocument."), "xml")
    return kind


def _even(data: bytes) -> bytes:
    """The head of the file, cut at a line end or at least between the units of UTF-16 and UTF-32."""
    if len(data) <= HEAD:
        return data
    head = data[:HEAD]
    cut = head.rfind(b"\n")
    return head[:cut] if cut > HEAD // 2 and b"\x00" not in head else head


def _is_text(head: str) -> bool:
    return head.count("\ufffd") <= 0.1 * len(head)


def _is_mhtml(start: str) -> bool:
    top = start[:4096].lower()
    return bool(re.match(r"[a-z-]+:", top)) and "mime-version:" in top and "multipart/related" in top


def _is_html(start: str) -> bool:
    """A root of HTML, or a text that begins with a tag of HTML and closes its tags as HTML does."""
    bare = _COMMENT.sub("", start).lstrip()
    if _HTML_ROOT.match(bare):
        return True
    first = _HTML_TAG.match(bare)
    found = [(hit.group(1), hit.group(2).lower()) for hit in _HTML_TAG.finditer(bare[:HEAD])]
    opened = {tag for slash, tag in found if not slash}
    closed = {tag for slash, tag in found if slash}
    if first is not None:
        return bool(opened & closed) or opened <= {"br", "hr", "p", "li", "meta", "link", "img"}
    root = _HTML_ROOT.search(bare[:4096])
    if root is not None and (bare.startswith("<") or not bare[: root.start()].strip()):
        return True
    return _is_fragment(bare, opened, closed, len(found))


def _is_fragment(bare: str, opened: set[str], closed: set[str], count: int) -> bool:
    """HTML that begins with text: several kinds of tags, closed, and tags make up much of it; plain text may quote a few."""
    if _MARKDOWN[0].search(bare) or _MARKDOWN[1].search(bare) or count < 10:
        return False
    first = _HTML_TAG.search(bare)
    return len(opened) >= 3 and bool(opened & closed) and first is not None and first.start() < 1000


def _is_markdown(head: str, name: str) -> bool:
    signs = sum(bool(pattern.search(head)) for pattern in _MARKDOWN)
    if name.lower().endswith((".md", ".markdown", ".mdown")):
        return True
    return signs >= 2
