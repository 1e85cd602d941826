"""PDFs as broken and odd as those in the test suites of PDF programs, each written small and by hand; see test_odd_files.py.

`FILES` gives each by name with what may come of it: `text:…` in the record, the code of an error, or that of a finding, parted by |.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

from pdf_builder import IMAGE, Sheet, build, form, stream, text

WORDS = "完善便民服务体系"
LATIN = "Ordinary words of a page"
READ = f"text:{WORDS}"
DAMAGE = "file_corrupt|file_empty|page_unreadable"

Odd = tuple[Callable[[], bytes], str]


def page(content: bytes = b"", **rest: object) -> bytes:
    """One page with the words and whatever else is drawn on it."""
    return build([Sheet(text(72, 700, WORDS) + content, **rest)])  # type: ignore[arg-type]


def written(objects: dict[int, str | bytes], trailer: str = "", header: str = "%PDF-1.7") -> bytes:
    """A file of these objects with a right table of references; 1 is the catalog."""
    out, places = bytearray(f"{header}\n".encode()), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + (body.encode("latin-1") if isinstance(body, str) else body) + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % size
    out += b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    return bytes(out) + f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def latin(
    content: str | bytes = "",
    pages: str = "/Count 1 /Kids [3 0 R]",
    leaf: str = "/MediaBox [0 0 595 842]",
    catalog: str = "/Pages 2 0 R",
    more: dict[int, str | bytes] | None = None,
    font: str = HELVETICA,
    trailer: str = "",
) -> bytes:
    """One page of plain words in a font that needs no file; every object can be another: 2 pages, 3 page, 4 content, 5 font."""
    drawn = content.encode("latin-1") if isinstance(content, str) else content
    return written(
        {
            1: f"<< /Type /Catalog {catalog} >>",
            2: f"<< /Type /Pages {pages} >>",
            3: f"<< /Type /Page /Parent 2 0 R {leaf} /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
            4: stream(drawn or f"BT /F1 12 Tf 72 700 Td ({LATIN}) Tj ET".encode()),
            5: font,
            **(more or {}),
        },
        trailer,
    )


def swapped(data: bytes, old: bytes, new: bytes, count: int = 1) -> bytes:
    assert old in data
    return data.replace(old, new, count)


def without_table(data: bytes) -> bytes:
    return data[: data.rindex(b"xref\n0 ")]


def wrong_length(change: Callable[[int], str]) -> bytes:
    return re.sub(rb"/Length (\d+) ( >>\nstream\nBT)", lambda m: b"/Length " + change(int(m[1])).encode() + m[2], page(), count=1)


def updated(body: str, prev: int | None = None) -> bytes:
    """An update after the end that puts another content in the place of the old one."""
    data = latin()
    number, at = 4, len(data)
    table = f"xref\n{number} 1\n{at:010d} 00000 n \n"
    new = b"4 0 obj\n" + stream(body.encode()) + b"\nendobj\n"
    back = prev if prev is not None else int(re.findall(rb"startxref\n(\d+)", data)[-1])
    end = f"trailer\n<< /Size 6 /Root 1 0 R /Prev {back} >>\nstartxref\n{at + len(new)}\n%%EOF\n"
    return data + new + table.encode() + end.encode()


def packed_objects(first: int | None = None, count: int | None = None, width: str = "[1 4 2]") -> bytes:
    """Objects in an object stream, references in a stream of their own (ISO 32000-1, 7.5.7 and 7.5.8)."""
    bodies = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        5: HELVETICA,
    }
    inner, index = "", []
    for number, body in bodies.items():
        index.append(f"{number} {len(inner)}")
        inner += body + " "
    head = " ".join(index) + " "
    count = len(bodies) if count is None else count
    held = stream((head + inner).encode(), f"/Type /ObjStm /N {count} /First {len(head) if first is None else first}")
    out, places = bytearray(b"%PDF-1.5\n"), {}
    for number, body in ((4, stream(f"BT /F1 12 Tf 72 700 Td ({LATIN}) Tj ET".encode())), (6, held)):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    rows = [(0, 0, 65535), (2, 6, 0), (2, 6, 1), (2, 6, 2), (1, places[4], 0), (2, 6, 3), (1, places[6], 0), (1, start, 0)]
    table = b"".join(bytes([kind]) + a.to_bytes(4, "big") + b.to_bytes(2, "big") for kind, a, b in rows)
    out += b"7 0 obj\n" + stream(table, f"/Type /XRef /Size 8 /W {width} /Root 1 0 R") + b"\nendobj\n"
    return bytes(out) + f"startxref\n{start}\n%%EOF\n".encode()


def cjk(cmap: str, collection: str, codes: str, font: str = "STSong-Light") -> bytes:
    """Words in one of the predefined CMaps, the font not in the file, as old Chinese PDFs have them."""
    whole = f"<< /Type /Font /Subtype /Type0 /BaseFont /{font}-{cmap} /Encoding /{cmap} /DescendantFonts [6 0 R] >>"
    described = "/Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80"
    more: dict[int, str | bytes] = {
        6: f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{font} /FontDescriptor 7 0 R /DW 1000"
        f" /CIDSystemInfo << /Registry (Adobe) /Ordering ({collection}) /Supplement 2 >> >>",
        7: f"<< /Type /FontDescriptor /FontName /{font} {described} >>",
    }
    return latin(f"BT /F1 16 Tf 72 700 Td <{codes}> Tj ET", more=more, font=whole)


def mapped(to_unicode: bytes, codes: str = "00410042", embed: str = "") -> bytes:
    """A composite font whose ToUnicode map is `to_unicode`."""
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>"
    more: dict[int, str | bytes] = {
        6: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /FontDescriptor 7 0 R /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        7: "<< /Type /FontDescriptor /FontName /Odd /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880"
        " /Descent -120 /StemV 80 >>",
        8: stream(to_unicode),
    }
    return latin(f"BT /F1 16 Tf 72 700 Td <{codes}> Tj ET", more=more, font=font)


def cmap(body: str) -> bytes:
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    return (head + body + "\nendcmap end end").encode()


def drawn_font(to_unicode: bool) -> bytes:
    """A Type3 font: every letter is a small drawing."""
    glyphs = "<< /a 6 0 R /b 6 0 R >>"
    mapping = "/ToUnicode 7 0 R" if to_unicode else ""
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar 98"
        f" /Widths [1000 1000] /CharProcs {glyphs} /Encoding << /Type /Encoding /Differences [97 /a /b] >> /Resources << >> {mapping} >>"
    )
    table = cmap("2 beginbfchar <61> <4FBF> <62> <6C11> endbfchar").replace(b"<0000> <FFFF>", b"<00> <FF>")
    more: dict[int, str | bytes] = {6: stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f"), 7: stream(table)}
    return latin("BT /F1 16 Tf 72 700 Td (abab) Tj ET", more=more, font=font)


def tree(depth: int) -> bytes:
    """A page below so many nodes of the page tree."""
    nodes: dict[int, str | bytes] = {10 + k: f"<< /Type /Pages /Parent {9 + k} 0 R /Count 1 /Kids [{11 + k} 0 R] >>" for k in range(depth)}
    nodes[10 + depth] = "<< /Type /Page /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>"
    return latin(pages="/Count 1 /Kids [10 0 R]", more=nodes)


def annotated(subtype: str, entries: str, catalog: str = "", words: bool = True) -> bytes:
    """A page with one annotation drawn by an appearance stream, beside its own words or alone."""
    drawn = "/Type /XObject /Subtype /Form /BBox [0 0 300 40] /Resources << /Font << /F1 5 0 R >> >>"
    more: dict[int, str | bytes] = {
        6: f"<< /Type /Annot /Subtype /{subtype} /Rect [72 500 372 540] /AP << /N 7 0 R >> /F 4 {entries} >>",
        7: stream(b"BT /F1 12 Tf 2 10 Td (Filled in by hand) Tj ET", drawn),
    }
    leaf = "/MediaBox [0 0 595 842] /Annots [6 0 R]"
    return latin("" if words else "q Q", leaf=leaf, catalog=f"/Pages 2 0 R {catalog}", more=more)


def looping_forms() -> bytes:
    """A form that draws another one that draws the first."""
    one = form(b"/Fm2 Do\n", "/Resources << /XObject << /Fm2 11 0 R >> >>")
    other = form(b"/Fm1 Do\n", "/Resources << /XObject << /Fm1 10 0 R >> >>")
    return build([Sheet(text(72, 700, WORDS) + b"/Fm1 Do\n", xobjects={"Fm1": one})], extra=[one, other])


def nested_forms(depth: int, times: int) -> bytes:
    """A form that draws another one so many times, and that one another: some kilobytes that no reader comes to the end of."""
    forms = [form(b"/Fm Do\n" * times, f"/Resources << /XObject << /Fm {11 + k} 0 R >> >>") for k in range(depth)]
    first = form(b"/Fm Do\n" * times, "/Resources << /XObject << /Fm 10 0 R >> >>")
    return build([Sheet(text(72, 700, WORDS) + b"/Fm1 Do\n", xobjects={"Fm1": first})], extra=[*forms, form(text(72, 600, "内层"))])


def bomb(size: int) -> bytes:
    """Content that unpacks from some kilobytes to megabytes, twice packed."""
    packed = zlib.compress(zlib.compress(b" " * size + f"BT /F1 12 Tf 72 700 Td ({LATIN}) Tj ET".encode(), 9), 9)
    return latin(more={4: stream(packed, "/Filter [/FlateDecode /FlateDecode]")})


def media(box: str) -> bytes:
    return latin(leaf=f"/MediaBox {box}")


ENDS = f"text:{LATIN}"
TYPED = "text:Filled in by hand"
EITHER = f"{ENDS}|{DAMAGE}"
NO_WORDS = f"text_garbled|no_text_layer|no_tasks|{DAMAGE}"

FILES: dict[str, Odd] = {
    # references and ends
    "startxref-zero": (lambda: re.sub(rb"startxref\n\d+", b"startxref\n0", page()), READ),
    "startxref-missing": (lambda: re.sub(rb"startxref\n\d+\n", b"", page()), READ),
    "startxref-letters": (lambda: re.sub(rb"startxref\n\d+", b"startxref\nover there", page()), READ),
    "table-missing": (lambda: without_table(page()), READ),
    "table-shifted": (lambda: re.sub(rb"(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % (int(m[1]) + 7), page()), READ),
    "table-of-noise": (lambda: re.sub(rb"\d{10} 00000 n", b"xxxxxxxxxx 00000 n", page()), READ),
    "head-missing": (lambda: page()[9:], READ),
    "head-late": (lambda: b"\n" * 700 + page(), READ),
    "head-odd": (lambda: swapped(page(), b"%PDF-1.7", b"%PDF-9.9"), READ),
    "mail-before": (lambda: b"Content-Type: application/pdf\r\n\r\n" + page(), READ),
    "noise-after": (lambda: page() + bytes(range(256)) * 40, READ),
    "cut-near-the-end": (lambda: page()[:-200], READ),
    "cut-in-half": (lambda: page()[: len(page()) // 2], f"{READ}|{DAMAGE}"),
    "cut-after-the-head": (lambda: page()[:40], "file_corrupt"),
    "ends-missing": (lambda: latin().replace(b"endobj", b""), EITHER),
    "length-short": (lambda: wrong_length(lambda n: str(n // 2)), f"{READ}|{DAMAGE}"),
    "length-long": (lambda: wrong_length(lambda n: str(n + 5000)), READ),
    "length-negative": (lambda: wrong_length(lambda _: "-7"), f"{READ}|{DAMAGE}"),
    "length-missing": (lambda: re.sub(rb"/Length \d+ ", b"", latin(), count=1), EITHER),
    "length-by-itself": (lambda: re.sub(rb"/Length \d+ ", b"/Length 4 0 R ", latin(), count=1), EITHER),
    "endstream-missing": (lambda: swapped(latin(), b"\nendstream", b""), EITHER),
    "updated": (lambda: updated("BT /F1 12 Tf 72 700 Td (The later words) Tj ET"), "text:The later words"),
    "updated-in-a-loop": (
        lambda: updated("BT /F1 12 Tf 72 700 Td (The later words) Tj ET", len(latin()) + 80),
        "text:The later words|" + EITHER,
    ),
    "packed-objects": (packed_objects, ENDS),
    "packed-objects-first-wrong": (lambda: packed_objects(first=99999), EITHER),
    "packed-objects-count-wrong": (lambda: packed_objects(count=2_000_000_000), EITHER),
    "packed-references-wide": (lambda: packed_objects(width="[9 99 9]"), EITHER),
    # the page tree
    "no-catalog": (lambda: swapped(latin(), b"/Root 1 0 R", b"/Root 99 0 R"), EITHER),
    "no-pages": (lambda: latin(catalog=""), DAMAGE),
    "pages-none": (lambda: latin(pages="/Count 0 /Kids []"), DAMAGE),
    "pages-null": (lambda: latin(pages="/Count 3 /Kids [null 3 0 R 77 0 R]"), ENDS),
    "pages-themselves": (lambda: latin(pages="/Count 2 /Kids [2 0 R 3 0 R]"), EITHER),
    "pages-twice": (lambda: latin(pages="/Count 2 /Kids [3 0 R 3 0 R]"), ENDS),
    "pages-count-low": (lambda: latin(pages="/Count 0 /Kids [3 0 R]"), EITHER),
    "pages-count-negative": (lambda: latin(pages="/Count -1 /Kids [3 0 R]"), EITHER),
    "pages-count-vast": (lambda: latin(pages="/Count 2147483647 /Kids [3 0 R]"), f"{EITHER}|too_many_pages"),
    "pages-too-many": (lambda: latin(pages=f"/Count 2500 /Kids [{'3 0 R ' * 2500}]"), "too_many_pages"),
    "parent-itself": (lambda: swapped(latin(), b"/Parent 2 0 R", b"/Parent 3 0 R"), ENDS),
    "tree-deep": (lambda: tree(40), ENDS),
    "tree-bottomless": (lambda: tree(3000), EITHER),
    # sizes and turns
    "media-none": (lambda: latin(leaf=""), ENDS),
    "media-inherited": (lambda: latin(leaf="", pages="/Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] /Rotate 90"), ENDS),
    "media-inverted": (lambda: media("[595 842 0 0]"), ENDS),
    "media-empty": (lambda: media("[0 0 0 0]"), ENDS),
    "media-vast": (lambda: media("[0 0 99999999 99999999]"), ENDS),
    "media-nonsense": (lambda: media("[(a) /b null true]"), ENDS),
    "media-negative": (lambda: media("[-300 -300 595 842]"), ENDS),
    "crop-elsewhere": (lambda: latin(leaf="/MediaBox [0 0 595 842] /CropBox [5000 5000 6000 6000]"), f"{EITHER}|no_text"),
    "unit-large": (lambda: latin(leaf="/MediaBox [0 0 595 842] /UserUnit 75000"), ENDS),
    **{f"turned-{r}": (lambda r=r: page(rotate=r), READ) for r in (-90, 450, 45, 180)},  # type: ignore[misc]
    # content
    "content-none": (lambda: swapped(latin(), b"/Contents 4 0 R", b""), "file_empty"),
    "content-itself": (lambda: swapped(latin(), b"/Contents 4 0 R", b"/Contents 3 0 R"), DAMAGE),
    "content-in-pieces": (
        lambda: swapped(latin("BT /F1 12 Tf 72 700 Td (Ordinary words of"), b"/Contents 4 0 R", b"/Contents [null 4 0 R 88 0 R]"),
        f"text:Ordinary|{DAMAGE}",
    ),
    "content-noise": (lambda: page(bytes(range(256)) * 20), READ),
    "content-unknown-operators": (lambda: page(b"1 2 3 nothing << /A [ >> ) ] frobnicate 5 Tj (x) m\n" * 200), READ),
    "content-string-unended": (lambda: page(b"BT /F1 12 Tf (never ended " + b"x" * 5000), READ),
    "content-states-unbalanced": (lambda: page(b"Q " * 500 + b"q " * 50_000), READ),
    "content-arrays-nested": (lambda: page(b"[" * 100_000), READ),
    "content-packed-by-nobody": (lambda: swapped(latin(), b"/Length", b"/Filter /NobodyDecode /Length"), ENDS),
    "content-bomb": (lambda: bomb(100_000_000), f"{ENDS}|expands_too_far|{DAMAGE}"),
    "image-inline": (lambda: page(b"BI /W 4 /H 4 /CS /G /BPC 8 ID " + b"0123 EI 89ABCDEF"[:16] + b"\nEI\n"), READ),
    "image-inline-unended": (lambda: page(b"BI /W 9999 /H 9999 /CS /RGB /BPC 8 ID " + b"x" * 300), READ),
    "forms-in-a-loop": (looping_forms, READ),
    "form-without-resources": (lambda: page(b"/Fm1 Do", xobjects={"Fm1": form(text(72, 600, "内层"))}), READ),
    "picture-of-nothing": (lambda: page(b"/Im1 Do", xobjects={"Im1": IMAGE.replace(b"/Width 1", b"/Width 99999999")}), READ),
    "paths-by-the-thousand": (
        lambda: page(b"".join(b"%d %d m %d %d l S\n" % (k % 500, k % 800, k % 500 + 1, k % 800) for k in range(60_000))),
        READ,
    ),
    "boxes-by-the-thousand": (lambda: page(b"".join(b"%d %d 3 3 re S\n" % (k % 500, k % 800) for k in range(60_000))), READ),
    "letters-by-the-thousand": (lambda: page(text(72, 600, "字" * 60_000, 1)), READ),
    "size-zero": (lambda: page(text(72, 600, "无", 0)), READ),
    "size-vast": (lambda: page(text(72, 600, "大", 1e9)), READ),
    "matrix-flat": (lambda: page(text(72, 600, "平", matrix="0 0 0 0")), READ),
    "matrix-mirrored": (lambda: page(text(300, 600, "镜", matrix="-1 0 0 1")), READ),
    "numbers-beyond": (lambda: page(b"1e400 -1e400 99999999999999999999 0 0 cm\n" + text(72, 600, "远")), READ),
    "text-white": (lambda: page(b"1 1 1 rg\n" + text(72, 600, "白")), READ),
    "text-clip-only": (lambda: page(text(72, 600, "裁", mode=7)), READ),
    # fonts
    "map-of-surrogates": (lambda: mapped(cmap("2 beginbfchar <0041> <D840DC00> <0042> <4E2D> endbfchar")), "text:𠀀中"),
    "map-half-surrogate": (lambda: mapped(cmap("2 beginbfchar <0041> <D840> <0042> <4E2D> endbfchar")), "text:中|text_garbled"),
    "map-range-overflows": (lambda: mapped(cmap("1 beginbfrange <0041> <FFFF> <FFF0> endbfrange")), NO_WORDS),
    "map-range-backwards": (lambda: mapped(cmap("1 beginbfrange <0042> <0041> <4E2D> endbfrange")), NO_WORDS),
    "map-by-itself": (lambda: mapped(b"8 0 R usecmap /Odd usecmap " * 50), NO_WORDS),
    "map-of-noise": (lambda: mapped(bytes(range(256)) * 8), NO_WORDS),
    "map-to-ligatures": (lambda: mapped(cmap("2 beginbfchar <0041> <006600660069> <0042> <FB01> endbfchar")), "text:ffifi"),
    "drawn-font": (lambda: drawn_font(True), "text:便民便民"),
    "drawn-font-unmapped": (lambda: drawn_font(False), "text:abab|text_garbled|no_text_layer"),
    "font-missing": (lambda: latin(font="null"), f"{ENDS}|text_garbled|no_text_layer|{DAMAGE}"),
    "font-itself": (
        lambda: latin(font="<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R] >>"),
        f"{EITHER}|no_tasks",
    ),
    "cmap-unigb-ucs2": (lambda: cjk("UniGB-UCS2-H", "GB1", WORDS.encode("utf-16-be").hex()), READ),
    "cmap-unigb-utf16": (lambda: cjk("UniGB-UTF16-H", "GB1", WORDS.encode("utf-16-be").hex()), READ),
    "cmap-gbk-euc": (lambda: cjk("GBK-EUC-H", "GB1", WORDS.encode("gbk").hex()), READ),
    "cmap-gb-euc": (lambda: cjk("GB-EUC-H", "GB1", WORDS.encode("gb2312").hex()), READ),
    "cmap-gbpc-euc": (lambda: cjk("GBpc-EUC-H", "GB1", WORDS.encode("gb2312").hex()), READ),
    "cmap-gbkp-euc": (lambda: cjk("GBKp-EUC-H", "GB1", WORDS.encode("gbk").hex()), READ),
    "cmap-gbk2k": (lambda: cjk("GBK2K-H", "GB1", WORDS.encode("gb18030").hex()), READ),
    "cmap-big5": (lambda: cjk("ETen-B5-H", "CNS1", "便民服務".encode("big5").hex(), "MSung-Light"), "text:便民服務"),
    "cmap-unicns": (lambda: cjk("UniCNS-UCS2-H", "CNS1", "便民服務".encode("utf-16-be").hex(), "MSung-Light"), "text:便民服務"),
    "cmap-sjis": (lambda: cjk("90ms-RKSJ-H", "Japan1", "日本語".encode("cp932").hex(), "HeiseiMin-W3"), "text:日本語"),
    "cmap-ksc": (lambda: cjk("KSCms-UHC-H", "Korea1", "한국어".encode("cp949").hex(), "HYSMyeongJo-Medium"), "text:한국어"),
    "cmap-vertical": (lambda: cjk("UniGB-UCS2-V", "GB1", WORDS.encode("utf-16-be").hex()), f"{READ}|vertical_text"),
    "cmap-of-nobody": (lambda: cjk("Nobody-H", "GB1", WORDS.encode("gbk").hex()), NO_WORDS),
    # beside the page
    "form-field": (lambda: annotated("Widget", "/FT /Tx /T (a) /V (Filled in by hand)", "/AcroForm << /Fields [6 0 R] >>"), TYPED),
    "form-fields-only": (
        lambda: annotated("Widget", "/FT /Tx /T (a) /V (x)", "/AcroForm << /Fields [6 0 R] >>", words=False),
        TYPED,
    ),
    "form-by-script": (
        lambda: latin(catalog="/Pages 2 0 R /AcroForm << /XFA [(a) 6 0 R] >> /NeedsRendering true", more={6: stream(b"<xdp/>")}),
        ENDS,
    ),
    "note": (lambda: annotated("FreeText", "/Contents (Filled in by hand)"), TYPED),
    "script": (lambda: latin(catalog="/Pages 2 0 R /OpenAction << /S /JavaScript /JS (while\\(true\\){}) >>"), ENDS),
    "program-to-start": (lambda: latin(catalog="/Pages 2 0 R /OpenAction << /S /Launch /F (/bin/true) >>"), ENDS),
    "files-inside": (
        lambda: latin(
            catalog="/Pages 2 0 R /Collection << >> /Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>",
            more={6: "<< /Type /Filespec /F (a.txt) /EF << /F 7 0 R >> >>", 7: stream(b"hidden", "/Type /EmbeddedFile")},
        ),
        ENDS,
    ),
    "lock-unknown": (lambda: latin(trailer="/Encrypt << /Filter /Nobody /V 1 >> /ID [<00><00>]"), "file_encrypted|file_corrupt"),
    "layer-off": (
        lambda: latin(
            f"/OC /L1 BDC BT /F1 12 Tf 72 700 Td ({LATIN}) Tj ET EMC",
            catalog="/Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>",
            more={6: "<< /Type /OCG /Name (L1) >>"},
        ),
        EITHER,
    ),
}
