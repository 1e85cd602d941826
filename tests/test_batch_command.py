"""`gongwen batch` as its user meets it: exit codes, what it says and where, how it ends."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import gongwen.batch.run
import gongwen.commands.progress
from batches import Here, Line, document, manifest, records, start, unfinished, write
from gongwen.cli import main


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(gongwen.batch.run, "Pool", Here)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("docs", "--out", "out")`: exit code, and what stands on standard error; nothing ever stands on standard output."""

    def call(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["gongwen", "batch", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "Traceback" not in captured.err
        return int(stopped.value.code or 0), captured.err

    return call


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", {f"{i}.txt": document(i) for i in range(3)})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


PARTIAL = "云岭省人民政府办公厅关于做好有关工作的通知\n\n各市人民政府：\n请抓好贯彻落实。\n".encode()


class TestExitCodes:
    def test_0_where_all_is_well(self, run: Run, docs: Path, out: Path) -> None:
        code, said = run(docs, "--out", out)
        assert code == 0
        assert said.splitlines()[-1].startswith("3 inputs: 3 ok (3 converted) in ")
        assert said.rstrip().endswith(f"see {out}/manifest.jsonl")
        assert run(docs, "--out", out)[1].startswith("3 inputs: 3 ok (3 unchanged) in ")

    @pytest.mark.parametrize(("fail_on", "code"), [("partial", 1), ("failed", 1), ("never", 0)])
    def test_1_where_a_document_failed(self, fail_on: str, code: int, run: Run, docs: Path, out: Path) -> None:
        write(docs, {"empty.txt": b"", "partial.txt": PARTIAL})
        found, said = run(docs, "--out", out, "--fail-on", fail_on)
        assert found == code
        assert f"{docs}/empty.txt: file_empty: " in said

    @pytest.mark.parametrize(("fail_on", "code"), [("partial", 3), ("failed", 0), ("never", 0)])
    def test_3_where_something_is_missing_from_a_record(self, fail_on: str, code: int, run: Run, docs: Path, out: Path) -> None:
        write(docs, {"partial.txt": PARTIAL})
        assert run(docs, "--out", out, "--fail-on", fail_on)[0] == code
        assert [line["status"] for line in manifest(out)] == ["ok", "ok", "ok", "partial"]
        assert run(docs, "--out", out, "--fail-on", fail_on)[0] == code, "also where nothing was to do"

    def test_0_where_inputs_are_skipped(self, run: Run, docs: Path, out: Path) -> None:
        write(docs, {"same.txt": document(1), "film.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(range(256))})
        assert run(docs, "--out", out)[0] == 0

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--out", "out"], "name files or folders"),
            (["docs"], "--out"),
            (["docs", "--out", "out", "--to", "exel"], "no sink 'exel'"),
            (["docs", "--out", "out", "--jobs", "0"], "--jobs"),
            (["docs", "--out", "out", "--limit", "max_moons=1"], "max_moons"),
            (["docs", "--out", "out", "--fail-on", "sunday"], "--fail-on"),
            (["docs", "--out", "docs"], "a folder of their own"),
            (["docs", "--out", "./docs/../docs/"], "a folder of their own"),
            (["nothing", "--out", "out"], "nothing in them to convert"),
            (["--from-list", "nothing.txt", "--out", "out"], "nothing in them to convert"),
        ],
    )
    def test_2_for_what_cannot_be_meant(
        self, arguments: list[str], said: str, run: Run, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "nothing").mkdir()
        write(tmp_path, {"nothing.txt": b"\n\n"})
        code, err = run(*arguments)
        assert code == 2
        assert said in " ".join(err.replace("│", " ").split())
        assert not (tmp_path / "out" / "manifest.jsonl").exists()

    def test_nothing_to_convert_leaves_earlier_results_as_they_are(self, run: Run, docs: Path, out: Path, tmp_path: Path) -> None:
        run(docs, "--out", out, "--to", "jsonl")
        before = [(out / name).read_bytes() for name in ("manifest.jsonl", "tasks.jsonl")]
        (tmp_path / "empty").mkdir()
        assert run(tmp_path / "empty", "--out", out, "--to", "jsonl")[0] == 2
        assert [(out / name).read_bytes() for name in ("manifest.jsonl", "tasks.jsonl")] == before

    def test_1_where_the_results_cannot_be_written(self, run: Run, docs: Path, tmp_path: Path) -> None:
        write(tmp_path, {"file": b""})
        code, said = run(docs, "--out", tmp_path / "file")
        assert (code, said.startswith("gongwen: output_unwritable: ")) == (1, True)

    def test_1_where_a_sink_cannot_be_written_and_the_rest_is_kept(self, run: Run, docs: Path, out: Path) -> None:
        write(out / "csv", {"tasks.csv/in the way": b""})
        code, said = run(docs, "--out", out, "--to", "csv,jsonl")
        assert code == 1
        assert "gongwen: output_unwritable: " in said
        assert len(records(out)) == 3
        assert (out / "tasks.jsonl").exists()


class TestInputs:
    def test_a_list_from_a_file_and_from_standard_input(self, run: Run, docs: Path, out: Path, tmp_path: Path) -> None:
        paths = f"{docs}/0.txt\n\n{docs}/2.txt\n".encode()
        write(tmp_path, {"list.txt": paths})
        assert run("--from-list", tmp_path / "list.txt", "--out", out)[0] == 0
        assert [line["path"] for line in manifest(out)] == [f"{docs}/0.txt", f"{docs}/2.txt"]
        assert run("--from-list", "-", docs / "1.txt", "--out", out, stdin=paths)[0] == 0
        assert [line["path"] for line in manifest(out)] == [f"{docs}/1.txt", f"{docs}/0.txt", f"{docs}/2.txt"]

    def test_a_list_that_is_missing(self, run: Run, out: Path) -> None:
        code, said = run("--from-list", "no-such-list", "--out", out)
        assert (code, "no-such-list cannot be read" in said) == (1, True)

    def test_a_list_in_another_encoding_does_not_crash_it(self, run: Run, docs: Path, out: Path, tmp_path: Path) -> None:
        write(tmp_path, {"list.txt": f"{docs}/0.txt\n".encode("utf-16")})
        assert run("--from-list", tmp_path / "list.txt", docs, "--out", out)[0] == 1
        assert {line["status"] for line in manifest(out)} == {"ok", "failed"}

    def test_options_reach_the_documents(self, run: Run, docs: Path, out: Path) -> None:
        assert run(docs, "--out", out, "--no-text", "--limit", "max_pages=5")[0] == 0
        assert all("text" not in json.loads(data) for data in records(out).values())

    def test_force_and_retry_failed(self, run: Run, docs: Path, out: Path) -> None:
        write(docs, {"empty.txt": b""})
        run(docs, "--out", out)
        assert "(1 converted, 3 unchanged)" in run(docs, "--out", out, "--retry-failed")[1]
        assert "(4 converted)" in run(docs, "--out", out, "--force")[1]


class TestWords:
    def test_quiet(self, run: Run, docs: Path, out: Path) -> None:
        write(docs, {"empty.txt": b""})
        assert run(docs, "--out", out, "--quiet", "--to", "jsonl") == (1, "")

    def test_the_first_failures_are_told_one_by_one_and_only_when_they_are_new(self, run: Run, docs: Path, out: Path) -> None:
        write(docs, {f"{i:02}.docx": b"no document %d" % i + bytes(range(256)) for i in range(30)})
        _, said = run(docs, "--out", out)
        assert said.count(".docx: ") == 20
        assert "… and 10 more that failed" in said
        assert ".docx: " not in run(docs, "--out", out)[1]

    def test_names_cannot_play_with_the_terminal(self, run: Run, docs: Path, out: Path) -> None:
        write(docs, {"a\x1b[2J\n\u202eb.txt": b""})
        _, said = run(docs, "--out", out)
        assert "\x1b" not in said
        assert "\u202e" not in said

    def test_every_line_of_the_log_is_json(self, run: Run, docs: Path, out: Path) -> None:
        write(docs, {"empty.txt": b"", "x\n\udcff😀.txt": document(8), "same.txt": document(1)})
        code, said = run(docs, "--out", out, "--log-json", "--to", "jsonl")
        events: list[Line] = [json.loads(line) for line in said.splitlines()]
        assert code == 1
        assert [event["event"] for event in events] == ["input"] * 6 + ["end", "sink"]
        assert [event["n_done"] for event in events[:6]] == [1, 2, 3, 4, 5, 6]
        assert events[6] | {"elapsed": 0} == {
            "event": "end", "n_inputs": 6, "ok": 4, "failed": 1, "skipped": 1, "how": {"converted": 5, "duplicate": 1}, "elapsed": 0,
        }  # fmt: skip
        assert events[7] == {"event": "sink", "sink": "jsonl", "n_notices": 4, "n_twice": 0}

    def test_so_is_an_error_that_ends_the_run(self, run: Run, docs: Path, tmp_path: Path) -> None:
        write(tmp_path, {"file": b""})
        code, said = run(docs, "--out", tmp_path / "file", "--log-json")
        assert (code, json.loads(said)["event"], json.loads(said)["code"]) == (1, "error", "output_unwritable")

    def test_without_a_terminal_a_line_now_and_then(self, run: Run, docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gongwen.commands.progress, "_SECONDS", 0.0)
        _, said = run(docs, "--out", out)
        assert said.splitlines()[:3] == ["1/3: 1 converted", "2/3: 2 converted", "3/3: 3 converted"]

    def test_a_locale_without_chinese(self, docs: Path, out: Path) -> None:
        write(docs, {"通知😀.txt": b""})
        run = start("batch", docs, "--out", out, "--jobs", "1", "--log-json", PYTHONIOENCODING="latin-1", LC_ALL="C")
        _, err = run.communicate(timeout=60)
        assert any("通知😀.txt" in json.loads(line)["path"] for line in err.decode("latin-1").splitlines() if "path" in line)


def on_terminal(*arguments: str | Path) -> Iterator[bytes]:
    """What a user sees, as it comes, of the command on a terminal."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "gongwen", "batch", *map(str, arguments)],
        stdin=child, stdout=child, stderr=child, close_fds=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm", "COLUMNS": "100"},
    )  # fmt: skip
    os.close(child)
    end = time.monotonic() + 60
    try:
        while time.monotonic() < end:
            if select.select([parent], [], [], 0.5)[0]:
                try:
                    yield os.read(parent, 4096)
                except OSError:  # the other side is closed
                    return
    finally:
        process.kill()
        process.wait()
        os.close(parent)


def test_on_a_terminal_there_is_a_bar_and_failures_above_it(docs: Path, out: Path) -> None:
    write(docs, {"empty.txt": b""})
    seen = b"".join(on_terminal(docs, "--out", out, "--jobs", "1")).decode()
    assert "4/4" in seen
    assert "empty.txt: file_empty: " in seen
    assert "4 inputs: 1 failed, 3 ok (4 converted) in " in seen


class TestEnds:
    def test_130_when_it_is_interrupted_and_the_next_run_goes_on(
        self, run: Run, docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def told(self: Any, done: Any) -> None:
            if done.n_done == 2:
                os.kill(os.getpid(), signal.SIGTERM)

        with monkeypatch.context() as patch:
            patch.setattr(gongwen.commands.progress.Progress, "told", told)
            code, said = run(docs, "--out", out)
        assert (code, said) == (130, "gongwen: interrupted; 2 inputs are done. The same command goes on from here.\n")
        assert [line["code"] for line in manifest(out)] == [None, None, "not_reached"]
        assert "(1 converted, 2 unchanged)" in run(docs, "--out", out)[1]
        assert unfinished(out) == []

    def test_a_signal_that_comes_while_something_is_said(self, docs: Path, out: Path) -> None:
        """Nothing may be printed by a handler of signals: the stream may be in the middle of a line."""
        write(docs, {f"{i}.txt": document(i) for i in range(40)})
        run = start("batch", docs, "--out", out, "--jobs", "1", "--log-json")
        assert run.stderr is not None
        lines = [run.stderr.readline()]
        run.terminate()
        lines += run.stderr.read().splitlines()
        assert run.wait(30) in (0, 130)
        assert all(json.loads(line) for line in lines)


class TestFullDisk:
    def test_where_no_file_can_grow(self, docs: Path, out: Path) -> None:
        """The size of files is limited as a full disk would limit it, but for what is small."""
        write(docs, {f"{i}.txt": document(i) * 40 for i in range(3)})
        shell = f"ulimit -f 24; exec {sys.executable} -m gongwen batch {docs} --out {out} --jobs 1"
        done = subprocess.run(
            ["sh", "-c", shell], capture_output=True, timeout=60, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        )
        said = done.stderr.decode()
        assert done.returncode == 1, said
        assert "output_unwritable" in said
        assert "Traceback" not in said
        assert "internal_error" not in said

    def test_where_there_is_no_room(self, run: Run, docs: Path, tmp_path: Path) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
        if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
            pytest.skip("no file system can be mounted here")
        try:
            write(docs, {f"{i}.txt": document(i) for i in range(60)})
            code, said = run(docs, "--out", disk / "out", "--to", "jsonl")
            assert code == 1
            assert "output_unwritable" in said
            assert "internal_error" not in said
            subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
            code, said = run(docs, "--out", disk / "out", "--to", "jsonl")
            assert code == 0, said
            assert {line["status"] for line in manifest(disk / "out")} == {"ok"}
            assert len(records(disk / "out")) == 60
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            code, said = run(docs, "--out", disk / "out")
            assert (code, "output_unwritable" in said) == (1, True)
        finally:
            subprocess.run(["umount", "-l", disk], check=False)

