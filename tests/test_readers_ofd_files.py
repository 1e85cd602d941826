"""OFD files of other makers (WPS, Suwell, iOFD, SurRead, ofdrw) behave as their manifest says; absent from the project itself."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from gongwen.errors import GongwenError
from gongwen.model.source import Layer, Line, Source, Table
from gongwen.readers import read

SHARED = Path(os.environ.get("GONGWEN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
FILES = SHARED / "peers" / "files"
KINDS = ("ofd/", "xlsx/")


def manifest() -> list[dict[str, str]]:
    table = FILES / "MANIFEST.tsv"
    if not table.exists():
        return []
    with table.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream, delimiter="\t") if row["file"].startswith(KINDS)]


def test_there_are_files_of_other_makers() -> None:
    if not manifest():
        pytest.skip(f"no files of other makers in {FILES} (set GONGWEN_SHARED)")
    assert len(manifest()) >= 14


@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["file"])
def test_as_expected(row: dict[str, str]) -> None:
    data = (FILES / row["file"]).read_bytes()
    if row["expected_kind"] != "text":
        with pytest.raises(GongwenError) as raised:
            read(data, row["file"], ocr="never")
        assert str(raised.value.code) == row["expected_kind"]
        return
    source = read(data, row["file"])
    text = "\n".join(seen(source))
    for wanted in row["must_contain"].split("||"):
        assert wanted in text, text[:2000]
    assert not [remark for remark in source.remarks if remark.severity == "error"]


def seen(source: Source) -> list[str]:
    """Every line that the paper shows, cells by their text."""
    out: list[str] = []
    for item in source.items:
        if isinstance(item, Table):
            out += [cell.text for cell in item.cells]
        elif isinstance(item, Line) and item.layer is Layer.BODY:
            out.append(item.text)
    return out
