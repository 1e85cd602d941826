"""What offices read of a comparison, read back: the Markdown page as a Markdown reader shows it, the workbook as openpyxl finds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl.cell.rich_text import CellRichText, TextBlock

from gongwen.diff import NoticeDiff, Relation, TaskChange, record
from gongwen.emit import comparison
from gongwen.emit.comparison import KINDS, change_lines
from gongwen.emit.comparison_markdown import diff_markdown, escaped
from gongwen.emit.comparison_workbook import FILLS, write_diff_workbook
from gongwen.errors import Code, GongwenError
from sample_diff import sample_diff, task

SHEETS = ["对照表", "单位变化", "时限变化", "指标变化", "新增与取消", "说明"]
HOSTILE = [
    "=HYPERLINK(\"http://x.example\",\"点\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "#REF!",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[点](javascript:alert(1))",
    "![图](http://x.example/a.png)",
    "|列|\n|---|",
    "# 标题",
    "1. 项\n- 项",
    "**粗**_斜_~~删~~`码`",
    "\x00\x07\x1b[31m红\ud800",
    "https://x.example/a",
    "&lt;b&gt;",
]  # fmt: skip


def shown(page: str) -> list[Any]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page)


def texts(page: str) -> list[str]:
    """What a reader of the page sees, a block each, marks taken off."""
    blocks = []
    for token in shown(page):
        if token.type == "inline":
            said = [child.content if child.type == "text" else "\n" if child.type.endswith("break") else "" for child in token.children]
            breaks = [child.content for child in token.children if child.type == "html_inline"]
            assert set(breaks) <= {"<br>"}
            blocks.append("".join(said))
    return blocks


@pytest.mark.parametrize(
    ("labels", "values"),
    [
        (comparison.KINDS, record.TaskKind),
        (comparison.TRAITS, record.Trait),
        (comparison.UPTAKES, record.Uptake),
        (comparison.UNIT_CHANGES, record.UnitChangeKind),
        (comparison.DEADLINE_CHANGES, record.DeadlineChangeKind),
        (comparison.TARGET_CHANGES, record.TargetChangeKind),
        (comparison.INDICATOR_CHANGES, record.IndicatorKind),
        (comparison.DIRECTIONS, record.Direction),
        (comparison.RELATIONS, record.RelationKind),
        (comparison.SUMMARY, record.Summary.model_fields),
        (FILLS, record.TaskKind),
    ],
)
def test_every_kind_of_change_has_its_word(labels: Mapping[str, str], values: Any) -> None:
    assert set(labels) == set(get_args(values) or values)


@cache
def page() -> str:
    return diff_markdown(sample_diff())


class TestMarkdown:
    def test_kinds_head_their_tables(self) -> None:
        headings = re.findall(r"^### (\w+)（(\d+)）$", page(), flags=re.MULTILINE)
        assert headings == [(KINDS[k], "1") for k in ("added", "removed", "split", "merged", "moved", "reworded", "same")]

    def test_every_task_is_named_on_both_sides(self) -> None:
        said = "\n".join(texts(page()))
        for change in sample_diff().tasks:
            for one in (*change.old, *change.new):
                assert (one.title or one.text[:20]) in said

    def test_what_changed_is_said(self) -> None:
        said = "\n".join(texts(page()))
        for line in (
            "责任单位：新增 州残联（配合）",
            "责任单位：退出 州妇联",
            "责任单位：更名 州人社局 → 州人力资源和社会保障局（负责 → 牵头）",
            "责任单位：责任调整 州财政局（牵头 → 负责）",
            "时限：6月底前 → 8月底前（推后62天）",
            "时限：年底前 → 年底前（随计划期顺延）",
            "目标：毕业生就业率：≥85% → ≥90%（提高要求），原目标已达到",
            "目标：不再提及 参保率≥95%",
            "1项拆分为2项",
            "2项合并为1项",
            "请核对，也可能对应：6．设立户外劳动者服务站点50个",
            "失业率：≥5.5% → ≥5%（提高要求）",
            "新增就业（新增）：新增 新增就业≥3.2万人",
        ):
            assert line in said

    def test_changed_words_are_marked(self) -> None:
        assert "> 1．稳定总量。每~~季度~~分析一次，就业率达到~~85%~~以上。（州人社局）" in page()
        assert "> 1．稳定**就业**总量。每**月**分析一次，就业率达到**90%**以上。（州人社局**、州残联**）" in page()

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_text_is_only_text(self, text: str) -> None:
        tokens = [child for token in shown(diff_markdown(sample_diff(text))) for child in [token, *(token.children or [])]]
        kinds = {token.type for token in tokens}
        assert not kinds & {"html_block", "link_open", "image", "code_inline", "fence", "code_block", "em_open"}
        assert {token.content for token in tokens if token.type == "html_inline"} <= {"<br>"}
        headings = sum(token.type == "heading_open" for token in tokens)
        rows = sum(token.type == "tr_open" for token in tokens)
        plain = [child for token in shown(page()) for child in [token, *(token.children or [])]]
        assert headings == sum(token.type == "heading_open" for token in plain)
        assert rows == sum(token.type == "tr_open" for token in plain)

    @given(st.text(max_size=40))
    def test_escaped_text_reads_as_it_was(self, text: str) -> None:
        clean = " ".join(re.sub("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]", " ", text).split())
        seen = texts(f"前 {escaped(text)}") if clean else ["前"]
        assert seen == [f"前 {clean}".strip()]
        assert (texts(escaped(text)) or [""]) == [clean]

    def test_unrelated_notices_are_said_to_be_so(self) -> None:
        apart = sample_diff().model_copy(update={"relation": Relation(kind="unrelated", similarity=0)})
        assert "没有共同内容" in diff_markdown(apart)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    return written(sample_diff(), tmp_path_factory.mktemp("diff"))


def written(diff: NoticeDiff, folder: Path) -> openpyxl.Workbook:
    path = folder / "diff.xlsx"
    write_diff_workbook(diff, path)
    assert [p.name for p in folder.iterdir()] == ["diff.xlsx"]
    return openpyxl.load_workbook(path, rich_text=True)


def rows(book: openpyxl.Workbook, name: str) -> list[list[Any]]:
    """The rows under the headings of a sheet."""
    sheet = book[name]
    head = int(re.findall(r"\d+", sheet.auto_filter.ref)[0])
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1)]


class TestWorkbook:
    def test_sheets_are_ready_to_print(self, book: openpyxl.Workbook) -> None:
        assert book.sheetnames == SHEETS
        for sheet in book:
            head = int(re.findall(r"\d+", sheet.auto_filter.ref)[0])
            assert sheet.freeze_panes == f"A{head + 1}"
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.page_setup.fitToHeight == 0
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.print_title_rows == f"${head}:${head}"
            assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=head) for cell in row if isinstance(cell.value, str))

    def test_every_change_has_its_row(self, book: openpyxl.Workbook) -> None:
        table = rows(book, "对照表")
        changes = sample_diff().tasks
        assert [row[:2] for row in table] == [[i, KINDS[change.kind]] for i, change in enumerate(changes, 1)]
        for row, change in zip(table, changes, strict=True):
            assert str(row[3] or "") == "\n".join(f"{t.number}．{t.text}" for t in change.old)
            assert str(row[4] or "") == "\n".join(f"{t.number}．{t.text}" for t in change.new)
            assert (row[5] or "") == "\n".join(change_lines(change))
        assert [bool(row[6]) for row in table] == [not change.certain for change in changes]

    def test_changed_words_have_their_ink(self, book: openpyxl.Workbook) -> None:
        old, new = rows(book, "对照表")[0][3:5]
        assert isinstance(old, CellRichText)
        struck = [run.text for run in old if isinstance(run, TextBlock) and run.font.strike]
        fresh = [run.text for run in new if isinstance(run, TextBlock) and run.font.b]
        assert struck == ["季度", "85%"]
        assert fresh == ["就业", "月", "90%", "、州残联"]

    def test_kinds_have_the_colours_of_the_legend(self, book: openpyxl.Workbook) -> None:
        sheet = book["对照表"]
        legend = {cell.value: cell.fill.fgColor.rgb[-6:] for cell in sheet[3] if cell.value and cell.fill.fill_type}
        assert legend == {KINDS[k]: FILLS[k] for k in ("reworded", "moved", "split", "added", "removed")}
        for row in sheet.iter_rows(min_row=5):
            if row[1].value in legend:
                assert row[1].fill.fgColor.rgb[-6:] == legend[row[1].value]

    def test_units_deadlines_and_targets(self, book: openpyxl.Workbook) -> None:
        name = "1．稳定就业总量"
        assert rows(book, "单位变化") == [
            [1, name, "新增", None, None, "州残联", "配合"],
            [1, name, "退出", "州妇联", "负责", None, None],
            [1, name, "更名", "州人社局", "负责", "州人力资源和社会保障局", "牵头"],
            [1, name, "责任调整", "州财政局", "牵头", "州财政局", "负责"],
        ]
        assert rows(book, "时限变化") == [
            [1, name, "调整", "6月底前", "2022-06-30", "8月底前", "2023-08-31", "推后62天"],
            [1, name, "调整", "年底前", "2022-12-31", "年底前", "2023-12-31", "随计划期顺延"],
            [1, name, "新增", None, None, "9月底前", "2023-09-30", None],
        ]
        assert [[row[0], *row[2:5], row[7], *row[10:]] for row in rows(book, "指标变化")] == [
            ["任务", "毕业生就业率", "提高要求", "≥85%", "≥90%", "5", "已达到"],
            ["任务", "参保率", "不再提及", "≥95%", None, None, None],
            ["总体目标", "失业率", "提高要求", "≥5.5%", "≥5%", "-0.5", None],
            ["指标表", "新增就业", "新增", None, "≥3.2万人", None, None],
        ]

    def test_what_came_and_what_went(self, book: openpyxl.Workbook) -> None:
        assert [[row[0], row[1], row[5], row[8]] for row in rows(book, "新增与取消")] == [
            ["新增", "6", "州总工会", 3],
            ["取消", "5", "州财政局", 3],
        ]

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_text_is_only_text(self, tmp_path: Path, text: str) -> None:
        made = written(sample_diff(text), tmp_path)
        clean = re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff]", "", text)
        cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
        assert not {cell.data_type for cell in cells} & {"f", "e"}
        assert any(clean in str(cell.value) for cell in cells)
        assert all(cell.quotePrefix for cell in cells if isinstance(cell.value, str) and cell.value.startswith("="))

    def test_a_long_text_goes_on_in_further_rows(self, tmp_path: Path) -> None:
        long = "".join(f"第{i}个县建成服务站点{i}个，并按月报送进展情况。" for i in range(200))
        old, new = task("a", "1", "建站点", long), task("b", "1", "建站点", long.replace("第77个", "第78个"))
        change = TaskChange(kind="reworded", old=(old,), new=(new,))
        made = written(sample_diff().model_copy(update={"tasks": (change,)}), tmp_path)
        table = rows(made, "对照表")
        assert len(table) > 5
        assert max(len(str(row[3])) for row in table) < 600
        assert "".join(str(row[3]) for row in table) == "1．" + long
        assert {row[0] for row in table} == {1}
        assert all(row.height < 409 for row in made["对照表"].row_dimensions.values() if row.height)

    def test_a_task_put_anew_stands_part_by_part_beside_the_old_one(self, tmp_path: Path) -> None:
        old = "".join(f"完善甲类设施第{i}处。" for i in range(120))
        new = "".join(f"统筹乙种网络{i}号点。" for i in range(90))
        change = TaskChange(kind="reworded", old=(task("a", "1", None, old),), new=(task("b", "1", None, new),))
        made = written(sample_diff().model_copy(update={"tasks": (change,)}), tmp_path)
        table = rows(made, "对照表")
        assert ["".join(str(row[i] or "") for row in table) for i in (3, 4)] == ["1．" + old, "1．" + new]
        assert all(row[3] and row[4] for row in table[:-1])
        assert all(row.height < 409 for row in made["对照表"].row_dimensions.values() if row.height)

    def test_a_text_longer_than_a_cell_is_whole(self, tmp_path: Path) -> None:
        change = TaskChange(kind="added", new=(task("b", "1", "建站点", "建" * 40_000),))
        made = written(sample_diff().model_copy(update={"tasks": (change,)}), tmp_path)
        assert "".join(str(row[4]) for row in rows(made, "对照表")) == "1．" + "建" * 40_000
        assert "".join(str(row[4]) for row in rows(made, "新增与取消")) == "1．" + "建" * 40_000

    def test_a_title_longer_than_a_cell_is_cut(self, tmp_path: Path) -> None:
        change = TaskChange(kind="added", new=(task("b", "1", "建" * 40_000, "建站点。"),))
        made = written(sample_diff().model_copy(update={"tasks": (change,)}), tmp_path)
        assert max(len(str(cell.value)) for sheet in made for row in sheet.iter_rows() for cell in row) == 32_767

    def test_the_two_lists_of_a_province_and_its_city(self, tmp_path: Path) -> None:
        diff = sample_diff()
        tasks = tuple(change.model_copy(update={"uptake": "own" if change.kind == "added" else "localised"}) for change in diff.tasks)
        made = written(diff.model_copy(update={"relation": Relation(kind="parent_child", similarity=0.8), "tasks": tasks}), tmp_path)
        assert {row[1] for row in rows(made, "对照表")} == {"本级自加", "本地化"}
        assert [cell.value for cell in made["对照表"][4]][3:5] == ["上级文件", "本级文件"]
        legend = {cell.value: cell.fill.fgColor.rgb for cell in made["对照表"][3] if cell.fill.fill_type}
        assert list(legend) == ["照转", "本地化", "本级自加", "未承接"]
        assert all(row[1].fill.fgColor.rgb == legend[row[1].value] for row in made["对照表"].iter_rows(min_row=5))

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(GongwenError) as caught:
            write_diff_workbook(sample_diff(), tmp_path / "file" / "diff.xlsx")
        assert caught.value.code == Code.OUTPUT_UNWRITABLE
