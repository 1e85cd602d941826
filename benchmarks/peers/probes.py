"""What a tool's output keeps of a notice: levels of headings, numbers that Word counts, merged cells, text, and what is left of a web page.

One notice of our own with headings of four levels and a task table with merged cells, in several formats; everything is counted in the
output, nothing is taken from what a tool says of itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator import Cell, Document, Paragraph, Table, find_office, render_docx, render_html, render_pdf, render_xlsx

from .reading import Reading

GROUPS = {"强化就业优先服务": 3, "兜牢基本民生底线": 2}  # merged cells of the table and the rows that each covers
TITLE = "云岭省人民政府办公厅关于印发2026年民生实事实施方案的通知"


def _heading(level: int, text: str, family: str, number: int, run: int = 0) -> Paragraph:
    return Paragraph(text, "heading", level, family, number, run)


def _rows() -> tuple[tuple[Cell, ...], ...]:
    first, second = ((Cell(name, rowspan=rows)) for name, rows in GROUPS.items())
    jobs, relief = Cell("省人力资源社会保障厅", rowspan=2), Cell("省民政厅")
    return (
        tuple(Cell(text) for text in ("序号", "重点任务", "工作内容", "责任单位", "完成时限")),
        (Cell("1"), first, Cell("城镇新增就业18万人"), jobs, Cell("2026年12月底前")),
        (Cell("2"), Cell("培训技能人才4万人次"), Cell("2026年11月底前")),
        (Cell("3"), Cell("建成零工市场60个"), Cell("省住房城乡建设厅"), Cell("2026年9月底前")),
        (Cell("4"), second, Cell("改造敬老院35所"), relief, Cell("2026年10月底前")),
        (Cell("5"), Cell("为8万名老年人提供助餐服务"), Cell("省民政厅、省财政厅"), Cell("全年")),
    )


NOTICE = Document(
    "probe",
    (
        Paragraph("云政办发〔2026〕3号", "doc_number"),
        Paragraph(TITLE, "title"),
        Paragraph("各市（州）人民政府，省政府各部门：", "recipients"),
        Paragraph("现将《2026年民生实事实施方案》印发给你们，请认真组织实施。", "body"),
        Paragraph("云岭省人民政府办公厅", "signature"),
        Paragraph("2026年2月9日", "date"),
        Paragraph("2026年民生实事实施方案", "title", page_break_before=True),
        Paragraph("为把民生实事办实办好，制定本方案。", "body"),
        _heading(1, "一、提升公共服务水平", "cn_dun", 1),
        _heading(2, "（一）扩大普惠托育供给", "cn_paren", 1),
        _heading(3, "1.建设示范托育机构", "ar_dot", 1),
        _heading(4, "（1）支持社区嵌入式服务", "ar_paren", 1),
        Paragraph("新建社区托育点120个，新增托位6000个。（省卫生健康委牵头，2026年11月底前完成）", "body"),
        _heading(4, "（2）鼓励用人单位办托", "ar_paren", 2),
        Paragraph("每个市（州）至少支持5家用人单位开办托育点。（省总工会、省卫生健康委负责）", "body"),
        _heading(3, "2.加强从业人员培训", "ar_dot", 2),
        Paragraph("培训保育人员3000人次，持证上岗率达到100%。（省卫生健康委、省教育厅负责）", "body"),
        _heading(2, "（二）完善社区养老服务", "cn_paren", 2),
        Paragraph("到2026年底，社区养老服务设施覆盖率达到92%以上。（省民政厅牵头）", "body"),
        _heading(1, "二、改善居民出行条件", "cn_dun", 2),
        Paragraph("新建改建农村公路2400公里，更新公交车300辆。（省交通运输厅负责，2026年12月底前完成）", "body"),
        Paragraph("附件：2026年民生实事任务分解表", "attachments"),
        Paragraph("附件", "annex_mark", page_break_before=True),
        Paragraph("2026年民生实事任务分解表", "caption"),
        Table(_rows()),
    ),
)
HEADINGS = [(block.level, block.text) for block in NOTICE.blocks if isinstance(block, Paragraph) and block.role == "heading"]
LEVELS = len({level for level, _ in HEADINGS})


@dataclass(frozen=True)
class Kept:
    """Counts of one reading; each is of so many."""

    levels: int  # levels of headings told apart, of LEVELS
    false_headings: int  # paragraphs taken for headings that are none; titles aside
    markers: int  # numbers of headings in the text, of len(HEADINGS)
    filled: int  # rows of the table that hold their merged cell, of sum(GROUPS.values())
    text: float  # share of paragraphs and cells that are whole in the text
    kinds: dict[str, int]


def make_probes(folder: Path) -> dict[str, Path]:
    """The notice in every form that is looked at, by name."""
    made = {
        "docx": render_docx(NOTICE),
        "docx, Word counts": render_docx(NOTICE, auto_numbering=True),
        "docx, heading styles": render_docx(NOTICE, heading_styles=True),
        "html": render_html(NOTICE),
        "xlsx": render_xlsx(NOTICE),
    }
    if find_office() is not None:
        made["pdf"] = render_pdf(NOTICE)
    paths = {}
    for number, (name, data) in enumerate(made.items()):
        paths[name] = folder / f"probe{number}.{name.split(',')[0]}"
        paths[name].write_bytes(data)
    return paths


def plain(text: str) -> str:
    """Letters and digits alone: blanks, line ends and Markdown do not count against a tool."""
    return re.sub(r"[\W_]+", "", text)


def kept(reading: Reading) -> Kept:
    """What a reading of the notice keeps of it."""
    titles = {plain(block.text) for block in NOTICE.blocks if isinstance(block, Paragraph) and block.role in ("title", "caption")}
    bare = {plain(re.sub(r"^(?:.、|（.）|\d\.)", "", text)): level for level, text in HEADINGS}
    levels: dict[int, set[int]] = {}
    false = 0
    for given, text in reading.headings:
        words = plain(text)
        real = next((level for name, level in bare.items() if words.endswith(name)), None)
        if real is not None:
            levels.setdefault(given, set()).add(real)
        elif words not in titles:
            false += 1
    whole = plain(reading.text)
    parts = [plain(part) for block in NOTICE.blocks for part in _texts(block)]
    marked = [plain(text) for _, text in HEADINGS]
    return Kept(
        levels=sum(len(real) == 1 for real in levels.values()),
        false_headings=false,
        markers=sum(text in whole for text in marked),
        filled=_filled(reading),
        text=sum(part in whole for part in parts) / len(parts),
        kinds=reading.kinds,
    )


def _texts(block: Paragraph | Table) -> list[str]:
    if isinstance(block, Paragraph):
        return block.text.split("\n")
    return [part for row in block.rows for cell in row for part in cell.text.split("\n") if part]


def _filled(reading: Reading) -> int:
    """Rows of the table that stand in one row of the output together with the merged cell that covers them."""
    groups = [name for name, rows in GROUPS.items() for _ in range(rows)]
    works = [row[2 if len(row) == 5 else 1].text for row in _rows()[1:]]  # rows under a merged cell lack it
    printed = [{plain(cell) for cell in row} for table in reading.tables for row in table]
    return sum(any({plain(work), plain(group)} <= row for row in printed) for work, group in zip(works, groups, strict=True))


def furniture(page: str, document: Document = NOTICE) -> list[str]:
    """What a web page prints around the notice: its visible strings that the notice does not hold."""
    body = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", "", page)
    whole = plain("".join(part for block in document.blocks for part in _texts(block)))
    strings = {plain(part) for part in re.findall(r">([^<>]+)<", body)}
    return sorted(string for string in strings if len(string) > 1 and string not in whole)
