"""What two notices are to each other: one year and the next, a higher body's list and a lower one's, equals, or nothing."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

from ..recognise.grammar import load
from ..recognise.regions import LEVELS
from ..records import Notice, Region
from .align import Alignment
from .evidence import CERTAIN
from .record import Relation, RelationKind
from .wording import Grams, compact, grams

_TITLES_ALIKE = 0.4  # share of common wording, from which two titles are about one thing
_TASKS_IN_COMMON = 0.12  # share of the shorter list, under which lists of different titles have nothing in common


def relation_of(old: Notice, new: Notice, alignments: Sequence[Alignment]) -> Relation:
    """Told from the places of the issuers, the titles and the tasks in common. Weak pairs, and items that close every list, do not
    make two notices related."""
    paired = [a for a in alignments if a.old and a.new]
    shorter = min(sum(len(a.old) for a in alignments), sum(len(a.new) for a in alignments))
    common = sum(min(len(a.old), len(a.new)) for a in paired)
    telling = sum(min(len(a.old), len(a.new)) for a in paired if a.said or not (_weak(a) or _closes(a)))
    titles = likeness_of_titles(old, new)
    evidence = (f"{common} of {shorter} tasks have a counterpart", f"titles are alike by {titles:.2f}")
    share = round(common / shorter, 3) if shorter else 0.0
    if titles < _TITLES_ALIKE and telling <= _TASKS_IN_COMMON * shorter:
        return Relation(kind="unrelated", similarity=share, evidence=evidence)
    kind, why = _by_place(old, new)
    return Relation(kind=kind, similarity=share, evidence=(*evidence, *why))


def higher_second(old: Notice, new: Notice) -> bool:
    """Is the second notice the one of the higher body?"""
    a, b = _ranks(old, new)
    return a is not None and b is not None and a > b


def likeness_of_titles(old: Notice, new: Notice) -> float:
    """Share of common wording of two titles, less years, places and words for kinds of documents."""
    one, two = _subject(old), _subject(new)
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def _by_place(old: Notice, new: Notice) -> tuple[RelationKind, list[str]]:
    here, there = old.meta.region, new.meta.region
    if here is not None and there is not None and here.name == there.name:
        return "successive", [f"both of {here.name}"]
    a, b = _ranks(old, new)
    if a is None or b is None or (a == b and (here is None or there is None)):
        return "successive", []
    levels = f"levels {LEVELS[a]} and {LEVELS[b]}"
    if a != b and may_hold(here, there):
        return "parent_child", [levels]
    return "peers", [f"different places, {levels}"]


def _ranks(old: Notice, new: Notice) -> tuple[int | None, int | None]:
    """How high the issuers stand, 0 for the centre: by the register where it has both places, else by what they are called, since the
    register cannot say whether an unknown 清江市 is a city or a county; where a place is not told, by the bodies that are charged."""
    here, there = old.meta.region, new.meta.region
    if here is None or there is None:
        return _rank_of_bodies(old), _rank_of_bodies(new)
    if here.code is not None and there.code is not None:
        return _rank(here.level), _rank(there.level)
    return _rank_by_name(here), _rank_by_name(there)


def _rank(level: str | None) -> int | None:
    return LEVELS.index(level) if level in LEVELS else None


def _rank_by_name(region: Region) -> int | None:
    """By the last word of its name: 市 in 清江市."""
    levels = load("bodies").words("levels")
    word = next((region.name[at:] for at in range(len(region.name)) if region.name[at:] in levels), None)
    return _rank(levels[word] if word is not None else region.level)


def _rank_of_bodies(notice: Notice) -> int | None:
    """The level of most bodies that are charged, collectives and bodies run from above aside."""
    levels = Counter(
        unit.level for task in notice.tasks for unit in task.units if unit.category not in ("collective", "vertical") and unit.level
    )
    return _rank(min(levels, key=lambda level: (-levels[level], level))) if levels else None


def may_hold(one: Region | None, other: Region | None) -> bool:
    """May one of two regions lie in the other? By codes where both are known: 43 0000 holds 43 13 00, and 00 0000 all."""
    if one is None or other is None or one.code is None or other.code is None:
        return True
    a, b = (re.sub("(?:00)+$", "", code) for code in (one.code, other.code))
    return a.startswith(b) or b.startswith(a)


def _weak(alignment: Alignment) -> bool:
    return alignment.found is None or alignment.found.score < CERTAIN


def _closes(alignment: Alignment) -> bool:
    """Is it an item that closes nearly every list (加强组织领导)?"""
    words = load("changes").words("closing")
    titles = [compact(item.task.title or "") for item in (*alignment.old, *alignment.new)]
    return all(any(word in title for word in words) for title in titles)


def _subject(notice: Notice) -> Grams:
    title = compact(notice.meta.title or "")
    region = notice.meta.region
    for name in (*notice.meta.issuers, *((region.name,) if region is not None else ())):
        title = title.replace(compact(name), "，")
    return grams(_words().sub("，", title))


@functools.cache
def _words() -> re.Pattern[str]:
    words = sorted(load("changes").words("title_words"), key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)))
