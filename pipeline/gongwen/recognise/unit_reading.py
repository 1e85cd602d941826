"""The wording of a unit clause: labels, lists, roles, what holds for all later tasks. Pure functions on strings, cached by wording.

A clause is read from left to right as lists of names, each list closed by what the bodies do (牵头, 按职责分工负责) or by
the next label (配合单位：). Offsets in a `Reading` are relative to the string read.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace

import regex

from .bodies import field_of, parse_name
from .grammar import load
from .level_rows import row_end
from .unit_labels import label_at, label_before, words
from .unit_names import Item, as_printed, read_stretch

OPEN, CLOSE = "（(〔【[［", "）)〕】]］"
MAX_LIST = 200  # characters between two separators that are still looked at
SOFT = "、，,\n\t/"  # between names of one list
HARD = "。；;"  # between lists
_SEPARATORS = frozenset(SOFT + HARD + " \u3000：:")


@dataclass(frozen=True, slots=True)
class Charged:
    """A body with what the clause says it does."""

    item: Item
    role: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clause says. `loose`: stretches that no rule explains; `asides`: stretches under another label (完成时限：…)."""

    charged: tuple[Charged, ...]
    onward: tuple[Charged, ...]
    lead_first: str | None
    asides: tuple[tuple[int, int], ...]
    loose: tuple[tuple[int, int], ...]
    labelled: bool
    tailed: bool
    roles_said: bool  # some body has a role of its own, so that order says nothing


@dataclass(slots=True)
class _State:
    text: str
    lenient: bool
    believe: bool  # under a label or in a cell: a name that nothing explains is still a name
    role: str | None
    pending: list[Charged] = field(default_factory=list)
    done: list[Charged] = field(default_factory=list)
    onward: list[Charged] = field(default_factory=list)
    lead_first: str | None = None
    asides: list[tuple[int, int]] = field(default_factory=list)
    loose: list[tuple[int, int]] = field(default_factory=list)
    labelled: bool = False
    tailed: bool = False
    roles_said: bool = False

    def close(self, role: str | None = None) -> None:
        """End the list: its bodies have the role that was said, else the label's."""
        final = role or self.role or "responsible"
        self.done += [replace(c, role=c.item.role or final) for c in self.pending]
        self.pending = []


@functools.lru_cache(maxsize=20_000)
def read(text: str, *, role: str | None = None, believe: bool = False) -> Reading:
    """Read the wording of a clause, without its brackets and blanks.

    `role` is that of the label or column it stands under; `believe` keeps unexplained names under a label as printed.
    """
    state = _State(text, lenient=True, believe=believe, role=role)
    special = words().speaks_on.search(text) is not None
    at, end = 0, len(text)
    while at < end:
        char = text[at]
        if char in _SEPARATORS:
            if char in HARD:
                state.close()
            at += 1
            continue
        after = (special and _special(state, at)) or _label(state, at)
        at = after or _stretch(state, at, special)
    state.close()
    return Reading(
        tuple(state.done), tuple(state.onward), state.lead_first, tuple(state.asides), tuple(state.loose),
        state.labelled, state.tailed, state.roles_said,
    )


def _special(state: _State, at: int) -> int | None:
    """排在第一位的为牵头部门，下同; 以下均需各地负责，不再列出 - bracketed or not."""
    text, rules = state.text, words().rules
    inner = at + 1 if text[at] in OPEN else at
    for name in ("first_leads", "before_comma_leads"):
        hit = rules[name].pattern.match(text, inner)
        if hit is not None:
            kind = {"逗号": "comma", "分号": "semicolon"}.get(hit.groupdict().get("mark") or "", "first")
            rest = hit.groupdict().get("rest") or ""
            state.lead_first = kind + ("/supporting" if words().supports.search(rest) else "")
            return _past_close(text, hit.end(), inner > at)
    for name in ("onward_below", "onward_includes", "onward_all", "onward_each"):
        hit = rules[name].pattern.match(text, inner)
        if hit is not None and _onward(state, name, hit):
            return _past_close(text, hit.end(), inner > at)
    return None


def _past_close(text: str, at: int, bracketed: bool) -> int:
    return at + 1 if bracketed and text[at : at + 1] and text[at] in CLOSE else at


def _onward(state: _State, name: str, hit: regex.Match[str]) -> bool:
    """Lay the bodies on every later task; 各地 means the local bodies that the clause has just named."""
    cues = words()
    who, verb = hit["who"], hit["verb"] or ""
    if sum(map(who.count, OPEN)) != sum(map(who.count, CLOSE)):
        return False
    inner = read(who, believe=False)
    if inner.loose or not inner.charged:
        return False
    state.close()
    role = "lead" if cues.leads.match(verb) else "supporting" if cues.supports.match(verb) else "responsible"
    found = [Charged(c.item.moved(hit.start("who")), role) for c in inner.charged]
    local = [c for c in state.done if _is_local(c)]
    within = [c for c in found if _is_local(c)]
    if name == "onward_all" and within and len(within) < len(found):
        # 市财政局，各县（市、区）均为责任单位，下同: only the local bodies are meant for all tasks
        state.done += [c for c in found if c not in within]
        found = within
    if who in cues.local and local:
        found = [replace(c, role=role) for c in local]
    elif not (who in cues.local and name == "onward_below" and local):
        state.done += found
    state.onward += found
    state.tailed = True
    return True


