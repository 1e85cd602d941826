"""Things counted: the noun after the counter, the noun before it, figures in a row. What a count is no target for (schemes, words)."""

from __future__ import annotations

from ..model.mentions import Quantity
from . import metrics
from .figure_excuses import Place, is_share, money_units, time_units
from .governors import Governor, govern
from .grammar import load
from .metrics import Span, backward, pattern
from .rates import per_of
from .scene import Previous, Reading, Scene


def counted(ctx: Scene, quantity: Quantity, place: Place, verb: int, mode: str) -> Reading:
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


def object_before(ctx: Scene, quantity: Quantity, place: Place, governor: Governor) -> Reading:
    """The thing before its number, the verb before the thing: 建成充电桩5000个, 博物馆每年推出展览2个."""
    text = ctx.text
    begin, stop = metrics.subject(text, place.left, quantity.start, ctx.times)
    word = text[governor.start : governor.end]
    tables = load("targets")
    opening = pattern("build_head").match(text, begin, stop)
    heads = governor.start == begin or (opening is not None and opening.start("verb") == governor.start)
    if heads and (word not in tables.words("kept") or metrics.bare_object(text, governor.end, stop) > governor.end):
        bare = metrics.bare_object(text, governor.end, stop, headed=True)
        bare = begin if pattern("coordinate").match(text, bare) else bare  # 开工、在建项目
        return Reading("object_before", "count", ((bare, stop),), begin, quantity.end)
    aside = pattern("aside").match(text, place.left, governor.start) is not None and word in tables.words("build")
    made = word in tables.words("made") and stop - governor.end >= metrics.SHORT
    if begin < governor.start and governor.end < stop and (aside or made):
        bearer = metrics.subject(text, begin, governor.start, ctx.times)
        thing = metrics.subject(text, governor.end, stop, ctx.times)
        spans = (bearer, thing) if metrics.is_scope(text, *bearer) else (thing,)
        return Reading("object_before", "count", spans, begin, quantity.end)
    return Reading("object_before", "count", ((metrics.bare_object(text, begin, stop), stop),), begin, quantity.end)


def served(ctx: Scene, quantity: Quantity, place: Place, governor: Governor) -> Reading | None:
    """为1200名残疾儿童提供康复救助: how many are served."""
    text = ctx.text
    if text[governor.start : governor.end] not in load("targets").words("serving"):
        return None
    hit = pattern("served").match(text, quantity.end, place.end)
    if hit is None or not hit[0].strip():
        return None
    return Reading("served", "count", (hit.span(),), governor.start, hit.end(), counted=True)


def built(ctx: Scene, quantity: Quantity, place: Place, governor: Governor) -> Reading | None:
    """A verb right before the figure, its object before it: 养老床位新增1200张, 水库除险加固46座, 培训20万人次."""
    text = ctx.text
    begin, stop = metrics.subject(text, place.left, governor.start, ctx.times)
    verbal = _is_name_too(text[governor.start : governor.end])
    if begin < stop:
        begin = metrics.bare_object(text, begin, governor.end)
        span = (begin, governor.end if verbal else max(stop, begin))
    else:
        span = (governor.start, governor.end)
    if span[0] >= span[1] or (begin >= stop and not verbal):
        return None
    return Reading("built", "count", (span,), min(span[0], begin), quantity.end)


def _is_name_too(verb: str) -> bool:
    """Is the verb also the name of what is done (抚育, 加固), not of making or adding something?"""
    tables = load("targets")
    return verb in tables.words("verbal_nouns") or (verb not in tables.words("made") and verb not in tables.words("adding"))


def without_verb(ctx: Scene, quantity: Quantity, place: Place) -> Reading | None:
    """A thing and its number, no verb: 森林抚育4000万公顷, 公益性岗位3000个."""
    text = ctx.text
    if quantity.unit is None or quantity.rule not in ("quantities.figure", "quantities.range"):
        return None
    if metrics.has_object(text, quantity.end, place.right):
        return None
    begin, stop = metrics.subject(text, place.left, quantity.start, ctx.times)
    if stop - begin < 3 or text[place.clause - 1 : place.clause] in load("targets").words("opening_brackets"):
        return None
    if pattern("lists").match(text, quantity.end) is not None:
        return None
    if pattern("no_count_left").search(text, begin, stop) is not None or pattern("given").match(text, place.clause, stop) is not None:
        return None
    ratio = text[begin] == "每" and pattern("per_prefix").match(text, begin, stop) is not None  # 每千人社会体育指导员3名
    return Reading("without_verb", "level" if ratio else "count", ((metrics.bare_object(text, begin, stop), stop),), begin, quantity.end)


