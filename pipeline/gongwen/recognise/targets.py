"""Targets: every number of a task text accounted for, and what the issuer commits to reach among them.

First all quantities are enumerated, then each one's clause says what it is: the verb or the figure noun that governs it
gives the mode, the words around it the metric or the reason why it is none. Trends, references to other bodies' figures
and full coverage, which have no number, come from `trends`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from ..model.mentions import Citation, Quantity, TargetMention, TimeMention
from . import metrics
from .figure_excuses import Place, excuse, is_handling, is_share, money_units, time_units
from .governors import Governor, govern
from .grammar import compile_fragment, load
from .metrics import backward, pattern
from .quantities import comparators, find_quantities
from .sentences import Sentences, Spans, clause_end, clause_start, quoted, spans_of, squeeze
from .trends import find_trends

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Account:
    """All numbers of a stretch and what became of each: every quantity is claimed by a target or a time, or excused, or open."""

    targets: tuple[TargetMention, ...]
    quantities: tuple[Quantity, ...]  # `excused` filled in from the clause; "claimed" ones have None and lie in a target
    open: tuple[Quantity, ...]  # neither claimed nor excused: the audit reports them


@dataclass(slots=True)
class _Context:
    text: str
    times: Spans
    titles: Spans
    quotes: Spans
    targets: list[TargetMention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    open: list[Quantity] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Previous:
    """The target read just before in the same sentence: figures that follow it may share its metric."""

    target: TargetMention
    metric: str
    first: int  # index of its mention in the context's list
    tail: int  # where its words end
    counted: bool  # its noun followed the counter


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
    ctx = _Context(text, spans_of(times), spans_of(citations), quoted(text, start, stop))
    sentences = Sentences(text, start, stop)
    group: list[Quantity] = []
    bounds: Span = (start, start)
    dates = Spans((t.start, t.end) for t in times if t.offset is None and t.freq is None)
    for quantity in find_quantities(text, start, stop, dates):
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
    ctx.targets.sort(key=lambda t: (t.start, t.end))
    return Account(tuple(ctx.targets), tuple(ctx.quantities), tuple(ctx.open))


def _read_sentence(ctx: _Context, bounds: Span, group: list[Quantity]) -> None:
    previous: _Previous | None = None
    baseline: Quantity | None = None
    for i, quantity in enumerate(group):
        if quantity.excused is None:
            quantity = replace(quantity, excused=_claimed_elsewhere(ctx, quantity))
        if quantity.excused is not None and not (quantity.excused == "age" and _is_lifetime(ctx, quantity, bounds)):
            ctx.quantities.append(quantity)
            continue
        following = next((q.start for q in group[i + 1 :] if q.excused is None), bounds[1])
        place = _place(ctx.text, quantity, bounds, following, previous)
        outcome = _judge(ctx, replace(quantity, excused=None), place, previous, baseline)
        if isinstance(outcome, _Previous):
            previous, baseline = outcome, None
            ctx.quantities.append(replace(quantity, excused=None))
            continue
        if outcome == "baseline":
            baseline = quantity
        noted = replace(quantity, excused=outcome or None)
        ctx.quantities.append(noted)
        if not outcome:
            ctx.open.append(noted)


def _claimed_elsewhere(ctx: _Context, quantity: Quantity) -> str | None:
    at = quantity.number_start
    if ctx.titles.holding(at) is not None:
        return "title"
    if ctx.quotes.holding(at) is not None:
        return "name"
    if ctx.times.holding(at) is not None and quantity.unit not in ("个工作日", "工作日", "小时", "分钟"):
        reached = quantity.unit is not None and backward("reached").match(ctx.text, max(at - 8, 0), quantity.start) is not None
        return None if reached else "time"
    return None


def _is_lifetime(ctx: _Context, quantity: Quantity, bounds: Span) -> bool:
    """预期寿命达到80岁: an age that is a statistic."""
    begin = clause_start(ctx.text, quantity.start, bounds[0])
    return pattern("lifetime").search(ctx.text, begin, quantity.start) is not None


def _place(text: str, quantity: Quantity, bounds: Span, following: int, previous: _Previous | None) -> Place:
    begin = clause_start(text, quantity.start, bounds[0])
    finish = clause_end(text, quantity.end, bounds[1])
    left = begin if previous is None else min(max(begin, previous.tail), quantity.start)
    return Place(bounds[0], begin, left, min(finish, max(following, quantity.end)), finish)


def _judge(ctx: _Context, quantity: Quantity, place: Place, previous: _Previous | None, baseline: Quantity | None) -> _Previous | str:
    """A target (as `_Previous`), or the reason why the figure is none; "" where nothing explains it."""
    governor = govern(ctx.text, place.left, quantity.start, ctx.times)
    reason = excuse(ctx.text, quantity, place, governor)
    if reason is not None:
        return reason
    quantity = _comparing_before_verb(ctx.text, quantity, place, governor)
    reading = _reading(ctx, quantity, place, governor, previous)
    if isinstance(reading, str):
        return reading
    return _record(ctx, quantity, place, reading, previous, baseline)


def _comparing_before_verb(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> Quantity:
    """至少建成1个; 不得超过平均工资的5倍: the comparing word stands before the verb, or before what the share is of."""
    if quantity.comparator != "eq":
        return quantity
    if governor is not None and governor.adjacent and governor.kind != "figure":
        comparator, start = comparators().before(text, place.left, governor.start)
        return quantity if comparator in (None, "approx") else replace(quantity, comparator=comparator or "eq", start=start)
    if not is_share(quantity.unit) and quantity.unit != "倍":
        return quantity
    for comparator, words in _comparing_far()[: 2 if governor is not None and governor.kind == "figure" else None]:
        hit = words.match(text, place.left, quantity.start)
        if hit is not None:
            return replace(quantity, comparator=comparator, start=hit.start())
    return quantity


@functools.cache
def _comparing_far() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    def words(name: str) -> regex.Pattern[str]:
        return compile_fragment("quantities", f"(?r)(?:{name})[^，。；、]{{2,30}}")

    return ("le", words("{never_over}")), ("ge", words("{never_under}")), ("gt", words("{far_over}")), ("lt", words("{far_under}"))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a figure is said to be: its mode, the stretches that make its metric, and the rule that says so."""

    rule: str
    mode: str
    spans: tuple[Span, ...]
    start: int
    end: int
    sign: int = 1
    metric: str | None = None  # where it is no stretch of the text
    unit: str | None = None  # 元/核定床位, where the text says 每核定床位 … 元
    optional: bool = False
    counted: bool = False
    shared: bool = False  # the metric is the one of the figure before


