"""Rows that share their last words: 教育、民政、财政等部门; 清江、松河、临江市人民政府. Each is a body of its own."""

from __future__ import annotations

import re
from typing import NamedTuple

import regex

from .bodies import field_of, parse_name
from .grammar import load
from .separators import next_break
from .unit_labels import words
from .unit_names import Item

MAX_ROW = 12

# 市、县两级卫生健康、医保部门; 各级教育、民政部门
_RANKS = re.compile("各级|[同本上]级|[省市县区]级|[省市州盟县区旗](?:[、和及]?[省市州盟县区旗]){1,3}(?:[两三四]级)?")
_ROW_ITEM = re.compile("([\u4e00-\u9fff]{2,10}?)(?:、|和|及)")
_AND_SUCH = re.compile("等?(?:有关|相关)?")
_PLACES = regex.compile(r"(?P<stems>(?:\p{Han}{2,3}(?:、|，|和)){1,12})(?P<last>\p{Han}{2,3}?)(?P<such>等)?(?=[市县区旗州盟镇乡])")
_PLACE_ENDS = frozenset("市县区旗州盟镇乡")


class Row(NamedTuple):
    """The bodies of a row, with offsets into the text, and where it ends."""

    items: list[Item]
    end: int


def fields_in_row(text: str, at: int) -> Row | None:
    """教育、民政、财政等部门 at `at`: fields of work that share their last word; None for anything else."""
    ranks = _RANKS.match(text, at)
    begin = at
    at = ranks.end() if ranks is not None else at
    row: list[tuple[int, int]] = []
    while (field := _ROW_ITEM.match(text, at)) is not None and len(row) < MAX_ROW and field_of(field[1]) is not None:
        row.append(field.span(1))
        at = field.end()
    last = _last_field(text, at, needed=not row)
    if last is None:
        return None
    field_end, noun, end = last
    if field_end > at:
        row.append((at, field_end))
    level = ranks.group() if ranks is not None else (field_of(text[slice(*row[0])]) or ("", ""))[0]
    items: list[Item] = []
    for start, finish in row:
        name = text[start:finish] + noun
        body = parse_name(name if name.startswith(level) else level + name)
        if body is not None:
            items.append(Item(begin if start == row[0][0] else start, finish, body))
    return Row(items, end)


def _last_field(text: str, at: int, *, needed: bool) -> tuple[int, str, int] | None:
    """(end of the last field, the noun that all share, end of the row); the field may be none where others stand before it."""
    for noun in sorted(load("bodies").words("field_nouns"), key=len):
        for length in range(10, 1, -1):
            if field_of(text[at : at + length]) is None:
                continue
            such = _AND_SUCH.match(text, at + length)
            stop = such.end() if such is not None else at + length
            if text.startswith(noun, stop):
                return at + length, noun, stop + len(noun)
        if not needed:
            such = _AND_SUCH.match(text, at)
            stop = such.end() if such is not None else at
            if text.startswith(noun, stop):
                return at, noun, stop + len(noun)
    return None


def places_in_row(text: str, at: int) -> Row | None:
    """清江、松河、临江市人民政府 at `at`: short names of places that share their last words; None for anything else."""
    hit = _PLACES.match(text, at)
    if hit is None:
        return None
    begin = hit.end("stems")
    last = text[begin : next_break(text, begin)]
    tail = words().tail.search(last)
    printed = last[: tail.start()] if tail is not None else last
    name = printed.replace(hit["last"] + "等", hit["last"], 1) if hit["such"] else printed  # 临水、松山等区政府
    body = parse_name(name)
    if body is None or body.place is None or body.collective or not body.place.startswith(hit["last"]):
        return None
    shared = name.removeprefix(hit["last"])
    if shared[:1] not in _PLACE_ENDS:
        return None
    items: list[Item] = []
    for stem in regex.split("[、，]|和", hit["stems"]):
        if stem:
            one = parse_name(stem + shared) if field_of(stem) is None else None
            if one is None or one.place is None:
                return None
            items.append(Item(at, at + len(stem), one))
        at += len(stem) + 1
    return Row([*items, Item(begin, begin + len(printed), body)], begin + len(printed))
