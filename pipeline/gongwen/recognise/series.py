"""Figures that share words with their neighbours: subjects, heads, statistics and deeds handed from one target to another."""

from __future__ import annotations

from dataclasses import replace

from ..model.mentions import Quantity, TargetMention
from . import metrics
from .figure_excuses import Place
from .grammar import load
from .metrics import backward, pattern
from .scene import Previous, Progress, Reading
from .sentences import squeeze


def of_sentence_before(ctx: Progress, at: int) -> str:
    """2022年底，完成率达80%；2023年底，达95%: the subject of the part before the semicolon."""
    last = ctx.targets[-1] if ctx.targets else None
    if last is None or last.mode != "level" or not pattern("only_time").fullmatch(ctx.text, last.end, at):
        return ""
    return last.metric


def paid_before(text: str, sentence: int, at: int) -> str:
    """发放高龄津贴，每人每月不低于60元: what is paid, from the clause right before."""
    hit = backward("paid_before").match(text, sentence, at)
    return "" if hit is None else squeeze(hit["what"])


def completed_by(text: str, metric: str, quantity: Quantity, reading: Reading, previous: Previous) -> str:
    """The statistic that the figure before names, where this one's own words lack it."""
    if (reading.unit or quantity.unit) != previous.target.unit:
        return metric
    listed = squeeze(text[previous.tail : reading.start]) in load("targets").words("list_links")
    return metrics.series_metric(metric, previous.metric, listed=listed)


def for_each_of_two(ctx: Progress, quantity: Quantity, place: Place) -> bool:
    """接待游客2500万人次，旅游总花费220亿元，分别增长10%和12%: the first of two shared figures goes with the last target but one."""
    if pattern("each_of_two").fullmatch(ctx.text, place.clause, _verb_start(ctx.text, place, quantity)) is None:
        return False
    if pattern("second_figure").match(ctx.text, quantity.end, place.end) is None:
        return False
    return len(ctx.targets) > 1 and ctx.targets[-2].start >= place.sentence


def _verb_start(text: str, place: Place, quantity: Quantity) -> int:
    verb = backward("moved").match(text, place.clause, quantity.start)
    return quantity.start if verb is None else verb.start()


def group(ctx: Progress, target: TargetMention) -> TargetMention:
    """A或B, each with a figure: both carry the group's name. Names count up within one call."""
    before = ctx.targets[-1]
    ctx.groups += before.group is None
    name = before.group or f"g{ctx.groups}"
    ctx.targets[-1] = replace(before, group=name)
    return replace(target, group=name)


def spread(text: str, target: TargetMention, quantity: Quantity) -> list[TargetMention]:
    """A占比以及B占比均达到60%: one target for each."""
    each = pattern("each").search(text, max(target.start, quantity.start - 8), quantity.start)
    if target.mode not in ("level", "change") or each is None:
        return [target]
    parts = metrics.coordinates(target.metric, None)
    return [replace(target, metric=part) for part in parts] if parts else [target]


def distribute(ctx: Progress, previous: Previous, index: int) -> int:
    """A、B分别达到22%和30%: give each figure of the run its own part of the shared subject. Returns the run's first index."""
    run = ctx.targets[previous.first : index + 1]
    subject = run[0].metric if len(run) == 2 else previous.metric
    purpose = run[0].rule == "targets.for_purpose"
    parts = metrics.recipients(subject, len(run)) if purpose else metrics.coordinates(subject, len(run))
    if parts is not None and (purpose or pattern("respectively").search(ctx.text, run[0].start, run[0].end)):
        ctx.targets[previous.first : index + 1] = [replace(t, metric=part) for t, part in zip(run, parts, strict=True)]
    return previous.first


def complete_before(ctx: Progress, previous: Previous, metric: str) -> None:
    """2个国家级、21个省级临床重点专科: the head that the last one carries belongs to those before."""
    for i in range(len(ctx.targets) - 1, -1, -1):
        target = ctx.targets[i]
        completed = metrics.complete(target.metric, metric)
        if completed == target.metric or target.end < previous.target.start - 60:
            return
        ctx.targets[i] = replace(target, metric=completed)


def share_predicate(ctx: Progress, previous: Previous, metric: str, at: int) -> None:
    """100%的甲和80%的乙能够提供服务: what the second share does, the first does too."""
    first = ctx.targets[-1]
    deed = pattern("predicate").search(metric)
    if deed is None or at - first.end > 2 or pattern("predicate").search(first.metric) is not None:
        return
    ctx.targets[-1] = replace(first, metric=first.metric + deed[0])
