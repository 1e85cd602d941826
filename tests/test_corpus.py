"""The hand-written notices: right by their expected records, equal in every format, and byte for byte as last agreed.

A change of the product that changes a record shows in tests/golden. To agree to it: GONGWEN_UPDATE_GOLDEN=1 pytest tests/test_corpus.py,
then read the difference in the commit.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scans
from bars import GOLD, short_of
from essence import differences, essence
from generator import Scores, compare, corpus, find_office
from gongwen import Notice, convert

GOLDEN = Path(__file__).parent / "golden"
FILES = [f"{name}.{form.partition(':')[0]}" for name, forms in corpus.FORMATS.items() for form in forms]
MANY = [name for name, forms in corpus.FORMATS.items() if len(forms) > 1]
# element -> why it falls short; found by these tests and still to be mended
KNOWN: dict[str, str] = {}
UPDATING = os.environ.get("GONGWEN_UPDATE_GOLDEN") == "1"


@cache
def record(file: str) -> Notice:
    return convert(corpus.FOLDER / file)


def expected(file: str) -> dict[str, Any]:
    return json.loads((corpus.FOLDER / f"{file.partition('.')[0]}.expected.json").read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def total() -> Scores:
    scores = Scores()
    for file in FILES:
        scores.add(compare(expected(file), record(file).model_dump(mode="json"), file))
    return scores


@pytest.mark.parametrize(
    "element", [pytest.param(e, marks=[pytest.mark.xfail(strict=True, reason=KNOWN[e])] if e in KNOWN else []) for e in GOLD]
)
def test_the_records_are_what_a_reader_expects(total: Scores, element: str) -> None:
    assert total[element].hit, f"the corpus has no {element}"
    short = short_of(total, {element: GOLD[element]})
    if short:
        pytest.fail(short[0])


@pytest.mark.parametrize("name", MANY)
def test_every_format_of_a_notice_gives_the_same(name: str) -> None:
    first, *others = [file for file in FILES if file.startswith(f"{name}.")]
    for other in others:
        odd = differences(essence(record(first)), essence(record(other)))
        if odd:
            pytest.fail("\n".join([f"{first} / {other}", *odd[:20]]))


@pytest.mark.parametrize("file", FILES)
def test_the_record_is_the_one_agreed_on(file: str) -> None:
    path = GOLDEN / f"{file}.json"
    made = record(file).to_json(with_text=False) + "\n"
    if UPDATING:
        path.write_text(made, "utf-8")
    agreed = path.read_text("utf-8")
    if made != agreed:
        told = "\n".join(_changes("", json.loads(agreed), json.loads(made))[:20])
        pytest.fail(f"{file} gives another record than tests/golden holds (agreed / now):\n{told}")


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", [name for name, forms in corpus.WANTING.items() if "doc" in forms])
def test_an_old_word_file_gives_the_same(name: str) -> None:
    first = f"{name}.{corpus.FORMATS[name][0].partition(':')[0]}"
    assert not differences(essence(record(first)), essence(record(f"{name}.doc")))


@pytest.mark.slow
@scans.NEEDS_OCR
@pytest.mark.parametrize("name", [name for name, forms in corpus.WANTING.items() if "tiff" in forms])
def test_a_scan_gives_what_a_reader_expects(name: str) -> None:
    scores = compare(expected(f"{name}.tiff"), record(f"{name}.tiff").model_dump(mode="json"), name)
    short = short_of(scores, {element: bar for element, bar in GOLD.items() if scores[element].hit or scores[element].missed})
    if short:
        pytest.fail(short[0])


def test_every_agreed_record_has_its_notice() -> None:
    assert sorted(path.name.removesuffix(".json") for path in GOLDEN.glob("*.json")) == sorted(FILES)


def test_nothing_is_agreed_to_in_silence() -> None:
    """Where every run agrees to what it finds, nothing would be tested."""
    assert not (UPDATING and os.environ.get("CI")), "GONGWEN_UPDATE_GOLDEN is set in CI"


def _changes(path: str, one: Any, other: Any) -> list[str]:
    if one == other:
        return []
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [line for key in one for line in _changes(f"{path}.{key}", one[key], other[key])]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [line for i, (a, b) in enumerate(zip(one, other, strict=True)) for line in _changes(f"{path}[{i}]", a, b)]
    return [f"{path}: {str(one)[:200]} / {str(other)[:200]}"]
