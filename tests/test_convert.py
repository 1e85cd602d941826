"""The one function: what it takes, what it gives, and that it gives the same every time, everywhere."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import gongwen
from generator import corpus, generate, render_text
from gongwen import GongwenError, Notice, convert, convert_all
from gongwen.errors import Code
from gongwen.limits import Limits

NOTICE = corpus.FOLDER / "anping-medical-letter.txt"
PDF = corpus.FOLDER / "shiquanhe-pollution-measures.pdf"


def test_a_path_bytes_and_an_open_file_give_the_same() -> None:
    by_path = convert(NOTICE)
    with NOTICE.open("rb") as stream:
        by_stream = convert(stream)
    assert convert(str(NOTICE)) == by_stream == by_path
    assert convert(NOTICE.read_bytes(), name=NOTICE.name) == by_path
    assert isinstance(by_path, Notice)


def test_the_source_is_told_exactly() -> None:
    data = NOTICE.read_bytes()
    source = convert(NOTICE).source
    assert (source.name, source.bytes, source.sha256) == (NOTICE.name, len(data), hashlib.sha256(data).hexdigest())
    assert source.pages is None
    assert convert(PDF).source.pages
    assert convert(io.BytesIO(data)).source.name == "input"
    assert convert(data, name="通知.txt").source.name == "通知.txt"


def test_a_lying_name_changes_nothing() -> None:
    """The bytes tell the format. (Text named .pdf is refused: it is the error page of a failed download.)"""
    for path in (NOTICE, PDF, corpus.FOLDER / "qingjiang-health-tasks.docx"):
        for name in ("a.docx", "a.html", "a.txt", "a", *(() if path is NOTICE else ("a.pdf",))):
            assert convert(path.read_bytes(), name=name).tasks == convert(path).tasks, f"{path.name} as {name}"


def test_many_in_order_with_errors_in_their_places() -> None:
    made = list(convert_all([NOTICE, b"", corpus.FOLDER / "no-such-file.txt", PDF.read_bytes()]))
    assert [type(item) for item in made] == [Notice, GongwenError, GongwenError, Notice]
    assert [item.code for item in made if isinstance(item, GongwenError)] == [Code.FILE_EMPTY, Code.FILE_NOT_FOUND]


def test_convert_all_reads_one_at_a_time() -> None:
    """A generator, so that a folder of any size fits into memory."""
    asked: list[int] = []

    def endless() -> object:
        for i in range(10):
            asked.append(i)
            yield NOTICE

    results = convert_all(endless())  # type: ignore[arg-type]
    next(results)
    assert asked == [0]


@pytest.mark.parametrize(
    ("path", "limits", "code"),
    [
        (NOTICE, Limits(max_bytes=100), Code.FILE_TOO_LARGE),
        (NOTICE, Limits(max_chars=100), Code.TOO_MUCH_TEXT),
        (PDF, Limits(max_pages=1), Code.TOO_MANY_PAGES),
        (corpus.FOLDER / "qingjiang-health-tasks.docx", Limits(max_entries=2), Code.TOO_MANY_ENTRIES),
        (corpus.FOLDER / "qingjiang-health-tasks.docx", Limits(max_table_cells=5), Code.TABLE_TOO_LARGE),
        (corpus.FOLDER / "qingjiang-health-tasks.html", Limits(max_chars=100), Code.TOO_MUCH_TEXT),
    ],
)
def test_limits_hold(path: Path, limits: Limits, code: Code) -> None:
    with pytest.raises(GongwenError) as caught:
        convert(path, limits=limits)
    assert caught.value.code is code
    assert any(name in str(caught.value) for name in Limits.__dataclass_fields__), "the error does not name the limit to raise"


def test_a_stream_over_the_limit_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert 0 <= size <= 1_001
            return b"x" * size

    with pytest.raises(GongwenError) as caught:
        convert(Endless(), limits=Limits(max_bytes=1_000))  # type: ignore[arg-type]
    assert caught.value.code is Code.FILE_TOO_LARGE


@pytest.mark.parametrize("source", [io.StringIO("通知"), None, 7, ["a.txt"]], ids=["text stream", "none", "number", "list"])
def test_what_is_no_input_is_told_so(source: object) -> None:
    with pytest.raises(GongwenError, match="binary mode") as caught:
        convert(source)  # type: ignore[arg-type]
    assert caught.value.code is Code.FILE_UNREADABLE


def test_a_closed_file_is_told_so() -> None:
    stream = io.BytesIO(b"x")
    stream.close()
    with pytest.raises(GongwenError) as caught:
        convert(stream)
    assert caught.value.code is Code.FILE_UNREADABLE


def test_the_same_bytes_out_whatever_the_hash_seed(tmp_path: Path) -> None:
    """Two processes with different hash seeds, a different folder and locale, print the same records byte by byte."""
    files = [corpus.FOLDER / f"{name}.{form.partition(':')[0]}" for name, forms in corpus.FORMATS.items() for form in forms]
    for style in ("clean", "ocr"):
        planted = generate(77, style)
        files.append(tmp_path / f"{style}.txt")
        files[-1].write_text(render_text(planted.document, style, truth=planted.truth), "utf-8")
    printed = []
    for seed, locale in (("1", "C"), ("4711", "C.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Shanghai" if seed == "1" else "America/Lima"}
        command = [sys.executable, "-m", "gongwen", "convert", "--quiet", "--compact", *map(str, files)]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, timeout=300, check=False)
        assert done.returncode in (0, 3), done.stderr
        printed.append(done.stdout)
    assert printed[0] == printed[1]
    here = "".join(convert(path).to_json() + "\n" for path in files).encode()
    assert printed[0] == here


def test_what_was_read_before_does_not_matter() -> None:
    """Caches hold what the grammars say, never what a notice said."""
    fresh = convert(NOTICE).to_json()
    for seed in range(40, 46):
        convert(render_text(generate(seed).document).encode())
    assert convert(NOTICE).to_json() == fresh


def test_a_text_needs_neither_pdf_nor_word_nor_spacy() -> None:
    """Heavy libraries load for the formats that need them; the core never loads spaCy."""
    code = (
        "import sys, gongwen\n"
        f"gongwen.convert({str(NOTICE)!r})\n"
        "heavy = 'spacy thinc numpy jieba pypdfium2 pdfplumber pdfminer docx lxml selectolax typer rich'.split()\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_no_format_loads_spacy() -> None:
    files = [str(corpus.FOLDER / f"qingjiang-health-tasks.{kind}") for kind in ("txt", "docx", "html", "pdf")]
    code = f"import sys, gongwen\nfor f in {files!r}: gongwen.convert(f)\nprint('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"


def test_the_package_says_what_it_has() -> None:
    assert {"convert", "convert_all", "GongwenError", "Notice"} <= set(gongwen.__all__)


def test_a_column_that_names_people_too_gives_bodies_alone() -> None:
    rows = ["序号\t工作任务\t责任单位及责任人", "1\t新建村卫生室10个\t县卫健局 李某某", "2\t培训村医80名\t县卫健局副局长王某"]
    record = convert(f"安平县2025年卫生健康任务清单\n{chr(10).join(rows)}".encode(), name="a.txt")
    assert [[unit.name for unit in task.units] for task in record.tasks] == [["县卫健局"], ["县卫健局"]]
