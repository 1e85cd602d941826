"""Targets in every mode, as clauses with their truth, and the numbers that are none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from .truth import Entry, target


class Aim(NamedTuple):
    """A clause with its targets; `needs` says which deadlines may stand before it: level, count, point (outright ones only)."""

    text: str
    targets: list[Entry]
    needs: str


Maker = Callable[[Random, dict[str, Any], str, set[str]], Aim | None]

# after these verbs a thing is obtained, so that a bare year before them would be open to doubt
COMPLETIONS = {"完成", "认证", "创建", "淘汰", "开通", "推出", "建设", "改造", "新建", "改扩建", "新改建", "整治"}


def decimal_text(rng: Random, low: float, high: float) -> str:
    """A figure between two bounds with as many decimals as its size asks for."""
    if high > 20 and rng.random() < 0.8:
        return str(rng.randint(int(low), int(high)))
    return f"{Decimal(str(round(rng.uniform(low, high), 1))).normalize():f}"


def falls(name: str) -> bool:
    """Whether less of it is better."""
    return any(word in name for word in ("时限", "浓度", "班额"))


def count_text(rng: Random, low: int, high: int) -> tuple[str, str]:
    """A count as printed and its value: 1200 -> 1200, 1.2万 -> 12000."""
    n = rng.randint(low, high)
    if n >= 10000:
        tenths = round(n / 1000)
        return f"{Decimal(tenths) / 10:f}".removesuffix(".0") + "万", str(tenths * 1000)
    if n > 500:
        n = n // 100 * 100
    elif n > 60:
        n = n // 10 * 10
    if n in (2, 3, 4, 5, 10) and rng.random() < 0.06:
        return {2: "两", 3: "三", 4: "四", 5: "五", 10: "十"}[n], str(n)
    return str(n), str(n)


def _pick(rng: Random, stock: list[list[Any]], used: set[str], at: int = 0) -> list[Any] | None:
    free = [row for row in stock if row[at] not in used]
    if not free:
        return None
    row = rng.choice(free)
    used.add(row[at])
    return row


def _scope(rng: Random, scope: str, metric: str) -> str:
    return scope + metric if rng.random() < 0.35 and not metric.startswith(("每", "全", "一般", "城市", "内河")) else metric


def rate(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """A share or rate to be reached, kept or not exceeded."""
    row = _pick(rng, subject["rates"], used)
    if row is None:
        return None
    name, unit, low, high, direction = row
    metric = _scope(rng, scope, name)
    value = decimal_text(rng, low, high)
    forms = [
        ("{m}达到{v}{u}以上", "ge"),
        ("{m}达{v}{u}以上", "ge"),
        ("{m}达到{v}{u}", "eq"),
        ("{m}不低于{v}{u}", "ge"),
        ("{m}超过{v}{u}", "gt"),
        ("{m}保持在{v}{u}以上", "ge"),
        ("{m}稳定在{v}{u}左右", "approx"),
        ("{m}提高到{v}{u}以上", "ge"),
        ("{m}提升至{v}{u}", "eq"),
        ("{m}≥{v}{u}", "ge"),
        ("{m}高于{v}{u}", "gt"),
        ("{m}力争达到{v}{u}", "eq"),
        ("{m}突破{v}{u}", "gt"),
        ("{m}总体达到{v}{u}", "eq"),
    ]
    if direction == "low":
        forms = [
            ("{m}控制在{v}{u}以内", "le"),
            ("{m}不超过{v}{u}", "le"),
            ("{m}降至{v}{u}以下", "le"),
            ("{m}低于{v}{u}", "lt"),
            ("{m}≤{v}{u}", "le"),
            ("{m}控制在{v}{u}左右", "approx"),
            ("{m}不高于{v}{u}", "le"),
        ]
    form, comparator = rng.choice(forms)
    text = form.format(m=metric, v=value, u=unit)
    return Aim(text, [target(text, metric, "level", comparator, value, unit)], "level")


def level(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """A quantity that is to stand at a figure."""
    row = _pick(rng, subject["levels"], used)
    if row is None:
        return None
    name, unit, low, high = row
    metric = _scope(rng, scope, name)
    printed = decimal_text(rng, low, high)
    value, counter = printed, unit
    for sign, times in (("万", 10_000), ("亿", 100_000_000)):
        if unit.startswith(sign):
            value, counter = f"{Decimal(printed) * times:f}".removesuffix(".0"), unit[1:]
    cap = falls(name)
    forms = (
        [("{m}控制在{v}{u}以内", "le"), ("{m}不超过{v}{u}", "le"), ("{m}压缩至{v}{u}以内", "le")]
        if cap
        else [
            ("{m}达到{v}{u}", "eq"),
            ("{m}达到{v}{u}以上", "ge"),
            ("{m}稳定在{v}{u}左右", "approx"),
            ("{m}不少于{v}{u}", "ge"),
            ("{m}达{v}{u}", "eq"),
        ]
    )
    form, comparator = rng.choice(forms)
    text = form.format(m=metric, v=printed, u=unit)
    return Aim(text, [target(text, metric, "level", comparator, str(Decimal(value)), counter)], "level")


def count(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """A number of things to build, open, train."""
    row = _pick(rng, subject["counts"], used, at=1)
    if row is None:
        return None
    verb, noun, unit, low, high = row
    needs = "point" if verb in COMPLETIONS else "count"
    if unit.startswith("万"):
        printed, value = decimal_text(rng, low, high), ""
        value, counter = f"{Decimal(printed) * 10_000:f}".removesuffix(".0"), unit[1:]
        text = f"{verb}{noun}{printed}{unit}"
        return Aim(text, [target(text, noun, "count", "eq", value, counter)], needs)
    printed, value = count_text(rng, low, high)
    if low < 10 and rng.random() < 0.2:
        upper = str(int(low) + rng.randint(1, 3))
        dash = rng.choice(["—", "-", "～", "~", "至"])
        text = f"{verb}{low}{dash}{upper}{unit}{noun}"
        return Aim(text, [target(text, noun, "count", "range", str(low), unit, upper=upper)], needs)
    forms = [
        ("{v}{n}{c}{m}", "eq"),
        ("{v}{m}{n}{c}", "eq"),
        ("{v}{m}{n}{c}以上", "ge"),
        ("{v}不少于{n}{c}{m}", "ge"),
        ("至少{v}{n}{c}{m}", "ge"),
        ("{v}{n}{c}以上{m}", "ge"),
        ("{v}{m}不少于{n}{c}", "ge"),
        ("{v}{m}约{n}{c}", "approx"),
    ]
    if unit in ("人次", "公里", "批次"):
        forms = [f for f in forms if not f[0].endswith("{c}{m}") and f[0] != "{v}{n}{c}以上{m}"]
    form, comparator = rng.choice(forms)
    text = form.format(v=verb, n=printed, c=unit, m=noun)
    return Aim(text, [target(text, noun, "count", comparator, value, unit)], needs)


def pair(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """Coordinated figures that share a noun: 创建2个国家级、5个省级…园区."""
    row = _pick(rng, subject["pairs"], used, at=2)
    if row is None:
        return None
    verb, grades, noun, unit = row
    chosen = sorted(rng.sample(grades, 2), key=grades.index)
    low, high = rng.randint(1, 4), rng.randint(5, 30)
    text = f"{verb}{low}{unit}{chosen[0]}、{high}{unit}{chosen[1]}{noun}"
    made = [
        target(f"{low}{unit}{chosen[0]}", chosen[0] + noun, "count", "eq", str(low), unit),
        target(f"{high}{unit}{chosen[1]}{noun}", chosen[1] + noun, "count", "eq", str(high), unit),
    ]
    return Aim(text, made, "point")


def change(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """An increase or decrease by a figure; a decrease has a negative value."""
    row = _pick(rng, subject["changes"], used)
    if row is None:
        return None
    name, unit, low, high = row
    down = high <= 0
    size = decimal_text(rng, abs(high) if down else low, abs(low) if down else high)
    verb = rng.choice(
        ["下降", "降低", "减少"]
        if down and unit == "%"
        else ["降低", "下降"]
        if down
        else ["提高", "增加"]
        if unit != "%"
        else ["增长", "提高"]
    )
    ending, comparator = rng.choice([("", "eq"), ("", "eq"), ("以上", "ge"), ("左右", "approx")])
    base = rng.choice(["", "", "较上年", "同比", "比上年"])
    metric = _scope(rng, scope, name)
    text = f"{metric}{base}{verb}{size}{unit}{ending}"
    return Aim(text, [target(text, metric, "change", comparator, ("-" if down else "") + size, unit)], "point")


def double(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    row = _pick(rng, [r for r in subject["levels"] if r[0][-1] in "数量额"], used)
    if row is None:
        return None
    text = f"{row[0]}{rng.choice(['比2018年', '较2018年', ''])}翻一番"
    return Aim(text, [target(text, row[0], "change", "eq", "100", "%")], "point")


def trend(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """A direction without a figure for a statistic."""
    row = _pick(rng, subject["trends"], used)
    if row is None:
        return None
    name, direction = row
    forms = {
        "up": ["{m}逐年提高", "{m}较上年提高", "稳步提高{m}", "逐步提高{m}", "{m}持续提升"],
        "down": ["{m}逐年下降", "{m}较上年下降", "{m}持续下降", "逐步降低{m}", "有效降低{m}"],
        "keep": ["{m}保持稳定", "保持{m}稳定"],
    }[direction]
    text = rng.choice(forms).format(m=name)
    return Aim(text, [target(text, name, "trend", direction)], "none")


def reference(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """Measured against another body's figure."""
    free = [m for m in subject["references"] if m not in used]
    if not free:
        return None
    name = rng.choice(free)
    used.add(name)
    whose = rng.choice(["全省平均水平", "全国平均水平", "全市平均水平"])
    form, comparator = rng.choice([("不低于", "ge"), ("高于", "gt"), ("达到", "eq"), ("达到或超过", "ge")])
    text = f"{name}{form}{whose}"
    return Aim(text, [target(text, name, "reference", comparator)], "level" if form != "高于" else "none")


