"""Every limit is a named setting: what exceeds it ends in a coded error that names it, its value, and how to raise it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest

import docx_builder
import ofd_builder
import pdf_builder
import scans
from gongwen import GongwenError, Limits, clock, convert
from gongwen.commands.doctor import limit_lines
from gongwen.errors import Code
from gongwen.limits import DEFAULT, all_limits, described, from_environment, with_settings
from gongwen.readers.office import find_office

DOCS = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
PAGES = pdf_builder.build([pdf_builder.Sheet(pdf_builder.text(72, 700, "一、完善便民服务体系"))] * 3)
OFD = ofd_builder.build([ofd_builder.Sheet(ofd_builder.text(30, 50, "一、完善便民服务体系"))] * 3)
WORD = docx_builder.package(docx_builder.paragraph("一、完善便民服务体系"))
TABLE = docx_builder.package(docx_builder.table(*[docx_builder.row(docx_builder.cell("甲"), docx_builder.cell("乙"))] * 3))


def packed(data: bytes, size: int) -> bytes:
    """The package with a further member of so many zeros."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zeros", bytes(size))
    return out.getvalue()


def picture() -> bytes:
    from PIL import Image

    return scans.saved([Image.new("RGB", (200, 200), "white")] * 2, "TIFF")


def scan() -> bytes:
    from PIL import Image

    return scans.as_pdf([Image.new("RGB", (200, 200), "white")])


# By limit: inputs that exceed it, set to 1 unless said otherwise, one for each format that counts such things.
TEXT = "一、完善便民服务体系\n".encode()
GRID = "\n".join(["序号\t任务\t单位"] * 4).encode()
MARKUP = "<html><body><p>一、完善便民服务体系</p><table><tr><td>甲<td>乙<tr><td>丙<td>丁</table></body></html>".encode()
PLANTED: dict[str, dict[str, Callable[[], bytes]]] = {
    "max_bytes": {"txt": lambda: TEXT, "pdf": lambda: PAGES},
    "max_pages": {"pdf": lambda: PAGES, "ofd": lambda: OFD, "tiff": picture},
    "max_chars": {"txt": lambda: TEXT, "pdf": lambda: PAGES, "ofd": lambda: OFD, "docx": lambda: WORD, "html": lambda: MARKUP},
    "max_chars_per_page": {"pdf": lambda: PAGES, "ofd": lambda: OFD},
    "max_table_cells": {"txt": lambda: GRID, "docx": lambda: TABLE, "html": lambda: MARKUP},
    "max_entries": {"docx": lambda: WORD, "ofd": lambda: OFD},
    "max_entry_bytes": {"docx": lambda: WORD, "ofd": lambda: OFD},
    "max_unpacked_bytes": {"docx": lambda: WORD, "ofd": lambda: OFD},
    "max_ratio": {"docx": lambda: packed(WORD, 2 * 1024 * 1024)},
    "max_pixels": {"tiff": picture, "scan.pdf": scan},
    "max_seconds": {"txt": lambda: TEXT * 50, "pdf": lambda: PAGES, "ofd": lambda: OFD, "docx": lambda: WORD},
    "max_ocr_seconds": {"tiff": picture},
    "max_office_seconds": {"rtf": lambda: b"{\\rtf1 \\u19968? a}"},
}
# Exceeded in test_batch_archives.py and test_batch_pool.py.
OF_A_BATCH = ("max_archive_members", "max_archive_bytes", "max_record_bytes", "max_memory_bytes")
NEEDS = {"tiff": find_spec("rapidocr") is not None, "scan.pdf": find_spec("rapidocr") is not None, "rtf": find_office() is not None}
CASES = [(name, form) for name, forms in PLANTED.items() for form in forms]


