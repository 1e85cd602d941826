"""What an annex is: a plan with tasks of its own, or rules beside the tasks that look like items and are none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from ..model.outline import Part
from ..recognise.grammar import compile_fragment
from .names import title_of
from .sections import Sorted


def is_plan(part: Part, text: str) -> bool:
    """A plan that the notice forwards, in place or as an annex."""
    return part.kind == "forwarded" or (part.kind == "annex" and _ends("plan").search(title_of(part.front, text)) is not None)


def drop_rules(parts: Sequence[tuple[Part, Sorted]], text: str) -> None:
    """Take the items of annexes of rules from the tasks, where other parts hold tasks that name bodies."""
    rules = [found for part, found in parts if _is_rules(part, found, text)]
    if any(_names_bodies(found) for _, found in parts if not any(found is other for other in rules)):
        for found in rules:  # how the tasks are judged
            found.outside += [("rules", span) for task in found.tasks for span in task.spans]
            found.tasks.clear()


def _is_rules(part: Part, found: Sorted, text: str) -> bool:
    """An annex with a title of rules (考核办法, 名词解释), or one whose items name nobody and hold no figure and no date."""
    if part.kind != "annex" or _names_bodies(found):
        return False
    plain = not any(c.isdigit() for task in found.tasks for span in task.spans for c in text[slice(*span)])
    return plain or _ends("rules_end").search(title_of(part.front, text)) is not None


def _names_bodies(found: Sorted) -> bool:
    return any(task.clauses or task.heading_clauses for task in found.tasks)


@cache
def _ends(fragment: str) -> regex.Pattern[str]:
    return compile_fragment("paragraphs", "(?:{" + fragment + "})(?:[（(][^（()）]{1,16}[）)])?$")
