"""The parts of an OOXML package (Word, Excel) and their relationships, read leniently: a missing or broken side part costs a remark."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from lxml import etree

from ..errors import Code, GongwenError
from ..model.source import Remark
from .container import SafeZip
from .xml import parse as parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_STRICT = b"http://purl.oclc.org/ooxml/"
# Strict OOXML differs from the common (Transitional) form by its namespace names only, as far as text goes
_STRICT_NAMES = (
    (b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_META = {"title": "title", "creator": "author", "subject": "subject", "keywords": "keywords", "created": "created", "modified": "modified"}


class Application(NamedTuple):
    """What tells the main part of a package: its content type, its usual name, what to call it in a message."""

    main_type: re.Pattern[str]
    main_part: str
    document: str


WORD = Application(
    re.compile(r"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled", re.IGNORECASE),
    "word/document.xml",
    "a Word document",
)
EXCEL = Application(
    re.compile(r"spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template)\.macroEnabled", re.IGNORECASE),
    "xl/workbook.xml",
    "an Excel workbook",
)


class Relation(NamedTuple):
    """`kind` is the last word of the relationship type: styles, numbering, header, hyperlink … `target` a part name or an address."""

    kind: str
    target: str
    external: bool


class Package:
    """Parts by name. `main` is the name of the main document part."""

    def __init__(self, container: SafeZip, remarks: list[Remark], application: Application) -> None:
        self._zip = container
        self._application = application
        self._remarks = remarks
        self._relations: dict[str, dict[str, Relation]] = {}
        self.main = self._find_main()

    def required(self, part: str) -> _Element:
        """The root of a part without which there is no document. Raises GongwenError file_corrupt."""
        try:
            return parse(self._zip.read(part), part)
        except KeyError:
            raise GongwenError(Code.FILE_CORRUPT, f"the part {part} is missing") from None

    def optional(self, part: str | None, lighten: Callable[[bytes], bytes] | None = None) -> _Element | None:
        """The root of a side part, None where it is missing; None and a remark where it is broken.

        `lighten` takes off the bytes what nobody will ask for; where that breaks them, the part is read as it is.
        """
        if part is None or part not in self._zip:
            return None
        data = self._zip.read(part)
        if lighten is not None:
            with suppress(GongwenError):
                return parse(lighten(data), part)
        try:
            return parse(data, part)
        except GongwenError as error:
            if error.code is not Code.FILE_CORRUPT:
                raise
            self._remarks.append(Remark("part_unreadable", error.message))
            return None

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises KeyError where there is none."""
        return self._zip.read(part)

    def remark(self, remark: Remark) -> None:
        self._remarks.append(remark)

    def relations(self, part: str) -> dict[str, Relation]:
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.optional(posixpath.join(folder, "_rels", name + ".rels"))
            self._relations[part] = {} if root is None else _read_relations(root, folder)
        return self._relations[part]

    def target(self, kind: str) -> str | None:
        """The part that the main document names as its styles, numbering …; by its usual name where no relation tells."""
        for relation in self.relations(self.main).values():
            if relation.kind == kind and not relation.external:
                return relation.target
        usual = posixpath.join(posixpath.dirname(self.main), kind + ".xml")
        return usual if usual in self._zip else None

    def numbered_parts(self, kind: str) -> list[str]:
        """Parts by their usual names (word/header1.xml …), for packages whose relations are lost."""
        pattern = re.compile(re.escape(posixpath.dirname(self.main)) + rf"/{kind}\d*\.xml", re.IGNORECASE)
        return sorted((name for name in self._zip if pattern.fullmatch(name)), key=lambda name: (len(name), name))

    def _find_main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and not relation.external and relation.target in self._zip:
                return relation.target
        types = self.optional("[Content_Types].xml")
        if types is not None:
            for override in types:
                if self._application.main_type.search(override.get("ContentType", "")):
                    return override.get("PartName", "").lstrip("/")
        if self._application.main_part in self._zip:
            return self._application.main_part
        raise GongwenError(Code.UNSUPPORTED_FORMAT, f"a zip container without {self._application.document} in it")

    def meta(self) -> dict[str, str]:
        """What the core properties say: title, author, subject, keywords, created, modified."""
        relation = next((r for r in self.relations("").values() if r.kind == "core-properties" and not r.external), None)
        root = self.optional(relation.target) if relation is not None else None
        if root is None:
            return {}
        found = ((_META.get(e.tag.rsplit("}", 1)[-1]), " ".join((e.text or "").split())) for e in root)
        return {key: text[:1000] for key, text in found if key is not None and text}


def parse(data: bytes, part: str) -> _Element:
    """A part as XML, its names those of the common form. Raises GongwenError file_corrupt."""
    root = parse_xml(data, part)
    if _STRICT in " ".join(root.nsmap.values()).encode():
        root = parse_xml(with_common_names(etree.tostring(root, encoding="UTF-8")), part)
    return root


def with_common_names(data: bytes) -> bytes:
    """The namespaces of the Strict form replaced by the common ones, in a part that is UTF-8."""
    if _STRICT in data[:4096]:
        for strict, common in _STRICT_NAMES:
            data = data.replace(b'="' + _STRICT + strict, b'="' + common)
    return data


def _read_relations(root: _Element, folder: str) -> dict[str, Relation]:
    found: dict[str, Relation] = {}
    for element in root:
        identifier, target = element.get("Id"), element.get("Target")
        if identifier is None or target is None:
            continue
        external = element.get("TargetMode", "") == "External"
        if not external:
            target = unquote(target.replace("\\", "/"))
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[identifier] = Relation(element.get("Type", "").rsplit("/", 1)[-1], target, external)
    return found
