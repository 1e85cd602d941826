"""The pictures of docs/report.md: `page_pictures.py FOLDER` writes report.png and diff.png, taken of corpus notices in Chromium."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from gongwen import convert
from gongwen.diff import compare
from gongwen.report import diff_page, notice_page

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
VIEW = {"width": 1360, "height": 800}
COLOURS = 96  # of a picture: flat areas and print need few


def pages() -> dict[str, str]:
    """The pages by the name of their picture."""
    old, new = (convert(CORPUS / name) for name in ("songhe-jobs-2023.html", "songhe-jobs-2024.pdf"))
    return {"report": notice_page(new), "diff": diff_page(compare(old, new), old, new)}


def prepare(name: str, page: Any) -> None:
    """Bring a page into the state that its picture shows."""
    if name == "report":
        page.locator("#words .m.k-target").nth(2).click()


def main(folder: Path) -> None:
    """Write the pictures."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name, html in pages().items():
            file = Path(made) / f"{name}.html"
            file.write_text(html, "utf-8")
            page = browser.new_page(viewport=VIEW)
            page.goto(file.as_uri())
            prepare(name, page)
            page.wait_for_timeout(2_500)  # until scrolling and flashes are over
            image = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
            image.save(folder / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