def _reading(ctx: _Context, quantity: Quantity, place: Place, governor: Governor | None, previous: _Previous | None) -> _Reading | str:
    text = ctx.text
    if _is_hanzi(text, quantity) and not _means_hanzi(text, quantity, place, governor):
        return "label"
    if quantity.unit is None and not _stands_bare(text, quantity, place, governor):
        return ""
    if quantity.rule == "quantities.doubling":
        return _level(ctx, quantity, place, quantity.start, previous, "doubling", "change")
    if is_handling(text, quantity, place):
        return _handling(ctx, quantity, place, previous)
    standard = _standard(ctx, quantity, place)
    if standard is not None:
        return standard
    if _near_per(text, place.left, quantity.start):
        return _per_head(ctx, quantity, place, previous)
    worded = quantity.start < quantity.number_start  # 不低于, 至少 … stand before it and govern like a verb
    if governor is not None and governor.adjacent:
        return _governed(ctx, quantity, place, governor, previous, worded)
    if worded and quantity.comparator != "approx":
        return _compared(ctx, quantity, place, previous)
    if governor is not None:
        reading = _distant(ctx, quantity, place, governor, previous)
        if reading is not None:
            return reading
    if previous is not None and _follows(text, previous.tail, place.left, quantity.start):
        return _serial(ctx, quantity, place, previous)
    if is_share(quantity.unit) and metrics.has_object(text, quantity.end, place.right):
        return _share_of(ctx, quantity, place)
    return "" if quantity.unit is None else "description"