def share_of(ctx: Scene, quantity: Quantity, place: Place) -> Reading:
    """70%的村卫生室具备中医服务能力: the figure says how many of a kind; 新建系统100%集约化部署 has its subject before it."""
    begin, stop = metrics.subject(ctx.text, place.left, quantity.start, ctx.times)
    governor = govern(ctx.text, place.left, quantity.start, ctx.times)
    if governor is not None and ctx.text[governor.start : governor.end] in load("targets").words("completing"):  # 完成辖区内80%的房屋排查
        begin = stop
    thing = metrics.object_after(ctx.text, quantity.end, place.right)
    listed = backward("coordinate").match(ctx.text, place.left, quantity.start) is not None
    spans = ((begin, stop), thing) if begin < stop and not listed else (thing,)
    return Reading("share_of", "level", spans, min(spans[0][0], quantity.start), thing[1], counted=True)


def serial(ctx: Scene, quantity: Quantity, place: Place, previous: Previous) -> Reading:
    """A figure coordinated with the one before: 4个重点单位和16个基础单位; 企业1000家、合作社80家; 22%和30%."""
    text = ctx.text
    mode = previous.target.mode
    if is_share(quantity.unit) and metrics.has_object(text, quantity.end, place.right):
        return share_of(ctx, quantity, place)  # …处理率达到95%，90%以上的村得到治理
    begin, stop = metrics.subject(text, place.left, quantity.start, ctx.times)
    if metrics.has_object(text, quantity.end, place.right) and previous.counted:
        thing = metrics.object_after(text, quantity.end, place.right)
        return Reading("series", mode, (thing,), quantity.start, thing[1], counted=True)
    if begin < stop and pattern("joint").fullmatch(text, begin, stop) is None:
        counts_anew = mode != "count" and quantity.unit != previous.target.unit and not _is_measured(text, quantity, begin, stop)
        mode = "count" if counts_anew else "level" if mode == "count" and quantity.unit in money_units() else mode
        return Reading("series", mode, ((begin, stop),), begin, quantity.end)
    sign = -1 if mode == "change" and (previous.target.value or "").startswith("-") else 1
    return Reading("series", mode, (), quantity.start, quantity.end, sign, metric=previous.metric, shared=True)


def follows_on(text: str, tail: int, left: int, at: int) -> bool:
    """Is there nothing but a conjunction and a noun between the figure before and this one?"""
    return left <= at and pattern("series_link").fullmatch(text, tail, at) is not None


def _is_measured(text: str, quantity: Quantity, begin: int, stop: int) -> bool:
    """Is this a statistic, or a thing that is counted anew (合格率达到95%，人工增雨作业200次)?"""
    unit = quantity.unit
    return unit is None or is_share(unit) or unit in money_units() or unit in time_units() or metrics.ends_in_figure(text, begin, stop)


def is_hanzi(text: str, quantity: Quantity) -> bool:
    return quantity.rule in ("quantities.hanzi_figure", "quantities.hanzi_range") and not is_share(quantity.unit)


def means_hanzi(text: str, quantity: Quantity, place: Place, governor: Governor | None) -> bool:
    """三家 in words is a count only after a verb of building or a comparator; 一家 only where it is measured out."""
    if quantity.unit == "倍" and governor is not None and governor.adjacent and governor.kind in ("up", "down"):  # 增长一倍
        return True
    measured = quantity.comparator != "eq" or pattern("every").match(text, place.left, quantity.start) is not None
    if quantity.value == 1 or governor is None:
        return measured
    if not governor.adjacent:  # 建设省级重点专科三个
        closes = governor.kind == "build" and not governor.weak and not metrics.has_object(text, quantity.end, place.right)
        return measured or closes
    vague = governor.weak or quantity.unit in load("targets").words("vague_units")
    return measured or (governor.kind in ("build", "have") and not vague)


def is_scheme(text: str, span: Span) -> bool:
    """Does the thing counted only describe a programme (专项行动, 举措)?"""
    if pattern("reached").search(text, span[0], span[1]) is not None:  # 1000个村达到…标准
        return False
    if backward("own_measures").match(text, span[0], span[1]) is not None:
        return True
    if backward("done_task").match(text, span[0], span[1]) is not None or pattern("done_task").match(text, max(span[0], span[1] - 2)):
        return False
    return backward("scheme").match(text, span[0], span[1]) is not None or pattern("scheme").match(text, span[1]) is not None


def is_staffing(text: str, governor: Governor) -> bool:
    return text[governor.start : governor.end] in load("targets").words("staffing")
