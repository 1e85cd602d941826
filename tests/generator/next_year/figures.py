"""Edits of targets: raised, lowered, compared otherwise, printed in other words or another scale, their metric called otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from ..figures import falls
from ..truth import Entry
from .lexicon import swap

TEMPLATES = {
    "ge": ("{m}达到{v}{u}以上", "{m}不低于{v}{u}", "{m}保持在{v}{u}以上", "{m}提高到{v}{u}以上", "{m}达{v}{u}以上"),
    "gt": ("{m}超过{v}{u}", "{m}高于{v}{u}", "{m}突破{v}{u}"),
    "eq": ("{m}达到{v}{u}", "{m}总体达到{v}{u}", "{m}达{v}{u}", "{m}提升至{v}{u}"),
    "le": ("{m}控制在{v}{u}以内", "{m}不超过{v}{u}", "{m}不高于{v}{u}"),
    "lt": ("{m}低于{v}{u}",),
}
COUNTED = {
    "eq": ("{d}{v}{u}{m}", "{d}{m}{v}{u}"),
    "ge": ("{d}不少于{v}{u}{m}", "至少{d}{v}{u}{m}", "{d}{m}{v}{u}以上", "{d}{m}不少于{v}{u}"),
}
VERBS = (
    *("新建", "改扩建", "新改建", "建设", "培育", "培训", "打造", "新增", "完成", "改造"),
    *("招聘", "引进", "实施", "推出", "开通", "整治", "淘汰", "组织"),
)
LATER = ("人次", "公里", "批次", "亩", "户")  # counters that stand behind their noun
COUNTERS = {"名": "人", "家": "户", "公里": "千米", "辆": "台"}
FIGURE = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?")
SCALE = {"万": 10_000, "亿": 100_000_000, None: 1}


@dataclass(frozen=True, slots=True)
class Aim:
    """The parts of a target that can be printed anew; `deed` is the verb of a count."""

    metric: str
    mode: str
    comparator: str
    value: Decimal
    unit: str
    deed: str = ""


def readable(found: Entry) -> Aim | None:
    """The parts of a target whose raw text says nothing but them; None for what is printed in a way of its own."""
    raw, metric = found["raw"], found["metric"]
    unit = found["unit"]
    if found.get("group") or found["value"] is None or found["upper"] is not None or metric not in raw or not unit or unit not in raw:
        return None
    if falls(metric) and found["comparator"] in ("ge", "gt", "eq"):
        return None
    if found["mode"] == "level" and raw.startswith(metric) and found["comparator"] in TEMPLATES:
        rest = raw.removeprefix(metric)
        if re.fullmatch(r"[一-鿿≥≤]{0,4}\d+(?:\.\d+)?[万亿]?[^\d]{1,6}(?:以[上下内])?", rest) and "力争" not in rest:
            return Aim(metric, "level", found["comparator"], Decimal(found["value"]), found["unit"])
    if found["mode"] == "count" and found["comparator"] in COUNTED:
        deed = next((v for v in VERBS if v in raw.removeprefix("至少")[:3]), None)
        if deed and len(FIGURE.findall(raw)) == 1:
            return Aim(metric.removeprefix(deed), "count", found["comparator"], Decimal(found["value"]), found["unit"], deed)
    return None


def printed(rng: Random, aim: Aim) -> Entry:
    """The target in one of the wordings that say the same."""
    value = figure(rng, aim.value)
    if aim.mode == "level":
        raw = rng.choice(TEMPLATES[aim.comparator]).format(m=aim.metric, v=value, u=aim.unit)
    else:
        behind = aim.unit in LATER or value.endswith(("万", "亿"))
        forms = [f for f in COUNTED[aim.comparator] if not behind or "{u}{m}" not in f]
        raw = rng.choice(forms).format(d=aim.deed, m=aim.metric, v=value, u=aim.unit)
    return {
        "raw": raw,
        "metric": aim.metric,
        "mode": aim.mode,
        "comparator": aim.comparator,
        "value": plain(aim.value),
        "upper": None,
        "unit": aim.unit,
    }


def figure(rng: Random, value: Decimal) -> str:
    """A value as printed: 12000 is 12000 or 1.2万."""
    if value >= 10_000 and value % 1000 == 0 and rng.random() < 0.5:
        return plain(value / 10_000) + "万"
    return plain(value)


def plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tightened(rng: Random, aim: Aim, *, loosen: bool = False) -> Aim | None:
    """The same target asking more, or less; None where no figure would make sense."""
    lower = aim.comparator in ("le", "lt") or falls(aim.metric)
    up = lower == loosen
    if aim.unit in ("%", "‰"):
        step = Decimal(rng.choice(["0.5", "1", "2", "3"])) if aim.value > 10 else Decimal("0.1")
        if aim.value == aim.value.to_integral_value() and aim.value > 10:
            step = Decimal(rng.randint(1, 4))
        value = aim.value + (step if up else -step)
        if not 0 < value <= (100 if aim.unit == "%" else 1000):
            return None
    else:
        unit = Decimal(1) if aim.value == aim.value.to_integral_value() else Decimal("0.1")
        if aim.value >= 10_000:
            unit = Decimal(1000)
        elif aim.value > 500:
            unit = Decimal(100)
        elif aim.value > 60:
            unit = Decimal(10)
        step = max(unit, (aim.value * Decimal(str(rng.choice([0.1, 0.2, 0.4]))) / unit).to_integral_value() * unit)
        value = aim.value + (step if up else -step)
        if value <= 0:
            return None
    return Aim(aim.metric, aim.mode, aim.comparator, value, aim.unit, aim.deed)


def compared_otherwise(rng: Random, aim: Aim) -> Aim:
    """The same figure with another comparator."""
    levels = {"ge": ["gt", "eq"], "eq": ["ge"], "gt": ["ge"], "le": ["lt"], "lt": ["le"]}
    others = levels if aim.mode == "level" else {"ge": ["eq"], "eq": ["ge"]}
    return Aim(aim.metric, aim.mode, rng.choice(others[aim.comparator]), aim.value, aim.unit, aim.deed)


def called_otherwise(rng: Random, aim: Aim, scope: str) -> Aim:
    """The same thing measured under another name: a synonym, the scope (全市) added or dropped."""
    metric = swap(rng, aim.metric, 0.7, "metrics")
    if aim.mode == "level" and metric == aim.metric:
        if metric.startswith(scope) and len(metric) > len(scope) + 3:
            metric = metric.removeprefix(scope)
        elif not metric.startswith(("全", "每", "一般", "城市", "内河")):
            metric = scope + metric
    return Aim(metric, aim.mode, aim.comparator, aim.value, aim.unit, aim.deed)


def counted_otherwise(aim: Aim) -> Aim:
    """The same count with a counter that means the same: 30名 -> 30人."""
    return Aim(aim.metric, aim.mode, aim.comparator, aim.value, COUNTERS.get(aim.unit, aim.unit), aim.deed)
