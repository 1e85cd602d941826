"""Synonyms, and the rewording of a clause, a sentence or a title at a given strength.

Quoted words, document titles and everything planted (targets, deadlines) keep their characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from ..stock import common

FOLDER = Path(__file__).parent
SHORT = 5  # characters of an object that its next title must leave of it
KEPT = re.compile(r"《[^》]*》|“[^”]*”|（[^）]*）|[A-Za-z0-9.%‰〔〕]+")


@dataclass(frozen=True, slots=True)
class Strength:
    """How much of a text changes: chances between 0 and 1.

    `word` a synonym at each place that has one; `title` a title reworded at all; `frame` a title built anew around its object;
    `head` the last word of an object; `clause` a boilerplate clause replaced, dropped or added; `order` clauses or sentences
    reordered; `sentence` a sentence without figures dropped or added.
    """

    word: float
    title: float
    frame: float
    head: float
    clause: float
    order: float
    sentence: float


STRENGTHS = {
    "light": Strength(0.12, 0.25, 0.0, 0.0, 0.08, 0.05, 0.03),
    "medium": Strength(0.5, 0.7, 0.1, 0.1, 0.35, 0.3, 0.12),
    "heavy": Strength(0.95, 1.0, 0.55, 0.5, 0.9, 0.6, 0.4),
}


@cache
def synonyms() -> dict[str, list[list[str]]]:
    """Sets of words by kind: verbs, adverbs, nouns, phrases, aspects, heads, metrics."""
    return _load("synonyms.yaml")


@cache
def wording() -> dict[str, Any]:
    """Aspects, boilerplate, frames, headings and names of bodies."""
    return _load("wording.yaml")


def _load(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load((FOLDER / name).read_text("utf-8"), Loader=loader)
    return loaded


@cache
def _others(kind: str) -> dict[str, list[str]]:
    """Every word with all that may stand for it."""
    made: dict[str, list[str]] = {}
    for one in synonyms()[kind]:
        for word in one:
            made[word] = [w for w in one if w != word]
    return made


@cache
def _pattern(*kinds: str) -> re.Pattern[str]:
    words = sorted({w for kind in kinds for w in _others(kind)}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)))


@cache
def _heads() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before an object: adverbs, and verbs (the sets' and the generator's own)."""
    verbs = {w for words in common()["verbs"].values() for w in words} | set(_others("verbs"))
    adverbs = set(common()["adverbs"]) | set(_others("adverbs"))
    one, two = (re.compile("|".join(sorted(words, key=lambda w: (-len(w), w)))) for words in (adverbs, verbs))
    return one, two


def parted(clause: str) -> tuple[str, str, str]:
    """Adverb, verb and object of a clause: 着力健全分级诊疗制度 -> 着力, 健全, 分级诊疗制度. Verb "" where none is known."""
    adverbs, verbs = _heads()
    whole = verbs.match(clause)
    if whole and len(clause) > whole.end():
        return "", whole[0], clause[whole.end() :]
    adverb = adverbs.match(clause)
    if adverb:
        verb = verbs.match(clause, adverb.end())
        if verb and len(clause) > verb.end():
            return adverb[0], verb[0], clause[verb.end() :]
    return "", "", clause


def object_of(text: str) -> str:
    """The object of the first clause that has a known verb; the first clause itself where none has."""
    clauses = text.split("。")[0].split("，")
    for clause in clauses:
        _, verb, rest = parted(clause)
        if verb and clause not in stock_clauses():
            return rest
    return clauses[0]


def shortened(core: str) -> str:
    """An object without its first modifier, where enough is left: 特殊困难老年人家庭适老化改造 -> 家庭适老化改造."""
    rests = (core.removeprefix(word) for word in wording()["modifiers"] if core.startswith(word))
    return next((rest for rest in rests if len(rest) >= SHORT), core)


@cache
def stock_clauses() -> frozenset[str]:
    """Clauses that say next to nothing."""
    own = common()
    return frozenset((*own["tails"], *own["extras"], *own["leads_in"], *wording()["boilerplate"]))


