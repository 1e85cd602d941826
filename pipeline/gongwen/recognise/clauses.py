"""Unit clauses (责任单位) in running text and in table cells: who is charged with a task, and in which role.

A bracket is a unit clause when its whole content reads as one, label or no label. A labelled line (责任单位：…) is one
where its value names bodies. Table cells known to hold units are read more trustingly.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

import regex

from ..model.mentions import ClauseMention, TimeMention, UnitMention
from . import regions
from .bodies import KNOWN, PREFIXED, Body, is_division, parse_name
from .compact import Compact, as_meant
from .completion import completed
from .grammar import compile_fragment, load
from .regions import Region
from .separators import CLOSE, OPEN
from .unit_labels import label_at, label_before, role_of
from .unit_names import Item
from .unit_reading import Charged, Reading, read

MAX_CLAUSE = 1500  # characters between the brackets of the longest clause
MAX_LINE = 600  # characters of the longest labelled line
MAX_WHEN = 30  # characters of what is to be done by when, beside the names
MAX_LINES = 4  # lines of print that a labelled line may run on

_OPENING = re.compile("[（(〔【\\[［]")
_STRENGTH = {"lead": 2, "responsible": 1, "supporting": 0}
_BEFORE_BARE = frozenset("。；;！!？?”")
_AFTER_BARE = frozenset("。；;\n\r")


def find_clauses(text: str, start: int = 0, end: int | None = None, home: Region | None = None) -> list[ClauseMention]:
    """All unit clauses in text[start:end], in order; `home` is the notice's region (levels of names such as 市卫健委)."""
    stop = len(text) if end is None else end
    found = _bracketed(text, start, stop, home)
    found += _labelled(text, start, stop, home, [(c.start, c.end) for c in found])
    found.sort(key=lambda clause: clause.start)
    return found


def _bracketed(text: str, start: int, stop: int, home: Region | None) -> list[ClauseMention]:
    found: list[ClauseMention] = []
    past = outer = start
    for hit in _OPENING.finditer(text, start, stop):
        at = hit.start()
        if at < past or (text[at + 1 : at + 2] in _MARKER and _COUNTED.match(text, at + 1) is None):
            continue
        close = _closing(text, at, stop)
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


def _closing(text: str, at: int, stop: int) -> int | None:
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
    named = ("suffixes", "organs", "vertical", "forms", "kinds", "level_words", "zones", "divisions")
    words = [word for name in said for word in lists.words(name)] + [word for name in named for word in bodies.words(name)]
    return frozenset(word[-1] for word in words) | frozenset(CLOSE)


_SPOKEN = re.compile("牵头|负责|责任|配合|落实|会同|主办|参与")


def _bracket(text: str, at: int, close: int, home: Region | None, *, nested: bool) -> ClauseMention | None:
    inner = text[at + 1 : close].strip("。；;，, \n\t\u3000")
    if len(inner) < 3:
        return None
    head = as_meant("".join(inner[:16].split())).lstrip("注：:")
    labelled = label_at(head, 0) is not None
    if not labelled and inner[-1] not in _ends() and _SPOKEN.search(inner) is None:
        return None
    compact = Compact(text, at + 1, close)
    reading = read(compact.text, believe=labelled)
    if not _is_clause(reading, compact, text, (at, close), nested=nested):
        return None
    rule = "bracket_labelled" if reading.labelled else "bracket_with_role" if reading.tailed else "bracket_of_names"
    return _mention(text, at, close + 1, f"clauses.{rule}", reading, compact, home)


def _is_clause(reading: Reading, compact: Compact, text: str, span: tuple[int, int], *, nested: bool) -> bool:
    bodies = [c.item.body for c in reading.charged if not c.item.noted]
    if reading.labelled:
        return bool(bodies)
    if not bodies or not all(_is_time(compact, part, lax=reading.tailed) for part in reading.loose):
        return False
    if reading.tailed:
        return any(b.strength >= PREFIXED or b.place or is_division(b.name) for b in bodies)
    if nested or compact.text.startswith(_explains()):
        return False
    if any(c.item.division and not c.item.noted for c in reading.charged) and not any(_is_house(b) for b in bodies):
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