def _is_local(charged: Charged) -> bool:
    body = charged.item.body
    if body.collective:
        return body.rule in ("bodies.all_local", "bodies.local_bodies") or body.name.startswith(("各县", "各市", "各区", "各镇", "各乡"))
    return body.place is not None and body.category == "government"


def _label(state: _State, at: int) -> int | None:
    hit = label_at(state.text, at)
    if hit is not None:
        end, role = hit
        if role:
            state.close()
            state.role, state.labelled = role, True
            return _past_note(state, end)
        return _aside(state, at, end)
    colon = _OTHER_LABEL.match(state.text, at)
    if colon is not None and (state.labelled or state.believe):
        return _aside(state, at, colon.end())
    return None


_OTHER_LABEL = re.compile("[\u4e00-\u9fff]{2,8}[：:]")


def _past_note(state: _State, at: int) -> int:
    """责任单位（排在第一位的为牵头单位）：…"""
    if state.text[at : at + 1] and state.text[at] in OPEN:
        return _special(state, at) or at
    return at


def _aside(state: _State, start: int, at: int) -> int:
    """A part under another label: it ends at the next ；。 or where a unit label begins."""
    text = state.text
    state.close()
    stop = at
    while stop < len(text) and text[stop] not in HARD:
        if text[stop] in "，,\n\t" and label_at(text, stop + 1) is not None:
            break
        stop += 1
    state.asides.append((start, stop))
    return stop


def next_break(text: str, at: int) -> int:
    """Where the stretch at `at` ends: the next separator outside brackets; 各市、县（区） and 各部门、单位 are not cut."""
    stop = row_end(text, at)
    depth = 0
    while stop < len(text):
        char = text[stop]
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (char in SOFT or char in HARD):
            if text.startswith(("、单位", "、部门", "、地区"), stop) and text[at] in "各有相" and text[stop + 3 : stop + 4] not in _GOES_ON:
                stop += 3
                continue
            break
        stop += 1
    return stop


_GOES_ON = frozenset("的")


def _stretch(state: _State, at: int, special: bool) -> int:
    """One stretch between separators: names, perhaps with what they do."""
    text = state.text
    end = next_break(text, at)
    end = _label_inside(text, at, end) or end
    stretch = text[at:end]
    if special and stretch[-1] in CLOSE:
        note = max(stretch.rfind(mark) for mark in OPEN)
        if note > 0 and words().speaks_on.search(stretch, note) and _names(state, at, stretch[:note]) and _special(state, at + note):
            return end
    if not _names(state, at, stretch):
        last = _fields_in_row(state, at) or _places_in_row(state, at)
        if last is not None:
            return last
        _loose(state, at, end)
    return end


def _fields_in_row(state: _State, at: int) -> int | None:
    """教育、民政、财政等部门: fields of work that share their last word; each is a body (教育部门)."""
    text, start = state.text, at
    row: list[tuple[int, int]] = []
    ranks = _RANKS.match(text, at)
    at = ranks.end() if ranks is not None else at
    while (field := _ROW_ITEM.match(text, at)) is not None and len(row) < MAX_ROW:
        if field_of(field[1]) is None:
            break
        row.append(field.span(1))
        at = field.end()
    rest = _LAST_FIELD.match(text, at)
    if rest is None or (rest[1] and field_of(rest[1]) is None) or (not row and not rest[1]):
        return None
    if rest[1]:
        row.append(rest.span(1))
    level = ranks.group() if ranks is not None else (field_of(text[slice(*row[0])]) or ("", ""))[0]
    for begin, finish in row:
        name = text[begin:finish] + rest["noun"]
        body = parse_name(name if name.startswith(level) else level + name)
        if body is not None:
            state.pending.append(Charged(Item(begin, finish, body), ""))
    tail = text[rest.end() : next_break(text, rest.end())] if rest.end() < len(text) else ""
    if tail and not _names_tail(state, tail):
        state.loose.append((start, rest.end() + len(tail)))
    return rest.end() + len(tail)


def _places_in_row(state: _State, at: int) -> int | None:
    """清江、松河、临江市人民政府: short names of places that share their last words."""
    hit = _PLACES.match(state.text, at)
    if hit is None:
        return None
    end = next_break(state.text, hit.end("stems"))
    last = state.text[hit.end("stems") : end]
    tail = next((t for t in words().tail.finditer(last, overlapped=True)), None)
    name = last[: tail.start()] if tail is not None else last
    body = parse_name(name)
    if body is None or body.place is None or body.collective or not body.place.startswith(hit["last"]):
        return None
    shared = name.removeprefix(hit["last"])
    if shared[:1] not in _PLACE_ENDS or (shared == body.head and body.place == hit["last"]):
        return None
    begin = at
    for stem in regex.split("[、，]|和", hit["stems"]):
        if stem:
            one = parse_name(stem + shared) if field_of(stem) is None else None
            if one is None or one.place is None:
                return None
            state.pending.append(Charged(Item(begin, begin + len(stem), one), ""))
        begin += len(stem) + 1
    state.pending.append(Charged(Item(hit.end("stems"), hit.end("stems") + len(name), body), ""))
    if tail is not None:
        _tail(state, tail.group())
    return end


