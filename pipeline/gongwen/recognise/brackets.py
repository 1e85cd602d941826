"""Unit clauses in brackets: which bracket says who is charged, and which only explains."""

from __future__ import annotations

import functools
import re

from ..model.mentions import ClauseMention
from .bodies import KNOWN, PREFIXED, Body, is_division
from .clause_mentions import cue, is_house, is_time, mention
from .compact import Compact, as_meant
from .grammar import load
from .regions import Region
from .separators import CLOSE, OPEN
from .unit_labels import label_at
from .unit_reading import Reading, read

MAX_CLAUSE = 1500  # characters between the brackets of the longest clause

_OPENING = re.compile("[（(〔【\\[［]")
_BEFORE_BARE = frozenset("。；;！!？?”.．")
_AFTER_BARE = frozenset("。；;\n\r\t")


def bracketed(text: str, start: int, stop: int, home: Region | None) -> list[ClauseMention]:
    """The unit clauses in brackets of text[start:stop], in order."""
    found: list[ClauseMention] = []
    past = outer = start
    for hit in _OPENING.finditer(text, start, stop):
        at = hit.start()
        if at < past or (text[at + 1 : at + 2] in _MARKER and _COUNTED.match(text, at + 1) is None):
            continue
        close = closing(text, at, stop)
        if close is None or close - at < 4:
            continue
        clause = _bracket(text, at, close, home, nested=at < outer)
        if clause is not None:
            found.append(clause)
            past = clause.end
        outer = max(outer, close)
    return found


_MARKER = frozenset("0123456789一二三四五六七八九十、")  # （一）, （2024年）: no clause begins like this
_COUNTED = re.compile("[0-9一二三四五六七八九十]{1,3}个")  # but （11个县（市、区）人民政府）
_CLOSING = re.compile("[（(〔【\\[［）)〕】\\]］]")


def closing(text: str, at: int, stop: int) -> int | None:
    """The bracket that closes the one at `at`; kinds may be mixed, as typists do."""
    depth = 0
    for hit in _CLOSING.finditer(text, at, min(stop, at + MAX_CLAUSE)):
        if hit.group() in OPEN:
            depth += 1
            if depth > 4:
                return None
        else:
            depth -= 1
            if depth == 0:
                return hit.start()
    return None


@functools.cache
def _ends() -> frozenset[str]:
    """Characters that the last word of a clause in brackets can end with."""
    lists, bodies = load("clauses"), load("bodies")
    said = ("roles", "tail_nouns", "nouns", "time_ends", "note_ends", "local_words", "bare_labels")
    named = ("suffixes", "organs", "vertical", "forms", "kinds", "level_words", "zones", "divisions", "subordinates")
    words = [word for name in said for word in lists.words(name)] + [word for name in named for word in bodies.words(name)]
    return frozenset(word[-1] for word in words) | frozenset(CLOSE)


def _bracket(text: str, at: int, close: int, home: Region | None, *, nested: bool) -> ClauseMention | None:
    inner = text[at + 1 : close].strip("。；;，, \n\t\u3000")
    if len(inner) < 3:
        return None
    head = as_meant("".join(inner[:16].split())).lstrip("注：:")
    labelled = label_at(head, 0) is not None
    if not labelled and inner[-1] not in _ends() and cue("charge_words").search(inner) is None:
        return None
    compact = Compact(text, at + 1, close)
    in_house = not nested and _is_in_house(inner) and speaks_of_divisions(text) and _stands_apart(text, (at, close))
    reading = read(compact.text, role="responsible" if in_house else None, believe=labelled or in_house)
    if not (reading.charged if in_house else _is_clause(reading, compact, text, (at, close), nested=nested)):
        return None
    rule = "bracket_labelled" if reading.labelled else "bracket_with_role" if reading.tailed else "bracket_of_names"
    return mention(text, at, close + 1, f"clauses.{rule}", reading, compact, home)


def _is_clause(reading: Reading, compact: Compact, text: str, span: tuple[int, int], *, nested: bool) -> bool:
    bodies = [c.item.body for c in reading.charged if not c.item.noted]
    if reading.labelled:
        return bool(bodies)
    lax = reading.tailed or all(b.strength >= PREFIXED for b in bodies)
    if not bodies or not all(is_time(compact, part, lax=lax) for part in reading.loose):
        return False
    if reading.tailed:
        return any(b.strength >= PREFIXED or b.place or is_division(b.name) for b in bodies)
    if nested or compact.text.startswith(_explains()):
        return False
    if any(c.item.division and not c.item.noted for c in reading.charged) and not any(is_house(b) for b in bodies):
        return speaks_of_divisions(text) and _stands_apart(text, span)
    if not all(b.strength >= PREFIXED or b.place or b.distinct for b in bodies) or not any(map(_is_sure, bodies)):
        return False
    closes = text[max(0, span[0] - 8) : span[0]].rstrip()[-1:] in _BEFORE_BARE
    if all(b.category == "other" for b in bodies):  # （县人民医院、图书馆） explains or lists
        return closes and all(b.prefix or b.place for b in bodies)
    if reading.asides or reading.lead_first:  # 完成时限：… beside the names
        return True
    if closes:
        return True
    first = bodies[0]
    return _stands_apart(text, span) and bool(first.prefix or first.place or first.collective or first.central)


@functools.cache
def _explains() -> tuple[str, ...]:
    return tuple(load("clauses").words("explains"))


def _is_sure(body: Body) -> bool:
    """Known to the lexicon, or a leading group of a level (市三医联动专班)."""
    return body.strength == KNOWN or (body.strength == PREFIXED and body.category in ("government", "party") and len(body.head) > 3)


def _stands_apart(text: str, span: tuple[int, int]) -> bool:
    """Does the bracket close a sentence or a line?"""
    after = text[span[1] + 1 : span[1] + 2]
    return not after or after in _AFTER_BARE


_IN_HOUSE = 8  # characters of a name as an office uses it for its own
_TRAILING = re.compile("[（(〔【]([^（()）〔〕【】\n]{3,80})[）)〕】]。?[ \u3000]*(?=\n|$)")


@functools.lru_cache(maxsize=4)
def speaks_of_divisions(text: str) -> bool:
    """Does the notice charge divisions of its own office (（待遇保障处、财务处）), so that a bracket of them alone is a clause?

    Two such brackets at the ends of lines at least, and half of all brackets that stand there.
    """
    trailing = [hit[1] for hit in _TRAILING.finditer(text)]
    wholly = sum(map(_is_in_house, trailing))
    told = sum(any(map(is_division, _parts(inner))) for inner in trailing if _is_in_house(inner))
    return told >= 2 and 2 * wholly >= len(trailing)


def _is_in_house(inner: str) -> bool:
    """农水股、各水管站: divisions of an office, and what it has below it, as it names them itself."""
    parts = _parts(inner)
    below = tuple(load("bodies").words("subordinates"))
    return bool(parts) and all(is_division(part) or (part.endswith(below) and 2 < len(part) <= _IN_HOUSE) for part in parts)


def _parts(inner: str) -> list[str]:
    return [part for part in cue("beside_divisions").split(inner) if part]
