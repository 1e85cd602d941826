"""What a figure's clause says of it: the mode and the stretches of text that make its metric.

One figure, its governor and the figure before it go in; a `Reading` comes out, or the reason why the figure is no target.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..model.mentions import Quantity
from . import counts, metrics
from .figure_excuses import Place, is_handling, is_share, money_units, time_units
from .governors import Governor, govern
from .grammar import load
from .headed import headed
from .metrics import Span, backward, pattern
from .rates import near_per, per_of, per_only, standard_object
from .scene import Previous, Reading, Scene
from .sentences import Spans, clause_start, squeeze

TEN_THOUSAND: Final = 10_000


def read_figure(ctx: Scene, quantity: Quantity, place: Place, governor: Governor | None, previous: Previous | None) -> Reading | str:
    text = ctx.text
    if counts.is_hanzi(text, quantity) and not counts.means_hanzi(text, quantity, place, governor):
        return "label"
    if quantity.unit is None and metrics.has_object(text, quantity.end, place.right) and quantity.value >= TEN_THOUSAND:
        return "description"  # 8万农村人口
    if quantity.unit is None and not _stands_bare(text, quantity, place, governor):
        return ""
    if quantity.rule == "quantities.doubling":
        return _level(ctx, quantity, place, quantity.start, previous, "doubling", "change")
    if is_handling(text, quantity, place):
        return _handling(ctx, quantity, place, previous)
    standard = _standard(ctx, quantity, place)
    if standard is not None:
        return standard
    under = headed(ctx, quantity, place, governor)
    if under is not None:
        return under
    given = pattern("given_after").match(text, quantity.end, place.end)
    paid = quantity.unit in money_units() or is_share(quantity.unit)
    if given is not None and paid and per_of(text, place.left, quantity.start) is None:
        each = backward("per_unit").match(text, place.left, quantity.start)  # 按每个1万元给予补助
        unit = None if each is None or is_share(quantity.unit) else f"{quantity.unit}/{each['per']}"
        return Reading("granted", "level", (given.span("thing"),), quantity.start, given.end(), unit=unit)
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
    if previous is not None and counts.follows_on(text, previous.tail, place.left, quantity.start):
        return counts.serial(ctx, quantity, place, previous)
    if is_share(quantity.unit) and metrics.has_object(text, quantity.end, place.right):
        return counts.share_of(ctx, quantity, place)
    if not is_share(quantity.unit) and quantity.unit not in money_units() and quantity.unit not in time_units():
        return counts.without_verb(ctx, quantity, place) or ("" if quantity.unit is None else "description")
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
        return counts.counted(ctx, quantity, place, quantity.start, "level")
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
    counted_by = any(char.isdigit() for char in text[begin:stop])  # 每新招用1人给予1000元补贴
    return Reading("granted", "level", (thing,) if counted_by else ((begin, stop), thing), begin, thing[1])


def _governed(
    ctx: Scene, quantity: Quantity, place: Place, governor: Governor, previous: Previous | None, worded: bool
) -> Reading | str:
    """A verb or a figure noun stands right before the figure."""
    text, unit = ctx.text, quantity.unit
    countable = not is_share(unit) and unit not in money_units() and unit not in time_units()
    follows = metrics.has_object(text, quantity.end, place.right)
    if governor.kind in ("up", "down"):
        if countable and follows and governor.kind == "up":
            return counts.counted(ctx, quantity, place, governor.start, "count")
        sign = -1 if governor.kind == "down" else 1
        if countable and follows:
            spans = (metrics.object_after(text, quantity.end, place.right),)
            return Reading("change_of_things", "change", spans, governor.start, spans[0][1], sign, counted=True)
        return replace(_level(ctx, quantity, place, governor.start, previous, "change_verb", "change"), sign=sign)
    if governor.kind == "figure" and countable and backward("event_tail").match(text, place.left, governor.end) is not None:
        return _level(ctx, quantity, place, quantity.start, previous, "counted_event", "count")
    if governor.kind == "figure" and countable and backward("thing_tail").match(text, place.left, governor.end) is not None:
        return counts.without_verb(ctx, quantity, place) or _level(ctx, quantity, place, quantity.start, previous, "figure_noun", "level")
    if governor.kind == "figure":
        return _level(ctx, quantity, place, quantity.start, previous, "figure_noun", "level")
    if unit in money_units() and text[governor.start : governor.end] in load("targets").words("grants"):
        return _granted(ctx, quantity, place, governor)
    if countable and follows:
        helped = counts.served(ctx, quantity, place, governor)
        if helped is not None:
            return helped
        mode = "count" if governor.kind == "build" else "level"
        if governor.kind == "build" and counts.is_staffing(text, governor) and (worded or quantity.comparator == "ge"):
            mode = "level"
        reading = counts.counted(ctx, quantity, place, governor.start, mode)
        begin, stop = metrics.subject(text, place.left, governor.start, ctx.times)
        if governor.kind == "reach" and begin < stop and len(reading.spans) == 1:  # 试点扩大到60个村
            return replace(reading, spans=((begin, stop), *reading.spans), start=begin)
        programme = governor.weak or governor.kind == "have" or backward("own_measures").match(text, *reading.spans[-1]) is not None
        listed = programme or text[governor.start : governor.end] in load("targets").words("loose")
        if listed and quantity.comparator == "eq" and counts.is_scheme(text, reading.spans[-1]):
            return "scheme"
        return reading
    if is_share(unit) and follows and governor.start <= metrics.trim_head(text, place.left, governor.start, ctx.times):
        return counts.share_of(ctx, quantity, place)
    if is_share(unit) and follows and governor.kind in ("build", "have"):
        return counts.share_of(ctx, quantity, place)
    if governor.kind == "build" and countable:
        return counts.built(ctx, quantity, place, governor) or _level(ctx, quantity, place, governor.start, previous, "built", "count")
    return _level(ctx, quantity, place, governor.start, previous, "level_verb", "level")


def _compared(ctx: Scene, quantity: Quantity, place: Place, previous: Previous | None) -> Reading | str:
    """Only comparing words stand before the figure: 每县不少于1家医院, 床位不少于100张."""
    text = ctx.text
    begin, stop = metrics.subject(text, place.left, quantity.start, ctx.times)
    follows = metrics.has_object(text, quantity.end, place.right)
    if follows and is_share(quantity.unit) and not metrics.ends_in_figure(text, begin, stop):
        return counts.share_of(ctx, quantity, place)
    if follows and not is_share(quantity.unit) and quantity.unit not in money_units():
        return counts.counted(ctx, quantity, place, quantity.start, "level")
    if begin < stop and quantity.unit is not None and not is_share(quantity.unit) and quantity.unit not in money_units():
        governor = govern(text, place.left, quantity.start, ctx.times)
        divided = pattern("divided").search(text, begin, stop) is not None
        capped = quantity.comparator in ("le", "lt")
        if governor is not None and _builds(text, begin, governor) and not divided and not capped:
            return counts.object_before(ctx, quantity, place, governor)
    held = quantity.unit not in load("targets").words("event_units") or metrics.ends_in_figure(text, begin, stop)
    mode = "level" if held or quantity.comparator in ("le", "lt") or begin >= stop else "count"
    if previous is not None and previous.target.mode == "count" and previous.target.unit == quantity.unit:
        mode = "count" if pattern("among").match(text, place.clause, quantity.start) is not None else mode
    return _level(ctx, quantity, place, quantity.start, previous, "compared", mode)


def _builds(text: str, begin: int, governor: Governor) -> bool:
    """Does a verb of building head the subject (全市设置急救站点不少于60个), and is no part of its name (开放数据集)?"""
    if governor.adjacent or governor.kind != "build" or text[governor.start : governor.end] in load("targets").words("adjectival"):
        return False
    if text[governor.start : governor.end] in load("targets").words("plain_made"):
        return True
    opening = pattern("build_head").match(text, begin)
    return governor.start <= begin or (opening is not None and opening.start("verb") == governor.start)


def _distant(ctx: Scene, quantity: Quantity, place: Place, governor: Governor, previous: Previous | None) -> Reading | None:
    """The verb stands before a noun that stands before the figure: 培训救护员3.3万人, 达到常住人口万分之1.75."""
    text, unit = ctx.text, quantity.unit
    if quantity.rule == "quantities.hundred_people":
        return None
    follows = metrics.has_object(text, quantity.end, place.right)
    edge = metrics.trim_tail(text, place.left, quantity.start, ctx.times)
    listed = backward("listed_end").match(text, place.left, edge) is not None
    if governor.kind == "reach" and follows and (listed or backward("joined_by").match(text, place.left, quantity.start)):
        return counts.counted(ctx, quantity, place, quantity.start, "count") if listed and not is_share(unit) else None
    if governor.kind == "reach" and not is_share(unit) and pattern("achieved").match(text, governor.start, governor.end):
        span = metrics.subject(text, governor.end, quantity.start, ctx.times)
        return Reading("achieved", "level", (span,), governor.start, quantity.end) if unit is not None and span[0] < span[1] else None
    if governor.kind == "reach":
        return _level(ctx, quantity, place, governor.start, previous, "level_of_base", "level") if is_share(unit) else None
    if governor.kind in ("up", "down") and not follows:
        spans = ((governor.end, metrics.trim_tail(text, governor.end, quantity.start, ctx.times)),)
        return Reading("change_of_object", "change", spans, governor.start, quantity.end, -1 if governor.kind == "down" else 1)
    if governor.kind == "have":
        return counts.counted(ctx, quantity, place, governor.start, "level") if follows and not is_share(unit) else None
    if governor.kind == "build" and (is_share(unit) or unit in money_units()) and metrics.ends_in_figure(text, place.left, quantity.start):
        return _level(ctx, quantity, place, quantity.start, previous, "figure_noun", "level")
    if governor.kind != "build" or unit is None or is_share(unit) or unit in money_units():
        return None
    if not follows and backward("parts_only").match(text, place.left, edge) is not None:
        return None
    if not follows:
        return counts.object_before(ctx, quantity, place, governor)
    if listed and (not governor.weak or pattern("building_behind").match(text, quantity.end)):
        return counts.counted(ctx, quantity, place, quantity.start, "count")
    return None


def _level(
    ctx: Scene, quantity: Quantity, place: Place, verb: int, previous: Previous | None, rule: str, mode: str
) -> Reading:
    """The subject before the verb names what is measured; where the clause has none, the one before lends its own."""
    text = ctx.text
    begin, stop = metrics.subject(text, place.left, verb, ctx.times)
    unit = None
    named = rule != "per_head" and metrics.ends_in_figure(text, begin, stop)
    per = None if named else per_of(text, begin, stop)
    if per is not None and quantity.unit is not None and not is_share(quantity.unit):
        unit = f"{quantity.unit}/{per[1]}"
        if per[0] > begin or (per_only(text, begin, stop) and squeeze(text[begin + 1 : stop]) == per[1]):
            reached = backward("reached").match(text, begin, per[0])  # 报告达到每百万人口800份
            edge = per[0] if reached is None else reached.start()
            stop = metrics.trim_tail(text, begin, edge, ctx.times) if per[0] > begin else begin
    near = pattern("per_unit").search(text, verb, quantity.start)
    if near is not None and quantity.unit is not None and not is_share(quantity.unit):
        unit = f"{quantity.unit}/{near['per']}"
    purposed = _for_purpose(ctx, quantity, place) if begin >= stop else None
    if purposed is not None:
        return purposed
    if begin >= stop or pattern("pronoun").fullmatch(text, begin, stop):
        follower = standard_object(ctx.text, quantity, place)
        if previous is not None and previous.tail <= place.left:
            return Reading(rule, mode, (), verb, quantity.end, metric=previous.metric, unit=unit, shared=True)
        if follower is not None:
            return Reading(rule, mode, (follower,), verb, max(quantity.end, follower[1]), unit=unit)
        span = _clause_before(ctx, place)
        return Reading(rule, mode, (span,), span[0] if span[0] < span[1] else verb, quantity.end, unit=unit)
    done = pattern("done_head").match(text, begin, stop) if rule == "figure_noun" else None
    begin = begin if done is None else done.end()
    if quantity.unit in money_units() and rule == "figure_noun":
        allotted = pattern("allotted").match(text, begin, stop)
        begin = begin if allotted is None else allotted.end()
    if text[verb:quantity.start].startswith(_covering()):
        stop = verb + 2
    return Reading(rule, mode, ((begin, stop),), begin, quantity.end, unit=unit)


def _covering() -> tuple[str, ...]:
    return tuple(load("targets").words("covering"))


def _for_purpose(ctx: Scene, quantity: Quantity, place: Place) -> Reading | None:
    """按不低于1.5张为X预留空间: no subject before the figure, but what it is for stands behind."""
    text = ctx.text
    left = backward("standard_left").match(text, place.left, quantity.start)
    purpose = pattern("purpose").match(text, quantity.end, place.end)
    if left is None or left["base"].strip() or purpose is None:
        return None
    return Reading("for_purpose", "level", (purpose.span("thing"),), left.start(), quantity.end)


def _staffed(ctx: Scene, at: int, place: Place) -> Span | None:
    """强化X人员配备，乡镇卫生院按…的比例进行调配: who is staffed, from the clause before."""
    text = ctx.text
    end = place.clause - 1
    if end <= place.sentence or pattern("staffing_alone").match(text, at, place.end) is None:
        return None
    begin = metrics.trim_head(text, clause_start(text, end, place.sentence), end, ctx.times)
    hit = pattern("staffed").fullmatch(text, begin, end)
    return None if hit is None else hit.span("thing")


def _clause_before(ctx: Scene, place: Place) -> Span:
    """The subject of the clause before, for a clause that has only a verb and a figure."""
    end = place.clause - 1
    if end <= place.sentence:
        return place.clause, place.clause
    before = clause_start(ctx.text, end, place.sentence)
    granted = pattern("grant_thing").search(ctx.text, before, end)
    if granted is not None:  # 按投入的10%给予补助，最高不超过100万元
        return granted.span("thing")
    begin, stop = metrics.subject(ctx.text, before, end, ctx.times)
    figure = backward("figure_end").match(ctx.text, begin, stop)
    stop = stop if figure is None else figure.start()
    verb = pattern("head_verb").match(ctx.text, begin, stop)
    begin = begin if verb is None else verb.end()
    return (stop, stop) if pattern("reached").match(ctx.text, begin, stop) else (begin, stop)


def _handling(ctx: Scene, quantity: Quantity, place: Place, previous: Previous | None) -> Reading:
    text = ctx.text
    hit = pattern("handled").match(text, quantity.end, place.end)
    stop = hit.end() if hit is not None else quantity.end
    begin, edge = metrics.subject(text, place.left, quantity.start, ctx.times)
    if begin >= edge and (hit is None or hit["object"] is None):
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
    staffed = _staffed(ctx, right.end(), place)
    if staffed is not None:
        return Reading("by_standard", "level", (staffed,), min(begin, left.start()), right.end(), unit=unit)
    if begin >= stop:
        begin, stop = _clause_before(ctx, place)
    return Reading("by_standard", "level", ((begin, stop),), min(begin, left.start()), right.end(), unit=unit)


def _stands_bare(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> bool:
    """A figure without a unit (用户数突破3000万): after a verb of reaching, a comparator or a figure noun, before a pause."""
    if quantity.end < place.end and pattern("bare_end").match(text, quantity.end) is None:
        return False
    if governor is not None and governor.adjacent and governor.kind in ("up", "down"):  # 利用系数提高0.01
        return metrics.ends_in_figure(text, place.left, metrics.trim_tail(text, place.left, governor.start, Spans(())))
    return quantity.start < quantity.number_start or (governor is not None and governor.adjacent and governor.kind in ("reach", "figure"))