def _per_head(ctx: _Context, quantity: Quantity, place: Place, previous: _Previous | None) -> _Reading:
    """每X stands right before the figure: 按每人1000元给予补贴, 每千人口不少于10个托位, 厕所按每平方公里3座布局."""
    text = ctx.text
    granted = pattern("granted").match(text, quantity.end, place.end)
    if granted is not None:
        per = _per(text, place.left, quantity.start)
        unit = f"{quantity.unit}/{per[1]}" if per is not None else quantity.unit
        thing = metrics.object_after(text, granted.start("thing"), granted.end("thing"))
        return _Reading("granted", "level", (thing,), quantity.start, thing[1], unit=unit)
    if metrics.has_object(text, quantity.end, place.right):
        return _counted(ctx, quantity, place, quantity.start, "level")
    return _level(ctx, quantity, place, quantity.start, previous, "per_head", "level")


def _granted(ctx: _Context, quantity: Quantity, place: Place, governor: Governor) -> _Reading:
    """对X给予10万元奖励, 每年奖励50万元: who is paid and what for."""
    text = ctx.text
    begin, stop = metrics.subject(text, place.left, governor.start, ctx.times)
    addressed = pattern("addressed").match(text, begin, stop)
    begin = begin if addressed is None else addressed.end()
    if not metrics.has_object(text, quantity.end, place.right):
        return _Reading("granted", "level", ((begin, governor.end),), begin, quantity.end)
    thing = metrics.object_after(text, quantity.end, place.right)
    return _Reading("granted", "level", ((begin, stop), thing), begin, thing[1])


def _governed(
    ctx: _Context, quantity: Quantity, place: Place, governor: Governor, previous: _Previous | None, worded: bool
) -> _Reading | str:
    """A verb or a figure noun stands right before the figure."""
    text, unit = ctx.text, quantity.unit
    countable = not is_share(unit) and unit not in money_units() and unit not in time_units()
    follows = metrics.has_object(text, quantity.end, place.right)
    if governor.kind in ("up", "down"):
        if countable and follows and governor.kind == "up":
            return _counted(ctx, quantity, place, governor.start, "count")
        sign = -1 if governor.kind == "down" else 1
        if countable and follows:
            spans = (metrics.object_after(text, quantity.end, place.right),)
            return _Reading("change_of_things", "change", spans, governor.start, spans[0][1], sign, counted=True)
        return replace(_level(ctx, quantity, place, governor.start, previous, "change_verb", "change"), sign=sign)
    if governor.kind == "figure":
        return _level(ctx, quantity, place, quantity.start, previous, "figure_noun", "level")
    if unit in money_units() and text[governor.start : governor.end] in load("targets").words("grants"):
        return _granted(ctx, quantity, place, governor)
    if countable and follows:
        mode = "count" if governor.kind == "build" else "level"
        if governor.kind == "build" and _is_staffing(text, governor) and (worded or quantity.comparator == "ge"):
            mode = "level"
        reading = _counted(ctx, quantity, place, governor.start, mode)
        listed = governor.weak or governor.kind == "have" or text[governor.start : governor.end] in load("targets").words("loose")
        if listed and quantity.comparator == "eq" and _is_scheme(text, reading.spans[-1]):
            return "scheme"
        return reading
    if is_share(unit) and follows and governor.start <= metrics.trim_head(text, place.left, governor.start, ctx.times):
        return _share_of(ctx, quantity, place)
    if is_share(unit) and follows and governor.kind in ("build", "have"):
        return _share_of(ctx, quantity, place)
    if governor.kind == "build" and countable:
        return _level(ctx, quantity, place, governor.start, previous, "built", "count")
    return _level(ctx, quantity, place, governor.start, previous, "level_verb", "level")


def _compared(ctx: _Context, quantity: Quantity, place: Place, previous: _Previous | None) -> _Reading | str:
    """Only comparing words stand before the figure: 每县不少于1家医院, 床位不少于100张."""
    text = ctx.text
    begin, stop = metrics.subject(text, place.left, quantity.start, ctx.times)
    follows = metrics.has_object(text, quantity.end, place.right)
    if follows and is_share(quantity.unit) and begin >= stop:
        return _share_of(ctx, quantity, place)
    if follows and not is_share(quantity.unit) and quantity.unit not in money_units():
        return _counted(ctx, quantity, place, quantity.start, "level")
    if begin < stop and quantity.unit is not None and not is_share(quantity.unit):
        governor = govern(text, place.left, quantity.start, ctx.times)
        if governor is not None and not governor.adjacent and governor.kind == "build" and governor.start <= begin:
            return _Reading("object_before", "count", ((begin, stop),), begin, quantity.end)
    return _level(ctx, quantity, place, quantity.start, previous, "compared", "level")


