"""Rates: what stands under the line (每核定床位, 每千名老年人) and what a standard laid down is for."""

from __future__ import annotations

from ..model.mentions import Quantity
from . import metrics
from .figure_excuses import Place
from .metrics import Span, backward, pattern
from .sentences import clause_end, squeeze


def standard_object(text: str, quantity: Quantity, place: Place) -> Span | None:
    """What is given, staffed or set by the standard: the object of the verb that follows, here or in the next clause."""
    right = pattern("standard_right").match(text, quantity.end, place.end)
    if right is None:
        return None
    hit = pattern("standard_object").match(text, right.end(), place.end)
    if hit is None and pattern("comma").match(text, place.end):
        hit = pattern("standard_object").match(text, place.end + 1, clause_end(text, place.end + 1, len(text)))
    if hit is None:
        return None
    return metrics.object_after(text, hit.start("thing"), hit.end("thing"))


def per_of(text: str, begin: int, stop: int) -> tuple[int, str] | None:
    """每核定床位, 每千名老年人: (where it begins, what stands under the line). A place (每个市辖区) is scope, not a unit."""
    each = backward("every_thing").search(text, begin, stop)
    if each is None:
        return None
    at = each.start()
    phrase = squeeze(text[at + 1 : stop])
    having = pattern("per_having").match(phrase)
    if having is not None:
        return None if pattern("per_measure").search(phrase) is not None else (begin, having["per"])
    if pattern("per_named").match(phrase) is not None:
        return None
    if at != begin and not per_adjacent(text, at, stop):
        return None
    phrase = pattern("bracketed").sub("", phrase)
    if not phrase or len(phrase) > 10 or pattern("per_measure").search(phrase) is not None:
        return None
    if pattern("per_scope").search(phrase) is not None:
        return None
    return at, phrase


def per_adjacent(text: str, at: int, stop: int) -> bool:
    return pattern("per_near").fullmatch(text, at, stop) is not None


def per_only(text: str, begin: int, stop: int) -> bool:
    """Is the whole phrase a 每X, with nothing else that could be the metric?"""
    only = pattern("per_only").fullmatch(text, begin, stop) is not None
    return only and not metrics.ends_in_figure(text, begin, stop)


def near_per(text: str, begin: int, stop: int) -> bool:
    """Does a 每X that is no scope end right before the figure?"""
    per = per_of(text, begin, stop)
    return per is not None and per_adjacent(text, per[0], stop) and pattern("moved").search(text, per[0], stop) is None
