"""Why a number in a clause is no target: a past figure, a baseline, a condition, a period, a name.

The rules that a number's own form decides (dates, ordinals, labels) live in grammars/quantities.yaml; here the words
around it decide. Wording: grammars/targets.yaml.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..model.mentions import Quantity
from .governors import Governor
from .grammar import load
from .metrics import backward, ends_in_figure, has_object, pattern


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: its sentence, its clause, and the stretch of the clause before and after it."""

    sentence: int
    clause: int
    left: int  # start of the stretch before the figure that belongs to it alone
    right: int  # end of the stretch after it
    end: int  # of the clause


@functools.cache
def time_units() -> frozenset[str]:
    """Units that measure time."""
    return frozenset(load("counters").words("time"))


@functools.cache
def share_units() -> frozenset[str]:
    """Units of shares, as quantities give them."""
    return frozenset(load("counters").words("share"))


@functools.cache
def money_units() -> frozenset[str]:
    """Units of money."""
    return frozenset(load("counters").words("money"))


@functools.cache
def _short_times() -> frozenset[str]:
    return frozenset(load("targets").words("short_times"))


def is_share(unit: str | None) -> bool:
    """Shares, ratios and rates per population."""
    return unit is not None and (unit in share_units() or unit.startswith("1"))


def is_handling(text: str, quantity: Quantity, place: Place) -> bool:
    """3个工作日内办结: a time within which something is dealt with."""
    return (
        quantity.unit in _short_times()
        and quantity.comparator in ("le", "lt", "range")
        and pattern("handled").match(text, quantity.end, place.end) is not None
    )


