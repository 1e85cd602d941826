"""What stands on the pages without being part of them: annotations (GB/T 33190, 15), seals and signatures (18)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from gongwen.model.source import Layer, Line, Remark
from gongwen.readers.ofd.package import Document, Package
from gongwen.readers.ofd.tree import below, child, children, words

MAX_ANNOTATIONS = 10_000
MAX_NAMED = 10  # attachments in a remark


def read_notes(document: Document) -> Iterator[Line]:
    """The wording of each annotation as a remark of its page; one without wording (a stamp, a stroke) as an empty line."""
    package = document.package
    part = package.resolve(words(child(document.root, "Annotations")), document.part)
    left = MAX_ANNOTATIONS
    for page in children(package.optional(part), "Page"):
        number = document.page_number(page.get("PageID"))
        for annotation in children(package.optional(package.resolve(words(child(page, "FileLoc")), part or "")), "Annot"):
            if not left:
                return
            left -= 1
            drawn = " ".join(filter(None, (words(code) for code in below(child(annotation, "Appearance"), "TextCode"))))
            yield Line(drawn or words(child(annotation, "Remark")), page=number, layer=Layer.COMMENT)


def signatures(package: Package) -> int:
    """How many signatures and seals the documents bear."""
    count = 0
    for body in package.bodies:
        root = package.optional(package.resolve(words(child(body, "Signatures")), "OFD.xml"))
        count += sum(1 for _ in children(root, "Signature"))
    return count


def remarks(n_annotations: int, attached: Sequence[str], n_signatures: int) -> Iterator[Remark]:
    if n_annotations:
        yield Remark("annotations", f"{n_annotations} annotations are kept apart from the text.", severity="info")
    if attached:
        names = ", ".join(posixpath.basename(place) for place in attached[:MAX_NAMED])
        yield Remark("attachments_unread", f"{len(attached)} attachments are not read: {names}.")
    if n_signatures:
        yield Remark("signatures_unchecked", f"The file bears {n_signatures} signatures or seals; they are not checked.", severity="info")
