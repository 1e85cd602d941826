"""Which words of a text changed: two texts as one run of pieces, what both have, what is gone and what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "removed", "added"]

_ORDER: tuple[Kind, ...] = ("same", "removed", "added")
_CLAUSE = re.compile(r"[^。；！？\n\t]*[。；！？\n\t]|[^。；！？\n\t]+")
_WORD = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％‰]?|[A-Za-zＡ-Ｚａ-ｚ]+|.", re.DOTALL)
_MOST_STEPS = 4_000_000  # words of one stretch times words of the other: beyond that the stretch is shown as replaced
_ISLAND = 2  # so few words between two long changes stand in both texts by chance; a single one does between any two
_LONG = 4  # words, old and new together, that make a change a long one
_LEAST_ALIKE = 0.35  # two stretches that share less are easier to read one after the other


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `same` stands in both, `removed` in the old text alone, `added` in the new one alone."""

    kind: Kind
    text: str


def word_changes(old: str, new: str) -> tuple[Piece, ...]:
    """The way from the old text to the new one.

    The texts of the `same` and `removed` pieces, in order, are the old text; those of the `same` and `added` ones the new text.
    Clauses are laid side by side first, then the words of those that differ; a figure is one word, so that 90% never turns into 95%
    by one digit.
    """
    found: list[Piece] = []
    for before, after in _stretches(_CLAUSE.findall(old), _CLAUSE.findall(new)):
        if before == after:
            found.append(Piece("same", before))
        else:
            found += _words(before, after)
    return tuple(_joined(found))


def side(pieces: Sequence[Piece], kind: Literal["removed", "added"]) -> tuple[Piece, ...]:
    """The pieces of one side alone: of the old text with `removed`, of the new one with `added`."""
    return tuple(piece for piece in pieces if piece.kind in ("same", kind))


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Runs of equal clauses, and of clauses that stand against each other."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(old[i1:i2], new[j1:j2], strict=True)
        else:
            yield "".join(old[i1:i2]), "".join(new[j1:j2])


def _words(old: str, new: str) -> list[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    replaced = [Piece("removed", old), Piece("added", new)]
    if len(before) * len(after) > _MOST_STEPS:
        return replaced
    codes = _without_islands(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
    shared = sum(i2 - i1 for tag, i1, i2, _, _ in codes if tag == "equal")
    if shared < _LEAST_ALIKE * min(len(before), len(after)):
        return replaced
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in codes:
        if tag == "equal":
            found.append(Piece("same", "".join(before[i1:i2])))
        else:
            found += [Piece("removed", "".join(before[i1:i2])), Piece("added", "".join(after[j1:j2]))]
    return found


_Code = tuple[str, int, int, int, int]


def _without_islands(codes: Sequence[_Code]) -> list[_Code]:
    """Short equal runs between two changes belong to the change: a reader sees one phrase replaced by another."""
    return _absorbed(_absorbed(codes, 1, 0), _ISLAND, _LONG)


def _absorbed(codes: Sequence[_Code], most: int, least: int) -> list[_Code]:
    """Equal runs of at most so many words taken into the changes around them, if each of these has at least so many."""
    kept: list[_Code] = []
    for at, (tag, i1, i2, j1, j2) in enumerate(codes):
        island = tag == "equal" and i2 - i1 <= most and 0 < at < len(codes) - 1
        island = island and min(_changed(codes[at - 1]), _changed(codes[at + 1])) >= least
        if kept and kept[-1][0] != "equal" and (island or tag != "equal"):
            kept[-1] = ("replace", kept[-1][1], i2, kept[-1][3], j2)
        else:
            kept.append((tag, i1, i2, j1, j2))
    return kept


def _changed(code: _Code) -> int:
    """Words of a change, old and new together."""
    _, i1, i2, j1, j2 = code
    return i2 - i1 + j2 - j1


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; of a change what was taken away stands first."""
    held: dict[Kind, str] = {}
    for piece in pieces:
        if ("same" in held) != (piece.kind == "same"):
            yield from _told(held)
            held = {}
        held[piece.kind] = held.get(piece.kind, "") + piece.text
    yield from _told(held)


def _told(held: dict[Kind, str]) -> Iterator[Piece]:
    for kind in _ORDER:
        if held.get(kind):
            yield Piece(kind, held[kind])
