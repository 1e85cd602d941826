"""The same notices in every format: milliseconds a page, OFD against PDF, memory of a long PDF, one start of LibreOffice for many files.

    python benchmarks/bench_formats.py            # the table
    python benchmarks/bench_formats.py formats    # a part of it

Pages are those of the PDF that LibreOffice prints of the notices; the other formats are measured by the same pages. Times are those of one
core's work, medians as in bench_convert.py; LibreOffice is a process of its own and is measured by the clock on the wall.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))  # beside the folder of this file, where Python looks anyway

from bench_convert import long_document
from generator import find_office, render_docx, render_html, render_ofd, render_pdf, render_pdfs, render_text, render_xlsx
from gongwen import convert
from gongwen.readers.office import convert_office
from harness import MIB, Result, median, parser, run

LONG = 300  # pages
DECIMAL_MB = 1_000_000
BATCH = 10  # old Word files in one start

# What is measured of a long PDF, in a process of its own: the peak, and what pages of the second half cost in memory beyond the first.
MEMORY = """
import resource, sys
from gongwen import convert
from gongwen.readers.pdf import read_pdf

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()

data = open(sys.argv[1], "rb").read()
sizes = []
read_pdf(data, "long.pdf", scan=lambda glyphs, number, count: sizes.append(resident()) or glyphs)
after_reading = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
convert(data, name="long.pdf")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
before = resident()
for _ in range(2):
    convert(data, name="long.pdf")
print(len(sizes), sizes[-1] - sizes[len(sizes) // 2], after_reading, peak, resident() - before)
"""


def bench_formats() -> list[Result]:
    document = long_document()
    data: dict[str, bytes] = {
        "txt": render_text(document).encode(),
        "docx": render_docx(document),
        "html": render_html(document),
        "ofd": render_ofd(document),
        "xlsx": render_xlsx(document),
    }
    if find_office() is not None:
        data["pdf"] = render_pdf(document)
    pages = (convert(data["pdf"], name="long.pdf").source.pages if "pdf" in data else None) or 30
    ofd_pages = convert(data["ofd"], name="long.ofd").source.pages or pages
    seconds = {form: median(lambda form=form: convert(data[form], name=f"long.{form}")) for form in data}  # type: ignore[misc]
    results = [
        Result(f"{form} -> record", 1000 * seconds[form] / pages, "ms/page", note=f"{pages} pages, {len(data[form]) / DECIMAL_MB:.2f} MB")
        for form in data
    ]
    if "pdf" in data:
        a_page = (seconds["ofd"] / ofd_pages) / (seconds["pdf"] / pages)
        results.append(Result("OFD / PDF, a page", a_page, "times", 1.0, note=f"OFD has {ofd_pages} pages, PDF {pages}"))
    return results


def bench_long() -> list[Result]:
    if find_office() is None or not Path("/proc/self/statm").exists():
        print("no LibreOffice, or no /proc: the long PDF is left out", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        path.write_bytes(render_pdfs([long_document(LONG)])[0])
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - start
        size = path.stat().st_size
    pages, gained, reading, peak, again = map(int, done.stdout.split())
    note = f"{pages} pages, {size / DECIMAL_MB:.1f} MB; read once, converted three times in {seconds:.0f} s"
    return [
        Result("long PDF: peak of reading it", reading / DECIMAL_MB, "MB", 300),
        Result("long PDF: peak of its record", peak / DECIMAL_MB, "MB", 300, note=note),
        Result("long PDF: a page of the second half gains", gained / max(1, pages // 2) / 1024, "KiB", note="its lines and tables"),
        Result("long PDF: gained by converting it twice again", again / MIB, "MiB", 5.0),
    ]


def bench_office() -> list[Result]:
    if find_office() is None:
        print("no LibreOffice: old Word files are left out", file=sys.stderr)
        return []
    old = render_pdfs([long_document(3)], form="doc")[0]

    def seconds(count: int) -> float:
        start = time.perf_counter()
        made = convert_office([(f"notice{i}.doc", old) for i in range(count)])
        assert all(isinstance(one, bytes) for one in made)
        return time.perf_counter() - start

    seconds(1)
    one, many = min(seconds(1) for _ in range(2)), min(seconds(BATCH) for _ in range(2))
    note = f"{one:.1f} s and {many:.1f} s: {(many - one) / (BATCH - 1):.2f} s for each further file"
    return [Result(f"LibreOffice: {BATCH} files / 1 file", many / one, "times", BATCH / 2, note=note)]


BENCHES: dict[str, Callable[[], Sequence[Result]]] = {"formats": bench_formats, "long": bench_long, "office": bench_office}


if __name__ == "__main__":
    sys.exit(run(BENCHES, parser(__doc__, BENCHES).parse_args().benches))
