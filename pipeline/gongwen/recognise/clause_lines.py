"""Unit clauses on lines of their own: 责任单位：…, at the end of an item, or in a bracket that was never closed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model.mentions import ClauseMention
from .bodies import PREFIXED, parse_name
from .brackets import closing
from .clause_mentions import cue, mention
from .compact import Compact, as_meant
from .regions import Region
from .separators import OPEN
from .unit_labels import label_before
from .unit_reading import Reading, read

MAX_LINE = 600  # characters of the longest labelled line
MAX_LINES = 4  # lines of print that a labelled line may run on


def labelled(text: str, start: int, stop: int, home: Region | None, taken: Sequence[tuple[int, int]]) -> list[ClauseMention]:
    """责任单位：… as a line of its own, at the end of an item, or in a bracket that was never closed."""
    found: list[ClauseMention] = []
    past = start
    spans = iter(taken)
    span = next(spans, None)
    for hit in _COLON.finditer(text, start, stop):
        colon = hit.start()
        while span is not None and span[1] <= colon:
            span = next(spans, None)
        if colon < past or (span is not None and span[0] <= colon):
            continue
        label = _label_of_line(text, colon, start)
        if label is None:
            continue
        clause = _line(text, label[0], colon, stop, home)
        if clause is not None:
            found.append(clause)
        past = clause.end if clause is not None else _sentence_end(text, colon + 1, stop)  # its reading took in later labels
    return found


# the colon first: a lookbehind tried at every character costs more than the colons are worth
_COLON = re.compile("[：:】］](?:(?<=[休应位门室构体区方限间：].)|(?<=[位门][)）][：:])|(?<=[位门][ \u3000][：:]))")
_HAN = re.compile("[\u4e00-\u9fff]")


def _label_of_line(text: str, colon: int, start: int) -> tuple[int, str] | None:
    """(start, role) of a unit label that stands at the start of a line or a sentence."""
    at = colon
    while at > start and text[at - 1] in " \u3000":
        at -= 1
    label = label_before(as_meant(text[max(start, at - 24) : at]), at - max(start, at - 24))
    if label is None or not label[1]:
        return None
    begin = max(start, at - 24) + label[0]
    if text[colon] in "】］":
        begin -= 1
        if begin < start or text[begin] not in "【［":
            return None
    before = text[begin - 1 : begin] if begin > start else ""
    return None if _HAN.match(before) or before in ("、", "“", "《", "和", "及") else (begin, label[1])


def _line(text: str, begin: int, colon: int, stop: int, home: Region | None) -> ClauseMention | None:
    """The value of a label: to the end of its sentence, over line breaks inside a name, with what is said of later tasks."""
    end, lines = colon + 1, 0
    best: tuple[int, Compact, Reading] | None = None
    while lines < MAX_LINES:
        nxt = _sentence_end(text, end, stop)
        compact = Compact(text, begin, nxt)
        reading = read(compact.text, believe=True)
        if best is not None and (len(reading.loose) > len(best[2].loose) or not _grew(best[2], reading)):
            break
        best = (nxt, compact, reading)
        if nxt >= stop or text[nxt] not in "\n\r。":
            break
        if text[nxt] == "。" and not cue("speaks_on_next").match(text, nxt + 1, stop):
            break
        if text[nxt] in "\n\r" and not _runs_on(text[colon + 1 : nxt]):
            break
        end = nxt + 1
        lines += 1
    if best is None or not best[2].charged:
        return None
    nxt, compact, reading = best
    if len(reading.loose) >= len(reading.charged) and not any(c.item.body.strength >= PREFIXED for c in reading.charged):
        return None
    return mention(text, begin, nxt, "clauses.line", reading, compact, home)



_STOPS = re.compile("[。\n\r）)〕】\\]（(〔【\\[［]")


def _sentence_end(text: str, at: int, stop: int) -> int:
    """The end of the sentence or line, brackets inside it skipped."""
    limit = min(stop, at + MAX_LINE)
    while (hit := _STOPS.search(text, at, limit)) is not None:
        if hit.group() not in OPEN:
            return hit.start()
        close = closing(text, hit.start(), limit)
        if close is None:
            return hit.start()
        at = close + 1
    return limit


def _runs_on(value: str) -> bool:
    """Does a line of print break inside the list? It ends with a separator, or with what is no whole name."""
    tail = value.rstrip(" \t\u3000")
    if not tail or tail[-1] in "、，,；;和及与（":
        return True
    last = re.split("[、，,；;：:\\s]", tail)[-1]
    return bool(last) and parse_name(last) is None and read(last).loose != ()


def _grew(before: Reading, after: Reading) -> bool:
    if len(after.charged) > len(before.charged) or len(after.loose) < len(before.loose):
        return True
    return (after.onward, after.lead_first) != (before.onward, before.lead_first)