@contextmanager
def fast_clock(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[None]:
    """A clock on which every look takes a second, for the limits in seconds that gongwen itself looks at."""
    ticks = count()
    with monkeypatch.context() as patch:
        if name in ("max_seconds", "max_ocr_seconds"):
            patch.setattr(clock.time, "monotonic", lambda: float(next(ticks)))
        yield


@pytest.mark.parametrize(("name", "form"), CASES)
def test_what_exceeds_a_limit_is_told_with_its_name_its_value_and_how_to_raise_it(
    name: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not NEEDS.get(form, True):
        pytest.skip(f"nothing here reads {form}")
    with fast_clock(monkeypatch, name), pytest.raises(GongwenError) as caught:
        convert(PLANTED[name][form](), name=f"notice.{form}", limits=replace(DEFAULT, **{name: 1}))
    error = caught.value
    assert error.code is described(name).code
    assert f"the limit {name} is 1 " in error.message
    assert f"--limit {name}=N" in (error.hint or "")


def test_every_limit_is_exceeded_above() -> None:
    assert [*PLANTED, *OF_A_BATCH] == [limit.name for limit in all_limits()]


@pytest.mark.parametrize("form", ["txt", "pdf", "ofd", "docx", "html"])
def test_the_defaults_let_an_ordinary_document_through(form: str) -> None:
    data = {"txt": TEXT, "pdf": PAGES, "ofd": OFD, "docx": WORD, "html": MARKUP}[form]
    assert "便民" in (convert(data, name=f"notice.{form}").text or "")


def test_the_wall_clock_is_that_of_one_document_and_not_of_those_after_it() -> None:
    with clock.running(Limits(max_seconds=1)):
        clock.check()
        with clock.running(Limits(max_seconds=600)):
            clock.check()
    clock.check()


def test_time_in_another_program_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(clock.time, "monotonic", lambda: now[0])
    with clock.running(Limits(max_seconds=10)):
        with clock.stopped():
            now[0] = 300.0
        clock.check()
        now[0] = 311.0
        with pytest.raises(GongwenError) as caught:
            clock.check(page=7)
    assert (caught.value.code, caught.value.page) == (Code.TOOK_TOO_LONG, 7)


def test_time_on_a_page_that_ocr_cannot_read_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(clock.time, "monotonic", lambda: now[0])
    pages = clock.OcrClock(Limits(max_ocr_seconds=10))

    def fail() -> None:
        now[0] = 20.0
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"), pages.page(1):
        fail()
    with pytest.raises(GongwenError) as caught, pages.page(2):
        pass
    assert (caught.value.code, caught.value.page) == (Code.TOOK_TOO_LONG, 2)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ([], DEFAULT),
        (["max_pages=5000"], Limits(max_pages=5000)),
        (["max_bytes=500M"], Limits(max_bytes=500 * 1024**2)),
        (["max_bytes=2G", "max_entry_bytes=64k"], Limits(max_bytes=2 * 1024**3, max_entry_bytes=64 * 1024)),
        (["max_bytes=2GiB"], Limits(max_bytes=2 * 1024**3)),
        ([" max_chars = 20_000_000 "], Limits(max_chars=20_000_000)),
        (["max_pages=1", "max_pages=2"], Limits(max_pages=2)),
    ],
)
def test_settings(settings: list[str], expected: Limits) -> None:
    assert with_settings(settings) == expected


UNKNOWN = ("max_page=5", "pages=5", "", "=")
UNFIT = ("max_pages", "max_pages=", "max_pages=0", "max_pages=-1", "max_pages=5K", "max_pages=many", "max_bytes=1.5G")
TOO_MUCH = ("max_seconds=9999999999999", "max_bytes=9999999999G")


@pytest.mark.parametrize("setting", [*UNKNOWN, *UNFIT, *TOO_MUCH])
def test_what_is_no_setting_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="max_"):
        with_settings([setting])


def test_the_environment_holds_several_settings() -> None:
    assert from_environment("max_pages=5, max_bytes=1M,") == Limits(max_pages=5, max_bytes=1024**2)
    assert from_environment(None) == from_environment("") == DEFAULT


def test_bytes_are_told_as_one_would_write_them() -> None:
    limit = described("max_bytes")
    assert [limit.shown(n) for n in (200 * 1024**2, 1024, 1000)] == ["200M", "1K", "1000"]


def test_the_documentation_has_every_limit_with_its_default() -> None:
    written = re.findall(r"^\| `(max_\w+)` \| (\S+) \| (.+) \| `(\w+)` \|$", DOCS.read_text("utf-8"), flags=re.MULTILINE)
    assert written == [(x.name, x.shown(x.default), f"{x.unit} of {x.of}", str(x.code)) for x in all_limits()]


def test_doctor_tells_every_limit_as_one_would_set_it() -> None:
    lines = list(limit_lines(Limits(max_pages=5000)))
    assert [line.split()[1].partition("=")[0] for line in lines] == [limit.name for limit in all_limits()]
    assert "limit    max_bytes=200M: bytes of the file, or what LibreOffice makes of it" in lines
    assert "limit    max_pages=5000 (default 2000): pages of the document" in lines
    settings = [line.split()[1].rstrip(":") for line in lines]
    assert with_settings(settings) == Limits(max_pages=5000)
