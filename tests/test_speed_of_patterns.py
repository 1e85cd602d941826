"""No text is slow: every pattern, alone and all together, on the texts that make careless patterns backtrack for ever."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import regex

import gongwen
from gongwen import convert
from gongwen.recognise.grammar import grammar_names, load

LENGTH = 10_000
CAP = 2.0  # seconds for one pattern over one text
ONE_THING, ONE_CAP = 5_000, 5.0  # characters of one kind, seconds for the document
WHOLE, WHOLE_CAP = 200_000, 30.0  # characters of all kinds, seconds for the document

SEEDS = {
    "digits": "1",
    "numerals": "一",
    "list stops": "、",
    "commas": "，",
    "opening brackets": "（",
    "closing brackets": "）",
    "empty brackets": "（）",
    "each": "各",
    "blanks": " ",
    "wide blanks": "　",
    "line feeds": "\n",
    "one character": "中",
    "full stops": "。",
    "colons": "：",
    "quotes": "“",
    "titles": "《",
    "tabs": "\t",
    "markers": "1.",
    "circled": "①",
    "years": "2025年",
    "months": "9月底前",
    "offices": "市教育局、",
    "offices without stops": "市教育局",
    "labels": "责任单位：",
    "percent": "95%",
    "tens of thousands": "1万",
    "decimals": "1.1",
    "per": "每千",
    "reach": "达到",
    "to": "至",
    "not lower": "不低于",
    "cities and counties": "市、县",
    "number brackets": "〔2024〕",
    "letters": "a",
}


def attack(seed: str, length: int) -> str:
    """A long run of one thing; what would end a match comes never."""
    return (seed * (length // len(seed) + 1))[:length]


def modules() -> Iterator[Any]:
    yield gongwen
    for found in pkgutil.walk_packages(gongwen.__path__, "gongwen."):
        if not found.name.endswith(("__main__", ".spacy")):
            yield importlib.import_module(found.name)


def patterns() -> dict[str, Any]:
    """Every compiled pattern by name: of grammar rules, in modules, and made on first use by cached functions."""
    made: dict[str, Any] = {}
    for name in grammar_names():
        grammar = load(name)
        for rule in grammar.rules:
            made[rule.name] = rule.pattern
        if grammar.gate is not None:
            made[f"{name} (gate)"] = grammar.gate
    for module in modules():
        for name, value in vars(module).items():
            for key, pattern in _within(value):
                made[f"{module.__name__}.{name}{key}"] = pattern
            if _makes_one(value, module.__name__):
                for key, pattern in _within(value()):
                    made[f"{module.__name__}.{name}(){key}"] = pattern
    return made


def _within(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, re.Pattern | regex.Pattern):
        yield "", value
    elif isinstance(value, tuple | list):
        for i, item in enumerate(value):
            yield from ((f"[{i}]{key}", p) for key, p in _within(item))
    elif isinstance(value, dict):
        for k, item in value.items():
            yield from ((f"[{k}]{key}", p) for key, p in _within(item))


def _makes_one(value: Any, module: str) -> bool:
    """A cached function without parameters, defined here, that is declared to give a pattern."""
    if not hasattr(value, "cache_info") or getattr(value, "__module__", "") != module:
        return False
    signature = inspect.signature(value)
    return not signature.parameters and "Pattern" in str(signature.return_annotation)


def held_to_a_place() -> set[str]:
    """Patterns that are only ever held against one place (match, fullmatch), never looked for all over a text."""
    uses: dict[str, set[str]] = {}
    for module in modules():
        for name, method in CALL.findall(inspect.getsource(module)):
            uses.setdefault(f"{module.__name__}.{name}", set()).add(method)
    anchored = {name for name, methods in uses.items() if methods <= {"match", "fullmatch"}}
    of_rules = {rule.name for name in grammar_names() if load(name).whole for rule in load(name).rules}
    return of_rules | {name for name in PATTERNS if name.removesuffix("()") in anchored}


CALL = re.compile(r"\b(\w+)(?:\(\))?\.(match|fullmatch|search|finditer|findall|sub|subn|split)\(")
PATTERNS = patterns()
PLACED = held_to_a_place()
BY_HOME: dict[str, list[str]] = {}
for _name in PATTERNS:
    BY_HOME.setdefault(_name.rpartition(".")[0].removesuffix(" (gate)") or _name, []).append(_name)

def spent(pattern: Any, text: str, placed: bool = False) -> float:
    """Seconds of work over a whole text, at every place or, where it is only ever held against one, at the first.

    Patterns of the regex module stop themselves a little over the cap.
    """
    start = time.thread_time()
    stopping = {"timeout": 2 * CAP} if isinstance(pattern, regex.Pattern) else {}
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text
    try:
        if placed:
            pattern.match(subject, **stopping)
            pattern.fullmatch(subject, **stopping)
        for _ in () if placed else pattern.finditer(subject, **stopping):
            pass
    except TimeoutError:
        pass
    return time.thread_time() - start


def test_there_are_patterns() -> None:
    assert len([name for name in PATTERNS if not name.startswith("gongwen.")]) > 100
    assert len([name for name in PATTERNS if name.startswith("gongwen.")]) > 60


def test_a_careless_pattern_would_be_found() -> None:
    assert spent(regex.compile(r"(?:1+)+x"), attack("1", 2_000)) > CAP


def slow(names: list[str]) -> list[str]:
    """Which of the patterns take too long, the first text of each that shows it."""
    found = []
    for name in names:
        for kind, seed in SEEDS.items():
            seconds = spent(PATTERNS[name], attack(seed, LENGTH), name in PLACED)
            if seconds > CAP:
                found.append(f"{name}: {seconds:.1f} s over {kind}")
                break
    return found


@pytest.mark.parametrize("home", BY_HOME)
def test_no_pattern_is_slow(home: str) -> None:
    assert slow(BY_HOME[home]) == []


@pytest.mark.parametrize("kind", SEEDS)
def test_a_document_of_one_thing_is_read_in_time(kind: str) -> None:
    assert seconds_for(attack(SEEDS[kind], ONE_THING)) < ONE_CAP


def seconds_for(item: str) -> float:
    text = f"清江市关于印发工作方案的通知\n一、重点任务\n（一）{item}"
    start = time.thread_time()
    assert convert(text.encode()).text is not None
    return time.thread_time() - start


def test_a_document_of_all_things_is_read_in_time_that_grows_with_its_length() -> None:
    part = "".join(attack(seed, 500) + "。\n" for seed in SEEDS.values())
    copies = WHOLE // len(part) + 1
    quarter, all_ = seconds_for(part * (copies // 4)), seconds_for(part * copies)
    assert all_ < WHOLE_CAP
    assert all_ < 2.5 * 4 * quarter + 0.5, f"{quarter:.1f} s for a quarter, {all_:.1f} s for all"