def either(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """A或B with a figure each."""
    row = _pick(rng, [r for r in subject["rates"] if r[4] == "high" and r[1] == "%"], used)
    if row is None:
        return None
    value, points = decimal_text(rng, row[2], row[3]), rng.randint(1, 4)
    one, two = f"{row[0]}达到{value}%", f"较上年提高{points}个百分点以上"
    made = [
        target(one, row[0], "level", "eq", value, "%", group="g1"),
        target(two, row[0], "change", "ge", str(points), "个百分点", group="g1"),
    ]
    return Aim(f"{one}或{two}", made, "point")


def ratio(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """1:n."""
    row = _pick(rng, subject["ratios"], used)
    if row is None:
        return None
    colon = rng.choice([":", "：", "∶"])
    low, high = decimal_text(rng, row[1], row[2]), f"{Decimal(str(row[2])) + 1:f}"
    kind = rng.random()
    if kind < 0.25:
        text = f"{row[0]}达到1{colon}{low}～1{colon}{high}"
        return Aim(text, [target(text, row[0], "level", "range", low, "1:n", upper=high)], "level")
    word, comparator = ("不低于", "ge") if kind < 0.6 else ("达到", "eq")
    text = f"{row[0]}{word}1{colon}{low}"
    return Aim(text, [target(text, row[0], "level", comparator, low, "1:n")], "level")


def per(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """A staffing ratio: 每万名居民不少于2名."""
    row = _pick(rng, subject["per"], used, at=1)
    if row is None:
        return None
    base, noun, unit, low, high = row
    n = rng.randint(low, high)
    word, comparator = rng.choice([("不少于", "ge"), ("", "eq"), ("不低于", "ge")])
    text = f"按照{base}{word}{n}{unit}的标准配备{noun}"
    return Aim(text, [target(text, noun, "level", comparator, str(n), f"{unit}/{base.removeprefix('每')}")], "none")


def full_cover(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """全覆盖 without a figure: optional."""
    name = rng.choice(subject["systems"])
    if name in used:
        return None
    used.add(name)
    text = f"实现{name}全覆盖"
    return Aim(text, [target(text, name, "level", "eq", "100", "%", optional=True)], "none")


def stretch(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """达到60%以上，力争达到65%: two targets."""
    row = _pick(rng, [r for r in subject["rates"] if r[4] == "high" and r[1] == "%" and r[3] - r[2] >= 4], used)
    if row is None:
        return None
    value = rng.randint(int(row[2]), int(row[3]) - 2)
    more = value + rng.randint(1, 2)
    one, two = f"{row[0]}达到{value}%以上", f"力争达到{more}%"
    return Aim(
        f"{one}，{two}", [target(one, row[0], "level", "ge", str(value), "%"), target(two, row[0], "level", "eq", str(more), "%")], "level"
    )


MAKERS: tuple[tuple[Maker, int], ...] = (
    (rate, 30),
    (count, 26),
    (level, 9),
    (pair, 6),
    (change, 9),
    (trend, 8),
    (reference, 5),
    (either, 3),
    (ratio, 2),
    (per, 3),
    (double, 2),
    (full_cover, 2),
    (stretch, 3),
)


def aim(rng: Random, subject: dict[str, Any], scope: str, used: set[str]) -> Aim | None:
    """Some target of the subject that the task does not have yet; None where the draw finds none left."""
    maker = rng.choices([m for m, _ in MAKERS], [w for _, w in MAKERS])[0]
    return maker(rng, subject, scope, used)
