"""One notice with a task table, printed in every way that makes pages hard to read.

`NOTICE` holds what it says; `render(Form(...))` prints it. A form changes one thing against the plain print: how the page lies, how
rules are drawn, where rows are cut, how characters are put down, what else stands on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pdf_builder import Sheet, build, rule, text

TITLE = ["安平县人民政府办公室关于印发安平县", "2031年便民服务重点任务的通知"]
NUMBER = "安政办发〔2031〕7号"
BODY = [
    "各乡镇人民政府，县直各部门：",
    "现将《安平县2031年便民服务重点任务》印发给你们，请结合实际认真组织实施。各责任单位要在每季度末报送进展情况，县政务服务局汇总后通报。",
    "一、办好身边小事",
    "（一）便利早餐供应。新建社区早餐店40家，6月底前中心城区社区早餐网点覆盖率达到85%以上，建立早餐原料统一配送制度，保障食品安全。（县商务局牵头，县市场监管局配合）",
    "（二）改善出行条件。年底前新增公共停车泊位3000个以上，优化公交线路8条，完善候车亭和无障碍设施，方便老年人出行。（县交通运输局、县公安局）",
    "二、优化窗口服务",
    "（三）压缩办理时间。不动产登记3个工作日内办结，推行一窗受理、并联办理，减少跑动次数和证明材料。（县自然资源局）",
    "（四）延长服务时间。县乡两级便民服务中心全年开展延时服务，节假日安排专人值守，及时办理群众急事。（县政务服务局）",
]
SIGNED = ["安平县人民政府办公室", "2031年3月5日"]
ANNEX = ["附件", "安平县2031年便民服务重点任务分工表"]
HEAD = ["序号", "重点任务", "工作措施", "责任单位", "完成时限"]
_TASKS = [
    ("新建社区早餐店", "完成选址和招商，新建社区早餐店40家，建立原料统一配送和食品安全追溯制度，公布网点地图。", "县商务局", "6月底前"),
    ("改造老旧小区", "改造老旧小区26个，同步实施雨污分流和管网更新，加装电梯15部。", "县住房城乡建设局、县财政局", "11月底前"),
    ("新增停车泊位", "利用边角地建设公共停车场，新增公共停车泊位3000个以上。", "县交通运输局、县公安局", "年底前"),
    ("优化公交线路", "优化公交线路8条，高峰平均候车时间控制在8分钟以内，完善候车亭遮阳设施和盲道等设施。", "县交通运输局", "9月底前"),
    ("推行一窗受理", "整合部门专窗，实行前台综合受理、后台分类审批、统一窗口出件，实现80%以上事项一窗受理。", "县政务服务局", "8月底前"),
    ("开展延时服务", "县乡两级便民服务中心工作日中午和周六上午安排专人值守。", "县政务服务局、各乡镇人民政府", "全年"),
    ("建设村级驿站", "建设便民服务驿站60个，配备自助终端，办理高频事项30项，培训代办员200名。", "县政务服务局、县民政局", "10月底前"),
    ("完善养老助餐", "新增老年助餐点20个，对特殊困难老年人就餐给予补贴，建立送餐志愿队伍。", "县民政局", "年底前"),
    ("治理飞线充电", "新建电动自行车集中充电桩5000个，消除楼道停放隐患。", "县消防救援大队、县住房城乡建设局", "7月底前"),
    ("修缮乡村道路", "修缮破损乡村道路35公里，完善交通标志和夜间照明，排查临水临崖路段，建立日常养护制度。", "县交通运输局", "10月底前"),
    ("改造健身场地", "改造健身场地12处，更换老化器材。", "县教育体育局", "9月底前"),
    ("畅通诉求渠道", "群众诉求5个工作日内办结，按季度通报办理情况，对超期未办的由县政府办公室挂牌督办。", "县政务服务局", "全年"),
    ("提升就医体验", "县级医院推行诊间结算，建立检查检验结果互认目录，增加老年人就医绿色通道。", "县卫生健康局、县医保局", "年底前"),
]  # fmt: skip
ROWS = [[str(k), *row] for k, row in enumerate(_TASKS, 1)]

SHARES = (0.07, 0.16, 0.43, 0.2, 0.14)  # of the table's width
SMALL, NORMAL, LARGE = 10.5, 16.0, 22.0
PAD = 4.0
PITCH = 21.0  # from line to line in a cell
Put = Callable[[float, float, str, float], bytes]
Draw = Callable[[float, float, float, float], bytes]


@dataclass
class Form:
    """How the notice is printed; the defaults are the plain print."""

    width: float = 595.0
    height: float = 842.0
    columns: int = 1
    put: Put = text  # writes a line of text
    draw: Draw = rule  # draws a rule
    sides: bool = True  # outer vertical rules
    verticals: bool = True  # any vertical rules
    between: bool = True  # horizontal rules between rows
    head: Sequence[Sequence[str | None]] = (tuple(HEAD),)  # rows of headings; None goes on with the cell to the left, "" with that above
    head_again: bool = True
    cut_rows: bool = False
    landscape: bool = False  # pages of the table
    page: Callable[[Sheet, int], Sheet] = lambda sheet, number: sheet  # changes a finished page
    notes: Sequence[str] = ()  # at the foot of the first page, below a short rule
    running: str = ""  # at the head of each page
    extra: Sequence[bytes] = ()
    catalog: str = ""
    sizes: Sequence[tuple[float, float]] = field(default_factory=list)  # of pages, in turn


def width_of(string: str, size: float) -> float:
    return sum(size if char > "\x7f" else size / 2 for char in string)


def wrap(string: str, room: float, size: float, first: float = 0.0) -> list[str]:
    """Lines of at most `room` points; the first is set in by `first`. No closing mark begins a line."""
    lines, line, used = [], "", first
    for char in string:
        step = size if char > "\x7f" else size / 2
        if used + step > room and line:
            kept = char in "，。、；：）》”%"
            lines.append(line[:-1] if kept else line)
            line = line[-1] if kept else ""
            used = width_of(line, size)
        line += char
        used += step
    return [*lines, line] if line else lines


class Press:
    """Puts lines on pages from top to bottom; coordinates count from the top left."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.sheets: list[Sheet] = []
        self.ops: list[bytes] = []
        self.turned = False
        self.columns = 1
        self.width, self.height = form.width, form.height
        self.column = 0
        self._open()

    def _open(self) -> None:
        form = self.form
        self.width, self.height = form.sizes[len(self.sheets) % len(form.sizes)] if form.sizes else (form.width, form.height)
        if self.turned:
            self.width, self.height = self.height, self.width
        self.left, self.right, self.y, self.low = 80.0, self.width - 73.0, 100.0, self.height - 90.0
        self.top = self.y
        if form.running:
            self.put(self.left, 50, form.running, 9)

    def close(self) -> None:
        """End the page."""
        number = len(self.sheets) + 1
        label = f"— {number} —"
        self.put((self.width - width_of(label, 14)) / 2, self.height - 50, label, 14)
        if number == 1 and self.form.notes:
            self.rule(self.left, self.low + 4, self.left + 120, self.low + 4)
            for k, note in enumerate(self.form.notes):
                self.put(self.left, self.low + 8 + 12 * k, note, 9)
        sheet = Sheet(b"".join(self.ops), media=(0.0, 0.0, self.width, self.height))
        self.sheets.append(self.form.page(sheet, number))
        self.ops = []

    def next_page(self, *, turned: bool | None = None) -> None:
        self.close()
        self.turned = self.turned if turned is None else turned
        self._open()

    def put(self, x: float, top: float, string: str, size: float) -> None:
        """A line of text with its top at `top`."""
        self.ops.append(self.form.put(round(x, 2), round(self.height - top - 0.88 * size, 2), string, size))

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.ops.append(self.form.draw(x0, self.height - top, x1, self.height - bottom))

    # --- text ----------------------------------------------------------------------------------------------------

    def line(self, string: str, size: float = NORMAL, indent: float = 0.0, align: str = "left", leading: float = 28.0) -> None:
        left, right = self._column()
        if self.y + size > self.low:
            self._next_column()
            left, right = self._column()
        room = right - left - width_of(string, size)
        x = left + indent * size if align == "left" else left + room / 2 if align == "center" else left + room
        self.put(x, self.y, string, size)
        self.y += leading

    def paragraph(self, string: str, size: float = NORMAL, indent: float = 2.0) -> None:
        left, right = self._column()
        for k, line in enumerate(wrap(string, right - left, size, indent * size)):
            self.line(line, size, 0.0 if k else indent)

    def _column(self) -> tuple[float, float]:
        if self.columns == 1:
            return self.left, self.right
        width = (self.right - self.left - 24) / 2
        return self.left + self.column * (width + 24), self.left + self.column * (width + 24) + width

    def begin_columns(self, columns: int) -> None:
        self.top, self.column, self.columns = self.y, 0, columns

    def _next_column(self) -> None:
        if self.column + 1 < self.columns:
            self.column += 1
            self.y = self.top
            return
        self.next_page()
        self.begin_columns(self.columns)

    # --- tables --------------------------------------------------------------------------------------------------

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        span = self.right - self.left
        edges = [self.left]
        for share in SHARES:
            edges.append(edges[-1] + share * span)
        self._headings(edges)
        for row in rows:
            cells = [wrap(cell, b - a - 2 * PAD, SMALL) for cell, (a, b) in zip(row, pairwise(edges), strict=True)]
            self._row(cells, edges)

    def _row(self, cells: list[list[str]], edges: list[float]) -> None:
        while any(cells):
            fits = int((self.low - self.y - PAD) // PITCH)
            n = max(map(len, cells))
            if n > fits and not (self.form.cut_rows and fits > 0):
                self._new_part(edges)
                continue
            self._band([cell[:fits] for cell in cells], edges)
            cells = [cell[fits:] for cell in cells]
            if any(cells):
                self._new_part(edges)

    def _new_part(self, edges: list[float]) -> None:
        self._end_rule(edges)
        self.next_page()
        if self.form.head_again:
            self._headings(edges)
        else:
            self._end_rule(edges)

    def _headings(self, edges: list[float]) -> None:
        self._end_rule(edges)
        head = self.form.head
        top, n = self.y, len(head)
        for r, row in enumerate(head):
            for c, cell in enumerate(row):
                if not cell:
                    continue
                last = c
                while last + 1 < len(row) and row[last + 1] is None:
                    last += 1
                low = r
                while low + 1 < n and head[low + 1][c] == "":
                    low += 1
                middle, width = (edges[c] + edges[last + 1]) / 2, width_of(cell, SMALL)
                y = top + 20 * (r + low + 1) / 2 - SMALL / 2
                self.put(middle - width / 2, y, cell, SMALL)
                if low + 1 < n and self.form.between:
                    self.rule(edges[c], top + 20 * (low + 1), edges[last + 1], top + 20 * (low + 1))
                if self.form.verticals and c:
                    self.rule(edges[c], top + 20 * r, edges[c], top + 20 * (low + 1))
        self.y += 20 * n
        self._sides(edges, top, self.y)
        self._end_rule(edges)

    def _sides(self, edges: list[float], top: float, bottom: float) -> None:
        if self.form.sides and self.form.verticals:
            for x in (edges[0], edges[-1]):
                self.rule(x, top, x, bottom)

    def _end_rule(self, edges: list[float]) -> None:
        self.rule(edges[0], self.y, edges[-1], self.y)

    def _band(self, cells: Sequence[Sequence[str]], edges: list[float]) -> None:
        top = self.y
        self.y += PITCH * max(map(len, cells)) + PAD
        for lines, left in zip(cells, edges, strict=False):
            for k, line in enumerate(lines):
                self.put(left + PAD, top + PAD + PITCH * k, line, SMALL)
        if self.form.verticals:
            for x in edges[1:-1]:
                self.rule(x, top, x, self.y)
        self._sides(edges, top, self.y)
        if self.form.between:
            self._end_rule(edges)


def compose(form: Form) -> list[Sheet]:
    """The pages of the notice."""
    press = Press(form)
    for line in TITLE:
        press.line(line, LARGE, align="center", leading=34)
    press.line(NUMBER, align="center")
    press.begin_columns(form.columns)
    press.paragraph(BODY[0], indent=0)
    for paragraph in BODY[1:]:
        press.paragraph(paragraph)
    for line in SIGNED:
        press.line(line, align="right")
    press.next_page(turned=form.landscape)
    press.begin_columns(1)
    press.line(ANNEX[0])
    press.line(ANNEX[1], LARGE, align="center", leading=40)
    press.table(ROWS)
    if not form.between:
        press.rule(press.left, press.y, press.right, press.y)
    press.close()
    return press.sheets


def render(form: Form) -> bytes:
    return build(compose(form), form.extra, form.catalog)


def as_text() -> str:
    """The notice as plain text, the table as lines of cells with tabs."""
    table = ["\t".join(row) for row in [HEAD, *ROWS]]
    return "\n".join(["".join(TITLE), NUMBER, *BODY, *SIGNED, *ANNEX, *table]) + "\n"
