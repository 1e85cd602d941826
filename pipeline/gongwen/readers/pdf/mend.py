"""A damaged PDF mended so far that an engine can find its objects: files cut off in download, their first or last bytes lost.

Engines look for every object themselves where the table of references is wrong, but want to be told where the document begins.
"""

from __future__ import annotations

import re
from itertools import islice

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,8})[ \t\r\n]{1,10}(\d{1,5})[ \t\r\n]{1,10}obj\b")
_CATALOG = re.compile(rb"/Type\s{0,10}/Catalog\b")
_PAGES = re.compile(rb"/Type\s{0,10}/Pages\b")
_PAGE = re.compile(rb"/Type\s{0,10}/Page(?![A-Za-z])")
_BODY = 4_000  # bytes of an object in which its type stands
_MOST = 10_000  # pages that are put together
_MOST_OBJECTS = 200_000  # that are looked at
_HEAD = b"%PDF-1.7\n"
_WINDOW = 1024  # how far in engines look for the head


def mended(data: bytes) -> bytes | None:
    """The file with what is lost of its head and its end; None where nothing in it can be mended.

    A catalog, or a page tree, that is lost is made anew out of the pages that are there, in the order of the file.
    """
    catalog: bytes | None = None
    has_tree = False
    pages: dict[bytes, None] = {}
    last = 0
    if b"/Encrypt" in data:  # what unlocks it stands in the part that is lost
        return None
    places = list(islice(_OBJECT.finditer(data), _MOST_OBJECTS))
    for k, place in enumerate(places):
        end = places[k + 1].start() if k + 1 < len(places) else len(data)
        body = data[place.end() : min(end, place.end() + _BODY)]
        name = b"%s %s R" % place.groups()
        last = max(last, int(place[1]))
        if _CATALOG.search(body):
            catalog = name
        elif _PAGE.search(body):
            pages[name] = None
        has_tree = has_tree or _PAGES.search(body) is not None
    more = b""
    if catalog is None or not has_tree:
        if not pages:
            return None
        kids = list(pages)[:_MOST]
        more = b"\n%d 0 obj\n<< /Type /Pages /Count %d /Kids [%s] >>\nendobj\n" % (last + 1, len(kids), b" ".join(kids))
        more += b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (last + 2, last + 1)
        catalog, last = b"%d 0 R" % (last + 2), last + 2
    head = b"" if b"%PDF-" in data[:_WINDOW] else _HEAD
    end_of_file = b"\ntrailer\n<< /Size %d /Root %s >>\nstartxref\n0\n%%%%EOF\n" % (last + 1, catalog)
    return head + data + more + end_of_file
