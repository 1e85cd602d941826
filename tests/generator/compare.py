"""Hold a record against planted truth: true and false positives and misses per element, after the rules of the gold form.

Blanks, full- and half-width marks and list stops do not count; optional truth is neither asked for nor punished.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any

Entry = dict[str, Any]
MARKS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "〔": "[",
        "〕": "]",
        "【": "[",
        "】": "]",
        "—": "-",
        "–": "-",
        "～": "~",
        "、": ",",
        "。": ".",
        "《": "<",
        "》": ">",
    }
)


@dataclass(slots=True)
class Tally:
    """Counts of one element, with what went wrong in words."""

    hit: int = 0
    extra: int = 0
    missed: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Scores(dict[str, Tally]):
    """Tallies by element: task, path, title, measures, units, units+role, deadlines, targets, metric, indicators, duties, meta.*."""

    def __missing__(self, key: str) -> Tally:
        self[key] = Tally()
        return self[key]

    def add(self, other: Scores) -> None:
        """Sum over several notices."""
        for key, tally in other.items():
            mine = self[key]
            mine.hit, mine.extra, mine.missed = mine.hit + tally.hit, mine.extra + tally.extra, mine.missed + tally.missed
            mine.notes += tally.notes

    def __str__(self) -> str:
        rows = [f"{key:<18}{t.precision:8.3f}{t.recall:8.3f}{t.f1:8.3f}{t.hit:7}{t.extra:6}{t.missed:6}" for key, t in sorted(self.items())]
        return "\n".join([f"{'element':<18}{'P':>8}{'R':>8}{'F1':>8}{'hit':>7}{'extra':>6}{'miss':>6}", *rows])


def plain(text: Any) -> str:
    """Text for comparison: one width, no blanks, one form per mark."""
    if text is None:
        return ""
    return re.sub(r"[\s*]+", "", unicodedata.normalize("NFKC", str(text)).translate(MARKS)).strip(".;,:").lower()


def figure(value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        return str(Decimal(str(value)).normalize())
    except InvalidOperation:
        return plain(value)


def alike(one: Any, two: Any) -> float:
    a, b = plain(one), plain(two)
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


def compare(truth: Entry, record: Entry, name: str = "") -> Scores:
    """The scores of one record; `name` stands before every note."""
    scores = Scores()
    for key, want in (truth.get("meta") or {}).items():
        got = (record.get("meta") or {}).get(key)
        same = sorted(map(plain, want)) == sorted(map(plain, got or [])) if isinstance(want, list) else plain(want) == plain(got)
        _single(scores[f"meta.{key}"], same, name, want, got)
    _tasks(scores, truth.get("tasks") or [], record.get("tasks") or [], name)
    _match(
        scores["indicators"],
        _cells(truth),
        _cells(record),
        lambda v: (v["row"], plain(v.get("period")), v.get("role"), *value_key(v)),
        name,
    )
    _match(scores["duties"], _duties(truth), _duties(record), deadline_key, name)
    return scores


def value_key(t: Entry) -> tuple[Any, ...]:
    counter = None if t.get("mode") in ("trend", "reference") else plain(t.get("unit"))
    return t.get("mode"), t.get("comparator"), figure(t.get("value")), figure(t.get("upper")), counter


def deadline_key(d: Entry) -> tuple[Any, ...]:
    return d.get("kind"), d.get("start"), d.get("end"), d.get("offset"), d.get("freq")


def _cells(record: Entry) -> list[Entry]:
    return [{**v, "row": plain(row.get("name"))} for row in record.get("indicators") or [] for v in row.get("values") or []]


def _duties(record: Entry) -> list[Entry]:
    return [d for duty in record.get("duties") or [] for d in duty.get("deadlines") or []]


def _single(tally: Tally, same: bool, where: str, want: Any, got: Any) -> None:
    if same:
        tally.hit += 1
        return
    tally.extra, tally.missed = tally.extra + 1, tally.missed + 1
    tally.notes.append(f"! {where}: {want!r} / {got!r}")


def _match(tally: Tally, want: Iterable[Entry], got: Iterable[Entry], key: Callable[[Entry], Any], where: str) -> list[tuple[Entry, Entry]]:
    """Pair equal keys one to one; returns the pairs that count."""
    pool, pairs = list(got), []
    for w in sorted(want, key=lambda e: bool(e.get("optional"))):
        twins = [g for g in pool if key(g) == key(w)]
        if twins:
            best = max(twins, key=lambda g: alike(g.get("metric"), w.get("metric")))
            pool.remove(best)
            if not w.get("optional"):
                tally.hit += 1
                pairs.append((w, best))
        elif not w.get("optional"):
            tally.missed += 1
            tally.notes.append(f"- {where}: {key(w)} {w.get('raw') or ''}")
    for g in pool:
        tally.extra += 1
        tally.notes.append(f"+ {where}: {key(g)} {g.get('raw') or ''}")
    return pairs


def _pair_tasks(want: list[Entry], got: list[Entry]) -> list[tuple[int, int]]:
    """Same view, number and part under the same heading; then the same title."""
    free, pairs, done = list(range(len(got))), [], set()

    def take(same: Callable[[Entry, Entry], bool]) -> None:
        for i, w in enumerate(want):
            j = next((j for j in free if same(w, got[j])), None) if i not in done else None
            if j is not None:
                free.remove(j)
                done.add(i)
                pairs.append((i, j))

    def place(t: Entry) -> tuple[Any, ...]:
        return t.get("view"), plain(t.get("number")), t.get("part") or 1, plain((t.get("path") or [""])[-1])[:6]

    take(
        lambda w, g: (
            place(w) == place(g)
            and (not w.get("title") or alike(w["title"], (g.get("title") or g.get("text") or "")[: len(w["title"]) + 4]) > 0.6)
        )
    )
    take(lambda w, g: place(w) == place(g))
    take(lambda w, g: w.get("view") == g.get("view") and bool(w.get("title")) and alike(w["title"], g.get("title") or g.get("text")) > 0.85)
    return sorted(pairs)


def _tasks(scores: Scores, want: list[Entry], got: list[Entry], name: str) -> None:
    pairs = _pair_tasks(want, got)
    missed = [w for i, w in enumerate(want) if i not in {i for i, _ in pairs} and not w.get("optional")]
    extra = [g for j, g in enumerate(got) if j not in {j for _, j in pairs}]
    for sign, side, tasks in (("-", "missed", missed), ("+", "extra", extra)):
        for t in tasks:
            label = f"{sign} {name}: {t.get('view')} {t.get('number')} {t.get('title') or (t.get('text') or '')[:30]}"
            _count(scores["task"], side, 1, label)
            for part in ("units", "deadlines", "targets"):
                _count(scores[part], side, sum(not e.get("optional") for e in t.get(part) or []), "")
    for i, j in pairs:
        w, g = want[i], got[j]
        if w.get("optional"):
            continue
        where = f"{name} {w['view']} {w.get('number')}"
        scores["task"].hit += 1
        _single(
            scores["path"],
            list(map(plain, w.get("path") or [])) == list(map(plain, g.get("path") or [])),
            where,
            w.get("path"),
            g.get("path"),
        )
        if w.get("title"):
            _single(scores["title"], plain(w["title"]) == plain(g.get("title")), where, w["title"], g.get("title"))
        _parts(scores, w, g, where)


def _count(tally: Tally, side: str, n: int, note: str) -> None:
    setattr(tally, side, getattr(tally, side) + n)
    if note:
        tally.notes.append(note)


def _parts(scores: Scores, w: Entry, g: Entry, where: str) -> None:
    def start(m: Entry) -> tuple[str, str]:
        return plain(m.get("marker")), plain(m.get("text") or m.get("starts")).removeprefix(plain(m.get("marker")))[:6]

    _match(scores["measures"], w.get("measures") or [], [m for m in g.get("measures") or [] if m.get("marker")], start, where)
    units = w.get("units") or [], g.get("units") or []
    _match(scores["units"], *units, lambda u: plain(u.get("name")), where)
    _match(scores["units+role"], *units, lambda u: (plain(u.get("name")), u.get("role", "responsible"), bool(u.get("inherited"))), where)
    _match(scores["deadlines"], w.get("deadlines") or [], g.get("deadlines") or [], deadline_key, where)
    for mine, theirs in _match(scores["targets"], w.get("targets") or [], g.get("targets") or [], value_key, where):
        _single(scores["metric"], alike(mine["metric"], theirs.get("metric")) >= 0.8, where, mine["metric"], theirs.get("metric"))
