"""What a figure's clause says of it: the mode and the stretches of text that make its metric.

One figure, its governor and the figure before it go in; a `Reading` comes out, or the reason why the figure is no target.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model.mentions import Quantity, TargetMention
from . import metrics
from .figure_excuses import Place, is_handling, is_share, money_units, time_units
from .governors import Governor, govern
from .grammar import load
from .metrics import Span, backward, pattern
from .rates import near_per, per_of, per_only, standard_object
from .sentences import Spans, clause_start, squeeze


@dataclass(frozen=True, slots=True)
class Scene:
    """The text and the times that are claimed in it."""

    text: str
    times: Spans


@dataclass(frozen=True, slots=True)
class Previous:
    """The target read just before in the same sentence: figures that follow it may share its metric."""

    target: TargetMention
    metric: str
    first: int  # index of its mention in the context's list
    tail: int  # where its words end
    counted: bool  # its noun followed the counter


@dataclass(frozen=True, slots=True)
class Reading:
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


def read_figure(ctx: Scene, quantity: Quantity, place: Place, governor: Governor | None, previous: Previous | None) -> Reading | str:
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
    if near_per(text, place.left, quantity.start):
        return _per_head(ctx, quantity, place, previous)
    worded = quantity.start < quantity.number_start  # 不低于, 至少 … stand before it and govern like a verb
    if quantity.rule == "quantities.hundred_people" and (governor is None or governor.weak):
        return "label"
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


def _per_head(ctx: Scene, quantity: Quantity, place: Place, previous: Previous | None) -> Reading:
    """每X stands right before the figure: 按每人1000元给予补贴, 每千人口不少于10个托位, 厕所按每平方公里3座布局."""
    text = ctx.text
    granted = pattern("granted").match(text, quantity.end, place.end)
    if granted is not None:
        per = per_of(text, place.left, quantity.start)
        unit = f"{quantity.unit}/{per[1]}" if per is not None else quantity.unit
        thing = metrics.object_after(text, granted.start("thing"), granted.end("thing"))
        return Reading("granted", "level", (thing,), quantity.start, thing[1], unit=unit)
    if metrics.has_object(text, quantity.end, place.right):
        return _counted(ctx, quantity, place, quantity.start, "level")
    return _level(ctx, quantity, place, quantity.start, previous, "per_head", "level")


def _granted(ctx: Scene, quantity: Quantity, place: Place, governor: Governor) -> Reading:
    """对X给予10万元奖励, 每年奖励50万元: who is paid and what for."""
    text = ctx.text
    begin, stop = metrics.subject(text, place.left, governor.start, ctx.times)
    addressed = pattern("addressed").match(text, begin, stop)
    begin = begin if addressed is None else addressed.end()
    if not metrics.has_object(text, quantity.end, place.right):
        return Reading("granted", "level", ((begin, governor.end),), begin, quantity.end)
    thing = metrics.object_after(text, quantity.end, place.right)
    return Reading("granted", "level", ((begin, stop), thing), begin, thing[1])


def _governed(
    ctx: Scene, quantity: Quantity, place: Place, governor: Governor, previous: Previous | None, worded: bool
) -> Reading | str:
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
            return Reading("change_of_things", "change", spans, governor.start, spans[0][1], sign, counted=True)
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


def _compared(ctx: Scene, quantity: Quantity, place: Place, previous: Previous | None) -> Reading | str:
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
            return Reading("object_before", "count", ((begin, stop),), begin, quantity.end)
    return _level(ctx, quantity, place, quantity.start, previous, "compared", "level")


def _distant(ctx: Scene, quantity: Quantity, place: Place, governor: Governor, previous: Previous | None) -> Reading | None:
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
        return Reading("change_of_object", "change", spans, governor.start, quantity.end, -1 if governor.kind == "down" else 1)
    if governor.kind == "have":
        return _counted(ctx, quantity, place, governor.start, "level") if follows and not is_share(unit) else None
    if governor.kind == "build" and (is_share(unit) or unit in money_units()) and metrics.ends_in_figure(text, place.left, quantity.start):
        return _level(ctx, quantity, place, quantity.start, previous, "figure_noun", "level")
    if governor.kind != "build" or unit is None or is_share(unit) or unit in money_units():
        return None
    if not follows:
        span = metrics.subject(text, place.left, quantity.start, ctx.times)
        return Reading("object_before", "count", (span,), span[0], quantity.end)
    if listed and (not governor.weak or pattern("building_behind").match(text, quantity.end)):
        return _counted(ctx, quantity, place, quantity.start, "count")
    return None


def _counted(ctx: Scene, quantity: Quantity, place: Place, verb: int, mode: str) -> Reading:
    """The thing counted follows its counter; a scope (每个市辖区) or, of a having, the bearer goes before it."""
    text = ctx.text
    thing = metrics.object_after(text, quantity.end, place.right)
    begin, stop = metrics.subject(text, place.left, verb, ctx.times)
    per = per_of(text, begin, stop) if stop > begin else None
    if per is not None:
        return Reading("per_head", "level", (thing,), per[0], thing[1], unit=f"{quantity.unit}/{per[1]}", counted=True)
    scoped = begin < stop and (metrics.is_scope(text, begin, stop) or (mode == "level" and verb == quantity.start))
    spans = ((begin, stop), thing) if scoped else (thing,)
    return Reading("object_after", mode, spans, begin if scoped else verb, thing[1], counted=True)


def _level(
    ctx: Scene, quantity: Quantity, place: Place, verb: int, previous: Previous | None, rule: str, mode: str
) -> Reading:
    """The subject before the verb names what is measured; where the clause has none, the one before lends its own."""
    text = ctx.text
    begin, stop = metrics.subject(text, place.left, verb, ctx.times)
    unit = None
    per = None if metrics.ends_in_figure(text, begin, stop) else per_of(text, begin, stop)
    if per is not None and quantity.unit is not None and not is_share(quantity.unit):
        unit = f"{quantity.unit}/{per[1]}"
        if per[0] > begin or (per_only(text, begin, stop) and squeeze(text[begin + 1 : stop]) == per[1]):
            stop = metrics.trim_tail(text, begin, per[0], ctx.times) if per[0] > begin else begin
    near = pattern("per_unit").search(text, verb, quantity.start)
    if near is not None and quantity.unit is not None and not is_share(quantity.unit):
        unit = f"{quantity.unit}/{near['per']}"
    if begin >= stop or pattern("pronoun").fullmatch(text, begin, stop):
        follower = standard_object(ctx.text, quantity, place)
        if previous is not None and previous.tail <= place.left:
            return Reading(rule, mode, (), verb, quantity.end, metric=previous.metric, unit=unit, shared=True)
        if follower is not None:
            return Reading(rule, mode, (follower,), verb, max(quantity.end, follower[1]), unit=unit)
        span = _clause_before(ctx, place)
        return Reading(rule, mode, (span,), span[0] if span[0] < span[1] else verb, quantity.end, unit=unit)
    return Reading(rule, mode, ((begin, stop),), begin, quantity.end, unit=unit)


def _clause_before(ctx: Scene, place: Place) -> Span:
    """The subject of the clause before, for a clause that has only a verb and a figure."""
    end = place.clause - 1
    if end <= place.sentence:
        return place.clause, place.clause
    begin, stop = metrics.subject(ctx.text, clause_start(ctx.text, end, place.sentence), end, ctx.times)
    figure = backward("figure_end").match(ctx.text, begin, stop)
    stop = stop if figure is None else figure.start()
    verb = pattern("head_verb").match(ctx.text, begin, stop)
    begin = begin if verb is None else verb.end()
    return (stop, stop) if pattern("reached").match(ctx.text, begin, stop) else (begin, stop)


def _share_of(ctx: Scene, quantity: Quantity, place: Place) -> Reading:
    """70%的村卫生室具备中医服务能力: the figure says how many of a kind."""
    thing = metrics.object_after(ctx.text, quantity.end, place.right)
    return Reading("share_of", "level", (thing,), quantity.start, thing[1], counted=True)


def _serial(ctx: Scene, quantity: Quantity, place: Place, previous: Previous) -> Reading:
    """A figure coordinated with the one before: 4个重点单位和16个基础单位; 企业1000家、合作社80家; 22%和30%."""
    text = ctx.text
    mode = previous.target.mode
    begin, stop = metrics.subject(text, place.left, quantity.start, ctx.times)
    if metrics.has_object(text, quantity.end, place.right) and previous.counted:
        thing = metrics.object_after(text, quantity.end, place.right)
        return Reading("series", mode, (thing,), quantity.start, thing[1], counted=True)
    if begin < stop and pattern("joint").fullmatch(text, begin, stop) is None:
        return Reading("series", mode, ((begin, stop),), begin, quantity.end)
    sign = -1 if mode == "change" and (previous.target.value or "").startswith("-") else 1
    return Reading("series", mode, (), quantity.start, quantity.end, sign, metric=previous.metric, shared=True)


def _follows(text: str, tail: int, left: int, at: int) -> bool:
    """Is there nothing but a conjunction and a noun between the figure before and this one?"""
    return left <= at and pattern("series_link").fullmatch(text, tail, at) is not None


def _handling(ctx: Scene, quantity: Quantity, place: Place, previous: Previous | None) -> Reading:
    text = ctx.text
    hit = pattern("handled").match(text, quantity.end, place.end)
    stop = hit.end() if hit is not None else quantity.end
    begin, edge = metrics.subject(text, place.left, quantity.start, ctx.times)
    if begin >= edge:
        begin, edge = _clause_before(ctx, place)
    start = begin if begin < edge else quantity.start
    return Reading("handling_time", "level", ((begin, edge), (quantity.end, stop)), start, stop)


def _standard(ctx: Scene, quantity: Quantity, place: Place) -> Reading | None:
    """按照不低于X的标准做Y: a ratio or rate laid down."""
    text = ctx.text
    right = pattern("standard_right").match(text, quantity.end, place.end)
    left = backward("standard_left").match(text, place.left, quantity.start)
    if left is None or right is None:
        return None
    if right["noun"] in load("targets").words("rate_nouns"):
        named = metrics.subject(text, right.start("phrase"), right.end(), ctx.times)
        return Reading("by_rate", "level", (named,), left.start(), right.end())
    per = per_of(text, left.start("base"), quantity.start) or per_of(text, left.start(), quantity.start)
    near = pattern("per_unit").search(text, left.start("base"), quantity.number_start)
    head = per[1] if per is not None else near["per"] if near is not None else None
    unit = f"{quantity.unit}/{head}" if head is not None and not is_share(quantity.unit) else None
    begin, stop = metrics.subject(text, place.left, left.start(), ctx.times)
    if quantity.unit == "1:n":
        spans: tuple[Span, ...] = ((begin, stop), metrics.subject(text, left.start("base"), quantity.start, ctx.times))
        return Reading("by_standard", "level", spans, min(begin, left.start()), right.end())
    thing = standard_object(ctx.text, quantity, place)
    if thing is not None and (begin >= stop or unit is not None):
        return Reading("by_standard", "level", (thing,), left.start(), max(thing[1], right.end()), unit=unit)
    if begin >= stop:
        begin, stop = _clause_before(ctx, place)
    return Reading("by_standard", "level", ((begin, stop),), min(begin, left.start()), right.end(), unit=unit)


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
