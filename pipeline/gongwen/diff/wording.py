"""How alike two stretches of wording are: pairs of characters, the rare ones weighing more.

Words are not cut: pairs of characters carry the nouns that tell tasks apart, need no dictionary, and a list of a hundred
tasks is read in milliseconds. Pairs do not cross punctuation, so that clauses may stand in any order. What every year
changes by itself (bodies, times, figures) is told by the changes of fields and taken out before.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from ..records import Task

Grams = frozenset[str]

MAX_CHARS = 20_000  # of one task that are compared; a longer one is a mistake of its notice's markup

_STOCK = 4  # how much less stock wording weighs

_RUNS = re.compile("[\u3400-\u9fff]+|[A-Za-z]+")
_BODY, _TIME = "\ue000", "\ue001"  # stand for a body and a time
_CLAUSE = re.compile(f"[（(【\\[][^（()）【】\\[\\]]{{0,300}}{_BODY}[^（()）【】\\[\\]]{{0,300}}[)）】\\]]")
_LABELLED = re.compile(f"[^\n。；;:：]{{1,12}}[:：][^\n。；;:：{_BODY}]{{0,12}}{_BODY}[^\n]{{0,300}}")
_ROW_OF_BODIES = re.compile(f"{_BODY}(?:[、，,和及与\\s]*{_BODY})*")
_FIGURE = re.compile(r"[0-9]+(?:[.,][0-9]+)*[%‰]?")


def compact(text: str) -> str:
    """Without blanks, full-width forms made plain: what two formats of one text have in common."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def plain(task: Task) -> str:
    """The words of a task without its bodies, times and figures."""
    return without_fields(body_text(task), task)


def without_fields(text: str, task: Task) -> str:
    """A text of a task without the task's bodies, times and figures. Brackets that held bodies only are gone with them."""
    text = unicodedata.normalize("NFKC", text[:MAX_CHARS])
    for mark, found in ((_TIME, task.deadlines), (_BODY, task.units)):
        for raw in sorted({unicodedata.normalize("NFKC", item.raw) for item in found}, key=lambda r: (-len(r), r)):
            text = text.replace(raw, mark)
    text = _LABELLED.sub("", _CLAUSE.sub("", text))
    return without_figures(_ROW_OF_BODIES.sub(_BODY, text))


def without_figures(text: str) -> str:
    """Without numbers in digits: what is left of 2025年 and 95% in any year."""
    return _FIGURE.sub("", text)


def body_text(task: Task) -> str:
    """The task's text; of a row of a table the task and its measures, not the cells for number, bodies and times."""
    if task.view == "section" or not (task.title or task.measures):
        return task.text
    return "\n".join([task.title or "", *(measure.text for measure in task.measures)])


def grams(text: str) -> Grams:
    """Pairs of neighbouring Chinese characters, Latin words, and characters that stand alone."""
    found: set[str] = set()
    for run in _RUNS.findall(text):
        if run.isascii() or len(run) == 1:
            found.add(run.lower())
        else:
            found.update(map("".join, pairwise(run)))
    return frozenset(found)


class Rarity:
    """How much a pair of characters tells, learned from all stretches that are to be compared.

    Weights are squares of the inverse document frequency in thousandths: whole numbers, whose sums do not depend on the
    order in which a set gives its members. `stock`: pairs that tell little however rare they are here.
    """

    def __init__(self, stretches: Collection[Grams], stock: Grams = frozenset()) -> None:
        counts = Counter(gram for stretch in stretches for gram in stretch)
        total = max(2, len(stretches))
        levels = {n: round(1000 * math.log(1 + total / n) ** 2) for n in set(counts.values())}
        self.weights: Mapping[str, int] = {gram: levels[n] // _STOCK if gram in stock else levels[n] for gram, n in counts.items()}
        self._unseen = round(1000 * math.log(1 + total) ** 2)
        self._known: dict[Grams, int] = {}

    def of(self, stretch: Grams) -> int:
        """Weight of a stretch."""
        known = self._known.get(stretch)
        if known is None:
            known = self._known[stretch] = self.weigh(stretch)
        return known

    def weigh(self, grams: Iterable[str]) -> int:
        """The same for a stretch that is not met again."""
        get, unseen = self.weights.get, self._unseen
        return sum([get(gram, unseen) for gram in grams])

    def cosine(self, a: Grams, b: Grams) -> float:
        """How alike, 0 to 1."""
        both = self.weigh(a & b)
        return both / math.sqrt(self.of(a) * self.of(b)) if both else 0.0

    def within(self, part: Grams, whole: Grams) -> float:
        """Share of `part` that stands in `whole`."""
        both = self.weigh(part & whole)
        return both / self.of(part) if both else 0.0

    def telling(self, marks: Grams) -> float:
        """How much marks can tell on average, 0 to 1: near 0 for what all tasks have, 1 for what none has."""
        return self.weigh(marks) / (len(marks) * self._unseen)

    def rarest(self, shared: Iterable[str], count: int = 6) -> tuple[str, ...]:
        """The pairs that tell most, for a person to read."""
        return tuple(sorted(shared, key=lambda g: (-self.weights.get(g, self._unseen), g))[:count])
