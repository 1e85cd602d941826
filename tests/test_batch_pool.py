"""The pool of worker processes: whatever a document does to the process that reads it, it costs that document and no other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

import odd_pdfs
from batches import Came, are_gone, document, family, kill, limited, manifest, run, unfinished, workers, write
from gongwen.batch import pool
from gongwen.batch.inputs import find_inputs
from gongwen.batch.run import Batch, Done
from gongwen.batch.work import Options
from gongwen.errors import GongwenError
from gongwen.limits import DEFAULT, MIB
from gongwen.readers.office import find_office

BAD = [sys.executable, str(Path(__file__).with_name("bad_worker.py"))]
PATIENCE = 5.0  # seconds: a worker must come up in that time, also on a busy machine


@pytest.fixture(autouse=True)
def bad(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that do what a document's name says."""
    monkeypatch.setattr(pool, "_COMMAND", BAD)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A supervisor that soon gives a document up."""
    monkeypatch.setattr(pool.Pool, "_seconds", lambda _: PATIENCE)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers of the product."""
    monkeypatch.setattr(pool, "_COMMAND", [sys.executable, "-P", "-m", "gongwen.batch.worker"])


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The workers that are started, as they come."""
    found: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*arguments: Any, **rest: Any) -> subprocess.Popen[bytes]:
        found.append(popen(*arguments, **rest))
        return found[-1]

    monkeypatch.setattr(pool.subprocess, "Popen", start)
    return found


def together(tmp_path: Path, *names: str, options: Options | None = None, n_workers: int = 2) -> Came:
    """A run over documents of these names and three good ones."""
    docs = write(tmp_path / "docs", {name: document(i) for i, name in enumerate([*names, "0.txt", "m.txt", "z.txt"])})
    came = run(tmp_path / "out", docs, options=options, n_workers=n_workers)
    assert [came.of(name)["status"] for name in ("/0.txt", "/m.txt", "/z.txt")] == ["ok", "ok", "ok"]
    assert unfinished(tmp_path / "out") == []
    assert family(os.getpid()) == []
    return came


class TestOneDocument:
    @pytest.mark.usefixtures("impatient")
    def test_that_hangs_is_given_up(self, tmp_path: Path) -> None:
        line = together(tmp_path, "hang.txt").of("hang.txt")
        assert (line["status"], line["code"], line["record"]) == ("failed", "took_too_long", None)
        assert "the limit max_seconds is 300 seconds" in line["message"]
        assert line["sha256"]
        assert line["seconds"] >= PATIENCE - 1

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("die-by-9.txt", "was ended by signal 9 (Killed)"),
            ("die-by-11.txt", "was ended by signal 11 (Segmentation fault)"),
            ("die-by-40.txt", "was ended by signal 40"),
            ("abort.txt", "was ended by signal 6 (Aborted)"),
            ("exit.txt", "ended with exit code 7: last words: 再见"),
        ],
    )
    def test_that_ends_its_process_is_tried_twice_and_fails(self, name: str, told: str, tmp_path: Path) -> None:
        line = together(tmp_path, name, n_workers=1).of(name)
        assert (line["status"], line["code"]) == ("failed", "worker_died")
        assert told in line["message"]

    def test_that_ends_its_process_once_is_converted(self, tmp_path: Path) -> None:
        """It may have been the kernel, short of memory, or an administrator."""
        came = together(tmp_path, "once-die-by-9.txt", "once-abort.txt")
        assert {line["status"] for line in came.lines} == {"ok"}

    def test_that_makes_a_library_talk(self, tmp_path: Path) -> None:
        assert together(tmp_path, "chatter.txt").of("chatter.txt")["status"] == "ok"

    @pytest.mark.usefixtures("impatient")
    def test_several_of_them_at_once(self, tmp_path: Path) -> None:
        bad = ["hang1.txt", "die-by-9.txt", "exit.txt", "hang2.txt", "abort.txt", "once-exit.txt"]
        came = together(tmp_path, *bad)
        codes = ["took_too_long", "worker_died", "worker_died", "took_too_long", "worker_died", None]
        assert [came.of(f"/{name}")["code"] for name in bad] == codes


@pytest.mark.usefixtures("real")
class TestLimits:
    """max_memory_bytes, max_record_bytes."""

    def test_a_document_that_takes_more_memory_than_allowed(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"forms.pdf": odd_pdfs.nested_forms(8, 10), "a.txt": document(1)})
        came = run(tmp_path / "out", docs, options=limited(max_memory_bytes=700 * MIB))
        line = came.of("forms.pdf")
        assert (line["status"], line["code"] in ("out_of_memory", "worker_died")) == ("failed", True)
        assert came.of("a.txt")["status"] == "ok"

    def test_a_record_larger_than_allowed(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1)})
        (line,) = run(tmp_path / "out", docs, options=limited(max_record_bytes=1000)).lines
        assert (line["code"], line["record"]) == ("record_too_large", None)
        assert "the limit max_record_bytes is 1000 bytes" in line["message"]


@pytest.mark.slow
@pytest.mark.usefixtures("real")
def test_a_pdf_that_hangs_its_reader_is_given_up(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {"forms.pdf": odd_pdfs.nested_forms(20, 10), "a.txt": document(1)})
    came = run(tmp_path / "out", docs, options=limited(max_seconds=5, max_office_seconds=1))
    assert came.of("forms.pdf")["code"] in ("took_too_long", "worker_died")
    assert came.of("a.txt")["status"] == "ok"


class TestTheSupervisor:
    def run_with(self, tmp_path: Path, told: Any, n: int = 8, **rest: Any) -> Came:
        """A run in which something happens whenever a document is done."""
        docs = write(tmp_path / "docs", {f"{i}.txt": document(i) for i in range(n)})
        batch = Batch(tmp_path / "out", Options(**rest), n_workers=2)
        try:
            batch.run(batch.find([str(docs)]), told)
        finally:
            batch.close()
        return Came(manifest(tmp_path / "out"))

    def test_all_workers_killed_at_once(self, tmp_path: Path) -> None:
        n_told = 0

        def told(_: Done) -> None:
            nonlocal n_told
            n_told += 1
            if n_told in (1, 4):
                for pid in workers(os.getpid()):
                    kill(pid)

        assert {line["status"] for line in self.run_with(tmp_path, told).lines} == {"ok"}

    @pytest.mark.usefixtures("impatient")
    def test_a_worker_that_dies_while_it_has_nothing_to_do(self, tmp_path: Path) -> None:
        """Its last document is done; a worker of a later pass takes its place."""
        docs = write(tmp_path / "docs", {"a.txt": document(1)})
        batch = Batch(tmp_path / "out", Options(), n_workers=1)
        told: list[Done] = []
        try:
            batch.run(batch.find([str(docs)]), told.append)
            for pid in workers(os.getpid()):
                kill(pid)
            time.sleep(PATIENCE + 0.1)  # the clock of its document has run out long ago
            write(docs, {"b.txt": document(2), "c.txt": document(3)})
            batch.run(batch.find([str(docs)]), told.append)
        finally:
            batch.close()
        assert [(done.path.rpartition("/")[2], done.outcome.status) for done in told if done.done == "converted"] == [
            ("a.txt", "ok"), ("b.txt", "ok"), ("c.txt", "ok"),
        ]  # fmt: skip

    @pytest.mark.usefixtures("impatient")
    def test_what_was_said_in_time_counts_however_late_it_is_heard(self, tmp_path: Path) -> None:
        """The run was stopped for a while (Ctrl-Z), its workers were not."""
        heard: list[Done] = []

        def told(done: Done) -> None:
            heard.append(done)
            if len(heard) == 1:
                time.sleep(PATIENCE + 1)

        docs = write(tmp_path / "docs", {"0.txt": document(0), "late1.txt": document(1), "late2.txt": document(2)})
        batch = Batch(tmp_path / "out", Options(), n_workers=2)
        try:
            batch.run(batch.find([str(docs)]), told)
        finally:
            batch.close()
        assert [done.outcome.code for done in heard] == [None, None, None]

    def test_workers_are_renewed_after_so_many_documents(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
    ) -> None:
        monkeypatch.setattr(pool, "RECYCLED_AFTER", 3)
        assert {line["status"] for line in self.run_with(tmp_path, lambda _: None, 9).lines} == {"ok"}
        assert 3 <= len(started) <= 4

    def test_workers_that_have_grown_are_renewed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
    ) -> None:
        monkeypatch.setattr(pool, "_GROWN", 1)
        self.run_with(tmp_path, lambda _: None, 4)
        assert len(started) == 4

    def test_no_more_workers_than_documents(self, tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1), "b.txt": document(2)})
        run(tmp_path / "out", docs, n_workers=64)
        assert len(started) == 2

    def test_nothing_is_started_where_nothing_is_to_do(self, tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1)})
        run(tmp_path / "out", docs)
        run(tmp_path / "out", docs)
        assert len(started) == 1

    def test_where_no_worker_comes_to_work_the_run_ends_and_no_document_is_blamed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pool, "_COMMAND", [sys.executable, "-c", "raise SystemExit('no module named gongwen')"])
        with pytest.raises(GongwenError, match=r"worker_died: no process comes to work.*exit code 1: no module named gongwen"):
            self.run_with(tmp_path, lambda _: None)
        assert {(line["status"], line["code"]) for line in manifest(tmp_path / "out")} == {("skipped", "not_reached")}
        monkeypatch.setattr(pool, "_COMMAND", BAD)
        assert {line["status"] for line in self.run_with(tmp_path, lambda _: None).lines} == {"ok"}

    @pytest.mark.parametrize("n_possible", [0, 1])
    def test_where_the_machine_bears_no_more_processes_it_goes_on_with_those_it_has(
        self, n_possible: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        popen, n_started = subprocess.Popen, 0

        def start(*arguments: Any, **rest: Any) -> subprocess.Popen[bytes]:
            nonlocal n_started
            n_started += 1
            if n_started > n_possible:
                raise BlockingIOError(11, "Resource temporarily unavailable")
            return popen(*arguments, **rest)

        monkeypatch.setattr(pool.subprocess, "Popen", start)
        if n_possible:
            assert {line["status"] for line in self.run_with(tmp_path, lambda _: None).lines} == {"ok"}
        else:
            with pytest.raises(GongwenError, match="no process can be started: Resource temporarily unavailable"):
                self.run_with(tmp_path, lambda _: None)

    def test_an_interrupted_run_leaves_no_process(self, tmp_path: Path) -> None:
        processes: list[psutil.Process] = []

        def stop(_: Done) -> None:
            processes.extend(family(os.getpid()))
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            self.run_with(tmp_path, stop)
        assert processes
        assert are_gone(processes)


class TestLibreOffice:
    """Documents that it opens go to a worker many at a time."""

    @pytest.mark.usefixtures("impatient")
    def test_one_of_a_group_that_ends_the_process_costs_no_other(self, tmp_path: Path) -> None:
        names = ["0.doc", "die-by-9.doc", "hang.doc", "once-exit.doc", "z.rtf"]
        docs = write(tmp_path / "docs", {name: document(i) for i, name in enumerate(names)})
        came = run(tmp_path / "out", docs, n_workers=1)
        assert [came.of(f"/{name}")["code"] for name in names] == [None, "worker_died", "took_too_long", None, None]

    @pytest.mark.slow
    @pytest.mark.usefixtures("real")
    def test_a_group_is_opened_in_one_start(self, tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
        if find_office() is None:
            pytest.skip("LibreOffice is not installed")
        escaped = "".join(f"\\u{ord(c)}?" for c in "一、完善便民服务体系")
        rich = [b"{\\rtf1\\ansi " + escaped.encode() + b" %d}" % i for i in range(3)]
        broken = {"cut.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 90}
        docs = write(tmp_path / "docs", {f"{i}.rtf": data for i, data in enumerate(rich)} | broken)
        came = run(tmp_path / "out", docs, n_workers=2)
        assert [came.of(f"/{i}.rtf")["status"] in ("ok", "partial") for i in range(3)] == [True] * 3
        assert came.of("cut.doc")["status"] == "failed"
        assert len(started) == 1


def test_inputs_that_a_run_only_finds_are_converted_in_order(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {f"{i:02}.txt": document(i) for i in range(12)})
    came = run(tmp_path / "out", found=find_inputs([str(docs)], DEFAULT), n_workers=1)
    assert [done.path for done in came.told] == [line["path"] for line in came.lines]
