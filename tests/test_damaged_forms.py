"""Web pages and Word files with damaged bytes, the parts inside the container too: a record that is valid, or a coded error."""

from __future__ import annotations

import random

import pytest

import test_docx_forms
import test_html_forms
from docx_builder import zipped
from gongwen import GongwenError, convert
from gongwen.records import Notice, violations

PAGES = [markup.encode() for forms in ("PLACES", "TABLES", "LISTS") for markup in getattr(test_html_forms, forms).values()]
FILES = [data for data in test_docx_forms.FORMS.values() if data.startswith(b"PK")]
PIECES = [b"<", b">", b'"', b"&#0;", b"<table>", b"</td>", b"<td rowspan=9999 colspan=9999>", b"<script>", b"<!--", b"\x00", b"\xff\xfe"]
PIECES += [b"<w:p>", b"</w:r>", b"<w:tc>", b"<w:fldChar w:fldCharType='begin'/>", b"w:val='99999999999'"]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, put in or exchanged, or the end cut off."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at, other = chance.randrange(len(made) + 1), chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                made[at : at + 3] = chance.randbytes(3)
            case 1:
                del made[at : at + chance.choice((1, 3, 50, 1000))]
            case 2:
                made[at:at] = chance.choice(PIECES)
            case 3:
                made[at:at] = made[other : other + chance.choice((1, 10, 200))]
            case _:
                del made[at + len(made) // 2 :]
    return bytes(made)


def damaged_file(chance: random.Random) -> bytes:
    if chance.random() < 0.2:
        return damaged(chance.choice(FILES), chance)
    members = dict(test_docx_forms.MEMBERS)
    members[test_docx_forms.MAIN] = chance.choice([test_docx_forms.XML, test_docx_forms.MAIN_OF_LISTS])
    name = chance.choice(sorted(members))
    return zipped({**members, name: damaged(members[name], chance)})


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_damage_ends_in_a_valid_record_or_a_coded_error(kind: str) -> None:
    for seed in range(60):
        chance = random.Random(seed)
        data = damaged(chance.choice(PAGES), chance) if kind == "html" else damaged_file(chance)
        try:
            record = convert(data, name=f"{seed}.{kind}")
        except GongwenError as error:
            assert error.message, seed  # noqa: PT017 - either end will do
        else:
            assert not list(violations(record)), seed
            assert Notice.from_json(record.to_json()) == record, seed
