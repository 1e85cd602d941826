"""The page of a notice, without a browser: what is in it, what is escaped, how large it grows. How it behaves: test_report_browser.py."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from typer.testing import CliRunner

from generator import generate, render_text
from gongwen import convert
from gongwen.cli import app
from gongwen.limits import DEFAULT
from gongwen.readers.pictures import page_pictures
from gongwen.records import Column, Notice, Span, Table, violations
from gongwen.report import notice_page, sheets_of
from gongwen.report.grids import grid_of
from gongwen.report.ink import Ink, Label, Stretch
from gongwen.report.marks import Mark, Marks
from gongwen.report.page import in_script
from gongwen.report.passages import passages
from gongwen.report.sheets import Sheet, boxes_on
from gongwen.report.words import FINDINGS

ROOT = Path(__file__).resolve().parents[1]
PDF = ROOT / "corpus" / "qingjiang-health-tasks.pdf"


class Reader(HTMLParser):
    """The text of a page, and its tags in order; a tag that does not close where it should is an error."""

    VOID = frozenset(("meta", "br", "input", "image", "rect"))

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.said: dict[str, list[str]] = {}
        self.feed(page)
        self.close()
        assert not self.stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in self.VOID or self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in dict.fromkeys(self.stack):
            self.said.setdefault(tag, []).append(data)


def tag(name: str) -> Stretch:
    return Stretch(0, 0, Markup(f"<span class={name} id={name}>"), Markup(f"<span class={name}>"))


# Ink: marks in a text


def test_marks_may_lie_in_each_other_and_overlap() -> None:
    marks = [tag("a")._replace(start=1, end=4), tag("b")._replace(start=2, end=3), tag("c")._replace(start=3, end=6)]
    written = Ink("一二三四五六七", marks).part(0, 7)
    assert written == (
        "一<span class=a id=a>二<span class=b id=b>三</span><span class=c id=c>四</span></span><span class=c>五六</span>七"
    )


def test_a_mark_over_two_parts_is_opened_again_without_its_name() -> None:
    ink = Ink("前段\n后段", [tag("m")._replace(start=1, end=4)])
    assert ink.part(0, 2) == "前<span class=m id=m>段</span>"
    assert ink.part(3, 5) == "<span class=m>后</span>段"


def test_labels_stand_where_they_belong_or_at_the_next_place_there_is() -> None:
    ink = Ink("甲乙\n丙", [], [Label(1, Markup("<b>1</b>")), Label(2, Markup("<b>2</b>")), Label(4, Markup("<b>4</b>"))])
    assert ink.part(0, 2) == "甲<b>1</b>乙"
    assert ink.part(3, 4) == "<b>2</b>丙"
    assert ink.rest() == "<b>4</b>"


def test_a_thousand_marks_on_one_place_cost_no_more_than_their_names() -> None:
    marks = [tag(f"m{i}")._replace(start=0, end=3_000) for i in range(1_000)]
    ink = Ink("甲\n" * 1_500, marks)
    written = Markup("").join(ink.part(at, at + 1) for at in range(0, 3_000, 2))
    assert written.count("id=m") == 1_000
    assert len(written) < 1_500_000


stretches = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 15)).map(lambda p: (p[0], p[0] + p[1])), max_size=12)


@given(st.text(max_size=40), stretches, st.lists(st.integers(0, 40), max_size=5), st.lists(st.integers(0, 40), max_size=4))
def test_whatever_is_marked_the_text_stays_and_every_tag_closes(
    text: str, marked: list[tuple[int, int]], labels: list[int], cuts: list[int]
) -> None:
    marks = [tag(f"m{i}")._replace(start=a, end=b) for i, (a, b) in enumerate(marked)]
    ink = Ink(text, marks, [Label(at, Markup("<i></i>")) for at in labels])
    places = sorted({0, len(text), *(cut for cut in cuts if cut <= len(text))})
    parts = [ink.part(a, b) for a, b in pairwise(places)]
    read = Reader(Markup("<p>{}{}</p>").format(Markup("").join(parts), ink.rest()))
    shown = "".join(read.said.get("p", [])).replace("\n", "")
    assert len(shown) == len(text) - text.count("\n")
    ids = [attrs["id"] for name, attrs in read.tags if attrs.get("id")]
    assert len(ids) == len(set(ids)) == sum(a < len(text) for a, _ in marked)
    assert sum(name == "i" for name, _ in read.tags) == len(labels)


def test_characters_that_html_cannot_hold_leave_a_sign() -> None:
    assert Ink("甲\x00乙\ud800<丙", []).part(0, 6) == "甲\ufffd乙\ufffd&lt;丙"


# Grids: the cells of a table in the text


def table_in(text: str, rows: list[tuple[str, ...]], headings: tuple[str, ...]) -> Table:
    columns = tuple(Column(header=heading) for heading in headings)
    return Table(columns=columns, rows=tuple(rows), span=Span(start=text.index(headings[0]), end=len(text)))


def test_merged_cells_are_one() -> None:
    text = "表\n序号\t领域\t任务\n1\t就业\t扩岗\n2\t培训\n3\t住房\t修缮"
    grid = grid_of(table_in(text, [("1", "就业", "扩岗"), ("2", "就业", "培训"), ("3", "住房", "修缮")], ("序号", "领域", "任务")), text)
    assert grid is not None
    assert [[(text[c.start : c.end], c.rows, c.columns) for c in row] for row in grid.rows] == [
        [("1", 1, 1), ("就业", 2, 1), ("扩岗", 1, 1)],
        [("2", 1, 1), ("培训", 1, 1)],
        [("3", 1, 1), ("住房", 1, 1), ("修缮", 1, 1)],
    ]


def test_a_row_over_all_columns_and_lines_inside_a_cell() -> None:
    text = "序号\t任务\n一、民生\n1\t修路\n架桥"
    grid = grid_of(table_in(text, [("一、民生", "一、民生"), ("1", "修路\n架桥")], ("序号", "任务")), text)
    assert grid is not None
    assert [[(c.rows, c.columns) for c in row] for row in grid.rows] == [[(1, 2)], [(1, 1), (1, 1)]]


def test_a_table_that_its_place_does_not_bear_out_is_no_grid() -> None:
    text = "序号\t任务\n1\t修路"
    assert grid_of(table_in(text, [("1", "架桥")], ("序号", "任务")), text) is None
    assert grid_of(table_in(text, [("1",)], ("序号", "任务")), text) is None


def test_cells_that_all_say_the_same_are_sought_in_bounded_time() -> None:
    text = "\t".join("甲" * 40) + "\n" + "\t".join("甲" * 20) + "乙"
    assert grid_of(table_in(text, [("甲",) * 40] * 2, ("甲",) * 40), text) is None


def test_every_table_of_the_corpus_is_a_grid(corpus: list[Path]) -> None:
    seen = 0
    for path in corpus:
        notice = convert(path)
        for table in notice.tables:
            grid = grid_of(table, notice.text or "")
            assert grid is not None, path.name
            assert sum(c.rows * c.columns for row in grid.rows for c in row) == len(table.rows) * len(table.columns)
            seen += 1
    assert seen > 5


# The page


def test_everything_found_is_marked_where_it_stands(notice: Notice) -> None:
    marks = Marks(notice)
    page = notice_page(notice)
    for span in (u.span for t in notice.tasks for u in (*t.units, *t.deadlines, *t.targets, *t.citations)):
        number = next(i for i, m in enumerate(marks.all) if (m.start, m.end) == (span.start, span.end))
        assert re.search(rf'data-m="{number}" id="m{number}">', page)
        assert f'href="#m{number}"' in page or marks.all[number].kind == "citation"
    assert 'id="t0" href="#r0"' in page
    assert 'href="#t0"' in page


def test_the_page_is_sound_html_with_names_that_are_used_once(corpus: list[Path]) -> None:
    for path in (p for p in corpus if p.suffix in (".txt", ".html", ".docx", ".xlsx")):
        read = Reader(notice_page(convert(path)))
        ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        linked = {str(attrs["href"])[1:] for name, attrs in read.tags if name == "a"}
        assert linked <= set(ids)


def test_the_whole_text_is_on_the_page(corpus: list[Path]) -> None:
    for path in (p for p in corpus if p.suffix in (".txt", ".docx", ".pdf")):
        notice = convert(path)
        found = passages(notice, (), ())
        parts = [x.html for x in found] + [h for x in found for h in x.headings] + [c.html for x in found for _, row in x.rows for c in row]
        shown = "".join("".join(Markup(part).striptags().split()) for part in parts)
        assert sorted(shown) == sorted("".join((notice.text or "").split()))


def test_lines_are_set_as_on_paper() -> None:
    kinds: dict[str, str] = {}
    for passage in passages(convert(PDF), (), ()):
        kinds.setdefault(re.sub("<.*?>", "", passage.html)[:12], passage.kind)
    assert kinds["清江市深化医药卫生体制改"] == "head"
    assert kinds["关于印发《清江市2025年深"[:12]] == "title"
    assert kinds["清医改组〔2025〕2号"] == "number"
    assert kinds["各县（市、区）、清江经济"] == "to"
    assert kinds["2025年3月28日"] == "sign"
    assert kinds["附件"] == "annex"


def test_the_policy_lets_only_the_style_and_script_of_the_page_run(notice: Notice) -> None:
    page = notice_page(notice)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    for name, element in (("style-src", "<style>"), ("script-src", "<script>")):
        body = page.split(element)[1].split("</")[0]
        assert rules[name] == "'sha256-" + base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() + "'"
    assert " style=" not in page.split("<body>")[1].split("<script")[0]


def test_nothing_is_named_that_could_be_fetched(notice: Notice) -> None:
    read = Reader(notice_page(notice))
    for _, attrs in read.tags:
        for key in ("href", "src", "action", "poster"):
            assert str(attrs.get(key, "#")).startswith(("#", "data:"))


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</script><svg onload=alert(1)>",
    "a\u2028b",
    "{{7*7}}",
)


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_text_is_text(notice: Notice, evil: str) -> None:
    page = notice_page(hostile(notice, evil))
    tags = Reader(page).tags
    assert sum(name == "script" for name, _ in tags) == 2
    assert not any(key.startswith("on") for _, attrs in tags for key in attrs)
    assert not any(name in ("img", "iframe", "object", "embed", "form", "base", "link") for name, _ in tags)
    assert not any("javascript:" in str(attrs.get("href")) for _, attrs in tags)
    assert "49" not in page.split("<body>")[1].split('id="text"')[0] or "{{7*7}}" in page


def hostile(notice: Notice, evil: str) -> Notice:
    """The record with the same evil words in every field that takes words."""
    task = notice.tasks[0]
    text = f"{notice.text}{evil}\n"
    span = Span(start=len(notice.text or ""), end=len(text) - 1, page=1)
    bad = {"raw": evil, "span": span}
    unit = task.units[0].model_copy(update=bad | {"name": evil, "canonical": evil, "rule": evil})
    changed = task.model_copy(
        update={
            "title": evil,
            "path": (evil,),
            "number": evil,
            "units": (*task.units, unit),
            "deadlines": (*task.deadlines, task.deadlines[0].model_copy(update=bad | {"edtf": evil, "anchor": evil})),
            "targets": (*task.targets, task.targets[0].model_copy(update=bad | {"metric": evil, "unit": evil})),
            "citations": (task.citations[0].model_copy(update=bad | {"title": evil, "doc_number": evil}),),
        }
    )
    finding = notice.audit.findings[0].model_copy(update={"message": evil, "span": span})
    made = notice.model_copy(
        update={
            "id": evil,
            "text": text,
            "tasks": (changed,),
            "meta": notice.meta.model_copy(update={"title": evil, "doc_number": evil, "issuers": (evil,)}),
            "source": notice.source.model_copy(update={"name": evil, "media_type": evil}),
            "indicators": tuple(i.model_copy(update={"name": evil, "domain": evil, "nature": evil}) for i in notice.indicators),
            "audit": notice.audit.model_copy(update={"findings": (*notice.audit.findings, finding)}),
        }
    )
    assert not violations(made)
    return Notice.from_json(made.to_json())  # a record that its schema allows


def test_json_in_a_script_cannot_end_it() -> None:
    told = in_script({"a": "</script><!--\u2028&"})
    assert not set("<>&\u2028") & set(told)
    assert json.loads(told) == {"a": "</script><!--\u2028&"}


def test_a_record_without_text_or_tasks_has_a_page(notice: Notice) -> None:
    empty = notice.model_copy(update={"text": None})
    assert "记录中没有原文" in notice_page(empty)
    page = notice_page(convert("今天天气很好。\n".encode()))
    assert "未识别出任务" in page
    Reader(page)


def test_every_finding_has_a_chinese_name() -> None:
    documented = re.findall(r"^\| (`[a-z_]+`(?:, `[a-z_]+`)*) \|", (ROOT / "docs" / "findings.md").read_text("utf-8"), flags=re.MULTILINE)
    codes = {code for cell in documented for code in re.findall("`([a-z_]+)`", cell)}
    assert set(FINDINGS) == codes


def test_the_same_record_gives_the_same_page(notice: Notice) -> None:
    assert notice_page(notice) == notice_page(Notice.from_json(notice.to_json()))


def fifty_pages() -> Notice:
    """A notice of some 36,000 characters: fifty pages of 26 lines with 28 characters."""
    parts = []
    for seed in range(40_000, 40_100):
        made = generate(seed)
        parts.append(render_text(made.document, "clean", truth=made.truth))
        if sum(map(len, parts)) > 36_000:
            break
    return convert("\n".join(parts).encode(), name="long.txt")


def test_fifty_pages_weigh_less_than_three_megabytes() -> None:
    notice = fifty_pages()
    assert len(notice.text or "") > 34_000
    assert len(notice.tasks) > 60
    assert len(notice_page(notice).encode()) < 3_000_000


# Pictures of pages


def test_pages_of_a_pdf_carry_boxes_on_what_was_found() -> None:
    notice = convert(PDF)
    sheets = list(sheets_of(page_pictures(PDF.read_bytes(), PDF.name, DEFAULT)))
    assert [sheet.number for sheet in sheets] == list(range(1, (notice.source.pages or 0) + 1))
    marks = Marks(notice)
    drawn = [box for sheet in sheets for box in boxes_on(sheet, marks.all)]
    assert {box.mark for box in drawn} == {i for i, mark in enumerate(marks.all) if mark.boxes}
    for sheet in sheets:
        for box in boxes_on(sheet, marks.all):
            assert 0 <= box.x < box.x + box.width <= sheet.width
            assert 0 <= box.y < box.y + box.height <= sheet.height
    page = notice_page(notice, sheets=sheets)
    assert page.count('<image href="data:image/webp;base64,') == len(sheets)
    Reader(page)


def turned(data: bytes, degrees: int) -> bytes:
    """A PDF with all its pages shown turned."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for index in range(len(document)):
        document[index].set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_lie_on_print(degrees: int) -> None:
    """Where a unit is drawn the page is not white, however the page is turned."""
    from PIL import Image

    data = turned(PDF.read_bytes(), degrees)
    marks = Marks(convert(data))
    for sheet in sheets_of(page_pictures(data, PDF.name, DEFAULT)):
        image = Image.open(io.BytesIO(base64.b64decode(sheet.picture.partition(",")[2]))).convert("L")
        scale = image.width / sheet.width
        for box in boxes_on(sheet, marks.all):
            if box.kind == "unit":
                part = image.crop(tuple(int(v * scale) for v in (box.x, box.y, box.x + box.width, box.y + box.height)))
                assert part.getextrema()[0] < 120


