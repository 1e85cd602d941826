"""Object stores and other file systems by URL: what is listed, read and written, and what is said when it cannot be."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from gongwen.batch import places
from gongwen.batch.places import files, is_url, local_path, read, remove, write
from gongwen.errors import Code, GongwenError
from gongwen.limits import DEFAULT
from s3_server import BUCKET, s3_server

ROOT = f"s3://{BUCKET}"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    places.forget()  # each server has a port of its own
    with s3_server() as address:
        yield address
    places.forget()


@pytest.fixture
def memory() -> Iterator[str]:
    """A file system of fsspec's that lives in this process."""
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'gongwen[remote]'")
    fsspec.filesystem("memory").store.clear()
    yield "memory://shelf"
    fsspec.filesystem("memory").store.clear()


def error(call: Any, *args: Any) -> GongwenError:
    with pytest.raises(GongwenError) as caught:
        call(*args)
    return caught.value


def keys(url: str) -> list[str]:
    return [found.url for found in files(url)]


def put_some(url: str) -> None:
    for name in ("a.txt", "b.pdf", "2024/c.pdf", "2024/07/公文 1.pdf", "2024/07/100%.txt"):
        write(f"{url}/{name}", name.encode())


# --- what is a URL


@pytest.mark.parametrize(
    ("text", "expected"),
    [("s3://bucket/key", True), ("oss://b/k", True), ("C:\\notices", False), ("notices", False), ("file:///tmp/x", False), ("-", False)],
)
def test_a_url_is_told_from_a_path(text: str, expected: bool) -> None:
    assert is_url(text) is expected


def test_file_urls_are_paths_in_another_dress() -> None:
    assert local_path("file:///tmp/%E5%85%AC%E6%96%87.txt") == Path("/tmp/公文.txt")
    assert local_path("notices/公文.txt") == Path("notices/公文.txt")
    assert error(local_path, "file://elsewhere/tmp/a.txt").code == Code.FILE_NOT_FOUND


# --- a real S3 server


def test_what_is_put_is_listed_and_read(server: str) -> None:
    put_some(f"{ROOT}/all")
    assert keys(f"{ROOT}/all") == [
        f"{ROOT}/all/2024/07/100%.txt",
        f"{ROOT}/all/2024/07/公文 1.pdf",
        f"{ROOT}/all/2024/c.pdf",
        f"{ROOT}/all/a.txt",
        f"{ROOT}/all/b.pdf",
    ]
    assert [read(url).decode() for url in keys(f"{ROOT}/all/2024/07/")] == ["2024/07/100%.txt", "2024/07/公文 1.pdf"]
    only = next(files(f"{ROOT}/all/a.txt"))
    assert (only.url, only.size, only.changed > 0) == (f"{ROOT}/all/a.txt", 5, True)
    write(f"{ROOT}/all/a.txt", b"new")
    assert read(f"{ROOT}/all/a.txt") == b"new"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.pdf", ["b.pdf"]),
        ("**/*.pdf", ["2024/07/公文 1.pdf", "2024/c.pdf", "b.pdf"]),
        ("**/07/*", ["2024/07/100%.txt", "2024/07/公文 1.pdf"]),
        ("20??/[a-c].pdf", ["2024/c.pdf"]),
        ("2024/**", ["2024/07/100%.txt", "2024/07/公文 1.pdf", "2024/c.pdf"]),
        ("2023/*", []),
    ],
)
def test_wildcards_stay_within_a_name_and_two_stars_do_not(server: str, pattern: str, expected: list[str]) -> None:
    put_some(f"{ROOT}/wild")
    if pattern.startswith("2023"):
        assert error(list, files(f"{ROOT}/wild/{pattern}")).code == Code.FILE_NOT_FOUND
    else:
        assert keys(f"{ROOT}/wild/{pattern}") == [f"{ROOT}/wild/{name}" for name in expected]


def test_names_with_brackets_are_names_first(server: str) -> None:
    for name in ("通知[2024]5号.pdf", "[2024]/a.pdf", "通知2.pdf"):
        write(f"{ROOT}/brackets/{name}", b"x")
    assert keys(f"{ROOT}/brackets/通知[2024]5号.pdf") == [f"{ROOT}/brackets/通知[2024]5号.pdf"]
    assert keys(f"{ROOT}/brackets/[2024]") == [f"{ROOT}/brackets/[2024]/a.pdf"]
    assert keys(f"{ROOT}/brackets/通知[2024].pdf") == [f"{ROOT}/brackets/通知2.pdf"]


def test_large_and_empty_files_are_whole(server: str) -> None:
    large = bytes(range(256)) * 50_000  # more than one part of an upload
    write(f"{ROOT}/sizes/large", large)
    write(f"{ROOT}/sizes/empty", b"")
    assert (read(f"{ROOT}/sizes/large"), read(f"{ROOT}/sizes/empty")) == (large, b"")


