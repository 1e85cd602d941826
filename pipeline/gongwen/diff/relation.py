"""What two notices are to each other: one year and the next, a higher body's list and a lower one's, equals, or nothing."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from ..recognise.grammar import load
from ..recognise.regions import LEVELS
from ..records import Notice, Region
from .align import Alignment
from .record import Relation, RelationKind
from .wording import Grams, compact, grams

_TITLES_ALIKE = 0.5  # share of common wording, from which two titles are about one thing
_TASKS_IN_COMMON = 0.12  # share of the shorter list, under which lists of different titles have nothing in common


def relation_of(old: Notice, new: Notice, alignments: Sequence[Alignment]) -> Relation:
    """Told from the regions of the issuers, the titles and the tasks in common; items that close every list do not count."""
    paired = [a for a in alignments if a.old and a.new]
    shorter = min(sum(len(a.old) for a in alignments), sum(len(a.new) for a in alignments))
    telling = sum(min(len(a.old), len(a.new)) for a in paired if a.said or not _closes(a))
    common = sum(min(len(a.old), len(a.new)) for a in paired)
    titles = likeness_of_titles(old, new)
    evidence = [f"{common} of {shorter} tasks have a counterpart", f"titles are alike by {titles:.2f}"]
    share = common / shorter if shorter else 0.0
    if titles < _TITLES_ALIKE and (telling < _TASKS_IN_COMMON * shorter or not telling):
        return Relation(kind="unrelated", similarity=round(share, 3), evidence=tuple(evidence))
    kind, why = _by_region(old.meta.region, new.meta.region)
    return Relation(kind=kind, similarity=round(share, 3), evidence=(*evidence, *why))


def higher_second(old: Notice, new: Notice) -> bool:
    """Is the second notice the one of the higher body?"""
    a, b = _rank(old.meta.region), _rank(new.meta.region)
    return a is not None and b is not None and a > b and _lies_in(old.meta.region, new.meta.region)


def likeness_of_titles(old: Notice, new: Notice) -> float:
    """Share of common wording of two titles, less years, places and words for kinds of documents."""
    one, two = _subject(old), _subject(new)
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def _by_region(old: Region | None, new: Region | None) -> tuple[RelationKind, list[str]]:
    if old is None or new is None or old.name == new.name:
        return "successive", [f"both of {old.name}"] if old is not None and new is not None else []
    a, b = _rank(old), _rank(new)
    if a is not None and a == b:
        return "peers", [f"{old.name} and {new.name} are of one level"]
    if _lies_in(new, old) or _lies_in(old, new):
        return "parent_child", [f"{old.name} and {new.name} are of different levels"]
    return "peers", [f"{old.name} and {new.name} are different places"]


def _rank(region: Region | None) -> int | None:
    return LEVELS.index(region.level) if region is not None and region.level is not None else None


def _lies_in(inner: Region | None, outer: Region | None) -> bool:
    """Does one region lie in the other? By codes where both are known (43 0000 holds 43 13 00), else by level alone."""
    a, b = _rank(inner), _rank(outer)
    if inner is None or outer is None or a is None or b is None or a <= b:
        return False
    if b == 0 or inner.code is None or outer.code is None:
        return True
    return inner.code.startswith(re.sub("(?:00)+$", "", outer.code))


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