@cache
def stock_measures() -> frozenset[str]:
    """Clauses of measures that any task could have."""
    return frozenset(clause for measure in common()["measures"] for clause in measure.split("，"))


def swap(rng: Random, text: str, chance: float, *kinds: str) -> str:
    """The text with words of these kinds swapped, each with the given chance; what KEPT names stays."""
    pattern = _pattern(*kinds)
    lexicons = [_others(kind) for kind in kinds]

    def other(match: re.Match[str]) -> str:
        if rng.random() >= chance:
            return match[0]
        return rng.choice(next(lexicon[match[0]] for lexicon in lexicons if match[0] in lexicon))

    parts, at = [], 0
    for kept in KEPT.finditer(text):
        parts += [pattern.sub(other, text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, pattern.sub(other, text[at:])])


def reword_clause(rng: Random, clause: str, strength: Strength) -> str:
    """A clause in other words: whole phrases, its adverb, verb and nouns, or a frame around its object."""
    phrase = swap(rng, clause, strength.word, "aspects", "phrases")
    if phrase != clause:
        return swap(rng, phrase, strength.word, "nouns")
    adverb, verb, rest = parted(clause)
    if verb and 4 <= len(rest) <= 20 and clause not in stock_clauses() and rng.random() < strength.frame:
        return str(rng.choice(wording()["restated"])).format(o=swap(rng, rest, strength.word, "nouns"))
    if verb:
        if adverb and rng.random() < strength.word:
            adverb = rng.choice([*_others("adverbs").get(adverb, [adverb]), ""])
        elif not adverb and len(verb) == 2 and rng.random() < strength.word / 2:
            adverb = rng.choice(common()["adverbs"])
        if rng.random() < strength.word:
            verb = rng.choice(_others("verbs").get(verb) or [verb])
    rest = swap(rng, rest, strength.word, "nouns")
    if verb and rng.random() < strength.head:
        rest = _other_head(rng, rest)
    return adverb + verb + rest


def _other_head(rng: Random, text: str) -> str:
    for head, others in _others("heads").items():
        if text.endswith(head) and len(text) > len(head) + 3:
            return text.removesuffix(head) + rng.choice(others)
    return text


def reword_title(rng: Random, title: str, strength: Strength) -> str:
    """A title in other words; framed anew around its object where the strength allows it."""
    if rng.random() >= strength.title:
        return title
    if rng.random() < strength.frame:
        about = swap(rng, object_of(title), strength.word / 2, "nouns")
        about = shortened(about) if rng.random() < strength.head / 2 else about
        if 4 <= len(about) <= 22:
            frame = str(rng.choice(wording()["frames"]))
            return frame.format(o=about, b=rng.choice(wording()["boilerplate"]))
    plain = replace(strength, frame=0.0)
    return "，".join(reword_clause(rng, clause, plain) for clause in title.split("，"))


def reword_words(
    rng: Random, clauses: list[str], strength: Strength, *, keep: int = 1, movable: bool = True, frozen: frozenset[int] = frozenset()
) -> list[str]:
    """The clauses of a sentence in other words: boilerplate dropped, replaced and added, the rest reworded, boilerplate moved.

    Clauses that hold a planted piece (private-use characters), and those whose place is `frozen`, stay as they are. At least `keep`
    clauses are left.
    """
    stock = stock_clauses()
    made: list[str] = []
    for place, clause in enumerate(clauses):
        if place in frozen or any("\ue000" <= c <= "\uf8ff" for c in clause):
            made.append(clause)
        elif clause in stock and rng.random() < strength.clause:
            kind = rng.random()
            if kind < 0.4:
                made.append(rng.choice(wording()["boilerplate"]))
            elif kind < 0.7:
                made.append(reword_clause(rng, clause, strength))
        else:
            made.append(reword_clause(rng, clause, strength))
    if rng.random() < strength.clause / 2:
        made.append(rng.choice(wording()["boilerplate"]))
    while len(made) < keep:
        made.append(rng.choice(wording()["boilerplate"]))
    if movable and len(made) > 1 and rng.random() < strength.order and made[-1] in wording()["boilerplate"]:
        made = [made[-1], *made[:-1]]
    return list(dict.fromkeys(made))
