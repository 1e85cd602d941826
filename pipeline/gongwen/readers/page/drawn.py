"""Rulings out of drawn paths, and the matrices that paths and text are drawn through."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gongwen.readers.page.glyphs import Glyphs, Ruling, add_thin

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

STRAIGHT = 1.0  # points by which an edge may be off the straight


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """First through `m`, then through `n`."""
    if n is IDENTITY:
        return m
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip


def through(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def box_through(m: Matrix, left: float, low: float, right: float, up: float) -> tuple[float, float, float, float]:
    corners = [through(m, x, y) for x in (left, right) for y in (low, up)]
    xs = [c[0] for c in corners]
    ys = [c[1] for c in corners]
    return min(xs), min(ys), max(xs), max(ys)


def add_parts(page: Glyphs, parts: Sequence[Sequence[tuple[float, float]]], *, filled: bool, stroked: bool) -> None:
    """Rulings out of a path's chains of straight edges: each thin chain, each straight edge of a stroked or framing path."""
    outlines = stroked or (filled and len(parts) > 1)
    for part in parts:
        xs = [p[0] for p in part]
        ys = [p[1] for p in part]
        if add_thin(page, min(xs), min(ys), max(xs), max(ys)) or not outlines:
            continue
        for (xa, ya), (xb, yb) in pairwise(part):
            if abs(ya - yb) <= STRAIGHT < abs(xa - xb):
                page.horizontal.append(Ruling((ya + yb) / 2, min(xa, xb), max(xa, xb)))
            elif abs(xa - xb) <= STRAIGHT < abs(ya - yb):
                page.vertical.append(Ruling((xa + xb) / 2, min(ya, yb), max(ya, yb)))