def test_a_file_of_this_machine_is_sent(server: str, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    places.send(tmp_path / "empty", f"{ROOT}/sent/empty")
    assert read(f"{ROOT}/sent/empty") == b""
    (tmp_path / "large").write_bytes(bytes(range(256)) * 50_000)
    places.send(tmp_path / "large", f"{ROOT}/sent/large")
    assert read(f"{ROOT}/sent/large") == (tmp_path / "large").read_bytes()
    assert error(places.send, tmp_path / "none", f"{ROOT}/sent/none").code == Code.OUTPUT_UNWRITABLE
    assert not places.exists(f"{ROOT}/sent/none")


def test_what_is_too_large_is_not_loaded(server: str) -> None:
    write(f"{ROOT}/sizes/some", b"x" * 100)
    refused = error(read, f"{ROOT}/sizes/some", replace(DEFAULT, max_bytes=99))
    assert refused.code == Code.FILE_TOO_LARGE


def test_removing_twice_does_no_harm(server: str) -> None:
    write(f"{ROOT}/gone/a", b"a")
    assert places.exists(f"{ROOT}/gone/a")
    remove(f"{ROOT}/gone/a")
    remove(f"{ROOT}/gone/a")
    assert not places.exists(f"{ROOT}/gone/a")
    assert error(read, f"{ROOT}/gone/a").code == Code.FILE_NOT_FOUND


def test_digests_of_many_and_what_cannot_be_read_is_left_out(server: str) -> None:
    put_some(f"{ROOT}/digests")
    urls = [*keys(f"{ROOT}/digests"), f"{ROOT}/digests/none.txt"]
    assert dict(places.digests(urls, DEFAULT)) == {url: sha256(read(url)).hexdigest() for url in urls[:-1]}


def test_missing_buckets_and_keys_are_named(server: str) -> None:
    assert error(read, f"{ROOT}/none.txt").code == Code.FILE_NOT_FOUND
    assert error(list, files(f"{ROOT}/none/")).code == Code.FILE_NOT_FOUND
    absent = error(list, files("s3://nobody-has-this/2024"))
    assert (absent.code, "no such bucket" in absent.message) == (Code.FILE_NOT_FOUND, True)
    absent = error(write, "s3://nobody-has-this/2024/a.json", b"{}")
    assert (absent.code, "no such bucket" in absent.message) == (Code.OUTPUT_UNWRITABLE, True)


def test_without_credentials_it_is_said_which_to_set(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(f"{ROOT}/closed/a.txt", b"a")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    places.forget()
    denied = error(read, f"{ROOT}/closed/a.txt")
    places.forget()
    assert (denied.code, "AWS_ACCESS_KEY_ID" in str(denied.hint)) == (Code.FILE_UNREADABLE, True)


def test_a_server_that_is_not_there_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow.fs")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    places.forget()
    away = error(read, "s3://bucket/a.txt")
    places.forget()
    assert away.code == Code.FILE_UNREADABLE
    assert "\n" not in away.message
    assert "AWS_ENDPOINT_URL" in str(away.hint)


# --- other file systems, by fsspec


def test_any_file_system_of_fsspec_will_do(memory: str) -> None:
    put_some(f"{memory}/all")
    assert keys(f"{memory}/all/**/*.txt") == [f"{memory}/all/2024/07/100%.txt", f"{memory}/all/a.txt"]
    assert read(f"{memory}/all/2024/07/公文 1.pdf").decode() == "2024/07/公文 1.pdf"
    assert error(read, f"{memory}/all/none").code == Code.FILE_NOT_FOUND


def test_where_a_put_may_break_off_files_are_moved_into_place(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'gongwen[remote]'")
    from fsspec.implementations.dirfs import DirFileSystem
    from fsspec.implementations.local import LocalFileSystem

    class Shelf(DirFileSystem):  # type: ignore[misc] # fsspec has no types
        protocol = "shelf"

        def __init__(self) -> None:
            super().__init__(str(tmp_path), LocalFileSystem())

    fsspec.register_implementation("shelf", Shelf, clobber=True)
    places.forget()
    write("shelf://records/2024/a.json", b"1")
    write("shelf://records/2024/a.json", b"2")
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()] == ["records/2024/a.json"]
    assert read("shelf://records/2024/a.json") == b"2"


# --- what cannot be


def test_credentials_in_a_url_are_refused_and_not_repeated() -> None:
    refused = error(read, "s3://AKIAEXAMPLE:secret@bucket/a.txt")
    assert refused.code == Code.FILE_UNREADABLE
    assert "secret" not in str(refused)


def test_credentials_of_azure_too() -> None:
    assert "secret" not in str(error(read, "abfs://account:secret@container/a.txt"))


@pytest.mark.parametrize("url", ["s3:///key", "s3://", "nosuchscheme://bucket/key", "https://example.cn/notice.pdf"])
def test_urls_that_name_no_place(url: str) -> None:
    pytest.importorskip("fsspec")
    assert error(read, url).code == Code.FILE_NOT_FOUND


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_pyarrow(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    places.forget()
    monkeypatch.setattr(builtins, "__import__", without_pyarrow)
    missing = error(read, "s3://bucket/a.txt")
    assert (missing.code, "gongwen[remote]" in str(missing.hint)) == (Code.DEPENDENCY_MISSING, True)
