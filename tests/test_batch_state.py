"""What a later run does again: what it must, and nothing else. Whatever came in between, the results are those of a first run."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import gongwen
import gongwen.batch.inputs
import gongwen.batch.run
from batches import Here, document, essence, limited, records, run, unfinished, write
from gongwen.batch import worker
from gongwen.batch.folder import LocalFolder
from gongwen.batch.inputs import Stamp
from gongwen.batch.job import Job
from gongwen.batch.pool import Result
from gongwen.batch.recipe import OF_READERS, Recipe, recipe_of
from gongwen.batch.run import Again, Batch
from gongwen.batch.work import Options, Outcome, Status
from gongwen.errors import GongwenError
from gongwen.limits import DEFAULT, Limits
from gongwen.recognise.grammar import grammar_names


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gongwen.batch.run, "Pool", Here)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", {"a.txt": document(1), "b.txt": document(2), "d1/n.txt": document(3), "d2/n.txt": document(4)})


@pytest.fixture
def out(tmp_path: Path, docs: Path) -> Path:
    """Results of a first run."""
    assert len(run(tmp_path / "out", docs).converted) == 4
    return tmp_path / "out"


def as_new(out: Path, docs: Path) -> bool:
    """Whether the results are those of a first run over the documents as they are now, old records of other names aside."""
    lines, made = essence(out)
    run(out.parent / "fresh", docs)
    fresh_lines, fresh = essence(out.parent / "fresh")
    named = {line["record"].removeprefix("records/") for line in lines if line["record"]}
    return lines == fresh_lines and {name: made[name] for name in named} == fresh


class TestDocuments:
    def test_unchanged_ones_are_kept_and_not_even_read(self, docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*.json")}
        monkeypatch.setattr(gongwen.batch.run.hashlib, "file_digest", None)
        came = run(out, docs)
        assert (came.converted, set(came.how.values())) == ([], {"unchanged"})
        assert {path: path.stat().st_mtime_ns for path in out.rglob("*.json")} == before

    def test_one_that_was_written_anew_with_the_same_bytes(self, docs: Path, out: Path) -> None:
        write(docs, {"a.txt": document(1)})
        os.utime(docs / "b.txt")
        assert run(out, docs).converted == []

    def test_a_changed_one(self, docs: Path, out: Path) -> None:
        write(docs, {"a.txt": document(9)})
        assert run(out, docs).converted == ["a.txt"]
        assert as_new(out, docs)

    def test_one_that_is_changed_and_changed_back(self, docs: Path, out: Path) -> None:
        for n in (9, 1, 9):
            write(docs, {"a.txt": document(n)})
            run(out, docs)
            assert as_new(out, docs)

    def test_a_change_that_keeps_size_and_time(self, docs: Path, out: Path) -> None:
        status = (docs / "a.txt").stat()
        write(docs, {"a.txt": document(1).replace("社区".encode(), "街道".encode())})
        os.utime(docs / "a.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
        assert (docs / "a.txt").stat().st_size == status.st_size
        assert run(out, docs).converted == ["a.txt"]

    def test_a_renamed_one_since_its_name_stands_in_the_record(self, docs: Path, out: Path) -> None:
        (docs / "a.txt").rename(docs / "c.txt")
        assert run(out, docs).converted == ["c.txt"]
        assert as_new(out, docs)

    def test_a_moved_one_takes_its_record_along(self, docs: Path, out: Path) -> None:
        (docs / "d3").mkdir()
        (docs / "d1" / "n.txt").rename(docs / "d3" / "n.txt")
        assert run(out, docs).converted == []
        assert as_new(out, docs)

    def test_two_of_one_name_that_change_places(self, docs: Path, out: Path) -> None:
        for _ in range(3):
            (docs / "d1").rename(docs / "d")
            (docs / "d2").rename(docs / "d1")
            (docs / "d").rename(docs / "d2")
            run(out, docs)
            assert as_new(out, docs)

    def test_two_made_in_the_same_instant_that_change_places(self, docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Times of files are those of the kernel's clock, which ticks every few milliseconds."""
        monkeypatch.setattr(gongwen.batch.inputs, "Stamp", lambda size, modified, changed, entry: Stamp(size, 1, 1, entry))
        run(out, docs)
        (docs / "d1").rename(docs / "d")
        (docs / "d2").rename(docs / "d1")
        (docs / "d").rename(docs / "d2")
        run(out, docs)
        assert as_new(out, docs)

    def test_a_removed_one_and_its_return(self, docs: Path, out: Path) -> None:
        (docs / "a.txt").unlink()
        assert [line["path"].rpartition("/")[2] for line in run(out, docs).lines] == ["b.txt", "n.txt", "n.txt"]
        assert "docs/a.txt.json" in records(out), "other runs may want it"
        write(docs, {"a.txt": document(1)})
        assert run(out, docs).converted == []
        assert as_new(out, docs)

    def test_new_ones(self, docs: Path, out: Path) -> None:
        write(docs, {"0.txt": document(5), "z.txt": document(6)})
        assert run(out, docs).converted == ["0.txt", "z.txt"]
        assert as_new(out, docs)

    def test_one_that_becomes_a_duplicate_leaves_no_record(self, docs: Path, out: Path) -> None:
        write(docs, {"b.txt": document(1)})
        came = run(out, docs)
        assert (came.of("b.txt")["status"], came.of("b.txt")["record"]) == ("skipped", None)
        assert "docs/b.txt.json" not in records(out)
        write(docs, {"b.txt": document(2)})
        run(out, docs)
        assert as_new(out, docs)

    def test_a_duplicate_whose_first_is_gone(self, docs: Path, out: Path) -> None:
        write(docs, {"b.txt": document(1)})
        run(out, docs)
        (docs / "a.txt").unlink()
        assert run(out, docs).of("b.txt")["status"] == "ok"
        assert as_new(out, docs)

    def test_one_that_failed_after_it_had_a_record_leaves_none(self, docs: Path, out: Path) -> None:
        write(docs, {"a.txt": b""})
        came = run(out, docs)
        assert (came.of("a.txt")["status"], came.of("a.txt")["code"]) == ("failed", "file_empty")
        assert "docs/a.txt.json" not in records(out)
        assert run(out, docs).how["a.txt"] == "unchanged"

    def test_files_of_other_runs_in_the_same_folder_of_results(self, docs: Path, out: Path) -> None:
        assert run(out, docs / "a.txt").how == {"a.txt": "unchanged"}
        assert run(out, docs).how == dict.fromkeys(("a.txt", "b.txt", "n.txt"), "unchanged")


