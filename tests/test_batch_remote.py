"""Batches whose inputs and results lie on an object store: the same records, and a state that stays on this machine."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongwen.batch import places
from gongwen.batch.inputs import find_inputs
from gongwen.batch.results import Results
from gongwen.batch.run import Batch
from gongwen.batch.work import Options
from gongwen.commands.export import read_records
from gongwen.errors import GongwenError
from gongwen.limits import DEFAULT
from gongwen.records import Notice
from s3_server import BUCKET, s3_server

ROOT = f"s3://{BUCKET}"
NOTICE = """清江市2025年{what}工作任务

一、办好{what}
（一）新建{what}站点{count}个，2025年9月底前完成。（市商务局牵头，市财政局配合）
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    places.forget()  # each server has a port of its own
    with s3_server() as address:
        yield address
    places.forget()


def put_notices(url: str, names: list[str]) -> None:
    for i, name in enumerate(names, 1):
        places.write(f"{url}/{name}", NOTICE.format(what=Path(name).stem, count=i).encode())


def run(results: Results, *inputs: str) -> list[dict[str, Any]]:
    """Runs a batch and gives the lines of its manifest."""
    batch = Batch(results, Options(), n_workers=1)
    try:
        batch.run(batch.find(inputs), lambda done: None)
    finally:
        batch.close()
    manifest = batch.folder.get("manifest.jsonl")
    assert manifest is not None
    return [json.loads(line) for line in manifest.splitlines()]


def labels(url: str, apart: str | None = None) -> list[str]:
    return [each.label for each in find_inputs([url], DEFAULT, apart)]


