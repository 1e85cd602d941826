"""Targets: every number of a task text accounted for, and what the issuer commits to reach among them.

First all quantities are enumerated, then each one's clause says what it is: the verb or the figure noun that governs it
gives the mode, the words around it the metric or the reason why it is none. Trends, references to other bodies' figures
and full coverage, which have no number, come from `trends`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from ..model.mentions import Citation, Quantity, TargetMention, TimeMention
from . import metrics, series
from .figure_excuses import Place, excuse, is_share
from .governors import Governor, govern
from .grammar import compile_fragment, load
from .metrics import backward, pattern
from .quantities import comparators, find_quantities
from .readings import read_figure
from .scene import Previous, Progress, Reading, Scene
from .sentences import REACH, Sentences, Spans, clause_end, clause_start, quoted, spans_of
from .trends import find_trends, once

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Account:
    """All numbers of a stretch and what became of each: every quantity is claimed by a target or a time, or excused, or open."""

    targets: tuple[TargetMention, ...]
    quantities: tuple[Quantity, ...]  # `excused` filled in from the clause; "claimed" ones have None and lie in a target
    open: tuple[Quantity, ...]  # neither claimed nor excused: the audit reports them


def find_targets(
    text: str, start: int = 0, end: int | None = None, times: Sequence[TimeMention] = (), citations: Sequence[Citation] = ()
) -> list[TargetMention]:
    """The targets of text[start:end] in the order of their places; spans are offsets into `text`.

    `times` and `citations` claim the numbers inside them. What a careful reader could leave out is marked `optional`.
    """
    return list(account(text, start, end, times, citations).targets)


def account(
    text: str, start: int = 0, end: int | None = None, times: Sequence[TimeMention] = (), citations: Sequence[Citation] = ()
) -> Account:
    """Like `find_targets`, with the fate of every number."""
    stop = len(text) if end is None else min(end, len(text))
    start = max(start, 0)
    claimed = spans_of(times)
    sentences = Sentences(text, start, stop)
    dates = Spans((t.start, t.end) for t in times if t.offset is None and t.freq is None) if times else claimed
    quantities = find_quantities(text, start, stop, dates)
    quotes = quoted(text, start, stop) if quantities else Spans(())
    ctx = Progress(text, claimed, Scene(text, claimed), spans_of(citations), quotes)
    group: list[Quantity] = []
    bounds: Span = (start, start)
    for quantity in quantities:
        if group and quantity.start >= bounds[1]:
            _read_sentence(ctx, bounds, group)
            group = []
        if not group:
            bounds = sentences.around(quantity.start)
        group.append(quantity)
    if group:
        _read_sentence(ctx, bounds, group)
    numbered = Spans((t.start, t.end) for t in ctx.targets)
    ctx.targets += find_trends(text, start, stop, sentences, ctx.times, numbered)
    if len(ctx.targets) > 1:
        ctx.targets.sort(key=lambda t: (t.start, t.end))
        ctx.targets = once(ctx.targets)
    return Account(tuple(ctx.targets), tuple(ctx.quantities), tuple(ctx.open))


def _read_sentence(ctx: Progress, bounds: Span, group: list[Quantity]) -> None:
    previous: Previous | None = None
    baseline: Quantity | None = None
    group = [_claimed(ctx, q) for q in group]
    for i, quantity in enumerate(group):
        if quantity.excused is not None and not _is_statistic(ctx, quantity, bounds):
            ctx.quantities.append(quantity)
            continue
        following = next((group[j].start for j in range(i + 1, len(group)) if group[j].excused is None), bounds[1])
        place = _place(ctx.text, quantity, bounds, following, previous)
        quantity = quantity if quantity.excused is None else replace(quantity, excused=None)
        outcome = _judge(ctx, quantity, place, previous, baseline)
        if isinstance(outcome, Previous):
            previous, baseline = outcome, None
            ctx.quantities.append(quantity)
            continue
        if outcome == "baseline":
            baseline = quantity
        noted = replace(quantity, excused=outcome) if outcome else quantity
        ctx.quantities.append(noted)
        if not outcome:
            ctx.open.append(noted)


def _claimed(ctx: Progress, quantity: Quantity) -> Quantity:
    """The quantity, excused where a title, a quotation or a time has claimed its number."""
    reason = None if quantity.excused is not None else _claimed_elsewhere(ctx, quantity)
    return quantity if reason is None else replace(quantity, excused=reason)


def _claimed_elsewhere(ctx: Progress, quantity: Quantity) -> str | None:
    at = quantity.number_start
    if ctx.titles.holding(at) is not None:
        return "title"
    if ctx.quotes.holding(at) is not None:
        return "name"
    if ctx.times.holding(at) is not None and quantity.unit not in load("targets").words("service_times"):
        return None if _is_measured(ctx, quantity) else "time"
    return None


def _is_measured(ctx: Progress, quantity: Quantity) -> bool:
    """审批时间压缩至4个月, 平均住院日下降2天: a length of time that a statistic reaches or changes by."""
    begin = clause_start(ctx.text, quantity.start, 0)
    edge = metrics.trim_tail(ctx.text, begin, quantity.start, Spans(()))
    if quantity.start < quantity.number_start and metrics.ends_in_figure(ctx.text, begin, edge):
        return quantity.unit is not None  # 去化周期控制在18个月以内
    verb = backward("moved").match(ctx.text, begin, edge)
    if verb is None or quantity.unit is None:
        return False
    if verb[0] in load("targets").words("reach"):
        return True
    return metrics.ends_in_figure(ctx.text, begin, metrics.subject(ctx.text, begin, verb.start(), Spans(()))[1])


def _is_statistic(ctx: Progress, quantity: Quantity, bounds: Span) -> bool:
    """预期寿命达到80岁, 平均级别达到4.2级: an age or a grade that is a statistic."""
    named = {"age": "lifetime", "grade": "mean_grade"}.get(quantity.excused or "")
    begin = clause_start(ctx.text, quantity.start, bounds[0])
    return named is not None and pattern(named).search(ctx.text, begin, quantity.start) is not None


def _place(text: str, quantity: Quantity, bounds: Span, following: int, previous: Previous | None) -> Place:
    begin = clause_start(text, quantity.start, bounds[0])
    finish = clause_end(text, quantity.end, bounds[1])
    left = begin if previous is None else min(max(begin, previous.tail), quantity.start)
    return Place(max(bounds[0], begin - REACH), begin, left, min(finish, max(following, quantity.end)), finish)


def _judge(ctx: Progress, quantity: Quantity, place: Place, previous: Previous | None, baseline: Quantity | None) -> Previous | str:
    """A target (as `Previous`), or the reason why the figure is none; "" where nothing explains it."""
    governor = govern(ctx.text, place.left, quantity.start, ctx.times)
    reason = excuse(ctx.text, quantity, place, governor)
    if reason == "period" and previous is not None and previous.target.unit == quantity.unit and _joins(ctx.text, previous, quantity):
        reason = None  # 0.5个工作日和1个工作日以内
    if reason is not None:
        return reason
    quantity = _comparing_before_verb(ctx.text, quantity, place, governor)
    reading = read_figure(ctx.scene, quantity, place, governor, previous)
    if isinstance(reading, str):
        return reading
    return _record(ctx, quantity, place, reading, previous, baseline)


def _joins(text: str, previous: Previous, quantity: Quantity) -> bool:
    return pattern("series_link").fullmatch(text, previous.tail, quantity.start) is not None


def _comparing_before_verb(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> Quantity:
    """至少建成1个; 不得超过平均工资的5倍: the comparing word stands before the verb, or before what the share is of."""
    if quantity.comparator != "eq":
        return quantity
    if governor is not None and governor.adjacent and governor.kind != "figure":
        comparator, start = comparators().before(text, place.left, governor.start)
        return quantity if comparator in (None, "approx") else replace(quantity, comparator=comparator or "eq", start=start)
    if not is_share(quantity.unit) and quantity.unit not in load("targets").words("multiples"):
        return quantity
    for comparator, words in _comparing_far()[: 2 if governor is not None and governor.kind == "figure" else None]:
        hit = words.match(text, place.left, quantity.start)
        if hit is not None:
            return replace(quantity, comparator=comparator, start=hit.start())
    return quantity


@functools.cache
def _comparing_far() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    def words(name: str) -> regex.Pattern[str]:
        return compile_fragment("quantities", f"(?r)(?:{name}){{far}}")

    return ("le", words("{never_over}")), ("ge", words("{never_under}")), ("gt", words("{far_over}")), ("lt", words("{far_under}"))


def _record(
    ctx: Progress, quantity: Quantity, place: Place, reading: Reading, previous: Previous | None, baseline: Quantity | None
) -> Previous | str:
    """Write down the target; figures read as a series complete each other's metrics."""
    text = ctx.text
    metric = reading.metric or metrics.joined(text, *reading.spans)
    if not metric:
        metric = series.of_sentence_before(ctx, reading.start) or series.paid_before(ctx.text, place.sentence, reading.start)
    if pattern("word").search(metric) is None:
        return "no_metric"
    if previous is not None and not reading.shared and not reading.counted and reading.mode == previous.target.mode:
        metric = series.completed_by(text, metric, quantity, reading, previous)
    if reading.rule == "share_of" and previous is not None and previous.target.rule == "targets.share_of" and previous.counted:
        series.share_predicate(ctx, previous, metric, quantity.start)
    if reading.rule == "series" and previous is not None and reading.counted:
        series.complete_before(ctx, previous, metric)
    elif reading.rule == "series" and previous is not None:
        metric = metrics.complete_after(metric, previous.metric)
    target = TargetMention(
        start=max(min(reading.start, quantity.start), 0),
        end=max(reading.end, quantity.end),
        rule=f"targets.{reading.rule}",
        metric=metric,
        mode=reading.mode,
        comparator=_comparator(text, quantity, reading, previous),
        value=_decimal(quantity.value * reading.sign),
        upper=None if quantity.upper is None else _decimal(quantity.upper * reading.sign),
        unit=reading.unit or quantity.unit,
        baseline_period=_baseline_period(text, target_start=reading.start, at=quantity.start),
        baseline_value=None if baseline is None else _decimal(baseline.value),
        optional=reading.optional,
    )
    if reading.shared and previous is not None and series.for_each_of_two(ctx, quantity, place):
        target = replace(target, metric=ctx.targets[-2].metric)
    first = len(ctx.targets)
    if previous is not None and first and pattern("alternative").match(text, ctx.targets[-1].end, quantity.number_start):
        target = series.group(ctx, target)
    ctx.targets += series.spread(text, target, quantity)
    if reading.shared and previous is not None:
        first = series.distribute(ctx, previous, first)
    return Previous(target, metric, first, target.end if reading.counted else quantity.end, reading.counted)


def _comparator(text: str, quantity: Quantity, reading: Reading, previous: Previous | None) -> str:
    """不低于22%和30%: the comparing word before the first figure of a run holds for the others."""
    if quantity.comparator != "eq" or previous is None or not reading.shared or quantity.start - previous.tail > 2:
        return quantity.comparator
    return previous.target.comparator if previous.target.comparator in ("ge", "le", "gt", "lt") else "eq"


def _decimal(value: Decimal) -> str:
    return format(value, "f")


def _baseline_period(text: str, target_start: int, at: int) -> str | None:
    hit = pattern("compared_year").search(text, min(target_start, at), at)
    return None if hit is None else hit["year"]