def _distant(ctx: _Context, quantity: Quantity, place: Place, governor: Governor, previous: _Previous | None) -> _Reading | None:
    """The verb stands before a noun that stands before the figure: 培训救护员3.3万人, 达到常住人口万分之1.75."""
    text, unit = ctx.text, quantity.unit
    if quantity.rule == "quantities.hundred_people":
        return None
    follows = metrics.has_object(text, quantity.end, place.right)
    listed = text[metrics.trim_tail(text, place.left, quantity.start, ctx.times) - 1] in "等、"
    if governor.kind == "reach" and follows and (listed or text[quantity.start - 1] in "和、及与"):
        return _counted(ctx, quantity, place, quantity.start, "count") if listed and not is_share(unit) else None
    if governor.kind == "reach":
        return _level(ctx, quantity, place, governor.start, previous, "level_of_base", "level") if is_share(unit) else None
    if governor.kind in ("up", "down") and not follows:
        spans = ((governor.end, metrics.trim_tail(text, governor.end, quantity.start, ctx.times)),)
        return _Reading("change_of_object", "change", spans, governor.start, quantity.end, -1 if governor.kind == "down" else 1)
    if governor.kind == "have":
        return _counted(ctx, quantity, place, governor.start, "level") if follows and not is_share(unit) else None
    if governor.kind == "build" and (is_share(unit) or unit in money_units()) and metrics.ends_in_figure(text, place.left, quantity.start):
        return _level(ctx, quantity, place, quantity.start, previous, "figure_noun", "level")
    if governor.kind != "build" or unit is None or is_share(unit) or unit in money_units():
        return None
    if not follows:
        span = metrics.subject(text, place.left, quantity.start, ctx.times)
        return _Reading("object_before", "count", (span,), span[0], quantity.end)
    if listed and (not governor.weak or pattern("building_behind").match(text, quantity.end)):
        return _counted(ctx, quantity, place, quantity.start, "count")
    return None


def _counted(ctx: _Context, quantity: Quantity, place: Place, verb: int, mode: str) -> _Reading:
    """The thing counted follows its counter; a scope (每个市辖区) or, of a having, the bearer goes before it."""
    text = ctx.text
    thing = metrics.object_after(text, quantity.end, place.right)
    begin, stop = metrics.subject(text, place.left, verb, ctx.times)
    per = _per(text, begin, stop) if stop > begin else None
    if per is not None:
        return _Reading("per_head", "level", (thing,), per[0], thing[1], unit=f"{quantity.unit}/{per[1]}", counted=True)
    scoped = begin < stop and (metrics.is_scope(text, begin, stop) or (mode == "level" and verb == quantity.start))
    spans = ((begin, stop), thing) if scoped else (thing,)
    return _Reading("object_after", mode, spans, begin if scoped else verb, thing[1], counted=True)


def _level(
    ctx: _Context, quantity: Quantity, place: Place, verb: int, previous: _Previous | None, rule: str, mode: str
) -> _Reading:
    """The subject before the verb names what is measured; where the clause has none, the one before lends its own."""
    text = ctx.text
    begin, stop = metrics.subject(text, place.left, verb, ctx.times)
    unit = None
    per = None if metrics.ends_in_figure(text, begin, stop) else _per(text, begin, stop)
    if per is not None and quantity.unit is not None and not is_share(quantity.unit):
        unit = f"{quantity.unit}/{per[1]}"
        if per[0] > begin or (_per_only(text, begin, stop) and squeeze(text[begin + 1 : stop]) == per[1]):
            stop = metrics.trim_tail(text, begin, per[0], ctx.times) if per[0] > begin else begin
    near = pattern("per_unit").search(text, verb, quantity.start)
    if near is not None and quantity.unit is not None and not is_share(quantity.unit):
        unit = f"{quantity.unit}/{near['per']}"
    if begin >= stop or pattern("pronoun").fullmatch(text, begin, stop):
        follower = _standard_object(ctx, quantity, place)
        if previous is not None and previous.tail <= place.left:
            return _Reading(rule, mode, (), verb, quantity.end, metric=previous.metric, unit=unit, shared=True)
        if follower is not None:
            return _Reading(rule, mode, (follower,), verb, max(quantity.end, follower[1]), unit=unit)
        span = _clause_before(ctx, place)
        return _Reading(rule, mode, (span,), span[0] if span[0] < span[1] else verb, quantity.end, unit=unit)
    return _Reading(rule, mode, ((begin, stop),), begin, quantity.end, unit=unit)


