"""Labels (责任单位：) and roles (牵头, 配合): the words of unit clauses, compiled from grammars/clauses.yaml."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import regex

from .grammar import Rule, compile_fragment, expand, load


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of clauses, ready for use."""

    labels: Mapping[str, str]  # label -> role, "" for one whose value names no body
    longest_label: int
    label_lengths: Mapping[str, tuple[int, ...]]  # by first character, the longest first
    bare: Mapping[str, str]
    tail: regex.Pattern[str]
    leads: regex.Pattern[str]
    supports: regex.Pattern[str]
    rules: Mapping[str, Rule]
    speaks_on: regex.Pattern[str]
    local: frozenset[str]
    conjunction: regex.Pattern[str]
    when: regex.Pattern[str]
    empty: frozenset[str]


@functools.cache
def words() -> Words:
    """The wording of clauses, compiled once."""
    grammar = load("clauses")
    labels: dict[str, str] = {}
    for kind, role in grammar.words("kinds").items():
        for noun in grammar.words("nouns"):
            for scope in ("", *grammar.words("scopes")):
                labels[f"{scope}{kind}{noun}"] = role
    labels.update(dict.fromkeys((*grammar.words("persons"), *grammar.words("times")), ""))
    bare = grammar.words("bare_labels")
    roles = grammar.words("roles")
    verbs, manner = _any(roles), _any(grammar.words("manner"))
    starters, done = _any(grammar.words("manner_first")), _any(grammar.words("tail_nouns"))
    # possessive: manner and verbs overlap (管理, 管理权限), and a long run of them must not be tried in every way
    duty, is_unit = expand("clauses", "{duty_kind}"), expand("clauses", "{is_unit}")
    tail = rf"(?:(?:{starters}|{verbs})(?:{verbs}|{manner})*+(?<={verbs}(?:{done}|{duty})?)|{is_unit})$"
    return Words(
        labels=labels,
        longest_label=max(map(len, labels)),
        label_lengths=_lengths((*labels, *bare)),
        bare=bare,
        tail=regex.compile(tail),
        leads=regex.compile(_any(w for w, r in roles.items() if r == "lead")),
        supports=regex.compile(_any(w for w, r in roles.items() if r == "supporting")),
        rules={rule.name.removeprefix("clauses."): rule for rule in grammar.rules},
        speaks_on=compile_fragment("clauses", "{speaks_on}"),
        local=frozenset(grammar.words("local_words")),
        conjunction=compile_fragment("clauses", "{conjunctions}"),
        when=compile_fragment("clauses", "{when}"),
        empty=frozenset(grammar.words("empty_values")),
    )


def _lengths(labels: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for label in labels:
        found.setdefault(label[0], set()).add(len(label))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _any(choices: Iterable[str]) -> str:
    return "(?:" + "|".join(regex.escape(w) for w in sorted(set(choices), key=lambda w: (-len(w), w))) + ")"


def label_at(text: str, at: int) -> tuple[int, str] | None:
    """(end, role) of a label that begins at `at`, its colon included; role "" where its value names no body."""
    cues = words()
    if text[at : at + 1] in _LABEL_MARKS:
        return _bracketed_label(text, at)
    for length in cues.label_lengths.get(text[at : at + 1], ()):
        if at + length > len(text):
            continue
        word = text[at : at + length]
        role = cues.labels.get(word)
        if role is None:
            bare = cues.bare.get(word)
            if bare is None or text[at + length : at + length + 1] not in ("：", ":"):
                continue
            role = bare
        end = at + length
        colon = text[end : end + 1] in ("：", ":")
        if colon or role:
            return end + colon, role
    return None


_LABEL_MARKS = {"【": "】", "［": "］", "[": "]", "〔": "〕"}


def _bracketed_label(text: str, at: int) -> tuple[int, str] | None:
    """【牵头单位】: the brackets do what the colon does."""
    close = text.find(_LABEL_MARKS[text[at]], at + 1, at + words().longest_label + 2)
    role = words().labels.get(text[at + 1 : close]) if close > 0 else None
    if role is None:
        return None
    return close + 1 + (text[close + 1 : close + 2] in ("：", ":")), role


def label_before(text: str, colon: int) -> tuple[int, str] | None:
    """(start, role) of the longest label that a colon at `colon` closes."""
    labels = words().labels
    for length in range(min(words().longest_label, colon), 2, -1):
        role = labels.get(text[colon - length : colon])
        if role is not None:
            return colon - length, role
    return None


def role_of(label: str | None) -> str:
    """The role that a column label or a role name stands for."""
    if label in ("lead", "supporting", "responsible"):
        return label or "responsible"
    if not label:
        return "responsible"
    bare = "".join(label.split()).rstrip("：:")
    cues = words()
    known = cues.labels.get(bare) or cues.bare.get(bare)
    if known:
        return known
    return "lead" if cues.leads.search(bare) else "supporting" if cues.supports.search(bare) else "responsible"
