"""Footnotes: smaller type at the foot of a page, below a short rule that begins where the text does."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from gongwen.readers.page.glyphs import Ruling
from gongwen.readers.page.lines import Print

LOWER = 0.5  # of the page's height, below which the rule stands
SHORTEST = 36.0  # points
LONGEST = 0.45  # of the page's width
SMALLER = 0.92  # times the type above
NEAR = 3.0  # lines of the note between the rule and the first of them
FOOT = 0.1  # of the page's height at its foot, where page numbers stand in any type


def mark_footnotes(lines: Sequence[Print], rules: Sequence[Ruling], width: float, height: float) -> None:
    """Mark the lines that are footnotes. `rules` are the horizontal ones that belong to no table."""
    for rule in sorted(rules):
        if rule.pos > LOWER * height and SHORTEST <= rule.end - rule.start <= LONGEST * width:
            notes = _below(lines, rule, height)
            if notes:
                for line in notes:
                    line.note = True
                return


def _below(lines: Sequence[Print], rule: Ruling, height: float) -> list[Print]:
    """What stands below the rule, if it is all notes."""
    above = [line for line in lines if line.bottom <= rule.pos + 1]
    below = [line for line in lines if line.top >= rule.pos - 1]
    if not above or not below or len(above) + len(below) < len(lines):
        return []
    size = median(line.font.size for line in above)
    notes = [line for line in below if line.font.size <= SMALLER * size]
    others = [line for line in below if line.font.size > SMALLER * size]
    if not notes or any(line.top < (1 - FOOT) * height for line in others):
        return []
    first = min(notes, key=lambda line: line.top)
    begins_with_text = abs(rule.start - min(line.edges[0] for line in above)) <= 2 * size
    return notes if begins_with_text and first.top - rule.pos <= NEAR * first.font.size else []