class TestRecords:
    def test_one_deleted_by_hand_is_made_again(self, docs: Path, out: Path) -> None:
        (out / "records" / "docs" / "a.txt.json").unlink()
        assert run(out, docs).converted == ["a.txt"]
        assert as_new(out, docs)

    def test_all_deleted(self, docs: Path, out: Path) -> None:
        before = essence(out)
        for path in sorted((out / "records").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        assert len(run(out, docs).converted) == 4
        assert essence(out) == before

    def test_a_folder_where_a_record_belongs_fails_that_document(self, docs: Path, out: Path) -> None:
        path = out / "records" / "docs" / "a.txt.json"
        path.unlink()
        write(path, {"x": b"x"})
        came = run(out, docs)
        assert (came.of("a.txt")["code"], came.of("b.txt")["status"]) == ("output_unwritable", "ok")
        (path / "x").unlink()
        path.rmdir()
        assert run(out, docs).converted == ["a.txt"], "what could not be written is tried again"


class Killed(Here):
    """An engine that is gone when it has written the first record, before anybody knows."""

    def run(self, jobs: Iterator[Job]) -> Iterator[Result]:
        options = Options.from_json(self._setup.options)
        for job in jobs:
            worker._done(job, options, LocalFolder(Path(self._setup.out), Path(self._setup.work)), {}, lambda *_, **__: None)
            raise SystemExit
        yield from ()


def test_a_record_written_in_the_last_instant_is_not_taken_for_that_of_the_document_before(
    docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(docs, {"a.txt": document(9)})
    with monkeypatch.context() as patch:
        patch.setattr(gongwen.batch.run, "Pool", Killed)
        with pytest.raises(SystemExit):
            run(out, docs)
    write(docs, {"a.txt": document(1)})
    assert run(out, docs).converted == ["a.txt"]
    assert as_new(out, docs)


def test_a_moved_record_is_not_taken_for_the_one_that_lay_there(docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(docs, {"d1/n.txt": document(4), "d2/n.txt": document(3)})
    with monkeypatch.context() as patch:
        patch.setattr(gongwen.batch.run.State, "keep", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            run(out, docs)
    write(docs, {"d1/n.txt": document(3), "d2/n.txt": document(4)})
    run(out, docs)
    assert as_new(out, docs)


OK, PARTIAL = Outcome(Status.OK), Outcome(Status.PARTIAL)
HERE = Recipe("readers", "all", DEFAULT)
NEW_GRAMMAR = Recipe("readers", "all others", DEFAULT)
NEW_LIBRARY = Recipe("other readers", "all others", DEFAULT)
RAISED = replace(HERE, limits=Limits(max_pages=5000))
LOWERED = replace(HERE, limits=Limits(max_pages=5))


def fault(code: str) -> Outcome:
    return Outcome(Status.FAILED, code=code)


class TestRecipes:
    @pytest.mark.parametrize(
        ("outcome", "now", "holds"),
        [
            (OK, HERE, True),
            (OK, NEW_GRAMMAR, False),
            (OK, NEW_LIBRARY, False),
            (OK, RAISED, True),
            (OK, LOWERED, False),
            (PARTIAL, HERE, True),
            (PARTIAL, NEW_GRAMMAR, False),
            (PARTIAL, RAISED, False),
            (fault("file_corrupt"), HERE, True),
            (fault("file_corrupt"), NEW_GRAMMAR, True),
            (fault("file_corrupt"), NEW_LIBRARY, False),
            (fault("too_many_pages"), RAISED, False),
            (fault("too_many_pages"), LOWERED, False),
            (fault("internal_error"), HERE, True),
            (fault("internal_error"), NEW_GRAMMAR, False),
            (fault("took_too_long"), NEW_GRAMMAR, False),
            (fault("worker_died"), HERE, True),
            (fault("dependency_missing"), HERE, False),
            (fault("output_unwritable"), HERE, False),
        ],
    )
    def test_what_another_recipe_would_give_too(self, outcome: Outcome, now: Recipe, holds: bool) -> None:
        assert now.holds(outcome, HERE) is holds

    def test_every_option_and_every_grammar_is_in_the_recipe(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made = [recipe_of(Options())]
        for options in (Options("pdfplumber"), Options(ocr="never"), Options(password="x"), Options(with_text=False)):
            made.append(recipe_of(options))
        assert len({recipe.reading for recipe in made}) == len({recipe.whole for recipe in made}) == 5
        assert recipe_of(Options()) == made[0]
        changed = next(name for name in grammar_names() if name not in OF_READERS)
        monkeypatch.setattr("gongwen.batch.recipe._grammar", lambda name: "other" if name == changed else f"{name} as it was")
        one = recipe_of(Options())
        monkeypatch.setattr("gongwen.batch.recipe._grammar", lambda name: f"{name} as it was")
        other = recipe_of(Options())
        assert (one.reading == other.reading, one.whole == other.whole) == (True, False)

    def test_an_upgraded_grammar_leaves_what_cannot_be_read(self, docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(docs, {"empty.txt": b""})
        run(out, docs)
        before = recipe_of(Options())
        monkeypatch.setattr(gongwen.batch.run, "recipe_of", lambda _: replace(before, whole="upgraded"))
        came = run(out, docs)
        assert came.how == {"a.txt": "converted", "b.txt": "converted", "n.txt": "converted", "empty.txt": "unchanged"}
        assert run(out, docs).converted == []

    def test_limits_lowered_and_raised_again(self, docs: Path, out: Path) -> None:
        tight = limited(max_chars=10)
        assert {line["code"] for line in run(out, docs, options=tight).lines} == {"too_much_text"}
        assert records(out) == {}
        assert run(out, docs, options=tight).converted == []
        assert len(run(out, docs).converted) == 4
        assert run(out, docs, options=limited(max_pages=9999)).converted == []
        assert as_new(out, docs)

    def test_another_option_does_all_again(self, docs: Path, out: Path) -> None:
        assert len(run(out, docs, options=Options(with_text=False)).converted) == 4
        assert run(out, docs, options=Options(with_text=False)).converted == []


class TestAgain:
    def test_all(self, docs: Path, out: Path) -> None:
        before = essence(out)
        assert len(run(out, docs, again=Again(all=True)).converted) == 4
        assert essence(out) == before

    def test_what_failed(self, docs: Path, out: Path) -> None:
        write(docs, {"empty.txt": b"", "void.txt": b" "})
        run(out, docs)
        assert run(out, docs, again=Again(failed=True)).converted == ["empty.txt", "void.txt"]


class TestTheStateFile:
    def state(self, out: Path) -> Path:
        return out / ".gongwen" / "state.sqlite"

    @pytest.mark.parametrize("data", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
    def test_one_that_is_none_is_told_with_what_to_do(self, data: bytes, docs: Path, out: Path) -> None:
        self.state(out).write_bytes(data)
        with pytest.raises(GongwenError, match=r"output_unwritable.*state\.sqlite.*Delete it to begin anew"):
            run(out, docs)
        self.state(out).unlink()
        assert len(run(out, docs).converted) == 4

    def test_one_that_is_damaged_inside(self, docs: Path, out: Path) -> None:
        data = bytearray(self.state(out).read_bytes())
        data[5000:] = b"\xff" * (len(data) - 5000)
        self.state(out).write_bytes(data)
        with pytest.raises(GongwenError, match=r"output_unwritable.*Delete it to begin anew"):
            run(out, docs)

    def test_one_of_another_version(self, docs: Path, out: Path) -> None:
        with closing(sqlite3.connect(self.state(out), isolation_level=None)) as connection:
            connection.execute("PRAGMA user_version = 99")
        with pytest.raises(GongwenError, match="a state of version 99, this gongwen writes 1"):
            run(out, docs)

    def test_an_empty_one_is_a_new_one(self, docs: Path, out: Path) -> None:
        self.state(out).write_bytes(b"")
        assert len(run(out, docs).converted) == 4
        assert as_new(out, docs)

    def test_what_another_version_noted_is_made_again(self, docs: Path, out: Path) -> None:
        with closing(sqlite3.connect(self.state(out), isolation_level=None)) as connection:
            connection.execute("""UPDATE documents SET limits = '{"max_moons": 1}' WHERE name = 'a.txt'""")
            connection.execute("""UPDATE documents SET outcome = json_set(outcome, '$.status', 'splendid') WHERE name = 'b.txt'""")
        assert run(out, docs).converted == ["a.txt", "b.txt"]

    def test_a_second_run_at_the_same_time_is_refused(self, docs: Path, out: Path) -> None:
        batch = Batch(out, Options())
        with pytest.raises(GongwenError, match=r"another run of gongwen is at work in .*out"):
            run(out, docs)
        batch.close()
        assert run(out, docs).converted == []

    def test_a_folder_of_results_that_cannot_be(self, docs: Path, tmp_path: Path) -> None:
        write(tmp_path, {"file": b""})
        for out in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/none")):
            with pytest.raises(GongwenError, match="output_unwritable"):
                run(out, docs)

    def test_what_a_killed_run_left_is_cleared_away(self, docs: Path, out: Path) -> None:
        write(out / ".gongwen" / "work", {"1-0": b"half a record", "members/x": b"half a member"})
        write(out, {".manifest.jsonl.partial": b"half a line"})
        run(out, docs)
        assert unfinished(out) == []


def test_the_grammars_that_readers_ask_are_known_to_the_recipe() -> None:
    readers = Path(gongwen.__file__).parent / "readers"
    asked = {name for module in readers.rglob("*.py") for name in re.findall(r'\bload\("([a-z_]+)"\)', module.read_text("utf-8"))}
    assert asked == set(OF_READERS)
