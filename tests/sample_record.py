"""A small record built by hand, as the pipeline would build it: every type of the contract occurs in it once at least."""

from __future__ import annotations

import hashlib
from typing import Any

from gongwen.records import (
    Audit,
    Baseline,
    CitationRecord,
    Column,
    Deadline,
    Duty,
    Finding,
    Furniture,
    Indicator,
    IndicatorValue,
    Link,
    Measure,
    Meta,
    Notice,
    OutlineNode,
    Period,
    Region,
    Source,
    Span,
    Table,
    Target,
    Task,
    Unit,
    Unplaced,
)

TEXT = """清江市人民政府办公室关于印发2031年便民服务工作要点的通知
全年办件满意率达到95%以上。
一、优化窗口服务
（一）推行一窗受理。①按《云岭省政务服务办法》设立综合窗口；②2031年6月底前，窗口办理时长压缩到3个工作日以内。（市政务局牵头，市数据局配合）
序号\t指标\t2030年\t2031年
1\t网上可办率\t82%\t≥90%
请于每季度末报送进展。
"""


def at(raw: str, nth: int = 0) -> Span:
    """The nth place of a quotation in the text."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(raw, start + 1)
    return Span(start=start, end=start + len(raw), page=1, boxes=((72.0, 90.5, 400.0, 106.5),))


def quoted(raw: str, nth: int = 0) -> dict[str, Any]:
    """`raw` and `span` of a quotation."""
    return {"raw": raw, "span": at(raw, nth)}


def sample() -> Notice:
    """The record."""
    task_text = TEXT.split("\n")[3]
    by = Deadline(**quoted("2031年6月底前"), kind="by", end="2031-06-30", edtf="2031-06-30", rule="times.month_end")
    row = "1\t网上可办率\t82%\t≥90%"
    lead = Unit(
        **quoted("市政务局"),
        name="市政务局",
        role="lead",
        level="市",
        category="government",
        canonical="清江市政务局",
        rule="bodies.suffix",
    )
    citation = CitationRecord(**quoted("《云岭省政务服务办法》"), title="云岭省政务服务办法", rule="citations.title")
    task = Task(
        id="section-1-1",
        view="section",
        number="1",
        path=("一、优化窗口服务",),
        title="推行一窗受理",
        text=task_text.removeprefix("（一）"),
        span=at(task_text),
        measures=(
            Measure(marker="①", text="按《云岭省政务服务办法》设立综合窗口；", span=at("①按《云岭省政务服务办法》设立综合窗口；")),
            Measure(
                marker="②",
                text="2031年6月底前，窗口办理时长压缩到3个工作日以内。",
                span=at("②2031年6月底前，窗口办理时长压缩到3个工作日以内。"),
            ),
        ),
        units=(lead, Unit(**quoted("市数据局"), name="市数据局", role="supporting", level="市", rule="bodies.suffix")),
        deadlines=(by,),
        targets=(
            Target(
                **quoted("窗口办理时长压缩到3个工作日以内"),
                metric="窗口办理时长",
                mode="level",
                comparator="le",
                value="3",
                unit="个工作日",
                measure="②",
                by="2031-06-30",
                baseline=Baseline(period="2030", value="5"),
                rule="quantities.within",
            ),
        ),
        citations=(citation,),
    )
    value = {"mode": "level", "unit": "%", "rule": "quantities.percent"}
    return Notice(
        id="清江市人民政府办公室-2031年便民服务工作要点",
        source=Source(
            name="要点.pdf", media_type="application/pdf", sha256=hashlib.sha256(b"").hexdigest(), bytes=0, pages=1, reader="pdf",
            links=(Link(label="附件", address="https://example.org/1.xlsx", attachment=True),),
        ),
        meta=Meta(
            title=TEXT.split("\n")[0],
            kind="通知",
            issuers=("清江市人民政府办公室",),
            issued_on="2031-01",
            region=Region(name="清江市", level="市"),
            period=Period(start="2031-01-01", end="2031-12-31"),
        ),
        annex_meta=(Meta(title="2031年便民服务工作要点", kind="要点"),),
        text=TEXT,
        outline=(
            OutlineNode(
                marker="一、",
                ordinal=1,
                level=1,
                heading="优化窗口服务",
                kind="heading",
                span=Span(start=TEXT.index("一、"), end=TEXT.index("序号"), page=1),
                children=(OutlineNode(marker="（一）", ordinal=1, level=2, heading="推行一窗受理", kind="item", span=at(task_text)),),
            ),
        ),
        tasks=(task,),
        indicators=(
            Indicator(
                id="indicator-1",
                number="1",
                name="网上可办率",
                values=(
                    IndicatorValue(**quoted("82%"), period="2030", role="baseline", comparator="eq", value="82", **value),
                    IndicatorValue(**quoted("≥90%"), period="2031", role="goal", comparator="ge", value="90", **value),
                ),
                span=at(row),
            ),
        ),
        goals=(
            Target(
                **quoted("办件满意率达到95%以上"),
                metric="办件满意率",
                mode="level",
                comparator="ge",
                value="95",
                unit="%",
                rule="quantities.percent",
            ),
        ),
        duties=(
            Duty(
                **quoted("请于每季度末报送进展。"),
                rule="duties.report",
                deadlines=(
                    Deadline(
                        **quoted("每季度末"), kind="recurring", freq="P3M", rrule="FREQ=MONTHLY;INTERVAL=3", rule="times.every_quarter"
                    ),
                ),
            ),
        ),
        tables=(
            Table(
                columns=(
                    Column(header="序号", role="number"),
                    Column(header="指标", role="indicator"),
                    Column(header="2030年", role="baseline"),
                    Column(header="2031年", role="goal"),
                ),
                rows=(("1", "网上可办率", "82%", "≥90%"),),
                pages=(1,),
                span=at("序号\t指标\t2030年\t2031年\n" + row),
            ),
        ),
        citations=(citation,),
        audit=Audit(
            coverage=0.99,
            furniture=(Furniture(kind="page_number", lines=1, chars=3),),
            unplaced=(Unplaced(text="※", page=1),),
            findings=(
                Finding(code="unclaimed_number", severity="info", message="a number that no target claims", span=at("一窗")),
                Finding(code="year_inferred", severity="warning", message="a year that had to be inferred"),
            ),
        ),
    )
