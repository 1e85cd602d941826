"""Notices in the order of years, and which continues which: the lists of one place, not those of different matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from ..diff import NoticeDiff, compare
from ..diff.items import Item, items_of
from ..diff.wording import Grams, grams
from ..emit.rows import planning_year
from ..recognise.regions import LEVELS
from ..records import Notice, Region
from ..records.base import Level
from .record import TrackedNotice, TrackFinding

_KIN = 0.15  # share of the wording of headings and titles, under which two lists need no closer look


@dataclass(frozen=True)
class Listed:
    """A notice in its place: `index` in the order of all, the year it plans for, the place of its issuer."""

    index: int
    notice: Notice
    year: int
    place: str

    @property
    def level(self) -> Level | None:
        """Administrative level of the place, where it is known."""
        return self.notice.meta.region.level if self.notice.meta.region is not None else None

    @cached_property
    def items(self) -> list[Item]:
        """Its tasks, both views of one together."""
        return items_of(self.notice)

    @cached_property
    def wording(self) -> Grams:
        """Of its titles, to tell quickly whether two lists can be about one matter."""
        tasks = [title for item in self.items for title in (*item.task.path, item.task.title or item.task.text[:40])]
        return grams("\n".join([self.notice.meta.title or "", *tasks]))


@dataclass(frozen=True, slots=True)
class Succession:
    """One list and the one that continues it."""

    before: Listed
    after: Listed
    diff: NoticeDiff


def listed(notices: Sequence[Notice]) -> tuple[list[Listed], list[TrackFinding]]:
    """Notices by place, year and date of issue; those without a year are told and left out."""
    regions = _regions(notices)
    found: list[tuple[tuple[object, ...], Notice, str, int]] = []
    findings = []
    for notice in notices:
        year = planning_year(notice)
        if year is None:
            message = f"{notice.source.name} names neither a planning period nor a date and is left out"
            findings.append(TrackFinding(code="year_unknown", severity="warning", message=message))
            continue
        region = notice.meta.region or _named_region(notice, regions)
        place = _place(notice, region, regions)
        found.append(((*_rank(region), place, year, notice.meta.issued_on or "", notice.id), notice, place, year))
    found.sort(key=lambda entry: entry[0])
    return [Listed(i, notice, year, place) for i, (_, notice, place, year) in enumerate(found)], findings


def _regions(notices: Sequence[Notice]) -> dict[str, list[Region]]:
    """The regions of the notices by name, those of one name but several codes apart."""
    found: dict[str, list[Region]] = {}
    for notice in notices:
        region = notice.meta.region
        known = found.setdefault(region.name, []) if region is not None else []
        if region is not None and region not in known:
            known.append(region)
    return {name: sorted(known, key=lambda region: region.code or "") for name, known in found.items()}


def _named_region(notice: Notice, regions: Mapping[str, Sequence[Region]]) -> Region | None:
    """For a notice whose region was not found, that of another notice whose name begins its issuer or title."""
    heads = [*notice.meta.issuers, notice.meta.title or ""]
    names = [name for name in regions if any(head.startswith(name) for head in heads)]
    return regions[max(names, key=lambda name: (len(name), name))][0] if names else None


def _place(notice: Notice, region: Region | None, regions: Mapping[str, Sequence[Region]]) -> str:
    if region is None:
        issuers = notice.meta.issuers
        return issuers[0] if issuers else notice.source.name
    codes = {other.code for other in regions[region.name]} - {None}
    return f"{region.name}（{region.code}）" if len(codes) > 1 else region.name


def _rank(region: Region | None) -> tuple[int, str]:
    """Higher levels first, then by code."""
    level = LEVELS.index(region.level) if region is not None and region.level is not None else len(LEVELS)
    return level, (region.code if region is not None else None) or ""


def successions(notices: Sequence[Listed]) -> list[Succession]:
    """For every notice the lists of the nearest earlier year of its place that it continues."""
    found: list[Succession] = []
    for _, group in groupby(notices, key=lambda n: n.place):
        of_place = list(group)
        for after in of_place:
            found += _continued(after, of_place)
    return found


def _continued(after: Listed, of_place: Sequence[Listed]) -> list[Succession]:
    earlier = [n for n in of_place if n.year < after.year]
    for _, group in groupby(reversed(earlier), key=lambda n: n.year):
        related = [Succession(before, after, diff) for before in group if (diff := related_diff(before, after)) is not None]
        if related:
            return sorted(related, key=lambda s: s.before.index)
    return []


def related_diff(before: Listed, after: Listed) -> NoticeDiff | None:
    """The comparison of two lists; None if they have nothing in common."""
    common, shorter = len(before.wording & after.wording), min(len(before.wording), len(after.wording))
    if not shorter or common < _KIN * shorter:
        return None
    diff = compare(before.notice, after.notice)
    return None if diff.relation.kind == "unrelated" else diff


def series_of(notices: Sequence[Listed], links: Sequence[Succession]) -> dict[int, str]:
    """The series of each notice by its index: s1, s2 … in the order of their first notices."""
    head = {n.index: n.index for n in notices}

    def root(i: int) -> int:
        while head[i] != i:
            i = head[i]
        return i

    for link in links:
        a, b = sorted((root(link.before.index), root(link.after.index)))
        head[b] = a
    names = {top: f"s{k}" for k, top in enumerate(sorted({root(n.index) for n in notices}), 1)}
    return {n.index: names[root(n.index)] for n in notices}


def tracked(notices: Sequence[Listed], links: Sequence[Succession]) -> tuple[TrackedNotice, ...]:
    """The notices as the track tells them."""
    series = series_of(notices, links)
    made = []
    for n in notices:
        meta = n.notice.meta
        made.append(
            TrackedNotice(
                id=n.notice.id,
                series=series[n.index],
                year=n.year,
                region=n.place,
                level=n.level,
                issuers=meta.issuers,
                title=meta.title,
                doc_number=meta.doc_number,
                issued_on=meta.issued_on,
                source_name=n.notice.source.name,
                predecessors=tuple(link.before.notice.id for link in links if link.after.index == n.index),
            )
        )
    return tuple(made)


def findings_of(notices: Sequence[TrackedNotice]) -> Iterator[TrackFinding]:
    """Years that a series leaves out, several lists of one year, lists that nothing continues."""
    by_series: dict[str, list[TrackedNotice]] = {}
    for notice in notices:
        by_series.setdefault(notice.series, []).append(notice)
    for members in by_series.values():
        first = members[0]
        if len(members) == 1:
            message = f"{first.region}: nothing before or after continues {first.title or first.source_name} ({first.year})"
            yield TrackFinding(code="stands_alone", severity="info", message=message)
        years = sorted({member.year for member in members})
        for a, b in pairwise(years):
            if b > a + 1:
                yield TrackFinding(code="year_gap", severity="warning", message=f"{first.region}: no list between {a} and {b}")
        for year in years:
            same = [member.source_name for member in members if member.year == year]
            if len(same) > 1:
                message = f"{first.region}: {len(same)} lists of {year}: {', '.join(same)}"
                yield TrackFinding(code="several_notices", severity="info", message=message)
