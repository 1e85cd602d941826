"""What a batch takes as its inputs: every file that was meant has exactly one line in the manifest, whatever it is called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import gongwen.batch.run
from batches import Here, document, limited, manifest, records, run, unfinished, write
from gongwen.batch.inputs import find_inputs, listed
from gongwen.limits import DEFAULT


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gongwen.batch.run, "Pool", Here)


def names(*arguments: Path | str, apart: Path | None = None) -> list[str]:
    """Paths of the inputs, and what is wrong with those that cannot be opened."""
    return [found.path + (f" ({found.error[0]})" if found.error else "") for found in find_inputs(map(str, arguments), DEFAULT, apart)]


class TestWhatIsMeant:
    def test_a_folder_stands_for_all_files_below_it_by_name(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"b.txt": b"b", "a.txt": b"a", "2024/x.txt": b"x", "2024/01/y.txt": b"y"})
        assert names(docs) == [f"{docs}/{name}" for name in ("2024/01/y.txt", "2024/x.txt", "a.txt", "b.txt")]

    def test_a_pattern_stands_for_what_matches_it(self, tmp_path: Path) -> None:
        docs = write(tmp_path, {"b.txt": b"b", "a.txt": b"a", "c.docx": b"c", "2024/x.txt": b"x", "2024/01/y.txt": b"y"})
        assert names(docs / "*.txt") == [f"{docs}/a.txt", f"{docs}/b.txt"]
        assert names(docs / "**" / "[xy].txt") == [f"{docs}/2024/01/y.txt", f"{docs}/2024/x.txt"]

    def test_a_name_with_the_signs_of_a_pattern_is_a_name_first(self, tmp_path: Path) -> None:
        docs = write(tmp_path, {"[1].txt": b"b", "1.txt": b"a"})
        assert names(docs / "[1].txt") == [f"{docs}/[1].txt"]

    def test_a_list_has_one_path_a_line(self) -> None:
        data = "\ufeff甲.txt\r\n\r\n乙 丙.txt\n".encode() + b"\xff.txt\n"
        assert listed(data) == ["甲.txt", "乙 丙.txt", "\udcff.txt"]

    def test_what_is_meant_twice_has_one_line(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1), "b.txt": document(2)})
        came = run(tmp_path / "out", docs / "a.txt", docs, docs / "*.txt", docs / "a.txt")
        assert [line["path"] for line in came.lines] == [f"{docs}/a.txt", f"{docs}/b.txt"]
        assert [line["status"] for line in came.lines] == ["ok", "ok"]

    def test_the_same_file_by_another_path_is_a_duplicate(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1), "sub/b.txt": document(2)})
        came = run(tmp_path / "out", docs / "a.txt", f"{docs}/sub/../a.txt")
        assert [line["status"] for line in came.lines] == ["ok", "skipped"]
        assert (came.lines[1]["code"], came.lines[1]["message"]) == ("duplicate", f"the same bytes as {docs}/a.txt")

    def test_hidden_files_and_those_that_systems_leave_are_none(self, tmp_path: Path) -> None:
        left = (".git/x.txt", ".a.txt", "~$a.docx", "Thumbs.db", "desktop.ini", "__MACOSX/a.txt")
        docs = write(tmp_path / "docs", dict.fromkeys(("a.txt", *left), b"x"))
        assert names(docs) == [f"{docs}/a.txt"]
        assert names(docs / "*") == [f"{docs}/a.txt"]
        assert names(docs / ".a.txt") == [f"{docs}/.a.txt"], "but the user may name them"


class TestTheFolderOfResults:
    def test_is_no_input_where_it_lies_among_the_documents(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1), "sub/b.txt": document(2)})
        first = run(docs / "out", docs)
        again = run(docs / "out", docs)
        assert [line["path"] for line in first.lines] == [line["path"] for line in again.lines] == [f"{docs}/a.txt", f"{docs}/sub/b.txt"]
        assert again.converted == []

    def test_is_not_matched_by_a_pattern(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1)})
        run(docs / "out", docs)
        assert set(names(docs / "**", docs / "*", docs / "**/*", docs / "*/*", apart=docs / "out")) == {f"{docs}/a.txt"}

    def test_may_hold_documents_that_are_named(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "out" / "arrived", {"a.txt": document(1)})
        assert names(docs, apart=tmp_path / "out") == [f"{docs}/a.txt"]


class TestWhatCannotBeOpened:
    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("missing.txt", "file_not_found"),
            ("none*.txt", "file_not_found"),
            ("x" * 300, "file_unreadable"),
            ("x/" * 3000, "file_unreadable"),
            ("a\0b.txt", "file_unreadable"),
            ("*\0/*", "file_unreadable"),
            ("a.txt/b.txt", "file_unreadable"),
            ("pipe", "not_a_file"),
            ("loop", "file_unreadable"),
            ("nowhere", "file_not_found"),
            ("", "file_not_found"),
        ],
    )
    def test_is_an_input_that_failed(self, name: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path, {"a.txt": document(1)})
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "loop").symlink_to("loop")
        (tmp_path / "nowhere").symlink_to("missing.txt")
        monkeypatch.chdir(tmp_path)
        came = run(tmp_path / "out", name, "a.txt")
        assert [(line["status"], line["code"]) for line in came.lines] == [("failed", code), ("ok", None)]
        assert unfinished(tmp_path / "out") == []

    def test_a_device_is_no_file(self) -> None:
        assert names("/dev/zero") == ["/dev/zero (not_a_file)"]

    def test_a_file_that_opens_and_cannot_be_read(self, tmp_path: Path) -> None:
        if not Path("/proc/self/mem").exists():
            pytest.skip("there is no /proc")
        came = run(tmp_path / "out", "/proc/self/mem")
        assert [(line["status"], line["code"], line["done"]) for line in came.lines] == [("failed", "file_unreadable", "unread")]

    def test_a_file_that_goes_before_its_turn(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1), "b.txt": document(2)})
        found = list(find_inputs([str(docs)], DEFAULT))
        (docs / "a.txt").unlink()
        came = run(tmp_path / "out", found=found)
        assert [(line["status"], line["code"]) for line in came.lines] == [("failed", "file_unreadable"), ("ok", None)]

    def test_a_folder_that_goes_or_is_closed_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        docs = write(tmp_path / "docs", {"a.txt": b"a", "closed/b.txt": b"b"})
        scan = os.scandir

        def closed(path: str | Path) -> object:
            if Path(path).name == "closed":
                raise PermissionError(13, "Permission denied")
            return scan(path)

        monkeypatch.setattr(os, "scandir", closed)
        assert names(docs) == [f"{docs}/a.txt", f"{docs}/closed (file_unreadable)"]

    def test_one_larger_than_allowed_is_not_read(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1)})
        with (docs / "b.txt").open("wb") as file:
            file.truncate(2**40)
        came = run(tmp_path / "out", docs)
        assert (came.of("b.txt")["code"], came.of("b.txt")["done"]) == ("file_too_large", "unread")


class TestLinks:
    def test_a_link_to_a_file_is_that_file(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1)})
        (docs / "b.txt").symlink_to("a.txt")
        came = run(tmp_path / "out", docs)
        assert [(line["path"], line["status"]) for line in came.lines] == [(f"{docs}/a.txt", "ok"), (f"{docs}/b.txt", "skipped")]

    def test_links_in_a_folder_that_lead_nowhere_are_told(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": b"a"})
        (docs / "gone.txt").symlink_to("/no/such/file.txt")
        (docs / "itself.txt").symlink_to("itself.txt")
        os.mkfifo(docs / "pipe")
        assert names(docs) == [f"{docs}/a.txt", f"{docs}/gone.txt (file_not_found)", f"{docs}/itself.txt (file_unreadable)"]

    def test_links_to_folders_are_not_followed_and_so_no_loop_is_endless(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": b"a", "sub/b.txt": b"b"})
        (docs / "up").symlink_to("..")
        (docs / "sub" / "here").symlink_to(".")
        assert names(docs) == [f"{docs}/a.txt", f"{docs}/sub/b.txt"]
        assert names(docs / "sub" / "here") == [f"{docs}/sub/here/b.txt"], "unless it is named"


ODD = {
    "not UTF-8": os.fsdecode(b"\xd4\xc6\xc1\xeb.txt"),
    "controls": "a\tb\rc\x1b[31m\x7f.txt",
    "a line break": "two\nlines.txt",
    "255 bytes": "文" * 83 + "ab.txt",
    "quotes": "it's \"quoted\" `x` $HOME %s {0} <b>.txt",
    "spaces": "  a  .txt",
    "a line separator": "a\u2028b.txt",
    "right to left": "a\u202etxt.exe",
    "beyond the BMP": "𠮷😀.txt",
    "combining": "e\u0301.txt",
    "backslash": "a\\b.txt",
    "dots": "a...txt...",
    "no suffix": "通知",
    "dash": "-rf",
    "a record's": "x.txt.json",
}


class TestNames:
    @pytest.mark.parametrize("name", list(ODD))
    def test_any_name_has_its_line_and_its_record(self, name: str, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {f"d/{ODD[name]}": document(1)})
        came = run(tmp_path / "out", docs)
        (line,) = came.lines
        assert line["status"] == "ok", line
        assert list(records(tmp_path / "out")) == [line["record"].removeprefix("records/")]
        assert line["record"].isprintable()
        assert run(tmp_path / "out", docs).converted == []
        assert unfinished(tmp_path / "out") == []

    def test_all_odd_names_at_once(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {f"d/{name}": document(i) for i, name in enumerate(ODD.values())})
        came = run(tmp_path / "out", docs)
        assert len(came.by_path) == len(ODD)
        assert {line["status"] for line in came.lines} == {"ok"}
        assert len({line["record"] for line in came.lines}) == len(came.lines)

    def test_files_of_one_name_in_several_places_have_records_of_their_own(self, tmp_path: Path) -> None:
        files = [write(tmp_path / f"place{i}", {"a.txt": document(i)}) / "a.txt" for i in range(3)]
        came = run(tmp_path / "out", *files)
        assert len({line["record"] for line in came.lines}) == 3
        assert run(tmp_path / "out", *files).converted == []

    def test_names_that_become_alike_when_they_are_made_safe(self, tmp_path: Path) -> None:
        alike = ["a\x01.txt", "a\x02.txt", "a_.txt", "n" * 230 + "1.txt", "n" * 230 + "2.txt"]
        docs = write(tmp_path / "docs", {name: document(i) for i, name in enumerate(alike)})
        came = run(tmp_path / "out", docs)
        assert len({line["record"] for line in came.lines}) == len(alike)

    def test_bytes_that_look_like_another_name_when_they_are_shown(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {os.fsdecode(b"a\xff.txt"): document(1), "a\\xff.txt": document(2)})
        came = run(tmp_path / "out", docs)
        assert len(came.by_path) == len(records(tmp_path / "out")) == 2

    def test_a_folder_that_is_named_like_a_record(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a": document(1), "a.json/b": document(2), "a.json/b.json/c": document(3)})
        came = run(tmp_path / "out", docs)
        assert {line["status"] for line in came.lines} == {"ok"}

    def test_the_record_keeps_the_folders_that_were_meant(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path / "in" / "2024", {"a.txt": document(1), "q1/b.txt": document(2)})
        monkeypatch.chdir(tmp_path)
        run(tmp_path / "out", "in/2024")
        assert list(records(tmp_path / "out")) == ["2024/a.txt.json", "2024/q1/b.txt.json"]
        run(tmp_path / "out2", "in/2024/a.txt", "../" + tmp_path.name + "/in/2024/q1/b.txt")
        assert list(records(tmp_path / "out2")) == ["b.txt.json", "in/2024/a.txt.json"]


class TestWhatIsNoNotice:
    def test_in_a_folder_it_is_skipped_and_by_name_it_failed(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"film.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)), "a.txt": document(1)})
        assert run(tmp_path / "out", docs).of("film.mp4")["status"] == "skipped"
        assert run(tmp_path / "out", docs).of("film.mp4")["done"] == "unchanged"
        named = run(tmp_path / "out2", docs / "film.mp4")
        assert (named.lines[0]["status"], named.lines[0]["code"]) == ("failed", "unsupported_format")

    @pytest.mark.parametrize("name", ["通知.doc", "通知.PDF", "通知.docx"])
    def test_what_is_named_like_a_document_failed_wherever_it_lies(self, name: str, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {name: b"\x00\x00\x00\x18ftypmp42" + bytes(range(256))})
        assert run(tmp_path / "out", docs).lines[0]["status"] == "failed"

    @pytest.mark.parametrize("name", ["docs.rar", "docs.7z", "docs.tar.xz"])
    def test_an_archive_that_is_not_opened_here_failed_wherever_it_lies(self, name: str, tmp_path: Path) -> None:
        magic = {"docs.rar": b"Rar!\x1a\x07\x01\x00", "docs.7z": b"7z\xbc\xaf\x27\x1c", "docs.tar.xz": b"\xfd7zXZ\x00"}[name]
        docs = write(tmp_path / "docs", {name: magic + bytes(range(256))})
        came = run(tmp_path / "out", docs)
        assert (came.lines[0]["status"], came.lines[0]["code"]) == ("failed", "unsupported_format")


class TestTheManifest:
    def test_every_line_has_the_same_fields(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {"a.txt": document(1), "b.txt": document(1), "empty.txt": b""})
        came = run(tmp_path / "out", docs, tmp_path / "missing")
        assert {tuple(line) for line in came.lines} == {
            (
                "path", "done", "sha256", "status", "code", "message", "hint", "page", "seconds", "findings", "notice_id", "tasks",
                "record",
            )
        }  # fmt: skip
        assert [line["status"] for line in came.lines] == ["ok", "skipped", "failed", "failed"]
        first = came.lines[0]
        assert (first["tasks"], first["record"], first["code"], first["page"]) == (2, "records/docs/a.txt.json", None, None)

    def test_of_an_interrupted_run_it_lists_what_was_not_reached(self, tmp_path: Path) -> None:
        docs = write(tmp_path / "docs", {f"{i}.txt": document(i) for i in range(4)})
        batch = gongwen.batch.run.Batch(tmp_path / "out", limited())
        n_told = 0

        def stop(_: object) -> None:
            nonlocal n_told
            n_told += 1
            if n_told == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            batch.run(batch.find([str(docs)]), stop)
        batch.close()
        assert [(line["status"], line["code"]) for line in manifest(tmp_path / "out")] == [
            ("ok", None), ("ok", None), ("skipped", "not_reached"), ("skipped", "not_reached"),
        ]  # fmt: skip
        assert run(tmp_path / "out", docs).converted == ["2.txt", "3.txt"]
