"""Deadlines in official variety: the phrase as printed and what it means, by what it stands before."""

from __future__ import annotations

import calendar
from datetime import date
from random import Random
from typing import NamedTuple

from .numbering import DIGITS
from .truth import Entry, deadline

FIVE_YEARS = {2021: "十四五", 2026: "十五五"}


class Horizon(NamedTuple):
    """The years that the notice plans for and its date; a bare month is of the year `first`."""

    first: int
    last: int
    issued: date

    @property
    def one_year(self) -> bool:
        return self.first == self.last


def last_day(year: int, month: int) -> str:
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def chinese_year(year: int) -> str:
    return "".join("〇" if d == "0" else DIGITS[int(d)] for d in str(year))


def _year(rng: Random, horizon: Horizon) -> int:
    return rng.randint(horizon.first, horizon.last)


def _months_left(horizon: Horizon) -> list[int]:
    start = horizon.issued.month + 1 if horizon.issued.year == horizon.first else 3
    return list(range(min(start, 12), 13))


def point(rng: Random, horizon: Horizon) -> Entry:
    """A point up to which, said so outright; good before any kind of aim."""
    year = _year(rng, horizon)
    month = rng.choice([3, 6, 9, 10, 12] if year > horizon.issued.year else _months_left(horizon))
    end_of_year = f"{year}-12-31"
    choices: list[tuple[int, str, str]] = [
        (8, f"{year}年底前", end_of_year),
        (4, f"到{year}年底", end_of_year),
        (6, f"到{year}年", end_of_year),
        (5, f"{year}年{month}月底前", last_day(year, month)),
        (2, f"{year}年12月底前", end_of_year),
        (1, f"至{year}年", end_of_year),
        (1, f"{year}年底以前", end_of_year),
        (1, f"{chinese_year(year)}年底前", end_of_year),
        (1, f"{year}年年底前", end_of_year),
        (2, f"{year}年{month}月30日前" if month != 2 else f"{year}年2月28日前", date(year, month, 30 if month != 2 else 28).isoformat()),
        (2, f"{year}年{month}月15日前", date(year, month, 15).isoformat()),
    ]
    if horizon.one_year:
        bare = rng.choice(_months_left(horizon))
        choices += [
            (5, f"{bare}月底前", last_day(year, bare)),
            (3, f"{bare}月20日前", date(year, bare, 20).isoformat()),
            (3, "年底前", end_of_year),
            (1, "今年年底前", end_of_year),
            (1, "12月底前", end_of_year),
        ]
        if horizon.issued.month < 9:
            choices.append((1, "三季度末前", f"{year}-09-30"))
    for start, name in FIVE_YEARS.items():
        if start <= horizon.last <= start + 4 and horizon.last - horizon.first >= 2:
            choices.append((2, f"“{name}”期末", f"{start + 4}-12-31"))
    _, raw, end = rng.choices(choices, [c[0] for c in choices])[0]
    return deadline(raw, "by", None, end)


def before_level(rng: Random, horizon: Horizon) -> Entry:
    """Before a level to be reached: a bare year and 年内 are points too."""
    if rng.random() < 0.25:
        year = _year(rng, horizon)
        if horizon.one_year and rng.random() < 0.4:
            return deadline("年内", "by", None, f"{year}-12-31")
        return deadline(f"{year}年", "by", None, f"{year}-12-31")
    return point(rng, horizon)


def before_completion(rng: Random, horizon: Horizon) -> Entry:
    """Before 出台, 完成: 年内 is a point."""
    if horizon.one_year and rng.random() < 0.2:
        return deadline("年内", "by", None, f"{horizon.first}-12-31")
    if rng.random() < 0.12:
        count, unit, offset = rng.choice(
            [("30日", "", "P30D"), ("1个月", "", "P1M"), ("两个月", "", "P2M"), ("3个月", "", "P3M"), ("2周", "", "P2W")]
        )
        anchor, raw = rng.choice(
            [
                ("本文件印发", "本文件印发后{}内"),
                ("本通知印发", "本通知印发后{}内"),
                ("省级方案出台", "省级方案出台后{}内"),
                ("文件印发", "自文件印发之日起{}内"),
            ]
        )
        return deadline(raw.format(count + unit), "relative", None, None, offset=offset, anchor=anchor)
    return point(rng, horizon)