def _clause_before(ctx: _Context, place: Place) -> Span:
    """The subject of the clause before, for a clause that has only a verb and a figure."""
    end = place.clause - 1
    if end <= place.sentence:
        return place.clause, place.clause
    begin, stop = metrics.subject(ctx.text, clause_start(ctx.text, end, place.sentence), end, ctx.times)
    return (stop, stop) if pattern("reached").match(ctx.text, begin, stop) else (begin, stop)


def _share_of(ctx: _Context, quantity: Quantity, place: Place) -> _Reading:
    """70%的村卫生室具备中医服务能力: the figure says how many of a kind."""
    thing = metrics.object_after(ctx.text, quantity.end, place.right)
    return _Reading("share_of", "level", (thing,), quantity.start, thing[1], counted=True)


def _serial(ctx: _Context, quantity: Quantity, place: Place, previous: _Previous) -> _Reading:
    """A figure coordinated with the one before: 4个重点单位和16个基础单位; 企业1000家、合作社80家; 22%和30%."""
    text = ctx.text
    mode = previous.target.mode
    begin, stop = metrics.subject(text, place.left, quantity.start, ctx.times)
    if metrics.has_object(text, quantity.end, place.right) and previous.counted:
        thing = metrics.object_after(text, quantity.end, place.right)
        return _Reading("series", mode, (thing,), quantity.start, thing[1], counted=True)
    if begin < stop and pattern("joint").fullmatch(text, begin, stop) is None:
        return _Reading("series", mode, ((begin, stop),), begin, quantity.end)
    sign = -1 if mode == "change" and (previous.target.value or "").startswith("-") else 1
    return _Reading("series", mode, (), quantity.start, quantity.end, sign, metric=previous.metric, shared=True)


def _follows(text: str, tail: int, left: int, at: int) -> bool:
    """Is there nothing but a conjunction and a noun between the figure before and this one?"""
    return left <= at and pattern("series_link").fullmatch(text, tail, at) is not None


def _handling(ctx: _Context, quantity: Quantity, place: Place, previous: _Previous | None) -> _Reading:
    text = ctx.text
    hit = pattern("handled").match(text, quantity.end, place.end)
    stop = hit.end() if hit is not None else quantity.end
    begin, edge = metrics.subject(text, place.left, quantity.start, ctx.times)
    if begin >= edge:
        begin, edge = _clause_before(ctx, place)
    start = begin if begin < edge else quantity.start
    return _Reading("handling_time", "level", ((begin, edge), (quantity.end, stop)), start, stop)