def _is_house(body: Body) -> bool:
    """A body that has divisions, as against one of its divisions."""
    return bool(body.prefix or body.place or body.central) or (body.strength == KNOWN and not body.collective)


def _stands_apart(text: str, span: tuple[int, int]) -> bool:
    """Does the bracket close a sentence or a line?"""
    after = text[span[1] + 1 : span[1] + 2]
    return not after or after in _AFTER_BARE


_TRAILING = re.compile("[（(〔【]([^（()）〔〕【】\n]{3,80})[）)〕】]。?[ \u3000]*(?=\n|$)")


_BESIDE_DIVISIONS = re.compile("[、，,；;和及 ]|[^、：:]{2,6}[：:]|牵头|配合|负责")


@functools.lru_cache(maxsize=4)
def speaks_of_divisions(text: str) -> bool:
    """Does the notice charge divisions of its own office (（待遇保障处、财务处）), so that a bracket of them alone is a clause?

    Two such brackets at the ends of lines at least, and half of all brackets that stand there.
    """
    trailing = [hit[1] for hit in _TRAILING.finditer(text)]
    wholly = sum(all(is_division(part) for part in _BESIDE_DIVISIONS.split(inner) if part) for inner in trailing)
    return wholly >= 2 and 2 * wholly >= len(trailing)


@functools.cache
def _cue(name: str) -> regex.Pattern[str]:
    return compile_fragment("clauses", f"{{{name}}}")


def _is_time(compact: Compact, span: tuple[int, int], *, lax: bool = False) -> bool:
    """A stretch of a clause that says by when, without a label: 2024年底前完成. `lax`: and then what is done by then."""
    stretch = compact.text[span[0] : span[1]]
    if _cue("duration").fullmatch(stretch) is not None:
        return True
    times = _times(stretch, 0, len(stretch))
    if lax and times and len(stretch) <= MAX_WHEN and _cue("when").match(stretch) is not None:
        return True
    for time in reversed(times):
        stretch = stretch[: time.start] + stretch[time.end :]
    return bool(times) and _cue("around_time").fullmatch(stretch) is not None


def _labelled(text: str, start: int, stop: int, home: Region | None, taken: Sequence[tuple[int, int]]) -> list[ClauseMention]:
    """责任单位：… as a line of its own, at the end of an item, or in a bracket that was never closed."""
    found: list[ClauseMention] = []
    past = start
    spans = iter(taken)
    span = next(spans, None)
    for hit in _COLON.finditer(text, start, stop):
        colon = hit.start()
        while span is not None and span[1] <= colon:
            span = next(spans, None)
        if colon < past or (span is not None and span[0] <= colon):
            continue
        label = _label_of_line(text, colon, start)
        if label is None:
            continue
        clause = _line(text, label[0], colon, stop, home)
        if clause is not None:
            found.append(clause)
        past = clause.end if clause is not None else _sentence_end(text, colon + 1, stop)  # its reading took in later labels
    return found


_COLON = re.compile("(?<=[休应位门室构体区方：])[：:】］]|(?<=[位门][)）])[：:]|(?<=[位门] )[：:]")
_HAN = re.compile("[\u4e00-\u9fff]")


def _label_of_line(text: str, colon: int, start: int) -> tuple[int, str] | None:
    """(start, role) of a unit label that stands at the start of a line or a sentence."""
    at = colon
    while at > start and text[at - 1] in " \u3000":
        at -= 1
    label = label_before(as_meant(text[max(start, at - 24) : at]), at - max(start, at - 24))
    if label is None or not label[1]:
        return None
    begin = max(start, at - 24) + label[0]
    if text[colon] in "】］":
        begin -= 1
        if begin < start or text[begin] not in "【［":
            return None
    before = text[begin - 1 : begin] if begin > start else ""
    return None if _HAN.match(before) or before in ("、", "“", "《", "和", "及") else (begin, label[1])


