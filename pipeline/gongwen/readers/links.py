"""Addresses that a document names: gathered in order, each once, as written. Nothing here or later follows one."""

from __future__ import annotations

import re

from ..model.source import Link, Remark

MAX_LINKS = 1_000
MAX_ADDRESS = 2_000  # characters; a data: address may have millions
MAX_LABEL = 300
_DOCUMENTS = (".pdf", ".ofd", ".ceb", ".doc", ".docx", ".docm", ".wps", ".odt", ".rtf", ".ppt", ".pptx", ".dps")
_FILES = (*_DOCUMENTS, ".xls", ".xlsx", ".xlsm", ".et", ".ods", ".csv", ".zip", ".rar", ".7z")

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def names_file(text: str) -> bool:
    """Whether an address or the words of a link end as the name of a file to download does, a query or fragment aside."""
    folded = text[-MAX_ADDRESS:].strip().lower()
    return folded.endswith(_FILES) or re.split(r"[?#]", folded, maxsplit=1)[0].endswith(_FILES)


class Links:
    """The links of one document in order of appearance."""

    def __init__(self) -> None:
        self._found: dict[Link, None] = {}
        self._refused = 0

    def add(self, label: str, address: str, attachment: bool = False) -> None:
        """Take a link in. Controls, which no address may hold, go; what is too long is cut."""
        address = _CONTROL.sub("", address[: 2 * MAX_ADDRESS]).strip()[:MAX_ADDRESS]
        if not address:
            return
        label = " ".join(_CONTROL.sub(" ", label[: 4 * MAX_LABEL]).split())[:MAX_LABEL]
        link = Link(label, address, attachment)
        if len(self._found) < MAX_LINKS:
            self._found.setdefault(link)
        elif link not in self._found:
            self._refused += 1

    def all(self) -> tuple[Link, ...]:
        return tuple(self._found)

    def remarks(self) -> list[Remark]:
        """What to say where there were more than the record takes."""
        if not self._refused:
            return []
        return [Remark("links_capped", f"{self._refused} links after the first {MAX_LINKS:,} are not listed", severity="info")]
