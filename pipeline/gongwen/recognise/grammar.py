"""The grammar engine: named fragments and lexicons from YAML, compiled once, matched left to right.

A grammar file holds `fragments` (named pieces of pattern), `lexicons` (tables of words) and `rules`. In a pattern
`{name}` stands for a fragment or for any word of a lexicon of the same file, `{file.name}` for one of another file.
Quantifiers such as `{1,3}` stay what they are in a regular expression.

Overlap policy, once for all grammars: the leftmost match wins, among those the longest, among those the rule declared
first. Matches do not overlap.

Speed: for every character, and for every pair of characters, the engine learns, once, which rules can begin with it (from
the shape of the pattern, then by partial matching), so that a scan tries few rules at few places. What stands before a
place is unknown then, so a lookbehind that must hold is taken to hold. A rule for whole lines is tried on those alone that
begin and end as it does, and no rule where a word is missing that it needs. A rule is compiled when it is first tried. A grammar may add a
`gate`: a cheap pattern that must match at a place before `find` tries any rule there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex

from .. import clock
from ..errors import Code, GongwenError
from .shapes import Shape, class_of, lexicon_shape, shape_of, without_lookbehind

MAX_PATTERN = 200  # characters of a pattern as written; a longer one wants fragments
TIMEOUT = 2.0  # seconds for one pattern at one place; a pattern that needs it is a bug, not a slow document

REACH = 10_000  # characters in which a word that a match needs is looked for; no wording is longer, and a paragraph may be endless
MAX_DULL = 10_000  # characters that the scanner passes over at once; more of them are no text, and a class of them all costs too much
MAX_PAIRS = 100_000  # pairs of characters remembered per grammar; a hostile text shall not fill the memory

_SHAPES: dict[str, Shape] = {}  # of fragments and lexicons, by file.name

_REFERENCE = regex.compile(r"\{([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?)\}")


@dataclass(frozen=True)
class Rule:
    """One rule, one purpose. `gives` is what the family's module makes of a match (kind, comparator, role …)."""

    name: str  # grammar.rule, as mentions quote it
    source: str  # the pattern as written
    shape: Shape
    gives: Mapping[str, Any]
    purpose: str  # `for`: a wording that the rule is there for
    examples: tuple[Mapping[str, Any], ...]
    counter_examples: tuple[str, ...]
    order: int

    @functools.cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The pattern, compiled: most of a first conversion's time, and few notices need all rules."""
        return _compiled(self.name, self._expanded)

    @functools.cached_property
    def opening(self) -> regex.Pattern[str]:
        """The pattern without the lookbehinds that must hold: what a match can begin with."""
        bare = without_lookbehind(self._expanded)
        return self.pattern if bare == self._expanded else _compiled(self.name, bare)

    @functools.cached_property
    def numbers(self) -> tuple[tuple[str, int], ...]:
        """The named groups of the pattern with their numbers."""
        return tuple(self.pattern.groupindex.items())

    @property
    def _expanded(self) -> str:
        return expand(self.name.partition(".")[0], self.source)


@dataclass(frozen=True, slots=True)
class Match:
    """A match of one rule; `text` is what it covers, `groups` are the named groups that took part."""

    rule: Rule
    start: int
    end: int
    text: str
    groups: Mapping[str, str]
    spans: Mapping[str, tuple[int, int]]
    string: str = ""  # what was searched, so that a family's module can look around the match

    def __getitem__(self, name: str) -> str | None:
        return self.groups.get(name)


