"""Containers hurt in every way (bytes, members, XML): a sound record or one coded error comes of each, never anything else.

Seeds are few, so that the suite stays quick; `GONGWEN_SEEDS=500 pytest tests/test_damaged_files.py` looks further.
"""

from __future__ import annotations

import functools
import io
import os
import random
import re
import warnings
import zipfile
from collections.abc import Callable

import pytest

from generator import generate, render_docx, render_ofd, render_xlsx
from gongwen import GongwenError, convert
from gongwen.errors import Code
from gongwen.records import violations
from test_readers_xlsx import old_workbook
from test_sheets_other import LINES, LIST, book, flat, ods, ods_body, ods_rows, written

SEEDS = int(os.environ.get("GONGWEN_SEEDS", "25"))
ODD = ["", "-1", "0", "99999999999", "nan", "1e308", "x", "A1:XFD1048576", "&lt;", "1 2 3 4 5 6", "g 5 1", "true", "inf"]
ODD_TEXT = ["", "9" * 400, "nan", "\u0301", "M 0 0 L 1", "1 1 1", "甲" * 2_000]
WAYS = {"attribute": r'="([^"]*)"', "text": ">([^<]+)<", "element": r"(<([\w:]+)[^<>]*>[^<>]*</\2>|<[^<>]*/>)", "name": r"</?([\w:]+)"}


@functools.cache
def notice(form: str, variant: int) -> bytes:
    document = generate(3_000 + variant).document
    makers: dict[str, Callable[[], bytes]] = {
        "ofd": lambda: render_ofd(document, scattered=variant == 1),
        "xlsx": lambda: render_xlsx(document, numbers=variant == 1),
        "xls": old_workbook,
        "spreadsheetml": lambda: book(*LIST),
        "ods": lambda: ods(ods_body(ods_rows(*LINES))),
        "csv": lambda: written(LINES).encode("gb18030"),
        "flat-opc": lambda: flat(render_docx(document)),
    }
    return makers[form]()


def with_hurt_bytes(chance: random.Random, data: bytes, *, in_place: bool = False) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(out))
        match chance.choice(["change", "turn"] if in_place else ["change", "turn", "cut", "put", "double"]):
            case "change":
                out[at] = chance.randrange(256)
            case "turn":
                out[at] ^= 1 << chance.randrange(8)
            case "cut" if len(out) > 100:
                del out[at : at + chance.randint(1, 60)]
            case "put":
                out[at:at] = chance.randbytes(chance.randint(1, 20))
            case _:
                start = chance.randrange(len(out))
                out[at:at] = out[start : start + chance.randint(1, 200)]
    return bytes(out)


def with_hurt_xml(chance: random.Random, data: bytes) -> bytes:
    """An attribute or a text of odd content, an element doubled or lost, one name for another, an early end."""
    text = data.decode("utf-8", "replace")
    for _ in range(chance.randint(1, 5)):
        way = chance.choice([*WAYS, "end"])
        if way == "end":
            text = text[: chance.randint(len(text) // 2, len(text))]
            continue
        found = [hit.span(1) for hit in re.finditer(WAYS[way], text)]
        if not found:
            continue
        start, end = chance.choice(found)
        other = chance.choice(found)
        new = {"attribute": chance.choice(ODD), "text": chance.choice(ODD_TEXT), "name": text[slice(*other)]}
        text = text[:start] + new.get(way, text[start:end] * chance.choice([0, 2, 40])) + text[end:]
    return text.encode()


def with_hurt_members(chance: random.Random, data: bytes) -> bytes:
    """A container whose members are lost, doubled, exchanged, or hurt themselves."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(members)), chance.randrange(len(members))
        name, content = members[at]
        match chance.choice(["lose", "double", "exchange", "bytes", "xml", "xml", "xml"]):
            case "lose" if len(members) > 1:
                del members[at]
            case "double":
                members.append((name, content))
            case "exchange":
                members[at], members[other] = (name, members[other][1]), (members[other][0], content)
            case "bytes" if content:
                members[at] = name, with_hurt_bytes(chance, content)
            case _:
                members[at] = name, with_hurt_xml(chance, content)
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two members of one name
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def damaged(form: str, seed: int) -> bytes:
    chance = random.Random(f"{form} {seed}")
    data = notice(form, seed % 3)
    if form in ("ofd", "xlsx", "ods") and chance.random() < 0.75:
        return with_hurt_members(chance, data)
    if form in ("spreadsheetml", "flat-opc") and chance.random() < 0.75:
        return with_hurt_xml(chance, data)
    return with_hurt_bytes(chance, data, in_place=form == "xls")


@pytest.mark.parametrize("form", ["ofd", "xlsx", "ods", "xls", "spreadsheetml", "csv", "flat-opc"])
def test_a_record_or_one_coded_error(form: str) -> None:
    records = 0
    for seed in range(SEEDS):
        try:
            record = convert(damaged(form, seed), name="list.csv" if form == "csv" else "notice", ocr="never")
        except GongwenError as error:
            code = error.code
        except Exception as error:
            pytest.fail(f"{form}, seed {seed}: {type(error).__name__}: {error}")
        else:
            assert violations(record) == [], seed
            records += 1
            continue
        assert code is not Code.INTERNAL, seed
    assert records, "the damage leaves nothing to read: nothing is tested"
