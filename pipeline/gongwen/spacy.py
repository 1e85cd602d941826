"""The recognisers as a spaCy component: `nlp.add_pipe("gongwen")` gives responsible units, deadlines, targets and citations.

    >>> import spacy
    >>> nlp = spacy.blank("zh")
    >>> nlp.add_pipe("gongwen", config={"planning_year": 2025})
    >>> doc = nlp("9月底前，建成15家托育机构。（责任单位：市卫健委、教育局）")
    >>> [(span.text, span._.gongwen["name"]) for span in doc.spans["units"]]
    [('市卫健委', '市卫健委'), ('教育局', '市教育局')]

The component reads text as it stands: paragraphs end at line feeds, and where a mention stands in a notice is not asked. Who
wants tasks converts the file and makes the doc from the record's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

try:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.util import filter_spans
except ImportError as exc:
    raise ImportError("the spaCy component needs spaCy: pip install 'gongwen[spacy]'") from exc

from .assemble.calendar import Calendar
from .assemble.contents import read
from .assemble.units import Assigner
from .recognise.clauses import declared_order, find_clauses
from .recognise.points import planning_period
from .recognise.regions import Region, find_region

GROUPS = ("units", "deadlines", "targets", "citations")
ENTITY = {"units": "UNIT", "deadlines": "DEADLINE", "targets": "TARGET", "citations": "CITATION"}
_PLACE = ("start", "end", "raw")

Attributes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mention:
    """Something found: offsets into the doc's text, its label within its group, and what is known about it."""

    group: str
    start: int
    end: int
    label: str
    attributes: Attributes


@Language.factory(
    "gongwen",
    default_config={"planning_year": None, "issued_on": None, "region": None, "ents": False},
    assigns=["doc.spans", "doc._.gongwen", "doc._.gongwen_unaligned"],
)
def make_component(
    nlp: Language, name: str, planning_year: int | None, issued_on: str | None, region: str | None, ents: bool
) -> Gongwen:
    """Make the component.

    Args:
        nlp: the pipeline that asks for it.
        name: what the pipeline calls it.
        planning_year: the year that dates without one belong to; by default what the text itself says of its plan.
        issued_on: ISO date of signing, which 今年 and the like count from.
        region: name of the issuer's region (清江市), for full names of its bodies.
        ents: set doc.ents too, the longest mention where several overlap.
    """
    return Gongwen(planning_year, issued_on, find_region([region]) if region else None, ents)


@dataclass(frozen=True, slots=True)
class Gongwen:
    """Fills doc.spans with the groups units, deadlines, targets and citations.

    Labels: a unit's role (lead, responsible, supporting), a deadline's kind, a target's mode, citation. `span._.gongwen`
    holds the attributes, named as in the record. Where tokens do not end where a mention ends, the span is widened to whole
    tokens and the mention noted in `doc._.gongwen_unaligned`; what could not be placed at all is noted there too.
    """

    planning_year: int | None = None
    issued_on: str | None = None
    region: Region | None = None
    ents: bool = False

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one doc. Other span groups and entities that do not overlap are left alone."""
        found: dict[str, list[Attributes]] = {group: [] for group in GROUPS}
        spans: dict[str, list[Span]] = {group: [] for group in GROUPS}
        unaligned: list[Attributes] = []
        for mention in self.mentions(doc.text):
            kept = found[mention.group]
            place = f"{mention.group}:{len(kept)}"
            kept.append(mention.attributes)
            span = doc.char_span(mention.start, mention.end, label=mention.label, span_id=place, alignment_mode="expand")
            if span is not None:
                spans[mention.group].append(span)
            if span is None or (span.start_char, span.end_char) != (mention.start, mention.end):
                tokens = None if span is None else span.text
                text = doc.text[mention.start : mention.end]
                unaligned.append({"id": place, "start": mention.start, "end": mention.end, "text": text, "tokens": tokens})
        for group in GROUPS:
            doc.spans[group] = spans[group]
        doc._.gongwen = {group: tuple(found[group]) for group in GROUPS}  # tuples, as a stored doc gives them back
        doc._.gongwen_unaligned = tuple(unaligned)
        if self.ents:
            _set_ents(doc, spans)
        return doc

    def mentions(self, text: str) -> list[Mention]:
        """Everything found in a text, in its order."""
        calendar = self._calendar(text)
        assigner = Assigner(text, self.region)
        assigner.declare(declared_order(text, 0, len(text)))
        found: list[Mention] = []
        for start, end in _paragraphs(text):
            clauses = find_clauses(text, start, end, home=self.region)
            for i, clause in enumerate(clauses):
                units = assigner.task([clause], of_list=(start, i))
                found += [_mention("units", u.start, u.end, u.role, asdict(u)) for u in units]
            contents = read(text, [(start, end)], clauses, (), calendar)
            found += [_mention("deadlines", d.start, d.end, d.kind, asdict(d)) for d in contents.deadlines]
            for placed in contents.targets:
                t = placed.mention
                found.append(_mention("targets", t.start, t.end, t.mode, {**asdict(t), "by": placed.by}))
            found += [_mention("citations", c.start, c.end, "citation", asdict(c)) for c in contents.citations]
        return sorted(found, key=lambda m: (m.start, m.end, GROUPS.index(m.group)))

    def _calendar(self, text: str) -> Calendar:
        """The plan's own time, as far as title and first words tell it."""
        year, period = planning_period("", self.issued_on, text[:400])
        return Calendar(self.planning_year or year, self.issued_on, period)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _mention(group: str, start: int, end: int, label: str, fields: Attributes) -> Mention:
    known = {k: v for k, v in fields.items() if k not in _PLACE}
    if group == "deadlines":  # as the record has it: start and end are dates, the place is the span's
        known = {"start": known.pop("begin"), "end": known.pop("until"), **known}
    return Mention(group, start, end, label, known)


def _set_ents(doc: Doc, spans: dict[str, list[Span]]) -> None:
    made = [Span(doc, s.start, s.end, label=ENTITY[group]) for group in GROUPS for s in spans[group]]
    doc.set_ents(filter_spans([*doc.ents, *made]))


def _attributes(span: Span) -> Attributes | None:
    """What is known about a span of ours; None for any other."""
    group, _, index = span.id_.partition(":")
    found: dict[str, Sequence[Attributes]] = span.doc._.gongwen or {}
    return found[group][int(index)] if group in found and index.isdecimal() and int(index) < len(found[group]) else None


Doc.set_extension("gongwen", default=None, force=True)
Doc.set_extension("gongwen_unaligned", default=(), force=True)
Span.set_extension("gongwen", getter=_attributes, force=True)
