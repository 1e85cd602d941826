"""The links of a page: those of the document itself, and the attachments listed anywhere outside the site's menus."""

from __future__ import annotations

from ..links import Links, names_file
from .tree import Element
from .wording import wording

WORDED = 100  # characters: a link that is longer is no label of an attachment

_FRAMES = ("iframe", "embed", "object")
_NO_PLACE = ("javascript:", "vbscript:", "data:", "about:", "blob:")  # not the address of anything outside the page


def read_links(elements: list[Element], roots: list[Element]) -> Links:
    """The links among `elements` (in document order); `roots` hold the document.

    A script or inline data is listed only where it stands for an attachment, since the page then has no other address for it.
    """
    inside = {id(e) for root in roots for e in root.descendants()}
    links = Links()
    for element in elements:
        if element.tag == "a":
            address = element.attrs.get("href", "").strip()
        elif element.tag in _FRAMES:
            address = (element.attrs.get("src") or element.attrs.get("data") or "").strip()
        else:
            continue
        if not address or address.startswith("#"):
            continue
        label = element.text() if element.tag == "a" else element.attrs.get("title", "")
        attachment = _is_attachment(element, label.strip(), address)
        if attachment or (id(element) in inside and element.tag == "a" and _leads_somewhere(element, address)):
            links.add(label, address, attachment)
    return links


def _is_attachment(element: Element, label: str, address: str) -> bool:
    """A link to a file to download, by its address or its name, or one that is worded or addressed as a site's attachments are."""
    if names_file(address) or names_file(label):
        return True
    if element.tag != "a" or _in_furniture(element):
        return False
    if any(part in address[:2000].lower() for part in wording().download_addresses):
        return True
    return len(label) <= WORDED and label.startswith(wording().attachment_words)


def _leads_somewhere(element: Element, address: str) -> bool:
    return not address.lower().startswith(_NO_PLACE) and not _in_furniture(element)


def _in_furniture(element: Element) -> bool:
    return element.furniture or any(a.furniture for a in element.ancestors())
