"""What conversion costs, against its bars: characters a second, times what the libraries below need alone, memory, cold starts.

    python benchmarks/bench_convert.py            # the table
    python benchmarks/bench_convert.py --profile  # where the time of text -> record goes

Every figure is the median of several runs after a warm-up. In one process it counts the work of one core, which other processes
hardly change; of whole processes it is the time on the wall, so leave the machine alone meanwhile. A figure that
misses its bar is marked; the exit code is 1 then.
"""

from __future__ import annotations

import contextlib
import cProfile
import io
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from generator import Document, find_office, generate, render_docx, render_pdf, render_text
from gongwen import convert
from harness import MIB, Result, median, parser, run

NOTICES = 40  # in the text and memory benchmarks
PAGES = 30


def texts() -> list[bytes]:
    """Planted notices of every house style, as clean text; the same on every machine."""
    return [render_text(generate(seed).document).encode() for seed in range(NOTICES)]


def long_document(pages: int = PAGES) -> Document:
    """Notices one after the other, about as long as `pages` printed pages."""
    blocks = []
    seed = chars = 0
    while chars < pages * 430:
        planted = generate(7_000 + seed)
        blocks += planted.document.blocks
        chars += len(planted.document.text)
        seed += 1
    return Document("long", tuple(blocks))


def bench_text() -> list[Result]:
    data = texts()
    n = sum(len(item.decode()) for item in data)
    seconds = median(lambda: [convert(item) for item in data])
    written = median(lambda: [convert(item).to_json() for item in data])
    return [
        Result("text -> record", n / seconds, "chars/s", 300_000, True, f"{n:,} characters, {NOTICES} notices"),
        Result("text -> record -> JSON", n / written, "chars/s"),
    ]


def bench_pdf() -> list[Result]:
    if find_office() is None:
        print("no LibreOffice: the PDF benchmark is left out", file=sys.stderr)
        return []
    data = render_pdf(long_document())
    pages, chars = read_boxes(data)
    plain = median(lambda: read_boxes(data))
    ours = median(lambda: convert(data, name="long.pdf"))
    note = f"{pages} pages, {chars:,} characters; {1000 * ours / pages:.1f} ms a page"
    return [
        Result("pypdfium2: every character with its box", plain, "s"),
        Result("PDF -> record", ours, "s"),
        Result("PDF -> record / pypdfium2 alone", ours / plain, "times", 2.5, False, note),
    ]


def read_boxes(data: bytes) -> tuple[int, int]:
    """Pages and characters of a PDF, each character asked for with its box, by pypdfium2 and nothing else."""
    import ctypes

    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    chars = 0
    document = pdfium.PdfDocument(data)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pointers = [ctypes.byref(side) for side in (left, right, bottom, top)]
    for page in document:
        text = page.get_textpage()
        for i in range(text.count_chars()):
            raw.FPDFText_GetUnicode(text.raw, i)
            raw.FPDFText_GetCharBox(text.raw, i, *pointers)
            chars += 1
    pages = len(document)
    document.close()
    return pages, chars


def bench_docx() -> list[Result]:
    data = render_docx(long_document())
    plain = median(lambda: read_paragraphs(data))
    ours = median(lambda: convert(data, name="long.docx"))
    return [
        Result("python-docx: open, read paragraphs and tables", plain, "s"),
        Result("DOCX -> record", ours, "s"),
        Result("DOCX -> record / python-docx alone", ours / plain, "times", 1.0),
    ]


def read_paragraphs(data: bytes) -> list[str]:
    import docx

    document = docx.Document(io.BytesIO(data))
    found = [paragraph.text for paragraph in document.paragraphs]
    return found + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def bench_process() -> list[Result]:
    """Whole processes: what a person waits for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.txt"
        path.write_bytes(texts()[0])
        installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # byte code is at hand

        def run(*arguments: str) -> Callable[[], object]:
            command = [sys.executable, "-m", "gongwen", *arguments]
            return lambda: subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=installed)

        return [
            Result("gongwen --help", median(run("--help"), time.perf_counter), "s", 0.3),
            Result("gongwen convert, one small notice, cold", median(run("convert", str(path)), time.perf_counter), "s", 1.0),
        ]


def bench_memory(rounds: int = 1_000 // NOTICES) -> list[Result]:
    """Resident memory of one process over a thousand notices: it must not grow."""
    data = texts()
    sizes = []
    for _ in range(rounds):
        for item in data:
            convert(item)
        sizes.append(resident())
    half = sizes[len(sizes) // 2]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return [
        Result(f"memory gained over notices {rounds * NOTICES // 2:,} to {rounds * NOTICES:,}", (sizes[-1] - half) / MIB, "MiB", 2.0),
        Result("memory at the end", sizes[-1] / MIB, "MiB", note=f"peak {peak / MIB:.0f} MiB"),
    ]


def resident() -> int:
    """Bytes of memory of this process now; the peak where /proc is not there."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


BENCHES: dict[str, Callable[[], Sequence[Result]]] = {
    "text": bench_text,
    "pdf": bench_pdf,
    "docx": bench_docx,
    "process": bench_process,
    "memory": bench_memory,
}


def profile(lines: int) -> None:
    """The costliest functions of text -> record, by their own time."""
    data = texts()
    for item in data:
        convert(item)
    profiler = cProfile.Profile()
    profiler.enable()
    for item in data:
        convert(item)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(lines)


def main() -> int:
    arguments = parser(__doc__, BENCHES)
    arguments.add_argument("--profile", nargs="?", type=int, const=25, metavar="LINES", help="profile text -> record instead")
    chosen = arguments.parse_args()
    if chosen.profile:
        profile(chosen.profile)
        return 0
    return run(BENCHES, chosen.benches)


if __name__ == "__main__":
    sys.exit(main())
