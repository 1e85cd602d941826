"""Bodies (机构): does a stretch of text, as a whole, name one body of party, state or society?

The lexicon lies in grammars/bodies.yaml: fields of work with their abbreviations and forms (卫生健康 + 委, 局, 厅 …), fixed
organs, bodies run from above, and last words for the rest. A name is read from its end: the longest known head whose
remainder is a level (市), a seat (市委, 市政府) or a place (清江市, 泉州); else a last word behind such a prefix.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

import regex

from . import regions
from .grammar import compile_fragment, load

MAX_NAME = 40  # characters of the longest name of a body that is believed

# how sure a reading is
KNOWN = 3  # an entry of the lexicon or a rule of the grammar explains every character
PREFIXED = 2  # a level or place, then a last word
LIKELY = 1  # a last word only; believed under a label or before 负责


@dataclass(frozen=True, slots=True)
class Body:
    """One body. `name` without blanks; `prefix` a level word (市) or None; `place` its own place name (泉州, 清江市) or None;
    `head` what follows (卫健委, 委组织部); `full` the head in full (卫生健康委员会) where known; `strength` 1-3 how sure."""

    name: str
    prefix: str | None
    head: str
    level: str | None
    category: str
    rule: str
    place: str | None = None
    full: str | None = None
    party: bool = False  # stands under the party committee
    seat: str = ""  # the house it is printed under: 委 in 市委组织部, 党委 in 自治区党委组织部, 政府 in 市政府研究室
    of_seat: str = ""  # the house it belongs under where the name before it is printed so: 政府 for 研究室
    guojia: bool = False  # takes 国家 at the centre
    central: bool = False  # a body of the centre whose name needs no prefix (财政部)
    collective: bool = False  # 各县（市、区）, 相关部门
    carries: bool = True  # takes the level prefix of the name before it
    strength: int = KNOWN
    distinct: bool = False  # only likely, but a last word of two characters or more behind a name of its own (云岭铁路集团)


@dataclass(frozen=True, slots=True)
class _Head:
    full: str | None
    category: str = "government"
    party: bool = False
    guojia: bool = False
    level: str | None = None
    whole: bool = False  # takes no prefix
    vertical: bool = False
    carries: bool = True  # takes the level prefix of the name before it
    of_seat: str = ""
    rule: str = "bodies.organ"


_CENTRAL_FORMS = ("部", "总局", "总署", "署")


@functools.cache
def _heads() -> Mapping[str, _Head]:
    """Every head that the lexicons spell out."""
    grammar = load("bodies")
    forms = grammar.words("forms")
    heads: dict[str, _Head] = {}
    for stem, spec in grammar.words("departments").items():
        for form in spec.get("as") or ("局", "厅", "委"):
            party, guojia = bool(spec.get("party")), bool(spec.get("guojia"))
            level = "国家" if form in _CENTRAL_FORMS and not party else "省" if form == "厅" else None
            shared = _Head(None, spec.get("category", "government"), party, guojia, level, rule="bodies.department")
            for printed in (stem, *spec.get("also", ())):
                heads.setdefault(printed + form, replace(shared, full=stem + forms[form]))
            for printed in spec.get("akin", ()):
                heads.setdefault(printed + form, replace(shared, full=printed + forms[form]))
    for name, spec in grammar.words("organs").items():
        heads[name] = _Head(
            spec.get("full", name),
            spec.get("category", "government"),
            bool(spec.get("party")),
            bool(spec.get("guojia")),
            spec.get("level"),
            bool(spec.get("whole")),
            bool(spec.get("vertical")),
            of_seat=str(spec.get("of_seat", "")),
        )
    for name, party_head in [(n, h) for n, h in heads.items() if h.party and not n.startswith("委")]:
        heads["党委" + name] = replace(party_head, rule="bodies.organ")
    for name, spec in grammar.words("vertical").items():
        heads[name] = _Head(
            spec.get("full", name),
            "vertical",
            guojia=bool(spec.get("guojia")),
            vertical=True,
            carries=bool(spec.get("carries")),
            rule="bodies.vertical",
        )
    return heads


@dataclass(frozen=True, slots=True)
class _Tables:
    levels: Mapping[str, str]
    seats: frozenset[str]
    suffixes: Mapping[str, str]
    short: frozenset[str]
    refused: regex.Pattern[str]
    rules: tuple[tuple[str, regex.Pattern[str], str], ...]
    divisions: tuple[str, ...]
    prefix: regex.Pattern[str]
    zones: frozenset[str]
    no_bodies: tuple[str, ...]


@functools.cache
def _tables() -> _Tables:
    grammar = load("bodies")
    words = sorted(grammar.words("not_in_names"), key=lambda w: (-len(w), w))
    levels = {**grammar.words("levels"), **dict.fromkeys(grammar.words("zones"), "县")}
    by_length = sorted(levels, key=lambda w: (-len(w), w))
    return _Tables(
        levels=levels,
        seats=frozenset(grammar.words("seats")),
        suffixes=grammar.words("suffixes"),
        short=frozenset(grammar.words("short_suffixes")),
        refused=regex.compile("|".join(map(regex.escape, words))),
        rules=tuple((r.name, r.pattern, str(r.gives.get("category", "other"))) for r in grammar.rules),
        divisions=tuple(grammar.words("divisions")),
        prefix=regex.compile("|".join(map(regex.escape, by_length))),
        zones=frozenset(grammar.words("zones")),
        no_bodies=tuple(grammar.words("no_bodies")),
    )


def parse_body(text: str, start: int = 0, end: int | None = None) -> Body | None:
    """The body that text[start:end] names as a whole, blanks and line breaks aside; None if it names none."""
    return parse_name("".join(text[start : len(text) if end is None else end].split()))


@functools.lru_cache(maxsize=50_000)
def parse_name(name: str) -> Body | None:
    """parse_body for a name that has no blanks in it."""
    if not 2 <= len(name) <= MAX_NAME:
        return None
    return _lexical(name) or _by_rule(name) or _by_field(name) or _by_suffix(name)


def _lexical(name: str) -> Body | None:
    heads = _heads()
    for at in range(len(name) - 1):
        head = heads.get(name[at:])
        if head is None:
            continue
        body = _headed(name, name[:at], name[at:], head)
        if body is not None:
            return body
    return None


def _headed(name: str, before: str, printed: str, head: _Head) -> Body | None:
    """The body of a known head behind `before`, if `before` may stand there."""
    common = {key: getattr(head, key) for key in ("full", "category", "party", "guojia", "rule", "carries", "of_seat")}
    inner = _inner_seat(printed, party=head.party)
    if not before:
        central = head.level == "国家"
        if central and head.guojia and head.full:
            common["full"] = "国家" + head.full.removeprefix("国家")
        return Body(name, None, printed, head.level, central=central, seat=inner, **common)
    if head.whole:
        return None
    if before in load("bodies").words("centre"):
        if before == "中国" and not head.vertical:
            return None
        full = f"{before}{head.full}" if head.full and not head.full.startswith(("国家", "中国")) else head.full
        return Body(name, before, printed, "国家", **{**common, "full": full}, central=True)
    prefix, seat, place = _split_prefix(before, vertical=head.vertical)
    if prefix is None and place is None:
        return None
    party = head.party or seat in ("委", "党委")
    level = _tables().levels.get(prefix or "") or (regions.level_of(place) if place else None)
    full = head.full
    if seat and seat != "委" and full:
        full = {"政府": "人民政府"}.get(seat, seat) + full if seat in ("政府", "人民政府") else full
    head_text = seat + printed
    return Body(
        name, prefix, head_text, level, place=place, seat=seat or inner,
        **{**common, "full": full, "party": party},
    )


def _inner_seat(printed: str, *, party: bool) -> str:
    """The house in a head that has it printed: 委 in 委办公室, 政府 in 政府研究室."""
    houses = ("党委", "委") if party else ("人民政府", "政府")
    return next((house for house in houses if printed.startswith(house) and printed != house), "")


@functools.lru_cache(maxsize=20_000)
def _split_prefix(before: str, *, vertical: bool = False) -> tuple[str | None, str, str | None]:
    """(level word, seat, place) of what stands before a head; all empty if it is no prefix."""
    tables = _tables()
    if before in tables.levels:
        return before, "", None
    hit = tables.prefix.match(before)
    if hit is not None and before[hit.end() :] in tables.seats:
        return hit.group(), before[hit.end() :], None
    for seat in ("", *sorted(tables.seats, key=len, reverse=True)):
        if seat and not before.endswith(seat):
            continue
        place = before[: len(before) - len(seat)]
        if _refused(place):
            continue
        if regions.is_place(place) or (not seat and _place_chain(place)):
            return None, seat, place
        if not seat and vertical and 2 <= len(place) <= 8 and regions.may_name_place(place):
            return None, "", place
    return None, "", None


def _place_chain(place: str) -> bool:
    """镇江市句容: a place, then the short name of one inside it."""
    return any(regions.is_place(place[:at]) and 2 <= len(place) - at <= 4 for at in range(3, len(place) - 1)) and _all_han(place)


def _all_han(text: str) -> bool:
    return all("㐀" <= char <= "鿿" for char in text)


def _by_rule(name: str) -> Body | None:
    tables = _tables()
    for rule, pattern, category in tables.rules:
        if pattern.fullmatch(name) is not None and not _refused(_unbracketed(name)):
            collective = category == "collective"
            level = _collective_level(name) if collective else None
            return Body(name, None, name, level, category, rule, collective=collective)
    return None


@functools.cache
def level_row() -> regex.Pattern[str]:
    """A row of level words at the head of a collective: 各市、县（区）."""
    return compile_fragment("bodies", "{all}{levels_row}|{bare_row}")


_SHORT_PLACE = regex.compile(r"\p{Han}{2,3}[省市州盟县区旗]")


def _refused(name: str) -> bool:
    """Has it a word that no name has? A place may have any in its own name: 如皋市, 那曲市."""
    hit = _SHORT_PLACE.match(name)
    at = hit.end() if hit is not None and regions.is_place(hit.group()) else 0
    return _tables().refused.search(name, at) is not None


_IN_COLLECTIVES = regex.compile("并|以上(?=市|地方|人民政府|政府|各级)|设区的市|所在|牵头(?=医院|学校|单位|部门|机构)")


def _unbracketed(name: str) -> str:
    """A collective name less what only collectives may hold (地级以上市)."""
    return _IN_COLLECTIVES.sub("", name)


def _collective_level(name: str) -> str | None:
    grammar = load("bodies")
    for word, level in grammar.words("collective_levels").items():
        if word in name:
            return str(level)
    own = _tables().prefix.match(name)
    if own is not None:
        return _tables().levels[own.group()]
    hit = level_row().match(name)
    places = grammar.words("collective_places")
    return next((places[char] for char in name[: hit.end()] if char in places), None) if hit is not None else None


@functools.cache
def _fields() -> frozenset[str]:
    spelt = load("bodies").words("departments").items()
    stems = {word for stem, spec in spelt for word in (stem, *spec.get("also", ()), *spec.get("akin", ())) if len(word) > 1}
    return frozenset(stems | set(load("bodies").words("more_fields")))


def field_of(text: str) -> tuple[str, str] | None:
    """(level word or "", field) of a field of work, its level perhaps in front: 教育, 市卫生健康; None for anything else."""
    if text in _fields():
        return "", text
    hit = _tables().prefix.match(text)
    return (hit.group(), text[hit.end() :]) if hit is not None and text[hit.end() :] in _fields() else None


def _by_field(name: str) -> Body | None:
    """卫生健康部门, 市医保部门: the office of a field, whatever it is called there."""
    for noun in load("bodies").words("field_nouns"):
        field = field_of(name[: -len(noun)]) if name.endswith(noun) else None
        if field is not None:
            prefix, stem = field[0] or None, field[1]
            level = _tables().levels.get(field[0])
            return Body(name, prefix, stem + noun, level, "government", "bodies.field", strength=PREFIXED)
    return None


def _by_suffix(name: str) -> Body | None:
    """A last word behind a level, a seat or a place; a last word alone is only likely."""
    tables = _tables()
    if name in tables.zones or (regions.is_place(name) and regions.level_of(name) != "省" and not _refused(name)):
        return Body(name, None, name, regions.level_of(name) or "县", "government", "bodies.place", place=name, strength=LIKELY)
    suffix = next((name[at:] for at in range(max(0, len(name) - 8), len(name)) if name[at:] in tables.suffixes), None)
    if name in load("bodies").words("under_each"):
        return Body(name, None, name, None, "other", "bodies.kind", strength=LIKELY, distinct=True)
    if suffix is None or name.endswith(tables.no_bodies) or _refused(name) or not _nameable(name):
        return None
    if "各" in name[1:] or "等部门" in name or "等单位" in name or "有关" in name or "相关" in name:  # collectives have rules of their own
        return None
    category = tables.suffixes[suffix]
    prefix, place, rest = _peel(name)
    if (prefix or place) and len(rest) >= len(suffix) and rest:
        level = tables.levels.get(prefix or "") or (regions.level_of(place) if place else None)
        # 市区, 县城 …: a level and nothing but a short word is no name
        strength = PREFIXED if len(rest) > len(suffix) or len(suffix) > 1 else LIKELY
        return Body(name, prefix, rest, level, category, "bodies.suffix", place=place, strength=strength)
    if suffix in tables.short or len(name) <= len(suffix):
        return None
    distinct = (len(suffix) > 1 or suffix == "局") and len(name) - len(suffix) > 1 and all(char not in "（）()" for char in name)
    return Body(name, None, name, None, category, "bodies.suffix", strength=LIKELY, distinct=distinct)


_NAMEABLE = regex.compile(r"[\p{Han}A-Za-z0-9·“”（）()—×○*-]+")


def _nameable(name: str) -> bool:
    return _NAMEABLE.fullmatch(name) is not None


def _peel(name: str) -> tuple[str | None, str | None, str]:
    """Level word or place at the start of a name, and what is left."""
    tables = _tables()
    hit = tables.prefix.match(name)
    if hit is not None:
        return hit.group(), None, name[hit.end() :]
    for at in range(min(12, len(name) - 1), 1, -1):
        if regions.is_place(name[:at]):
            return None, name[:at], name[at:]
    return None, None, name


def complete(head: str, prefix: str, place: str | None, seat: str = "") -> str:
    """A head with the prefix it leaves out: (编办, 市, seat 委) -> 市委编办, (教育局, 清江市) -> 清江市教育局."""
    return f"{place or prefix}{'' if head.startswith(('委', '党委')) else seat}{head}"


def level_rank(word: str) -> int | None:
    """How high a level word stands, 0 for the centre (国家) to 4 (乡); None for any other word."""
    level = _tables().levels.get(word) or load("bodies").words("collective_places").get(word)
    return regions.LEVELS.index(level) if level is not None else None


def is_division(name: str) -> bool:
    """基层处, 医政科: a part of a body, not a body."""
    return name.endswith(_tables().divisions) and not name.endswith(tuple(load("bodies").words("whole_places"))) and 2 < len(name) <= 12

