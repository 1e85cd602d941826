"""The wording of a unit clause: labels, lists, roles, what holds for all later tasks. Pure functions on strings, cached by wording.

A clause is read from left to right as lists of names, each list closed by what the bodies do (牵头, 按职责分工负责) or by
the next label (配合单位：). Offsets in a `Reading` are relative to the string read.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace

import regex

from .grammar import compile_fragment, load
from .separators import CLOSE, HARD, OPEN, SOFT, next_break
from .shared_words import fields_in_row, places_in_row
from .unit_labels import label_at, label_before, words
from .unit_names import Item, as_printed, read_stretch

MAX_LIST = 200  # characters between two separators that are still looked at
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
    weak: bool = False  # the label has no colon, so that what follows may be a sentence
    tailed: bool = False

    def close(self, role: str | None = None) -> None:
        """End the list: its bodies have the role that was said, else the label's."""
        final = role or self.role or "responsible"
        self.done += [Charged(c.item, c.item.role or final) for c in self.pending]
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
        state.labelled, state.tailed,
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
            state.weak = state.text[end - 1] not in "：:】］]〕"
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


def _stretch(state: _State, at: int, special: bool) -> int:
    """One stretch between separators: names, perhaps with what they do."""
    text = state.text
    end = next_break(text, at)
    end = _label_inside(text, at, end) or end
    stretch = text[at:end]
    if (state.pending or state.done) and end - at <= _LASTING and _duration().fullmatch(stretch) is not None:
        state.asides.append((at, end))
        return end
    if special and stretch[-1] in CLOSE:
        note = max(stretch.rfind(mark) for mark in OPEN)
        if note > 0 and words().speaks_on.search(stretch, note) and _names(state, at, stretch[:note]) and _special(state, at + note):
            return end
    if not _names(state, at, stretch):
        last = _row(state, at) or _names_and_row(state, at, stretch)
        if last is not None:
            return last
        _loose(state, at, end)
    return end


_LASTING = 10  # characters of the longest words for a time without end


@functools.cache
def _duration() -> regex.Pattern[str]:
    """持续推进 behind the names says by when, not what they do."""
    return compile_fragment("clauses", "{duration}")


def _row(state: _State, at: int) -> int | None:
    """A row that shares its last words, and what its bodies do; where it ends."""
    text = state.text
    row = fields_in_row(text, at) or places_in_row(text, at)
    if row is None:
        return None
    state.pending += [Charged(item, "") for item in row.items]
    joined = words().conjunction.match(text, row.end)
    if joined is not None and joined.end() < len(text):
        return joined.end()
    end = next_break(text, row.end) if row.end < len(text) else row.end
    if end > row.end and not _names_tail(state, text[row.end : end]):
        state.loose.append((at, end))
    return end


def _names_and_row(state: _State, at: int, stretch: str) -> int | None:
    """发展改革部门会同财政、税务部门: a name, then fields of work in a row."""
    for hit in words().conjunction.finditer(stretch):
        before = read_stretch(stretch[: hit.start()], state.lenient) if hit.start() else None
        row = fields_in_row(state.text, at + hit.end()) if before is not None else None
        if before is not None and row is not None:
            state.pending += [Charged(item.moved(at), "") for item in before]
            return _row(state, at + hit.end())
    return None


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


_COMMA = re.compile("[，,]")
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
        state.close("lead")
    elif cues.supports.search(tail) and "负责" not in tail and "落实" not in tail:
        _close_before_comma(state)
        state.close("supporting")
    else:
        state.close()


def _close_before_comma(state: _State) -> None:
    """基层处，省级协会配合: the one comma of a clause parts those who help from those before it."""
    ends = [c.item.end for c in state.pending]
    starts = [c.item.start for c in state.pending[1:]]
    cuts = [i for i, (end, start) in enumerate(zip(ends, starts, strict=False), 1) if _COMMA.search(state.text, end, start)]
    if len(cuts) == 1 and not state.done:
        helping = state.pending[cuts[0] :]
        state.pending = state.pending[: cuts[0]]
        state.close()
        state.pending = helping


def _loose(state: _State, at: int, end: int) -> bool:
    """A stretch that nothing explains: under a label it may be a name all the same."""
    if state.believe and not state.weak and (state.labelled or state.role):
        if state.text[at:end] in words().empty:
            return True
        item = as_printed(state.text[at:end])
        if item is not None:
            state.pending.append(Charged(item.moved(at), ""))
            return True
    state.loose.append((at, end))
    return False
