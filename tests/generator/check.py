"""Holds the converter against planted truth: `python -m generator.check STYLE FIRST LAST [ELEMENT ...] [--format docx]` from tests/.

Prints the scores over the seeds FIRST to LAST and, for every ELEMENT named, what was missed (-), invented (+) or other (!).
The style `corpus` takes the hand-written notices in all their formats instead.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from typing import Any

from . import corpus
from .compare import Scores, compare
from .document import Planted
from .notice import STYLES, generate
from .render_docx import render_docx
from .render_html import render_html
from .render_ofd import render_ofd
from .render_pdf import render_pdfs
from .render_text import render_text
from .render_xlsx import render_xlsx

FORMATS = ("txt", "docx", "docx-auto", "html", "pdf", "ofd", "xlsx")


def printed(planted: list[Planted], style: str, form: str) -> list[bytes]:
    """The notices in one format; noise is the text renderer's alone."""
    if form == "txt":
        return [render_text(p.document, style, truth=p.truth).encode() for p in planted]
    if form == "html":
        return [render_html(p.document) for p in planted]
    if form == "ofd":
        return [render_ofd(p.document) for p in planted]
    if form == "xlsx":
        return [render_xlsx(p.document) for p in planted]
    if form == "pdf":
        return render_pdfs([p.document for p in planted])
    return [render_docx(p.document, auto_numbering=form == "docx-auto") for p in planted]


def cases(style: str, first: int, last: int, form: str) -> Iterator[tuple[str, dict[str, Any], bytes]]:
    """File name, truth and bytes of every case."""
    if style == "corpus":
        for name, planted in corpus.notices().items():
            for kind in (f.partition(":")[0] for f in corpus.FORMATS[name]):
                yield f"{name}.{kind}", planted.truth, (corpus.FOLDER / f"{name}.{kind}").read_bytes()
        return
    made = [generate(seed, style) for seed in range(first, last)]
    for planted, data in zip(made, printed(made, style, form), strict=True):
        yield f"{planted.document.name}.{form.partition('-')[0]}", planted.truth, data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("style", choices=(*STYLES, "corpus"))
    parser.add_argument("first", type=int, nargs="?", default=0)
    parser.add_argument("last", type=int, nargs="?", default=30)
    parser.add_argument("elements", nargs="*")
    parser.add_argument("--format", choices=FORMATS, default="txt")
    chosen = parser.parse_args()
    from gongwen.convert import convert
    from gongwen.errors import GongwenError

    total, failed, seconds = Scores(), 0, 0.0
    for name, truth, data in cases(chosen.style, chosen.first, chosen.last, chosen.format):
        start = time.perf_counter()
        try:
            record = convert(data, name=name).model_dump(mode="json")
        except GongwenError as error:
            failed += 1
            print(f"{name}: {error}")
            continue
        finally:
            seconds += time.perf_counter() - start
        total.add(compare(truth, record, name))
    print(total)
    print(f"{failed} failed, {seconds:.2f} s in the converter")
    for element in chosen.elements:
        print(f"\n== {element}", *total[element].notes, sep="\n")


if __name__ == "__main__":
    main()