def _line(text: str, begin: int, colon: int, stop: int, home: Region | None) -> ClauseMention | None:
    """The value of a label: to the end of its sentence, over line breaks inside a name, with what is said of later tasks."""
    end, lines = colon + 1, 0
    best: tuple[int, Compact, Reading] | None = None
    while lines < MAX_LINES:
        nxt = _sentence_end(text, end, stop)
        compact = Compact(text, begin, nxt)
        reading = read(compact.text, believe=True)
        if best is not None and (len(reading.loose) > len(best[2].loose) or not _grew(best[2], reading)):
            break
        best = (nxt, compact, reading)
        if nxt >= stop or text[nxt] not in "\n\r。":
            break
        if text[nxt] == "。" and not _cue("speaks_on_next").match(text, nxt + 1, stop):
            break
        if text[nxt] in "\n\r" and not _runs_on(text[colon + 1 : nxt]):
            break
        end = nxt + 1
        lines += 1
    if best is None or not best[2].charged:
        return None
    nxt, compact, reading = best
    if len(reading.loose) >= len(reading.charged) and not any(c.item.body.strength >= PREFIXED for c in reading.charged):
        return None
    return _mention(text, begin, nxt, "clauses.line", reading, compact, home)



_STOPS = re.compile("[。\n\r）)〕】\\]（(〔【\\[［]")


def _sentence_end(text: str, at: int, stop: int) -> int:
    """The end of the sentence or line, brackets inside it skipped."""
    limit = min(stop, at + MAX_LINE)
    while (hit := _STOPS.search(text, at, limit)) is not None:
        if hit.group() not in OPEN:
            return hit.start()
        close = _closing(text, hit.start(), limit)
        if close is None:
            return hit.start()
        at = close + 1
    return limit


def _runs_on(value: str) -> bool:
    """Does a line of print break inside the list? It ends with a separator, or with what is no whole name."""
    tail = value.rstrip(" \t\u3000")
    if not tail or tail[-1] in "、，,；;和及与（":
        return True
    last = re.split("[、，,；;：:\\s]", tail)[-1]
    return bool(last) and parse_name(last) is None and read(last).loose != ()


def _grew(before: Reading, after: Reading) -> bool:
    if len(after.charged) > len(before.charged) or len(after.loose) < len(before.loose):
        return True
    return (after.onward, after.lead_first) != (before.onward, before.lead_first)


def read_cell(text: str, start: int, end: int, label: str | None = None, home: Region | None = None) -> ClauseMention:
    """A table cell or labelled value known to hold units. `label` is the column's role or heading (lead, 牵头单位).

    Names that nothing explains are kept as printed; what reads as a sentence is in `unread`.
    """
    persons = label is not None and any(word in label for word in load("clauses").words("persons"))
    compact = Compact(text, start, end, apart=persons)
    reading = read(compact.text, role=role_of(label), believe=True)
    if persons:  # what no entry explains is a person there
        reading = replace(reading, charged=tuple(c for c in reading.charged if c.item.body.rule != "clauses.as_printed"))
    return _mention(text, start, end, "clauses.cell", reading, compact, home)


def _mention(
    text: str, start: int, end: int, rule: str, reading: Reading, compact: Compact, home: Region | None
) -> ClauseMention:
    units = _units(reading.charged, compact, home)
    onward = _onward_units(reading, units, compact, home)
    times: list[TimeMention] = []
    for span in (*reading.asides, *reading.loose):
        times += _times(text, *compact.span(*span))
    unread = [compact.span(*s) for s in reading.loose if not _is_time(compact, s, lax=reading.tailed or reading.labelled)]
    clause = ClauseMention(start, end, rule, units, onward, reading.lead_first, tuple(times), tuple(unread))
    if reading.lead_first is not None and not reading.roles_said:
        clause = with_lead(clause, text, reading.lead_first)
    return clause