def _standard(ctx: _Context, quantity: Quantity, place: Place) -> _Reading | None:
    """按照不低于X的标准做Y: a ratio or rate laid down."""
    text = ctx.text
    right = pattern("standard_right").match(text, quantity.end, place.end)
    left = backward("standard_left").match(text, place.left, quantity.start)
    if left is None or right is None:
        return None
    if right["noun"] in load("targets").words("rate_nouns"):
        named = metrics.subject(text, right.start("phrase"), right.end(), ctx.times)
        return _Reading("by_rate", "level", (named,), left.start(), right.end())
    per = _per(text, left.start("base"), quantity.start) or _per(text, left.start(), quantity.start)
    near = pattern("per_unit").search(text, left.start("base"), quantity.number_start)
    head = per[1] if per is not None else near["per"] if near is not None else None
    unit = f"{quantity.unit}/{head}" if head is not None and not is_share(quantity.unit) else None
    begin, stop = metrics.subject(text, place.left, left.start(), ctx.times)
    if quantity.unit == "1:n":
        spans: tuple[Span, ...] = ((begin, stop), metrics.subject(text, left.start("base"), quantity.start, ctx.times))
        return _Reading("by_standard", "level", spans, min(begin, left.start()), right.end())
    thing = _standard_object(ctx, quantity, place)
    if thing is not None and (begin >= stop or unit is not None):
        return _Reading("by_standard", "level", (thing,), left.start(), max(thing[1], right.end()), unit=unit)
    if begin >= stop:
        begin, stop = _clause_before(ctx, place)
    return _Reading("by_standard", "level", ((begin, stop),), min(begin, left.start()), right.end(), unit=unit)


def _standard_object(ctx: _Context, quantity: Quantity, place: Place) -> Span | None:
    """What is given, staffed or set by the standard: the object of the verb that follows, here or in the next clause."""
    text = ctx.text
    right = pattern("standard_right").match(text, quantity.end, place.end)
    if right is None:
        return None
    hit = pattern("standard_object").match(text, right.end(), place.end)
    if hit is None and text[place.end : place.end + 1] in ("，", ","):
        hit = pattern("standard_object").match(text, place.end + 1, clause_end(text, place.end + 1, len(text)))
    if hit is None:
        return None
    return metrics.object_after(text, hit.start("thing"), hit.end("thing"))


def _per(text: str, begin: int, stop: int) -> tuple[int, str] | None:
    """每核定床位, 每千名老年人: (where it begins, what stands under the line). A place (每个市辖区) is scope, not a unit."""
    at = text.rfind("每", begin, stop)
    if at < 0:
        return None
    phrase = squeeze(text[at + 1 : stop])
    having = pattern("per_having").match(phrase)
    if having is not None:
        return begin, having["per"]
    if at != begin and not _per_adjacent(text, at, stop):
        return None
    phrase = regex.sub("（[^（）]*）", "", phrase)
    if not phrase or len(phrase) > 10 or pattern("per_scope").search(phrase) is not None:
        return None
    return at, phrase


def _per_adjacent(text: str, at: int, stop: int) -> bool:
    return pattern("per_near").fullmatch(text, at, stop) is not None


def _near_per(text: str, begin: int, stop: int) -> bool:
    """Does a 每X that is no scope end right before the figure?"""
    per = _per(text, begin, stop)
    return per is not None and _per_adjacent(text, per[0], stop)


def _per_only(text: str, begin: int, stop: int) -> bool:
    """Is the whole phrase a 每X, with nothing else that could be the metric?"""
    only = pattern("per_only").fullmatch(text, begin, stop) is not None
    return only and not metrics.ends_in_figure(text, begin, stop)


def _is_hanzi(text: str, quantity: Quantity) -> bool:
    return quantity.rule in ("quantities.hanzi_figure", "quantities.hanzi_range") and not is_share(quantity.unit)


