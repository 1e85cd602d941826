"""What a match of grammars/number_expressions.yaml means: its value, its unit, and what a range may take from it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

import regex

from .grammar import Match, compile_fragment, load
from .long_numerals import last_scale, read_long_number
from .numerals import SHARE_UNITS
from .quantities import DOUBLINGS, HALF, PERCENT

_TENTH: Final = Decimal(10)
_HALF: Final = Decimal("0.5")
_SHARES: Final = {"佰": "百", "仟": "千"}
_POINTS: Final = {"百分点": "个百分点", "基点": "个基点"}
_HANZI: Final = frozenset("〇○零一二两俩三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟")
_DIGITS: Final = frozenset("一二两俩三四五六七八九")
_MULTIPLIED: Final = frozenset("十百千万亿拾佰仟萬億廿卅卌")
_COMPARED: Final = frozenset("余餘多来")


class Reading(NamedTuple):
    """A figure with its unit. `number` is the numeral as written, from which a range takes 万 (两到三万)."""

    kind: str
    value: Decimal | None
    unit: str | None = None
    some: bool = False  # 500余, 十多万: more than the figure
    number: str | None = None
    weak: bool = False  # more often part of a word than a number
    least: Decimal | None = None  # of a range in one piece (三五个)
    most: Decimal | None = None


def read(match: Match) -> Reading | None:
    """What a match means; None where it is no number after all."""
    return _READERS[match.rule.gives["kind"]](match)


def carried(low: Reading, high: Reading) -> Decimal:
    """The lower end of a range, which may take its multiplier from the upper: 两到三万, 一百二十到一百五十万."""
    value, top = low.value or Decimal(0), high.value or Decimal(0)
    scale = last_scale(high.number or "")
    if scale > 1 and last_scale(low.number or "") < scale and value < top / scale:
        return value * scale
    return value


def _figure(match: Match) -> Decimal | None:
    number = match["number"]
    value = None if number is None else read_long_number(number)
    return None if value is None else -value if match["sign"] is not None else value


def _some(match: Match) -> bool:
    return match["some"] is not None or not _COMPARED.isdisjoint(match["number"] or "")


def _share(match: Match) -> Reading | None:
    value = read_long_number(match["number"] or "")
    if value is None:
        return None
    if (match["sign"] is None) != (match["inner_sign"] is None):
        value = -value
    share = "".join(_SHARES.get(char, char) for char in match["share"] or "")
    unit = SHARE_UNITS.get(share + "分之")
    if unit is not None:
        return Reading("percent", value, unit, number=match["number"])
    of = read_long_number(share)
    return None if not of else Reading("percent", value * 100 / of, "%", number=match["number"])


def _percent(match: Match) -> Reading | None:
    value, unit = _figure(match), match["unit"] or ""
    if value is None:
        return None
    unit = unit.replace(" ", "").replace("\u3000", "")
    return Reading("percent", value, _POINTS.get(unit, PERCENT.get(unit, unit)), _some(match), match["number"])


def _tenths(match: Match) -> Reading | None:
    """三成 30 %, 三成半 35 %, 七五折 75 %, 8.5折 85 %."""
    number, rest = match["number"] or "", match["rest"]
    value = Decimal("0.5") if number == "半" else _figure(match)
    if value is None:
        return None
    if match["unit"] == "折" and value > _TENTH:  # 七五折, 88折
        value /= _TENTH
    if rest is not None:
        value += Decimal("0.5") if rest == "半" else (read_long_number(rest) or Decimal(0)) / _TENTH
    return Reading("percent", value * _TENTH, "%", _some(match), number)


def _fraction(match: Match) -> Reading | None:
    below, above = read_long_number(match["below"] or ""), read_long_number(match["above"] or "")
    whole = read_long_number(match["whole"]) if match["whole"] is not None else Decimal(0)
    if not below or above is None or whole is None:
        return None
    value = whole + above / below
    negative = (match["sign"] is None) != (match["inner_sign"] is None)
    return Reading("fraction", -value if negative else value, number=match["above"])


def _proportion(match: Match) -> Reading | None:
    """3:2 has no value of its own; its unit says it."""
    parts = [read_long_number(match[name] or "") for name in ("first", "second")]
    return Reading("ratio", None, ":".join(str(part) for part in parts))


def _per_population(match: Match) -> Reading | None:
    value = read_long_number(match["number"] or "")
    over = (match["over"] or "").replace(" ", "").replace("十万", "10万").replace("／", "/")
    return None if value is None else Reading("ratio", value, "1" + over)


def _half(match: Match) -> Reading:
    return Reading("percent", HALF, "%", match["some"] is not None)


def _doubling(match: Match) -> Reading:
    return Reading("percent", Decimal(DOUBLINGS.get(match["number"] or "一", 100)), "%")


def _ratio(match: Match) -> Reading | None:
    value = read_long_number(match["number"] or "")
    return None if value is None else Reading("ratio", value, "1:n")


def _money(match: Match) -> Reading | None:
    value = _figure(match)
    if value is None:
        return None
    words = load("number_expressions").lexicons
    before, unit = match["currency"], match["unit"]
    money = words["currencies"][unit] if unit is not None else None
    if before is not None and money in (None, "元"):
        money = words["signs"][before]
    if match["of"] is not None:
        value *= read_long_number("一" + match["of"]) or 1
    if match["tail"] is not None:
        value += _cents(match["tail"], Decimal("0.1"))
    return Reading("money", value, None if money is None else str(money), _some(match), match["number"])


def _cents(tail: str, step: Decimal) -> Decimal:
    """What stands behind 元 (6角三分, 零四, 二), in its parts; `step` is the place of a digit without a unit."""
    total = Decimal(0)
    values = load("number_expressions").words("cents")
    for hit in _cent_part().finditer(tail):
        unit = hit["unit"]
        place = Decimal(str(values[unit])) if unit is not None else step / 10 if hit["zero"] is not None else step
        total += (read_long_number(hit["figure"]) or Decimal(0)) * place
        step = place / 10
    return total


@functools.cache
def _cent_part() -> regex.Pattern[str]:
    return compile_fragment("number_expressions", "(?:(?P<zero>零)|又)?{s}(?P<figure>{few_hanzi}|{d}{1,2}){s}(?P<unit>{cents})?")


def _small_money(match: Match) -> Reading | None:
    """两角五分 in 角, 25分 in 分."""
    value, unit = _figure(match), match["unit"] or ""
    if value is None:
        return None
    unit = unit.removesuffix("钱").replace("毛", "角")
    if match["tail"] is not None and unit == "角":
        value += _cents(match["tail"], Decimal("0.01")) * 10
    return Reading("money", value, unit, _some(match), match["number"])


def _compound(match: Match) -> Reading | None:
    """六斤八两 in 斤, 三米九 in 米, 一吨半 in 吨."""
    value = _figure(match) if match["number"] is not None else Decimal(1)
    if value is None:
        return None
    small = match["small"]
    if small is None:
        value += _HALF
    else:
        part = read_long_number(small)
        if part is None:
            return None
        value += part / _TENTH ** len(small)
    return Reading("measure", value, match["unit"], number=match["number"])


def _temperature(match: Match) -> Reading | None:
    value = _figure(match)
    if value is None:
        return None
    unit = (match["of"] or "") + (match["unit"] or "")
    return Reading("measure", -value if match["below_zero"] is not None else value, unit, number=match["number"])


def _measure(match: Match) -> Reading | None:
    number = match["number"] or ""
    if len(number) > 1 and set(number) <= _DIGITS:  # 三三两两: no figure
        return None
    value = _figure(match)
    if value is None:
        return Reading("measure", None, _named(match["unit"] or ""), number=match["number"])
    if match["half"] is not None:
        value += _HALF
    return Reading("measure", value, _named(match["unit"] or ""), _some(match), match["number"])


def _named(unit: str) -> str:
    """The name of a unit: 厘米 for cm, 米 for 公尺; others as printed."""
    plain = unit.replace(" ", "")
    return str(load("number_expressions").words("names").get(plain, plain))


def _dozen(match: Match) -> Reading | None:
    value = _HALF if match["number"] == "半" else _figure(match)
    return None if value is None else Reading("number", value * 12, number=match["number"])


def _half_measure(match: Match) -> Reading:
    return Reading("measure", _HALF, match["unit"])


def _either(match: Match) -> Reading | None:
    """三五个, 七八十人, 两三千: one or the other."""
    low, high = read_long_number(match["low"] or ""), read_long_number(match["high"] or "")
    if low is None or high is None or (high - low != 1 and (int(low), int(high)) != (3, 5)):
        return None
    unit = match["unit"]
    scale = last_scale((match["scale"] or "").removesuffix(unit or "").strip())
    head = read_long_number(match["head"] or "〇") or 0
    return Reading("range", None, None if unit is None else _named(unit), least=(head + low) * scale, most=(head + high) * scale)


def _vague(match: Match) -> Reading:
    unit = match["unit"]
    return Reading("number" if unit is None else "measure", None, None if unit is None else _named(unit))


def _number(match: Match) -> Reading | None:
    number = match["number"] or ""
    value = _figure(match)
    return None if value is None else Reading("number", value, None, _some(match), number, _is_weak(number))


def _is_weak(number: str) -> bool:
    """One Chinese digit, a row of them, or one that begins with 百, 千, 万 (万一, 千万)."""
    if not set(number) <= _HANZI:
        return False
    return len(number) == 1 or number[0] in "百千万亿佰仟" or _MULTIPLIED.isdisjoint(number)


_READERS: Final[dict[str, Callable[[Match], Reading | None]]] = {
    "share": _share,
    "percent": _percent,
    "tenths": _tenths,
    "fraction": _fraction,
    "proportion": _proportion,
    "per_population": _per_population,
    "half": _half,
    "doubling": _doubling,
    "ratio": _ratio,
    "money": _money,
    "cents": _small_money,
    "compound": _compound,
    "temperature": _temperature,
    "measure": _measure,
    "dozen": _dozen,
    "half_measure": _half_measure,
    "either": _either,
    "vague": _vague,
    "number": _number,
}
