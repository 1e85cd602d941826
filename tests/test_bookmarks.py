"""Lines that the document's own outline names are headings; an outline that lies changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from essence import differences, essence
from gongwen import convert
from gongwen.layout import lay_out
from gongwen.layout.bookmarks import mark_headings
from gongwen.model.source import Bookmark, Box, Line, Style, Wrap
from hard_pages import Form, as_text, render
from layouts import paragraphs, source

# a heading without a stop that fills its line, and the text below it: nothing but the outline tells them apart
HEADING = ["统筹推进县域医共体建设和基层医疗卫生服务能力提升，完善", "运行机制"]
TEXT = ["加强乡镇卫生院建设，配备全科医生，开展巡回诊疗，保障群", "众就近看病。"]


def page_of(*texts: str) -> list[Line]:
    return [Line(t, 1, Box(80, 100 + 28 * k, 80 + 16 * len(t), 116 + 28 * k), style=Style(16.0), indent=0.0) for k, t in enumerate(texts)]


def laid(marks: tuple[Bookmark, ...]) -> list[str]:
    made = source(*page_of(*HEADING, *TEXT, *TEXT, *HEADING, *TEXT, *TEXT), pages=1)
    return paragraphs(lay_out(replace(made, bookmarks=marks)))


def test_a_heading_that_the_outline_names_ends_where_its_title_ends() -> None:
    assert laid((Bookmark("".join(HEADING), 1, 1),))[0] == "".join(HEADING)


def test_lines_of_a_heading_have_its_level_and_are_tied() -> None:
    marked = mark_headings(page_of(*HEADING, *TEXT), [Bookmark(" ".join(HEADING), 2, 1)])
    assert [(line.style.outline_level, line.wrap) for line in marked if isinstance(line, Line)] == [
        (2, Wrap.SOFT), (2, Wrap.UNKNOWN), (None, Wrap.UNKNOWN), (None, Wrap.UNKNOWN),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "mark",
    [
        Bookmark("目标任务", 1, 1),  # no such line
        Bookmark("".join(HEADING), 1, 2),  # on another page
        Bookmark("".join(HEADING), 1, None),
        Bookmark("".join(HEADING)[:10], 1, 1),  # cut short
        Bookmark("众就近看病。", 1, 1),  # the end of a sentence
        Bookmark("", 1, 1),
    ],
)
def test_an_outline_that_lies_changes_nothing(mark: Bookmark) -> None:
    assert laid((mark,)) == laid(())


def outline(*titles: str) -> tuple[list[bytes], str]:
    """The objects of an outline from 10 on, all entries to the first page, and the catalog's entry for it."""
    pages = 10 + 1 + len(titles)
    items = [b"<< /Type /Outlines /First 11 0 R /Last %d 0 R /Count %d >>" % (10 + len(titles), len(titles))]
    for k, title in enumerate(titles):
        following = f"/Next {12 + k} 0 R" if k + 1 < len(titles) else ""
        words = title.encode("utf-16-be").hex()
        items.append(f"<< /Title <FEFF{words}> /Parent 10 0 R {following} /Dest [{pages + 1} 0 R /Fit] >>".encode())
    return items, "/Outlines 10 0 R"


@pytest.mark.parametrize("titles", [("一、办好身边小事", "二、优化窗口服务"), ("总则", "店40家，6月底前中心", "安平县人民政府办公室")])
def test_a_pdf_with_an_outline_says_what_it_says_without(titles: tuple[str, ...]) -> None:
    extra, catalog = outline(*titles)
    notice = convert(render(Form(extra=extra, catalog=catalog)), name="a.pdf")
    assert not differences(essence(convert(as_text().encode(), name="a.txt")), essence(notice))