def _means_hanzi(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> bool:
    """三家 in words is a count only after a verb of building or a comparator; 一家 only where it is measured out."""
    measured = quantity.comparator != "eq" or text[place.left : quantity.start].lstrip()[:1] in ("每", "各")
    if quantity.value == 1 or governor is None or not governor.adjacent:
        return measured
    return measured or (governor.kind in ("build", "have") and not governor.weak and quantity.unit not in ("项", "种", "类", "点"))


def _stands_bare(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> bool:
    """A figure without a unit (用户数突破3000万): after a verb of reaching, a comparator or a figure noun, before a pause."""
    after = text[quantity.end : quantity.end + 1]
    if quantity.end < place.end and not (after.isspace() or after in "，、；。（("):
        return False
    return quantity.start < quantity.number_start or (governor is not None and governor.adjacent and governor.kind in ("reach", "figure"))


def _is_scheme(text: str, span: Span) -> bool:
    """Does the thing counted only describe a programme (专项行动, 举措)?"""
    if pattern("reached").search(text, span[0], span[1]) is not None:  # 1000个村达到…标准
        return False
    return backward("scheme").match(text, span[0], span[1]) is not None or pattern("scheme").match(text, span[1]) is not None


def _is_staffing(text: str, governor: Governor) -> bool:
    return text[governor.start : governor.end] in load("targets").words("staffing")


def _record(
    ctx: _Context, quantity: Quantity, place: Place, reading: _Reading, previous: _Previous | None, baseline: Quantity | None
) -> _Previous | str:
    """Write down the target; figures read as a series complete each other's metrics."""
    text = ctx.text
    metric = reading.metric or metrics.joined(text, *reading.spans) or _purpose(text, quantity, place)
    if not metric:
        return "no_metric"
    if reading.rule == "series" and previous is not None and reading.counted:
        _complete_before(ctx, previous, metric)
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
    first = len(ctx.targets)
    if previous is not None and first and pattern("alternative").match(text, ctx.targets[-1].end, quantity.number_start):
        target = _group(ctx, target)
    ctx.targets += _spread(text, target, quantity)
    if reading.shared and previous is not None:
        first = _distribute(ctx, previous, first)
    return _Previous(target, metric, first, target.end if reading.counted else quantity.end, reading.counted)


def _purpose(text: str, quantity: Quantity, place: Place) -> str:
    """按不低于1.5张、1.0张为X预留空间: no subject before the figures, but what they are for stands behind."""
    hit = pattern("purpose").match(text, quantity.end, place.end)
    return "" if hit is None else squeeze(hit["thing"])


def _group(ctx: _Context, target: TargetMention) -> TargetMention:
    """A或B, each with a figure: both carry the group's name. Names count up within one call."""
    before = ctx.targets[-1]
    name = before.group or f"g{1 + max((int(t.group[1:]) for t in ctx.targets if t.group), default=0)}"
    ctx.targets[-1] = replace(before, group=name)
    return replace(target, group=name)


def _comparator(text: str, quantity: Quantity, reading: _Reading, previous: _Previous | None) -> str:
    """不低于22%和30%: the comparing word before the first figure of a run holds for the others."""
    if quantity.comparator != "eq" or previous is None or not reading.shared or quantity.start - previous.tail > 2:
        return quantity.comparator
    return previous.target.comparator if previous.target.comparator in ("ge", "le", "gt", "lt") else "eq"


def _decimal(value: Decimal) -> str:
    return format(value, "f")


def _baseline_period(text: str, target_start: int, at: int) -> str | None:
    hit = pattern("compared_year").search(text, min(target_start, at), at)
    return None if hit is None else hit["year"]


def _spread(text: str, target: TargetMention, quantity: Quantity) -> list[TargetMention]:
    """A占比以及B占比均达到60%: one target for each."""
    each = pattern("each").search(text, max(target.start, quantity.start - 8), quantity.start)
    if target.mode not in ("level", "change") or each is None:
        return [target]
    parts = metrics.coordinates(target.metric, None)
    return [replace(target, metric=part) for part in parts] if parts else [target]


def _distribute(ctx: _Context, previous: _Previous, index: int) -> int:
    """A、B分别达到22%和30%: give each figure of the run its own part of the shared subject. Returns the run's first index."""
    run = ctx.targets[previous.first : index + 1]
    subject = run[0].metric if len(run) == 2 else _whole(ctx, previous)
    parts = metrics.coordinates(subject, len(run))
    if parts is not None and pattern("respectively").search(ctx.text, run[0].start, run[0].end):
        ctx.targets[previous.first : index + 1] = [replace(t, metric=part) for t, part in zip(run, parts, strict=True)]
    return previous.first


def _whole(ctx: _Context, previous: _Previous) -> str:
    """The undivided subject of a run, as the figure before it shared it."""
    return previous.metric


def _complete_before(ctx: _Context, previous: _Previous, metric: str) -> None:
    """2个国家级、21个省级临床重点专科: the head that the last one carries belongs to those before."""
    for i in range(len(ctx.targets) - 1, -1, -1):
        target = ctx.targets[i]
        completed = metrics.complete(target.metric, metric)
        if completed == target.metric or target.end < previous.target.start - 60:
            return
        ctx.targets[i] = replace(target, metric=completed)
