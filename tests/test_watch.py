"""`gongwen watch`: what arrives in a folder is converted, once it is whole; ends when it is told to, and leaves nothing behind."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import gongwen.batch.run
from batches import Here, are_gone, document, family, kill, manifest, records, start, unfinished, write
from gongwen.batch.run import Again
from gongwen.batch.work import Options
from gongwen.commands import watch
from gongwen.commands.batch import MisuseError, Plan
from gongwen.commands.progress import Progress
from gongwen.commands.run import Exit


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(gongwen.batch.run, "Pool", Here)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def plan(out: Path) -> Plan:
    return Plan(str(out), Options(), ["jsonl"], 1, Again())


def watched(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch, *between: Callable[[], object]) -> list[str]:
    """The converted names after each look, with something done between one look and the next; then it is interrupted."""
    happened = iter(between)
    seen: list[str] = []

    def sleep(_: float) -> None:
        seen.append(" ".join(name.rpartition("/")[2].removesuffix(".json") for name in records(out)))
        try:
            next(happened)()
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(watch.time, "sleep", sleep)
    assert watch.watch_folders([str(folder)], plan(out), Progress(quiet=True), seconds=1) is Exit.OK
    return seen


def nothing() -> None:
    """Time passes."""


class TestWhatArrives:
    def test_is_taken_when_it_was_the_same_at_two_looks(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1)})

        def more() -> None:
            write(docs, {"b.txt": document(2)})

        assert watched(docs, tmp_path / "out", monkeypatch, more, nothing, nothing) == ["", "a.txt", "a.txt b.txt", "a.txt b.txt"]

    def test_is_not_taken_while_it_is_being_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        docs = write(tmp_path / "docs", {})
        docs.mkdir()
        data = document(1)

        def grow(i: int) -> Callable[[], object]:
            return lambda: write(docs, {"a.txt": data[: len(data) * i // 3]})

        seen = watched(docs, tmp_path / "out", monkeypatch, grow(1), grow(2), grow(3), nothing, nothing)
        assert seen == ["", "", "", "", "a.txt", "a.txt"]
        assert manifest(tmp_path / "out")[0]["tasks"] == 2

    def test_replaces_what_it_replaces(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1)})

        def change() -> None:
            write(docs, {"a.txt": document(2)})

        watched(docs, tmp_path / "out", monkeypatch, nothing, change, nothing, nothing)
        assert [json.loads(data)["text"].count("第2批") for data in records(tmp_path / "out").values()] == [1]

    def test_that_goes_leaves_its_record_and_no_line(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1), "b.txt": document(2)})
        seen = watched(docs, tmp_path / "out", monkeypatch, nothing, (docs / "a.txt").unlink, nothing, nothing)
        assert seen[-1] == "a.txt b.txt"
        assert [line["path"] for line in manifest(tmp_path / "out")] == [f"{docs}/b.txt"]

    def test_that_cannot_be_read_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        docs = write(tmp_path / "docs", {"cut.zip": b"PK\x03\x04 and nothing more", "empty.txt": b""})
        watched(docs, tmp_path / "out", monkeypatch, nothing, nothing)
        assert {line["code"] for line in manifest(tmp_path / "out")} == {"file_corrupt", "file_empty"}

    def test_in_a_folder_that_goes_and_comes_back_is_not_done_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1)})
        away = tmp_path / "away"
        tasks = tmp_path / "out" / "tasks.jsonl"
        held: list[bytes] = []

        def leave() -> None:
            held.append(tasks.read_bytes())
            docs.rename(away)

        def come_back() -> None:
            held.append(tasks.read_bytes())
            away.rename(docs)

        watched(docs, tmp_path / "out", monkeypatch, nothing, leave, nothing, come_back, nothing, nothing)
        assert held == [tasks.read_bytes()] * 2
        assert [line["status"] for line in manifest(tmp_path / "out")] == ["ok"]


def test_a_folder_that_is_not_there_or_that_of_the_results_is_refused(tmp_path: Path) -> None:
    for folder, out in (("nowhere", "out"), (".", ".")):
        with pytest.raises(MisuseError):
            watch.watch_folders([str(tmp_path / folder)], plan(tmp_path / out), Progress(quiet=True), seconds=1)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The command, when it has converted a first document."""
    write(tmp_path / "docs", {"a.txt": document(1)})
    process = start("watch", tmp_path / "docs", "--out", tmp_path / "out", "--every", "0.2", "--log-json", "--jobs", "1")
    try:
        _wait(tmp_path, 1)
        yield process
    finally:
        kill(process.pid)
        process.communicate()


def _wait(tmp_path: Path, n: int) -> None:
    end = time.monotonic() + 40
    while not (tmp_path / "out" / "manifest.jsonl").exists() or sum(line["status"] == "ok" for line in manifest(tmp_path / "out")) < n:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_goes_on_until_it_is_told_to_end(
    number: signal.Signals, watching: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    write(tmp_path / "docs", {"b.txt": document(2)})
    _wait(tmp_path, 2)
    children = family(watching.pid)
    watching.send_signal(number)
    _, err = watching.communicate(timeout=30)
    assert watching.returncode == 0
    assert are_gone(children)
    assert unfinished(tmp_path / "out") == []
    events = [json.loads(line) for line in err.decode().splitlines()]
    assert events[0] == {"event": "watching", "folders": [str(tmp_path / "docs")]}
    assert [event["path"].rpartition("/")[2] for event in events if event.get("done") == "converted"] == ["a.txt", "b.txt"]
