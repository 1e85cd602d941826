"""Path data of OFD (GB/T 33190, 9.1: AbbreviatedData) as chains of straight edges."""

from __future__ import annotations

from gongwen.readers.page.drawn import Matrix, through

_COUNTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}  # how many numbers follow each operator
Chain = list[tuple[float, float]]


def chains(data: str, matrix: Matrix) -> tuple[list[Chain], int]:
    """The straight pieces of a path in display space, and how many operators it has; a curve ends a chain.

    Reading stops at the first thing that is neither an operator nor a number: what is drawn before it stands.
    """
    parts: list[Chain] = []
    start: tuple[float, float] | None = None
    count = 0
    tokens = data.split()
    at = 0
    while at < len(tokens):
        operator = tokens[at]
        need = _COUNTS.get(operator)
        if need is None or at + need >= len(tokens) + (need == 0):
            break
        count += 1
        if operator == "C":
            if start is not None and parts and parts[-1][-1] != start:
                parts[-1].append(start)
            at += 1
            continue
        try:
            x, y = float(tokens[at + need - 1]), float(tokens[at + need])
        except ValueError:
            break
        if not (-1e6 < x < 1e6 and -1e6 < y < 1e6):
            break
        point = through(matrix, x, y)
        if operator == "L" and parts:
            parts[-1].append(point)
        else:
            parts.append([point])
            if operator in "SM":
                start = point
        at += need + 1
    return [part for part in parts if len(part) > 1], count
