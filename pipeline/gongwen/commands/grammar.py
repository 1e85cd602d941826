"""`gongwen grammar`: the grammars shipped, and whether their examples hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ..errors import GongwenError
from ..recognise.examples import Failure, check
from ..recognise.grammar import Match, grammar_names, load


def listing() -> str:
    """A line per grammar: how many rules, examples, counter-examples and words it has."""
    lines = [f"{'grammar':<16}{'rules':>7}{'examples':>10}{'not':>6}{'words':>8}"]
    for name in grammar_names():
        grammar = load(name)
        examples = sum(len(rule.examples) for rule in grammar.rules)
        counter = sum(len(rule.counter_examples) for rule in grammar.rules)
        words = sum(len(words) for words in grammar.lexicons.values())
        lines.append(f"{name:<16}{len(grammar.rules):>7}{examples:>10}{counter:>6}{words:>8}")
    return "\n".join(lines)


def failures(names: Iterable[str]) -> list[Failure]:
    """Every example that does not hold, and every grammar that cannot be compiled."""
    return [failure for name in names for failure in _failures(name)]


def _failures(name: str) -> list[Failure]:
    try:
        return check(load(name), interpreter(name))
    except GongwenError as error:
        return [Failure(name, "", "a valid grammar", error.message)]
    except (
        KeyError,
        TypeError,
        AttributeError,
    ) as exc:  # not in the form of a grammar: a rule without a name, an example that is no mapping
        return [Failure(name, "", "rules with name and pattern, examples with text", f"{type(exc).__name__}: {exc}")]


def interpreter(grammar: str) -> Callable[[Match], Mapping[str, Any]]:
    """`interpret` of the family's module (recognise.NAME), which turns a match into the fields that examples state.

    A family without one makes no fields, so that an example which states any fails instead of passing unread.
    """
    module = f"gongwen.recognise.{grammar}"
    made: Callable[[Match], Mapping[str, Any]] | None = getattr(import_module(module), "interpret", None) if find_spec(module) else None
    return made or (lambda match: {})


def told(failure: Failure) -> str:
    """A failure as a line."""
    where = f" in {failure.text!r}" if failure.text else ""
    return f"{failure.rule}{where}: expected {failure.expected}, got {failure.got}"
