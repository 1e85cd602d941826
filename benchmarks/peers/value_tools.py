"""How every tool is asked for the times and the numbers of a text, and how its answers are brought into the form that score.py compares.

Imported in the environment of the tool. A finder takes a case ({text, reference_date, tags}) and gives spans: {start, end} with
`resolution` for times (inclusive days {start, end}, {amount}, {min, max} of durations, {every}) or with value, min, max, unit for numbers.
Where a tool gives less than is asked it is not helped; where it writes the same thing in another way it is translated. `tags` says one
thing: of a suite that labels money alone only money is asked (`money_span`).
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

Case = Mapping[str, Any]
Span = dict[str, Any]
Finders = Mapping[str, Callable[[Case], list[Span]]]

MONEY = "money_span"


def gongwen() -> Finders:
    sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))
    from peer_cases import FINDERS

    return dict(FINDERS)


def jionlp() -> Finders:
    """`ner.extract_time` and `ner.extract_money`; it looks for no other numbers. The day of reference is its `time_base`."""
    import logging

    import jionlp

    logging.disable(logging.CRITICAL)  # it logs a traceback for every candidate that it gives up

    def times(case: Case) -> list[Span]:
        found = jionlp.ner.extract_time(case["text"], time_base=_time_base(case.get("reference_date")))
        return [{"start": one["offset"][0], "end": one["offset"][1], "resolution": jionlp_time(one)} for one in found]

    def numbers(case: Case) -> list[Span]:
        return [jionlp_money(one) for one in jionlp.ner.extract_money(case["text"])]

    return {"time": times, "number": numbers}


def _time_base(reference: str | None) -> dict[str, int]:
    """The day of reference as JioNLP takes it; where a case has none, any day: nothing in it can depend on it."""
    return dict(zip(("year", "month", "day"), map(int, (reference or "2024-01-01").split("-")), strict=False))


def jionlp_time(found: Mapping[str, Any]) -> Span:
    """Points and spans are days from and to; deltas amounts, or a pair of them; periods a step."""
    time = found["detail"]["time"]
    if found["type"] == "time_delta":
        if not isinstance(time, list):
            return {"amount": time}
        least, most = (None if "infinite" in amount else amount for amount in time)
        return {"min": least, "max": most}
    if found["type"] == "time_period":
        return {"every": time["delta"], "point": time.get("point")}
    first, last = (None if "inf" in moment else moment[:10] for moment in time)
    return {"start": first, "end": last}


def jionlp_money(found: Mapping[str, Any]) -> Span:
    """`num` is a figure or a pair; `definition` tells from which side it bounds (blur-: less than, blur+: more than)."""
    detail, (start, end) = found["detail"], found["offset"]
    span: Span = {"start": start, "end": end, "unit": detail["case"]}
    if isinstance(detail["num"], list):
        return span | {"min": detail["num"][0], "max": detail["num"][1]}
    bound = {"blur-": "max", "blur+": "min"}.get(detail["definition"])
    return span | {"value": detail["num"]} | ({bound: detail["num"]} if bound else {})


# The units that Recognizers names in English, as the cases name them.
UNITS = {
    "Australian dollar": "澳元",
    "Centimeter": "厘米",
    "Chinese yuan": "元",
    "Foot": "英尺",
    "Gram": "克",
    "Hong Kong dollar": "港元",
    "Inch": "英寸",
    "Japanese yen": "日元",
    "Jiao": "角",
    "Jin": "斤",
    "Kilogram": "公斤",
    "Kilometer": "公里",
    "Liter": "升",
    "Meter": "米",
    "Microgram": "微克",
    "Milligram": "毫克",
    "Milliliter": "毫升",
    "New Taiwan dollar": "新台币",
    "Ruble": "卢布",
    "Russian ruble": "卢布",
    "Square meter": "平方米",
    "Ton": "吨",
    "United States dollar": "美元",
    "Year": "年",
    "Fen": "分",
}


def recognizers() -> Finders:
    """The models of dates, numbers, percentages, currencies, dimensions, temperatures, ages; of numbers that overlap the longest."""
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    dates = DateTimeRecognizer(Culture.Chinese).get_datetime_model()
    plain, measured = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
    currency = measured.get_currency_model()
    models = [
        currency,
        measured.get_dimension_model(),
        measured.get_temperature_model(),
        measured.get_age_model(),
        plain.get_percentage_model(),
        plain.get_number_model(),
    ]

    def times(case: Case) -> list[Span]:
        reference = dt.datetime(*_time_base(case.get("reference_date")).values()) if case.get("reference_date") else None
        found = dates.parse(case["text"], reference) if reference else dates.parse(case["text"])
        spans = ((one, recognizers_time(one.type_name, (one.resolution or {}).get("values") or [], reference)) for one in found)
        return [{"start": one.start, "end": one.end + 1, "resolution": read} for one, read in spans if read is not None]

    def numbers(case: Case) -> list[Span]:
        asked = [currency] if MONEY in case["tags"] else models
        found = [recognizers_number(one.start, one.end + 1, one.resolution or {}) for model in asked for one in model.parse(case["text"])]
        return longest(one for one in found if one["value"] is not None)

    return {"time": times, "number": numbers}


def recognizers_number(start: int, end: int, resolution: Mapping[str, Any]) -> Span:
    """A percentage writes its unit into its value."""
    value, unit = resolution.get("value"), resolution.get("unit")
    if isinstance(value, str) and value.endswith("%"):
        value, unit = value[:-1], "%"
    return {"start": start, "end": end, "value": value, "unit": UNITS.get(unit, unit)}


def longest(found: Iterable[Span]) -> list[Span]:
    """Of spans that overlap the longest, of equal ones the first: 85 of 85% is no finding of its own."""
    kept: list[Span] = []
    for one in sorted(found, key=lambda span: span["start"] - span["end"]):
        if all(one["end"] <= other["start"] or other["end"] <= one["start"] for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda span: span["start"])


def recognizers_time(kind: str, values: list[Mapping[str, Any]], reference: dt.datetime | None) -> Span | None:
    """The reading of a result: None for times of day. Of the past and the future reading of a date without a year that in the year of
    reference, as a notice means it, else the later; an end is exclusive except in a range of two dates."""
    kind = kind.removeprefix("datetimeV2.")
    if kind in ("time", "timerange", "timezone", "timealt"):
        return None
    year = f"{reference.year}-" if reference else ""
    resolved = [value for value in values if "not resolved" not in value.values()]
    near = [value for value in resolved if year and str(value.get("value") or value.get("start") or "").startswith(year)]
    value = (near or resolved or values or [{}])[-1]
    if kind == "duration":
        return {"amount": timex_amount(value.get("timex", ""))}
    if kind == "set":
        return {"every": timex_amount(value.get("timex", ""))}
    if not resolved:
        return {"start": None, "end": None}
    first, last = (_day(value.get("value") or value.get(side)) for side in ("start", "end"))
    if last and "value" not in value and not value.get("timex", "").startswith("("):
        last -= dt.timedelta(days=1)
    return {"start": first and first.isoformat(), "end": last and last.isoformat()}


def _day(moment: str | None) -> dt.date | None:
    """The day of a moment; its year 1 stands for none."""
    day = dt.date.fromisoformat(moment[:10]) if moment else None
    return None if day is None or day.year == 1 else day


_TIMEX_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "BD": "workday"}


def timex_amount(timex: str) -> dict[str, float] | None:
    """P3M as {"month": 3.0}; hours and the like as none."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(BD|[YMWD])", timex.split("T")[0]) if timex.startswith("P") else []
    return {_TIMEX_UNITS[unit]: float(number) for number, unit in parts} or None


MAKERS: Mapping[str, Callable[[], Finders]] = {"gongwen": gongwen, "jionlp": jionlp, "recognizers": recognizers}
