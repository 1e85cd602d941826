"""Records to workbooks, data sets and databases: what is read back is what the records say."""

from __future__ import annotations

import csv
import datetime
import json
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from databases import find_server, server
from generator import generate, render_text
from gongwen import convert
from gongwen.emit import PLACES, open_sinks, sql
from gongwen.emit import databases as sinks_of_databases
from gongwen.emit.cells import defused
from gongwen.emit.ledger import LEDGER_HEADINGS, ledger_rows
from gongwen.emit.rows import Row, rows_of
from gongwen.emit.tables import TABLES, Table
from gongwen.errors import Code, GongwenError
from gongwen.records import Notice

KINDS = {"text": str, "integer": int, "number": float, "boolean": bool, "date": str, "list": tuple}
DATABASES = ("sqlite", "duckdb", "postgresql")


def planted(seed: int) -> Notice:
    made = generate(seed)
    return convert(render_text(made.document, "clean", truth=made.truth).encode(), name=f"{seed}.txt")


@pytest.fixture(scope="module")
def notices() -> list[Notice]:
    """Notices of all house styles, no two with one id."""
    found = {notice.id: notice for notice in map(planted, range(5_000, 5_008))}
    return list(found.values())


@pytest.fixture(scope="module")
def expected(notices: list[Notice]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for notice in notices:
        for name, found in rows_of(notice).items():
            rows[name] += found
    assert all(rows[name] for name in ("notices", "tasks", "measures", "assignments", "deadlines", "targets"))
    return rows


def write(name: str, folder: Path, notices: list[Notice]) -> None:
    with open_sinks([name], folder) as sinks:
        for notice in notices:
            sinks.add(notice)


def ordered(table: Table, rows: list[Row]) -> list[Row]:
    at = [table.names.index(name) for name in table.key]
    return sorted(rows, key=lambda row: [row[i] for i in at])


def select(table: Table) -> str:
    names = ", ".join(f'"{name}"' for name in table.names)
    return f"SELECT {names} FROM {table.name}"


def from_database(table: Table, row: tuple[Any, ...]) -> Row:
    """A row as the database gives it, in the types of a record."""
    return tuple(_value(column.type, value) for column, value in zip(table.columns, row, strict=True))


def _value(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "list":
        return tuple(json.loads(value) if isinstance(value, str) else value)
    if kind == "boolean":
        return bool(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


class TestTables:
    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
    def test_rows_have_the_columns_and_types_of_their_table(self, table: Table, notice: Notice, expected: dict[str, list[Row]]) -> None:
        for row in [*rows_of(notice)[table.name], *expected[table.name]]:
            assert len(row) == len(table.columns)
            for column, value in zip(table.columns, row, strict=True):
                assert isinstance(value, KINDS[column.type]) if value is not None else not column.required, (column.name, value)

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
    def test_keys_are_keys(self, table: Table, expected: dict[str, list[Row]]) -> None:
        at = [table.names.index(name) for name in table.key]
        keys = [tuple(row[i] for i in at) for row in expected[table.name]]
        assert table.key[0] == "notice_id"
        assert len(set(keys)) == len(keys)

    def test_every_figure_of_a_record_is_in_a_row(self, notices: list[Notice]) -> None:
        for notice in notices:
            rows = rows_of(notice)
            assert len(rows["targets"]) == sum(len(task.targets) for task in notice.tasks) + len(notice.goals)
            assert len(rows["indicators"]) == sum(max(len(i.values), 1) for i in notice.indicators)


class TestDatabases:
    def test_sqlite(self, tmp_path: Path, notices: list[Notice], expected: dict[str, list[Row]]) -> None:
        write("sqlite", tmp_path, notices)
        connection = sqlite3.connect(tmp_path / PLACES["sqlite"])
        for table in TABLES:
            found = [from_database(table, row) for row in connection.execute(select(table))]
            assert ordered(table, found) == ordered(table, expected[table.name])
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []

    def test_duckdb(self, tmp_path: Path, notices: list[Notice], expected: dict[str, list[Row]]) -> None:
        duckdb = pytest.importorskip("duckdb")
        write("duckdb", tmp_path, notices)
        connection = duckdb.connect(str(tmp_path / PLACES["duckdb"]), read_only=True)
        for table in TABLES:
            found = [from_database(table, row) for row in connection.execute(select(table)).fetchall()]
            assert ordered(table, found) == ordered(table, expected[table.name])
        comment = connection.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'tasks'").fetchone()
        assert comment == ("One row a task. 任务。",)

    def test_postgres(self, postgres: str, notices: list[Notice], expected: dict[str, list[Row]]) -> None:
        import psycopg

        write(postgres, Path(), notices)
        write(postgres, Path(), notices[:3])
        with psycopg.connect(postgres) as connection:
            for table in TABLES:
                found = [from_database(table, row) for row in connection.execute(select(table)).fetchall()]
                assert ordered(table, found) == ordered(table, expected[table.name])
            comment = connection.execute("SELECT obj_description('tasks'::regclass)").fetchone()
            assert comment == ("One row a task. 任务。",)
            for view in sql.views(sql.POSTGRES):
                connection.execute(f"SELECT * FROM {view}").fetchall()

    @pytest.mark.parametrize("name", ["sqlite", "duckdb"])
    def test_a_notice_given_again_replaces_the_one_before(self, name: str, tmp_path: Path, notices: list[Notice]) -> None:
        write(name, tmp_path, notices)
        shorter = notices[0].model_copy(update={"tasks": notices[0].tasks[:1]})
        write(name, tmp_path, [shorter])
        run = sqlite3.connect(tmp_path / "gongwen.sqlite").execute if name == "sqlite" else _duckdb(tmp_path).execute
        assert run("SELECT count(*) FROM tasks WHERE notice_id = ?", [shorter.id]).fetchone() == (1,)
        assert run("SELECT count(*) FROM notices").fetchone() == (len(notices),)

    def test_the_questions_people_ask(self, tmp_path: Path, notice: Notice) -> None:
        write("sqlite", tmp_path, [notice])
        run = sqlite3.connect(tmp_path / "gongwen.sqlite").execute
        assert run("SELECT end_date, lead FROM due").fetchall() == [("2031-06-30", "市政务局")]
        assert run("SELECT unit_name, tasks, leads, supports FROM load_by_unit ORDER BY leads DESC").fetchall() == [
            ("市政务局", 1, 1, 0),
            ("市数据局", 1, 0, 1),
        ]
        assert sorted(run("SELECT metric, year, comparator, value FROM targets_by_metric").fetchall()) == [
            ("办件满意率", 2031, "ge", "95"),
            ("窗口办理时长", 2031, "le", "3"),
            ("网上可办率", 2031, "ge", "90"),
        ]

    def test_what_is_due_this_quarter(self, tmp_path: Path, notice: Notice) -> None:
        write("sqlite", tmp_path, [notice])
        connection = sqlite3.connect(tmp_path / "gongwen.sqlite")
        connection.execute("UPDATE deadlines SET end_date = date('now', 'localtime') WHERE owner = 'task'")
        assert connection.execute("SELECT count(*) FROM due_this_quarter").fetchone() == (1,)
        connection.execute("UPDATE deadlines SET end_date = date('now', 'localtime', '+93 days') WHERE owner = 'task'")
        assert connection.execute("SELECT count(*) FROM due_this_quarter").fetchone() == (0,)

    def test_tables_of_a_newer_gongwen_are_left_alone(self, tmp_path: Path, notice: Notice) -> None:
        write("sqlite", tmp_path, [notice])
        connection = sqlite3.connect(tmp_path / "gongwen.sqlite")
        connection.execute("UPDATE gongwen_version SET version = 99")
        connection.commit()
        with pytest.raises(GongwenError, match="version 99") as caught:
            open_sinks(["sqlite"], tmp_path)
        assert caught.value.code is Code.OUTPUT_UNWRITABLE

    def test_tables_of_an_older_gongwen_are_brought_forward(
        self, tmp_path: Path, notice: Notice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write("sqlite", tmp_path, [notice])
        newer = sql.VERSION + 1
        monkeypatch.setattr(sql, "VERSION", newer)
        monkeypatch.setattr(sql, "MIGRATIONS", {newer: ("ALTER TABLE notices ADD COLUMN checked_by TEXT",)})
        write("sqlite", tmp_path, [notice])
        connection = sqlite3.connect(tmp_path / "gongwen.sqlite")
        assert connection.execute("SELECT checked_by FROM notices").fetchall() == [(None,)]
        assert connection.execute("SELECT max(version) FROM gongwen_version").fetchone() == (newer,)

    def test_a_view_that_changed_reaches_databases_that_are_there(
        self, tmp_path: Path, notice: Notice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write("sqlite", tmp_path, [notice])
        connection = sqlite3.connect(tmp_path / "gongwen.sqlite", isolation_level=None)
        connection.execute("DROP VIEW due")
        connection.execute("CREATE VIEW due AS SELECT 'as it was' AS lead")
        monkeypatch.setattr(sql, "MIGRATIONS", {sql.VERSION + 1: ()})
        monkeypatch.setattr(sql, "VERSION", sql.VERSION + 1)
        write("sqlite", tmp_path, [notice])
        assert connection.execute("SELECT lead FROM due").fetchall() == [("市政务局",)]

    @pytest.mark.parametrize("name", DATABASES)
    def test_who_leads_is_the_first_whose_role_it_is(
        self, name: str, tmp_path: Path, notice: Notice, request: pytest.FixtureRequest
    ) -> None:
        (task,) = notice.tasks
        lead, supporting = task.units
        second = lead.model_copy(update={"name": "市财政局"})
        cases = {"led": (supporting, lead, second), "supported": (supporting,), "nobody": ()}
        tasks = tuple(task.model_copy(update={"id": key, "units": units}) for key, units in cases.items())
        place = _place(name, request)
        write(place, tmp_path, [notice.model_copy(update={"tasks": tasks})])
        found = _query(place, tmp_path, "SELECT task_id, lead FROM due ORDER BY task_id")
        assert found == [("led", "市政务局"), ("nobody", None), ("supported", None)]

    @pytest.mark.parametrize("name", DATABASES)
    def test_a_run_that_is_given_up_keeps_what_it_was_given(
        self, name: str, tmp_path: Path, notice: Notice, request: pytest.FixtureRequest
    ) -> None:
        place = _place(name, request)
        sinks = open_sinks([place], tmp_path)
        for key in ("1", "2"):
            sinks.add(notice.model_copy(update={"id": key}))
        sinks.__exit__(KeyError, KeyError(), None)
        found = _query(place, tmp_path, "SELECT notice_id FROM notices ORDER BY notice_id")
        assert found == [("1",), ("2",)]

    def test_a_batch_that_is_interrupted_is_kept_too(self, tmp_path: Path, notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("duckdb")
        monkeypatch.setattr(sinks_of_databases, "_BATCH", 1)
        sinks = open_sinks(["duckdb"], tmp_path)
        with monkeypatch.context() as during:
            during.setattr("gongwen.emit.parquet.arrow_table", _interrupted)
            with pytest.raises(KeyboardInterrupt):
                sinks.add(notice)
        sinks.abandon()
        assert _query("duckdb", tmp_path, "SELECT count(*) FROM notices") == [(1,)]

    @pytest.mark.parametrize("name", DATABASES)
    def test_the_hint_says_what_was_written(
        self, name: str, tmp_path: Path, notice: Notice, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sinks_of_databases, "_BATCH", 2)
        place = _place(name, request)
        given = [notice.model_copy(update={"id": key}) for key in ("1", "2", "3")]
        given.append(notice.model_copy(update={"id": "4", "tasks": notice.tasks * 2}))  # one key twice: the database refuses it
        with pytest.raises(GongwenError) as caught:
            write(place, tmp_path, given)
        found = _query(place, tmp_path, "SELECT notice_id FROM notices ORDER BY notice_id")
        if name == "duckdb":
            assert caught.value.hint == "Notices that were not written: the last 2 given; those before them are kept."
            assert found == [("1",), ("2",)]
        else:
            assert caught.value.hint == "Nothing of this notice was written; those before it are kept."
            assert found == [("1",), ("2",), ("3",)]

    @pytest.mark.parametrize("name", ["sqlite", "duckdb"])
    def test_a_file_that_is_no_database(self, name: str, tmp_path: Path) -> None:
        if name == "duckdb":
            pytest.importorskip("duckdb")
        (tmp_path / PLACES[name]).write_text("a list of things to buy, not a database\n" * 1_000)
        with pytest.raises(GongwenError) as caught:
            open_sinks([name], tmp_path)
        assert caught.value.hint == "No notice was written: the database could not be opened or made ready."

    @pytest.mark.parametrize("name", DATABASES)
    def test_a_database_that_cannot_be_made_ready_is_closed(
        self, name: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place = _place(name, request)
        client = pytest.importorskip({"sqlite": "sqlite3", "postgresql": "psycopg"}.get(name, name))
        connect, connections = client.connect, []

        def connected(*args: Any, **kwargs: Any) -> Any:
            connections.append(connect(*args, **kwargs))
            return connections[-1]

        monkeypatch.setattr(client, "connect", connected)
        monkeypatch.setattr(sinks_of_databases, "_prepare", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            open_sinks([place], tmp_path)
        (connection,) = connections
        with pytest.raises(client.Error, match=r"(?i)closed"):
            connection.execute("SELECT 1")

    @pytest.mark.parametrize("name", DATABASES)
    def test_a_notice_is_made_rows_once(
        self, name: str, tmp_path: Path, notice: Notice, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made: list[str] = []

        def counted(notice: Notice) -> Any:
            made.append(notice.id)
            return rows_of(notice)

        monkeypatch.setattr(sinks_of_databases, "rows_of", counted)
        write(_place(name, request), tmp_path, [notice])
        assert made == [notice.id]


def _interrupted(*_: Any) -> Any:
    raise KeyboardInterrupt


def _place(name: str, request: pytest.FixtureRequest) -> str:
    """What the sink is opened by: its name, of PostgreSQL the URL of a new database."""
    if name != "postgresql":
        pytest.importorskip({"sqlite": "sqlite3"}.get(name, name))
        return name
    server_url = str(request.getfixturevalue("postgres"))
    import psycopg

    database = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}".encode())
    return server_url.replace("/postgres?", f"/{database}?")


def _query(place: str, folder: Path, query: str) -> list[tuple[Any, ...]]:
    if place == "sqlite":
        return sqlite3.connect(folder / PLACES["sqlite"]).execute(query).fetchall()
    if place == "duckdb":
        with _duckdb(folder) as connection:
            return list(connection.execute(query).fetchall())
    import psycopg

    with psycopg.connect(place) as connection:
        return connection.execute(query.encode()).fetchall()


def _duckdb(folder: Path) -> Any:
    import duckdb

    return duckdb.connect(str(folder / "gongwen.duckdb"), read_only=True)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    programs = find_server()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    pytest.importorskip("psycopg")
    # not below pytest's own folder, which other users may not enter
    with tempfile.TemporaryDirectory(prefix="gongwen-pg-") as folder:
        Path(folder).chmod(0o755)
        with server(programs, Path(folder) / "server") as url:
            yield url


class TestParquet:
    def test_read_back(self, tmp_path: Path, notices: list[Notice], expected: dict[str, list[Row]]) -> None:
        dataset = pytest.importorskip("pyarrow.dataset")
        write("parquet", tmp_path, notices)
        for table in TABLES:
            if not expected[table.name]:
                continue
            read = dataset.dataset(tmp_path / "parquet" / table.name, partitioning="hive").to_table()
            rows = [tuple(row[name] for name in table.names) for row in read.to_pylist()]
            assert ordered(table, [from_database(table, row) for row in rows]) == ordered(table, expected[table.name])

    def test_it_is_parted_by_year_and_says_what_its_columns_are(self, tmp_path: Path, notice: Notice) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        write("parquet", tmp_path, [notice])
        (file,) = (tmp_path / "parquet" / "tasks").rglob("*.parquet")
        assert file.parent.name == "year=2031"
        assert parquet.read_schema(file).field("task_id").metadata[b"comment"].startswith(b"Unique in the notice")

    def test_a_new_data_set_takes_the_place_of_the_old_one(self, tmp_path: Path, notices: list[Notice]) -> None:
        pytest.importorskip("pyarrow")
        write("parquet", tmp_path, notices)
        write("parquet", tmp_path, notices[:1])
        (file,) = (tmp_path / "parquet" / "notices").rglob("*.parquet")
        assert not list(tmp_path.glob(".*"))
        assert file.is_file()

    def test_the_old_one_stays_where_the_new_one_cannot_be_put(
        self, tmp_path: Path, notice: Notice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pytest.importorskip("pyarrow")
        write("parquet", tmp_path, [notice])
        (tmp_path / "parquet" / "old").touch()
        rename = Path.rename

        def refused(self: Path, target: Path) -> Path:
            if self.suffix == ".partial":
                raise PermissionError(13, "Permission denied")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", refused)
        with pytest.raises(GongwenError) as caught:
            write("parquet", tmp_path, [notice])
        assert caught.value.code is Code.OUTPUT_UNWRITABLE
        assert (tmp_path / "parquet" / "old").is_file()
        assert not list(tmp_path.glob(".*"))

    @pytest.mark.parametrize("kind", ["file", "link"])
    def test_what_is_no_data_set_is_left_alone(self, kind: str, tmp_path: Path, notice: Notice) -> None:
        pytest.importorskip("pyarrow")
        (tmp_path / "elsewhere").mkdir()
        place = tmp_path / "parquet"
        place.symlink_to(tmp_path / "elsewhere") if kind == "link" else place.write_text("mine")
        with pytest.raises(GongwenError) as caught:
            write("parquet", tmp_path, [notice])
        assert caught.value.code is Code.OUTPUT_UNWRITABLE
        assert place.is_symlink() if kind == "link" else place.read_text() == "mine"
        assert not list(tmp_path.glob(".*"))


class TestText:
    def test_json_lines(self, tmp_path: Path, notices: list[Notice]) -> None:
        write("jsonl", tmp_path, notices)
        tasks = [json.loads(line) for line in (tmp_path / "tasks.jsonl").read_text("utf-8").splitlines()]
        kept = [{key: line[key] for key in line if key in type(notices[0].tasks[0]).model_fields} for line in tasks]
        assert kept == [task.model_dump(mode="json") for notice in notices for task in notice.tasks]
        targets = [json.loads(line) for line in (tmp_path / "targets.jsonl").read_text("utf-8").splitlines()]
        assert len(targets) == sum(len(t.targets) for n in notices for t in n.tasks) + sum(len(n.goals) for n in notices)

    def test_csv(self, tmp_path: Path, notices: list[Notice], expected: dict[str, list[Row]]) -> None:
        write("csv", tmp_path, notices)
        assert (tmp_path / "csv" / "tasks.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        for table in TABLES:
            with (tmp_path / "csv" / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
                head, *rows = csv.reader(file)
            assert tuple(head) == table.names
            assert len(rows) == len(expected[table.name])

    def test_nothing_is_seen_before_all_is_written(self, tmp_path: Path, notice: Notice) -> None:
        sinks = open_sinks(["jsonl", "csv"], tmp_path)
        sinks.add(notice)
        assert not list(tmp_path.rglob("*.jsonl"))
        assert not list(tmp_path.rglob("*.csv"))
        sinks.close()
        assert len(list(tmp_path.rglob("*.jsonl"))) == 2

    @pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", " =A1"])
    def test_formulas_are_defused(self, text: str) -> None:
        assert defused(text) == "'" + text

    @pytest.mark.parametrize("text", ["-2.7", "+5%", "市医保局", "①落实", ""])
    def test_text_and_figures_stay_as_they_are(self, text: str) -> None:
        assert defused(text) == text


class TestWorkbook:
    def test_the_ledger_says_what_the_records_say(self, tmp_path: Path, notices: list[Notice]) -> None:
        openpyxl = pytest.importorskip("openpyxl")
        write("xlsx", tmp_path, notices)
        book = openpyxl.load_workbook(tmp_path / "ledger.xlsx")
        head, *rows = book["任务台账"].iter_rows(values_only=True)
        assert head == LEDGER_HEADINGS
        assert rows == [tuple(value if value != "" else None for value in row) for n in notices for row in ledger_rows(n)]
        assert book.sheetnames == ["任务台账", "指标", "审核发现"]

    def test_it_is_made_to_be_worked_with(self, tmp_path: Path, notice: Notice) -> None:
        openpyxl = pytest.importorskip("openpyxl")
        write("xlsx", tmp_path, [notice])
        sheet = openpyxl.load_workbook(tmp_path / "ledger.xlsx")["任务台账"]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == "A1:J2"
        assert sheet["E2"].alignment.wrap_text
        assert [cell.value for cell in sheet[2]] == [
            "1",
            "清江市人民政府办公室关于印发2031年便民服务工作要点的通知",
            "一、优化窗口服务",
            "推行一窗受理",
            "①按《云岭省政务服务办法》设立综合窗口；\n②2031年6月底前，窗口办理时长压缩到3个工作日以内。",
            "市政务局",
            "市数据局（配合）",
            "2031年6月底前（2031-06-30）",
            "窗口办理时长≤3个工作日",
            1,
        ]

    def test_a_formula_in_a_notice_is_text(self, tmp_path: Path, notice: Notice) -> None:
        openpyxl = pytest.importorskip("openpyxl")
        task = notice.tasks[0].model_copy(update={"title": '=HYPERLINK("http://x","y")\x01'})
        write("xlsx", tmp_path, [notice.model_copy(update={"tasks": (task,)})])
        cell = openpyxl.load_workbook(tmp_path / "ledger.xlsx")["任务台账"]["D2"]
        assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://x","y")', "s", True)


def test_an_unknown_sink_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no sink 'excel'"):
        open_sinks(["excel"], tmp_path)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    for name in PLACES:
        with pytest.raises(GongwenError) as caught, open_sinks([name], tmp_path / "taken"):
            pass
        assert caught.value.code is Code.OUTPUT_UNWRITABLE, name


def test_a_file_for_each_notice_reads_back_as_the_record(tmp_path: Path, notices: list[Notice]) -> None:
    write("json", tmp_path, notices)
    assert {Notice.from_json(path.read_bytes()).id for path in (tmp_path / "records").iterdir()} == {notice.id for notice in notices}
    found = {notice.id: notice for notice in notices}
    for path in (tmp_path / "records").iterdir():
        read = Notice.from_json(path.read_bytes())
        assert read == found[read.id]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", ".hidden", "", "清" * 200, "con\n"])
def test_an_id_leads_to_a_file_in_the_folder_and_nowhere_else(name: str, tmp_path: Path, notice: Notice) -> None:
    write("json", tmp_path, [notice.model_copy(update={"id": name})])
    (only,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert only.parent == tmp_path / "records"
    assert Notice.from_json(only.read_bytes()).id == name


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "xlsx", "parquet"])
def test_of_a_run_that_failed_no_file_is_seen(name: str, tmp_path: Path, notice: Notice) -> None:
    sinks = open_sinks([name], tmp_path)
    sinks.add(notice)
    sinks.__exit__(KeyError, KeyError(), None)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