def test_what_goes_on_over_a_page_is_drawn_on_both() -> None:
    mark = Mark("target", 0, 9, 1, "", (), None, (), ((72.0, 700.0, 500.0, 716.0), (72.0, 80.0, 200.0, 96.0)))
    first, second = (Sheet(n, 595.0, 842.0, "data:,") for n in (1, 2))
    assert [box.y for box in boxes_on(first, [mark])] == [700.0]
    assert [box.y for box in boxes_on(second, [mark])] == [80.0]


# The command


def run(*arguments: str, data: bytes | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["report", *arguments], input=data)
    return done.exit_code, done.stdout, done.stderr


def test_a_notice_and_its_record_give_one_page(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    record.write_text(convert(PDF).to_json(indent=2), "utf-8")
    pages = []
    for source in (PDF, record):
        out = tmp_path / f"{source.suffix}.html"
        code, _, said = run(str(source), "--out", str(out))
        assert (code, said.split(":")[0]) == (0, PDF.name)
        pages.append(out.read_text("utf-8"))
    assert pages[0] == pages[1]


def test_without_out_the_page_goes_to_standard_output() -> None:
    code, page, _ = run("-", data="关于做好工作的通知\n一、修路。\n".encode())
    assert code == 0
    assert page.startswith("<!doctype html>")


def test_records_of_another_schema_version_are_refused_with_both_versions(tmp_path: Path, notice: Notice) -> None:
    record = tmp_path / "old.json"
    record.write_text(notice.to_json().replace('"schema_version":"1.0"', '"schema_version":"0.7"'), "utf-8")
    with pytest.raises(Exception, match=r"0\.7.*1\.0"):
        CliRunner().invoke(app, ["report", str(record)], catch_exceptions=False)


def test_pages_that_cannot_be_drawn_are_told_and_the_page_is_made(tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    code, _, said = run(str(ROOT / "docs" / "example.txt"), "--pages", "--out", str(out))
    assert code == 0
    assert "no pictures of pages" in said
    assert out.exists()