@dataclass(slots=True)
class Grammar:
    """A compiled grammar file."""

    name: str
    fragments: Mapping[str, str]
    lexicons: Mapping[str, Mapping[str, Any]]
    rules: tuple[Rule, ...]
    whole: bool = False  # rules are for whole lines or cells (fullmatch), not for places in running text
    gate: regex.Pattern[str] | None = None
    _by_char: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    _by_pair: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    _by_ends: dict[str, tuple[Rule, ...]] = field(default_factory=dict)  # by first and last character of a whole line
    _dull: set[str] = field(default_factory=set)  # characters with which no rule can begin
    _n_new: int = 0  # of them, those that the scanner does not know yet
    _scanner: re.Pattern[str] | None = None  # of the standard library: thrice as quick with a class of characters

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """All matches in text[start:end] under the overlap policy; lookarounds see the text outside the window."""
        stop = len(text) if end is None else end
        at = start
        by_pair = self._by_pair
        dull = self._dull
        gate = self.gate
        for hit in self._scanner_for(text, start, stop).finditer(text, start, stop):
            here = hit.start()
            if here < at:
                continue
            pair = text[here : here + 2]
            rules = by_pair.get(pair)
            if rules is None:
                if pair[0] in dull or not self.can_begin(pair[0]):
                    continue
                rules = self._learn_pair(pair)
            if not rules or (gate is not None and gate.match(text, here, stop) is None):
                continue
            found = self._best(text, here, stop, rules)
            if found is not None:
                clock.check()
                yield found
                at = found.end

    def can_begin(self, char: str) -> bool:
        """Whether any rule can begin with the character."""
        rules = self._by_char.get(char)
        if rules is None:
            self._learn(char)
            rules = self._by_char[char]
        return bool(rules)

    def match(self, text: str, at: int, end: int | None = None, ahead: int = 1) -> Match | None:
        """The best match that begins exactly at `at`; rules that the first `ahead` characters rule out are not tried."""
        stop = len(text) if end is None else end
        if at >= stop:
            return None
        opening = text[at : min(at + ahead, stop)]
        rules = self._by_pair.get(opening)
        if rules is None:
            self._learn(text[at])
            rules = self._learn_pair(opening)
        return self._best(text, at, stop, rules)

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        """The first declared rule that matches text[start:end] as a whole."""
        stop = len(text) if end is None else end
        if start >= stop:
            return None
        ends = text[start] + text[stop - 1]
        rules = self._by_ends.get(ends)
        if rules is None:
            rules = self._learn_ends(ends)
        for rule in rules:
            if not _may_hold(rule, text, start, stop):
                continue
            hit = _whole(rule, text, start, stop)
            if hit is not None:
                return _match(rule, hit)
        return None

    def words(self, lexicon: str) -> Mapping[str, Any]:
        """A lexicon of this grammar: word to attributes."""
        return self.lexicons[lexicon]

    def _best(self, text: str, at: int, stop: int, rules: tuple[Rule, ...]) -> Match | None:
        best = None
        best_rule = None
        far = min(stop, at + REACH)
        for rule in rules:
            if not _may_hold(rule, text, at, far):
                continue
            hit = _at(rule, text, at, stop)
            if hit is not None and hit.end() > at and (best is None or hit.end() > best.end()):
                best, best_rule = hit, rule
        return None if best is None or best_rule is None else _match(best_rule, best)

    def _scanner_for(self, text: str, start: int, stop: int) -> re.Pattern[str]:
        """Finds every character that is not known to begin no rule: so no text need be looked through for new ones beforehand."""
        if self._scanner is None or self._n_new > max(32, len(self._dull) // 8):
            for char in set(text[start:stop]):
                self._learn(char)
            self._scanner = re.compile("[^" + "".join(re.escape(c) for c in sorted(self._dull)) + "]" if self._dull else ".", re.DOTALL)
            self._n_new = 0
        return self._scanner

    def _learn(self, char: str) -> None:
        if char in self._by_char:
            return
        able = tuple(r for r in self.rules if r.shape.begins_with(char) and r.opening.match(char, partial=True) is not None)
        self._by_char[char] = able
        if not able and len(self._dull) < MAX_DULL:
            self._dull.add(char)
            self._n_new += 1

    def _learn_pair(self, pair: str) -> tuple[Rule, ...]:
        able = tuple(r for r in self._by_char[pair[0]] if r.opening.match(pair, partial=True) is not None)
        if len(self._by_pair) < MAX_PAIRS:
            self._by_pair[pair] = able
        return able

    def _learn_ends(self, ends: str) -> tuple[Rule, ...]:
        able = tuple(r for r in self.rules if r.shape.begins_with(ends[0]) and r.shape.ends_with(ends[-1]))
        if len(self._by_ends) < MAX_PAIRS:
            self._by_ends[ends] = able
        return able


def _may_hold(rule: Rule, text: str, start: int, stop: int) -> bool:
    """Whether a word that every match of the rule holds stands in text[start:stop]."""
    words = rule.shape.words
    if words is None:
        return True
    for word in words:  # noqa: SIM110 - any() of a generator takes twice as long
        if text.find(word, start, stop) >= 0:
            return True
    return False


def _at(rule: Rule, text: str, at: int, stop: int) -> regex.Match[str] | None:
    try:
        return rule.pattern.match(text, at, stop, timeout=TIMEOUT)
    except TimeoutError as exc:
        raise _too_slow(rule, text, at) from exc


def _whole(rule: Rule, text: str, start: int, stop: int) -> regex.Match[str] | None:
    try:
        return rule.pattern.fullmatch(text, start, stop, timeout=TIMEOUT)
    except TimeoutError as exc:
        raise _too_slow(rule, text, start) from exc


def _too_slow(rule: Rule, text: str, at: int) -> GongwenError:
    return GongwenError(Code.INTERNAL, f"{rule.name} did not finish at {text[at : at + 20]!r}", hint="Please report the rule's name.")


def _match(rule: Rule, hit: regex.Match[str]) -> Match:
    regs, string = hit.regs, hit.string  # all spans at once: asking for each group takes twice as long
    start, end = regs[0]
    spans = {name: regs[number] for name, number in rule.numbers if regs[number][0] >= 0}
    groups = {name: string[first:last] for name, (first, last) in spans.items()}
    return Match(rule, start, end, string[start:end], groups, spans, string)


def grammar_folder() -> Path:
    """Where the grammars lie: package data of an installed wheel, or `grammars/` of a checkout."""
    inside = Path(__file__).resolve().parent.parent / "grammars"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "grammars"


def grammar_names() -> list[str]:
    """The grammars shipped, by name."""
    return sorted(p.stem for p in grammar_folder().glob("*.yaml"))


@functools.cache
def load(name: str) -> Grammar:
    """The grammar of that name, compiled; cached for the life of the process."""
    raw = _raw(name)
    lexicons = {k: _table(v) for k, v in (raw.get("lexicons") or {}).items()}
    rules = tuple(_rule(name, i, spec) for i, spec in enumerate(raw.get("rules") or []))
    return Grammar(name, raw.get("fragments") or {}, lexicons, rules, whole=bool(raw.get("whole")), gate=_gate(name, raw.get("gate")))


def _gate(name: str, pattern: str | None) -> regex.Pattern[str] | None:
    return None if pattern is None else regex.compile(expand(name, pattern))


@functools.cache
def _raw(name: str) -> dict[str, Any]:
    import yaml

    path = grammar_folder() / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader, C or Python
    except (OSError, yaml.YAMLError) as exc:
        raise GongwenError(Code.GRAMMAR_INVALID, f"grammar {name} cannot be read: {exc}") from exc
    if not isinstance(data, dict):
        raise GongwenError(Code.GRAMMAR_INVALID, f"grammar {name} is not a mapping")
    return data


def _table(value: Any) -> dict[str, Any]:
    """A lexicon as written: a list of words, one string of words parted by blanks, or a mapping of words to attributes."""
    if isinstance(value, str):
        return dict.fromkeys(value.split())
    if isinstance(value, list):
        return {str(word): None for word in value}
    return {str(word): attributes for word, attributes in value.items()}


def _rule(grammar: str, order: int, spec: dict[str, Any]) -> Rule:
    name = f"{grammar}.{spec['name']}"
    source = spec["pattern"]
    if len(source) > MAX_PATTERN:
        raise GongwenError(Code.GRAMMAR_INVALID, f"{name}: pattern of {len(source)} characters; name its parts as fragments")
    try:
        shape = shape_of(source, functools.partial(_named, grammar))
    except ValueError as exc:
        raise GongwenError(Code.GRAMMAR_INVALID, f"{name}: {exc}") from exc
    return Rule(
        name=name,
        source=source,
        shape=shape,
        gives=spec.get("gives") or {},
        purpose=str(spec.get("for") or ""),
        examples=tuple(spec.get("examples") or ()),
        counter_examples=tuple(spec.get("not") or ()),
        order=order,
    )


def _compiled(name: str, pattern: str) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern)
    except regex.error as exc:
        raise GongwenError(Code.GRAMMAR_INVALID, f"{name}: {exc}") from exc