def _times(text: str, start: int, end: int) -> list[TimeMention]:
    try:
        from .times import find_times
    except ImportError:
        return []
    return list(find_times(text, start, end))


def _units(charged: Sequence[Charged], compact: Compact, home: Region | None) -> tuple[UnitMention, ...]:
    best: dict[str, UnitMention] = {}
    house = False
    for named, charge in zip(completed([c.item for c in charged]), charged, strict=True):
        body = named.item.body
        house = house or (not named.item.division and _is_house(body))
        start, end = compact.span(named.item.start, named.item.end)
        level = _level_at_home(named.level, body, home)
        unit = UnitMention(start, end, named.name, charge.role, body.rule, level, body.category, _may_be_left_out(named.item, house))
        known = best.get(unit.name)
        if known is None:
            best[unit.name] = unit
        else:
            role = max(known.role, unit.role, key=lambda r: _STRENGTH[r])
            best[unit.name] = replace(known, role=role, optional=known.optional and unit.optional)
    return tuple(best.values())


def _may_be_left_out(item: Item, house: bool) -> bool:
    """Divisions of a body already named may be; divisions that the notice charges themselves may not."""
    return item.optional and (item.noted or not item.division or house)


def _onward_units(reading: Reading, units: Sequence[UnitMention], compact: Compact, home: Region | None) -> tuple[UnitMention, ...]:
    """The bodies laid on later tasks, named as in the clause itself where they stand there too."""
    if not reading.onward:
        return ()
    by_place = {(u.start, u.end): u for u in units}
    fresh = _units(reading.onward, compact, home)
    return tuple(replace(by_place[u.start, u.end], role=u.role) if (u.start, u.end) in by_place else u for u in fresh)


def _level_at_home(level: str | None, body: Body, home: Region | None) -> str | None:
    """市 in a notice of a municipality is 省, in one of a county-level city 县; no prefix: the notice's own level."""
    if home is None or body.central:
        return level
    if body.prefix is not None and body.place is None:
        seat = regions.seat(body.prefix, home)
        return seat.level if seat is not None else level
    return level if level is not None or body.collective else home.level


def with_lead(clause: ClauseMention, text: str, mode: str) -> ClauseMention:
    """The clause under a rule on order that the notice has declared (first, comma, semicolon, each with /supporting).

    A clause that states roles of its own is left as it is.
    """
    if not clause.units or any(unit.role != "responsible" for unit in clause.units):
        return clause
    kind, _, rest = mode.partition("/")
    cut = clause.units[0].end
    if kind != "first":
        cut = _first_mark(text, clause, "，," if kind == "comma" else "；;")
        if cut < 0:
            return clause
    other = rest or "responsible"
    laid_on = {unit.name for unit in clause.onward}
    units = tuple(
        replace(u, role="lead" if u.end <= cut else u.role if u.name in laid_on else other) for u in clause.units
    )
    return replace(clause, units=units)


def _first_mark(text: str, clause: ClauseMention, marks: str) -> int:
    for left, right in zip(clause.units, clause.units[1:], strict=False):
        between = text[left.end : right.start]
        if any(mark in between for mark in marks):
            return left.end
    return -1


def declared_order(text: str, start: int = 0, end: int | None = None) -> str | None:
    """What a note outside any clause says of order (注：排在第一位的为牵头单位): first, comma, semicolon or None."""
    stop = len(text) if end is None else end
    if _cue("speaks_on").search(text, start, stop) is None:
        return None
    for rule in load("clauses").rules:
        if "lead_first" in rule.gives:
            hit = rule.pattern.search(text, start, stop)
            if hit is not None:
                kind = {"逗号": "comma", "分号": "semicolon"}.get(hit.groupdict().get("mark") or "", "first")
                return kind + ("/supporting" if _cue("supporting_word").search(hit.groupdict().get("rest") or "") else "")
    return None