def test_records_are_those_of_this_machine(server: str, tmp_path: Path) -> None:
    put_notices(f"{ROOT}/same", ["早餐.txt", "县/养老.txt"])
    folder = tmp_path / "same"
    for found in places.files(f"{ROOT}/same"):
        file = folder / found.url.removeprefix(f"{ROOT}/same/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(places.read(found.url))
    here = run(Results(tmp_path / "here"), str(folder))
    there = run(Results(f"{ROOT}/there", tmp_path / "state"), f"{ROOT}/same")
    assert [line["record"] for line in there] == ["records/same/县/养老.txt.json", "records/same/早餐.txt.json"]
    for mine, far in zip(here, there, strict=True):
        assert (tmp_path / "here" / mine["record"]).read_bytes() == places.read(f"{ROOT}/there/{far['record']}")
    assert [{**line, "path": None, "seconds": None} for line in here] == [{**line, "path": None, "seconds": None} for line in there]


def test_what_is_known_is_neither_read_nor_written_again(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = Results(f"{ROOT}/again", tmp_path / "state")
    put_notices(f"{ROOT}/twice", ["早餐.txt", "养老.txt"])
    assert [line["done"] for line in run(results, f"{ROOT}/twice")] == ["converted"] * 2
    put_notices(f"{ROOT}/twice", ["早餐.txt"])  # the same bytes at another time
    places.write(f"{ROOT}/twice/托育.txt", NOTICE.format(what="托育", count=9).encode())
    asked: list[str] = []
    read = places.read
    monkeypatch.setattr(places, "read", lambda url, limits=None: asked.append(url) or read(url, limits))
    lines = run(results, f"{ROOT}/twice")
    assert {Path(line["path"]).stem: line["done"] for line in lines} == {"养老": "unchanged", "托育": "converted", "早餐": "unchanged"}
    assert not any("养老" in url for url in asked)


def test_a_record_that_is_gone_is_made_again(server: str, tmp_path: Path) -> None:
    results = Results(f"{ROOT}/gone", tmp_path / "state")
    put_notices(f"{ROOT}/kept", ["早餐.txt"])
    (line,) = run(results, f"{ROOT}/kept")
    places.remove(f"{ROOT}/gone/{line['record']}")
    assert run(results, f"{ROOT}/kept")[0]["done"] == "converted"
    assert places.exists(f"{ROOT}/gone/{line['record']}")


def test_data_sets_are_made_here_and_sent_when_they_change(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = Results(f"{ROOT}/sets", tmp_path / "state")
    data_set = results.home / "csv" / "tasks.csv"
    data_set.parent.mkdir(parents=True)
    data_set.write_text("a\n")
    (results.home / ".csv.partial").write_text("not whole")
    results.send()
    assert [found.url for found in places.files(f"{ROOT}/sets")] == [f"{ROOT}/sets/csv/tasks.csv"]
    sent: list[str] = []
    send = places.send
    monkeypatch.setattr(places, "send", lambda path, url: sent.append(path.name) or send(path, url))
    results.send()
    assert sent == []
    data_set.write_text("a\nb\n")
    results.send()
    assert sent == ["tasks.csv"]
    assert places.read(f"{ROOT}/sets/csv/tasks.csv") == b"a\nb\n"
    data_set.unlink()
    results.send()
    assert not places.exists(f"{ROOT}/sets/csv/tasks.csv")


def test_labels_begin_with_the_last_folder_that_is_named(server: str) -> None:
    put_notices(f"{ROOT}/names/2024", ["a.txt", "市/b.txt", ".hidden.txt", "~$b.docx", "__MACOSX/c.txt"])
    assert labels(f"{ROOT}/names/2024") == ["2024/a.txt", "2024/市/b.txt"]
    assert labels(f"{ROOT}/names/2024/") == ["2024/a.txt", "2024/市/b.txt"]
    assert labels(f"{ROOT}/names/**/b.*") == ["names/2024/市/b.txt"]
    assert labels(f"{ROOT}/names/2024/a.txt") == ["a.txt"]
    assert labels(f"{ROOT}/names/2024", apart=f"{ROOT}/names/2024/市") == ["2024/a.txt"]


def test_archives_are_opened_from_a_copy(server: str, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("市/早餐.txt", NOTICE.format(what="早餐", count=3))
    places.write(f"{ROOT}/packed/2024.zip", packed.getvalue())
    places.write(f"{ROOT}/packed/broken.zip", packed.getvalue()[:40])
    places.write(f"{ROOT}/packed/养老.zip", NOTICE.format(what="养老", count=4).encode())  # named so, but none
    results = Results(f"{ROOT}/unpacked", tmp_path / "state")
    lines = {line["path"].removeprefix(f"{ROOT}/packed/"): line for line in run(results, f"{ROOT}/packed")}
    codes = {path: line["code"] for path, line in lines.items()}
    assert codes == {"2024.zip!/市/早餐.txt": None, "broken.zip": "file_corrupt", "养老.zip": None}
    assert lines["2024.zip!/市/早餐.txt"]["record"] == "records/packed/2024.zip/市/早餐.txt.json"
    assert not list(results.work.rglob("*"))
    again = run(results, f"{ROOT}/packed")
    assert [line["done"] for line in again if line["code"] is None] == ["unchanged", "unchanged"]


def test_file_urls_are_paths(tmp_path: Path) -> None:
    (tmp_path / "公文.txt").write_text(NOTICE)
    (found,) = find_inputs([(tmp_path / "公文.txt").as_uri()], DEFAULT)
    assert (found.file, found.error) == (str(tmp_path / "公文.txt"), None)
    (found,) = find_inputs(["file://elsewhere/公文.txt"], DEFAULT)
    assert found.error is not None


@pytest.mark.parametrize("url", ["s3://nobody-has-this/2024", f"{ROOT}/nothing/", "https://example.cn/notice.pdf", "s3://"])
def test_a_place_that_is_not_there_is_an_input_with_its_error(server: str, url: str) -> None:
    (found,) = find_inputs([url], DEFAULT)
    assert found.error is not None
    assert found.error[0] == "file_not_found"


def test_a_bucket_that_is_not_there_ends_the_run(server: str, tmp_path: Path) -> None:
    put_notices(f"{ROOT}/lost", ["早餐.txt"])
    with pytest.raises(Exception, match="no such bucket"):
        run(Results("s3://nobody-has-this/out", tmp_path / "state"), f"{ROOT}/lost")


def test_records_are_read_back_by_url(server: str, tmp_path: Path) -> None:
    put_notices(f"{ROOT}/back", ["早餐.txt", "养老.txt"])
    lines = run(Results(f"{ROOT}/back-out", tmp_path / "state"), f"{ROOT}/back")
    read_back = [found for _, found in read_records([f"{ROOT}/back-out/records"])]
    assert [found.id for found in read_back if isinstance(found, Notice)] == [line["notice_id"] for line in lines]
    ((_, missing),) = read_records([f"{ROOT}/nothing"])
    assert isinstance(missing, GongwenError)


def test_the_state_of_a_url_lies_where_programs_keep_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    one, same, other = Results("s3://results/2024"), Results("s3://results/2024/"), Results("s3://results/2025")
    assert one.own == same.own != other.own
    assert one.own.is_relative_to(tmp_path / "gongwen")
