"""The command as its user meets it: records on standard output, words on standard error, exit codes, never a traceback."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest

from gongwen import __version__
from gongwen.cli import main
from gongwen.commands.convert import destinations, summary
from gongwen.commands.doctor import Check
from gongwen.commands.explain import occurrences
from gongwen.commands.export import _without_password
from gongwen.commands.run import error_line, printable, write_whole
from gongwen.commands.show import amount, show_notice
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT
from gongwen.records import Audit, Notice, json_schema
from sample_record import TEXT, sample


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("convert", "x.txt")` runs the command in this process."""

    def call(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["gongwen", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return Result(int(stopped.value.code or 0), captured.out, captured.err)

    return call


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A pipeline that gives the sample record, or fails as the name of the file says; it notes what it was asked."""
    calls: list[dict[str, Any]] = []

    def convert(source: Any, **options: Any) -> Notice:
        calls.append({"source": source, **options})
        if "locked" in str(source):
            raise GongwenError(Code.FILE_ENCRYPTED, "the file asks for a password", page=2, hint="Save it without one.")
        if "broken" in str(source):
            raise ZeroDivisionError("a bug\nof two lines")
        notice = sample()
        if "whole" in str(source):
            notice = notice.model_copy(update={"audit": Audit(coverage=1, findings=notice.audit.findings)})
        return notice

    module = ModuleType("gongwen.convert")
    module.convert = convert  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gongwen.convert", module)
    return calls


@pytest.mark.usefixtures("pipeline")
class TestConvert:
    def test_the_record_goes_to_standard_output_and_one_line_to_standard_error(self, run: Run) -> None:
        result = run("convert", "whole.txt")
        assert result.code == 0
        jsonschema.validate(json.loads(result.out), json_schema())
        assert result.err == "要点.pdf: 1 tasks, 1 indicators; 1 warning, 1 info (unclaimed_number 1, year_inferred 1)\n"

    def test_quiet_says_nothing(self, run: Run) -> None:
        assert run("convert", "--quiet", "whole.txt").err == ""

    def test_no_text_and_compact(self, run: Run) -> None:
        result = run("convert", "whole.txt", "--no-text", "--compact")
        assert result.out.count("\n") == 1
        assert "text" not in json.loads(result.out)

    def test_several_on_standard_output_are_json_lines(self, run: Run) -> None:
        assert [json.loads(line)["schema_version"] for line in run("convert", "whole-1", "whole-2").out.splitlines()] == ["1.0", "1.0"]

    def test_standard_input(self, run: Run, pipeline: list[dict[str, Any]]) -> None:
        assert run("convert", "-", stdin="一、".encode()).code == 3
        assert pipeline[0].pop("progress") is not None
        asked = {"limits": DEFAULT, "pdf_engine": "pdfium", "ocr": "auto", "password": None}
        assert pipeline == [{"source": "一、".encode(), "name": "stdin", **asked}]
        assert run("convert", "-", "-").code == 2

    def test_the_engine_is_handed_on(self, run: Run, pipeline: list[dict[str, Any]]) -> None:
        run("convert", "x.pdf", "--pdf-engine", "pdfplumber")
        assert pipeline[0]["pdf_engine"] == "pdfplumber"
        assert run("convert", "x.pdf", "--pdf-engine", "other").code == 2

    def test_a_password_comes_from_the_command_or_from_the_environment(
        self, run: Run, pipeline: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("convert", "--password", "密码", "a.pdf")
        monkeypatch.setenv("GONGWEN_PASSWORD", "kept quiet")
        run("show", "a.pdf")
        assert [call["password"] for call in pipeline] == ["密码", "kept quiet"]

    def test_the_user_says_when_pages_are_read_by_ocr(self, run: Run, pipeline: list[dict[str, Any]]) -> None:
        run("convert", "--ocr", "never", "a.pdf")
        run("show", "--ocr", "always", "a.pdf")
        assert [call["ocr"] for call in pipeline] == ["never", "always"]

    def test_limits_are_those_of_the_line_over_those_of_the_environment(
        self, run: Run, pipeline: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GONGWEN_LIMITS", "max_pages=10, max_chars=5000")
        run("convert", "a.pdf", "--limit", "max_pages=20", "--limit", "max_bytes=500M")
        run("show", "a.pdf")
        run("explain", "a.pdf", "--at", "0", "--limit", "max_pages=30")
        assert [(c["limits"].max_pages, c["limits"].max_chars) for c in pipeline] == [(20, 5000), (10, 5000), (30, 5000)]
        assert pipeline[0]["limits"].max_bytes == 500 * 1024 * 1024

    def test_a_limit_that_is_none_is_a_matter_of_usage(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        result = run("convert", "a.pdf", "--limit", "max_page=20")
        assert result.code == 2
        assert "max_table_cells" in result.err, "the names that there are"
        assert run("convert", "a.pdf", "--limit", "max_pages=many").code == 2
        monkeypatch.setenv("GONGWEN_LIMITS", "max_pages")
        assert run("convert", "a.pdf").code == 2

    def test_pages_read_by_ocr_are_told_also_where_nobody_watches(
        self, run: Run, pipeline: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        run("convert", "folder/a.pdf")
        pipeline[0]["progress"](3, 12)
        assert capsys.readouterr().err == "a.pdf: page 3/12 by OCR\n"
        run("convert", "--quiet", "a.pdf")
        assert pipeline[1]["progress"] is None

    def test_out_names_a_file_or_a_folder(self, run: Run, tmp_path: Path) -> None:
        run("convert", "whole.txt", "--out", str(tmp_path / "a.json"))
        run("convert", "whole.txt", "--out", f"{tmp_path}/b/")
        run("convert", "whole-1.txt", "whole-2.txt", "--out", f"{tmp_path}/c")
        assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.json")) == [
            "a.json",
            "b/whole.json",
            "c/whole-1.json",
            "c/whole-2.json",
        ]
        assert Notice.from_json((tmp_path / "a.json").read_bytes()).text == TEXT

    def test_two_notices_never_share_a_file(self, run: Run, tmp_path: Path) -> None:
        assert destinations(["x/a.pdf", "a.docx", "b.txt"], str(tmp_path)) == [
            tmp_path / n for n in ("a.pdf.json", "a.docx.json", "b.json")
        ]
        result = run("convert", "x/a.pdf", "y/a.pdf", "--out", str(tmp_path))
        assert result.code == 2
        assert "different folders" in " ".join(result.err.split())
        assert list(tmp_path.iterdir()) == []

    def test_a_failure_is_one_line_and_writes_nothing(self, run: Run, tmp_path: Path) -> None:
        result = run("convert", "locked.pdf", "--out", str(tmp_path / "x.json"))
        assert result == Result(1, "", "gongwen: file_encrypted: the file asks for a password (page 2). Save it without one.\n")
        assert list(tmp_path.iterdir()) == []

    def test_one_that_fails_does_not_stop_the_others(self, run: Run) -> None:
        result = run("convert", "locked.pdf", "whole.txt")
        assert result.code == 1
        assert len(result.out.splitlines()) == 1
        assert "gongwen: file_encrypted: locked.pdf: the file asks" in result.err

    def test_an_unexpected_error_is_one_line_too(self, run: Run) -> None:
        result = run("convert", "broken.txt")
        assert result.code == 1
        assert result.err.startswith("gongwen: internal_error: ZeroDivisionError: a bug of two lines. ")
        assert result.err.count("\n") == 1

    def test_debug_shows_the_traceback(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for arguments in (["--debug", "convert", "broken.txt"], ["convert", "broken.txt", "--debug"]):
            monkeypatch.setattr(sys, "argv", ["gongwen", *arguments])
            with pytest.raises(ZeroDivisionError):
                main()

    def test_partial_is_never_success(self, run: Run) -> None:
        assert run("convert", "unplaced-text.txt").code == 3
        assert run("convert", "whole.txt").code == 0
        assert run("convert", "whole.txt", "--strict").code == 3

    def test_usage(self, run: Run) -> None:
        assert run("convert").code == 2
        assert run("convert", "x", "--no-such-option").code == 2
        assert run("nothing").code == 2


@pytest.mark.usefixtures("pipeline")
class TestExplain:
    def test_it_tells_place_rule_and_finding(self, run: Run) -> None:
        out = run("explain", "x", "--find", "3个工作日").out
        assert "in 一、优化窗口服务 › （一）推行一窗受理" in out
        assert "quantities.within" in out
        assert "metric=窗口办理时长" in out
        at = TEXT.index("一窗")
        assert "audit  info unclaimed_number" in run("explain", "x", "--at", str(at)).out

    def test_where_nothing_was_found_it_says_so(self, run: Run) -> None:
        assert "no rule made anything of it" in run("explain", "x", "--at", "0").out

    def test_a_place_must_be_there(self, run: Run) -> None:
        assert run("explain", "x", "--at", str(len(TEXT))).code == 2
        assert run("explain", "x", "--find", "不在文中").code == 2
        assert run("explain", "x").code == 2
        assert run("explain", "x", "--at", "1", "--find", "x").code == 2

    def test_occurrences_do_not_overlap(self) -> None:
        assert occurrences("aaaa", "aa") == [(0, 2), (2, 4)]
        assert occurrences("aaaa", "") == []


class TestShow:
    def test_it_fits_the_width_and_names_everything(self, notice: Notice) -> None:
        from rich.cells import cell_len

        for width in (60, 100, 160):
            shown = show_notice(notice, width)
            assert max(map(cell_len, shown.splitlines())) <= width
        joined = "".join(shown.split())
        for wanted in (
            "推行一窗受理",
            "市政务局（牵头）",
            "市数据局（配合）",
            "2031年6月底前→2031-06-30",
            "窗口办理时长≤3个工作日",
            "网上可办率",
        ):
            assert wanted in joined

    @pytest.mark.usefixtures("pipeline")
    def test_the_command(self, run: Run) -> None:
        assert "推行一窗受理" in run("show", "x", "--width", "120").out
        assert run("show", "locked.pdf").err.startswith("gongwen: file_encrypted: ")

    @pytest.mark.parametrize(
        ("parts", "shown"),
        [
            (("level", "ge", "90", None, "%"), "≥ 90%"),
            (("count", "eq", "40", None, "家"), "40家"),
            (("level", "range", "2", "3", "名"), "2–3名"),
            (("trend", "up", None, None, None), "↑"),
            (("change", "eq", "3", None, "个百分点"), "+3个百分点"),
            (("change", "ge", "-20", None, "%"), "≥ -20%"),
        ],
    )
    def test_amounts(self, parts: tuple[str, str, str | None, str | None, str | None], shown: str) -> None:
        mode, comparator, value, upper, unit = parts
        figure = {"mode": mode, "comparator": comparator, "value": value, "upper": upper, "unit": unit}
        assert amount(sample().tasks[0].targets[0].model_copy(update=figure)) == shown


class TestOtherCommands:
    def test_version(self, run: Run) -> None:
        assert run("--version").out == f"gongwen {__version__}\n"

    def test_schema(self, run: Run, root: Path, tmp_path: Path) -> None:
        published = (root / "schemas" / "notice.schema.json").read_text("utf-8")
        assert run("schema").out == published
        run("schema", "--out", str(tmp_path / "s.json"))
        assert (tmp_path / "s.json").read_text("utf-8") == published

    def test_doctor(self, run: Run) -> None:
        result = run("doctor")
        assert f"ok       gongwen {__version__}" in result.out
        assert "ok       pydantic " in result.out

    def test_doctor_tells_the_command_that_brings_what_is_missing(self) -> None:
        assert Check("LibreOffice", None, required=False, need="reads .doc", hint="apt-get install x").line == (
            "absent   LibreOffice: reads .doc; apt-get install x"
        )

    def test_grammars_are_listed_and_hold(self, run: Run) -> None:
        assert "common" in run("grammar", "list").out
        result = run("grammar", "test")
        assert (result.code, result.out) == (0, "")
        assert run("grammar", "test", "no_such_grammar").code == 2

    def test_an_example_that_does_not_hold_is_named(self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        from gongwen.recognise import grammar

        (tmp_path / "toy.yaml").write_text(
            "rules:\n  - {name: year, pattern: '[0-9]{4}年', examples: [{text: 2031年, year: 2031}, {text: 三年}]}\n", "utf-8"
        )
        (tmp_path / "loose.yaml").write_text("rules:\n  - {name: year, pattern: '[0-9]{4}年', examples: [2031年]}\n", "utf-8")
        (tmp_path / "sick.yaml").write_text("rules: [", "utf-8")
        monkeypatch.setattr(grammar, "grammar_folder", lambda: tmp_path)
        result = run("grammar", "test")
        assert result.code == 1
        assert "toy.year in '三年': expected 三年, got nothing" in result.out
        assert "toy.year in '2031年': expected year=2031, got year=None" in result.out
        assert "loose: expected rules with name and pattern" in result.out
        assert "sick: expected a valid grammar" in result.out


class TestPieces:
    def test_error_lines_are_one_safe_line(self) -> None:
        error = GongwenError(Code.FILE_CORRUPT, "bad \x1b[31mname\nof two lines.", hint="Try again.")
        assert error_line(error) == "gongwen: file_corrupt: bad  [31mname of two lines. Try again."
        assert printable("a\x07b") == "a b"

    def test_summary_of_a_sound_notice(self, notice: Notice) -> None:
        sound = notice.model_copy(update={"audit": Audit(coverage=1)})
        assert summary(sound) == "要点.pdf: 1 tasks, 1 indicators; no findings"
        assert not sound.is_partial(strict=True)

    def test_a_file_is_written_whole_or_not_at_all(self, tmp_path: Path) -> None:
        write_whole(tmp_path / "deep" / "x.json", "新")
        assert (tmp_path / "deep" / "x.json").read_text("utf-8") == "新"
        (tmp_path / "folder.json").mkdir()
        with pytest.raises(GongwenError) as failed:
            write_whole(tmp_path / "folder.json", "x")
        assert failed.value.code is Code.OUTPUT_UNWRITABLE
        assert sorted(p.name for p in tmp_path.iterdir()) == ["deep", "folder.json"]


def test_help_loads_nothing_heavy_and_is_fast() -> None:
    code = (
        "import sys\nsys.argv = ['gongwen', '--help']\nfrom gongwen.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('HEAVY', [m for m in ('pydantic', 'lxml', 'regex', 'yaml', 'pypdfium2', 'gongwen.records') if m in sys.modules])"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
        assert done.stdout.endswith("HEAVY []\n")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Processor time, not the clock's: other work on the machine does not count.
    assert (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 3 < 0.3


class TestWholeCommand:
    """The installed command on real files, in a process of its own and with nothing replaced."""

    def call(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "gongwen", *arguments]
        return subprocess.run(command, capture_output=True, timeout=120, env={**os.environ, **environment}, check=False)

    def test_a_notice(self, root: Path) -> None:
        done = self.call("convert", str(root / "docs" / "example.txt"))
        assert done.returncode == 0, done.stderr.decode()
        record = json.loads(done.stdout)
        jsonschema.validate(record, json_schema())
        assert [task["number"] for task in record["tasks"]] == ["1", "2", "3"]

    def test_the_locale_does_not_matter(self, root: Path) -> None:
        file = str(root / "docs" / "example.txt")
        latin = self.call("convert", file, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="latin-1")
        assert latin.returncode == 0
        assert latin.stdout == self.call("convert", file).stdout

    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [("empty.txt", b"", Code.FILE_EMPTY), ("noise.pdf", b"%PDF-1.7\n" + bytes(range(256)), Code.FILE_CORRUPT)],
    )
    def test_bad_files(self, tmp_path: Path, name: str, data: bytes, code: Code) -> None:
        (tmp_path / name).write_bytes(data)
        done = self.call("convert", str(tmp_path / name), "--out", str(tmp_path / "x.json"))
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.decode().startswith(f"gongwen: {code}: ")
        assert done.stderr.count(b"\n") == 1
        assert not (tmp_path / "x.json").exists()

    def test_files_that_are_none(self, tmp_path: Path) -> None:
        assert self.call("convert", str(tmp_path / "no")).stderr.startswith(b"gongwen: file_not_found: ")
        assert self.call("convert", str(tmp_path)).stderr.startswith(b"gongwen: not_a_file: ")

    def test_a_reader_of_our_output_may_go_away(self, root: Path) -> None:
        command = f"'{sys.executable}' -m gongwen convert '{root}/docs/example.txt' | true"
        done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, timeout=60, check=False)
        assert b"Traceback" not in done.stderr


class TestExport:
    def test_records_go_into_several_sinks(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "in" / "a").mkdir(parents=True)
        (tmp_path / "in" / "a" / "one.json").write_text(sample().to_json(indent=2), encoding="utf-8")
        result = run("export", str(tmp_path / "in"), "--to", "jsonl,csv", "--to", "sqlite", "--out", str(tmp_path / "out"))
        assert (result.code, result.err) == (0, "1 records to jsonl, csv, sqlite\n")
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["csv", "gongwen.sqlite", "targets.jsonl", "tasks.jsonl"]

    def test_json_lines_from_standard_input(self, run: Run, tmp_path: Path) -> None:
        lines = "\n".join(sample().model_copy(update={"id": name}).to_json() for name in ("甲", "乙"))
        assert run("export", "-", "--to", "jsonl", "-o", str(tmp_path), stdin=lines.encode()).code == 0
        tasks = (tmp_path / "tasks.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["notice_id"] for line in tasks] == ["甲", "乙"]

    def test_a_notice_that_comes_twice_is_told_and_put_in_once(self, run: Run, tmp_path: Path) -> None:
        for name in ("a.json", "b.json"):
            (tmp_path / name).write_text(sample().to_json(), encoding="utf-8")
        result = run("export", str(tmp_path), "--to", "jsonl", "-o", str(tmp_path / "out"))
        assert result.code == 0
        assert "stands in" in result.err
        assert len((tmp_path / "out" / "tasks.jsonl").read_text("utf-8").splitlines()) == 1

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{}", "is no record of gongwen"),
            ("not json", "is no record of gongwen"),
            (sample().to_json().replace('on":"1.0"', 'on":"7.0"'), "is of schema version 7.0, this gongwen reads 1.0"),
        ],
    )
    def test_what_is_no_record_is_told_and_the_others_go_on(self, run: Run, tmp_path: Path, text: str, said: str) -> None:
        (tmp_path / "a.json").write_text(text, encoding="utf-8")
        (tmp_path / "b.json").write_text(sample().to_json(), encoding="utf-8")
        result = run("export", str(tmp_path), "--to", "jsonl", "-o", str(tmp_path / "out"))
        assert result.code == 1
        assert said in result.err
        assert (tmp_path / "out" / "tasks.jsonl").is_file()

    def test_an_unknown_sink_is_a_usage_error(self, run: Run, tmp_path: Path) -> None:
        result = run("export", str(tmp_path), "--to", "excel")
        assert result.code == 2
        assert "there are json, jsonl, csv, xlsx" in result.err

    @pytest.mark.parametrize(
        ("sink", "told"),
        [
            ("sqlite", "sqlite"),
            ("postgresql://me:secret@db/x", "postgresql://db/x"),
            ("postgres://db:5433/x?user=me&password=secret", "postgres://db:5433/x"),
            ("postgresql://me:secret@db/x?options=a@b", "postgresql://db/x"),
            ("postgresql://me@/x?host=/run/db&password=secret", "postgresql:///x"),  # a socket
            ("postgresql://me:secret@%2Frun%2Fdb/x", "postgresql://%2Frun%2Fdb/x"),
            ("postgresql://me:se#cret@db/x", "postgresql://…"),  # not escaped, which PostgreSQL takes
            ("postgresql://me:se?cret@db/x", "postgresql://…"),
            ("postgresql://me:se[cret@db/x", "postgresql://…"),
        ],
    )
    def test_of_a_database_only_host_and_name_are_told(self, sink: str, told: str) -> None:
        assert _without_password(sink) == told

    def test_the_address_of_a_database_is_not_cut_at_a_comma(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[list[str]] = []
        monkeypatch.setattr("gongwen.commands.export.export_records", lambda records, sinks, *_, **__: asked.append(sinks) or 0)
        run("export", str(tmp_path), "--to", "postgresql://me:a,b@db/x", "--to", "csv,jsonl")
        assert asked == [["postgresql://me:a,b@db/x", "csv", "jsonl"]]
