"""`gongwen diff`: what it reads, what it writes, and what it refuses."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from diff_lists import DREDGE_LATER, LISTS, RIVERS, SCHOOLS, notice
from gongwen.cli import main
from gongwen.commands.diff import WRITERS
from gongwen.diff import NoticeDiff, json_schema


class Ran:
    """A call of the command in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._captured = monkeypatch, capsys

    def __call__(self, *arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        self._patch.setattr(sys, "argv", ["gongwen", "diff", *map(str, arguments)])
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = self._captured.readouterr()
        return int(stopped.value.code or 0), captured.out, captured.err


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    return Ran(monkeypatch, capsys)


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """The old list as a record, the new one as a notice."""
    old, new = tmp_path / "2031.json", tmp_path / "2032.txt"
    old.write_text(notice(2031, LISTS).to_json(), "utf-8")
    rivers = (RIVERS[0], (DREDGE_LATER, *RIVERS[1][1:]))
    new.write_text(notice(2032, (rivers, SCHOOLS)).text or "", "utf-8")
    return old, new


def test_a_record_and_a_notice_are_compared_for_the_eye(run: Ran, sides: tuple[Path, Path]) -> None:
    code, out, err = run(*sides)
    assert (code, err) == (0, "")
    assert "清江市2031年民生重点任务" in out
    assert "successive: 6 of 6 tasks have a counterpart" in out
    assert "deadline moved: 2031年10月底前 → 2032年11月底前 (+30 days within the planning period)" in out
    assert "= same  1 开展河道清淤" in out
    assert "规范砂石开采" not in out, "what did not change is only counted"


def test_json_is_a_diff(run: Ran, sides: tuple[Path, Path]) -> None:
    code, out, _ = run(*sides, "--to", "json")
    assert code == 0
    jsonschema.validate(json.loads(out), json_schema())
    assert NoticeDiff.from_json(out).summary.same == 6


def test_one_side_may_come_from_standard_input(run: Ran, sides: tuple[Path, Path]) -> None:
    old, new = sides
    as_notice = run(old, "-", stdin=new.read_bytes())
    as_record = run("-", new, stdin=old.read_bytes())
    assert as_notice[0] == as_record[0] == 0
    assert as_notice[1] == as_record[1] == run(old, new)[1]
    assert run("-", "-")[0] == 2


def test_several_forms_go_into_a_folder(run: Ran, sides: tuple[Path, Path], tmp_path: Path) -> None:
    code, out, _ = run(*sides, "--to", ",".join(WRITERS), "--out", f"{tmp_path / 'made'}/")
    assert (code, out) == (0, "")
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == sorted(f"2032.diff{writer.suffix}" for writer in WRITERS.values())


def test_one_form_goes_into_a_file(run: Ran, sides: tuple[Path, Path], tmp_path: Path) -> None:
    assert run(*sides, "--to", "json", "--out", tmp_path / "d.json")[0] == 0
    assert NoticeDiff.from_json((tmp_path / "d.json").read_bytes()).tasks


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "pdf"], "no form pdf; there are text, json"),
        (["--to", "xlsx"], "cannot be printed"),
        (["--to", "text,json"], "need a folder"),
        (["--to", ","], "at least one form"),
    ],
)
def test_what_cannot_be_written_so_is_a_usage_error(run: Ran, sides: tuple[Path, Path], options: list[str], said: str) -> None:
    code, _, err = run(*sides, *options)
    assert code == 2
    assert said in " ".join(err.split())


def test_a_record_of_another_schema_version_is_refused_with_the_versions_named(run: Ran, sides: tuple[Path, Path]) -> None:
    old, new = sides
    old.write_text(old.read_text("utf-8").replace('"schema_version":"1.0"', '"schema_version":"7.0"'), "utf-8")
    code, _, err = run(old, new)
    assert code == 1
    assert "unsupported_format" in err
    assert "is of schema version 7.0, this gongwen reads 1.0" in err


@pytest.mark.parametrize(("name", "content"), [("x.json", b"[1, 2]"), ("x.json", b"\xff\xfe"), ("x.json", b"{}"), ("gone.json", None)])
def test_what_is_no_record_is_one_line_on_standard_error(run: Ran, sides: tuple[Path, Path], name: str, content: bytes | None) -> None:
    place = sides[0].parent / name
    if content is not None:
        place.write_bytes(content)
    code, out, err = run(place, sides[1])
    assert (code, out) == (1, "")
    assert err.count("\n") == 1


def test_a_map_corrects_the_alignment(run: Ran, sides: tuple[Path, Path], tmp_path: Path) -> None:
    mapped = tmp_path / "map.yaml"
    mapped.write_text("s1-1.1: none\nnone: [s1-1.1]\n", "utf-8")
    code, out, _ = run(*sides, "--map", mapped)
    assert code == 0
    assert "- removed  1 开展河道清淤" in out
    assert "+ added  1 开展河道清淤" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- just\n- a list\n", "the map is no mapping"),
        ("a: {b: c}\n", "leads to a mapping"),
        ("a: [[1], 2]\n", "something other than tasks"),
        ("a: [unclosed\n", "cannot be read"),
        ('"17": "3"\n', "no task '17'"),
        ("x: !!python/object/apply:os.system [echo]\n", "no task 'x'"),
    ],
)
def test_a_map_that_is_none_is_refused(run: Ran, sides: tuple[Path, Path], tmp_path: Path, content: str, said: str) -> None:
    mapped = tmp_path / "map.yaml"
    mapped.write_text(content, "utf-8")
    code, _, err = run(*sides, "--map", mapped)
    assert code == 1
    assert err.startswith("gongwen: map_invalid:")
    assert said in err
    assert run(*sides, "--map", tmp_path / "gone.yaml")[0] == 1
