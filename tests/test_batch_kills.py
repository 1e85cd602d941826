"""A batch that is killed: at whatever moment, nothing is lost, nothing is there twice, no process stays behind, and the next run goes on.

GONGWEN_KILLS=100 kills it as often as that.
"""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

import odd_pdfs
from batches import are_gone, call, document, essence, family, kill, manifest, start, unfinished, workers, write
from gongwen.readers.office import find_office

N_KILLS = int(os.environ.get("GONGWEN_KILLS", "5"))


def documents(folder: Path, edition: int = 0) -> Path:
    """Good and bad ones, duplicates, an archive; in each edition some of them have changed, and two have changed places."""
    files = {f"{i:02}.txt": document(i + 100 * edition * (i % 3 == 0)) for i in range(24)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for i in range(6):
            archive.writestr(f"{i}.txt", document(200 + i + edition * (i % 2)))
    files |= {"same.txt": document(1), "empty.txt": b"", "odd.bin": bytes(range(256)), "more.zip": packed.getvalue()}
    files |= {f"d{edition % 2}/n.txt": document(300), f"d{1 - edition % 2}/n.txt": document(301)}
    return write(folder, files)


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_killed_at_random_moments_it_ends_in_what_it_would_have_been(tmp_path: Path) -> None:
    chance = random.Random(N_KILLS)
    docs = documents(tmp_path / "docs")
    command = ("batch", docs, "--out", tmp_path / "out", "--jobs", "2", "--to", "jsonl,sqlite", "--quiet")
    began = time.monotonic()
    assert call("batch", docs, "--out", tmp_path / "warm", "--jobs", "2", "--quiet")[0] == 1, "some of them are bad"
    whole = time.monotonic() - began
    n_killed = edition = 0
    while n_killed < N_KILLS:
        run = start(*command)
        time.sleep(chance.uniform(0, whole))
        children = family(run.pid)
        n_killed += run.poll() is None
        run.kill()
        run.communicate()
        assert are_gone(children), "workers end with their run"
        if chance.random() < 0.3:
            edition += 1
            documents(docs, edition)
    code, said = call(*command)
    assert code == 1, said
    assert call("batch", docs, "--out", tmp_path / "fresh", "--jobs", "2", "--to", "jsonl,sqlite", "--quiet")[0] == 1
    assert essence(tmp_path / "out") == essence(tmp_path / "fresh")
    for name in ("tasks.jsonl", "targets.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "fresh" / name).read_bytes()
    assert unfinished(tmp_path / "out") == []


ENDINGS = {signal.SIGINT: 130, signal.SIGTERM: 130, signal.SIGKILL: -9, signal.SIGHUP: -1}


@pytest.mark.parametrize("number", list(ENDINGS))
def test_no_process_stays_behind_when_it_is_ended(number: signal.Signals, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {f"{i:03}.txt": document(i) for i in range(300)} | {"000.pdf": odd_pdfs.nested_forms(20, 10)})
    run = start("batch", docs, "--out", tmp_path / "out", "--jobs", "2", "--log-json")
    try:
        wait_for(lambda: len(list((tmp_path / "out" / "records").rglob("*.json"))) > 3)
        children = family(run.pid)
        assert len(workers(run.pid)) == 2
        run.send_signal(number)
        _, err = run.communicate(timeout=30)
    finally:
        kill(run.pid)
    assert run.returncode == ENDINGS[number]
    assert are_gone(children)
    if run.returncode == 130:
        statuses = {line["status"] for line in manifest(tmp_path / "out")}
        assert statuses == {"ok", "skipped"}, "what was not reached is told"
        assert len(manifest(tmp_path / "out")) == 301
        assert b'"event": "interrupted"' in err
        assert unfinished(tmp_path / "out") == []


def test_ctrl_c_by_an_impatient_user(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {f"{i:03}.txt": document(i) for i in range(300)})
    run = start("batch", docs, "--out", tmp_path / "out", "--jobs", "2")
    try:
        wait_for(lambda: len(list((tmp_path / "out" / "records").rglob("*.json"))) > 3)
        children = family(run.pid)
        for _ in range(5):
            run.send_signal(signal.SIGINT)
            time.sleep(0.01)
        _, err = run.communicate(timeout=30)
    finally:
        kill(run.pid)
    assert run.returncode in (130, 1)
    assert b"Traceback" not in err
    assert are_gone(children)


@pytest.mark.slow
def test_libreoffice_ends_with_a_run_that_is_killed(tmp_path: Path) -> None:
    if find_office() is None:
        pytest.skip("LibreOffice is not installed")
    docs = write(tmp_path / "docs", {f"{i}.rtf": b"{\\rtf1\\ansi " + b"\\par text %d" % i * 60_000 + b"}" for i in range(4)})
    run = start("batch", docs, "--out", tmp_path / "out", "--jobs", "1")
    found: list[psutil.Process] = []

    def soffice() -> bool:
        found[:] = family(run.pid)
        return any("soffice.bin" in process.name() for process in found if process.is_running())

    try:
        wait_for(soffice)
    finally:
        kill(run.pid)
        run.communicate()
    assert are_gone(found)


def test_a_worker_that_outlives_its_run_by_an_instant_ends_before_it_works(tmp_path: Path) -> None:
    """It is tied to its run only once it is up; it looks whether that run is still there."""
    setup = '{"options": "{\\"limits\\": {}}", "out": ".", "work": ".", "parent": 1}\n'
    done = subprocess.run(
        [sys.executable, "-P", "-m", "gongwen.batch.worker"],
        input=setup.encode(),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
