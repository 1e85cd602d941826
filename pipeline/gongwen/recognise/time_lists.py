"""Lists of times: what one of them says and the others share (分别于3月、6月、9月底前)."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

from ..model.mentions import TimeMention
from .points import cue


def share(text: str, found: list[TimeMention]) -> list[TimeMention]:
    """What one of a list of dates has, the others share: 前 or an excuse of the last, 到 or 每年 of the first.

    7月25日、9月25日前; 上半年、全年的进展; 到2027年和2030年; 每年6月底、12月底前
    """
    between = cue("list_between")
    linked = [between.fullmatch(text, a.end, b.start) is not None for a, b in pairwise(found)]
    if not any(linked):
        return found
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        if linked[i]:
            out[i] = _with_last(out[i], out[i + 1])
    for i in range(1, len(out)):
        if linked[i - 1]:
            out[i] = _with_first(out[i], out[i - 1])
    return out


def _with_last(this: TimeMention, after: TimeMention) -> TimeMention:
    if this.kind not in ("bare", "during") or this.excused is not None:
        return this
    if after.excused in ("attributive", "baseline", "past"):
        return dataclasses.replace(this, excused=after.excused)
    shared = this.kind == "bare" and after.kind == "by" and after.excused is None and not after.rule.startswith("times.by_until")
    return dataclasses.replace(this, kind="by", begin=None, rule=this.rule + ".shared") if shared else this


def _with_first(this: TimeMention, before: TimeMention) -> TimeMention:
    if this.excused is not None or before.excused is not None:
        return this
    if this.kind == "bare" and before.kind == "by" and before.rule.startswith("times.by_until"):
        return dataclasses.replace(this, kind="by", begin=None, rule="times.by_until.shared")
    if this.kind in ("bare", "by") and this.needs_year and this.shift is None and before.rule.startswith("times.every_inside"):
        rule = "times.every_inside.shared"
        return dataclasses.replace(this, kind="recurring", begin=None, until=None, needs_year=False, freq=before.freq, rule=rule)
    return this