def expand(grammar: str, pattern: str, _seen: tuple[str, ...] = ()) -> str:
    """The pattern with every `{reference}` replaced by what it names."""

    def put(hit: regex.Match[str]) -> str:
        file, label, found = _referred(grammar, hit.group(1), _seen)
        if isinstance(found, str):
            return "(?:" + expand(file, found, (*_seen, label)) + ")"
        return "(?:" + "|".join(regex.escape(w) for w in sorted(found, key=lambda w: (-len(w), w))) + ")"

    return _REFERENCE.sub(put, pattern)


def _named(grammar: str, reference: str, _seen: tuple[str, ...] = ()) -> Shape:
    """The shape of what a reference names; of every fragment and lexicon it is told once."""
    file, label, found = _referred(grammar, reference, _seen)
    shape = _SHAPES.get(label)
    if shape is None:
        shape = shape_of(found, lambda inner: _named(file, inner, (*_seen, label))) if isinstance(found, str) else lexicon_shape(found)
        _SHAPES[label] = shape
    return shape


def _referred(grammar: str, reference: str, seen: tuple[str, ...]) -> tuple[str, str, str | Mapping[str, Any]]:
    """(file, file.name, pattern of a fragment or words of a lexicon) that a reference names."""
    file, _, key = reference.rpartition(".")
    file = file or grammar
    label = f"{file}.{key}"
    if label in seen:
        raise GongwenError(Code.GRAMMAR_INVALID, f"{label} refers to itself")
    raw = _raw(file)
    if key in (raw.get("fragments") or {}):
        return file, label, str(raw["fragments"][key])
    if key in (raw.get("lexicons") or {}):
        return file, label, _table(raw["lexicons"][key])
    raise GongwenError(Code.GRAMMAR_INVALID, f"{label} is not defined (referred to in {grammar})")


def compile_scanner(grammar: str, pattern: str) -> re.Pattern[str]:
    """A pattern with references to search a text with, compiled by the standard library.

    With the characters that a match can begin with said first, it passes over a text twice or thrice as quickly. For
    patterns without what only the regex module knows, and such as cannot run away: no timeout holds for them.
    """
    shape = shape_of(pattern, functools.partial(_named, grammar))
    if shape.empty:
        raise GongwenError(Code.GRAMMAR_INVALID, f"{pattern!r} of {grammar} can match nothing and would be found everywhere")
    return re.compile(f"(?={class_of(shape.first)})(?:{expand(grammar, pattern)})")


def compile_fragment(grammar: str, pattern: str) -> regex.Pattern[str]:
    """A pattern with references, compiled outside a rule (for cues that code needs alone)."""
    return regex.compile(expand(grammar, pattern))