def excuse(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> str | None:
    """The reason why the words around a figure make it no target; None where nothing speaks against it."""
    if pattern("label_right").match(text, quantity.end, place.right) and quantity.unit in time_units():
        return "label"
    if pattern("defined").search(text, place.sentence, quantity.start) is not None:
        return "definition"
    if is_frequency(text, quantity, place):
        return "frequency"
    if _is_baseline(text, quantity, place):
        return "baseline"
    if pattern("in_statistic").match(text, quantity.end, place.end) and not _is_measure(quantity):
        return "description"
    if backward("composed").match(text, place.clause, quantity.start) is not None:  # 由15名专家组成
        return "description"
    if _is_past(text, quantity, place):
        return "past"
    if _is_condition(text, quantity, place, governor):
        return "condition"
    if quantity.unit in time_units() and _is_period(text, quantity, place, governor):
        return "period"
    return None


def is_frequency(text: str, quantity: Quantity, place: Place) -> bool:
    """每季度公布一次, 每年组织2次: how often something is done. 每年不少于3次 is a floor, 每年检查不超过2次 a cap: they stay."""
    if quantity.unit not in load("targets").words("rounds") or quantity.comparator in ("le", "lt"):
        return False
    few = quantity.value <= (1 if quantity.comparator in ("ge", "gt") else 4)
    return few and pattern("often").search(text, place.sentence, quantity.start) is not None


def _is_baseline(text: str, quantity: Quantity, place: Place) -> bool:
    """从52%提高到72%: the first figure is where it starts from."""
    left = backward("from_left").match(text, place.clause, quantity.start)
    return left is not None and pattern("from_right").match(text, quantity.end, place.end) is not None


def _is_past(text: str, quantity: Quantity, place: Place) -> bool:
    return (
        backward("past_left").match(text, place.clause, quantity.start) is not None
        or pattern("past_in").search(text, place.clause, quantity.number_start + 1) is not None
        or pattern("past_sentence").search(text, place.sentence, quantity.start) is not None
    )


def _is_condition(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> bool:
    built = governor is not None and governor.adjacent and governor.kind in ("build", "have")
    if pattern("condition_end").match(text, quantity.end, place.end) and _at_pause(text, quantity.end, place.end):
        return True
    if _in_bracket(text, quantity, place) or _qualifies(text, quantity, place):
        return True
    if _sizes(text, quantity, place, governor) or _removed(text, quantity, place, governor):
        return True
    if pattern("condition_far").match(text, quantity.end, place.end) and pattern("addressed").match(text, place.clause, quantity.start):
        return True
    if pattern("condition_right").match(text, quantity.end, place.end) is None:
        return False
    if built and not is_share(quantity.unit) and not _aims_further(text, place, governor):
        return False
    if pattern("addressed").match(text, place.clause, quantity.start):
        return True
    if quantity.comparator == "eq" and not backward("condition_left").match(text, place.clause, quantity.start):
        return False
    if is_share(quantity.unit):  # 覆盖50%以上的村 is a share of villages, 通过率低于50%的高校 a condition
        stretch = governor.start if governor is not None and governor.adjacent else quantity.start
        return ends_in_figure(text, place.left, stretch)
    return True


def _aims_further(text: str, place: Place, governor: Governor | None) -> bool:
    """力争30万人口以上的县至少有1家医院: the word only urges on, and the clause goes on to the figure that is aimed at."""
    urges = governor is not None and text[governor.start : governor.end] in load("targets").words("adverbs")
    return urges and place.right < place.end


def _sizes(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> bool:
    """35蒸吨以下锅炉, 14nm及以下芯片: a measure that only says which things are meant."""
    sized = quantity.unit in money_units() or quantity.unit in load("counters").words("measures")
    if not sized or quantity.end == quantity.start or text[quantity.end - 1] not in load("targets").words("bound_ends"):
        return False
    if quantity.start < quantity.number_start or not has_object(text, quantity.end, place.right):
        return False
    loose = governor is None or governor.weak or not governor.adjacent or governor.kind == "figure"
    return loose or quantity.comparator == "le"


def _in_bracket(text: str, quantity: Quantity, place: Place) -> bool:
    """小型管网（管径＜600mm）: a sign of comparison in a bracket says which things are meant."""
    if text[place.clause - 1 : place.clause] not in load("targets").words("opening_brackets"):
        return False
    return quantity.unit in load("counters").words("measures") and pattern("sign").match(text, quantity.start) is not None


def _qualifies(text: str, quantity: Quantity, place: Place) -> bool:
    """产值超10亿元企业3户 counts enterprises; 按100人核定 is what is reckoned with."""
    if quantity.unit in money_units() and pattern("qualified").match(text, quantity.end, place.end):
        return quantity.comparator != "eq" or not text[place.left : quantity.start].strip()
    if pattern("one_grant").match(text, quantity.end, place.end) and backward("each_one").match(text, place.left, quantity.start):
        return quantity.unit not in money_units()
    reckoned = quantity.unit in load("targets").words("persons") and pattern("reckoned").match(text, quantity.end, place.end)
    return bool(reckoned) and backward("counted_by").match(text, place.left, quantity.start) is not None


def _removed(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> bool:
    """消除56人以上大班额: the figure says which things go, not how many."""
    if governor is None or not governor.adjacent or text[governor.start : governor.end] not in load("targets").words("removal"):
        return False
    if quantity.unit not in load("targets").words("persons") or quantity.start < quantity.number_start:
        return False
    bounded = text[quantity.end - 1] in load("targets").words("bound_ends")
    return bounded and has_object(text, quantity.end, place.right)


def _at_pause(text: str, at: int, end: int) -> bool:
    """Does the clause end right after the 的, 时 or 后 that stands at `at`?"""
    while at < end and text[at] in " \u3000":
        at += 1
    return at + (2 if text[at : at + 2] in ("之前", "之后") else 1) >= end


def _is_measure(quantity: Quantity) -> bool:
    return quantity.unit is None or is_share(quantity.unit) or quantity.unit in money_units() or quantity.unit in time_units()


def _is_period(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> bool:
    """A length of time is a target only as a state to be kept (压缩至4个月) or as a handling time."""
    if is_handling(text, quantity, place):
        return False
    if governor is not None and backward("term").match(text, place.left, governor.start) is not None:
        return True
    if governor is not None and governor.adjacent and governor.kind in ("reach", "figure", "up", "down"):
        loose = text[governor.start : governor.end] in load("targets").words("loose")
        return loose and not ends_in_figure(text, place.left, governor.start)
    if quantity.start < quantity.number_start and not has_object(text, quantity.end, place.right):
        handled = backward("handled_subject").match(text, place.left, quantity.start) is not None and quantity.unit in _short_times()
        spread = backward("spread").match(text, place.left, quantity.start)
        return not handled and not ends_in_figure(text, place.left, spread.start() if spread is not None else quantity.start)
    return True
