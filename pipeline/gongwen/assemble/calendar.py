"""What the notice says about time as a whole: the years it plans for, its period, the date of its issue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from ..model.outline import Part
from ..recognise.calendar import Period, whole_year
from ..recognise.grammar import compile_fragment
from ..recognise.points import planning_period
from .frontmatter import MetaDraft
from .names import title_of


@dataclass(frozen=True, slots=True)
class Calendar:
    """By which dates that leave out their year are read. Dates are ISO; what nothing tells is None."""

    planning_year: int | None
    issued_on: str | None
    period: Period | None

    def under(self, headings: Iterable[str]) -> Calendar:
        """The calendar under headings, nearest first: the first that names a year to work for gives it (二、2024年重点任务)."""
        for title in headings:
            hit = _heading_year().search(title)
            if hit is not None:
                year = int(hit["year"])
                return replace(self, planning_year=year, period=whole_year(year))
        return self


def calendar_of(meta: MetaDraft, annex_meta: Sequence[MetaDraft], parts: Sequence[Part], text: str) -> Calendar:
    """From the titles of a notice and its parts, else from its date of issue and what its text opens with."""
    titles = [meta.title or "", *(a.title or "" for a in annex_meta)]
    titles += [title_of(part.front, text) for part in parts]
    head = " ".join(text[slice(*span)] for part in parts[:2] for span in part.preamble[:2])
    issued = meta.issued_on or next((a.issued_on for a in annex_meta if a.issued_on), None)
    for title in [t for t in titles if t]:
        year, period = planning_period(title, None, "")
        if period is not None:
            return Calendar(_within(year, issued, period), issued, period)
    year, period = planning_period("", issued, head)
    if year is None and period is None:
        year = _only_year(text)
        period = whole_year(year) if year is not None else None
    return Calendar(year, issued, period)


def _only_year(text: str) -> int | None:
    """The year where the whole text speaks of one alone."""
    years = {int(hit["year"]) for hit in _printed_year().finditer(text)}
    return years.pop() if len(years) == 1 else None


def _within(year: int | None, issued: str | None, period: Period) -> int | None:
    """The year of issue where the plan spans several and it lies among them."""
    if year is not None or issued is None:
        return year
    return int(issued[:4]) if int(period.begin[:4]) <= int(issued[:4]) <= int(period.end[:4]) else None


@cache
def _printed_year() -> regex.Pattern[str]:
    """A year of the calendar; none of a document number."""
    return compile_fragment("headings", "{printed_year}")


@cache
def _heading_year() -> regex.Pattern[str]:
    """The one year that a heading is about, or sets aside months of."""
    return compile_fragment("headings", "{of_year}|{of_phase}")