def before_count(rng: Random, horizon: Horizon) -> Entry:
    """Before a number of things to do: a bare year is the time in which."""
    kind = rng.random()
    year = _year(rng, horizon)
    if kind < 0.3:
        return deadline(f"{year}年", "during", f"{year}-01-01", f"{year}-12-31")
    if kind < 0.45 and horizon.one_year:
        return deadline(rng.choice(["全年", "今年"]), "during", f"{year}-01-01", f"{year}-12-31")
    if kind < 0.6 and not horizon.one_year:
        return span(rng, horizon)
    return point(rng, horizon)


def span(rng: Random, horizon: Horizon) -> Entry:
    """Several years: 2025—2027年, “十五五”期间."""
    for start, name in FIVE_YEARS.items():
        if start == horizon.first and horizon.last == start + 4 and rng.random() < 0.6:
            return deadline(f"“{name}”期间", "during", f"{start}-01-01", f"{start + 4}-12-31")
    dash = rng.choice(["—", "-", "至", "－", "～"])
    first = f"{horizon.first}年" if dash == "至" else str(horizon.first)
    return deadline(f"{first}{dash}{horizon.last}年", "during", f"{horizon.first}-01-01", f"{horizon.last}-12-31")


def before_action(rng: Random, horizon: Horizon) -> Entry:
    """Before work that goes on or starts within a time."""
    year = _year(rng, horizon)
    choices = [
        (f"{year}年", f"{year}-01-01", f"{year}-12-31"),
        (f"{year}年上半年", f"{year}-01-01", f"{year}-06-30"),
        (f"{year}年下半年", f"{year}-07-01", f"{year}-12-31"),
        (f"{year}年第三季度", f"{year}-07-01", f"{year}-09-30"),
    ]
    if horizon.one_year:
        choices += [
            ("今年", f"{year}-01-01", f"{year}-12-31"),
            ("下半年", f"{year}-07-01", f"{year}-12-31"),
            ("第三季度", f"{year}-07-01", f"{year}-09-30"),
            ("第四季度", f"{year}-10-01", f"{year}-12-31"),
        ]
    raw, start, end = rng.choice(choices)
    return deadline(raw, "during", start, end)


RECURRING = (
    ("每年", "P1Y"),
    ("每周", "P1W"),
    ("每季度", "P3M"),
    ("每月", "P1M"),
    ("每半年", "P6M"),
    ("每年3月底前", "P1Y"),
    ("每年上半年", "P1Y"),
    ("每季度末", "P3M"),
)


def recurring(rng: Random) -> Entry:
    raw, freq = rng.choice(RECURRING)
    return deadline(raw, "recurring", None, None, freq=freq)


def column(rng: Random, horizon: Horizon) -> tuple[str, list[Entry]]:
    """What a time column or a line 完成时限： holds: the text and its one or two deadlines."""
    year = _year(rng, horizon)
    kind = rng.random()
    if kind < 0.5:
        made = point(rng, horizon)
        return made["raw"], [made]
    if kind < 0.62:
        word = rng.choice(["长期坚持", "持续推进", "长期", "持续实施"])
        return word, [deadline(word, "open")]
    if kind < 0.72:
        made = point(rng, horizon)
        word = rng.choice(["并持续推进", "并长期坚持"])
        made = dict(made)
        return f"{made['raw']}取得阶段性成效{word}", [made, deadline(word[1:], "open")]
    if kind < 0.8 and horizon.one_year:
        return "全年", [deadline("全年", "during", f"{year}-01-01", f"{year}-12-31")]
    if kind < 0.92:
        month = rng.choice(_months_left(horizon) if year == horizon.issued.year else [3, 6, 9, 12])
        return f"{year}年{month}月", [deadline(f"{year}年{month}月", "by", None, last_day(year, month))]
    made = recurring(rng)
    return made["raw"], [made]
