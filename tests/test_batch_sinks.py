"""Data sets and databases that a batch keeps up to date: always what the records say, written only when they say something new."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import gongwen.batch.run
from batches import Here, document, manifest, records, write
from databases import find_server, server
from gongwen.batch.run import Again
from gongwen.batch.work import Options
from gongwen.commands.batch import MisuseError, Plan, batch_documents
from gongwen.commands.export import export_records
from gongwen.commands.progress import Progress
from gongwen.emit import PLACES
from gongwen.emit.tables import TABLES
from gongwen.errors import Code, GongwenError

FILES = ("jsonl", "csv", "xlsx", "parquet")
DATABASES = ("sqlite", "duckdb")


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gongwen.batch.run, "Pool", Here)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", {f"{i}.txt": document(i) for i in range(1, 5)})


def batch(out: Path, docs: Path, *sinks: str, again: Again | None = None) -> int:
    plan = Plan(str(out), Options(), sinks, 1, again or Again())
    return int(batch_documents([str(docs)], None, plan, Progress()))


def content(place: str, out: Path) -> Any:
    """All that a sink holds."""
    if place == "jsonl":
        return [(out / name).read_bytes() for name in ("tasks.jsonl", "targets.jsonl")]
    if place == "csv":
        return {path.name: path.read_bytes() for path in sorted((out / "csv").iterdir())}
    if place == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        return {sheet.title: list(sheet.values) for sheet in openpyxl.load_workbook(out / "ledger.xlsx")}
    if place == "parquet":
        dataset = pytest.importorskip("pyarrow.dataset")
        folders = sorted(path for path in (out / "parquet").iterdir() if path.is_dir())
        return {path.name: dataset.dataset(path, partitioning="hive").to_table().to_pylist() for path in folders}
    return {table.name: sorted(map(repr, rows(place, out, f"SELECT * FROM {table.name}"))) for table in TABLES}


def rows(place: str, out: Path, query: str) -> list[tuple[Any, ...]]:
    if place == "sqlite":
        with closing(sqlite3.connect(out / PLACES["sqlite"])) as connection:  # type: ignore[operator]
            return connection.execute(query).fetchall()
    if place == "duckdb":
        with pytest.importorskip("duckdb").connect(str(out / "gongwen.duckdb"), read_only=True) as connection:
            return list(connection.execute(query).fetchall())
    with pytest.importorskip("psycopg").connect(place) as connection:
        return list(connection.execute(query).fetchall())


def written_at(out: Path) -> dict[Path, int]:
    """When each file was written, but those that every run writes."""
    files = [path for path in out.rglob("*") if path.is_file() and ".gongwen" not in path.parts and path.name != "manifest.jsonl"]
    return {path: path.stat().st_mtime_ns for path in files}


@pytest.mark.parametrize("sink", [*FILES, *DATABASES])
class TestEachSink:
    def test_holds_what_an_export_of_the_records_gives(self, sink: str, docs: Path, tmp_path: Path) -> None:
        batch(tmp_path / "out", docs, sink)
        export_records([str(tmp_path / "out" / "records")], [sink], tmp_path / "exported", quiet=True)
        held = content(sink, tmp_path / "out")
        assert held == content(sink, tmp_path / "exported")
        assert held

    def test_is_not_touched_by_a_second_run(self, sink: str, docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        batch(tmp_path / "out", docs, sink)
        assert f"{sink}: 4 notices written" in capsys.readouterr().err
        before = written_at(tmp_path / "out")
        batch(tmp_path / "out", docs, sink)
        assert f"{sink}: up to date" in capsys.readouterr().err
        assert written_at(tmp_path / "out") == before

    def test_follows_a_document_that_changes(self, sink: str, docs: Path, tmp_path: Path) -> None:
        batch(tmp_path / "out", docs, sink)
        write(docs, {"2.txt": document(2).replace("新建社区服务点4个".encode(), "新建社区服务点44个".encode())})
        batch(tmp_path / "out", docs, sink)
        batch(tmp_path / "fresh", docs, sink)
        assert content(sink, tmp_path / "out") == content(sink, tmp_path / "fresh")

    def test_is_made_again_where_it_was_deleted(self, sink: str, docs: Path, tmp_path: Path) -> None:
        batch(tmp_path / "out", docs, sink)
        before = content(sink, tmp_path / "out")
        for path in [tmp_path / "out" / name for name in ("tasks.jsonl", PLACES[sink]) if name]:
            for each in [*sorted(path.rglob("*"), reverse=True), path]:
                each.rmdir() if each.is_dir() else each.unlink(missing_ok=True)
        batch(tmp_path / "out", docs, sink)
        assert content(sink, tmp_path / "out") == before

    def test_of_two_inputs_of_one_notice_it_takes_the_first_there_is(
        self, sink: str, docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("1.txt", "3.txt", "4.txt"):
            (docs / name).unlink()
        write(docs, {"3.txt": document(2).replace("新建社区服务点4个".encode(), "新建社区服务点77个".encode())})
        batch(tmp_path / "out", docs, sink)
        assert "1 inputs hold a notice that another holds" in capsys.readouterr().err
        first = content(sink, tmp_path / "out")
        (docs / "2.txt").unlink()
        batch(tmp_path / "out", docs, sink)
        assert content(sink, tmp_path / "out") != first
        write(docs, {"2.txt": document(2)})
        batch(tmp_path / "out", docs, sink)
        assert content(sink, tmp_path / "out") == first

    def test_a_forced_run_writes_it_anew(self, sink: str, docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        batch(tmp_path / "out", docs, sink)
        batch(tmp_path / "out", docs, sink, again=Again(all=True))
        assert capsys.readouterr().err.count(f"{sink}: 4 notices written") == 2


@pytest.mark.parametrize("sink", FILES)
def test_files_hold_what_the_manifest_lists_even_where_that_is_nothing(sink: str, docs: Path, tmp_path: Path) -> None:
    batch(tmp_path / "out", docs, sink)
    for path in docs.iterdir():
        path.write_bytes(b"")
    assert batch(tmp_path / "out", docs, sink) == 1
    batch(tmp_path / "fresh", docs, sink)
    assert content(sink, tmp_path / "out") == content(sink, tmp_path / "fresh")


@pytest.mark.parametrize("sink", DATABASES)
def test_databases_keep_what_they_held(sink: str, docs: Path, tmp_path: Path) -> None:
    batch(tmp_path / "out", docs, sink)
    (docs / "1.txt").unlink()
    write(docs, {"5.txt": document(5)})
    batch(tmp_path / "out", docs, sink)
    assert rows(sink, tmp_path / "out", "SELECT count(*) FROM notices") == [(5,)]


class TestWhatGoesWrong:
    def test_a_sink_that_cannot_be_written_costs_neither_records_nor_other_sinks(self, docs: Path, tmp_path: Path) -> None:
        out = write(tmp_path / "out", {"ledger.xlsx/in the way": b""})
        with pytest.raises(GongwenError) as caught:
            batch(out, docs, "xlsx", "jsonl", "sqlite")
        assert caught.value.code is Code.OUTPUT_UNWRITABLE
        assert len(records(out)) == len(manifest(out)) == 4
        assert content("jsonl", out)[0].count(b"\n") == 8
        assert rows("sqlite", out, "SELECT count(*) FROM notices") == [(4,)]
        (out / "ledger.xlsx" / "in the way").unlink()
        (out / "ledger.xlsx").rmdir()
        assert batch(out, docs, "xlsx", "jsonl", "sqlite") == 0
        assert len(content("xlsx", out)) >= 3

    def test_a_package_that_is_missing(self, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [*(name for name in sys.modules if name.startswith("openpyxl")), "openpyxl"]:
            monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.delitem(sys.modules, "gongwen.emit.workbook", raising=False)
        with pytest.raises(GongwenError) as caught:
            batch(tmp_path / "out", docs, "xlsx")
        assert caught.value.code is Code.DEPENDENCY_MISSING
        assert len(records(tmp_path / "out")) == 4

    def test_a_record_that_another_hand_has_changed(self, docs: Path, tmp_path: Path) -> None:
        batch(tmp_path / "out", docs)
        record = next((tmp_path / "out" / "records").rglob("*.json"))
        record.write_text('{"id": "mine"}')
        with pytest.raises(GongwenError) as caught:
            batch(tmp_path / "out", docs, "jsonl")
        assert caught.value.code is Code.FILE_CORRUPT
        record.unlink()
        assert batch(tmp_path / "out", docs, "jsonl") == 0

    def test_an_unknown_sink_is_refused_before_any_work(self, docs: Path, tmp_path: Path) -> None:
        with pytest.raises(MisuseError, match="no sink 'exel'"):
            batch(tmp_path / "out", docs, "exel")
        assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    programs = find_server()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    pytest.importorskip("psycopg")
    with tempfile.TemporaryDirectory(prefix="gongwen-pg-") as folder:
        Path(folder).chmod(0o755)
        with server(programs, Path(folder) / "server") as url:
            yield url


class TestPostgres:
    def test_is_fed_and_followed(self, postgres: str, docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "out"
        batch(out, docs, postgres, "sqlite")
        batch(out, docs, postgres)
        said = capsys.readouterr().err
        assert "postgresql: 4 notices written" in said
        assert "postgresql: up to date" in said
        assert rows(postgres, out, "SELECT count(*) FROM tasks") == rows("sqlite", out, "SELECT count(*) FROM tasks")
        write(docs, {"2.txt": document(2).replace("新建社区服务点4个".encode(), "新建社区服务点44个".encode())})
        batch(out, docs, postgres, "sqlite")
        assert "postgresql: 1 notices written" in capsys.readouterr().err
        query = "SELECT notice_id, raw FROM targets WHERE raw LIKE '%44%'"
        assert len(rows(postgres, out, query)) == 1
        assert rows(postgres, out, query) == rows("sqlite", out, query)

    def test_its_address_is_neither_told_nor_kept(
        self, postgres: str, docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "out"
        batch(out, docs, postgres.replace("gongwen@", "gongwen:s3cret@"))
        assert "s3cret" not in capsys.readouterr().err
        assert not [path for path in out.rglob("*") if path.is_file() and b"s3cret" in path.read_bytes()]

    def test_a_server_that_is_away(self, docs: Path, tmp_path: Path) -> None:
        with pytest.raises(GongwenError) as caught:
            batch(tmp_path / "out", docs, "postgresql://gongwen:s3cret@/x?host=/nowhere")
        assert caught.value.code is Code.OUTPUT_UNWRITABLE
        assert "s3cret" not in str(caught.value)
        assert len(records(tmp_path / "out")) == 4
