"""Scans for tests: printed pages as pictures, straight, turned or leaning, as PDF without a text layer or as TIFF."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gongwen.readers.ocr import is_installed

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200
A4 = (1654, 2339)  # pixels at DPI
NEEDS_OCR = pytest.mark.skipif(not is_installed(), reason="OCR is not installed: pip install 'gongwen[ocr]'")


def printed(pdf: bytes, pages: Sequence[int] | None = None) -> list[Image]:
    """Pages of a PDF (from 0; all by default) as pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        wanted = range(len(document)) if pages is None else pages
        return [document[i].render(scale=DPI / 72).to_pil().convert("RGB") for i in wanted]
    finally:
        document.close()


def as_pdf(pictures: Sequence[Image]) -> bytes:
    """Pictures as the pages of a PDF, as a scanner makes them (JPEG)."""
    return saved(pictures, "PDF", resolution=DPI)


def saved(pictures: Sequence[Image], form: str, **options: object) -> bytes:
    out = io.BytesIO()
    if len(pictures) > 1:
        options.update(save_all=True, append_images=pictures[1:])
    pictures[0].save(out, form, **options)
    return out.getvalue()


def chinese_font() -> str:
    """The file of a Chinese font; without one the test is skipped."""
    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig is not installed")
    done = subprocess.run(["fc-match", "-f", "%{file}|%{lang}", "serif:lang=zh-cn"], capture_output=True, text=True, check=True)
    path, _, languages = done.stdout.partition("|")
    if "zh" not in languages or not Path(path).exists():
        pytest.skip("no Chinese font is installed")
    return path


def drawn(lines: Sequence[str], table: Sequence[Sequence[str]] = (), *, point: int = 16, width: int = 160) -> Image:
    """A page of lines, and below them a ruled table with cells of `width` points; indents are full-width blanks."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", A4, "white")
    pen = ImageDraw.Draw(page)
    em = point * DPI // 72
    font = ImageFont.truetype(chinese_font(), em)
    y = 300
    for line in lines:
        pen.text((220 + em * (len(line) - len(line.lstrip("\u3000"))), y), line.strip("\u3000"), font=font, fill="black")
        y += round(1.75 * em)
    wide, high = width * DPI // 72, round(1.6 * em)
    for r, row in enumerate(table):
        for c, text in enumerate(row):
            x, top = 220 + c * wide, y + r * high
            pen.rectangle((x, top, x + wide, top + high), outline="black", width=2)
            pen.text((x + em // 3, top + em // 8), text, font=font, fill="black")
    return page
