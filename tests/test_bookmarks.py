"""Lines that the document's own outline names are headings; an outline that lies changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from essence import differences, essence
from gongwen import convert
from gongwen.layout import lay_out
from gongwen.layout.bookmarks import mark_headings
from gongwen.model.source import Bookmark, Box, Line, Style, Wrap
from gongwen.readers.pdf import read_pdf
from hard_pages import Form, as_text, render
from layouts import paragraphs, source
from pdf_builder import Sheet, build, text

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


def tagged(kind: str) -> bytes:
    """A page with two lines of one element of this kind, and two lines of text."""
    lines = [*HEADING, *TEXT]
    drawn = b"".join(
        f"/{kind if k < 2 else 'P'} << /MCID {k} >> BDC\n".encode() + text(80, 700 - 28 * k, line, 16) + b"EMC\n"
        for k, line in enumerate(lines)
    )
    extra = [
        b"<< /Type /StructTreeRoot /K [11 0 R] /ParentTree << /Nums [0 [12 0 R 12 0 R 13 0 R 13 0 R]] >> >>",
        b"<< /Type /StructElem /S /Document /P 10 0 R /K [12 0 R 13 0 R] >>",
        f"<< /Type /StructElem /S /{kind} /P 11 0 R /Pg 15 0 R /K [0 1] >>".encode(),
        b"<< /Type /StructElem /S /P /P 11 0 R /Pg 15 0 R /K [2 3] >>",
    ]
    return build([Sheet(drawn, entries="/StructParents 0")], extra, "/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>")


@pytest.mark.parametrize(("kind", "levels"), [("H2", [2, 2, None, None]), ("Title", [1, 1, None, None]), ("P", [None] * 4)])
def test_headings_of_a_tagged_pdf(kind: str, levels: list[int | None]) -> None:
    read = read_pdf(tagged(kind), "tagged.pdf")
    assert [mark.title for mark in read.bookmarks] == (["".join(HEADING)] if levels[0] else [])
    marked = mark_headings(read.items, read.bookmarks)
    assert [line.style.outline_level for line in marked if isinstance(line, Line)] == levels
