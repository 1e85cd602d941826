"""Unit clauses (责任单位) in running text and in table cells: who is charged with a task, and in which role.

A bracket is a unit clause when its whole content reads as one, label or no label. A labelled line (责任单位：…) is one
where its value names bodies. Table cells known to hold units are read more trustingly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.mentions import ClauseMention
from .bodies import KNOWN, parse_name
from .brackets import bracketed
from .clause_lines import labelled
from .clause_mentions import cue, mention, with_lead
from .compact import Compact
from .grammar import load
from .regions import Region
from .spoken_clauses import spoken
from .unit_labels import role_of
from .unit_reading import Charged, read

__all__ = ["declared_order", "find_clauses", "read_cell", "with_lead"]


def find_clauses(text: str, start: int = 0, end: int | None = None, home: Region | None = None) -> list[ClauseMention]:
    """All unit clauses in text[start:end], in order; `home` is the notice's region (levels of names such as 市卫健委)."""
    stop = len(text) if end is None else end
    found = bracketed(text, start, stop, home)
    found += labelled(text, start, stop, home, [(c.start, c.end) for c in found])
    found += spoken(text, start, stop, home, [(c.start, c.end) for c in found])
    found.sort(key=lambda clause: clause.start)
    return found


def read_cell(text: str, start: int, end: int, label: str | None = None, home: Region | None = None) -> ClauseMention:
    """A table cell or labelled value known to hold units. `label` is the column's role or heading (lead, 牵头单位).

    Names that nothing explains are kept as printed; what reads as a sentence is in `unread`.
    """
    persons = label is not None and any(word in label for word in load("clauses").words("persons"))
    compact = Compact(text, start, end, apart=persons)
    reading = read(compact.text, role=role_of(label), believe=True)
    if persons:
        reading = replace(reading, charged=tuple(body for c in reading.charged for body in _without_persons(c)))
    return mention(text, start, end, "clauses.cell", reading, compact, home)


def _without_persons(charged: Charged) -> Iterator[Charged]:
    """The bodies among people (县医保局局长王某); none where no entry explains any part: it is a person alone."""
    item, name = charged.item, charged.item.body.name
    if item.body.rule != "clauses.as_printed":
        yield charged
        return
    at = 0
    while at < len(name) - 2:
        known = ((length, parse_name(name[at : at + length])) for length in range(len(name) - at, 2, -1))
        length, body = next(((n, b) for n, b in known if b is not None and b.strength == KNOWN), (1, None))
        if body is not None:
            yield replace(charged, item=replace(item, body=body, start=item.start + at, end=item.start + at + length))
        at += length


def declared_order(text: str, start: int = 0, end: int | None = None) -> str | None:
    """What a note outside any clause says of order (注：排在第一位的为牵头单位): first, comma, semicolon or None."""
    stop = len(text) if end is None else end
    if cue("speaks_on").search(text, start, stop) is None:
        return None
    for rule in load("clauses").rules:
        if "lead_first" in rule.gives:
            hit = rule.pattern.search(text, start, stop)
            if hit is not None:
                kind = {"逗号": "comma", "分号": "semicolon"}.get(hit.groupdict().get("mark") or "", "first")
                return kind + ("/supporting" if cue("supporting_word").search(hit.groupdict().get("rest") or "") else "")
    return None