_PLACES = regex.compile(r"(?P<stems>(?:\p{Han}{2,3}(?:、|，|和)){1,12})(?P<last>\p{Han}{2,3}?)(?=[市县区旗州盟镇乡])")
_PLACE_ENDS = frozenset("市县区旗州盟镇乡")

MAX_ROW = 12
_RANKS = re.compile("[省市州盟县区旗](?:[、和及]?[省市州盟县区旗]){1,3}(?:[两三四]级)?")  # 市、县两级卫生健康、医保部门
_ROW_ITEM = re.compile("([\u4e00-\u9fff]{2,10}?)(?:、|和|及)")
_LAST_FIELD = regex.compile(r"(\p{Han}{2,10}?)?等?(?:有关|相关)?(?P<noun>(?:主管|行政|行政主管|管理|监管)?部门)")


def _names_tail(state: _State, tail: str) -> bool:
    hit = words().tail.fullmatch(tail)
    if hit is None:
        return False
    _tail(state, tail)
    return True


def _label_inside(text: str, at: int, end: int) -> int | None:
    """Where a label with its colon begins inside a stretch (市财政局配合单位：…), a separator having been lost."""
    for mark in _BRACKETED_LABEL.finditer(text, at + 1, end):
        if label_at(text, mark.start()) is not None:
            return mark.start()
    colon = max(text.find("：", at, end), text.find(":", at, end))
    if colon < 0:
        return None
    label = label_before(text[at:colon], colon - at)
    if label is not None:
        return at + label[0] if label[0] else None
    bare = next((word for word in words().bare if text.endswith(word, at + 1, colon)), None)
    return colon - len(bare) if bare is not None else None


_BRACKETED_LABEL = re.compile("[【［\\[〔]")


def _names(state: _State, at: int, stretch: str) -> bool:
    """Take a stretch in as names and a tail; False leaves the state as it was."""
    cues = words()
    if len(stretch) > MAX_LIST:
        return False
    if stretch[-1] in tail_ends():
        for hit in cues.tail.finditer(stretch, overlapped=True):
            before = stretch[: hit.start()]
            items = read_stretch(before, state.lenient) if before else ()
            if items is None and before in ("等", "等部门", "等单位"):
                items = ()
            if items is None or not (items or state.pending):
                continue
            state.pending += [Charged(i.moved(at), "") for i in items]
            _tail(state, hit.group())
            return True
    items = read_stretch(stretch, state.lenient)
    if items is not None:
        state.pending += [Charged(i.moved(at), "") for i in items]
        if any(i.role for i in items):
            state.roles_said = True
        return True
    return _two_lists(state, at, stretch) or _and_when(state, at, stretch)


@functools.cache
def tail_ends() -> frozenset[str]:
    """Characters that end what a list of bodies does."""
    grammar = load("clauses")
    return frozenset(word[-1] for name in ("roles", "tail_nouns", "nouns") for word in grammar.words(name))


def _and_when(state: _State, at: int, stretch: str) -> bool:
    """市水利局于2025年6月底前完成: names, then by when, without a separator."""
    hit = words().when.search(stretch, 2)
    if hit is None or not _names(state, at, stretch[: hit.start()]):
        return False
    state.tailed = True
    state.loose.append((at + hit.start(), at + len(stretch)))
    return True


_INNER = re.compile("牵头(?:负责)?|负责")


def _two_lists(state: _State, at: int, stretch: str) -> bool:
    """市卫生健康委牵头市财政局配合: two lists without a separator."""
    hit = _INNER.search(stretch)
    if hit is None or not hit.start() > 0 or hit.end() >= len(stretch):
        return False
    first, second = read(stretch[: hit.end()]), read(stretch[hit.end() :])
    if first.loose or second.loose or not first.charged or not second.charged:
        return False
    state.pending += [Charged(c.item.moved(at), "") for c in first.charged]
    _tail(state, hit.group())
    return _names(state, at + hit.end(), stretch[hit.end() :])


def _tail(state: _State, tail: str) -> None:
    cues = words()
    state.tailed = True
    if cues.leads.search(tail):
        state.roles_said = True
        state.close("lead")
    elif cues.supports.search(tail) and "负责" not in tail and "落实" not in tail:
        state.roles_said = True
        state.close("supporting")
    else:
        state.close()


def _loose(state: _State, at: int, end: int) -> bool:
    """A stretch that nothing explains: under a label it may be a name all the same."""
    if state.believe and (state.labelled or state.role):
        if state.text[at:end] in words().empty:
            return True
        item = as_printed(state.text[at:end])
        if item is not None:
            state.pending.append(Charged(item.moved(at), ""))
            return True
    state.loose.append((at, end))
    return False
