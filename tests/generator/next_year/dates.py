"""Edits of deadlines: stepped with the planning years, moved, and new ones."""

from __future__ import annotations

import re
from datetime import date
from random import Random

from ..numbering import DIGITS
from ..times import chinese_year, last_day
from ..truth import Entry, deadline

PACES = (("每年", "P1Y"), ("每季度", "P3M"), ("每月", "P1M"), ("每半年", "P6M"))
CHINESE_YEAR = re.compile(r"二〇[〇一二三四五六七八九]{2}")


def stepped(found: Entry, years: int) -> Entry:
    """The deadline as many years on, as the next list would print it; one that names a five-year plan stays."""
    raw = found["raw"]
    if found["kind"] not in ("by", "during") or re.search("[一二三四五六七八九十]五”", raw):
        return found
    raw = re.sub(r"20\d\d", lambda m: str(int(m[0]) + years), raw)
    raw = CHINESE_YEAR.sub(lambda m: chinese_year(_year(m[0]) + years), raw)
    return {**found, "raw": raw, "start": _later(found["start"], years), "end": _later(found["end"], years)}


def _year(chinese: str) -> int:
    """二〇二五 -> 2025."""
    return int("".join(str(DIGITS.index(c.replace("〇", "零"))) for c in chinese))


def _later(day: str | None, years: int) -> str | None:
    if day is None:
        return None
    year, month = int(day[:4]), int(day[5:7])
    return last_day(year + years, month) if day == last_day(year, month) else f"{year + years}{day[4:]}"


def moved(rng: Random, found: Entry) -> Entry:
    """A point in time some months earlier or later in the same year."""
    day = date.fromisoformat(found["end"])
    month = rng.choice([m for m in (3, 4, 6, 8, 9, 10, 11, 12) if m != day.month])
    return deadline(f"{day.year}年{month}月底前", "by", None, last_day(day.year, month))


def paced(rng: Random, found: Entry) -> Entry:
    """Another rhythm: 每季度 -> 每月."""
    raw, freq = rng.choice([pace for pace in PACES if pace[1] != found["freq"]])
    return deadline(raw, "recurring", None, None, freq=freq)


def opened(rng: Random) -> Entry:
    """A time column that no longer names a day."""
    return deadline(rng.choice(["长期坚持", "持续推进"]), "open")


def fresh(rng: Random, year: int) -> Entry:
    """A deadline that was not there before."""
    month = rng.choice([3, 5, 6, 7, 9, 10, 11])
    return deadline(f"{year}年{month}月底前", "by", None, last_day(year, month))
