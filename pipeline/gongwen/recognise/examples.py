"""Whether the examples of a grammar hold: a grammar file is its own test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .grammar import Grammar, Match, Rule


@dataclass(frozen=True, slots=True)
class Failure:
    """An example of a grammar that does not hold."""

    rule: str
    text: str
    expected: str
    got: str


def check(grammar: Grammar, interpret: Any = None) -> list[Failure]:
    """Run all examples of a grammar. `interpret(match)` gives the fields that examples state beside `text` and `raw`."""
    failures: list[Failure] = []
    for rule in grammar.rules:
        if not rule.examples:
            failures.append(Failure(rule.name, "", "at least one example", "none"))
        for example in rule.examples:
            failures += _check_example(grammar, rule, example, interpret)
        for text in rule.counter_examples:
            hits = [m for m in _tried(grammar, text) if m.rule is rule]
            if hits:
                failures.append(Failure(rule.name, text, "no match", text[hits[0].start : hits[0].end]))
    return failures


def _tried(grammar: Grammar, text: str) -> list[Match]:
    if not grammar.whole:
        return list(grammar.find(text))
    match = grammar.fullmatch(text)
    return [] if match is None else [match]


def _check_example(grammar: Grammar, rule: Rule, example: Mapping[str, Any], interpret: Any) -> list[Failure]:
    text = str(example["text"])
    raw = str(example.get("raw", text))
    hits = [m for m in _tried(grammar, text) if m.rule is rule and text[m.start : m.end] == raw]
    if not hits:
        others = [f"{m.rule.name} {text[m.start : m.end]!r}" for m in _tried(grammar, text)]
        return [Failure(rule.name, text, raw, "; ".join(others) or "nothing")]
    if interpret is None:
        return []
    got = interpret(hits[0])
    failures = []
    for key, wanted in example.items():
        if key in ("text", "raw"):
            continue
        value = got.get(key)
        if str(value) != str(wanted):
            failures.append(Failure(rule.name, text, f"{key}={wanted}", f"{key}={value}"))
    return failures
