"""The parts of an OFD container (GB/T 33190, 7): documents, pages, templates, resources, and what is not read but named."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongwen.errors import Code, GongwenError
from gongwen.model.source import Bookmark, Remark
from gongwen.readers.container import SafeZip
from gongwen.readers.ofd.content import Resources
from gongwen.readers.ofd.tree import below, child, children, local, words
from gongwen.readers.page.fonts import clean_name, is_bold_name
from gongwen.readers.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BOOKMARKS = 5_000
MAX_BOOKMARK_DEPTH = 12
MAX_TITLE = 1_000  # characters

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Control characters, bare or as &#11; or &#xB;
_NOT_ALLOWED = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));", re.I)

_ENCRYPTED = frozenset(("encryptions.xml", "decryptseed.dat"))  # GM/T 0099
_META = {
    "Title": "title", "Author": "author", "Subject": "subject", "Abstract": "abstract", "CreationDate": "created",
    "ModDate": "modified", "Creator": "creator",
}  # fmt: skip


@dataclass(slots=True)
class Document:
    """One document of the container. `pages` are (identifier, part or None); `first` is the number before its first page."""

    package: Package
    part: str
    root: _Element
    first: int
    resources: Resources = field(default_factory=Resources)
    pages: list[tuple[str, str | None]] = field(default_factory=list)
    templates: dict[str, str | None] = field(default_factory=dict)

    @property
    def area(self) -> _Element | None:
        return child(child(self.root, "CommonData"), "PageArea")

    def page_number(self, identifier: str | None) -> int | None:
        for i, (own, _) in enumerate(self.pages):
            if own == identifier:
                return self.first + i + 1
        return None

    def bookmarks(self) -> Iterator[Bookmark]:
        """The outline in reading order, capped in number and depth."""
        numbers = {own: self.first + i + 1 for i, (own, _) in enumerate(self.pages)}
        waiting = [(element, 1) for element in reversed(list(children(child(self.root, "Outlines"), "OutlineElem")))]
        left = MAX_BOOKMARKS
        while waiting and left:
            left -= 1
            element, level = waiting.pop()
            target = next(below(child(element, "Actions"), "Dest"), None)
            title = " ".join(element.get("Title", "").split())[:MAX_TITLE]
            yield Bookmark(title, level, numbers.get(target.get("PageID", "")) if target is not None else None)
            if level < MAX_BOOKMARK_DEPTH:
                waiting += [(e, level + 1) for e in reversed(list(children(element, "OutlineElem")))]


class Package:
    """An OFD file open for reading. Raises GongwenError: file_encrypted, file_corrupt and what SafeZip says."""

    def __init__(self, container: SafeZip, remarks: list[Remark]) -> None:
        self._zip = container
        self._remarks = remarks
        self._names = {posixpath.basename(name).casefold(): name for name in container}
        self.root = self.required("OFD.xml")
        if not _ENCRYPTED.isdisjoint(self._names) or child(self.root, "Encryptions") is not None:
            raise GongwenError(Code.FILE_ENCRYPTED, "The OFD file is encrypted.", hint="Save it without encryption.")
        self.bodies = list(children(self.root, "DocBody"))

    def required(self, part: str) -> _Element:
        try:
            return _parse(self._zip.read(part), part)
        except KeyError:
            raise GongwenError(Code.FILE_CORRUPT, f"the part {part} is missing", hint="Ask for the file again.") from None

    def optional(self, part: str | None) -> _Element | None:
        """The root of a side part; None and a remark where it is missing or broken."""
        if part is None:
            return None
        try:
            return self.required(part)
        except GongwenError as error:
            if error.code is not Code.FILE_CORRUPT:
                raise
            self._remarks.append(Remark("part_unreadable", error.message))
            return None

    def resolve(self, location: str | None, base: str) -> str | None:
        """The part that `location` names, seen from the part `base`: absolute, beside it, or, as some files have it, from the root."""
        location = (location or "").strip().replace("\\", "/")
        if not location:
            return None
        beside = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), location)).lstrip("/")
        from_root = posixpath.normpath("/" + location).lstrip("/")
        return from_root if beside not in self._zip and from_root in self._zip else beside

    def documents(self) -> Iterator[Document]:
        """The documents in order, each with its pages, templates and resources."""
        first = 0
        for body in self.bodies:
            part = self._current(body) or self.resolve(words(child(body, "DocRoot")), "OFD.xml")
            if part is None:
                raise GongwenError(Code.FILE_CORRUPT, "A document in the OFD file has no root.", hint="Ask for the file again.")
            document = self._document(part, first)
            first += len(document.pages)
            yield document

    def _current(self, body: _Element) -> str | None:
        """The root of the version that is in force, where the document has versions (GB/T 33190, 19)."""
        for version in children(child(body, "Versions"), "Version"):
            if version.get("Current") == "true":
                part = self.resolve(version.get("BaseLoc"), "OFD.xml")
                return self.resolve(words(child(self.optional(part), "DocRoot")), part or "")
        return None

    def _document(self, part: str, first: int) -> Document:
        root = self.required(part)
        document = Document(self, part, root, first)
        common = child(root, "CommonData")
        for element in common if common is not None else ():
            kind = local(element.tag)
            if kind in ("PublicRes", "DocumentRes"):
                self.add_resources(document.resources, self.resolve(words(element), part))
            elif kind == "TemplatePage":
                document.templates[element.get("ID", "")] = self.resolve(element.get("BaseLoc"), part)
        for page in children(child(root, "Pages"), "Page"):
            document.pages.append((page.get("ID", ""), self.resolve(page.get("BaseLoc"), part)))
        return document

    def add_resources(self, resources: Resources, part: str | None) -> None:
        root = self.optional(part)
        if root is None or part is None:
            return
        for font in below(root, "Font"):
            name = clean_name(font.get("FontName") or font.get("FamilyName") or "")
            resources.faces[font.get("ID", "")] = name, font.get("Bold") == "true" or is_bold_name(name)
        for unit in below(root, "CompositeGraphicUnit"):
            resources.composites[unit.get("ID", "")] = unit
        for param in below(root, "DrawParam"):
            resources.params[param.get("ID", "")] = param
        for media in below(root, "MultiMedia"):
            found = self._media(words(child(media, "MediaFile")), root.get("BaseLoc"), part)
            if found is not None:
                resources.pictures[media.get("ID", "")] = found

    def _media(self, location: str, base: str | None, part: str) -> str | None:
        """The member that a resource names: under the base location that its list states, beside the list, or of that name anywhere."""
        under = posixpath.join((base or "").replace("\\", "/"), location.replace("\\", "/"))
        for place in (self.resolve(under, part), self.resolve(location, part)):
            if place is not None and place in self._zip:
                return place
        name = posixpath.basename(location.replace("\\", "/")).casefold()
        return self._names.get(name) if name else None

    def read(self, part: str) -> bytes:
        """The bytes of a member. Raises KeyError where there is none."""
        return self._zip.read(part)

    def meta(self) -> dict[str, str]:
        """Title, author … of the first document, as the file states them."""
        info = child(self.bodies[0], "DocInfo") if self.bodies else None
        found = {_META[name]: words(e)[:MAX_TITLE] for e in (info if info is not None else ()) if (name := local(e.tag)) in _META}
        keywords = "; ".join(words(e) for e in below(info, "Keyword"))[:MAX_TITLE]
        return {key: value for key, value in {**found, "keywords": keywords}.items() if value}


def _parse(data: bytes, part: str) -> _Element:
    """The root of a part; characters that XML does not allow, and blanks before its declaration, are passed over."""
    try:
        return parse(data, part)
    except GongwenError:
        mended = _NOT_ALLOWED.sub(b"", data.lstrip()) if data[:2] not in _UTF_16 else data
        if mended == data:
            raise
        return parse(mended, part)


def attachments(document: Document) -> Iterator[tuple[str, str]]:
    """The attachments: their names, and where they lie in the container (or their names again). None is opened."""
    package = document.package
    part = package.resolve(words(child(document.root, "Attachments")), document.part)
    for entry in children(package.optional(part), "Attachment"):
        name = entry.get("Name", "")
        yield name, package.resolve(words(child(entry, "FileLoc")), part or "") or name
